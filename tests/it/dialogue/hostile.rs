//! A conversation survives whatever comes through the pipe.

use super::transcripts::talk;
use crate::world::{Deskdoc, small_base};

fn coffee() -> Deskdoc {
    Deskdoc::with_base(&small_base()).args(["chat"])
}

#[test]
fn any_input_is_talked_to_and_ends_well() {
    let inputs: Vec<(&str, Vec<u8>)> = vec![
        ("nothing", Vec::new()),
        ("one line end", b"\n".to_vec()),
        ("line ends of all sorts", b"\r\n\n\r\r\n".to_vec()),
        ("no line end", b"no coffee comes out".to_vec()),
        ("64 KiB in one line", b"coffee ".repeat(9_363)),
        (
            "a megabyte in one line, and one more line",
            [b"a".repeat(1 << 20), b"\nno coffee\n".to_vec()].concat(),
        ),
        ("every byte", (0..=255).collect()),
        ("bytes that are no text", vec![0xff, 0xfe, b'\n', 0x80, 0xc3, 0x28, b'\n']),
        ("zero bytes", vec![0; 4096]),
        ("terminal controls", b"\x1b[2J\x1b]0;owned\x07 no coffee comes out \x1b[31m\nnote\n".to_vec()),
        ("right to left", "\u{202e}eeffoc on\u{202c}\nnote\n".as_bytes().to_vec()),
        (
            "numbers that are none",
            b"99999999999999999999\n-1\n1e9\nback 99999999999999999999\nback 0\n".to_vec(),
        ),
    ];
    for (what, input) in inputs {
        let run = coffee().input(input).run();
        assert_eq!(run.code, Some(0), "{what}: {}", run.err);
        assert!(!run.err.contains("panicked"), "{what}: {}", run.err);
        let played = |c: char| (c.is_control() && c != '\n') || ('\u{202a}'..='\u{202e}').contains(&c);
        assert!(!run.out.contains(played), "{what}: {:?}", run.out);
    }
}

#[test]
fn a_closed_input_and_a_missing_terminal_block_nothing() {
    assert_eq!(coffee().run().code, Some(0));
    assert_eq!(coffee().env("TERM", "dumb").env("NO_COLOR", "1").run().code, Some(0));
}

#[test]
fn words_on_the_command_line_are_the_first_thing_said() {
    let run = coffee().args(["no", "coffee", "comes", "out"]).input("").run();
    let piped = coffee().input("no coffee comes out\n").run();
    assert!(run.out.starts_with("> no coffee comes out\n"), "{}", run.out);
    assert!(piped.out.ends_with(&run.out), "{}\n{}", piped.out, run.out);
}

#[test]
fn a_line_that_is_too_long_is_cut_with_a_word_about_it() {
    let run = coffee().input("coffee ".repeat(20_000)).run();
    assert!(run.err.contains("64 KiB"), "{}", run.err);
    assert!(run.out.contains("more characters"), "{}", run.out);
}

#[test]
fn a_full_disk_is_an_error_and_a_reader_who_has_gone_is_none() {
    let full = std::fs::File::create("/dev/full").unwrap();
    let run = coffee().input("no coffee\n").output_to(full).finish();
    assert_eq!(run.code, Some(2), "{}", run.err);
}

#[test]
fn no_line_is_wider_than_the_terminal() {
    let out =
        talk("after login I land on adobe.com\ni don't know\nwhy\nwhy not 2\ndid not help\nhelp\n", None);
    let wide = out.lines().filter(|line| line.chars().count() > 80 && !line.contains("https://"));
    assert_eq!(wide.collect::<Vec<_>>(), Vec::<&str>::new());
}

#[test]
fn a_conversation_without_end_is_stopped_with_a_word_and_can_still_be_handed_over() {
    let typed = format!("{}hand over\nnote\n", "qwertz asdf\n".repeat(210));
    let out = talk(&typed, Some("coffee"));
    assert!(out.contains("the most there may be"), "{out:.2000}");
    assert!(out.contains("**Handed over**"));
}

#[test]
fn a_note_shows_the_words_of_users_and_obeys_none_of_them() {
    let typed =
        "no coffee ``` # heading [link](http://evil.example) <img src=x onerror=alert(1)> `code`\nnote\n";
    let out = talk(typed, Some("coffee"));
    let note = out.split_once("# Case note").unwrap().1;
    assert!(note.contains("- ```` no coffee ``` # heading [link](http://evil.example) <img src=x onerror=alert(1)> `code` ````"), "{note}");
    let pages = deskdoc::kb::markdown::Markdown::read(note);
    assert!(pages.document().links.is_empty(), "{:?}", pages.document().links);
}
