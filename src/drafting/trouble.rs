//! What in documentation reads like a trouble: headings that say that something does not work, and texts that a product
//! shows when it does not.

/// Words by which a heading or a line tells of a trouble; each is the beginning of a word.
const TROUBLES: [&str; 40] = [
    "abort",
    "blank",
    "blocked",
    "broken",
    "cannot",
    "cant",
    "conflict",
    "corrupt",
    "crash",
    "dark",
    "denied",
    "disappear",
    "disconnect",
    "duplicated",
    "empty",
    "exception",
    "expired",
    "fail",
    "forbidden",
    "frozen",
    "hangs",
    "inaccessible",
    "incorrect",
    "interrupted",
    "invalid",
    "lost",
    "missing",
    "nothing",
    "refused",
    "rejected",
    "slow",
    "stays",
    "stopped",
    "stuck",
    "timeout",
    "unable",
    "unavailable",
    "unexpected",
    "unreachable",
    "wrong",
];
/// Turns of phrase that deny, anywhere in the line.
const DENIALS: [&str; 14] = [
    "does not",
    "doesn t",
    "do not",
    "don t",
    "is not",
    "isn t",
    "are not",
    "aren t",
    "not able",
    "no longer",
    "can t",
    "could not",
    "timed out",
    "is down",
];
/// Headings that only say that troubles follow.
const GENERAL: [&str; 14] = [
    "troubleshoot",
    "common ",
    "known issues",
    "frequent",
    "faq",
    "types of errors",
    "error messages",
    "error codes",
    "error management",
    "error handling",
    "possible solutions",
    "list of",
    "types of",
    "about ",
];
/// How headings begin that tell what to do, or explain: none of them is what a user sees.
const INSTRUCTIONS: [&str; 34] = [
    "access",
    "activate",
    "add",
    "avoid",
    "block",
    "breakdown",
    "check",
    "cleanup",
    "configure",
    "create",
    "define",
    "delete",
    "disable",
    "download",
    "enable",
    "example",
    "filter",
    "fix",
    "generate",
    "handle",
    "hide",
    "how",
    "identify",
    "in",
    "manage",
    "prevent",
    "recover",
    "remove",
    "resolve",
    "set",
    "step",
    "understand",
    "update",
    "what",
];
/// Words that a text has which a product shows when something is wrong.
const ERROR_WORDS: [&str; 17] = [
    "error",
    "fail",
    "denied",
    "invalid",
    "not found",
    "cannot",
    "refused",
    "unable",
    "exception",
    "expired",
    "missing",
    "not valid",
    "rejected",
    "could not",
    "timed out",
    "does not",
    "no right",
];
/// Shorter than this, a quoted text is a word and no error text; longer, it is a paragraph.
const ERROR_LENGTH: std::ops::RangeInclusive<usize> = 8..=200;
/// So many error texts are taken from one section.
const MOST_ERRORS: usize = 8;

/// Whether a heading, or a line that introduces something, tells of one trouble.
pub(super) fn tells_of_trouble(heading: &str) -> bool {
    if quotes(heading) {
        return true;
    }
    let words = plain(heading);
    let mut all = words.split(' ');
    let first = all.next().unwrap_or_default();
    // "Processing errors", "Update incorrect bounces" and "In case of error" are about work, not about what is seen.
    let is_instruction = first.ends_with("ing") || INSTRUCTIONS.contains(&first);
    let is_general = GENERAL.iter().any(|general| words.contains(general.trim_end()));
    let is_trouble = words.split(' ').any(|word| TROUBLES.iter().any(|start| word.starts_with(start)))
        || DENIALS.iter().any(|denial| words.contains(denial))
        || words.starts_with("no ")
        || words.ends_with(" error");
    // One word is the name of a thing, such as a report called "Errors".
    is_trouble && !is_general && !is_instruction && words.contains(' ')
}

/// Whether a heading only says that troubles follow: what is listed below it may be some.
pub(super) fn announces_troubles(heading: &str) -> bool {
    let words = plain(heading);
    ["error", "issue", "problem", "trouble", "symptom"].iter().any(|word| words.contains(word))
}

/// The texts of a piece of Markdown that a product seems to show when something is wrong, each once.
pub(super) fn error_texts(markdown: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut is_fenced = false;
    for line in markdown.lines() {
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
            continue;
        }
        let candidates = if is_fenced { vec![line.trim()] } else { quoted(line) };
        for text in candidates.into_iter().filter(|text| is_error_text(text)) {
            if !found.iter().any(|known| known == text) {
                found.push(text.to_owned());
            }
        }
    }
    found.truncate(MOST_ERRORS);
    found
}

fn quotes(text: &str) -> bool {
    quoted(text).into_iter().any(is_error_text)
}

/// What stands in quotes or in code within a line.
fn quoted(line: &str) -> Vec<&str> {
    const PAIRS: [(char, char); 5] = [('`', '`'), ('"', '"'), ('“', '”'), ('«', '»'), ('„', '“')];
    let mut found = Vec::new();
    for (open, close) in PAIRS {
        let mut rest = line;
        while let Some((text, after)) = rest.split_once(open).and_then(|(_, behind)| behind.split_once(close))
        {
            found.push(text.trim());
            rest = after;
        }
    }
    found
}

fn is_error_text(text: &str) -> bool {
    let is_long_enough = ERROR_LENGTH.contains(&text.chars().count());
    let folded = text.to_lowercase();
    let has_word = ERROR_WORDS.iter().any(|word| folded.contains(word));
    // Commands, paths and markup are quoted too.
    let is_code =
        text.contains(['<', '{', '=', ';', '$', '|']) || text.starts_with(['/', '-', '#', '*', '.']);
    let is_sentence = text.split_whitespace().count() >= 3;
    is_long_enough && !is_code && (is_error_code(text) || (has_word && is_sentence))
}

/// Codes such as `XSV-350013`: capitals, a hyphen, digits.
fn is_error_code(text: &str) -> bool {
    text.split_whitespace()
        .next()
        .and_then(|word| word.trim_end_matches([':', '.']).split_once('-'))
        .is_some_and(|(letters, digits)| {
            letters.len() >= 2
                && letters.chars().all(|c| c.is_ascii_uppercase())
                && digits.len() >= 3
                && digits.chars().all(|c| c.is_ascii_digit())
        })
}

/// Small letters and single blanks, so that words can be compared.
pub(super) fn plain(text: &str) -> String {
    let letters = text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " ");
    letters.split_whitespace().collect::<Vec<_>>().join(" ")
}
