//! The passage of an article that a link is about, marked on its page.
//!
//! A link names the section by its anchor and what it is about by `mark=`. The server chooses the paragraph, list item
//! or cell of that section that has most of these words and wraps it in `<mark>`, so that it is seen without script.
//! Browsers do not send anchors, so the section travels in `at=` as well.

use crate::text::words::{is_stop_word, stem, words};
use crate::web::query::encoded;

/// Words beyond these are passed over, so that nobody can make a page dear to show.
const LONGEST_MARK: usize = 400;
/// What can be marked: elements that hold running text.
const BLOCKS: [&str; 4] = ["p", "li", "td", "dd"];
/// What must not stand inside of what is marked.
const INNER: [&str; 9] = ["p", "li", "ul", "ol", "pre", "table", "div", "td", "details"];

/// An address of an article with what it is looked up for.
pub(super) fn href(address: &str, about: &str) -> String {
    let (page, anchor) =
        address.split_once('#').map_or((address, None), |(page, anchor)| (page, Some(anchor)));
    let about: String = about.chars().take(LONGEST_MARK).collect();
    match anchor {
        Some(anchor) => format!("{page}?mark={}&at={anchor}#{anchor}", encoded(&about)),
        None => format!("{page}?mark={}", encoded(&about)),
    }
}

/// Marks the block of `html` between the heading with this anchor and the next heading of the same or a higher level
/// that has most of the words of `about`; where none has any, the first block of the section. `html` is what our own
/// reader of Markdown wrote, so its elements are well nested.
pub(super) fn marked(html: &str, anchor: Option<&str>, about: &str) -> String {
    let section = section(html, anchor);
    let Some(part) = html.get(section.clone()) else { return html.to_owned() };
    let wanted = stems(about.get(..about.floor_char_boundary(LONGEST_MARK)).unwrap_or_default());
    let blocks = blocks(part);
    let score = |range: &std::ops::Range<usize>| {
        let found = stems(&text(part.get(range.clone()).unwrap_or_default()));
        wanted.iter().filter(|word| found.contains(word)).count()
    };
    let mut best: Option<(usize, std::ops::Range<usize>)> = None;
    for block in blocks {
        let score = score(&block);
        if best.as_ref().is_none_or(|(most, _)| score > *most) {
            best = Some((score, block));
        }
    }
    // Without an anchor nothing says that the first paragraph is meant.
    let Some((_, block)) = best.filter(|(score, _)| *score > 0 || anchor.is_some()) else {
        return html.to_owned();
    };
    let (start, end) = (section.start + block.start, section.start + block.end);
    let (Some(before), Some(inner), Some(after)) = (html.get(..start), html.get(start..end), html.get(end..))
    else {
        return html.to_owned();
    };
    format!("{before}<mark class=\"passage\">{inner}</mark>{after}")
}

/// From behind the heading to the next one that is not below it; all of it without an anchor.
fn section(html: &str, anchor: Option<&str>) -> std::ops::Range<usize> {
    let all = 0..html.len();
    let Some(anchor) = anchor else { return all };
    let Some(at) = html.find(&format!("id=\"{anchor}\"")) else { return all };
    let open = html.get(..at).and_then(|before| before.rfind('<')).unwrap_or(at);
    let level = heading_level(html.get(open..).unwrap_or_default());
    let Some(level) = level else { return at..html.len() };
    let rest = html.get(at..).unwrap_or_default();
    let next = rest.match_indices("<h").find(|(offset, _)| {
        heading_level(rest.get(*offset..).unwrap_or_default()).is_some_and(|other| other <= level)
    });
    at..next.map_or(html.len(), |(offset, _)| at + offset)
}

fn heading_level(tag: &str) -> Option<u32> {
    let mut chars = tag.strip_prefix("<h")?.chars();
    let level = chars.next()?.to_digit(10)?;
    chars.next().is_some_and(|c| c == ' ' || c == '>').then_some(level)
}

/// The contents of the innermost blocks, as ranges.
fn blocks(html: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    for (at, _) in html.match_indices('<') {
        let Some((name, start)) = opened(html, at) else { continue };
        if !BLOCKS.contains(&name) {
            continue;
        }
        let rest = html.get(start..).unwrap_or_default();
        // What holds no other block ends with the next tag of its own name.
        let Some(length) = rest.find(&format!("</{name}>")) else { continue };
        let inner = rest.get(..length).unwrap_or_default();
        let is_innermost = !inner
            .match_indices('<')
            .any(|(at, _)| opened(inner, at).is_some_and(|(name, _)| INNER.contains(&name)));
        if is_innermost && !inner.trim().is_empty() && !inner.contains("<mark") {
            found.push(start..start + length);
        }
    }
    found
}

/// The name of the element that opens here, and where its content begins.
fn opened(html: &str, at: usize) -> Option<(&str, usize)> {
    let rest = html.get(at + 1..)?;
    let end = rest.find('>')?;
    let tag = rest.get(..end)?;
    let name = tag.split([' ', '/']).next().filter(|name| !name.is_empty())?;
    Some((name, at + 1 + end + 1))
}

/// The text without its tags.
fn text(html: &str) -> String {
    let mut pieces = html.split('<');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.filter_map(|piece| piece.split_once('>')).fold(first, |text, (_, after)| text + " " + after)
}

fn stems(text: &str) -> Vec<String> {
    let telling = words(text).into_iter().filter(|word| !is_stop_word(&word.folded));
    let mut stems: Vec<String> = telling.map(|word| stem(&word.folded).into_owned()).collect();
    stems.sort_unstable();
    stems.dedup();
    stems
}
