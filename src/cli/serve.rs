//! `deskdoc serve`: the web page and the API, until told to stop.

use super::failure::Failure;
use super::{Exit, opened, output};
use crate::app::{App, Hooks};
use crate::config::Config;
use crate::web::Server;

pub(super) fn run(config: &Config) -> Result<Exit, Failure> {
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
    let name = snapshot.base.settings().name.clone();
    let scheme = if config.web.tls.is_some() { "https" } else { "http" };
    let mut printed = Ok(());
    let announce =
        |address| printed = output::print(&format!("deskdoc: {name}: listening on {scheme}://{address}\n"));
    server.run(announce).map_err(|error| Failure::Server(error.to_string()))?;
    printed.map(|()| Exit::Fine)
}

/// Where other machines can reach the API, somebody has made a token, or has said that none is needed. A store that
/// does not answer at the moment keeps nobody from starting: until it does, other machines are refused.
fn refuse_open_api(config: &Config, app: &App) -> Result<(), Failure> {
    let listen = config.web.listen;
    let is_reached = !listen.ip().to_canonical().is_loopback();
    if !is_reached || config.web.without_tokens || app.has_usable_token() != Some(false) {
        return Ok(());
    }
    let store = match config.store.data.is_some() || config.store.database.is_some() {
        true => "",
        false => " in a store that lasts (`--data DIR` or `--database URL`)",
    };
    Err(Failure::Usage(format!(
        "other machines can reach {listen}, and there is no token for the API: make one{store} with `deskdoc token create \
         --name NAME --scope diagnose`, or say that the API may answer anybody, with `--without-tokens` or \
         `without_tokens = true` in the settings file"
    )))
}
