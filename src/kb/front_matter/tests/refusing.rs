use super::*;

/// Front matter that is refused, and the code, line and column it is refused with.
const REFUSED: &[(&str, &str, usize, usize)] = &[
    ("a: &x 1", "front-matter-alias", 2, 4),
    ("a: *x", "front-matter-alias", 2, 4),
    ("title: *bold* text", "front-matter-alias", 2, 8),
    ("a: {<<: *x}", "front-matter-alias", 2, 9),
    ("a: !important note", "front-matter-tag", 2, 4),
    ("a: !!python/object/apply:os.system ['ls']", "front-matter-tag", 2, 4),
    ("a: !{x}", "front-matter-tag", 2, 4),
    ("%YAML 1.2\na: b", "front-matter-invalid", 2, 1),
    ("a: 1\n'a': 2", "front-matter-duplicate-key", 3, 1),
    ("a: {b: 1, b: 2}", "front-matter-duplicate-key", 2, 11),
    ("? [a]\n: b", "front-matter-key-not-text", 2, 3),
    ("{a: b}: c", "front-matter-key-not-text", 2, 1),
    ("title: {{ page }}", "front-matter-key-not-text", 2, 9),
    (": x", "front-matter-key-not-text", 2, 1),
    ("a: b\n--- c", "front-matter-second-document", 3, 1),
    ("a: b\n... # c", "front-matter-second-document", 3, 1),
    ("--- a: b", "front-matter-second-document", 2, 1),
    ("a: |\n  x\n  ---\n  y", "front-matter-separator", 4, 3),
    ("a: b\n\u{a0}---", "front-matter-separator", 3, 2),
    ("a:\n\tb: c", "front-matter-tab", 3, 1),
    ("a:\n  \t- b", "front-matter-tab", 3, 3),
    ("a:\n  -\tb", "front-matter-tab", 3, 4),
    ("a: \"x\"\n\t\nb: 1", "front-matter-tab", 3, 1),
    ("a: |\n  x\n\ty", "front-matter-tab", 4, 1),
    ("a: b\0c", "front-matter-control-character", 2, 5),
    ("a: \u{1b}[2J", "front-matter-control-character", 2, 4),
    ("a: b\rc: d", "front-matter-control-character", 2, 5),
    ("\u{feff}a: b", "front-matter-control-character", 2, 1),
    ("\"a\\0\": 1", "front-matter-control-character", 2, 1),
    ("just a sentence", "front-matter-not-a-map", 2, 1),
    ("- a\n- b", "front-matter-not-a-map", 2, 1),
    ("42", "front-matter-not-a-map", 2, 1),
];

/// Front matter that is no YAML, where it stops being it, and a few words of the answer.
const INVALID: &[(&str, usize, usize, &str)] = &[
    ("key: value: x", 2, 11, "a `: ` stands where no key can be"),
    ("title:x\nb: c", 3, 2, "a `: ` stands where no key can be"),
    ("title: x\n  sub: y", 3, 6, "a `: ` stands where no key can be"),
    ("title: \"abc\nb: c", 2, 8, "a quote is opened here and never closed"),
    ("title: 'it's", 2, 12, "something stands behind a closing quote or bracket"),
    ("title: [b] c", 2, 12, "something stands behind a closing quote or bracket"),
    ("title: @home", 2, 8, "keeps for itself"),
    ("title: `code`", 2, 8, "keeps for itself"),
    ("path: \"C:\\quit\"", 2, 7, "starts an escape that does not exist"),
    ("path: \"\\u12\"", 2, 7, "starts an escape that does not exist"),
    ("a: [b, c\nd: e", 3, 2, "lacks a comma or its closing `]`"),
    ("a: {b: c\nd: e", 3, 2, "lacks a comma or its closing `}`"),
    ("a: [b,\n\"c\"]", 3, 4, "starts as far left as the key"),
    ("a: [- b]", 2, 5, "stands inside brackets"),
    ("a:\n  - b\n  c: d", 4, 3, "does not start with `- `"),
    ("a:\n  b: 1\n c: 2", 4, 3, "indentation is off"),
    ("a: b\nc d\ne: f", 3, 1, "is not of the form `key: value`"),
    ("a: |foo\nb: c", 2, 4, "behind `|` or `>`"),
];

#[test]
fn what_cannot_be_trusted_is_refused_with_its_place_and_the_body_stays() {
    for (block, code, line, column) in REFUSED {
        let text = page(block);
        assert_eq!(faults(&text), [(*code, *line, *column)], "{block:?}");
        let parsed = read(&text);
        assert!(parsed.front_matter.is_empty(), "{block:?}");
        assert_eq!(parsed.body, "body\n", "{block:?}");
    }
}

#[test]
fn errors_of_yaml_are_told_in_plain_words() {
    for (block, line, column, words) in INVALID {
        let text = page(block);
        assert_eq!(faults(&text), [("front-matter-invalid", *line, *column)], "{block:?}");
        let message = read(&text).faults.remove(0).message;
        assert!(message.contains(words), "{block:?}: {message}");
    }
}

#[test]
fn messages_and_help_keep_the_house_style() {
    let blocks = REFUSED.iter().map(|row| row.0).chain(INVALID.iter().map(|row| row.0));
    for fault in blocks.flat_map(|block| read(&page(block)).faults) {
        for words in [&fault.message, &fault.help] {
            assert!(!words.starts_with(|first: char| first.is_uppercase()), "{words}");
            assert!(!words.ends_with('.') && !words.contains(" at line "), "{words}");
            assert!(
                !["scan", "token", "scalar", "mapping", "sequence"]
                    .iter()
                    .any(|jargon| words.contains(jargon)),
                "{words}"
            );
        }
    }
}

#[test]
fn every_repeated_key_is_named_with_its_first_line() {
    let parsed = read(&page("a: 1\nb: 2\na: 3\nb: 4"));
    let messages: Vec<_> = parsed.faults.into_iter().map(|fault| fault.message).collect();
    assert_eq!(
        messages,
        ["key `a` appears twice, first on line 2", "key `b` appears twice, first on line 3"]
    );
}

#[test]
fn the_same_key_may_stand_in_different_maps() {
    sound("a: {b: 1}\nb: {a: 1, c: [{a: 1}, {a: 2}]}");
}

#[test]
fn the_columns_hold_for_windows_line_ends_too() {
    assert_eq!(faults("---\r\na: b\r\nc: *d\r\n---\r\n"), [("front-matter-alias", 3, 4)]);
}
