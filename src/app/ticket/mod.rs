//! Tickets of other systems become cases: one ticket, one conversation, and a note wherever deskdoc has something new
//! to say.
//!
//! A delivery is proved and read by `tickets`. Here it is compared with what was heard of its ticket before; what is new
//! is said in the conversation, all of it or nothing, together with the note and the memory of the delivery. Two
//! processes may take two deliveries of one ticket at once: one of them is told to look again. Who wrote a ticket is
//! looked at and forgotten; subject and description are kept as words of the conversation, of the rest only hashes.

mod hook;
mod news;
mod trial;

pub use hook::{BadHook, Hook, Hooks};
pub use trial::HookTrial;

use self::news::News;
use super::clock::{now, timed};
use super::conversations::{Draft, Held, Kept, NotHeld, Thread, fresh_id};
use super::{App, Done};
use crate::dialogue::{Conversation, Phase, Reply, note};
use crate::library::Snapshot;
use crate::store::{Along, Filed, Moment, Outgoing, Taken, Ticket};
use crate::tickets::{Delivery, MARKER, NoteCall, Status, Triage};

/// What a delivery came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketOutcome {
    /// A conversation began.
    Opened,
    /// The conversation went on.
    Continued,
    /// The ticket was closed.
    Closed,
    /// It was opened again.
    Reopened,
    /// It told nothing new.
    Unchanged,
    /// It told nothing that deskdoc hears.
    Ignored,
}

/// A ticket as it was known before a delivery.
pub struct KnownTicket {
    ticket: Ticket,
    comments: Vec<[u8; 32]>,
    kept: Kept,
}

/// What a delivery would come to, to be kept or dropped.
pub struct TicketDraft {
    draft: Option<Draft>,
    filed: Option<Filed>,
    note: Option<Note>,
    outcome: TicketOutcome,
    said: Option<Triage>,
}

/// A note that is to be sent.
struct Note {
    hook: String,
    ticket: String,
    call: NoteCall,
    id: super::Id,
}

/// What became of a delivery.
pub struct TicketTaken {
    /// What it came to.
    pub outcome: TicketOutcome,
    /// The conversation, if there is one.
    pub held: Option<Held>,
    /// Whether a note is on its way.
    pub is_note_queued: bool,
    /// What the note says.
    pub triage: Option<Triage>,
}

impl App {
    /// Serves the hooks.
    #[must_use]
    pub fn with_hooks(mut self, hooks: Hooks) -> Self {
        self.hooks = hooks;
        self
    }

    /// The hook of a name.
    pub fn hook(&self, name: &str) -> Option<&Hook> {
        self.hooks.get(name)
    }

    /// Whether a signed delivery had its effect before.
    ///
    /// # Errors
    /// [`NotHeld`] if the store cannot be read.
    pub async fn is_taken(&self, hook: &Hook, once: [u8; 32]) -> Result<bool, NotHeld> {
        Ok(timed("read", self.store()?.is_taken(taken(hook, once, now()))).await?)
    }

    /// Remembers a delivery that has nothing to do with a ticket.
    ///
    /// # Errors
    /// [`NotHeld::Repeated`] if it came before, else if the store cannot be written.
    pub async fn pass_over(&self, hook: &Hook, once: [u8; 32]) -> Result<(), NotHeld> {
        let filed = Filed { taken: Some(taken(hook, once, now())), ..Filed::default() };
        Ok(timed("write", self.store()?.file(filed)).await?)
    }

    /// What is known of the ticket that a delivery is about.
    ///
    /// # Errors
    /// [`NotHeld`] if the store cannot be read.
    pub async fn known_ticket(
        &self,
        hook: &Hook,
        delivery: &Delivery,
    ) -> Result<Option<KnownTicket>, NotHeld> {
        let Some(known) = timed("read", self.store()?.ticket(&hook.name, &delivery.ticket)).await? else {
            return Ok(None);
        };
        let kept = Kept::try_from(known.ledger)?;
        Ok(Some(KnownTicket { ticket: known.ticket, comments: known.comments, kept }))
    }

    /// Works out what a delivery comes to.
    ///
    /// # Errors
    /// [`NotHeld::Broken`] if the program fails; what a delivery says is never the reason.
    pub fn draft_ticket(
        &self,
        hook: &Hook,
        delivery: &Delivery,
        known: Option<KnownTicket>,
    ) -> Result<TicketDraft, NotHeld> {
        let snapshot = self.snapshot();
        let news = News::of(&snapshot.base, hook, delivery, known.as_ref().map(KnownTicket::heard));
        let is_closed = matches!(delivery.status, Some(Status::Solved | Status::Dropped));
        let Some(KnownTicket { ticket, kept, .. }) = known else {
            // A note would open a closed ticket again, and words are what a case begins with.
            if news.words.is_empty() || is_closed {
                return Ok(TicketDraft::nothing(TicketOutcome::Ignored));
            }
            return self.draft_opened(hook, delivery, news, &snapshot);
        };
        let was_closed = ticket.is_closed;
        let is_closing = is_closed && !was_closed;
        let is_reopening = was_closed && delivery.status == Some(Status::Open);
        if news.words.is_empty() && !is_closing && !is_reopening {
            let outcome = if news.is_own { TicketOutcome::Ignored } else { TicketOutcome::Unchanged };
            return Ok(TicketDraft {
                draft: Some(Thread::resume(snapshot, kept).finish()?),
                ..TicketDraft::nothing(outcome)
            });
        }
        let mut thread = Thread::resume(snapshot.clone(), kept);
        let before = triage(&snapshot, thread.conversation(), thread.reply(), &self.hooks.site);
        if is_reopening {
            thread.reopen()?;
        }
        hear(&mut thread, &news, is_reopening)?;
        if is_closing && delivery.status == Some(Status::Solved) {
            thread.close()?;
        }
        let after = triage(&snapshot, thread.conversation(), thread.reply(), &self.hooks.site);
        let is_wanted = after != before && !is_closed && self.is_telling(hook, thread.reply());
        let note = if is_wanted { note_of(hook, delivery, &after)? } else { None };
        let outcome = match () {
            () if is_closing => TicketOutcome::Closed,
            () if is_reopening => TicketOutcome::Reopened,
            () => TicketOutcome::Continued,
        };
        let draft = thread.finish()?;
        let ticket = Ticket {
            conversation: draft.held.kept.id,
            subject_hash: news.subject_hash.or(ticket.subject_hash),
            body_hash: news.body_hash.or(ticket.body_hash),
            is_closed: delivery.status.map_or(was_closed, |_| is_closed),
            at: draft.held.kept.updated_at,
            ..ticket
        };
        let filed = Filed { ticket: Some(ticket), comments: news.comments, taken: None };
        Ok(TicketDraft { draft: Some(draft), filed: Some(filed), note, outcome, said: Some(after) })
    }

    fn draft_opened(
        &self,
        hook: &Hook,
        delivery: &Delivery,
        news: News,
        snapshot: &std::sync::Arc<Snapshot>,
    ) -> Result<TicketDraft, NotHeld> {
        let mut thread = Thread::begin(snapshot.clone())?;
        hear(&mut thread, &news, false)?;
        let said = triage(snapshot, thread.conversation(), thread.reply(), &self.hooks.site);
        let note = if self.is_telling(hook, thread.reply()) { note_of(hook, delivery, &said)? } else { None };
        let draft = thread.finish()?;
        let ticket = Ticket {
            hook: hook.name.clone(),
            ticket: delivery.ticket.clone(),
            conversation: draft.held.kept.id,
            version: 0,
            subject_hash: news.subject_hash,
            body_hash: news.body_hash,
            is_closed: false,
            at: draft.held.kept.updated_at,
        };
        let filed = Filed { ticket: Some(ticket), comments: news.comments, taken: None };
        let outcome = TicketOutcome::Opened;
        Ok(TicketDraft { draft: Some(draft), filed: Some(filed), note, outcome, said: Some(said) })
    }

    /// Whether there is anything to tell whoever opens the ticket.
    fn is_telling(&self, hook: &Hook, reply: &Reply) -> bool {
        let is_recognised = !reply.known.symptoms.is_empty();
        let is_over = matches!(reply.phase, Phase::Solved(_));
        !is_over && (is_recognised || hook.settings.notes_for_unknown)
    }

    /// Keeps what a delivery came to: the turns, the note and the memory of the delivery, or none of them.
    ///
    /// # Errors
    /// [`NotHeld::Repeated`] if the delivery had its effect before; [`NotHeld::Conflict`] if another one was quicker
    /// with the same ticket: look again then.
    pub async fn keep_ticket(
        &self,
        hook: &Hook,
        draft: TicketDraft,
        once: Option<[u8; 32]>,
    ) -> Result<TicketTaken, NotHeld> {
        let TicketDraft { draft, filed, note, outcome, said } = draft;
        let at = now();
        let taken = once.map(|once| taken(hook, once, at));
        let filed = match (filed, taken) {
            (None, None) => None,
            (filed, taken) => Some(Filed { taken, ..filed.unwrap_or_default() }),
        };
        let is_note_queued = note.is_some();
        let outgoing = note.map(|note| note.outgoing(at)).into_iter().collect();
        let held = match (draft, filed) {
            (Some(draft), filed) => {
                let along = Along { filed, outgoing, ..Along::default() };
                match self.keep_along(draft, along).await {
                    Ok(Done::Now(held)) => Some(held),
                    Ok(Done::Earlier(_)) => None,
                    // The conversation was deleted, or begun by somebody else, since it was looked for.
                    Err(NotHeld::NoSuchConversation) => return Err(NotHeld::Conflict { current: 0 }),
                    Err(other) => return Err(other),
                }
            }
            (None, Some(filed)) => {
                timed("write", self.store()?.file(filed)).await?;
                None
            }
            (None, None) => None,
        };
        Ok(TicketTaken { outcome, held, is_note_queued, triage: said })
    }
}

impl KnownTicket {
    fn heard(&self) -> news::Heard<'_> {
        news::Heard {
            subject_hash: self.ticket.subject_hash,
            body_hash: self.ticket.body_hash,
            comments: &self.comments,
        }
    }
}

impl TicketDraft {
    fn nothing(outcome: TicketOutcome) -> Self {
        Self { draft: None, filed: None, note: None, outcome, said: None }
    }
}

impl TicketOutcome {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::Continued => "continued",
            Self::Closed => "closed",
            Self::Reopened => "reopened",
            Self::Unchanged => "unchanged",
            Self::Ignored => "ignored",
        }
    }

    /// Whether anything was kept.
    pub fn has_effect(self) -> bool {
        !matches!(self, Self::Unchanged | Self::Ignored)
    }
}

impl Note {
    fn outgoing(self, at: Moment) -> Outgoing {
        let Self { hook, ticket, call, id } = self;
        Outgoing { id, hook, ticket, at, call: call.to_json() }
    }
}

fn taken(hook: &Hook, once: [u8; 32], at: Moment) -> Taken {
    Taken { hook: hook.name.clone(), hash: once, at }
}

fn hear(thread: &mut Thread, news: &News, is_reopening: bool) -> Result<(), NotHeld> {
    let mut given = Some(news.readings.clone());
    for words in &news.words {
        let given = given.take().unwrap_or_default();
        if is_reopening {
            thread.say_again(words, given)?;
        } else {
            thread.say(words, given)?;
        }
    }
    Ok(())
}

fn triage(snapshot: &Snapshot, conversation: &Conversation, reply: &Reply, site: &Option<String>) -> Triage {
    let base = &snapshot.base;
    let address = |link: &_| site.as_ref().map(|site| format!("{site}{}", crate::wire::href(link)));
    Triage::of(base, reply, &note(base, conversation), &address)
}

/// The note as it goes to the ticket; none where the hook sends none.
fn note_of(hook: &Hook, delivery: &Delivery, triage: &Triage) -> Result<Option<Note>, NotHeld> {
    if hook.settings.url.is_none() {
        return Ok(None);
    }
    let id = fresh_id()?;
    let call = hook.system.call(delivery, triage, &id.to_string(), hook.settings.is_public).ok();
    Ok(call.map(|call| Note { hook: hook.name.clone(), ticket: delivery.ticket.clone(), call, id }))
}

/// The note as text, with a mark by which it is known when it comes back as a comment.
///
/// # Errors
/// [`NotHeld::Broken`] if there are no random bits.
pub fn marked(hook: &Hook, triage: &Triage) -> Result<String, NotHeld> {
    let form = hook.system.note.as_ref().map_or(crate::tickets::Form::Plain, |note| note.form);
    Ok(triage.to_text(form, Some(&format!("{MARKER} {}", fresh_id()?))))
}
