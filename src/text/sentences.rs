//! Cutting a long text into sentences: a ticket tells its trouble in one of them.

use std::ops::Range;

/// The sentences of a text as byte ranges, in order, without empty ones.
///
/// A sentence ends at a full stop, question or exclamation mark that is followed by white space (`adobe.com` and
/// `7.4.1` go on), at the full-width marks of Japanese and Chinese, and at every line end that is not the soft
/// wrap of a running sentence: a line break inside a paragraph ends a sentence only if the next line starts
/// like a new one or the line is short.
///
/// ```
/// use deskdoc::text::sentences::sentences;
/// let text = "Hello. I land on adobe.com!\nThanks";
/// let cut: Vec<_> = sentences(text).into_iter().map(|range| &text[range]).collect();
/// assert_eq!(cut, ["Hello.", "I land on adobe.com!", "Thanks"]);
/// ```
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let next = chars.peek().map(|&(_, next)| next);
        let ends = match c {
            '.' | '!' | '?' | ';' => next.is_none_or(char::is_whitespace),
            '。' | '！' | '？' => true,
            '\n' => !is_soft_wrap(text, start, end),
            _ => false,
        };
        if ends {
            push_trimmed(&mut found, text, start..end);
            start = end;
        }
    }
    push_trimmed(&mut found, text, start..text.len());
    found
}

/// Mail programs wrap at about 70 characters; a line that long whose successor goes on in lower case is one.
const WRAP_WIDTH: usize = 55;

fn is_soft_wrap(text: &str, start: usize, end: usize) -> bool {
    let line_start =
        text.get(..end.saturating_sub(1)).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
    let width = text.get(line_start.max(start)..end).map_or(0, |line| line.chars().count());
    let goes_on = text.get(end..).and_then(|rest| rest.chars().next()).is_some_and(char::is_lowercase);
    width >= WRAP_WIDTH && goes_on
}

fn push_trimmed(found: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let Some(sentence) = text.get(range.clone()) else { return };
    let start = range.start + (sentence.len() - sentence.trim_start().len());
    let end = range.start + sentence.trim_end().len();
    if start < end {
        found.push(start..end);
    }
}
