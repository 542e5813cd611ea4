//! Secrets with a name in front: `password: …`, `"client_secret": […]`, `the password for admin is …`.
//!
//! Only the name is searched for. What stands round it is looked at from there, never farther than a bound, so that a
//! text full of names takes no longer than one without.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::looks::{are_words, is_known_error, is_listed, is_stand_in, looks_secret, looks_typed};
use super::placed::{LastTable, before, below_heading, below_in_table};
use super::tags::{behind_tags, in_element, is_outside};
use super::told::{answered, before_name, farther_on, in_brackets, second};
use super::values::{
    bracketed, continued, escaped, indented_block, outside_brackets, quoted, unquoted, up_to,
};
use super::{REMOVED, Secret};

/// So many characters of a name are looked at on each side of the word that tells it.
const LONGEST_NAME: usize = 64;
/// So many bytes between a name and its value, and so many of a value that has no end.
pub(super) const NEAR: usize = 400;
pub(super) const LONGEST_VALUE: usize = 4096;

/// Names of secrets, in the languages of the pages.
pub(super) const NAMES: &str = r"secret|geheimnis|geheime[rn]?[ _-]schlüssel|pass[ _-]?(?:wor[dt]|phrase|code)|passw[dt]|pwd|(?-u:\b|_)(?:pw|pass|otp)(?-u:\b|_)|clave|kennwort|mot[ _-]?de[ _-]?passe|contraseña|clé[ _-]secr[eè]te|auth(?:ori[sz]ation)?[ _-]?code|token|api[ _-]?key|private[ _-]?key|access[ _-]?key|credential|session[ _-]?id|connection[ _-]?string|パスワード|シークレット|秘密|wachtwoord|парол|密码|密碼|비밀번호|(?-u:\b)(?:senha|mdp)(?-u:\b)|one[ -]?time[ -]?code|passw?rod|pass?w[or]{0,2}d|pss?wd|pswd|passord|lösenord|adgangskode|kodeord|salasana|hesl[oa]|hasł[oa]|jelsz[oó]|parol[aă]|şifre|contrasena|mot_de_passe|(?:auth|signing|encryption|storage|consumer|shared|account|subscription|master)[ _-]?key|(?:clé|clef)[ _-]api|jeton|トークン|apiキー|暗証番号|(?-u:\b)pin(?-u:\b)|(?:recovery|verification|backup|2fa)[ _-]?code|(?:store|key)pass|(?-u:\b)(?:psk|[a-z]{2,10}pw)(?-u:\b)|(?-u:\b)p/w(?-u:\b)|pword|paswoord|p@ssw[o0]rd|totp[ _-]?seed|(?:api|client|zugriffs)[ _-]?schlüssel";

/// Words behind `the password is` that tell something of the password, and are not it.
const NO_VALUES: &str = " a an the my our your his her its it this that these there here what where which who \
    is was not no never none nothing wrong right correct incorrect expired fine ok okay good bad valid invalid \
    unknown known missing empty blank set unset changed unchanged rejected refused accepted denied required \
    requested asked same different identical still always also only just already now then too very being been \
    works worked working fails failed failing used unused saved stored entered typed reset locked lost forgotten old new broken ignored encrypted hidden \
    displayed shown visible needed configured sent working supposed in on at for to from under with without and or \
    yesterday today again since by as if masked removed redacted mandatory optional secret private long short up out gone \
    unfortunately actually currently simply following malformed received verified validated rotated identical copied \
    unchecked confirmed default defaults original temporary disabled enabled cleared blocked string request usual \
    falsch richtig abgelaufen nicht kein keine leer ungültig gültig korrekt gesetzt unbekannt bekannt geändert \
    gesperrt fehlt funktioniert falsche der die das ein eine mein meine noch immer neu alt vergessen wie unverändert leider schon zu auch so in im jetzt nun \
    aktuell veraltet verloren gespeichert \
    faux fausse incorrect incorrecte expiré expirée correct correcte bon bonne pas invalide valide vide le la un une \
    toujours bien refusé refusée accepté mauvais mauvaise trop oublié perdu inchangé inchangée malheureusement maintenant déjà dans \
    incorrecta incorrecto correcta correcto errónea erróneo caducada caducado válida válido inválida vacía el una \
    mala mal buena rechazada aceptada olvidada ahora ya lamentablemente en 忘れました 不明 未設定 なし ";
/// Of those the ones behind which the value may still come.
const FILLERS: &str = " now just still currently actually unfortunately always simply following set to the \
    leider jetzt noch immer nun aktuell auch auf malheureusement toujours maintenant ahora lamentablemente ";

static NAME: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(&format!("(?i){NAMES}")).ok());

/// What stands between a name and its value: a remark in brackets, whose it is, a quote, a sign.
static SEPARATOR: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)^(?:[\t\p{Zs}]+(?:key|token|client))?(?:[\t\p{Zs}]*\([^)\n]{0,40}\))?(?:[\t\p{Zs}]+(?:value|for|of|pour|für|de|du|del|para)(?:[\t\p{Zs}]+[^\s:=]{1,30}){0,2})?(?P<q>\\{0,7}["']|&quot;|&#34;)?[*_`}\])]{0,2}(?:[\t\p{Zs}]|&nbsp;)*(?P<sign>[=-]>|→|[:=：>]|&gt;|&#62;|&#58;)[*_`]{0,2}[\t\p{Zs}]*"#,
    )
    .ok()
});

/// What stands between a name and its value in a sentence.
static VERB: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(?:[\t\p{Zs}]*\([^)\n]{0,40}\))?(?P<more>[\t\p{Zs}]*,?[\t\p{Zs}]+(?:for|of|das|den|die|que|it|we|i|you|they|that|which|in|on|value|key|token|du|de|del|des|der|vom|von|für|pour|para|que|client)(?:[\t\p{Zs}]+[^\s:=]{1,30}){0,3}?)?(?:[\t\p{Zs}]+(?:(?P<modal>(?:should|must|has to|have to|used to|will|can|could|may|would)[\t\p{Zs}]+be)|(?:(?:is|was|were|has been|had been|have been)[\t\p{Zs}]+)?(?:set|reset|changed|updated|rotated|equal)[\t\p{Zs}]+(?:back[\t\p{Zs}]+)?to|wurde[\t\p{Zs}]+auf|reads|equals|becomes|is|was|are|ist|war|lautet|heißt|heisst|sind|est|était|es|era)(?:[\t\p{Zs}]*:?[\t\p{Zs}]*(?P<below>(?:\r?\n[\t\p{Zs}]*){1,3})|[\t\p{Zs}]*:[\t\p{Zs}]*|[\t\p{Zs}]+)|(?P<short>['’]s[\t\p{Zs}]+)|[\t\p{Zs}]*(?P<wa>[はをが是为為])[\t\p{Zs}]*)",
    )
    .ok()
});

/// What stands between a name and its value where no sign does: a blank, a dash, a quote, a bracket.
static GAP: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"(?i)^(?:[\t\p{Zs}]+(?:key|value|token|code))?(?:[\t\p{Zs}]*\([^)\n]{0,40}\))?(?:[\t\p{Zs}]*\[[*•●x.]{2,20}\])?(?:[\t\p{Zs}]*(?:[-–—,("'“„«`*✓✔•●.…?!+]|&nbsp;)){0,24}[\t\p{Zs}]*(?P<s>[^\s"'“”„«»`<>()]+)"#,
    )
    .ok()
});

/// What stands between a name in quotes and a value in quotes.
static CALL: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r#"^(?:["'][\])]?[ \t]*(?:,|=>|[)\]]?[ \t]*=)[ \t]*(?:string\([0-9]+\)[ \t]*)?|(?:\.[A-Za-z]{2,16})?\([ \t]*)(?P<s>"[^"\n]{3,}"|'[^'\n]{3,}')"#,
    )
    .ok()
});

/// The next text that a call is given.
static ARGUMENT: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r#"^[ \t]*,[ \t]*(?:[A-Za-z_.]{1,30}[ \t]*,[ \t]*)?(?P<s>"[^"\n]{3,}"|'[^'\n]{3,}')"#).ok()
});

/// All secrets with a name, those of one place in order.
pub(super) fn named(text: &str) -> Vec<(Range<usize>, Secret)> {
    let mut found: Vec<(Range<usize>, Secret)> = Vec::new();
    let Some(names) = NAME.as_ref() else { return found };
    let (mut from, mut last_table) = (0, LastTable::default());
    for name in names.find_iter(text) {
        if name.start() < from {
            continue;
        }
        let name = whole_name(text, name.range());
        let Some(what) = text.get(name.clone()).filter(|name| !is_about(name)).and_then(Secret::by_name)
        else {
            continue;
        };
        // A heading may end with a colon, and a fence stand below it, which is no value.
        let value = below_heading(text, &name).or_else(|| in_element(text, &name));
        let value = value.or_else(|| behind_tags(text, &name)).or_else(|| in_call(text, &name));
        let value = value.or_else(|| behind_sign(text, &name, what));
        let value = value.or_else(|| in_words(text, name.end, what));
        from = name.end;
        let cells = if value.is_none() { below_in_table(text, &name, &mut last_table) } else { Vec::new() };
        if !cells.is_empty() {
            found.extend(cells.into_iter().map(|value| (value, what)));
            continue;
        }
        let value = value.or_else(|| in_next_cell(text, name.end)).or_else(|| beside(text, &name));
        let value = value.or_else(|| in_brackets(text, name.end)).or_else(|| farther_on(text, name.end));
        let value = value.or_else(|| answered(text, &name, what));
        if let Some(value) = value {
            from = value.end;
            found.extend(second(text, value.end).map(|value| (value, what)));
            found.push((value, what));
        } else if let Some(value) = before_name(text, &name) {
            found.push((value, what));
        }
    }
    found
}

/// Whether a word tells something of a secret, and is none: `unknown`, `expired`.
pub(super) fn is_no_value(word: &str) -> bool {
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    bare.is_empty() || is_listed(NO_VALUES, &bare)
}

/// Whether a name is about a secret and names none: `token_endpoint`, `password_policy`, `max_tokens`.
fn is_about(name: &str) -> bool {
    const ASPECTS: [&str; 21] = [
        "url",
        "uri",
        "endpoint",
        "policy",
        "type",
        "expires",
        "expiry",
        "expiration",
        "timeout",
        "lifetime",
        "ttl",
        "length",
        "count",
        "limit",
        "in",
        "at",
        "format",
        "enabled",
        "required",
        "rotation",
        "stdin",
    ];
    let name = name.trim_matches(['@', '.', '_', '-']);
    let last = name.rsplit(['_', '-', '.']).next().unwrap_or_default();
    // `tokenEndpoint`: the part behind the last capital.
    let hump = last.rfind(char::is_uppercase).filter(|at| *at > 0).and_then(|at| last.get(at..));
    let is_aspect = |part: &str| ASPECTS.iter().any(|aspect| part.eq_ignore_ascii_case(aspect));
    let lower = name.to_lowercase();
    (last.len() < name.len() && is_aspect(last))
        || hump.is_some_and(is_aspect)
        || ["max_tokens", "min_tokens", "max-tokens", "min-tokens"].contains(&lower.as_str())
}

/// Whether a value is a remark on the secret instead: `required`, `must have 12 characters`, `not asked`.
fn is_remark(value: &str) -> bool {
    const BEGINNINGS: &str = " must should shall has have had needs need may might can cannot could does do did will \
        would not no never is was are what how why see same re-entered reentered works worked fails failed \
        valid expires expired wird wurde wurden muss müssen soll hat kann darf nicht kein siehe ist doit peut n'est ne voir est debe puede se ver ";
    /// Where it is to be found: `see KeePass`.
    const REFERRING: &str = " see siehe voir ver ask ";
    if value.starts_with(['"', '\'', '\\']) {
        return false;
    }
    // Nobody writes so much about a secret in its line; and a text may be full of names.
    const MOST_WORDS: usize = 14;
    let words: Vec<&str> = value.split_whitespace().take(MOST_WORDS + 1).collect();
    // Days and numbers, too: `valid until 2027-01-31`.
    let is_number = |word: &str| {
        word.chars().all(|c| c.is_ascii_digit() || c.is_ascii_punctuation())
            && (word.len() <= 4 || word.contains(['-', '.', ':', '/']))
    };
    let is_ordinary = |word: &&str| {
        (!looks_secret(word) || is_number(word)) && !looks_typed(word) && !word.contains(REMOVED)
    };
    match words.as_slice() {
        [] => true,
        [only] => {
            let signs = ['.', ',', ';', '?', '!', '"', '}', ']', ')'];
            only.chars().all(|c| c.is_alphabetic() || signs.contains(&c)) && is_no_value(only)
        }
        [first, ..] => {
            let bare = first.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'').to_lowercase();
            let begins = |list: &str| is_listed(list, &bare);
            // `accepted, then I land there`: the remark ends, and the sentence goes on.
            const CLAUSES: &str = " then i we but when aber dann ich wir mais puis je pero ";
            let goes_on = |word: &&str| is_listed(CLAUSES, &word.to_lowercase());
            let is_said = is_no_value(first) && first.ends_with([',', ';', '.']) && words.iter().any(goes_on);
            words.len() <= MOST_WORDS
                && !value.contains(": ")
                && (is_said || begins(BEGINNINGS) || words.iter().all(|word| is_no_value(word)))
                && (words.iter().all(is_ordinary)
                    || (begins(REFERRING) && !words.iter().any(|word| looks_typed(word))))
        }
    }
}

fn whole_name(text: &str, found: Range<usize>) -> Range<usize> {
    let is_of_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let before = text.get(..found.start).unwrap_or_default().chars().rev().take(LONGEST_NAME);
    let before = before.take_while(|c| is_of_name(*c) || matches!(c, '@' | '.'));
    let behind = text.get(found.end..).unwrap_or_default().chars().take(LONGEST_NAME);
    let behind =
        behind.take_while(|c| is_of_name(*c) && !matches!(c, 'は' | 'を' | 'が' | '是' | '为' | '為'));
    let length: usize = before.map(char::len_utf8).sum();
    found.start - length..found.end + behind.map(char::len_utf8).sum::<usize>()
}

pub(super) fn near(text: &str, at: usize, length: usize) -> &str {
    text.get(at..text.floor_char_boundary(at.saturating_add(length).min(text.len()))).unwrap_or_default()
}

fn behind_sign(text: &str, name: &Range<usize>, what: Secret) -> Option<Range<usize>> {
    let before = text.get(..name.start)?;
    if before.ends_with("</") || before.ends_with("&lt;/") {
        return None;
    }
    let captures = SEPARATOR.as_ref()?.captures(near(text, name.end, NEAR))?;
    let (all, sign) = (captures.get(0)?, captures.name("sign")?.as_str());
    let start = name.end + all.end();
    let rest = near(text, start, LONGEST_VALUE);
    let folder = rest.split([' ', '\n', '\r', '"', '\'']).next().and_then(|word| word.strip_prefix('/'));
    let is_folder = folder.is_some_and(|folder| folder.contains('/') && !folder.contains(';'))
        && text.get(name.clone())?.eq_ignore_ascii_case("pwd");
    if is_folder || (sign == ">" && is_outside(rest)) {
        return None;
    }
    if is_arrow(all.as_str(), sign) && !rest.starts_with(['"', '\'']) && is_among_steps(text, name, rest) {
        // One step of several, unless it looks like nothing else: `Adobe ID -> password -> white page`.
        let word = rest.split(char::is_whitespace).next()?;
        let counts = looks_secret(word) && !is_known_error(word) && !is_stand_in(word);
        return counts.then(|| start..start + word.len());
    }
    let compared = rest.trim_start_matches('=');
    if sign == "=" && compared.len() < rest.len() {
        // A program asks whether it is this one.
        let compared = compared.trim_start_matches([' ', '\t']);
        let value = match compared.chars().next()? {
            quote @ ('"' | '\'') => quoted(compared, quote),
            _ => up_to(
                compared,
                compared.find(|c: char| c.is_whitespace() || matches!(c, ')' | ';' | '&' | '|')),
            ),
        };
        let start = start + rest.len() - compared.len();
        return (!is_stand_in(value.trim_matches(['"', '\'']))).then(|| start..start + value.len());
    }
    let value = match rest.chars().next()? {
        '\n' | '\r' => {
            return in_next_line(text, start, false).or_else(|| in_line_below(text, start));
        }
        '"' => quoted(rest, '"'),
        '\\' if rest.trim_start_matches('\\').starts_with('"') => escaped(rest),
        '\'' => quoted(rest, '\''),
        '[' | '{' if !is_stand_in(rest) => bracketed(rest),
        _ if matches!(sign, ">" | "&gt;" | "&#62;") => rest.split('<').next()?.split("&lt;").next()?,
        _ if captures.name("q").is_some_and(|quote| !quote.as_str().starts_with('&')) => {
            outside_brackets(rest)
        }
        _ => {
            let is_parameter = before.ends_with(['?', '&', '#', ';']) && sign == "=";
            let is_glued = sign == "=" && all.as_str() == "=";
            unquoted(rest, is_parameter, is_glued)
        }
    };
    let value = value.trim_end();
    let bare = value.trim_matches(['"', '\'', '\\']);
    if matches!(value, "|" | "|-" | "|+" | ">" | ">-") {
        return indented_block(text, start + value.len());
    }
    let value = if value.ends_with('\\') { continued(rest) } else { value };
    let is_told = sign == "=" || !(is_remark(value) || is_of_no_key(value, what));
    (!is_stand_in(bare) && is_told).then(|| start..start + value.len())
}

/// Whether what stands between name and value points from one step to the next.
fn is_arrow(separator: &str, sign: &str) -> bool {
    matches!(sign, "->" | "=>" | "→") || (sign == ">" && separator.starts_with([' ', '\t']))
}

/// `2026-11-22`.
fn is_day(word: &str) -> bool {
    let parts: Vec<&str> = word.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [4, 2, 2] && word.chars().all(|c| c.is_ascii_digit() || c == '-')
}

/// Whether a line tells several steps: other words stand before the name, or another arrow behind it.
fn is_among_steps(text: &str, name: &Range<usize>, rest: &str) -> bool {
    let line = before(text, name.start).rsplit('\n').next().unwrap_or_default();
    let begun = line.trim_end_matches(['[', ':', '"', '\'', '@', '$']);
    let line = rest.lines().next().unwrap_or_default();
    begun.contains(char::is_alphanumeric) || ["->", "=>", "→", " > "].iter().any(|arrow| line.contains(arrow))
}

/// Whether a value begins with an error code or a day, or is ordinary words where a token or key belongs.
fn is_of_no_key(value: &str, what: Secret) -> bool {
    value.split_whitespace().next().is_some_and(|first| is_known_error(first) || is_day(first))
        || (matches!(what, Secret::Token | Secret::Key) && are_words(value))
}

/// `the password for admin is …`. Any word counts behind a plain `is`, else one that looks like a secret.
fn in_words(text: &str, name_end: usize, what: Secret) -> Option<Range<usize>> {
    let captures = VERB.as_ref()?.captures(near(text, name_end, NEAR))?;
    let is_plain = captures.name("wa").is_none()
        && captures.name("below").is_none()
        && captures.name("modal").is_none()
        && captures.name("short").is_none()
        && matches!(what, Secret::Password | Secret::ClientSecret);
    let mut at = name_end + captures.get(0)?.end();
    for _ in 0..3 {
        let rest = near(text, at, NEAR);
        let is_blank = |c: char| matches!(c, ' ' | '\t' | '\u{a0}' | '\u{202f}');
        let start = rest.find(|c: char| !is_blank(c) && c != ':')?;
        let word = rest.get(start..)?;
        let open = word.trim_start_matches(['"', '“', '«', '„', '\'', '`']);
        let open = if open.len() < word.len() { open.trim_start_matches(is_blank) } else { open };
        let start = start + (word.len() - open.len());
        let value = match word.chars().next().filter(|_| open.len() < word.len()) {
            Some(quote) => in_quotes(open, quote),
            None => {
                open.split(|c: char| c.is_whitespace() || matches!(c, '"' | '”' | '»' | '“' | '`')).next()?
            }
        };
        // Where words are not parted the sentence goes on behind the last letter that a secret may have.
        let is_glued = captures.name("wa").is_some() && value.starts_with(|c: char| c.is_ascii_graphic());
        let value = if is_glued { up_to(value, value.find(|c: char| !c.is_ascii_graphic())) } else { value };
        let value = if value.is_empty() { return None } else { value };
        let bare = value.trim_end_matches(['.', ',', ';', '!', '?', ')', ':']).to_lowercase();
        let is_among = |words: &str| is_listed(words, &bare);
        let is_word = bare.is_empty() || is_among(NO_VALUES);
        let behind = text.get(at + start + value.len()..).unwrap_or_default();
        let is_quoted = word.len() > open.len();
        let is_given = is_plain && (is_quoted || ends_clause(value, behind));
        let counts = looks_secret(value) || (is_given && !is_word && bare.chars().count() > 1);
        if counts && !is_word && !is_stand_in(value) {
            return Some(at + start..at + start + value.len());
        }
        if !is_among(FILLERS) {
            return None;
        }
        at += start + value.len();
    }
    None
}

/// What stands behind an opening quote, to the quote that closes it; without one to the end of the word.
fn in_quotes(open: &str, quote: char) -> &str {
    let closes = |c: char| match quote {
        '«' => c == '»',
        '“' | '„' => matches!(c, '”' | '“'),
        own => c == own,
    };
    let line = open.split(['\n', '\r']).next().unwrap_or_default();
    let value = line.find(closes).and_then(|end| line.get(..end));
    value.unwrap_or_else(|| line.split(char::is_whitespace).next().unwrap_or_default()).trim_end()
}

/// Whether a sentence, or its clause, ends with a word: of `the password is checked by …` it goes on.
fn ends_clause(word: &str, behind: &str) -> bool {
    const JOINING: [&str; 12] =
        ["and", "but", "or", "und", "aber", "oder", "et", "mais", "ou", "y", "pero", "for"];
    let next = behind.trim_start_matches([' ', '\t', '\u{a0}']);
    let first = next.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default().to_lowercase();
    word.ends_with(['.', ',', ';', '!', '?', ')'])
        || !next.starts_with(char::is_alphanumeric)
        || JOINING.contains(&first.as_str())
}

/// The second of two texts in quotes, as calls and tables of programs have them: `"password", "…"`, `["password"] => "…"`.
fn in_call(text: &str, name: &Range<usize>) -> Option<Range<usize>> {
    let rest = near(text, name.end, NEAR);
    let captures = CALL.as_ref()?.captures(rest)?;
    let (whole, mut found) = (captures.get(0)?, captures.name("s")?.range());
    if whole.as_str().starts_with(['(', '.']) {
        // Of the texts that a call is given the last one: before it stand the user and the address.
        while let Some(next) =
            ARGUMENT.as_ref().and_then(|next| next.captures(rest.get(found.end..)?)?.name("s"))
        {
            found = found.end + next.start()..found.end + next.end();
        }
    }
    let value = rest.get(found.clone())?.trim_matches(['"', '\'']);
    if value.contains("://") {
        return None;
    }
    let is_name = Secret::by_name(value).is_some() && !looks_secret(value);
    // Of two fields in a row the second text is the next one's name.
    let behind = text.get(name.end + found.end..).unwrap_or_default();
    let is_field = behind.trim_start().starts_with([':', '=']);
    let counts = !is_field && !is_stand_in(value) && !is_name && !is_no_value(value);
    counts.then(|| name.end + found.start..name.end + found.end)
}

/// `the password … does not work`, `--password …`: the next word, if it is no ordinary one or an option's value.
fn beside(text: &str, name: &Range<usize>) -> Option<Range<usize>> {
    let captures = GAP.as_ref()?.captures(near(text, name.end, NEAR))?;
    let found = captures.name("s")?;
    let value = found.as_str().trim_end_matches([',', ';', '.']);
    let is_option = text.get(name.clone())?.starts_with("--");
    let gap = text.get(name.end..name.end + found.start()).unwrap_or_default();
    let is_number = value.len() > 4
        && value.bytes().all(|byte| byte.is_ascii_digit())
        && gap.chars().all(|c| c.is_whitespace() || matches!(c, '-' | '–' | '(' | '"' | '\''));
    if gap.contains("--") || (gap == "." && value.contains(':')) || value.starts_with(['=', ':']) {
        // The next option of a command, a member of what has the name; or a sign, behind which something else was
        // found than a secret.
        return None;
    }
    let counts = (is_option || is_number || looks_typed(value)) && !is_stand_in(value) && !value.is_empty();
    let start = name.end + found.start();
    counts.then(|| start..start + value.len())
}

/// In a table: behind a tab, or alone in the next line.
fn in_next_cell(text: &str, name_end: usize) -> Option<Range<usize>> {
    let rest = near(text, name_end, NEAR);
    let behind = rest.trim_start_matches(['\t', ' ', '\u{a0}', '|']);
    let gap = rest.get(..rest.len() - behind.len())?;
    if gap.contains(['\t', '|']) {
        let value = behind.split(['\t', '|', '\n', '\r']).next()?.trim_end();
        let start = name_end + gap.len();
        return (looks_secret(value) && !is_stand_in(value)).then(|| start..start + value.len());
    }
    in_line_below(text, name_end + gap.len())
}

/// The first word below the line that a name ends: at once, below empty lines, or below `… you asked for:`.
fn in_line_below(text: &str, at: usize) -> Option<Range<usize>> {
    const LONGEST_REMARK: usize = 40;
    const MOST_BLANK: usize = 3;
    let rest = near(text, at, NEAR);
    let (line, _) = rest.split_once('\n')?;
    let remark = line.trim();
    let is_end = !remark.contains(char::is_alphanumeric)
        || (remark.ends_with([':', '：']) && remark.chars().count() <= LONGEST_REMARK);
    if !is_end {
        return None;
    }
    let mut below = at + line.trim_end_matches('\r').len();
    for _ in 0..=MOST_BLANK {
        if let Some(found) = in_next_line(text, below, true) {
            return Some(found);
        }
        let behind = text.get(below..)?;
        let next = behind.strip_prefix('\r').unwrap_or(behind).strip_prefix('\n')?;
        let blank = next.split('\n').next()?;
        // A line that only draws is as good as an empty one.
        if !blank.trim().trim_matches(['=', '-', '~']).is_empty() {
            return None;
        }
        below = text.len() - next.len() + blank.trim_end_matches('\r').len();
    }
    None
}

fn in_next_line(text: &str, at: usize, must_look_secret: bool) -> Option<Range<usize>> {
    let rest = near(text, at, LONGEST_VALUE);
    let line =
        rest.strip_prefix('\r').unwrap_or(rest).strip_prefix('\n')?.trim_start_matches([' ', '\t', '\u{a0}']);
    let start = at + (rest.len() - line.len());
    let value = line.split(['\n', '\r']).next()?.trim_end();
    let is_one_word =
        !value.is_empty() && !value.contains(char::is_whitespace) && !value.ends_with([':', '：']);
    let is_indented = line.len() + 1 < rest.trim_start_matches('\r').len()
        && !value.is_empty()
        && !value.contains([':', '：']);
    let is_address = value.contains("://");
    let counts = (is_one_word || (is_indented && !must_look_secret))
        && !is_address
        && !is_stand_in(value.trim_matches(['"', '\'']));
    (counts && (!must_look_secret || looks_secret(value))).then(|| start..start + value.len())
}
