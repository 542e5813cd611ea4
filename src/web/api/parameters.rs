//! Reads query parameters, and says in plain words what is wrong with them.

use super::{REPEATED, take_all};
use crate::web::problem::{Code, Failure};
use crate::web::query::pairs;
use crate::wire::{FieldError, plain_name};

/// How many wrong parameters are named.
const MOST_ERRORS: usize = 20;

/// The parameters of a query; taken one by one, what is left over is unknown.
pub(super) struct Parameters {
    left: Vec<(String, String)>,
    errors: Vec<FieldError>,
}

impl Parameters {
    /// # Errors
    /// [`Code::QueryMalformed`] if the query cannot be taken apart.
    pub(super) fn read(query: &str) -> Result<Self, Failure> {
        let left = pairs(query).map_err(|_| Failure::of(Code::QueryMalformed))?;
        Ok(Self { left, errors: Vec::new() })
    }

    /// Takes a parameter out.
    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        let (value, is_repeated) = take_all(&mut self.left, name)?;
        if is_repeated {
            self.refuse(name, REPEATED);
        }
        Some(value)
    }

    /// Takes all values of a parameter out that may stand there more than once.
    pub(super) fn take_many(&mut self, name: &str) -> Vec<String> {
        let (taken, left) = std::mem::take(&mut self.left).into_iter().partition(|(found, _)| found == name);
        self.left = left;
        let taken: Vec<(String, String)> = taken;
        taken.into_iter().map(|(_, value)| value).collect()
    }

    /// Takes a whole number out; `usual` where none is given.
    pub(super) fn take_number(&mut self, name: &str, usual: usize, most: usize) -> usize {
        let Some(text) = self.take(name) else { return usual };
        let number =
            text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<usize>().ok()).flatten();
        match number.filter(|number| (1..=most).contains(number)) {
            Some(number) => number,
            None => {
                self.refuse(name, format!("expected a whole number from 1 to {most}"));
                usual
            }
        }
    }

    /// Notes that a parameter cannot be accepted.
    pub(super) fn refuse(&mut self, name: &str, detail: impl Into<String>) {
        self.errors.push(FieldError { pointer: format!("?{name}"), detail: detail.into() });
    }

    /// # Errors
    /// [`Code::FieldsNotAcceptable`] with all that is wrong, also for parameters that are not known.
    pub(super) fn finish(mut self, known: &str) -> Result<(), Failure> {
        let left = std::mem::take(&mut self.left);
        let mut unknown: Vec<Option<&str>> = left.iter().map(|(name, _)| plain_name(name)).collect();
        unknown.sort_unstable();
        unknown.dedup();
        for name in unknown {
            match name {
                Some(name) => self.refuse(name, format!("there is no such parameter here; expected {known}")),
                None => self.refuse(
                    "",
                    format!("there is a parameter with a name that is not known here; expected {known}"),
                ),
            }
        }
        self.errors.truncate(MOST_ERRORS);
        if self.errors.is_empty() { Ok(()) } else { Err(Failure::fields(self.errors)) }
    }
}
