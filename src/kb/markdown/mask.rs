//! Prepares lines before reading, without moving a byte: places found later are places in the author's text.
//!
//! Accordion marks (`+++ Title`, `+++`) become a heading and a rule of the same length, attribute lines become
//! blanks, and absurd nesting is stopped. Nothing inside code or comments is touched, except for the nesting.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::attributes;
use super::reading::events;

/// Containers opened on one line beyond this are text. The Markdown reader needs time in the product of depth and
/// lines: half a megabyte of `> ` before half a megabyte of lines took 86 s, with this limit 20 ms.
const DEEPEST_ON_A_LINE: usize = 48;
/// Markers that stand further to the right open nothing, which limits nesting by indentation in the same way.
const WIDEST_INDENT: usize = 200;

/// The text to read, of the same length as the body, and where accordions begin and end in it.
pub(super) struct Masked<'a> {
    pub source: Cow<'a, str>,
    /// Where `+++ Title` stands, in rising order.
    pub opens: Vec<usize>,
    /// Where a lone `+++` stands, in rising order.
    pub closes: Vec<usize>,
}

/// Prepares a body for the Markdown reader.
pub(super) fn mask(body: &str) -> Masked<'_> {
    let mut masked = Masked { source: tame_nesting(body), opens: Vec::new(), closes: Vec::new() };
    if masked.source.lines().any(|line| mark(line).is_some()) {
        let kept = kept_as_they_are(&masked.source);
        let source = masked.source.into_owned();
        masked.source = Cow::Owned(String::with_capacity(source.len()));
        replace_marks(&source, &kept, &mut masked);
    }
    masked
}

/// A line that means something to the publisher but not to Markdown.
#[derive(Clone, Copy)]
enum Mark {
    AccordionOpens,
    AccordionCloses,
    Attributes,
}

fn mark(line: &str) -> Option<Mark> {
    let (_, text) = split_indent(line)?;
    let text = text.trim_end();
    if let Some(title) = text.strip_prefix("+++") {
        return match title.trim() {
            "" => Some(Mark::AccordionCloses),
            words if words.starts_with('+') => None,
            _ => Some(Mark::AccordionOpens),
        };
    }
    (attributes::leading(text) == Some(text.len())).then_some(Mark::Attributes)
}

/// Splits off up to three blanks; more would make a code block of the line.
fn split_indent(line: &str) -> Option<(&str, &str)> {
    let n_blanks = line.bytes().take_while(|byte| *byte == b' ').count();
    if n_blanks > 3 {
        return None;
    }
    line.split_at_checked(n_blanks)
}

fn replace_marks(source: &str, kept: &[Range<usize>], masked: &mut Masked<'_>) {
    let out = masked.source.to_mut();
    for line in source.split_inclusive('\n') {
        let start = out.len();
        let (indent, text) = split_indent(line).unwrap_or(("", line));
        let is_kept = kept
            .get(kept.partition_point(|range| range.end <= start))
            .is_some_and(|range| range.start <= start);
        let Some(mark) = mark(line).filter(|_| !is_kept) else {
            out.push_str(line);
            continue;
        };
        let at = start + indent.len();
        out.push_str(indent);
        match mark {
            Mark::AccordionOpens => {
                masked.opens.push(at);
                out.push_str("## ");
                out.extend(text.strip_prefix("+++"));
            }
            Mark::AccordionCloses => {
                masked.closes.push(at);
                out.push_str("___");
                out.extend(text.strip_prefix("+++"));
            }
            Mark::Attributes => {
                let (attributes, end) =
                    text.split_at_checked(text.trim_end_matches('\n').len()).unwrap_or((text, ""));
                out.extend(std::iter::repeat_n(' ', attributes.len()));
                out.push_str(end);
            }
        }
    }
}

/// Code and blocks of HTML, as they stand before any replacement.
fn kept_as_they_are(source: &str) -> Vec<Range<usize>> {
    let blocks =
        events(source).filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock)));
    blocks.map(|(_, span)| span).collect()
}

/// Turns the first container mark too many of each line into a comma.
fn tame_nesting(body: &str) -> Cow<'_, str> {
    let mut start = 0;
    let mut excess = Vec::new();
    for line in body.split_inclusive('\n') {
        excess.extend(first_mark_too_many(line).map(|offset| start + offset));
        start += line.len();
    }
    if excess.is_empty() {
        return Cow::Borrowed(body);
    }
    let mut tamed = String::with_capacity(body.len());
    let mut done = 0;
    for offset in excess {
        tamed.extend(body.get(done..offset));
        tamed.push(',');
        done = offset + 1;
    }
    tamed.extend(body.get(done..));
    Cow::Owned(tamed)
}

/// Where in a line the marks of lists and quotes, all single bytes, become too many.
fn first_mark_too_many(line: &str) -> Option<usize> {
    let mut column = 0;
    let mut n_marks = 0;
    let mut bytes = line.bytes().enumerate().peekable();
    while let Some((offset, byte)) = bytes.next() {
        let is_followed_by_blank = bytes.peek().is_none_or(|(_, next)| next.is_ascii_whitespace());
        column += if byte == b'\t' { 4 } else { 1 };
        match byte {
            b' ' | b'\t' => continue,
            b'0'..=b'9' => continue,
            b'>' => {}
            b'-' | b'+' | b'*' | b'.' | b')' if is_followed_by_blank => {}
            _ => return None,
        }
        n_marks += 1;
        if n_marks > DEEPEST_ON_A_LINE || column > WIDEST_INDENT {
            return Some(offset);
        }
    }
    None
}
