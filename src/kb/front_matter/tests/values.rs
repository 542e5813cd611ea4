use super::*;

fn text<'page>(front_matter: &'page FrontMatter, key: &str) -> Option<&'page str> {
    front_matter.get(key).and_then(Node::as_text)
}

#[test]
fn scalars_keep_the_way_they_are_written() {
    let page = sound(
        "version: 1.10\nother: 0.05\nreview_by: 2027-06-30\nport: 0x1F\nbuild: 007\ndraft: false\nyes: yes\nid: '42'\nbig: 99999999999999999999",
    );
    let written: Vec<_> = page.scalars().collect();
    let expected = [
        ("version", "1.10"),
        ("other", "0.05"),
        ("review_by", "2027-06-30"),
        ("port", "0x1F"),
        ("build", "007"),
        ("draft", "false"),
        ("yes", "yes"),
        ("id", "42"),
        ("big", "99999999999999999999"),
    ];
    assert_eq!(written, expected);
}

#[test]
fn only_unquoted_numbers_are_numbers() {
    let page =
        sound("a: 3\nb: 0.05\nc: '3'\nd: .inf\ne: 0x1F\nf: 2027-06-30\ng: true\nh: 99999999999999999999");
    let numbers: Vec<_> = page.entries.iter().map(|entry| entry.value.as_number()).collect();
    assert_eq!(numbers, [Some(3.0), Some(0.05), None, None, Some(31.0), None, None, Some(1e20)]);
    assert_eq!(page.get("g").and_then(Node::as_bool), Some(true));
}

#[test]
fn nothing_is_null_an_empty_list_and_an_empty_map() {
    let page = sound("a:\nb: ~\nc: null\nd: '~'");
    for key in ["a", "b", "c"] {
        let node = page.get(key).unwrap();
        assert_eq!(node.value, Value::Null);
        assert_eq!(
            (node.as_text(), node.as_list().unwrap().len(), node.as_map().unwrap().len()),
            (None, 0, 0)
        );
    }
    assert_eq!(text(&page, "d"), Some("~"));
    assert_eq!(page.scalars().count(), 1);
}

#[test]
fn a_single_value_counts_as_a_list_of_one() {
    let page = sound("one: a\nmany: [a, 0.5, 'c']\nlines:\n- x\n- y\nmap: {a: b}");
    let items =
        |key: &str| -> Option<Vec<&str>> { page.get(key)?.as_list()?.iter().map(Node::as_text).collect() };
    assert_eq!(items("one"), Some(vec!["a"]));
    assert_eq!(items("many"), Some(vec!["a", "0.5", "c"]));
    assert_eq!(items("lines"), Some(vec!["x", "y"]));
    assert_eq!(items("map"), None);
}

#[test]
fn maps_keep_the_order_of_the_page_and_keys_are_texts() {
    let page = sound("likelihood: {\"*\": seldom, mask: usually, 403: even, true: never}");
    let likelihood = page.get("likelihood").unwrap();
    let keys: Vec<_> = likelihood.as_map().unwrap().iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys, ["*", "mask", "403", "true"]);
    assert_eq!(likelihood.get("mask").and_then(Node::as_text), Some("usually"));
    assert_eq!(likelihood.get("absent"), None);
}

#[test]
fn long_texts_may_run_over_lines() {
    let page = sound("a: |\n  one\n   two\n\n  three\nb: >-\n  x\n  y\nc: \"p\n  q\"\nd: r\n  s");
    assert_eq!(text(&page, "a"), Some("one\n two\n\nthree\n"));
    assert_eq!(text(&page, "b"), Some("x y"));
    assert_eq!(text(&page, "c"), Some("p q"));
    assert_eq!(text(&page, "d"), Some("r s"));
}

#[test]
fn a_tab_inside_a_text_is_content() {
    let page = sound("a: |\n  one\n  \ttwo\nb: x\ty\nc:\tz");
    assert_eq!(text(&page, "a"), Some("one\n\ttwo\n"));
    assert_eq!(text(&page, "b"), Some("x\ty"));
    assert_eq!(text(&page, "c"), Some("z"));
}

#[test]
fn merge_keys_are_keys_like_any_other() {
    let page = sound("<<: {a: 1}\nb: 2");
    assert_eq!(page.get("a"), None);
    assert!(page.get("<<").is_some());
}

#[test]
fn windows_line_ends_and_a_byte_order_mark_change_no_value() {
    let parsed = read("\u{feff}---\r\ntitle: \"A: b\"\r\nlist:\r\n  - é\r\n---\r\nbody\r\n");
    assert_eq!(parsed.faults, []);
    assert_eq!(text(&parsed.front_matter, "title"), Some("A: b"));
    assert_eq!(parsed.front_matter.get("list").unwrap().as_list().unwrap().len(), 1);
    assert_eq!((parsed.body.as_str(), parsed.body_line), ("body\n", 6));
}

#[test]
fn an_escape_that_makes_an_invisible_character_is_reported_and_shown() {
    let parsed = read(&page("path: \"C:\\Program Files\"\nkind: cause\nbell: ['x', \"\\a\"]"));
    assert_eq!(text(&parsed.front_matter, "path"), Some("C:\u{fffd}rogram Files"));
    assert_eq!(text(&parsed.front_matter, "kind"), Some("cause"));
    let codes: Vec<_> = parsed.faults.iter().map(|fault| (fault.code, fault.position.line)).collect();
    assert_eq!(codes, [("front-matter-escape", 2), ("front-matter-escape", 4)]);
}
