//! Decision trees for a terminal: fixes below each other, rails only where an answer parts the ways.

use anstyle::Style;
use textwrap::Options;

use super::{ACCENT, FAINT, Page, STRONG, WIDTH};
use crate::diagnosis::chance_word;
use crate::picture::{End, Hidden, Limits, Outline, Sketch, Stop, Way, What, costs, effort, minutes, share};
use crate::text::visible;

/// Nobody reads more steps of a tree than this from a terminal.
const MOST_STEPS: usize = 60;
/// Text is never squeezed into less, however deep the rails stand.
const NARROWEST: usize = 30;

/// The trees, each with what it costs.
pub(in crate::cli) fn trees(outlines: &[Outline]) -> String {
    let mut page = Page::default();
    for (number, outline) in outlines.iter().enumerate() {
        if number > 0 {
            page.text.push_str("\n\n");
        }
        tree(&mut page, outline);
    }
    page.text
}

fn tree(page: &mut Page, outline: &Outline) {
    page.line(ACCENT, 0, &outline.title);
    page.line(FAINT, 0, &outline.symptom);
    page.blank();
    let costs = costs(&outline.costs);
    let widest = costs.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    page.line(STRONG, 0, "What a case is expected to take");
    for (name, cost) in costs {
        let first = format!("  {name:widest$}  ");
        page.paragraph(Style::new(), &first, &" ".repeat(first.len()), &cost);
    }
    page.blank();
    let sketch = outline.sketch(Limits { steps: MOST_STEPS, ..Limits::NONE });
    route(page, &sketch, "");
}

/// Writes a route behind its rails.
fn route(page: &mut Page, sketch: &Sketch<'_>, rails: &str) {
    for (place, stop) in sketch.stops.iter().enumerate() {
        step(page, stop, place > 0, rails);
    }
    match &sketch.end {
        End::Closed => {}
        End::Cut(hidden) => folded(page, hidden, rails, rails),
        End::Ways { shown, hidden } => {
            for (place, (way, then)) in shown.iter().enumerate() {
                let is_last = place + 1 == shown.len() && hidden.is_none();
                self::way(page, way, then, rails, is_last);
            }
            if let Some(hidden) = hidden {
                railed(page, rails, "│", "│", Style::new(), "");
                folded(page, hidden, &format!("{rails}└─ "), &format!("{rails}   "));
            }
        }
    }
}

fn step(page: &mut Page, stop: &Stop, is_after_a_fix: bool, rails: &str) {
    let lead = match (&stop.what, is_after_a_fix) {
        (What::Ask { .. }, true) => "If that does not help, ask".to_owned(),
        (what, true) => format!("If not: {}", what.lead().to_lowercase()),
        (what, false) => what.lead().to_owned(),
    };
    railed(page, rails, "", "  ", STRONG, &format!("{lead}: {}", stop.what.title()));
    let mut notes = match &stop.what {
        What::Ask { minutes, .. } => effort(*minutes),
        What::Try { minutes, helps, .. } => {
            format!("{}; helps in {} of these cases", effort(*minutes), share(*helps))
        }
        What::HandOver { .. } => String::new(),
    };
    if !notes.is_empty() {
        notes = format!("{notes}; {} from here on average", minutes(stop.cost));
    }
    if stop.is_open {
        notes.push_str("; what follows is planned when a case gets here");
    }
    if !notes.is_empty() {
        railed(page, rails, "  ", "  ", FAINT, &notes);
    }
}

fn way(page: &mut Page, way: &Way, then: &Sketch<'_>, rails: &str, is_last: bool) {
    let (fork, below) = if is_last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
    railed(page, rails, "│", "│", Style::new(), "");
    let chance = format!("{}, {} of these cases", chance_word(way.share), share(way.share));
    railed(page, rails, fork, below, ACCENT, &format!("“{}” – {chance}", way.answer));
    route(page, then, &format!("{rails}{below}"));
}

fn folded(page: &mut Page, hidden: &Hidden, first: &str, rest: &str) {
    let words = format!("{} ({} of all cases)", hidden.words(), share(hidden.probability));
    write(page, first, rest, FAINT, &words);
}

fn railed(page: &mut Page, rails: &str, first: &str, rest: &str, style: Style, text: &str) {
    write(page, &format!("{rails}{first}"), &format!("{rails}{rest}"), style, text);
}

/// Wraps a text behind rails; the rails keep the colour of the terminal.
fn write(page: &mut Page, first: &str, rest: &str, style: Style, text: &str) {
    let taken = first.chars().count().max(rest.chars().count());
    let width = WIDTH.saturating_sub(taken).max(NARROWEST);
    let shown = visible(text);
    let lines = textwrap::wrap(&shown, Options::new(width));
    if lines.is_empty() {
        page.raw(Style::new(), first);
    }
    for (number, line) in lines.iter().enumerate() {
        let rails = if number == 0 { first } else { rest };
        page.text.push_str(&format!("{rails}{style}{}{style:#}\n", line.trim_end()));
    }
}
