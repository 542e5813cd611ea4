//! What came out, as figures.

use super::confusions::Confusion;
use super::figures::{Reliability, Share};
use crate::kb::{KnowledgeBase, Symptom, SymptomId};
use crate::recognition::{FALSE_QUESTIONS, FEWEST_COUNTER_CASES, Limits};

/// How well a base recognises.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What was tested on.
    pub method: Method,
    /// The limits in force for users: those of the whole base.
    pub limits: Limits,
    /// Whether the author of the base chose the confidence from which a symptom is offered.
    pub set_by_hand: bool,
    /// What the base learns from.
    pub teaching: Teaching,
    /// Cases about a symptom of the base.
    pub in_scope: InScope,
    /// Cases about two symptoms or more; they count among those in scope too.
    pub two_symptoms: TwoSymptoms,
    /// Cases about none.
    pub beyond: Beyond,
    /// Counter-phrases.
    pub counter: Counter,
    /// The chance that a text in scope gets more confidence than one out of scope; see [`super::separation`].
    pub separation: Option<f64>,
    /// Whether confidence means what it says, over all cases but counter-phrases.
    pub reliability: Reliability,
    /// Every symptom of the base that users may see, in the order of ids.
    pub symptoms: Vec<SymptomFigures>,
    /// Every case that went wrong, the worst first.
    pub confusions: Vec<Confusion>,
}

/// What was tested on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// The base's own phrases, each held back from learning once.
    OwnPhrases,
    /// Cases that people labelled; the whole base has learnt.
    Labelled,
}

/// What a base learns from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Teaching {
    /// Symptoms that users may see.
    pub symptoms: usize,
    /// Their phrases.
    pub phrases: usize,
    /// Phrases of out-of-scope pages.
    pub out_of_scope_phrases: usize,
    /// Symptoms with too few phrases to trust, the poorest first.
    pub too_few: Vec<FewPhrases>,
}

/// A symptom with too few phrases to trust.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FewPhrases {
    /// The symptom.
    pub symptom: SymptomId,
    /// How many there are.
    pub phrases: usize,
}

/// Cases about a symptom of the base. Each is right among those offered, wrong, or missed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct InScope {
    /// The best candidate is right, offered or not.
    pub best_right: Share,
    /// The first symptom offered is right.
    pub right: Share,
    /// One of the symptoms offered is right.
    pub right_offered: Share,
    /// Symptoms are offered, and none is right.
    pub wrong: Share,
    /// None is offered: unknown, or taken for out of scope.
    pub missed: Share,
    /// Several are offered, so that a person is asked.
    pub asked_back: Share,
}

/// Cases about two symptoms or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TwoSymptoms {
    /// All of them are offered.
    pub all_offered: Share,
}

/// Cases about none of the symptoms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Beyond {
    /// A symptom is offered all the same.
    pub false_answers: Share,
    /// … of which: one symptom, as the answer.
    pub answered: Share,
    /// … of which: several, so that a person is asked.
    pub asked_back: Share,
}

/// Counter-phrases: texts that sound like a symptom and are something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counter {
    /// The very symptom is offered that they are not.
    pub false_answers: Share,
}

/// How the cases of one symptom came out: right, taken for another, or missed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SymptomFigures {
    /// The symptom.
    pub symptom: SymptomId,
    /// Its title.
    pub title: String,
    /// How many phrases the base has for it.
    pub phrases: usize,
    /// The first symptom offered is right.
    pub right: Share,
    /// One of the symptoms offered is right.
    pub right_offered: Share,
    /// None is offered.
    pub missed: Share,
    /// Which symptom is offered first instead, and how often, the most frequent first.
    pub taken_for: Vec<(SymptomId, usize)>,
}

impl Report {
    /// Of texts about none of the symptoms, the share that the limits let through, asked back about or answered.
    pub const STATED_FALSE_ANSWERS: f64 = FALSE_QUESTIONS;
    /// With fewer out-of-scope phrases the limits do not rest on them.
    pub const ENOUGH_OUT_OF_SCOPE: usize = FEWEST_COUNTER_CASES;

    /// How many cases there were.
    pub fn n_cases(&self) -> usize {
        self.in_scope.right.of + self.beyond.false_answers.of + self.counter.false_answers.of
    }

    /// Whether more texts about something else are answered than the limits are set for, beyond what chance explains.
    pub fn answers_too_much(&self) -> bool {
        self.beyond.false_answers.is_surely_above(Self::STATED_FALSE_ANSWERS)
    }
}

impl Teaching {
    /// Counts what a base teaches.
    pub(super) fn of(base: &KnowledgeBase) -> Self {
        let symptoms: Vec<&Symptom> =
            base.symptoms().filter(|symptom| base.is_published(&symptom.page)).collect();
        let pages = base.out_of_scope().filter(|page| base.is_published(&page.page));
        let few = symptoms.iter().map(|symptom| (symptom.n_phrases(), &symptom.id));
        let mut few: Vec<_> = few.filter(|(phrases, _)| *phrases < Symptom::ENOUGH_PHRASES).collect();
        few.sort();
        Self {
            symptoms: symptoms.len(),
            phrases: symptoms.iter().map(|symptom| symptom.n_phrases()).sum(),
            out_of_scope_phrases: pages.map(|page| page.says.len()).sum(),
            too_few: few
                .into_iter()
                .map(|(phrases, symptom)| FewPhrases { symptom: symptom.clone(), phrases })
                .collect(),
        }
    }
}
