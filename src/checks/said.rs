//! A verdict in words.

use super::verdict::{Outcome, Verdict};
use crate::kb::{Check, KnowledgeBase, Reading};

/// One or two sentences: what is, what should be, what tells them apart, and what that rests on.
pub(super) fn message(base: &KnowledgeBase, check: &Check, verdict: &Verdict) -> String {
    let title = check.title.trim_end_matches('.');
    match verdict.outcome {
        Outcome::Pass => format!("{title}: yes."),
        Outcome::Unknown => match verdict.missing.as_slice() {
            [] => format!("{title}: this cannot be told from a configuration."),
            missing => format!("{title}: not known without {}.", missing.join(", ")),
        },
        Outcome::Fail => format!("{title}: no. {}{}", reasons(verdict), rests_on(base, check, verdict)),
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
