//! What the conversations of a period say together.

use super::App;
use super::clock::{now, timed};
use super::conversations::NotHeld;
use crate::dialogue::Event;
use crate::insights::{
    ABANDONED_AFTER_HOURS, Day, Ending, FeedbackFigure, Figures, FirstWords, Group, Insights, Mark, Message,
    Outcome, OutcomeRow, Period, clusters, fixes, outcomes_of,
};
use crate::library::n_threads;
use crate::store::{Alike, Case, Counts, Moment, Span, Trail};
use crate::wire::{DamagedLedger, read_events};

/// So many messages that were asked in vain are put together, the newest: more would be a list that nobody reads.
const MOST_CLUSTERED: u32 = 2_000;
const AN_HOUR: i64 = 60 * 60 * 1000;

/// What the store has counted for a period.
pub struct Counted {
    period: Period,
    looked_at: Moment,
    pub(super) counts: Counts,
}

impl App {
    /// The day of this moment (UTC).
    pub fn today(&self) -> Day {
        Day::of(now().0)
    }

    /// Has the store count.
    ///
    /// # Errors
    /// What keeps the store from being read.
    pub async fn counted(&self, period: Period) -> Result<Counted, NotHeld> {
        let looked_at = now();
        let span = Span {
            from: Moment(period.from().begin()),
            until: Moment(period.to().plus(1).begin()),
            quiet_before: looked_at.before(i64::from(ABANDONED_AFTER_HOURS) * AN_HOUR),
            most_unanswered: MOST_CLUSTERED,
        };
        let counts = timed("read", self.store()?.counts(span)).await?;
        Ok(Counted { period, looked_at, counts })
    }

    /// Makes figures of what was counted. Comparing messages keeps a processor busy.
    pub fn insights(&self, counted: Counted) -> Insights {
        let Counted { period, looked_at, counts } = counted;
        let groups: Vec<Group> = counts.conversations.iter().map(group).collect();
        let days = counts.days.iter().map(|day| (Day(day.day), ending(&day.state, day.is_quiet), day.n));
        let outcomes: Vec<OutcomeRow> = outcomes(&counts).into_iter().map(|(_, row)| row).collect();
        let messages: Vec<Message> = counts
            .unanswered
            .into_iter()
            .map(|message| Message { id: message.id.to_string(), at: message.at.0, text: message.text })
            .collect();
        Insights {
            period,
            looked_at: looked_at.0,
            figures: Figures::of(&groups),
            days: period.bars(days),
            fixes: fixes(&outcomes),
            clusters: clusters(&messages, n_threads()),
            n_unanswered: counts.n_unanswered,
            n_clustered: messages.len(),
            feedback: counts
                .feedback
                .into_iter()
                .map(|said| FeedbackFigure {
                    verdict: said.verdict,
                    symptom: said.symptom,
                    cause: said.cause,
                    fix: said.fix,
                    page: said.page,
                    n: said.n,
                })
                .collect(),
        }
    }
}

fn group(alike: &Alike) -> Group {
    Group {
        ending: ending(&alike.case.state, alike.is_quiet),
        recognised: match alike.recognised.as_deref() {
            Some("known") => FirstWords::Known,
            Some("between") => FirstWords::Between,
            Some("out_of_scope") => FirstWords::OutOfScope,
            Some(_) => FirstWords::Unknown,
            None => FirstWords::Unsaid,
        },
        symptom: alike.case.symptom.clone(),
        cause: alike.case.cause.clone(),
        revision: alike.revision.clone(),
        steps: alike.steps,
        n: alike.n,
    }
}

/// How a conversation of a state ended.
pub(super) fn ending(state: &str, is_quiet: bool) -> Ending {
    match state {
        "solved" => Ending::Solved,
        "handed_over" => Ending::HandedOver,
        _ if is_quiet => Ending::Abandoned,
        _ => Ending::Open,
    }
}

/// How fixes turned out, with where the conversations stand.
pub(super) fn outcomes(counts: &Counts) -> Vec<(Case, OutcomeRow)> {
    let whole = counts.outcomes.iter().filter_map(|row| {
        match mark(read_events(std::iter::once((row.kind.as_str(), &row.payload)))) {
            Mark::Turned(action, outcome) => {
                Some((row.case.clone(), OutcomeRow { action, outcome, n: row.n }))
            }
            _ => None,
        }
    });
    whole.chain(counts.trails.iter().flat_map(of_trail)).collect()
}

fn of_trail(trail: &Trail) -> Vec<(Case, OutcomeRow)> {
    let marks = trail.events.iter().map(|(place, kind, payload)| {
        let event = read_events(std::iter::once((kind.as_str(), payload)));
        (usize::try_from(*place).unwrap_or(usize::MAX), mark(event))
    });
    let row = |(action, outcome)| (trail.case.clone(), OutcomeRow { action, outcome, n: 1 });
    outcomes_of(marks).into_iter().map(row).collect()
}

/// What an event says about fixes. One that cannot be read says nothing here; reading its conversation tells that it is
/// damaged.
fn mark(read: Result<Vec<Event>, DamagedLedger>) -> Mark {
    match read.ok().and_then(|mut events| events.pop()) {
        Some(Event::Helped(Some(action)) | Event::Cured(Some(action))) => {
            Mark::Turned(action, Outcome::Helped)
        }
        Some(Event::Failed(action)) => Mark::Turned(action, Outcome::Failed),
        Some(Event::Undone(n_events)) => Mark::Undone(n_events),
        Some(Event::Restarted) => Mark::Restarted,
        _ => Mark::Nothing,
    }
}
