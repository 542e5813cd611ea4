//! A tree as nested lists in HTML: the whole of it in words, for phones, for screen readers and for paper. What is
//! less likely is folded and can be opened; nothing of it needs script.

use super::body::{Link, anchor};
use super::markup::{Written, escaped};
use super::outline::{Outline, Stop, Way, What};
use super::sketch::{End, Hidden, Limits, Sketch};
use super::words::{effort, minutes, share};
use crate::kb::PagePath;

/// A list with more steps helps nobody and weighs megabytes; the rest is counted.
const MOST_STEPS: usize = 600;
/// Ways as likely as this (0–1) stand open.
const OPEN_FROM: f64 = 0.2;

/// Writes a tree as lists. Each step has an id, see [`anchor`].
pub(super) fn list(outline: &Outline, link: Link<'_>) -> String {
    let mut list = List { html: Written::default(), link, symptom: &outline.symptom };
    list.steps(&outline.sketch(Limits { steps: MOST_STEPS, ..Limits::NONE }), "");
    list.html.0
}

struct List<'page> {
    html: Written,
    link: Link<'page>,
    symptom: &'page str,
}

impl List<'_> {
    fn put(&mut self, markup: &str) {
        self.html.push_str(markup);
    }

    /// `before` says what the first step follows on; those behind it follow on a fix that did not help.
    fn steps(&mut self, sketch: &Sketch<'_>, before: &str) {
        self.put("<ol class=\"tree-steps\">\n");
        for (place, stop) in sketch.stops.iter().enumerate() {
            let before = if place == 0 { before } else { "If that does not help:" };
            let class = if stop.is_likeliest { "tree-step tree-likeliest" } else { "tree-step" };
            write!(self.html, "<li class=\"{class}\" id=\"{}\">", anchor(self.symptom, stop.number));
            self.step(stop, before);
            if place + 1 == sketch.stops.len()
                && let End::Ways { shown, hidden } = &sketch.end
            {
                self.ways(shown, hidden.as_ref());
            }
            self.put("</li>\n");
        }
        if let End::Cut(hidden) = &sketch.end {
            self.left_out(hidden);
        }
        self.put("</ol>\n");
    }

    fn step(&mut self, stop: &Stop, before: &str) {
        if !before.is_empty() {
            write!(self.html, "<p class=\"tree-before\">{before}</p>");
        }
        let lead = stop.what.lead();
        let lead = escaped(lead);
        let titles: Vec<String> = match stop.what.pages().as_slice() {
            [] => vec![format!("<bdi>{}</bdi>", escaped(stop.what.title()))],
            pages => pages.iter().map(|(title, page)| self.linked(title, page)).collect(),
        };
        let title = titles.join(" + ");
        write!(self.html, "<p class=\"tree-act\"><span class=\"tree-lead\">{lead}</span> {title}</p>");
        write!(self.html, "<p class=\"tree-note\">{}</p>", notes(stop));
    }

    fn linked(&self, title: &str, page: &PagePath) -> String {
        let title = escaped(title);
        match (self.link)(page) {
            Some(address) => format!("<a dir=\"auto\" href=\"{}\">{title}</a>", escaped(&address)),
            None => format!("<bdi>{title}</bdi>"),
        }
    }

    fn ways(&mut self, shown: &[(&Way, Sketch<'_>)], hidden: Option<&Hidden>) {
        self.put("\n<ul class=\"tree-ways\">\n");
        for (way, then) in shown {
            let open = if way.probability >= OPEN_FROM { " open" } else { "" };
            let n_steps = way.route.n_steps();
            let steps = if n_steps == 1 { "1 step".to_owned() } else { format!("{n_steps} steps") };
            writeln!(
                self.html,
                "<li><details class=\"tree-way\"{open}><summary><span class=\"tree-answer\" dir=\"auto\">{}</span> \
                 <span class=\"tree-share\">{} of these cases, {steps}</span></summary>",
                escaped(&way.answer),
                escaped(&share(way.share))
            );
            self.steps(then, "");
            self.put("</details></li>\n");
        }
        if let Some(hidden) = hidden {
            self.left_out(hidden);
        }
        self.put("</ul>\n");
    }

    /// More than can be listed; the id is that of the first step left out, so that links to it lead here.
    fn left_out(&mut self, hidden: &Hidden) {
        writeln!(
            self.html,
            "<li class=\"tree-left-out\" id=\"{}\">{}, {} of all cases. The tree as JSON has them.</li>",
            anchor(self.symptom, hidden.first),
            hidden.words(),
            escaped(&share(hidden.probability))
        );
    }
}

/// What it takes, what it brings, how many get here, and what is likely then.
fn notes(stop: &Stop) -> String {
    let mut notes = Vec::new();
    match &stop.what {
        What::Ask { minutes, .. } => notes.push(format!("takes {}", effort(*minutes))),
        What::Try { minutes, helps, .. } => {
            notes.push(format!("takes {}", effort(*minutes)));
            notes.push(format!("helps in {} of these cases", share(*helps)));
        }
        What::HandOver { .. } => {}
    }
    notes.push(format!("{} of all cases get here", share(stop.probability)));
    if !matches!(stop.what, What::HandOver { .. }) {
        notes.push(format!("{} from here on average", minutes(stop.cost)));
    }
    let mut notes = escaped(&notes.join(" · "));
    if stop.is_open {
        notes.push_str(" · what follows is planned when a case gets here");
    }
    if let What::Ask { .. } = &stop.what
        && !stop.causes.is_empty()
    {
        let causes = stop.causes.iter();
        let causes: Vec<String> = causes
            .map(|(title, chance)| format!("<bdi>{}</bdi> ({})", escaped(title), escaped(&share(*chance))))
            .collect();
        notes.push_str(&format!("<br>Likeliest here: {}", causes.join(", ")));
    }
    notes
}
