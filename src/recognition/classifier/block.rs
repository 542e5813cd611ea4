//! The classes that one thread solves side by side.

use super::weights::Solved;
use super::{Example, Membership};

/// Weight of an example on the wrong side, against a short weight vector. With few phrases a class, 3 is 0.2 to 0.5
/// points better than 1.
const C: f32 = 3.0;
/// Passes stop when no example pulls harder than this.
const TOLERANCE: f32 = 0.2;
/// And after so many passes in any case: more changed accuracy by a tenth of a point on public sets.
const MOST_PASSES: usize = 7;
/// After so many where a training on most of the examples went before.
const MOST_FURTHER_PASSES: usize = 5;
/// Fewer examples than this are gone through twice as often: they take no time, and of few phrases each counts.
const FEW_EXAMPLES: usize = 2000;
/// Each step leads this much farther than to where the example would stop pulling: the examples that share its
/// columns will pull the same way. Seven passes then come as far as nine did without.
const STRIDE: f32 = 1.3;
/// Every so many passes all examples are looked at; in between, only those that pulled when last looked at. Most
/// examples are far from the border of most classes and stay there.
const ALL_EVERY: usize = 4;
/// Vectors have length one; the bias adds one more.
const DIAGONAL: f32 = 2.0 + 1.0 / (2.0 * C);

/// What one column weighs for each class of a block: one line of the processor's cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Row<const N: usize>([f32; N]);

/// `N` classes, and how far each has come.
pub(super) struct Block<const N: usize> {
    /// The first of the classes.
    start: usize,
    rows: Vec<Row<N>>,
    bias: [f32; N],
    /// How hard examples pulled in this pass.
    pulls: [f32; N],
    /// 0 for classes that are trained: what happens to the others of the block no longer touches them.
    open: [f32; N],
}

impl<const N: usize> Block<N> {
    /// Solves the problems of the classes from `start` on, at most `N` of them; from where the examples pulled as
    /// hard as is `known`, if it is. Also how hard they pull in the end: `N` numbers for each.
    pub(super) fn solve(
        examples: &[Example<'_>],
        start: usize,
        n_classes: usize,
        width: usize,
        known: Option<&[f32]>,
    ) -> (Solved, Vec<f32>) {
        let mut block = Self {
            start,
            rows: vec![Row([0.0; N]); width],
            bias: [0.0; N],
            pulls: [0.0; N],
            open: std::array::from_fn(|lane| if start + lane < n_classes { 1.0 } else { 0.0 }),
        };
        let mut alphas = vec![[0.0f32; N]; examples.len()];
        block.resume(examples, &mut alphas, known.unwrap_or_default());
        let times = if examples.len() < FEW_EXAMPLES { 2 } else { 1 };
        let most_passes = times * if known.is_some() { MOST_FURTHER_PASSES } else { MOST_PASSES };
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut chance = Chance::default();
        let mut pulled = vec![true; examples.len()];
        for pass in 0..most_passes {
            let all = pass % ALL_EVERY == 0;
            block.pulls = [0.0; N];
            chance.shuffle(&mut order);
            for index in &order {
                if let (Some(example), Some(alphas), Some(pulled)) =
                    (examples.get(*index), alphas.get_mut(*index), pulled.get_mut(*index))
                    && (all || *pulled)
                {
                    *pulled = block.take(example, alphas);
                }
            }
            if all && block.all_settled() {
                break;
            }
        }
        let n_lanes = N.min(n_classes.saturating_sub(start));
        let solved = Solved::new(start, n_lanes, &block.bias, block.rows.iter().map(|row| row.0.as_slice()));
        (solved, alphas.into_iter().flatten().collect())
    }

    /// Puts the weights where a training left them in which every example pulled as hard as is known.
    fn resume(&mut self, examples: &[Example<'_>], alphas: &mut [[f32; N]], known: &[f32]) {
        for ((example, alphas), known) in examples.iter().zip(alphas).zip(known.chunks_exact(N)) {
            if known.iter().all(|alpha| *alpha == 0.0) {
                continue;
            }
            let signs = self.signs(example.membership);
            let mut changes = [0.0f32; N];
            for (((change, alpha), known), sign) in changes.iter_mut().zip(alphas).zip(known).zip(&signs) {
                *alpha = *known;
                *change = known * sign;
            }
            self.apply(example, &changes);
        }
    }

    /// Moves every class of the block towards one example; whether it pulled any.
    fn take(&mut self, example: &Example<'_>, alphas: &mut [f32; N]) -> bool {
        let margins = self.margins(example);
        let signs = self.signs(example.membership);
        let mut changes = [0.0f32; N];
        let mut any = false;
        // Written without branches: the compiler then computes the lanes together.
        let state = changes.iter_mut().zip(&mut self.pulls).zip(&self.open);
        let values = margins.iter().zip(alphas).zip(&signs);
        for (((change, pull), open), ((margin, alpha), sign)) in state.zip(values) {
            let before = *alpha;
            let gradient = sign * margin - 1.0 + before / (2.0 * C);
            let is_live = *open * sign != 0.0;
            let after = (before - gradient * (STRIDE / DIAGONAL)).max(0.0);
            *alpha = if is_live { after } else { before };
            *change = (*alpha - before) * sign;
            let pulls = is_live & ((before > 0.0) | (gradient < 0.0));
            *pull = if pulls { pull.max(gradient.abs()) } else { *pull };
            any |= is_live & pulls;
        }
        if changes.iter().any(|change| *change != 0.0) {
            self.apply(example, &changes);
        }
        any
    }

    fn margins(&self, example: &Example<'_>) -> [f32; N] {
        let mut margins = self.bias;
        for (column, value) in example.vector.entries() {
            let Some(Row(row)) = self.rows.get(*column as usize) else { continue };
            for (margin, weight) in margins.iter_mut().zip(row) {
                *margin += value * weight;
            }
        }
        margins
    }

    fn apply(&mut self, example: &Example<'_>, changes: &[f32; N]) {
        for (bias, change) in self.bias.iter_mut().zip(changes) {
            *bias += change;
        }
        for (column, value) in example.vector.entries() {
            let Some(Row(row)) = self.rows.get_mut(*column as usize) else { continue };
            for (weight, change) in row.iter_mut().zip(changes) {
                *weight += value * change;
            }
        }
    }

    /// +1 for the class of an example, −1 for those it is not of, 0 where nothing is known.
    fn signs(&self, membership: Membership) -> [f32; N] {
        let (own, others, class) = match membership {
            Membership::Of(class) => (1.0, -1.0, class),
            Membership::NotOf(class) => (-1.0, 0.0, class),
        };
        let mut signs = [others; N];
        if let Some(sign) = class.checked_sub(self.start).and_then(|lane| signs.get_mut(lane)) {
            *sign = own;
        }
        signs
    }

    /// Ends a pass in which all were looked at: a class that nothing pulled hard any more is trained.
    fn all_settled(&mut self) -> bool {
        for (pull, open) in self.pulls.iter_mut().zip(&mut self.open) {
            if *pull <= TOLERANCE {
                *open = 0.0;
            }
        }
        self.open.iter().all(|open| *open == 0.0)
    }
}

/// Reproducible chance for the order of the examples (xorshift): the same in every run and for every class.
struct Chance(u64);

impl Default for Chance {
    fn default() -> Self {
        Self(0x9e37_79b9_7f4a_7c15)
    }
}

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    fn shuffle(&mut self, order: &mut [usize]) {
        for last in (1..order.len()).rev() {
            order.swap(last, self.below(last + 1));
        }
    }
}
