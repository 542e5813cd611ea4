//! All commands and flags, declared once: parsing, help and environment variables follow from here.

mod asking;
mod running;
mod tokens;
mod writing;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

pub(super) use self::asking::{Ask, Chat, Check, Search, Tree, TreeFormat};
pub(super) use self::running::{
    Doctor, Hook, HookAction, HookTry, Mcp, Outbox, OutboxAction, Serve, Store, StoreAction,
};
pub(super) use self::tokens::{Token, TokenAction, TokenCreate, TokenList, TokenRevoke};
pub(super) use self::writing::{Eval, EvalPart, Learn, Lint, LintFormat, New, NewKind};

/// Finds out why something does not work: recognises the symptom in a description, ranks the causes, names the fix.
#[derive(Debug, Parser)]
#[command(
    name = "deskdoc",
    version,
    propagate_version = true,
    arg_required_else_help = true,
    max_term_width = 100
)]
#[command(after_help = "Examples:
  deskdoc ask \"after login I land on adobe.com\"
  deskdoc --kb ./handbook search \"reset the cache\"
  deskdoc serve

Exit codes: 0 answered or nothing wrong, 1 findings, 2 could not run, 3 don't know.")]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// Settings that every command takes.
#[derive(Debug, Args)]
pub(super) struct Common {
    /// Folder of Markdown pages to use instead of the built-in base; may be repeated
    #[arg(long, global = true, value_name = "DIR", env = "DESKDOC_KB", value_delimiter = KB_DELIMITER)]
    pub(super) kb: Vec<PathBuf>,
    /// Folder in which the search index, what was learnt and conversations are kept between runs; in memory without
    /// it
    #[arg(long, global = true, value_name = "DIR", env = "DESKDOC_DATA")]
    pub(super) data: Option<PathBuf>,
    /// Settings file; `deskdoc.toml` in the working folder is read if it is there
    #[arg(long, global = true, value_name = "FILE", env = "DESKDOC_CONFIG")]
    pub(super) config: Option<PathBuf>,
    /// What to log to standard error, for example `info` or `deskdoc=debug,warn`
    #[arg(long, global = true, value_name = "FILTER", env = "DESKDOC_LOG")]
    pub(super) log: Option<String>,
    /// In what form to log: `human` or `json` [default: json]
    #[arg(long, global = true, value_name = "FORM", env = "DESKDOC_LOG_FORMAT")]
    pub(super) log_format: Option<String>,
}

/// Folders in the environment variable are parted as in `PATH`.
const KB_DELIMITER: char = if cfg!(windows) { ';' } else { ':' };

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Describe a trouble, get the symptom, its causes and their fixes
    Ask(Ask),
    /// Find the cause together, one question at a time
    Chat(Chat),
    /// Judge a configuration: a snapshot, a package export, a pasted form or an address
    Check(Check),
    /// Find sections of the documentation
    Search(Search),
    /// Say what is wrong with the pages of the base
    Lint(Lint),
    /// Show what to do about a symptom, step by step, for every way things can turn out
    Tree(Tree),
    /// Test the base: its content tests, how well it recognises, what its trees take
    Eval(Eval),
    /// Begin a page with every key explained, or drafts from documentation
    New(New),
    /// Propose other words for chances where confirmed cases speak against those of the pages
    Learn(Learn),
    /// Start the web page and the API
    Serve(Serve),
    /// Build the search index ahead, in the `--data` folder
    Index,
    /// Write what is kept of conversations as JSON lines, or read it in
    Store(Store),
    /// Ticket systems: list the hooks of the settings, or try a payload out
    Hook(Hook),
    /// Offer the same answers to assistants, as tools of the Model Context Protocol
    Mcp(Mcp),
    /// Say whether all is well here: settings, data folder, store, pages, index, clock, address
    Doctor(Doctor),
    /// Make, list and revoke tokens for the API
    Token(Token),
    /// Show the notes that are to go to tickets and have not arrived, and have them tried again
    Outbox(Outbox),
}

impl Command {
    /// The address under which people know the service, of the commands that use it.
    pub(super) fn public_url(&self) -> Option<&String> {
        match self {
            Self::Serve(_) | Self::Doctor(_) => self.serve()?.public_url.as_ref(),
            Self::Mcp(mcp) => mcp.public_url.as_ref(),
            _ => None,
        }
    }

    /// How the server is to run, of the commands that are about that.
    pub(super) fn serve(&self) -> Option<&Serve> {
        match self {
            Self::Serve(serve) | Self::Doctor(Doctor { serve, .. }) => Some(serve),
            _ => None,
        }
    }

    /// The address of the database, of the commands that use one.
    pub(super) fn database(&self) -> Option<&String> {
        let given = match self {
            Self::Serve(serve) | Self::Doctor(Doctor { serve, .. }) => &serve.database,
            Self::Store(Store { action: StoreAction::Export(database) | StoreAction::Import(database) }) => {
                database
            }
            Self::Learn(learn) => &learn.database,
            Self::Token(Token { action: TokenAction::Create(TokenCreate { database, .. }) }) => database,
            Self::Token(Token { action: TokenAction::List(TokenList { database, .. }) }) => database,
            Self::Token(Token { action: TokenAction::Revoke(TokenRevoke { database, .. }) }) => database,
            Self::Outbox(outbox) => outbox.action.database(),
            _ => return None,
        };
        given.database.as_ref()
    }
}
