//! What a store is used for, one method each. All of them keep everything or nothing.

use super::error::StoreError;
use super::figures::{self, Counts, Span};
use super::record::{
    Along, Done, Feedback, Filed, Id, KeyedAnswer, Ledger, Moment, Purged, Replay, Taken, Token, Turn,
    Unanswered,
};
use super::retention::{self, AT_A_TIME, Aged};
use super::tickets::{self, KnownTicket};
use super::{Store, conversations, idempotency, keys, rows, tokens};

impl Store {
    /// Begins a conversation with what happened in it so far.
    ///
    /// # Errors
    /// [`StoreError::AlreadyThere`] if there is one of its id; else as for every write.
    pub async fn begin(&self, ledger: Ledger, along: impl Into<Along>) -> Result<Done<()>, StoreError> {
        let along = along.into();
        let has_notes = !along.outgoing.is_empty();
        let begun = self.write(move |session| Box::pin(conversations::begin(session, ledger, along))).await;
        if has_notes {
            self.inner.bell.notify_one();
        }
        begun
    }

    /// Adds a turn to a conversation, and says how many it has now.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] if it has had another turn meanwhile, [`StoreError::NoSuchConversation`] if there is
    /// none; else as for every write.
    pub async fn take(&self, turn: Turn, along: impl Into<Along>) -> Result<Done<u32>, StoreError> {
        let along = along.into();
        let has_notes = !along.outgoing.is_empty();
        let taken = self.write(move |session| Box::pin(conversations::take(session, turn, along))).await;
        if has_notes {
            self.inner.bell.notify_one();
        }
        taken
    }

    /// Adds several turns to a conversation, all of them or none, with what a delivery did to its ticket.
    ///
    /// # Errors
    /// As [`Self::take`]; [`StoreError::Taken`] if the delivery had its effect before.
    pub async fn take_all(&self, turns: Vec<Turn>, along: Along) -> Result<(), StoreError> {
        self.write(move |session| Box::pin(conversations::take_all(session, turns, along))).await
    }

    /// Whether a delivery had its effect.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn is_taken(&self, taken: Taken) -> Result<bool, StoreError> {
        self.read(move |session| Box::pin(async move { tickets::is_taken(session, &taken).await })).await
    }

    /// Remembers a delivery that made no turn, with what else it told of its ticket.
    ///
    /// # Errors
    /// [`StoreError::Taken`] if it had its effect before, [`StoreError::Conflict`] if another one was quicker with the
    /// same ticket; else as for every write.
    pub async fn file(&self, filed: Filed) -> Result<(), StoreError> {
        self.write(move |session| Box::pin(tickets::file(session, filed))).await
    }

    /// A ticket with its conversation.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn ticket(&self, hook: &str, ticket: &str) -> Result<Option<KnownTicket>, StoreError> {
        let (hook, ticket) = (hook.to_owned(), ticket.to_owned());
        self.read(move |session| Box::pin(tickets::read(session, hook, ticket))).await
    }

    /// A conversation with all that happened in it.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn conversation(&self, id: Id) -> Result<Option<Ledger>, StoreError> {
        self.read(move |session| Box::pin(conversations::read(session, id))).await
    }

    /// Keeps what somebody said about the help they got.
    ///
    /// # Errors
    /// [`StoreError::NoSuchConversation`] if it names one that there is not, [`StoreError::AlreadyThere`] if its id is
    /// taken; else as for every write.
    pub async fn add_feedback(
        &self,
        feedback: Feedback,
        keyed: Option<KeyedAnswer>,
    ) -> Result<Done<()>, StoreError> {
        self.write(move |session| {
            Box::pin(async move {
                if let Some(earlier) = idempotency::claim(session, keyed.as_ref()).await? {
                    return Ok(Done::Earlier(earlier));
                }
                rows::add(session, &feedback).await.map(Done::Now)
            })
        })
        .await
    }

    /// Keeps the answer to a request that changed nothing else.
    ///
    /// # Errors
    /// As for every write.
    pub async fn answered(&self, keyed: KeyedAnswer) -> Result<Done<()>, StoreError> {
        self.write(move |session| {
            Box::pin(async move {
                let earlier = idempotency::claim(session, Some(&keyed)).await?;
                Ok(earlier.map_or(Done::Now(()), Done::Earlier))
            })
        })
        .await
    }

    /// Keeps a message that was not recognised.
    ///
    /// # Errors
    /// [`StoreError::AlreadyThere`] if its id is taken; else as for every write.
    pub async fn add_unanswered(&self, unanswered: Unanswered) -> Result<(), StoreError> {
        self.write(move |session| Box::pin(async move { rows::add(session, &unanswered).await })).await
    }

    /// Counts conversations, outcomes, messages asked in vain, and feedback of a span of time.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn counts(&self, span: Span) -> Result<Counts, StoreError> {
        self.read(move |session| Box::pin(figures::count(session, span))).await
    }

    /// The answer that a request with this key was given within the last day, if it was: to be asked before the work
    /// is done. Whoever does the work hands the key over together with its effect.
    ///
    /// # Errors
    /// [`StoreError::KeyReused`] if the key was used for another request.
    pub async fn recall(
        &self,
        scope: &str,
        key: &str,
        body_hash: [u8; 32],
        now: Moment,
    ) -> Result<Option<Replay>, StoreError> {
        let (scope, key) = (scope.to_owned(), key.to_owned());
        self.read(move |session| Box::pin(idempotency::recall(session, scope, key, body_hash, now))).await
    }

    /// The key of this name that all servers on this store share. If there is none yet, it is the one brought along.
    ///
    /// # Errors
    /// As for every write.
    pub async fn shared_key(
        &self,
        name: &'static str,
        brought: [u8; 32],
        at: Moment,
    ) -> Result<[u8; 32], StoreError> {
        self.write(move |session| Box::pin(keys::shared(session, name, brought, at))).await
    }

    /// Keeps a token.
    ///
    /// # Errors
    /// [`StoreError::AlreadyThere`] if another one has its name; else as for every write.
    pub async fn add_token(&self, token: Token) -> Result<(), StoreError> {
        self.write(move |session| Box::pin(async move { rows::add(session, &token).await })).await
    }

    /// All tokens, also revoked ones, the oldest first.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn tokens(&self) -> Result<Vec<Token>, StoreError> {
        self.read(|session| Box::pin(tokens::all(session))).await
    }

    /// Whether there is any token, also if it is revoked.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn has_tokens(&self) -> Result<bool, StoreError> {
        self.read(|session| Box::pin(tokens::any(session))).await
    }

    /// The token of a hash, also if it is revoked or its time is over.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub async fn token(&self, hash: [u8; 32]) -> Result<Option<Token>, StoreError> {
        self.read(move |session| Box::pin(tokens::of_hash(session, hash))).await
    }

    /// Notes that a token was used, to the minute.
    ///
    /// # Errors
    /// As for every write.
    pub async fn token_used(&self, hash: [u8; 32], at: Moment) -> Result<(), StoreError> {
        self.write(move |session| Box::pin(tokens::used(session, hash, at))).await
    }

    /// The same for callers who do not wait for it: whether it is noted shows in the list of tokens only.
    pub fn token_used_soon(&self, hash: [u8; 32], at: Moment) {
        let store = self.clone();
        drop(self.spawn(async move { store.token_used(hash, at).await }));
    }

    /// Revokes the token of a name, and says whether there was one.
    ///
    /// # Errors
    /// As for every write.
    pub async fn revoke_token(&self, name: &str, at: Moment) -> Result<bool, StoreError> {
        let name = name.to_owned();
        self.write(move |session| Box::pin(tokens::revoke(session, name, at))).await
    }

    /// Deletes what is older: conversations by their last turn; feedback, unanswered messages and notes
    /// that were given up by their time.
    ///
    /// # Errors
    /// As for every write; what was deleted until then stays so.
    pub async fn purge(&self, before: Moment) -> Result<Purged, StoreError> {
        let purged = Purged {
            conversations: self.purge_all(Aged::Conversations, before).await?,
            feedback: self.purge_all(Aged::Feedback, before).await?,
            unanswered: self.purge_all(Aged::Unanswered, before).await?,
            given_up: self.purge_all(Aged::GivenUp, before).await?,
        };
        if purged != Purged::default() {
            self.settle().await;
        }
        Ok(purged)
    }

    async fn purge_all(&self, aged: Aged, before: Moment) -> Result<u64, StoreError> {
        let mut n_purged = 0;
        loop {
            let n_more =
                self.write(move |session| Box::pin(retention::purge_some(session, aged, before))).await?;
            n_purged += n_more;
            if n_more < AT_A_TIME {
                return Ok(n_purged);
            }
        }
    }

    /// Forgets the answers to requests that are older than a day, and says how many.
    ///
    /// # Errors
    /// As for every write.
    pub async fn forget_keys(&self, now: Moment) -> Result<u64, StoreError> {
        let n_forgotten = self.write(move |session| Box::pin(idempotency::forget(session, now))).await?;
        // Answers hold words of users, too.
        if n_forgotten > 0 {
            self.settle().await;
        }
        Ok(n_forgotten)
    }

    /// Forgets the deliveries that are too old to come again, and says how many.
    ///
    /// # Errors
    /// As for every write.
    pub async fn forget_deliveries(&self, now: Moment) -> Result<u64, StoreError> {
        self.write(move |session| Box::pin(tickets::forget(session, now))).await
    }
}
