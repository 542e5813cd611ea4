//! A text as a reader sees it: without characters that show nothing, with look-alikes as the letters they imitate,
//! with quotes that a page writes as `&quot;` and signs that an address writes as `%3D`. Names are searched for in this
//! copy; what is found in it is given back as a place in the text itself, which stays as it was typed.

use std::borrow::Cow;
use std::ops::Range;

use crate::facts::look_alike::{is_invisible, plain};

/// So many letters of a word are looked at to tell a look-alike from a word in another script.
const LONGEST_WORD: usize = 16;

/// The copy, and where its parts come from.
pub(super) struct Seen<'text> {
    /// What is searched.
    pub(super) text: Cow<'text, str>,
    /// Behind each change: the place in the copy, and in the text.
    changes: Vec<(usize, usize)>,
}

/// Makes the copy; the text itself if nothing in it needs one.
pub(super) fn seen(text: &str) -> Seen<'_> {
    let mut copy = String::new();
    let mut changes = Vec::new();
    let (mut at, mut copied) = (0, 0);
    while let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) {
        let rest = text.get(at..).unwrap_or_default();
        let Some((length, shown)) = change(rest, c, text.get(..at).unwrap_or_default()) else {
            at += c.len_utf8();
            continue;
        };
        copy.push_str(text.get(copied..at).unwrap_or_default());
        copy.extend(shown);
        at += length;
        copied = at;
        changes.push((copy.len(), at));
    }
    if changes.is_empty() {
        return Seen { text: Cow::Borrowed(text), changes };
    }
    copy.push_str(text.get(copied..).unwrap_or_default());
    Seen { text: Cow::Owned(copy), changes }
}

impl Seen<'_> {
    /// A place in the copy as one in the text.
    pub(super) fn in_text(&self, span: &Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let before = self.changes.partition_point(|(in_copy, _)| *in_copy <= at);
            let change = before.checked_sub(1).and_then(|last| self.changes.get(last));
            change.map_or(at, |(in_copy, in_text)| in_text + (at - in_copy))
        };
        place(span.start)..place(span.end)
    }
}

/// How many bytes of the text are seen as something else, and as what.
fn change(rest: &str, c: char, before: &str) -> Option<(usize, Option<char>)> {
    match c {
        '%' => sign(rest).map(|(length, sign)| (length, Some(sign))),
        '&' => quote(rest).map(|(length, quote)| (length, Some(quote))),
        '\\' => letter(rest).map(|letter| (ESCAPED, Some(letter))),
        '\r' if !rest.starts_with("\r\n") => Some((1, Some('\n'))),
        ' '..='\u{7e}' | '\n' | '\t' => None,
        '\u{2028}' | '\u{2029}' | '\u{85}' => Some((c.len_utf8(), Some('\n'))),
        c if is_invisible(c) => Some((c.len_utf8(), None)),
        '\u{ff01}'..='\u{ff5e}' => {
            let plain = char::from_u32(u32::from(c).saturating_sub(0xfee0))?;
            Some((c.len_utf8(), Some(plain)))
        }
        _ => {
            let lower = c.to_lowercase().next()?;
            let letter = Some(plain(lower)).filter(char::is_ascii)?;
            let of_word = |c: &char| c.is_alphabetic();
            let is_latin = rest.chars().take(LONGEST_WORD).take_while(of_word).any(|c| c.is_ascii())
                || before.chars().rev().take(LONGEST_WORD).take_while(of_word).any(|c| c.is_ascii());
            is_latin.then_some((c.len_utf8(), Some(letter)))
        }
    }
}

/// How long a letter is that JSON writes by its number: `\u0061`.
const ESCAPED: usize = 6;

/// The letter, if it is an ordinary one.
fn letter(rest: &str) -> Option<char> {
    let digits = rest.strip_prefix("\\u")?.get(..ESCAPED - 2)?;
    let number = u32::from_str_radix(digits, 16).ok()?;
    char::from_u32(number).filter(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-'))
}

/// A quote as pages write it.
fn quote(rest: &str) -> Option<(usize, char)> {
    const QUOTES: [(&str, char); 7] = [
        ("&quot;", '"'),
        ("&#34;", '"'),
        ("&#x22;", '"'),
        ("&#39;", '\''),
        ("&#039;", '\''),
        ("&#x27;", '\''),
        ("&apos;", '\''),
    ];
    QUOTES
        .iter()
        .find(|(written, _)| rest.starts_with(written))
        .map(|(written, quote)| (written.len(), *quote))
}

/// A sign as addresses write it, however often it was written over: `%3D`, `%253D`.
fn sign(rest: &str) -> Option<(usize, char)> {
    let mut behind = rest.strip_prefix('%')?;
    while let Some(again) = behind.strip_prefix("25") {
        behind = again;
    }
    let (digits, _) = behind.split_at_checked(2)?;
    let sign = match digits.to_ascii_uppercase().as_str() {
        "3D" => '=',
        "3A" => ':',
        "26" => '&',
        "3F" => '?',
        "23" => '#',
        "22" => '"',
        _ => return None,
    };
    Some((rest.len() - behind.len() + 2, sign))
}
