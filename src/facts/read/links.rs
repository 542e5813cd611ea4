//! Web addresses that somebody pasted: what their host and parameters tell, also of addresses nested in them.
//!
//! Only parameters that the base names are looked at; everything else of an address is forgotten at once.

use super::together::{add_to_list, label, set_at};
use super::{Reading, Source};
use crate::facts::fact::{Fact, Record, Unusable, Value};
use crate::facts::schema::{AddressRule, FieldKind, Schema};
use crate::facts::secret::value_without_secrets;

#[cfg(test)]
mod tests;

/// How deep addresses may be nested in parameters of addresses.
const DEEPEST: usize = 4;
/// The most addresses nested in one.
const MOST_NESTED: usize = 20;
/// The most addresses of one text.
const MOST_ADDRESSES: usize = 200;
/// So many bytes of an address are read; browsers and servers bear no more.
const LONGEST: usize = 8 * 1024;

/// Reads the addresses of a text into facts. They are all about one sign-in: those that agree are one record, and
/// where two contradict each other the last counts.
pub(super) fn read(schema: &Schema, source: &Source<'_>, reading: &mut Reading) {
    if schema.addresses.is_empty() {
        return;
    }
    let (mut told, mut end, mut n_read) = (Vec::new(), 0, 0);
    for (at, _) in source.text.match_indices("://") {
        if n_read >= MOST_ADDRESSES {
            break;
        }
        let Some(start) = source.text.get(end..at).and_then(scheme_length).map(|length| at - length) else {
            continue;
        };
        let Some(run) = source.text.get(start..).map(run_of_address) else { continue };
        end = start + run.len();
        n_read += 1;
        let behind = source.text.get(end..).unwrap_or_default();
        let (address, is_cut) = shortened(run, behind);
        let mut found =
            Found { schema, source, at: start, record: Record::open(), list: None, n_nested: 0, reading };
        found.read(address, is_cut, 0);
        let (record, list) = (found.record, found.list);
        if let Some(list) = list.filter(|_| !record.entries.is_empty()) {
            keep(&mut told, Told { list, at: start, record }, source, reading);
        }
    }
    for Told { list, at, record } in told {
        let origin = source.origin(at, label("address"));
        add_to_list(&mut reading.facts, list, record, &origin);
    }
}

/// What addresses tell of a record of a list.
struct Told<'s> {
    list: &'s str,
    at: usize,
    record: Record,
}

/// Puts what an address tells to what others told, or in its place where they contradict each other.
fn keep<'s>(told: &mut Vec<Told<'s>>, new: Told<'s>, source: &Source<'_>, reading: &mut Reading) {
    let Some(known) = told.iter_mut().find(|known| known.list == new.list) else {
        told.push(new);
        return;
    };
    let differs = |name: &str, value: &Value| {
        let same = known.record.get(name);
        same.is_some_and(|same| same.value != *value && is_usable(&same.value) && is_usable(value))
    };
    let differing = new.record.entries.iter().find(|(name, fact)| differs(name, &fact.value));
    if let Some((name, _)) = differing {
        let text = format!("the addresses differ in `{}.{name}`; the last of them counts", new.list);
        reading.note(source.line(new.at), text);
        *known = new;
        return;
    }
    for (name, fact) in new.record.entries {
        if known.record.get(&name).is_none_or(|same| !is_usable(&same.value)) {
            known.record.set(&name, fact);
        }
    }
}

fn is_usable(value: &Value) -> bool {
    !matches!(value, Value::Unusable(_))
}

/// How long the scheme is with which a text ends, in any case of its letters.
fn scheme_length(text: &str) -> Option<usize> {
    let ends = |scheme: &&str| {
        let begin = text.len().checked_sub(scheme.len());
        begin.and_then(|begin| text.get(begin..)).is_some_and(|end| end.eq_ignore_ascii_case(scheme))
    };
    ["https", "http"].iter().find(|scheme| ends(scheme)).map(|scheme| scheme.len())
}

/// The address that a text begins with: up to white space, a quote or an angle bracket.
fn run_of_address(text: &str) -> &str {
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '`' | '“' | '”');
    text.get(..text.find(ends).unwrap_or(text.len())).unwrap_or_default()
}

/// An address without the signs of the sentence that it ends, and whether it may go on: it was too long, or it ends a
/// line in the middle of a list.
fn shortened<'t>(run: &'t str, behind: &str) -> (&'t str, bool) {
    if run.len() > LONGEST {
        let end = run.floor_char_boundary(LONGEST);
        return (run.get(..end).unwrap_or_default(), true);
    }
    let ends_line = behind.starts_with(['\n', '\r']);
    let address = run.trim_end_matches(['.', ',', ';', ')', ']', '\'']);
    (address, ends_line && run.ends_with([',', ';']))
}

struct Found<'r, 's, 't> {
    schema: &'s Schema,
    source: &'r Source<'t>,
    at: usize,
    /// What the address tells of a record of a list.
    record: Record,
    list: Option<&'s str>,
    /// How many addresses were read within it.
    n_nested: usize,
    reading: &'r mut Reading,
}

impl Found<'_, '_, '_> {
    /// Reads an address. Where it may go on, the value that it ends with is not known.
    fn read(&mut self, address: &str, is_cut: bool, depth: usize) {
        let Some((scheme, rest)) = address.split_once("://") else { return };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let Some((authority, behind)) = rest.split_at_checked(end) else { return };
        let path_end = behind.find(['?', '#']).unwrap_or(behind.len());
        let Some((path, parameters)) = behind.split_at_checked(path_end) else { return };
        let schema = self.schema;
        let rules: Vec<&AddressRule> =
            schema.addresses.iter().filter(|rule| path.contains(&rule.path)).collect();
        for rule in &rules {
            if let Some(field) = &rule.host {
                let host = format!("{}://{authority}", scheme.to_ascii_lowercase());
                self.tell(rule, field, Some(&host), "host of the address");
            }
        }
        let mut pairs = parameters.split(['?', '#', '&']).filter(|pair| !pair.is_empty()).peekable();
        while let Some(pair) = pairs.next() {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            // An address that was copied out of a page or an export has its `&` written as there.
            let name = name.strip_prefix("amp;").unwrap_or(name);
            let breaks_off = is_cut && pairs.peek().is_none() || ends_in_escape(value);
            let value = decoded(value);
            let is_whole = !breaks_off && !value.ends_with([',', ';', ' ']);
            let known = Some(value.as_str()).filter(|_| is_whole);
            for rule in &rules {
                let told = rule.parameters.iter().filter(|(known, _)| known == name);
                for (_, field) in told {
                    self.tell(rule, field, known, &format!("parameter {name}"));
                }
            }
            if depth < DEEPEST && self.n_nested < MOST_NESTED && value.contains("://") {
                self.n_nested += 1;
                self.read(&value, breaks_off, depth + 1);
            }
        }
    }

    /// Keeps what a rule finds, unless something outside has told it before. A value that breaks off is not known:
    /// half a list may pass where the whole does not.
    fn tell(&mut self, rule: &AddressRule, field: &str, text: Option<&str>, name: &str) {
        let value = match text.map(|text| value_without_secrets(text).0) {
            None => Value::Unusable(Unusable::WrongType),
            Some(None) => Value::Unusable(Unusable::Secret),
            Some(Some(kept)) => Value::Text(kept.into_owned()),
        };
        let fact = Fact { value, origin: self.source.origin(self.at, label(name)) };
        if text.is_none() {
            let words = format!("the address breaks off in its {name}; paste it in one line to have it read");
            self.reading.note(self.source.line(self.at), words);
        }
        if field.contains('.') {
            if self.schema.field(field).is_some_and(|field| field.kind == FieldKind::Text) {
                set_at(&mut self.reading.facts, field, fact);
            }
            return;
        }
        let list = self.schema.addresses.iter().find(|known| *known == rule).map(|rule| rule.list.as_str());
        self.list = self.list.or(list);
        if self.record.get(field).is_none() {
            self.record.set(field, fact);
        }
    }
}

/// Whether a value ends in the middle of a character that is written with a percent sign.
fn ends_in_escape(text: &str) -> bool {
    let bytes = text.as_bytes();
    matches!(bytes, [.., b'%'] | [.., b'%', _])
}

/// A parameter without its percent signs; one that stands for nothing stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        let pair = match (first, behind) {
            (b'%', [high, low, ..]) => char::from(*high).to_digit(16).zip(char::from(*low).to_digit(16)),
            _ => None,
        };
        match (first, pair) {
            (_, Some((high, low))) => {
                bytes.extend(u8::try_from(high * 16 + low));
                rest = behind.get(2..).unwrap_or_default();
            }
            (b'+', None) => bytes.push(b' '),
            (byte, None) => bytes.push(*byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
