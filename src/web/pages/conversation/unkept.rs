//! What could not be written down, in a form to be sent again.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use askama::Template;

use super::beside::Beside;
use crate::web::guard::Finished;
use crate::web::pages::posted::Posted;
use crate::web::pages::view::{Frame, Here};
use crate::web::pages::{filled, sent};
use crate::web::problem::Failure;
use crate::web::service::Service;

#[derive(Template)]
#[template(path = "pages/unkept.html")]
struct UnkeptPage {
    frame: Frame,
    id: String,
    expected: String,
    /// The name of the field, as the form of the conversation has it.
    name: &'static str,
    label: &'static str,
    /// What the form does, where that is not to say something.
    deed: Option<&'static str>,
    text: String,
}

/// The page that asks to send it again.
///
/// # Errors
/// The failure itself where nothing was typed.
pub(super) fn page(
    service: &Data<Service>,
    id: &str,
    posted: &Posted,
    failure: Failure,
) -> Result<HttpResponse, Failure> {
    let typed = Beside::typed(posted);
    let (name, label, deed, field) = match posted.field("do") {
        "keep" => ("paste", "Configuration", Some("keep"), typed.paste),
        "hand_over" => ("reason", "Why it is handed over", Some("hand_over"), typed.reason),
        _ => ("say", "Your words", None, typed.say),
    };
    if field.text.trim().is_empty() {
        return Err(failure);
    }
    let html = filled(&UnkeptPage {
        frame: Frame::new(&service.app.snapshot().base, "Error: not kept", Here::Elsewhere),
        id: id.to_owned(),
        expected: posted.field("expected").to_owned(),
        name,
        label,
        deed,
        text: field.text,
    })?;
    let mut response = sent(failure.code.status(), html);
    response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("1"));
    response.extensions_mut().insert(Finished);
    Ok(response)
}
