//! As much of a tree as can be taken in at once. What is unlikely is folded up, and how much that is, is said.

use super::outline::{Outline, Route, Stop, Way, What};

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// So many steps at most; the first is always shown.
    pub steps: usize,
    /// So many ways side by side at most.
    pub columns: usize,
}

impl Limits {
    /// All of it.
    pub const NONE: Self = Self { steps: usize::MAX, columns: usize::MAX };
}

/// A route, cut where it becomes unlikely.
#[derive(Debug, Clone)]
pub struct Sketch<'outline> {
    /// The steps that are shown.
    pub stops: Vec<&'outline Stop>,
    /// How it goes on.
    pub end: End<'outline>,
}

/// What comes behind the last step that is shown.
#[derive(Debug, Clone)]
pub enum End<'outline> {
    /// Nothing: the case is handed over, or what follows was not planned yet.
    Closed,
    /// More steps that are not shown.
    Cut(Hidden),
    /// The answers to a question, likeliest first.
    Ways {
        /// Those that are shown.
        shown: Vec<(&'outline Way, Sketch<'outline>)>,
        /// Those that are not.
        hidden: Option<Hidden>,
    },
}

/// What is folded up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hidden {
    /// How many ways of ending.
    pub n_paths: usize,
    /// How many steps.
    pub n_steps: usize,
    /// The number of its first step.
    pub first: usize,
    /// The chance that a case goes there, 0–1.
    pub probability: f64,
}

/// What fewer cases than this share (0–1) come to is called unlikely.
const UNLIKELY: f64 = 0.1;

impl Outline {
    /// The likeliest part of the tree that keeps within the limits; the likeliest way is shown to its end whatever
    /// they are.
    pub fn sketch(&self, limits: Limits) -> Sketch<'_> {
        sketch(&self.route, self.threshold(limits))
    }

    /// Steps are shown from this chance on. A step is never likelier than the one before it, so what is shown hangs
    /// together.
    fn threshold(&self, limits: Limits) -> f64 {
        let mut chances = Vec::with_capacity(self.n_steps);
        collect(&self.route, &mut chances);
        chances.sort_by(|first, second| second.total_cmp(first));
        let fits = |threshold: f64| {
            let n_shown = chances.partition_point(|chance| *chance >= threshold);
            let halves = half_columns(&sketch(&self.route, threshold));
            n_shown <= limits.steps && halves <= limits.columns.saturating_mul(2)
        };
        let mut candidates: Vec<f64> = chances.iter().copied().take(limits.steps).collect();
        candidates.dedup();
        // More steps never take fewer columns, so the last threshold that fits can be searched for by halves.
        let n_fitting = candidates.partition_point(|threshold| fits(*threshold));
        let first = chances.first().copied().unwrap_or_default();
        candidates.get(n_fitting.saturating_sub(1)).copied().unwrap_or(first)
    }
}

impl Hidden {
    /// `+14 unlikely paths`; what is not unlikely is folded up where there is no room for it.
    pub fn words(&self) -> String {
        let how = if self.probability < UNLIKELY { "unlikely" } else { "more" };
        match (self.n_paths, self.n_steps) {
            (1, 1) => format!("+1 {how} step"),
            (1, steps) => format!("+{steps} {how} steps"),
            (paths, _) => format!("+{paths} {how} paths"),
        }
    }
}

fn collect(route: &Route, chances: &mut Vec<f64>) {
    for stop in &route.stops {
        chances.push(stop.probability);
        if let What::Ask { ways, .. } = &stop.what {
            ways.iter().for_each(|way| collect(&way.route, chances));
        }
    }
}

fn sketch(route: &Route, threshold: f64) -> Sketch<'_> {
    let mut stops: Vec<&Stop> = route.stops.iter().take_while(|stop| is_shown(stop, threshold)).collect();
    // One last step takes no more room than the words that it is left out.
    if let [.., last] = route.stops.as_slice()
        && stops.len() + 1 == route.stops.len()
        && !matches!(last.what, What::Ask { .. })
    {
        stops.push(last);
    }
    let end = match (route.stops.get(stops.len()), stops.last().map(|stop| &stop.what)) {
        (Some(first), _) => End::Cut(Hidden {
            n_paths: route.n_paths(),
            n_steps: route.n_steps() - stops.len(),
            first: first.number,
            probability: first.probability,
        }),
        (None, Some(What::Ask { ways, .. })) if !ways.is_empty() => ways_on(ways, threshold),
        (None, _) => End::Closed,
    };
    Sketch { stops, end }
}

fn ways_on(ways: &[Way], threshold: f64) -> End<'_> {
    let (shown, hidden): (Vec<&Way>, Vec<&Way>) =
        ways.iter().partition(|way| way.route.stops.first().is_some_and(|stop| is_shown(stop, threshold)));
    End::Ways {
        shown: shown.into_iter().map(|way| (way, sketch(&way.route, threshold))).collect(),
        hidden: hidden.first().map(|first| Hidden {
            n_paths: hidden.iter().map(|way| way.route.n_paths()).sum(),
            n_steps: hidden.iter().map(|way| way.route.n_steps()).sum(),
            first: first.route.stops.first().map_or(0, |stop| stop.number),
            probability: hidden.iter().map(|way| way.probability).sum(),
        }),
    }
}

/// A step on the likeliest way follows only on others of its kind, so that what is shown still hangs together.
fn is_shown(stop: &Stop, threshold: f64) -> bool {
    stop.is_likeliest || stop.probability >= threshold
}

/// How many ways stand side by side; what is folded up takes half the room.
fn half_columns(sketch: &Sketch<'_>) -> usize {
    match &sketch.end {
        End::Closed | End::Cut(_) => 2,
        End::Ways { shown, hidden } => {
            let halves: usize = shown.iter().map(|(_, sketch)| half_columns(sketch)).sum();
            (halves + usize::from(hidden.is_some())).max(2)
        }
    }
}
