//! One linear classifier per class, trained to a large margin.
//!
//! Squared hinge loss with C = 1, solved by dual coordinate descent (Hsieh, Chang, Lin, Keerthi & Sundararajan,
//! "A dual coordinate descent method for large-scale linear SVM", 2008), with shrinking of the examples that lie
//! safely on their side. The result does not depend on the number of threads: each class is trained alone.

use super::vectors::SparseVector;

/// Weight of an example on the wrong side, against a short weight vector.
const C: f32 = 1.0;
/// Passes stop when no example pulls harder than this.
const TOLERANCE: f32 = 0.05;
/// And after so many passes in any case.
const MOST_PASSES: usize = 60;

/// A training example: a vector, the class it belongs to, and the class it must not be taken for.
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

/// The trained weights.
#[derive(Debug, Clone, Default)]
pub(super) struct Classifier {
    n_classes: usize,
    /// Weights by column, then class: one text touches few columns, and of each all classes.
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Classifier {
    /// Trains one classifier per class on up to `n_threads` threads. `width` is the number of columns.
    pub(super) fn train(examples: &[Example<'_>], n_classes: usize, width: usize, n_threads: usize) -> Self {
        let trained = train_all(examples, n_classes, width, n_threads);
        let mut weights = vec![0.0f32; width * n_classes];
        let mut bias = vec![0.0f32; n_classes];
        for (class, own) in trained.iter().enumerate() {
            for (column, weight) in own.weights.iter().enumerate() {
                if let Some(slot) = weights.get_mut(column * n_classes + class) {
                    *slot = *weight;
                }
            }
            if let Some(slot) = bias.get_mut(class) {
                *slot = own.bias;
            }
        }
        Self { n_classes, weights, bias }
    }

    /// The margin of every class: above 0 the text lies on the class's side.
    pub(super) fn margins(&self, vector: &SparseVector) -> Vec<f32> {
        let mut margins = self.bias.clone();
        for (column, value) in vector.iter() {
            let start = column * self.n_classes;
            if let Some(row) = self.weights.get(start..start + self.n_classes) {
                for (margin, weight) in margins.iter_mut().zip(row) {
                    *margin += value * weight;
                }
            }
        }
        margins
    }

    /// What one column adds to the margin of one class, per unit.
    pub(super) fn weight(&self, column: usize, class: usize) -> f32 {
        self.weights.get(column * self.n_classes + class).copied().unwrap_or(0.0)
    }
}

/// The weights of one class.
struct OneClass {
    weights: Vec<f32>,
    bias: f32,
}

fn train_all(examples: &[Example<'_>], n_classes: usize, width: usize, n_threads: usize) -> Vec<OneClass> {
    let n_threads = n_threads.clamp(1, n_classes.max(1));
    let mut trained: Vec<(usize, OneClass)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..n_threads)
            .map(|worker| {
                scope.spawn(move || {
                    let own = (worker..n_classes).step_by(n_threads);
                    own.map(|class| (class, train_one(examples, class, width))).collect::<Vec<_>>()
                })
            })
            .collect();
        // A worker can only fail by a bug of ours; the classes it held are then missing and score 0.
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    });
    trained.sort_by_key(|(class, _)| *class);
    trained.into_iter().map(|(_, one)| one).collect()
}

/// One example as one class sees it.
struct Side<'a> {
    vector: &'a SparseVector,
    /// +1 in the class, −1 outside.
    sign: f32,
    /// Length of the vector squared, bias included, plus 1 / 2C.
    diagonal: f32,
    alpha: f32,
}

fn train_one(examples: &[Example<'_>], class: usize, width: usize) -> OneClass {
    let mut sides = sides(examples, class);
    let mut one = OneClass { weights: vec![0.0; width], bias: 0.0 };
    let mut active: Vec<usize> = (0..sides.len()).collect();
    let mut chance = Chance::new(class);
    let mut widest = f32::INFINITY;
    for _ in 0..MOST_PASSES {
        chance.shuffle(&mut active);
        let mut pull = 0.0f32;
        let mut kept = Vec::with_capacity(active.len());
        for index in &active {
            let Some(side) = sides.get_mut(*index) else { continue };
            match step(side, &mut one, widest) {
                Step::Shrunk => {}
                Step::Pulled(strength) => {
                    pull = pull.max(strength);
                    kept.push(*index);
                }
            }
        }
        let whole = kept.len() == sides.len();
        active = kept;
        if pull <= TOLERANCE {
            if whole {
                break;
            }
            // Shrinking may have dropped an example too early: look at all of them once more.
            active = (0..sides.len()).collect();
            widest = f32::INFINITY;
        } else {
            widest = pull;
        }
    }
    one
}

fn sides<'a>(examples: &[Example<'a>], class: usize) -> Vec<Side<'a>> {
    let mut sides = Vec::with_capacity(examples.len());
    for example in examples {
        let sign = match example.membership {
            Membership::Of(own) if own == class => 1.0,
            Membership::Of(_) => -1.0,
            Membership::NotOf(other) if other == class => -1.0,
            Membership::NotOf(_) => continue,
        };
        let squared: f32 = example.vector.weights.iter().map(|weight| weight * weight).sum();
        let diagonal = squared + 1.0 + 1.0 / (2.0 * C);
        sides.push(Side { vector: example.vector, sign, diagonal, alpha: 0.0 });
    }
    sides
}

enum Step {
    /// The example lies safely on its side and is left out of the next passes.
    Shrunk,
    /// How hard the example pulled.
    Pulled(f32),
}

fn step(side: &mut Side<'_>, one: &mut OneClass, widest: f32) -> Step {
    let mut margin = one.bias;
    for (column, value) in side.vector.iter() {
        margin += value * one.weights.get(column).copied().unwrap_or(0.0);
    }
    let gradient = side.sign * margin - 1.0 + side.alpha / (2.0 * C);
    if side.alpha == 0.0 {
        if gradient > widest {
            return Step::Shrunk;
        }
        if gradient >= 0.0 {
            return Step::Pulled(0.0);
        }
    }
    let before = side.alpha;
    side.alpha = (before - gradient / side.diagonal).max(0.0);
    let change = (side.alpha - before) * side.sign;
    if change != 0.0 {
        one.bias += change;
        for (column, value) in side.vector.iter() {
            if let Some(weight) = one.weights.get_mut(column) {
                *weight += change * value;
            }
        }
    }
    Step::Pulled(gradient.abs())
}

/// Reproducible chance for the order of the examples (xorshift): the same in every run.
struct Chance(u64);

impl Chance {
    fn new(class: usize) -> Self {
        Self(0x9e37_79b9_7f4a_7c15 ^ (class as u64 + 1).wrapping_mul(0xbf58_476d_1ce4_e5b9))
    }

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
