//! What can be wrong with front matter, in words for the author of the page.
//!
//! Every code has one function here, so that codes, messages and advice can be read in one place.
//! Messages never quote a value: a page may hold what should not be repeated.

use crate::text::place::Position;

/// Something that keeps the front matter of a page from being used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// A stable name, such as `front-matter-unclosed`.
    pub code: &'static str,
    /// Where in the file.
    pub position: Position,
    /// What is wrong: lower case, without full stop.
    pub message: String,
    /// What to do about it, in the same manner.
    pub help: String,
}

impl Fault {
    pub(super) fn new(code: &'static str, position: Position, message: &str, help: &str) -> Self {
        Self { code, position, message: message.to_owned(), help: help.to_owned() }
    }

    pub(super) fn unclosed(position: Position) -> Self {
        let message = "the front matter is opened by `---` but never closed";
        let help = "put a line `---` behind the last key; until then the whole file counts as text";
        Self::new("front-matter-unclosed", position, message, help)
    }

    pub(super) fn too_large(position: Position, bytes: usize, limit: usize) -> Self {
        let message = format!("the front matter has {bytes} bytes, at most {limit} are read");
        let help = "move long texts into the body of the page";
        Self::new("front-matter-too-large", position, &message, help)
    }

    pub(super) fn too_deep(position: Position, limit: usize) -> Self {
        let message = format!("lists and maps are nested more than {limit} deep");
        let help = "flatten the structure; a `[` or `{` that belongs to a text must be in quotes";
        Self::new("front-matter-too-deep", position, &message, help)
    }

    pub(super) fn too_many_values(position: Position, limit: usize) -> Self {
        let message = format!("the front matter has more than {limit} keys, values and brackets");
        let help = "move long lists out of the front matter";
        Self::new("front-matter-too-many-values", position, &message, help)
    }

    pub(super) fn alias(position: Position) -> Self {
        let message = "anchors (`&name`) and aliases (`*name`) are not read in front matter";
        let help = "write the value out, or put it in quotes if the `&` or `*` belongs to it";
        Self::new("front-matter-alias", position, message, help)
    }

    pub(super) fn tag(position: Position) -> Self {
        let message = "a value starts with `!`, which YAML takes for a type and drops from the text";
        let help = "put the value in quotes if the `!` belongs to it, or leave the type out";
        Self::new("front-matter-tag", position, message, help)
    }

    pub(super) fn directive(position: Position) -> Self {
        let message = "a line of the front matter starts with `%`, which YAML takes for a directive";
        let help = "take the line out";
        Self::new("front-matter-invalid", position, message, help)
    }

    pub(super) fn second_document(position: Position) -> Self {
        let message = "a second YAML document starts inside the front matter";
        let help = "close the front matter with a line that holds `---` and nothing else";
        Self::new("front-matter-second-document", position, message, help)
    }

    pub(super) fn separator(position: Position) -> Self {
        let message = "an indented line `---` inside the front matter is not a closing line";
        let help = "move it to the start of the line to close the front matter, or reword the text";
        Self::new("front-matter-separator", position, message, help)
    }

    pub(super) fn tab(position: Position) -> Self {
        let message = "a tab stands where YAML wants spaces";
        let help = "indent with spaces";
        Self::new("front-matter-tab", position, message, help)
    }

    pub(super) fn invisible_character(position: Position, character: char) -> Self {
        let message = format!("the front matter holds the invisible character {}", number(character));
        let help = "delete it, and type it anew if something should stand there";
        Self::new("front-matter-control-character", position, &message, help)
    }

    /// Alone among the faults, this one leaves the metadata in use.
    pub(super) fn escape(position: Position, character: char) -> Self {
        let message =
            format!("a back-slash in this text makes the invisible character {}", number(character));
        let help = "in double quotes a back-slash starts an escape: use single quotes, as in `'C:\\boot'`; until then the character shows as `\u{fffd}`";
        Self::new("front-matter-escape", position, &message, help)
    }

    pub(super) fn duplicate_key(position: Position, key: &str, first: Position) -> Self {
        let key: String = key.chars().take(60).collect();
        let message = format!("key `{key}` appears twice, first on line {}", first.line);
        let help = "keep one of the two, or join their values";
        Self::new("front-matter-duplicate-key", position, &message, help)
    }

    pub(super) fn key_not_text(position: Position) -> Self {
        let message = "a key must be plain text, this one is missing or a list or map";
        let help = "write `key: value`; a value that starts with `{`, `[`, `?` or `:` must be in quotes";
        Self::new("front-matter-key-not-text", position, message, help)
    }

    pub(super) fn invalid(position: Position, message: &str, help: &str) -> Self {
        Self::new("front-matter-invalid", position, message, help)
    }

    pub(super) fn not_a_map(position: Position) -> Self {
        let message = "the front matter holds no `key: value` lines but a single text or list";
        let help = "write one `key: value` a line; a page that only starts with a rule should use `***`";
        Self::new("front-matter-not-a-map", position, message, help)
    }
}

fn number(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}
