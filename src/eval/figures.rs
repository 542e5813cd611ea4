//! The arithmetic: shares, how well confidence parts two sorts of texts, and whether it means what it says.

/// So many out of so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Share {
    /// How many.
    pub n: usize,
    /// Out of how many.
    pub of: usize,
}

impl Share {
    /// As a number from 0 to 1; `None` out of none.
    pub fn rate(self) -> Option<f64> {
        (self.of > 0).then(|| self.n as f64 / self.of as f64)
    }

    /// Counts one more case.
    pub(super) fn count(&mut self, holds: bool) {
        self.n += usize::from(holds);
        self.of += 1;
    }

    /// Whether so many would come up by chance in fewer than one of twenty tries if the true rate were `rate` (the
    /// upper tail of the binomial distribution). Of few cases, even several prove little, and one alone proves nothing.
    pub fn is_surely_above(self, rate: f64) -> bool {
        const BY_CHANCE: f64 = 0.05;
        if self.n < 2 || self.rate().is_none_or(|found| found <= rate) || !(0.0..1.0).contains(&rate) {
            return false;
        }
        if rate == 0.0 {
            return true;
        }
        // 1 − P(fewer than n), each term from the one before, in logarithms: rate^0 (1 − rate)^of is 0 for many cases.
        let odds = (rate / (1.0 - rate)).ln();
        let mut term = self.of as f64 * (1.0 - rate).ln();
        let mut fewer = 0.0;
        for k in 0..self.n {
            fewer += term.exp();
            term += ((self.of - k) as f64 / (k + 1) as f64).ln() + odds;
        }
        1.0 - fewer < BY_CHANCE
    }
}

/// What one case shows about confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Seen {
    /// The confidence of the best candidate, offered or not; 0 without one.
    pub confidence: f64,
    /// Whether the text is about a symptom of the base.
    pub in_scope: bool,
    /// Whether the best candidate is right.
    pub right: bool,
}

/// The chance that a text in scope gets more confidence than one out of scope (the area under the ROC curve); equal
/// confidences count half. `None` without texts of both sorts.
pub fn separation(seen: &[Seen]) -> Option<f64> {
    let mut sorted: Vec<Seen> = seen.to_vec();
    sorted.sort_by(|first, second| first.confidence.total_cmp(&second.confidence));
    let (mut pairs_won, mut n_in_scope, mut n_beyond) = (0.0f64, 0usize, 0usize);
    for equal in sorted.chunk_by(|first, second| first.confidence == second.confidence) {
        let in_scope = equal.iter().filter(|seen| seen.in_scope).count();
        let beyond = equal.len() - in_scope;
        pairs_won += in_scope as f64 * (n_beyond as f64 + beyond as f64 / 2.0);
        n_in_scope += in_scope;
        n_beyond += beyond;
    }
    let n_pairs = n_in_scope as f64 * n_beyond as f64;
    (n_pairs > 0.0).then(|| pairs_won / n_pairs)
}

/// Into how many equal steps of confidence the reliability table is cut.
pub const N_BINS: usize = 10;

/// Whether confidence means what it says.
#[derive(Debug, Clone, PartialEq)]
pub struct Reliability {
    /// [`N_BINS`] steps, the lowest first.
    pub bins: Vec<Bin>,
    /// How far confidence and share of right answers lie apart on average over all cases (the expected calibration
    /// error); `None` without cases.
    pub error: Option<f64>,
}

/// The cases of one step of confidence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bin {
    /// The lowest confidence of the step.
    pub from: f64,
    /// The next step begins here; the last holds 1 as well.
    pub to: f64,
    /// How many cases fall into it, and in how many of them the best candidate is right.
    pub right: Share,
    /// The mean confidence of its cases; `None` without cases.
    pub confidence: Option<f64>,
}

/// Sorts cases by confidence and compares it with how often the best candidate is right.
pub fn reliability(seen: &[Seen]) -> Reliability {
    let mut sums = [0.0f64; N_BINS];
    let mut shares = [Share::default(); N_BINS];
    // Sums of fractions depend on their order, and the order of cases must change nothing.
    let mut sorted: Vec<Seen> = seen.to_vec();
    sorted.sort_by(|first, second| first.confidence.total_cmp(&second.confidence));
    for case in sorted {
        let bin = ((case.confidence * N_BINS as f64) as usize).min(N_BINS - 1);
        if let (Some(sum), Some(share)) = (sums.get_mut(bin), shares.get_mut(bin)) {
            *sum += case.confidence;
            share.count(case.right);
        }
    }
    let gaps: f64 = sums.iter().zip(&shares).map(|(sum, share)| (sum - share.n as f64).abs()).sum();
    let bound = |step: usize| step as f64 / N_BINS as f64;
    let bins = shares.iter().zip(sums).enumerate().map(|(step, (share, sum))| Bin {
        from: bound(step),
        to: bound(step + 1),
        right: *share,
        confidence: (share.of > 0).then(|| sum / share.of as f64),
    });
    Reliability { bins: bins.collect(), error: (!seen.is_empty()).then(|| gaps / seen.len() as f64) }
}
