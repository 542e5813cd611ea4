//! `deskdoc serve`: the web page and the API, until told to stop.

use super::failure::Failure;
use super::{Exit, opened, output};
use crate::app::Hooks;
use crate::config::Config;
use crate::web::Server;

pub(super) fn run(config: &Config) -> Result<Exit, Failure> {
    let hooks = Hooks::of(config)?;
    let mut config = config.clone();
    config.outbox.destinations = hooks.destinations();
    let config = &config;
    let app = opened(config)?.with_store(config)?.with_hooks(hooks);
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
    let mut printed = Ok(());
    let announce =
        |address| printed = output::print(&format!("deskdoc: {name}: listening on http://{address}\n"));
    server.run(announce).map_err(|error| Failure::Server(error.to_string()))?;
    printed.map(|()| Exit::Fine)
}
