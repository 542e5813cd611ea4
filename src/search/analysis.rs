//! Cutting texts into the units that are found: the one chain for pages, queries and excerpts.
//!
//! Words are those of [`crate::text::words`], so that search, recognition and error texts agree on them. Two things
//! are added here because only an index needs them: identifiers are found whole **and** in parts
//! (`invalid_scope`: also `invalid`, `scope`; `extAccount`: also `ext`, `account`), and runs of a script without
//! blanks become overlapping pairs of characters.

use std::collections::HashMap;
use std::ops::Range;

use tantivy::tokenizer::{RawTokenizer, Stemmer, TextAnalyzer, TokenStream};

use super::language::Tongue;
use crate::text::fold;
use crate::text::words::{Word, words};

/// A unit longer than this (in bytes) is data pasted into a page rather than something people look for.
pub(super) const LONGEST: usize = 100;

/// One unit of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// In normal form, not stemmed.
    pub(super) text: String,
    /// Counts words, parts of identifiers and pairs of characters; what is nearer in the text is nearer here.
    pub(super) position: usize,
    /// Where it stands, in bytes.
    pub(super) span: Range<usize>,
    /// How it was come by.
    pub(super) form: Form,
}

/// How a token was come by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A word, or a part of an identifier.
    Word,
    /// An identifier whose parts follow as tokens of their own.
    Whole,
    /// One or two characters of a run without blanks.
    Characters,
}

/// The tokens of a text in order; an identifier comes before its parts and shares the position of the first.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut made = Tokens::default();
    for word in words(text) {
        let Some(original) = text.get(word.span.clone()) else { continue };
        if word.unspaced {
            made.push_characters(&word, original);
        } else {
            made.push_word(word, original);
        }
    }
    made.tokens
}

#[derive(Default)]
struct Tokens {
    tokens: Vec<Token>,
    position: usize,
}

impl Tokens {
    fn push_word(&mut self, word: Word, original: &str) {
        let parts = parts(original);
        if parts.is_empty() {
            self.push(word.folded, word.span, Form::Word);
            self.position += 1;
            return;
        }
        let start = word.span.start;
        self.push(word.folded, word.span, Form::Whole);
        for part in parts {
            let folded = fold(original.get(part.clone()).unwrap_or_default());
            self.push(folded, start + part.start..start + part.end, Form::Word);
            self.position += 1;
        }
    }

    fn push_characters(&mut self, run: &Word, original: &str) {
        let folded: Vec<char> = run.folded.chars().collect();
        let starts: Vec<usize> = original.char_indices().map(|(at, _)| run.span.start + at).collect();
        // Half-width letters with voicing marks fold to fewer characters; then the whole run is pointed at.
        let aligned = folded.len() == starts.len();
        let width = folded.len().min(2);
        for (index, pair) in folded.windows(width.max(1)).enumerate() {
            let span = if aligned {
                let start = starts.get(index).copied().unwrap_or(run.span.start);
                start..starts.get(index + width).copied().unwrap_or(run.span.end)
            } else {
                run.span.clone()
            };
            self.push(pair.iter().collect(), span, Form::Characters);
            self.position += 1;
        }
    }

    fn push(&mut self, text: String, span: Range<usize>, form: Form) {
        if !text.is_empty() && text.len() <= LONGEST {
            self.tokens.push(Token { text, position: self.position, span, form });
        }
    }
}

/// The parts of an identifier as byte ranges of it; none if it is an ordinary word.
fn parts(word: &str) -> Vec<Range<usize>> {
    if word.bytes().skip(1).all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) {
        return Vec::new();
    }
    let mut cuts = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    let mut chars = word.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|&(_, c)| c);
        if !c.is_alphanumeric() && !is_kept_inside(word, at, c) {
            cuts.push(start..at);
            start = at + c.len_utf8();
        } else if starts_hump(before, c, after) {
            cuts.push(start..at);
            start = at;
        }
        before = Some(c);
    }
    if start == 0 {
        return Vec::new();
    }
    cuts.push(start..word.len());
    cuts.retain(|cut| word.get(cut.clone()).is_some_and(tells_something));
    cuts
}

/// Combining marks belong to their letter, and `don't` and `page's` are words: an apostrophe parts only what is
/// a word behind it, as in `l'accès`.
fn is_kept_inside(word: &str, at: usize, c: char) -> bool {
    let rest = word.get(at + c.len_utf8()..).unwrap_or_default();
    match c {
        '\'' | '’' => rest.chars().take_while(|c| c.is_alphanumeric()).count() < 3,
        '_' | '.' | '@' => false,
        _ => true,
    }
}

/// Whether a capital starts a new part: `ext|Account`, `XML|Parser`.
fn starts_hump(before: Option<char>, c: char, after: Option<char>) -> bool {
    let Some(before) = before else { return false };
    c.is_uppercase()
        && (before.is_lowercase() || (before.is_uppercase() && after.is_some_and(char::is_lowercase)))
}

/// Single letters and the small numbers of dates, addresses and versions say nothing without the rest.
fn tells_something(part: &str) -> bool {
    let n_chars = part.chars().count();
    n_chars >= 4 || (n_chars >= 2 && part.chars().any(char::is_alphabetic))
}

/// Takes endings off words, each language in its own way, and remembers what it did: a base has few different words.
pub(super) struct Stems {
    stemmer: TextAnalyzer,
    /// Where the stem of a word stands among the stems.
    known: HashMap<String, usize>,
    stems: Vec<String>,
}

impl Stems {
    pub(super) fn of(tongue: Tongue) -> Self {
        let stemmer = TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(tongue.language()));
        Self { stemmer: stemmer.build(), known: HashMap::new(), stems: Vec::new() }
    }

    /// The stem of a word in normal form.
    pub(super) fn stem(&mut self, word: &str) -> &str {
        let at = match self.known.get(word) {
            Some(at) => *at,
            None => self.learn(word),
        };
        self.stems.get(at).map_or("", String::as_str)
    }

    fn learn(&mut self, word: &str) -> usize {
        let mut stream = self.stemmer.token_stream(word);
        let is_word = stream.advance();
        let stem = if is_word { std::mem::take(&mut stream.token_mut().text) } else { word.to_owned() };
        drop(stream);
        self.stems.push(stem);
        self.known.insert(word.to_owned(), self.stems.len() - 1);
        self.stems.len() - 1
    }
}

/// Stems in all languages of a base at once, because a query does not say in which it is.
pub(super) struct AllStems(Vec<Stems>);

impl AllStems {
    pub(super) fn of(tongues: &[Tongue]) -> Self {
        Self(tongues.iter().map(|tongue| Stems::of(*tongue)).collect())
    }

    /// The different stems that a word (in normal form) has, that of the commonest language first.
    pub(super) fn stems(&mut self, word: &str) -> Vec<String> {
        let mut stems: Vec<String> = Vec::with_capacity(1);
        for language in &mut self.0 {
            let stem = language.stem(word);
            if stems.iter().all(|other| other != stem) {
                stems.push(stem.to_owned());
            }
        }
        stems
    }
}
