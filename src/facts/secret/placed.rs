//! Secrets that belong to a name by where they stand: below a heading, or below the head of a table's column. What is
//! looked at behind a name is bounded, as in `named`.

use std::ops::Range;

use super::looks::{is_stand_in, looks_secret};
use super::named::{LONGEST_VALUE, NEAR, is_no_value, near};

/// So many bytes of a table are looked at below each name in its head.
const LONGEST_TABLE: usize = 64 * 1024;

/// The table that was read last. What stands in its rows is no head of another one: else a text that is full of heads
/// would be read again below each of them.
#[derive(Debug, Default)]
pub(super) struct LastTable {
    /// Where its rows stand.
    rows: Range<usize>,
}

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

/// The words below the name in a table whose first row it stands in: `||Client secret||` of Jira, `| Client secret |`,
/// and columns between tabs, semicolons or commas.
pub(super) fn below_in_table(text: &str, name: &Range<usize>, last: &mut LastTable) -> Vec<Range<usize>> {
    if last.rows.contains(&name.start) {
        return Vec::new();
    }
    let rest = near(text, name.end, LONGEST_VALUE);
    let (Some((behind, below)), before) = (rest.split_once('\n'), before(text, name.start)) else {
        return Vec::new();
    };
    let mut lines = before.rsplit('\n');
    let head = lines.next().unwrap_or_default().trim_start_matches(' ');
    let Some(sign) = column_sign(head, behind, below) else { return Vec::new() };
    let bar = sign.chars().next().unwrap_or('|');
    let n_signs = |line: &str| line.matches(bar).count();
    let n_of_head = n_signs(head) + n_signs(behind);
    // A row of which the beginning is not seen may stand anywhere.
    let is_seen = before.len() == name.start || before.contains('\n');
    // A rule is the upper border of a table only if no row stands above it.
    let above = match lines.next() {
        Some(line) if is_rule(line) => lines.next(),
        line => line,
    };
    let is_first = is_seen && above.is_none_or(|line| n_signs(line) < n_of_head.max(1));
    let end = behind.split(bar).next().unwrap_or_default();
    if !is_first || !end.trim_matches(['*', '_', '`', ' ', '\r', '"']).is_empty() {
        return Vec::new();
    }
    let (is_open, head) = head.strip_prefix(sign).map_or((false, head), |head| (true, head));
    let column = head.matches(sign).count();
    let (mut at, mut found) = (name.end + behind.len() + 1, Vec::new());
    // What is drawn with bars below a line is a table, and so is what is cut by the same signs as its head.
    let mut is_told = sign != "|" || before.lines().rev().nth(1).is_some_and(is_rule);
    for line in near(text, at, LONGEST_TABLE).split_inclusive('\n') {
        if is_rule(line) {
            is_told = true;
        } else if !line.contains(bar) {
            break;
        } else {
            let row = line.trim_start_matches(' ');
            let row = if is_open { row.strip_prefix(bar).unwrap_or(row) } else { row };
            let skipped: usize = row.split(bar).take(column).map(|cell| cell.len() + 1).sum();
            let cell = row.split(bar).nth(column).unwrap_or_default();
            let is_plain = matches!(bar, ',' | ';');
            found.extend(word(cell, at + (line.len() - row.len()) + skipped, !is_told || is_plain));
        }
        at += line.len();
    }
    last.rows = name.end + behind.len() + 1..at;
    found
}

/// A line that only draws: `|---|---|`, `+-----+`, `------- -----`.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.contains("--") && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '+' | '='))
}

/// What parts the columns of a head and of the row below it. Tabs, semicolons and commas stand in sentences as well: as
/// many of them must be in both lines, and only short words between them.
fn column_sign(head: &str, behind: &str, below: &str) -> Option<&'static str> {
    const LONGEST_HEAD: usize = 30;
    if head.starts_with("||") {
        return Some("||");
    }
    if head.contains('|') || behind.contains('|') {
        return Some("|");
    }
    let row = below.split('\n').next().unwrap_or_default();
    let fits = |sign: &&'static str| {
        let n_signs = head.matches(*sign).count() + behind.matches(*sign).count();
        let is_short = |line: &str| line.split(*sign).all(|cell| cell.len() <= LONGEST_HEAD);
        n_signs > 0 && row.matches(*sign).count() == n_signs && is_short(head) && is_short(behind)
    };
    ["\t", ";", ","].into_iter().find(fits)
}

/// What stands before a place, as far as it is looked at.
pub(super) fn before(text: &str, at: usize) -> &str {
    text.get(text.ceil_char_boundary(at.saturating_sub(NEAR)).min(at)..at).unwrap_or_default()
}

/// The place of the only word of a text that begins at `at`, if it can be a secret.
fn word(text: &str, at: usize, must_look_secret: bool) -> Option<Range<usize>> {
    let is_round = |c: char| c.is_whitespace() || matches!(c, '`' | '*' | '{' | '}' | '"');
    let start = text.len() - text.trim_start_matches(is_round).len();
    let value = text.trim_matches(is_round);
    let is_one = !value.is_empty() && !value.contains(char::is_whitespace) && !value.contains("://");
    let is_heading = value.starts_with('#') || value.ends_with(':');
    let counts = if must_look_secret { looks_secret(value) } else { !is_no_value(value) };
    (is_one && !is_heading && counts && !is_stand_in(value)).then(|| at + start..at + start + value.len())
}
