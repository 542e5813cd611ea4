//! Signing in and out: to the provider and back, and what is said where that does not work.

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::posted::Posted;
use super::view::{Frame, Here};
use super::{filled, sent};
use crate::app::{Id, moment};
use crate::facts::{REMOVED, Secret, without_secrets};
use crate::identity::NotSignedIn;
use crate::web::problem::{Code, Failure};
use crate::web::query::first_value;
use crate::web::service::Service;
use crate::web::sign_in::{self, Cookies, LONGEST_SESSION, NotBegun, SignIn, Target};
use crate::wire::plain_name;

/// Fields in which people write, the one with most of their work first.
const WRITTEN: [&str; 8] = ["q", "say", "comment", "facts", "paste", "reason", "text", "filter"];

#[derive(Template)]
#[template(path = "pages/sign_in.html")]
struct SignInPage {
    frame: Frame,
    heading: &'static str,
    happened: String,
    /// Where signing in begins; nothing if that would not help.
    sign_in: Option<String>,
    button: &'static str,
    again: Option<Again>,
}

/// A form that came without a session, to be sent once more.
struct Again {
    action: String,
    /// What was written, to be looked at.
    written: Option<String>,
    fields: Vec<(String, String)>,
    had_file: bool,
}

/// `GET /sign-in`: off to the provider.
pub(in crate::web) async fn begin(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let (sign_in, provider) = by_provider(&service)?;
    let target = Target::of(&first_value(request.query_string(), "to").unwrap_or_default());
    if sign_in.visitor(&request).is_some() {
        return Ok(led_to(target.as_str()));
    }
    let known = sign_in.cookies.all(request.headers(), Cookies::ATTEMPT);
    let known = known.into_iter().find(|known| known.parse::<Id>().is_ok());
    let begun = sign_in::begin(&sign_in.keys, known, &target, moment()).map_err(|error| {
        tracing::error!(%error, "nobody can sign in");
        Failure::internal()
    })?;
    let address = provider.address(&begun.attempt).await.map_err(not_signed_in)?;
    let mut response = led_to(&address);
    sign_in.cookies.set(response.headers_mut(), Cookies::ATTEMPT, &begun.browser, begun.seconds);
    Ok(response)
}

/// `GET /sign-in/callback`: back from the provider, with a code or with a refusal.
pub(in crate::web) async fn finish(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let (sign_in, provider) = by_provider(&service)?;
    let said = |name: &str| first_value(request.query_string(), name);
    let browsers = sign_in.cookies.all(request.headers(), Cookies::ATTEMPT);
    let begun = sign_in::finish(&sign_in.keys, &browsers, &said("state").unwrap_or_default(), moment());
    let (attempt, target) = begun.map_err(|not_begun| match not_begun {
        NotBegun::TooLate => failed("it took more than ten minutes; sign in once more"),
        NotBegun::Unknown => failed("it was not begun in this browser, or the browser keeps no cookies"),
    })?;
    if said("iss").is_some_and(|issuer| issuer != provider.issuer()) {
        return Err(failed("another provider answered than the one that was asked"));
    }
    let Some(code) = said("code") else {
        let error = said("error").unwrap_or_default();
        // Anybody can write an address; what providers say is one plain word.
        let error = plain_name(&error).unwrap_or("something else than an error code");
        tracing::info!(error, "the provider signed nobody in");
        return Err(failed("the provider did not sign you in"));
    };
    let person = provider.person(code, &attempt).await.map_err(not_signed_in)?;
    tracing::info!("somebody signed in");
    let session = sign_in::signed(&sign_in.keys, &person, moment());
    let mut response = led_to(target.as_str());
    sign_in.cookies.set(response.headers_mut(), Cookies::SESSION, &session, LONGEST_SESSION);
    Ok(response)
}

/// `POST /sign-out`: the session ends in this browser.
pub(in crate::web) async fn out(service: Data<Service>) -> Result<HttpResponse, Failure> {
    let (sign_in, _) = by_provider(&service)?;
    let mut response = led_to("/signed-out");
    sign_in.cookies.set(response.headers_mut(), Cookies::SESSION, "", 0);
    sign_in.cookies.set(response.headers_mut(), Cookies::ATTEMPT, "", 0);
    Ok(response)
}

/// `GET /signed-out`
pub(in crate::web) async fn bye(service: Data<Service>) -> Result<HttpResponse, Failure> {
    by_provider(&service)?;
    let happened = "You have signed out of deskdoc in this browser. At your identity provider you may still be signed in: on a shared computer, sign out there, too.";
    let page = page(&service, "You have signed out", happened.to_owned(), Some("/sign-in".to_owned()));
    Ok(sent(StatusCode::OK, filled(&SignInPage { button: "Sign in again", ..page })?))
}

/// The answer to a form that came without a session: nothing of it was kept here, and nothing of it is lost but secrets.
///
/// # Errors
/// A [`Failure`] if it is no form, or too large.
pub(in crate::web) async fn posted(request: &HttpRequest, payload: Payload) -> Result<HttpResponse, Failure> {
    let service = request.app_data::<Data<Service>>().ok_or_else(Failure::internal)?;
    let posted = Posted::read(request, payload).await?;
    let written = WRITTEN.iter().map(|name| posted.field(name)).find(|text| !text.trim().is_empty());
    let again = Again {
        action: Target::of(request.path()).as_str().to_owned(),
        written: written.map(|text| without_secrets(text).text.into_owned()),
        had_file: posted.has_file(),
        fields: posted.into_fields().into_iter().filter_map(given_back).collect(),
    };
    let happened = "Your session had ended when you sent this, so nothing of it was kept. It is still on this page: sign in, which opens beside it, come back here and send it again.";
    let page = page(service, "Sign in, then send it again", happened.to_owned(), Some("/sign-in".to_owned()));
    let html = filled(&SignInPage { button: "Sign in beside this page", again: Some(again), ..page })?;
    Ok(sent(StatusCode::UNAUTHORIZED, html))
}

/// A field as it may stand on a page; nothing for one that is not called as ours are.
fn given_back((name, value): (String, String)) -> Option<(String, String)> {
    let name = plain_name(&name)?.to_owned();
    let is_secret = Secret::by_name(&name).is_some();
    let value = if is_secret { REMOVED.to_owned() } else { without_secrets(&value).text.into_owned() };
    Some((name, value))
}

/// The page for somebody who is not let in; nothing for failures of another kind.
pub(super) fn refused(request: &HttpRequest, service: &Service, failure: &Failure) -> Option<String> {
    let here = request.uri().path_and_query().map_or("/", |address| address.as_str());
    let is_way_in = request.path().starts_with("/sign-in");
    let target = if is_way_in { Target::of("/") } else { Target::of(here) };
    let (heading, happened, helps) = match failure.code {
        Code::SignInNeeded => (
            "Sign in to go on",
            "Your session has ended. Sign in, and you come back to this page.".to_owned(),
            true,
        ),
        Code::SignInFailed => ("You are not signed in", format!("It did not work: {}.", failure.detail), true),
        Code::SignInUnavailable => (
            "Nobody can sign in right now",
            "The identity provider does not answer as it should. Nothing is wrong on your side: try again in a moment. If it stays like this, tell whoever runs this service.".to_owned(),
            true,
        ),
        Code::NotAllowed => (
            "You are not let in here",
            format!("{}. Whoever runs this service decides who is: ask them, and say who you are signed in as.", failure.detail),
            false,
        ),
        Code::NotThroughProxy => (
            "This is not the way in",
            "Here one signs in at a gate in front of deskdoc, and this request did not come through it. Use the address that whoever runs this service gave you.".to_owned(),
            false,
        ),
        _ => return None,
    };
    let page = page(service, heading, happened, helps.then(|| target.sign_in()));
    let button = if failure.code == Code::SignInNeeded { "Sign in" } else { "Try again" };
    SignInPage { button, ..page }.render().ok()
}

fn page(service: &Service, heading: &'static str, happened: String, sign_in: Option<String>) -> SignInPage {
    let frame = Frame::new(&service.app.snapshot().base, heading, Here::Elsewhere);
    SignInPage { frame, heading, happened, sign_in, button: "Sign in", again: None }
}

fn by_provider(service: &Service) -> Result<(&SignIn, &crate::identity::Provider), Failure> {
    let sign_in = service.sign_in.as_ref().ok_or_else(|| Failure::of(Code::NotFound))?;
    Ok((sign_in, sign_in.provider().ok_or_else(|| Failure::of(Code::NotFound))?))
}

fn led_to(address: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, address)).finish()
}

fn failed(why: &str) -> Failure {
    Failure::saying(Code::SignInFailed, why)
}

fn not_signed_in(error: NotSignedIn) -> Failure {
    match error {
        NotSignedIn::Unavailable(reason) => {
            tracing::error!(reason, "the identity provider cannot be asked");
            Failure::of(Code::SignInUnavailable)
        }
        NotSignedIn::NotAccepted(reason) => {
            tracing::warn!(reason, "the identity provider's statement is not accepted");
            failed("what the identity provider said could not be verified")
        }
        NotSignedIn::NotAllowed(person) => {
            tracing::info!("somebody signed in who is not let in");
            Failure::saying(
                Code::NotAllowed,
                format!("You are signed in as {}, who is not among those let in", person.name),
            )
        }
    }
}
