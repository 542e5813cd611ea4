//! Pages that somebody should have read again.

use super::super::ground::Ground;
use crate::kb::Findings;

/// Complains about pages whose `review_by` is over.
pub(super) fn judge(ground: &Ground<'_>, findings: &mut Findings) {
    for page in ground.published() {
        // Days of four, two and two digits stand in the order of the alphabet.
        let Some(day) = page.review_by.as_deref().filter(|day| *day < ground.today) else { continue };
        let written = ground.manuscript(&page.path).and_then(|written| written.entry("review_by"));
        let at = written.map_or(crate::text::place::Position::START, |entry| entry.value.position);
        let message = format!("the page should have been read again by {day}");
        let help = "read it, mend what is no longer so, and set the next date";
        ground.complaints(&page.path, findings).warning("review-overdue", at, message, help);
    }
}
