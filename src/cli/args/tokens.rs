//! Tokens for the API.

use clap::{Args, Subcommand};

use super::running::Database;
use crate::app::{Expiry, Scope, TokenName};
use crate::cli::token;

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
#[command(after_help = "Examples:
  deskdoc --data /var/lib/deskdoc token create --name zammad --scope diagnose,conversations,tickets --expires 90d
  deskdoc --data /var/lib/deskdoc token list
  deskdoc --data /var/lib/deskdoc token revoke zammad

As soon as there is a token, the API answers only who sends one: `Authorization: Bearer deskdoc_…`.")]
pub(in crate::cli) struct Token {
    #[command(subcommand)]
    pub(in crate::cli) action: TokenAction,
}

/// What to do with tokens.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum TokenAction {
    /// Make a token and print it, this once
    Create(TokenCreate),
    /// List all tokens with their last use, without themselves
    List(TokenList),
    /// Revoke a token: every server refuses it from now on
    Revoke(TokenRevoke),
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TokenCreate {
    /// What to call it: letters, digits and `.`, `_`, `-`
    #[arg(long, value_name = "NAME")]
    pub(in crate::cli) name: TokenName,
    /// What it may be used for: `diagnose`, `conversations`, `tickets`, `insights`, `admin`; several with commas
    #[arg(long, value_name = "SCOPES", required = true, value_delimiter = ',', value_parser = token::scope)]
    pub(in crate::cli) scope: Vec<Scope>,
    /// When it becomes worthless: after `90d`, `12h`, `2w`, or behind a last day as YYYY-MM-DD (UTC); never without it
    #[arg(long, value_name = "TIME", value_parser = token::expiry)]
    pub(in crate::cli) expires: Option<Expiry>,
    /// Print one JSON document
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[command(flatten)]
    pub(in crate::cli) database: Database,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TokenList {
    /// Print one JSON document
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[command(flatten)]
    pub(in crate::cli) database: Database,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct TokenRevoke {
    /// Its name
    #[arg(value_name = "NAME", required_unless_present = "named")]
    pub(in crate::cli) name: Option<TokenName>,
    /// The same as a flag
    #[arg(long = "name", id = "named", value_name = "NAME", conflicts_with = "name")]
    pub(in crate::cli) named: Option<TokenName>,
    /// Print one JSON document
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[command(flatten)]
    pub(in crate::cli) database: Database,
}
