//! A verdict in words.

use super::verdict::{Outcome, Verdict};
use crate::kb::{Check, KnowledgeBase, Reading};

/// One or two sentences: what is, what should be, what tells them apart, and what that rests on.
pub(super) fn message(base: &KnowledgeBase, check: &Check, verdict: &Verdict) -> String {
    let title = check.title.trim_end_matches('.');
    match verdict.outcome {
        Outcome::Pass => format!("{title}: yes."),
        Outcome::Unknown => format!("{title}: {}.", why_unknown(base, check, verdict)),
        Outcome::Fail => format!("{title}: no. {}{}", reasons(verdict), rests_on(base, check, verdict)),
    }
}

/// Why a check does not know, as the end of a sentence: what it lacks, by the names that people have for it.
pub fn why_unknown(base: &KnowledgeBase, check: &Check, verdict: &Verdict) -> String {
    let schema = &base.settings().facts;
    let is_subject = |path: &String| schema.subjects().iter().any(|subject| subject.list == *path);
    match verdict.missing.as_slice() {
        [] if check.pass.paths().is_empty() && check.fail.paths().is_empty() => {
            "this cannot be told from a configuration".to_owned()
        }
        [] => "what is given is empty or not as it should be, so this waits for the checks of those values"
            .to_owned(),
        [only] if check.subject.is_some() && is_subject(only) => {
            format!("it is not clear which of {} is meant", schema.shown_name(only))
        }
        missing => {
            let names: Vec<&str> = missing.iter().map(|path| schema.shown_name(path)).collect();
            format!("not known without {}", names.join(", "))
        }
    }
}

fn reasons(verdict: &Verdict) -> String {
    let mut sentences = Vec::new();
    match (&verdict.expected, &verdict.actual) {
        (Some(expected), Some(actual)) => {
            sentences.push(format!("Expected {expected}, found {}.", quoted(actual)))
        }
        (Some(expected), None) => sentences.push(format!("Expected {expected}.")),
        (None, Some(actual)) => sentences.push(format!("Found {}.", quoted(actual))),
        (None, None) => {}
    }
    if let Some(look_alike) = &verdict.look_alike {
        sentences.push(format!("A look-alike host: {look_alike}."));
    }
    sentences.extend(verdict.places());
    sentences.join(" ")
}

/// What was found, in quotes so that blanks at its ends are seen; nothing at all in a word.
fn quoted(text: &str) -> String {
    if text.is_empty() { "nothing: it is empty".to_owned() } else { format!("“{text}”") }
}

fn rests_on(base: &KnowledgeBase, check: &Check, verdict: &Verdict) -> String {
    let refs = (!check.refs.is_empty()).then(|| format!(" Rests on {}.", check.refs.join(", ")));
    let cause = verdict.causes.first().and_then(|cause| base.cause(cause));
    let reading =
        cause.and_then(|cause| base.readings(cause).into_iter().next()).map(|reading| match reading {
            Reading::Section { link, .. } => match link.anchor {
                Some(anchor) => format!(" See {}#{anchor}.", link.page),
                None => format!(" See {}.", link.page),
            },
            Reading::Outside(address) => format!(" See {address}."),
        });
    refs.unwrap_or_default() + &reading.unwrap_or_default()
}
