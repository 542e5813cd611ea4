//! Standard output and standard error.

use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::path::Path;

use serde::Serialize;

use super::failure::Failure;
use crate::facts::without_quoted_secrets;
use crate::text::{steers_direction, visible_lines};

/// Writes an answer for people; colours are left out where they are not wanted (no terminal, `NO_COLOR`, `TERM=dumb`),
/// and nothing but colours is obeyed by a terminal.
pub(super) fn print(painted: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    out.write_all(harmless(painted).as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| Failure::output(&error))
}

/// Writes one JSON document, laid out for reading.
pub(super) fn print_json<T: Serialize>(document: &T) -> Result<(), Failure> {
    write_json(serde_json::to_string_pretty(document))
}

/// Writes one JSON document on one line: in one that is nested deeply, blanks would be most of it.
pub(super) fn print_json_line<T: Serialize>(document: &T) -> Result<(), Failure> {
    write_json(serde_json::to_string(document))
}

fn write_json(text: serde_json::Result<String>) -> Result<(), Failure> {
    print_text(&(spelled(text.map_err(|error| Failure::Output(error.to_string()))?) + "\n"))
}

/// A JSON document in which every character that a terminal would obey is spelled out, which means the same to programs.
pub(super) fn spelled(json: String) -> String {
    let is_obeyed = |c: char| (c.is_control() && c != '\n') || steers_direction(c);
    if !json.contains(is_obeyed) {
        return json;
    }
    // Outside of texts JSON has no such character, and all of them have four digits.
    json.chars().fold(String::with_capacity(json.len() + 16), |mut spelled, c| {
        if is_obeyed(c) {
            spelled.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            spelled.push(c);
        }
        spelled
    })
}

/// Writes a text for programs as it is. On a terminal no program reads it.
pub(super) fn print_text(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let shown = if out.is_terminal() { Cow::Owned(visible_lines(text)) } else { Cow::Borrowed(text) };
    out.write_all(shown.as_bytes()).and_then(|()| out.flush()).map_err(|error| Failure::output(&error))
}

/// Writes a text for programs to a file, whatever was in it before.
#[expect(clippy::disallowed_methods, reason = "files named on the command line are written here")]
pub(super) fn write_file(file: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(file, text).map_err(|error| Failure::written(file, &error))
}

/// Says something on standard error that is no part of the answer. Nobody listening is no reason to stop.
pub(super) fn talk(text: &str) {
    drop(writeln!(anstream::stderr(), "deskdoc: {}", harmless_words(text)));
}

/// Shows on standard error what is no complaint, as how a command is called.
pub(super) fn show(text: &str) {
    drop(writeln!(anstream::stderr(), "{}", harmless_words(text)));
}

/// Says on standard error why the command could not run.
pub(super) fn complain(text: &str) {
    let red = anstyle::AnsiColor::Red.on_default().bold();
    drop(writeln!(anstream::stderr(), "{red}error:{red:#} {}", harmless_words(text)));
}

/// Words for standard error, which may quote what somebody typed: without secrets, and nothing in them is obeyed.
fn harmless_words(text: &str) -> String {
    visible_lines(&without_quoted_secrets(text))
}

/// Keeps the colours of a painted text and makes all else visible that a terminal would obey.
fn harmless(painted: &str) -> String {
    let mut parts = painted.split('\u{1b}');
    let mut shown = visible_lines(parts.next().unwrap_or_default());
    for part in parts {
        let (colour, rest) =
            length_of_colour(part).and_then(|length| part.split_at_checked(length)).unwrap_or(("", part));
        shown.push(if colour.is_empty() { '\u{fffd}' } else { '\u{1b}' });
        shown.push_str(colour);
        shown.push_str(&visible_lines(rest));
    }
    shown
}

/// How many bytes behind the escape character change the colour or the weight, as in `[1;31m`.
fn length_of_colour(part: &str) -> Option<usize> {
    let (numbers, _) = part.strip_prefix('[')?.split_once('m')?;
    // Nothing that hides a text or makes it blink.
    let is_ours = |number: &str| matches!(number.parse(), Ok(0_u8..=4 | 30..=37 | 90..=97));
    numbers.split(';').all(is_ours).then_some(numbers.len() + 2)
}

/// Whether standard output shows colours: a terminal, and nobody who does not want them.
pub(super) fn has_colour() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}
