#![expect(clippy::string_slice, reason = "a wrong range is a failed test")]

use super::sentences::sentences;
use super::words::{is_stop_word, stem, words};
use super::*;

fn folded_words(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| word.folded).collect()
}

#[test]
fn quotes_case_accents_and_blanks_do_not_matter() {
    assert_eq!(fold("«Périmètre»  \u{a0} ‘x’"), "\"perimetre\" 'x'");
    assert_eq!(fold("ＡＤＯＢＥ Straße"), "adobe strasse");
}

#[test]
fn japanese_voicing_marks_are_kept() {
    assert_eq!(fold("ログイン ガ"), "ログイン ガ");
    assert_ne!(fold("ガ"), fold("カ"));
}

#[test]
fn addresses_codes_and_contractions_stay_whole() {
    assert_eq!(
        folded_words("XSV-350013: don't open www.adobe.com."),
        ["xsv", "350013", "don't", "open", "www.adobe.com"]
    );
    assert_eq!(folded_words("error=invalid_scope&state"), ["error", "invalid_scope", "state"]);
}

#[test]
fn scripts_without_blanks_are_cut_from_those_with() {
    assert_eq!(folded_words("adobe.comのページ"), ["adobe.com", "のページ"]);
}

#[test]
fn spans_point_into_the_original_text() {
    let text = "L’Été  chaud";
    let spans: Vec<_> = words(text).into_iter().map(|word| &text[word.span]).collect();
    assert_eq!(spans, ["L’Été", "chaud"]);
}

#[test]
fn inflected_words_share_a_stem() {
    for word in ["redirected", "redirects", "redirecting"] {
        assert_eq!(stem(word), "redirect");
    }
    assert_eq!(stem("access"), "access");
    assert_eq!(stem("7.4.1"), "7.4.1");
}

#[test]
fn stop_words_are_sorted_so_that_they_are_found() {
    assert!(is_stop_word("the") && is_stop_word("einer") && is_stop_word("zur") && is_stop_word("a"));
    assert!(!is_stop_word("not") && !is_stop_word("cannot") && !is_stop_word("nicht"));
}

#[test]
fn sentences_end_at_marks_and_lines_but_not_at_soft_wraps() {
    let text = "Dear team,\nsince this morning I am sent to the start page of adobe.com after the\npassword. Thanks!\n\n日本語です。次。";
    let cut: Vec<_> = sentences(text).into_iter().map(|range| &text[range]).collect();
    assert_eq!(cut.len(), 5);
    assert!(cut[1].contains("adobe.com after the\npassword."));
}
