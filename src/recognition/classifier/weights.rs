//! The trained weights, kept small: most columns weigh for few classes.

use super::super::vectors::SparseVector;

/// A column that weighs for at least one in so many of the classes is kept in full: reading on is quicker than
/// jumping, and takes hardly more room.
const DENSE_FROM: usize = 3;

/// The result of one block, before it joins the others.
pub(super) struct Solved {
    start: usize,
    bias: Vec<f32>,
    /// By column: how many of the block's classes it weighs for, and those classes with their weights one after
    /// another.
    counts: Vec<u8>,
    weights: Vec<(u32, f32)>,
}

impl Solved {
    /// Takes over the first `n_lanes` classes of each row.
    pub(super) fn new<'r>(
        start: usize,
        n_lanes: usize,
        bias: &[f32],
        rows: impl Iterator<Item = &'r [f32]>,
    ) -> Self {
        let mut solved = Self {
            start,
            bias: bias.iter().take(n_lanes).copied().collect(),
            counts: vec![],
            weights: vec![],
        };
        for row in rows {
            let before = solved.weights.len();
            let classes = (start as u32..).zip(row.iter().take(n_lanes).copied());
            solved.weights.extend(classes.filter(|(_, weight)| *weight != 0.0));
            solved.counts.push((solved.weights.len() - before) as u8);
        }
        solved
    }
}

/// What every column weighs for every class.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in super::super) struct Weights {
    pub(in super::super) bias: Vec<f32>,
    /// Where the row of each column begins, in the list that `is_dense` names; one more than there are columns.
    pub(in super::super) starts: Vec<(u32, u32)>,
    /// Rows with one weight for each class.
    pub(in super::super) dense: Vec<f32>,
    /// Rows with classes and their weights.
    pub(in super::super) sparse: Vec<(u32, f32)>,
}

impl Weights {
    /// Puts the blocks' rows together, each block's classes behind those of the block before it.
    pub(super) fn of(mut blocks: Vec<Solved>, n_classes: usize, width: usize) -> Self {
        blocks.sort_unstable_by_key(|block| block.start);
        let mut weights = Self {
            bias: blocks.iter().flat_map(|block| block.bias.iter().copied()).collect(),
            starts: Vec::with_capacity(width + 1),
            ..Self::default()
        };
        let mut next = vec![0usize; blocks.len()];
        let mut row: Vec<(u32, f32)> = Vec::with_capacity(n_classes);
        for column in 0..width {
            row.clear();
            for (block, next) in blocks.iter().zip(&mut next) {
                let end = *next + block.counts.get(column).map_or(0, |count| usize::from(*count));
                row.extend_from_slice(block.weights.get(*next..end).unwrap_or_default());
                *next = end;
            }
            weights.push(&row, n_classes);
        }
        weights.starts.push(weights.ends());
        weights
    }

    fn push(&mut self, row: &[(u32, f32)], n_classes: usize) {
        self.starts.push(self.ends());
        if row.len() * DENSE_FROM < n_classes {
            self.sparse.extend_from_slice(row);
            return;
        }
        let start = self.dense.len();
        self.dense.resize(start + n_classes, 0.0);
        for (class, weight) in row {
            if let Some(slot) = self.dense.get_mut(start + *class as usize) {
                *slot = *weight;
            }
        }
    }

    fn ends(&self) -> (u32, u32) {
        (self.dense.len() as u32, self.sparse.len() as u32)
    }

    /// The margin of every class: above 0 the text lies on the class's side.
    pub(in super::super) fn margins(&self, vector: &SparseVector) -> Vec<f32> {
        let mut margins = self.bias.clone();
        for (column, value) in vector.iter() {
            let (dense, sparse) = self.row(column);
            for (margin, weight) in margins.iter_mut().zip(dense) {
                *margin += value * weight;
            }
            for (class, weight) in sparse {
                if let Some(margin) = margins.get_mut(*class as usize) {
                    *margin += value * weight;
                }
            }
        }
        margins
    }

    /// What one column adds to the margin of one class, per unit.
    pub(in super::super) fn weight(&self, column: usize, class: usize) -> f32 {
        let (dense, sparse) = self.row(column);
        let in_sparse = || {
            let at = sparse.binary_search_by_key(&class, |(class, _)| *class as usize).ok()?;
            sparse.get(at).map(|(_, weight)| *weight)
        };
        dense.get(class).copied().or_else(in_sparse).unwrap_or(0.0)
    }

    /// The row of a column: one of the two is empty.
    fn row(&self, column: usize) -> (&[f32], &[(u32, f32)]) {
        let (Some((dense, sparse)), Some((dense_end, sparse_end))) =
            (self.starts.get(column), self.starts.get(column + 1))
        else {
            return (&[], &[]);
        };
        (
            self.dense.get(*dense as usize..*dense_end as usize).unwrap_or_default(),
            self.sparse.get(*sparse as usize..*sparse_end as usize).unwrap_or_default(),
        )
    }
}
