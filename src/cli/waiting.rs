//! What somebody sees who waits for a long build: one line on standard error that is gone when it is done.
//!
//! Only on a terminal, and only after a second: what is quick needs no word about it.
#![expect(clippy::disallowed_methods, reason = "how long somebody has waited is told by the clock")]

#[cfg(test)]
mod tests;

use std::io::{IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Nobody wonders before.
const PATIENCE: Duration = Duration::from_secs(1);
/// More often than this nobody sees a difference.
const BETWEEN: Duration = Duration::from_millis(100);
/// The width of the bar, in characters.
const WIDTH: usize = 20;

/// Shows how far a build has come.
pub(super) struct Waiting {
    is_seen: bool,
    start: Instant,
    shown: Mutex<Shown>,
}

/// What stands there.
#[derive(Default)]
struct Shown {
    since: Option<Instant>,
    /// Whether all pages are done. Threads that tell of earlier ones may come later.
    is_last: bool,
}

impl Waiting {
    /// Starts to wait.
    pub(super) fn begin() -> Self {
        let is_dumb = anstream::stderr().current_choice() == anstream::ColorChoice::Never;
        let is_seen = std::io::stderr().is_terminal() && !is_dumb;
        Self { is_seen, start: Instant::now(), shown: Mutex::default() }
    }

    /// So many pages of all are done.
    pub(super) fn show(&self, n_done: usize, n_all: usize) {
        if !self.is_seen || self.start.elapsed() < PATIENCE {
            return;
        }
        let is_last = n_done >= n_all;
        // Whoever meets another one showing leaves it to them; only what stays until the end must not be lost.
        let shown = if is_last { self.shown.lock().ok() } else { self.shown.try_lock().ok() };
        let Some(mut shown) = shown.filter(|shown| !shown.is_last) else { return };
        if is_last || shown.since.is_none_or(|last| last.elapsed() >= BETWEEN) {
            *shown = Shown { since: Some(Instant::now()), is_last };
            write(&line(n_done, n_all));
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let was_shown = self.shown.get_mut().is_ok_and(|shown| shown.since.is_some());
        if was_shown {
            write("");
        }
    }
}

/// Puts a text in the place of the line that was there.
fn write(line: &str) {
    let mut out = std::io::stderr().lock();
    drop(write!(out, "\r\x1b[2K{line}").and_then(|()| out.flush()));
}

/// What is shown, in less than 80 columns: of a line that goes on in the next one only the end could be taken back.
fn line(n_done: usize, n_all: usize) -> String {
    if n_done >= n_all {
        return "deskdoc: putting the search index together".to_owned();
    }
    let filled = n_done * WIDTH / n_all.max(1);
    let bar: String = (0..WIDTH).map(|at| if at < filled { '#' } else { '.' }).collect();
    format!("deskdoc: indexing [{bar}] {n_done} of {n_all} pages")
}
