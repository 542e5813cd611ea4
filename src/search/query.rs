//! What people type, as the words to look for.
//!
//! The text is only ever cut into words: there are no operators, so there is nothing in it that could fail, and a
//! pasted log is as good a query as a question. The engine's own query language never sees it.

use std::collections::HashMap;

use tantivy::{Searcher, Term as IndexTerm};

use super::analysis::{AllStems, Form, Token, tokens};
use super::pages::Pages;
use super::schema::Fields;
use super::{Replaced, spelling};
use crate::text::words::is_stop_word;

/// So much of a text (in bytes) is read; the longest question that is allowed.
const LONGEST: usize = 64 * 1024;
/// So many different words are looked for; of more, the rarest tell most.
const MOST_TERMS: usize = 32;
/// So many pairs of neighbouring words are looked for.
const MOST_PAIRS: usize = 48;
/// So many unknown words are taken for typing errors; in a log there are thousands that are none.
const MOST_REPLACED: usize = 8;
/// A word said again counts again, but not without end.
const MOST_REPEATS: u32 = 4;

/// The words to look for.
#[derive(Debug, Default)]
pub(super) struct Wanted {
    pub(super) terms: Vec<Term>,
    /// Neighbours in the query.
    pub(super) pairs: Vec<Pair>,
    /// Words with one other between them.
    pub(super) across: Vec<Pair>,
    /// Words that stand nowhere, and what was taken for meant.
    pub(super) replaced: Vec<Replaced>,
    /// Words that stand nowhere and have nothing near them.
    pub(super) unknown: Vec<String>,
}

/// One word to look for.
#[derive(Debug, Clone)]
pub(super) struct Term {
    /// Its stem; several if the base has several languages, or if the word is unknown and these may have been meant.
    pub(super) stems: Vec<String>,
    /// The forms in which it was written, or may have been meant.
    pub(super) words: Vec<String>,
    /// How often it was said.
    pub(super) n: u32,
}

/// Two words said one soon after the other, as positions in [`Wanted::terms`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Pair {
    pub(super) first: usize,
    pub(super) second: usize,
}

/// The index in which the words are looked up.
#[derive(Clone, Copy)]
pub(super) struct Known<'index> {
    pub(super) searcher: &'index Searcher,
    pub(super) fields: &'index Fields,
    pub(super) pages: &'index Pages,
}

impl Wanted {
    /// Reads a query.
    pub(super) fn read(text: &str, known: Known<'_>) -> tantivy::Result<Self> {
        let text = beginning(text).trim_end();
        let mut stems = AllStems::of(known.pages.tongues());
        let said = said(text, &mut stems);
        let mut candidates = candidates(&said, known)?;
        keep_rarest(&mut candidates);
        let mut wanted = Self::default();
        // A word at the very end may still be being typed.
        let at_the_end = said.last().filter(|last| last.token.span.end == text.len());
        let unfinished = at_the_end.map(|last| last.token.text.as_str());
        replace_unknown(&mut candidates, unfinished, &mut stems, known, &mut wanted)?;
        wanted.fill(&said, candidates);
        Ok(wanted)
    }

    /// Reads a text that was not meant as a query: it is taken by its word, and of a text whose words are mostly
    /// strange to the base nothing is wanted.
    pub(super) fn read_strictly(text: &str, known: Known<'_>) -> tantivy::Result<Self> {
        let said = said(beginning(text), &mut AllStems::of(known.pages.tongues()));
        let mut candidates = candidates(&said, known)?;
        let n_known = candidates.iter().filter(|candidate| candidate.n_sections > 0).count();
        let mut wanted = Self::default();
        if n_known * 2 >= candidates.len() {
            keep_rarest(&mut candidates);
            candidates.retain(|candidate| candidate.n_sections > 0);
            wanted.fill(&said, candidates);
        }
        Ok(wanted)
    }

    fn fill(&mut self, said: &[Said], mut candidates: Vec<Candidate>) {
        candidates.retain(|candidate| !candidate.term.stems.is_empty());
        let spoken = spoken(said, &candidates);
        self.pairs = pairs(&spoken, 1, &[]);
        self.across = pairs(&spoken, 2, &self.pairs);
        self.terms = candidates.into_iter().map(|candidate| candidate.term).collect();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

/// As much of a text as is read.
fn beginning(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default()
}

/// A word of the query with its stems.
struct Said {
    token: Token,
    stems: Vec<String>,
}

/// The words of a query without those that say nothing, unless there are no others.
fn said(text: &str, stems: &mut AllStems) -> Vec<Said> {
    let mut all = tokens(text);
    if all.iter().any(|token| !is_stop_word(&token.text)) {
        all.retain(|token| !is_stop_word(&token.text));
    }
    all.into_iter().map(|token| Said { stems: stems.stems(&token.text), token }).collect()
}

/// A term that may be looked for.
struct Candidate {
    term: Term,
    form: Form,
    /// The word as it was typed.
    typed: String,
    /// In how many sections it stands.
    n_sections: u64,
}

/// The different words of a query in the order in which they were said; those of one stem are one.
fn candidates(said: &[Said], known: Known<'_>) -> tantivy::Result<Vec<Candidate>> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut numbers: HashMap<&[String], usize> = HashMap::new();
    for Said { token, stems } in said {
        let number = *numbers.entry(stems).or_insert(found.len());
        if let Some(candidate) = found.get_mut(number) {
            candidate.term.n = (candidate.term.n + 1).min(MOST_REPEATS);
            if !candidate.term.words.contains(&token.text) {
                candidate.term.words.push(token.text.clone());
            }
            continue;
        }
        let mut n_sections = 0;
        let mut in_use = Vec::with_capacity(stems.len());
        for stem in stems {
            let stem_there = IndexTerm::from_field_text(known.fields.body, stem);
            let n = known.pages.n_sections(known.searcher, &stem_there)?;
            if n > 0 {
                in_use.push(stem.clone());
            }
            n_sections += n;
        }
        let term = Term { stems: in_use, words: vec![token.text.clone()], n: 1 };
        found.push(Candidate { term, form: token.form, typed: token.text.clone(), n_sections });
    }
    Ok(found)
}

/// Of too many words the rarest are kept: in a pasted log that is the error code, not "at", "line" and "thread".
/// Words that stand nowhere are rarer still but find nothing, so they go first.
fn keep_rarest(candidates: &mut Vec<Candidate>) {
    if candidates.len() <= MOST_TERMS {
        return;
    }
    let rank = |candidate: &Candidate| (candidate.n_sections == 0, candidate.n_sections);
    let mut ranks: Vec<_> = candidates.iter().map(rank).zip(0..).collect();
    ranks.sort_unstable();
    let Some(&last_kept) = ranks.get(MOST_TERMS - 1) else { return };
    let mut position = 0;
    candidates.retain(|candidate| {
        let own = (rank(candidate), position);
        position += 1;
        own <= last_kept
    });
    // In a text this long the words that come again are those of every line, not those that matter.
    candidates.iter_mut().for_each(|candidate| candidate.term.n = 1);
}

/// Takes words that stand in no page for unfinished or mistyped. Only those: to blur words that are known costs
/// more than it gains.
fn replace_unknown(
    candidates: &mut [Candidate],
    unfinished: Option<&str>,
    stems: &mut AllStems,
    known: Known<'_>,
    wanted: &mut Wanted,
) -> tantivy::Result<()> {
    for candidate in candidates.iter_mut().filter(|candidate| candidate.n_sections == 0) {
        let may_be_meant = candidate.form == Form::Word && wanted.replaced.len() < MOST_REPLACED;
        let meant = if may_be_meant { meant_by(&candidate.typed, unfinished, known)? } else { Vec::new() };
        let typed = candidate.typed.clone();
        match meant.first().cloned() {
            Some(first) => wanted.replaced.push(Replaced { typed, meant: first }),
            // The parts of an identifier are told apart from it; what matters is that it stands nowhere.
            None => wanted.unknown.push(typed),
        }
        candidate.term.stems = meant.iter().flat_map(|word| stems.stems(word)).collect();
        candidate.term.stems.sort();
        candidate.term.stems.dedup();
        candidate.term.words = meant;
    }
    Ok(())
}

fn meant_by(typed: &str, unfinished: Option<&str>, known: Known<'_>) -> tantivy::Result<Vec<String>> {
    if unfinished == Some(typed) && spelling::can_be_completed(typed) {
        let whole = spelling::beginning_with(typed, known)?;
        if !whole.is_empty() {
            return Ok(whole);
        }
    }
    if !spelling::can_be_replaced(typed) {
        return Ok(Vec::new());
    }
    spelling::nearest(typed, known)
}

/// The query as numbers of its terms, without the words that are not looked for; identifiers only in parts.
fn spoken(said: &[Said], candidates: &[Candidate]) -> Vec<usize> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for (number, candidate) in candidates.iter().enumerate() {
        numbers.insert(&candidate.typed, number);
        for word in candidate.term.words.iter().chain(&candidate.term.stems) {
            numbers.entry(word).or_insert(number);
        }
    }
    let parts = said.iter().filter(|said| said.token.form != Form::Whole);
    let number_of = |said: &Said| {
        let stem = said.stems.first().and_then(|stem| numbers.get(stem.as_str()));
        numbers.get(said.token.text.as_str()).or(stem).copied()
    };
    parts.filter_map(number_of).collect()
}

/// The pairs of words at this distance, each once, in the order in which they were said.
fn pairs(spoken: &[usize], distance: usize, known: &[Pair]) -> Vec<Pair> {
    let mut found: Vec<Pair> = Vec::new();
    for (&first, &second) in spoken.iter().zip(spoken.iter().skip(distance)) {
        let pair = Pair { first, second };
        if first != second && !found.contains(&pair) && !known.contains(&pair) {
            found.push(pair);
        }
        if found.len() == MOST_PAIRS {
            break;
        }
    }
    found
}
