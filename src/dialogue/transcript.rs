//! What was said and done in a conversation, turn by turn, for whoever looks back.
//!
//! Made of the events alone: nothing is planned and nothing weighed, so a long conversation costs no more to show
//! than a short one. It therefore tells what each turn was about only where the event names it, and says nothing of
//! chances; what deskdoc says now stands in the [`super::Reply`].

use super::conversation::Conversation;
use super::reasons::quoted;
use super::turn::{Event, Paste, Said};
use crate::diagnosis::ActionId;
use crate::kb::{AnswerId, KnowledgeBase, QuestionId, SymptomId};
use crate::recognition::Outcome;

/// One turn that counts, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// What had been asked or proposed, where the turn names it.
    pub about: Option<String>,
    /// What sort of thing was done.
    pub deed: Deed,
    /// The words of the person, of the answer, or for what was done.
    pub words: String,
    /// What was made of it, a line each; often nothing.
    pub outcome: Vec<String>,
}

/// Sorts of things that people do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Said something in their own words.
    Said,
    /// Chose an answer.
    Answered,
    /// Pasted configuration.
    Pasted,
    /// Said how a fix turned out.
    Tried,
    /// Steered: skipped, went on, handed over.
    Steered,
}

/// The turns that count since the conversation began, or began anew.
pub fn transcript(base: &KnowledgeBase, conversation: &Conversation) -> Vec<Passage> {
    let counting = conversation.counting();
    let begin = counting.iter().rposition(|event| matches!(event, Event::Restarted));
    let events = counting.get(begin.map_or(0, |at| at + 1)..).unwrap_or_default();
    events.iter().filter_map(|event| passage(base, event)).collect()
}

fn passage(base: &KnowledgeBase, event: &Event) -> Option<Passage> {
    let steered = |about: Option<String>, words: &str| Passage::new(about, Deed::Steered, words);
    let tried = |action: &ActionId, words: &str| {
        Passage::new(Some(format!("The fix for {}", quoted(base, action))), Deed::Tried, words)
    };
    Some(match event {
        Event::Said(said) => self::said(base, said),
        Event::Answered { question, answer } => {
            Passage::new(Some(ask(base, question)), Deed::Answered, label(base, question, answer))
        }
        Event::Retracted { question } => {
            Passage::new(Some(ask(base, question)), Deed::Answered, "Took the answer back")
        }
        Event::Chosen(symptom) => Passage::new(Some(WHICH.to_owned()), Deed::Answered, title(base, symptom)),
        Event::Rejected(symptoms) => {
            let offered: Vec<String> = symptoms.iter().map(|symptom| title(base, symptom)).collect();
            let about = format!("Is it one of these: {}?", offered.join(", "));
            Passage::new(Some(about), Deed::Answered, "None of them")
        }
        Event::LeftMixed => steered(Some(WHICH.to_owned()), "Left open"),
        Event::Pasted(paste) => {
            Passage { outcome: read(paste), ..Passage::new(None, Deed::Pasted, "Pasted configuration") }
        }
        Event::Helped(Some(action)) => tried(action, "It worked"),
        Event::Helped(None) => Passage::new(None, Deed::Tried, "It works now"),
        Event::Cured(_) => Passage::new(Some("Is it solved?".to_owned()), Deed::Tried, "Yes, it is solved"),
        Event::CameBack => Passage::new(Some("Is it solved?".to_owned()), Deed::Tried, "No, not yet"),
        Event::Failed(action) => tried(action, "It did not help"),
        Event::LeftOpen(question) => steered(Some(ask(base, question)), "I don't know"),
        Event::PassedOver(action) => {
            steered(Some(format!("The fix for {}", quoted(base, action))), "Passed over")
        }
        Event::Insisted(..) => {
            steered(Some("Two answers that hardly go together".to_owned()), "Both are right")
        }
        Event::WentOn => steered(Some("Shall I hand it over?".to_owned()), "Not yet"),
        Event::HandedOver { reason } => {
            let words = reason.as_ref().map_or_else(
                || "Handed the case over".to_owned(),
                |reason| format!("Handed the case over: {reason}"),
            );
            steered(None, &words)
        }
        // Neither is among the events that are gone through.
        Event::Restarted | Event::Undone(_) => return None,
    })
}

const WHICH: &str = "Which of these is it?";

impl Passage {
    fn new(about: Option<String>, deed: Deed, words: impl Into<String>) -> Self {
        Self { about, deed, words: words.into(), outcome: Vec::new() }
    }
}

fn said(base: &KnowledgeBase, said: &Said) -> Passage {
    let offered = said.recognition.offered().iter().map(|found| title(base, &found.symptom));
    let mut outcome: Vec<String> = match &said.recognition.outcome {
        Outcome::Known => offered.take(1).map(|title| format!("Recognised: {title}")).collect(),
        Outcome::Between(_) => {
            let offered: Vec<String> = offered.collect();
            vec![format!("Could be: {}", offered.join(", or: "))]
        }
        Outcome::OutOfScope(id) => {
            let page = base.out_of_scope_page(id).and_then(|found| base.page(&found.page));
            page.map(|page| format!("Not covered here: {}", page.title)).into_iter().collect()
        }
        Outcome::Unknown => Vec::new(),
    };
    outcome.extend(said.told.iter().map(|told| {
        format!("Noted: “{}” to “{}”", label(base, &told.question, &told.answer), ask(base, &told.question))
    }));
    outcome.extend(said.paste.iter().flat_map(|paste| read(paste)));
    Passage { outcome, ..Passage::new(None, Deed::Said, said.text.trim()) }
}

/// What was read from a configuration: what is broken in full, the rest as counts.
fn read(paste: &Paste) -> Vec<String> {
    let count =
        |wanted: Option<bool>| paste.verdicts.iter().filter(|verdict| verdict.holds == wanted).count();
    let mut lines = Vec::new();
    if !paste.verdicts.is_empty() {
        let (n_failed, n_passed, n_unknown) = (count(Some(false)), count(Some(true)), count(None));
        lines.push(format!("Checks: {n_failed} failed, {n_passed} passed, {n_unknown} not known"));
    }
    let failed = paste.verdicts.iter().filter(|verdict| verdict.holds == Some(false));
    lines.extend(failed.map(|verdict| verdict.line.clone()));
    if !paste.removed.is_empty() {
        lines.push(format!("Struck out before anything was kept: {}", paste.removed.join(", ")));
    }
    lines
}

/// The words of a question; of one that is no longer part of the base, its name.
fn ask(base: &KnowledgeBase, id: &QuestionId) -> String {
    base.question(id).map_or_else(|| id.to_string(), |question| question.ask.clone())
}

fn label(base: &KnowledgeBase, question: &QuestionId, id: &AnswerId) -> String {
    let known = base.question(question).into_iter().flat_map(|question| &question.answers);
    let found = known.into_iter().find(|answer| answer.id == *id);
    found.map_or_else(|| id.to_string(), |answer| answer.label.clone())
}

fn title(base: &KnowledgeBase, id: &SymptomId) -> String {
    base.symptom(id).map_or_else(|| id.to_string(), |symptom| symptom.title.clone())
}
