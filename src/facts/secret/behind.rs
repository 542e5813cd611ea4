//! Secrets that are named in one text and stand in the next: in the next turn of a conversation, in the body of a
//! ticket below its subject, in the next line of what is typed. What was heard before is known without its secrets, so
//! a name, or the first line of a key, must be left standing in it.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::looks::{is_stand_in, looks_secret, looks_typed};
use super::{Cleaned, REMOVED, Secret, found, replaced, without_secrets};

/// So many bytes of the end of an earlier text are looked at.
const NEAR: usize = 200;

/// What would be taken out wherever a name stands in front of it.
const PROBE: &str = "Kd83hWq29sLx";

/// What stands in front of a value that was announced: `it is …`, `here you go: …`.
static FILLER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)^\s*(?:(?:ok(?:ay)?|sure|yes|well|sorry|so|here|ja|oui|s[ií]|hand[ -]?over)\b[\s,.:!]*)?(?:(?:it(?:['’]s|\s+is|\s+was)|this\s+is|that\s+is|(?:here\s+)?(?:it\s+is|you\s+(?:are|go))|is|das\s+ist|es\s+(?:ist|lautet)|ist|lautet|c['’]est|es)\b)?[\s:=,–"'“„«`*(-]*"#,
    )
    .ok()
});

static KEY_BEGINS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY(?: BLOCK)?-----").ok());

/// The end of what was heard last, without its secrets.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Earlier(String);

impl Earlier {
    /// Remembers a text from which secrets were taken. One that says nothing tells nothing new, and behind a text of
    /// which nothing is left the one before it counts still: a key is often sent line by line.
    pub fn hear(&mut self, clean: &str) {
        let clean = clean.trim();
        if clean.is_empty() || (clean == REMOVED && self.0.ends_with(REMOVED)) {
            return;
        }
        if clean == REMOVED {
            self.0.push('\n');
            self.0.push_str(clean);
            return;
        }
        let near = clean.get(clean.ceil_char_boundary(clean.len().saturating_sub(NEAR))..);
        near.unwrap_or_default().clone_into(&mut self.0);
    }

    /// Takes secrets out of what follows, and remembers what is left of it.
    pub fn clean<'text>(&mut self, text: &'text str) -> Cleaned<'text> {
        let clean = without_secrets_behind(&self.0, text);
        self.hear(&clean.text);
        clean
    }

    /// What was heard.
    pub fn words(&self) -> &str {
        &self.0
    }
}

/// Takes secrets out of a text that follows another: the name may stand in the one, and its value in the other. The end
/// of the earlier text is looked at.
pub fn without_secrets_behind<'text>(earlier: &str, text: &'text str) -> Cleaned<'text> {
    let earlier = end(earlier);
    if earlier.is_empty() {
        return without_secrets(text);
    }
    let both = format!("{earlier}\n{text}");
    let begins = both.len() - text.len();
    let in_text = |(span, what): (Range<usize>, Secret)| {
        (span.end > begins).then(|| (span.start.max(begins) - begins..span.end - begins, what))
    };
    let mut all = found(text);
    // Of a key that was left open not all that follows is part.
    let is_open = is_key_open(earlier);
    if is_open {
        all.extend(lines_of_key(text).map(|lines| (lines, Secret::Key)));
    } else {
        all.extend(found(&both).into_iter().filter_map(in_text));
    }
    if let Some(what) = announced(earlier) {
        all.extend(first_word(text).map(|word| (word, what)));
    }
    replaced(text, all)
}

/// Whether a text ends with the name of a secret, so that the next word would be taken for it.
pub fn announces(text: &str) -> bool {
    let end = end(text);
    !end.is_empty() && (announced(end).is_some() || is_key_open(end))
}

/// Whether a text breaks off where the value of a secret belongs: `my password is`, `client secret:`.
pub fn breaks_off_before_a_secret(text: &str) -> bool {
    let is_open = text.trim_end().ends_with([':', '：', '=', 'は', '是'])
        || text.split_whitespace().next_back().is_some_and(|last| {
            let verbs = ["is", "was", "ist", "lautet", "est", "es", "è"];
            verbs.iter().any(|verb| last.trim_end_matches(['.', '…']).eq_ignore_ascii_case(verb))
        });
    is_key_open(text) || (is_open && announces(text))
}

fn end(text: &str) -> &str {
    text.get(text.ceil_char_boundary(text.len().saturating_sub(NEAR))..).unwrap_or_default().trim()
}

/// Of what sort a secret is that is named at the end of a text.
fn announced(text: &str) -> Option<Secret> {
    // Behind a whole sentence a colon would make a name of what is none.
    let is_cut = text.ends_with(char::is_alphanumeric);
    ["\n", " ", ": "].into_iter().filter(|joint| *joint != ": " || is_cut).find_map(|joint| {
        let both = format!("{text}{joint}{PROBE}");
        let begins = both.len() - PROBE.len();
        let is_probe = |(span, _): &(Range<usize>, Secret)| span.start <= begins && span.end > begins;
        found(&both).into_iter().find(is_probe).map(|(_, what)| what)
    })
}

/// The first word behind `it is` and the like, if it is no ordinary one.
pub(super) fn first_word(text: &str) -> Option<Range<usize>> {
    let start = FILLER.as_ref()?.find(text).map_or(0, |filler| filler.end());
    let rest = text.get(start..)?;
    let line = rest.lines().next()?.trim_end();
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '”' | '“' | '»' | '`' | ')');
    let word = line.split(is_end).next()?.trim_end_matches([',', ';', '.', '!', '?', '\'', '*']);
    let is_alone = line.len() <= word.len() + 2;
    let counts = looks_typed(word) || (is_alone && looks_secret(word) && !word.contains("://"));
    (counts && !is_stand_in(word)).then(|| start..start + word.len())
}

/// The place behind the first line of a key that is not closed, to the end of the text.
pub(super) fn open_key(text: &str) -> Option<Range<usize>> {
    if !text.contains("PRIVATE KEY") {
        return None;
    }
    let last = KEY_BEGINS.as_ref()?.find_iter(text).last()?;
    let behind = text.get(last.end()..)?;
    (!behind.contains("-----END ")).then(|| last.range())
}

fn is_key_open(text: &str) -> bool {
    open_key(text).is_some()
}

/// The lines at the beginning of a text that go on with a key.
fn lines_of_key(text: &str) -> Option<Range<usize>> {
    let mut lines: Option<Range<usize>> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        let is_head = bare.is_empty() || bare.starts_with(['>']) || bare.contains(": ");
        if is_of_key(bare) {
            let start = at + (line.len() - line.trim_start().len());
            let begin = lines.map_or(start, |lines| lines.start);
            lines = Some(begin..start + bare.len());
        } else if !is_head {
            break;
        }
        at += line.len();
    }
    lines
}

/// Whether a line is one of those that a key is written in.
fn is_of_key(line: &str) -> bool {
    const LONG: usize = 16;
    const SHORTEST: usize = 4;
    let line = line.trim_end_matches(['\\', '"', '\'', ',']);
    let is_sign = |c: char| matches!(c, '+' | '/' | '=') || c.is_ascii_digit();
    let is_of_key = |c: char| c.is_ascii_alphabetic() || is_sign(c);
    let letters = line.strip_suffix("\\n").unwrap_or(line);
    letters.chars().all(is_of_key)
        && (letters.len() >= LONG || (letters.len() >= SHORTEST && letters.chars().any(is_sign)))
}
