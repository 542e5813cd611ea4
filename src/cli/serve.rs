//! `deskdoc serve`: the web page and the API, until told to stop.

use super::failure::Failure;
use super::{Exit, output};
use crate::app::App;
use crate::config::Config;
use crate::web::Server;

pub(super) fn run(config: &Config) -> Result<Exit, Failure> {
    let app = App::open(config)?;
    let snapshot = app.snapshot();
    let n_problems = snapshot.problems.len();
    if n_problems > 0 {
        output::talk(&format!("the base has {n_problems} problems; `deskdoc lint` lists them"));
    }
    let server = Server::bind(&config.web, app)?;
    let name = &snapshot.base.settings().name;
    output::print(&format!("deskdoc: {name}: listening on http://{}\n", server.address()))?;
    server.run().map_err(|error| Failure::Server(error.to_string()))?;
    Ok(Exit::Fine)
}
