//! Rules of checks that facts cannot decide.

use super::super::ground::Ground;
use crate::facts::Rule;
use crate::kb::{Check, Findings};
use crate::text::place::Position;

/// What to do about a rule that cannot be true.
const HELP: &str =
    "look for conditions that exclude each other, or compare a fact with what its kind in `kb.yml` cannot be";

/// Complains about checks that cannot pass, or cannot fail, whatever the configuration is.
pub(super) fn judge(ground: &Ground<'_>, findings: &mut Findings) {
    let schema = &ground.base.settings().facts;
    let checks = ground.base.checks().filter(|check| ground.base.is_published(&check.page));
    for check in checks.filter(|check| !is_by_hand(check)) {
        let (pass, fail) = (place(ground, check, "pass"), place(ground, check, "fail"));
        let mut complaints = ground.complaints(&check.page, findings);
        if is_same(&check.pass, &check.fail) {
            let help = "let `fail` say the opposite; if both are true the fault counts";
            complaints.warning("check-never-passes", pass, "`pass` and `fail` are the same".to_owned(), help);
            continue;
        }
        let can_pass = check.pass.can_be_true(schema);
        if !can_pass {
            let message = "`pass` cannot be true, whatever the configuration is".to_owned();
            complaints.warning("check-never-passes", pass, message, HELP);
        }
        if !check.fail.can_be_true(schema) {
            let message = "`fail` cannot be true, whatever the configuration is".to_owned();
            complaints.warning("check-never-fails", fail, message, HELP);
        } else if can_pass && !check.fail.can_be_false(schema) {
            let message = "`fail` is true of every configuration that decides it, so the check never passes";
            let help = "let `fail` say what is wrong only";
            complaints.warning("check-never-passes", fail, message.to_owned(), help);
        }
    }
}

/// Whether an author says that nothing can be told by rules: such a check is done by hand, as its page describes.
fn is_by_hand(check: &Check) -> bool {
    [&check.pass, &check.fail].into_iter().all(|rule| rule.source().trim() == "false")
}

fn is_same(pass: &Rule, fail: &Rule) -> bool {
    let plain = |rule: &Rule| rule.source().split_whitespace().collect::<String>();
    plain(pass) == plain(fail)
}

fn place(ground: &Ground<'_>, check: &Check, key: &str) -> Position {
    let entry = ground.manuscript(&check.page).and_then(|written| written.entry(key));
    entry.map_or(Position::START, |entry| entry.value.position)
}
