//! `deskdoc token`: tokens for the API, made, listed and revoked.

use super::args::{TokenAction, TokenCreate, TokenList, TokenRevoke};
use super::failure::Failure;
use super::{Exit, output, paint};
use crate::app::{self, Expiry, Moment, Scope, Token, Worth};
use crate::config::Config;
use crate::insights::Day;
use crate::wire::{MadeTokenV1, TokenListV1, TokenTimes, TokenV1};

const AN_HOUR: i64 = 60 * 60 * 1000;

pub(super) fn run(config: &Config, action: &TokenAction) -> Result<Exit, Failure> {
    match action {
        TokenAction::Create(create) => self::create(config, create),
        TokenAction::List(list) => self::list(config, list),
        TokenAction::Revoke(revoke) => self::revoke(config, revoke),
    }
}

fn create(config: &Config, create: &TokenCreate) -> Result<Exit, Failure> {
    let made = app::create_token(config, &create.name, &create.scope, create.expires)?;
    let kept = shown(&made.kept, Worth::Usable);
    let end = kept.expires_at.as_ref().map_or("never expires".to_owned(), |at| format!("expires {at}"));
    let talk = format!(
        "token `{}` for {}, {end}; this is the only time it is shown: keep it where only its user can read it",
        kept.name,
        kept.scopes.join(", ")
    );
    if create.json {
        output::print_json(&MadeTokenV1 { token: made.text, kept })?;
    } else {
        output::print_text(&format!("{}\n", made.text))?;
    }
    output::talk(&talk);
    Ok(Exit::Fine)
}

fn list(config: &Config, list: &TokenList) -> Result<Exit, Failure> {
    let tokens: Vec<TokenV1> =
        app::list_tokens(config)?.iter().map(|(token, worth)| shown(token, *worth)).collect();
    if list.json {
        output::print_json(&TokenListV1 { tokens })?;
        return Ok(Exit::Fine);
    }
    if tokens.is_empty() {
        output::talk("there is no token yet; `deskdoc token create --name NAME --scope diagnose` makes one");
    }
    output::print(&paint::tokens(&tokens))?;
    Ok(Exit::Fine)
}

fn revoke(config: &Config, revoke: &TokenRevoke) -> Result<Exit, Failure> {
    let Some(name) = revoke.name.as_ref().or(revoke.named.as_ref()) else {
        return Err(Failure::Usage("which token? Add its name; `deskdoc token list` names them".to_owned()));
    };
    let (token, worth) = app::revoke_token(config, name)?;
    if revoke.json {
        output::print_json(&shown(&token, worth))?;
    }
    output::talk(&format!("token `{}` is revoked: no server accepts it any more", name.as_str()));
    Ok(Exit::Fine)
}

fn shown(token: &Token, worth: Worth) -> TokenV1 {
    let times = TokenTimes {
        created_at: token.created_at.0,
        expires_at: token.expires_at.map(|at| at.0),
        used_at: token.used_at.map(|at| at.0),
        revoked_at: token.revoked_at.map(|at| at.0),
    };
    TokenV1::new(token.name.clone(), token.scopes.clone(), worth.word(), times)
}

/// Reads one scope of the flag `--scope`.
///
/// # Errors
/// Says which there are.
pub(super) fn scope(word: &str) -> Result<Scope, String> {
    word.trim().parse()
}

/// Reads when a token is to end: `90d`, `12h`, `2w`, or the last day on which it may be used.
///
/// # Errors
/// Says what was expected.
pub(super) fn expiry(text: &str) -> Result<Expiry, String> {
    if let Ok(day) = text.parse::<Day>() {
        return Ok(Expiry::At(Moment(day.plus(1).begin())));
    }
    let parts = text.split_at_checked(text.len().saturating_sub(1));
    let length = parts.and_then(|(number, unit)| {
        let hours = match unit {
            "h" => 1,
            "d" => 24,
            "w" => 7 * 24,
            _ => return None,
        };
        let number: i64 = number.parse::<u32>().ok()?.into();
        Some(number * hours * AN_HOUR)
    });
    match length {
        Some(length) if length > 0 => Ok(Expiry::After(length)),
        _ => Err("expected a time such as `90d`, `12h` or `2w`, or the last day as YYYY-MM-DD".to_owned()),
    }
}
