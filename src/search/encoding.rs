//! How words that are already cut and stemmed are handed to the engine.
//!
//! The engine takes text. Each word is followed by a sign that says how far the next one is; cutting such a text up
//! again costs next to nothing, and what waits to be written takes little more room than the page itself.

use tantivy::tokenizer::{TextAnalyzer, Token, TokenStream, Tokenizer};

use super::analysis;
use super::labels::STRETCH;

/// The next word stands at the same place: a part of an identifier behind the whole.
const SAME: char = '\u{1}';
/// The next word follows.
const NEXT: char = '\u{2}';
/// Between two texts of one field, so that the last word of one and the first of the next are no neighbours.
const FAR: char = '\u{3}';
/// The next word begins the next label.
const LABEL: char = '\u{4}';

const FAR_AWAY: usize = 10;

/// Words on their way to the engine.
#[derive(Debug, Default)]
pub(super) struct Encoded(pub(super) String);

impl Encoded {
    /// Adds the words of one text; `form` says in which form each goes in.
    pub(super) fn add<'a>(
        &mut self,
        words: impl Iterator<Item = &'a analysis::Token>,
        mut form: impl FnMut(&str, &mut String),
    ) {
        let mut words = words.peekable();
        while let Some(word) = words.next() {
            form(&word.text, &mut self.0);
            let is_same = words.peek().is_some_and(|next| next.position == word.position);
            self.0.push(if is_same { SAME } else { NEXT });
        }
        self.end_with(FAR);
    }

    /// Ends a label.
    pub(super) fn end_label(&mut self) {
        self.end_with(LABEL);
    }

    fn end_with(&mut self, sign: char) {
        if self.0.pop().is_some() {
            self.0.push(sign);
        }
    }
}

/// The name under which the engine knows how to cut such texts up.
pub(super) const ANALYSER: &str = "encoded";

/// Cuts such texts up.
pub(super) fn analyser() -> TextAnalyzer {
    TextAnalyzer::builder(EncodedTokenizer::default()).build()
}

#[derive(Clone, Default)]
struct EncodedTokenizer {
    token: Token,
}

impl Tokenizer for EncodedTokenizer {
    type TokenStream<'a> = EncodedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> EncodedStream<'a> {
        self.token.reset();
        EncodedStream { rest: text, next_position: 0, token: &mut self.token }
    }
}

struct EncodedStream<'a> {
    rest: &'a str,
    next_position: usize,
    token: &'a mut Token,
}

impl TokenStream for EncodedStream<'_> {
    fn advance(&mut self) -> bool {
        let is_sign = |c: char| matches!(c, SAME | NEXT | FAR | LABEL);
        let Some(end) = self.rest.find(is_sign) else { return false };
        let Some((word, rest)) = self.rest.split_at_checked(end) else { return false };
        let mut rest = rest.chars();
        let sign = rest.next();
        self.rest = rest.as_str();
        self.token.text.clear();
        self.token.text.push_str(word);
        self.token.position = self.next_position;
        self.next_position = match sign {
            Some(SAME) => self.next_position,
            Some(FAR) => self.next_position + FAR_AWAY,
            Some(LABEL) => (self.next_position / STRETCH as usize + 1) * STRETCH as usize,
            _ => self.next_position + 1,
        };
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }
}
