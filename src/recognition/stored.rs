//! A trained recogniser as bytes, and back: what a cache keeps so that the next start need not learn again.
//!
//! A row of plain lists: each its length, then its items, all little-endian. Nothing here checks that bytes are what
//! was written (whoever keeps them does, with a checksum); whatever they are, reading ends with a recogniser or with
//! `None`, and takes no more room than the bytes did.

use std::io::Read;

use super::calibration::Confidence;
use super::classifier::Weights;
use super::common_columns::CommonColumns;
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
pub const FORMAT: &str = "6";

/// So many bytes are read at a time. The front matter of a page, and so each of its phrases, is no longer.
const PIECE: usize = 64 * 1024;

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
    pub fn from_bytes(mut bytes: &[u8], base: &KnowledgeBase) -> Option<Self> {
        let n_bytes = bytes.len() as u64;
        Self::read(&mut bytes, n_bytes, base)
    }

    /// The same from so many bytes of a source, which never stand in memory all at once.
    pub fn read(source: &mut dyn Read, n_bytes: u64, base: &KnowledgeBase) -> Option<Self> {
        let mut reader = Reader { source, n_left: n_bytes, piece: vec![0; PIECE] };
        let phrases = reader.texts()?;
        let dictionary = Dictionary::in_order(reader.list::<u64>()?.into_iter());
        let model = reader.model()?;
        let polarity = Polarity { starts: reader.list()?, entries: reader.list()? };
        let calibration = Confidence::from_numbers(&reader.list::<f64>()?)?;
        let [knows_one_side_only] = reader.list::<u32>()?.try_into().ok()?;
        let limits: [f64; 3] = reader.list::<f64>()?.try_into().ok()?;
        let [known_at, between_within, together_at] = limits;
        let classes = classes(base);
        let fits = reader.n_left == 0
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

    /// Adds all that stand one behind the other.
    fn take_all(bytes: &[u8], items: &mut Vec<Self>) {
        items.extend(bytes.chunks_exact(Self::WIDTH).filter_map(Self::take));
    }
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
            // The large lists: a loop in which nothing can fail takes a fraction of the time.
            fn take_all(bytes: &[u8], items: &mut Vec<Self>) {
                let (numbers, _) = bytes.as_chunks::<$width>();
                items.extend(numbers.iter().map(|number| Self::from_le_bytes(*number)));
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

struct Reader<'s> {
    source: &'s mut dyn Read,
    /// How many bytes there are still.
    n_left: u64,
    piece: Vec<u8>,
}

impl Reader<'_> {
    /// The next bytes, at most [`PIECE`] of them.
    fn bytes(&mut self, n_bytes: usize) -> Option<&[u8]> {
        self.n_left = self.n_left.checked_sub(n_bytes as u64)?;
        let bytes = self.piece.get_mut(..n_bytes)?;
        self.source.read_exact(bytes).ok()?;
        Some(bytes)
    }

    /// A length that the bytes cannot bear out is refused before anything is made for it.
    fn list<T: Item>(&mut self) -> Option<Vec<T>> {
        let n_items = u64::take(self.bytes(8)?)?;
        let n_bytes = n_items.checked_mul(T::WIDTH as u64).filter(|n_bytes| *n_bytes <= self.n_left)?;
        let mut items = Vec::with_capacity(usize::try_from(n_items).ok()?);
        let mut n_bytes = usize::try_from(n_bytes).ok()?;
        while n_bytes > 0 {
            let n_now = n_bytes.min(PIECE / T::WIDTH * T::WIDTH);
            T::take_all(self.bytes(n_now)?, &mut items);
            n_bytes -= n_now;
        }
        Some(items)
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
            common: CommonColumns::default(),
        };
        let is_symptom = self.list::<u32>()?.into_iter().map(|is_symptom| is_symptom != 0).collect();
        Some(Model { vocabulary, classifier, phrases, is_symptom })
    }
}
