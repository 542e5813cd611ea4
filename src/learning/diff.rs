//! Edits of single lines as a unified diff, as `git apply` takes it.

use std::ops::Range;

/// How many lines stand around a change.
const AROUND: usize = 3;

/// A small change of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The line it is about, from 1.
    pub line: usize,
    /// The bytes of the line that the text takes the place of; none = it is a line of its own, in front of this one.
    pub replaces: Option<Range<usize>>,
    /// What is to stand there.
    pub text: String,
}

/// The diff of one file; nothing without edits. `comments` stand in front of it, where `git apply` passes over them.
pub fn diff(path: &str, text: &str, edits: &[Edit], comments: &[String]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| edit.line);
    if edits.is_empty() {
        return String::new();
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let mut written: String = comments.iter().map(|comment| format!("# {comment}\n")).collect();
    written.push_str(&format!("--- a/{path}\n+++ b/{path}\n"));
    let mut n_added = 0;
    for hunk in hunks(&edits) {
        let (hunk, n_new) = written_hunk(&lines, hunk, n_added);
        written.push_str(&hunk);
        n_added += n_new;
    }
    written
}

/// Edits that are near each other belong to one hunk.
fn hunks<'edits, 'edit>(edits: &'edits [&'edit Edit]) -> impl Iterator<Item = &'edits [&'edit Edit]> {
    edits.chunk_by(|one, next| next.line <= one.line + 2 * AROUND)
}

/// A hunk, and how many lines it adds.
fn written_hunk(lines: &[&str], edits: &[&Edit], n_added_before: usize) -> (String, usize) {
    let first_line = edits.first().map_or(1, |edit| edit.line);
    let last_line = edits.last().map_or(1, |edit| edit.line);
    let first = first_line.saturating_sub(AROUND).max(1);
    let last = (last_line + AROUND).min(lines.len());
    let mut body = String::new();
    let mut n_new = 0;
    for (at, line) in (1..).zip(lines).take(last).skip(first - 1) {
        let mine = || edits.iter().copied().filter(|edit| edit.line == at);
        for edit in mine().filter(|edit| edit.replaces.is_none()) {
            n_new += 1;
            push(&mut body, '+', &format!("{}\n", edit.text));
        }
        let changed = changed(line, mine());
        if changed == *line {
            push(&mut body, ' ', line);
        } else {
            push(&mut body, '-', line);
            push(&mut body, '+', &changed);
        }
    }
    let n_old = last.saturating_sub(first) + 1;
    let head = format!("@@ -{first},{n_old} +{},{} @@\n", first + n_added_before, n_old + n_new);
    (head + &body, n_new)
}

/// The line with everything that takes the place of a part of it.
fn changed<'edits>(line: &str, edits: impl Iterator<Item = &'edits Edit>) -> String {
    let mut parts: Vec<(&Range<usize>, &str)> =
        edits.filter_map(|edit| Some((edit.replaces.as_ref()?, edit.text.as_str()))).collect();
    // From the end on, so that places further ahead stay where they are.
    parts.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    let mut changed = line.to_owned();
    for (range, text) in parts {
        if changed.get(range.clone()).is_some() {
            changed.replace_range(range.clone(), text);
        }
    }
    changed
}

fn push(body: &mut String, sign: char, line: &str) {
    body.push(sign);
    body.push_str(line);
    if !line.ends_with('\n') {
        body.push_str("\n\\ No newline at end of file\n");
    }
}
