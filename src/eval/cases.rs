//! A case: a text of which somebody knows what it is about.

use crate::kb::{KnowledgeBase, OutOfScopeId, SymptomId, nearest};
use crate::recognition::Recognition;

/// A text of which somebody knows what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// The sender's name for it, as JSON; it comes back untouched.
    pub id: Option<String>,
    /// Its line in the sender's file, from 1.
    pub line: Option<usize>,
    /// What was reported.
    pub text: String,
    /// What should be made of it.
    pub expected: Expected,
}

/// What should be made of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// It is about this symptom.
    Symptom {
        /// The symptom.
        own: SymptomId,
        /// Symptoms that it is about besides: naming one of them is right too.
        also: Vec<SymptomId>,
    },
    /// It is about none of the symptoms: no symptom may be offered.
    Nothing,
    /// Whatever it is about, it is not this symptom.
    Not(SymptomId),
}

/// How a case came out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The first symptom offered is right.
    Right,
    /// The right symptom is offered behind another.
    RightBehind,
    /// Only others are offered.
    Wrong,
    /// It is about a symptom, and none is offered.
    Missed,
    /// It is about no symptom, and none is offered.
    Refused,
    /// It is not about this symptom, or about none at all, and it is offered.
    FalseAnswer,
}

/// Why a label of a case cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadLabel {
    /// Neither a symptom nor an out-of-scope page has this name.
    #[error("there is no symptom `{name}`{}", near.as_ref().map_or_else(String::new, |near| format!("; did you mean `{near}`?")))]
    Unknown {
        /// The name.
        name: String,
        /// The name most like it, if one is like enough.
        near: Option<String>,
    },
    /// The symptom is not published, so it is never recognised.
    #[error("the symptom `{0}` is a draft and is never recognised: publish its page or take the case out")]
    Draft(String),
    /// A second symptom is named where there is no first.
    #[error("`also` names a second symptom, but `symptom` names no first")]
    AlsoWithoutSymptom,
}

impl Expected {
    /// Reads labels: the id of a symptom, or of an out-of-scope page, or nothing for "out of scope", and the ids of
    /// further symptoms that the text is about. A name that a symptom and an out-of-scope page share means the symptom.
    ///
    /// # Errors
    /// [`BadLabel`] if the base knows no such name or never recognises it.
    pub fn labelled(base: &KnowledgeBase, symptom: Option<&str>, also: &[String]) -> Result<Self, BadLabel> {
        let own = match symptom {
            Some(name) => published(base, name)?,
            None => None,
        };
        let also = also.iter().map(|name| published(base, name)?.ok_or_else(|| unknown(base, name)));
        let mut also: Vec<SymptomId> = also.collect::<Result<_, _>>()?;
        also.sort();
        also.dedup();
        also.retain(|symptom| Some(symptom) != own.as_ref());
        match own {
            Some(own) => Ok(Self::Symptom { own, also }),
            None if also.is_empty() => Ok(Self::Nothing),
            None => Err(BadLabel::AlsoWithoutSymptom),
        }
    }

    /// How a text came out of which this was expected.
    pub fn verdict(&self, recognition: &Recognition) -> Verdict {
        let offered = recognition.offered();
        match self {
            Self::Symptom { .. } => match offered.iter().position(|found| self.is_met_by(&found.symptom)) {
                Some(0) => Verdict::Right,
                Some(_) => Verdict::RightBehind,
                None if offered.is_empty() => Verdict::Missed,
                None => Verdict::Wrong,
            },
            Self::Nothing if offered.is_empty() => Verdict::Refused,
            Self::Nothing => Verdict::FalseAnswer,
            Self::Not(symptom) if offered.iter().any(|found| found.symptom == *symptom) => {
                Verdict::FalseAnswer
            }
            Self::Not(_) => Verdict::Refused,
        }
    }

    /// Whether naming this symptom is right.
    pub fn is_met_by(&self, symptom: &SymptomId) -> bool {
        match self {
            Self::Symptom { own, also } => own == symptom || also.contains(symptom),
            Self::Nothing => false,
            Self::Not(other) => other != symptom,
        }
    }
}

/// The symptom of a name; `None` if it is the name of an out-of-scope page.
fn published(base: &KnowledgeBase, name: &str) -> Result<Option<SymptomId>, BadLabel> {
    if let Some(symptom) = SymptomId::parse(name).ok().and_then(|id| base.symptom(&id)) {
        let is_published = base.is_published(&symptom.page);
        return if is_published {
            Ok(Some(symptom.id.clone()))
        } else {
            Err(BadLabel::Draft(name.to_owned()))
        };
    }
    let page = OutOfScopeId::parse(name).ok().and_then(|id| base.out_of_scope_page(&id));
    if page.is_some() { Ok(None) } else { Err(unknown(base, name)) }
}

fn unknown(base: &KnowledgeBase, name: &str) -> BadLabel {
    let symptoms = base.symptoms().filter(|symptom| base.is_published(&symptom.page));
    let names = symptoms.map(|symptom| symptom.id.as_str());
    let near = nearest(name, names.chain(base.out_of_scope().map(|page| page.id.as_str())));
    BadLabel::Unknown { name: name.to_owned(), near: near.map(str::to_owned) }
}
