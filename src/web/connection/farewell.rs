//! What is said when the framework hangs up in the middle of a request.
//!
//! It takes a body whose chunks make no sense for a client that has gone, and drops the connection with whatever is
//! being done for it. The client is still there and waits: it gets an answer, and the time to read it.

use std::io;
use std::mem;
use std::pin::pin;

use actix_web::rt;
use tokio::io::{AsyncRead, ReadBuf};
use tokio::time::timeout;

use super::course::Waiting;
use super::gate::Place;
use super::line::Line;
use super::{Connection, LAST_WORDS};
use crate::web::guard;
use crate::web::problem::{Code, Failure};

impl Drop for Connection {
    fn drop(&mut self) {
        let is_closing = self.place.as_ref().is_some_and(Place::is_closing);
        let is_half_here = matches!(self.course.waiting_since(), Waiting::Head(_));
        // The end of the process waits for the rest of a head, but not for ever.
        let is_owed = self.course.is_owed() || (is_closing && is_half_here);
        // Behind an answer that is stuck halfway nothing else can be said.
        if self.is_over || self.stalled.is_some() || !(is_owed || self.course.is_broken()) {
            return;
        }
        if is_owed {
            let why = if is_closing { Failure::of(Code::Draining) } else { self.course.why_broken() };
            self.line.say(&guard::refusal(&why, self.is_only_over_tls));
        }
        self.line.end_writing();
        let (mut line, place) = (mem::replace(&mut self.line, Line::Gone), self.place.take());
        // If the connection were closed over what is still being sent, the answer might be lost with it.
        rt::spawn(async move {
            drop(timeout(LAST_WORDS, hear_out(&mut line)).await);
            drop(place);
        });
    }
}

/// Listens until the other side has hung up.
async fn hear_out(line: &mut Line) -> io::Result<()> {
    let mut waste = [0; 8 * 1024];
    loop {
        let mut buffer = ReadBuf::new(&mut waste);
        std::future::poll_fn(|context| pin!(&mut *line).poll_read(context, &mut buffer)).await?;
        if buffer.filled().is_empty() {
            return Ok(());
        }
    }
}
