//! A tree drawn by the server: fixes one below the other, answers side by side, the likeliest way straight down on
//! the left. Lines are as thick as the share of cases that go there.
//!
//! Colours and type come from a style sheet; everything else is geometry, so that it stands under a policy that
//! forbids inline styles.

mod layout;
mod lines;

use self::layout::{FoldedBox, Label, Line, Picture, StopBox};
use self::lines::{SMALL, TITLE};
use super::body::anchor;
use super::markup::{Written, clipped, escaped};
use super::outline::{Outline, What};
use super::sketch::Limits;
use super::words::share;

/// As much as a picture shows of one tree: so many ways side by side are found again after scrolling.
const SHOWN: Limits = Limits { steps: 32, columns: 7 };
/// The words above a title are cut after so many characters: more does not fit into a box.
const LONGEST_LEAD: usize = 36;
/// What a picture is called where it cannot be seen.
const NAME: &str = "Picture of the decision tree; the steps below say the same in words";

/// Draws a tree. What is folded up links to its first step in the list of the same tree.
pub(super) fn svg(outline: &Outline) -> String {
    let picture = Picture::of(&outline.sketch(SHOWN));
    let (width, height) = (picture.width.ceil(), picture.height.ceil());
    let mut svg = Written(format!(
        "<svg class=\"tree-picture\" xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"group\" aria-label=\"{NAME}\">\n<g aria-hidden=\"true\">\n"
    ));
    // Painted last lies on top, and that is to be the likeliest way.
    let (likeliest, others): (Vec<&Line>, Vec<&Line>) =
        picture.lines.iter().partition(|line| line.is_likeliest);
    others.into_iter().chain(likeliest).for_each(|line| draw_line(&mut svg, line));
    picture.labels.iter().for_each(|label| draw_label(&mut svg, label));
    picture.stops.iter().for_each(|stop| draw_stop(&mut svg, stop));
    svg.push_str("</g>\n");
    picture.folded.iter().for_each(|folded| draw_folded(&mut svg, folded, &outline.symptom));
    svg.push_str("</svg>\n");
    svg.0
}

fn draw_line(svg: &mut Written, line: &Line) {
    let class = if line.is_likeliest { "tree-line tree-likeliest" } else { "tree-line" };
    writeln!(svg, "<path class=\"{class}\" d=\"{}\" stroke-width=\"{:.1}\"/>", line.path, line.width);
}

fn draw_label(svg: &mut Written, label: &Label) {
    if let Some(ground) = &label.ground {
        writeln!(
            svg,
            "<rect class=\"tree-label-ground\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"6\"/>",
            ground.x, ground.y, ground.width, ground.height
        );
    }
    let anchor = if label.ground.is_some() { " text-anchor=\"middle\"" } else { "" };
    write!(svg, "<text class=\"tree-label\"{anchor}>");
    for (row, line) in label.lines.iter().enumerate() {
        let class = if row < label.n_strong { " class=\"tree-answer\"" } else { "" };
        let y = label.y + row as f64 * SMALL.height;
        write!(svg, "<tspan{class} x=\"{:.1}\" y=\"{y:.1}\">{}</tspan>", label.x, escaped(line));
    }
    svg.push_str("</text>\n");
}

fn draw_stop(svg: &mut Written, found: &StopBox<'_>) {
    let (kind, round) = match found.stop.what {
        What::Ask { .. } => ("tree-box-ask", 18),
        What::Try { .. } => ("tree-box-try", 6),
        What::HandOver { .. } => ("tree-box-end", 6),
    };
    let emphasis = if found.stop.is_likeliest { " tree-likeliest" } else { "" };
    writeln!(
        svg,
        "<rect class=\"tree-box {kind}{emphasis}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"{round}\"/>",
        found.place.x, found.place.y, found.place.width, found.place.height
    );
    let (x, mut y) = (found.place.x + layout::PADDING, found.place.y + layout::PADDING + 2.0);
    svg.push_str("<text>");
    let mut line = |class: &str, text: &str, height: f64| {
        y += height;
        write!(svg, "<tspan class=\"{class}\" x=\"{x:.1}\" y=\"{:.1}\">{}</tspan>", y - 5.0, escaped(text));
    };
    line("tree-lead", &clipped(found.stop.what.lead(), LONGEST_LEAD), SMALL.height);
    found.title.iter().for_each(|text| line("tree-title", text, TITLE.height));
    found.notes.iter().for_each(|text| line("tree-note", text, SMALL.height));
    svg.push_str("</text>\n");
}

fn draw_folded(svg: &mut Written, folded: &FoldedBox, symptom: &str) {
    let place = &folded.place;
    let words = folded.hidden.words();
    writeln!(
        svg,
        "<a class=\"tree-folded\" href=\"#{}\" aria-label=\"{words}, {} of cases: open in the list\">\
         <rect class=\"tree-box\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\" rx=\"6\"/>\
         <text text-anchor=\"middle\" x=\"{:.1}\" y=\"{:.1}\">{words}</text></a>",
        anchor(symptom, folded.hidden.first),
        escaped(&share(folded.hidden.probability)),
        place.x,
        place.y,
        place.width,
        place.height,
        place.x + place.width / 2.0,
        place.y + place.height / 2.0 + 4.5
    );
}
