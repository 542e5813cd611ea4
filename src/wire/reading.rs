//! Finding and reading: hits, articles, links, the list of symptoms.

use std::ops::Range;

use serde::Serialize;
use utoipa::ToSchema;

use crate::facts::without_secrets;
use crate::kb::{KnowledgeBase, LeadsTo, Page, Reading, SectionRef, markdown};
use crate::search::{self, Filter, Found, Replaced};
use crate::text::words::words;

/// The answer to a search.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct SearchResults {
    /// What was looked for.
    pub query: String,
    /// What the pages had to say in their front matter to be found.
    pub filters: Vec<FilterV1>,
    /// Sections, best first; at most one hit per section.
    pub results: Vec<Hit>,
    /// The query as it was taken, where words that stand nowhere were taken for others that do.
    pub did_you_mean: Option<String>,
    /// In a sentence each, what was looked for instead, what was left out, and whether no page has all words.
    pub notes: Vec<String>,
}

/// What pages must say in their front matter to be found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FilterV1 {
    /// The key.
    pub key: String,
    /// Its value, or one item of it where it is a list with commas.
    pub value: String,
}

impl SearchResults {
    /// What was found, in version-1 shapes. A secret that was pasted by mistake is not repeated.
    pub fn new(query: String, filters: &[Filter], found: &Found) -> Self {
        let query = without_secrets(&query).text.into_owned();
        let filters =
            filters.iter().map(|filter| FilterV1 { key: filter.key.clone(), value: filter.value.clone() });
        Self {
            filters: filters.collect(),
            results: found.hits.iter().map(Hit::from).collect(),
            did_you_mean: did_you_mean(&query, &found.replaced),
            notes: notes(found),
            query,
        }
    }

    /// The pages found, in the order of their best sections, each with its other sections that were found.
    pub fn by_page(&self) -> Vec<(&Hit, Vec<&Hit>)> {
        let mut pages: Vec<(&Hit, Vec<&Hit>)> = Vec::new();
        for hit in &self.results {
            match pages.iter_mut().find(|(first, _)| first.path == hit.path) {
                Some((_, others)) => others.push(hit),
                None => pages.push((hit, Vec::new())),
            }
        }
        pages
    }
}

/// More words than this that stand nowhere are not counted up.
const MOST_NAMED: usize = 5;

/// The query with the words that were looked for instead.
fn did_you_mean(query: &str, replaced: &[Replaced]) -> Option<String> {
    if replaced.is_empty() {
        return None;
    }
    let mut meant = String::with_capacity(query.len());
    let mut at = 0;
    for word in words(query) {
        let Some(other) = replaced.iter().find(|replaced| replaced.typed == word.folded) else { continue };
        meant.push_str(query.get(at..word.span.start).unwrap_or_default());
        meant.push_str(&other.meant);
        at = word.span.end;
    }
    meant.push_str(query.get(at..).unwrap_or_default());
    Some(meant).filter(|meant| meant != query)
}

fn notes(found: &Found) -> Vec<String> {
    let replaced = found.replaced.iter().take(MOST_NAMED);
    let mut notes: Vec<String> = replaced
        .map(|Replaced { typed, meant }| {
            format!("“{typed}” stands nowhere here; “{meant}” was looked for instead.")
        })
        .collect();
    if found.hits.is_empty() {
        return notes;
    }
    let unknown: Vec<String> =
        found.unknown.iter().take(MOST_NAMED).map(|word| format!("“{word}”")).collect();
    match (unknown.as_slice(), found.unknown.len() > MOST_NAMED) {
        ([], _) => {}
        (all, true) => {
            notes.push(format!("{} and others stand nowhere here and were left out.", all.join(", ")))
        }
        ([one], false) => notes.push(format!("{one} stands nowhere here and was left out.")),
        (all, false) => notes.push(format!("{} stand nowhere here and were left out.", all.join(", "))),
    }
    if found.is_relaxed && found.unknown.is_empty() {
        notes.push("No page has all of these words; this is what comes nearest.".to_owned());
    }
    notes
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
    /// The links in it that lead somewhere.
    pub links: Vec<ArticleLink>,
}

/// A link of a section.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ArticleLink {
    /// The linked words.
    pub text: String,
    /// Where it leads: a path on this server, or a web address. Pages that are not in the base are at their publisher's
    /// address if the base says where that is.
    pub href: String,
}

impl Article {
    /// A page of a base.
    pub fn of(base: &KnowledgeBase, page: &Page) -> Self {
        let text = page.text();
        let sections = text.document.sections.iter().map(|section| ArticleSection {
            anchor: (!section.anchor.is_empty()).then(|| section.anchor.clone()),
            heading: section.heading.clone(),
            level: section.level,
            text: section.text.trim().to_owned(),
            links: links(base, page, &text.document.links, &section.content),
        });
        Self {
            path: page.path.to_string(),
            kind: page.kind.word(),
            title: page.title.clone(),
            description: page.description.clone(),
            lang: page.lang.clone(),
            refs: text.refs.clone(),
            sections: sections.collect(),
        }
    }
}

fn links(
    base: &KnowledgeBase,
    page: &Page,
    all: &[markdown::Link],
    section: &Range<usize>,
) -> Vec<ArticleLink> {
    let from = all.partition_point(|link| link.span.start < section.start);
    let inside = all.iter().skip(from).take_while(|link| link.span.start < section.end);
    let shown = inside.filter(|link| !link.image).filter_map(|link| {
        let href = match base.leads_to(&page.path, &link.target) {
            LeadsTo::Outside(address) | LeadsTo::Publisher(address) => address,
            LeadsTo::SamePage(anchor) => {
                href(&SectionRef { page: page.path.clone(), anchor: Some(anchor).filter(|a| !a.is_empty()) })
            }
            LeadsTo::Section(section) => href(&section),
            LeadsTo::Picture(_) | LeadsTo::Nowhere => return None,
        };
        Some(ArticleLink { text: link.text.clone(), href })
    });
    shown.collect()
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
