//! Where the answer to a look-up goes on: ticket systems give the notes of a long ticket page by page, and say in a header
//! or in the answer where the next page is.
//!
//! Only the query of what they name is used, on the path that was asked for: an answer never chooses where a call goes,
//! and it does not matter under which name a system knows itself. Nothing here is sent.

use reqwest::Url;
use reqwest::header::{HeaderMap, LINK};
use serde::Deserialize;
use serde_json::Value;

/// Stands for the place, which plays no part here.
const NOWHERE: &str = "http://desk.invalid";

/// What comes after a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    /// Nothing: it was the last one, or everything.
    Nothing,
    /// Another page, at this path and query.
    At(String),
    /// Another page, and it cannot be told where.
    Unclear,
}

/// What answers say of pages, by the names that ticket systems have for it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Told {
    next_page: Value,
    next: Value,
    links: Value,
    #[serde(rename = "_links")]
    own_links: Value,
    #[serde(rename = "isLastPage")]
    is_last: Value,
    start: Value,
    size: Value,
    #[serde(rename = "startAt")]
    start_at: Value,
    #[serde(rename = "maxResults")]
    most: Value,
    page: Value,
    pages: Value,
    per_page: Value,
    count: Value,
    total: Value,
}

/// What comes after an answer; `asked` is the path, with its query, at which it was given.
pub(super) fn next(asked: &str, headers: &HeaderMap, body: &[u8]) -> Next {
    let linked =
        headers.get_all(LINK).iter().find_map(|value| linked(&String::from_utf8_lossy(value.as_bytes())));
    if let Some(target) = linked {
        return at(asked, &target);
    }
    // A list says nothing of itself, and must not be read as if its entries were fields.
    if body.trim_ascii_start().first() != Some(&b'{') {
        return Next::Nothing;
    }
    serde_json::from_slice::<Told>(body).map_or(Next::Nothing, |told| told.next(asked))
}

impl Told {
    fn next(&self, asked: &str) -> Next {
        let named = [
            Some(&self.next_page),
            Some(&self.next),
            self.links.get("next"),
            self.own_links.get("next"),
            self.own_links.pointer("/next/href"),
        ];
        // Fields of these names that are no addresses mean something else.
        let target = named.into_iter().flatten().filter_map(Value::as_str).find(|text| text.contains('?'));
        if let Some(target) = target {
            return at(asked, target);
        }
        self.counted()
            .map_or(Next::Nothing, |(name, value)| with(asked, &[(name.to_owned(), value.to_string())]))
    }

    /// The next page where only numbers tell of it: the name of the parameter, and its value.
    fn counted(&self) -> Option<(&'static str, u64)> {
        let number = Value::as_u64;
        if let Some(page) = number(&self.next_page) {
            return Some(("page", page));
        }
        if self.is_last == Value::Bool(false) {
            let size = number(&self.size).filter(|size| *size > 0)?;
            return Some(("start", number(&self.start)?.checked_add(size)?));
        }
        if let (Some(start), Some(most), Some(total)) =
            (number(&self.start_at), number(&self.most), number(&self.total))
        {
            let start = start.checked_add(most)?;
            return (most > 0 && start < total).then_some(("startAt", start));
        }
        let page = number(&self.page)?;
        let goes_on = match number(&self.pages) {
            Some(pages) => page < pages,
            // Not everybody is told how many there are; a full page is then followed by one more, be it empty.
            None => {
                number(&self.count).is_some_and(|count| count > 0 && number(&self.per_page) == Some(count))
            }
        };
        goes_on.then_some(("page", page.checked_add(1)?))
    }
}

/// The target of the relation `next` in a `Link` header. Addresses may hold commas and semicolons: angle brackets part.
fn linked(header: &str) -> Option<String> {
    let links = header.split('<').skip(1).filter_map(|link| link.split_once('>'));
    let mut next = links.filter(|(_, parameters)| {
        parameters.split([';', ',']).filter_map(|parameter| parameter.split_once('=')).any(|(name, value)| {
            name.trim().eq_ignore_ascii_case("rel")
                && value
                    .trim()
                    .trim_matches('"')
                    .split_whitespace()
                    .any(|word| word.eq_ignore_ascii_case("next"))
        })
    });
    next.next().map(|(target, _)| target.to_owned())
}

/// The path that was asked for, with the query of another address.
fn at(asked: &str, target: &str) -> Next {
    let read = Url::parse(NOWHERE).and_then(|nowhere| nowhere.join(target));
    let Ok(target) = read else { return Next::Unclear };
    let told: Vec<(String, String)> =
        target.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect();
    if told.is_empty() { Next::Unclear } else { with(asked, &told) }
}

/// The path that was asked for, with parameters in the place of those of the same names.
fn with(asked: &str, told: &[(String, String)]) -> Next {
    let (path, query) = asked.split_once('?').unwrap_or((asked, ""));
    let Ok(mut url) = Url::parse(NOWHERE) else { return Next::Unclear };
    url.set_query(Some(query));
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .filter(|(name, _)| !told.iter().any(|(other, _)| other == name))
        .collect();
    url.query_pairs_mut().clear().extend_pairs(kept).extend_pairs(told);
    url.query().map_or(Next::Unclear, |query| Next::At(format!("{path}?{query}")))
}

#[cfg(test)]
mod tests;
