//! Sharing work out among threads, with the results in the order of the work.

use std::sync::{Mutex, PoisonError};
use std::thread::ScopedJoinHandle;

/// So many pieces for each thread: pages differ in length, and nobody shall wait long for the last one.
const PIECES: usize = 16;

/// Does one thing to many, on up to `n_threads` threads; what comes out is in the order of what went in.
pub(crate) fn on_threads<T: Sync, U: Send>(
    many: &[T],
    n_threads: usize,
    work: impl Fn(&T) -> U + Sync,
) -> Vec<U> {
    let share = many.len().div_ceil(n_threads.max(1)).max(1);
    let work = &work;
    let (own, others) = many.split_at_checked(share).unwrap_or((many, &[]));
    // The thread that waits for the others may as well work.
    std::thread::scope(|scope| {
        let workers: Vec<_> = others
            .chunks(share)
            .map(|chunk| scope.spawn(move || chunk.iter().map(work).collect::<Vec<U>>()))
            .collect();
        let mut done: Vec<U> = own.iter().map(work).collect();
        for worker in workers {
            done.extend(joined(worker));
        }
        done
    })
}

/// Does `work` on pieces of a list, several at a time.
pub(crate) fn share_out<T: Send, R: Send>(
    items: Vec<T>,
    n_threads: usize,
    work: impl Fn(Vec<T>) -> R + Sync,
) -> Vec<R> {
    let n_threads = n_threads.max(1);
    let length = items.len().div_ceil(n_threads * PIECES).max(1);
    let mut pieces: Vec<Vec<T>> = Vec::new();
    let mut items = items.into_iter().peekable();
    while items.peek().is_some() {
        pieces.push(items.by_ref().take(length).collect());
    }
    let pieces = Mutex::new(pieces.into_iter().enumerate());
    let next = || pieces.lock().unwrap_or_else(PoisonError::into_inner).next();
    let work = || {
        let mut done = Vec::new();
        while let Some((number, piece)) = next() {
            done.push((number, work(piece)));
        }
        done
    };
    // The thread that waits for the others may as well work.
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (1..n_threads).map(|_| scope.spawn(work)).collect();
        let mut done = work();
        for worker in workers {
            done.extend(joined(worker));
        }
        done
    });
    done.sort_by_key(|(number, _)| *number);
    done.into_iter().map(|(_, result)| result).collect()
}

/// What a thread has made. A bug in it is one here.
fn joined<T>(worker: ScopedJoinHandle<'_, T>) -> T {
    worker.join().unwrap_or_else(|bug| std::panic::resume_unwind(bug))
}
