//! Conversations that last: opened, read, and continued by whoever knows how long they are.
//!
//! Each use has up to three parts, because they belong to different places: what is kept is looked up (waiting for the
//! store), the turn is worked out (keeping a processor busy, as a [`Draft`]), and the draft is kept (waiting again). A
//! draft that was not kept never happened. Nothing is remembered in between, so any process may take any turn.

mod draft;
mod error;
mod kept;
mod standing;
mod thread;

pub(in crate::app) use self::standing::STATES;

pub(super) use self::draft::fresh_id;
pub use self::draft::{Draft, Opening};
pub use self::error::NotHeld;
pub use self::kept::{Held, Kept};
pub(super) use self::thread::Thread;

use sha2::{Digest, Sha256};

use super::App;
use super::clock::{now, timed};
use crate::dialogue::{CaseNote, LONGEST_LEDGER, changes, note, reply};
use crate::store::{Along, Done, Id, KeyedAnswer, Replay, Store};

/// How many turns can be undone at once: all there can be.
pub const MOST_UNDONE: usize = LONGEST_LEDGER;
/// How many characters the reason for handing over may have.
pub const LONGEST_REASON: usize = 4_000;

/// A request that must have its effect once, however often it is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequestKey {
    /// What the key belongs to, for example the address it was sent to.
    pub scope: String,
    /// The key, as it came. It is kept as a hash: programs make keys of anything, also of what nobody should read.
    pub key: String,
    /// The SHA-256 of the request.
    pub body_hash: [u8; 32],
}

impl RequestKey {
    /// The key with the answer that its request is given, today and whenever it is sent again.
    pub fn with(self, answer: Replay) -> KeyedAnswer {
        KeyedAnswer {
            scope: self.scope,
            key: kept_key(&self.key),
            body_hash: self.body_hash,
            at: now(),
            status: answer.status,
            answer: answer.answer,
        }
    }
}

/// What the store knows a key by: the SHA-256 of it, in hexadecimal digits.
fn kept_key(key: &str) -> String {
    Sha256::digest(key).iter().map(|byte| format!("{byte:02x}")).collect()
}

impl App {
    /// Looks a conversation up.
    ///
    /// # Errors
    /// [`NotHeld::NoSuchConversation`], or what keeps the store from being read.
    pub async fn kept(&self, id: Id) -> Result<Kept, NotHeld> {
        let found = timed("read", self.store()?.conversation(id)).await?;
        found.map_or(Err(NotHeld::NoSuchConversation), Kept::try_from)
    }

    /// The answer that a request was given earlier, if it was.
    ///
    /// # Errors
    /// [`NotHeld::KeyReused`], or what keeps the store from being read.
    pub async fn answered_earlier(&self, key: &RequestKey) -> Result<Option<Replay>, NotHeld> {
        let store = self.store()?;
        // Programs before this one kept the key itself; such answers are kept for a day.
        // What is kept of a key now is no key: whoever has read it in a back-up gets no answer for it.
        let is_hash = key.key.len() == 64 && key.key.bytes().all(|byte| byte.is_ascii_hexdigit());
        let (now_kept, kept_before) = (kept_key(&key.key), (!is_hash).then_some(&key.key));
        for known in std::iter::once(&now_kept).chain(kept_before) {
            let recalling = store.recall(&key.scope, known, key.body_hash, now());
            if let Some(earlier) = timed("read", recalling).await? {
                return Ok(Some(earlier));
            }
        }
        Ok(None)
    }

    /// Says where a conversation stands.
    ///
    /// # Errors
    /// [`NotHeld::Broken`] if the index cannot be read.
    pub fn held(&self, kept: Kept) -> Result<Held, NotHeld> {
        let snapshot = self.snapshot();
        let changes = changes(&snapshot.base, &kept.conversation);
        let reply = reply(&snapshot.base, &kept.conversation);
        let articles = draft::to_read(&snapshot, &reply, &kept.conversation)?;
        Ok(Held { kept, reply, articles, snapshot, changes, wants_note: false })
    }

    /// The case note of a conversation, in the words of the base as it is now.
    pub fn case_note(&self, kept: &Kept) -> CaseNote {
        note(&self.snapshot().base, &kept.conversation)
    }

    /// Keeps a draft, together with the answer to its request if that has a key.
    ///
    /// # Errors
    /// [`NotHeld`]; after [`NotHeld::Unavailable`] only a request with the same key tells whether the draft was kept.
    pub async fn keep(&self, draft: Draft, keyed: Option<KeyedAnswer>) -> Result<Done<Held>, NotHeld> {
        self.keep_along(draft, Along::from(keyed)).await
    }

    /// Keeps a draft with all that goes along with it.
    ///
    /// # Errors
    /// As [`Self::keep`].
    pub(super) async fn keep_along(&self, draft: Draft, along: Along) -> Result<Done<Held>, NotHeld> {
        let (store, Draft { held, write }) = (self.store()?, draft);
        let done = match write {
            draft::Write::Nothing => match (along.keyed, along.filed) {
                (Some(keyed), _) => timed("write", store.answered(keyed)).await?,
                (None, Some(filed)) => Done::Now(timed("write", store.file(filed)).await?),
                (None, None) => Done::Now(()),
            },
            draft::Write::Begin { ledger, unanswered } => {
                timed("write", store.begin(*ledger, Along { unanswered, ..along })).await?
            }
            draft::Write::Turn { turn, unanswered } => {
                match timed("write", store.take(*turn, Along { unanswered, ..along })).await? {
                    Done::Now(_) => Done::Now(()),
                    Done::Earlier(replay) => Done::Earlier(replay),
                }
            }
            draft::Write::Turns { turns, unanswered } => {
                Done::Now(timed("write", store.take_all(turns, Along { unanswered, ..along })).await?)
            }
        };
        Ok(match done {
            Done::Now(()) => Done::Now(held),
            Done::Earlier(replay) => Done::Earlier(replay),
        })
    }

    /// The store, for use cases that keep something.
    ///
    /// # Errors
    /// [`NotHeld::Unavailable`] where none was opened.
    pub(super) fn store(&self) -> Result<&Store, NotHeld> {
        self.keeping.as_ref().map(super::keep::Keeping::store).ok_or(NotHeld::Unavailable)
    }
}
