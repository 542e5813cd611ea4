//! A base of 150 symptoms with 100 phrases each, made of nothing: the same in every run.

use deskdoc::kb::{KnowledgeBase, SourceFile, Sources, assemble};

const N_SYMPTOMS: usize = 150;
const N_PHRASES: usize = 100;
/// Words that any phrase may use, the first ones far more often than the last.
const N_COMMON: usize = 800;
/// Words of one symptom.
const N_OWN: usize = 40;

/// Makes the base.
pub(crate) fn base() -> KnowledgeBase {
    let mut chance = Chance(42);
    let common: Vec<String> = (0..N_COMMON).map(|_| word(&mut chance)).collect();
    let files = (0..N_SYMPTOMS).map(|number| page(number, &common, &mut chance)).collect();
    let (base, problems) = assemble(Sources { files, ..Sources::default() }, 2);
    assert_eq!(base.symptoms().count(), N_SYMPTOMS, "{:?}", problems.first());
    base
}

fn page(number: usize, common: &[String], chance: &mut Chance) -> SourceFile {
    let own: Vec<String> = (0..N_OWN).map(|_| word(chance)).collect();
    let mut says = String::new();
    for _ in 0..N_PHRASES {
        let n_words = 5 + chance.below(8);
        let words: Vec<&str> = (0..n_words).map(|_| pick(&own, common, chance)).collect();
        says.push_str(&format!("  - \"{}\"\n", words.join(" ")));
    }
    let title = own.iter().take(3).map(String::as_str).collect::<Vec<_>>().join(" ");
    let page = format!("---\nkind: symptom\ntitle: \"{title}\"\nsays:\n{says}---\n# {title}\n");
    SourceFile { path: format!("symptom-{number:03}.md"), bytes: page.into_bytes() }
}

/// A third of the words are the symptom's own. Both kinds are used as words are: few often, most hardly ever.
fn pick<'w>(own: &'w [String], common: &'w [String], chance: &mut Chance) -> &'w str {
    let from = if chance.below(3) == 0 { own } else { common };
    let bound = chance.below(from.len()) + 1;
    from.get(chance.below(bound)).map_or("", String::as_str)
}

fn word(chance: &mut Chance) -> String {
    const CONSONANTS: [&str; 16] =
        ["b", "c", "d", "f", "g", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "ch"];
    const VOWELS: [&str; 8] = ["a", "e", "i", "o", "u", "ea", "e", "i"];
    let n_syllables = 1 + chance.below(3);
    let syllables = (0..n_syllables).map(|_| {
        let (consonant, vowel) = (chance.below(CONSONANTS.len()), chance.below(VOWELS.len()));
        [CONSONANTS[consonant], VOWELS[vowel]].concat()
    });
    let mut word: String = syllables.collect();
    word.push_str(["", "n", "r", "t", "s", "l"][chance.below(6)]);
    word
}

/// Reproducible chance (xorshift).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}
