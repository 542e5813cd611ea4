use super::address::Address;
use super::instant::Instant;
use super::*;

#[test]
fn a_sound_expression_compiles_and_is_kept_as_written() {
    let rule = Rule::compile(r#"account.callback_url.startsWith("https://")"#).unwrap();
    assert_eq!(rule.source(), r#"account.callback_url.startsWith("https://")"#);
}

#[test]
fn a_broken_expression_says_where_it_breaks() {
    assert!(matches!(Rule::compile("account. == 1"), Err(BadRule::Syntax { column, .. }) if column > 1));
}

#[test]
fn hostile_expressions_are_refused_or_read_but_never_end_the_process() {
    for n in [9, 24, 95, 190, 1000] {
        for unit in ["(", "1+", "[", "!", "-", "a.", "a?", "a?b:", "a||", "{1:", "f("] {
            let _ = Rule::compile(&unit.repeat(n));
            let _ = Rule::compile(&(unit.repeat(n) + "1"));
        }
    }
    assert_eq!(Rule::compile(&"1".repeat(2000)).unwrap_err(), BadRule::TooLong(2000));
    assert_eq!(Rule::compile(&"!".repeat(300)).unwrap_err(), BadRule::TooManyMarks(300));
}

fn facts(json: &str) -> Record {
    read_document(&Schema::default(), json, Format::Json, None).unwrap().facts
}

fn judged(source: &str, json: &str) -> Ruling {
    let (schema, facts) = (Schema::default(), facts(json));
    Rule::compile(source).unwrap().judge(&Scene::new(&schema, &facts))
}

fn undecided(missing: &[&str]) -> Ruling {
    Ruling::Undecided(missing.iter().map(|path| (*path).to_owned()).collect())
}

#[test]
fn what_is_missing_decides_nothing_unless_the_rest_does() {
    let known = r#"{"a": {"yes": true, "no": false, "text": "x", "nothing": null, "list": ["x", null]}}"#;
    for (rule, ruling) in [
        ("a.yes", Ruling::True),
        ("a.yes || a.gone", Ruling::True),
        ("a.gone || a.yes", Ruling::True),
        ("a.gone && a.no", Ruling::False),
        ("a.gone && a.yes", undecided(&["a.gone"])),
        ("a.gone || b.gone", undecided(&["a.gone", "b.gone"])),
        ("!(a.nothing == \"x\")", undecided(&["a.nothing"])),
        ("a.text > 5", undecided(&["a.text"])),
        ("a.gone ? true : true", undecided(&["a.gone"])),
        ("a.list.exists(x, x == \"x\")", Ruling::True),
        ("a.list.exists(x, x == \"y\")", undecided(&["a.list"])),
        ("a.list.all(x, x == \"y\")", Ruling::False),
        ("a.list.all(x, x == \"x\")", undecided(&["a.list"])),
        ("a.list.exists_one(x, x == \"x\")", undecided(&["a.list"])),
        ("\"x\" in a.list", Ruling::True),
        ("\"y\" in a.list", undecided(&["a.list"])),
        ("size(a.list) == 2", Ruling::True),
        ("size(a.list.filter(x, x == \"x\")) >= 1", Ruling::True),
        ("size(a.list.filter(x, x == \"x\")) == 1", undecided(&["a.list"])),
        ("a.list[5] == \"x\"", undecided(&["a.list"])),
        ("has(a.text)", Ruling::True),
        ("has(a.gone)", Ruling::False),
        ("has(a.nothing)", undecided(&["a.nothing"])),
        ("has(b.text)", undecided(&["b.text"])),
        ("1 / 0 == 1", undecided(&[])),
        ("9223372036854775807 + 1 > 0", undecided(&[])),
        ("a.text == 5", Ruling::False),
        ("2 == 2.0 && 1 < 1.5", Ruling::True),
    ] {
        assert_eq!(judged(rule, known), ruling, "{rule}");
    }
}

#[test]
fn work_has_a_bound_and_what_is_beyond_it_is_undecided() {
    let items: Vec<String> = (0..1000).map(|at| format!("\"{at}\"")).collect();
    let long = format!("{{\"a\": [{}]}}", items.join(","));
    assert_eq!(judged("a.exists(x, x == \"999\")", &long), Ruling::True);
    assert!(matches!(judged("a.all(x, a.all(y, x != y + \"z\"))", &long), Ruling::Undecided(_)));
    let longer = format!("{{\"a\": [{},1,2]}}", items.join(","));
    assert!(matches!(judged("a.exists(x, x == \"1\")", &longer), Ruling::Undecided(_)));
    let text = format!("{{\"a\": \"{}\"}}", "x".repeat(4_000_000));
    assert!(matches!(judged("fold(a) == \"x\"", &text), Ruling::Undecided(_)));
}

#[test]
fn addresses_are_taken_apart_strictly() {
    let parts =
        |text: &str| Address::parse(text).map(|a| (a.host.clone(), a.port, a.path_or_root().to_owned()));
    let of = |host: &str, port, path: &str| Some((host.to_owned(), port, path.to_owned()));
    assert_eq!(parts("https://A.example"), of("a.example", 443, "/"));
    assert_eq!(parts("HTTP://a.example:8080/x?y#z"), of("a.example", 8080, "/x"));
    assert_eq!(parts("https://[::1]:8443/"), of("[::1]", 8443, "/"));
    assert_eq!(parts("https://a.example/@x"), of("a.example", 443, "/@x"));
    // The sign for kelvin is no k, whatever the tables of Unicode say.
    assert_eq!(parts("https://\u{212a}.example"), of("\u{212a}.example", 443, "/"));
    for wrong in [
        "",
        "a.example",
        "https:/a",
        "https://",
        "https://:1",
        "https://a:b",
        "https://a:99999",
        "https://u@a",
        "ftp://a",
        "https://a b",
        "https://a\u{a0}",
        "https://a\n",
        "https://a\\b",
        "https://[::1",
        "https://[::1]x",
    ] {
        assert_eq!(parts(wrong), None, "{wrong:?}");
    }
}

#[test]
fn moments_are_compared_as_moments_and_garbage_is_none() {
    let at = |text: &str| Instant::parse(text);
    assert_eq!(at("2026-03-01T17:00:00+01:00"), at("2026-03-01T16:00:00Z"));
    assert!(at("2026-03-01T16:00:00.5Z") > at("2026-03-01T16:00:00.49999Z"));
    assert_eq!(at("2024-02-29T00:00:00z"), at("2024-02-28t23:59:60Z"));
    assert!(at("1969-12-31T23:59:59Z") < at("1970-01-01T00:00:00Z") && at("0001-01-01T00:00:00Z").is_some());
    for wrong in [
        "",
        "T",
        "2026-03-01",
        "2026-03-01T16:00:00",
        "2026-03-01 16:00:00Z",
        "2026-02-29T00:00:00Z",
        "2026-13-01T00:00:00Z",
        "2026-03-01T24:00:00Z",
        "2026-03-01T16:60:00Z",
        "2026-3-1T16:00:00Z",
        "2026-03-01T16:00:00+0100",
        "2026-03-01T16:00:00.Z",
        "2026-03-01T16:00:00+25:00",
        " 2026-03-01T16:00:00Z",
        "２026-03-01T16:00:00Z",
        "+026-03-01T16:00:00Z",
    ] {
        assert_eq!(at(wrong), None, "{wrong:?}");
    }
}

#[test]
fn the_character_that_tells_two_texts_apart_is_named() {
    for (found, wanted, character, words) in [
        ("Campaign ", "Campaign", 9, "a blank too many at the end"),
        ("Campaign\u{a0}- acme", "Campaign - acme", 9, "a no-break space (U+00A0) where a blank is expected"),
        ("\u{421}ampaign1", "Campaign1", 1, "Cyrillic “С” (U+0421) where “C” is expected"),
        ("openid,adobeid", "openid,AdobeID", 8, "lower case “a” where “A” is expected"),
        ("Campaign – acme", "Campaign - acme", 10, "an en dash (U+2013) where “-” is expected"),
        ("Campaign1-acm", "Campaign1-acme", 14, "the text ends where “e” should follow"),
        (" Campaign1", "Campaign1", 1, "a blank at the beginning"),
    ] {
        let difference = difference(found, wanted).unwrap_or_else(|| panic!("{found:?}"));
        assert_eq!((difference.character, difference.words.as_str()), (character, words), "{found:?}");
    }
    let accent = difference("acme\u{301} group", "acm\u{e9} group").unwrap();
    assert!(accent.words.contains("the accent is written in another way"), "{accent:?}");
    assert_eq!(difference("same", "same"), None);
    assert_eq!(difference("https://ims-na1-stg1.adobelogin.com", "https://ims-na1.adobelogin.com"), None);
    let strange: Vec<usize> =
        strange_characters(" a  \u{200b}\u{430}b ").iter().map(|found| found.character).collect();
    assert_eq!(strange, [1, 4, 5, 6, 8]);
}

/// As much as is read of a ticket, of one sign over and over: whatever looks ahead from each of them would take minutes.
#[test]
fn secrets_are_looked_for_in_texts_of_nothing_but_signs() {
    for part in [
        "<",
        "&",
        "\"",
        " ",
        "{",
        "|",
        ">",
        "%",
        "%25",
        "\n",
        "\\",
        "[",
        "=",
        ":",
        "\u{200b}",
        "а",
        "token",
        "password: ",
        "{\"token\":",
        "name=token value=\\\"",
        "://a:",
        "||token|",
        "### token\n",
        "login with a/",
        "eyJaaaaa",
        "&lt;",
        "token|\n",
        "session=\"",
    ] {
        let text = part.repeat((64 << 10) / part.len());
        let clean = super::without_secrets(&text).text;
        assert!(clean.len() <= text.len() * 2, "{part}");
    }
}
