//! Deliveries of ticket systems: proved before they are read, and answered as soon as they are kept.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path, Payload};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, post};
use serde_json::Value;

use super::json::malformed;
use crate::app::{Hook, NotHeld, Scope, TicketOutcome, TicketTaken, marked, seconds_now};
use crate::config::HookAnswer;
use crate::tickets::{Delivery, Genuine, Presented, Received, read};
use crate::web::guard::body::{self, Expected};
use crate::web::guard::{Client, token};
use crate::web::openapi::HookRefusals;
use crate::web::problem::{Code, Failure};
use crate::web::service::{Service, work};
use crate::wire::{FieldError, HookAnswerV1};

/// How often somebody else may be quicker with the same ticket before we say that too much is going on.
const MOST_TRIES: usize = 12;

/// Takes a delivery of a ticket system.
///
/// The hook is configured by the operator, who says which system it is and how its deliveries are signed; the body is in
/// the shape of that system. What is altered, unsigned or signed too long ago is refused with 401, what was taken
/// before with 409; nothing is kept then. The same ticket is one case however often it comes. The answer is empty
/// if the hook is configured so.
#[utoipa::path(
    tag = "tickets",
    params(("name" = String, Path, description = "The hook's name in the settings", example = "helpdesk")),
    request_body(content = Object, description = "A ticket in the shape of its system", content_type = "application/json"),
    responses(
        (status = 200, description = "It told nothing new, or nothing that is heard", body = HookAnswerV1),
        (status = 202, description = "It is kept, and a note may be on its way", body = HookAnswerV1),
        HookRefusals
    )
)]
#[post("/api/v1/hooks/{name}")]
pub(in crate::web) async fn take_delivery(
    request: HttpRequest,
    payload: Payload,
    path: Path<String>,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    deliver(&request, payload, &service, &path, None).await
}

/// Takes a delivery of a system that can prove itself by nothing but an address that nobody can guess.
///
/// A wrong secret is answered like a hook that does not exist.
#[utoipa::path(
    tag = "tickets",
    params(
        ("name" = String, Path, description = "The hook's name in the settings", example = "helpdesk"),
        ("secret" = String, Path, description = "The hook's secret")
    ),
    request_body(content = Object, description = "A ticket in the shape of its system", content_type = "application/json"),
    responses(
        (status = 200, description = "It told nothing new, or nothing that is heard", body = HookAnswerV1),
        (status = 202, description = "It is kept, and a note may be on its way", body = HookAnswerV1),
        HookRefusals
    )
)]
#[post("/api/v1/hooks/{name}/{secret}")]
pub(in crate::web) async fn take_delivery_by_path(
    request: HttpRequest,
    payload: Payload,
    path: Path<(String, String)>,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let (name, secret) = path.into_inner();
    deliver(&request, payload, &service, &name, Some(&secret)).await
}

async fn deliver(
    request: &HttpRequest,
    payload: Payload,
    service: &Data<Service>,
    name: &str,
    secret: Option<&str>,
) -> Result<HttpResponse, Failure> {
    let hook = service.app.hook(name).filter(|hook| hook.is_at(secret.is_some()));
    let client = request.extensions().get::<Client>().copied().ok_or_else(Failure::internal)?;
    let hook = hook.ok_or_else(|| unproved(service, &client, Code::NotFound))?;
    if !hook.settings.from.is_empty() && !client.is_among(&hook.settings.from) {
        return Err(Failure::of(Code::AddressNotAllowed));
    }
    if hook.settings.needs_token {
        let (holder, _) = token::holder(request, service, &client, Some(Scope::Tickets)).await;
        holder?.ok_or_else(|| Failure::of(Code::TokenMissing))?;
    }
    let body = body::read_bytes(request, payload, Expected::Json).await?;
    let genuine = proved(request, hook, secret, &body).map_err(|code| unproved(service, &client, code))?;
    if let Some(once) = genuine.once
        && service.app.is_taken(hook, once).await?
    {
        return Err(Failure::of(Code::DeliveryRepeated));
    }
    let event = hook.system.events.header.as_ref().and_then(|header| headers(request)(header));
    match received(service, name, event, body).await? {
        Received::Ping => Ok(answer(hook, StatusCode::OK, &HookAnswerV1::only("pong"))),
        Received::Other(_) => {
            if let Some(once) = genuine.once {
                service.app.pass_over(hook, once).await?;
            }
            Ok(answer(hook, StatusCode::OK, &HookAnswerV1::only(TicketOutcome::Ignored.word())))
        }
        Received::Ticket(delivery) => {
            let taken = taken(service, name, hook, *delivery, genuine).await?;
            answer_about(hook, taken)
        }
    }
}

/// What a body says. A megabyte of it keeps a processor busy, so it is read away from the connections.
async fn received(
    service: &Data<Service>,
    name: &str,
    event: Option<String>,
    body: Bytes,
) -> Result<Received, Failure> {
    let name = name.to_owned();
    let reading = work(service, move |app| {
        let Some(hook) = app.hook(&name) else { return Ok(Err(Failure::internal())) };
        // Some programs put a mark in front that says nothing but "this is Unicode".
        let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&body);
        let json = serde_json::from_slice::<Value>(body).map_err(|error| malformed(&error));
        let read = json.and_then(|json| {
            read(&hook.system, event.as_deref(), &json).map_err(|error| {
                Failure::fields(vec![FieldError { pointer: error.pointer, detail: error.expected }])
            })
        });
        Ok(read)
    });
    reading.await?
}

/// # Errors
/// Refusals of every sort look alike; which it was is in the log. A wrong secret in the path looks like a hook that
/// does not exist.
fn proved(request: &HttpRequest, hook: &Hook, secret: Option<&str>, body: &[u8]) -> Result<Genuine, Code> {
    let presented = Presented { header: &headers(request), body, path_secret: secret, now: seconds_now() };
    hook.verify(&presented).map_err(|reason| {
        tracing::warn!(hook = hook.name, %reason, "a delivery was refused");
        if secret.is_some() { Code::NotFound } else { Code::DeliveryNotProved }
    })
}

/// Whoever guesses is counted by address, as those are who guess tokens; programs on this machine are the operator's.
fn unproved(service: &Service, client: &Client, code: Code) -> Failure {
    if client.is_this_machine { Failure::of(code) } else { token::wrong(service, client, code) }
}

/// Keeps what a delivery says. Where somebody else was quicker with the same ticket, it is looked at again.
async fn taken(
    service: &Data<Service>,
    name: &str,
    hook: &Hook,
    delivery: Delivery,
    genuine: Genuine,
) -> Result<TicketTaken, Failure> {
    for _ in 0..MOST_TRIES {
        let known = service.app.known_ticket(hook, &delivery).await?;
        let (name, copy) = (name.to_owned(), delivery.clone());
        let draft =
            work(service, move |app| Ok(app.hook(&name).map(|hook| app.draft_ticket(hook, &copy, known))));
        let draft = draft.await?.ok_or_else(Failure::internal)??;
        match service.app.keep_ticket(hook, draft, genuine.once).await {
            Err(NotHeld::Conflict { .. }) => {}
            other => return Ok(other?),
        }
    }
    Err(Failure::of(Code::Busy))
}

fn answer_about(hook: &Hook, taken: TicketTaken) -> Result<HttpResponse, Failure> {
    let outcome = taken.outcome;
    let standing = taken.held.as_ref().map(|held| held.standing());
    let note = match (hook.settings.answer, &taken.triage) {
        (HookAnswer::Note, Some(triage)) => Some(marked(hook, triage)?),
        _ => None,
    };
    let about = HookAnswerV1 {
        outcome: outcome.word(),
        conversation: taken.held.as_ref().map(|held| held.kept.id.to_string()),
        recognised: standing.as_ref().and_then(|standing| standing.recognised.clone()),
        symptom: standing.and_then(|standing| standing.symptom),
        note_queued: taken.is_note_queued,
        note,
    };
    let status = if outcome.has_effect() { StatusCode::ACCEPTED } else { StatusCode::OK };
    Ok(answer(hook, status, &about))
}

fn answer(hook: &Hook, status: StatusCode, about: &HookAnswerV1) -> HttpResponse {
    match hook.settings.answer {
        HookAnswer::None => HttpResponse::build(status).finish(),
        HookAnswer::Case | HookAnswer::Note => HttpResponse::build(status).json(about),
    }
}

/// Headers as text; one that stands there twice is none, because others may have believed the other one.
fn headers(request: &HttpRequest) -> impl Fn(&str) -> Option<String> + '_ {
    |name| {
        let mut values = request.headers().get_all(name);
        let value = values.next()?.to_str().ok()?.to_owned();
        values.next().is_none().then_some(value)
    }
}
