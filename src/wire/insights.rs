//! Figures over the conversations of a period.

use serde::Serialize;
use utoipa::ToSchema;

use super::conversation::action_id;
use super::moment::moment;
use crate::diagnosis::ActionId;
use crate::insights::{self, ABANDONED_AFTER_HOURS, Cluster, Endings, Insights};
use crate::kb::{CauseId, KnowledgeBase, PagePath, SymptomId};

/// A longer message is cut where clusters are listed, in characters.
const LONGEST_SHOWN: usize = 500;

/// Figures over the conversations that began in a period. The guide "Insights" has the exact definition of each.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct InsightsV1 {
    /// The first day, from 00:00 UTC.
    #[schema(format = Date, example = "2026-11-01")]
    pub from: String,
    /// The last day, to 24:00 UTC.
    #[schema(format = Date, example = "2026-11-30")]
    pub to: String,
    /// When it was looked (RFC 3339, UTC): what is abandoned depends on it.
    #[schema(format = DateTime, example = "2026-12-01T07:00:00.000Z")]
    pub looked_at: String,
    /// After how many hours without a turn an open conversation counts as abandoned.
    pub abandoned_after_hours: u32,
    /// How many conversations began in the period.
    pub conversations: u64,
    /// By how the first words were recognised.
    pub recognised: RecognisedV1,
    /// By how they ended.
    pub endings: EndingsV1,
    /// Median of the steps to the cure, over the solved ones.
    pub median_steps: Option<f64>,
    /// How many solved ones took how many steps.
    pub steps: Vec<StepsV1>,
    /// By symptom, the most frequent first.
    pub symptoms: Vec<SymptomCountV1>,
    /// Solved ones by the cause that was found, the most frequent first.
    pub causes: Vec<CauseCountV1>,
    /// Solved ones in which no single cause was found.
    pub solved_without_cause: u64,
    /// How fixes turned out; those that often do not help first.
    pub fixes: Vec<FixCountV1>,
    /// How many days one entry of `days` stands for.
    pub days_each: u64,
    /// By the day they began.
    pub days: Vec<DayCountV1>,
    /// By the revision of the base they began with, the most frequent first.
    pub revisions: Vec<RevisionCountV1>,
    /// What was asked in vain in the period.
    pub asked_in_vain: AskedInVainV1,
    /// What people said about the help they got in the period.
    pub feedback: Vec<FeedbackCountV1>,
}

/// Conversations by how their first words were recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct RecognisedV1 {
    /// As one symptom.
    pub known: u64,
    /// As one of several: which one was asked.
    pub between: u64,
    /// As something that the base does not cover.
    pub out_of_scope: u64,
    /// Not at all.
    pub unknown: u64,
    /// There were no words: somebody chose a symptom, or nothing has happened yet.
    pub without_words: u64,
}

/// Conversations by how they ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct EndingsV1 {
    /// The cure was verified.
    pub solved: u64,
    /// Handed over to a person.
    pub handed_over: u64,
    /// Open, and nothing has happened for long.
    pub abandoned: u64,
    /// Open.
    pub open: u64,
}

/// How many solved conversations took so many steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct StepsV1 {
    /// How many steps.
    pub steps: u32,
    /// How many conversations.
    pub conversations: u64,
}

/// What is counted of a symptom.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SymptomCountV1 {
    /// Its id.
    pub symptom: String,
    /// Its title; none if the base does not know it any more.
    pub title: Option<String>,
    /// Conversations about it.
    pub conversations: u64,
    /// How they ended.
    pub endings: EndingsV1,
    /// Median of the steps to the cure.
    pub median_steps: Option<f64>,
}

/// What is counted of a cause.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CauseCountV1 {
    /// Its id.
    pub cause: String,
    /// Its title; none if the base does not know it any more.
    pub title: Option<String>,
    /// Solved conversations in which it was the cause.
    pub conversations: u64,
    /// Median of the steps to the cure.
    pub median_steps: Option<f64>,
}

/// What is counted of a fix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FixCountV1 {
    /// Its id, or that of the cause on whose page it stands.
    pub fix: String,
    /// `cause` for a fix on the page of its cause, `fix` for one with a page of its own.
    pub of: &'static str,
    /// Its title; none if the base does not know it any more.
    pub title: Option<String>,
    /// In how many conversations it was tried.
    pub tried: u64,
    /// In how many of them it did not help.
    pub failed: u64,
    /// Tried in at least 3, and in vain in more than half of them.
    pub often_in_vain: bool,
}

/// What is counted of a day, or of several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DayCountV1 {
    /// The first of the days.
    #[schema(format = Date, example = "2026-11-01")]
    pub day: String,
    /// Conversations that began then.
    pub conversations: u64,
    /// How they ended.
    pub endings: EndingsV1,
}

/// Conversations that began with a revision of the base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RevisionCountV1 {
    /// The revision.
    pub revision: String,
    /// Whether it is the one that is served.
    pub is_current: bool,
    /// How many.
    pub conversations: u64,
}

/// What was asked in vain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AskedInVainV1 {
    /// How many messages.
    pub messages: u64,
    /// How many of them, the newest, were put together.
    pub compared: usize,
    /// Messages about the same thing, the largest cluster first.
    pub clusters: Vec<ClusterV1>,
}

/// Messages about the same thing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ClusterV1 {
    /// The id of the message that stands for all; `/insights/page.md?of=` makes a page of them.
    pub id: String,
    /// That message, at most 500 characters of it.
    pub text: String,
    /// How many messages.
    pub messages: usize,
    /// How many different wordings.
    pub wordings: usize,
    /// When the first was sent (RFC 3339, UTC).
    #[schema(format = DateTime, example = "2026-11-02T07:00:00.000Z")]
    pub first_at: String,
    /// When the last was sent (RFC 3339, UTC).
    #[schema(format = DateTime, example = "2026-11-29T07:00:00.000Z")]
    pub last_at: String,
}

/// Feedback that is alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FeedbackCountV1 {
    /// `helped`, `partly` or `did_not_help`.
    pub verdict: String,
    /// The symptom it is about.
    pub symptom: Option<String>,
    /// The cause it is about.
    pub cause: Option<String>,
    /// The fix it is about.
    pub fix: Option<String>,
    /// The path of the article it is about.
    pub page: Option<String>,
    /// The title of what it is about, if it is about one thing that the base knows.
    pub title: Option<String>,
    /// How often it was said.
    pub times: u64,
}

impl InsightsV1 {
    /// Puts the shape together; `revision` is that of the base.
    pub fn new(base: &KnowledgeBase, revision: &str, insights: &Insights) -> Self {
        let Insights { period, figures, .. } = insights;
        let recognised = &figures.recognised;
        Self {
            from: period.from().to_string(),
            to: period.to().to_string(),
            looked_at: moment(insights.looked_at),
            abandoned_after_hours: ABANDONED_AFTER_HOURS,
            conversations: figures.n,
            recognised: RecognisedV1 {
                known: recognised.known,
                between: recognised.between,
                out_of_scope: recognised.out_of_scope,
                unknown: recognised.unknown,
                without_words: recognised.unsaid,
            },
            endings: figures.endings.into(),
            median_steps: figures.median_steps,
            steps: figures
                .steps
                .iter()
                .map(|(steps, conversations)| StepsV1 { steps: *steps, conversations: *conversations })
                .collect(),
            symptoms: figures.symptoms.iter().map(|found| symptom(base, found)).collect(),
            causes: figures.causes.iter().map(|found| cause(base, found)).collect(),
            solved_without_cause: figures.n_without_cause,
            fixes: insights.fixes.iter().map(|found| fix(base, found)).collect(),
            days_each: u64::try_from(period.bar_width()).unwrap_or(1),
            days: insights.days.iter().map(day).collect(),
            revisions: figures
                .revisions
                .iter()
                .map(|(known, conversations)| RevisionCountV1 {
                    revision: known.clone(),
                    is_current: known == revision,
                    conversations: *conversations,
                })
                .collect(),
            asked_in_vain: AskedInVainV1 {
                messages: insights.n_unanswered,
                compared: insights.n_clustered,
                clusters: insights.clusters.iter().map(ClusterV1::from).collect(),
            },
            feedback: insights.feedback.iter().map(|said| feedback(base, said)).collect(),
        }
    }
}

fn symptom(base: &KnowledgeBase, found: &insights::SymptomFigure) -> SymptomCountV1 {
    SymptomCountV1 {
        symptom: found.symptom.clone(),
        title: symptom_title(base, &found.symptom),
        conversations: found.n,
        endings: found.endings.into(),
        median_steps: found.median_steps,
    }
}

fn cause(base: &KnowledgeBase, found: &insights::CauseFigure) -> CauseCountV1 {
    CauseCountV1 {
        cause: found.cause.clone(),
        title: cause_title(base, &found.cause),
        conversations: found.n,
        median_steps: found.median_steps,
    }
}

fn fix(base: &KnowledgeBase, found: &insights::FixFigure) -> FixCountV1 {
    FixCountV1 {
        fix: action_id(&found.fix),
        of: if matches!(found.fix, ActionId::FixOf(_)) { "cause" } else { "fix" },
        title: Some(found.fix.title(base)).filter(|title| !title.is_empty()),
        tried: found.n_tried,
        failed: found.n_failed,
        often_in_vain: found.is_often_vain(),
    }
}

fn day(found: &insights::DayFigure) -> DayCountV1 {
    DayCountV1 {
        day: found.day.to_string(),
        conversations: found.endings.sum(),
        endings: found.endings.into(),
    }
}

fn feedback(base: &KnowledgeBase, said: &insights::FeedbackFigure) -> FeedbackCountV1 {
    let of_fix = || {
        let id = crate::kb::FixId::parse(said.fix.as_deref()?).ok()?;
        Some(base.fix(&id)?.title.clone())
    };
    let of_page = || Some(base.page(&PagePath::new(said.page.as_deref()?))?.title.clone());
    let of_cause = || cause_title(base, said.cause.as_deref()?);
    let of_symptom = || symptom_title(base, said.symptom.as_deref()?);
    FeedbackCountV1 {
        verdict: said.verdict.clone(),
        title: of_fix().or_else(of_cause).or_else(of_symptom).or_else(of_page),
        symptom: said.symptom.clone(),
        cause: said.cause.clone(),
        fix: said.fix.clone(),
        page: said.page.clone(),
        times: said.n,
    }
}

fn symptom_title(base: &KnowledgeBase, id: &str) -> Option<String> {
    Some(base.symptom(&SymptomId::parse(id).ok()?)?.title.clone())
}

fn cause_title(base: &KnowledgeBase, id: &str) -> Option<String> {
    Some(base.cause(&CauseId::parse(id).ok()?)?.title.clone())
}

impl From<Endings> for EndingsV1 {
    fn from(endings: Endings) -> Self {
        let Endings { solved, handed_over, abandoned, open } = endings;
        Self { solved, handed_over, abandoned, open }
    }
}

impl From<&Cluster> for ClusterV1 {
    fn from(cluster: &Cluster) -> Self {
        let text = &cluster.representative.text;
        let mut shown: String = text.chars().take(LONGEST_SHOWN).collect();
        if shown.len() < text.len() {
            shown.push('…');
        }
        Self {
            id: cluster.representative.id.clone(),
            text: shown,
            messages: cluster.ids.len(),
            wordings: cluster.wordings.len(),
            first_at: moment(cluster.first_at),
            last_at: moment(cluster.last_at),
        }
    }
}
