//! What must hold for every configuration: leaving something out never makes a check pass, and what nobody knows
//! changes nothing.

use deskdoc::checks::{Outcome, Verdict};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{good, verdicts};

/// Values that are put somewhere: right ones, wrong ones, and ones of another type.
const ODD: [&str; 24] = [
    "null",
    "true",
    "false",
    "0",
    "7",
    "1.5",
    "\"\"",
    "\" \"",
    "\"x\"",
    "[]",
    "{}",
    "[null]",
    "[\"\"]",
    "[\"x\", null]",
    "\"https://acme-prod.campaign.example\"",
    "\"https://acme-stage.campaign.example \"",
    "\"Adobe Experience Cloud\"",
    "\"dma_campaign\"",
    "\"(.*)\"",
    "\"Campaign - acme - (.*) \"",
    "\"openid,AdobeID\"",
    "\"2026-03-02T07:00:00Z\"",
    "[\"https://acme-prod\\\\.campaign\\\\.example/.*\"]",
    "{\"type\": \"Adobe Marketing Cloud\"}",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn taking_something_out_never_makes_a_check_pass(changes in changes(), at in any::<prop::sample::Index>()) {
        let mut whole = good();
        apply(&mut whole, &changes);
        let places = places(&whole);
        let place = at.get::<String>(&places);
        // To leave out the product context means something: that the form does not show it.
        prop_assume!(!place.ends_with("/product_context") || place.starts_with("/ims"));
        let mut less = whole.clone();
        remove(&mut less, place);
        no_new_pass(&verdicts(&whole), &verdicts(&less), place)?;
    }

    #[test]
    fn saying_that_something_is_not_known_never_makes_a_check_pass(changes in changes(), at in any::<prop::sample::Index>()) {
        let mut whole = good();
        apply(&mut whole, &changes);
        let places = places(&whole);
        let place = at.get::<String>(&places);
        let mut less = whole.clone();
        *less.pointer_mut(place).unwrap() = Value::Null;
        no_new_pass(&verdicts(&whole), &verdicts(&less), place)?;
    }

    #[test]
    fn names_that_nobody_knows_change_nothing(changes in changes(), at in any::<prop::sample::Index>(), odd in 0..ODD.len()) {
        let mut whole = good();
        apply(&mut whole, &changes);
        let places: Vec<String> = [String::new()].into_iter().chain(places(&whole)).collect();
        let mut more = whole.clone();
        if let Some(Value::Object(object)) = more.pointer_mut(at.get::<String>(&places)) {
            object.insert("nobody_knows".to_owned(), serde_json::from_str(ODD[odd]).unwrap());
        }
        prop_assert_eq!(told(&verdicts(&whole)), told(&verdicts(&more)));
    }
}

/// Up to four places with an odd value each.
fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, usize)>> {
    prop::collection::vec((any::<prop::sample::Index>(), 0..ODD.len()), 0..4)
}

fn apply(snapshot: &mut Value, changes: &[(prop::sample::Index, usize)]) {
    for (at, odd) in changes {
        let places = places(snapshot);
        *snapshot.pointer_mut(at.get::<String>(&places)).unwrap() = serde_json::from_str(ODD[*odd]).unwrap();
    }
    // A change may have left nothing to change further.
    if places(snapshot).is_empty() {
        *snapshot = json!({"campaign": {}});
    }
}

/// Every place in a document, as JSON pointers.
fn places(value: &Value) -> Vec<String> {
    let below = |name: &str, value: &Value| {
        [format!("/{name}")]
            .into_iter()
            .chain(places(value).into_iter().map(|place| format!("/{name}{place}")))
            .collect::<Vec<_>>()
    };
    match value {
        Value::Object(object) => object.iter().flat_map(|(name, value)| below(name, value)).collect(),
        Value::Array(list) => {
            list.iter().enumerate().flat_map(|(at, value)| below(&at.to_string(), value)).collect()
        }
        _ => Vec::new(),
    }
}

fn remove(snapshot: &mut Value, place: &str) {
    let (parent, name) = place.rsplit_once('/').unwrap();
    match snapshot.pointer_mut(parent).unwrap() {
        Value::Object(object) => drop(object.remove(name)),
        // An item that is taken out of a list is not missing, there is one less: it is no longer known instead.
        Value::Array(list) => list[name.parse::<usize>().unwrap()] = Value::Null,
        _ => unreachable!(),
    }
}

fn no_new_pass(whole: &[Verdict], less: &[Verdict], place: &str) -> Result<(), TestCaseError> {
    // With less known of one account another may become the one that is looked at: then it is another question.
    let is_about_accounts = place.contains("external_accounts");
    for (before, after) in whole.iter().zip(less) {
        let is_new = before.outcome != Outcome::Pass && after.outcome == Outcome::Pass;
        let is_own_question =
            is_about_accounts && before.outcome == Outcome::Unknown && place.ends_with("/type");
        prop_assert!(!is_new || is_own_question, "{} passes without {place}", after.check);
    }
    Ok(())
}

fn told(verdicts: &[Verdict]) -> Vec<(String, &'static str, Vec<String>)> {
    let told = verdicts.iter().map(|verdict| {
        let causes = verdict.causes.iter().map(ToString::to_string).collect();
        (verdict.check.to_string(), verdict.outcome.word(), causes)
    });
    told.collect()
}
