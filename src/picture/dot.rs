//! Trees for Graphviz.

use super::graph::{Box, Graph, Kind};
use super::markup::{Written, clipped, words};
use super::outline::Outline;
use super::sketch::Limits;

/// Where a line in a box breaks, in characters.
const WIDTH: usize = 30;
/// A line in a box is cut after so many characters.
const LONGEST_LINE: usize = 200;
/// More steps of one tree than this nobody takes in.
const MOST_STEPS: usize = 100;
/// The thinnest and the thickest line, in points.
const WIDTHS: (f64, f64) = (0.8, 7.0);

const HEAD: &str = "digraph deskdoc {
  graph [rankdir=TB, ranksep=0.45, nodesep=0.3, fontname=\"Helvetica\"];
  node [fontname=\"Helvetica\", fontsize=11, margin=\"0.16,0.09\"];
  edge [fontname=\"Helvetica\", fontsize=10, arrowsize=0.6];
";

/// One graph of all these trees, each in a frame of its own if there are several.
pub fn dot(outlines: &[Outline]) -> String {
    let mut text = Written(HEAD.to_owned());
    for (number, outline) in outlines.iter().enumerate() {
        let graph = Graph::of(
            &outline.sketch(Limits { steps: MOST_STEPS, ..Limits::NONE }),
            &format!("t{}", number + 1),
        );
        writeln!(
            text,
            "  subgraph cluster_{} {{\n    label={};",
            number + 1,
            quoted(std::slice::from_ref(&outline.title))
        );
        text.push_str("    style=rounded;\n");
        for shown in &graph.boxes {
            writeln!(text, "    {} [{}];", shown.name, attributes(shown));
        }
        for arrow in &graph.arrows {
            let width = WIDTHS.0 + (WIDTHS.1 - WIDTHS.0) * arrow.probability.clamp(0.0, 1.0);
            let emphasis = if arrow.is_likeliest { ", color=\"#0f6b63\"" } else { "" };
            writeln!(
                text,
                "    {} -> {} [label={}, penwidth={width:.1}{emphasis}];",
                arrow.from,
                arrow.to,
                quoted(std::slice::from_ref(&arrow.label))
            );
        }
        text.push_str("  }\n");
    }
    text.push_str("}\n");
    text.0
}

fn attributes(shown: &Box) -> String {
    let shape = match shown.kind {
        Kind::Ask => "shape=box, style=\"rounded,filled\", fillcolor=\"#e3f1ee\"",
        Kind::Try => "shape=box",
        Kind::HandOver => "shape=box, style=dashed",
        Kind::Folded => "shape=plaintext",
    };
    let emphasis = if shown.is_likeliest { ", color=\"#0f6b63\", penwidth=2" } else { "" };
    format!("label={}, {shape}{emphasis}", quoted(&shown.lines))
}

/// Lines as a quoted string: quotes and back slashes are escaped, and so is `&`, which would begin an entity.
fn quoted(lines: &[String]) -> String {
    let mut text = String::from("\"");
    for (place, line) in lines.iter().flat_map(|line| broken(line)).enumerate() {
        if place > 0 {
            text.push_str("\\n");
        }
        for c in line.chars() {
            match c {
                '"' => text.push_str("\\\""),
                '\\' => text.push_str("\\\\"),
                '&' => text.push_str("&amp;"),
                c => text.push(c),
            }
        }
    }
    text.push('"');
    text
}

/// Breaks a text into lines between words.
fn broken(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in words(&clipped(text, LONGEST_LINE)) {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(&word),
            Some(line) if line.chars().count() + 1 + word.chars().count() <= WIDTH => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}
