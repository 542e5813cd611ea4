//! The triage note: what whoever opens the ticket should know, in half a minute of reading.
//!
//! The symptom with how sure it is in words, the causes in order, the next question or fix, and where to read more. All
//! of it stands in the base, but for the words of the user, which are quoted.

use super::form::{Block, Form, Piece};
use crate::diagnosis::{ActionId, chance_word};
use crate::dialogue::{CaseNote, Phase, Reply};
use crate::kb::{KnowledgeBase, Reading, SectionRef};

/// So many causes are named.
const MOST_CAUSES: usize = 4;
/// So many steps of a fix are written out; the link has the rest.
const MOST_STEPS: usize = 8;
/// So many answers of a question.
const MOST_ANSWERS: usize = 8;
/// So many places to read.
const MOST_LINKS: usize = 4;
/// The most characters of the words that led to a symptom.
const LONGEST_WORDS: usize = 160;

/// A triage note, in no form yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Triage {
    blocks: Vec<Block>,
}

impl Triage {
    /// A note that says nothing.
    #[cfg(test)]
    pub(super) fn nothing() -> Self {
        Self { blocks: Vec::new() }
    }

    /// The note about where a case stands. `address` gives the address of a section, where people can reach it.
    pub fn of(
        base: &KnowledgeBase,
        reply: &Reply,
        note: &CaseNote,
        address: &dyn Fn(&SectionRef) -> Option<String>,
    ) -> Self {
        let mut blocks = vec![Block::Line(vec![Piece::Strong("deskdoc triage".to_owned())])];
        blocks.extend(symptoms(note));
        blocks.extend(causes(note));
        blocks.extend(next(note, reply));
        blocks.extend(links(base, reply, note, address));
        Self { blocks }
    }

    /// The note in a form, with a last line that says whose it is.
    pub fn to_text(&self, form: Form, last: Option<&str>) -> String {
        form.write(&self.blocks, last)
    }
}

fn words(text: impl Into<String>) -> Piece {
    Piece::Words(text.into())
}

fn heading(text: &str) -> Block {
    Block::Line(vec![Piece::Strong(text.to_owned())])
}

fn list(is_ordered: bool, items: Vec<Vec<Piece>>) -> Block {
    Block::List { is_ordered, items }
}

fn symptoms(note: &CaseNote) -> Vec<Block> {
    let line = |symptom: &crate::dialogue::NoteSymptom| {
        let sure = match symptom.confidence {
            Some(confidence) => chance_word(confidence),
            None => "chosen by name",
        };
        let mut line = vec![Piece::Strong(symptom.title.clone()), words(format!(" ({sure})"))];
        if let Some(because) = &symptom.because {
            line.push(words(", by the words "));
            line.push(Piece::Quote(because.chars().take(LONGEST_WORDS).collect()));
        }
        line
    };
    match note.symptoms.as_slice() {
        [] => vec![Block::Line(vec![words(
            "Symptom: not recognised. Nothing in the knowledge base fits the words.",
        )])],
        [only] => vec![Block::Line([vec![words("Symptom: ")], line(only)].concat())],
        several => vec![
            Block::Line(vec![words("Symptom: one of these")]),
            list(false, several.iter().map(line).collect()),
        ],
    }
}

fn causes(note: &CaseNote) -> Vec<Block> {
    if note.remaining.is_empty() || matches!(note.phase, Phase::Solved(_)) {
        return Vec::new();
    }
    let known = note.remaining.iter().take(MOST_CAUSES);
    let mut items: Vec<Vec<Piece>> = known
        .map(|cause| vec![words(cause.title.clone()), words(format!(" ({})", chance_word(cause.chance)))])
        .collect();
    items.push(vec![words(format!("Something else ({})", chance_word(note.something_else)))]);
    let mut blocks = vec![heading("Causes, the likeliest first"), list(true, items)];
    let wrong = note.verdicts.iter().filter(|verdict| verdict.holds == Some(false));
    let wrong: Vec<Vec<Piece>> = wrong.map(|verdict| vec![words(verdict.line.clone())]).collect();
    if !wrong.is_empty() {
        blocks.push(heading("Wrong in the configuration"));
        blocks.push(list(false, wrong));
    }
    blocks
}

fn next(note: &CaseNote, reply: &Reply) -> Vec<Block> {
    if let (Phase::Trying(_), Some(advice)) = (&reply.phase, &reply.advice) {
        let minutes = advice.minutes.round().max(1.0);
        let mut blocks = vec![Block::Line(vec![
            words("Next: try the fix for "),
            Piece::Strong(advice.title.clone()),
            words(format!(" (about {minutes} min)")),
        ])];
        let steps = advice.steps.iter().take(MOST_STEPS).map(|step| vec![words(step.clone())]).collect();
        blocks.push(list(true, steps));
        if let Some(verify) = advice.verify.first() {
            blocks.push(Block::Line(vec![words("Cured if: "), words(verify.clone())]));
        }
        return blocks;
    }
    match (&reply.phase, &reply.prompt) {
        (Phase::Asking(_) | Phase::Choosing(_) | Phase::Doubting { .. }, Some(prompt)) => {
            let answers: Vec<Vec<Piece>> = prompt
                .choices
                .iter()
                .take(MOST_ANSWERS)
                .map(|choice| vec![words(choice.label.clone())])
                .collect();
            let ask = Block::Line(vec![words("Next: ask "), Piece::Strong(prompt.text.clone())]);
            let mut blocks = vec![ask, list(false, answers)];
            blocks.extend(prompt.reason.iter().map(|reason| Block::Line(vec![words(reason.clone())])));
            blocks
        }
        (Phase::Escalating | Phase::HandedOver, _) => {
            let mut line = vec![words("Next: hand over to "), Piece::Strong(note.hand_over_to.clone())];
            if !note.hand_over_text.is_empty() {
                line.push(words(format!(". {}", note.hand_over_text)));
            }
            vec![Block::Line(line)]
        }
        (Phase::Verifying(_), _) => vec![Block::Line(vec![words("Next: see whether it stays cured.")])],
        (Phase::Solved(_), _) => vec![Block::Line(vec![words("Solved.")])],
        _ => {
            let said = reply.messages.iter().map(|message| Block::Line(vec![words(message.text.clone())]));
            said.collect()
        }
    }
}

/// The host of an address, by which people tell what they would read.
pub(super) fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or(rest)
}

/// Where to read about what is proposed, else about the likeliest cause.
fn links(
    base: &KnowledgeBase,
    reply: &Reply,
    note: &CaseNote,
    address: &dyn Fn(&SectionRef) -> Option<String>,
) -> Vec<Block> {
    let proposed =
        reply.advice.iter().flat_map(|advice| advice.action.parts()).filter_map(|part| match part {
            ActionId::FixOf(cause) => Some(cause.clone()),
            ActionId::Fix(_) | ActionId::Both(_) => None,
        });
    let likeliest = note.remaining.iter().map(|cause| cause.cause.clone()).take(2);
    let mut items: Vec<Vec<Piece>> = Vec::new();
    for cause in proposed.chain(likeliest) {
        for reading in base.cause(&cause).map(|cause| base.readings(cause)).unwrap_or_default() {
            let item = vec![match reading {
                Reading::Section { link, page_title, heading } => Piece::Link {
                    label: heading
                        .map_or_else(|| page_title.clone(), |heading| format!("{page_title}: {heading}")),
                    address: address(&link),
                },
                Reading::Outside(address) => {
                    Piece::Link { label: host(&address).to_owned(), address: Some(address) }
                }
            }];
            if items.len() < MOST_LINKS && !items.contains(&item) {
                items.push(item);
            }
        }
    }
    if items.is_empty() { Vec::new() } else { vec![heading("Read more"), list(false, items)] }
}
