//! Trees for Mermaid, which wikis and code hosts draw from text.

use super::graph::{Box, Graph, Kind};
use super::markup::{Written, clipped};
use super::outline::Outline;
use super::sketch::Limits;
use crate::text::visible;

/// A diagram with more characters is not drawn unless the site raises Mermaid's own limit of 50,000.
const LONGEST: usize = 48_000;
/// Likewise for arrows, of which Mermaid draws 500.
const MOST_ARROWS: usize = 480;
/// A line in a box is cut after so many characters.
const LONGEST_LINE: usize = 140;
/// More steps of one tree than this nobody takes in.
const MOST_STEPS: usize = 120;
/// The thinnest and the thickest line, in pixels.
const WIDTHS: (f64, f64) = (1.0, 8.0);

/// One flowchart of all these trees. What would make the drawing larger than Mermaid draws is folded up.
pub fn mermaid(outlines: &[Outline]) -> String {
    let mut steps = MOST_STEPS;
    loop {
        let (text, n_arrows) = flowchart(outlines, steps);
        if steps <= 1 || (text.len() <= LONGEST && n_arrows <= MOST_ARROWS) {
            return text;
        }
        steps /= 2;
    }
}

fn flowchart(outlines: &[Outline], steps: usize) -> (String, usize) {
    let mut text = Written(String::from("flowchart TD\n"));
    let mut widths: Vec<usize> = Vec::new();
    for (number, outline) in outlines.iter().enumerate() {
        let prefix = if outlines.len() == 1 { String::new() } else { format!("t{}", number + 1) };
        let graph = Graph::of(&outline.sketch(Limits { steps, ..Limits::NONE }), &prefix);
        if !prefix.is_empty() {
            writeln!(text, "subgraph {prefix} [\"{}\"]", label(&outline.title));
        }
        for shown in &graph.boxes {
            writeln!(text, "  {}{}", shown.name, shape(shown));
        }
        for arrow in &graph.arrows {
            let line = if arrow.is_likeliest { "==>" } else { "-->" };
            writeln!(text, "  {} {line}|\"{}\"| {}", arrow.from, label(&arrow.label), arrow.to);
            let width = WIDTHS.0 + (WIDTHS.1 - WIDTHS.0) * arrow.probability.clamp(0.0, 1.0);
            widths.push(width.round() as usize);
        }
        if !prefix.is_empty() {
            text.push_str("end\n");
        }
    }
    for width in 1..=WIDTHS.1 as usize {
        let same = widths.iter().enumerate().filter(|(_, found)| **found == width);
        let places: Vec<String> = same.map(|(place, _)| place.to_string()).collect();
        if !places.is_empty() {
            writeln!(text, "linkStyle {} stroke-width:{width}px", places.join(","));
        }
    }
    (text.0, widths.len())
}

fn shape(shown: &Box) -> String {
    let lines: Vec<String> = shown.lines.iter().map(|line| label(line)).collect();
    let label = lines.join("<br/>");
    match shown.kind {
        Kind::Ask => format!("{{{{\"{label}\"}}}}"),
        Kind::Try => format!("[\"{label}\"]"),
        Kind::HandOver => format!("([\"{label}\"])"),
        Kind::Folded => format!("[/\"{label}\"/]"),
    }
}

/// A text as Mermaid takes it between quotes: whatever could mean something there is written as a number.
fn label(text: &str) -> String {
    let mut label = Written::default();
    for c in visible(&clipped(text, LONGEST_LINE)).chars() {
        let is_harmless = !c.is_ascii() || c.is_ascii_alphanumeric() || " ,.?!-()/+".contains(c);
        if is_harmless {
            label.0.push(c);
        } else {
            write!(label, "#{};", u32::from(c));
        }
    }
    label.0
}
