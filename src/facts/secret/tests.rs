use super::pattern::{Letters, Pattern};
use super::{SHAPES, paired, without_secrets};

fn patterns() -> Vec<&'static Pattern> {
    let shapes = SHAPES.iter().map(|shape| &shape.pattern);
    let typed = paired::TYPED.iter().map(|(pattern, ..)| pattern);
    shapes.chain(&paired::PAIRS).chain(typed).chain([&paired::SESSION]).collect()
}

/// At least one for each pattern, in the letters in which it is hardest to see.
const SECRETS: [&str; 24] = [
    "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
    "it says eyJhbGciOiJ.eyJzdWIi.c2ln and stops",
    "BEARER abc-DEF-123",
    "baſic dXNlcjpwdzEyMw==",
    "Proxy-Authorization: Digest 7f3a",
    "SET-COO\u{212a}IE: nlserver=7f3a",
    "ftp://robot:hunter2@files.example.com",
    "xoxb-123456789012-abc",
    "AKIAIOSFODNN7EXAMPLE",
    "SG.abcdefghijkl.mnop",
    "deskdoc_0123456789abcdef",
    "https://acc.example.com/view?CODE=7f3a",
    "%253Faſſertion%253D7f3a",
    "code=7f3a&state=1",
    "nlserver config -SetImsOauth:7f3a/x",
    "{\"NAME\": \"clientSecret\", \"VALUE\": \"7f3a\"}",
    "value='7f3a' name='password'",
    "curl -u admin:7f3a",
    "curl --user=admin:7f3a",
    "log-in as max.mueller / Hunter2!",
    "Sign In with jürgen@acme.example/Hunter2!",
    "Credentials are max Hunter2!",
    "ſeſſion=7f3a9b1c",
    "\"session\": \"7f3a9b1c\"",
];

#[test]
fn no_pattern_is_spared_a_text_in_which_it_finds_something() {
    for pattern in patterns() {
        let compiled = pattern.compiled().expect("a regular expression");
        let found = |text: &str| compiled.is_match(text) || compiled.is_match(&super::seen::seen(text).text);
        let found: Vec<&str> = SECRETS.into_iter().filter(|text| found(text)).collect();
        assert!(!found.is_empty(), "none of the texts has a secret for {compiled}");
        for text in found {
            let letters = Letters::of(text, &super::seen::seen(text).text);
            assert!(pattern.for_text(&letters).is_some(), "{text:?} is not looked at by {compiled}");
        }
    }
}

#[test]
fn each_of_these_secrets_is_taken_out() {
    for text in SECRETS {
        assert!(!without_secrets(text).removed.is_empty(), "{text:?}");
    }
}

#[test]
fn where_nothing_is_secret_no_pattern_is_made_ready() {
    let text = "after login I land on adobe.com, and the log says XTK-170006";
    let letters = Letters::of(text, text);
    assert!(patterns().into_iter().all(|pattern| pattern.for_text(&letters).is_none()));
}
