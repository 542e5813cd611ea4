//! Finding and reading: hits, articles, links, the list of symptoms.

use serde::Serialize;
use utoipa::ToSchema;

use crate::kb::{KnowledgeBase, Page, Reading, SectionRef};
use crate::search;

/// The answer to a search.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SearchResults {
    /// What was looked for.
    pub query: String,
    /// Sections, best first; at most one hit per section.
    pub results: Vec<Hit>,
}

/// A section that matches.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Hit {
    /// The page's path below the root of the knowledge base.
    pub path: String,
    /// The section's anchor; missing for the start of the page.
    pub anchor: Option<String>,
    /// The section's heading, or the page's title.
    pub title: String,
    /// The page's title.
    pub page_title: String,
    /// How well it matches; comparable within one answer only.
    pub score: f32,
    /// A passage that shows why.
    pub excerpt: String,
    /// The words of the passage that match.
    pub marks: Vec<Mark>,
    /// Where to read it, as a path on this server.
    pub href: String,
}

/// A stretch of an excerpt, counted in Unicode characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Mark {
    /// The first character.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
}

impl From<&search::Hit> for Hit {
    fn from(hit: &search::Hit) -> Self {
        let text = &hit.excerpt.text;
        let count = |end: usize| text.get(..end).map_or(0, |before| before.chars().count());
        Self {
            path: hit.section.page.to_string(),
            anchor: hit.section.anchor.clone(),
            title: hit.headings.last().unwrap_or(&hit.page_title).clone(),
            page_title: hit.page_title.clone(),
            score: hit.score,
            excerpt: text.clone(),
            marks: hit
                .excerpt
                .marks
                .iter()
                .map(|mark| Mark { start: count(mark.start), end: count(mark.end) })
                .collect(),
            href: href(&hit.section),
        }
    }
}

/// One line of `search --batch` (design, section 6): exactly these fields.
#[derive(Debug, Clone, Serialize)]
pub struct SearchLine {
    /// The id of the input line.
    pub id: serde_json::Value,
    /// Sections, best first.
    pub results: Vec<HitOnly>,
    /// What the search took, in milliseconds.
    pub ms: f64,
}

/// A hit without its excerpt.
#[derive(Debug, Clone, Serialize)]
pub struct HitOnly {
    /// The page's path below the root.
    pub path: String,
    /// The section's anchor.
    pub anchor: Option<String>,
    /// The section's heading, or the page's title.
    pub title: String,
    /// How well it matches.
    pub score: f32,
}

impl From<&search::Hit> for HitOnly {
    fn from(hit: &search::Hit) -> Self {
        Self {
            path: hit.section.page.to_string(),
            anchor: hit.section.anchor.clone(),
            title: hit.headings.last().unwrap_or(&hit.page_title).clone(),
            score: hit.score,
        }
    }
}

/// A link to read on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Link {
    /// The words to show.
    pub title: String,
    /// The page's path below the root; missing for web addresses.
    pub path: Option<String>,
    /// The section's anchor, where one is meant.
    pub anchor: Option<String>,
    /// A path on this server, or a web address.
    pub href: String,
}

impl From<&Reading> for Link {
    fn from(reading: &Reading) -> Self {
        match reading {
            Reading::Outside(address) => {
                Self { title: shown_address(address), path: None, anchor: None, href: address.clone() }
            }
            Reading::Section { link, page_title, heading } => Self {
                title: heading
                    .as_ref()
                    .map_or_else(|| page_title.clone(), |heading| format!("{page_title}: {heading}")),
                path: Some(link.page.to_string()),
                anchor: link.anchor.clone(),
                href: href(link),
            },
        }
    }
}

/// Where a section is read on this server. Characters that mean something in an address are escaped.
pub fn href(link: &SectionRef) -> String {
    let path = escaped(link.page.as_str(), |c| c == '/');
    match &link.anchor {
        Some(anchor) => format!("/articles/{path}#{}", escaped(anchor, |_| false)),
        None => format!("/articles/{path}"),
    }
}

fn escaped(text: &str, also_kept: impl Fn(char) -> bool) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut buffer = [0u8; 4];
    for c in text.chars() {
        if c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~') || also_kept(c) {
            escaped.push(c);
        } else {
            for byte in c.encode_utf8(&mut buffer).bytes() {
                escaped.push_str(&format!("%{byte:02X}"));
            }
        }
    }
    escaped
}

/// A web address in few words: its host and the last part of its path.
fn shown_address(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let path = path.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    match path.rsplit('/').next().filter(|last| !last.is_empty()) {
        Some(last) => format!("{} ({host})", last.trim_end_matches(".html").replace('-', " ")),
        None => host.to_owned(),
    }
}

/// A page to read.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Article {
    /// Its path below the root.
    pub path: String,
    /// What it is: `article`, `symptom`, `cause` …
    pub kind: &'static str,
    /// Its title.
    pub title: String,
    /// What it is for.
    pub description: Option<String>,
    /// The language tag, where the page has one.
    pub lang: Option<String>,
    /// What the page rests on.
    pub refs: Vec<String>,
    /// Its sections in order.
    pub sections: Vec<ArticleSection>,
}

/// From one heading to the next.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ArticleSection {
    /// Its anchor; missing for the text before the first heading.
    pub anchor: Option<String>,
    /// Its heading; empty for the text before the first heading.
    pub heading: String,
    /// 1–6; 0 for the text before the first heading.
    pub level: u8,
    /// Its text without markup.
    pub text: String,
}

impl From<&Page> for Article {
    fn from(page: &Page) -> Self {
        let sections = page.document.sections.iter().map(|section| ArticleSection {
            anchor: (!section.anchor.is_empty()).then(|| section.anchor.clone()),
            heading: section.heading.clone(),
            level: section.level,
            text: section.text.trim().to_owned(),
        });
        Self {
            path: page.path.to_string(),
            kind: page.kind.word(),
            title: page.title.clone(),
            description: page.description.clone(),
            lang: page.lang.clone(),
            refs: page.refs.clone(),
            sections: sections.collect(),
        }
    }
}

/// All symptoms that users may see.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SymptomList {
    /// In the order of ids.
    pub symptoms: Vec<SymptomEntry>,
}

/// One symptom.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SymptomEntry {
    /// Its id.
    pub id: String,
    /// What is seen.
    pub title: String,
    /// In one sentence.
    pub description: Option<String>,
    /// How many causes are known.
    pub n_causes: usize,
    /// Where to read about it, as a path on this server.
    pub href: String,
}

impl SymptomList {
    /// The published symptoms of a base.
    pub fn of(base: &KnowledgeBase) -> Self {
        let published = base.symptoms().filter(|symptom| base.is_published(&symptom.page));
        let symptoms = published.map(|symptom| SymptomEntry {
            id: symptom.id.to_string(),
            title: symptom.title.clone(),
            description: symptom.description.clone(),
            n_causes: symptom.causes.len(),
            href: format!("/symptoms/{}", symptom.id),
        });
        Self { symptoms: symptoms.collect() }
    }
}
