//! What finds an answer: a question, a talk, a configuration, a search, a tree.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::app;
use crate::search::Filter;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc ask \"no Adobe ID page, error=invalid_scope\"
  pbpaste | deskdoc ask --json
  deskdoc ask --facts snapshot.json \"after login I land on adobe.com\"
  deskdoc ask --batch tickets.jsonl > answers.jsonl

A batch has one JSON object a line: {\"id\": …, \"text\": \"…\"}.")]
pub(in crate::cli) struct Ask {
    /// What was reported; read from standard input if missing
    #[arg(value_name = "TEXT", conflicts_with = "batch")]
    pub(in crate::cli) text: Option<std::ffi::OsString>,
    /// Answer every line of a file of JSON lines, or of standard input (`-`)
    #[arg(long, value_name = "FILE|-")]
    pub(in crate::cli) batch: Option<PathBuf>,
    /// Configuration to judge beside the text: a snapshot (JSON), an export (XML), a form; may be repeated
    #[arg(long, value_name = "FILE", conflicts_with = "batch")]
    pub(in crate::cli) facts: Vec<PathBuf>,
    /// How many causes to name at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(in crate::cli) limit: Option<u16>,
    /// Print one JSON document
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc chat
  deskdoc chat after login I land on adobe.com
  deskdoc chat < transcript.txt

Choose by number or answer in words. `help` in the conversation shows what else can be typed.")]
pub(in crate::cli) struct Chat {
    /// What you see, as the first thing said
    #[arg(value_name = "WORDS")]
    pub(in crate::cli) words: Vec<std::ffi::OsString>,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc check snapshot.json
  deskdoc check package.xml --symptom redirected-to-adobe-com
  deskdoc check production.json stage.json --json
  pbpaste | deskdoc check -

The exit code is 1 if a check failed, 0 if none did, 3 if nothing could be told.")]
pub(in crate::cli) struct Check {
    /// Snapshot (JSON), package export (XML), or any text with a form or an address in it; `-` is standard input
    #[arg(value_name = "FILE", required = true)]
    pub(in crate::cli) files: Vec<PathBuf>,
    /// What is seen: only its causes are ranked
    #[arg(long, value_name = "ID")]
    pub(in crate::cli) symptom: Option<String>,
    /// How many causes to name at most
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    pub(in crate::cli) limit: Option<u16>,
    /// Print one JSON document
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc search \"association mask\"
  deskdoc search XSV-350013 --limit 3 --json
  deskdoc search scopes --filter kind=cause

A batch has one JSON object a line: {\"id\": …, \"query\": \"…\"}.")]
pub(in crate::cli) struct Search {
    /// What to look for; any text will do
    #[arg(value_name = "QUERY", required_unless_present = "batch", conflicts_with = "batch")]
    pub(in crate::cli) query: Option<std::ffi::OsString>,
    /// Answer every line of a file of JSON lines, or of standard input (`-`)
    #[arg(long, value_name = "FILE|-")]
    pub(in crate::cli) batch: Option<PathBuf>,
    /// Only pages whose front matter says so; of several values for one key one is enough
    #[arg(long, value_name = "KEY=VALUE", value_parser = filter)]
    pub(in crate::cli) filter: Vec<Filter>,
    /// How many sections to show at most
    #[arg(long, value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..))]
    pub(in crate::cli) limit: u16,
    /// Print one JSON document
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// Reads `key=value`.
fn filter(text: &str) -> Result<Filter, String> {
    app::filter(text, '=').ok_or_else(|| {
        "expected a key of the front matter and its value, for example `product=campaign`".to_owned()
    })
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc tree
  deskdoc tree redirected-to-adobe-com --format html > tree.html
  deskdoc tree redirected-to-adobe-com --format dot | dot -Tsvg > tree.svg
  deskdoc tree redirected-to-adobe-com --model

All formats but `json` fold up what is unlikely and say how much that is.")]
pub(in crate::cli) struct Tree {
    /// The symptom's id; all symptoms without it
    #[arg(value_name = "SYMPTOM")]
    pub(in crate::cli) symptom: Option<String>,
    /// In what form to show it
    #[arg(long, value_enum, default_value_t = TreeFormat::Text)]
    pub(in crate::cli) format: TreeFormat,
    /// Print the causes, fixes and questions with their numbers as one JSON document instead of the tree
    #[arg(long)]
    pub(in crate::cli) model: bool,
}

/// Forms of a decision tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum TreeFormat {
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
