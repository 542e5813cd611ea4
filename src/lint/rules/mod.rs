//! The rules, each a function from the base to findings.

mod advice;
mod constant;
mod copies;
mod dates;
mod errors;
mod facts;
mod keys;
mod named;
mod owners;
mod phrases;
mod pictures;
mod planning;
mod reach;
mod recognised;
mod separable;
mod titles;

pub(super) use pictures::gather_missing_pictures;

use super::ground::Ground;
use crate::kb::Findings;

/// What every rule is.
type Rule = fn(&Ground<'_>, &mut Findings);

/// All rules. Their order changes nothing: findings are sorted by place.
const RULES: [Rule; 15] = [
    titles::judge,
    owners::judge,
    dates::judge,
    keys::judge,
    phrases::judge,
    errors::judge,
    recognised::judge,
    reach::judge,
    separable::judge,
    planning::judge,
    advice::judge,
    constant::judge,
    facts::judge,
    copies::judge,
    named::judge,
];

/// Applies all rules.
pub(super) fn all(ground: &Ground<'_>, findings: &mut Findings) {
    for rule in RULES {
        rule(ground, findings);
    }
}
