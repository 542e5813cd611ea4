//! Phrases that teach two things at once.

use std::collections::HashMap;

use super::super::ground::Ground;
use crate::kb::{Findings, Kind, Page, PagePath};
use crate::text::place::Position;
use crate::text::words::words;

/// A phrase where it stands first.
struct First<'a> {
    path: &'a PagePath,
    at: Position,
}

/// Complains about phrases that stand twice on a page, on two pages, or among what their own page says it is not. Two
/// phrases are the same if their words are.
pub(super) fn judge(ground: &Ground<'_>, findings: &mut Findings) {
    let mut seen: HashMap<String, First<'_>> = HashMap::new();
    for page in ground.published().filter(|page| matches!(page.kind, Kind::Symptom | Kind::OutOfScope)) {
        let Some(written) = ground.manuscript(&page.path) else { continue };
        let mut complaints = ground.complaints(&page.path, findings);
        for (phrase, at) in written.texts("says") {
            let said = said(phrase);
            match seen.get(&said) {
                None => drop(seen.insert(said, First { path: &page.path, at })),
                Some(first) if *first.path == page.path => complaints.warning(
                    "phrase-repeated",
                    at,
                    format!("the same words stand in line {} already", first.at.line),
                    "take one of the two out, or put it as another user would",
                ),
                Some(first) => {
                    let message = format!("the phrase stands in {}:{} too", first.path, first.at.line);
                    let help = "leave it where it belongs: one text cannot mean both";
                    complaints.warning("phrase-shared", at, message, help);
                }
            }
        }
        for (phrase, at) in written.texts("not") {
            let own = seen.get(&said(phrase)).filter(|first| *first.path == page.path);
            if let Some(own) = own {
                let message = format!("the phrase stands under `says` too, in line {}", own.at.line);
                let help = "decide whether it is this symptom, and take it out of the other list";
                complaints.warning("phrase-contradicted", at, message, help);
            }
        }
    }
}

/// The words of a phrase in their order.
pub(super) fn said(phrase: &str) -> String {
    let words: Vec<String> = words(phrase).into_iter().map(|word| word.folded).collect();
    words.join(" ")
}

/// Phrases of a page that stand on another page too.
pub(super) fn shared<'a>(ground: &Ground<'a>) -> HashMap<String, usize> {
    let mut pages_of: HashMap<String, Vec<&'a Page>> = HashMap::new();
    for page in ground.published().filter(|page| matches!(page.kind, Kind::Symptom | Kind::OutOfScope)) {
        let phrases = ground.manuscript(&page.path).map(|written| written.texts("says")).unwrap_or_default();
        for (phrase, _) in phrases {
            let pages = pages_of.entry(said(phrase)).or_default();
            if !pages.iter().any(|known| known.path == page.path) {
                pages.push(page);
            }
        }
    }
    pages_of.into_iter().map(|(phrase, pages)| (phrase, pages.len())).filter(|(_, n)| *n > 1).collect()
}
