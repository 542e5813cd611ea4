//! Figures over many conversations: counted by the database, so that a hundred thousand of them are a few rows here.
//!
//! All figures of one look come from one state of the database. What a state or a kind of event means is the business
//! of those who ask; only that `undone` and `restarted` make earlier events count no more is known here, because the
//! few conversations that have them are handed out event by event.

use super::database::Session;
use super::error::StoreError;
use super::record::{Id, Moment, Unanswered};
use super::rows::Record;
use super::value::{Row, Value};

/// What to count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// From this moment on.
    pub from: Moment,
    /// Up to, and without, this moment.
    pub until: Moment,
    /// Conversations whose last turn is older count as quiet.
    pub quiet_before: Moment,
    /// How many messages that were asked in vain are handed out at most, the newest first.
    pub most_unanswered: u32,
}

/// What was counted.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Counts {
    /// Conversations that began in the span.
    pub conversations: Vec<Alike>,
    /// The same by day.
    pub days: Vec<DayCount>,
    /// How fixes turned out, in conversations in which every event counts.
    pub outcomes: Vec<Outcome>,
    /// The events that tell it in all others.
    pub trails: Vec<Trail>,
    /// The newest messages of the span that were asked in vain, the newest first.
    pub unanswered: Vec<Unanswered>,
    /// How many there are in all.
    pub n_unanswered: u64,
    /// Feedback of the span.
    pub feedback: Vec<FeedbackCount>,
}

/// Where a conversation stands, as far as figures are about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Case {
    /// Its state.
    pub state: String,
    /// The symptom it is about.
    pub symptom: Option<String>,
    /// The cause that was found.
    pub cause: Option<String>,
}

/// Conversations that are alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alike {
    /// Where they stand.
    pub case: Case,
    /// The revision they began with.
    pub revision: String,
    /// Whether the last turn is long ago.
    pub is_quiet: bool,
    /// How the first words were recognised.
    pub recognised: Option<String>,
    /// How many steps were taken in each.
    pub steps: u32,
    /// How many conversations.
    pub n: u64,
}

/// Conversations of one day and state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayCount {
    /// Days since the beginning of 1970 (UTC).
    pub day: i64,
    /// Their state.
    pub state: String,
    /// Whether the last turn is long ago.
    pub is_quiet: bool,
    /// How many.
    pub n: u64,
}

/// Conversations in which the same fix turned out the same.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome {
    /// Where they stand.
    pub case: Case,
    /// The last event that tells how the fix turned out: `helped`, `cured` or `failed`.
    pub kind: String,
    /// Its payload.
    pub payload: serde_json::Value,
    /// How many conversations.
    pub n: u64,
}

/// The events of one conversation that tell how fixes turned out, and which of them count.
#[derive(Debug, Clone, PartialEq)]
pub struct Trail {
    /// Where it stands.
    pub case: Case,
    /// Place in the ledger, kind and payload, in order. The places between them hold events of other kinds.
    pub events: Vec<(u32, String, serde_json::Value)>,
}

/// Feedback that is alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedbackCount {
    /// For example `helped`.
    pub verdict: String,
    /// The symptom it is about.
    pub symptom: Option<String>,
    /// The cause it is about.
    pub cause: Option<String>,
    /// The fix it is about.
    pub fix: Option<String>,
    /// The article it is about.
    pub page: Option<String>,
    /// How many pieces.
    pub n: u64,
}

const ALIKE: &str = "SELECT state, symptom, cause, revision, \
    CAST(CASE WHEN updated_at < $3 THEN 1 ELSE 0 END AS BIGINT), recognised, steps, COUNT(*) FROM conversations \
    WHERE created_at >= $1 AND created_at < $2 GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 4, 5, 6, 7";
const DAYS: &str = "SELECT created_at / 86400000, state, \
    CAST(CASE WHEN updated_at < $3 THEN 1 ELSE 0 END AS BIGINT), COUNT(*) FROM conversations \
    WHERE created_at >= $1 AND created_at < $2 GROUP BY 1, 2, 3 ORDER BY 1, 2, 3";
/// The list of five kinds is that of the index `events_of_outcome`, word for word, which is how it is found; `CROSS JOIN`
/// has SQLite go through that index in its order. An event counts if no later one of its conversation tells about the
/// same fix.
const OUTCOMES: &str = "SELECT c.state, c.symptom, c.cause, e.kind, e.payload, COUNT(*) \
    FROM events e CROSS JOIN conversations c WHERE c.id = e.conversation_id \
    AND e.kind IN ('cured', 'failed', 'helped', 'restarted', 'undone') AND e.kind IN ('cured', 'failed', 'helped') \
    AND c.created_at >= $1 AND c.created_at < $2 \
    AND e.conversation_id NOT IN (SELECT t.conversation_id FROM events t \
        WHERE t.kind IN ('cured', 'failed', 'helped', 'restarted', 'undone') AND t.kind IN ('restarted', 'undone')) \
    AND NOT EXISTS (SELECT 1 FROM events later WHERE later.conversation_id = e.conversation_id \
        AND later.kind IN ('cured', 'failed', 'helped', 'restarted', 'undone') \
        AND later.seq > e.seq AND later.payload = e.payload) \
    GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5";
const TRAILS: &str = "SELECT e.conversation_id, c.state, c.symptom, c.cause, e.seq, e.kind, e.payload \
    FROM events e CROSS JOIN conversations c WHERE c.id = e.conversation_id \
    AND e.kind IN ('cured', 'failed', 'helped', 'restarted', 'undone') \
    AND c.created_at >= $1 AND c.created_at < $2 \
    AND e.conversation_id IN (SELECT t.conversation_id FROM events t \
        WHERE t.kind IN ('cured', 'failed', 'helped', 'restarted', 'undone') AND t.kind IN ('restarted', 'undone')) \
    ORDER BY e.conversation_id, e.seq";
const UNANSWERED: &str = "SELECT id, at, revision, recognised, text FROM unanswered WHERE at >= $1 AND at < $2 \
    ORDER BY at DESC, id DESC LIMIT $3";
const N_UNANSWERED: &str = "SELECT COUNT(*) FROM unanswered WHERE at >= $1 AND at < $2";
const FEEDBACK: &str = "SELECT verdict, symptom, cause, fix, page, COUNT(*) FROM feedback \
    WHERE at >= $1 AND at < $2 GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5";

/// Counts.
pub(super) async fn count(session: &mut dyn Session, span: Span) -> Result<Counts, StoreError> {
    let between: Vec<Value> = vec![span.from.into(), span.until.into()];
    let with_quiet: Vec<Value> = vec![span.from.into(), span.until.into(), span.quiet_before.into()];
    let limited: Vec<Value> = vec![span.from.into(), span.until.into(), span.most_unanswered.into()];
    let n_unanswered = session.rows(N_UNANSWERED, between.clone()).await?;
    Ok(Counts {
        conversations: read(session.rows(ALIKE, with_quiet.clone()).await?, alike)?,
        days: read(session.rows(DAYS, with_quiet).await?, day)?,
        outcomes: read(session.rows(OUTCOMES, between.clone()).await?, outcome)?,
        trails: trails(session.rows(TRAILS, between.clone()).await?)?,
        unanswered: read(session.rows(UNANSWERED, limited).await?, Unanswered::read)?,
        n_unanswered: read(n_unanswered, n)?.first().copied().unwrap_or_default(),
        feedback: read(session.rows(FEEDBACK, between).await?, feedback)?,
    })
}

fn read<T>(rows: Vec<Row>, one: impl Fn(&mut Row) -> Result<T, StoreError>) -> Result<Vec<T>, StoreError> {
    rows.into_iter().map(|mut row| one(&mut row)).collect()
}

fn n(row: &mut Row) -> Result<u64, StoreError> {
    Ok(u64::try_from(row.number()?).unwrap_or_default())
}

fn case(row: &mut Row) -> Result<Case, StoreError> {
    Ok(Case { state: row.text()?, symptom: row.maybe_text()?, cause: row.maybe_text()? })
}

fn alike(row: &mut Row) -> Result<Alike, StoreError> {
    Ok(Alike {
        case: case(row)?,
        revision: row.text()?,
        is_quiet: row.number()? != 0,
        recognised: row.maybe_text()?,
        steps: row.count()?,
        n: n(row)?,
    })
}

fn day(row: &mut Row) -> Result<DayCount, StoreError> {
    Ok(DayCount { day: row.number()?, state: row.text()?, is_quiet: row.number()? != 0, n: n(row)? })
}

fn outcome(row: &mut Row) -> Result<Outcome, StoreError> {
    Ok(Outcome { case: case(row)?, kind: row.text()?, payload: row.json()?, n: n(row)? })
}

fn feedback(row: &mut Row) -> Result<FeedbackCount, StoreError> {
    Ok(FeedbackCount {
        verdict: row.text()?,
        symptom: row.maybe_text()?,
        cause: row.maybe_text()?,
        fix: row.maybe_text()?,
        page: row.maybe_text()?,
        n: n(row)?,
    })
}

/// Rows of several conversations, one after the other.
fn trails(rows: Vec<Row>) -> Result<Vec<Trail>, StoreError> {
    let mut trails: Vec<(Id, Trail)> = Vec::new();
    for mut row in rows {
        let (id, case) = (row.id()?, case(&mut row)?);
        let event = (row.count()?, row.text()?, row.json()?);
        match trails.last_mut() {
            Some((last, trail)) if *last == id => trail.events.push(event),
            _ => trails.push((id, Trail { case, events: vec![event] })),
        }
    }
    Ok(trails.into_iter().map(|(_, trail)| trail).collect())
}
