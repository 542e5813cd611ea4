//! What a content test may expect, read from `key: value`, wherever it stands.

use super::super::content_test::Expected;
use super::super::findings::Complaints;
use super::super::references::nearest;
use crate::text::place::Position;

/// What can be expected, in the order of the authoring guide.
pub(in crate::kb) const EXPECTATIONS: [&str; 9] =
    ["outcome", "symptom", "out_of_scope", "cause", "asks", "tries", "phase", "answered", "verdict"];

const OUTCOMES: [&str; 4] = ["known", "between", "out_of_scope", "unknown"];
const PHASES: [&str; 9] = [
    "listening",
    "choosing",
    "doubting",
    "asking",
    "trying",
    "verifying",
    "escalating",
    "solved",
    "handed_over",
];
const VERDICTS: [&str; 3] = ["pass", "fail", "unknown"];

/// Reads one expectation; what is wrong with it becomes a problem, for a test that expects less than it seems to is
/// worse than none. `others` are further keys that may stand in this place.
pub(super) fn read(
    complaints: &mut Complaints<'_>,
    (key, key_at): (&str, Position),
    (value, at): (&str, Position),
    others: &[&str],
) -> Option<Expected> {
    let value = value.trim().trim_matches('`').trim();
    let mut own = || {
        if value.is_empty() {
            let message = format!("`{key}` names nothing");
            complaints.error("test-value-wrong", at, message, "write the id behind the colon");
        }
        Some(value.to_owned()).filter(|value| !value.is_empty())
    };
    match key {
        "outcome" => one_of(complaints, key, value, &OUTCOMES, at).map(Expected::Outcome),
        "phase" => one_of(complaints, key, value, &PHASES, at).map(Expected::Phase),
        "symptom" => own().map(Expected::Symptom),
        "out_of_scope" => own().map(Expected::OutOfScope),
        "cause" => own().map(Expected::Cause),
        "asks" => own().map(Expected::Asks),
        "tries" => own().map(Expected::Tries),
        "answered" => pair(complaints, key, value, "QUESTION = ANSWER", at)
            .map(|(question, answer)| Expected::Answered { question, answer }),
        "verdict" => {
            let (check, found) = pair(complaints, key, value, "CHECK = pass", at)?;
            let found = one_of(complaints, key, &found, &VERDICTS, at)?;
            Some(Expected::Verdict { check, found })
        }
        other => {
            unknown(complaints, other, key_at, others);
            None
        }
    }
}

/// Two names with `=` between them.
pub(super) fn pair(
    complaints: &mut Complaints<'_>,
    key: &str,
    value: &str,
    form: &str,
    at: Position,
) -> Option<(String, String)> {
    let parts = value.split_once('=').map(|(first, second)| (first.trim(), second.trim()));
    let Some((first, second)) = parts.filter(|(first, second)| !first.is_empty() && !second.is_empty())
    else {
        let message = format!("`{key}` should be `{form}`, found `{value}`");
        complaints.error("test-value-wrong", at, message, "write both names with `=` between them");
        return None;
    };
    Some((first.to_owned(), second.to_owned()))
}

fn one_of(
    complaints: &mut Complaints<'_>,
    key: &str,
    value: &str,
    known: &[&str],
    at: Position,
) -> Option<String> {
    if known.contains(&value) {
        return Some(value.to_owned());
    }
    let message = format!("`{key}` should be one of `{}`, found `{value}`", known.join("`, `"));
    let help = nearest(value, known.iter().copied())
        .map_or_else(|| "write one of these words".to_owned(), |near| format!("did you mean `{near}`?"));
    complaints.error("test-value-wrong", at, message, &help);
    None
}

fn unknown(complaints: &mut Complaints<'_>, key: &str, at: Position, others: &[&str]) {
    let known = || others.iter().chain(&EXPECTATIONS).copied();
    let help = nearest(key, known()).map_or_else(
        || format!("a test knows `{}`", known().collect::<Vec<_>>().join("`, `")),
        |near| format!("did you mean `{near}`?"),
    );
    complaints.error("test-key-unknown", at, format!("a test knows no `{key}`"), &help);
}
