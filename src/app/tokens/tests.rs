use super::memory::Memory;
use super::{Scope, TokenName, Worth, text};
use crate::facts::without_secrets;
use crate::store::{Moment, Token};

fn token(used_at: Option<Moment>) -> Token {
    Token {
        hash: [7; 32],
        name: "a".to_owned(),
        scopes: vec!["diagnose".to_owned()],
        created_at: Moment(0),
        expires_at: Some(Moment(100)),
        used_at,
        revoked_at: None,
    }
}

#[test]
fn a_token_has_a_checksum_and_the_recogniser_of_secrets_knows_it() {
    let fresh = text::fresh().unwrap();
    assert!(text::is_well_formed(&fresh), "{fresh}");
    assert_ne!(text::fresh().unwrap(), fresh);
    for at in 0..fresh.len() {
        let mut bytes = fresh.clone().into_bytes();
        bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
        assert!(!text::is_well_formed(&String::from_utf8(bytes).unwrap()), "{at}");
    }
    let (first, last) = (fresh.strip_prefix('d').unwrap(), fresh.trim_end_matches(char::is_alphanumeric));
    for wrong in ["", "deskdoc_", first, last, &format!("{fresh}0"), "ä"] {
        assert!(!text::is_well_formed(wrong), "{wrong}");
    }
    let cleaned = without_secrets(&format!("it answers 401 to {fresh} today")).text.into_owned();
    assert_eq!(cleaned, "it answers 401 to [removed] today");
    assert_eq!(without_secrets("deskdoc_base_reloads_total is 3").text, "deskdoc_base_reloads_total is 3");
}

#[test]
fn names_can_stand_in_a_log_as_they_are() {
    for name in ["zammad", "Zammad-2", "a", "0.x_y"] {
        assert!(name.parse::<TokenName>().is_ok(), "{name}");
    }
    for name in ["", "-a", ".a", "a b", "a\n", "ä", "a/b", &"a".repeat(65)] {
        assert!(name.parse::<TokenName>().is_err(), "{name}");
    }
    assert!(Scope::ALL.iter().all(|scope| scope.word().parse() == Ok(*scope)));
}

#[test]
fn what_was_last_seen_counts_for_five_minutes() {
    let (memory, seen_at) = (Memory::default(), Moment(1_000_000));
    assert_eq!(memory.last_seen([7; 32], seen_at), None);
    assert!(memory.see(&token(None), seen_at), "its first use is noted");
    assert!(!memory.see(&token(None), Moment(1_030_000)), "the next one within a minute is not");
    assert!(memory.see(&token(None), Moment(1_070_000)));
    let last = Moment(1_070_000 + 5 * 60 * 1000);
    assert!(memory.last_seen([7; 32], last).is_some());
    assert_eq!(memory.last_seen([7; 32], Moment(last.0 + 1)), None);
    assert_eq!(memory.holds_some(), Some(true));
}

#[test]
fn a_store_that_is_silent_is_left_alone_for_a_second() {
    let memory = Memory::default();
    assert!(memory.may_ask(Moment(5_000)));
    memory.was_silent(Moment(5_000));
    assert!(!memory.may_ask(Moment(5_999)));
    assert!(memory.may_ask(Moment(6_000)) && !memory.may_ask(Moment(6_000)), "one finds out for all");
    memory.has_answered();
    assert!(memory.may_ask(Moment(6_001)) && memory.may_ask(Moment(6_001)));
    assert_eq!(memory.holds_some(), None);
    memory.see_any(false);
    assert_eq!(memory.holds_some(), Some(false));
}

#[test]
fn a_token_ends_at_its_moment() {
    assert_eq!(Worth::of(&token(None), Moment(99)), Worth::Usable);
    assert_eq!(Worth::of(&token(None), Moment(100)), Worth::Expired);
    let revoked = Token { revoked_at: Some(Moment(1)), ..token(None) };
    assert_eq!(Worth::of(&revoked, Moment(0)), Worth::Revoked);
}
