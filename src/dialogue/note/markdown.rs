//! The note as Markdown, never longer than a ticket's field takes.
//!
//! Lines are whole or not there: first every section gets its most important lines, then what room is left is filled
//! in the order of importance, and what did not fit is counted. So no Markdown construct is ever cut.

use super::quoting::{escaped, quoted};
use super::{CaseNote, NoteCause};
use crate::diagnosis::chance_word;
use crate::dialogue::phase::Phase;

/// The most characters a note has.
pub const LONGEST_NOTE: usize = 4_000;
/// The most characters of one quotation, one title, one address.
const LONGEST_QUOTE: usize = 500;
const LONGEST_TITLE: usize = 160;
const LONGEST_PLACE: usize = 240;
/// Kept free for the lines that say how many were left out.
const RESERVED: usize = 400;
/// So many lines of a section are wanted before other sections get more than theirs.
const FIRST_LINES: usize = 2;

/// The heading over the words of the user.
const WORDS: &str = "What the user says";

/// A heading with its lines; the sections stand in the order in which they are read.
struct Section {
    heading: &'static str,
    lines: Vec<String>,
}

impl CaseNote {
    /// The note as Markdown, at most [`LONGEST_NOTE`] characters.
    pub fn to_markdown(&self) -> String {
        let sections = self.sections();
        let head = format!("# Case note\n\n{}\n", self.standing());
        let foot = format!("\nRevision of the knowledge base: {}\n", escaped(&self.revision, 64));
        let headings: usize = sections.iter().map(|section| count(section.heading) + 6).sum();
        let mut room = LONGEST_NOTE.saturating_sub(count(&head) + count(&foot) + headings + RESERVED);
        let mut kept: Vec<usize> = vec![0; sections.len()];
        // The words of the user can be without end: what they do not need goes to the other sections first.
        for (most, of_words) in
            [(FIRST_LINES, FIRST_LINES), (usize::MAX, FIRST_LINES), (usize::MAX, usize::MAX)]
        {
            for (section, kept) in sections.iter().zip(&mut kept) {
                let most = if section.heading == WORDS { of_words } else { most };
                for line in section.lines.iter().take(most).skip(*kept) {
                    let length = count(line) + 1;
                    if length > room {
                        break;
                    }
                    room -= length;
                    *kept += 1;
                }
            }
        }
        let mut text = head;
        for (section, kept) in sections.iter().zip(kept) {
            text.push_str(&format!("\n## {}\n\n", section.heading));
            for line in section.lines.iter().take(kept) {
                text.push_str(line);
                text.push('\n');
            }
            let n_left_out = section.lines.len() - kept;
            if n_left_out > 0 {
                text.push_str(&format!("- … and {n_left_out} more\n"));
            }
        }
        text + &foot
    }

    fn standing(&self) -> String {
        let to = escaped(&self.hand_over_to, LONGEST_TITLE);
        match &self.phase {
            Phase::HandedOver => match &self.hand_over_reason {
                Some(reason) => {
                    format!("**Handed over** to {to}. Reason: {}", quoted(reason, LONGEST_TITLE))
                }
                None => format!("**Handed over** to {to}."),
            },
            Phase::Solved(_) => "**Solved**, and the cure was verified.".to_owned(),
            Phase::Verifying(_) => "**Open.** It seems to be solved; the cure is being verified.".to_owned(),
            Phase::Escalating => format!("**Open**, not handed over yet. Suggested: hand it over to {to}."),
            _ => "**Open**, not handed over.".to_owned(),
        }
    }

    fn sections(&self) -> Vec<Section> {
        let all = [
            (WORDS, listed(&self.words, |text| quoted(text, LONGEST_QUOTE))),
            (
                "What it looks like",
                listed(&self.symptoms, |symptom| {
                    let sure = symptom.confidence.map_or_else(
                        || "chosen by name".to_owned(),
                        |confidence| format!("recognised, {}", sure(confidence)),
                    );
                    let because = symptom.because.as_ref().map_or_else(String::new, |because| {
                        format!(", by {}", quoted(because, LONGEST_TITLE))
                    });
                    format!("{} ({sure}{because})", escaped(&symptom.title, LONGEST_TITLE))
                }),
            ),
            (
                "Fixes",
                listed(&self.fixes, |fix| {
                    let turned_out = match fix.helped {
                        Some(true) => "helped",
                        Some(false) => "did not help",
                        None => "not tried",
                    };
                    format!("{}: {turned_out}", escaped(&fix.title, LONGEST_TITLE))
                }),
            ),
            ("What remains", self.remaining()),
            ("Answers", self.answers()),
            ("Configuration", self.configuration()),
            (
                "As good as ruled out",
                listed(&self.ruled_out, |cause| {
                    let because = escaped(&cause.because, LONGEST_TITLE);
                    format!("{}, because of {because}", escaped(&cause.title, LONGEST_TITLE))
                }),
            ),
            ("What the advice rests on", listed(&self.cited, |place| quoted(place, LONGEST_PLACE))),
            (
                "For whoever takes the case over",
                match self.needs_text() {
                    true => vec![escaped(&self.hand_over_text, 900)],
                    false => Vec::new(),
                },
            ),
            ("Facts", listed(&self.facts, |line| quoted(line, LONGEST_TITLE))),
            ("Struck out as secret", listed(&self.removed, |name| escaped(name, LONGEST_TITLE))),
        ];
        all.into_iter()
            .filter(|(_, lines)| !lines.is_empty())
            .map(|(heading, lines)| Section { heading, lines })
            .collect()
    }

    fn needs_text(&self) -> bool {
        matches!(self.phase, Phase::HandedOver | Phase::Escalating)
    }

    fn answers(&self) -> Vec<String> {
        let mut lines = listed(&self.answers, |answer| {
            format!("{} {}", escaped(&answer.ask, LONGEST_TITLE), escaped(&answer.label, LONGEST_TITLE))
        });
        lines.extend(listed(&self.left_open, |ask| format!("{} (left open)", escaped(ask, LONGEST_TITLE))));
        lines
    }

    /// What is wrong comes first; what could not be told is counted.
    fn configuration(&self) -> Vec<String> {
        let (decided, open): (Vec<_>, Vec<_>) =
            self.verdicts.iter().partition(|verdict| verdict.holds.is_some());
        let (wrong, fine): (Vec<_>, Vec<_>) =
            decided.into_iter().partition(|verdict| verdict.holds == Some(false));
        let mut lines = listed(&wrong, |noted| format!("**wrong**: {}", escaped(&noted.line, LONGEST_TITLE)));
        lines.extend(listed(&fine, |noted| format!("in order: {}", escaped(&noted.line, LONGEST_TITLE))));
        if !open.is_empty() {
            lines.push(format!("- undecided, for want of facts: {} checks", open.len()));
        }
        lines
    }

    fn remaining(&self) -> Vec<String> {
        if matches!(self.phase, Phase::Solved(_)) || self.symptoms.is_empty() {
            return Vec::new();
        }
        let line = |title: &str, chance: f64| {
            format!("- {} ({}, {:.0} %)", escaped(title, LONGEST_TITLE), chance_word(chance), chance * 100.0)
        };
        let mut lines: Vec<String> =
            self.remaining.iter().map(|NoteCause { title, chance, .. }| line(title, *chance)).collect();
        lines.push(line("Something else", self.something_else));
        lines
    }
}

fn listed<T>(items: &[T], line: impl Fn(&T) -> String) -> Vec<String> {
    items.iter().map(|item| format!("- {}", line(item))).collect()
}

/// No recogniser is ever entirely sure.
fn sure(confidence: f64) -> String {
    if confidence > 0.99 { "over 99 % sure".to_owned() } else { format!("{:.0} % sure", confidence * 100.0) }
}

fn count(text: &str) -> usize {
    text.chars().count()
}
