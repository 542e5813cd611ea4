//! A trained recogniser as bytes, and back: what a cache keeps so that the next start need not learn again.
//!
//! A row of plain lists: each its length, then its items, all little-endian. Nothing here checks that bytes are what
//! was written (whoever keeps them does, with a checksum); whatever they are, reading ends with a recogniser or with
//! `None`, and takes no more room than the bytes did.

use super::calibration::Confidence;
use super::classifier::Weights;
use super::dictionary::Dictionary;
use super::lessons::classes;
use super::limits::Limits;
use super::model::Model;
use super::nearest::Phrases;
use super::polarity::Polarity;
use super::vectors::Vocabulary;
use super::{Recogniser, error_texts};
use crate::kb::KnowledgeBase;

/// Names the form of the bytes and what was learnt: another form, or another way to learn, has another name.
pub const FORMAT: &str = "4";

impl Recogniser {
    /// Everything that was learnt. Equal bases give equal bytes, whatever the number of threads.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Model { vocabulary, classifier, phrases, is_symptom } = &self.model;
        let mut writer = Writer::default();
        writer.texts(&self.phrases);
        writer.list(&self.dictionary.in_columns());
        writer.list(&vocabulary.rarity);
        writer.list(&[vocabulary.unseen]);
        writer.list(&classifier.bias);
        writer.list(&classifier.starts);
        writer.list(&classifier.dense);
        writer.list(&classifier.sparse);
        writer.list(&[phrases.n_symptoms]);
        writer.list(&phrases.groups);
        writer.list(&phrases.lengths);
        writer.list(&phrases.starts);
        writer.list(&phrases.columns);
        writer.list(&phrases.entries);
        writer.list(&is_symptom.iter().map(|is_symptom| u32::from(*is_symptom)).collect::<Vec<u32>>());
        writer.list(&self.polarity.starts);
        writer.list(&self.polarity.entries);
        writer.list(&self.calibration.numbers());
        writer.list(&[u32::from(self.knows_one_side_only)]);
        writer.list(&[self.limits.known_at, self.limits.between_within, self.limits.together_at]);
        writer.bytes
    }

    /// The recogniser whose bytes these are, if it was learnt from this base; `None` if they are no such bytes.
    pub fn from_bytes(bytes: &[u8], base: &KnowledgeBase) -> Option<Self> {
        let mut reader = Reader { rest: bytes };
        let phrases = reader.texts()?;
        let dictionary = Dictionary::in_order(reader.list::<u64>()?.into_iter());
        let model = reader.model()?;
        let polarity = Polarity { starts: reader.list()?, entries: reader.list()? };
        let calibration = Confidence::from_numbers(&reader.list::<f64>()?)?;
        let [knows_one_side_only] = reader.list::<u32>()?.try_into().ok()?;
        let limits: [f64; 3] = reader.list::<f64>()?.try_into().ok()?;
        let [known_at, between_within, together_at] = limits;
        let classes = classes(base);
        let fits = reader.rest.is_empty()
            && model.is_symptom.len() == classes.len()
            && model.vocabulary.rarity.len() == dictionary.width();
        fits.then(|| Self {
            errors: error_texts(base, &classes),
            classes,
            phrases,
            dictionary,
            model,
            polarity,
            calibration,
            knows_one_side_only: knows_one_side_only != 0,
            limits: Limits { known_at, between_within, together_at },
        })
    }
}

/// Something of a fixed number of bytes.
trait Item: Sized {
    const WIDTH: usize;
    fn put(&self, bytes: &mut Vec<u8>);
    fn take(bytes: &[u8]) -> Option<Self>;
}

macro_rules! number {
    ($number:ty, $width:literal) => {
        impl Item for $number {
            const WIDTH: usize = $width;
            fn put(&self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_le_bytes());
            }
            fn take(bytes: &[u8]) -> Option<Self> {
                Some(Self::from_le_bytes(bytes.try_into().ok()?))
            }
        }
    };
}
number!(u32, 4);
number!(f32, 4);
number!(u64, 8);
number!(f64, 8);

impl<A: Item, B: Item> Item for (A, B) {
    const WIDTH: usize = A::WIDTH + B::WIDTH;
    fn put(&self, bytes: &mut Vec<u8>) {
        self.0.put(bytes);
        self.1.put(bytes);
    }
    fn take(bytes: &[u8]) -> Option<Self> {
        let (first, second) = bytes.split_at_checked(A::WIDTH)?;
        Some((A::take(first)?, B::take(second)?))
    }
}

#[derive(Default)]
struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    fn list<T: Item>(&mut self, items: &[T]) {
        (items.len() as u64).put(&mut self.bytes);
        self.bytes.reserve(items.len() * T::WIDTH);
        for item in items {
            item.put(&mut self.bytes);
        }
    }

    fn texts(&mut self, texts: &[String]) {
        self.list(&texts.iter().map(|text| text.len() as u32).collect::<Vec<u32>>());
        for text in texts {
            self.bytes.extend_from_slice(text.as_bytes());
        }
    }
}

struct Reader<'b> {
    rest: &'b [u8],
}

impl Reader<'_> {
    fn bytes(&mut self, n_bytes: usize) -> Option<&[u8]> {
        let (bytes, rest) = self.rest.split_at_checked(n_bytes)?;
        self.rest = rest;
        Some(bytes)
    }

    /// A length that the bytes cannot bear out is refused before anything is made for it.
    fn list<T: Item>(&mut self) -> Option<Vec<T>> {
        let n_items = usize::try_from(u64::take(self.bytes(8)?)?).ok()?;
        let bytes = self.bytes(n_items.checked_mul(T::WIDTH)?)?;
        bytes.chunks_exact(T::WIDTH).map(T::take).collect()
    }

    fn texts(&mut self) -> Option<Vec<String>> {
        let lengths = self.list::<u32>()?;
        let text = |length: &u32| String::from_utf8(self.bytes(*length as usize)?.to_vec()).ok();
        lengths.iter().map(text).collect()
    }

    fn model(&mut self) -> Option<Model> {
        let rarity = self.list()?;
        let [unseen] = self.list::<f32>()?.try_into().ok()?;
        let vocabulary = Vocabulary { rarity, unseen };
        let (bias, starts) = (self.list()?, self.list()?);
        let classifier = Weights { bias, starts, dense: self.list()?, sparse: self.list()? };
        let [n_symptoms] = self.list::<u32>()?.try_into().ok()?;
        let phrases = Phrases {
            n_symptoms,
            groups: self.list()?,
            lengths: self.list()?,
            starts: self.list()?,
            columns: self.list()?,
            entries: self.list()?,
        };
        let is_symptom = self.list::<u32>()?.into_iter().map(|is_symptom| is_symptom != 0).collect();
        Some(Model { vocabulary, classifier, phrases, is_symptom })
    }
}
