//! The server, and what belongs to running one.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc serve
  deskdoc --kb ./handbook --data /var/lib/deskdoc serve --listen 0.0.0.0:8080 --without-tokens
  deskdoc serve --public-url https://desk.example.com --trusted-proxy 10.0.0.7
  deskdoc --kb ./handbook serve --preview
  deskdoc serve --limit burst=50 --limit requests_per_second=10")]
pub(in crate::cli) struct Serve {
    /// Address and port to listen on; port 0 takes any free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDR", env = "DESKDOC_LISTEN")]
    pub(in crate::cli) listen: Option<String>,
    /// How changes of pages are noticed: `notify` (the system tells), `poll` (looking once a second) or `off` (only on
    /// SIGHUP and `POST /api/v1/reload`) [default: notify]
    #[arg(long, value_name = "HOW", env = "DESKDOC_WATCH")]
    pub(in crate::cli) watch: Option<String>,
    /// Address under which people know the service; requests for other hosts are refused then
    #[arg(long, value_name = "URL", env = "DESKDOC_PUBLIC_URL")]
    pub(in crate::cli) public_url: Option<String>,
    /// File of the certificate for TLS, in PEM, with those that lead to a known authority behind it
    #[arg(long, value_name = "FILE", env = "DESKDOC_TLS_CERTIFICATE")]
    pub(in crate::cli) tls_certificate: Option<PathBuf>,
    /// File of its private key, in PEM, without a passphrase
    #[arg(long, value_name = "FILE", env = "DESKDOC_TLS_KEY")]
    pub(in crate::cli) tls_key: Option<PathBuf>,
    /// Proxy whose word on the client's address is taken: an address or a network; may be repeated
    #[arg(long, value_name = "NETWORK", env = "DESKDOC_TRUSTED_PROXIES", value_delimiter = ',')]
    pub(in crate::cli) trusted_proxy: Vec<String>,
    /// Who may read /metrics besides this machine: an address or a network; may be repeated
    #[arg(long, value_name = "NETWORK", env = "DESKDOC_METRICS_FROM", value_delimiter = ',')]
    pub(in crate::cli) metrics_from: Vec<String>,
    /// Show authors drafts, problems and scores under /preview, on this machine only
    #[arg(long, env = "DESKDOC_PREVIEW", value_parser = clap::builder::FalseyValueParser::new())]
    pub(in crate::cli) preview: bool,
    /// Who may see /preview besides this machine: an address or a network; may be repeated
    #[arg(long, value_name = "NETWORK", env = "DESKDOC_PREVIEW_FROM", value_delimiter = ',')]
    pub(in crate::cli) preview_from: Vec<String>,
    /// Where traces are sent: a collector that takes OTLP over HTTP, for example `http://127.0.0.1:4318`
    #[arg(long, value_name = "URL", env = "OTEL_EXPORTER_OTLP_ENDPOINT", hide_env_values = true)]
    pub(in crate::cli) otlp_endpoint: Option<String>,
    /// Let the API answer anybody while there is no token; without it, only programs on this machine are answered then
    #[arg(long, env = "DESKDOC_WITHOUT_TOKENS", value_parser = clap::builder::FalseyValueParser::new())]
    pub(in crate::cli) without_tokens: bool,
    /// How much is taken on, for example `burst=50`; may be repeated; the guide lists all keys
    #[arg(long, value_name = "KEY=NUMBER", env = "DESKDOC_LIMITS", value_delimiter = ',')]
    pub(in crate::cli) limit: Vec<String>,
    #[command(flatten)]
    pub(in crate::cli) database: Database,
    /// Delete conversations so many days after their last turn; without it they are kept for ever
    #[arg(long, value_name = "DAYS", env = "DESKDOC_RETENTION_DAYS")]
    pub(in crate::cli) retention_days: Option<String>,
}

/// Where conversations are kept, if not in the data folder.
#[derive(Debug, Args)]
pub(in crate::cli) struct Database {
    /// PostgreSQL database (`postgres://…`) in which conversations are kept, instead of the data folder; an address
    /// with a password is better put into the environment: others can see the arguments of a running program
    #[arg(long, value_name = "URL", env = "DESKDOC_DATABASE", hide_env_values = true)]
    pub(in crate::cli) database: Option<String>,
}

#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
#[command(after_help = "Examples:
  deskdoc --data /var/lib/deskdoc store export > deskdoc.jsonl
  DESKDOC_DATABASE=postgres://deskdoc@db/deskdoc deskdoc store import < deskdoc.jsonl

An export holds what people wrote and the hashes of tokens: keep it where only you can read it.")]
pub(in crate::cli) struct Store {
    #[command(subcommand)]
    pub(in crate::cli) action: StoreAction,
}

/// What to do with what is kept.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum StoreAction {
    /// Write everything to standard output as JSON lines; may be done while a server runs
    Export(Database),
    /// Read such lines from standard input and keep them, all or none
    Import(Database),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc --data ./data outbox list
  deskdoc --data ./data outbox retry 0192f0c1a2b34c5d8e9f0a1b2c3d4e5f
  deskdoc --data ./data outbox retry --all

Both work while a server runs; the server sends what is to be tried again within a second.")]
pub(in crate::cli) struct Outbox {
    #[command(subcommand)]
    pub(in crate::cli) action: OutboxAction,
}

/// What to do with notes.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum OutboxAction {
    /// List the notes that wait or were given up, and why; the exit code is 1 if one was given up
    List(OutboxList),
    /// Try a note again now, also one that was given up
    Retry(OutboxRetry),
}

impl OutboxAction {
    pub(in crate::cli) fn database(&self) -> &Database {
        match self {
            Self::List(list) => &list.database,
            Self::Retry(retry) => &retry.database,
        }
    }
}

#[derive(Debug, Args)]
pub(in crate::cli) struct OutboxList {
    /// Also list what was delivered within the last days
    #[arg(long)]
    pub(in crate::cli) all: bool,
    /// Print one JSON document
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[command(flatten)]
    pub(in crate::cli) database: Database,
}

#[derive(Debug, Args)]
pub(in crate::cli) struct OutboxRetry {
    /// Which note: the id that `outbox list` shows
    #[arg(value_name = "ID", required_unless_present = "all", conflicts_with = "all")]
    pub(in crate::cli) id: Option<String>,
    /// All notes that wait or were given up
    #[arg(long)]
    pub(in crate::cli) all: bool,
    #[command(flatten)]
    pub(in crate::cli) database: Database,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc hook list
  deskdoc hook try helpdesk payload.json
  deskdoc hook try issues payload.json --event issues --json

Nothing is kept and nothing is sent. `try` shows what would be read, and the note with the call that would put it into
the ticket.")]
pub(in crate::cli) struct Hook {
    #[command(subcommand)]
    pub(in crate::cli) action: HookAction,
}

/// What to do with hooks.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum HookAction {
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
pub(in crate::cli) struct HookTry {
    /// The hook's name in the settings
    #[arg(value_name = "NAME")]
    pub(in crate::cli) name: String,
    /// The payload; `-` is standard input
    #[arg(value_name = "FILE|-")]
    pub(in crate::cli) file: PathBuf,
    /// What the event header of the system would say, for example `issues`
    #[arg(long, value_name = "EVENT")]
    pub(in crate::cli) event: Option<String>,
    /// Print one JSON document
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc mcp
  deskdoc --kb ./handbook --data ~/.cache/deskdoc mcp --public-url https://desk.example.com

An assistant starts this command itself and talks with it in the Model Context Protocol. It ends when its standard
input does.")]
pub(in crate::cli) struct Mcp {
    /// Address under which people read the pages that are cited; without it they are named by their paths
    #[arg(long, value_name = "URL", env = "DESKDOC_PUBLIC_URL")]
    pub(in crate::cli) public_url: Option<String>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc doctor
  deskdoc --data /var/lib/deskdoc doctor --listen 0.0.0.0:8080
  deskdoc doctor --json

Takes the same options as `serve`, and changes nothing. The exit code is 1 if something must be mended.")]
pub(in crate::cli) struct Doctor {
    /// Print one JSON document
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[command(flatten)]
    pub(in crate::cli) serve: Serve,
}
