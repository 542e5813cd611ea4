//! The pages have changed: reading them anew while questions are answered.
#![expect(clippy::disallowed_methods, reason = "use cases may look at the clock")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, Instant, SystemTime};

use super::App;
use super::clock::now;
use crate::config::Watch;
use crate::library::{Changes, Library, Refused, Reloaded};
use crate::telemetry::metrics;

/// The stack of the thread that reads pages, in bytes: what the main thread has, which reads them at the start.
const STACK: usize = 8 * 1024 * 1024;

/// So often is looked whether an index that is in memory only can be kept.
const BETWEEN_TRIES: Duration = Duration::from_secs(5);
/// To build an index in vain is work for nothing: it is tried less and less often, but at least so often.
const LONGEST_PAUSE: Duration = Duration::from_secs(5 * 60);

/// The reloads of one app.
#[derive(Default)]
pub(super) struct Reloading {
    /// One at a time, and what became of the last one.
    last: Mutex<Option<LastReload>>,
    /// How many were begun.
    n_begun: AtomicU64,
}

/// What became of the last look at the files.
#[derive(Debug, Clone)]
pub struct LastReload {
    /// When it was begun.
    pub at: SystemTime,
    /// How long it took.
    pub took: Duration,
    /// What became of it.
    pub outcome: Reloaded,
}

impl App {
    /// Reads the files of the base anew and serves them if they are sound. Who comes while another one waits for the
    /// same shares what becomes of it.
    pub fn reload(&self) -> Reloaded {
        self.reloading.run(&self.library)
    }

    /// Why the files as they were last looked at are not what is served; nothing if they are.
    pub fn refused(&self) -> Option<Arc<Refused>> {
        self.library.refused()
    }

    /// What became of the last look at the files; nothing if there was none since the start.
    pub fn last_reload(&self) -> Option<LastReload> {
        self.reloading.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// From now on notices when pages change, for as long as this value lives.
    pub fn watch(&self, how: Watch) {
        let Some(changes) = Changes::of(&self.library, how) else { return };
        let (library, reloading) = (Arc::downgrade(&self.library), Arc::clone(&self.reloading));
        let watching = std::thread::Builder::new().name("deskdoc-watch".to_owned());
        if let Err(error) = watching.spawn(move || watch(changes, &library, &reloading)) {
            tracing::error!(%error, "changes of pages will not be noticed");
        }
    }
}

fn watch(mut changes: Changes, library: &Weak<Library>, reloading: &Reloading) {
    // What has changed since the start was read before anybody listened.
    let mut has_changed = library.upgrade().is_some_and(|library| library.looks_different());
    let mut keeping = Keeping::begin();
    while let Some(library) = library.upgrade() {
        if has_changed || keeping.is_due(&library) {
            reloading.run(&library);
        }
        has_changed = changes.wait(&library);
    }
}

/// When it is tried again to keep an index that had to stay in memory, for example because the disk was full.
struct Keeping {
    next: Instant,
    /// How long to wait if that fails although there seems to be room.
    pause: Duration,
}

impl Keeping {
    fn begin() -> Self {
        Self { next: Instant::now(), pause: BETWEEN_TRIES }
    }

    /// Whether it is worth to try now.
    fn is_due(&mut self, library: &Library) -> bool {
        let now = Instant::now();
        if now < self.next {
            return false;
        }
        let Some(has_room) = library.has_room_to_keep() else {
            *self = Self::begin();
            return false;
        };
        self.next = now + BETWEEN_TRIES;
        if has_room {
            self.next = now + self.pause;
            self.pause = (self.pause * 2).min(LONGEST_PAUSE);
        }
        has_room
    }
}

impl Reloading {
    /// How many reloads were begun.
    pub(super) fn n_begun(&self) -> u64 {
        self.n_begun.load(Ordering::SeqCst)
    }

    fn run(&self, library: &Library) -> Reloaded {
        let n_before = self.n_begun();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        // One that was begun after this call has read everything that this one is about.
        if let Some(last) = &*last
            && self.n_begun() > n_before
        {
            return last.outcome.clone();
        }
        self.n_begun.fetch_add(1, Ordering::SeqCst);
        let (at, start) = (SystemTime::now(), Instant::now());
        let outcome = unbroken(library);
        let took = start.elapsed();
        tell(&outcome, took, library);
        *last = Some(LastReload { at, took, outcome: outcome.clone() });
        outcome
    }
}

/// Reads pages on a thread of its own: a bug that a page brings out must not be the end of the watch.
fn unbroken(library: &Library) -> Reloaded {
    let run = || catch_unwind(AssertUnwindSafe(|| library.reload()));
    let outcome = std::thread::scope(|scope| {
        let reading = std::thread::Builder::new().name("deskdoc-reload".to_owned()).stack_size(STACK);
        reading.spawn_scoped(scope, run).map(std::thread::ScopedJoinHandle::join)
    });
    match outcome {
        Ok(Ok(Ok(outcome))) => outcome,
        Ok(_) => library.refuse("reading the pages broke; this is a mistake of deskdoc".to_owned()),
        Err(error) => library.refuse(format!("the pages could not be read: {error}")),
    }
}

/// Tells in the log and in the figures what became of it.
fn tell(outcome: &Reloaded, took: Duration, library: &Library) {
    metrics::RELOADS.add([outcome.word()]);
    metrics::RELOAD_DURATIONS.observe([outcome.word()], took.as_secs_f64());
    metrics::RELOAD_REFUSED.set(i64::from(matches!(outcome, Reloaded::Refused(_))));
    let snapshot = library.snapshot();
    let (revision, ms) = (snapshot.revision.as_str(), took.as_millis() as u64);
    match outcome {
        Reloaded::Unchanged => tracing::debug!(revision, ms, "the pages have not changed"),
        Reloaded::Replaced => {
            tell_of_a_new_base();
            tracing::info!(
                revision,
                ms,
                n_problems = snapshot.problems.len(),
                "the changed pages are served"
            );
            if let Some(reason) = &snapshot.unkept {
                tracing::warn!(reason, "the search index is in memory only");
            }
        }
        Reloaded::Refused(refused) => {
            tracing::error!(
                revision,
                ms,
                reason = refused.reason,
                "the changed pages are not served; the last good state still is"
            );
            for problem in &refused.problems {
                let place = problem.place();
                tracing::error!(
                    place,
                    code = problem.code,
                    message_of_lint = problem.message,
                    "an error in a page"
                );
            }
        }
    }
}

/// Notes down when the base that is served was loaded.
pub(super) fn tell_of_a_new_base() {
    metrics::BASE_LOADED.set(now().0 / 1000);
}
