//! A connection of a client, before anything on it is a request.
//!
//! The framework reads and writes through [`Connection`], which has the patience the framework lacks: a head or a
//! body that drips, an answer nobody fetches and silence all come to an end. It also puts whole problem documents in
//! the place of the bare refusals that the framework's parser sends. How many connections there may be stands in
//! [`gate`]; what a request says is not looked at here.

mod bare;
mod course;
mod farewell;
pub(super) mod gate;
mod handshake;
mod line;
mod open_files;
#[cfg(test)]
mod tests;

use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_web::http::StatusCode;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep_until};

pub(super) use self::course::Course;
use self::gate::Place;
use self::line::Line;
pub(super) use self::open_files::{make_room, room_for};
use super::guard;
use super::problem::{Code, Failure};
use super::stop::Closing;

/// A reader that fetches less than this in the time for a request is not waiting for an answer but for our end.
const LEAST_FETCHED: usize = 16 * 1024;
/// After the deadline of a body its handler has this long to say so, before the connection ends without a word.
const GRACE: Duration = Duration::from_secs(1);

/// What the framework says to somebody who waits for a word before they send a body.
const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";
/// A longer address is none to the framework.
const LONGEST_ADDRESS: usize = u16::MAX as usize - 1;

/// How long a request may still begin when the process is about to end.
const LAST_CALL: Duration = Duration::from_millis(400);
/// How long somebody whose request was refused may go on sending it.
const LAST_WORDS: Duration = Duration::from_secs(1);
/// How often such a connection is read from before others have their turn.
const MOST_READS: usize = 32;

/// How many bytes the framework is given before it has to look at them: more than most heads have, and not so many
/// that a great number of requests fits in.
const MOST_AT_ONCE: usize = 4 * 1024;

/// How long a connection is waited for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Patience {
    /// For a whole request, and for an answer to be fetched.
    pub(super) request: Duration,
    /// Without a request.
    pub(super) idle: Duration,
}

/// One connection.
pub(super) struct Connection {
    line: Line,
    /// Browsers are told to use nothing but TLS.
    is_only_over_tls: bool,
    course: Rc<Course>,
    patience: Patience,
    timer: Option<Pin<Box<Sleep>>>,
    /// How many bytes the framework was given since it last had to wait.
    n_read: usize,
    stalled: Option<Stalled>,
    own: Option<OwnWords>,
    closing: Pin<Box<dyn Future<Output = Instant>>>,
    closing_since: Option<Instant>,
    /// Nothing more can be said: the other side has gone, or we have hung up.
    is_over: bool,
    place: Option<Place>,
}

/// An answer that is not fetched as fast as it could be.
struct Stalled {
    since: Instant,
    n_written: usize,
}

/// What is said in the place of a bare refusal.
struct OwnWords {
    bytes: Vec<u8>,
    n_written: usize,
    /// How many bytes of the framework they stand for.
    stands_for: usize,
    /// Until when the other side may go on talking.
    until: Option<Instant>,
}

impl Connection {
    fn new(line: Line, patience: Patience, is_only_over_tls: bool, place: Place, closing: &Closing) -> Self {
        let course = Rc::new(Course::begin(Instant::now()));
        Self {
            line,
            is_only_over_tls,
            course,
            patience,
            timer: None,
            n_read: 0,
            stalled: None,
            own: None,
            closing: Box::pin(closing.told()),
            closing_since: None,
            is_over: false,
            place: Some(place),
        }
    }

    /// Where the connection stands; requests on it share this.
    pub(super) fn course(&self) -> &Rc<Course> {
        &self.course
    }

    /// Whether a moment has come; if not, the task is woken then.
    ///
    /// A timer that would go off too early is left alone and set anew when it has: on a busy connection the moment
    /// moves with every request, and setting a timer each time costs more than waking up once.
    fn has_come(&mut self, moment: Instant, context: &mut Context<'_>) -> bool {
        let timer = self.timer.get_or_insert_with(|| Box::pin(sleep_until(moment)));
        if timer.deadline() > moment {
            timer.as_mut().reset(moment);
        }
        while timer.as_mut().poll(context).is_ready() {
            if Instant::now() >= moment {
                return true;
            }
            timer.as_mut().reset(moment);
        }
        false
    }

    /// Nothing has come. Waits, or ends the connection as if the client had.
    fn poll_silence(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let wait = match self.course.waiting_since() {
            course::Waiting::Request(since) => self.last_call(since, context),
            course::Waiting::Head(since) => since + self.patience.request,
            course::Waiting::Body(since) => since + self.patience.request + GRACE,
            course::Waiting::Answer => {
                // Looks again later: the answer may be on its way by then.
                let _: bool = self.has_come(Instant::now() + self.patience.idle, context);
                return Poll::Pending;
            }
        };
        if !self.has_come(wait, context) {
            return Poll::Pending;
        }
        if matches!(self.course.waiting_since(), course::Waiting::Head(_)) && self.stalled.is_none() {
            let failure = Failure::too_slow(self.patience.request.as_secs());
            // Who is that slow may not even read; the connection ends either way.
            self.line.say(&guard::refusal(&failure, self.is_only_over_tls));
        }
        self.is_over = true;
        Poll::Ready(Ok(()))
    }

    /// Until when a request may begin.
    ///
    /// When the process is about to end, whoever is about to ask is still answered, and told that the connection
    /// closes: if it closed at once, a request that is on its way would be lost.
    fn last_call(&mut self, since: Instant, context: &mut Context<'_>) -> Instant {
        if self.closing_since.is_none()
            && let Poll::Ready(closing) = self.closing.as_mut().poll(context)
        {
            self.closing_since = Some(closing);
        }
        let last = since + self.patience.idle;
        self.closing_since.map_or(last, |closing| last.min(closing.max(since) + LAST_CALL))
    }

    fn poll_send(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.line).poll_write(context, bytes);
        match &written {
            Poll::Ready(Ok(count)) if *count == bytes.len() => {
                // Under TLS it may have got no farther than into the session.
                if self.line.is_drained() {
                    self.go_on(context);
                }
            }
            Poll::Ready(Ok(count)) => {
                if let Some(stalled) = &mut self.stalled {
                    stalled.n_written += count;
                    if stalled.n_written >= LEAST_FETCHED {
                        *stalled = Stalled { since: Instant::now(), n_written: 0 };
                    }
                }
            }
            Poll::Ready(Err(_)) => self.is_over = true,
            Poll::Pending => {
                if self.is_given_up(context) {
                    return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
                }
            }
        }
        written
    }

    fn poll_sent(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.line).poll_flush(context);
        match &flushed {
            Poll::Ready(_) => self.go_on(context),
            Poll::Pending => {
                if self.is_given_up(context) {
                    return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
                }
            }
        }
        flushed
    }

    /// The answer is fetched: reading, and whoever waits for their turn, were held up.
    fn go_on(&mut self, context: &Context<'_>) {
        if self.stalled.take().is_some() {
            self.course.set_stalled(false);
            context.waker().wake_by_ref();
        }
    }

    /// The answer is not fetched at present; says whether that has lasted too long.
    fn is_given_up(&mut self, context: &mut Context<'_>) -> bool {
        self.course.set_stalled(true);
        let stalled = self.stalled.get_or_insert_with(|| Stalled { since: Instant::now(), n_written: 0 });
        let moment = stalled.since + self.patience.request;
        self.has_come(moment, context)
    }

    fn poll_own(&mut self, context: &mut Context<'_>, mut own: OwnWords) -> Poll<io::Result<usize>> {
        self.is_over = true;
        while let Some(rest) = own.bytes.get(own.n_written..).filter(|rest| !rest.is_empty()) {
            match self.poll_send(context, rest) {
                Poll::Ready(written) => own.n_written += written?,
                Poll::Pending => {
                    self.own = Some(own);
                    return Poll::Pending;
                }
            }
        }
        if own.until.is_none() {
            match self.poll_sent(context) {
                Poll::Ready(sent) => sent?,
                Poll::Pending => {
                    self.own = Some(own);
                    return Poll::Pending;
                }
            }
        }
        if self.poll_last_words(context, &mut own).is_pending() {
            self.own = Some(own);
            return Poll::Pending;
        }
        Poll::Ready(Ok(own.stands_for))
    }

    /// Listens to what is still being sent. If the connection were closed over it, the system would tell the other
    /// side to forget what it has not read yet, and that is our answer.
    fn poll_last_words(&mut self, context: &mut Context<'_>, own: &mut OwnWords) -> Poll<()> {
        let line = &mut self.line;
        let until = *own.until.get_or_insert_with(|| {
            line.end_writing();
            Instant::now() + LAST_WORDS
        });
        let mut waste = [0; 8 * 1024];
        for _ in 0..MOST_READS {
            let mut buffer = ReadBuf::new(&mut waste);
            match Pin::new(&mut self.line).poll_read(context, &mut buffer) {
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {}
                Poll::Ready(_) => return Poll::Ready(()),
                Poll::Pending => {
                    return if self.has_come(until, context) { Poll::Ready(()) } else { Poll::Pending };
                }
            }
        }
        // Others have their turn before more of it is read.
        context.waker().wake_by_ref();
        if Instant::now() < until { Poll::Pending } else { Poll::Ready(()) }
    }

    /// What to say in the place of a bare refusal of `n_bytes`.
    fn in_place_of(&self, status: StatusCode, n_bytes: usize) -> OwnWords {
        // When a body broke, its handler has said so; a second refusal would answer nothing.
        let is_said = self.course.is_broken();
        let code = match Code::for_status(status) {
            // The framework calls everything a header that does not fit.
            Code::HeadersTooLarge if !self.course.has_address() => Code::AddressTooLong,
            Code::RequestMalformed if self.course.n_address_bytes() > LONGEST_ADDRESS => Code::AddressTooLong,
            code => code,
        };
        let bytes =
            if is_said { Vec::new() } else { guard::refusal(&Failure::of(code), self.is_only_over_tls) };
        OwnWords { bytes, n_written: 0, stands_for: n_bytes, until: None }
    }
}

impl AsyncRead for Connection {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        // Who does not fetch answers is not asked for more questions: answers would pile up. And one question at a
        // time is enough: the framework would take thousands that came together apart and keep them all.
        if self.stalled.is_some() || self.course.is_busy(context) {
            return Poll::Pending;
        }
        if self.n_read >= MOST_AT_ONCE {
            self.n_read = 0;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        let mut bytes = [0; MOST_AT_ONCE];
        let room = buffer.remaining().min(MOST_AT_ONCE - self.n_read);
        let mut few = ReadBuf::new(bytes.get_mut(..room).unwrap_or_default());
        match Pin::new(&mut self.line).poll_read(context, &mut few) {
            Poll::Pending => {
                self.n_read = 0;
                self.poll_silence(context)
            }
            Poll::Ready(read) => {
                self.is_over |= read.is_err();
                if few.filled().is_empty() {
                    self.course.ended();
                } else {
                    self.n_read += few.filled().len();
                    self.course.bytes_came(few.filled());
                    buffer.put_slice(few.filled());
                }
                Poll::Ready(read)
            }
        }
    }
}

impl AsyncWrite for Connection {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if let Some(own) = self.own.take() {
            return self.poll_own(context, own);
        }
        if self.course.awaits_continue()
            && let Some(at) = bytes.windows(CONTINUE.len()).position(|window| window == CONTINUE)
        {
            if at > 0 {
                return self.poll_send(context, bytes.get(..at).unwrap_or(bytes));
            }
            if self.course.keeps_continue() {
                return Poll::Ready(Ok(CONTINUE.len()));
            }
        }
        match bare::refusal_at_the_end(bytes) {
            None => self.poll_send(context, bytes),
            Some(([], status)) => {
                let own = self.in_place_of(status, bytes.len());
                self.poll_own(context, own)
            }
            Some((before, _)) => self.poll_send(context, before),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.course.takes_continue() {
            self.line.say(CONTINUE);
        }
        self.poll_sent(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.is_over = true;
        Pin::new(&mut self.line).poll_shutdown(context)
    }
}
