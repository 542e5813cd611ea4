//! One linear classifier per class, trained to a large margin.
//!
//! Squared hinge loss with C = 1, solved by dual coordinate descent (Hsieh, Chang, Lin, Keerthi & Sundararajan,
//! "A dual coordinate descent method for large-scale linear SVM", 2008). The problems of all classes are solved
//! side by side, example by example: one walk through an example's columns then serves every class, which is five
//! times quicker than class after class. Each class's result is that of its own problem alone, so neither the
//! number of threads nor of classes changes it.

use super::vectors::SparseVector;

/// Weight of an example on the wrong side, against a short weight vector.
const C: f32 = 1.0;
/// Passes stop when no example pulls harder than this.
const TOLERANCE: f32 = 0.2;
/// And after so many passes in any case.
const MOST_PASSES: usize = 20;

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

impl Membership {
    /// +1 in the class, −1 outside, 0 where nothing is known.
    fn sign(self, class: usize) -> f32 {
        match self {
            Self::Of(own) if own == class => 1.0,
            Self::Of(_) => -1.0,
            Self::NotOf(other) if other == class => -1.0,
            Self::NotOf(_) => 0.0,
        }
    }
}

/// So many classes are computed at a time; a row of weights is padded to a whole number of lanes.
const LANE: usize = 8;
type Lane = [f32; LANE];

/// The trained weights.
#[derive(Debug, Clone, Default)]
pub(super) struct Classifier {
    n_classes: usize,
    blocks: Vec<Block>,
}

impl Classifier {
    /// Trains one classifier per class on up to `n_threads` threads. `width` is the number of columns.
    pub(super) fn train(examples: &[Example<'_>], n_classes: usize, width: usize, n_threads: usize) -> Self {
        let n_lanes = n_classes.div_ceil(LANE).div_ceil(n_threads.max(1)).max(1);
        let starts: Vec<usize> = (0..n_classes).step_by(n_lanes * LANE).collect();
        let blocks = std::thread::scope(|scope| {
            let workers: Vec<_> = starts
                .into_iter()
                .map(|start| scope.spawn(move || Block::train(examples, start, n_lanes, width)))
                .collect();
            // A worker can only fail by a bug of ours, which must not pass as a trained classifier.
            let joined = workers.into_iter().map(std::thread::ScopedJoinHandle::join);
            joined.map(|block| block.unwrap_or_else(|bug| std::panic::resume_unwind(bug))).collect()
        });
        Self { n_classes, blocks }
    }

    /// The margin of every class: above 0 the text lies on the class's side.
    pub(super) fn margins(&self, vector: &SparseVector) -> Vec<f32> {
        let mut margins = Vec::with_capacity(self.n_classes + LANE);
        for block in &self.blocks {
            let mut sums = block.bias.clone();
            block.add_margins(vector, &mut sums);
            margins.extend(sums.into_iter().flatten());
        }
        margins.truncate(self.n_classes);
        margins
    }

    /// What one column adds to the margin of one class, per unit.
    pub(super) fn weight(&self, column: usize, class: usize) -> f32 {
        let mut class = class;
        for block in &self.blocks {
            let own = block.n_lanes * LANE;
            if class < own {
                return block.row(column).as_flattened().get(class).copied().unwrap_or(0.0);
            }
            class -= own;
        }
        0.0
    }
}

/// The classes of one thread. Weights stand by column, then class: one text touches few columns, and of each all
/// classes.
#[derive(Debug, Clone, Default)]
struct Block {
    n_lanes: usize,
    weights: Vec<Lane>,
    bias: Vec<Lane>,
}

impl Block {
    fn train(examples: &[Example<'_>], start: usize, n_lanes: usize, width: usize) -> Self {
        let mut block =
            Self { n_lanes, weights: vec![[0.0; LANE]; width * n_lanes], bias: vec![[0.0; LANE]; n_lanes] };
        let mut alphas = vec![0.0f32; examples.len() * n_lanes * LANE];
        let mut order: Vec<usize> = (0..examples.len()).collect();
        let mut chance = Chance::default();
        let mut step = Step::new(n_lanes);
        for _ in 0..MOST_PASSES {
            chance.shuffle(&mut order);
            for index in &order {
                let own = *index * n_lanes * LANE;
                let alphas = alphas.get_mut(own..own + n_lanes * LANE);
                if let (Some(example), Some(alphas)) = (examples.get(*index), alphas) {
                    step.take(&mut block, example, start, alphas);
                }
            }
            if step.all_settled() {
                break;
            }
        }
        block
    }

    fn row(&self, column: usize) -> &[Lane] {
        let start = column * self.n_lanes;
        self.weights.get(start..start + self.n_lanes).unwrap_or_default()
    }

    fn add_margins(&self, vector: &SparseVector, sums: &mut [Lane]) {
        for (column, value) in vector.iter() {
            add_scaled(sums, self.row(column), value);
        }
    }
}

/// Room for one step, so that none is made for each example, and how far each class has come.
struct Step {
    margins: Vec<Lane>,
    changes: Vec<Lane>,
    /// How hard examples pulled in this pass, by class.
    pulls: Vec<f32>,
    /// Classes that are trained: what happens to the others of the block no longer touches them.
    settled: Vec<bool>,
}

impl Step {
    fn new(n_lanes: usize) -> Self {
        let room = vec![[0.0; LANE]; n_lanes];
        Self {
            margins: room.clone(),
            changes: room,
            pulls: vec![0.0; n_lanes * LANE],
            settled: vec![false; n_lanes * LANE],
        }
    }

    /// Ends a pass: a class that nothing pulled hard any more is trained.
    fn all_settled(&mut self) -> bool {
        for (pull, settled) in self.pulls.iter_mut().zip(&mut self.settled) {
            *settled |= *pull <= TOLERANCE;
            *pull = 0.0;
        }
        self.settled.iter().all(|settled| *settled)
    }

    /// Moves every class of the block towards one example.
    fn take(&mut self, block: &mut Block, example: &Example<'_>, start: usize, alphas: &mut [f32]) {
        self.margins.copy_from_slice(&block.bias);
        block.add_margins(example.vector, &mut self.margins);
        // Vectors have length one; the bias adds one more.
        let diagonal = 2.0 + 1.0 / (2.0 * C);
        let mut moved = false;
        let state = self.changes.as_flattened_mut().iter_mut().zip(&mut self.pulls).zip(&self.settled);
        let values = self.margins.as_flattened().iter().zip(alphas);
        for ((((change, pull), settled), (margin, alpha)), class) in state.zip(values).zip(start..) {
            let sign = example.membership.sign(class);
            let gradient = sign * margin - 1.0 + *alpha / (2.0 * C);
            *change = 0.0;
            if *settled || sign == 0.0 || (*alpha == 0.0 && gradient >= 0.0) {
                continue;
            }
            *pull = pull.max(gradient.abs());
            let before = *alpha;
            *alpha = (before - gradient / diagonal).max(0.0);
            *change = (*alpha - before) * sign;
            moved |= *change != 0.0;
        }
        if moved {
            self.apply(block, example);
        }
    }

    fn apply(&self, block: &mut Block, example: &Example<'_>) {
        add_scaled(&mut block.bias, &self.changes, 1.0);
        for (column, value) in example.vector.iter() {
            let start = column * block.n_lanes;
            if let Some(row) = block.weights.get_mut(start..start + block.n_lanes) {
                add_scaled(row, &self.changes, value);
            }
        }
    }
}

fn add_scaled(sums: &mut [Lane], values: &[Lane], factor: f32) {
    for (sum, value) in sums.iter_mut().zip(values) {
        for (sum, value) in sum.iter_mut().zip(value) {
            *sum += factor * value;
        }
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
