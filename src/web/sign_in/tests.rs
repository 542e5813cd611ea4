use super::attempt::Begun;
use super::{Keys, NotBegun, Target, begin, finish, person, signed};
use crate::app::Moment;
use crate::identity::Person;

const NOW: Moment = Moment(1_800_000_000_000);
const HOUR: i64 = 60 * 60 * 1000;

fn keys(settings: &str) -> Keys {
    Keys::new(settings.to_owned()).unwrap()
}

fn after(milliseconds: i64) -> Moment {
    Moment(NOW.0 + milliseconds)
}

#[test]
fn a_session_names_somebody_for_eight_hours_and_nobody_when_a_character_of_it_is_changed() {
    let (keys, ada) = (keys("a"), Person::named("Ada Lovelace ß").unwrap());
    let session = signed(&keys, &ada, NOW);
    assert_eq!(person(&keys, &session, NOW), Some(ada.clone()));
    assert_eq!(person(&keys, &session, after(8 * HOUR - 1)), Some(ada));
    assert_eq!(person(&keys, &session, after(8 * HOUR)), None);
    for at in 0..session.len() {
        let mut altered = session.clone().into_bytes();
        altered[at] = if altered[at] == b'1' { b'2' } else { b'1' };
        let altered = String::from_utf8(altered).unwrap();
        assert_eq!(person(&keys, &altered, NOW), None, "{altered}");
    }
    for nonsense in [
        "",
        ".",
        "..",
        "...",
        "1.2.3",
        session.trim_start_matches('1'),
        &format!("{session}0"),
        &session.to_uppercase(),
    ] {
        assert_eq!(person(&keys, nonsense, NOW), None, "{nonsense}");
    }
}

#[test]
fn sessions_end_with_other_keys_and_with_other_settings() {
    let ada = Person::named("Ada").unwrap();
    let session = signed(&keys("a"), &ada, NOW);
    assert_eq!(person(&keys("a"), &session, NOW), None);
}

#[test]
fn an_attempt_comes_back_in_the_browser_that_began_it_and_leads_where_it_was_meant_to() {
    let keys = keys("a");
    let target = Target::of("/search?q=a%20b");
    let Begun { attempt, browser, .. } = begin(&keys, None, &target, NOW).unwrap();
    let (again, to) = finish(&keys, &["planted", &browser], &attempt.state, after(1)).unwrap();
    assert_eq!((again.nonce, again.verifier), (attempt.nonce.clone(), attempt.verifier.clone()));
    assert_eq!(to, target);
    assert!((43..=128).contains(&attempt.verifier.len()) && attempt.verifier != attempt.nonce);

    let refused = |browsers: &[&str], state: &str, now| finish(&keys, browsers, state, now).err();
    let state = attempt.state.as_str();
    assert_eq!(refused(&[], state, NOW), Some(NotBegun::Unknown));
    assert_eq!(refused(&["0123456789abcdef0123456789abcdef"], state, NOW), Some(NotBegun::Unknown));
    assert_eq!(refused(&[&browser], &state.replacen(['1', '8'], "9", 1), NOW), Some(NotBegun::Unknown));
    assert_eq!(refused(&[&browser], "", NOW), Some(NotBegun::Unknown));
    assert_eq!(refused(&[&browser], state, after(HOUR)), Some(NotBegun::TooLate));
}

#[test]
fn two_windows_may_sign_in_at_the_same_time() {
    let keys = keys("a");
    let one = begin(&keys, None, &Target::of("/one"), NOW).unwrap();
    let other = begin(&keys, Some(&one.browser), &Target::of("/other"), NOW).unwrap();
    assert_ne!(one.attempt.state, other.attempt.state);
    assert_ne!(one.attempt.nonce, other.attempt.nonce);
    let browsers = [other.browser.as_str()];
    assert_eq!(finish(&keys, &browsers, &one.attempt.state, NOW).ok().unwrap().1.as_str(), "/one");
    assert_eq!(finish(&keys, &browsers, &other.attempt.state, NOW).ok().unwrap().1.as_str(), "/other");
}

#[test]
fn after_signing_in_nobody_is_led_to_another_site() {
    for good in ["/", "/search?q=a", "/c/0123#latest", "/articles/a/b.md", "/?to=//x"] {
        assert_eq!(Target::of(good).as_str(), good);
    }
    for bad in [
        "",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "evil",
        "/\t/evil",
        "/a\r\nX: y",
        "/a b",
        "/ä",
        "/a\\b",
        "\\\\evil",
        "/sign-out",
        "/sign-in?to=/sign-in",
        "/sign-in/callback?code=1",
        &format!("/{}", "a".repeat(2000)),
    ] {
        assert_eq!(Target::of(bad).as_str(), "/", "{bad:?}");
    }
    assert_eq!(Target::of("/search?q=a&b").sign_in(), "/sign-in?to=/search%3Fq%3Da%26b");
}
