//! How often the fix of a cause cures it.
//!
//! Each confirmed cure speaks for the fix. A fix tried in vain in a case that was not solved speaks against it as far as
//! the cause was there at all: with the chance p of the cause and the chance f of the fix, that is p(1 − f) / (1 − pf)
//! of a case. Where another cause was found, it says nothing.

use std::collections::BTreeMap;

use super::pages::Pages;
use super::{AUTHORS_CASES, About, FEWEST_CASES, Proposal, Vain, words};
use crate::kb::{CURE, Cause, CauseId, KnowledgeBase, SymptomId};

/// After so many rounds a word that still changes is left to people.
const MOST_ROUNDS: usize = 20;

type ByCause<T> = BTreeMap<CauseId, T>;

pub(super) fn weigh(
    base: &KnowledgeBase,
    pages: &Pages<'_>,
    found: &BTreeMap<SymptomId, ByCause<u64>>,
    shares: &BTreeMap<SymptomId, ByCause<f64>>,
    vain: &[Vain],
) -> Vec<Proposal> {
    let causes = base.causes().filter(|cause| !cause.escalate && pages.has(&cause.page));
    let proposal = |cause: &Cause| {
        let n_cured: u64 = found.values().filter_map(|causes| causes.get(&cause.id)).sum();
        let failed: Vec<(f64, u64)> = vain
            .iter()
            .filter(|case| case.cause == cause.id.as_str())
            .filter_map(|case| {
                let symptom = SymptomId::parse(&case.symptom).ok()?;
                Some((*shares.get(&symptom)?.get(&cause.id)?, case.n))
            })
            .collect();
        propose(cause, pages, n_cured as f64, &failed)
    };
    causes.filter_map(proposal).collect()
}

fn propose(cause: &Cause, pages: &Pages<'_>, n_cured: f64, failed: &[(f64, u64)]) -> Option<Proposal> {
    let (held, n_of) = settle(cause.works.value(), n_cured, failed)?;
    let (before, to) = (words::nearest(CURE, cause.works.value()), words::nearest(CURE, held));
    if to == before {
        return None;
    }
    let written = pages.value(&cause.page, "works", CURE);
    Some(Proposal {
        page: cause.page.clone(),
        about: About::Works(cause.id.clone()),
        from: written.as_ref().map_or_else(|| before.to_owned(), |written| written.text.clone()),
        to,
        n: n_cured,
        n_of,
        edit: match &written {
            Some(written) => pages.replacing(&cause.page, written, to),
            None => pages.adding(&cause.page, &["effort", "id", "kind"], "works", to),
        },
    })
}

/// The chance that the reckoning ends with and the cases it rests on; nothing on few cases, or without an end.
fn settle(author: f64, n_cured: f64, failed: &[(f64, u64)]) -> Option<(f64, f64)> {
    let mut held = author;
    for _ in 0..MOST_ROUNDS {
        let n_failed: f64 = failed.iter().map(|(share, n)| was_there(*share, held) * *n as f64).sum();
        let n_of = n_cured + n_failed;
        if n_of < FEWEST_CASES as f64 {
            return None;
        }
        let shrunk = (AUTHORS_CASES * held + n_cured) / (AUTHORS_CASES + n_of);
        let word = words::moved(CURE, held, shrunk);
        if word == words::nearest(CURE, held) {
            return Some((held, n_of));
        }
        held = CURE.number(word)?;
    }
    None
}

/// The chance that the cause was there although its fix did not help.
fn was_there(share: f64, works: f64) -> f64 {
    share * (1.0 - works) / (1.0 - share * works).max(f64::MIN_POSITIVE)
}
