//! `deskdoc serve`: the web page and the API, until told to stop.

use super::failure::Failure;
use super::{Exit, opened, output};
use crate::app::{App, Hooks, Stock};
use crate::config::Config;
use crate::web::Server;

pub(super) fn run(config: &Config) -> Result<Exit, Failure> {
    refuse_without_place(config)?;
    // What is wrong with files is said before a store is opened, which would have to be closed again.
    Server::check_files(&config.web)?;
    let hooks = Hooks::of(config)?;
    hooks.refuse_unlisted(&config.outbox.allow)?;
    let mut config = config.clone();
    config.outbox.destinations = hooks.destinations();
    let config = &config;
    let app = opened(config)?.with_store(config)?.with_hooks(hooks);
    refuse_open_api(config, &app)?;
    let app = app.with_notes(config)?;
    let snapshot = app.snapshot();
    let n_problems = snapshot.problems.len();
    if n_problems > 0 {
        let problems =
            if n_problems == 1 { "1 problem".to_owned() } else { format!("{n_problems} problems") };
        output::talk(&format!("the base has {problems}; `deskdoc lint` lists them"));
    }
    app.watch(config.watch);
    let server = Server::bind(&config.web, app)?;
    let name = crate::text::visible(&snapshot.base.settings().name);
    let scheme = if config.web.tls.is_some() { "https" } else { "http" };
    let mut printed = Ok(());
    let announce =
        |address| printed = output::print(&format!("deskdoc: {name}: listening on {scheme}://{address}\n"));
    server.run(announce).map_err(|error| Failure::Server(error.to_string()))?;
    printed.map(|()| Exit::Fine)
}

/// Where other machines can reach the API, somebody has made a token, or has said that none is needed.
fn is_open(config: &Config) -> bool {
    !config.web.listen.ip().to_canonical().is_loopback() && !config.web.without_tokens
}

/// Without a store that lasts there can be no token: that is said before anything is loaded.
fn refuse_without_place(config: &Config) -> Result<(), Failure> {
    let is_lasting = config.store.data.is_some() || config.store.database.is_some();
    if is_lasting || !is_open(config) {
        return Ok(());
    }
    Err(no_token(config, " in a store that lasts (`--data DIR` or `--database URL`)"))
}

/// A store that does not answer at the moment keeps nobody from starting: until it does, other machines are refused.
fn refuse_open_api(config: &Config, app: &App) -> Result<(), Failure> {
    if !is_open(config) {
        return Ok(());
    }
    match app.tokens_at_start() {
        None | Some(Stock::Usable) => Ok(()),
        Some(Stock::Empty) => Err(no_token(config, "")),
        // As soon as there was a token, the API asks for one, whatever `--without-tokens` says.
        Some(Stock::Worthless) => Err(Failure::Usage(format!(
            "other machines can reach {}, and every token for the API is revoked or has expired: create a token with \
             `deskdoc token create --name NAME --scope diagnose`",
            config.web.listen
        ))),
    }
}

fn no_token(config: &Config, place: &str) -> Failure {
    Failure::Usage(format!(
        "other machines can reach {}, and there is no token for the API: make one{place} with `deskdoc token create \
         --name NAME --scope diagnose`, or say that the API may answer anybody, with `--without-tokens` or \
         `without_tokens = true` in the settings file",
        config.web.listen
    ))
}
