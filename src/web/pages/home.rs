//! The first page: one field, "What do you see?", and the answer to it.
//!
//! What is sent is answered at once and never put into the address, where browsers and proxies would keep it; the
//! examples are links (`/?q=…`), which anybody may also write by hand.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::result::{self, Asked};
use super::view::{AskForm, Example, Frame, Here};
use super::{filled, sent};
use crate::kb::KnowledgeBase;
use crate::recognition::LONGEST_TEXT;
use crate::web::guard::Finished;
use crate::web::guard::body::{self, Expected};
use crate::web::problem::{Code, Failure};
use crate::web::query::{encoded, first_value, pairs};
use crate::web::service::{Service, work};

/// How many example questions are offered, and how long one may be, in characters.
const N_EXAMPLES: usize = 5;
const LONGEST_EXAMPLE: usize = 72;

#[derive(Template)]
#[template(path = "pages/home.html")]
struct HomePage {
    frame: Frame,
    form: AskForm,
    examples: Vec<Example>,
    n_symptoms: usize,
}

/// `GET /`, and `GET /?q=…` for the answer to a short text.
pub(in crate::web) async fn show(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    match first_value(request.query_string(), "q").filter(|text| !text.trim().is_empty()) {
        Some(text) => answered(&service, text).await,
        None => Ok(sent(StatusCode::OK, home(&service, AskForm::default())?)),
    }
}

/// `POST /`: the field was sent.
pub(in crate::web) async fn ask(
    request: HttpRequest,
    payload: Payload,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let body = body::read(&request, payload, Expected::Form).await?;
    let fields = pairs(&body).map_err(|_| Failure::of(Code::FormMalformed))?;
    let text = fields.into_iter().find(|(name, _)| name == "q").map(|(_, text)| text).unwrap_or_default();
    // Browsers send line ends as two characters; nobody counts them twice.
    let text = text.replace("\r\n", "\n");
    if text.trim().is_empty() {
        let refusal = "Write what you see, in your own words. One sentence is enough.";
        return refused(&service, text, StatusCode::UNPROCESSABLE_ENTITY, refusal.to_owned());
    }
    if text.len() > LONGEST_TEXT {
        let refusal = format!(
            "The text has {} bytes, and {LONGEST_TEXT} fit. It is all still there: keep the part that says what is seen.",
            text.len()
        );
        return refused(&service, text, StatusCode::PAYLOAD_TOO_LARGE, refusal);
    }
    answered(&service, text).await
}

async fn answered(service: &Data<Service>, text: String) -> Result<HttpResponse, Failure> {
    let html = work(service, move |app| Ok(result::html(&app.ask(&text)?, Asked::InWords))).await??;
    Ok(sent(StatusCode::OK, html))
}

fn refused(
    service: &Data<Service>,
    text: String,
    status: StatusCode,
    refusal: String,
) -> Result<HttpResponse, Failure> {
    let html = home(service, AskForm { text, refusal: Some(refusal) })?;
    let mut response = sent(status, html);
    response.extensions_mut().insert(Finished);
    Ok(response)
}

fn home(service: &Data<Service>, form: AskForm) -> Result<String, Failure> {
    let snapshot = service.app.snapshot();
    let base = &snapshot.base;
    let title = if form.refusal.is_some() { "Error: What do you see?" } else { "What do you see?" };
    filled(&HomePage {
        frame: Frame::new(base, title, Here::Elsewhere),
        form,
        examples: examples(base),
        n_symptoms: base.symptoms().filter(|symptom| base.is_published(&symptom.page)).count(),
    })
}

/// What people say about a few symptoms, spread over all of them.
fn examples(base: &KnowledgeBase) -> Vec<Example> {
    let short =
        |says: &&String| says.chars().count() <= LONGEST_EXAMPLE && says.split_whitespace().count() >= 3;
    let published = base.symptoms().filter(|symptom| base.is_published(&symptom.page));
    let all: Vec<&String> = published.filter_map(|symptom| symptom.says.iter().find(short)).collect();
    let stride = all.len().div_ceil(N_EXAMPLES).max(1);
    let chosen = all.into_iter().step_by(stride);
    chosen.map(|text| Example { text: text.clone(), href: format!("/?q={}#answer", encoded(text)) }).collect()
}
