//! Where a connection stands: between requests, in the middle of one, or with us.
//!
//! Bytes are seen by the connection, requests by the guard; this is what they tell each other.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::task::{Context, Poll, Waker};

use tokio::time::Instant;

use crate::web::problem::{Code, Failure};

/// What is waited for, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Waiting {
    /// A request that begins.
    Request(Instant),
    /// The rest of its head.
    Head(Instant),
    /// The rest of its body. The moment is that of the first byte of the head.
    Body(Instant),
    /// Our answer.
    Answer,
}

/// What becomes of the `100 Continue` that somebody waits for before they send a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Continue {
    /// Nobody waits.
    No,
    /// The framework is about to write it, and the other side is not to have it yet.
    Coming,
    /// The framework is about to write it, and the other side is to have it.
    Wanted,
    /// It was written, and kept from the other side.
    HeldBack,
    /// The other side is to have it.
    Due,
}

/// The course of a connection.
#[derive(Debug)]
pub(in crate::web) struct Course {
    waiting: Cell<Waiting>,
    /// The first line of the head is there.
    has_address: Cell<bool>,
    /// How many bytes of that line have come.
    n_address_bytes: Cell<usize>,
    /// A request is known to us, and there is no answer to it yet.
    is_owed: Cell<bool>,
    /// How many requests came with the bytes that were read last.
    n_at_once: Cell<u32>,
    /// Answers are not fetched as fast as they are made.
    is_stalled: Cell<bool>,
    /// Who wants to read on once the answer is made.
    reader: RefCell<Option<Waker>>,
    /// The request was answered before its body was there.
    is_answered: Cell<bool>,
    /// The body of the last request broke.
    is_broken: Cell<bool>,
    /// Nothing more comes: the other side has hung up, or we have stopped listening.
    has_ended: Cell<bool>,
    is_continue: Cell<Continue>,
}

impl Course {
    pub(super) fn begin(now: Instant) -> Self {
        Self {
            waiting: Cell::new(Waiting::Request(now)),
            has_address: Cell::new(false),
            n_address_bytes: Cell::new(0),
            is_owed: Cell::new(false),
            n_at_once: Cell::new(0),
            is_stalled: Cell::new(false),
            reader: RefCell::new(None),
            is_answered: Cell::new(false),
            is_broken: Cell::new(false),
            has_ended: Cell::new(false),
            is_continue: Cell::new(Continue::No),
        }
    }

    pub(super) fn waiting_since(&self) -> Waiting {
        self.waiting.get()
    }

    /// The first byte of a request starts its clock.
    pub(super) fn bytes_came(&self, bytes: &[u8]) {
        self.n_at_once.set(0);
        if matches!(self.waiting.get(), Waiting::Request(_)) {
            self.waiting.set(Waiting::Head(Instant::now()));
            self.has_address.set(false);
            self.n_address_bytes.set(0);
        }
        if !self.has_address.get() {
            let end = bytes.iter().position(|byte| *byte == b'\n');
            self.has_address.set(end.is_some());
            self.n_address_bytes.set(self.n_address_bytes.get() + end.unwrap_or(bytes.len()));
        }
    }

    /// Whether a whole request is in our hands; whoever asks is woken when it is answered.
    pub(super) fn is_busy(&self, context: &Context<'_>) -> bool {
        let is_busy = self.waiting.get() == Waiting::Answer;
        if is_busy {
            self.reader.replace(Some(context.waker().clone()));
        }
        is_busy
    }

    /// Whether the first line of the head that is coming is whole.
    pub(super) fn has_address(&self) -> bool {
        self.has_address.get()
    }

    /// How many bytes of it have come.
    pub(super) fn n_address_bytes(&self) -> usize {
        self.n_address_bytes.get()
    }

    /// A head is whole.
    pub(in crate::web) fn head_came(&self, has_body: bool) {
        let since = match self.waiting.get() {
            Waiting::Head(since) => since,
            Waiting::Body(since) if !self.is_answered.get() => since,
            _ => Instant::now(),
        };
        self.is_answered.set(false);
        self.is_owed.set(true);
        self.n_at_once.set(self.n_at_once.get().saturating_add(1));
        self.waiting.set(if has_body { Waiting::Body(since) } else { Waiting::Answer });
    }

    /// Waits until it is this connection's turn.
    ///
    /// The framework carries out whatever requests came together in one go, and piles up the answers. With this,
    /// other connections come in between, and nothing is done for who does not fetch answers.
    pub(in crate::web) async fn turn(&self) {
        let mut has_let_others = self.n_at_once.get() <= 1;
        poll_fn(|context| {
            if !has_let_others {
                has_let_others = true;
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            // The connection wakes us when it is no longer stalled.
            if self.is_stalled.get() { Poll::Pending } else { Poll::Ready(()) }
        })
        .await;
    }

    pub(super) fn set_stalled(&self, is_stalled: bool) {
        self.is_stalled.set(is_stalled);
    }

    /// When the first byte of the request in hand came.
    pub(in crate::web) fn request_began(&self) -> Option<Instant> {
        match self.waiting.get() {
            Waiting::Head(since) | Waiting::Body(since) => Some(since),
            Waiting::Request(_) | Waiting::Answer => None,
        }
    }

    /// Somebody waits for a word before they send a body. The framework would give it at once, also to who is refused.
    pub(in crate::web) fn continue_comes(&self) {
        self.is_continue.set(Continue::Coming);
    }

    /// Whether the framework is about to write the word.
    pub(super) fn awaits_continue(&self) -> bool {
        matches!(self.is_continue.get(), Continue::Coming | Continue::Wanted)
    }

    /// It came; says whether it is not to be passed on.
    pub(super) fn keeps_continue(&self) -> bool {
        let is_kept = self.is_continue.get() == Continue::Coming;
        let is_held_back = is_kept && self.is_owed.get();
        self.is_continue.set(if is_held_back { Continue::HeldBack } else { Continue::No });
        is_kept
    }

    /// Whether it is to be said now; it is said once.
    pub(super) fn takes_continue(&self) -> bool {
        let is_due = self.is_continue.get() == Continue::Due;
        if is_due {
            self.is_continue.set(Continue::No);
        }
        is_due
    }

    /// Somebody is about to read the body.
    pub(in crate::web) fn body_wanted(&self) {
        match self.is_continue.get() {
            Continue::Coming => self.is_continue.set(Continue::Wanted),
            Continue::HeldBack => self.is_continue.set(Continue::Due),
            Continue::No | Continue::Wanted | Continue::Due => {}
        }
    }

    /// Some of the body is there: nobody waits for the word any more.
    pub(in crate::web) fn body_comes(&self) {
        self.no_continue();
    }

    /// The word is not to be said any more. What the framework is still to write of it is kept from the other side.
    fn no_continue(&self) {
        match self.is_continue.get() {
            Continue::Coming | Continue::Wanted => self.is_continue.set(Continue::Coming),
            Continue::No | Continue::HeldBack | Continue::Due => self.is_continue.set(Continue::No),
        }
    }

    /// The body is whole.
    pub(in crate::web) fn body_came(&self) {
        self.waiting.set(Waiting::Answer);
    }

    /// The body is no body: its length or its chunks make no sense, or it was cut off.
    pub(in crate::web) fn body_broke(&self) {
        self.is_broken.set(true);
    }

    /// Nothing more comes.
    pub(super) fn ended(&self) {
        self.has_ended.set(true);
    }

    /// Why a body broke: it ended too early, or what came is no body.
    pub(in crate::web) fn why_broken(&self) -> Failure {
        if self.has_ended.get() {
            return Failure::of(Code::BodyCutShort);
        }
        let detail = "the chunks of the body are not well formed: each begins with its length in hexadecimal digits, and \
                      `\\r\\n` ends that line and the chunk";
        Failure::saying(Code::RequestMalformed, detail)
    }

    pub(in crate::web) fn is_broken(&self) -> bool {
        self.is_broken.get()
    }

    /// Whether the last request that is known has no answer, although nobody works on it any more.
    pub(super) fn is_owed(&self) -> bool {
        self.is_owed.get()
    }

    /// The answer is made.
    pub(in crate::web) fn answered(&self) {
        self.is_owed.set(false);
        self.no_continue();
        self.left();
    }

    /// Nobody works on the request any more, with an answer or without.
    pub(in crate::web) fn left(&self) {
        match self.waiting.get() {
            // What is still to come of a refused body keeps its deadline.
            Waiting::Body(_) => self.is_answered.set(true),
            _ => self.waiting.set(Waiting::Request(Instant::now())),
        }
        if let Some(reader) = self.reader.take() {
            reader.wake();
        }
    }
}
