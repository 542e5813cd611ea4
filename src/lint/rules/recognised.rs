//! Symptoms whose own phrases are taken for another symptom.

use std::collections::{BTreeMap, HashMap};

use super::super::ground::Ground;
use super::phrases::{said, shared};
use crate::kb::{Findings, SymptomId};
use crate::recognition::{HeldBack, Meaning, Reason, cross_validate};
use crate::text::fold;
use crate::text::place::Position;
use crate::text::words::is_stop_word;

/// Of fewer phrases chance makes too much.
const FEWEST: usize = 4;
/// From this share of its phrases on, a symptom is taken for another by rule and not by accident. Symptoms of the
/// built-in base that are hard to tell apart stay under a third.
const SHARE: f64 = 0.5;

/// How the phrases of one symptom fared.
#[derive(Default)]
struct Tally {
    n: usize,
    taken_for: BTreeMap<SymptomId, usize>,
}

/// Holds each phrase back from learning once, and complains about symptoms that most of theirs do not lead to. Of two
/// that are taken for each other the one that fares worse is named.
pub(super) fn judge(ground: &Ground<'_>, findings: &mut Findings) {
    let published = ground.base.symptoms().filter(|symptom| ground.base.is_published(&symptom.page));
    if published.count() < 2 {
        return;
    }
    let shared = shared(ground);
    let mut tallies: BTreeMap<SymptomId, Tally> = BTreeMap::new();
    for held_back in cross_validate(ground.base, ground.n_threads) {
        count(&mut tallies, &held_back, &shared);
    }
    let mut worst: BTreeMap<(SymptomId, SymptomId), (f64, SymptomId, usize, usize)> = BTreeMap::new();
    for (symptom, tally) in &tallies {
        let Some((other, n)) = tally.taken_for.iter().max_by_key(|(_, n)| **n) else { continue };
        let share = *n as f64 / tally.n.max(1) as f64;
        if tally.n < FEWEST || share < SHARE {
            continue;
        }
        let pair = (symptom.min(other).clone(), symptom.max(other).clone());
        let found = (share, symptom.clone(), *n, tally.n);
        let kept = worst.entry(pair).or_insert_with(|| found.clone());
        if found.0 > kept.0 {
            *kept = found;
        }
    }
    for ((first, second), (_, symptom, n, of)) in worst {
        let other = if symptom == first { second } else { first };
        complain(ground, findings, (&symptom, &other), (n, of));
    }
}

fn count(tallies: &mut BTreeMap<SymptomId, Tally>, held_back: &HeldBack, shared: &HashMap<String, usize>) {
    let Meaning::Symptom(own) = &held_back.means else { return };
    if shared.contains_key(&said(&held_back.phrase)) {
        return; // Two pages claim it, which is a finding of its own.
    }
    let tally = tallies.entry(own.clone()).or_default();
    tally.n += 1;
    let recognition = &held_back.recognition;
    let offered = recognition.offered();
    let Some(first) = recognition.candidates.first().filter(|first| first.symptom != *own) else { return };
    // Where nothing is offered, the first candidate counts if words of weight and no accident led there.
    let is_taken = match offered {
        [] => weighs(&first.reason, &held_back.phrase),
        offered => offered.iter().all(|candidate| candidate.symptom != *own),
    };
    if is_taken {
        *tally.taken_for.entry(first.symptom.clone()).or_default() += 1;
    }
}

/// Whether a word that carries a meaning led to a candidate.
fn weighs(reason: &Reason, phrase: &str) -> bool {
    match reason {
        Reason::ErrorText(_) => true,
        Reason::Phrase { words, .. } => {
            let words = words.iter().filter_map(|span| phrase.get(span.clone()));
            words.map(fold).any(|word| !is_stop_word(&word))
        }
    }
}

fn complain(
    ground: &Ground<'_>,
    findings: &mut Findings,
    (symptom, other): (&SymptomId, &SymptomId),
    (n, of): (usize, usize),
) {
    let Some(page) = ground.base.symptom(symptom).map(|symptom| &symptom.page) else { return };
    let at = ground.key_place(page, "says");
    let at = if at == Position::START { ground.key_place(page, "kind") } else { at };
    let message =
        format!("{n} of {of} phrases are taken for the symptom `{other}` when they are new to deskdoc");
    let help = "write what tells the two apart into the phrases of both, or make one symptom of them";
    ground.complaints(page, findings).warning("symptom-confused", at, message, help);
}
