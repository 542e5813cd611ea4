//! Secrets among the arguments: what a message quotes of them, it quotes without.

use std::ffi::OsString;

use crate::facts::{REMOVED, without_secrets};

/// Shorter lines of an argument are no secrets by themselves, and may stand in any message.
const SHORTEST_LINE: usize = 4;

/// Arguments that hold secrets, and what is shown in the place of them, longest first.
#[derive(Debug)]
pub(super) struct Veil(Vec<(String, String)>);

impl Veil {
    /// Over these arguments, the program's name first.
    pub(super) fn of(arguments: &[OsString]) -> Self {
        let mut hidden: Vec<(String, String)> = Vec::new();
        for argument in arguments.iter().skip(1).map(|argument| argument.to_string_lossy()) {
            let value = argument.split_once('=').filter(|_| argument.starts_with("--"));
            for text in [Some(argument.as_ref()), value.map(|(_, value)| value)].into_iter().flatten() {
                let clean = without_secrets(text);
                if !clean.removed.is_empty() {
                    hidden.extend(lines(text, &clean.text));
                    hidden.push((text.to_owned(), clean.text.into_owned()));
                }
            }
        }
        hidden.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
        Self(hidden)
    }

    /// A message without the secrets of the arguments.
    pub(super) fn over(&self, message: &str) -> String {
        self.0.iter().fold(message.to_owned(), |message, (text, clean)| message.replace(text, clean))
    }
}

/// The lines of an argument that are not left as they were: a message may quote one of them only.
fn lines(text: &str, clean: &str) -> Vec<(String, String)> {
    let changed = text.lines().filter(|line| line.len() >= SHORTEST_LINE && !clean.contains(line));
    let shown = |line: &str| match without_secrets(line) {
        alone if alone.removed.is_empty() => REMOVED.to_owned(),
        alone => alone.text.into_owned(),
    };
    changed.map(|line| (line.to_owned(), shown(line))).collect()
}
