use serde_json::{Map, Value, json};

use super::Person;
use super::person::is_let_in;
use crate::config::ClaimRule;

fn claims(claims: Value) -> Map<String, Value> {
    match claims {
        Value::Object(claims) => claims,
        _ => Map::new(),
    }
}

#[test]
fn people_are_called_by_the_best_name_there_is_and_never_by_signs_that_cannot_be_seen() {
    let named = |all: Value| Person::of(&claims(all)).map(|person| person.name);
    assert_eq!(
        named(json!({"sub": "17", "email": "ada@example.com", "name": " Ada "})),
        Some("Ada".to_owned())
    );
    assert_eq!(named(json!({"sub": "17", "email": "ada@example.com"})), Some("ada@example.com".to_owned()));
    assert_eq!(named(json!({"sub": "17", "name": "\u{202e}\u{0}"})), Some("17".to_owned()));
    assert_eq!(named(json!({"sub": "17", "name": "A\u{202e}da\r\nX: y"})), Some("AdaX: y".to_owned()));
    assert_eq!(named(json!({"name": 17})), None);
    assert_eq!(Person::named(&"a".repeat(1000)).unwrap().name.len(), 80);
}

#[test]
fn a_rule_wants_one_of_its_values_word_for_word() {
    let rule =
        |claim: &str| ClaimRule { claim: claim.to_owned(), values: vec!["desk".to_owned(), "it".to_owned()] };
    for (said, is_in) in [
        (json!({"groups": ["staff", "desk"]}), true),
        (json!({"groups": "it"}), true),
        (json!({"groups": ["Desk", "it "]}), false),
        (json!({"groups": "desk it"}), false),
        (json!({"groups": {"desk": true}}), false),
        (json!({"groups": [["desk"]]}), false),
        (json!({"roles": ["desk"]}), false),
    ] {
        assert_eq!(is_let_in(&rule("groups"), &claims(said.clone())), is_in, "{said}");
    }
}

#[test]
fn an_address_counts_only_if_the_provider_has_verified_it() {
    let rule = ClaimRule { claim: "email".to_owned(), values: vec!["ada@example.com".to_owned()] };
    let is_in = |verified: Value| {
        is_let_in(&rule, &claims(json!({"email": "ada@example.com", "email_verified": verified})))
    };
    assert!(is_in(json!(true)));
    assert!(!is_in(json!(false)) && !is_in(Value::Null) && !is_in(json!("true")));
}
