//! Why a cause stands where it stands, in words.

use super::ranking::RankedCause;
use crate::kb::KnowledgeBase;

/// How often a cause is behind what was recognised: `about 4 in 10 cases of “…” come down to this`.
pub fn reason(base: &KnowledgeBase, ranked: &RankedCause) -> String {
    let titled =
        ranked.shares.iter().filter_map(|share| Some((share.likelihood, base.symptom(&share.symptom)?)));
    let parts: Vec<String> = titled
        .map(|(likelihood, symptom)| format!("{} cases of “{}”", in_ten(likelihood), symptom.title))
        .collect();
    match parts.split_first() {
        None => "nothing speaks for it yet".to_owned(),
        Some((only, [])) => format!("behind {only}"),
        Some((first, rest)) => format!("behind {first}, and behind {}", rest.join(", and behind ")),
    }
}

/// A share in words that people picture: `about 4 in 10`, `about 3 in 100`.
pub fn in_ten(share: f64) -> String {
    let tenths = (share * 10.0).round();
    let hundredths = (share * 100.0).round();
    match () {
        () if share >= 0.95 => "nearly all".to_owned(),
        () if share >= 0.095 => format!("about {tenths} in 10"),
        () if share >= 0.01 => format!("about {hundredths} in 100"),
        () => "fewer than 1 in 100".to_owned(),
    }
}

/// A chance in one word for cards and terminals, so that a bar or a number never stands alone.
pub fn chance_word(probability: f64) -> &'static str {
    match probability {
        p if p >= 0.75 => "very likely",
        p if p >= 0.35 => "likely",
        p if p >= 0.12 => "possible",
        p if p >= 0.04 => "less likely",
        _ => "unlikely",
    }
}
