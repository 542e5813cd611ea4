//! Notes on their way to tickets.

use super::{FAINT, Page, STRONG, counted};
use crate::text::visible;
use crate::wire::{OutboxNoteV1, OutboxReport};

/// The notes, each with what became of it.
pub(in crate::cli) fn outbox(report: &OutboxReport) -> String {
    let mut page = Page::default();
    for note in &report.notes {
        page.line(STRONG, 0, &visible(&format!("{} {}, ticket {}", note.id, note.hook, note.ticket)));
        page.line(FAINT, 2, &standing(note));
        if let Some(reason) = &note.reason {
            page.line(FAINT, 2, &visible(reason));
        }
    }
    page.text
}

fn standing(note: &OutboxNoteV1) -> String {
    let attempts = counted(usize::try_from(note.attempts).unwrap_or(usize::MAX), "attempt");
    let at = |at: &Option<String>| at.clone().unwrap_or_default();
    match note.delivery {
        "waiting" => format!("waits since {}, {attempts}, next at {}", note.at, at(&note.next_at)),
        "delivered" => format!("delivered at {}, {attempts}", at(&note.ended_at)),
        _ => format!("given up at {}, {attempts}; `deskdoc outbox retry {}`", at(&note.ended_at), note.id),
    }
}
