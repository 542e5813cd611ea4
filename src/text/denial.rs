//! Which words of a text are denied: "no longer *redirected*", "*the rights error* is gone".
//!
//! No grammar, only lists. A word that denies reaches a few words on in its clause; one that says that something is
//! over reaches back to the beginning of its clause. Whether what is denied contradicts anything is for others to
//! judge: "the page does not open" denies, and is a complaint.

#[cfg(test)]
mod tests;

use super::words::{Word, is_stop_word};

/// How many words a denial reaches, those not counted that carry no meaning.
const REACH: usize = 3;

/// For each word of a text whether it is denied.
///
/// ```
/// use deskdoc::text::{denial::denied, words::words};
/// let text = "The rights error is gone, but the window stays white";
/// let denied = denied(text, &words(text));
/// assert_eq!(denied, [true, true, true, true, true, false, false, false, false, false]);
/// ```
pub fn denied(text: &str, words: &[Word]) -> Vec<bool> {
    let mut found = vec![false; words.len()];
    let mut clause = 0;
    let mut reach = 0;
    for (at, word) in words.iter().enumerate() {
        if at
            .checked_sub(1)
            .and_then(|before| words.get(before))
            .is_some_and(|before| ends(text, before, word))
        {
            (clause, reach) = (at, 0);
        }
        if reach == 0 && is_over(word, words.get(clause..at).unwrap_or_default()) {
            found.iter_mut().take(at + 1).skip(clause).for_each(|denied| *denied = true);
        }
        if SUBORDINATORS.binary_search(&word.folded.as_str()).is_ok() {
            reach = 0;
        }
        if let Some(denied) = found.get_mut(at).filter(|_| reach > 0) {
            *denied = true;
            reach -= usize::from(!is_stop_word(&word.folded));
        }
        let is_ne_plus =
            || word.folded == "plus" && words.get(clause..at).unwrap_or_default().iter().any(is_ne);
        if (denies(word) || is_ne_plus()) && !is_mere_answer(word, words.get(at + 1)) {
            reach = REACH;
        }
    }
    found
}

/// "No I land on …" answers something; "not only" and "cannot understand" deny nothing that follows.
fn is_mere_answer(word: &Word, next: Option<&Word>) -> bool {
    let next = next.map_or("", |next| next.folded.as_str());
    matches!(word.folded.as_str(), "no" | "non" | "nein") && SUBJECTS.contains(&next)
        || ["only", "nur", "solo", "just", "understand", "see", "know", "sure"].contains(&next)
}

const SUBJECTS: [&str; 8] = ["i", "he", "it", "she", "the", "they", "this", "we"];

/// Words behind which something else is told: a denial does not reach beyond. Sorted, in normal form.
const SUBORDINATORS: [&str; 20] = [
    "as", "because", "dass", "from", "how", "if", "it", "ob", "porque", "pourquoi", "que", "since", "that",
    "warum", "what", "when", "why", "wie", "wieso", "wo",
];

/// French denies in two words; the second, "plus", alone says "more".
fn is_ne(word: &Word) -> bool {
    word.folded == "ne" || word.folded.starts_with("n'")
}

/// Whether a clause ends between two words.
fn ends(text: &str, before: &Word, word: &Word) -> bool {
    let between = text.get(before.span.end..word.span.start).unwrap_or_default();
    between.contains(CLAUSE_ENDS)
        || between.contains(" - ")
        || CONTRASTS.binary_search(&word.folded.as_str()).is_ok()
}

fn denies(word: &Word) -> bool {
    !word.unspaced && (word.folded.ends_with("n't") || DENIALS.binary_search(&word.folded.as_str()).is_ok())
}

/// Whether a word says that what stands before it in its clause is over. An error that is gone is over; a menu that
/// is gone is a complaint.
fn is_over(word: &Word, before: &[Word]) -> bool {
    let folded = word.folded.as_str();
    if word.unspaced {
        return UNSPACED_OVER.iter().any(|over| folded.contains(over));
    }
    let is_one_of =
        |list: &'static [&str]| move |word: &Word| list.binary_search(&word.folded.as_str()).is_ok();
    let is_said = is_one_of(&OVER)(word) || is_one_of(&GONE)(word) && before.iter().any(is_one_of(&TROUBLES));
    // "Please get this fixed" asks for what is not.
    is_said && !before.iter().rev().take(REACH + 1).any(is_one_of(&WISHES))
}

const CLAUSE_ENDS: [char; 17] =
    ['.', ',', ';', ':', '!', '?', '(', ')', '\n', '–', '—', '…', '、', '。', '，', '！', '？'];

/// Words that begin a clause which says the contrary of the one before. Sorted, in normal form.
const CONTRASTS: [&str; 15] = [
    "aber",
    "although",
    "anstatt",
    "but",
    "however",
    "instead",
    "mais",
    "obwohl",
    "pero",
    "sino",
    "sondern",
    "statt",
    "stattdessen",
    "though",
    "yet",
];

/// Words that deny what follows. Sorted, in normal form: English, French, German, Spanish.
const DENIALS: [&str; 39] = [
    "aint", "arent", "aucun", "aucune", "cannot", "cant", "couldnt", "didnt", "doesnt", "dont", "isnt",
    "jamais", "kein", "keine", "keinem", "keinen", "keiner", "keines", "neither", "never", "nicht", "nie",
    "niemals", "ningun", "ninguna", "no", "none", "nor", "not", "nunca", "ohne", "pas", "sans", "sin",
    "tampoco", "wasnt", "werent", "without", "wont",
];

/// Words that say that what stands before them is over. Sorted, in normal form.
const OVER: [&str; 13] = [
    "behoben",
    "erledigt",
    "fixed",
    "gelost",
    "reglee",
    "resolu",
    "resolue",
    "resolved",
    "resuelta",
    "resuelto",
    "solucionada",
    "solucionado",
    "solved",
];

/// Words that say so of a trouble only. Sorted, in normal form.
const GONE: [&str; 9] = [
    "desaparecido",
    "desaparecio",
    "disappeared",
    "disparu",
    "disparue",
    "gone",
    "vanished",
    "verschwunden",
    "weg",
];

/// Words that ask for something. Sorted, in normal form.
const WISHES: [&str; 14] = [
    "be", "being", "bitte", "get", "getting", "must", "need", "needs", "please", "should", "to", "until",
    "want", "werden",
];

/// What a trouble is called. Sorted, in normal form.
const TROUBLES: [&str; 16] = [
    "alert",
    "bug",
    "erreur",
    "error",
    "fault",
    "fehler",
    "fehlermeldung",
    "issue",
    "meldung",
    "mensaje",
    "message",
    "problem",
    "problema",
    "probleme",
    "trouble",
    "warning",
];

/// The same in Japanese: pieces of a run.
const UNSPACED_OVER: [&str; 3] = ["解決し", "直りました", "解消"];
