//! The first page: one field, "What do you see?". What is sent begins a conversation.
//!
//! Words never stand in an address that we send a browser to, where it and proxies would keep them. Who writes one by
//! hand (`/?q=…`) or comes from a search gets a single answer, of which nothing is kept.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::conversation::paste;
use super::conversation::{self, Beginning};
use super::posted::Posted;
use super::result::{self, Asked};
use super::view::{AskForm, Beginner, Frame, Here};
use super::{filled, freshness, sent, words};
use crate::app::Document;
use crate::facts::without_secrets;
use crate::kb::{KnowledgeBase, SymptomId};
use crate::recognition::LONGEST_TEXT;
use crate::web::guard::Finished;
use crate::web::problem::{Code, Failure};
use crate::web::query::first_value;
use crate::web::recent;
use crate::web::service::{Service, work};

/// How many symptoms are offered to begin with.
const N_SYMPTOMS: usize = 8;

#[derive(Template)]
#[template(path = "pages/home.html")]
struct HomePage {
    frame: Frame,
    form: AskForm,
    symptoms: Vec<Beginner>,
    n_symptoms: usize,
}

/// `GET /`, and `GET /?q=…` for the answer to a short text.
pub(in crate::web) async fn show(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    match first_value(request.query_string(), "q").filter(|text| !text.trim().is_empty()) {
        Some(text) => answered(&service, text).await,
        None => empty(&service),
    }
}

/// The page with an empty form, made once for each state of the base and whoever looks at it.
fn empty(service: &Data<Service>) -> Result<HttpResponse, Failure> {
    let tag = || freshness::tag(&service.app.snapshot().revision);
    let before = tag();
    let key = recent::key(&[&before, "home"]);
    if let Some(html) = service.pages.find(&key) {
        return Ok(sent(StatusCode::OK, html));
    }
    let html = Bytes::from(home(service, AskForm::default())?);
    if tag() == before {
        service.pages.keep(key, html.clone(), html.len());
    }
    Ok(sent(StatusCode::OK, html))
}

/// `POST /`: begins a conversation with what was written, or with a symptom that was chosen.
pub(in crate::web) async fn begin(
    request: HttpRequest,
    payload: Payload,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let posted = Posted::read(&request, payload).await?;
    let text = posted.field("q");
    let kept = Some(posted.field("paste")).filter(|text| !text.trim().is_empty());
    let leaves_out = posted.field("do") == "leave";
    let kept = kept.filter(|_| !leaves_out).map(Document::pasted);
    let document = posted.document("facts");
    let symptom = posted.given("symptom").and_then(|id| named(&service, id));
    if text.trim().is_empty() && document == Ok(None) && kept.is_none() && symptom.is_none() {
        let refusal = "Write what you see, in your own words. One sentence is enough.".to_owned();
        let form = AskForm { text: text.to_owned(), refusal: Some(refusal), ..AskForm::default() };
        return refused(&service, form, StatusCode::UNPROCESSABLE_ENTITY);
    }
    // Nothing that looks like a secret goes back into the form.
    let clean = |text: &str| without_secrets(text).text.into_owned();
    let facts = if leaves_out { "" } else { conversation::configuration(&posted) };
    let typed = AskForm { text: clean(text), facts: clean(facts), ..AskForm::default() };
    if text.len() > LONGEST_TEXT {
        let refusal = words::too_long(text);
        let form = AskForm { refusal: Some(refusal), ..typed };
        return refused(&service, form, StatusCode::PAYLOAD_TOO_LARGE);
    }
    let symptom_id = symptom.as_ref().map(|(symptom, _)| symptom.to_string());
    match document {
        Ok(Some(document)) => return look(&service, &document, typed, symptom_id),
        Ok(None) => {}
        Err(why) => return not_read(&service, typed, why),
    }
    if let Some(why) = kept.as_ref().and_then(|kept| paste::read(&service, kept).err()) {
        return not_read(&service, typed, why);
    }
    match begun(&service, beginning(text, symptom), kept).await {
        Err(failure) if failure.code == Code::TurnRefused => {
            let refusal = "This steers a case that goes on, and none has begun yet. Write what you see.";
            let form = AskForm { refusal: Some(refusal.to_owned()), ..typed };
            refused(&service, form, StatusCode::UNPROCESSABLE_ENTITY)
        }
        begun => begun,
    }
}

/// Shows what would be kept of a configuration, and keeps nothing.
fn look(
    service: &Data<Service>,
    document: &Document,
    typed: AskForm,
    symptom: Option<String>,
) -> Result<HttpResponse, Failure> {
    match paste::read(service, document) {
        Ok(read) => {
            let about = paste::About {
                action: "/".to_owned(),
                back: "/".to_owned(),
                expected: None,
                begins: Some(paste::Begins { words: typed.text, symptom }),
            };
            paste::page(service, read, about)
        }
        Err(why) => not_read(service, typed, why),
    }
}

fn not_read(service: &Data<Service>, typed: AskForm, why: String) -> Result<HttpResponse, Failure> {
    let form = AskForm { facts_refusal: Some(why), ..typed };
    refused(service, form, StatusCode::UNPROCESSABLE_ENTITY)
}

/// Nobody has to write anything: the title of a symptom stands for it.
fn beginning(text: &str, symptom: Option<(SymptomId, String)>) -> Beginning {
    match symptom {
        Some((_, title)) if text.trim().is_empty() => Beginning { words: title, ..Beginning::default() },
        symptom => Beginning {
            words: text.to_owned(),
            symptom: symptom.map(|(symptom, _)| symptom.to_string()),
            ..Beginning::default()
        },
    }
}

async fn begun(
    service: &Data<Service>,
    beginning: Beginning,
    configuration: Option<Document>,
) -> Result<HttpResponse, Failure> {
    let words = beginning.words.clone();
    match conversation::begin(service, Beginning { configuration: configuration.clone(), ..beginning }).await
    {
        Err(failure) if matches!(failure.code, Code::StoreUnavailable | Code::StoreFull) => {
            answered_only(service, words, configuration).await
        }
        begun => begun,
    }
}

/// A single answer, where nothing can be kept at present: finding and reading need no store.
async fn answered_only(
    service: &Data<Service>,
    text: String,
    configuration: Option<Document>,
) -> Result<HttpResponse, Failure> {
    const NOTICE: &str = "Cases cannot be kept right now, so this is a single answer and no conversation. \
        Send it again in a moment to go on step by step.";
    let facts =
        configuration.as_ref().map(|document| String::from_utf8_lossy(&document.content).into_owned());
    let facts = without_secrets(&facts.unwrap_or_default()).text.into_owned();
    let documents: Vec<Document> = configuration.into_iter().collect();
    let answer = work(service, move |app| {
        let answer = app.ask_about(&text, &documents)?;
        Ok(answer.map(|answer| result::html(&answer, Asked::InWords, facts, Some(NOTICE))))
    });
    match answer.await? {
        Ok(html) => Ok(sent(StatusCode::OK, html?)),
        Err(bad) => {
            let refusal = format!("The configuration was not read: {bad}.");
            let form = AskForm { facts_refusal: Some(refusal), ..AskForm::default() };
            refused(service, form, StatusCode::UNPROCESSABLE_ENTITY)
        }
    }
}

/// A symptom that was chosen, with its title.
fn named(service: &Data<Service>, id: &str) -> Option<(SymptomId, String)> {
    let snapshot = service.app.snapshot();
    let symptom = snapshot.base.symptom(&SymptomId::parse(id).ok()?)?;
    snapshot.base.is_published(&symptom.page).then(|| (symptom.id.clone(), symptom.title.clone()))
}

async fn answered(service: &Data<Service>, text: String) -> Result<HttpResponse, Failure> {
    let html =
        work(service, move |app| Ok(result::html(&app.ask(&text)?, Asked::InWords, String::new(), None)));
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
        frame: Frame::new(base, title, Here::Start),
        form,
        symptoms: symptoms(base),
        n_symptoms: base.symptoms().filter(|symptom| base.is_published(&symptom.page)).count(),
    })
}

/// The symptoms that people have the most words for: nobody writes down phrases of what is hardly ever seen.
fn symptoms(base: &KnowledgeBase) -> Vec<Beginner> {
    let mut published: Vec<_> = base.symptoms().filter(|symptom| base.is_published(&symptom.page)).collect();
    published.sort_by_key(|symptom| std::cmp::Reverse(symptom.says.len()));
    let first = published.into_iter().take(N_SYMPTOMS);
    first.map(|symptom| Beginner { id: symptom.id.to_string(), title: symptom.title.clone() }).collect()
}
