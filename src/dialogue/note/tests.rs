use super::quoting::{escaped, quoted, shortened};
use super::*;
use crate::dialogue::tests::{dark, lamp};

#[test]
fn words_of_users_are_quoted_whatever_they_hold() {
    assert_eq!(quoted("# a *b*\n[c](d)", 99), "`# a *b* [c](d)`");
    assert_eq!(quoted("``a` b", 99), "``` ``a` b ```");
    assert_eq!(quoted("", 99), "(nothing)");
    assert_eq!(quoted("a\u{202e}b\u{0}c", 99), "`ab c`");
    assert_eq!(escaped("a_b <c> *d* _e_", 99), "a_b \\<c\\> \\*d\\* \\_e\\_");
}

#[test]
fn texts_are_cut_at_the_end_of_a_sentence_or_a_word() {
    assert_eq!(shortened("short", 10), "short");
    assert_eq!(shortened("One sentence. Another one that is cut", 18), "One sentence.…");
    assert_eq!(shortened("many words in a row without an end", 20), "many words in a row…");
    assert_eq!(shortened("aaaaaaaaaaaaaaaaaaaaaaaa", 10), "aaaaaaaaa…");
}

#[test]
fn a_note_of_a_long_case_keeps_its_bounds_and_every_section() {
    let base = lamp();
    let mut long = note(&base, &dark(&base));
    let words: String = "lämp `of` <b>many</b> [words](x) ".repeat(40);
    long.words = vec![words.clone(); 60];
    long.facts = vec![words.clone(); 60];
    long.cited = vec![words; 60];
    let markdown = long.to_markdown();
    assert!(markdown.chars().count() <= LONGEST_NOTE, "{}", markdown.chars().count());
    for heading in [
        "## What the user says",
        "## What it looks like",
        "## What remains",
        "## What the advice rests on",
        "## Facts",
    ] {
        assert!(markdown.contains(heading), "{heading}\n{markdown}");
    }
    assert!(markdown.contains("more\n") && markdown.contains("Revision"), "{markdown}");
    for line in markdown.lines() {
        assert_eq!(line.matches('`').count() % 2, 0, "{line}");
    }
}
