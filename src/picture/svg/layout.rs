//! Where boxes, lines and labels stand.

use super::lines::{SMALL, TITLE, broken, width_of};
use crate::picture::outline::{Stop, Way, What};
use crate::picture::sketch::{End, Hidden, Sketch};
use crate::picture::words::{effort, share};

/// The width of a box, in pixels like everything here.
const WIDTH: f64 = 248.0;
/// The width of a box that stands for what is folded up.
const FOLDED_WIDTH: f64 = 172.0;
/// Its height; a finger can hit it.
const FOLDED_HEIGHT: f64 = 44.0;
/// Between the edge of a box and its words.
pub(super) const PADDING: f64 = 12.0;
/// Between ways side by side.
const GAP: f64 = 24.0;
/// From one step to the next below it; the words beside the line fit into it.
const DOWN: f64 = 40.0;
/// From a question down to where the ways part.
const TRUNK: f64 = 22.0;
/// From there to the words of the answers, and from these to the boxes.
const AROUND_LABELS: f64 = 12.0;
/// The radius of a turn.
const TURN: f64 = 10.0;
/// Around the whole picture.
const MARGIN: f64 = 8.0;
/// A title has so many lines at most, an answer too.
const MOST_LINES: usize = 5;
/// The thinnest line, and how much thicker one is that all cases take.
const STROKE: (f64, f64) = (1.5, 10.0);

/// A rectangle.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

/// A step in its box.
pub(super) struct StopBox<'outline> {
    pub(super) stop: &'outline Stop,
    pub(super) place: Place,
    pub(super) title: Vec<String>,
    pub(super) notes: Vec<String>,
}

/// What is folded up.
pub(super) struct FoldedBox {
    pub(super) hidden: Hidden,
    pub(super) place: Place,
}

/// A line from one box to another.
pub(super) struct Line {
    pub(super) path: String,
    pub(super) width: f64,
    pub(super) is_likeliest: bool,
}

/// Words at a line.
pub(super) struct Label {
    pub(super) x: f64,
    /// The base line of its first line.
    pub(super) y: f64,
    pub(super) lines: Vec<String>,
    /// So many of the lines are the answer itself.
    pub(super) n_strong: usize,
    /// What is put under it where it stands on its line.
    pub(super) ground: Option<Place>,
}

/// Everything in its place.
#[derive(Default)]
pub(super) struct Picture<'outline> {
    pub(super) stops: Vec<StopBox<'outline>>,
    pub(super) folded: Vec<FoldedBox>,
    pub(super) lines: Vec<Line>,
    pub(super) labels: Vec<Label>,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl<'outline> Picture<'outline> {
    pub(super) fn of(sketch: &Sketch<'outline>) -> Self {
        let mut picture = Self::default();
        picture.route(sketch, MARGIN, MARGIN);
        picture.width += MARGIN;
        picture.height += MARGIN;
        picture
    }

    /// Places a route with its upper left corner here, and says where it ends on the right.
    fn route(&mut self, sketch: &Sketch<'outline>, x: f64, y: f64) -> f64 {
        let mut y = y;
        let mut above: Option<&Stop> = None;
        for stop in &sketch.stops {
            if let Some(above) = above {
                let words = format!("did not help · {}", share(stop.probability));
                self.down(x, y, words, stop.probability, above.is_likeliest && stop.is_likeliest);
                y += DOWN;
            }
            y = self.stop(stop, x, y);
            above = Some(stop);
        }
        match &sketch.end {
            End::Closed => x + WIDTH,
            End::Cut(hidden) => {
                let words = format!("did not help · {}", share(hidden.probability));
                self.down(x, y, words, hidden.probability, false);
                self.fold(*hidden, x + (WIDTH - FOLDED_WIDTH) / 2.0, y + DOWN);
                x + WIDTH
            }
            End::Ways { shown, hidden } => self.fork(shown, *hidden, x, y),
        }
    }

    fn stop(&mut self, stop: &'outline Stop, x: f64, y: f64) -> f64 {
        let within = WIDTH - 2.0 * PADDING;
        let title = broken(stop.what.title(), TITLE, within, MOST_LINES);
        let notes: Vec<String> =
            notes(stop).iter().flat_map(|note| broken(note, SMALL, within, MOST_LINES)).collect();
        let height =
            2.0 * PADDING + SMALL.height * (1 + notes.len()) as f64 + TITLE.height * title.len() as f64;
        let place = Place { x, y, width: WIDTH, height };
        self.reach(place);
        self.stops.push(StopBox { stop, place, title, notes });
        y + height
    }

    /// A line to the step below, with words beside it.
    fn down(&mut self, x: f64, y: f64, words: String, probability: f64, is_likeliest: bool) {
        let middle = x + WIDTH / 2.0;
        let width = stroke(probability);
        let path = format!("M{middle:.1} {y:.1}V{:.1}", y + DOWN);
        self.lines.push(Line { path, width, is_likeliest });
        let (label_x, label_y) = (middle + width / 2.0 + 8.0, y + DOWN / 2.0 + 4.0);
        self.reach(Place { x: label_x, y, width: width_of(&words, SMALL), height: DOWN });
        let label = Label { x: label_x, y: label_y, lines: vec![words], n_strong: 0, ground: None };
        self.labels.push(label);
    }

    /// Places the ways on from a question side by side, the first straight below it.
    fn fork(
        &mut self,
        shown: &[(&'outline Way, Sketch<'outline>)],
        hidden: Option<Hidden>,
        x: f64,
        y: f64,
    ) -> f64 {
        let within = WIDTH - 2.0 * PADDING;
        let answers: Vec<Vec<String>> =
            shown.iter().map(|(way, _)| broken(&way.answer, SMALL, within, MOST_LINES)).collect();
        let most_lines = answers.iter().map(|lines| lines.len() + 1).max().unwrap_or(2);
        let labels = y + TRUNK + AROUND_LABELS;
        let top = labels + most_lines as f64 * SMALL.height + AROUND_LABELS;
        let from = (x + WIDTH / 2.0, y);
        let mut right = x;
        for ((way, then), answer) in shown.iter().zip(answers) {
            let start = if right > x { right + GAP } else { x };
            let middle = start + WIDTH / 2.0;
            let is_likeliest = then.stops.first().is_some_and(|stop| stop.is_likeliest);
            let width = stroke(way.probability);
            self.lines.push(Line { path: elbow(from, (middle, top)), width, is_likeliest });
            self.answer(answer, way.probability, middle, labels);
            right = self.route(then, start, top).max(start + WIDTH);
        }
        if let Some(hidden) = hidden {
            let start = if right > x { right + GAP } else { x };
            let middle = start + FOLDED_WIDTH / 2.0;
            let width = stroke(hidden.probability);
            self.lines.push(Line { path: elbow(from, (middle, top)), width, is_likeliest: false });
            self.answer(vec!["Other answers".to_owned()], hidden.probability, middle, labels);
            self.fold(hidden, start, top);
            right = start + FOLDED_WIDTH;
        }
        right
    }

    /// The words of an answer, on its line.
    fn answer(&mut self, answer: Vec<String>, probability: f64, middle: f64, y: f64) {
        let n_strong = answer.len();
        let mut lines = answer;
        lines.push(format!("{} of cases", share(probability)));
        let widest = lines.iter().map(|line| width_of(line, SMALL)).fold(0.0, f64::max);
        let height = lines.len() as f64 * SMALL.height + 6.0;
        let ground = Place { x: middle - widest / 2.0 - 8.0, y: y - 2.0, width: widest + 16.0, height };
        self.labels.push(Label { x: middle, y: y + 12.0, lines, n_strong, ground: Some(ground) });
    }

    fn fold(&mut self, hidden: Hidden, x: f64, y: f64) {
        let place = Place { x, y, width: FOLDED_WIDTH, height: FOLDED_HEIGHT };
        self.reach(place);
        self.folded.push(FoldedBox { hidden, place });
    }

    fn reach(&mut self, place: Place) {
        self.width = self.width.max(place.x + place.width);
        self.height = self.height.max(place.y + place.height);
    }
}

fn notes(stop: &Stop) -> Vec<String> {
    let mut notes = match &stop.what {
        What::Ask { minutes, .. } => vec![effort(*minutes)],
        What::Try { minutes, helps, .. } => vec![format!("{}, helps in {}", effort(*minutes), share(*helps))],
        What::HandOver { .. } => Vec::new(),
    };
    if stop.is_open {
        notes.push("What follows is planned on the way".to_owned());
    }
    notes
}

fn stroke(probability: f64) -> f64 {
    STROKE.0 + STROKE.1 * probability.clamp(0.0, 1.0)
}

/// Down, to the right, and down again, with round turns.
fn elbow((from_x, from_y): (f64, f64), (to_x, to_y): (f64, f64)) -> String {
    if to_x - from_x < 2.0 * TURN {
        return format!("M{from_x:.1} {from_y:.1}V{to_y:.1}");
    }
    let level = from_y + TRUNK;
    format!(
        "M{from_x:.1} {from_y:.1}V{:.1}Q{from_x:.1} {level:.1} {:.1} {level:.1}H{:.1}Q{to_x:.1} {level:.1} {to_x:.1} {:.1}V{to_y:.1}",
        level - TURN,
        from_x + TURN,
        to_x - TURN,
        level + TURN
    )
}
