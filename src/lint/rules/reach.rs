//! Pages that no conversation comes to.

use std::collections::BTreeSet;

use super::super::ground::Ground;
use crate::kb::{CauseId, Findings, KnowledgeBase, PagePath, nearest};
use crate::text::place::Position;
use crate::text::words::words;

/// Complains about symptoms that lead to no cause, causes that no symptom names, and fixes and checks that are about
/// such causes only.
pub(super) fn judge(ground: &Ground<'_>, findings: &mut Findings) {
    let base = ground.base;
    if base.symptoms().next().is_none() {
        return;
    }
    let of_symptoms = base.symptoms().flat_map(|symptom| symptom.causes.iter().map(|(cause, _)| cause));
    // Whoever has a configuration checked hears of the causes that checks name, whatever is seen.
    let of_checks = base.checks().flat_map(|check| check.on_fail.iter().map(|on_fail| &on_fail.cause));
    let reached: BTreeSet<&CauseId> = of_symptoms.chain(of_checks).collect();
    for symptom in base.symptoms().filter(|symptom| base.is_published(&symptom.page)) {
        if symptom.causes.is_empty() && ground.is_sound(&symptom.page) {
            let at = place(ground, &symptom.page, "causes");
            let message = format!("symptom `{}` leads to no cause: users hear of nothing to try", symptom.id);
            let help = "add `causes:` with the likelihood of each, such as `{cable-loose: common}`";
            ground.complaints(&symptom.page, findings).warning("causes-missing", at, message, help);
        }
    }
    // Where a symptom lost its causes, which has a finding of its own, any that nobody names may be among them.
    let is_somewhere_missing = base.symptoms().any(|symptom| symptom.causes.is_empty());
    for cause in base.causes().filter(|cause| base.is_published(&cause.page)) {
        let is_lost = is_somewhere_missing || may_be_named(ground, &cause.id);
        if !reached.contains(&cause.id) && !is_lost {
            let at = place(ground, &cause.page, "id");
            let message =
                format!("no symptom and no check names the cause `{}`, so nobody hears of it", cause.id);
            let help = "add it under `causes` of the symptoms that it explains, or take the page out";
            ground.complaints(&cause.page, findings).warning("cause-unreachable", at, message, help);
        }
    }
    for fix in base.fixes().filter(|fix| base.is_published(&fix.page)) {
        let is_reached = fix.cures.keys().any(|cause| reached.contains(cause));
        if !is_reached && !fix.cures.is_empty() && !is_told_already(ground, fix.cures.keys()) {
            let at = place(ground, &fix.page, "cures");
            let message = format!("no symptom names a cause that the fix `{}` helps with", fix.id);
            let help = "add those causes to the symptoms that they explain, or take the page out";
            ground.complaints(&fix.page, findings).warning("fix-unreachable", at, message, help);
        }
    }
    for check in base.checks().filter(|check| base.is_published(&check.page)) {
        if check.on_fail.is_empty() && ground.is_sound(&check.page) {
            let at = place(ground, &check.page, "on_fail");
            let message = format!("a failure of the check `{}` speaks for no cause", check.id);
            let help = "add `on_fail:` with the cause that it shows";
            ground.complaints(&check.page, findings).note("check-without-cause", at, message, help);
        }
    }
}

/// Whether the causes have findings of their own for being reached by nobody: then their fix needs none.
fn is_told_already<'c>(ground: &Ground<'_>, mut causes: impl Iterator<Item = &'c CauseId>) -> bool {
    causes.any(|cause| is_published(ground.base, cause) && !may_be_named(ground, cause))
}

fn is_published(base: &KnowledgeBase, cause: &CauseId) -> bool {
    base.cause(cause).is_some_and(|cause| base.is_published(&cause.page))
}

/// Whether another page in which something could not be read names a cause: by its id, with a slip of the finger, or by a
/// name that it seems to have had before.
pub(super) fn may_be_named(ground: &Ground<'_>, cause: &CauseId) -> bool {
    let (base, name) = (ground.base, cause.as_str());
    let Some(own) = base.cause(cause) else { return false };
    let is_known = |word: &str| CauseId::parse(word).is_ok_and(|id| base.cause(&id).is_some());
    let means_it = |word: &str| {
        word == name
            || (!is_known(word)
                && (nearest(word, std::iter::once(name)).is_some()
                    || own.page.stem() == word
                    || is_called(&own.title, word)))
    };
    let others = ground.broken().filter(|(path, _)| **path != own.page);
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let mut words = others.flat_map(|(_, text)| text.split(move |c| !is_part(c)));
    words.any(means_it)
}

/// Whether a name is made of words of a title: of two at least, and of most of its own.
fn is_called(title: &str, name: &str) -> bool {
    let title: BTreeSet<String> = words(title).into_iter().map(|word| word.folded).collect();
    let own: Vec<&str> = name.split(['-', '_']).filter(|word| word.len() > 2).collect();
    let n_shared = own.iter().filter(|word| title.contains(**word)).count();
    n_shared > 1 && n_shared * 3 >= own.len() * 2
}

/// Where a key stands, else where the page says what it is.
fn place(ground: &Ground<'_>, path: &PagePath, key: &str) -> Position {
    let written = ground.manuscript(path);
    let at = written.and_then(|written| written.key_place(key).or_else(|| written.key_place("kind")));
    at.unwrap_or(Position::START)
}
