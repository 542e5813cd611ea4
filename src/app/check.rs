//! Configuration in, verdicts and ranked causes out.

use std::sync::Arc;

use super::App;
use crate::checks::{self, Disagreement, Outcome, Verdict};
use crate::diagnosis::{Evidence, Ranking, rank_with};
use crate::facts::{Format, Reading, Unreadable, decoded, guess, put_together, read_document};
use crate::kb::{KnowledgeBase, SymptomId};
use crate::library::Snapshot;
use crate::wire;

/// A file, a paste or a posted body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its name, for a file.
    pub name: Option<String>,
    /// What stands in it.
    pub content: Vec<u8>,
    /// What it is; found out by looking where nobody said.
    pub format: Option<Format>,
}

impl Document {
    /// What was pasted; what it is, is found out by looking.
    #[must_use]
    pub fn pasted(text: &str) -> Self {
        Self { name: None, content: text.as_bytes().to_vec(), format: None }
    }
}

/// Why a document was not read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}{reason}", name.as_ref().map_or_else(String::new, |name| format!("{name}: ")))]
pub struct BadDocument {
    /// Its name, for a file.
    pub name: Option<String>,
    /// What it was taken for.
    pub format: Format,
    /// Why.
    pub reason: Unreadable,
}

/// One configuration that was judged.
pub struct Configuration {
    /// What it is called where there are several.
    pub name: String,
    /// What was read of it.
    pub reading: Reading,
    /// What the checks say.
    pub verdicts: Vec<Verdict>,
}

/// What the checks of a base say of all that was given.
#[derive(Default)]
pub struct Checked {
    /// The configurations, one as a rule.
    pub configurations: Vec<Configuration>,
    /// What they should agree about and do not.
    pub disagreements: Vec<Disagreement>,
}

/// Verdicts, with the causes they speak for in order.
pub struct CheckAnswer {
    /// What the checks say.
    pub checked: Checked,
    /// The symptom that was named.
    pub symptom: Option<SymptomId>,
    /// The causes.
    pub ranking: Ranking,
    /// The state of the base.
    pub snapshot: Arc<Snapshot>,
}

impl Checked {
    /// Judges what was read.
    pub fn of(base: &KnowledgeBase, readings: Vec<Reading>) -> Self {
        let schema = &base.settings().facts;
        let readings = put_together(schema, readings);
        let configurations: Vec<Configuration> = readings
            .into_iter()
            .enumerate()
            .map(|(at, reading)| Configuration {
                name: name(&schema.told_apart_by, &reading, at),
                verdicts: checks::judge(base, &reading.facts),
                reading,
            })
            .collect();
        let facts: Vec<_> = configurations.iter().map(|one| &one.reading.facts).collect();
        let disagreements = if facts.len() > 1 { checks::disagreements(base, &facts) } else { Vec::new() };
        Self { configurations, disagreements }
    }

    /// All verdicts.
    pub fn verdicts(&self) -> impl Iterator<Item = &Verdict> {
        self.configurations.iter().flat_map(|one| &one.verdicts)
    }

    /// Whether something is broken.
    pub fn has_failed(&self) -> bool {
        !self.disagreements.is_empty() || self.verdicts().any(|verdict| verdict.outcome == Outcome::Fail)
    }

    /// Whether nothing could be told at all.
    pub fn tells_nothing(&self) -> bool {
        self.disagreements.is_empty() && self.verdicts().all(|verdict| verdict.outcome == Outcome::Unknown)
    }

    /// What it says about causes.
    pub fn evidence(&self, base: &KnowledgeBase) -> Evidence {
        let mut evidence = checks::evidence(base, self.verdicts());
        for cause in self.disagreements.iter().flat_map(|disagreement| &disagreement.causes) {
            evidence.cleared.retain(|cleared| cleared != cause);
            if !evidence.blamed.contains(cause) {
                evidence.blamed.push(cause.clone());
            }
        }
        evidence
    }

    /// The configurations as version-1 JSON needs them.
    pub fn judged(&self) -> Vec<wire::Judged<'_>> {
        let are_several = self.configurations.len() > 1;
        let judged = self.configurations.iter().map(|one| wire::Judged {
            name: are_several.then_some(one.name.as_str()),
            reading: &one.reading,
            verdicts: &one.verdicts,
        });
        judged.collect()
    }
}

/// What a configuration is called: by the first fact that tells it apart, else by its file, else by its number.
fn name(told_apart_by: &[String], reading: &Reading, at: usize) -> String {
    let told = told_apart_by.iter().find_map(|path| reading.facts.at(path)?.value.as_text());
    let file = || reading.facts.entries.first().and_then(|(_, fact)| fact.origin.file.as_deref());
    told.or_else(file).map_or_else(|| format!("configuration {}", at + 1), str::to_owned)
}

/// Reads documents into facts.
///
/// # Errors
/// [`BadDocument`] for the first that cannot be read at all.
pub(super) fn read_documents(
    base: &KnowledgeBase,
    documents: &[Document],
) -> Result<Vec<Reading>, BadDocument> {
    documents.iter().map(|document| read_one(base, document)).collect()
}

fn read_one(base: &KnowledgeBase, document: &Document) -> Result<Reading, BadDocument> {
    let bad =
        |format: Format, reason: Unreadable| BadDocument { name: document.name.clone(), format, reason };
    let text =
        decoded(&document.content).map_err(|reason| bad(document.format.unwrap_or(Format::Text), reason))?;
    let format = document.format.unwrap_or_else(|| guess(text));
    let schema = &base.settings().facts;
    let read = |format| {
        read_document(schema, text, format, document.name.as_deref()).map_err(|reason| bad(format, reason))
    };
    match read(format) {
        // A pasted text may begin like JSON or XML and be none.
        Err(BadDocument { reason: Unreadable::Broken { .. }, name: None, .. })
            if document.format.is_none() =>
        {
            read(Format::Text)
        }
        other => other,
    }
}

/// All symptoms that users may see, each as likely as the others.
fn all_symptoms(base: &KnowledgeBase) -> Vec<(SymptomId, f64)> {
    let published = base.symptoms().filter(|symptom| base.is_published(&symptom.page));
    published.map(|symptom| (symptom.id.clone(), 1.0)).collect()
}

/// Ranks causes by what checks say, given symptoms with their chances; without any, any symptom may be behind it.
pub(super) fn ranked(base: &KnowledgeBase, symptoms: &[(SymptomId, f64)], evidence: &Evidence) -> Ranking {
    if symptoms.is_empty() && !evidence.is_silent() {
        return rank_with(base, &all_symptoms(base), evidence);
    }
    rank_with(base, symptoms, evidence)
}

impl App {
    /// Judges documents, and ranks the causes of a symptom, or of any, by what the checks say.
    ///
    /// # Errors
    /// [`BadDocument`] for what cannot be read at all.
    pub fn check(
        &self,
        documents: &[Document],
        symptom: Option<&SymptomId>,
    ) -> Result<CheckAnswer, BadDocument> {
        let snapshot = self.snapshot();
        let readings = read_documents(&snapshot.base, documents)?;
        let checked = Checked::of(&snapshot.base, readings);
        let symptoms = match symptom {
            Some(symptom) => vec![(symptom.clone(), 1.0)],
            None => all_symptoms(&snapshot.base),
        };
        let ranking = rank_with(&snapshot.base, &symptoms, &checked.evidence(&snapshot.base));
        Ok(CheckAnswer { checked, symptom: symptom.cloned(), ranking, snapshot })
    }
}

impl CheckAnswer {
    /// The answer in version-1 JSON, with at most `limit` causes.
    pub fn to_wire(&self, limit: usize) -> wire::CheckReport {
        let (base, judged) = (&self.snapshot.base, self.checked.judged());
        wire::CheckReport::new(base, &judged, &self.checked.disagreements, &self.ranking, limit)
    }
}
