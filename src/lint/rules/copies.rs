//! Text that was copied from one page to another.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::super::ground::Ground;
use crate::kb::{Findings, Page};
use crate::sharing::on_threads;
use crate::text::place::{LineIndex, Position};
use crate::text::words::words;

/// So many words in a row that two pages share are no coincidence and no set phrase: warnings and legal notes that a
/// documentation set repeats on purpose have forty at most.
const LONG: usize = 60;
/// A passage on more pages than this is a part that the pages share on purpose.
const MOST_PAGES: usize = 3;

/// A passage by its words, and where it begins in the file.
struct Passage {
    sum: u64,
    at: Position,
}

/// Remarks on passages that stand on two pages: the next change will be made on one of them. Only in a base that answers;
/// what a documentation set repeats is up to its publisher.
pub(super) fn judge(ground: &Ground<'_>, findings: &mut Findings) {
    if !ground.base.has_knowledge() {
        return;
    }
    let pages: Vec<&Page> = ground.published().collect();
    let passages = on_threads(&pages, ground.n_threads, |page| passages(page));
    let mut places: HashMap<u64, Vec<(usize, Position)>> = HashMap::new();
    for (number, passages) in passages.iter().enumerate() {
        for passage in passages {
            let known = places.entry(passage.sum).or_default();
            if known.last().is_none_or(|(last, _)| *last != number) {
                known.push((number, passage.at));
            }
        }
    }
    for (number, own) in passages.iter().enumerate() {
        let Some(page) = pages.get(number) else { continue };
        let is_copy = |passage: &&Passage| {
            let known = places.get(&passage.sum).map(Vec::as_slice).unwrap_or_default();
            known.len() <= MOST_PAGES && known.first().is_some_and(|(first, _)| *first < number)
        };
        let Some(passage) = own.iter().find(is_copy) else { continue };
        let Some((first, at)) = places.get(&passage.sum).and_then(|known| known.first()) else { continue };
        let Some(original) = pages.get(*first) else { continue };
        let message = format!("{LONG} words and more stand in {}:{} too", original.path, at.line);
        let help = "keep them on one page and link to it, so that a change need not be made twice";
        ground.complaints(&page.path, findings).note("text-copied", passage.at, message, help);
    }
}

/// Every run of `LONG` words of a page.
fn passages(page: &Page) -> Vec<Passage> {
    let text = page.text();
    let words = words(&text.body);
    let lines = LineIndex::new(&text.body);
    let sums: Vec<u64> = words.iter().map(|word| sum(&word.folded)).collect();
    let runs = sums.windows(LONG).zip(&words).map(|(run, word)| {
        let at = lines.position(word.span.start);
        Passage { sum: sum(run), at: Position { line: at.line + text.body_line - 1, ..at } }
    });
    runs.collect()
}

fn sum(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}
