//! What expressions can call, beyond what the language has of its own.

use std::borrow::Cow;
use std::rc::Rc;

use super::node::Function;
use super::val::{Items, Missing, Val};
use crate::facts::address::Address;
use crate::facts::instant::Instant;
use crate::facts::look_alike::{is_blank, look_alike_form};

/// Calls a function. `missing` gives the value for arguments of another sort than the function takes.
pub(super) fn call<'v>(
    function: Function,
    mut arguments: Vec<Val<'v>>,
    missing: &dyn Fn() -> Val<'v>,
) -> Val<'v> {
    if function == Function::Known {
        return Val::Flag(!matches!(arguments.first(), None | Some(Val::Undecided(_))));
    }
    let lacking = arguments.iter_mut().filter_map(|value| match value {
        Val::Undecided(lacking) => Some(std::mem::take(lacking)),
        _ => None,
    });
    if let Some(lacking) = lacking.reduce(Missing::and) {
        return if lacking.is_nothing() { missing() } else { Val::Undecided(lacking) };
    }
    let mut arguments = arguments.into_iter();
    let called = match (arguments.next(), arguments.next()) {
        (Some(value), None) => of_one(function, value),
        (Some(one), Some(other)) => of_two(function, one, other),
        (None, _) => None,
    };
    called.unwrap_or_else(missing)
}

fn of_one<'v>(function: Function, value: Val<'v>) -> Option<Val<'v>> {
    match (function, value) {
        (Function::Size, Val::Text(text)) => whole(text.chars().count()),
        (Function::Size, Val::List(items)) => {
            let number = i64::try_from(items.len()).ok()?;
            Some(if items.is_open() { Val::AtLeast(number) } else { Val::Whole(number) })
        }
        (Function::AsText, value) => as_text(value),
        (function, Val::Text(text)) => of_text(function, text),
        _ => None,
    }
}

fn of_text<'v>(function: Function, text: Cow<'v, str>) -> Option<Val<'v>> {
    Some(match function {
        Function::Trim => Val::Text(kept(text, |text| text.trim())),
        Function::Lower => Val::Text(Cow::Owned(text.to_lowercase())),
        Function::Blank => Val::Flag(is_blank(&text)),
        Function::Fold => Val::Text(Cow::Owned(look_alike_form(&text))),
        Function::MaskStem => Val::Text(kept(text, |text| text.strip_suffix("(.*)").unwrap_or(text))),
        Function::SplitList => {
            let parts = text.split(|c: char| c == ',' || c.is_whitespace()).filter(|part| !part.is_empty());
            let values: Vec<Val<'v>> = parts.map(|part| Val::Text(Cow::Owned(part.to_owned()))).collect();
            Val::List(Items::Made { values: Rc::from(values), is_open: false })
        }
        Function::UrlValid => Val::Flag(Address::parse(&text).is_some()),
        Function::UrlScheme => owned(Address::parse(&text)?.scheme),
        Function::UrlHost => Val::Text(Cow::Owned(Address::parse(&text)?.host)),
        Function::UrlPort => Val::Whole(i64::from(Address::parse(&text)?.port)),
        Function::UrlPath => owned(Address::parse(&text)?.path_or_root()),
        Function::InstantOf => Val::Instant(Instant::parse(&text)?),
        Function::BuildNumber => Val::Whole(build_number(&text)?),
        _ => return None,
    })
}

fn of_two<'v>(function: Function, one: Val<'v>, other: Val<'v>) -> Option<Val<'v>> {
    match (function, one, other) {
        (Function::StartsWith, Val::Text(text), Val::Text(part)) => Some(Val::Flag(text.starts_with(&*part))),
        (Function::EndsWith, Val::Text(text), Val::Text(part)) => Some(Val::Flag(text.ends_with(&*part))),
        (Function::Contains, Val::Text(text), Val::Text(part)) => Some(Val::Flag(text.contains(&*part))),
        (Function::UrlCovered, Val::Text(entry), Val::Text(address)) => {
            Some(Val::Flag(Address::parse(&address).is_some_and(|address| address.is_covered_by(&entry))))
        }
        (Function::Join, Val::List(items), Val::Text(between)) => join(&items, &between),
        _ => None,
    }
}

fn join<'v>(items: &Items<'v>, between: &str) -> Option<Val<'v>> {
    let texts: Option<Vec<Cow<'v, str>>> = (0..items.len())
        .map(|at| match items.get(at)? {
            Val::Text(text) => Some(text),
            _ => None,
        })
        .collect();
    Some(Val::Text(Cow::Owned(texts?.join(between))))
}

fn as_text<'v>(value: Val<'v>) -> Option<Val<'v>> {
    Some(match value {
        Val::Text(text) => Val::Text(text),
        Val::Flag(flag) => owned(if flag { "true" } else { "false" }),
        Val::Whole(number) => Val::Text(Cow::Owned(number.to_string())),
        Val::AtLeast(number) => Val::Text(Cow::Owned(format!("at least {number}"))),
        Val::Number(number) => Val::Text(Cow::Owned(number.to_string())),
        Val::Undecided(_) | Val::Instant(_) | Val::List(_) | Val::Record(_) => return None,
    })
}

/// The whole number of a build such as `9391` or `9391@b4f5c21`.
fn build_number(text: &str) -> Option<i64> {
    let number = text.split('@').next().unwrap_or_default();
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| number.parse().ok()).flatten()
}

/// A part of a text, borrowed where the text is.
fn kept<'v>(text: Cow<'v, str>, part: fn(&str) -> &str) -> Cow<'v, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(part(text)),
        Cow::Owned(text) => Cow::Owned(part(&text).to_owned()),
    }
}

fn owned<'v>(text: &str) -> Val<'v> {
    Val::Text(Cow::Owned(text.to_owned()))
}

fn whole<'v>(number: usize) -> Option<Val<'v>> {
    i64::try_from(number).ok().map(Val::Whole)
}
