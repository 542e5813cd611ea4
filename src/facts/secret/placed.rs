//! Secrets that belong to a name by where they stand: below a heading, or below the head of a table's column. What is
//! looked at behind a name is bounded, as in `named`.

use std::ops::Range;

use super::named::{LONGEST_VALUE, NEAR, is_no_value, near};
use super::{is_stand_in, looks_secret};

/// So many rows of a table are looked at.
const MOST_ROWS: usize = 20;

/// The word below a heading that ends with the name: `### Client secret`, `h3. Client secret`.
pub(super) fn below_heading(text: &str, name: &Range<usize>) -> Option<Range<usize>> {
    let before = before(text, name.start).rsplit('\n').next()?.trim_start();
    let is_wiki = before.starts_with('h') && before.get(2..3) == Some(".");
    if !(before.starts_with('#') || is_wiki) {
        return None;
    }
    let rest = near(text, name.end, NEAR);
    let (line, _) = rest.split_once('\n')?;
    let remark =
        line.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '*' | '_' | '`' | '#' | '?'));
    if !(remark.is_empty() || (remark.starts_with('(') && remark.ends_with(')'))) {
        return None;
    }
    let mut at = name.end + line.len() + 1;
    for line in near(text, at, LONGEST_VALUE).split_inclusive('\n') {
        let is_fence = line.trim_start().starts_with("```");
        if !line.trim().is_empty() && !is_fence {
            return word(line, at, false);
        }
        at += line.len();
    }
    None
}

/// The words below the name in a table whose first row it stands in: `||Client secret||` of Jira, `| Client secret |`.
pub(super) fn below_in_table(text: &str, name: &Range<usize>) -> Vec<Range<usize>> {
    let rest = near(text, name.end, LONGEST_VALUE);
    let (Some((behind, _)), before) = (rest.split_once('\n'), before(text, name.start)) else {
        return Vec::new();
    };
    let mut lines = before.rsplit('\n');
    let head = lines.next().unwrap_or_default().trim_start();
    let is_first = lines.next().is_none_or(|line| !line.contains('|'));
    let is_cell_end =
        behind.split('|').next().is_some_and(|end| end.trim_matches(['*', '_', '`', ' ', '\r']).is_empty());
    if !is_first || !is_cell_end || !(head.contains('|') || behind.contains('|')) {
        return Vec::new();
    }
    let sign = if head.starts_with("||") { "||" } else { "|" };
    let (is_open, head) = head.strip_prefix(sign).map_or((false, head), |head| (true, head));
    let column = head.matches(sign).count();
    let (mut at, mut is_told, mut found) = (name.end + behind.len() + 1, sign == "||", Vec::new());
    for line in near(text, at, LONGEST_VALUE).split_inclusive('\n').take(MOST_ROWS) {
        if !line.contains('|') {
            break;
        }
        if line.trim().chars().all(|c| matches!(c, '|' | '-' | ':' | ' ')) {
            is_told = true;
        } else {
            let row = line.trim_start();
            let row = if is_open { row.strip_prefix('|').unwrap_or(row) } else { row };
            let skipped: usize = row.split('|').take(column).map(|cell| cell.len() + 1).sum();
            let cell = row.split('|').nth(column).unwrap_or_default();
            found.extend(word(cell, at + (line.len() - row.len()) + skipped, !is_told));
        }
        at += line.len();
    }
    found
}

/// What stands before a place, as far as it is looked at.
fn before(text: &str, at: usize) -> &str {
    text.get(text.ceil_char_boundary(at.saturating_sub(NEAR)).min(at)..at).unwrap_or_default()
}

/// The place of the only word of a text that begins at `at`, if it can be a secret.
fn word(text: &str, at: usize, must_look_secret: bool) -> Option<Range<usize>> {
    let is_round = |c: char| c.is_whitespace() || matches!(c, '`' | '*' | '{' | '}');
    let start = text.len() - text.trim_start_matches(is_round).len();
    let value = text.trim_matches(is_round);
    let is_one = !value.is_empty() && !value.contains(char::is_whitespace) && !value.contains("://");
    let is_heading = value.starts_with('#') || value.ends_with(':');
    let counts = if must_look_secret { looks_secret(value) } else { !is_no_value(value) };
    (is_one && !is_heading && counts && !is_stand_in(value)).then(|| at + start..at + start + value.len())
}
