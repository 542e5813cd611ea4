//! The use cases: each file one verb. The page, the API and the command line all come through here, which is why the
//! same question gets the same answer everywhere.

mod ask;
mod check;
mod clock;
mod conversations;
mod converse;
mod doctor;
mod evaluate;
mod feedback;
mod find;
mod insights;
mod judge;
mod keep;
mod learn;
mod notes;
mod paste;
mod preview;
mod reload;
mod sign_in;
mod ticket;
mod tokens;
mod tree;

pub use ask::{Answer, MOST_ARTICLES, MOST_CAUSES};
pub use check::{BadDocument, CheckAnswer, Checked, Configuration, Document};
pub use clock::seconds_now;
pub use conversations::{Draft, Held, Kept, LONGEST_REASON, MOST_UNDONE, NotHeld, Opening, RequestKey};
pub use converse::{NotTurned, Turned, Typed};
pub use doctor::{Examination, Finding, Mark};
pub use evaluate::{Evaluation, Played};
pub use feedback::LONGEST_COMMENT;
pub use find::filter;
pub use insights::Counted;
pub use judge::{Judgement, Strictness};
pub use keep::{KeepError, export_store, import_store};
pub use learn::{Lesson, NotLearnt, learn_from_cases};
pub use notes::{MOST_LISTED, outgoing_notes, retry_notes};
pub use preview::{Contribution, Files};
pub use reload::LastReload;
pub use sign_in::{Key, NoChance, moment, random_id, random_key};
pub use ticket::{
    BadHook, Hook, HookTrial, Hooks, KnownTicket, TicketDraft, TicketOutcome, TicketTaken, marked,
};
pub use tokens::{
    Bearer, Expiry, Holder, LONGEST_TOKEN_NAME, MadeToken, Required, Scope, Stock, TokenError, TokenName,
    Worth, create_token, list_tokens, revoke_token,
};
pub use tree::FoundTree;

use std::sync::Arc;

use self::keep::Keeping;
use crate::config::Config;
use crate::library::{Library, LoadError, Snapshot};
use crate::search::{Progress, SearchError};

pub use crate::library::{Refused, Reloaded, UnknownSymptom};
pub use crate::store::{
    Delivery, Done, Id, KeyedAnswer, Moment, Moved, OpenError, Queued, Replay, Token, Which,
};

/// Everything a use case needs.
pub struct App {
    library: Arc<Library>,
    reloading: Arc<reload::Reloading>,
    /// What must survive a restart; only the server needs it.
    keeping: Option<Keeping>,
    /// Systems that send their tickets; only the server has any.
    hooks: Hooks,
    /// What was last seen of tokens.
    tokens: tokens::Memory,
}

/// Why a use case could not be carried out. What people type is never the reason.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The index gave an error.
    #[error(transparent)]
    Search(#[from] SearchError),
}

impl App {
    /// Loads the base and makes everything of it.
    ///
    /// # Errors
    /// [`LoadError`] if a folder cannot be read.
    pub fn open(config: &Config) -> Result<Self, LoadError> {
        Self::open_with(config, &Progress::unseen())
    }

    /// The same, telling how far the search index has come.
    ///
    /// # Errors
    /// [`LoadError`] if a folder cannot be read.
    pub fn open_with(config: &Config, progress: &Progress<'_>) -> Result<Self, LoadError> {
        let library = Library::open(&config.library, progress)?;
        reload::tell_of_a_new_base();
        Ok(Self {
            library: Arc::new(library),
            reloading: Arc::default(),
            keeping: None,
            hooks: Hooks::default(),
            tokens: tokens::Memory::default(),
        })
    }

    /// The current state of the base.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.library.snapshot()
    }
}
