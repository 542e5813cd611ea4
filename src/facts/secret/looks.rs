//! What a value looks like: a secret, a word, or something that stands where a secret was left out.

use super::REMOVED;

/// Whether a word in small letters is in a list of words, each with a blank on both sides.
pub(super) fn is_listed(list: &str, word: &str) -> bool {
    list.contains(&format!(" {word} "))
}

/// Several ordinary words: a token or key never is. What stands behind a scheme is looked at by itself.
pub(super) fn are_words(value: &str) -> bool {
    const LONGEST_FIRST: usize = 10;
    const SCHEMES: [&str; 4] = ["bearer", "basic", "digest", "token"];
    let is_word = |word: &str| {
        let word = word.trim_matches(|c: char| matches!(c, '.' | ',' | ';' | '!' | '?' | '(' | ')' | '"'));
        word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'')) && !looks_secret(word)
    };
    let (first, behind) = value.split_once(' ').unwrap_or((value, ""));
    if SCHEMES.iter().any(|scheme| first.eq_ignore_ascii_case(scheme)) {
        return are_words(behind.trim_start());
    }
    first.chars().count() <= LONGEST_FIRST && !behind.is_empty() && value.split_whitespace().all(is_word)
}

/// What programs report by a number of their own: `XTK-170006`, `AADSTS50105`, `ORA-01017`.
pub(super) fn is_error_code(word: &str) -> bool {
    let word = bare_code(word);
    let has_family = word.split_once('-').is_some_and(|(family, number)| {
        !family.is_empty() && family.chars().all(|c| c.is_ascii_uppercase()) && is_number(number)
    });
    has_family || is_known_error(word)
}

/// The same of families that report the troubles of this field, also where a password could stand.
pub(super) fn is_known_error(word: &str) -> bool {
    const FAMILIES: [&str; 7] = ["XTK", "SOP", "ORA", "AADSTS", "IOB", "JST", "DBI"];
    const SHORTEST: usize = 5;
    let number = |family| bare_code(word).strip_prefix(family);
    let is_long = |number: &str| is_number(number) && number.len() >= SHORTEST;
    FAMILIES.iter().filter_map(number).any(|number| is_long(number.strip_prefix('-').unwrap_or(number)))
}

fn bare_code(word: &str) -> &str {
    word.trim_matches(|c: char| matches!(c, '.' | ',' | ';' | '!' | '?' | '(' | ')' | ':'))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_digit())
}

/// Such as people make up, and hardly a name with a number: a sign among letters, or small and capital letters and digits.
pub(super) fn looks_made_up(value: &str) -> bool {
    let has = |is: fn(char) -> bool| value.chars().any(is);
    let has_sign = has(|c| matches!(c, '!' | '#' | '$' | '%' | '^' | '*' | '+' | '~' | '?' | '&' | '='));
    let is_mixed = has(char::is_lowercase) && has(char::is_uppercase) && has(|c| c.is_ascii_digit());
    looks_typed(value) && (has_sign || (is_mixed && !value.contains('-')))
}

/// Stars, dots and words that stand where a secret was left out.
pub(super) fn is_stand_in(value: &str) -> bool {
    let is_mask =
        |c: char| matches!(c, '*' | '•' | '●' | '.' | '…' | 'x' | 'X' | '#' | '-' | '_' | '?' | '=');
    value.chars().all(is_mask)
        || value.starts_with(REMOVED.trim_end_matches(']'))
        || is_placeholder(value)
        || is_fetched(value)
        || [
            "n/a",
            "tbd",
            "[redacted]",
            "[hidden]",
            "[masked]",
            "<redacted>",
            "(empty)",
            "(left empty)",
            "(none)",
            "not set",
        ]
        .iter()
        .any(|word| value.eq_ignore_ascii_case(word))
        || ["null", "true", "false", "none", "yes", "no"]
            .iter()
            .any(|word| value.trim_end_matches(')').eq_ignore_ascii_case(word))
}

/// What documentation writes where a secret belongs: `<password>`, `Bearer <token>`, `YOUR_CLIENT_SECRET`.
fn is_placeholder(value: &str) -> bool {
    let is_bracketed = |text: &str| {
        let inside = text.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
        inside.is_some_and(|inside| !inside.contains(['<', '>', '=', '/', '@']) && !is_typed_by_hand(inside))
    };
    let lower = value.to_lowercase();
    let is_name = value.chars().all(|c| c.is_alphabetic() || matches!(c, '_' | '-'));
    let names_itself = ["secret", "password", "token", "key", "here"].iter().any(|word| lower.contains(word));
    let is_own = ["your_", "your-", "my_", "my-"].iter().any(|own| lower.starts_with(own));
    // As messages and guides write an address: `postgres://USER:PASSWORD@HOST`.
    let is_word_for_one = matches!(value, "PASSWORD" | "SECRET" | "TOKEN" | "password");
    is_word_for_one
        || is_bracketed(value)
        || behind_scheme(&lower).is_some_and(is_bracketed)
        || (is_own && is_name && names_itself)
}

/// Digits among small and capital letters, as no name of a placeholder has them.
fn is_typed_by_hand(inside: &str) -> bool {
    let has = |is: fn(char) -> bool| inside.chars().any(is);
    inside.len() >= 8
        && !inside.contains(' ')
        && has(|c| c.is_ascii_digit())
        && has(char::is_lowercase)
        && has(char::is_uppercase)
}

/// What programs and templates write where a secret comes from somewhere else: `${IMS_SECRET}`, `os.environ["PW"]`.
fn is_fetched(value: &str) -> bool {
    const SOURCES: [&str; 13] = [
        "os.environ",
        "os.getenv",
        "process.env",
        "system.getenv",
        "getpass.getpass",
        "getenv(",
        "env(",
        "$env:",
        "!ref ",
        "!vault",
        "request.getparameter",
        "secretkeyref",
        "import.meta.env",
    ];
    let value = value.trim_end_matches([';', ',']);
    // A name and no more: what stands behind a colon is what is taken if there is no such variable.
    let is_between = |open: &str, close: &str| {
        let inside = value.strip_prefix(open).and_then(|inside| inside.strip_suffix(close));
        let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-' | ' ' | '/' | '|');
        inside.is_some_and(|inside| {
            !inside.is_empty() && inside.chars().all(is_of_name) && !is_typed_by_hand(inside)
        })
    };
    let is_variable = |name: &str| {
        let upper = name.to_ascii_uppercase();
        let says_so = ["PASS", "SECRET", "TOKEN", "KEY"].iter().any(|it| upper.contains(it));
        let is_constant = name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
        (is_constant && (says_so || name.contains('_')))
            || (says_so && name.chars().all(|c| c.is_ascii_alphabetic()))
    };
    let is_variable = value.strip_prefix('$').is_some_and(is_variable)
        || value.strip_prefix('%').and_then(|name| name.strip_suffix('%')).is_some_and(is_variable);
    let lower = value.to_lowercase();
    let is_source = SOURCES.iter().any(|source| lower.starts_with(source)) && !has_default(value);
    is_source
        || is_variable
        || is_between("${", "}")
        || is_between("${{", "}}")
        || is_between("{{", "}}")
        || is_between("={{", "}}")
        || is_between("$(", ")")
        || behind_scheme(value).is_some_and(|behind| behind.starts_with('$') && is_fetched(behind))
}

/// Whether a source names what is taken if it has nothing: `process.env.SECRET || "…"`, `getenv("PW", "…")`.
fn has_default(value: &str) -> bool {
    let n_quotes = value.matches(['"', '\'']).count();
    n_quotes > 2 || [",", "||", "??", "?:", " or ", " //", " #"].iter().any(|sign| value.contains(sign))
}

/// What stands behind the scheme of a header: `$TOKEN` of `Bearer $TOKEN`.
fn behind_scheme(value: &str) -> Option<&str> {
    let (scheme, behind) = value.split_once(' ')?;
    ["bearer", "basic"].iter().any(|it| scheme.eq_ignore_ascii_case(it)).then_some(behind)
}

/// No ordinary word: long enough, with a digit, a sign, or capitals inside.
pub(super) fn looks_secret(value: &str) -> bool {
    let value = value.trim_end_matches(['.', ',', ';', '!', '?', ')', ':']);
    let has = |is: fn(&char) -> bool| value.chars().any(|c| is(&c));
    let has_capital_inside = value.chars().skip(1).any(char::is_uppercase) && has(|c| c.is_lowercase());
    let has_sign =
        has(|c| matches!(c, '!' | '#' | '$' | '%' | '^' | '&' | '*' | '+' | '=' | '~' | '_' | '@'));
    value.chars().count() >= 6 && (has(char::is_ascii_digit) || has_capital_inside || has_sign)
}

/// How names of files end that a password hardly ends with.
const FILES: [&str; 15] = [
    ".xml",
    ".json",
    ".yml",
    ".yaml",
    ".properties",
    ".conf",
    ".cfg",
    ".ini",
    ".log",
    ".txt",
    ".jssp",
    ".sql",
    ".png",
    ".docx",
    ".java",
];

/// A word that no sign announces: letters with digits or signs inside, and not an error code, address, file or standard.
pub(super) fn looks_typed(value: &str) -> bool {
    let value =
        value.trim_matches(|c: char| matches!(c, '.' | ',' | ';' | '!' | '?' | ')' | ':' | '*' | '_'));
    let has = |is: fn(char) -> bool| value.chars().any(is);
    let has_digit = has(|c| c.is_ascii_digit());
    let has_sign = has(|c| matches!(c, '!' | '#' | '$' | '%' | '^' | '*' | '+' | '~'));
    if value.chars().count() < 6 || !has(char::is_alphabetic) || !(has_digit || has_sign) {
        return false;
    }
    let is_mail = value.split_once('@').is_some_and(|(_, host)| host.contains('.'));
    let is_path = value.contains("://")
        || value.starts_with(['/', '&', '{', '#'])
        || (value.contains(['.', '/']) && !(has_digit && has(char::is_uppercase) && has(char::is_lowercase)));
    let lower = value.to_lowercase();
    let is_standard =
        ["oauth", "sha", "http", "tls", "rs256", "base64"].iter().any(|it| lower.starts_with(it));
    let named = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c == ':');
    let is_file = FILES.iter().any(|ending| named.ends_with(ending));
    !(is_error_code(value) || is_mail || is_path || is_standard || is_file)
}
