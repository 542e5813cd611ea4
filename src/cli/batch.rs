//! JSON lines in, JSON lines out: one for one, in order, on all cores.

use std::io::{self, Write};
use std::path::Path;

use serde::Serialize;
use serde_json::Value;

use super::failure::Failure;
use super::{Exit, input, output};
use crate::facts::without_secrets;
use crate::sharing::on_threads;

/// So many lines are worked on together.
const TOGETHER: usize = 512;

/// One line of input.
struct Request {
    id: Value,
    text: String,
}

/// What is printed for a line that cannot be read.
#[derive(Serialize)]
struct BadLine {
    id: Value,
    error: String,
}

/// Answers every line of a file. `key` names the field that holds the text; `answer` makes one line of output.
/// A line that cannot be read is answered with its `error`, and the exit code says so.
pub(super) fn run<T, A>(file: &Path, key: &str, answer: A) -> Result<Exit, Failure>
where
    T: Serialize,
    A: Fn(Value, &str) -> Result<T, Failure> + Sync,
{
    let mut input = input::lines(file)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut number = 0;
    let mut n_bad = 0;
    loop {
        let lines = input::next_lines(&mut input, TOGETHER).map_err(|error| Failure::input(file, &error))?;
        if lines.is_empty() {
            break;
        }
        let requests: Vec<Result<Request, BadLine>> =
            lines.iter().zip(number + 1..).map(|(line, number)| parse(line, number, key)).collect();
        number += lines.len();
        for line in answered(&requests, &answer) {
            let line = line?;
            n_bad += usize::from(line.is_bad);
            out.write_all(line.text.as_bytes()).map_err(|error| Failure::output(&error))?;
        }
        out.flush().map_err(|error| Failure::output(&error))?;
    }
    if n_bad == 0 {
        return Ok(Exit::Fine);
    }
    output::talk(&format!("{n_bad} of {number} lines could not be read; each is answered with its `error`"));
    Ok(Exit::CouldNotRun)
}

struct Line {
    text: String,
    is_bad: bool,
}

fn answered<T, A>(requests: &[Result<Request, BadLine>], answer: &A) -> Vec<Result<Line, Failure>>
where
    T: Serialize,
    A: Fn(Value, &str) -> Result<T, Failure> + Sync,
{
    let n_threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    on_threads(requests, n_threads, |request| line(request, answer))
}

fn line<T, A>(request: &Result<Request, BadLine>, answer: &A) -> Result<Line, Failure>
where
    T: Serialize,
    A: Fn(Value, &str) -> Result<T, Failure>,
{
    let (text, is_bad) = match request {
        Ok(request) => (serde_json::to_string(&answer(request.id.clone(), &request.text)?), false),
        Err(bad) => (serde_json::to_string(bad), true),
    };
    let text = output::spelled(text.map_err(|error| Failure::Output(error.to_string()))?) + "\n";
    Ok(Line { text, is_bad })
}

fn parse(line: &[u8], number: usize, key: &str) -> Result<Request, BadLine> {
    let bad = |id: Value, found: &str| BadLine {
        id,
        error: format!("line {number}: expected {{\"id\": …, \"{key}\": \"…\"}}, found {found}"),
    };
    // A stray byte costs one character, not the line; files from Windows begin with a mark.
    let text = String::from_utf8_lossy(line);
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(bad(Value::Null, "an empty line"));
    }
    let mut fields = match serde_json::from_str(text) {
        Ok(Value::Object(fields)) => fields,
        Ok(_) => return Err(bad(Value::Null, "something else than an object")),
        Err(_) => return Err(bad(Value::Null, "no valid JSON")),
    };
    let id = match fields.remove("id") {
        Some(Value::String(id)) => Value::String(without_secrets(&id).text.into_owned()),
        id => id.unwrap_or(Value::Null),
    };
    // Other fields of the line are the sender's: labelled cases and exports have them.
    match fields.remove(key) {
        Some(Value::String(text)) => Ok(Request { id, text }),
        Some(_) => Err(bad(id, &format!("a `{key}` that is no text"))),
        None => Err(bad(id, &format!("no `{key}`"))),
    }
}
