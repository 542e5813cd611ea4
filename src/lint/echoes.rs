//! One fault, one finding: what only follows from another finding is left out.

use super::ground::Ground;
use crate::kb::{Problem, SETTINGS_FILE};
use crate::text::place::Position;

/// Codes of names that nothing stands behind.
const UNKNOWN: [&str; 5] =
    ["cause-unknown", "question-unknown", "fact-unknown", "subject-unknown", "shared-step-unknown"];

/// The problems without those that follow from others: a name is unknown because the page, or the line of `kb.yml`, that
/// would give it could not be read.
pub(super) fn without(ground: &Ground<'_>, problems: Vec<Problem>) -> Vec<Problem> {
    let unread: Vec<(String, bool)> = problems.iter().filter_map(|problem| unread(ground, problem)).collect();
    let is_echo = |problem: &Problem| {
        if is_of_slip(ground, problem) {
            return true;
        }
        if problem.code == "link-page-missing" {
            return leads_to_unread(ground, problem, &problems);
        }
        if !UNKNOWN.contains(&problem.code) {
            return false;
        }
        let Some(written) = ground.manuscript(&problem.file) else { return false };
        let name = written.name_at(problem.position);
        if name.is_empty() {
            return false;
        }
        let is_of_page = problem.code == "cause-unknown" || problem.code == "question-unknown";
        if is_of_page && ground.gives(name) {
            return true;
        }
        !is_of_page && unread.iter().any(|(line, is_all)| *is_all || names(line, name))
    };
    problems.iter().filter(|problem| !is_echo(problem)).cloned().collect()
}

/// Whether what a page lacks stands on it under a key that was mistyped.
fn is_of_slip(ground: &Ground<'_>, problem: &Problem) -> bool {
    let slips = ground.slips_of(&problem.file);
    let meant = |key: &str| slips.iter().any(|slip| slip.meant == Some(key));
    match problem.code {
        "says-missing" => meant("says") || meant("errors"),
        "few-phrases" => meant("says"),
        "answers-missing" => ["answers", "id", "label"].into_iter().any(meant),
        "cause-without-fix" => meant("escalate"),
        "key-missing" => {
            let is_named = |key: &str| problem.message.contains(&format!("`{key}`"));
            slips.iter().any(|slip| slip.meant.is_some_and(is_named)) || meant("cures") || meant("cause")
        }
        _ => false,
    }
}

/// Problems of `kb.yml` after which something that it declares is not there, and whether it may be anything below.
const LOSES: [(&str, bool); 7] = [
    ("fact-invalid", false),
    ("fact-secret", false),
    ("id-invalid", false),
    ("number-wrong", false),
    ("key-missing", false),
    ("key-unknown", true),
    ("value-wrong-shape", true),
];

/// The part of `kb.yml` that could not be read, and whether none of it could be.
fn unread(ground: &Ground<'_>, problem: &Problem) -> Option<(String, bool)> {
    if problem.file.as_str() != SETTINGS_FILE {
        return None;
    }
    let written = ground.manuscript(&problem.file)?;
    let is_all = problem.code.starts_with("front-matter") && problem.code != "front-matter-escape";
    let (_, is_all_below) = LOSES.iter().find(|(code, _)| *code == problem.code || is_all)?;
    let lost = if *is_all_below {
        written.block_from(problem.position.line)
    } else {
        written.line(problem.position.line)
    };
    Some((lost.to_owned(), is_all))
}

/// Whether a line is about a fact: about its last part, since records carry names of their own before it.
fn names(line: &str, name: &str) -> bool {
    let last = name.rsplit('.').next().unwrap_or(name);
    line.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '-')).any(|word| word == last)
}

/// Whether a link leads to a file that is there and could not be read.
fn leads_to_unread(ground: &Ground<'_>, problem: &Problem, problems: &[Problem]) -> bool {
    let Some(written) = ground.manuscript(&problem.file) else { return false };
    let line = written.line(problem.position.line);
    let unread = problems.iter().filter(|other| {
        matches!(other.code, "page-too-large" | "page-unreadable" | "page-not-followed")
            && other.position == Position::START
    });
    unread
        .map(|other| other.file.as_str().rsplit('/').next().unwrap_or_default())
        .any(|name| !name.is_empty() && line.contains(name))
}
