use std::sync::Arc;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::*;
use crate::dialogue::{Checked, Told};
use crate::facts::{Fact, List, Origin, Record, Unusable, Value as FactValue};
use crate::kb::{AnswerId, CheckId, OutOfScopeId};
use crate::recognition::{Candidate, Outcome, Reason, Recognition};

fn name() -> impl Strategy<Value = String> {
    "[a-z0-9][a-z0-9_-]{0,8}"
}

fn question() -> impl Strategy<Value = QuestionId> {
    name().prop_map(|id| QuestionId::parse(&id).unwrap())
}

fn answer() -> impl Strategy<Value = AnswerId> {
    name().prop_map(|id| AnswerId::parse(&id).unwrap())
}

fn symptom() -> impl Strategy<Value = SymptomId> {
    name().prop_map(|id| SymptomId::parse(&id).unwrap())
}

fn cause() -> impl Strategy<Value = CauseId> {
    name().prop_map(|id| CauseId::parse(&id).unwrap())
}

/// Any text, NUL and line ends among it.
fn text() -> impl Strategy<Value = String> {
    any::<String>()
}

/// Any number that is equal to itself.
fn number() -> impl Strategy<Value = f64> {
    prop_oneof![any::<f64>().prop_filter("NaN is equal to nothing", |n| !n.is_nan()), 0.0..1.0]
}

fn action() -> impl Strategy<Value = ActionId> {
    let single = prop_oneof![
        cause().prop_map(ActionId::FixOf),
        name().prop_map(|id| ActionId::Fix(FixId::parse(&id).unwrap())),
    ];
    single.prop_recursive(1, 2, 2, |one| {
        (one.clone(), one).prop_map(|(first, second)| ActionId::Both(Box::new([first, second])))
    })
}

fn recognition() -> impl Strategy<Value = Recognition> {
    let outcome = prop_oneof![
        Just(Outcome::Known),
        Just(Outcome::Unknown),
        (0_usize..9).prop_map(Outcome::Between),
        name().prop_map(|id| Outcome::OutOfScope(OutOfScopeId::parse(&id).unwrap())),
    ];
    let reason = prop_oneof![
        text().prop_map(Reason::ErrorText),
        (text(), vec((any::<usize>(), any::<usize>()), 0..3)).prop_map(|(phrase, words)| {
            let words = words.into_iter().map(|(start, end)| start..end).collect();
            Reason::Phrase { phrase, words }
        }),
    ];
    let candidate = (symptom(), number(), reason).prop_map(|(symptom, confidence, reason)| Candidate {
        symptom,
        confidence,
        reason,
    });
    (outcome, vec(candidate, 0..4)).prop_map(|(outcome, candidates)| Recognition { outcome, candidates })
}

fn origin() -> impl Strategy<Value = Origin> {
    let label = || option::of(text().prop_map(Arc::from));
    (label(), any::<usize>(), label()).prop_map(|(file, line, label)| Origin { file, line, label })
}

fn fact() -> impl Strategy<Value = Fact> {
    let leaf = prop_oneof![
        text().prop_map(FactValue::Text),
        any::<bool>().prop_map(FactValue::Flag),
        any::<i64>().prop_map(FactValue::Whole),
        number().prop_map(FactValue::Number),
        Just(FactValue::Unusable(Unusable::Null)),
        Just(FactValue::Unusable(Unusable::WrongType)),
        Just(FactValue::Unusable(Unusable::Secret)),
    ];
    let fact = |value: BoxedStrategy<FactValue>| {
        (value, origin()).prop_map(|(value, origin)| Fact { value, origin })
    };
    fact(leaf.boxed()).prop_recursive(5, 24, 4, move |inner| {
        let list = (vec(inner.clone(), 0..4), any::<bool>())
            .prop_map(|(items, is_open)| FactValue::List(List { items, is_open }));
        fact(prop_oneof![list, record(inner).prop_map(FactValue::Record)].boxed())
    })
}

fn record(fact: impl Strategy<Value = Fact>) -> impl Strategy<Value = Record> {
    (vec((text().prop_map(Arc::from), fact), 0..4), any::<bool>())
        .prop_map(|(entries, is_open)| Record { entries, is_open })
}

fn paste() -> impl Strategy<Value = Paste> {
    let checked = (name(), any::<Option<bool>>(), text()).prop_map(|(check, holds, line)| Checked {
        check: CheckId::parse(&check).unwrap(),
        holds,
        line,
    });
    let texts = || vec(text(), 0..3);
    let causes = || vec(cause(), 0..3);
    (record(fact()), vec(checked, 0..3), causes(), causes(), texts(), texts()).prop_map(
        |(record, verdicts, blamed, cleared, facts, removed)| Paste {
            record,
            verdicts,
            blamed,
            cleared,
            facts,
            removed,
        },
    )
}

fn said() -> impl Strategy<Value = Said> {
    let told =
        (question(), answer(), text()).prop_map(|(question, answer, words)| Told { question, answer, words });
    (text(), recognition(), vec(told, 0..3), vec(answer(), 0..3), option::of(paste())).prop_map(
        |(text, recognition, told, near, paste)| Said {
            text,
            recognition,
            told,
            near,
            paste: paste.map(Box::new),
        },
    )
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        said().prop_map(Event::Said),
        (question(), answer()).prop_map(|(question, answer)| Event::Answered { question, answer }),
        question().prop_map(|question| Event::Retracted { question }),
        symptom().prop_map(Event::Chosen),
        vec(symptom(), 0..4).prop_map(Event::Rejected),
        Just(Event::LeftMixed),
        paste().prop_map(Event::Pasted),
        option::of(action()).prop_map(Event::Helped),
        option::of(action()).prop_map(Event::Cured),
        Just(Event::CameBack),
        action().prop_map(Event::Failed),
        question().prop_map(Event::LeftOpen),
        action().prop_map(Event::PassedOver),
        (question(), question()).prop_map(|(first, second)| Event::Insisted(first, second)),
        Just(Event::WentOn),
        option::of(text()).prop_map(|reason| Event::HandedOver { reason }),
        Just(Event::Restarted),
        any::<usize>().prop_map(Event::Undone),
    ]
}

/// Keeps an event as the store does: as text.
fn kept_and_read(event: &Event) -> Result<Event, String> {
    let (kind, payload) = write_event(event);
    let kept = serde_json::from_str(&payload.to_string()).unwrap();
    read_event(&kind, &kept)
}

proptest! {
    #[test]
    fn every_event_is_read_as_it_was_written(event in event()) {
        prop_assert_eq!(kept_and_read(&event), Ok(event));
    }
}

#[test]
fn facts_nested_as_deep_as_any_reader_goes_are_kept() {
    let mut fact = Fact { value: FactValue::Flag(true), origin: Origin::default() };
    for _ in 0..100 {
        let record = Record { entries: vec![(Arc::from("in"), fact)], is_open: false };
        fact = Fact { value: FactValue::Record(record), origin: Origin::default() };
    }
    let record = Record { entries: vec![(Arc::from("top"), fact)], is_open: true };
    let event = Event::Pasted(Paste { record, ..Paste::default() });
    assert_eq!(kept_and_read(&event), Ok(event));
}

#[test]
fn what_no_version_has_written_is_damaged_and_not_repeated() {
    let rows = |rows: Value| {
        json!({"verdicts": [], "blamed": [], "cleared": [], "facts": [], "removed": [],
            "is_open": true, "record": rows})
    };
    let row = |depth: usize| json!({"depth": depth, "name": "a", "line": 1, "value": {"record": {"is_open": true}}});
    let bottomless: Vec<Value> = (0..100_000).map(row).collect();
    let table = [
        ("danced", json!({})),
        ("", Value::Null),
        ("answered", json!({"question": "q"})),
        ("answered", json!({"question": "q", "answer": "a", "more": "secret-marker"})),
        ("answered", json!({"question": "Not an id", "answer": "a"})),
        ("failed", json!({"fix": {"both": [{"fix": "a"}]}})),
        ("undone", json!({"events": -1})),
        ("undone", json!([])),
        ("restarted", json!("secret-marker")),
        ("pasted", rows(json!([row(1)]))),
        ("pasted", rows(json!([{"depth": 0, "line": 1, "value": "null"}]))),
        ("pasted", rows(Value::Array(bottomless))),
    ];
    for (kind, payload) in table {
        let read = read_events([("restarted", &json!({})), (kind, &payload)].into_iter());
        let damaged = read.expect_err(kind);
        assert_eq!(damaged.place, 2);
        assert!(!damaged.to_string().contains("secret-marker"), "{damaged}");
    }
}

#[test]
fn the_kinds_are_those_that_stand_in_the_guide() {
    let (kind, payload) = write_event(&Event::HandedOver { reason: Some("no time".to_owned()) });
    assert_eq!((kind.as_str(), payload), ("handed_over", json!({"reason": "no time"})));
    let both = ActionId::Both(Box::new([
        ActionId::FixOf(CauseId::parse("a").unwrap()),
        ActionId::Fix(FixId::parse("b").unwrap()),
    ]));
    let (kind, payload) = write_event(&Event::Failed(both));
    assert_eq!(
        (kind.as_str(), payload),
        ("failed", json!({"fix": {"both": [{"cause": "a"}, {"fix": "b"}]}}))
    );
}
