//! Words that steer a conversation, in the languages of the users: all of them stand here.
//!
//! They belong to no subject, so they are part of the program, as denials are (`text::denial`), and not settings of a
//! base. A message is one of them only as a whole, apart from politeness: "back" steers, "I want my rights back" does
//! not. English, German, French, Spanish, Japanese; written in any case, with or without accents.

mod lists;

use self::lists::*;
use crate::text::fold;
use crate::text::words::words;

/// What a message can mean by itself, whatever stands open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Steering {
    Back,
    Skip,
    Restart,
    Why,
    Note,
    Help,
    HandOver,
    Quit,
    Yes,
    Assent,
    No,
    Neither,
    Both,
    Worked,
    Failed,
}

const ALL: [(Steering, &str); 15] = [
    (Steering::Back, BACK),
    (Steering::Skip, SKIP),
    (Steering::Restart, RESTART),
    (Steering::Why, WHY),
    (Steering::Note, NOTE),
    (Steering::Help, HELP),
    (Steering::HandOver, HAND_OVER),
    (Steering::Quit, QUIT),
    (Steering::Yes, YES),
    (Steering::Assent, ASSENT),
    (Steering::No, NO),
    (Steering::Neither, NEITHER),
    (Steering::Both, BOTH),
    (Steering::Worked, WORKED),
    (Steering::Failed, FAILED),
];

/// The phrases of a list.
fn each(phrases: &'static str) -> impl Iterator<Item = &'static str> {
    phrases.split('|').map(str::trim)
}

/// A message as it is compared: normal form, nothing but words, one blank between them.
pub(in super::super) fn plain(text: &str) -> String {
    let found: Vec<String> = words(text).into_iter().map(|word| word.folded).collect();
    found.join(" ")
}

/// What a whole message means by itself. Politeness around it does not count.
pub(super) fn steering(text: &str) -> Option<Steering> {
    let accented = text.trim_matches(|c: char| !c.is_alphabetic() && c != '\u{301}').to_lowercase();
    if ACCENTED_YES.contains(&accented.as_str()) {
        return Some(Steering::Yes);
    }
    let said = without_marks(text);
    let bare = without_politeness(&said);
    let is_it = |phrase: &str| {
        let phrase = without_marks(phrase);
        phrase == said || phrase == bare
    };
    ALL.iter().find(|(_, phrases)| each(phrases).any(is_it)).map(|(steering, _)| *steering)
}

/// A message as it is compared, without politeness and words that correct.
pub(super) fn bare(text: &str) -> String {
    without(&plain(text), each(POLITE).chain(each(CORRECTIONS)))
}

fn without_politeness(said: &str) -> String {
    without(said, each(POLITE))
}

fn without(said: &str, around: impl Iterator<Item = &'static str>) -> String {
    let polite: Vec<String> = around.map(plain).collect();
    let mut rest = said;
    loop {
        let shorter = polite.iter().find_map(|phrase| {
            let before = rest.strip_prefix(phrase.as_str()).filter(|rest| rest.starts_with(' '));
            before.or_else(|| rest.strip_suffix(phrase.as_str()).filter(|rest| rest.ends_with(' ')))
        });
        match shorter {
            Some(shorter) => rest = shorter.trim(),
            None => return rest.to_owned(),
        }
    }
}

/// How many turns "back 3" undoes; 1 without a number.
pub(super) fn back_by(text: &str) -> Option<usize> {
    let said = plain(text);
    let (word, number) = said.rsplit_once(' ')?;
    let n_turns = number.parse().ok()?;
    each(BACK).any(|phrase| plain(phrase) == word).then_some(n_turns)
}

/// The reason in "hand over: they are in a hurry".
pub(super) fn hand_over_reason(text: &str) -> Option<String> {
    let (command, reason) = text.split_once(':').or_else(|| text.split_once('：'))?;
    let said = plain(command);
    let is_command = each(HAND_OVER).any(|phrase| plain(phrase) == said);
    (is_command && !reason.trim().is_empty()).then(|| reason.trim().to_owned())
}

/// What follows "why not".
pub(super) fn why_not(text: &str) -> Option<String> {
    let said = plain(text);
    let ends = |rest: &&str| rest.is_empty() || rest.starts_with(' ');
    let before = each(WHY_NOT).find_map(|phrase| said.strip_prefix(&plain(phrase)).filter(ends));
    let named =
        before.or_else(|| each(WHY_NOT_BEHIND).find_map(|phrase| said.strip_suffix(&plain(phrase))))?;
    Some(named.trim().to_owned())
}

/// Whether a message begins with "yes" or with "no", and what follows.
pub(super) fn yes_or_no(text: &str) -> Option<(bool, String)> {
    let said = plain(text);
    let begins = |phrases: &'static str| {
        each(phrases).find_map(|phrase| {
            let rest = said.strip_prefix(&plain(phrase))?;
            (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim().to_owned())
        })
    };
    let is_yes = || begins(YES).or_else(|| begins(ASSENT)).map(|rest| (true, rest));
    begins(NO).map(|rest| (false, rest)).or_else(is_yes)
}

/// How a new text stands to what was said before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum Relation {
    /// It says nothing about that.
    None,
    /// It corrects it.
    Correction,
    /// It adds to it.
    Addition,
}

/// How a new text stands to what was said before.
pub(in super::super) fn relation(text: &str) -> Relation {
    let said = plain(text);
    let begins = |phrase: &str| {
        let phrase = plain(phrase);
        said.strip_prefix(&phrase)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(' ') || is_unspaced(&phrase))
    };
    if each(CORRECTIONS).any(begins) {
        return Relation::Correction;
    }
    if each(ADDITIONS).any(|phrase| begins(phrase) || holds(&said, &plain(phrase))) {
        return Relation::Addition;
    }
    Relation::None
}

/// How a short message says a fix turned out, if it does. That it failed may stand among other words; that it worked may
/// not: "it works in the browser but not in the console" is no cure.
pub(super) fn outcome(text: &str) -> Option<bool> {
    const SHORT: usize = 12;
    if words(text).len() > SHORT {
        return None;
    }
    let said = without_marks(text);
    let around = |answers: &'static str| each(POLITE).chain(each(AROUND_OUTCOMES)).chain(each(answers));
    let is_one =
        |phrases: &'static str, bare: &str| each(phrases).any(|phrase| without_marks(phrase) == bare);
    if is_one(WORKED, &said) || is_one(WORKED, &without(&said, around(YES))) {
        return Some(true);
    }
    if is_one(FAILED, &said) || is_one(FAILED, &without(&said, around(NO))) {
        return Some(false);
    }
    // Who asks what to do if it fails has not tried it yet.
    let is_question = text.contains(['?', '？']);
    let is_told = |phrase: &str| phrase.contains(' ') || is_unspaced(phrase);
    let mut failures = each(FAILED).map(without_marks).filter(|phrase| is_told(phrase));
    (!is_question && failures.any(|phrase| holds(&said, &phrase))).then_some(false)
}

/// Whether words say that something is as it was.
pub(super) fn is_repeated(text: &str) -> bool {
    yes_or_no(text).is_some_and(|(is_yes, _)| !is_yes)
        || outcome(text) == Some(false)
        || holds_any(text, REPEATED)
}

/// Whether words say that what was mended is broken again.
pub(super) fn came_back(text: &str) -> bool {
    holds_any(text, CAME_BACK)
}

/// Whether words say that somebody cannot carry out what is proposed.
pub(in super::super) fn cannot_do(text: &str) -> bool {
    let bare = without(&without_marks(text), each(POLITE));
    holds_any(text, CANNOT) || each(CANNOT_AT_ALL).any(|phrase| without_marks(phrase) == bare)
}

/// Whether what follows a "no" says nothing beyond it.
pub(super) fn says_no_more(rest: &str) -> bool {
    let rest = without_marks(rest);
    let bare = without(&rest, each(POLITE));
    let is_it = |phrase: &str| [rest.as_str(), bare.as_str()].contains(&without_marks(phrase).as_str());
    rest.is_empty() || each(POLITE).chain(each(AFTER_NO)).chain(each(NO)).any(is_it)
}

fn holds_any(text: &str, phrases: &'static str) -> bool {
    let said = without_marks(text);
    each(phrases).any(|phrase| holds(&said, &without_marks(phrase)))
}

/// A message as it is compared, without apostrophes: who types fast leaves them out.
fn without_marks(text: &str) -> String {
    plain(text).replace('\'', "")
}

/// Whether a short message wishes for a person.
pub(in super::super) fn wishes_for_a_person(text: &str) -> bool {
    const SHORT: usize = 10;
    let said = plain(text);
    words(text).len() <= SHORT && each(PERSONS).any(|phrase| holds(&said, &plain(phrase)))
}

/// Whether words hold a phrase as whole words; scripts without blanks know no whole words.
pub(super) fn holds(said: &str, phrase: &str) -> bool {
    if is_unspaced(phrase) {
        return said.contains(phrase);
    }
    format!(" {said} ").contains(&format!(" {phrase} "))
}

pub(super) fn is_unspaced(text: &str) -> bool {
    text.chars().any(crate::text::is_unspaced_script)
}

/// Whether a text is a number by itself, as one types it to choose: `2`, `2.`, `(2)`, `#2`, `２`.
pub(super) fn number(text: &str) -> Option<usize> {
    let bare = fold(text);
    let bare =
        bare.trim_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ')' | '(' | '#' | ':' | '。'));
    let is_number = !bare.is_empty() && bare.len() <= 3 && bare.chars().all(|c| c.is_ascii_digit());
    if is_number { bare.parse().ok() } else { None }
}
