//! What of a text counts: stems, pairs of stems, and pieces of words.
//!
//! Two blocks, after the recipe that did best on public intent sets: block one holds stems, neighbouring stems and
//! unordered pairs of content stems at most [`FARTHEST_PAIR`] apart (they catch "page … blank" whatever stands
//! between); block two holds the characters 2–4 inside padded words (they survive typing errors and endings).
//! A feature is known by the hash of its text only, so no text is kept.

use crate::text::words::{Word, is_stop_word, stem};

/// How many content stems apart a pair may stand.
const FARTHEST_PAIR: usize = 3;
/// Lengths of the pieces of words, in characters.
const PIECES: std::ops::RangeInclusive<usize> = 2..=4;
/// Lengths of the pieces of scripts without blanks, where one character is already most of a word.
const UNSPACED_PIECES: std::ops::RangeInclusive<usize> = 1..=3;
/// Longer words are cut: nobody tells two symptoms apart by the sixtieth letter, and a pasted blob costs time.
const LONGEST_WORD: usize = 60;

/// The name of a feature: the hash of its text.
pub(super) type FeatureHash = u64;

/// The features of one text with their counts, each block sorted by hash and without repeats.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Features {
    /// Stems and pairs of stems.
    pub(super) words: Vec<(FeatureHash, u32)>,
    /// Pieces of words.
    pub(super) pieces: Vec<(FeatureHash, u32)>,
    /// The stems alone: what is asked when it matters whether a word was ever seen.
    pub(super) stems: Vec<FeatureHash>,
}

/// Takes the features of a text out of its words.
pub(super) fn features(words: &[Word]) -> Features {
    let stems = stems(words);
    let mut in_words = Vec::with_capacity(words.len() * 6);
    let mut in_pieces = Vec::with_capacity(words.len() * 16);
    push_stems(&stems, &mut in_words);
    push_pairs(&stems, &mut in_words);
    for word in words {
        push_pieces(word, &mut in_pieces);
    }
    let mut content: Vec<FeatureHash> =
        stems.iter().filter(|stem| !stem.stop).map(|stem| hash(Tag::Stem, &[&stem.text])).collect();
    content.sort_unstable();
    content.dedup();
    Features { words: counted(in_words), pieces: counted(in_pieces), stems: content }
}

/// One stem in its place.
struct Stem {
    text: String,
    stop: bool,
    /// Position among the words, so that pieces of one compound do not count as neighbours.
    spaced: bool,
}

/// The stems of a text in order. A script without blanks gives its pairs of characters instead.
fn stems(words: &[Word]) -> Vec<Stem> {
    let mut found = Vec::with_capacity(words.len());
    for word in words {
        if word.unspaced {
            let chars: Vec<char> = word.folded.chars().take(LONGEST_WORD * 4).collect();
            let pairs = chars.windows(2).map(|pair| pair.iter().collect::<String>());
            found.extend(pairs.map(|text| Stem { text, stop: false, spaced: false }));
        } else {
            let stop = is_stop_word(&word.folded);
            found.push(Stem { text: stem(&word.folded).to_owned(), stop, spaced: true });
        }
    }
    found
}

fn push_stems(stems: &[Stem], features: &mut Vec<FeatureHash>) {
    for stem in stems {
        features.push(hash(Tag::Stem, &[&stem.text]));
        // `www.adobe.com` is also about `adobe` and `com`, `invalid_scope` also about `scope`.
        if stem.text.contains(['.', '_', '@']) {
            let parts = stem.text.split(['.', '_', '@']).filter(|part| part.len() > 1);
            features.extend(parts.map(|part| hash(Tag::Stem, &[part])));
        }
    }
}

fn push_pairs(stems: &[Stem], features: &mut Vec<FeatureHash>) {
    for pair in stems.windows(2) {
        if let [first, second] = pair
            && first.spaced
            && second.spaced
        {
            features.push(hash(Tag::Neighbours, &[&first.text, &second.text]));
        }
    }
    let content: Vec<&Stem> = stems.iter().filter(|stem| !stem.stop).collect();
    for (at, first) in content.iter().enumerate() {
        for second in content.iter().skip(at + 1).take(FARTHEST_PAIR) {
            let (low, high) = if first.text <= second.text {
                (&first.text, &second.text)
            } else {
                (&second.text, &first.text)
            };
            features.push(hash(Tag::Pair, &[low, high]));
        }
    }
}

fn push_pieces(word: &Word, features: &mut Vec<FeatureHash>) {
    let mut chars: Vec<char> = Vec::with_capacity(word.folded.len() + 2);
    if !word.unspaced {
        chars.push(' ');
    }
    chars.extend(word.folded.chars().take(LONGEST_WORD));
    let lengths = if word.unspaced {
        UNSPACED_PIECES
    } else {
        chars.push(' ');
        PIECES
    };
    for length in lengths {
        for piece in chars.windows(length) {
            let mut state = seed(Tag::Piece);
            for c in piece {
                state = mix(state, *c as u64);
            }
            features.push(state);
        }
    }
}

fn counted(mut features: Vec<FeatureHash>) -> Vec<(FeatureHash, u32)> {
    features.sort_unstable();
    let mut counted: Vec<(FeatureHash, u32)> = Vec::with_capacity(features.len());
    for feature in features {
        match counted.last_mut() {
            Some((last, count)) if *last == feature => *count += 1,
            _ => counted.push((feature, 1)),
        }
    }
    counted
}

/// What a feature is, so that a stem and a piece of the same letters stay apart.
#[derive(Clone, Copy)]
enum Tag {
    Stem = 1,
    Neighbours = 2,
    Pair = 3,
    Piece = 4,
}

/// The hash of a stem, for asking whether it was ever seen.
#[cfg(test)]
pub(super) fn stem_hash(word: &str) -> FeatureHash {
    hash(Tag::Stem, &[stem(word)])
}

fn hash(tag: Tag, parts: &[&str]) -> FeatureHash {
    let mut state = seed(tag);
    for part in parts {
        for byte in part.bytes() {
            state = mix(state, u64::from(byte));
        }
        state = mix(state, 0x1f);
    }
    state
}

fn seed(tag: Tag) -> u64 {
    mix(0xcbf2_9ce4_8422_2325, tag as u64)
}

/// One step of a multiply-and-rotate hash: quick, and the same on every machine and in every run, which is what
/// makes a recogniser reproducible.
fn mix(state: u64, value: u64) -> u64 {
    (state ^ value).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29)
}
