//! Forms, exports, addresses and texts with some of them: `tests/cases/facts/readers.txt`, and hostile input.

use std::fmt::Write;

use deskdoc::checks::{Outcome, judge};
use deskdoc::facts::{Format, Reading, Record, Value, guess, read_document, read_text};

use super::good;
use crate::world::{builtin, cases, expect_file, no_complaints};

#[test]
fn readers_find_the_facts_that_the_cases_say() {
    let file = cases("facts").join("readers.txt");
    let written = std::fs::read_to_string(&file).unwrap();
    let mut rewritten = String::new();
    for case in written.split("=== ").skip(1) {
        let (name, rest) = case.split_once('\n').unwrap();
        let input = rest.split("\n--- found\n").next().unwrap();
        writeln!(rewritten, "=== {name}\n{input}\n--- found\n{}", found(&input.replace("\\t", "\t")))
            .unwrap();
    }
    no_complaints(expect_file(&file, &rewritten).err().into_iter().collect());
}

/// What a reader makes of an input: a path a line, then notes, what was dropped, and the verdicts that are known.
fn found(input: &str) -> String {
    let base = &builtin().snapshot().base;
    let schema = &base.settings().facts;
    let reading = match guess(input) {
        Format::Text => Ok(read_text(schema, input)),
        format => read_document(schema, input, format, None),
    };
    let reading = match reading {
        Ok(reading) => reading,
        Err(unreadable) => return format!("refused: {unreadable}\n"),
    };
    let mut text = String::new();
    listed(&reading.facts, "", &mut text);
    for note in &reading.notes {
        writeln!(text, "note, line {}: {}", note.line, note.text).unwrap();
    }
    for removed in &reading.removed {
        writeln!(text, "dropped, line {}: {}", removed.line, removed.what.words()).unwrap();
    }
    for verdict in judge(base, &reading.facts) {
        if verdict.outcome != Outcome::Unknown {
            writeln!(text, "{} {}", verdict.outcome.word(), verdict.check).unwrap();
        }
    }
    text
}

fn listed(record: &Record, path: &str, text: &mut String) {
    for (name, fact) in &record.entries {
        let path = format!("{path}{name}");
        let label = fact.origin.label.as_ref().map_or_else(String::new, |label| format!(", {label}"));
        match &fact.value {
            Value::Record(below) => listed(below, &format!("{path}."), text),
            Value::List(list) => {
                for (at, item) in list.items.iter().enumerate() {
                    match &item.value {
                        Value::Record(below) => listed(below, &format!("{path}.{at}."), text),
                        value => writeln!(text, "{path}.{at} = {value:?}").unwrap(),
                    }
                }
                if list.is_open {
                    writeln!(text, "{path}: perhaps more").unwrap();
                }
            }
            value => writeln!(text, "{path} = {value:?} (line {}{label})", fact.origin.line).unwrap(),
        }
    }
}

fn read(text: &str, format: Format) -> Result<Reading, deskdoc::facts::Unreadable> {
    read_document(&builtin().snapshot().base.settings().facts, text, format, None)
}

#[test]
fn whatever_is_cut_off_never_makes_a_check_pass() {
    let base = &builtin().snapshot().base;
    let whole = serde_json::to_string_pretty(&good()).unwrap();
    let passed = |text: &str, format| -> Vec<String> {
        let Ok(reading) = read(text, format) else { return Vec::new() };
        let verdicts = judge(base, &reading.facts).into_iter();
        verdicts
            .filter(|verdict| verdict.outcome == Outcome::Pass)
            .map(|verdict| verdict.check.to_string())
            .collect()
    };
    for end in (0..whole.len()).step_by(7) {
        let cut = passed(&whole[..whole.floor_char_boundary(end)], Format::Json);
        // Of a list that breaks off it is not known that there is only one account.
        let list_ends = whole.find("],\n    \"instance_url\"").unwrap();
        assert!(end > list_ends || !cut.contains(&"external_account_single".to_owned()), "{end}: {cut:?}");
        assert!(
            !cut.contains(&"product_context".to_owned()) || end > whole.find("\"ims\"").unwrap(),
            "{end}: {cut:?}"
        );
    }
    let two = r#"{"campaign": {"external_accounts": [{"type": "Adobe Marketing Cloud", "internal_name": "Adobe_Marketing_Cloud""#;
    assert!(passed(two, Format::Json).is_empty());
    let no_context = r#"{"ims": {"product_context": "dma_campaign"}, "campaign": {"external_accounts": [{"type": "Adobe Marketing Cloud", "enabled": true"#;
    assert_eq!(passed(no_context, Format::Json), ["external_account_enabled"]);
}

#[test]
fn no_change_of_good_input_breaks_a_reader() {
    let form = std::fs::read_to_string(cases("facts").join("readers.txt")).unwrap();
    let snapshot = serde_json::to_string(&good()).unwrap();
    let base = &builtin().snapshot().base;
    let mut seed = 0x9e37_79b9_u32;
    let mut next = |below: usize| {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        seed as usize % below.max(1)
    };
    let odd = [
        "\"", "\\", "{", "}", "[", "<", ">", "&", "%", "\u{0}", "\u{202e}", "é", "://", "=", ":", "\r\n",
        "&#x;", "]]>", "<!--", "\\u",
    ];
    for case in form.split("=== ").skip(1).chain([snapshot.as_str()]) {
        for _ in 0..40 {
            let mut text: String = case.chars().take(next(case.chars().count()).max(20)).collect();
            for _ in 0..next(6) {
                let at = text.floor_char_boundary(next(text.len()));
                text.insert_str(at, odd[next(odd.len())]);
            }
            for format in [Format::Json, Format::Xml, Format::Text] {
                if let Ok(reading) = read(&text, format) {
                    judge(base, &reading.facts);
                }
            }
            deskdoc::facts::without_secrets(&text);
        }
    }
}

#[test]
fn much_of_one_thing_takes_no_longer_than_much_of_another() {
    // Where the work grew with the square of the length each of these took minutes.
    for unit in [
        ":",
        "[ ]",
        "Callback server: a  ",
        "Callback server: a\n",
        "secret: x9!abcdef ",
        "secret:\"",
        "secret",
        "a: ",
        "http://a:",
        "http://a:b",
        "eyJabcdef",
        "password for ",
        "password is ",
        "{\"secret\":[",
        "secret(",
        "%25",
        "?code=",
        "-----BEGIN PRIVATE KEY-----",
        "a",
        " {",
        "  a:",
        "[x] Enabled",
        "IMS scope: a,\n",
        "  ,\n",
        "pwd=a&",
        "pwd: a ",
        "pwd=\"a\",",
    ] {
        let text = unit.repeat((1 << 16) / unit.len());
        let _ = read(&text, Format::Text).unwrap();
        let _ = deskdoc::facts::without_secrets(&text);
    }
    // Each row is a head with one column more than the row above it.
    let stairs: String = (1..700).map(|n| format!("password{}\n", "|a".repeat(n))).collect();
    let _ = deskdoc::facts::without_secrets(&stairs);
    // An object of which nothing is known, with as many names as are read.
    let names: Vec<String> = (0..49_000).map(|n| format!("\"k{n}\":1")).collect();
    let _ = read(&format!("{{\"x\":{{{}}}}}", names.join(",")), Format::Json).unwrap();
}

#[test]
fn hostile_documents_are_refused_or_passed_over() {
    let refused =
        |text: &str, format: Format| read(text, format).map(|_| ()).map_err(|error| error.to_string());
    let bomb = "<!DOCTYPE a [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><package><extAccount name=\"&b;\"/></package>";
    assert!(refused(bomb, Format::Xml).unwrap_err().contains("document type"));
    let external = "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><extAccount name=\"&x;\"/>";
    assert!(refused(external, Format::Xml).unwrap_err().contains("document type"));
    assert!(refused("<extAccount name=\"&x;\"/>", Format::Xml).unwrap_err().contains("entity"));
    assert!(refused("<package>&x;<extAccount/></package>", Format::Xml).unwrap_err().contains("entity"));
    assert!(refused(&"<a>".repeat(100_000), Format::Xml).unwrap_err().contains("64 deep"));
    assert!(refused(&"[".repeat(100_000), Format::Json).unwrap_err().contains("64 deep"));
    assert!(refused(&"{\"campaign\":".repeat(100_000), Format::Json).unwrap_err().contains("64 deep"));
    assert!(refused(&format!("[{}", "0,".repeat(60_000)), Format::Json).unwrap_err().contains("50000"));
    assert!(
        refused(&format!("<p>{}</p>", "<e/>".repeat(60_000)), Format::Xml).unwrap_err().contains("50000")
    );
    let attributes: String = (0..300).map(|at| format!(" a{at}=\"1\"")).collect();
    assert!(
        refused(&format!("<extAccount{attributes}/>"), Format::Xml).unwrap_err().contains("200 attributes")
    );
    assert!(
        refused(&" ".repeat(deskdoc::facts::LARGEST_DOCUMENT + 1), Format::Text)
            .unwrap_err()
            .contains("8 MiB")
    );
    assert!(refused("", Format::Json).is_err() && refused("x", Format::Json).is_err());
    assert!(refused("", Format::Xml).is_err() && refused("no xml", Format::Xml).is_err());
    for unit in
        ["http://a:", "https://x/ims/authorize?redirect_uri=", "https://x/?a=", "://", "https%3A%2F%2Fx/?"]
    {
        assert!(read(&unit.repeat(20_000 / unit.len()), Format::Text).is_ok(), "{unit}");
    }
    assert!(read("[1, 2]", Format::Json).unwrap().is_empty());
    for bytes in [b"\xff\xfe{\0}\0".as_slice(), b"\xfe\xff\0{", b"{\0\"\0", b"<\0a\0", b"{\"a\": \"\xe9\"}"] {
        assert!(deskdoc::facts::decoded(bytes).unwrap_err().to_string().contains("UTF-8"), "{bytes:?}");
    }
    assert!(
        read("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><extAccount name=\"é\"/>", Format::Xml).is_err()
    );
    assert!(
        read("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><extAccount name=\"e\"/>", Format::Xml).is_ok()
    );
}

#[test]
fn one_odd_value_does_not_lose_a_snapshot_and_a_name_that_stands_twice_is_not_used() {
    for odd in ["1e999", "NaN", "\"\\ud800\"", "{\"a\": -1e999, \"\\udc00\": 1}"] {
        let reading =
            read(&format!("{{\"x\": {odd}, \"ims\": {{\"client_id\": \"a\"}}}}"), Format::Json).unwrap();
        assert_eq!((reading.facts.n_values(), reading.notes.len()), (1, 0), "{odd}");
    }
    let twice = "{\"ims\": {\"client_id\": \"a\",\n\"client_id\": \"b\", \"product_context\": \"c\"}}";
    let reading = read(twice, Format::Json).unwrap();
    assert_eq!(reading.facts.n_values(), 1);
    assert!(reading.notes[0].line == 2 && reading.notes[0].text.contains("stood before"), "{reading:?}");
}
