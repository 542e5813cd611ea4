//! The language of a page, for the endings that its words may lose.
//!
//! A page says it (`lang`), or its function words give it away. A text too short or too mixed to tell is taken for
//! English, which is also what names and identifiers in pages of any language look like.

use std::cmp::Reverse;
use std::collections::HashMap;

use tantivy::tokenizer::Language;

use crate::text::fold;

/// So many words of a page are looked at.
const LOOKED_AT: usize = 400;
/// Fewer function words than this prove nothing,
const ENOUGH: usize = 8;
/// nor do many of few different ones: code has names that look like them.
const ENOUGH_DIFFERENT: u32 = 4;

/// Languages whose endings are known: their tag, and function words that tell them from their neighbours. What is a
/// word of English too, or a single letter that code is full of, tells nothing.
const KNOWN: [(&str, Language, &str); 18] = [
    ("en", Language::English, "the and of to is in that for you with this are be it"),
    ("de", Language::German, "der die das und ist nicht ein eine mit auf den von zu sich werden"),
    ("fr", Language::French, "le la les des et est une dans pour que sur pas vous avec du"),
    ("es", Language::Spanish, "el la los las que y en un una para con por del se como"),
    ("it", Language::Italian, "il la di che un una per con del della non sono nel gli dei"),
    ("pt", Language::Portuguese, "que uma não ao pelo como são você está pela seu isso foi"),
    ("nl", Language::Dutch, "de het een en van dat niet op te voor met zijn wordt aan bij"),
    ("sv", Language::Swedish, "och att det som en är på av med inte ett den till om från"),
    ("da", Language::Danish, "og det som en er på af med ikke et den til der skal fra"),
    ("no", Language::Norwegian, "og det som en er på av med ikke et den til hvis skal fra"),
    ("fi", Language::Finnish, "että voi ovat kun tai jos niin myös kanssa mutta tämä sekä olla joka sen"),
    ("hu", Language::Hungarian, "az és hogy nem egy van ha meg csak vagy mint kell ez lehet"),
    ("ro", Language::Romanian, "și de la în cu pe nu este un care pentru din sau mai"),
    ("tr", Language::Turkish, "ve bir bu için ile de da olarak daha çok en gibi veya olan değil"),
    ("ru", Language::Russian, "и в не на что с по для как это из от или при к"),
    ("el", Language::Greek, "και το να του της με για από την στο είναι που τα ή δεν"),
    ("ar", Language::Arabic, "في من على أن إلى هذا التي مع هذه عن أو لا ما كان"),
    ("ta", Language::Tamil, "மற்றும் ஒரு இந்த என்று அல்லது இது உள்ள என அந்த"),
];

/// A language by its place in the list of those known; English is the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(super) struct Tongue(u8);

impl Tongue {
    /// The number under which the index keeps it.
    pub(super) fn number(self) -> u8 {
        self.0
    }

    /// The language of a number; English for one that is unknown.
    pub(super) fn of_number(number: u8) -> Self {
        Self(if usize::from(number) < KNOWN.len() { number } else { 0 })
    }

    /// The language that the engine stems.
    pub(super) fn language(self) -> Language {
        KNOWN.get(usize::from(self.0)).map_or(Language::English, |known| known.1)
    }

    /// The language of a tag such as `de` or `pt-BR`; nothing if no endings are known for it.
    pub(super) fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        let primary = if matches!(primary.as_str(), "nb" | "nn") { "no" } else { &primary };
        let number = KNOWN.iter().position(|(known, ..)| *known == primary)?;
        u8::try_from(number).ok().map(Self)
    }
}

/// Tells languages by their function words.
pub(super) struct Detector {
    /// Function words in normal form with the languages that use them and their place in the list of each.
    words: HashMap<String, Vec<(u8, u32)>>,
}

impl Detector {
    pub(super) fn new() -> Self {
        let mut words: HashMap<String, Vec<(u8, u32)>> = HashMap::new();
        for ((_, _, list), number) in KNOWN.iter().zip(0_u8..) {
            for (word, place) in list.split(' ').zip(0..) {
                words.entry(fold(word)).or_default().push((number, place));
            }
        }
        Self { words }
    }

    /// The language whose function words are commonest among the words of a text, in normal form.
    pub(super) fn tell<'text>(&self, words: impl Iterator<Item = &'text str>) -> Tongue {
        let mut found = [(0_usize, 0_u32); KNOWN.len()];
        let mut n_words = 0;
        for word in words.take(LOOKED_AT) {
            n_words += 1;
            for (number, place) in self.words.get(word).into_iter().flatten() {
                if let Some((count, different)) = found.get_mut(usize::from(*number)) {
                    *count += 1;
                    *different |= 1 << place;
                }
            }
        }
        let english = found.first().map_or(0, |(count, _)| *count);
        let best = found.iter().zip(0_u8..).max_by_key(|&((count, _), number)| (*count, Reverse(number)));
        let Some((&(count, different), number)) = best else { return Tongue::default() };
        let is_clear = count >= ENOUGH.max(n_words / 12) && count > 2 * english;
        if is_clear && different.count_ones() >= ENOUGH_DIFFERENT {
            Tongue(number)
        } else {
            Tongue::default()
        }
    }
}
