//! Character references (`&amp;`, `&#58;`) in raw HTML and in link targets.
//!
//! Named ones beyond the common few are looked up by the Markdown reader, which knows them all.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

/// Longest reference between `&` and `;`, in bytes; the longest known name has 31.
const LONGEST_REFERENCE: usize = 33;

/// Decodes every character reference that ends in a semicolon.
pub(super) fn decode(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from_ampersand)) = rest.find('&').and_then(|offset| rest.split_at_checked(offset))
    {
        decoded.push_str(before);
        let (characters, after) = reference(from_ampersand).unwrap_or_else(|| {
            let (ampersand, after) = from_ampersand.split_at_checked(1).unwrap_or((from_ampersand, ""));
            (ampersand.to_owned(), after)
        });
        decoded.push_str(&characters);
        rest = after;
    }
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// Splits the reference off a text that begins with `&`.
fn reference(text: &str) -> Option<(String, &str)> {
    let length = text.bytes().take(LONGEST_REFERENCE).position(|byte| byte == b';')? + 1;
    let (reference, after) = text.split_at_checked(length)?;
    let name = reference.get(1..length - 1)?;
    let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#');
    if !is_name {
        return None;
    }
    let characters = match name {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "nbsp" => "\u{a0}".to_owned(),
        _ => look_up(reference)?,
    };
    Some((characters, after))
}

fn look_up(reference: &str) -> Option<String> {
    let mut words = Parser::new(reference).filter_map(|event| match event {
        Event::Text(text) => Some(text.into_string()),
        _ => None,
    });
    words.next().filter(|characters| characters != reference && characters != "&")
}
