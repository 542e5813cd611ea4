//! Everything out as JSON lines, and in again: for moving from SQLite to PostgreSQL, and for looking at it.
//!
//! What goes out is one state of the store, however long it takes and whoever writes meanwhile. What comes in is kept
//! as a whole or not at all. Neither needs more memory for a larger store.

mod held;
mod line;
mod sense;
mod written;

use std::io::{self, BufRead, Read, Write};

use self::held::Held;
use self::line::{Kept, Line, VERSION};
use self::sense::Reading;
pub use self::sense::Sense;
use super::Store;
use super::database::Purpose;
use super::error::StoreError;
use super::record::{
    Conversation, Feedback, KeyedAnswer, Queued, Taken, Ticket, TicketComment, Token, Unanswered,
};
use super::rows::{PlacedEvent, Record};

/// How many records are brought into the database at once.
const AT_ONCE: usize = 200;
/// A line longer than this is none that a store has written.
const LONGEST_LINE: u64 = 64 * 1024 * 1024;

/// What went out or came in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Moved {
    /// How many records.
    pub records: u64,
    /// How many of them were in the store already; coming in only.
    pub known: u64,
}

/// Why nothing, or not everything, went out or came in.
#[derive(Debug, thiserror::Error)]
pub enum TransferError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The output could not be written.
    #[error("cannot write: {0}")]
    Output(io::Error),
    /// The input could not be read.
    #[error("cannot read: {0}")]
    Input(io::Error),
    /// A line could not be used. Nothing was kept.
    #[error("line {line}: {reason}; nothing was imported")]
    Line {
        /// Which.
        line: u64,
        /// What is wrong with it, and what to do.
        reason: String,
    },
}

impl Store {
    /// Writes everything as JSON lines.
    ///
    /// # Errors
    /// [`TransferError`] if the store or the output fails; what was written then has no last line and is not taken
    /// for whole by [`Self::import`].
    pub fn export(&self, out: &mut dyn Write) -> Result<Moved, TransferError> {
        let mut held = Held::begin(self, Purpose::Read)?;
        let mut moved = Moved::default();
        write_line(out, &Line::Store { version: VERSION })?;
        // What others refer to comes first.
        write_all::<Conversation>(&mut held, out, &mut moved)?;
        write_all::<PlacedEvent>(&mut held, out, &mut moved)?;
        write_all::<Feedback>(&mut held, out, &mut moved)?;
        write_all::<Unanswered>(&mut held, out, &mut moved)?;
        write_all::<KeyedAnswer>(&mut held, out, &mut moved)?;
        write_all::<Token>(&mut held, out, &mut moved)?;
        write_all::<Queued>(&mut held, out, &mut moved)?;
        write_all::<Ticket>(&mut held, out, &mut moved)?;
        write_all::<TicketComment>(&mut held, out, &mut moved)?;
        write_all::<Taken>(&mut held, out, &mut moved)?;
        write_line(out, &Line::End { records: moved.records })?;
        out.flush().map_err(TransferError::Output)?;
        Ok(moved)
    }

    /// Reads what [`Self::export`] wrote. Records that are there already and are the same are passed over.
    ///
    /// # Errors
    /// [`TransferError`] if a line cannot be used, or differs from what is in the store: nothing is kept then.
    pub fn import(&self, input: &mut dyn BufRead) -> Result<Moved, TransferError> {
        self.take_in(input, None)
    }

    /// The same, with a look at whether conversations make sense: what cannot be read later is refused now.
    ///
    /// # Errors
    /// As [`Self::import`], and for a line that makes no sense.
    pub fn import_making_sense(
        &self,
        input: &mut dyn BufRead,
        sense: Sense<'_>,
    ) -> Result<Moved, TransferError> {
        self.take_in(input, Some(Reading::with(sense)))
    }

    fn take_in(
        &self,
        input: &mut dyn BufRead,
        mut reading: Option<Reading<'_>>,
    ) -> Result<Moved, TransferError> {
        let mut held = Held::begin(self, Purpose::Write)?;
        let mut moved = Moved::default();
        let mut lines = Lines { input, number: 0 };
        lines.head()?;
        loop {
            let (mut batch, is_last) = lines.batch(&mut moved)?;
            if let Some(reading) = &mut reading {
                for (line, record) in &mut batch {
                    reading.clean(record);
                    reading.look_at(record).map_err(|reason| refused(*line, &reason))?;
                }
            }
            moved.known += keep(&mut held, batch)?;
            if is_last {
                held.commit()?;
                return Ok(moved);
            }
        }
    }
}

fn write_all<R: Record + Into<Kept> + Send + 'static>(
    held: &mut Held,
    out: &mut dyn Write,
    moved: &mut Moved,
) -> Result<(), TransferError> {
    let mut behind = R::before_all();
    loop {
        let key = std::mem::take(&mut behind);
        let rows = held.run(move |session| session.rows(R::PAGE, key))?;
        for mut row in rows {
            let record = R::read(&mut row)?;
            behind = record.key();
            moved.records += 1;
            write_line(out, &Line::Kept(Box::new(record.into())))?;
        }
        if behind.is_empty() {
            return Ok(());
        }
    }
}

fn write_line(out: &mut dyn Write, line: &Line) -> Result<(), TransferError> {
    let mut text = line.to_json().map_err(|error| TransferError::Output(error.into()))?;
    text.push(b'\n');
    out.write_all(&text).map_err(TransferError::Output)
}

/// A record with the number of its line.
type Numbered = (u64, Kept);

/// Keeps records, and says how many of them were known.
fn keep(held: &mut Held, batch: Vec<Numbered>) -> Result<u64, TransferError> {
    let outcome = held.run(move |session| {
        Box::pin(async move {
            let mut known = 0;
            for (line, record) in batch {
                match record.keep(session).await {
                    Ok(true) => {}
                    Ok(false) => known += 1,
                    Err(error) => return Ok(Err((line, error))),
                }
            }
            Ok(Ok(known))
        })
    })?;
    outcome.map_err(|(line, error)| match error {
        StoreError::AlreadyThere => refused(
            line,
            "the store has a record of this key already, and it differs; import into an empty store",
        ),
        StoreError::NoSuchConversation => refused(line, "it belongs to a conversation that is not there"),
        other => TransferError::Store(other),
    })
}

fn refused(line: u64, reason: &str) -> TransferError {
    TransferError::Line { line, reason: reason.to_owned() }
}

/// Lines with their numbers.
struct Lines<'a> {
    input: &'a mut dyn BufRead,
    number: u64,
}

impl Lines<'_> {
    /// Reads the line that all exports begin with.
    fn head(&mut self) -> Result<(), TransferError> {
        let text = self.text()?;
        match text.as_deref().and_then(line::version) {
            Some(VERSION) => Ok(()),
            Some(version) if version > VERSION => {
                let reason = format!(
                    "a newer deskdoc wrote this export (version {version} of the lines; this one reads version {VERSION}): import it with that one"
                );
                Err(TransferError::Line { line: self.number, reason })
            }
            _ => {
                text.as_deref().map(Line::from_json).transpose().map_err(|reason| refused(1, &reason))?;
                Err(refused(1, "expected the first line of an export, `{\"store\":{\"version\":1}}`"))
            }
        }
    }

    /// The next records, and whether they are the last ones.
    fn batch(&mut self, moved: &mut Moved) -> Result<(Vec<Numbered>, bool), TransferError> {
        let mut batch = Vec::new();
        while batch.len() < AT_ONCE {
            match self.next()? {
                Some(Line::Kept(record)) => {
                    moved.records += 1;
                    batch.push((self.number, *record));
                }
                Some(Line::End { records }) if records == moved.records => {
                    self.expect_nothing_more()?;
                    return Ok((batch, true));
                }
                Some(Line::End { records }) => {
                    let reason = format!(
                        "the export had {records} records and {} were found; export again",
                        moved.records
                    );
                    return Err(TransferError::Line { line: self.number, reason });
                }
                Some(Line::Store { .. }) => {
                    return Err(refused(
                        self.number,
                        "another export begins here; import one after the other",
                    ));
                }
                None => {
                    return Err(refused(
                        self.number + 1,
                        "expected the last line of an export; it was cut off, export again",
                    ));
                }
            }
        }
        Ok((batch, false))
    }

    fn expect_nothing_more(&mut self) -> Result<(), TransferError> {
        match self.next()? {
            None => Ok(()),
            Some(_) => Err(refused(self.number, "expected nothing behind the last line of an export")),
        }
    }

    fn next(&mut self) -> Result<Option<Line>, TransferError> {
        let Some(text) = self.text()? else { return Ok(None) };
        Line::from_json(&text).map(Some).map_err(|reason| refused(self.number, &reason))
    }

    /// The next line as it is written.
    fn text(&mut self) -> Result<Option<Vec<u8>>, TransferError> {
        let mut text = Vec::new();
        let read = self.input.take(LONGEST_LINE).read_until(b'\n', &mut text);
        if read.map_err(TransferError::Input)? == 0 {
            return Ok(None);
        }
        self.number += 1;
        Ok(Some(text))
    }
}
