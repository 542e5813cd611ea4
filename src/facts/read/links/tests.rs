use super::*;

fn found(text: &str) -> Reading {
    let mut schema = Schema::default();
    let parameters = vec![("to".to_owned(), "to".to_owned()), ("id".to_owned(), "id".to_owned())];
    let rule = AddressRule {
        path: "/sign-in".to_owned(),
        list: "accounts".to_owned(),
        host: Some("host".to_owned()),
        parameters,
    };
    schema.addresses.push(rule);
    let mut reading = Reading { facts: Record::open(), ..Reading::default() };
    read(&schema, &Source::new(text, None), &mut reading);
    reading
}

#[test]
fn an_address_has_a_length_and_a_number_of_others_within_it_that_are_read() {
    for unit in [
        "http://a:",
        "https://x/sign-in?to=",
        "https://x/sign-in?id=1&to=https://y/sign-in?",
        "://",
        "%3A%2F%2F",
    ] {
        let reading = found(&unit.repeat(8_000_000 / unit.len()));
        assert!(reading.facts.n_values() <= 4, "{unit}: {:?}", reading.facts.n_values());
    }
    let long = found(&format!("https://x/sign-in?id=1&to={}", "y".repeat(10_000)));
    let Some(Value::List(list)) = long.facts.get("accounts").map(|fact| &fact.value) else {
        panic!("{long:?}")
    };
    let Value::Record(account) = &list.items[0].value else { panic!("{list:?}") };
    assert_eq!(account.get("id").and_then(|fact| fact.value.as_text()), Some("1"));
    assert_eq!(account.get("to").map(|fact| &fact.value), Some(&Value::Unusable(Unusable::WrongType)));
}
