//! Text from arguments, files and standard input.
#![expect(
    clippy::disallowed_methods,
    reason = "this module owns the reading of files named on the command line"
)]

use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};

use super::failure::Failure;
use super::output;
use crate::app::Document;
use crate::facts::LARGEST_DOCUMENT;
use crate::recognition::LONGEST_TEXT;

/// The text of an argument, else of standard input. Whatever is not UTF-8 is read as far as it can be; more than
/// [`LONGEST_TEXT`] bytes are cut, with a word about it on standard error.
pub(super) fn text(argument: Option<OsString>) -> Result<String, Failure> {
    let text = match argument {
        Some(text) => text.to_string_lossy().into_owned(),
        None => String::from_utf8_lossy(&standard_input()?).into_owned(),
    };
    if text.len() > LONGEST_TEXT {
        say_cut();
    }
    Ok(text.get(..text.floor_char_boundary(LONGEST_TEXT)).unwrap_or_default().to_owned())
}

/// The documents in these files; `-` is standard input. Of a file that is too large so much is read that this shows.
pub(super) fn documents(files: &[PathBuf]) -> Result<Vec<Document>, Failure> {
    files.iter().map(|file| document(file)).collect()
}

fn document(file: &Path) -> Result<Document, Failure> {
    let is_input = file == Path::new("-");
    let mut content = Vec::new();
    let most = LARGEST_DOCUMENT as u64 + 1;
    let read = if is_input {
        io::stdin().lock().take(most).read_to_end(&mut content)
    } else {
        std::fs::File::open(file).and_then(|opened| opened.take(most).read_to_end(&mut content))
    };
    read.map_err(|error| Failure::input(file, &error))?;
    let name = if is_input { "standard input".to_owned() } else { file.display().to_string() };
    Ok(Document { name: Some(name), content, format: None })
}

fn standard_input() -> Result<Vec<u8>, Failure> {
    let input = io::stdin();
    if input.is_terminal() {
        output::talk("describe what you see, then press Ctrl-D on an empty line");
    }
    let mut bytes = Vec::new();
    // One byte more than is used tells that there was more.
    let taken = input.lock().take(LONGEST_TEXT as u64 + 1).read_to_end(&mut bytes);
    taken.map_err(|error| Failure::input(Path::new("standard input"), &error))?;
    Ok(bytes)
}

/// A line of a batch may have so many bytes: sixteen times the longest text.
const LONGEST_LINE: u64 = 1024 * 1024;

/// Where lines come from.
pub(super) type Lines = BufReader<Box<dyn Read>>;

/// The lines of a file, or of standard input for `-`.
pub(super) fn lines(file: &Path) -> Result<Lines, Failure> {
    const ROOM: usize = 1024 * 1024;
    let source: Box<dyn Read> = if file == Path::new("-") {
        Box::new(io::stdin())
    } else {
        let opened = std::fs::File::open(file).map_err(|error| Failure::input(file, &error))?;
        if opened.metadata().is_ok_and(|metadata| metadata.is_dir()) {
            return Err(Failure::Input {
                from: file.display().to_string(),
                reason: "it is a folder".to_owned(),
            });
        }
        Box::new(opened)
    };
    Ok(BufReader::with_capacity(ROOM, source))
}

/// The next lines that can be had without waiting, at least one and at most `most`; none at the end of the input.
/// Whoever sends one line and waits for its answer gets it; whoever sends thousands has them worked on together.
///
/// # Errors
/// The input cannot be read, or a line has more than [`LONGEST_LINE`] bytes.
pub(super) fn next_lines(input: &mut Lines, most: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut lines = Vec::new();
    while lines.len() < most {
        let can_wait = lines.is_empty();
        if !can_wait && !input.buffer().contains(&b'\n') {
            break;
        }
        let mut line = Vec::new();
        if input.by_ref().take(LONGEST_LINE + 1).read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if line.len() as u64 > LONGEST_LINE && !line.ends_with(b"\n") {
            // What has no line ends may have no end either, so the rest is not looked for.
            let message = "a line is longer than 1 MiB; expected one JSON object on each line";
            return Err(io::Error::other(message));
        }
        lines.push(line);
    }
    Ok(lines)
}

/// The next line without its end, at most [`LONGEST_TEXT`] bytes of it; `None` at the end of the input. Whatever is not
/// UTF-8 is read as far as it can be, and of a longer line the beginning, with a word about it on standard error.
pub(super) fn line(input: &mut Lines) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if input.by_ref().take(LONGEST_TEXT as u64 + 1).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.len() > LONGEST_TEXT && !line.ends_with(b"\n") {
        say_cut();
        input.skip_until(b'\n')?;
    }
    let text = String::from_utf8_lossy(&line);
    let text = text.trim_end_matches(['\n', '\r']);
    Ok(Some(text.get(..text.floor_char_boundary(LONGEST_TEXT)).unwrap_or_default().to_owned()))
}

fn say_cut() {
    output::talk(&format!("the text is longer than {} KiB; only its beginning is read", LONGEST_TEXT / 1024));
}
