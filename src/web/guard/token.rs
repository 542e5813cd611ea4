//! Who may call the API: whoever shows a token with the right scope.
//!
//! As long as the store holds no token, programs on this machine are answered without one, and others if the operator
//! says so. Which call needs which scope stands in [`need`], for all addresses at once; call-backs of ticket systems
//! have signatures of their own, and pages are none of this. All refusals of a token are the same.

use std::rc::Rc;

use actix_web::dev::ServiceRequest;
use actix_web::http::header::{self, HeaderMap};
use actix_web::{HttpMessage, HttpRequest};

use super::client::{Client, single};
use super::operator;
use super::rate::Standing;
use crate::app::{Bearer, Holder, Required, Scope};
use crate::telemetry::metrics;
use crate::web::problem::{Code, Failure};
use crate::web::service::Service;

/// What all addresses of the API begin with.
const API: &str = "/api/v1/";

/// The name of a token that may be used, though perhaps not for this.
struct Known(String);

/// What a request must show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::web) enum Need {
    /// Nothing; what it shows all the same is not looked at.
    Nothing,
    /// Nothing, but a token may open what an address does not.
    Perhaps,
    /// Any token: nothing is known at this address of the API.
    AnyToken,
    /// A token with this scope.
    Token(Scope),
}

/// What a request for a path must show. What is not named here needs a token, too: an address is never open because
/// somebody forgot it.
pub(in crate::web) fn need(path: &str) -> Need {
    if path == "/metrics" {
        return Need::Perhaps;
    }
    let Some(rest) = path.strip_prefix(API) else {
        return if path.trim_end_matches('/') == API.trim_end_matches('/') {
            Need::AnyToken
        } else {
            Need::Nothing
        };
    };
    match rest.split('/').next().unwrap_or_default() {
        "diagnose" | "checks" | "search" | "articles" | "symptoms" => Need::Token(Scope::Diagnose),
        "conversations" | "feedback" => Need::Token(Scope::Conversations),
        "tickets" => Need::Token(Scope::Tickets),
        "insights" => Need::Token(Scope::Insights),
        "reload" => Need::Token(Scope::Admin),
        // Signed by the ticket system; what asks for a token instead calls `holder` itself.
        "hooks" => Need::Nothing,
        _ => Need::AnyToken,
    }
}

/// Lets a request for the API in, or says why not; and what is left to its token. Whoever holds the token is noted
/// among the extensions of the request, for [`holder_of`].
pub(super) async fn admit(
    request: &ServiceRequest,
    service: &Service,
    client: &Client,
) -> (Result<(), Failure>, Option<Standing>) {
    // The path as the router reads it: `%61pi` is `api` there.
    let path = request.match_info().as_str().to_owned();
    let scope = match need(&path) {
        Need::Nothing => return (Ok(()), None),
        Need::Perhaps | Need::AnyToken => None,
        Need::Token(scope) => Some(scope),
    };
    let is_optional = need(&path) == Need::Perhaps;
    match holder(request.request(), service, client, scope).await {
        (Ok(Some(holder)), standing) => {
            request.extensions_mut().insert(Rc::new(holder));
            (Ok(()), standing)
        }
        (Ok(None), _) if is_optional => (Ok(()), None),
        (Ok(None), _) => (without(request.request(), service, client, scope).await, None),
        (Err(failure), standing) => (Err(failure), standing),
    }
}

/// Whoever holds the token that was sent, if one was: it may be used, also for this scope, and not too often.
///
/// # Errors
/// A [`Failure`]: the same for everything that is no token, or none any more.
pub(in crate::web) async fn holder(
    request: &HttpRequest,
    service: &Service,
    client: &Client,
    scope: Option<Scope>,
) -> (Result<Option<Holder>, Failure>, Option<Standing>) {
    let Some(text) = sent(request.headers()) else { return (Ok(None), None) };
    let holder = match service.app.bearer(text).await {
        Bearer::Known(holder) => holder,
        Bearer::Unsure => return (Err(Failure::of(Code::TokenUnverifiable)), None),
        Bearer::Refused => {
            return (Err(wrong(service, client, Code::TokenRefused)), None);
        }
    };
    request.extensions_mut().insert(Known(holder.name.clone()));
    let standing = service.rate.count_token(holder.hash);
    if standing.is_refused() {
        metrics::RATE_LIMITED.one_more();
        return (Err(Failure::of(Code::TokenTooBusy)), Some(standing));
    }
    match scope.filter(|scope| !holder.may(*scope)) {
        None => (Ok(Some(holder)), Some(standing)),
        Some(scope) => {
            let detail = format!(
                "this call needs a token with the scope `{scope}`, which the one that was sent does not have"
            );
            (Err(Failure::saying(Code::ScopeMissing, detail)), Some(standing))
        }
    }
}

/// A refusal of something that should have proved who asks, counted by address: `code`, or that there were too many.
pub(in crate::web) fn wrong(service: &Service, client: &Client, code: Code) -> Failure {
    let wrong = service.rate.count_wrong_token(client);
    if !wrong.is_refused() {
        return Failure::of(code);
    }
    metrics::RATE_LIMITED.one_more();
    Failure { wait: wrong.wait(), ..Failure::of(Code::TooManyWrongTokens) }
}

/// Whoever holds the token with which a request was let in.
pub(in crate::web) fn holder_of(request: &HttpRequest) -> Option<Rc<Holder>> {
    request.extensions().get::<Rc<Holder>>().cloned()
}

/// The name of the token that was sent, if it is one, also where it did not open what was asked for.
pub(super) fn name_of(request: &HttpRequest) -> Option<String> {
    request.extensions().get::<Known>().map(|known| known.0.clone())
}

/// What becomes of a request without a token. A browser on this machine that was led here by the name of another site
/// is no program on this machine where words of users are to be had, or where it could change something for all.
async fn without(
    request: &HttpRequest,
    service: &Service,
    client: &Client,
    scope: Option<Scope>,
) -> Result<(), Failure> {
    let is_harmless = !matches!(scope, Some(Scope::Insights | Scope::Admin));
    let is_from_here =
        client.is_this_machine && (is_harmless || operator::is_named_rightly(request, client, service));
    match service.app.requires_tokens().await {
        Required::No if is_from_here || service.settings.without_tokens => Ok(()),
        Required::No => {
            let detail = "only programs on this machine are answered without a token: whoever runs this service \
                makes one with `deskdoc token create`";
            Err(Failure::saying(Code::TokenMissing, detail))
        }
        Required::Yes => Err(Failure::of(Code::TokenMissing)),
        // A store that has not answered since the start may hold tokens. On this machine reading goes on all the same;
        // what needs the store fails by itself, and what changes something for all waits.
        Required::Unsure if is_from_here && scope != Some(Scope::Admin) => Ok(()),
        Required::Unsure => Err(Failure::of(Code::TokenUnverifiable)),
    }
}

/// The text that was sent as a token: what stands behind `Bearer`. Other ways to sign in are for others, for example
/// for a proxy; several at once are no token.
fn sent(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION);
    let is_bearer = |text: &str| {
        text.split_at_checked(6).is_some_and(|(scheme, rest)| {
            scheme.eq_ignore_ascii_case("bearer") && (rest.is_empty() || rest.starts_with([' ', '\t']))
        })
    };
    let any = values.any(|value| is_bearer(&String::from_utf8_lossy(value.as_bytes())));
    any.then(|| {
        let value = single(headers, header::AUTHORIZATION.as_str());
        value.and_then(|value| value.split_at_checked(6)).map_or("", |(_, token)| token.trim_matches(' '))
    })
}

#[cfg(test)]
mod tests;
