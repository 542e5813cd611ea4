//! Figures, outcomes, clusters and pages to begin with.

use std::collections::BTreeMap;

use super::*;
use crate::diagnosis::ActionId;
use crate::kb::{CauseId, Severity, SourceFile, Sources, assemble};

fn fix_of(cause: &str) -> ActionId {
    ActionId::FixOf(CauseId::parse(cause).unwrap())
}

fn message(id: usize, at: i64, text: &str) -> Message {
    Message { id: format!("{id:03}"), at, text: text.to_owned() }
}

#[test]
fn days_are_written_and_read_back_and_no_other_text_is_one() {
    for day in [0, 59, 60, 365, 789, 11_016, 20_778, 2_932_896] {
        assert_eq!(Day(day).to_string().parse(), Ok(Day(day)));
    }
    assert_eq!("2026-11-21".parse::<Day>().map(Day::begin), Ok(1_795_219_200_000));
    assert_eq!(Day::of(1_795_219_199_999).to_string(), "2026-11-20");
    assert_eq!("2028-02-29".parse::<Day>().unwrap().month_begin().to_string(), "2028-02-01");
    for wrong in [
        "",
        "2026-02-29",
        "2026-13-01",
        "2026-1-1",
        "+026-01-01",
        "2026-01-01-01",
        "1969-12-31",
        "2026-00-10",
    ] {
        assert!(wrong.parse::<Day>().is_err(), "{wrong}");
    }
}

#[test]
fn the_median_of_an_even_count_lies_between_the_two_in_the_middle() {
    let of = |steps: &[(u32, u64)]| median(&BTreeMap::from_iter(steps.iter().copied()));
    assert_eq!(of(&[]), None);
    assert_eq!(of(&[(3, 1)]), Some(3.0));
    assert_eq!(of(&[(1, 1), (4, 1)]), Some(2.5));
    assert_eq!(of(&[(1, 2), (2, 1), (9, 2)]), Some(2.0));
    assert_eq!(of(&[(1, 2), (2, 2)]), Some(1.5));
}

#[test]
fn groups_are_added_up_by_symptom_cause_and_revision() {
    let group = |ending, symptom: &str, cause: Option<&str>, steps, n| Group {
        ending,
        recognised: FirstWords::Known,
        symptom: Some(symptom.to_owned()),
        cause: cause.map(str::to_owned),
        revision: "r1".to_owned(),
        steps,
        n,
    };
    let figures = Figures::of(&[
        group(Ending::Solved, "cold", Some("fuse"), 2, 3),
        group(Ending::Solved, "cold", None, 5, 1),
        group(Ending::Abandoned, "cold", None, 9, 2),
        group(Ending::HandedOver, "dark", None, 1, 10),
    ]);
    assert_eq!((figures.n, figures.endings.solved, figures.recognised.known), (16, 4, 16));
    assert_eq!(figures.median_steps, Some(2.0), "only what was solved has steps to the cure");
    let symptoms: Vec<(&str, u64, Option<f64>)> =
        figures.symptoms.iter().map(|found| (found.symptom.as_str(), found.n, found.median_steps)).collect();
    assert_eq!(symptoms, [("dark", 10, None), ("cold", 6, Some(2.0))]);
    assert_eq!((figures.causes.len(), figures.n_without_cause), (1, 1));
}

#[test]
fn what_was_undone_or_was_before_a_new_beginning_tells_nothing_of_fixes() {
    let turned = |cause: &str, outcome| Mark::Turned(fix_of(cause), outcome);
    let outcomes = |marks: Vec<(usize, Mark)>| outcomes_of(marks.into_iter());
    // said, failed a, said, undone 2 (takes back the words and the failure), helped a
    let undone =
        vec![(1, turned("a", Outcome::Failed)), (3, Mark::Undone(2)), (4, turned("a", Outcome::Helped))];
    assert_eq!(outcomes(undone), [(fix_of("a"), Outcome::Helped)]);
    let restarted =
        vec![(0, turned("a", Outcome::Failed)), (1, Mark::Restarted), (5, turned("b", Outcome::Failed))];
    assert_eq!(outcomes(restarted.clone()), [(fix_of("b"), Outcome::Failed)]);
    let back_before = [restarted, vec![(6, Mark::Undone(5))]].concat();
    assert_eq!(outcomes(back_before), [(fix_of("a"), Outcome::Failed)], "the new beginning was undone");
    let helped_then_not = vec![(0, turned("a", Outcome::Helped)), (1, turned("a", Outcome::Failed))];
    assert_eq!(outcomes(helped_then_not), [(fix_of("a"), Outcome::Failed)]);
}

#[test]
fn a_fix_that_is_tried_three_times_and_mostly_in_vain_stands_first() {
    let row = |action, outcome, n| OutcomeRow { action, outcome, n };
    let both = ActionId::Both(Box::new([fix_of("a"), fix_of("b")]));
    let found = fixes(&[
        row(fix_of("a"), Outcome::Helped, 9),
        row(both, Outcome::Failed, 2),
        row(fix_of("c"), Outcome::Failed, 2),
        row(fix_of("b"), Outcome::Helped, 1),
    ]);
    let shown: Vec<(&ActionId, u64, u64, bool)> =
        found.iter().map(|fix| (&fix.fix, fix.n_tried, fix.n_failed, fix.is_often_vain())).collect();
    let (a, b, c) = (fix_of("a"), fix_of("b"), fix_of("c"));
    assert_eq!(shown, [(&b, 3, 2, true), (&a, 11, 2, false), (&c, 2, 2, false)]);
}

#[test]
fn messages_about_the_same_thing_come_together_and_others_stay_apart() {
    let texts = [
        "the printer on the third floor is out of toner",
        "VPN does not connect from home",
        "The printer on the third floor is out of toner!",
        "printer third floor: no toner",
        "from home the VPN won't connect",
        "how do I order a new laptop",
        "cannot connect to VPN at home",
        "where can I order a laptop?",
        "l'imprimante ne marche pas",
    ];
    let messages: Vec<Message> =
        texts.iter().enumerate().map(|(at, text)| message(at, at as i64, text)).collect();
    let found = clusters(&messages, 2);
    let ids: Vec<Vec<&str>> =
        found.iter().map(|cluster| cluster.ids.iter().map(String::as_str).collect()).collect();
    assert_eq!(ids, [vec!["001", "004", "006"], vec!["000", "002", "003"], vec!["005", "007"], vec!["008"]]);
    assert_eq!((found[1].first_at, found[1].last_at, found[1].wordings.len()), (0, 3, 2));
    let mut shuffled = messages.clone();
    shuffled.reverse();
    assert_eq!(clusters(&shuffled, 1)[0].representative, found[0].representative);
}

#[test]
fn a_stub_is_a_page_that_loads_whatever_the_messages_are() {
    let texts = [
        "it's \"broken\": {yes} # no\n---\nkind: cause",
        "C:\\Windows \u{202e}\u{0} & *alias <script>",
        "印刷できません",
        "- : ?",
    ];
    let messages: Vec<Message> = texts.iter().enumerate().map(|(at, text)| message(at, 0, text)).collect();
    for cluster in clusters(&messages, 1) {
        let Stub { file, text } = stub(&cluster);
        let file = SourceFile { path: file, bytes: text.clone().into_bytes() };
        let (base, problems) = assemble(Sources { files: vec![file], ..Sources::default() }, 1);
        let errors: Vec<String> = problems
            .iter()
            .filter(|problem| problem.severity == Severity::Error)
            .map(|problem| format!("{}: {}", problem.code, problem.message))
            .collect();
        assert!(errors.is_empty(), "{errors:?}\n{text}");
        assert_eq!(base.symptoms().map(|symptom| symptom.says.len()).collect::<Vec<_>>(), [1], "{text}");
        assert!(base.pages().iter().all(|page| page.draft));
    }
}
