//! A conversation as a page: what was said, what to do now, what is known.
//!
//! Every turn is a plain form. What it leads to is written down by the use case and then shown by a page of its own,
//! so that nothing is sent twice when a page is loaded again. The script sends the same forms and takes the same pages.

mod fix;
mod note;
pub(super) mod paste;
mod shown;
mod view;

pub(in crate::web) use note::note;

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use self::shown::Case;
use self::view::{Known, Now, PassageView, SayForm, Step};
use super::posted::Posted;
use super::view::{Frame, Here};
use super::{filled, sent, words};
use crate::app::{Document, Held, Id, Opening};
use crate::dialogue::{self, Turn};
use crate::facts::without_secrets;
use crate::recognition::LONGEST_TEXT;
use crate::web::conversations;
use crate::web::guard::Finished;
use crate::web::problem::{Code, Failure};
use crate::web::service::{Service, work};
use crate::wire::TurnV1;

#[derive(Template)]
#[template(path = "pages/conversation.html")]
struct ConversationPage {
    frame: Frame,
    id: String,
    expected: usize,
    standing: String,
    heading: String,
    /// What went wrong with the last form: in short, and what to do.
    alert: Option<(String, String)>,
    changes: Vec<String>,
    passages: Vec<PassageView>,
    now: Now,
    step: Step,
    say: SayForm,
    paste_refusal: Option<String>,
    hand_over_to: String,
    known: Known,
}

/// What a page says beside the conversation itself.
#[derive(Default)]
struct Beside {
    alert: Option<(String, String)>,
    say: SayForm,
    paste_refusal: Option<String>,
}

/// What somebody did with a form.
enum Done {
    Turn(TurnV1),
    /// Wants to see what would be kept of a configuration.
    Look,
    /// Sent nothing.
    Nothing,
}

/// What a conversation begins with.
#[derive(Default)]
pub(super) struct Beginning {
    /// What somebody sees, in their words.
    pub(super) words: String,
    /// The symptom they chose while they wrote: it counts where the words leave it open.
    pub(super) symptom: Option<String>,
    /// Configuration, as it was shown to them.
    pub(super) configuration: Option<Document>,
}

/// Begins a conversation and leads to its page.
///
/// # Errors
/// A [`Failure`] if the configuration cannot be read, or nothing can be kept.
pub(super) async fn begin(service: &Data<Service>, beginning: Beginning) -> Result<HttpResponse, Failure> {
    let Beginning { words, symptom, configuration } = beginning;
    let opening = Opening {
        text: Some(words).filter(|words| !words.trim().is_empty()),
        documents: configuration.into_iter().collect(),
    };
    let held = conversations::open(service, opening).await?;
    let is_offered = |symptom: &String| {
        let choices = held.reply.prompt.iter().flat_map(|prompt| &prompt.choices);
        choices.into_iter().any(|choice| choice.id == *symptom)
    };
    let Some(answer) = symptom.filter(is_offered) else { return Ok(see_other(held.kept.id)) };
    let turn = TurnV1::Answer { question: None, answer };
    let id = held.kept.id;
    // What has been said is kept already: if this is not, the page asks which symptom it is.
    drop(conversations::take(service, &id.to_string(), held.kept.n_events(), turn).await);
    Ok(see_other(id))
}

/// `GET /c/{id}`
pub(in crate::web) async fn show(id: Path<String>, service: Data<Service>) -> Result<HttpResponse, Failure> {
    let held = conversations::read(&service, &id).await?;
    page(&service, held, Beside::default(), StatusCode::OK).await
}

/// `POST /c/{id}`: one turn.
pub(in crate::web) async fn turn(
    request: HttpRequest,
    payload: Payload,
    id: Path<String>,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let posted = Posted::read(&request, payload).await?;
    let turn = match done(&posted) {
        Done::Turn(turn) => turn,
        Done::Look => return look(&service, &id, &posted).await,
        Done::Nothing => {
            let refusal = "There is nothing to send yet: write an answer, or what you see.".to_owned();
            let say = SayForm { text: String::new(), refusal: Some(refusal) };
            return refused(&service, &id, Beside { say, ..Beside::default() }).await;
        }
    };
    if let TurnV1::Say { text } = &turn
        && text.len() > LONGEST_TEXT
    {
        let refusal = format!(
            "The text has {} bytes, and {LONGEST_TEXT} fit. It is all still there: keep the part that says what is seen.",
            text.len()
        );
        let say = SayForm { refusal: Some(refusal), ..typed(&posted) };
        return refused(&service, &id, Beside { say, ..Beside::default() }).await;
    }
    // Without a number that can be read nobody knows what was answered.
    let expected = posted.field("expected").parse().unwrap_or(usize::MAX);
    match conversations::take(&service, &id, expected, turn).await {
        Ok(held) if held.wants_note => Ok(to_note(held.kept.id)),
        Ok(held) if held.kept.n_events() == expected => {
            // Nothing was written down ("why?"): the answer is all there is of it.
            page(&service, held, Beside::default(), StatusCode::OK).await
        }
        Ok(held) => Ok(see_other(held.kept.id)),
        Err(failure) if failure.code == Code::TurnConflict => overtaken(&service, &id, &posted).await,
        Err(failure) if failure.code == Code::TurnRefused => {
            not_done(&service, &id, &posted, words::sentence(&failure.detail)).await
        }
        Err(failure) if failure.code == Code::FieldsNotAcceptable => {
            let detail = failure.errors.first().map_or(failure.detail.as_str(), |error| &error.detail);
            not_done(&service, &id, &posted, words::sentence(detail)).await
        }
        Err(failure) => Err(failure),
    }
}

async fn not_done(
    service: &Data<Service>,
    id: &str,
    posted: &Posted,
    why: String,
) -> Result<HttpResponse, Failure> {
    let alert = ("That was not done".to_owned(), why);
    refused(service, id, Beside { alert: Some(alert), say: typed(posted), ..Beside::default() }).await
}

/// The field with what somebody has typed into it, without secrets.
fn typed(posted: &Posted) -> SayForm {
    SayForm { text: without_secrets(posted.field("say")).text.into_owned(), refusal: None }
}

fn done(posted: &Posted) -> Done {
    let text = |name: &str| Some(posted.field(name).trim().to_owned()).filter(|text| !text.is_empty());
    if let Some(answer) = text("choose") {
        return Done::Turn(TurnV1::Answer { question: text("question"), answer });
    }
    match posted.field("do") {
        "skip" => Done::Turn(TurnV1::Skip {}),
        "back" => Done::Turn(TurnV1::Back { turns: None }),
        "restart" => Done::Turn(TurnV1::Restart {}),
        "hand_over" => Done::Turn(TurnV1::HandOver { reason: text("reason") }),
        "keep" => text("paste").map_or(Done::Nothing, |text| Done::Turn(TurnV1::Paste { text })),
        "look" => Done::Look,
        _ => text("say").map_or(Done::Nothing, |text| Done::Turn(TurnV1::Say { text })),
    }
}

/// Shows what would be kept of a configuration, and keeps nothing.
async fn look(service: &Data<Service>, id: &str, posted: &Posted) -> Result<HttpResponse, Failure> {
    let nothing = || "Nothing was pasted and no file was chosen.".to_owned();
    let read = match posted.document("facts") {
        Some(document) => paste::read(service, &document),
        None => Err(nothing()),
    };
    match read {
        Ok(read) => {
            let expected = posted.field("expected").parse().ok();
            let about = paste::About {
                action: format!("/c/{id}"),
                back: format!("/c/{id}#latest"),
                expected,
                words: None,
            };
            paste::page(service, read, about)
        }
        Err(why) => refused(service, id, Beside { paste_refusal: Some(why), ..Beside::default() }).await,
    }
}

async fn overtaken(service: &Data<Service>, id: &str, posted: &Posted) -> Result<HttpResponse, Failure> {
    let alert = (
        "This case has moved on".to_owned(),
        "Somebody answered in another window, or this page was an old one. Below is how the case stands now; \
         what you sent was not added."
            .to_owned(),
    );
    let held = conversations::read(service, id).await?;
    page(
        service,
        held,
        Beside { alert: Some(alert), say: typed(posted), paste_refusal: None },
        StatusCode::CONFLICT,
    )
    .await
}

async fn refused(service: &Data<Service>, id: &str, beside: Beside) -> Result<HttpResponse, Failure> {
    let held = conversations::read(service, id).await?;
    page(service, held, beside, StatusCode::UNPROCESSABLE_ENTITY).await
}

async fn page(
    service: &Data<Service>,
    held: Held,
    beside: Beside,
    status: StatusCode,
) -> Result<HttpResponse, Failure> {
    let html = work(service, move |_| Ok(html(&held, beside))).await??;
    let mut response = sent(status, html);
    // An error status is meant here, and its page is this one.
    response.extensions_mut().insert(Finished);
    Ok(response)
}

fn html(held: &Held, beside: Beside) -> Result<String, Failure> {
    let base = &held.snapshot.base;
    let why = match held.reply.commands.contains(&dialogue::Command::Why) {
        true => dialogue::advance(base, &held.kept.conversation, Turn::Why).map(|(_, reply)| reply.messages),
        false => Ok(Vec::new()),
    };
    let why = why.unwrap_or_default();
    let case = Case {
        base,
        conversation: &held.kept.conversation,
        reply: &held.reply,
        articles: &held.articles,
        why: &why,
    };
    let is_refused = beside.alert.is_some() || beside.say.refusal.is_some() || beside.paste_refusal.is_some();
    let heading = case.heading();
    let title = if is_refused { format!("Error: {heading}") } else { heading.clone() };
    filled(&ConversationPage {
        frame: Frame::new(base, &title, Here::Elsewhere),
        id: held.kept.id.to_string(),
        expected: held.kept.conversation.ledger().len(),
        standing: case.standing(),
        heading,
        alert: beside.alert,
        changes: held.changes.clone(),
        passages: case.passages(),
        now: case.now(),
        step: case.step(),
        say: beside.say,
        paste_refusal: beside.paste_refusal,
        hand_over_to: base.settings().escalation.to.clone(),
        known: case.known(),
    })
}

/// "Look there": the page of the conversation, at what is new.
fn see_other(id: Id) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, format!("/c/{id}#latest"))).finish()
}

fn to_note(id: Id) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, format!("/c/{id}/note"))).finish()
}
