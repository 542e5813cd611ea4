//! Documentation that is there already, read as a beginning: sections about a trouble become drafts of symptoms, what
//! stands in them becomes drafts of causes with their fixes.
//!
//! Nobody's words are made up: `says` stays empty, and how likely a cause is stays to be decided.

use std::collections::BTreeSet;

use super::Draft;
use super::drafted::{FoundCause, Trouble, cause_page, one_line, symptom_page};
use super::pages::folder;
use super::trouble::{announces_troubles, error_texts, plain, tells_of_trouble};
use crate::facts::without_secrets;
use crate::kb::markdown::{Markdown, Section};
use crate::kb::{Kind, KnowledgeBase, Page};

/// A name is not longer than this.
const LONGEST_ID: usize = 60;
/// So many titles that are alike get names of their own.
const MOST_ALIKE: usize = 100;
/// A first sentence with more characters is no title.
const LONGEST_TITLE: usize = 90;
/// A cause with fewer characters of text tells nothing.
const LEAST_TEXT: usize = 20;

/// An article that is read.
struct Source {
    path: String,
    title: String,
    body: String,
    markdown: Markdown,
}

impl Source {
    fn of(page: &Page) -> Self {
        // A title becomes the name of a file as well.
        let clean = |text: &str| without_secrets(text).text.into_owned();
        let body = clean(&page.text().body);
        let markdown = Markdown::read(&body);
        Self { path: page.path.to_string(), title: clean(&page.title), body, markdown }
    }

    fn place(&self, section: &Section) -> String {
        match section.anchor.as_str() {
            "" => self.path.clone(),
            anchor => format!("{}#{anchor}", self.path),
        }
    }
}

impl FoundCause {
    /// A section that is symptom and cause in one has the symptom in its heading; what is wrong is said below.
    fn named_by_its_first_sentence(mut self) -> Self {
        let first = first_sentence(&self.explanation);
        let first = first.trim_end_matches(['.', ':']);
        if (LEAST_TEXT..=LONGEST_TITLE).contains(&first.chars().count()) {
            self.title = first.to_owned();
        }
        self
    }
}

/// Drafts of symptoms, each behind those of its causes, for the articles of a base. `taken` are paths that exist.
pub fn drafts(documentation: &KnowledgeBase, taken: &dyn Fn(&str) -> bool) -> Vec<Draft> {
    let mut drafts = Vec::new();
    let mut used = BTreeSet::new();
    for page in documentation.pages().iter().filter(|page| page.kind == Kind::Article) {
        for trouble in troubles(&Source::of(page)) {
            let mut causes = Vec::new();
            for cause in &trouble.causes {
                let Some(name) = OwnName::of(Kind::Cause, &cause.title, &mut used) else { continue };
                // What was drafted before is left alone, and still is the cause of this.
                if !taken(&name.path) {
                    drafts.push(Draft { path: name.path, text: cause_page(cause) });
                }
                causes.push(name.id);
            }
            let name = OwnName::of(Kind::Symptom, &trouble.title, &mut used);
            let name = name.filter(|name| !taken(&name.path));
            drafts.extend(name.map(|name| Draft { path: name.path, text: symptom_page(&trouble, &causes) }));
        }
    }
    drafts
}

/// A name that no other draft has.
struct OwnName {
    id: String,
    path: String,
}

impl OwnName {
    fn of(kind: Kind, title: &str, used: &mut BTreeSet<String>) -> Option<Self> {
        let stem = slug(title);
        let more = (2..MOST_ALIKE).map(|number| format!("{stem}-{number}"));
        let mut names = std::iter::once(stem.clone()).chain(more).map(|id| {
            let path = format!("{}/{id}.md", folder(kind));
            Self { id, path }
        });
        names.find(|name| used.insert(name.path.clone())).filter(|_| !stem.is_empty())
    }
}

fn troubles(source: &Source) -> Vec<Trouble> {
    let sections = &source.markdown.document().sections;
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(section) = sections.get(at) {
        let below = sections.iter().skip(at + 1).take_while(|below| below.level > section.level).count();
        let children = sections.get(at + 1..=at + below).unwrap_or_default();
        if section.level > 0 && tells_of_trouble(&section.heading) {
            found.extend(of_section(source, section, children));
            at += below + 1;
            continue;
        }
        if announces_troubles(&section.heading) || announces_troubles(&source.title) {
            found.extend(of_lines(source, section));
        }
        at += 1;
    }
    found
}

/// A section about a trouble: what stands below headings of its own are causes, or else it is one cause itself.
fn of_section(source: &Source, section: &Section, children: &[Section]) -> Option<Trouble> {
    let mut causes: Vec<FoundCause> =
        children.iter().filter_map(|child| cause(source, child, &child.heading)).collect();
    if causes.is_empty() {
        causes.extend(cause(source, section, &section.heading).map(FoundCause::named_by_its_first_sentence));
    }
    if causes.is_empty() {
        return None;
    }
    let span = section.span.start..children.last().unwrap_or(section).span.end;
    Some(Trouble {
        title: section.heading.clone(),
        description: first_sentence(&section.text),
        errors: error_texts(source.body.get(span).unwrap_or_default()),
        place: source.place(section),
        causes,
    })
}

fn cause(source: &Source, section: &Section, title: &str) -> Option<FoundCause> {
    if section.text.chars().count() < LEAST_TEXT || is_only_links(source, section) {
        return None;
    }
    let mut steps: Vec<String> =
        source.markdown.steps(section.content.clone()).into_iter().map(|step| one_line(&step.text)).collect();
    let lines = section.text.lines().map(str::trim).filter(|line| !line.is_empty());
    let explanation = lines.filter(|line| !steps.iter().any(|step| step.contains(&one_line(line)))).take(2);
    let mut explanation = explanation.collect::<Vec<_>>().join(" ");
    // Without a list each paragraph is a step, and the first of them says what is wrong.
    if explanation.is_empty() && !steps.is_empty() {
        explanation = steps.remove(0);
    }
    Some(FoundCause { title: title.to_owned(), explanation, steps, place: source.place(section) })
}

/// Whether a section only says where to read on, as "Related topics" do: without its links next to nothing is left.
fn is_only_links(source: &Source, section: &Section) -> bool {
    let mut rest = source.body.get(section.content.clone()).unwrap_or_default();
    let (mut has_link, mut n_letters) = (false, 0);
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    while let Some((before, link)) = rest.split_once('[') {
        let Some((_, behind)) = link.split_once("](").and_then(|(_, target)| target.split_once(')')) else {
            break;
        };
        (has_link, n_letters, rest) = (true, n_letters + letters(before), behind);
    }
    has_link && n_letters + letters(rest) < LEAST_TEXT
}

/// Items of lists that name a trouble and end in a colon, with what is said about it behind them.
fn of_lines(source: &Source, section: &Section) -> Vec<Trouble> {
    let lines: Vec<&str> = section.text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let markdown = source.body.get(section.content.clone()).unwrap_or_default();
    let items: BTreeSet<String> = markdown.lines().filter_map(item).map(plain).collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| items.contains(&plain(line))) {
        let Some(title) = line.strip_suffix(':').filter(|title| names_a_trouble(title)) else { continue };
        let advice: Vec<String> = lines
            .iter()
            .skip(at + 1)
            .take_while(|line| !line.ends_with(':'))
            .map(|line| one_line(line))
            .collect();
        if advice.is_empty() {
            continue;
        }
        let cause = FoundCause {
            title: title.to_owned(),
            explanation: advice.first().cloned().unwrap_or_default(),
            steps: advice.into_iter().skip(1).collect(),
            place: source.place(section),
        };
        found.push(Trouble {
            title: title.to_owned(),
            description: String::new(),
            errors: error_texts(line),
            place: source.place(section),
            causes: vec![cause.named_by_its_first_sentence()],
        });
    }
    found
}

/// The text of a list's item that ends in a colon.
fn item(line: &str) -> Option<&str> {
    let text = line.trim_start().strip_prefix(['*', '-'])?;
    text.trim_end().ends_with(':').then_some(text)
}

/// Below a heading that announces troubles, a line need not use a word for it: "User is redirected to …".
fn names_a_trouble(line: &str) -> bool {
    let n_words = line.split_whitespace().count();
    let asks_or_orders = ["to ", "for ", "if ", "check", "make sure", "the following", "see ", "as ", "in "];
    let start = line.to_lowercase();
    (4..=25).contains(&n_words)
        && (tells_of_trouble(line)
            || (start.contains(" is ") && !asks_or_orders.iter().any(|word| start.starts_with(word))))
}

fn first_sentence(text: &str) -> String {
    let first = text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    let end = first.find(". ").map_or(first.len(), |end| end + 1);
    one_line(first.get(..end).unwrap_or_default())
}

/// A title as an id: small letters and digits with hyphens between.
fn slug(title: &str) -> String {
    let folded = crate::text::fold(title);
    let letters = folded.replace(|c: char| !c.is_ascii_alphanumeric(), "-");
    let mut id = String::new();
    for word in letters.split('-').filter(|word| !word.is_empty()) {
        if id.len() + word.len() >= LONGEST_ID {
            break;
        }
        if !id.is_empty() {
            id.push('-');
        }
        id.push_str(word);
    }
    if id.is_empty() && !title.is_empty() { "trouble".to_owned() } else { id }
}
