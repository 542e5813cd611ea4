//! Who may look at the pages, where not everybody may.
//!
//! Every address is closed unless it is listed here as open, so that a page that is added later is closed, too. The
//! API is open here because it asks for tokens.

use actix_web::dev::ServiceRequest;
use actix_web::http::{Method, header};
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};

use super::RequestId;
use super::client::Client;
use crate::identity::Person;
use crate::web::pages;
use crate::web::person::Visitor;
use crate::web::problem::{Code, Failure};
use crate::web::service::Service;
use crate::web::sign_in::{SignIn, Target, Way};

/// Addresses that are open as they are.
const OPEN: [&str; 7] =
    ["/healthz", "/readyz", "/metrics", "/sign-in", "/sign-in/callback", "/sign-out", "/signed-out"];
/// And all below these.
const OPEN_BELOW: [&str; 2] = ["/assets/", "/api/"];

/// Lets a request in, with who it is from where that is known, or answers it.
pub(super) async fn admit(
    request: &mut ServiceRequest,
    client: &Client,
    service: &Service,
    id: &RequestId,
) -> Result<Option<Visitor>, HttpResponse> {
    let Some(sign_in) = &service.sign_in else { return Ok(None) };
    let visitor = visitor(request.request(), client, sign_in);
    if visitor.is_some() || is_open(request.path()) {
        return Ok(visitor);
    }
    if let Way::Header(_) = sign_in.way {
        return Err(Failure::of(Code::NotThroughProxy).answer(request.request(), id));
    }
    if *request.method() == Method::POST {
        let payload = request.extract::<Payload>().await;
        let posted = match payload {
            Ok(payload) => pages::sign_in::posted(request.request(), payload).await,
            Err(_) => Err(Failure::of(Code::SignInNeeded)),
        };
        return Err(posted.unwrap_or_else(|failure| failure.answer(request.request(), id)));
    }
    Err(if comes_from_outside(request.request()) {
        let target = Target::of(request.uri().path_and_query().map_or("/", |address| address.as_str()));
        HttpResponse::SeeOther().insert_header((header::LOCATION, target.sign_in())).finish()
    } else {
        Failure::of(Code::SignInNeeded).answer(request.request(), id)
    })
}

fn visitor(request: &HttpRequest, client: &Client, sign_in: &SignIn) -> Option<Visitor> {
    match &sign_in.way {
        Way::Provider(_) => sign_in.visitor(request).map(|person| Visitor { person, can_sign_out: true }),
        // Anybody could write the header; only listed proxies are believed.
        Way::Header(name) if client.is_by_proxy => {
            let mut said = request.headers().get_all(name.as_str());
            let (first, more) = (said.next()?, said.next());
            let name = std::str::from_utf8(first.as_bytes()).ok().filter(|_| more.is_none())?;
            Person::named(name).map(|person| Visitor { person, can_sign_out: false })
        }
        Way::Header(_) => None,
    }
}

fn is_open(path: &str) -> bool {
    OPEN.contains(&path) || OPEN_BELOW.iter().any(|folder| path.starts_with(folder))
}

/// Whether somebody opens a page from a bookmark or a link elsewhere, who is best led on at once. On a page of ours
/// a session has ended: that is told, and a form must not be led to another site, which browsers would not follow.
fn comes_from_outside(request: &HttpRequest) -> bool {
    let said = |name: &str| request.headers().get(name).map(header::HeaderValue::as_bytes);
    let is_page = said("sec-fetch-mode").is_none_or(|mode| mode == b"navigate");
    is_page && said("sec-fetch-site") != Some(b"same-origin")
}
