//! What all pages have in common.

use std::sync::Arc;

use super::super::fields::Fields;
use super::super::findings::{Complaints, Findings};
use super::super::front_matter::{self, FrontMatter};
use super::super::markdown;
use super::super::name::PagePath;
use super::super::outline::Outline;
use super::super::packing::Content;
use super::super::page::{Kind, Page, PageText, SourceFile};
use super::super::sum::Sum;
use crate::text::place::Position;

/// The longest page read, in bytes.
pub(crate) const LONGEST_PAGE: usize = 1024 * 1024;

/// So far down a block is looked for that was meant as front matter.
const MOST_LINES_ABOVE: usize = 5;

/// Keys that a page's own fields hold; every other scalar is metadata.
const COMMON_KEYS: [&str; 10] =
    ["title", "description", "kind", "id", "lang", "owner", "review_by", "status", "suggest", "refs"];

/// A page with what is still needed to read what its kind says.
#[derive(Debug)]
pub(in crate::kb) struct RawPage {
    pub(in crate::kb) page: Page,
    /// Missing for articles, of which nothing more is read.
    pub(in crate::kb) written: Option<Written>,
}

/// What of a file is no longer needed when all references of its page are checked.
#[derive(Debug)]
pub(in crate::kb) struct Written {
    pub(in crate::kb) front_matter: FrontMatter,
    /// The whole file, for excerpts.
    pub(in crate::kb) text: String,
}

/// Reads a file as a page. Only a file that is too large gives none.
pub(in crate::kb) fn read_page(file: SourceFile, sum: Sum, findings: &mut Findings) -> Option<RawPage> {
    let path = PagePath::new(&file.path);
    let size = file.bytes.len();
    if size > LONGEST_PAGE {
        let mut complaints = Complaints::without_text(&path, findings);
        let message = format!("the page has {size} bytes, at most {LONGEST_PAGE} are read");
        complaints.error("page-too-large", Position::START, message, "split the page");
        return None;
    }
    let (text, valid_up_to) = decoded(file.bytes);
    let parsed = front_matter::read(&text);
    let mut complaints = Complaints::new(&path, &text, findings);
    if let Some(at) = valid_up_to {
        let position = crate::text::place::LineIndex::new(&text).position(at);
        let message =
            "the file is not UTF-8 from here on; unreadable bytes are shown as `\u{fffd}`".to_owned();
        complaints.error("page-not-utf-8", position, message, "save the file as UTF-8");
    }
    if is_blank(&text) {
        let help = "write it, or delete the file";
        complaints.error("page-empty", Position::START, "the page is empty".to_owned(), help);
    }
    let has_none = parsed.faults.is_empty() && parsed.front_matter.is_empty();
    if let Some(line) = has_none.then(|| misplaced_block(&text)).flatten() {
        let message = "the front matter does not begin on the first line with `---`, so it is taken as text";
        let help = "make `---`, three hyphens and nothing else, the first line of the file";
        let at = Position { line, column: 1 };
        complaints.error("front-matter-misplaced", at, message.to_owned(), help);
    }
    for fault in parsed.faults {
        complaints.fault(fault);
    }
    let mut fields = Fields::new(&parsed.front_matter, complaints);
    let (page, page_text) = common(path.clone(), parsed.body, parsed.body_line, &mut fields);
    let content = match page.kind {
        Kind::Article => Content::packed(&page.path, &page_text),
        _ => Content::kept(&page.path, page_text),
    };
    let has_knowledge = page.kind != Kind::Article;
    let written = has_knowledge.then_some(Written { front_matter: parsed.front_matter, text });
    Some(RawPage { page: Page { sum, size, content, ..page }, written })
}

/// The line on which a block opens that says what kind of page it is, and that nobody reads as front matter: something
/// stands above it, or the line that opens it is not quite `---`.
fn misplaced_block(text: &str) -> Option<usize> {
    let is_fence = |line: &str| line.trim().len() >= 3 && line.trim().chars().all(|c| c == '-');
    let is_above = |line: &&str| !is_fence(line) && !line.trim_start().starts_with("```");
    let n_above = text.lines().take_while(is_above).count();
    let mut lines = text.lines().skip(n_above);
    if n_above > MOST_LINES_ABOVE || !is_fence(lines.next()?) {
        return None;
    }
    let names_a_kind = |line: &str| {
        let kind = line.strip_prefix("kind:").map(|word| word.trim().trim_matches(['"', '\'']));
        kind.and_then(Kind::from_word).is_some()
    };
    let mut is_named = false;
    let is_closed = lines.any(|line| {
        is_named |= names_a_kind(line);
        is_fence(line)
    });
    (is_closed && is_named).then_some(n_above + 1)
}

/// Whether nothing stands in a file: it is empty, or holds what a cut-off save may leave.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || matches!(c, '\u{feff}' | '\0'))
}

/// The text of a file, and where it stops being UTF-8 if it does.
fn decoded(bytes: Vec<u8>) -> (String, Option<usize>) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let valid_up_to = error.utf8_error().valid_up_to();
            (String::from_utf8_lossy(error.as_bytes()).into_owned(), Some(valid_up_to))
        }
    }
}

fn common(path: PagePath, body: String, body_line: usize, fields: &mut Fields<'_>) -> (Page, PageText) {
    let document = markdown::parse(&body);
    let kind = kind(fields);
    let title = fields.text("title").map(|title| title.value);
    let title = title.or_else(|| document.title.clone()).unwrap_or_else(|| path.stem().to_owned());
    let (draft, suggested) = shown(kind, fields);
    let page = Page {
        kind,
        title,
        description: fields.text("description").map(|text| text.value),
        lang: fields.text("lang").map(|text| text.value),
        owner: fields.text("owner").map(|text| text.value),
        review_by: review_by(fields),
        draft,
        suggested,
        path,
        sum: Sum::default(),
        size: 0,
        content: Content::Kept(Arc::default(), Outline::default()),
    };
    let refs = fields.texts("refs").into_iter().map(|text| text.value).collect();
    (page, PageText { refs, metadata: metadata(fields), body, body_line, document, ..PageText::default() })
}

/// Whether a page is a draft, and whether it is suggested. An article may have been written for a tool to which the two
/// keys mean other things.
fn shown(kind: Kind, fields: &mut Fields<'_>) -> (bool, bool) {
    if kind != Kind::Article {
        return (fields.is_draft(), fields.flag("suggest", true));
    }
    let draft = fields.node("status").and_then(|status| status.as_text()) == Some("draft");
    (draft, fields.node("suggest").and_then(|suggest| suggest.as_bool()).unwrap_or(true))
}

fn kind(fields: &mut Fields<'_>) -> Kind {
    let Some(word) = fields.text("kind") else { return Kind::Article };
    Kind::from_word(&word.value).unwrap_or_else(|| {
        let known: Vec<String> = Kind::ALL.iter().map(|kind| format!("`{kind}`")).collect();
        let message = format!("there is no kind `{}`; the page is taken as an article", word.value);
        fields.complaints.warning(
            "kind-unknown",
            word.at,
            message,
            &format!("use one of {}", known.join(", ")),
        );
        Kind::Article
    })
}

fn review_by(fields: &mut Fields<'_>) -> Option<String> {
    let date = fields.text("review_by")?;
    if is_date(&date.value) {
        return Some(date.value);
    }
    let message = format!("`review_by` should be a date, found `{}`", date.value);
    fields.complaints.error(
        "date-wrong",
        date.at,
        message,
        "write it as year-month-day, for example `2027-06-30`",
    );
    None
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return false };
    let number = |part: &str| {
        part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u32>().ok()).flatten()
    };
    let leap = number(year).is_some_and(|year| {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    });
    let days = match number(month) {
        Some(1 | 3 | 5 | 7 | 8 | 10 | 12) => 31,
        Some(4 | 6 | 9 | 11) => 30,
        Some(2) => 28 + u32::from(leap),
        _ => 0,
    };
    year.len() == 4
        && month.len() == 2
        && day.len() == 2
        && number(day).is_some_and(|day| (1..=days).contains(&day))
}

fn metadata(fields: &Fields<'_>) -> Vec<(String, String)> {
    let scalars = fields.scalars().filter(|(key, _)| !COMMON_KEYS.contains(key));
    scalars.map(|(key, value)| (key.to_owned(), value.to_owned())).collect()
}
