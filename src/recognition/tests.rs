#![expect(clippy::string_slice, reason = "a wrong range is a failed test")]

use super::classifier::{Duals, Example, Membership, train};
use super::dictionary::Dictionary;
use super::error_texts::{ErrorText, plain_words};
use super::features::{features, stem_hash};
use super::logistic::{Logistic, Observed};
use super::passages::passages;
use super::vectors::Vocabulary;
use super::*;
use crate::kb::{SourceFile, Sources, assemble};
use crate::text::words::words;

fn page(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() }
}

fn symptom(id: &str, front: &str) -> SourceFile {
    page(&format!("{id}.md"), &format!("---\nkind: symptom\n{front}\n---\n"))
}

fn small_base() -> Vec<SourceFile> {
    vec![
        symptom(
            "no-paper",
            "title: The printer is out of paper\nerrors: [\"PC LOAD LETTER\", \"tray * is empty\"]\nsays: [\"the printer wants paper\", \"tray is empty again\", \"no paper left in the printer\", \"printer asks for paper\", \"feeds nothing\"]\nnot: [\"the paper is jammed in the printer\"]",
        ),
        symptom(
            "no-sound",
            "title: There is no sound\nsays: [\"I hear nothing\", \"speakers are silent\", \"no audio from the laptop\", \"sound is gone\", \"headset stays mute\"]",
        ),
        page(
            "kitchen.md",
            "---\nkind: out-of-scope\ntitle: The kitchen\nsays: [\"the coffee machine leaks\", \"no milk in the fridge\", \"who cleans the kitchen\", \"coffee is out\"]\n---\n# The kitchen\nAsk the front desk.\n",
        ),
    ]
}

fn learn(files: Vec<SourceFile>, n_threads: usize) -> Recogniser {
    let (base, problems) = assemble(Sources { files, ..Sources::default() }, 1);
    assert!(problems.iter().all(|problem| problem.code != "front-matter-invalid"), "{problems:?}");
    Recogniser::learn(&base, n_threads)
}

fn best(recognition: &Recognition) -> &str {
    recognition.candidates.first().map_or("", |candidate| candidate.symptom.as_str())
}

#[test]
fn a_phrase_in_other_words_still_comes_first() {
    let recogniser = learn(small_base(), 1);
    assert_eq!(best(&recogniser.recognise("the laptop gives no audio, I hear nothing at all")), "no-sound");
    assert_eq!(best(&recogniser.recognise("pritner wants papr")), "no-paper");
}

#[test]
fn an_error_text_names_its_symptom_whatever_stands_round_it() {
    let recogniser = learn(small_base(), 1);
    for text in [
        "It says “pc load  letter”!",
        "Error:\nTRAY 2\nIS EMPTY",
        "I hear nothing but it shows PC LOAD LETTER",
    ] {
        let recognition = recogniser.recognise(text);
        assert_eq!((best(&recognition), &recognition.outcome), ("no-paper", &Outcome::Known), "{text}");
        assert!(matches!(recognition.candidates[0].reason, Reason::ErrorText(_)));
    }
}

#[test]
fn what_no_page_is_about_is_unknown() {
    let recogniser = learn(small_base(), 1);
    for text in ["how do I bake bread", "", "   ", "🙂🙂🙂", "\u{202e}\u{0}\u{1}", "zzzz qqqq xxxx"] {
        assert_eq!(recogniser.recognise(text).outcome, Outcome::Unknown, "{text:?}");
    }
}

#[test]
fn neither_the_order_of_files_nor_the_number_of_threads_changes_anything() {
    let forward = learn(small_base(), 1);
    let mut files = small_base();
    files.reverse();
    let backward = learn(files, 3);
    for text in ["the printer wants something", "silent speakers", "coffee", "no paper, no sound"] {
        assert_eq!(forward.recognise(text), backward.recognise(text), "{text}");
    }
}

#[test]
fn the_words_that_decided_are_named() {
    let recogniser = learn(small_base(), 1);
    let text = "Since Monday my speakers are silent";
    let recognition = recogniser.recognise(text);
    let Reason::Phrase { phrase, words } = &recognition.candidates[0].reason else { panic!("no phrase") };
    assert_eq!(phrase, "speakers are silent");
    assert!(words.iter().any(|word| matches!(&text[word.clone()], "speakers" | "silent")), "{words:?}");
}

#[test]
fn changing_a_limit_changes_no_score_and_no_order() {
    let mut files = small_base();
    let without = learn(files.clone(), 1);
    files.push(page("kb.yml", "known_at: 0.99\nbetween_within: 0.01\n"));
    let with = learn(files, 1);
    assert_eq!((with.limits().known_at, with.limits().between_within), (0.99, 0.01));
    for text in ["the printer wants paper", "silent"] {
        assert_eq!(without.recognise(text).candidates, with.recognise(text).candidates);
    }
}

#[test]
fn a_base_without_symptoms_recognises_nothing() {
    assert_eq!(learn(Vec::new(), 2).recognise("anything"), Recognition::nothing());
}

#[test]
fn wildcards_stand_for_a_bounded_run_and_words_are_not_cut() {
    let pattern = ErrorText::new("The '*' IP address via which").unwrap();
    assert!(pattern.is_in(&plain_words("XSV-350013 The ‘10.1.2.3’ IP\naddress via which you …")));
    assert!(!ErrorText::new("mask").unwrap().is_in(&plain_words("unmasked")));
    assert!(ErrorText::new("* ** ").is_none());
    let far = format!("the {} ip address via which", "x ".repeat(500));
    assert!(!pattern.is_in(&plain_words(&far)));
}

#[test]
fn error_texts_of_scripts_without_blanks_are_found_inside_sentences() {
    let pattern = ErrorText::new("式に一致する権限がありません").unwrap();
    assert!(pattern.is_in(&plain_words("「ログインには、式に一致する権限がありません」と出ます")));
}

#[test]
fn only_stems_that_training_saw_are_known() {
    let seen = features(&words("redirected pages"));
    let dictionary = Dictionary::of(std::slice::from_ref(&seen), 2);
    let vocabulary = Vocabulary::learn([&dictionary.counts(&seen)].into_iter(), dictionary.width());
    assert!(seen.stems.contains(&stem_hash("redirects")));
    let half = vocabulary.known(&dictionary.counts(&features(&words("redirecting bananas")))).share;
    assert!((0.3..0.6).contains(&half), "{half}");
}

#[test]
fn training_separates_what_can_be_separated() {
    let texts = ["red apple", "red cherry", "blue sky", "blue sea", "green leaf"];
    let texts: Vec<_> = texts.iter().map(|text| features(&words(text))).collect();
    let dictionary = Dictionary::of(&texts, 2);
    let texts: Vec<_> = texts.iter().map(|text| dictionary.counts(text)).collect();
    let vocabulary = Vocabulary::learn(texts.iter(), dictionary.width());
    let vectors: Vec<_> = texts.iter().map(|text| vocabulary.vector(text)).collect();
    let memberships =
        [Membership::Of(0), Membership::Of(0), Membership::Of(1), Membership::Of(1), Membership::NotOf(0)];
    let examples: Vec<_> =
        vectors.iter().zip(memberships).map(|(vector, membership)| Example { vector, membership }).collect();
    let classifier = train(&examples, 2, dictionary.width(), &Duals::default(), 2).0;
    for (vector, class) in vectors.iter().zip([0, 0, 1, 1]) {
        let margins = classifier.margins(vector);
        assert!(margins[class] > 0.0 && margins[1 - class] < 0.0, "{margins:?}");
    }
    assert!(classifier.margins(&vectors[4])[0] < 0.0);
}

#[test]
fn a_ticket_is_cut_into_its_sentences_without_what_others_wrote() {
    let ticket = format!(
        "Dear team,\n{}\nMy speakers are silent.\n> the printer wants paper\nKind regards\nJo",
        "this is a long and rambling introduction about my morning. ".repeat(8)
    );
    let found: Vec<String> = passages(&ticket)
        .iter()
        .map(|passage| passage.iter().map(|word| word.folded.as_str()).collect::<Vec<_>>().join(" "))
        .collect();
    assert!(found.iter().any(|passage| passage == "my speakers are silent"), "{found:?}");
    assert!(found.iter().all(|passage| !passage.contains("printer")));
}

#[test]
fn noise_of_any_length_is_unknown() {
    let recogniser = learn(small_base(), 2);
    let mut state = 7u32;
    let mut next = |end: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 8) % end
    };
    for _ in 0..20 {
        let letters: String =
            (0..2000).map(|_| char::from_u32(97 + next(26)).filter(|_| next(6) > 0).unwrap_or(' ')).collect();
        let any: String = (0..2000).filter_map(|_| char::from_u32(next(0x3000))).collect();
        for text in [letters, any] {
            assert_eq!(recogniser.recognise(&text).outcome, Outcome::Unknown, "{text}");
        }
    }
}

#[test]
fn a_ticket_is_known_by_its_telling_sentence() {
    let recogniser = learn(small_base(), 1);
    let ticket = "Dear team,\n\nI work in room 12 since the first of the month and like it very much so far, the \
                  view is great. This morning I wanted to print the minutes of our meeting for everybody.\n\
                  The printer asks for paper again.\n\nThanks in advance and best regards\nJo\n";
    let recognition = recogniser.recognise(ticket);
    assert_eq!(
        (best(&recognition), recognition.outcome.clone()),
        ("no-paper", Outcome::Known),
        "{recognition:?}"
    );
}

#[test]
fn a_complaint_that_is_only_forwarded_is_heard() {
    let recogniser = learn(small_base(), 1);
    let mail = "Not mine:\n> the printer asks for paper again, the tray is empty again, and no paper is left in the printer\n";
    assert_eq!(best(&recogniser.recognise(mail)), "no-paper");
}

#[test]
fn what_is_kept_is_the_same_whatever_the_order_and_the_number_of_threads() {
    let forward = learn(small_base(), 1).to_bytes();
    let mut files = small_base();
    files.reverse();
    assert!(learn(files, 5).to_bytes() == forward);
}

#[test]
fn a_recogniser_read_from_its_bytes_answers_as_before() {
    let (base, _) = assemble(Sources { files: small_base(), ..Sources::default() }, 1);
    let before = Recogniser::learn(&base, 2);
    let after = Recogniser::from_bytes(&before.to_bytes(), &base).unwrap();
    assert_eq!(after.limits(), before.limits());
    for text in
        ["the printer wants something", "silent speakers", "coffee", "PC LOAD LETTER", "no paper, no sound"]
    {
        assert_eq!(after.recognise(text), before.recognise(text), "{text}");
    }
}

#[test]
fn bytes_of_something_else_make_no_recogniser_and_never_a_panic() {
    let (base, _) = assemble(Sources { files: small_base(), ..Sources::default() }, 1);
    let bytes = Recogniser::learn(&base, 2).to_bytes();
    for end in (0..bytes.len()).step_by(bytes.len() / 200) {
        assert!(Recogniser::from_bytes(&bytes[..end], &base).is_none(), "cut at {end}");
    }
    for at in (0..bytes.len()).step_by(bytes.len() / 200) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0xff;
        if let Some(recogniser) = Recogniser::from_bytes(&damaged, &base) {
            recogniser
                .recognise("the printer wants paper and I hear nothing. The coffee is out. PC LOAD LETTER!");
        }
    }
    let (empty, _) = assemble(Sources::default(), 1);
    assert!(Recogniser::from_bytes(&bytes, &empty).is_none());
}

#[test]
fn bases_of_any_number_of_classes_are_learnt_in_full() {
    let texts: Vec<_> = (0..60).map(|n| features(&words(&format!("word{n} other{n}")))).collect();
    let dictionary = Dictionary::of(&texts, 3);
    let texts: Vec<_> = texts.iter().map(|text| dictionary.counts(text)).collect();
    let vocabulary = Vocabulary::learn(texts.iter(), dictionary.width());
    let vectors: Vec<_> = texts.iter().map(|text| vocabulary.vector(text)).collect();
    for n_classes in 1..=vectors.len() {
        let memberships = (0..n_classes).map(Membership::Of);
        let examples: Vec<_> = vectors
            .iter()
            .zip(memberships)
            .map(|(vector, membership)| Example { vector, membership })
            .collect();
        let classifier = train(&examples, n_classes, dictionary.width(), &Duals::default(), 3).0;
        for (class, vector) in vectors.iter().take(n_classes).enumerate() {
            let margins = classifier.margins(vector);
            let best = (0..n_classes).max_by(|first, second| margins[*first].total_cmp(&margins[*second]));
            assert_eq!((margins.len(), best), (n_classes, Some(class)));
        }
    }
}

#[test]
fn a_fit_ends_near_the_truth_and_never_runs_away() {
    let observe = |x: f64, held: bool| Observed { row: [1.0, x], held, weight: 1.0 };
    // One case in four holds at 0, three in four at 1: the odds are 1/3 and 3, so the weights are -ln 3 and 2 ln 3.
    let cases: Vec<Observed<2>> =
        (0..400).map(|n| observe(f64::from(n % 2), n % 8 < 2 || n % 8 == 3 || n % 8 == 5)).collect();
    let fitted = Logistic::fit([0.0, 0.0], &cases);
    assert!((fitted.chance(&[1.0, 0.0]) - 0.25).abs() < 0.03, "{fitted:?}");
    assert!((fitted.chance(&[1.0, 1.0]) - 0.75).abs() < 0.03, "{fitted:?}");
    // Cases that a line parts cleanly, and an expectation that is far off, are where a plain Newton step overshoots.
    let parted: Vec<Observed<2>> = (0..400).map(|n| observe(f64::from(n) / 400.0, n >= 200)).collect();
    let fitted = Logistic::fit([5.0, -5.0], &parted);
    assert!(fitted.chance(&[1.0, 0.9]) > 0.8 && fitted.chance(&[1.0, 0.1]) < 0.2, "{fitted:?}");
}

#[test]
fn without_cases_a_fit_is_what_was_expected() {
    assert_eq!(Logistic::fit([1.0, -2.0], &[]).weights, [1.0, -2.0]);
}

#[test]
fn rivals_in_one_passage_share_what_the_first_leaves() {
    let (mut second, mut third) = (0.6, 0.2);
    exclude(0.8, &mut [&mut second, &mut third]);
    assert!((second - 0.15).abs() < 1e-9 && (third - 0.05).abs() < 1e-9);
    let mut small = 0.1;
    exclude(0.8, &mut [&mut small]);
    assert_eq!(small, 0.1);
}

#[test]
fn what_a_text_denies_is_no_match_unless_those_who_see_it_deny_it_too() {
    let says =
        |phrases: [&str; 6]| format!("says: [{}]", phrases.map(|phrase| format!("{phrase:?}")).join(", "));
    let files = vec![
        symptom(
            "paper-jam",
            &says([
                "paper jams",
                "a paper jam again",
                "jammed paper inside",
                "it jams",
                "the jam is back",
                "paper is jammed",
            ]),
        ),
        symptom(
            "no-print",
            &says([
                "it does not print",
                "nothing is printed",
                "won't print",
                "the page is not printed",
                "no print at all",
                "does not print my page",
            ]),
        ),
        symptom(
            "smell",
            &says([
                "smells of smoke",
                "a burning smell",
                "smoke inside",
                "it smells",
                "burnt smell",
                "smoke",
            ]),
        ),
    ];
    let recogniser = learn(files, 1);
    let sure = |text: &str| recogniser.recognise(text).candidates[0].confidence;
    assert!(sure("paper jams") > 5.0 * sure("paper no longer jams"));
    assert_eq!(best(&recogniser.recognise("my page does not print")), "no-print");
    assert!(sure("my page does not print") > 0.3);
}
