//! Where lines come from: an editor with a memory at a terminal, plain lines otherwise.

use std::borrow::Cow;
use std::io::{self, IsTerminal};
use std::path::Path;

use reedline::{Prompt, PromptEditMode, PromptHistorySearch, Reedline, Signal};

use super::super::failure::Failure;
use super::super::{input, output, paint};
use crate::config::is_dumb_terminal;
use crate::facts::{Earlier, without_secrets};

/// What comes next.
pub(super) enum Given {
    /// A line, or several that were pasted together.
    Line(String),
    /// The end of the input, or Ctrl-C, or Ctrl-D.
    End,
}

/// A source of lines.
pub(super) enum Typing {
    /// Somebody sits at a terminal that can do more than print. What was typed can be had again with the arrow keys
    /// until the program ends; it is kept in memory only.
    Editor(Box<Reedline>),
    /// Somebody sits at a terminal that can do nothing but print.
    Plain(input::Lines),
    /// A file or a pipe, and what was heard: a secret may be named in one line and stand in the next.
    Piped(input::Lines, Earlier),
}

impl Typing {
    pub(super) fn begin() -> Result<Self, Failure> {
        let (stdin, stdout) = (io::stdin().is_terminal(), io::stdout().is_terminal());
        if stdin && stdout && !is_dumb_terminal() {
            let editor = Reedline::create().use_bracketed_paste(true).with_ansi_colors(output::has_colour());
            return Ok(Self::Editor(Box::new(editor)));
        }
        let lines = input::lines(Path::new("-"))?;
        Ok(if stdin { Self::Plain(lines) } else { Self::Piped(lines, Earlier::default()) })
    }

    pub(super) fn is_at_terminal(&self) -> bool {
        !matches!(self, Self::Piped(..))
    }

    /// What is shown of words that were given with the command.
    pub(super) fn shown(&mut self, words: &str) -> String {
        match self {
            Self::Piped(_, heard) => heard.clean(words).text.into_owned(),
            Self::Editor(_) | Self::Plain(_) => without_secrets(words).text.into_owned(),
        }
    }

    pub(super) fn next(&mut self) -> Result<Given, Failure> {
        match self {
            Self::Editor(editor) => match editor.read_line(&Mark) {
                Ok(Signal::Success(line)) => Ok(Given::Line(line)),
                Ok(_) => Ok(Given::End),
                Err(error) => Err(Failure::input(Path::new("the terminal"), &error)),
            },
            Self::Plain(lines) => {
                output::print(paint::MARK)?;
                line(lines)
            }
            Self::Piped(lines, heard) => {
                let given = line(lines)?;
                if let Given::Line(line) = &given {
                    output::print(&paint::echo(&heard.clean(line).text))?;
                }
                Ok(given)
            }
        }
    }
}

fn line(lines: &mut input::Lines) -> Result<Given, Failure> {
    let line = input::line(lines).map_err(|error| Failure::input(Path::new("standard input"), &error))?;
    Ok(line.map_or(Given::End, Given::Line))
}

/// The mark in front of what is typed.
struct Mark;

impl Prompt for Mark {
    fn render_prompt_left(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_right(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_indicator(&self, _: PromptEditMode) -> Cow<'_, str> {
        Cow::Borrowed(paint::MARK)
    }

    fn render_prompt_multiline_indicator(&self) -> Cow<'_, str> {
        Cow::Borrowed(paint::MARK)
    }

    fn render_prompt_history_search_indicator(&self, search: PromptHistorySearch) -> Cow<'_, str> {
        Cow::Owned(format!("({}) {}", search.term, paint::MARK))
    }
}
