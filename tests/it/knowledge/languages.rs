//! In which of the five languages a phrase is written, by its commonest words.

/// The languages of the built-in base.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    English,
    French,
    German,
    Spanish,
    Japanese,
}

impl Language {
    pub const ALL: [Self; 5] = [Self::English, Self::French, Self::German, Self::Spanish, Self::Japanese];

    /// The language whose common words stand in the phrase most often; `None` if none does.
    pub fn of(phrase: &str) -> Option<Self> {
        if phrase.chars().any(|c| matches!(c, '\u{3040}'..='\u{30ff}')) {
            return Some(Self::Japanese);
        }
        let phrase = phrase.to_lowercase();
        let words: Vec<&str> = phrase.split(|c: char| !c.is_alphanumeric()).collect();
        let best = Self::ALL
            .into_iter()
            .map(|language| (words.iter().filter(|word| language.common().contains(word)).count(), language))
            .max_by_key(|(count, language)| (*count, std::cmp::Reverse(*language)))?;
        (best.0 > 0).then_some(best.1)
    }

    fn common(self) -> &'static [&'static str] {
        match self {
            Self::English => {
                &["the", "i", "is", "my", "we", "to", "and", "it", "after", "with", "does", "in"]
            }
            Self::French => {
                &["je", "le", "les", "une", "est", "après", "pas", "nous", "du", "aux", "ne", "mon", "sur"]
            }
            Self::German => {
                &["ich", "der", "die", "das", "nicht", "nach", "wird", "wir", "kein", "und", "ist", "dem"]
            }
            Self::Spanish => {
                &["el", "los", "una", "después", "al", "mi", "con", "del", "me", "pero", "sesión", "y"]
            }
            Self::Japanese => &[],
        }
    }
}
