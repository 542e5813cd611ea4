//! Attribute lists in braces, as the publisher writes them after links, images, badges, tables and headings.
//!
//! Only their extent and an anchor are of interest: looks and targets are decided by deskdoc.

/// Longest anchor that is taken over, in bytes.
const LONGEST_ANCHOR: usize = 200;
/// Longest attribute list that is looked for, in bytes; keeps reading linear on endless open braces.
const LONGEST_LIST: usize = 2_000;

/// The length of an attribute list at the beginning of `text`, such as `{_blank}` or `{width="50%" align="left"}`.
///
/// Lists with an anchor are left alone: they belong to the heading.
pub(super) fn leading(text: &str) -> Option<usize> {
    let inside = text.strip_prefix('{')?;
    let length = closing_brace(inside)?;
    let list = inside.get(..length)?;
    let mut words = words_of(list);
    let is_list = words.all(|word| word == "_blank" || word.starts_with('.') || is_assignment(word))
        && !list.trim().is_empty();
    is_list.then_some(length + 2)
}

/// An attribute list at the end of a heading.
#[derive(Debug, PartialEq)]
pub(super) struct Trailing<'a> {
    /// Where the heading's own words end.
    pub at: usize,
    /// The anchor asked for, without `#`.
    pub anchor: Option<&'a str>,
}

/// Finds the attribute list at the end of `text`, such as ` {#configuring-ims}`.
pub(super) fn trailing(text: &str) -> Option<Trailing<'_>> {
    let list_from = text.trim_end().strip_suffix('}')?;
    let at = list_from.rfind('{')?;
    let list = list_from.get(at + 1..)?;
    let anchor = words_of(list).find_map(|word| word.strip_prefix('#'));
    if anchor.is_none() && leading(text.get(at..)?).is_none() {
        return None;
    }
    if anchor.is_some()
        && !list.trim_start_matches([':', ' ']).starts_with(['#', '.'])
        && !words_of(list).any(is_assignment)
    {
        return None;
    }
    Some(Trailing { at, anchor })
}

/// Whether an anchor can stand in a link as it is.
pub(super) fn is_usable_anchor(anchor: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_.:-".contains(&byte);
    !anchor.is_empty() && anchor.len() <= LONGEST_ANCHOR && anchor.bytes().all(is_plain)
}

fn closing_brace(inside: &str) -> Option<usize> {
    let mut is_quoted = false;
    for (offset, byte) in inside.bytes().enumerate().take(LONGEST_LIST) {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'}' if !is_quoted => return Some(offset),
            b'{' | b'\n' if !is_quoted => return None,
            _ => {}
        }
    }
    None
}

/// The words of a list; blanks inside quotes do not separate.
fn words_of(list: &str) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    let separates = move |character: char| {
        is_quoted ^= character == '"';
        character.is_whitespace() && !is_quoted
    };
    list.split(separates).filter(|word| !word.is_empty())
}

fn is_assignment(word: &str) -> bool {
    word.split_once('=').is_some_and(|(key, value)| {
        !key.is_empty()
            && !value.is_empty()
            && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    })
}
