//! Pictures that are not there.

use std::collections::BTreeSet;

use crate::kb::{KnowledgeBase, Problem, Severity};

const CODE: &str = "image-missing";
/// From so many on, pictures are not forgotten one by one: the pages were copied without them.
const FROM: usize = 20;

/// Where a base has not one picture and its pages show many, one note says so: the pictures stand elsewhere, and a
/// thousand warnings about them would hide everything else.
pub(in crate::lint) fn gather_missing_pictures(base: &KnowledgeBase, problems: &mut Vec<Problem>) {
    let missing: Vec<&Problem> = problems.iter().filter(|problem| problem.code == CODE).collect();
    let different: BTreeSet<&str> = missing.iter().map(|problem| problem.message.as_str()).collect();
    if base.n_assets() > 0 || different.len() < FROM {
        return;
    }
    let Some(first) = missing.first() else { return };
    let note = Problem {
        code: "images-left-out",
        severity: Severity::Note,
        message: format!("{} pictures are shown, and there is not one in the folder", different.len()),
        help: "copy the pictures beside the pages if readers shall see them".to_owned(),
        ..(*first).clone()
    };
    problems.retain(|problem| problem.code != CODE);
    problems.push(note);
}
