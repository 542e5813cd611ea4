//! Why a command could not run.

use std::io;
use std::path::{Path, PathBuf};

use crate::app::{self, KeepError, OpenError, TokenError};
use crate::config::BadConfig;
use crate::library::LoadError;
use crate::web::StartError;

/// Why a command could not run, in words for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failure {
    /// The command was called wrongly.
    #[error("{0}")]
    Usage(String),
    /// Settings are wrong.
    #[error(transparent)]
    Config(#[from] BadConfig),
    /// The base cannot be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A use case failed.
    #[error(transparent)]
    App(#[from] app::Error),
    /// A configuration cannot be read.
    #[error(transparent)]
    Document(#[from] app::BadDocument),
    /// The store cannot be opened.
    #[error(transparent)]
    Store(#[from] OpenError),
    /// What is kept cannot be taken out or brought in.
    #[error("{0}")]
    Keep(KeepError),
    /// A hook cannot be served.
    #[error(transparent)]
    Hook(#[from] app::BadHook),
    /// Nothing was done about a token.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// Notes to tickets cannot be sent.
    #[error(transparent)]
    Outbox(#[from] crate::outbox::StartError),
    /// The server cannot start.
    #[error(transparent)]
    Start(#[from] StartError),
    /// Input cannot be read.
    #[error("cannot read {from}: {reason}")]
    Input { from: String, reason: String },
    /// A file cannot be written.
    #[error("cannot write {}: {reason}", path.display())]
    Written { path: PathBuf, reason: String },
    /// Output cannot be written.
    #[error("cannot write the answer: {0}")]
    Output(String),
    /// Whoever read the output has gone.
    #[error("the reader has gone")]
    ReaderGone,
    /// The conversation with an assistant broke off.
    #[error("the conversation with the assistant broke off: {0}")]
    Assistant(String),
    /// The server broke off.
    #[error("the server stopped: {0}")]
    Server(String),
}

impl From<KeepError> for Failure {
    fn from(error: KeepError) -> Self {
        match error {
            KeepError::Output(error) => Self::output(&error),
            other => Self::Keep(other),
        }
    }
}

impl Failure {
    pub(super) fn output(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ReaderGone
        } else {
            Self::Output(error.to_string())
        }
    }

    pub(super) fn input(from: &Path, error: &io::Error) -> Self {
        Self::Input { from: from.display().to_string(), reason: reason(error, "there is no such file") }
    }

    pub(super) fn written(path: &Path, error: &io::Error) -> Self {
        Self::Written { path: path.to_owned(), reason: reason(error, "there is no such folder") }
    }
}

fn reason(error: &io::Error, not_found: &str) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => not_found.to_owned(),
        io::ErrorKind::PermissionDenied => "the permission is missing".to_owned(),
        io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        io::ErrorKind::NotADirectory => "what should be its folder is a file".to_owned(),
        io::ErrorKind::AlreadyExists => {
            "where its folder should be stands a file, or a link that leads nowhere".to_owned()
        }
        io::ErrorKind::InvalidFilename => "the name is longer than a file's may be".to_owned(),
        _ => error.to_string(),
    }
}
