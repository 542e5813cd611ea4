//! From a conversation to what its page shows.

use super::fix;
use super::view::{AnswerRow, CauseRow, ChoiceButton, Known, MessageView, Now, PassageView, Step};
use crate::diagnosis::{ActionId, chance_word};
use crate::dialogue::{
    Command, Conversation, Deed, Event, Message, MessageKind, Phase, Reply, Turn, transcript,
};
use crate::kb::{KnowledgeBase, OutOfScopeId, SectionRef};
use crate::search;
use crate::web::pages::prose::Prose;
use crate::web::pages::view::{Chance, Hit, Segment};
use crate::web::pages::words;
use crate::wire;

/// So many keys choose an answer.
const N_KEYS: usize = 9;
/// So many causes are listed beside the conversation; what is less likely is no help there.
const MOST_CAUSES: usize = 6;
/// So many characters, and so many lines, are seen whole in the log on any screen.
const SURELY_SEEN: usize = 200;
const SURELY_SEEN_LINES: usize = 5;
/// So much of what somebody said first stands in the heading, in characters.
const LONGEST_HEADING: usize = 80;

/// A conversation with what deskdoc says to it.
pub(super) struct Case<'case> {
    pub(super) base: &'case KnowledgeBase,
    pub(super) conversation: &'case Conversation,
    pub(super) reply: &'case Reply,
    pub(super) articles: &'case [search::Hit],
    /// What deskdoc says when asked why.
    pub(super) why: &'case [Message],
}

impl Case<'_> {
    /// What the case is about.
    pub(super) fn heading(&self) -> String {
        let symptom = self.reply.known.symptoms.first().and_then(|(symptom, _)| self.base.symptom(symptom));
        if let Some(symptom) = symptom.filter(|_| !matches!(self.reply.phase, Phase::Choosing(_))) {
            return symptom.title.clone();
        }
        let counting = self.conversation.counting();
        let said = counting.into_iter().rev().find_map(|event| match event {
            Event::Said(said) if !said.text.trim().is_empty() => Some(said.text.trim()),
            _ => None,
        });
        said.map_or_else(|| "A new case".to_owned(), shortened)
    }

    /// Where it stands, in a word or two.
    pub(super) fn standing(&self) -> String {
        let left = self.reply.progress.minutes_left.filter(|minutes| *minutes >= 1.0);
        match &self.reply.phase {
            Phase::Solved(_) => "✓ Solved".to_owned(),
            Phase::HandedOver => "Handed over".to_owned(),
            Phase::Listening => "Open case".to_owned(),
            _ => left.map_or_else(
                || "Open case".to_owned(),
                |minutes| format!("Open case · {} to go", words::effort(minutes)),
            ),
        }
    }

    /// The turns so far, but for what is being said.
    pub(super) fn passages(&self) -> Vec<PassageView> {
        let passages = transcript(self.base, self.conversation).into_iter();
        let shown = passages.map(|passage| PassageView {
            is_long: is_long(&passage.words),
            about: passage.about,
            deed: match passage.deed {
                Deed::Said => "said",
                Deed::Answered => "answered",
                Deed::Pasted => "pasted",
                Deed::Tried => "tried",
                Deed::Steered => "steered",
            },
            words: passage.words,
            outcome: passage.outcome,
        });
        shown.collect()
    }

    /// What deskdoc says now.
    pub(super) fn now(&self) -> Now {
        let reply = self.reply;
        Now {
            messages: self.messages(),
            headline: self.headline(),
            reason: self.reason(),
            out_of_scope: reply.out_of_scope.as_ref().and_then(|id| out_of_scope(self.base, id)),
            reading: self.articles.iter().filter(|_| reply.out_of_scope.is_none()).map(Hit::from).collect(),
        }
    }

    /// The words of the reply, without those that the page says by its heading and its card.
    fn messages(&self) -> Vec<MessageView> {
        let all = self.reply.messages.as_slice();
        let said = match (&self.reply.phase, all) {
            (phase, _) if phase.is_closed() => &[],
            // What is proposed comes last, behind whatever else there is to say.
            (Phase::Trying(_), [before @ .., last]) if last.kind == MessageKind::Said => before,
            _ => all,
        };
        said.iter().map(message).collect()
    }

    /// Why it is asked; of a closed case what is to be known about it.
    fn reason(&self) -> Option<String> {
        match &self.reply.phase {
            Phase::Solved(_) => Some("The cure was seen to work, and the case is closed.".to_owned()),
            Phase::HandedOver => {
                let text = self.base.settings().escalation.text.trim();
                Some(format!("{text} The case note has all that is known: send it along."))
            }
            _ => self.reply.prompt.as_ref()?.reason.clone(),
        }
    }

    fn headline(&self) -> String {
        let asked = || self.reply.prompt.as_ref().map(|prompt| prompt.text.clone());
        match &self.reply.phase {
            Phase::Solved(_) => "Solved".to_owned(),
            Phase::Verifying(_) if self.has_card() => "Is it cured?".to_owned(),
            Phase::HandedOver => format!("Handed over to {}", self.base.settings().escalation.to),
            Phase::Trying(action @ ActionId::Both(_)) => {
                action.together(self.base).unwrap_or_else(|| "Do both".to_owned())
            }
            Phase::Trying(ActionId::FixOf(_)) => {
                let title = self.reply.advice.as_ref().map_or("", |advice| advice.title.as_str());
                format!("Perhaps this is it: {}", lower_first(title))
            }
            Phase::Trying(_) => {
                self.reply.advice.as_ref().map(|advice| advice.title.clone()).unwrap_or_default()
            }
            _ => asked().unwrap_or_default(),
        }
    }

    /// Whether there is something to do or to look at before the question can be answered.
    fn has_card(&self) -> bool {
        let advice = self.reply.advice.as_ref();
        match self.reply.phase {
            Phase::Trying(_) => advice.is_some(),
            Phase::Verifying(_) => advice.is_some_and(|advice| !advice.verify.is_empty()),
            _ => false,
        }
    }

    /// Whether an answer passes over what is proposed, under a better name; of two buttons for one thing one is
    /// enough. Not knowing an answer is another thing than skipping, to whoever is asked.
    fn can_skip_by_answer(&self) -> bool {
        let choices = self.reply.prompt.iter().flat_map(|prompt| &prompt.choices);
        !matches!(self.reply.phase, Phase::Asking(_))
            && choices.into_iter().any(|choice| choice.turn == Turn::Skip)
    }

    /// What can be done now.
    pub(super) fn step(&self) -> Step {
        let reply = self.reply;
        let is_about_fix = self.has_card();
        let prompt = reply.prompt.as_ref();
        let choices = prompt.into_iter().flat_map(|prompt| &prompt.choices).zip(1..);
        let can = |command| reply.commands.contains(&command);
        Step {
            fix: reply
                .advice
                .as_ref()
                .and_then(|advice| fix::card(self.base, advice, &reply.phase, &reply.ranking)),
            question: prompt.filter(|_| is_about_fix).map(|prompt| prompt.text.clone()),
            choices: choices
                .map(|(choice, number)| ChoiceButton {
                    key: (number <= N_KEYS).then_some(number),
                    id: choice.id.clone(),
                    label: choice.label.clone(),
                })
                .collect(),
            is_about_fix,
            why: self.why.iter().map(message).collect(),
            can_skip: can(Command::Skip) && !self.can_skip_by_answer(),
            can_go_back: can(Command::Back),
            can_hand_over: can(Command::HandOver) && reply.phase != Phase::Escalating,
            is_closed: reply.phase.is_closed(),
        }
    }

    /// What is known so far.
    pub(super) fn known(&self) -> Known {
        let known = &self.reply.known;
        let symptoms = known.symptoms.iter().filter(|_| known.symptoms.len() > 1);
        let titled = symptoms
            .filter_map(|(id, share)| Some((self.base.symptom(id)?.title.clone(), words::percent(*share))));
        let answers = known.answers.iter().map(|answered| {
            let all = self.base.question(&answered.question).map(|question| question.answers.as_slice());
            // In a closed case nothing is answered any more.
            let all = all.filter(|_| !self.reply.phase.is_closed()).unwrap_or_default();
            let others = all.iter().filter(|answer| answer.id != answered.answer);
            AnswerRow {
                question: answered.question.to_string(),
                ask: answered.ask.clone(),
                label: answered.label.clone(),
                others: others.map(|answer| (answer.id.to_string(), answer.label.clone())).collect(),
            }
        });
        let ranking = &self.reply.ranking;
        let helped = match &self.reply.phase {
            Phase::Solved(Some(action)) => Some(action.title(self.base)),
            _ => None,
        };
        // What helped tells more than any chance.
        let causes = if helped.is_some() { Vec::new() } else { self.causes() };
        Known {
            symptoms: titled.collect(),
            something_else: (!causes.is_empty()).then(|| chance(ranking.something_else)),
            causes,
            helped,
            answers: answers.collect(),
            failed: self.failed(),
            facts: known.facts.clone(),
            tried: known.tried.clone(),
            ruled_out: known.ruled_out.iter().map(|out| (out.title.clone(), out.because.clone())).collect(),
        }
    }

    fn causes(&self) -> Vec<CauseRow> {
        let tried = match &self.reply.phase {
            Phase::Trying(action) => action.parts(),
            _ => &[],
        };
        let is_out = |id: &_| self.reply.known.ruled_out.iter().any(|out| out.cause == *id);
        let open = self.reply.ranking.causes.iter().filter(|ranked| !is_out(&ranked.cause));
        let rows = open.take(MOST_CAUSES).filter_map(|ranked| {
            let cause = self.base.cause(&ranked.cause)?;
            Some(CauseRow {
                title: cause.title.clone(),
                href: wire::href(&SectionRef { page: cause.page.clone(), anchor: None }),
                chance: chance(ranked.probability),
                is_now: tried.contains(&ActionId::FixOf(cause.id.clone())),
            })
        });
        rows.collect()
    }

    /// What checks have found broken, each once.
    fn failed(&self) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for event in self.conversation.counting() {
            let paste = match event {
                Event::Pasted(paste) => Some(paste),
                Event::Said(said) => said.paste.as_deref(),
                _ => None,
            };
            // A later configuration is judged together with the earlier ones.
            let Some(paste) = paste.filter(|paste| !paste.verdicts.is_empty()) else { continue };
            let failed = paste.verdicts.iter().filter(|verdict| verdict.holds == Some(false));
            lines = failed.map(|verdict| verdict.line.clone()).collect();
        }
        lines
    }
}

/// Whether a text may need more than the height of its box, even on a phone.
fn is_long(text: &str) -> bool {
    text.lines().count() > SURELY_SEEN_LINES || text.chars().count() > SURELY_SEEN
}

/// A share in words and as a number.
pub(super) fn chance(share: f64) -> Chance {
    Chance { word: chance_word(share), percent: words::percent(share) }
}

pub(super) fn message(message: &Message) -> MessageView {
    MessageView {
        kind: match message.kind {
            MessageKind::Recognised => "recognised",
            MessageKind::Understood => "understood",
            MessageKind::NotUnderstood => "not-understood",
            MessageKind::Said => "said",
            MessageKind::Explained => "explained",
            MessageKind::Warning => "warning",
        },
        text: with_code(&message.text),
        items: message.items.iter().map(|item| with_code(item)).collect(),
    }
}

/// Marks what stands between back-ticks.
fn with_code(text: &str) -> Vec<Segment> {
    let is_even = text.matches('`').count().is_multiple_of(2);
    if !is_even {
        return vec![Segment { text: text.to_owned(), is_marked: false }];
    }
    let pieces = text.split('`').enumerate();
    let segments = pieces.map(|(at, piece)| Segment { text: piece.to_owned(), is_marked: at % 2 == 1 });
    segments.filter(|segment| !segment.text.is_empty()).collect()
}

fn out_of_scope(base: &KnowledgeBase, id: &OutOfScopeId) -> Option<(String, String, String)> {
    let page = base.page(&base.out_of_scope_page(id)?.page)?;
    let href = wire::href(&SectionRef { page: page.path.clone(), anchor: None });
    Some((page.title.clone(), Prose::elsewhere(base, page).opening(), href))
}

/// Titles go on in the middle of a sentence, but for names and abbreviations.
fn lower_first(title: &str) -> String {
    let first_word = title.split_whitespace().next().unwrap_or_default();
    let is_plain = ["The", "A", "An", "No", "Some", "Your", "Two", "Only"].contains(&first_word);
    let mut chars = title.chars();
    match chars.next() {
        Some(first) if is_plain => first.to_lowercase().chain(chars).collect(),
        _ => title.to_owned(),
    }
}

fn shortened(text: &str) -> String {
    let line = text.lines().next().unwrap_or_default();
    let mut short: String = line.chars().take(LONGEST_HEADING).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    format!("“{short}”")
}
