//! `deskdoc mcp`: tools for assistants on standard input and output.

use super::failure::Failure;
use super::{Exit, opened};
use crate::config::Config;
use crate::mcp;

pub(super) fn run(config: &Config) -> Result<Exit, Failure> {
    let app = opened(config)?;
    mcp::serve(app, config.web.public_url.clone()).map_err(Failure::Assistant)?;
    Ok(Exit::Fine)
}
