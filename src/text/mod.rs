//! Words as people type them.
//!
//! One normal form ([`fold`]) and one way to cut a text into words ([`words::words`]) serve recognition,
//! search and the matching of error texts, so that all three agree about what is the same word.
//! Nothing here knows what a symptom or a page is.

pub mod denial;
pub mod place;
pub mod sentences;
pub mod words;

#[cfg(test)]
mod tests;

use unicode_normalization::UnicodeNormalization;

/// The normal form in which texts are compared: lower case, without accents, with straight quotes and plain
/// hyphens, full-width letters made ordinary, and every run of white space one blank.
///
/// Japanese voicing marks are kept: ガ and カ are different letters, not one letter with an accent.
///
/// ```
/// assert_eq!(deskdoc::text::fold("L’accès  EST\nrefusé"), "l'acces est refuse");
/// ```
pub fn fold(text: &str) -> String {
    // Most words of most texts are plain letters and digits, which only change case.
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        // Most words are: they need no table of Unicode.
        fold_into(&mut folded, text.chars());
    } else {
        fold_into(&mut folded, text.nfkd().filter(|c| !is_accent(*c) && !is_invisible(*c)).nfc());
    }
    folded
}

/// A text as it may be shown on one line anywhere: white space is blanks, and characters that steer a terminal or turn
/// the direction of what follows are made visible instead of obeyed.
///
/// ```
/// assert_eq!(deskdoc::text::visible("one\ntwo\u{1b}[31m\u{202e}"), "one two\u{fffd}[31m\u{fffd}");
/// ```
pub fn visible(text: &str) -> String {
    text.chars().map(|c| if matches!(c, '\n' | '\t') { ' ' } else { harmless(c) }).collect()
}

/// The same for a text of several lines: line feeds and tabs stay.
///
/// ```
/// assert_eq!(deskdoc::text::visible_lines("one\r\n\ttwo\u{9b}31m\u{61c}"), "one\n\ttwo\u{fffd}31m\u{fffd}");
/// ```
pub fn visible_lines(text: &str) -> String {
    let lines = text.split_inclusive('\n').flat_map(|line| match line.strip_suffix("\r\n") {
        Some(line) => line.chars().chain("\n".chars()),
        None => line.chars().chain("".chars()),
    });
    lines.map(|c| if matches!(c, '\n' | '\t') { c } else { harmless(c) }).collect()
}

/// A character, or what stands in for one that would be obeyed.
fn harmless(c: char) -> char {
    match c {
        '\u{2028}' | '\u{2029}' => ' ',
        c if c.is_control() || steers_direction(c) => '\u{fffd}',
        c => c,
    }
}

/// Whether a character turns the direction of what follows, or hides that something does.
pub fn steers_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn fold_into(folded: &mut String, chars: impl Iterator<Item = char>) {
    let mut blank_due = false;
    for c in chars {
        if c.is_whitespace() || c.is_control() {
            blank_due = true;
            continue;
        }
        if blank_due && !folded.is_empty() {
            folded.push(' ');
        }
        blank_due = false;
        push_folded(folded, c);
    }
}

fn push_folded(folded: &mut String, c: char) {
    match c {
        '‘' | '’' | '‚' | '‛' | '`' | '´' | '′' => folded.push('\''),
        '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '「' | '」' | '『' | '』' => {
            folded.push('"')
        }
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => folded.push('-'),
        'ß' | 'ẞ' => folded.push_str("ss"),
        'æ' | 'Æ' => folded.push_str("ae"),
        'œ' | 'Œ' => folded.push_str("oe"),
        'ø' | 'Ø' => folded.push('o'),
        'ł' | 'Ł' => folded.push('l'),
        _ => folded.extend(c.to_lowercase().filter(|lower| !is_accent(*lower))),
    }
}

/// Accents are the combining marks of Latin, Greek and Cyrillic letters.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}')
}

/// Characters that are not seen but would make equal words differ: soft hyphens, zero-width and bidi marks.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// Whether a character belongs to a script that is written without blanks between words.
pub fn is_unspaced_script(c: char) -> bool {
    matches!(c,
        '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}'
        | '\u{0e00}'..='\u{0eff}' | '\u{20000}'..='\u{2fa1f}')
}
