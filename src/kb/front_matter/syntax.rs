//! Says in plain words why a block is not YAML.
//!
//! The scanner's own sentences speak of tokens and contexts; each is recognised by a few of its
//! words and replaced. A sentence nobody foresaw gets a general answer, never its own text.

use yaml_rust::scanner::ScanError;

use super::construction::MAX_DEPTH;
use super::fault::Fault;
use super::split::Block;

const QUOTE_IT: &str = "put the whole value in quotes";
const LINE_UP: &str = "write one `key: value` a line and give keys of one level the same indentation";

/// Words of the scanner, what they mean to an author, and what to do. First match wins.
const MEANINGS: &[(&str, &str, &str)] = &[
    (
        "mapping values are not allowed",
        "a `: ` stands where no key can be",
        "put a value that contains `: ` in quotes, and look at the line above: indentation, a blank behind its colon",
    ),
    ("unexpected character", "a value starts with a character that YAML keeps for itself", QUOTE_IT),
    (
        "found unexpected end of stream",
        "a quote is opened here and never closed",
        "add the closing quote, or double a single quote that belongs to the text",
    ),
    (
        "found unexpected document indicator",
        "a quote is opened here and not closed before a line that starts with `---` or `...`",
        "add the closing quote",
    ),
    (
        "escape",
        "a back-slash in this text in double quotes starts an escape that does not exist",
        "use single quotes, or write `\\\\` for every back-slash",
    ),
    (
        "hexadecimal",
        "a back-slash in this text in double quotes starts an escape that does not exist",
        "use single quotes, or write `\\\\` for every back-slash",
    ),
    ("found a tab", "a tab stands where YAML wants spaces", "indent with spaces"),
    (
        "while scanning a block scalar",
        "behind `|` or `>` only `+`, `-` or a digit from 1 to 9 may follow on the line",
        "start the text on the next line, or put the value in quotes if it begins with `|` or `>`",
    ),
    (
        "expected ',' or ']'",
        "a list in `[ ]` lacks a comma or its closing `]`",
        "add it, or put the value in quotes",
    ),
    (
        "expected ',' or '}'",
        "a map in `{ }` lacks a comma or its closing `}`",
        "add it, or put the value in quotes",
    ),
    (
        "valid inside a block",
        "a list item with `- ` stands inside brackets",
        "separate the items by commas instead",
    ),
    (
        "block sequence entries",
        "a list item with `- ` stands where no list can start",
        "start the list on a line of its own",
    ),
    (
        "expected '-' indicator",
        "a line in the middle of a list does not start with `- `",
        "indent it deeper, or start it with `- `",
    ),
    ("mapping keys are not allowed", "a `? ` stands where no key can be", QUOTE_IT),
    (
        "simple key expect",
        "a line inside `[ ]` or `{ }` starts as far left as the key that holds the brackets",
        "indent every line up to the closing bracket by two spaces or more",
    ),
    (
        "did not find expected key",
        "a line is not of the form `key: value`, or its indentation is off",
        LINE_UP,
    ),
    ("document start", "what follows does not belong to the lines above", LINE_UP),
    (
        "expected node content",
        "a value is missing, or starts with a character that YAML keeps for itself",
        QUOTE_IT,
    ),
];

/// The fault behind a scanning error.
pub(super) fn explain(error: &ScanError, block: &Block, characters: &[char]) -> Fault {
    let mark = error.marker();
    let position = block.position_at(mark.line(), mark.col() + 1);
    let words = error.to_string();
    let culprit = characters.get(mark.index());
    if words.starts_with("recursion limit") {
        return Fault::too_deep(position, MAX_DEPTH);
    }
    if words.contains("anchor") && matches!(culprit, Some('*' | '&')) {
        return Fault::alias(position);
    }
    if words.contains("tag") && culprit == Some(&'!') {
        return Fault::tag(position);
    }
    if words.contains("directive") || culprit == Some(&'%') && mark.col() == 0 {
        return Fault::directive(position);
    }
    if words.contains("found a tab") {
        return Fault::tab(position);
    }
    if words.contains("did not find expected key") && follows_closing(characters, mark.index()) {
        let message = "something stands behind a closing quote or bracket";
        let help = "put the whole value in quotes, and double a single quote that belongs to it";
        return Fault::invalid(position, message, help);
    }
    let meaning = MEANINGS.iter().find(|(sign, _, _)| words.contains(sign));
    let (message, help) = meaning
        .map_or(("the front matter is not YAML here", LINE_UP), |(_, message, help)| (*message, *help));
    Fault::invalid(position, message, help)
}

/// Whether the last thing before `index` on its line is a closing quote or bracket.
fn follows_closing(characters: &[char], index: usize) -> bool {
    let before = characters.get(..index).unwrap_or_default();
    let last = before.iter().rev().find(|character| **character != ' ');
    matches!(last, Some('"' | '\'' | ']' | '}'))
}
