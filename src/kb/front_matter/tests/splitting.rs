use super::*;

fn parts(text: &str) -> (Option<String>, String, usize) {
    let split = split(text);
    (split.block.map(|block| block.text), split.body, split.body_line)
}

#[test]
fn the_block_ends_at_the_first_fence_that_is_not_indented() {
    let (block, body, line) = parts("---\na: b\n---\n# Title\n---\nrest\n");
    assert_eq!((block.as_deref(), body.as_str(), line), (Some("a: b\n"), "# Title\n---\nrest\n", 4));
}

#[test]
fn three_dots_close_too_and_blanks_behind_fences_do_not_matter() {
    let (block, body, line) = parts("--- \t\na: b\n...  \nbody");
    assert_eq!((block.as_deref(), body.as_str(), line), (Some("a: b\n"), "body", 4));
}

#[test]
fn a_fence_anywhere_but_on_the_first_line_opens_nothing() {
    for text in [
        "# Page\n\n```yaml\n---\na: b\n---\n```\n",
        "\n---\na: b\n---\n",
        " ---\na: b\n---\n",
        "----\n",
        "---a\n---\n",
        "",
    ] {
        assert_eq!(parts(text), (None, text.to_owned(), 1), "{text:?}");
        assert_eq!(read(text).faults, []);
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_taken_off() {
    let (block, body, line) = parts("\u{feff}---\r\na: b\r\n---\r\none\r\ntwo\r\n");
    assert_eq!((block.as_deref(), body.as_str(), line), (Some("a: b\n"), "one\ntwo\n", 4));
    assert_eq!(parts("\u{feff}text\r\n"), (None, "text\n".to_owned(), 1));
}

#[test]
fn a_lone_carriage_return_ends_no_line() {
    let text = "---\ra: b\r---\rbody";
    assert_eq!(parts(text), (None, text.to_owned(), 1));
}

#[test]
fn a_block_that_is_never_closed_leaves_the_whole_file_as_body() {
    let text = "---\ntitle: x\n\n# Heading\n  ---\n";
    assert_eq!(parts(text), (None, text.to_owned(), 1));
    assert_eq!(faults(text), [("front-matter-unclosed", 1, 1)]);
    assert_eq!(faults("---"), [("front-matter-unclosed", 1, 1)]);
}

#[test]
fn an_empty_block_is_empty_metadata() {
    for text in
        ["---\n---\nbody", "---\n\n---\nbody", "---\n# only a comment\n---\nbody", "---\n  \n \n---\nbody"]
    {
        let parsed = read(text);
        assert_eq!(
            (parsed.front_matter.is_empty(), parsed.faults, parsed.body.as_str()),
            (true, vec![], "body")
        );
    }
}

#[test]
fn the_closing_fence_may_be_the_end_of_the_file() {
    assert_eq!(parts("---\na: b\n---"), (Some("a: b\n".to_owned()), String::new(), 4));
}
