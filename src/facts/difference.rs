//! What tells two texts apart that look the same: the character, its place and its name.

use super::look_alike::{
    character_name, is_blank, is_invisible, is_same_composed, is_same_letter, look_alike_form,
};

/// The first place at which a text is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The character of the text, counted from 1; one behind the last where the text is too short.
    pub character: usize,
    /// In words: what stands there, and what belongs there.
    pub words: String,
}

/// Where a text first differs from what it should be, in words that name characters nobody sees. `None` if it does
/// not, or if the two are so different that naming a character helps nobody.
pub fn difference(actual: &str, expected: &str) -> Option<Difference> {
    if actual == expected || !look_alike(actual, expected) {
        return None;
    }
    let n_same = actual.chars().zip(expected.chars()).take_while(|(one, other)| one == other).count();
    let found = actual.chars().nth(n_same);
    let wanted = expected.chars().nth(n_same);
    let words = match (found, wanted) {
        (Some(found), None) => {
            let rest: String = actual.chars().skip(n_same).collect();
            match is_blank(&rest) {
                true => format!("{} too many at the end", character_name(found)),
                false => format!("{} where the text should end", character_name(found)),
            }
        }
        (None, Some(wanted)) => format!("the text ends where {} should follow", character_name(wanted)),
        (Some(found), Some(wanted)) if is_same_letter(found, wanted) => {
            let case = if found.is_uppercase() { "upper case" } else { "lower case" };
            format!("{case} “{found}” where “{wanted}” is expected")
        }
        (Some(found), Some(_)) if n_same == 0 && (found.is_whitespace() || is_invisible(found)) => {
            format!("{} at the beginning", character_name(found))
        }
        (Some(found), Some(wanted)) if is_same_composed(actual, expected) => {
            format!(
                "{} where {} is expected: the accent is written in another way",
                character_name(found),
                character_name(wanted)
            )
        }
        (Some(found), Some(wanted)) => {
            format!("{} where {} is expected", character_name(found), character_name(wanted))
        }
        (None, None) => return None,
    };
    Some(Difference { character: n_same + 1, words })
}

/// Whether a person may take one for the other: the same but for what is hard to see, or but for a few characters.
fn look_alike(one: &str, other: &str) -> bool {
    let (one, other) = (look_alike_form(one), look_alike_form(other));
    if one == other {
        return true;
    }
    let length = one.chars().count().max(other.chars().count());
    (8..=200).contains(&length) && strsim::levenshtein(&one, &other) <= 2
}

/// The characters of a text that nobody sees or that look like others, each with its place: blanks at the ends, two
/// blanks in a row, no-break spaces, letters of another script among Latin ones.
pub fn strange_characters(text: &str) -> Vec<Difference> {
    let is_latin = text.chars().any(|c| c.is_ascii_alphabetic());
    let length = text.chars().count();
    let mut found = Vec::new();
    let mut before = None;
    for (at, c) in text.chars().enumerate() {
        let name = character_name(c);
        let words = match c {
            ' ' if at == 0 => Some("a blank at the beginning".to_owned()),
            ' ' if at + 1 == length => Some("a trailing blank".to_owned()),
            ' ' if before == Some(' ') => Some("two blanks in a row".to_owned()),
            ' ' => None,
            c if c.is_whitespace() || c.is_control() || is_invisible(c) => Some(name),
            '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{300}'..='\u{36f}' => Some(name),
            c if is_latin && looks_latin(c) => Some(name),
            _ => None,
        };
        found.extend(words.map(|words| Difference { character: at + 1, words }));
        before = Some(c);
    }
    found.truncate(5);
    found
}

/// Whether a letter of another script looks like a Latin one.
fn looks_latin(c: char) -> bool {
    if c.is_ascii() {
        return false;
    }
    let form = look_alike_form(&c.to_string());
    let is_other_script = matches!(u32::from(c), 0x370..=0x58f | 0xff00..=0xffef | 0x131 | 0x261 | 0x269);
    is_other_script && !form.is_empty() && form.is_ascii()
}
