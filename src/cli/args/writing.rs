//! What authors use: proofs, tests and beginnings of pages.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::running::Database;
use crate::eval::Wanted;

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc --kb ./handbook lint
  deskdoc lint --format sarif > deskdoc.sarif
  deskdoc lint --deny warnings --allow few-phrases

The exit code is 1 if there is at least one error. Warnings, notes and what pages allow leave it at 0.")]
pub(in crate::cli) struct Lint {
    /// In what form to report
    #[arg(long, value_enum, default_value_t = LintFormat::Text)]
    pub(in crate::cli) format: LintFormat,
    /// Suppress findings of this code everywhere; may be repeated
    #[arg(long, value_name = "CODE")]
    pub(in crate::cli) allow: Vec<String>,
    /// Make errors of findings of this code, or of all `warnings`; may be repeated
    #[arg(long, value_name = "CODE")]
    pub(in crate::cli) deny: Vec<String>,
}

/// Forms of a lint report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum LintFormat {
    /// For people, each problem with its line
    Text,
    /// One JSON document
    Json,
    /// For code hosts and editors (SARIF 2.1.0)
    Sarif,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc --kb ./handbook eval
  deskdoc --kb ./handbook eval --only tests --junit results.xml
  deskdoc --kb ./handbook eval --fail-under accuracy=0.9 --fail-under refused=0.95
  deskdoc eval cases.jsonl --json > report.json

A case is one JSON object a line: {\"id\": …, \"text\": \"…\", \"symptom\": \"…\" or null}.
The exit code is 1 if a content test fails or a figure is not reached.")]
pub(in crate::cli) struct Eval {
    /// File of labelled cases as JSON lines, or standard input (`-`); without it the base is tested on what stands in
    /// it: its content tests, its phrases, each held back once, and its trees
    #[arg(value_name = "FILE|-")]
    pub(in crate::cli) file: Option<PathBuf>,
    /// Test this part only; may be repeated
    #[arg(long, value_enum, value_name = "PART", conflicts_with = "file")]
    pub(in crate::cli) only: Vec<EvalPart>,
    /// Exit code 1 if a figure is lower, for example `accuracy=0.9`; may be repeated
    #[arg(long, value_name = "FIGURE=SHARE", value_parser = Wanted::parse)]
    pub(in crate::cli) fail_under: Vec<Wanted>,
    /// Write content tests and limits as JUnit XML to a file, or to standard output (`-`) instead of the report
    #[arg(long, value_name = "FILE|-")]
    pub(in crate::cli) junit: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub(in crate::cli) json: bool,
}

/// Parts of a base that can be tested by themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum EvalPart {
    /// The content tests: `tests` on pages, and `*.case.md`
    Tests,
    /// The phrases, each held back from learning once
    Phrases,
    /// What the decision trees take
    Trees,
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc --kb ./vpn new symptom vpn-does-not-connect
  deskdoc --kb ./vpn new question which-error
  deskdoc --kb ./vpn new --from ./manuals
  deskdoc new ci github > .github/workflows/knowledge.yml

Nothing is ever overwritten. Pages begin as drafts, which nobody is shown.")]
pub(in crate::cli) struct New {
    /// What to begin
    #[arg(value_enum, value_name = "KIND", required_unless_present = "from", conflicts_with = "from")]
    pub(in crate::cli) kind: Option<NewKind>,
    /// Its id: small letters, digits, `-` and `_`; of `ci` the recipe: `github`, `gitlab` or `pre-commit`
    #[arg(value_name = "ID")]
    pub(in crate::cli) name: Option<String>,
    /// Draft symptoms and causes from a folder of Markdown about troubles
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) from: Option<PathBuf>,
}

/// What can be begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum NewKind {
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

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  deskdoc --kb handbook --data /var/lib/deskdoc learn
  deskdoc --kb handbook --data /var/lib/deskdoc learn --since 2026-10-01 | git apply

Nothing is changed: what is printed is a diff to read, and to apply where it is right. The guide about insights says how
it is reckoned.")]
pub(in crate::cli) struct Learn {
    /// Only cases that began on this day or later (UTC)
    #[arg(long, value_name = "YYYY-MM-DD")]
    pub(in crate::cli) since: Option<String>,
    /// Print one JSON document
    #[arg(long)]
    pub(in crate::cli) json: bool,
    #[command(flatten)]
    pub(in crate::cli) database: Database,
}
