//! Answers that stand in what people write, before anybody asks: "all users get this since the upgrade".
//!
//! Only what authors wrote down as a way of giving an answer (`says` of an answer, or its label) is looked for, word for
//! word and undenied, and only where it is long enough to be no accident. The reply says what was understood.

use super::super::turn::Told;
use super::words::{bare, is_unspaced, plain, yes_or_no};
use crate::kb::{Answer, KnowledgeBase, Question};
use crate::text::denial::denied;
use crate::text::words::{Word, is_stop_word, words};

/// Labels of fewer words than this are too common to be looked for in running text.
const SHORTEST_LABEL: usize = 4;
/// In a script without blanks, phrases of fewer characters than this are.
const SHORTEST_UNSPACED: usize = 4;
/// A whole message of fewer bytes than this in normal form is too little to be told from a slip.
const SHORTEST_WHOLE: usize = 4;
/// Longer texts hold other people's words: logs, mails, manuals.
const LONGEST: usize = 120;

/// The answers that stand in a text.
pub(super) fn told(base: &KnowledgeBase, text: &str) -> Vec<Told> {
    let said = words(text);
    if said.len() > LONGEST {
        return Vec::new();
    }
    let denied = denied(text, &said);
    if let Some(told) = wholly(base, text) {
        return vec![told];
    }
    let questions = base.questions().filter(|question| base.is_published(&question.page));
    questions.filter_map(|question| answered(question, text, &said, &denied)).collect()
}

/// A message that is nothing but the answer to one question, and to no other: "sorry, actually everybody".
fn wholly(base: &KnowledgeBase, text: &str) -> Option<Told> {
    let bare = bare(text);
    if bare.len() < SHORTEST_WHOLE || yes_or_no(&bare).is_some() {
        return None;
    }
    let published = base.questions().filter(|question| base.is_published(&question.page));
    let mut found = published.flat_map(|question| {
        let is_it =
            |answer: &&Answer| answer.says.iter().chain([&answer.label]).any(|phrase| plain(phrase) == bare);
        question.answers.iter().filter(is_it).map(move |answer| (question, answer))
    });
    let (Some((question, answer)), None) = (found.next(), found.next()) else { return None };
    Some(Told { question: question.id.clone(), answer: answer.id.clone(), words: text.trim().to_owned() })
}

/// The answer that the longest phrase found belongs to; none where two answers are as well founded.
fn answered(question: &Question, text: &str, said: &[Word], denied: &[bool]) -> Option<Told> {
    let mut best: Option<(usize, &Answer, String)> = None;
    let mut is_level = false;
    for answer in &question.answers {
        let label = Some(&answer.label).filter(|label| words(label).len() >= SHORTEST_LABEL);
        for phrase in answer.says.iter().chain(label) {
            let Some((length, words)) = found(phrase, text, said, denied) else { continue };
            match &best {
                Some((longest, other, _))
                    if length < *longest || (length == *longest && other.id == answer.id) => {}
                Some((longest, _, _)) if length == *longest => is_level = true,
                _ => (best, is_level) = (Some((length, answer, words)), false),
            }
        }
    }
    let (_, answer, words) = best.filter(|_| !is_level)?;
    Some(Told { question: question.id.clone(), answer: answer.id.clone(), words })
}

/// How long a phrase is and the words of the text that are it, if the text holds it.
fn found(phrase: &str, text: &str, said: &[Word], denied: &[bool]) -> Option<(usize, String)> {
    let wanted = words(phrase);
    if !is_telling(&wanted) {
        return None;
    }
    let length = plain(phrase).len();
    if wanted.iter().any(|word| word.unspaced) {
        let phrase = plain(phrase);
        let run = said.iter().find(|word| word.folded.contains(&phrase))?;
        return Some((length, text.get(run.span.clone())?.to_owned()));
    }
    let n_words = wanted.len();
    let as_denied = self::denied(phrase, &wanted);
    let at = (0..said.len().saturating_sub(n_words - 1)).find(|at| {
        let stretch = said.iter().zip(denied).skip(*at).take(n_words);
        stretch.zip(wanted.iter().zip(&as_denied)).all(|((word, is_denied), (wanted, as_denied))| {
            word.folded == wanted.folded && is_denied == as_denied
        })
    })?;
    let start = said.get(at)?.span.start;
    let end = said.get(at + n_words - 1)?.span.end;
    Some((length, text.get(start..end)?.to_owned()))
}

/// Two words of which one means something, or one that is a code.
fn is_telling(wanted: &[Word]) -> bool {
    let means = |word: &&Word| !is_stop_word(&word.folded);
    let is_code = |word: &Word| {
        let has_digit = word.folded.contains(|c: char| c.is_ascii_digit());
        word.folded.len() >= 6 && (has_digit || word.folded.contains('_'))
    };
    match wanted {
        [] => false,
        [only] if is_unspaced(&only.folded) => only.folded.chars().count() >= SHORTEST_UNSPACED,
        [only] => is_code(only),
        several => several.iter().any(|word| means(&word)),
    }
}
