//! What confirmed cases say about the words that authors chose: proposals, and a diff that carries them out.
//!
//! In: the base, the texts of its pages, and counted cases. Out: [`Learnt`] with a [`Proposal`] for each word that the
//! cases speak against, and edits as a unified diff. Nothing is changed here, and nothing is proposed on few cases. The
//! same cases and pages always give the same proposals, and none once they are carried out. Start at [`learn`].

mod diff;
mod pages;
#[cfg(test)]
mod tests;
mod weights;
mod words;
mod works;

use std::collections::BTreeMap;

pub use diff::{Edit, diff};

use self::pages::Pages;
use crate::kb::{CauseId, KnowledgeBase, PagePath, SymptomId};

/// With fewer cases nothing is proposed.
pub const FEWEST_CASES: u64 = 20;
/// The author's word weighs as much as so many cases.
pub const AUTHORS_CASES: f64 = 10.0;

/// Cases that are alike: about one symptom, solved by the fix of one cause, and the cure was confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    /// The symptom they are about.
    pub symptom: String,
    /// The cause that was found.
    pub cause: String,
    /// How many.
    pub n: u64,
}

/// Cases that are alike: not solved, and the fix of one cause did not help.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vain {
    /// The symptom they are about.
    pub symptom: String,
    /// The cause whose fix was tried.
    pub cause: String,
    /// How many.
    pub n: u64,
}

/// Everything that is learnt from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cases {
    /// Confirmed cures.
    pub confirmed: Vec<Confirmed>,
    /// Fixes tried in vain in cases that were not solved. Where another cause was found in the end, a fix that did not
    /// help says nothing about itself, so such cases are not among these.
    pub vain: Vec<Vain>,
}

/// A word that cases speak against.
#[derive(Debug, Clone, PartialEq)]
pub struct Proposal {
    /// The page it stands on.
    pub page: PagePath,
    /// What it is about.
    pub about: About,
    /// The word, or number, that stands there; the one that holds where none is written.
    pub from: String,
    /// The word that the cases speak for.
    pub to: &'static str,
    /// Of the cases that tell, so many speak for it: with this cause, or cured.
    pub n: f64,
    /// How many cases tell.
    pub n_of: f64,
    /// What is to be written where; nothing if that cannot be done by a program.
    pub edit: Option<Edit>,
}

/// What a word is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum About {
    /// How likely a cause is, given the symptom of the page.
    Weight(CauseId),
    /// How often the fix on the page cures its cause.
    Works(CauseId),
}

/// What was learnt.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Learnt {
    /// The proposals, in the order of pages.
    pub proposals: Vec<Proposal>,
    /// How many confirmed cases the base knows symptom and cause of.
    pub n_cases: u64,
    /// How many it does not, because of ids that are not there any more.
    pub n_left_out: u64,
}

/// Weighs cases against the words of pages. `texts` has the text of each page that is to be learnt about, by its path;
/// whatever is missing is left as it is.
pub fn learn(base: &KnowledgeBase, texts: &BTreeMap<PagePath, String>, cases: &Cases) -> Learnt {
    let pages = Pages::read(texts);
    let mut learnt = Learnt::default();
    let mut found: BTreeMap<SymptomId, BTreeMap<CauseId, u64>> = BTreeMap::new();
    for case in &cases.confirmed {
        match known(base, &case.symptom, &case.cause) {
            Some((symptom, cause)) => {
                learnt.n_cases += case.n;
                *found.entry(symptom).or_default().entry(cause).or_default() += case.n;
            }
            None => learnt.n_left_out += case.n,
        }
    }
    let mut shares = BTreeMap::new();
    for symptom in base.symptoms() {
        let none = BTreeMap::new();
        let weighed = weights::weigh(base, symptom, &pages, found.get(&symptom.id).unwrap_or(&none));
        learnt.proposals.extend(weighed.proposals);
        shares.insert(symptom.id.clone(), weighed.shares);
    }
    learnt.proposals.extend(works::weigh(base, &pages, &found, &shares, &cases.vain));
    learnt.proposals.sort_by(|one, other| one.page.cmp(&other.page));
    learnt
}

fn known(base: &KnowledgeBase, symptom: &str, cause: &str) -> Option<(SymptomId, CauseId)> {
    let (symptom, cause) = (SymptomId::parse(symptom).ok()?, CauseId::parse(cause).ok()?);
    (base.symptom(&symptom).is_some() && base.cause(&cause).is_some()).then_some((symptom, cause))
}

impl Proposal {
    /// What is proposed, in one line: `campaign-group-renamed: rare → occasional, 14 of 60 cases`.
    pub fn line(&self) -> String {
        let (n, n_of) = (words::count(self.n), words::count(self.n_of));
        let (from, to) = (&self.from, self.to);
        match &self.about {
            About::Weight(cause) => format!("{cause}: {from} → {to}, {n} of {n_of} cases"),
            About::Works(cause) => format!("{cause}: works {from} → {to}, cured in {n} of {n_of} cases"),
        }
    }
}
