//! The figures as the template sees them: words, links, and bars beside numbers.

use super::chart::Chart;
use crate::web::insights::Chosen;
use crate::web::pages::words::percent;
use crate::wire::{ClusterV1, EndingsV1, FeedbackCountV1, InsightsV1};

/// So many clusters are shown; the exports have all.
const MOST_CLUSTERS: usize = 50;
/// A longer message is cut in the list, in characters.
const LONGEST_SHOWN: usize = 240;
/// So much of a revision tells it from others.
const REVISION_SHOWN: usize = 12;

/// All figures.
pub(super) struct View {
    pub(super) period: String,
    pub(super) looked_at: String,
    pub(super) query: String,
    pub(super) is_empty: bool,
    pub(super) endings: Vec<Tile>,
    pub(super) recognised: Vec<Tile>,
    pub(super) conversations: u64,
    pub(super) median_steps: Option<String>,
    pub(super) steps: Vec<StepsRow>,
    pub(super) chart: Chart,
    pub(super) symptoms: Vec<SymptomRow>,
    pub(super) causes: Vec<CauseRow>,
    pub(super) without_cause: u64,
    pub(super) fixes: Vec<FixRow>,
    pub(super) asked: Vec<AskedRow>,
    pub(super) n_asked: u64,
    pub(super) n_clusters: usize,
    pub(super) n_clusters_more: usize,
    pub(super) n_not_compared: u64,
    pub(super) feedback: Vec<FeedbackRow>,
    pub(super) revisions: Vec<RevisionRow>,
}

/// A figure with what it means.
pub(super) struct Tile {
    pub(super) class: &'static str,
    pub(super) label: &'static str,
    pub(super) n: u64,
    pub(super) percent: u8,
    pub(super) meaning: String,
}

pub(super) struct StepsRow {
    pub(super) steps: u32,
    pub(super) n: u64,
    pub(super) percent: u8,
}

pub(super) struct SymptomRow {
    pub(super) name: Name,
    pub(super) n: u64,
    pub(super) percent: u8,
    pub(super) endings: EndingsV1,
    pub(super) median_steps: String,
}

pub(super) struct CauseRow {
    pub(super) name: Name,
    pub(super) n: u64,
    pub(super) percent: u8,
    pub(super) median_steps: String,
}

pub(super) struct FixRow {
    pub(super) name: Name,
    pub(super) tried: u64,
    pub(super) failed: u64,
    pub(super) percent: u8,
    pub(super) is_often_vain: bool,
}

/// What something is called, with where it stands.
pub(super) struct Name {
    pub(super) title: String,
    pub(super) href: Option<String>,
    /// The base does not know it any more.
    pub(super) is_gone: bool,
}

pub(super) struct AskedRow {
    pub(super) text: String,
    pub(super) n: usize,
    pub(super) wordings: usize,
    pub(super) first: String,
    pub(super) last: String,
    pub(super) page_href: String,
}

pub(super) struct FeedbackRow {
    pub(super) verdict: &'static str,
    pub(super) about: String,
    pub(super) n: u64,
}

pub(super) struct RevisionRow {
    pub(super) revision: String,
    pub(super) is_current: bool,
    pub(super) n: u64,
}

impl View {
    pub(super) fn new(figures: &InsightsV1, chosen: &Chosen) -> Self {
        let clusters = &figures.asked_in_vain.clusters;
        let query = chosen.query();
        let most = |counts: Vec<u64>| counts.into_iter().max().unwrap_or_default();
        let most_steps = most(figures.steps.iter().map(|row| row.conversations).collect());
        let most_symptom = most(figures.symptoms.iter().map(|row| row.conversations).collect());
        let most_cause = most(figures.causes.iter().map(|row| row.conversations).collect());
        Self {
            period: format!("{} to {}", figures.from, figures.to),
            looked_at: figures.looked_at.get(..16).unwrap_or_default().replace('T', " "),
            is_empty: figures.conversations == 0 && clusters.is_empty() && figures.feedback.is_empty(),
            endings: endings(figures),
            recognised: recognised(figures),
            conversations: figures.conversations,
            median_steps: figures.median_steps.map(number),
            steps: figures
                .steps
                .iter()
                .map(|row| StepsRow {
                    steps: row.steps,
                    n: row.conversations,
                    percent: share(row.conversations, most_steps),
                })
                .collect(),
            chart: Chart::new(figures),
            symptoms: figures
                .symptoms
                .iter()
                .map(|row| SymptomRow {
                    name: Name::new(
                        &row.symptom,
                        row.title.as_deref(),
                        &format!("/symptoms/{}", row.symptom),
                    ),
                    n: row.conversations,
                    percent: share(row.conversations, most_symptom),
                    endings: row.endings,
                    median_steps: row.median_steps.map_or_else(|| "–".to_owned(), number),
                })
                .collect(),
            causes: figures
                .causes
                .iter()
                .map(|row| CauseRow {
                    name: Name::plain(&row.cause, row.title.as_deref()),
                    n: row.conversations,
                    percent: share(row.conversations, most_cause),
                    median_steps: row.median_steps.map_or_else(|| "–".to_owned(), number),
                })
                .collect(),
            without_cause: figures.solved_without_cause,
            fixes: figures
                .fixes
                .iter()
                .map(|row| FixRow {
                    name: Name::plain(&row.fix, row.title.as_deref()),
                    tried: row.tried,
                    failed: row.failed,
                    percent: share(row.failed, row.tried),
                    is_often_vain: row.often_in_vain,
                })
                .collect(),
            asked: clusters.iter().take(MOST_CLUSTERS).map(|cluster| asked(cluster, &query)).collect(),
            n_asked: figures.asked_in_vain.messages,
            n_clusters: clusters.len(),
            n_clusters_more: clusters.len().saturating_sub(MOST_CLUSTERS),
            n_not_compared: figures
                .asked_in_vain
                .messages
                .saturating_sub(u64::try_from(figures.asked_in_vain.compared).unwrap_or(u64::MAX)),
            feedback: figures.feedback.iter().map(feedback).collect(),
            revisions: figures
                .revisions
                .iter()
                .map(|row| RevisionRow {
                    revision: row.revision.chars().take(REVISION_SHOWN).collect(),
                    is_current: row.is_current,
                    n: row.conversations,
                })
                .collect(),
            query,
        }
    }
}

impl Name {
    fn new(id: &str, title: Option<&str>, href: &str) -> Self {
        Self { href: title.map(|_| href.to_owned()), ..Self::plain(id, title) }
    }

    fn plain(id: &str, title: Option<&str>) -> Self {
        Self { title: title.unwrap_or(id).to_owned(), href: None, is_gone: title.is_none() }
    }
}

fn endings(figures: &InsightsV1) -> Vec<Tile> {
    let EndingsV1 { solved, handed_over, abandoned, open } = figures.endings;
    let hours = figures.abandoned_after_hours;
    let tile = |class, label, n, meaning: String| Tile {
        class,
        label,
        n,
        percent: share(n, figures.conversations),
        meaning,
    };
    vec![
        tile("solved", "Solved", solved, "Somebody confirmed that it is cured.".to_owned()),
        tile("handed-over", "Handed over", handed_over, "A person has the case now.".to_owned()),
        tile(
            "abandoned",
            "Abandoned",
            abandoned,
            format!("Open, and the last turn is more than {hours} hours ago."),
        ),
        tile("open", "Open", open, format!("Open, with a turn within the last {hours} hours.")),
    ]
}

fn recognised(figures: &InsightsV1) -> Vec<Tile> {
    let found = figures.recognised;
    let tile = |label, n, meaning: &str| Tile {
        class: "recognised",
        label,
        n,
        percent: share(n, figures.conversations),
        meaning: meaning.to_owned(),
    };
    vec![
        tile("Recognised", found.known, "The first words were taken for one symptom."),
        tile("Asked which", found.between, "They may have been one of several; which one was asked."),
        tile(
            "Not covered",
            found.out_of_scope,
            "They are about something that the base says it does not cover.",
        ),
        tile("Unknown", found.unknown, "Nothing was recognised in them."),
        tile("Without words", found.without_words, "A symptom was chosen, or nothing has been said."),
    ]
}

fn asked(cluster: &ClusterV1, query: &str) -> AskedRow {
    let mut text: String = cluster.text.chars().take(LONGEST_SHOWN).collect();
    if text.len() < cluster.text.len() {
        text.push('…');
    }
    AskedRow {
        text,
        n: cluster.messages,
        wordings: cluster.wordings,
        first: day(&cluster.first_at),
        last: day(&cluster.last_at),
        page_href: format!("/insights/page?of={}&{query}", cluster.id),
    }
}

fn feedback(row: &FeedbackCountV1) -> FeedbackRow {
    let verdict = match row.verdict.as_str() {
        "helped" => "helped",
        "partly" => "helped in part",
        _ => "did not help",
    };
    let ids = [&row.fix, &row.cause, &row.symptom, &row.page];
    let id = ids.into_iter().flatten().next();
    let about = row.title.clone().or_else(|| id.cloned());
    FeedbackRow { verdict, about: about.unwrap_or_else(|| "a conversation".to_owned()), n: row.times }
}

/// The day of a moment.
fn day(moment: &str) -> String {
    moment.chars().take(10).collect()
}

/// A median: whole, or with a half behind it.
fn number(median: f64) -> String {
    format!("{median:.1}").trim_end_matches(".0").to_owned()
}

/// A part of a whole in hundredths.
pub(super) fn share(part: u64, whole: u64) -> u8 {
    if whole == 0 { 0 } else { percent(part as f64 / whole as f64) }
}
