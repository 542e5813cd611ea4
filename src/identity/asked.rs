//! Requests to the provider: over TLS, with an end to patience and to what is read.

use std::time::Duration;

use openidconnect::http::{self, HeaderMap};
use openidconnect::{HttpRequest, HttpResponse};

/// How long the provider may take for one answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest answer that is read, in bytes.
const LONGEST: usize = 256 * 1024;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub(super) enum NoAnswer {
    /// The provider cannot be reached, or does not answer in time.
    #[error("{0}")]
    Unreachable(String),
    /// It says more than is read.
    #[error("its answer is longer than {LONGEST} bytes")]
    TooLong,
}

impl From<reqwest::Error> for NoAnswer {
    fn from(error: reqwest::Error) -> Self {
        // The address may hold the code of somebody who signs in.
        let error = error.without_url();
        let mut words = error.to_string();
        let mut cause = std::error::Error::source(&error);
        while let Some(deeper) = cause {
            words += &format!(": {deeper}");
            cause = deeper.source();
        }
        Self::Unreachable(words)
    }
}

/// A client for such requests.
///
/// # Errors
/// In words, if the system's certificates cannot be had.
pub(super) fn client() -> Result<reqwest::Client, String> {
    // There may be one already; it is the same.
    drop(rustls::crypto::ring::default_provider().install_default());
    reqwest::Client::builder()
        // Who is redirected could be sent anywhere.
        .redirect(reqwest::redirect::Policy::none())
        .timeout(PATIENCE)
        .connect_timeout(PATIENCE)
        .user_agent("deskdoc")
        .build()
        .map_err(|error| error.to_string())
}

/// Sends a request and reads the whole answer.
pub(super) async fn answer(client: reqwest::Client, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
    let mut response = client.execute(request.try_into()?).await?;
    let (status, headers): (_, HeaderMap) = (response.status(), response.headers().clone());
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await? {
        if body.len() + chunk.len() > LONGEST {
            return Err(NoAnswer::TooLong);
        }
        body.extend_from_slice(&chunk);
    }
    let mut answer = http::Response::new(body);
    *answer.status_mut() = status;
    *answer.headers_mut() = headers;
    Ok(answer)
}
