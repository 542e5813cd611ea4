//! All commands and flags, declared once: parsing, help and environment variables follow from here.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use super::token;
use crate::app::{self, Expiry, Scope, TokenName};
use crate::eval::Wanted;
use crate::search::Filter;

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

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc ask \"no Adobe ID page, error=invalid_scope\"
  pbpaste | deskdoc ask --json
  deskdoc ask --facts snapshot.json \"after login I land on adobe.com\"
  deskdoc ask --batch tickets.jsonl > answers.jsonl

A batch has one JSON object a line: {\"id\": …, \"text\": \"…\"}.")]
pub(super) struct Ask {
    /// What was reported; read from standard input if missing
    #[arg(value_name = "TEXT", conflicts_with = "batch")]
    pub(super) text: Option<std::ffi::OsString>,
    /// Answer every line of a file of JSON lines, or of standard input (`-`)
    #[arg(long, value_name = "FILE|-")]
    pub(super) batch: Option<PathBuf>,
    /// Configuration to judge beside the text: a snapshot (JSON), an export (XML), a form; may be repeated
    #[arg(long, value_name = "FILE", conflicts_with = "batch")]
    pub(super) facts: Vec<PathBuf>,
    /// How many causes to name at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) limit: Option<u16>,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc check snapshot.json
  deskdoc check package.xml --symptom redirected-to-adobe-com
  deskdoc check production.json stage.json --json
  pbpaste | deskdoc check -

The exit code is 1 if a check failed, 0 if none did, 3 if nothing could be told.")]
pub(super) struct Check {
    /// Snapshot (JSON), package export (XML), or any text with a form or an address in it; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<PathBuf>,
    /// What is seen: only its causes are ranked
    #[arg(long, value_name = "ID")]
    pub(super) symptom: Option<String>,
    /// How many causes to name at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) limit: Option<u16>,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc chat
  deskdoc chat after login I land on adobe.com
  deskdoc chat < transcript.txt

Choose by number or answer in words. `help` in the conversation shows what else can be typed.")]
pub(super) struct Chat {
    /// What you see, as the first thing said
    #[arg(value_name = "WORDS")]
    pub(super) words: Vec<std::ffi::OsString>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc search \"association mask\"
  deskdoc search XSV-350013 --limit 3 --json
  deskdoc search scopes --filter kind=cause

A batch has one JSON object a line: {\"id\": …, \"query\": \"…\"}.")]
pub(super) struct Search {
    /// What to look for; any text will do
    #[arg(value_name = "QUERY", required_unless_present = "batch", conflicts_with = "batch")]
    pub(super) query: Option<std::ffi::OsString>,
    /// Answer every line of a file of JSON lines, or of standard input (`-`)
    #[arg(long, value_name = "FILE|-")]
    pub(super) batch: Option<PathBuf>,
    /// Only pages whose front matter says so; of several values for one key one is enough
    #[arg(long, value_name = "KEY=VALUE", value_parser = filter)]
    pub(super) filter: Vec<Filter>,
    /// How many sections to show at most
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    pub(super) limit: u16,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

/// Reads `key=value`.
fn filter(text: &str) -> Result<Filter, String> {
    app::filter(text, '=').ok_or_else(|| {
        "expected a key of the front matter and its value, for example `product=campaign`".to_owned()
    })
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc --kb ./handbook lint
  deskdoc lint --format sarif > deskdoc.sarif
  deskdoc lint --deny warnings --allow few-phrases

The exit code is 1 if there is at least one error. Warnings, notes and what pages allow leave it at 0.")]
pub(super) struct Lint {
    /// In what form to report
    #[arg(long, value_enum, default_value_t = LintFormat::Text)]
    pub(super) format: LintFormat,
    /// Suppress findings of this code everywhere; may be repeated
    #[arg(long, value_name = "CODE")]
    pub(super) allow: Vec<String>,
    /// Make errors of findings of this code, or of all `warnings`; may be repeated
    #[arg(long, value_name = "CODE")]
    pub(super) deny: Vec<String>,
}

/// Forms of a lint report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LintFormat {
    /// For people, each problem with its line
    Text,
    /// One JSON document
    Json,
    /// For code hosts and editors (SARIF 2.1.0)
    Sarif,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc tree
  deskdoc tree redirected-to-adobe-com --format html > tree.html
  deskdoc tree redirected-to-adobe-com --format dot | dot -Tsvg > tree.svg
  deskdoc tree redirected-to-adobe-com --model

All formats but `json` fold up what is unlikely and say how much that is.")]
pub(super) struct Tree {
    /// The symptom's id; all symptoms without it
    #[arg(value_name = "SYMPTOM")]
    pub(super) symptom: Option<String>,
    /// In what form to show it
    #[arg(long, value_enum, default_value_t = TreeFormat::Text)]
    pub(super) format: TreeFormat,
    /// Print the causes, fixes and questions with their numbers as one JSON document instead of the tree
    #[arg(long)]
    pub(super) model: bool,
}

/// Forms of a decision tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum TreeFormat {
    /// For people at a terminal
    Text,
    /// For wikis and code hosts that draw Mermaid
    Mermaid,
    /// For Graphviz
    Dot,
    /// One JSON document, whole
    Json,
    /// One page that needs nothing else, with a picture
    Html,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc --kb ./handbook eval
  deskdoc --kb ./handbook eval --only tests --junit results.xml
  deskdoc --kb ./handbook eval --fail-under accuracy=0.9 --fail-under refused=0.95
  deskdoc eval cases.jsonl --json > report.json

A case is one JSON object a line: {\"id\": …, \"text\": \"…\", \"symptom\": \"…\" or null}.
The exit code is 1 if a content test fails or a figure is not reached.")]
pub(super) struct Eval {
    /// File of labelled cases as JSON lines, or standard input (`-`); without it the base is tested on what stands in
    /// it: its content tests, its phrases, each held back once, and its trees
    #[arg(value_name = "FILE|-")]
    pub(super) file: Option<PathBuf>,
    /// Test this part only; may be repeated
    #[arg(long, value_enum, value_name = "PART", conflicts_with = "file")]
    pub(super) only: Vec<EvalPart>,
    /// Exit code 1 if a figure is lower, for example `accuracy=0.9`; may be repeated
    #[arg(long, value_name = "FIGURE=SHARE", value_parser = Wanted::parse)]
    pub(super) fail_under: Vec<Wanted>,
    /// Write content tests and limits as JUnit XML to a file, or to standard output (`-`) instead of the report
    #[arg(long, value_name = "FILE|-")]
    pub(super) junit: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc --kb ./vpn new symptom vpn-does-not-connect
  deskdoc --kb ./vpn new question which-error
  deskdoc --kb ./vpn new --from ./manuals
  deskdoc new ci github > .github/workflows/knowledge.yml

Nothing is ever overwritten. Pages begin as drafts, which nobody is shown.")]
pub(super) struct New {
    /// What to begin
    #[arg(value_enum, value_name = "KIND", required_unless_present = "from", conflicts_with = "from")]
    pub(super) kind: Option<NewKind>,
    /// Its id: small letters, digits, `-` and `_`; of `ci` the recipe: `github`, `gitlab` or `pre-commit`
    #[arg(value_name = "ID")]
    pub(super) name: Option<String>,
    /// Draft symptoms and causes from a folder of Markdown about troubles
    #[arg(long, value_name = "DIR")]
    pub(super) from: Option<PathBuf>,
}

/// What can be begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum NewKind {
    /// What the user sees
    Symptom,
    /// What is wrong, with its fix
    Cause,
    /// A fix that helps with several causes
    Fix,
    /// Something to ask the user
    Question,
    /// A rule over configuration
    Check,
    /// A page to be read
    Article,
    /// What the base does not cover
    OutOfScope,
    /// A conversation that is played as a test
    Case,
    /// The settings of a base, `kb.yml`
    Settings,
    /// A recipe for a build server, printed
    Ci,
}

/// Parts of a base that can be tested by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum EvalPart {
    /// The content tests: `tests` on pages, and `*.case.md`
    Tests,
    /// The phrases, each held back from learning once
    Phrases,
    /// What the decision trees take
    Trees,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc --kb handbook --data /var/lib/deskdoc learn
  deskdoc --kb handbook --data /var/lib/deskdoc learn --since 2026-10-01 | git apply

Nothing is changed: what is printed is a diff to read, and to apply where it is right. The guide about insights says how
it is reckoned.")]
pub(super) struct Learn {
    /// Only cases that began on this day or later (UTC)
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(super) since: Option<String>,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) database: Database,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc serve
  deskdoc --kb ./handbook --data /var/lib/deskdoc serve --listen 0.0.0.0:8080 --without-tokens
  deskdoc serve --public-url https://desk.example.com --trusted-proxy 10.0.0.7
  deskdoc --kb ./handbook serve --preview
  deskdoc serve --limit burst=50 --limit requests_per_second=10")]
pub(super) struct Serve {
    /// Address and port to listen on; port 0 takes any free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR", env = "DESKDOC_LISTEN")]
    pub(super) listen: Option<String>,
    /// How changes of pages are noticed: `notify` (the system tells), `poll` (looking once a second) or `off` (only on
    /// SIGHUP and `POST /api/v1/reload`) [default: notify]
    #[arg(long, value_name = "HOW", env = "DESKDOC_WATCH")]
    pub(super) watch: Option<String>,
    /// Address under which people know the service; requests for other hosts are refused then
    #[arg(long, value_name = "URL", env = "DESKDOC_PUBLIC_URL")]
    pub(super) public_url: Option<String>,
    /// File of the certificate for TLS, in PEM, with those that lead to a known authority behind it
    #[arg(long, value_name = "FILE", env = "DESKDOC_TLS_CERTIFICATE")]
    pub(super) tls_certificate: Option<PathBuf>,
    /// File of its private key, in PEM, without a passphrase
    #[arg(long, value_name = "FILE", env = "DESKDOC_TLS_KEY")]
    pub(super) tls_key: Option<PathBuf>,
    /// Proxy whose word on the client's address is taken: an address or a network; may be repeated
    #[arg(long, value_name = "NETWORK", env = "DESKDOC_TRUSTED_PROXIES", value_delimiter = ',')]
    pub(super) trusted_proxy: Vec<String>,
    /// Who may read /metrics besides this machine: an address or a network; may be repeated
    #[arg(long, value_name = "NETWORK", env = "DESKDOC_METRICS_FROM", value_delimiter = ',')]
    pub(super) metrics_from: Vec<String>,
    /// Show authors drafts, problems and scores under /preview, on this machine only
    #[arg(long, env = "DESKDOC_PREVIEW", value_parser = clap::builder::FalseyValueParser::new())]
    pub(super) preview: bool,
    /// Who may see /preview besides this machine: an address or a network; may be repeated
    #[arg(long, value_name = "NETWORK", env = "DESKDOC_PREVIEW_FROM", value_delimiter = ',')]
    pub(super) preview_from: Vec<String>,
    /// Where traces are sent: a collector that takes OTLP over HTTP, for example `http://127.0.0.1:4318`
    #[arg(long, value_name = "URL", env = "OTEL_EXPORTER_OTLP_ENDPOINT", hide_env_values = true)]
    pub(super) otlp_endpoint: Option<String>,
    /// Let the API answer anybody while there is no token; without it, only programs on this machine are answered then
    #[arg(long, env = "DESKDOC_WITHOUT_TOKENS", value_parser = clap::builder::FalseyValueParser::new())]
    pub(super) without_tokens: bool,
    /// How much is taken on, for example `burst=50`; may be repeated; the guide lists all keys
    #[arg(long, value_name = "KEY=NUMBER", env = "DESKDOC_LIMITS", value_delimiter = ',')]
    pub(super) limit: Vec<String>,
    #[command(flatten)]
    pub(super) database: Database,
    /// Delete conversations so many days after their last turn; without it they are kept for ever
    #[arg(long, value_name = "DAYS", env = "DESKDOC_RETENTION_DAYS")]
    pub(super) retention_days: Option<String>,
}

/// Where conversations are kept, if not in the data folder.
#[derive(Debug, Args)]
pub(super) struct Database {
    /// PostgreSQL database (`postgres://…`) in which conversations are kept, instead of the data folder; an address
    /// with a password is better put into the environment: others can see the arguments of a running program
    #[arg(long, value_name = "URL", env = "DESKDOC_DATABASE", hide_env_values = true)]
    pub(super) database: Option<String>,
}

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
#[command(after_help = "Examples:
  deskdoc --data /var/lib/deskdoc store export > deskdoc.jsonl
  DESKDOC_DATABASE=postgres://deskdoc@db/deskdoc deskdoc store import < deskdoc.jsonl

An export holds what people wrote and the hashes of tokens: keep it where only you can read it.")]
pub(super) struct Store {
    #[command(subcommand)]
    pub(super) action: StoreAction,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc --data ./data outbox list
  deskdoc --data ./data outbox retry 0192f0c1a2b34c5d8e9f0a1b2c3d4e5f
  deskdoc --data ./data outbox retry --all

Both work while a server runs; the server sends what is to be tried again within a second.")]
pub(super) struct Outbox {
    #[command(subcommand)]
    pub(super) action: OutboxAction,
}

/// What to do with notes.
#[derive(Debug, Subcommand)]
pub(super) enum OutboxAction {
    /// List the notes that wait or were given up, and why; the exit code is 1 if one was given up
    List(OutboxList),
    /// Try a note again now, also one that was given up
    Retry(OutboxRetry),
}

impl OutboxAction {
    fn database(&self) -> &Database {
        match self {
            Self::List(list) => &list.database,
            Self::Retry(retry) => &retry.database,
        }
    }
}

#[derive(Debug, Args)]
pub(super) struct OutboxList {
    /// Also list what was delivered within the last days
    #[arg(long)]
    pub(super) all: bool,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) database: Database,
}

#[derive(Debug, Args)]
pub(super) struct OutboxRetry {
    /// Which note: the id that `outbox list` shows
    #[arg(value_name = "ID", required_unless_present = "all", conflicts_with = "all")]
    pub(super) id: Option<String>,
    /// All notes that wait or were given up
    #[arg(long)]
    pub(super) all: bool,
    #[command(flatten)]
    pub(super) database: Database,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc hook list
  deskdoc hook try helpdesk payload.json
  deskdoc hook try issues payload.json --event issues --json

Nothing is kept and nothing is sent. `try` shows what would be read, and the note with the call that would put it into
the ticket.")]
pub(super) struct Hook {
    #[command(subcommand)]
    pub(super) action: HookAction,
}

/// What to do with hooks.
#[derive(Debug, Subcommand)]
pub(super) enum HookAction {
    /// Show the hooks of the settings: their addresses, how deliveries are proved, and what is missing for notes
    List {
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Read a payload as a hook would, and show what it would come to if its ticket were new
    Try(HookTry),
}

#[derive(Debug, Args)]
pub(super) struct HookTry {
    /// The hook's name in the settings
    #[arg(value_name = "NAME")]
    pub(super) name: String,
    /// The payload; `-` is standard input
    #[arg(value_name = "FILE|-")]
    pub(super) file: PathBuf,
    /// What the event header of the system would say, for example `issues`
    #[arg(long, value_name = "EVENT")]
    pub(super) event: Option<String>,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
}

/// What to do with what is kept.
#[derive(Debug, Subcommand)]
pub(super) enum StoreAction {
    /// Write everything to standard output as JSON lines; may be done while a server runs
    Export(Database),
    /// Read such lines from standard input and keep them, all or none
    Import(Database),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc mcp
  deskdoc --kb ./handbook --data ~/.cache/deskdoc mcp --public-url https://desk.example.com

An assistant starts this command itself and talks with it in the Model Context Protocol. It ends when its standard
input does.")]
pub(super) struct Mcp {
    /// Address under which people read the pages that are cited; without it they are named by their paths
    #[arg(long, value_name = "URL", env = "DESKDOC_PUBLIC_URL")]
    pub(super) public_url: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc doctor
  deskdoc --data /var/lib/deskdoc doctor --listen 0.0.0.0:8080
  deskdoc doctor --json

Takes the same options as `serve`, and changes nothing. The exit code is 1 if something must be mended.")]
pub(super) struct Doctor {
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) serve: Serve,
}

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
#[command(after_help = "Examples:
  deskdoc --data /var/lib/deskdoc token create --name zammad --scope diagnose,conversations,tickets --expires 90d
  deskdoc --data /var/lib/deskdoc token list
  deskdoc --data /var/lib/deskdoc token revoke zammad

As soon as there is a token, the API answers only who sends one: `Authorization: Bearer deskdoc_…`.")]
pub(super) struct Token {
    #[command(subcommand)]
    pub(super) action: TokenAction,
}

/// What to do with tokens.
#[derive(Debug, Subcommand)]
pub(super) enum TokenAction {
    /// Make a token and print it, this once
    Create(TokenCreate),
    /// List all tokens with their last use, without themselves
    List(TokenList),
    /// Revoke a token: every server refuses it from now on
    Revoke(TokenRevoke),
}

#[derive(Debug, Args)]
pub(super) struct TokenCreate {
    /// What to call it: letters, digits and `.`, `_`, `-`
    #[arg(long, value_name = "NAME")]
    pub(super) name: TokenName,
    /// What it may be used for: `diagnose`, `conversations`, `tickets`, `insights`, `admin`; several with commas
    #[arg(long, value_name = "SCOPES", required = true, value_delimiter = ',', value_parser = token::scope)]
    pub(super) scope: Vec<Scope>,
    /// When it becomes worthless: after `90d`, `12h`, `2w`, or behind a last day as YYYY-MM-DD (UTC); never without it
    #[arg(long, value_name = "TIME", value_parser = token::expiry)]
    pub(super) expires: Option<Expiry>,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) database: Database,
}

#[derive(Debug, Args)]
pub(super) struct TokenList {
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) database: Database,
}

#[derive(Debug, Args)]
pub(super) struct TokenRevoke {
    /// Its name
    #[arg(value_name = "NAME", required_unless_present = "named")]
    pub(super) name: Option<TokenName>,
    /// The same as a flag
    #[arg(long = "name", id = "named", value_name = "NAME", conflicts_with = "name")]
    pub(super) named: Option<TokenName>,
    /// Print one JSON document
    #[arg(long)]
    pub(super) json: bool,
    #[command(flatten)]
    pub(super) database: Database,
}
