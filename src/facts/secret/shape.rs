//! A kind of secret that is told by what it looks like or by what stands round it.

use std::ops::Range;

use regex::Captures;

use super::Secret;
use super::looks::{are_words, is_stand_in, looks_made_up, looks_secret, looks_typed};
use super::named::is_no_value;
use super::pattern::{Letters, Pattern};

/// What a kind of secret looks like; the secret itself is the group `s`.
pub(super) struct Shape {
    pub(super) pattern: Pattern,
    what: Secret,
    must: Must,
}

/// What else must hold of what was found.
#[derive(Clone, Copy)]
pub(super) enum Must {
    /// Nothing but that it is no stand-in for a secret: where it stands is enough.
    Stand,
    /// It is no remark such as `failed` or `header missing`.
    BeNoRemark,
    /// It is no ordinary word.
    LookSecret,
    /// It is no ordinary word, and no error code, address, file or standard either.
    LookTyped,
    /// The same, and it is no name with a number either: where anything may stand.
    LookMadeUp,
}

impl Shape {
    pub(super) const fn new(
        needs: &'static [&'static str],
        expression: &'static str,
        what: Secret,
        must: Must,
    ) -> Self {
        Self { pattern: Pattern::new(needs, expression), what, must }
    }

    /// All of this kind in a text.
    pub(super) fn find<'a>(
        &'a self,
        text: &'a str,
        letters: &Letters,
    ) -> impl Iterator<Item = (Range<usize>, Secret)> {
        let all = self.pattern.for_text(letters).into_iter().flat_map(|regex| regex.captures_iter(text));
        all.filter_map(|captures| self.secret(&captures))
    }

    fn secret(&self, captures: &Captures<'_>) -> Option<(Range<usize>, Secret)> {
        let secret = captures.name("s")?;
        let value = secret.as_str().trim_matches(['"', '\'', '\\']);
        let counts = match self.must {
            Must::Stand => true,
            // In quotes nobody writes one.
            Must::BeNoRemark => {
                secret.as_str().starts_with(['"', '\'']) || !(is_no_value(value) || are_words(value))
            }
            Must::LookSecret => looks_secret(value),
            Must::LookTyped => looks_typed(value),
            Must::LookMadeUp => looks_made_up(value),
        };
        (counts && !is_stand_in(value)).then(|| (secret.range(), self.what))
    }
}
