//! What templates see: words, addresses and flags that are ready to be shown. Decisions have been made before.

use std::ops::Range;

use super::{passage, words};
use crate::kb::{Escalation, KnowledgeBase};
use crate::search;
use crate::web::person::{Visitor, visitor};
use crate::wire::{self, SymptomEntry};

/// What all pages share.
pub(super) struct Frame {
    /// The name of the base.
    pub(super) site: String,
    /// The title of the window.
    pub(super) title: String,
    /// What there is here, for search engines and link previews.
    pub(super) about: String,
    /// Which entry of the header leads here.
    pub(super) here: Here,
    /// Who has signed in.
    pub(super) visitor: Option<Visitor>,
}

/// The entries of the header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Here {
    /// None of them.
    Elsewhere,
    /// Searching.
    Search,
    /// The first page.
    Start,
    /// The list of symptoms.
    Symptoms,
    /// Figures over many conversations.
    Insights,
    /// Help.
    Help,
}

impl Frame {
    pub(super) fn new(base: &KnowledgeBase, title: &str, here: Here) -> Self {
        let site = base.settings().name.clone();
        let title = if title.is_empty() { site.clone() } else { format!("{title} – {site}") };
        let about =
            format!("{site}: say what you see, and be led to the cause and its fix, one step at a time.");
        Self { site, title, about, here, visitor: visitor() }
    }

    pub(super) fn is(&self, here: &str) -> bool {
        let word = match self.here {
            Here::Elsewhere => "",
            Here::Start => "start",
            Here::Search => "search",
            Here::Symptoms => "symptoms",
            Here::Insights => "insights",
            Here::Help => "help",
        };
        word == here
    }
}

/// The field in which somebody says what they see.
#[derive(Default)]
pub(super) struct AskForm {
    /// What stands in it.
    pub(super) text: String,
    /// Why it was refused.
    pub(super) refusal: Option<String>,
    /// The configuration that was pasted, without its secrets.
    pub(super) facts: String,
    /// Why the configuration was refused.
    pub(super) facts_refusal: Option<String>,
}

/// What the checks say of one configuration.
pub(super) struct ConfigurationView {
    /// What it is called where there are several.
    pub(super) name: Option<String>,
    pub(super) failed: Vec<CheckRow>,
    pub(super) unknown: Vec<CheckRow>,
    pub(super) passed: Vec<CheckRow>,
}

/// What one check says.
pub(super) struct CheckRow {
    pub(super) title: String,
    pub(super) href: String,
    pub(super) expected: Option<String>,
    /// What was found, with the characters marked that are not as they should be. Never a link.
    pub(super) actual: Option<Vec<Segment>>,
    pub(super) differences: Vec<String>,
    pub(super) look_alike: Option<String>,
    pub(super) why_unknown: String,
    pub(super) refs: String,
    /// The cause that a failure speaks for, and where it stands.
    pub(super) cause: Option<(String, String)>,
}

/// A piece of text that is marked or not.
pub(super) struct Segment {
    pub(super) text: String,
    pub(super) is_marked: bool,
}

/// A symptom to begin with.
pub(super) struct Beginner {
    pub(super) id: String,
    pub(super) title: String,
}

/// A chance in words, as a number and as a bar.
pub(super) struct Chance {
    pub(super) word: &'static str,
    pub(super) percent: u8,
}

/// A link to read on.
pub(super) struct ReadOn {
    pub(super) title: String,
    pub(super) href: String,
    /// The host, for links that lead away.
    pub(super) host: Option<String>,
}

/// A section found by search.
pub(super) struct Hit {
    pub(super) title: String,
    pub(super) page_title: Option<String>,
    pub(super) href: String,
    pub(super) excerpt: Vec<Segment>,
}

/// A page found by search: its best section, and others of it that were found.
pub(super) struct FoundPage {
    pub(super) best: Hit,
    pub(super) others: Vec<Hit>,
}

impl FoundPage {
    /// Hits page by page, in the order of their best sections.
    pub(super) fn all(hits: &[search::Hit]) -> Vec<Self> {
        let mut pages: Vec<(&search::Hit, Self)> = Vec::new();
        for hit in hits {
            match pages.iter_mut().find(|(first, _)| first.section.page == hit.section.page) {
                Some((_, page)) => page.others.push(hit.into()),
                None => pages.push((hit, Self { best: hit.into(), others: Vec::new() })),
            }
        }
        pages.into_iter().map(|(_, page)| page).collect()
    }
}

/// What was recognised.
pub(super) enum Verdict {
    /// One symptom.
    Known {
        title: String,
        about: Option<String>,
        read: Option<String>,
        sureness: &'static str,
        percent: u8,
        because: Because,
    },
    /// A symptom that somebody chose.
    Chosen { title: String, about: Option<String>, read: Option<String>, tree: String },
    /// Several symptoms.
    Between { choices: Vec<Choice> },
    /// Something the base does not cover, with the guides that its page leads to.
    OutOfScope { title: String, html: String, href: String, guides: Vec<Hit> },
    /// Nothing was said; there is only a configuration.
    OnlyChecked { heading: String, has_failed: bool },
    /// Nothing.
    Unknown { nearest: Vec<Choice> },
}

/// What led to a symptom.
pub(super) struct Because {
    pub(super) error_text: Option<String>,
    pub(super) phrase: Option<String>,
    pub(super) words: Vec<String>,
}

/// A symptom to choose.
pub(super) struct Choice {
    pub(super) title: String,
    pub(super) about: Option<String>,
    pub(super) href: String,
}

/// A cause on its card.
pub(super) struct CauseCard {
    pub(super) number: usize,
    pub(super) id: String,
    pub(super) title: String,
    pub(super) href: String,
    pub(super) is_open: bool,
    pub(super) is_next: bool,
    pub(super) chance: Chance,
    pub(super) why: String,
    pub(super) advice: Advice,
    pub(super) reading: Vec<ReadOn>,
}

/// What a page advises, as safe HTML.
pub(super) struct Advice {
    pub(super) explanation: String,
    pub(super) how_to_tell: Option<String>,
    pub(super) fix: Option<String>,
    pub(super) verify: Option<String>,
    pub(super) effort: String,
    pub(super) success: &'static str,
    /// The fix is to hand over.
    pub(super) hands_over: bool,
}

/// What to do next.
pub(super) enum Next {
    /// Put a question.
    Ask { question: String, effort: String, answers: Vec<AnswerOutlook> },
    /// Try the fix of a cause that has a card.
    TryCause { id: String, title: String, effort: String, success: &'static str },
    /// Try a fix with a page of its own.
    TryFix { title: String, href: String, advice: Advice },
    /// Try two fixes before the step that ends both; each with where its steps stand.
    TryBoth { lead: String, effort: String, fixes: Vec<(String, String)> },
    /// Hand over.
    HandOver,
}

/// An answer, and what it would make likeliest.
pub(super) struct AnswerOutlook {
    pub(super) label: String,
    pub(super) cause: Option<(String, String)>,
    pub(super) percent: u8,
}

/// To whom a case goes.
pub(super) struct HandOver {
    pub(super) to: String,
    pub(super) text: String,
}

/// A symptom in the list.
pub(super) struct SymptomRow {
    pub(super) title: String,
    pub(super) about: Option<String>,
    pub(super) href: String,
    pub(super) n_causes: String,
}

impl From<&Escalation> for HandOver {
    fn from(escalation: &Escalation) -> Self {
        Self { to: escalation.to.clone(), text: escalation.text.clone() }
    }
}

impl From<SymptomEntry> for SymptomRow {
    fn from(symptom: SymptomEntry) -> Self {
        Self {
            title: symptom.title,
            about: symptom.description,
            href: symptom.href,
            n_causes: words::counted(symptom.n_causes, "known cause", "known causes"),
        }
    }
}

impl From<wire::Link> for ReadOn {
    fn from(link: wire::Link) -> Self {
        let host = if link.path.is_none() { words::host(&link.href) } else { None };
        let title = match &host {
            // The wire shape names the host in the title; here it stands beside it.
            Some(_) => link.title.rsplit_once(" (").map_or(link.title.as_str(), |(title, _)| title),
            None => &link.title,
        };
        Self { title: words::capitalised(title), href: link.href, host }
    }
}

impl From<&search::Hit> for Hit {
    fn from(hit: &search::Hit) -> Self {
        let title = hit.headings.last().filter(|heading| !heading.is_empty()).unwrap_or(&hit.page_title);
        Self {
            title: title.clone(),
            page_title: (*title != hit.page_title).then(|| hit.page_title.clone()),
            href: passage::href(&wire::href(&hit.section), &found_words(hit)),
            excerpt: segments(&hit.excerpt.text, &hit.excerpt.marks),
        }
    }
}

/// The words of a hit that were looked for, each once: the passage that has them is marked on its page.
fn found_words(hit: &search::Hit) -> String {
    let mut words: Vec<&str> = Vec::new();
    for word in hit.excerpt.marks.iter().filter_map(|mark| hit.excerpt.text.get(mark.clone())) {
        if !words.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            words.push(word);
        }
    }
    words.join(" ")
}

/// Cuts a text into marked and unmarked pieces; marks that overlap or lie outside are passed over.
pub(super) fn segments(text: &str, marks: &[Range<usize>]) -> Vec<Segment> {
    let mut marks: Vec<&Range<usize>> = marks.iter().collect();
    marks.sort_by_key(|mark| mark.start);
    let mut segments = Vec::new();
    let mut at = 0;
    for mark in marks {
        let (Some(before), Some(marked)) = (text.get(at..mark.start), text.get((*mark).clone())) else {
            continue;
        };
        segments.push(Segment { text: before.to_owned(), is_marked: false });
        segments.push(Segment { text: marked.to_owned(), is_marked: true });
        at = mark.end;
    }
    segments.push(Segment { text: text.get(at..).unwrap_or_default().to_owned(), is_marked: false });
    segments.retain(|segment| !segment.text.is_empty());
    segments
}
