//! The kinds of figures: counters and histograms by labels, and gauges.
//!
//! Written by hand instead of taken from a library: the usual one keeps every single duration until somebody asks,
//! so that memory grows where nobody does, and needs a thread against that. These are arrays of counters.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{PoisonError, RwLock};

use super::{SECONDS, describe};

/// The value of a label.
type Label = Cow<'static, str>;

/// Whatever can be told.
pub(super) trait Family: Sync {
    /// Writes all samples with what they mean.
    fn write(&self, out: &mut String);
}

/// One cell for each combination of labels that has come up.
struct Cells<T, const N: usize> {
    labels: [&'static str; N],
    by_labels: RwLock<BTreeMap<[Label; N], T>>,
}

impl<T: Default, const N: usize> Cells<T, N> {
    const fn new(labels: [&'static str; N]) -> Self {
        Self { labels, by_labels: RwLock::new(BTreeMap::new()) }
    }

    fn with(&self, labels: [Label; N], change: impl Fn(&T)) {
        let known = self.by_labels.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(cell) = known.get(&labels) {
            return change(cell);
        }
        drop(known);
        change(self.by_labels.write().unwrap_or_else(PoisonError::into_inner).entry(labels).or_default());
    }

    fn each(&self, mut tell: impl FnMut(&[(&str, &str)], &T)) {
        for (values, cell) in &*self.by_labels.read().unwrap_or_else(PoisonError::into_inner) {
            let pairs: Vec<(&str, &str)> =
                self.labels.iter().copied().zip(values.iter().map(AsRef::as_ref)).collect();
            tell(&pairs, cell);
        }
    }
}

/// Counts events.
pub struct Counter<const N: usize> {
    name: &'static str,
    help: &'static str,
    cells: Cells<AtomicU64, N>,
}

impl<const N: usize> Counter<N> {
    pub(super) const fn new(name: &'static str, help: &'static str, labels: [&'static str; N]) -> Self {
        Self { name, help, cells: Cells::new(labels) }
    }

    /// Counts one more.
    pub fn add(&self, labels: [impl Into<Label>; N]) {
        self.cells.with(labels.map(Into::into), |cell| {
            cell.fetch_add(1, Ordering::Relaxed);
        });
    }
}

impl Counter<0> {
    /// Counts one more.
    pub fn one_more(&self) {
        self.add([] as [&'static str; 0]);
    }
}

impl<const N: usize> Family for Counter<N> {
    fn write(&self, out: &mut String) {
        describe(out, self.name, "counter", self.help);
        // Without labels there is one cell, and it is known before it counts anything.
        if N == 0 {
            self.cells.with(std::array::from_fn(|_| Label::default()), |_| {});
        }
        self.cells.each(|labels, count| {
            sample(out, self.name, labels.iter().copied(), count.load(Ordering::Relaxed));
        });
    }
}

/// A number that goes up and down.
pub struct Gauge {
    name: &'static str,
    help: &'static str,
    value: AtomicI64,
}

impl Gauge {
    pub(super) const fn new(name: &'static str, help: &'static str) -> Self {
        Self { name, help, value: AtomicI64::new(0) }
    }

    /// Goes up, or down.
    pub fn add(&self, change: i64) {
        self.value.fetch_add(change, Ordering::Relaxed);
    }

    /// Is this from now on.
    pub fn set(&self, value: i64) {
        self.value.store(value, Ordering::Relaxed);
    }
}

impl Family for Gauge {
    fn write(&self, out: &mut String) {
        describe(out, self.name, "gauge", self.help);
        sample(out, self.name, [], self.value.load(Ordering::Relaxed));
    }
}

/// Counts durations by how long they are.
pub struct Histogram<const N: usize> {
    name: &'static str,
    help: &'static str,
    cells: Cells<Durations, N>,
}

/// How many were no longer than each bound and longer than the one before; the last cell is for the rest.
#[derive(Default)]
struct Durations {
    counts: [AtomicU64; SECONDS.len() + 1],
    micros: AtomicU64,
}

impl<const N: usize> Histogram<N> {
    pub(super) const fn new(name: &'static str, help: &'static str, labels: [&'static str; N]) -> Self {
        Self { name, help, cells: Cells::new(labels) }
    }

    /// Counts one of so many seconds.
    pub fn observe(&self, labels: [impl Into<Label>; N], seconds: f64) {
        let bucket = SECONDS.partition_point(|bound| *bound < seconds);
        self.cells.with(labels.map(Into::into), |cell| {
            if let Some(count) = cell.counts.get(bucket) {
                count.fetch_add(1, Ordering::Relaxed);
            }
            cell.micros.fetch_add((seconds * 1e6) as u64, Ordering::Relaxed);
        });
    }
}

impl<const N: usize> Family for Histogram<N> {
    fn write(&self, out: &mut String) {
        describe(out, self.name, "histogram", self.help);
        let bucket = format!("{}_bucket", self.name);
        self.cells.each(|labels, cell| {
            let bounds = SECONDS.iter().map(ToString::to_string).chain(["+Inf".to_owned()]);
            let mut so_far = 0;
            for (bound, count) in bounds.zip(&cell.counts) {
                so_far += count.load(Ordering::Relaxed);
                let labels = labels.iter().copied().chain([("le", bound.as_str())]);
                sample(out, &bucket, labels, so_far);
            }
            let seconds = cell.micros.load(Ordering::Relaxed) as f64 / 1e6;
            sample(out, &format!("{}_sum", self.name), labels.iter().copied(), seconds);
            sample(out, &format!("{}_count", self.name), labels.iter().copied(), so_far);
        });
    }
}

/// Writes one line: the name, its labels in braces, the value.
pub(super) fn sample<'a>(
    out: &mut String,
    name: &str,
    labels: impl IntoIterator<Item = (&'a str, &'a str)>,
    value: impl Display,
) {
    let labels = labels.into_iter().map(|(label, value)| {
        let value = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        format!("{label}=\"{value}\"")
    });
    let labels: Vec<String> = labels.collect();
    let braces = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
    *out += &format!("{name}{braces} {value}\n");
}
