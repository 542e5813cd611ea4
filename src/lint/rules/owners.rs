//! Pages that nobody answers for.

use super::super::ground::Ground;
use crate::kb::{Findings, Page};
use crate::text::place::Position;

/// In a base most of whose pages name an owner, complains about those that name none: somebody forgot. A base that
/// does without owners is left in peace.
pub(super) fn judge(ground: &Ground<'_>, findings: &mut Findings) {
    let pages: Vec<&Page> = ground.published().collect();
    let n_owned = pages.iter().filter(|page| page.owner.is_some()).count();
    if n_owned < 2 || n_owned * 2 <= pages.len() {
        return;
    }
    let unowned = pages.into_iter().filter(|page| page.owner.is_none() && ground.is_sound(&page.path));
    for page in unowned {
        let at = ground.key_place(&page.path, "owner");
        let at = if at == Position::START { ground.key_place(&page.path, "kind") } else { at };
        let message = "the page names no owner, as most pages of this base do".to_owned();
        let help = "add `owner:` with the person or team that answers for it";
        ground.complaints(&page.path, findings).warning("owner-missing", at, message, help);
    }
}
