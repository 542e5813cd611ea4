use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::*;

/// Reads on a stack an eighth the size of a worker's, so that recursion would show.
fn read_on_a_small_stack(block: String) -> Parsed {
    let (answer, answers) = mpsc::channel();
    let thread = thread::Builder::new().stack_size(256 * 1024);
    thread.spawn(move || answer.send(read(&page(&block)))).unwrap();
    // Milliseconds in truth; the limit leaves room for a busy machine and still tells a bomb.
    answers.recv_timeout(Duration::from_secs(5)).unwrap()
}

fn refused_as(block: String, code: &str) {
    let start: String = block.chars().take(30).collect();
    let parsed = read_on_a_small_stack(block);
    assert_eq!(parsed.faults.first().map(|fault| fault.code), Some(code), "{start}");
    assert!(parsed.front_matter.is_empty());
    assert_eq!(parsed.body, "body\n");
}

#[test]
fn aliases_never_multiply() {
    let first = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n".to_owned();
    let bomb = (1..9).fold(first, |bomb, level| {
        let aliases = vec![format!("*a{}", level - 1); 9].join(",");
        format!("{bomb}a{level}: &a{level} [{aliases}]\n")
    });
    refused_as(bomb, "front-matter-alias");
}

#[test]
fn depth_is_refused_before_anything_recurses() {
    for opener in ["[", "{", "{a: ", "[{a: "] {
        refused_as(format!("a: {}", opener.repeat(60_000 / opener.len())), "front-matter-too-deep");
    }
    refused_as("- ".repeat(32_000), "front-matter-too-deep");
    refused_as((0..250).map(|level| " ".repeat(level) + "a:\n").collect(), "front-matter-too-deep");
    refused_as("? ".repeat(32_000), "front-matter-key-not-text");
}

#[test]
fn thirty_two_levels_are_read_and_one_more_is_not() {
    let nested = |levels: usize| format!("a: {}{}", "[".repeat(levels), "]".repeat(levels));
    // The map of the page itself is the first level.
    assert_eq!(read_on_a_small_stack(nested(31)).faults, []);
    refused_as(nested(32), "front-matter-too-deep");
}

#[test]
fn size_and_number_of_values_are_limited() {
    refused_as(format!("a: {}", "[".repeat(100_000)), "front-matter-too-large");
    refused_as(format!("a: {}", "x".repeat(64 * 1024)), "front-matter-too-large");
    refused_as(format!("a: [{}]", "1,".repeat(21_000)), "front-matter-too-many-values");
    assert_eq!(read_on_a_small_stack(format!("a: {}", "x".repeat(60_000))).faults, []);
    assert_eq!(read_on_a_small_stack(format!("a: [{}]", "1,".repeat(19_000))).faults, []);
}

#[test]
fn long_keys_numbers_quotes_and_empty_lines_are_answered() {
    refused_as(format!("{}: 1", "k".repeat(60_000)), "front-matter-invalid");
    refused_as(format!("a: {}", "'".repeat(60_001)), "front-matter-invalid");
    refused_as("%".repeat(60_000), "front-matter-invalid");
    refused_as(format!("a: {}", "!".repeat(60_000)), "front-matter-tag");
    for block in [
        format!("a: {}", "9".repeat(60_000)),
        format!("a: |\n{}", " \n".repeat(30_000)),
        "#\n".repeat(30_000),
    ] {
        assert_eq!(read_on_a_small_stack(block).faults, []);
    }
}

#[test]
fn a_flood_of_repeated_keys_is_cut_short() {
    let parsed = read_on_a_small_stack("a: 1\n".repeat(6_000));
    assert_eq!(parsed.faults.len(), 20);
}
