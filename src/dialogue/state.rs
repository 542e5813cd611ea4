//! Where a conversation stands: all that follows from its ledger.
//!
//! Nothing here is kept between turns. The state is made of the events that count each time, so that a turn undone
//! is a turn never done.

use super::belief::{Belief, News};
use super::contradiction;
use super::conversation::Conversation;
use super::phase::Phase;
use super::turn::{Event, Paste, Said};
use crate::diagnosis::{ActionId, Evidence, Model, NextStep, Ranking, Step, next_step, rank, rank_with};
use crate::kb::{AnswerId, CauseId, KnowledgeBase, QuestionId, SymptomId};
use crate::recognition::Reason;

/// What handing over costs once a person has said that they want to go on, in minutes: more than anything else.
const NEVER: f64 = 1e6;

/// What follows from a ledger.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Where the conversation stands.
    pub phase: Phase,
    /// The symptoms it is about, likeliest first; shares sum to 1.
    pub symptoms: Vec<(SymptomId, f64)>,
    /// What is known beside the symptoms.
    pub evidence: Evidence,
    /// The causes in order.
    pub ranking: Ranking,
    /// The planner's choice; nothing as long as no symptom is known.
    pub plan: Option<NextStep>,
    /// Everything said, in order.
    pub said: Vec<Said>,
    /// Everything pasted, in order.
    pub pastes: Vec<Paste>,
    /// Why the case was handed over, if it was and somebody said.
    pub hand_over_reason: Option<String>,
    /// How many events count.
    pub n_turns: usize,
    /// The last event that counts.
    pub(super) last: Option<Event>,
    /// What the last words did to the belief.
    pub(super) news: News,
    /// The cause that came first before the last event.
    pub(super) first_before: Option<CauseId>,
    /// How many texts in a row told nothing.
    pub(super) n_vain: usize,
    /// What a person said that it is not.
    pub(super) rejected: Vec<SymptomId>,
    is_going_on: bool,
}

/// What is gathered while the events are gone through.
#[derive(Default)]
struct Gathered {
    belief: Belief,
    evidence: Evidence,
    /// Answers that stood in words, not asked for: they count as long as no symptom says the same by itself.
    told: Vec<(QuestionId, AnswerId)>,
    confirmed: Vec<(QuestionId, QuestionId)>,
    said: Vec<Said>,
    pastes: Vec<Paste>,
    is_going_on: bool,
    n_vain: usize,
    news: Option<News>,
    end: End,
}

#[derive(Default)]
enum End {
    #[default]
    Open,
    Verifying(Option<ActionId>),
    Solved(Option<ActionId>),
    HandedOver(Option<String>),
}

impl State {
    /// Goes through the events that count. A ledger may be older than the base: what it names and the base does not
    /// know any more tells nothing (see [`super::changes()`]).
    pub fn of(base: &KnowledgeBase, conversation: &Conversation) -> Self {
        let events = conversation.current();
        let mut gathered = Gathered::default();
        let mut first_before = None;
        for (at, event) in events.iter().enumerate() {
            if at + 1 == events.len() {
                first_before = gathered.ranked(base).causes.first().map(|ranked| ranked.cause.clone());
            }
            gathered.take(base, event);
        }
        gathered.into_state(base, events.last().copied(), events.len(), first_before)
    }

    /// The symptom that is likeliest.
    pub fn symptom(&self) -> Option<&SymptomId> {
        self.symptoms.first().map(|(symptom, _)| symptom)
    }

    /// The question that was answered last, or left open after that, with its answer.
    pub(super) fn last_answered(&self) -> Option<(&QuestionId, Option<&AnswerId>)> {
        let given = |question: &QuestionId| {
            self.evidence.answers.iter().find(|(known, _)| known == question).map(|(_, answer)| answer)
        };
        match &self.last {
            Some(Event::Answered { question, answer }) => Some((question, Some(answer))),
            Some(Event::LeftOpen(question)) => Some((question, None)),
            Some(Event::Said(said)) if !said.told.is_empty() => {
                said.told.last().map(|told| (&told.question, given(&told.question)))
            }
            _ => self.evidence.answers.last().map(|(question, answer)| (question, Some(answer))),
        }
    }

    /// The decision problem as it stands.
    pub fn model(&self, base: &KnowledgeBase) -> Model {
        problem(base, &self.ranking, self.is_going_on)
    }

    /// The facts that were read from what was pasted, a line each, each once.
    pub fn facts(&self) -> Vec<String> {
        each_once(self.pastes.iter().flat_map(|paste| &paste.facts))
    }

    /// What was struck out as secret, by name, each once.
    pub fn removed(&self) -> Vec<String> {
        each_once(self.pastes.iter().flat_map(|paste| &paste.removed))
    }

    /// Whether the person wants to go on where deskdoc would hand over.
    pub fn is_going_on(&self) -> bool {
        self.is_going_on
    }
}

fn quotes_an_error(said: &Said) -> bool {
    said.recognition.offered().iter().any(|found| matches!(found.reason, Reason::ErrorText(_)))
}

fn each_once<'lines>(all: impl Iterator<Item = &'lines String>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in all {
        if !lines.contains(line) {
            lines.push(line.clone());
        }
    }
    lines
}

fn problem(base: &KnowledgeBase, ranking: &Ranking, is_going_on: bool) -> Model {
    let mut model = Model::of(base, ranking);
    if is_going_on {
        model.escalate_cost = NEVER;
    }
    model
}

impl Gathered {
    fn take(&mut self, base: &KnowledgeBase, event: &Event) {
        match event {
            Event::Said(said) => {
                said.paste.iter().for_each(|paste| self.paste(paste));
                self.hear(base, said);
            }
            Event::Answered { question, answer } => {
                let known = base.question(question).map(|question| question.answers.as_slice());
                let given = known.unwrap_or_default().iter().find(|known| known.id == *answer);
                self.answer(question, given.map(|given| &given.id));
                self.news = given.map(|given| self.belief.answer(base, given));
            }
            Event::Retracted { question } => self.answer(question, None),
            Event::Chosen(symptom) if base.shows_symptom(symptom) => self.belief.choose(symptom),
            Event::Chosen(_) => {}
            Event::Rejected(symptoms) => {
                self.belief.reject(symptoms);
                self.n_vain += 1;
            }
            Event::LeftMixed => self.belief.is_left_mixed = true,
            Event::Pasted(paste) => self.paste(paste),
            Event::Helped(action) => self.end = End::Verifying(known(base, action.as_ref())),
            Event::Cured(action) => self.end = End::Solved(known(base, action.as_ref())),
            Event::CameBack => self.end = End::Open,
            Event::Failed(action) => {
                self.end = End::Open;
                known_parts(base, action).for_each(|part| add(&mut self.evidence.failed, part));
            }
            Event::LeftOpen(question) => add(&mut self.evidence.skipped_questions, question),
            Event::PassedOver(action) => {
                known_parts(base, action).for_each(|part| add(&mut self.evidence.skipped_fixes, part));
            }
            Event::Insisted(first, second) => self.confirmed.push((first.clone(), second.clone())),
            Event::WentOn => self.is_going_on = true,
            Event::HandedOver { reason } => self.end = End::HandedOver(reason.clone()),
            // Neither is among the events that are gone through.
            Event::Restarted | Event::Undone(_) => {}
        }
    }

    fn hear(&mut self, base: &KnowledgeBase, said: &Said) {
        self.said.push(said.clone());
        if matches!(self.end, End::Solved(_) | End::HandedOver(_)) {
            return;
        }
        for told in said.told.iter().filter(|told| base.has_answer(&told.question, &told.answer)) {
            self.told.retain(|(question, _)| *question != told.question);
            self.evidence.answers.retain(|(question, _)| *question != told.question);
            self.told.push((told.question.clone(), told.answer.clone()));
        }
        let news = self.belief.hear(base, said);
        // While a cure is verified, another trouble or an error text says that the case goes on.
        let is_trouble = news == News::Other || (news != News::None && quotes_an_error(said));
        if is_trouble && matches!(self.end, End::Verifying(_)) {
            self.end = End::Open;
        }
        let is_vain = news == News::None && said.told.is_empty() && said.near.is_empty();
        self.n_vain = if is_vain { self.n_vain + 1 } else { 0 };
        self.news = Some(news);
    }

    fn answer(&mut self, question: &QuestionId, answer: Option<&AnswerId>) {
        self.n_vain = 0;
        self.told.retain(|(told, _)| told != question);
        self.evidence.answers.retain(|(answered, _)| answered != question);
        self.evidence.skipped_questions.retain(|open| open != question);
        self.evidence.answers.extend(answer.map(|answer| (question.clone(), answer.clone())));
    }

    /// Of several pastes the last that decides about a cause counts.
    fn paste(&mut self, paste: &Paste) {
        let decided = |cause: &CauseId| paste.blamed.contains(cause) || paste.cleared.contains(cause);
        self.evidence.blamed.retain(|cause| !decided(cause));
        self.evidence.cleared.retain(|cause| !decided(cause));
        self.evidence.blamed.extend(paste.blamed.iter().cloned());
        self.evidence.cleared.extend(paste.cleared.iter().cloned());
        self.pastes.push(paste.clone());
    }

    /// The evidence, with answers that stood in words where no symptom says the same by itself: what a symptom
    /// answers is part of its chances already and must not count twice.
    fn all_evidence(&self, base: &KnowledgeBase) -> Evidence {
        let settled = rank(base, &self.belief.shares).settled_questions;
        let mut evidence = self.evidence.clone();
        let told = self.told.iter().filter(|(question, _)| !settled.contains(question));
        evidence.answers.extend(told.cloned());
        evidence
    }

    fn ranked(&self, base: &KnowledgeBase) -> Ranking {
        if self.belief.shares.is_empty() {
            return Ranking::default();
        }
        let evidence = self.all_evidence(base);
        let mut ranking = rank_with(base, &self.belief.shares, &evidence);
        ranking.settled_questions.extend(settled_by_facts(base, &ranking, &evidence));
        ranking
    }

    fn into_state(
        self,
        base: &KnowledgeBase,
        last: Option<&Event>,
        n_turns: usize,
        first_before: Option<CauseId>,
    ) -> State {
        let ranking = self.ranked(base);
        let evidence = self.all_evidence(base);
        let has_symptom = !self.belief.shares.is_empty();
        let plan = has_symptom.then(|| next_step(&problem(base, &ranking, self.is_going_on)));
        let phase = self.phase(base, plan.as_ref(), &evidence);
        let hand_over_reason = match self.end {
            End::HandedOver(reason) => reason,
            _ => None,
        };
        State {
            phase,
            symptoms: self.belief.shares,
            evidence,
            ranking,
            plan,
            said: self.said,
            pastes: self.pastes,
            hand_over_reason,
            n_turns,
            last: last.cloned(),
            news: self.news.unwrap_or(News::None),
            first_before,
            n_vain: self.n_vain,
            rejected: self.belief.rejected,
            is_going_on: self.is_going_on,
        }
    }

    fn phase(&self, base: &KnowledgeBase, plan: Option<&NextStep>, evidence: &Evidence) -> Phase {
        match &self.end {
            End::HandedOver(_) => return Phase::HandedOver,
            End::Solved(action) => return Phase::Solved(action.clone()),
            End::Verifying(action) => return Phase::Verifying(action.clone()),
            End::Open => {}
        }
        let Some(plan) = plan else { return Phase::Listening };
        if self.belief.is_open(base) {
            let symptoms = self.belief.shares.iter().map(|(symptom, _)| symptom.clone());
            return Phase::Choosing(symptoms.collect());
        }
        let before = rank(base, &self.belief.shares);
        if let Some(doubt) = contradiction::find(base, &before, &evidence.answers, &self.confirmed) {
            return Phase::Doubting { first: doubt.first, second: doubt.second };
        }
        match &plan.step {
            Step::Ask(question) => Phase::Asking(question.clone()),
            Step::Try(action) => Phase::Trying(action.clone()),
            Step::Escalate => Phase::Escalating,
        }
    }
}

/// The action, unless the base does not know it any more.
fn known(base: &KnowledgeBase, action: Option<&ActionId>) -> Option<ActionId> {
    action.filter(|action| action.is_known(base)).cloned()
}

fn known_parts<'event>(
    base: &KnowledgeBase,
    action: &'event ActionId,
) -> impl Iterator<Item = &'event ActionId> {
    action.parts().iter().filter(|part| part.is_known(base))
}

fn add<T: PartialEq + Clone>(list: &mut Vec<T>, item: &T) {
    if !list.contains(item) {
        list.push(item.clone());
    }
}

/// Questions about nothing but causes that checks have decided about: the facts tell already.
fn settled_by_facts(base: &KnowledgeBase, ranking: &Ranking, evidence: &Evidence) -> Vec<QuestionId> {
    let is_decided = |cause: &CauseId| evidence.blamed.contains(cause) || evidence.cleared.contains(cause);
    let mut settled = Vec::new();
    for question in base.questions() {
        let mut told_apart = ranking.causes.iter().map(|ranked| &ranked.cause).filter(|cause| {
            question.answers.iter().any(|answer| {
                let likelihood = question.likelihood(&answer.id, Some(cause));
                (likelihood - question.likelihood(&answer.id, None)).abs() > 1e-9
            })
        });
        let first = told_apart.next();
        if first.is_some_and(is_decided) && told_apart.all(is_decided) {
            settled.push(question.id.clone());
        }
    }
    settled
}
