//! What must hold of any bytes (`tests/fuzz/properties.rs`): of every file of the corpus, where each input that once
//! broke something stays, and of some hundred changes to them. The fuzzer itself is started with `scripts/fuzz`.

#[path = "../fuzz/properties.rs"]
mod properties;

use std::ops::Range;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{RngAlgorithm, TestRng, TestRunner};

use self::properties::{ALL, Property};
use crate::world::{files_below, root};

/// How many changed seeds each property sees; `DESKDOC_FUZZ_ROUNDS` asks for more.
const ROUNDS: u32 = 150;

/// Pieces that readers give a meaning to.
const PIECES: [&[u8]; 24] = [
    b"\0",
    b"\xff",
    b"\r\n",
    b"---\n",
    b"```\n",
    b"\"",
    b"'",
    b"<",
    b"</a>",
    b"<!--",
    b"]]>",
    b"&#x0;",
    b"{",
    b"}",
    b"[",
    b"](",
    b"((((",
    b": ",
    b"\t",
    b"\xef\xbb\xbf",
    "\u{202e}".as_bytes(),
    "\u{0130}\u{df}\u{fb01}".as_bytes(),
    b"99999999999999999999",
    b"password: x ",
];

/// A change to a seed.
#[derive(Debug, Clone)]
enum Edit {
    Insert(Index, Vec<u8>),
    Remove(Index, Index),
    Repeat(Index, Index, usize),
    Replace(Index, u8),
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        (any::<Index>(), select(&PIECES[..])).prop_map(|(at, piece)| Edit::Insert(at, piece.to_vec())),
        (any::<Index>(), vec(any::<u8>(), 1..8)).prop_map(|(at, bytes)| Edit::Insert(at, bytes)),
        (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Edit::Remove(from, to)),
        (any::<Index>(), any::<Index>(), 1..40_usize).prop_map(|(from, to, n)| Edit::Repeat(from, to, n)),
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Edit::Replace(at, byte)),
    ]
}

/// The longest that repetition makes of a seed, in bytes.
const LONGEST: usize = 32 * 1024;

fn changed(seed: &[u8], edits: &[Edit]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for edit in edits {
        let at = |index: &Index| index.index(bytes.len() + 1);
        match edit {
            Edit::Insert(index, more) => {
                let at = at(index);
                bytes.splice(at..at, more.iter().copied());
            }
            Edit::Remove(from, to) => drop(bytes.drain(between(at(from), at(to)))),
            Edit::Repeat(from, to, n) => {
                let range = between(at(from), at(to));
                let n = (*n).min(LONGEST / (range.len() + 1));
                let more = bytes[range.clone()].repeat(n);
                bytes.splice(range.end..range.end, more);
            }
            Edit::Replace(index, byte) => {
                let at = at(index);
                if let Some(old) = bytes.get_mut(at) {
                    *old = *byte;
                }
            }
        }
    }
    bytes
}

fn between(one: usize, other: usize) -> Range<usize> {
    one.min(other)..one.max(other)
}

#[test]
fn what_must_hold_of_any_bytes_holds_of_the_corpus_and_of_changes_to_it() {
    let asked = std::env::var("DESKDOC_FUZZ_ROUNDS").ok().and_then(|rounds| rounds.parse().ok());
    let mut broken = Vec::new();
    for (name, property) in ALL {
        let corpus = root().join("tests/fuzz/corpus").join(name);
        let seeds: Vec<Vec<u8>> =
            files_below(&corpus).into_iter().map(|(_, file)| std::fs::read(file).unwrap()).collect();
        seeds.iter().for_each(|seed| property(seed));
        if let Err(reason) = hold(property, seeds, asked.unwrap_or(ROUNDS)) {
            broken.push(format!("{name}: {reason}"));
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The same changes each time: a test that fails on some days only helps nobody. `scripts/fuzz` looks further.
fn hold(property: Property, seeds: Vec<Vec<u8>>, rounds: u32) -> Result<(), String> {
    let config = ProptestConfig { cases: rounds, failure_persistence: None, ..ProptestConfig::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(RngAlgorithm::ChaCha));
    let inputs = (select(seeds), vec(edit(), 1..6)).prop_map(|(seed, edits)| changed(&seed, &edits));
    let keeps = |Shown(bytes): Shown| {
        property(&bytes);
        Ok(())
    };
    runner.run(&inputs.prop_map(Shown), keeps).map_err(|error| error.to_string())
}

/// Bytes that a failure shows as text where they are text.
struct Shown(Vec<u8>);

impl std::fmt::Debug for Shown {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "b\"{}\"", self.0.escape_ascii())
    }
}
