//! From numbers to the words of a scale.

use crate::kb::Scale;

/// A number must be so much (as a factor) past the middle between two words before the other word is proposed: words
/// that change to and fro teach nobody.
const PAST_THE_MIDDLE: f64 = 1.05;

/// The word whose number is nearest on a scale of factors.
pub(super) fn nearest(scale: Scale, number: f64) -> &'static str {
    let distance = |known: f64| (number.max(1e-9) / known.max(1e-9)).ln().abs();
    let best = scale.words.iter().min_by(|(_, one), (_, other)| distance(*one).total_cmp(&distance(*other)));
    best.map_or("", |(word, _)| word)
}

/// The word for a number where a word, or its number, has held so far: another one only if the number is clearly past
/// the middle between them.
pub(super) fn moved(scale: Scale, held: f64, number: f64) -> &'static str {
    let before = nearest(scale, held);
    let towards = if number > held { number / PAST_THE_MIDDLE } else { number * PAST_THE_MIDDLE };
    let after = nearest(scale, towards);
    let is_towards = |word: &str| {
        let known = scale.number(word).unwrap_or(held);
        (known > held) == (number > held)
    };
    if after == before || !is_towards(after) { before } else { after }
}

/// A number of cases, which may be a fraction where cases count in part.
pub(super) fn count(n: f64) -> String {
    format!("{n:.1}").trim_end_matches(".0").to_owned()
}
