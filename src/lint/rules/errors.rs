//! Error texts that two symptoms have.

use std::collections::HashMap;

use super::super::ground::Ground;
use crate::kb::{Findings, PagePath};
use crate::text::fold;
use crate::text::place::Position;

/// Complains about an error text that stands on two symptoms: it wins over all other words, and nothing would be left
/// to tell the two apart.
pub(super) fn judge(ground: &Ground<'_>, findings: &mut Findings) {
    let mut seen: HashMap<String, (&PagePath, Position)> = HashMap::new();
    let symptoms = ground.base.symptoms().filter(|symptom| ground.base.is_published(&symptom.page));
    for symptom in symptoms {
        let Some(written) = ground.manuscript(&symptom.page) else { continue };
        for (text, at) in written.texts("errors") {
            let text = fold(text);
            let Some((first, line)) = seen.get(&text).map(|(path, at)| (*path, at.line)) else {
                seen.insert(text, (&symptom.page, at));
                continue;
            };
            let message = format!("the error text stands in {first}:{line} already");
            let help = if *first == symptom.page {
                "take one of the two out"
            } else {
                "leave it where it belongs, or add what else the product shows in one of the two cases"
            };
            ground.complaints(&symptom.page, findings).warning("error-text-shared", at, message, help);
        }
    }
}
