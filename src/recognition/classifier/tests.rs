use super::super::dictionary::Dictionary;
use super::super::features::features;
use super::super::vectors::Vocabulary;
use super::{Duals, Example, Membership, train};
use crate::text::words::words;

#[test]
fn a_training_goes_on_where_one_on_fewer_examples_ended() {
    let texts = ["red apple", "red cherry", "blue sky", "blue sea"];
    let texts: Vec<_> = texts.iter().map(|text| features(&words(text))).collect();
    let dictionary = Dictionary::of(&texts, 1);
    let texts: Vec<_> = texts.iter().map(|text| dictionary.counts(text)).collect();
    let vocabulary = Vocabulary::learn(texts.iter(), dictionary.width());
    let vectors: Vec<_> = texts.iter().map(|text| vocabulary.vector(text)).collect();
    let example = |(at, vector)| Example { vector, membership: Membership::Of(at / 2) };
    let all: Vec<_> = vectors.iter().enumerate().map(example).collect();
    let seen: Vec<_> = vectors.iter().enumerate().filter(|(at, _)| *at != 1).map(example).collect();
    let (_, duals) = train(&seen, 2, dictionary.width(), &Duals::default(), 1);
    let duals = duals.spread(&[false, true, false, false]);
    let n_lanes = duals.by_block[0].len() / all.len();
    let rows: Vec<&[f32]> = duals.by_block[0].chunks(n_lanes).collect();
    assert!(rows[0][0] > 0.0 && rows[2][1] > 0.0, "those seen pull: {rows:?}");
    assert!(rows[1].iter().all(|pull| *pull == 0.0), "those held out do not: {rows:?}");
    let (weights, _) = train(&all, 2, dictionary.width(), &duals, 2);
    for (at, vector) in vectors.iter().enumerate() {
        let margins = weights.margins(vector);
        assert!(margins[at / 2] > 0.0 && margins[1 - at / 2] < 0.0, "{margins:?}");
    }
}
