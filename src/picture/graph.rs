//! A sketch as boxes and arrows with names, for drawing programs that lay out by themselves.

use super::markup::clipped;
use super::outline::{Stop, What};
use super::sketch::{End, Hidden, Sketch};
use super::words::{effort, share};

/// A box.
pub(super) struct Box {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// The lines in it.
    pub(super) lines: Vec<String>,
    pub(super) is_likeliest: bool,
}

/// What a box stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Ask,
    Try,
    HandOver,
    Folded,
}

/// An arrow.
pub(super) struct Arrow {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) label: String,
    pub(super) probability: f64,
    pub(super) is_likeliest: bool,
}

/// Boxes and arrows of one tree.
#[derive(Default)]
pub(super) struct Graph {
    pub(super) boxes: Vec<Box>,
    pub(super) arrows: Vec<Arrow>,
}

/// An answer is cut after so many characters.
const LONGEST_LABEL: usize = 90;
const NO_HELP: &str = "did not help";

impl Graph {
    /// Names begin with the prefix, so that several trees can stand in one drawing.
    pub(super) fn of(sketch: &Sketch<'_>, prefix: &str) -> Self {
        let mut graph = Self::default();
        graph.add(sketch, prefix);
        graph
    }

    fn add(&mut self, sketch: &Sketch<'_>, prefix: &str) {
        for stop in &sketch.stops {
            self.boxes.push(Box {
                name: name(prefix, stop.number),
                kind: kind(&stop.what),
                lines: lines(stop),
                is_likeliest: stop.is_likeliest,
            });
        }
        for (from, to) in sketch.stops.iter().zip(sketch.stops.iter().skip(1)) {
            self.arrow(prefix, from, to, NO_HELP, to.probability);
        }
        let Some(last) = sketch.stops.last() else { return };
        match &sketch.end {
            End::Closed => {}
            End::Cut(hidden) => self.folded(prefix, last, hidden, NO_HELP),
            End::Ways { shown, hidden } => {
                for (way, then) in shown {
                    if let Some(first) = then.stops.first() {
                        self.arrow(prefix, last, first, &way.answer, way.probability);
                    }
                    self.add(then, prefix);
                }
                if let Some(hidden) = hidden {
                    self.folded(prefix, last, hidden, "other answers");
                }
            }
        }
    }

    fn arrow(&mut self, prefix: &str, from: &Stop, to: &Stop, label: &str, probability: f64) {
        self.arrows.push(Arrow {
            from: name(prefix, from.number),
            to: name(prefix, to.number),
            label: format!("{} · {}", clipped(label, LONGEST_LABEL), share(probability)),
            probability,
            is_likeliest: from.is_likeliest && to.is_likeliest,
        });
    }

    fn folded(&mut self, prefix: &str, from: &Stop, hidden: &Hidden, label: &str) {
        let to = format!("{prefix}f{}", hidden.first);
        self.arrows.push(Arrow {
            from: name(prefix, from.number),
            to: to.clone(),
            label: format!("{label} · {}", share(hidden.probability)),
            probability: hidden.probability,
            is_likeliest: false,
        });
        let lines = vec![hidden.words()];
        self.boxes.push(Box { name: to, kind: Kind::Folded, lines, is_likeliest: false });
    }
}

fn name(prefix: &str, number: usize) -> String {
    format!("{prefix}s{number}")
}

fn kind(what: &What) -> Kind {
    match what {
        What::Ask { .. } => Kind::Ask,
        What::Try { .. } => Kind::Try,
        What::HandOver { .. } => Kind::HandOver,
    }
}

fn lines(stop: &Stop) -> Vec<String> {
    let mut lines = vec![format!("{}:", stop.what.lead()), stop.what.title().to_owned()];
    match &stop.what {
        What::Ask { minutes, .. } => lines.push(effort(*minutes)),
        What::Try { minutes, helps, .. } => {
            lines.push(format!("{}, helps in {}", effort(*minutes), share(*helps)));
        }
        What::HandOver { .. } => {}
    }
    if stop.is_open {
        lines.push("what follows is planned on the way".to_owned());
    }
    lines
}
