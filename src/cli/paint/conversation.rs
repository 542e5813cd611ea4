//! A conversation at 80 columns.

use anstyle::Style;

use super::{ACCENT, FAINT, Page, STRONG};
use crate::text::{visible, visible_lines};
use crate::wire::{AdviceV1, Link, MessageV1, PromptV1, ReplyV1};

/// The mark in front of what is typed.
pub(in crate::cli) const MARK: &str = "> ";
/// So many characters of a line from a pipe are shown.
const LONGEST_ECHO: usize = 400;
/// So many sections to read are named.
const MOST_READING: usize = 3;

/// What is shown once, at a terminal.
pub(in crate::cli) fn welcome() -> String {
    let mut page = Page::default();
    page.line(FAINT, 0, "Choose by number or answer in your own words. `help` shows what else you can type.");
    page.text
}

/// A line of a transcript.
pub(in crate::cli) fn echo(line: &str) -> String {
    let line = visible(line.trim_end_matches(['\r', '\n']));
    let n_more = line.chars().count().saturating_sub(LONGEST_ECHO);
    let more = if n_more > 0 { format!(" … ({n_more} more characters)") } else { String::new() };
    let kept: String = line.chars().take(LONGEST_ECHO).collect();
    let mut page = Page::default();
    page.raw(STRONG, &format!("{MARK}{kept}{more}"));
    page.text
}

/// A reply, without what stands in the one before it. Of a reply that somebody came back to, what was understood
/// then is not said again.
pub(in crate::cli) fn reply(reply: &ReplyV1, before: Option<&ReplyV1>, is_undone: bool) -> String {
    let mut page = Page { keeps_hyphens: true, ..Page::default() };
    page.blank();
    if is_undone {
        page.line(Style::new(), 0, "Back to where we were.");
    }
    let mut last = "";
    for message in
        reply.messages.iter().filter(|message| !is_undone || matches!(message.kind, "said" | "warning"))
    {
        if !last.is_empty() && last != message.kind {
            page.blank();
        }
        last = message.kind;
        self::message(&mut page, message);
    }
    if let Some(found) = &reply.out_of_scope {
        for paragraph in found.text.lines().filter(|line| !line.trim().is_empty()) {
            page.line(Style::new(), 2, paragraph);
        }
    }
    let id = |reply: &ReplyV1| reply.advice.as_ref().map(|advice| advice.id.clone());
    let was_shown = before.is_some_and(|before| id(before) == id(reply) && before.phase == reply.phase);
    if let Some(advice) = reply.advice.as_ref().filter(|_| !was_shown) {
        self::advice(&mut page, advice, reply.phase);
    }
    reading(&mut page, reply);
    if let Some(prompt) = &reply.prompt {
        if !reply.messages.is_empty() || is_undone {
            page.blank();
        }
        let is_again = before.and_then(|before| before.prompt.as_ref()) == Some(prompt);
        self::prompt(&mut page, prompt, is_again);
    }
    page.blank();
    page.text
}

fn message(page: &mut Page, message: &MessageV1) {
    let style = match message.kind {
        "recognised" => ACCENT,
        "warning" => STRONG,
        _ => Style::new(),
    };
    // A number and its sign stay together at the end of a line.
    page.line(style, 0, &message.text.replace(" %", "\u{a0}%"));
    for item in &message.items {
        page.item(2, "-", item);
    }
}

fn advice(page: &mut Page, advice: &AdviceV1, phase: &str) {
    match phase {
        "verifying" => {
            for text in &advice.verify {
                page.item(2, "Check:", text);
            }
        }
        "trying" | "escalating" => {
            if !advice.explanation.is_empty() {
                page.line(Style::new(), 2, &advice.explanation);
            }
            for (step, text) in advice.steps.iter().enumerate() {
                page.item(2, &format!("{}.", step + 1), text);
            }
            for link in &advice.docs {
                page.address(2, "Read:", &place(link));
            }
        }
        _ => {}
    }
}

fn place(link: &Link) -> String {
    match (&link.path, &link.anchor) {
        (Some(path), Some(anchor)) => format!("{path}#{anchor}"),
        (Some(path), None) => path.clone(),
        (None, _) => link.href.clone(),
    }
}

fn reading(page: &mut Page, reply: &ReplyV1) {
    if reply.articles.is_empty() || reply.out_of_scope.is_some() {
        return;
    }
    page.line(FAINT, 0, "Perhaps worth reading (found by search, no diagnosis):");
    for hit in reply.articles.iter().take(MOST_READING) {
        page.item(2, "-", &super::title(hit));
        page.address(4, "", &super::place(hit));
    }
}

fn prompt(page: &mut Page, prompt: &PromptV1, is_again: bool) {
    page.line(STRONG, 0, &prompt.text);
    if let Some(reason) = prompt.reason.as_ref().filter(|_| !is_again) {
        page.line(FAINT, 0, reason);
    }
    for choice in &prompt.choices {
        page.item(1, &format!("{}.", choice.number), &choice.label);
    }
}

/// What is said at the end of the input.
pub(in crate::cli) fn left_open(reply: &ReplyV1) -> String {
    let text = match reply.phase {
        "solved" | "handed_over" => "Goodbye.",
        _ if reply.turn == 0 => "Goodbye.",
        _ => {
            "The case stays open, and nothing of it is kept. Next time, `note` before you leave shows what to pass on."
        }
    };
    let mut page = Page::default();
    page.blank();
    page.line(FAINT, 0, text);
    page.text
}

/// The case note, as it is to be copied.
pub(in crate::cli) fn note(markdown: &str) -> String {
    format!("\n{}\n\n", visible_lines(markdown.trim_end()))
}

/// What can be typed.
pub(in crate::cli) fn chat_help() -> String {
    const WORDS: [(&str, &str); 10] = [
        ("1, 2, 3", "choose from the list; the words of an answer will do too"),
        ("skip", "pass over the question or the fix; \"I don't know\" is the same"),
        ("it worked", "or \"it did not help\": how the fix turned out"),
        ("back", "undo the last turn, \"back 3\" the last three"),
        ("why", "why this is asked or proposed, and what would be next"),
        ("why not …", "what speaks against a cause, by name or by its number"),
        ("note", "the case note as Markdown, to copy into a ticket"),
        ("hand over", "give the case to a person; \"hand over: reason\" says why"),
        ("restart", "begin with another trouble"),
        ("quit", "leave"),
    ];
    let mut page = Page::default();
    page.blank();
    page.line(STRONG, 0, "You can always describe something else you see, or paste an error text. Besides:");
    for (word, meaning) in WORDS {
        page.raw(Style::new(), &format!("  {word:<10} {meaning}"));
    }
    page.blank();
    page.text
}

/// An empty line repeats what is asked, in short.
pub(in crate::cli) fn nothing_typed(reply: &ReplyV1) -> String {
    let mut page = Page::default();
    page.blank();
    match &reply.prompt {
        Some(prompt) => self::prompt(&mut page, prompt, true),
        None => page.line(Style::new(), 0, "The case is closed. `restart` begins a new one, `quit` leaves."),
    }
    page.blank();
    page.text
}

/// A number that is on no button.
pub(in crate::cli) fn no_such_number(n_choices: usize) -> String {
    if n_choices == 0 {
        return refused("there is nothing to choose here");
    }
    refused(&format!("the numbers here go from 1 to {n_choices}; words will do too"))
}

/// Why a turn was not taken.
pub(in crate::cli) fn refused(why: &str) -> String {
    let mut chars = why.chars();
    let sentence: String =
        chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect());
    let mut page = Page::default();
    page.blank();
    page.line(Style::new(), 0, &format!("{sentence}."));
    page.blank();
    page.text
}
