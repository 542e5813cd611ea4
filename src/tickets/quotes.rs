//! What somebody wrote themselves, without what their mail program quoted below or above it: earlier mails, and notes of
//! ours that came back with them. Where to stop: whoever only quotes says what they quote.

use super::call::{MARKER, is_own_note};
use super::html::{self, Part};

/// What every note begins with.
const NOTE_HEAD: &str = "deskdoc triage";
/// Parts of attributes by which mail programs mark a quote.
const QUOTED: [&str; 4] = ["gmail_quote", "yahoo_quoted", "protonmail_quote", "moz-cite-prefix"];
/// What stands between an answer and the mail below it.
const BELOW: [&str; 4] =
    ["original message", "ursprüngliche nachricht", "message d'origine", "mensaje original"];
/// How the mail below begins, and what stands in one of the lines behind that.
const FROM: [&str; 4] = ["from:", "von:", "de:", "desde:"];
const SENT: [&str; 6] = ["sent:", "gesendet:", "envoyé", "enviado", "date:", "datum:"];
/// How a line ends that says whose words follow.
const WROTE: [&str; 6] = ["wrote:", "schrieb:", "a écrit :", "a écrit\u{a0}:", "escribió:", "ha scritto:"];

/// HTML without the elements that quote.
pub(super) fn html_without_quotes(source: &str) -> String {
    let mut kept = String::with_capacity(source.len());
    // The element that is left out, and how many of its name are open in it.
    let mut quote: Option<(&str, usize)> = None;
    for part in html::parts(source) {
        match (part, &mut quote) {
            (Part::Tag { name, is_end, .. }, Some((of, depth))) if name.eq_ignore_ascii_case(of) => {
                *depth = if is_end { *depth - 1 } else { *depth + 1 };
                if *depth == 0 {
                    quote = None;
                    kept.push_str("<br>");
                }
            }
            (_, Some(_)) => {}
            (Part::Tag { name, is_end: false, whole }, None) if quotes(name, whole) => {
                quote = Some((name, 1))
            }
            (Part::Tag { whole, .. } | Part::Words(whole), None) => kept.push_str(whole),
        }
    }
    kept
}

/// The words that are not quoted; none if all of it is.
pub(super) fn without_quotes(text: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with('>')).collect();
    let mut own: Vec<&str> = Vec::new();
    let mut lines = lines.as_slice();
    while let Some((line, rest)) = lines.split_first() {
        if begins_note(line) {
            drop_attribution(&mut own);
            // Below the last line of the note its reader may have answered.
            let Some(end) = rest.iter().position(|line| is_own_note(line)) else { break };
            lines = rest.get(end + 1..).unwrap_or_default();
            continue;
        }
        if begins_mail_below(line, rest) {
            break;
        }
        if !is_own_note(line) {
            own.push(line);
        }
        lines = rest;
    }
    if own.len() < text.lines().count() {
        drop_attribution(&mut own);
    }
    let own = own.join("\n");
    (!own.trim().is_empty()).then(|| own.trim().to_owned())
}

/// What stands below the lines that say when who wrote it, as journals begin their entries.
pub(super) fn without_head(text: &str) -> &str {
    let mut rest = text.trim_start();
    let mut is_below_rule = false;
    while let Some((line, below)) = rest.split_once('\n') {
        let line = line.trim();
        let is_rule = line.len() > 9 && line.bytes().all(|byte| byte == b'-');
        // `2026-11-21 14:00:00 - Jo Doe (Additional comments)`
        let is_entry =
            line.starts_with(|c: char| c.is_ascii_digit()) && line.contains(" - ") && line.ends_with(')');
        // `Jo Doe, Nov 21, 2026, 22:00`
        let is_by = is_below_rule && line.matches(", ").count() >= 3 && line.contains(':');
        if !(is_rule || is_entry || is_by) {
            break;
        }
        is_below_rule = is_rule;
        rest = below.trim_start();
    }
    rest
}

/// Whether a note of ours begins in it.
pub(super) fn has_note_head(text: &str) -> bool {
    text.lines().any(begins_note)
}

/// Whether a note of ours stands in it.
pub(super) fn holds_note(text: &str) -> bool {
    text.contains(MARKER) && text.lines().any(is_own_note)
}

fn quotes(name: &str, tag: &str) -> bool {
    if name.eq_ignore_ascii_case("blockquote") {
        return true;
    }
    let is_box = name.eq_ignore_ascii_case("div") || name.eq_ignore_ascii_case("table");
    is_box && {
        let tag = tag.to_ascii_lowercase();
        QUOTED.iter().any(|mark| tag.contains(mark))
    }
}

fn begins_note(line: &str) -> bool {
    line.trim_matches(|c: char| !c.is_alphanumeric()).eq_ignore_ascii_case(NOTE_HEAD)
}

fn begins_mail_below(line: &str, rest: &[&str]) -> bool {
    let plain = |line: &str| line.trim().trim_matches('*').to_lowercase();
    let line = plain(line);
    let bare = line.trim_matches(|c: char| matches!(c, '-' | '_' | ' '));
    if line.starts_with("--") && BELOW.contains(&bare) {
        return true;
    }
    let is_any = |line: &str, words: &[&str]| words.iter().any(|word| line.starts_with(word));
    is_any(&line, &FROM) && rest.iter().take(3).any(|line| is_any(&plain(line), &SENT))
}

/// Takes away the last line if it only says whose words follow, and the rule above a mail.
fn drop_attribution(own: &mut Vec<&str>) {
    while let Some(last) = own.last().map(|line| line.trim()) {
        let is_rule = last.len() > 3 && last.chars().all(|c| matches!(c, '_' | '-'));
        if !(last.is_empty() || is_rule || WROTE.iter().any(|end| last.ends_with(end))) {
            return;
        }
        own.pop();
    }
}
