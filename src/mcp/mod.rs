//! Tools for assistants: a program that talks with a language model asks this base over standard input and output, in
//! the Model Context Protocol, and gets what the page and the API answer, with the places that it rests on.
//!
//! A call of a tool is one use case. Nothing is kept or changed by one. Knows nothing of HTTP and of terminals, and
//! standard output belongs to the protocol alone.

mod answering;
mod arguments;
mod citing;
mod patience;
mod resources;
mod server;
mod telling;
mod tools;

use rmcp::ServiceExt;
use rmcp::service::ServerInitializeError;
use rmcp::transport::async_rw::AsyncRwTransport;
use tokio::io::AsyncReadExt;

use self::patience::Patient;
use self::server::Assistants;
use crate::app::App;
use crate::config::PublicUrl;

/// Answers one client on standard input and output until it closes its end. `public_url` is where people read the pages
/// that are cited; without it they are named by their paths alone.
///
/// # Errors
/// Says what went wrong if the conversation could not begin or broke off.
pub(crate) fn serve(app: App, public_url: Option<PublicUrl>) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("no thread can be had: {error}"))?;
    let outcome = runtime.block_on(converse(Assistants::new(app, public_url)));
    // A read of standard input that nothing comes to any more must not hold the process.
    runtime.shutdown_background();
    outcome
}

async fn converse(assistants: Assistants) -> Result<(), String> {
    let (input, output) = rmcp::transport::stdio();
    // A last line that nothing ends is a line, too; empty ones are passed over.
    let lines = AsyncRwTransport::new_server(input.chain(b"\n".as_slice()), output);
    match assistants.serve(Patient::new(lines)).await {
        Ok(running) => running.waiting().await.map(drop).map_err(|error| error.to_string()),
        // Whoever goes before having said anything wanted nothing.
        Err(ServerInitializeError::ConnectionClosed(_)) => Ok(()),
        // What was received instead may hold words of users, so it is not repeated.
        Err(ServerInitializeError::ExpectedInitializeRequest(_)) => Err(
            "expected the request `initialize` of the Model Context Protocol as the first line, found another one"
                .to_owned(),
        ),
        Err(error) => Err(error.to_string()),
    }
}
