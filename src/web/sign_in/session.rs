//! A session: the name of somebody and when it ends, signed. Whoever changes a character of it is nobody.

use super::keys::{Keys, bytes, digits};
use crate::app::Moment;
use crate::identity::Person;

/// How long somebody stays signed in, in seconds; it is not prolonged by use.
pub(in crate::web) const LONGEST_SESSION: i64 = 8 * 60 * 60;

const PURPOSE: &str = "session";

/// The session of a person, from now on.
pub(in crate::web) fn signed(keys: &Keys, person: &Person, now: Moment) -> String {
    let end = now.0.saturating_add(LONGEST_SESSION * 1000).to_string();
    let name = digits(person.name.as_bytes());
    let signature = keys.signature(keys.current(), PURPOSE, &[&end, &name]);
    format!("{end}.{name}.{signature}")
}

/// Whose session this is; nothing if it has ended, or is none of ours.
pub(in crate::web) fn person(keys: &Keys, session: &str, now: Moment) -> Option<Person> {
    let mut parts = session.splitn(3, '.');
    let (end, name, signature) = (parts.next()?, parts.next()?, parts.next()?);
    keys.of(PURPOSE, &[end, name], signature)?;
    let has_ended = end.parse::<i64>().ok()? <= now.0;
    let name = String::from_utf8(bytes(name)?).ok()?;
    if has_ended { None } else { Person::named(&name) }
}
