//! Pages for what went wrong: what happened, what became of the text, where to turn.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::view::{AskForm, Frame, Here};
use super::{sent, sign_in};
use crate::web::guard::RequestId;
use crate::web::problem::{Code, Failure};
use crate::web::service::Service;

#[derive(Template)]
#[template(path = "pages/error.html")]
struct ErrorPage {
    frame: Frame,
    form: AskForm,
    heading: &'static str,
    happened: &'static str,
    request_id: String,
    is_ours: bool,
}

/// The page for a failure.
pub(in crate::web) fn answer(request: &HttpRequest, failure: &Failure, id: &RequestId) -> HttpResponse {
    let status = failure.code.status();
    let (heading, happened) = words(failure.code);
    let html = request.app_data::<Data<Service>>().and_then(|service| {
        if let Some(html) = sign_in::refused(request, service, failure) {
            return Some(html);
        }
        let snapshot = service.app.snapshot();
        let page = ErrorPage {
            frame: Frame::new(&snapshot.base, heading, Here::Elsewhere),
            form: AskForm::default(),
            heading,
            happened,
            request_id: id.as_str().to_owned(),
            is_ours: status.is_server_error(),
        };
        page.render().ok()
    });
    match html {
        Some(html) => sent(status, html),
        None => HttpResponse::build(status).content_type("text/plain; charset=utf-8").body(heading),
    }
}

/// What happened, for people.
fn words(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::NotFound | Code::ArticleNotFound | Code::SymptomNotFound => (
            "Page not found",
            "There is no page at this address. It may have been renamed, or a part of the address is missing.",
        ),
        Code::ConversationNotFound => (
            "This case is not here any more",
            "There is no case at this address. It may have been deleted because it was kept for long enough, or a part of the address is missing. Describe below what you see to begin a new one.",
        ),
        Code::TurnConflict => (
            "Somebody else was quicker",
            "The case has gone on since you opened this page, so what you sent was not kept. Open the case again and go on from there.",
        ),
        Code::TurnRefused => (
            "That cannot be done here",
            "The case has come to a point where what you sent makes no sense, so nothing of it was kept. Open the case again and go on from there.",
        ),
        Code::StoreUnavailable | Code::StoreFull => (
            "The case cannot be kept right now",
            "Nothing is wrong with what you sent, but it could not be written down. Try again in a moment. Search and articles go on meanwhile.",
        ),
        Code::BodyTooLarge | Code::TextTooLong => (
            "The text is too long",
            "More than 64 KiB arrived, so it was not read and nothing of it was kept. It is still where you copied it from: send the part that says what is seen, with the exact error text.",
        ),
        Code::AddressTooLong | Code::HeadersTooLarge => (
            "The address is too long",
            "Nothing was read. Write the text into the field below instead of the address: there it may be long.",
        ),
        Code::CrossSite => (
            "Sent from another site",
            "Another site sent this form, so it was not read. If it was you, write the text into the field below.",
        ),
        Code::TooSlow | Code::BodyCutShort => (
            "The text did not arrive in full",
            "The connection was too slow or broke off, and nothing was kept. Sending it again often helps.",
        ),
        Code::MethodNotAllowed => (
            "This page cannot be used like that",
            "The page is there to be read. What you sent was not kept.",
        ),
        Code::Busy | Code::Draining => (
            "Too much to do right now",
            "Nothing is wrong with what you sent. In a few seconds there will be room again: load the page once more.",
        ),
        Code::TooManyRequests => (
            "Too many requests",
            "More pages were asked for from your address than can be sent at once. Nothing is lost: wait a few seconds, then load the page once more.",
        ),
        Code::HostUnknown => (
            "This page is known under another address",
            "The address in your browser is not the one that this service goes by, so nothing was read. Whoever runs the service knows the right one.",
        ),
        Code::Internal => (
            "There is a problem with the service",
            "Nothing is wrong with what you sent, and nothing of it was kept. Trying again later may help.",
        ),
        _ => (
            "The request could not be read",
            "A part of it is not in the form that this page expects. Nothing of it was kept. Start again with the field below.",
        ),
    }
}
