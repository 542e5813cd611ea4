//! Characters that people take for others, and the names of those that nobody sees.

use unicode_normalization::UnicodeNormalization;

use crate::text::fold;

/// Letters of other scripts that look like Latin ones, lower case. Only letters that look alike in common fonts.
const LETTERS: [(char, char); 40] = [
    ('а', 'a'),
    ('в', 'b'),
    ('с', 'c'),
    ('ԁ', 'd'),
    ('е', 'e'),
    ('һ', 'h'),
    ('і', 'i'),
    ('ј', 'j'),
    ('к', 'k'),
    ('ӏ', 'l'),
    ('м', 'm'),
    ('н', 'h'),
    ('о', 'o'),
    ('р', 'p'),
    ('ԛ', 'q'),
    ('ѕ', 's'),
    ('ſ', 's'),
    ('т', 't'),
    ('у', 'y'),
    ('ԝ', 'w'),
    ('х', 'x'),
    ('ѵ', 'v'),
    ('ɡ', 'g'),
    ('ı', 'i'),
    ('ɩ', 'i'),
    ('α', 'a'),
    ('β', 'b'),
    ('ε', 'e'),
    ('η', 'n'),
    ('ι', 'i'),
    ('κ', 'k'),
    ('μ', 'm'),
    ('ν', 'v'),
    ('ο', 'o'),
    ('ρ', 'p'),
    ('τ', 't'),
    ('υ', 'u'),
    ('χ', 'x'),
    ('ζ', 'z'),
    ('ո', 'n'),
];

/// The form in which two texts are equal that a person may take for the same: case, accents, kinds of blanks, hyphens
/// and quotes, invisible characters and look-alike letters of other scripts make no difference. Brackets and signs
/// such as `(.*)` stay as they are.
pub(crate) fn look_alike_form(text: &str) -> String {
    let folded = fold(text);
    if folded.is_ascii() {
        return folded;
    }
    folded.chars().map(plain).collect()
}

/// The Latin letter that a lower-case letter looks like; any other character as it is.
pub(super) fn plain(c: char) -> char {
    LETTERS.iter().find(|(other, _)| *other == c).map_or(c, |(_, latin)| *latin)
}

/// Whether a text shows nothing: white space and invisible characters only.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || c.is_control() || is_invisible(c))
}

/// Whether a character takes no room and is not seen.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// What a character is called where it differs from what it should be: so that somebody finds it who cannot see it.
pub(super) fn character_name(c: char) -> String {
    let code = u32::from(c);
    let name = match c {
        ' ' => return "a blank".to_owned(),
        '\t' => "a tab",
        '\n' | '\r' => "a line break",
        '\u{a0}' => "a no-break space",
        '\u{202f}' => "a narrow no-break space",
        '\u{3000}' => "an ideographic space",
        '\u{2000}'..='\u{200a}' | '\u{205f}' | '\u{1680}' => "a special space",
        '\u{ad}' => "a soft hyphen",
        '\u{200b}' => "a zero-width space",
        '\u{200c}' | '\u{200d}' => "a zero-width joiner",
        '\u{feff}' => "a byte order mark",
        '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            "a mark of writing direction"
        }
        '\u{2010}' => "a typographic hyphen",
        '\u{2011}' => "a no-break hyphen",
        '\u{2012}' | '\u{2013}' => "an en dash",
        '\u{2014}' | '\u{2015}' => "an em dash",
        '\u{2212}' => "a minus sign",
        '‘' | '’' | '“' | '”' | '„' | '«' | '»' => "a typographic quote",
        '\u{300}'..='\u{36f}' => "an accent written as a character of its own",
        c if is_invisible(c) => "an invisible character",
        c if c.is_control() => "a control character",
        c if c.is_whitespace() => "a special space",
        _ => return letter_name(c, code),
    };
    format!("{name} (U+{code:04X})")
}

fn letter_name(c: char, code: u32) -> String {
    let script = match code {
        0x370..=0x3ff | 0x1f00..=0x1fff => "Greek ",
        0x400..=0x52f => "Cyrillic ",
        0x530..=0x58f => "Armenian ",
        0xff00..=0xffef => "full-width ",
        _ => "",
    };
    if c.is_ascii() { format!("“{c}”") } else { format!("{script}“{c}” (U+{code:04X})") }
}

/// Whether two characters are one letter in two sizes.
pub(super) fn is_same_letter(one: char, other: char) -> bool {
    one != other && one.to_lowercase().eq(other.to_lowercase())
}

/// Whether two texts are equal once accents are written in one way.
pub(super) fn is_same_composed(one: &str, other: &str) -> bool {
    one != other && one.nfc().eq(other.nfc())
}
