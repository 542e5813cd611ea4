//! Secrets that a sentence tells: `I changed my pw to …`, `the client secret that we use since Monday: …`, `… is my
//! password`. Only words that look like nothing else count here, and only in the sentence that has the name.

use std::ops::Range;

use super::Secret;
use super::behind::first_word;
use super::looks::{is_listed, is_stand_in, looks_typed};
use super::named::near;
use super::placed::before;

/// So many bytes of a sentence, and so many of its words, are looked at.
const SENTENCE: usize = 200;
const MOST_WORDS: usize = 14;

/// Behind these the value comes soon, though other words may stand between: `is since yesterday …`.
const VERBS: &str =
    " is was are were reads equals becomes now ist war lautet heißt heisst sind est était es era són ";
/// Behind these it comes at once: `to …`, `auf …`.
const STEPS: &str = " to as auf zu in en por с на til naar ";
/// Behind these, once one value was told, another one comes at once: `… to …, not …`.
const JOINTS: &str = " to not or nicht oder auf ni pas ou o ";
/// What is done with a secret when another one takes its place.
const CHANGES: &str = " reset set changed updated rotated switched replaced geändert gesetzt zurückgesetzt remplacé changé \
    cambiada cambiado ";
/// What has a name of its own in a sentence: what follows is its value rather than a secret's.
const OTHERS: &str = " id ids error errors code codes org organization organisation version build url uri address ticket \
    case incident port release patch see siehe voir article step page line status fehler erreur log file number nummer \
    host server instance message says said returns shows ";
/// What follows these at once, though a verb was there, is something else: `is issued by …`.
const ASIDES: &str = " by for from issued of with at on in via von für bei durch par pour chez de ";
/// Behind a name that is part of another noun, as in `token error`.
const NOUNS: &str = " error errors service services server servers policy policies manager managers field fields form \
    forms page pages prompt screen dialog window box reset resets change changes expiry expiration hash hashes file files \
    store vault endpoint endpoints request requests response type name label length rule rules hint column cache issue \
    problem setting settings option options parameter variable scope refresh exchange grant flow history link \
    strength mail mails email emails protection rotation lifetime format id ids ";
/// Between a value and its name: `… was rejected as my password`.
const BEFORE_NAMES: &str = " client api my the our your a his her new old current real right correct admin default mein das unser \
    neues altes mon le notre mi la nuestra rejected refused accepted used as als comme como ";

/// A word of a text and where it stands.
type Word<'t> = (usize, &'t str);

/// The value that the sentence tells behind the name.
pub(super) fn farther_on(text: &str, name_end: usize) -> Option<Range<usize>> {
    sought(text, name_end, STEPS)
}

/// The other value that a sentence tells behind one: the new one behind the old.
pub(super) fn second(text: &str, value_end: usize) -> Option<Range<usize>> {
    let behind = near(text, value_end, SENTENCE);
    behind.starts_with([' ', ',']).then(|| sought(text, value_end, JOINTS)).flatten()
}

fn sought(text: &str, name_end: usize, steps: &str) -> Option<Range<usize>> {
    let line = near(text, name_end, SENTENCE).split(['\n', '\r']).next()?;
    let (mut is_told, mut is_at_once, mut is_changed, mut is_aside) = (false, false, false, false);
    for (at, word) in words(line).take(MOST_WORDS) {
        let (start, value) = bare(at, word);
        if (is_told || is_at_once) && is_value(value) {
            let start = name_end + start;
            return Some(start..start + value.len());
        }
        let lower = value.to_lowercase();
        let is_among = |list: &str| is_listed(list, &lower);
        if is_among(OTHERS) || word.ends_with(['.', '!', '?', ';']) {
            return None;
        }
        // What follows is no value yet, but one may still come: `was changed by support to …`.
        is_told &= !is_among(ASIDES);
        is_aside |= is_among(ASIDES);
        is_changed |= is_among(CHANGES);
        is_told |= is_among(VERBS) || word.ends_with([':', '=', '：', '→', '>']);
        is_at_once = is_among(steps) && (is_changed || !is_aside);
    }
    None
}

/// The value that the sentence tells before the name: `… is my password`.
pub(super) fn before_name(text: &str, name: &Range<usize>) -> Option<Range<usize>> {
    const MOST_BETWEEN: usize = 4;
    let behind = near(text, name.end, SENTENCE).split(['\n', '\r']).next()?;
    let is_part = behind.starts_with([' ', '\t'])
        && words(behind)
            .next()
            .is_some_and(|(_, next)| next.starts_with(char::is_alphabetic) && is_noun(next));
    if is_part {
        return None;
    }
    let name_start = name.start;
    let from = text.ceil_char_boundary(name_start.saturating_sub(SENTENCE)).min(name_start);
    let line = text.get(from..name_start)?.rsplit(['\n', '\r']).next()?;
    let from = name_start - line.len();
    let all: Vec<Word<'_>> = words(line).collect();
    let mut back = all.iter().rev();
    for (_, word) in back.by_ref().take(MOST_BETWEEN + 1) {
        let lower = word.to_lowercase();
        if is_listed(VERBS, &lower) {
            let (at, word) = back.next()?;
            let (start, value) = bare(*at, word);
            return is_value(value).then(|| from + start..from + start + value.len());
        }
        if !is_listed(BEFORE_NAMES, &lower) {
            return None;
        }
    }
    None
}

/// The answer to a question after the secret, in one of the two lines below it: `which password do you use?`. Each may
/// begin with who speaks.
pub(super) fn answered(text: &str, name: &Range<usize>, what: Secret) -> Option<Range<usize>> {
    const ASKING: [&str; 14] = [
        "what", "which", "send", "tell", "give", "share", "need", "welche", "lautet", "quel", "donner",
        "cuál", "envía", "qual",
    ];
    const LONGEST_SPEAKER: usize = 30;
    if !matches!(what, Secret::Password | Secret::ClientSecret) {
        return None;
    }
    let (asked, below) = near(text, name.end, SENTENCE).split_once('\n')?;
    if words(asked).next().is_some_and(|(_, next)| is_noun(next)) {
        return None;
    }
    let line = before(text, name.start).rsplit('\n').next()?.to_lowercase() + &asked.to_lowercase();
    let is_asked = asked.trim_end().ends_with(['?', '？'])
        || ["can you", "could you"].iter().any(|it| line.contains(it));
    if !is_asked || !ASKING.iter().any(|word| line.contains(word)) {
        return None;
    }
    let mut at = name.end + asked.len() + 1;
    let mut n_lines = 0;
    for line in below.split_inclusive('\n') {
        n_lines += usize::from(!line.trim().is_empty());
        if n_lines > 2 {
            return None;
        }
        let speaker = line.find(": ").filter(|end| *end <= LONGEST_SPEAKER).map_or(0, |end| end + 2);
        let said = line.get(speaker..)?;
        if let Some(word) = first_word(said).filter(|word| said.get(word.clone()).is_some_and(looks_typed)) {
            return Some(at + speaker + word.start..at + speaker + word.end);
        }
        at += line.len();
    }
    None
}

/// The word in brackets behind a name: `the old password (…) works`.
pub(super) fn in_brackets(text: &str, name_end: usize) -> Option<Range<usize>> {
    let rest = near(text, name_end, SENTENCE);
    let inside = rest.trim_start_matches([' ', '\t']).strip_prefix('(')?;
    let start = name_end + rest.len() - inside.len();
    let inside = inside.split([')', '\n', '\r']).next()?;
    let (at, value) = bare(0, inside);
    let is_one = !value.contains(char::is_whitespace);
    (is_one && is_value(value)).then(|| start + at..start + at + value.len())
}

/// Whether a word behind a name makes it part of another noun.
fn is_noun(word: &str) -> bool {
    is_listed(NOUNS, &bare(0, word).1.to_lowercase())
}

fn words(line: &str) -> impl Iterator<Item = Word<'_>> {
    let mut at = 0;
    let words = line.split_inclusive([' ', '\t', '\u{a0}', '\u{202f}']).map(move |piece| {
        let start = at;
        at += piece.len();
        (start, piece.trim_end_matches([' ', '\t', '\u{a0}', '\u{202f}']))
    });
    words.filter(|(_, word)| !word.is_empty())
}

/// A word without the quotes and signs of the sentence round it.
fn bare(at: usize, word: &str) -> Word<'_> {
    let open = word.trim_start_matches(['"', '\'', '“', '„', '«', '`', '(', '*']);
    let value = open
        .trim_end_matches(['"', '\'', '”', '“', '»', '`', ')', '*', ',', '.', ';', ':', '!', '?', '：', '=']);
    (at + word.len() - open.len(), value)
}

/// Whether a word of a sentence can be nothing but a secret.
fn is_value(word: &str) -> bool {
    let n_letters = word.chars().filter(|c| c.is_alphabetic()).count();
    // `10:30am`, `3rd-party`, `24h`.
    let is_measure = word.starts_with(|c: char| c.is_ascii_digit())
        && (n_letters <= 3 || ["st-", "nd-", "rd-", "th-"].iter().any(|it| word.contains(it)));
    let is_organisation = word.to_lowercase().contains("@adobeorg");
    let is_tool = word.eq_ignore_ascii_case("1password") || word.starts_with(['=', ':']);
    looks_typed(word) && !is_measure && !is_organisation && !is_tool && !is_stand_in(word)
}
