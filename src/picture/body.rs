//! What pages and files show of a tree: its costs, the picture, and all its steps in words.

use super::list::list;
use super::markup::{Written, escaped};
use super::outline::Outline;
use super::svg::svg;
use super::words::costs;
use crate::kb::PagePath;

/// Where the page of a step is read; `None` where there is nothing to link to.
pub type Link<'page> = &'page dyn Fn(&PagePath) -> Option<String>;

/// Writes a tree as safe HTML, with headings of this level. The look is in `templates/assets/tree.css`.
pub fn body(outline: &Outline, level: u8, link: Link<'_>) -> String {
    let id = &outline.symptom;
    let mut html = Written::default();
    html.push_str("<dl class=\"tree-costs\">\n");
    for (name, cost) in costs(&outline.costs) {
        writeln!(html, "<div><dt>{name}</dt> <dd>{}</dd></div>", escaped(&cost));
    }
    html.push_str("</dl>\n");
    writeln!(
        html,
        "<section class=\"tree-part\" aria-labelledby=\"picture-{id}\">\n<h{level} id=\"picture-{id}\">At a glance</h{level}>\n\
         <p class=\"tree-hint\">Each line is as thick as the share of cases that go there, and the likeliest way runs \
         straight down. What is unlikely is folded up. <a href=\"#steps-{id}\">All of it step by step</a></p>\n\
         <div class=\"tree-scroll\" role=\"region\" aria-label=\"Picture: {}\" tabindex=\"0\">\n{}</div>\n</section>",
        escaped(&outline.title),
        svg(outline)
    );
    writeln!(
        html,
        "<section class=\"tree-part\" aria-labelledby=\"steps-{id}\">\n<h{level} id=\"steps-{id}\">Step by step</h{level}>\n\
         <p class=\"tree-hint\">Answers stand likeliest first. Unlikely ones are folded: open them to see what to do then.</p>\n\
         {}</section>",
        list(outline, link)
    );
    html.0
}

/// The id of a step in the list. A file may hold several trees, so the symptom is part of it.
pub(super) fn anchor(symptom: &str, number: usize) -> String {
    format!("step-{number}-{symptom}")
}
