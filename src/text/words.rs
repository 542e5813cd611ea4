//! Cutting a text into words, and what counts as the same word.

use std::borrow::Cow;
use std::ops::Range;

use frostem::{Algorithm, Stemmer};

use super::{fold, is_unspaced_script};

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// The word in normal form (see [`fold`]).
    pub folded: String,
    /// Where it stands in the text it was cut from, in bytes.
    pub span: Range<usize>,
    /// Whether it is a run of a script written without blanks (Japanese, Chinese, Thai): a run is then no word
    /// but a phrase, and only its pieces can be compared.
    pub unspaced: bool,
}

/// The words of a text: runs of letters and digits; an apostrophe, full stop, hyphen-free underscore or `@`
/// inside a run does not end it when a letter or digit follows directly, so that `adobe.com`, `don't` and
/// `invalid_scope` stay whole.
///
/// ```
/// use deskdoc::text::words::words;
/// let folded: Vec<_> = words("Don’t land on adobe.com!").into_iter().map(|word| word.folded).collect();
/// assert_eq!(folded, ["don't", "land", "on", "adobe.com"]);
/// ```
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, first)) = chars.next() {
        if !is_word_char(first) {
            continue;
        }
        let unspaced = is_unspaced_script(first);
        let mut end = start + first.len_utf8();
        while let Some(&(at, c)) = chars.peek() {
            let belongs = is_word_char(c) && is_unspaced_script(c) == unspaced;
            let joined = is_joiner(c) && !unspaced && joins(text, at, c);
            if !belongs && !joined {
                break;
            }
            end = at + c.len_utf8();
            chars.next();
        }
        push(&mut found, text, start..end, unspaced);
    }
    found
}

fn push(found: &mut Vec<Word>, text: &str, span: Range<usize>, unspaced: bool) {
    let Some(word) = text.get(span.clone()) else { return };
    let folded = fold(word);
    if !folded.is_empty() {
        found.push(Word { folded, span, unspaced });
    }
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '\u{300}'..='\u{36f}' | '\u{3099}' | '\u{309a}' | 'ー')
}

fn is_joiner(c: char) -> bool {
    matches!(c, '\'' | '’' | '.' | '@' | '\u{ad}' | '\u{200b}' | '\u{200c}' | '\u{200d}')
}

fn joins(text: &str, at: usize, joiner: char) -> bool {
    let next = text.get(at + joiner.len_utf8()..).and_then(|rest| rest.chars().next());
    next.is_some_and(|c| c.is_alphanumeric() && !is_unspaced_script(c))
}

/// The stem of a word in normal form, by Porter's rules for English (Snowball, "english").
///
/// It is meant to bring `redirected`, `redirects` and `redirecting` together, in whatever language they stand beside:
/// a query names none. What it joins or keeps apart wrongly in others, pieces of words put right. Words with digits,
/// full stops or underscores are names and stay whole.
///
/// ```
/// use deskdoc::text::words::stem;
/// assert_eq!((stem("redirecting"), stem("adobe.com")), ("redirect".into(), "adobe.com".into()));
/// ```
pub fn stem(word: &str) -> Cow<'_, str> {
    if word.contains(|c: char| c.is_ascii_digit() || c == '.' || c == '_') {
        return Cow::Borrowed(word);
    }
    Stemmer::new(Algorithm::English).stem(word)
}

/// Whether a word (in normal form) says too little by itself to carry a meaning in one of the languages of the
/// base. Negations are no stop words: "cannot" is half of most complaints.
pub fn is_stop_word(word: &str) -> bool {
    word.len() <= LONGEST_STOP_WORD && STOP_WORDS.binary_search(&word).is_ok()
}

/// In bytes.
const LONGEST_STOP_WORD: usize = 5;

/// Sorted, in normal form: English, French, German, Spanish function words.
const STOP_WORDS: [&str; 121] = [
    "a", "al", "am", "an", "and", "are", "as", "at", "au", "auf", "aux", "avec", "be", "been", "bei", "but",
    "by", "con", "da", "dans", "das", "de", "del", "dem", "den", "der", "des", "die", "do", "does", "du",
    "een", "ein", "eine", "einen", "einer", "el", "en", "er", "es", "est", "et", "for", "from", "had", "has",
    "have", "he", "her", "his", "i", "ich", "il", "im", "in", "is", "ist", "it", "its", "ja", "je", "la",
    "las", "le", "les", "lo", "los", "ma", "me", "mein", "mi", "mit", "mon", "my", "nous", "o", "of", "on",
    "or", "our", "para", "por", "pour", "que", "qui", "se", "sein", "she", "sich", "sie", "sind", "so", "su",
    "sur", "that", "the", "their", "them", "then", "there", "they", "this", "to", "un", "una", "und", "une",
    "us", "vom", "von", "was", "we", "were", "wir", "with", "y", "you", "your", "zu", "zum", "zur",
];
