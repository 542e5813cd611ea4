//! `deskdoc outbox`: notes that have not arrived in their tickets, and another attempt.

use super::args::OutboxAction;
use super::failure::Failure;
use super::paint::counted;
use super::{Exit, output, paint};
use crate::app::{self, Delivery, MOST_LISTED, Queued, Which};
use crate::config::Config;
use crate::wire::{OutboxNoteV1, OutboxReport, moment};

pub(super) fn run(config: &Config, action: &OutboxAction) -> Result<Exit, Failure> {
    match action {
        OutboxAction::List(list) => show(config, list.all, list.json),
        OutboxAction::Retry(retry) => again(config, retry.id.as_deref()),
    }
}

fn show(config: &Config, with_delivered: bool, is_json: bool) -> Result<Exit, Failure> {
    let notes = app::outgoing_notes(config, with_delivered)?;
    let is_given_up = |note: &Queued| note.delivery == Delivery::GivenUp;
    let exit = if notes.iter().any(is_given_up) { Exit::Findings } else { Exit::Fine };
    let report = OutboxReport { notes: notes.iter().map(to_wire).collect() };
    if is_json {
        output::print_json(&report)?;
        return Ok(exit);
    }
    output::print(&paint::outbox(&report))?;
    match report.notes.len() {
        0 => output::talk("no note waits"),
        n if n >= MOST_LISTED as usize => output::talk(&format!("only the {n} oldest are shown")),
        _ => {}
    }
    Ok(exit)
}

fn again(config: &Config, id: Option<&str>) -> Result<Exit, Failure> {
    let which = match id {
        None => Which::All,
        Some(text) => Which::One(text.parse().map_err(|reason| {
            Failure::Usage(format!("`{text}` is no id of a note: {reason}; `deskdoc outbox list` shows them"))
        })?),
    };
    let n_retried = app::retry_notes(config, which)?;
    if n_retried == 0 && id.is_some() {
        output::complain(
            "no note of this id waits or was given up, or it is just being sent; `deskdoc outbox list` shows them",
        );
        return Ok(Exit::Findings);
    }
    let n_retried = usize::try_from(n_retried).unwrap_or(usize::MAX);
    output::talk(&format!("{} to be tried again by the running server", counted(n_retried, "note")));
    Ok(Exit::Fine)
}

fn to_wire(note: &Queued) -> OutboxNoteV1 {
    let waits = note.delivery == Delivery::Waiting;
    OutboxNoteV1 {
        id: note.outgoing.id.to_string(),
        hook: note.outgoing.hook.clone(),
        ticket: note.outgoing.ticket.clone(),
        at: moment(note.outgoing.at.0),
        delivery: note.delivery.name(),
        attempts: note.attempts,
        next_at: waits.then(|| moment(note.next_at.0)),
        ended_at: note.ended_at.map(|at| moment(at.0)),
        status: note.status,
        reason: note.words.clone(),
    }
}
