//! One linear classifier per class, trained to a large margin.
//!
//! Squared hinge loss, solved by dual coordinate descent (Hsieh, Chang, Lin, Keerthi & Sundararajan,
//! "A dual coordinate descent method for large-scale linear SVM", 2008). The problems of sixteen classes are solved
//! side by side, example by example ([`Block`]): one walk through an example's columns then serves them all. Blocks
//! are cut by the numbers of classes alone, so the number of threads changes nothing.

mod block;
#[cfg(test)]
mod tests;
mod weights;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use self::block::Block;
pub(super) use self::weights::Weights;
use super::vectors::SparseVector;

/// A training example: a vector, and what it says about classes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Example<'a> {
    pub(super) vector: &'a SparseVector,
    pub(super) membership: Membership,
}

/// What an example says about classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Membership {
    /// It belongs to this class and to no other.
    Of(usize),
    /// It does not belong to this class; of the others nothing is known.
    NotOf(usize),
}

/// So many classes are solved side by side: as many as the processor's registers hold with room to work.
const WIDE: usize = 16;
/// The last ones of a base may be a few more or fewer: a walk of their own would cost as much as a whole one.
const WIDEST: usize = 24;
const NARROW: usize = 8;

/// How hard every example pulls at the end of a training, which is where one on more examples can begin.
#[derive(Debug, Clone, Default)]
pub(super) struct Duals {
    /// By block and in it by example, one number for each of the block's classes.
    by_block: Vec<Vec<f32>>,
    n_examples: usize,
}

impl Duals {
    /// The same among all examples, of which some were held out: those do not pull yet.
    pub(super) fn spread(&self, is_held: &[bool]) -> Self {
        let spread = |block: &Vec<f32>| {
            let n_lanes = block.len() / self.n_examples.max(1);
            let mut rows = block.chunks_exact(n_lanes.max(1));
            let mut all = Vec::with_capacity(is_held.len() * n_lanes);
            for held in is_held {
                if !held && let Some(row) = rows.next() {
                    all.extend_from_slice(row);
                } else {
                    all.resize(all.len() + n_lanes, 0.0);
                }
            }
            all
        };
        Self { by_block: self.by_block.iter().map(spread).collect(), n_examples: is_held.len() }
    }
}

/// Trains one classifier per class on up to `n_threads` threads, from `known` on if it holds anything. `width` is the
/// number of columns.
pub(super) fn train(
    examples: &[Example<'_>],
    n_classes: usize,
    width: usize,
    known: &Duals,
    n_threads: usize,
) -> (Weights, Duals) {
    let starts = starts(n_classes);
    let next = AtomicUsize::new(0);
    let solved = Mutex::new(Vec::with_capacity(starts.len()));
    let work = || {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(start) = starts.get(at) else { break };
            let known = known.by_block.get(at).map(Vec::as_slice);
            let block = match n_classes - start {
                ..=NARROW => Block::<NARROW>::solve(examples, *start, n_classes, width, known),
                WIDER..=WIDEST => Block::<WIDEST>::solve(examples, *start, n_classes, width, known),
                _ => Block::<WIDE>::solve(examples, *start, n_classes, width, known),
            };
            solved.lock().unwrap_or_else(PoisonError::into_inner).push((at, block));
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..n_threads.min(starts.len()) {
            scope.spawn(work);
        }
        work();
    });
    let mut solved = solved.into_inner().unwrap_or_else(PoisonError::into_inner);
    solved.sort_unstable_by_key(|(at, _)| *at);
    let (blocks, duals): (Vec<_>, Vec<_>) = solved.into_iter().map(|(_, block)| block).unzip();
    (Weights::of(blocks, n_classes, width), Duals { by_block: duals, n_examples: examples.len() })
}

/// More classes than fit into an ordinary block.
const WIDER: usize = WIDE + 1;

/// The first class of each block.
fn starts(n_classes: usize) -> Vec<usize> {
    let is_covered = |start: &usize| *start > 0 && n_classes - start <= WIDEST - WIDE;
    (0..n_classes).step_by(WIDE).filter(|start| !is_covered(start)).collect()
}
