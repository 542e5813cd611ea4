//! Conversations that are kept: begun, read, continued, and their case note.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::web::{Data, Path, Payload};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, get, post};
use serde::Deserialize;
use utoipa::ToSchema;

use super::described::{ConversationId, IdempotencyKey, KnownState, MostCauses};
use super::diagnose::{Facts, facts, take_facts, too_long};
use super::idempotency;
use super::json::{Fields, Value};
use super::parameters::Parameters;
use crate::app::{Document, Held, LONGEST_REASON, MOST_CAUSES, MOST_UNDONE, Opening, Replay};
use crate::recognition::LONGEST_TEXT;
use crate::web::conversations::{self, Once};
use crate::web::guard::body::{self, Expected};
use crate::web::openapi::{ConversationRefusals, OpeningRefusals, TurnRefusals};
use crate::web::pages::freshness;
use crate::web::problem::Failure;
use crate::web::service::{Service, work};
use crate::wire::{CaseNoteV1, ConversationV1, TurnRequest, TurnV1};

const ADDRESS: &str = "/api/v1/conversations";
/// How many causes a reply lists unless another number is asked for: a person looks at no more of them.
const USUAL_CAUSES: usize = 5;
const MARKDOWN: &str = "text/markdown";

/// How a conversation begins.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(in crate::web) struct OpeningRequest {
    /// What is seen, in any words: a sentence, an error message, a ticket. 65,536 bytes at most. Without it the
    /// conversation begins with nothing said.
    #[schema(min_length = 1, pattern = r"\S", nullable = false, example = "after login I land on adobe.com")]
    text: Option<String>,
    /// Configuration to be judged: a snapshot as an object, or an export, a form or any other text in quotes.
    #[schema(nullable = false)]
    facts: Option<Facts>,
    /// How many causes the reply lists at most; 5 unless it is given.
    #[schema(minimum = 1, maximum = 100, nullable = false)]
    limit: Option<usize>,
}

/// Begins a conversation, which is kept until it is old.
///
/// The answer has its `id`, which is the only key to it, and the first reply. With an `Idempotency-Key` the request may
/// be sent again and begins one conversation.
#[utoipa::path(
    tag = "conversations",
    params(
        IdempotencyKey
    ),
    request_body = OpeningRequest,
    responses(
        (
            status = 201, description = "The conversation has begun and is kept", body = ConversationV1,
            headers(
                ("Location" = String, description = "Where it is read"),
                ("ETag" = String, description = "The state it is in")
            )
        ),
        OpeningRefusals
    )
)]
#[post("/api/v1/conversations")]
pub(in crate::web) async fn open_conversation(
    request: HttpRequest,
    payload: Payload,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    Parameters::read(request.query_string())?.finish("none")?;
    let body = body::read(&request, payload, Expected::Json).await?;
    let key = idempotency::key(&request, &body)?;
    let OpeningRequest { text, facts, limit } = OpeningRequest::from_body(&body)?;
    let opening = Opening { text, documents: facts.into_iter().map(Document::from).collect() };
    let limit = limit.unwrap_or(USUAL_CAUSES);
    let answer = move |held: &Held| answer(StatusCode::CREATED, held, limit);
    let replay = match key {
        Some(key) => conversations::open_once(&service, opening, Once { key, answer }).await?,
        None => answer(&conversations::open(&service, opening).await?)?,
    };
    Ok(idempotency::send(&replay))
}

/// Reads a conversation: where it stands, what deskdoc says there, and everything that happened in it.
///
/// Answers carry an `ETag`: with `If-None-Match` a conversation that has not gone on is not sent again.
#[utoipa::path(
    tag = "conversations",
    params(
        ConversationId,
        MostCauses,
        KnownState
    ),
    responses(
        (
            status = 200, description = "The conversation", body = ConversationV1,
            headers(("ETag" = String, description = "The state it is in"))
        ),
        (status = 304, description = "The conversation has not gone on"),
        ConversationRefusals
    )
)]
#[get("/api/v1/conversations/{id}")]
pub(in crate::web) async fn conversation(
    request: HttpRequest,
    path: Path<String>,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let limit = limit(&request)?;
    let kept = conversations::kept(&service, &path).await?;
    let known = tag_with_ledger(&service.app.snapshot().revision, kept.n_events(), limit);
    if freshness::is_known(&request, &known) {
        return Ok(tagged(&mut HttpResponse::NotModified(), &known).finish());
    }
    let held = conversations::held(&service, kept).await?;
    let tag = tag_with_ledger(&held.snapshot.revision, held.kept.n_events(), limit);
    Ok(tagged(&mut HttpResponse::Ok(), &tag).json(held.to_wire_with_ledger(limit)))
}

/// Takes a turn in a conversation.
///
/// `expected_turn` is the `turn` of the last answer: where somebody else was quicker, the turn is refused with 409, and
/// `current_turn` says how long the conversation is. Words that only ask something (`why`, `note`) change nothing, and
/// `turn` stays as it was.
#[utoipa::path(
    tag = "conversations",
    params(
        ConversationId,
        MostCauses,
        IdempotencyKey
    ),
    request_body = TurnRequest,
    responses(
        (
            status = 200, description = "The turn is kept, and this is the reply. Where a conversation with all its turns begins anew, it is another one with an id of its own", body = ConversationV1,
            headers(
                ("Location" = String, description = "Where the conversation is read"),
                ("ETag" = String, description = "The state it is in")
            )
        ),
        TurnRefusals
    )
)]
#[post("/api/v1/conversations/{id}/turns")]
pub(in crate::web) async fn take_turn(
    request: HttpRequest,
    payload: Payload,
    path: Path<String>,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let limit = limit(&request)?;
    let body = body::read(&request, payload, Expected::Json).await?;
    let key = idempotency::key(&request, &body)?;
    let TurnRequest { expected_turn, turn } = turn_from(&body)?;
    let answer = |held: &Held| answer(StatusCode::OK, held, limit);
    let replay = match key {
        Some(key) => {
            conversations::take_once(&service, &path, expected_turn, turn, Once { key, answer }).await?
        }
        None => answer(&conversations::take(&service, &path, expected_turn, turn).await?)?,
    };
    Ok(idempotency::send(&replay))
}

/// Reads the case note of a conversation: what a colleague or a ticket gets to read.
///
/// As JSON with all its parts, or as Markdown of at most 4,000 characters with `Accept: text/markdown`.
#[utoipa::path(
    tag = "conversations",
    params(
        ConversationId
    ),
    responses(
        (
            status = 200, description = "The note",
            content((CaseNoteV1 = "application/json"), (String = "text/markdown"))
        ),
        ConversationRefusals
    )
)]
#[get("/api/v1/conversations/{id}/note")]
pub(in crate::web) async fn case_note(
    request: HttpRequest,
    path: Path<String>,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    Parameters::read(request.query_string())?.finish("none")?;
    let kept = conversations::kept(&service, &path).await?;
    let note = work(&service, move |app| Ok(CaseNoteV1::from(&app.case_note(&kept)))).await?;
    let mut response = HttpResponse::Ok();
    response.insert_header((header::VARY, "Accept"));
    Ok(if wants_markdown(request.headers()) {
        response.content_type(format!("{MARKDOWN}; charset=utf-8")).body(note.markdown)
    } else {
        response.json(note)
    })
}

impl OpeningRequest {
    /// # Errors
    /// A [`Failure`] that names every wrong field.
    fn from_body(body: &str) -> Result<Self, Failure> {
        let mut fields = Fields::read(body)?;
        let text = fields.has("text").then(|| fields.take_words("text", "a description of what is seen"));
        if let Some(text) = text.as_deref().filter(|text| text.len() > LONGEST_TEXT) {
            return Err(too_long("/text", text));
        }
        let limit = fields.take_number("limit", 1..=MOST_CAUSES);
        take_facts(&mut fields);
        fields.finish("`text`, `facts`, `limit`")?;
        Ok(Self { text, facts: facts(body), limit })
    }
}

/// # Errors
/// A [`Failure`] that names every wrong field.
fn turn_from(body: &str) -> Result<TurnRequest, Failure> {
    let mut fields = Fields::read(body)?;
    if !fields.has("expected_turn") {
        fields.refuse("expected_turn", "is not there; it is the `turn` of the last answer");
    }
    let expected_turn = fields.take_number("expected_turn", 0..=u32::MAX as usize);
    let mut read = None;
    if let Some(mut inner) = fields.take_object("turn") {
        let (turn, known) = turn_of(&mut inner)?;
        fields.join(inner, known);
        read = turn;
    }
    fields.finish("`expected_turn`, `turn`")?;
    // Where something is missing it was refused above.
    let (Some(expected_turn), Some(turn)) = (expected_turn, read) else { return Err(Failure::internal()) };
    Ok(TurnRequest { expected_turn, turn })
}

/// A turn, if it has a kind that is known, and which fields it may have.
///
/// # Errors
/// A [`Failure`] for a text that is too long; all else is noted among the fields.
fn turn_of(fields: &mut Fields) -> Result<(Option<TurnV1>, &'static str), Failure> {
    let kind = match fields.take("kind") {
        Some(Value::Text(kind)) => kind,
        _ => String::new(),
    };
    Ok(match kind.as_str() {
        "say" => {
            let text = fields.take_words("text", "words");
            if text.len() > LONGEST_TEXT {
                return Err(too_long("/turn/text", &text));
            }
            (Some(TurnV1::Say { text }), "`kind`, `text`")
        }
        "answer" => {
            fields.pass_over_null("question");
            let question = fields.take_text("question");
            let answer = fields.take_words("answer", "the id of a choice or of an answer");
            (Some(TurnV1::Answer { question, answer }), "`kind`, `question`, `answer`")
        }
        "paste" => {
            let text = fields.take_words("text", "configuration");
            (Some(TurnV1::Paste { text }), "`kind`, `text`")
        }
        "tried" => {
            fields.pass_over_null("fix");
            let fix = fields.take_text("fix");
            (Some(TurnV1::Tried { fix, helped: helped(fields) }), "`kind`, `fix`, `helped`")
        }
        "back" => {
            fields.pass_over_null("turns");
            (Some(TurnV1::Back { turns: fields.take_number("turns", 1..=MOST_UNDONE) }), "`kind`, `turns`")
        }
        "skip" => (Some(TurnV1::Skip {}), "`kind`"),
        "restart" => (Some(TurnV1::Restart {}), "`kind`"),
        "hand_over" => {
            fields.pass_over_null("reason");
            let reason = fields.take_text("reason");
            if reason.as_ref().is_some_and(|reason| reason.chars().count() > LONGEST_REASON) {
                fields.refuse("reason", format!("expected at most {LONGEST_REASON} characters"));
            }
            (Some(TurnV1::HandOver { reason }), "`kind`, `reason`")
        }
        _ => {
            fields.refuse(
                "kind",
                "expected `say`, `answer`, `paste`, `tried`, `back`, `skip`, `restart` or `hand_over`",
            );
            fields.pass_over_all();
            (None, "`kind`")
        }
    })
}

fn helped(fields: &mut Fields) -> bool {
    match fields.take("helped") {
        Some(Value::Flag(helped)) => return helped,
        Some(_) => fields.refuse("helped", "expected `true` or `false`"),
        None => fields.refuse("helped", "is not there; expected `true` or `false`"),
    }
    false
}

/// What a conversation is answered with.
///
/// # Errors
/// As [`idempotency::answer`].
fn answer(status: StatusCode, held: &Held, limit: usize) -> Result<Replay, Failure> {
    let location = format!("{ADDRESS}/{}", held.kept.id);
    let tag = tag(&held.snapshot.revision, held.kept.n_events(), limit);
    idempotency::answer(status, &[(header::LOCATION, location), (header::ETAG, tag)], &held.to_wire(limit))
}

/// The tag of a conversation that has so many events, as one state of the base sees it, with so many causes.
fn tag(revision: &str, n_events: usize, limit: usize) -> String {
    freshness::tag(&format!("{n_events}-{limit}-{revision}"))
}

/// The tag of the same with all that happened: whoever has only the one has not the other.
fn tag_with_ledger(revision: &str, n_events: usize, limit: usize) -> String {
    tag(&format!("ledger-{revision}"), n_events, limit)
}

/// How many causes are wanted.
///
/// # Errors
/// A [`Failure`] if the query holds anything else.
fn limit(request: &HttpRequest) -> Result<usize, Failure> {
    let mut parameters = Parameters::read(request.query_string())?;
    let limit = parameters.take_number("limit", USUAL_CAUSES, MOST_CAUSES);
    parameters.finish("`limit`")?;
    Ok(limit)
}

/// The answer with its tag. Unlike a page of the base it is never kept by anybody in between.
fn tagged<'answer>(answer: &'answer mut HttpResponseBuilder, tag: &str) -> &'answer mut HttpResponseBuilder {
    match HeaderValue::from_str(tag) {
        Ok(tag) => answer.insert_header((header::ETAG, tag)),
        Err(_) => answer,
    }
}

/// Whether Markdown is wanted at least as much as JSON.
fn wants_markdown(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).filter_map(|value| value.to_str().ok());
    let (mut markdown, mut json) = (0.0, 0.0);
    for part in accepted.flat_map(|value| value.split(',')) {
        let (kind, parameters) = part.split_once(';').unwrap_or((part, ""));
        let weight = parameters.split(';').find_map(|parameter| parameter.trim().strip_prefix("q="));
        let weight: f64 = weight.map_or(1.0, |weight| weight.trim().parse().unwrap_or(0.0));
        match kind.trim().to_ascii_lowercase().as_str() {
            MARKDOWN => markdown = weight,
            "application/json" => json = weight,
            _ => {}
        }
    }
    markdown > 0.0 && markdown >= json
}
