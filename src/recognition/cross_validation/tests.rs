use super::*;
use crate::kb::{SourceFile, Sources, assemble};
use crate::recognition::{Outcome, Reason};
use crate::text::fold;

fn page(path: &str, front: &str) -> SourceFile {
    let text = format!("---\n{front}\n---\n# {path}\n");
    SourceFile { path: path.to_owned(), bytes: text.into_bytes() }
}

fn files() -> Vec<SourceFile> {
    vec![
        page(
            "no-paper.md",
            "kind: symptom\ntitle: The printer is out of paper\nerrors: [\"PC LOAD LETTER\"]\nsays: [\"the printer wants paper\", \"tray is empty again\", \"no paper left in the printer\", \"pc load letter\", \"the display reads PC LOAD LETTER\", \"THE PRINTER  wants paper\"]\nnot: [\"the paper is jammed in the printer\"]",
        ),
        page(
            "no-sound.md",
            "kind: symptom\ntitle: speakers are silent\nsays: [\"I hear nothing\", \"speakers are silent\", \"no audio from the laptop\", \"the paper is jammed in the printer\"]",
        ),
        page("kitchen.md", "kind: out-of-scope\ntitle: The kitchen\nsays: [\"the coffee machine leaks\"]"),
        page("draft.md", "kind: symptom\nstatus: draft\nsays: [\"never tested\"]"),
    ]
}

fn cross_validated(files: Vec<SourceFile>, n_threads: usize) -> Vec<HeldBack> {
    cross_validate(&assemble(Sources { files, ..Sources::default() }, 1).0, n_threads)
}

#[test]
fn every_phrase_is_held_back_once_and_titles_error_texts_and_drafts_never() {
    let tested = cross_validated(files(), 2).into_iter().map(|held_back| {
        let what = match held_back.means {
            Meaning::Symptom(id) => format!("{id}"),
            Meaning::NotSymptom(id) => format!("not {id}"),
            Meaning::OutOfScope(id) => format!("beyond: {id}"),
        };
        format!("{what}: {}", fold(&held_back.phrase))
    });
    let mut tested: Vec<String> = tested.collect();
    tested.sort();
    let wanted = [
        "beyond: kitchen: the coffee machine leaks",
        "no-paper: no paper left in the printer",
        "no-paper: pc load letter",
        "no-paper: the display reads pc load letter",
        "no-paper: the printer wants paper",
        "no-paper: tray is empty again",
        "no-sound: i hear nothing",
        "no-sound: no audio from the laptop",
        "no-sound: speakers are silent",
        "no-sound: the paper is jammed in the printer",
        "not no-paper: the paper is jammed in the printer",
    ];
    assert_eq!(tested, wanted);
}

#[test]
fn no_phrase_is_recognised_by_itself() {
    for held_back in cross_validated(files(), 2) {
        for candidate in &held_back.recognition.candidates {
            if let Reason::Phrase { phrase, .. } = &candidate.reason {
                assert_ne!(fold(phrase), fold(&held_back.phrase));
            }
        }
    }
}

#[test]
fn an_error_text_helps_the_phrases_that_quote_it_and_not_those_that_are_it() {
    let tested = cross_validated(files(), 2);
    let found = |phrase: &str| {
        let held_back = tested.iter().find(|tested| tested.phrase.eq_ignore_ascii_case(phrase)).unwrap();
        held_back.recognition.clone()
    };
    let quoting = found("the display reads PC LOAD LETTER");
    assert_eq!(quoting.outcome, Outcome::Known);
    assert!(matches!(quoting.candidates[0].reason, Reason::ErrorText(_)));
    let same = found("pc load letter");
    assert!(same.candidates.iter().all(|found| !matches!(found.reason, Reason::ErrorText(_))), "{same:?}");
}

#[test]
fn neither_the_order_of_files_and_phrases_nor_the_number_of_threads_changes_anything() {
    let forward = cross_validated(files(), 1);
    let mut reversed = files();
    reversed.reverse();
    let backward = cross_validated(reversed, 3);
    assert_eq!(forward, backward);
}

#[test]
fn a_base_without_phrases_has_nothing_to_hold_back() {
    assert_eq!(cross_validated(Vec::new(), 2), Vec::new());
}
