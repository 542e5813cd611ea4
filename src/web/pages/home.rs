//! The first page: one field, "What do you see?", and the answer to it.
//!
//! What is sent is answered at once and never put into the address, where browsers and proxies would keep it; the
//! examples are links (`/?q=…`), which anybody may also write by hand.

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::result::{self, Asked};
use super::view::{AskForm, Example, Frame, Here};
use super::{filled, sent};
use crate::app::Document;
use crate::facts::without_secrets;
use crate::kb::KnowledgeBase;
use crate::recognition::LONGEST_TEXT;
use crate::web::guard::Finished;
use crate::web::guard::body::{self, Expected};
use crate::web::multipart;
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

/// `POST /`: the form was sent, with or without a configuration.
pub(in crate::web) async fn ask(
    request: HttpRequest,
    payload: Payload,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let body = body::read_bytes(&request, payload, Expected::Form).await?;
    let Posted { text, facts, file } = posted(&request, &body)?;
    let has_facts = !facts.trim().is_empty() || file.is_some();
    if text.trim().is_empty() && !has_facts {
        let refusal = "Write what you see, in your own words. One sentence is enough.".to_owned();
        let form = AskForm { text, refusal: Some(refusal), ..AskForm::default() };
        return refused(&service, form, StatusCode::UNPROCESSABLE_ENTITY);
    }
    // Nothing that looks like a secret goes back into the form.
    let clean = without_secrets(&facts).text.into_owned();
    if text.len() > LONGEST_TEXT {
        let refusal = format!(
            "The text has {} bytes, and {LONGEST_TEXT} fit. It is all still there: keep the part that says what is seen.",
            text.len()
        );
        let text = without_secrets(&text).text.into_owned();
        let form = AskForm { text, refusal: Some(refusal), facts: clean, ..AskForm::default() };
        return refused(&service, form, StatusCode::PAYLOAD_TOO_LARGE);
    }
    let pasted = (!facts.trim().is_empty()).then(|| Document {
        name: None,
        content: facts.into_bytes(),
        format: None,
    });
    let documents: Vec<Document> = pasted.into_iter().chain(file).collect();
    let (asked, shown) = (text.clone(), clean.clone());
    let answer = work(&service, move |app| {
        Ok(app.ask_about(&asked, &documents)?.map(|answer| result::html(&answer, Asked::InWords, shown)))
    });
    match answer.await? {
        Ok(html) => Ok(sent(StatusCode::OK, html?)),
        Err(bad) => {
            let text = without_secrets(&text).text.into_owned();
            let refusal = format!("The configuration was not read: {bad}. The text is all still there.");
            let form = AskForm { text, facts: clean, facts_refusal: Some(refusal), ..AskForm::default() };
            refused(&service, form, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

/// What the form holds.
struct Posted {
    text: String,
    facts: String,
    file: Option<Document>,
}

fn posted(request: &HttpRequest, body: &[u8]) -> Result<Posted, Failure> {
    let malformed = |_| Failure::of(Code::FormMalformed);
    let kind =
        request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let mut posted = Posted { text: String::new(), facts: String::new(), file: None };
    let mut keep = |name: &str, text: String| {
        // Browsers send line ends as two characters; nobody counts them twice.
        let text = text.replace("\r\n", "\n");
        match name {
            "q" if posted.text.is_empty() => posted.text = text,
            "facts" if posted.facts.is_empty() => posted.facts = text,
            _ => {}
        }
    };
    if !kind.starts_with("multipart/") {
        let body = std::str::from_utf8(body).map_err(|_| Failure::of(Code::NotUtf8))?;
        for (name, value) in pairs(body).map_err(malformed)? {
            keep(&name, value);
        }
        return Ok(posted);
    }
    let mut file = None;
    for part in multipart::parts(kind, body).map_err(malformed)? {
        match part.file {
            Some(name) if part.name == "file" && !part.content.is_empty() => {
                file = Some(Document { name: Some(name), content: part.content, format: None });
            }
            Some(_) => {}
            None => {
                keep(&part.name, String::from_utf8(part.content).map_err(|_| Failure::of(Code::NotUtf8))?)
            }
        }
    }
    Ok(Posted { file, ..posted })
}

async fn answered(service: &Data<Service>, text: String) -> Result<HttpResponse, Failure> {
    let html = work(service, move |app| Ok(result::html(&app.ask(&text)?, Asked::InWords, String::new())));
    Ok(sent(StatusCode::OK, html.await??))
}

fn refused(service: &Data<Service>, form: AskForm, status: StatusCode) -> Result<HttpResponse, Failure> {
    let html = home(service, form)?;
    let mut response = sent(status, html);
    response.extensions_mut().insert(Finished);
    Ok(response)
}

fn home(service: &Data<Service>, form: AskForm) -> Result<String, Failure> {
    let snapshot = service.app.snapshot();
    let base = &snapshot.base;
    let title = if form.refusal.is_some() || form.facts_refusal.is_some() {
        "Error: What do you see?"
    } else {
        "What do you see?"
    };
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
