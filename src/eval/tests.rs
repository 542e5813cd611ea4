use super::figures::{reliability, separation};
use super::*;
use crate::kb::{SourceFile, Sources, SymptomId, assemble};
use crate::recognition::{Candidate, Outcome, Reason, Recognition};

fn id(name: &str) -> SymptomId {
    SymptomId::parse(name).unwrap()
}

fn about(own: &str, also: &[&str]) -> Expected {
    Expected::Symptom { own: id(own), also: also.iter().map(|name| id(name)).collect() }
}

/// What is recognised in the text "what was said": candidates with their confidence, the best first.
fn recognition(outcome: Outcome, candidates: &[(&str, f64)]) -> Recognition {
    let candidates = candidates.iter().map(|(name, confidence)| Candidate {
        symptom: id(name),
        confidence: *confidence,
        reason: Reason::Phrase { phrase: format!("like {name}"), words: vec![9..13, 5..8, 9..13] },
    });
    Recognition { outcome, candidates: candidates.collect() }
}

fn case(expected: Expected) -> Case {
    Case { id: None, line: None, text: "what was said".to_owned(), expected }
}

fn seen(cases: &[(f64, bool, bool)]) -> Vec<Seen> {
    cases
        .iter()
        .map(|(confidence, in_scope, right)| Seen {
            confidence: *confidence,
            in_scope: *in_scope,
            right: *right,
        })
        .collect()
}

fn base(pages: &[(&str, &str)]) -> KnowledgeBase {
    let files = pages.iter().map(|(path, front)| SourceFile {
        path: (*path).to_owned(),
        bytes: format!("---\n{front}\n---\n# {path}\n").into_bytes(),
    });
    assemble(Sources { files: files.collect(), ..Sources::default() }, 1).0
}

fn two_symptoms() -> KnowledgeBase {
    base(&[
        ("a.md", "kind: symptom\nsays: [one, two, three, four, five, six, seven, eight]"),
        ("b.md", "kind: symptom\nsays: [a word, A  WORD, other words]"),
        ("hidden.md", "kind: symptom\nstatus: draft\nsays: [x]"),
        ("beyond.md", "kind: out-of-scope\nsays: [weather, news]"),
    ])
}

#[test]
fn pairs_of_equal_confidence_count_half() {
    let cases = seen(&[(0.9, true, true), (0.5, true, false), (0.5, false, false), (0.1, false, false)]);
    // 0.9 wins twice, 0.5 wins once and draws once: 3.5 of 4.
    assert_eq!(separation(&cases), Some(0.875));
    assert_eq!(separation(&seen(&[(0.2, true, true), (0.2, false, false)])), Some(0.5));
    assert_eq!(separation(&seen(&[(0.1, true, true), (0.9, false, false)])), Some(0.0));
}

#[test]
fn with_one_sort_of_texts_nothing_is_told_apart() {
    assert_eq!(separation(&[]), None);
    assert_eq!(separation(&seen(&[(0.9, true, true)])), None);
    assert_eq!(separation(&seen(&[(0.9, false, false)])), None);
}

#[test]
fn the_calibration_error_is_the_mean_gap_over_all_cases() {
    let cases = seen(&[(0.0, false, false), (1.0, true, true), (0.1, true, true), (0.95, true, false)]);
    let found = reliability(&cases);
    // Steps: 0 against 0 of 1; 0.1 against 1 of 1; 0.975 on average against 1 of 2, twice.
    assert!((found.error.unwrap() - (0.0 + 0.9 + 2.0 * 0.475) / 4.0).abs() < 1e-12, "{found:?}");
    assert_eq!(found.bins.len(), N_BINS);
    let held: Vec<(usize, usize)> = found.bins.iter().map(|bin| (bin.right.n, bin.right.of)).collect();
    assert_eq!(held, [(0, 1), (1, 1), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0), (0, 0), (1, 2)]);
    assert_eq!((found.bins[0].confidence, found.bins[2].confidence), (Some(0.0), None));
    assert!((found.bins[9].confidence.unwrap() - 0.975).abs() < 1e-12);
    assert_eq!((found.bins[3].from, found.bins[3].to, found.bins[9].to), (0.3, 0.4, 1.0));
}

#[test]
fn without_cases_there_is_no_calibration_error() {
    let found = reliability(&[]);
    assert_eq!((found.error, found.bins.len()), (None, N_BINS));
    assert!(found.bins.iter().all(|bin| bin.right == Share::default()));
}

#[test]
fn a_share_of_few_proves_little() {
    let surely = |n, of| Share { n, of }.is_surely_above(0.02);
    // At a true rate of 2 % so many of 100 or more come up by chance with P = 0.051 and 0.015.
    assert!(!surely(5, 100));
    assert!(surely(6, 100));
    assert!(!surely(0, 0) && !surely(0, 10) && !surely(2, 100) && !surely(1, 1));
    // 2 % of 100,000 is 2,000, give or take 44.
    assert!(!surely(2_050, 100_000));
    assert!(surely(2_200, 100_000));
    assert_eq!(Share { n: 1, of: 4 }.rate(), Some(0.25));
    assert_eq!(Share::default().rate(), None);
}

#[test]
fn a_case_is_right_behind_another_wrong_or_missed() {
    let known = recognition(Outcome::Known, &[("a", 0.9), ("b", 0.1)]);
    let between = recognition(Outcome::Between(2), &[("a", 0.5), ("b", 0.4), ("c", 0.1)]);
    let unknown = recognition(Outcome::Unknown, &[("a", 0.3)]);
    assert_eq!(about("a", &[]).verdict(&known), Verdict::Right);
    assert_eq!(about("b", &[]).verdict(&known), Verdict::Wrong);
    assert_eq!(about("b", &["a"]).verdict(&known), Verdict::Right);
    assert_eq!(about("b", &[]).verdict(&between), Verdict::RightBehind);
    assert_eq!(about("c", &[]).verdict(&between), Verdict::Wrong);
    assert_eq!(about("a", &[]).verdict(&unknown), Verdict::Missed);
}

#[test]
fn whatever_is_offered_for_a_foreign_text_is_a_false_answer_and_of_a_counter_phrase_the_one_it_counters() {
    let known = recognition(Outcome::Known, &[("a", 0.9), ("b", 0.1)]);
    let between = recognition(Outcome::Between(2), &[("a", 0.5), ("b", 0.4)]);
    let unknown = recognition(Outcome::Unknown, &[("a", 0.3)]);
    assert_eq!(Expected::Nothing.verdict(&known), Verdict::FalseAnswer);
    assert_eq!(Expected::Nothing.verdict(&between), Verdict::FalseAnswer);
    assert_eq!(Expected::Nothing.verdict(&unknown), Verdict::Refused);
    assert_eq!(Expected::Not(id("a")).verdict(&known), Verdict::FalseAnswer);
    assert_eq!(Expected::Not(id("b")).verdict(&between), Verdict::FalseAnswer);
    assert_eq!(Expected::Not(id("b")).verdict(&known), Verdict::Refused);
    assert_eq!(Expected::Not(id("a")).verdict(&unknown), Verdict::Refused);
}

#[test]
fn figures_add_up() {
    let mut tally = Tally::default();
    let between = || recognition(Outcome::Between(2), &[("b", 0.5), ("a", 0.4)]);
    tally.add(&case(about("a", &[])), &recognition(Outcome::Known, &[("a", 0.9)]));
    tally.add(&case(about("a", &["b"])), &between());
    tally.add(&case(about("a", &[])), &between());
    tally.add(&case(about("a", &[])), &recognition(Outcome::Known, &[("b", 0.8), ("a", 0.1)]));
    tally.add(&case(about("b", &[])), &recognition(Outcome::Unknown, &[("b", 0.2)]));
    tally.add(&case(Expected::Nothing), &between());
    tally.add(&case(Expected::Nothing), &Recognition { outcome: Outcome::Unknown, candidates: Vec::new() });
    tally.add(&case(Expected::Not(id("a"))), &recognition(Outcome::Known, &[("a", 0.9)]));
    let report = tally.report(&two_symptoms(), Limits::default(), Method::Labelled);
    let of_five = |n| Share { n, of: 5 };
    let own = report.in_scope;
    assert_eq!((own.best_right, own.right, own.right_offered), (of_five(3), of_five(2), of_five(3)));
    assert_eq!((own.wrong, own.missed, own.asked_back), (of_five(1), of_five(1), of_five(2)));
    assert_eq!(report.two_symptoms.all_offered, Share { n: 1, of: 1 });
    assert_eq!(report.beyond.false_answers, Share { n: 1, of: 2 });
    assert_eq!((report.beyond.answered.n, report.beyond.asked_back.n), (0, 1));
    assert_eq!(report.counter.false_answers, Share { n: 1, of: 1 });
    assert_eq!(report.n_cases(), 8);
    let a = &report.symptoms[0];
    assert_eq!((a.right, a.right_offered, a.missed.n), (Share { n: 2, of: 4 }, Share { n: 3, of: 4 }, 0));
    assert_eq!(a.taken_for, [(id("b"), 2)]);
    // All but the counter-phrase are in the reliability table, of which one has no candidate at all.
    assert_eq!(report.reliability.bins.iter().map(|bin| bin.right.of).sum::<usize>(), 7);
    assert_eq!(report.reliability.bins[0].right, Share { n: 0, of: 1 });
}

#[test]
fn what_went_wrong_is_listed_the_worst_first_with_its_reason() {
    let mut tally = Tally::default();
    tally.add(&case(about("b", &[])), &recognition(Outcome::Unknown, &[("b", 0.2)]));
    tally.add(&case(Expected::Nothing), &recognition(Outcome::Known, &[("a", 0.99)]));
    tally.add(&case(about("b", &[])), &recognition(Outcome::Known, &[("a", 0.7), ("b", 0.2)]));
    tally.add(&case(about("b", &[])), &recognition(Outcome::Known, &[("a", 0.8)]));
    tally.add(&case(about("b", &[])), &recognition(Outcome::Known, &[("b", 0.8)]));
    let report = tally.report(&two_symptoms(), Limits::default(), Method::Labelled);
    let listed: Vec<(Verdict, Option<f64>)> =
        report.confusions.iter().map(|found| (found.verdict, found.own_confidence)).collect();
    let wanted = [
        (Verdict::Wrong, None),
        (Verdict::Wrong, Some(0.2)),
        (Verdict::FalseAnswer, None),
        (Verdict::Missed, Some(0.2)),
    ];
    assert_eq!(listed, wanted);
    let rival = report.confusions[0].rival.as_ref().unwrap();
    assert_eq!((rival.symptom.as_str(), rival.phrase.as_deref()), ("a", Some("like a")));
    assert_eq!(rival.words, ["said", "was"], "each word once, the strongest first");
    assert_eq!(report.confusions[3].rival, None);
}

#[test]
fn the_order_of_cases_changes_nothing() {
    let cases = [0.11, 0.17, 0.19, 0.53, 0.57].map(|confidence| {
        let mut case = case(about("b", &[]));
        case.text = format!("text {confidence}");
        (case, recognition(Outcome::Known, &[("a", confidence)]))
    });
    let report = |cases: &mut dyn Iterator<Item = &(Case, Recognition)>| {
        let mut tally = Tally::default();
        cases.for_each(|(case, recognition)| tally.add(case, recognition));
        tally.report(&two_symptoms(), Limits::default(), Method::Labelled)
    };
    assert_eq!(report(&mut cases.iter()), report(&mut cases.iter().rev()));
}

#[test]
fn long_texts_are_listed_with_their_beginning() {
    let mut tally = Tally::default();
    let long = Case { text: "é".repeat(70_000), ..case(about("b", &[])) };
    tally.add(&long, &Recognition { outcome: Outcome::Unknown, candidates: Vec::new() });
    let report = tally.report(&two_symptoms(), Limits::default(), Method::Labelled);
    assert_eq!(report.confusions[0].text, format!("{}…", "é".repeat(500)));
}

#[test]
fn symptoms_with_too_few_phrases_are_named_and_repeated_words_count_once() {
    let report = Tally::default().report(&two_symptoms(), Limits::default(), Method::OwnPhrases);
    let teaching = report.teaching;
    assert_eq!((teaching.symptoms, teaching.phrases, teaching.out_of_scope_phrases), (2, 10, 2));
    assert_eq!(teaching.too_few, [FewPhrases { symptom: id("b"), phrases: 2 }]);
}

#[test]
fn labels_are_symptoms_out_of_scope_pages_or_nothing() {
    let base = two_symptoms();
    let label = |symptom: Option<&str>, also: &[&str]| {
        let also: Vec<String> = also.iter().map(|name| (*name).to_owned()).collect();
        Expected::labelled(&base, symptom, &also).map_err(|bad| bad.to_string())
    };
    assert_eq!(label(Some("a"), &[]), Ok(about("a", &[])));
    assert_eq!(label(Some("a"), &["b"]), Ok(about("a", &["b"])));
    assert_eq!(label(None, &[]), Ok(Expected::Nothing));
    assert_eq!(label(Some("beyond"), &[]), Ok(Expected::Nothing));
    assert_eq!(
        label(Some("beyand"), &[]),
        Err("there is no symptom `beyand`; did you mean `beyond`?".to_owned())
    );
    assert_eq!(label(Some("Zürich"), &[]), Err("there is no symptom `Zürich`".to_owned()));
    assert!(label(Some("hidden"), &[]).unwrap_err().contains("draft"));
    assert!(label(None, &["a"]).unwrap_err().contains("`also`"));
    assert!(label(Some("a"), &["beyond"]).is_err(), "a page of what is out of scope is no second symptom");
}

#[test]
fn a_base_is_tested_on_its_own_phrases() {
    let base = two_symptoms();
    let report = own_phrases(&base, Limits::default(), 2);
    assert_eq!((report.in_scope.right.of, report.beyond.false_answers.of), (10, 2));
    assert_eq!(report.symptoms.iter().map(|symptom| symptom.right.of).sum::<usize>(), 10);
    let own = report.in_scope;
    assert_eq!(own.right_offered.n + own.wrong.n + own.missed.n, 10);
}
