//! What people type, as the words to look for.
//!
//! The text is only ever cut into words: there are no operators, so there is nothing in it that could fail, and a
//! pasted log is as good a query as a question. The engine's own query language never sees it.

use std::collections::HashMap;

use tantivy::schema::Field;
use tantivy::{Searcher, Term as IndexTerm};

use super::analysis::{Form, Token, WordStemmer, tokens};
use super::neighbours;
use super::schema::Fields;
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
    pub(super) pairs: Vec<Pair>,
}

/// One word to look for.
#[derive(Debug, Clone)]
pub(super) struct Term {
    /// Its stem; several if the word is unknown and these are what may have been meant.
    pub(super) stems: Vec<String>,
    /// The forms in which it was written, or may have been meant.
    pub(super) words: Vec<String>,
    /// How often it was said.
    pub(super) n: u32,
}

/// Two words said one after the other, as positions in [`Wanted::terms`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Pair {
    pub(super) first: usize,
    pub(super) second: usize,
}

impl Wanted {
    /// Reads a query.
    pub(super) fn read(text: &str, searcher: &Searcher, fields: &Fields) -> tantivy::Result<Self> {
        let said = said(beginning(text));
        let mut candidates = candidates(&said, searcher, fields)?;
        keep_rarest(&mut candidates);
        replace_unknown(&mut candidates, searcher, fields)?;
        Ok(Self::of(&said, candidates))
    }

    /// Reads a text that was not meant as a query: it is taken by its word, and of a text whose words are mostly
    /// strange to the base nothing is wanted.
    pub(super) fn read_strictly(text: &str, searcher: &Searcher, fields: &Fields) -> tantivy::Result<Self> {
        let said = said(beginning(text));
        let mut candidates = candidates(&said, searcher, fields)?;
        let n_known = candidates.iter().filter(|candidate| candidate.n_sections > 0).count();
        if n_known * 2 < candidates.len() {
            return Ok(Self::default());
        }
        keep_rarest(&mut candidates);
        candidates.retain(|candidate| candidate.n_sections > 0);
        Ok(Self::of(&said, candidates))
    }

    fn of(said: &[Said], mut candidates: Vec<Candidate>) -> Self {
        candidates.retain(|candidate| !candidate.term.stems.is_empty());
        let pairs = pairs(said, &candidates);
        Self { terms: candidates.into_iter().map(|candidate| candidate.term).collect(), pairs }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

/// As much of a text as is read.
fn beginning(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LONGEST)).unwrap_or_default()
}

/// A word of the query with its stem.
struct Said {
    token: Token,
    stem: String,
}

/// The words of a query without those that say nothing, unless there are no others.
fn said(text: &str) -> Vec<Said> {
    let mut all = tokens(text);
    if all.iter().any(|token| !is_stop_word(&token.text)) {
        all.retain(|token| !is_stop_word(&token.text));
    }
    let mut stemmer = WordStemmer::new();
    let mut known: HashMap<String, String> = HashMap::new();
    all.into_iter()
        .map(|token| {
            let stem = known.entry(token.text.clone()).or_insert_with(|| stemmer.stem(&token.text)).clone();
            Said { token, stem }
        })
        .collect()
}

/// A term that may be looked for.
struct Candidate {
    term: Term,
    form: Form,
    /// In how many sections it stands.
    n_sections: u64,
}

/// The different stems of a query in the order in which they were said.
fn candidates(said: &[Said], searcher: &Searcher, fields: &Fields) -> tantivy::Result<Vec<Candidate>> {
    let mut found: Vec<Candidate> = Vec::new();
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for Said { token, stem } in said {
        let number = *numbers.entry(stem).or_insert(found.len());
        if let Some(candidate) = found.get_mut(number) {
            candidate.term.n = (candidate.term.n + 1).min(MOST_REPEATS);
            if !candidate.term.words.contains(&token.text) {
                candidate.term.words.push(token.text.clone());
            }
            continue;
        }
        let term = Term { stems: vec![stem.clone()], words: vec![token.text.clone()], n: 1 };
        let n_sections = n_sections(stem, fields.body, searcher)?;
        found.push(Candidate { term, form: token.form, n_sections });
    }
    Ok(found)
}

fn n_sections(stem: &str, field: Field, searcher: &Searcher) -> tantivy::Result<u64> {
    searcher.doc_freq(&IndexTerm::from_field_text(field, stem))
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

/// Takes words that stand in no page for typing errors. Only those: to blur words that are known costs more than
/// it gains.
fn replace_unknown(
    candidates: &mut [Candidate],
    searcher: &Searcher,
    fields: &Fields,
) -> tantivy::Result<()> {
    let mut unknown: Vec<&mut Term> = Vec::new();
    for candidate in candidates.iter_mut().filter(|candidate| candidate.n_sections == 0) {
        let may_be_meant = candidate.form == Form::Word && unknown.len() < MOST_REPLACED;
        if may_be_meant && candidate.term.words.iter().all(|word| neighbours::can_be_replaced(word)) {
            unknown.push(&mut candidate.term);
        } else {
            candidate.term.stems.clear();
        }
    }
    if unknown.is_empty() {
        return Ok(());
    }
    let words: Vec<&str> = unknown.iter().filter_map(|term| term.words.first()).map(String::as_str).collect();
    let meant = neighbours::nearest(&words, fields.words, searcher)?;
    let mut stemmer = WordStemmer::new();
    for (term, words) in unknown.into_iter().zip(meant) {
        term.stems = words.iter().map(|word| stemmer.stem(word)).collect();
        term.stems.sort();
        term.stems.dedup();
        term.words = words;
    }
    Ok(())
}

/// The pairs of neighbours in the query, each once, in the order in which they were said.
fn pairs(said: &[Said], candidates: &[Candidate]) -> Vec<Pair> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    for (number, candidate) in candidates.iter().enumerate() {
        for word in &candidate.term.words {
            numbers.insert(word, number);
        }
        for stem in &candidate.term.stems {
            numbers.insert(stem, number);
        }
    }
    let number_of = |said: &Said| numbers.get(said.stem.as_str()).or(numbers.get(said.token.text.as_str()));
    let parts: Vec<&Said> = said.iter().filter(|said| said.token.form != Form::Whole).collect();
    let mut found: Vec<Pair> = Vec::new();
    for neighbours in parts.windows(2) {
        let [first, second] = neighbours else { continue };
        let (Some(&first), Some(&second)) = (number_of(first), number_of(second)) else { continue };
        let pair = Pair { first, second };
        if first != second && !found.contains(&pair) {
            found.push(pair);
        }
        if found.len() == MOST_PAIRS {
            break;
        }
    }
    found
}
