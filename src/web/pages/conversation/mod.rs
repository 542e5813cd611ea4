//! A conversation as a page: what was said, what to do now, what is known.
//!
//! Every turn is a plain form. What it leads to is written down by the use case and then shown by a page of its own,
//! so that nothing is sent twice when a page is loaded again. The script sends the same forms and takes the same pages.

mod beside;
mod fix;
mod note;
pub(super) mod paste;
mod shown;
mod unkept;
mod view;

pub(super) use beside::configuration;
pub(in crate::web) use note::note;

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use self::beside::{Beside, Place};
use self::shown::Case;
use self::view::{Alert, Field, Known, Now, PassageView, Step};
use super::posted::Posted;
use super::view::{Frame, Here};
use super::{filled, sent, words};
use crate::app::{Document, Held, Id, LONGEST_REASON, Opening};
use crate::dialogue::{self, Turn};
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
    /// What went wrong with the last form.
    alert: Option<Alert>,
    changes: Vec<String>,
    passages: Vec<PassageView>,
    now: Now,
    step: Step,
    say: Field,
    paste: Field,
    reason: Field,
    hand_over_to: String,
    known: Known,
}

/// What somebody did with a form.
enum Done {
    Turn(TurnV1),
    /// Wants to see what would be kept of a configuration.
    Look,
    /// Sent nothing, from the form with this field.
    Nothing(Place),
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
        Done::Nothing(place) => return refused(&service, &id, &posted, place, nothing_in(place)).await,
    };
    if let Some((place, why)) = unfit(&service, &turn) {
        return match place {
            Place::Words => too_long(&service, &id, &posted, why).await,
            _ => refused(&service, &id, &posted, place, why).await,
        };
    }
    // Without a number that can be read nobody knows what was answered.
    let expected = posted.field("expected").parse().unwrap_or(usize::MAX);
    let chosen = matches!(turn, TurnV1::Answer { .. });
    match conversations::take(&service, &id, expected, turn).await {
        Ok(held) if held.wants_note => Ok(to_note(held.kept.id)),
        Ok(held) if held.kept.n_events() == expected => {
            // Nothing was written down ("why?"): the answer is all there is of it.
            page(&service, held, Beside::default(), StatusCode::OK).await
        }
        Ok(held) => Ok(see_other(held.kept.id)),
        Err(failure) if failure.code == Code::TurnConflict => overtaken(&service, &id, &posted).await,
        Err(failure) if failure.code == Code::TurnRefused => {
            not_done(&service, &id, &posted, "That was not done", words::sentence(&failure.detail)).await
        }
        Err(failure) if failure.code == Code::FieldsNotAcceptable && chosen => {
            let text = "Pages and cases change. Below is what is asked now.";
            not_done(&service, &id, &posted, "This answer is no longer offered", text.to_owned()).await
        }
        Err(failure) if failure.code == Code::FieldsNotAcceptable => {
            let detail = failure.errors.first().map_or(failure.detail.as_str(), |error| &error.detail);
            not_done(&service, &id, &posted, "That was not done", words::sentence(detail)).await
        }
        Err(failure) if matches!(failure.code, Code::StoreUnavailable | Code::StoreFull) => {
            unkept::page(&service, &id, &posted, failure)
        }
        Err(failure) => Err(failure),
    }
}

fn nothing_in(place: Place) -> String {
    match place {
        Place::Configuration => {
            "There is no configuration in the field: paste it, or choose a file.".to_owned()
        }
        Place::Words | Place::Reason => {
            "There is nothing to send yet: write an answer, or what you see.".to_owned()
        }
    }
}

/// What can be said of a turn without looking at the conversation: where it does not fit, and why.
fn unfit(service: &Data<Service>, turn: &TurnV1) -> Option<(Place, String)> {
    match turn {
        TurnV1::Say { text } if text.len() > LONGEST_TEXT => Some((Place::Words, words::too_long(text))),
        TurnV1::Paste { text } => {
            let why = paste::read(service, &Document::pasted(text)).err()?;
            Some((Place::Configuration, why))
        }
        TurnV1::HandOver { reason: Some(reason) } if reason.chars().count() > LONGEST_REASON => {
            let n = reason.chars().count();
            let why =
                format!("The reason has {n} characters, and {LONGEST_REASON} fit. It is all still there.");
            Some((Place::Reason, why))
        }
        _ => None,
    }
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
        "keep" => text("paste")
            .map_or(Done::Nothing(Place::Configuration), |text| Done::Turn(TurnV1::Paste { text })),
        "look" => Done::Look,
        _ => text("say").map_or(Done::Nothing(Place::Words), |text| Done::Turn(TurnV1::Say { text })),
    }
}

/// Shows what would be kept of a configuration, and keeps nothing.
async fn look(service: &Data<Service>, id: &str, posted: &Posted) -> Result<HttpResponse, Failure> {
    let read = match posted.document("facts") {
        Ok(Some(document)) => paste::read(service, &document),
        Ok(None) => Err("Nothing was pasted and no file was chosen.".to_owned()),
        Err(why) => Err(why),
    };
    match read {
        Ok(read) => {
            let expected = posted.field("expected").parse().ok();
            let about = paste::About {
                action: format!("/c/{id}"),
                // The preview stands at this very address: with a mark in it, nothing would be loaded.
                back: format!("/c/{id}"),
                expected,
                begins: None,
            };
            paste::page(service, read, about)
        }
        Err(why) => refused(service, id, posted, Place::Configuration, why).await,
    }
}

async fn overtaken(service: &Data<Service>, id: &str, posted: &Posted) -> Result<HttpResponse, Failure> {
    // Whether an earlier sending of the same form arrived is not known here: the page shows what did.
    let beside = Beside::typed(posted).saying(
        "This case has moved on",
        "Somebody answered in another window, this page was an old one, or what you sent had arrived already. \
         Below is how the case stands now: if what you sent is not in it, send it again.",
    );
    let held = conversations::read(service, id).await?;
    page(service, held, beside, StatusCode::CONFLICT).await
}

async fn not_done(
    service: &Data<Service>,
    id: &str,
    posted: &Posted,
    title: &str,
    why: String,
) -> Result<HttpResponse, Failure> {
    let held = conversations::read(service, id).await?;
    let beside = Beside::typed(posted).saying(title, why);
    page(service, held, beside, StatusCode::UNPROCESSABLE_ENTITY).await
}

async fn too_long(
    service: &Data<Service>,
    id: &str,
    posted: &Posted,
    why: String,
) -> Result<HttpResponse, Failure> {
    let held = conversations::read(service, id).await?;
    let beside = Beside::typed(posted).refusing(Place::Words, why);
    page(service, held, beside, StatusCode::PAYLOAD_TOO_LARGE).await
}

async fn refused(
    service: &Data<Service>,
    id: &str,
    posted: &Posted,
    place: Place,
    why: String,
) -> Result<HttpResponse, Failure> {
    let held = conversations::read(service, id).await?;
    let beside = Beside::typed(posted).refusing(place, why);
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
    let heading = case.heading();
    let title = if beside.alert.is_some() { format!("Error: {heading}") } else { heading.clone() };
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
        paste: beside.paste,
        reason: beside.reason,
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
