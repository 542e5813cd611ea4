//! How far a value goes behind a sign: to its quote, its bracket, the end of its line or the next field.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::looks::is_stand_in;
use super::named::{LONGEST_VALUE, near};

/// A field that begins behind the value in the same line.
static NEXT_FIELD: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:\t|[\p{Zs}]{2,})[^\s:：][^:：\t]{0,60}[:：]").ok());
static NEXT_PARAMETER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?-u)[& ](?:amp;)?[A-Za-z][A-Za-z0-9_.-]{0,40}=").ok());

/// A value in quotes, with them; without an end as far as the line goes. A quote that is doubled, or that a letter
/// follows, stands inside.
pub(super) fn quoted(rest: &str, quote: char) -> &str {
    let mut is_escaped = false;
    let mut signs = rest.char_indices().skip(1).peekable();
    while let Some((at, c)) = signs.next() {
        if matches!(c, '\n' | '\r') {
            return rest.get(..at).unwrap_or(rest);
        }
        if c == quote && !is_escaped {
            let next = signs.peek().map(|(_, next)| *next);
            let is_doubled = next == Some(quote) && at > 1;
            if !is_doubled && !next.is_some_and(char::is_alphanumeric) {
                return rest.get(..=at).unwrap_or(rest);
            }
            if is_doubled {
                signs.next();
            }
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    rest
}

/// A value in quotes that are written over, `\\\"…\\\"`: to the next that are written alike.
pub(super) fn escaped(rest: &str) -> &str {
    let sign_length = rest.len() - rest.trim_start_matches('\\').len() + 1;
    let (Some(sign), Some(behind)) = (rest.get(..sign_length), rest.get(sign_length..)) else { return rest };
    let line = behind.split(['\n', '\r']).next().unwrap_or_default();
    let length = line.find(sign).map_or(line.len(), |end| end + sign_length);
    rest.get(..sign_length + length).unwrap_or(rest)
}

/// An object or list, to the bracket that closes it.
pub(super) fn bracketed(rest: &str) -> &str {
    let (mut depth, mut in_text, mut is_escaped) = (0_usize, false, false);
    for (at, c) in rest.char_indices() {
        match c {
            _ if is_escaped => {}
            '"' => in_text = !in_text,
            '[' | '{' if !in_text => depth += 1,
            ']' | '}' if !in_text => depth -= 1,
            _ => {}
        }
        is_escaped = in_text && c == '\\' && !is_escaped;
        if depth == 0 {
            return rest.get(..=at).unwrap_or(rest);
        }
    }
    rest
}

/// What stands behind a quoted key, to the next field; commas in brackets part nothing.
pub(super) fn outside_brackets(rest: &str) -> &str {
    let mut depth = 0_usize;
    let ends = |c: char| {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        matches!(c, '\n' | '\r') || (depth == 0 && matches!(c, ',' | '}' | ']'))
    };
    up_to(rest, rest.find(ends))
}

/// A value without quotes goes to the end of the line, unless another field or parameter begins in it. Each end is
/// looked for only before those already found: a line may hold thousands of fields.
pub(super) fn unquoted(rest: &str, is_parameter: bool, is_glued: bool) -> &str {
    /// So much of what stands behind the end of a value tells that a field or parameter begins.
    const LONGEST_FIELD: usize = 80;
    let around = |value: &str| near(rest, 0, value.len() + LONGEST_FIELD);
    let ends = |c: char| match c {
        '\n' | '\r' => true,
        _ => is_parameter && (c.is_whitespace() || matches!(c, '&' | '"' | '<' | '\'')),
    };
    let mut value = up_to(rest, rest.find(ends));
    if is_glued {
        let next = NEXT_PARAMETER.as_ref().and_then(|next| next.find(around(value)));
        value = up_to(value, next.map(|next| next.start()));
    }
    // In a mail that is written as a page the line goes on behind the end of the paragraph.
    value = up_to(value, ["</", "<br", "<p>", "<div"].iter().filter_map(|tag| value_end(value, tag)).min());
    let next = NEXT_FIELD.as_ref().and_then(|next| next.find(around(value)));
    up_to(value, next.map(|next| next.start()))
}

pub(super) fn up_to(value: &str, end: Option<usize>) -> &str {
    end.and_then(|end| value.get(..end)).unwrap_or(value)
}

/// Where a tag begins that ends a value.
fn value_end(line: &str, tag: &str) -> Option<usize> {
    let is_tag = |at: &usize| {
        let behind = line.get(at + tag.len()..).unwrap_or_default();
        tag != "</" || behind.starts_with(|c: char| c.is_ascii_alphabetic())
    };
    line.match_indices(tag).map(|(at, _)| at).find(is_tag)
}

/// All lines of a YAML block, which are indented as far as its first.
pub(super) fn indented_block(text: &str, at: usize) -> Option<Range<usize>> {
    let rest = near(text, at, LONGEST_VALUE);
    let block = rest.strip_prefix('\r').unwrap_or(rest).strip_prefix('\n')?;
    let is_blank = |c: char| matches!(c, ' ' | '\t');
    let first = block.trim_start_matches(is_blank);
    let indent = block.get(..block.len() - first.len()).filter(|indent| !indent.is_empty())?;
    let lines = block.split_inclusive('\n');
    let lines = lines.take_while(|line| line.starts_with(indent) || line.trim().is_empty());
    let length: usize = lines.map(str::len).sum();
    let value = block.get(indent.len()..length)?.trim_end();
    let start = at + (rest.len() - first.len());
    (!is_stand_in(value)).then(|| start..start + value.len())
}

/// A value whose lines end with a backslash, to the end of the line that does not.
pub(super) fn continued(rest: &str) -> &str {
    let mut goes_on = true;
    let lines = rest.split_inclusive('\n').take_while(|line| {
        let counts = goes_on;
        goes_on = line.trim_end().ends_with('\\');
        counts
    });
    rest.get(..lines.map(str::len).sum()).unwrap_or(rest).trim_end()
}
