//! Standard output and standard error.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;

use super::failure::Failure;
use crate::facts::without_secrets;

/// Writes an answer for people; colours are left out where they are not wanted (no terminal, `NO_COLOR`, `TERM=dumb`).
pub(super) fn print(painted: &str) -> Result<(), Failure> {
    let mut out = anstream::stdout().lock();
    out.write_all(painted.as_bytes()).and_then(|()| out.flush()).map_err(|error| Failure::output(&error))
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
    print_text(&(text.map_err(|error| Failure::Output(error.to_string()))? + "\n"))
}

/// Writes a text for programs as it is.
pub(super) fn print_text(text: &str) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| Failure::output(&error))
}

/// Writes a text for programs to a file, whatever was in it before.
#[expect(clippy::disallowed_methods, reason = "files named on the command line are written here")]
pub(super) fn write_file(file: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(file, text).map_err(|error| Failure::written(file, &error))
}

/// Says on standard error what is wrong with the arguments, which are quoted there as they are unless there is a secret
/// among them.
pub(super) fn refuse(error: &clap::Error) {
    let plain = error.render().to_string();
    let clean = without_secrets(&plain);
    if clean.removed.is_empty() {
        drop(error.print());
    } else {
        drop(write!(anstream::stderr(), "{}", clean.text));
    }
}

/// Says something on standard error that is no part of the answer. Nobody listening is no reason to stop.
pub(super) fn talk(text: &str) {
    drop(writeln!(anstream::stderr(), "deskdoc: {}", without_secrets(text).text));
}

/// Says on standard error why the command could not run.
pub(super) fn complain(text: &str) {
    let red = anstyle::AnsiColor::Red.on_default().bold();
    drop(writeln!(anstream::stderr(), "{red}error:{red:#} {}", without_secrets(text).text));
}

/// Whether standard output shows colours: a terminal, and nobody who does not want them.
pub(super) fn has_colour() -> bool {
    anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never
}
