//! What the Markdown pipeline promises, by example.

mod anchors;
mod bold_lines;
mod dialect;
mod hostile;
mod html;
mod links;
mod payloads;
mod sections;
mod steps;

use super::{Destination, Document, RenderOptions, render};

/// Renders a whole page; links lead where they say, except those that contain `missing`.
fn html(body: &str) -> String {
    html_shifted(body, 0)
}

fn html_shifted(body: &str, shift_headings: u8) -> String {
    render(body, 0..body.len(), &RenderOptions { shift_headings, links: &destination, has_anchors: true })
}

fn destination(target: &str, _image: bool) -> Destination {
    match target {
        target if target.contains("missing") => Destination::Missing,
        target if target.contains(':') => Destination::Outside(target.to_owned()),
        target => Destination::Page(target.to_owned()),
    }
}

fn headings(document: &Document) -> Vec<(u8, &str, &str)> {
    document
        .sections
        .iter()
        .map(|section| (section.level, section.heading.as_str(), section.anchor.as_str()))
        .collect()
}
