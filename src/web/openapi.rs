//! The API's description (OpenAPI 3.1), made from the handlers themselves. What can be said of all calls alike is added
//! in `finish`: tokens, examples, and headers.

mod finish;

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::header::ContentType;
use actix_web::web::Data;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::example::Example;
use utoipa::openapi::response::ResponseBuilder;
use utoipa::openapi::schema::AdditionalProperties;
use utoipa::openapi::{Ref, RefOr, Response, Schema};
use utoipa::{IntoResponses, OpenApi};
use utoipa_actix_web::AppExt;

use super::problem::Code;
use super::routes;
use super::service::Service;
use crate::wire::{FieldError, ProblemDetails};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "deskdoc",
        description = "Describe what is seen; deskdoc recognises the symptom, ranks the causes behind it and names \
            the next step. Every answer stands in the knowledge base. Fields may be added to answers, never changed \
            or taken away; requests with unknown fields are refused. The page at /api/docs shows this document."
    ),
    components(schemas(ProblemDetails, FieldError))
)]
struct Outline;

/// The document as JSON.
pub(super) fn document() -> String {
    let (_, mut document) = actix_web::App::new()
        .into_utoipa_app()
        .openapi(Outline::openapi())
        .configure(routes::api)
        .split_for_parts();
    // A turn of one kind has no fields of another; the derived schema does not say so.
    let turn = document.components.as_mut().and_then(|components| components.schemas.get_mut("TurnV1"));
    if let Some(RefOr::T(Schema::OneOf(kinds))) = turn {
        kinds.items.iter_mut().for_each(close);
    }
    finish::finished(&document)
}

/// Says that an object has no fields but those that are named.
fn close(schema: &mut RefOr<Schema>) {
    if let RefOr::T(Schema::Object(object)) = schema {
        object.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
    }
}

/// `GET /api/openapi.json`
pub(super) async fn send(service: Data<Service>) -> HttpResponse {
    HttpResponse::Ok().content_type(ContentType::json()).body(service.openapi.clone())
}

/// What can go wrong with asking whether the process lives.
pub(super) struct ProbeRefusals;
/// What can go wrong with what is the operator's business.
pub(super) struct OperatorRefusals;
/// What can go wrong with reading the pages anew.
pub(super) struct ReloadRefusals;
/// What can go wrong with reading: every address has these.
pub(super) struct ReadRefusals;
/// What can go wrong with a posted body, besides.
pub(super) struct PostRefusals;
/// What can go wrong with a posted configuration, besides.
pub(super) struct ConfigurationRefusals;
/// What can go wrong with beginning a conversation, besides.
pub(super) struct OpeningRefusals;
/// What can go wrong with a turn of a conversation, besides.
pub(super) struct TurnRefusals;
/// What can go wrong with looking a conversation up.
pub(super) struct ConversationRefusals;
/// What can go wrong with figures.
pub(super) struct FigureRefusals;
/// What can go wrong with feedback, besides.
pub(super) struct FeedbackRefusals;
/// What can go wrong with a delivery of a ticket system.
pub(super) struct HookRefusals;
/// What can go wrong with looking something up by its address.
pub(super) struct LookUpRefusals;
/// What can go wrong with looking a symptom up.
pub(super) struct SymptomRefusals;

/// What can go wrong with a token.
const TOKENS: [Code; 6] = [
    Code::TokenMissing,
    Code::TokenRefused,
    Code::ScopeMissing,
    Code::TokenTooBusy,
    Code::TooManyWrongTokens,
    Code::TokenUnverifiable,
];
const PROBE: [Code; 12] = [
    Code::RequestMalformed,
    Code::QueryMalformed,
    Code::MethodNotAllowed,
    Code::TooSlow,
    Code::AddressTooLong,
    Code::HostUnknown,
    Code::FieldsNotAcceptable,
    Code::TooManyRequests,
    Code::TooManyConnections,
    Code::HeadersTooLarge,
    Code::Internal,
    Code::Busy,
];
const POST: [Code; 21] = [
    Code::RequestMalformed,
    Code::BodyCutShort,
    Code::JsonMalformed,
    Code::JsonTooDeep,
    Code::NotUtf8,
    Code::QueryMalformed,
    Code::CrossSite,
    Code::MethodNotAllowed,
    Code::TooSlow,
    Code::BodyTooLarge,
    Code::TextTooLong,
    Code::AddressTooLong,
    Code::ContentTypeUnsupported,
    Code::ContentEncodingUnsupported,
    Code::HostUnknown,
    Code::FieldsNotAcceptable,
    Code::TooManyRequests,
    Code::TooManyConnections,
    Code::HeadersTooLarge,
    Code::Internal,
    Code::Busy,
];

const OPERATOR: [Code; 2] = [Code::AddressNotAllowed, Code::CrossSite];
/// Where a body has nothing to say, and comes all the same.
const EMPTY_BODY: [Code; 7] = [
    Code::BodyCutShort,
    Code::JsonMalformed,
    Code::JsonTooDeep,
    Code::NotUtf8,
    Code::BodyTooLarge,
    Code::ContentTypeUnsupported,
    Code::ContentEncodingUnsupported,
];

impl IntoResponses for ProbeRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        described(&[PROBE.as_slice(), &[Code::Draining]].concat())
    }
}

impl IntoResponses for OperatorRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        described(&[PROBE.as_slice(), &TOKENS, &OPERATOR].concat())
    }
}

impl IntoResponses for ReloadRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        described(&[PROBE.as_slice(), &TOKENS, &OPERATOR, &EMPTY_BODY].concat())
    }
}

impl IntoResponses for ReadRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        reading(&[])
    }
}

impl IntoResponses for PostRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        posting(&[])
    }
}

impl IntoResponses for ConfigurationRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        posting(&[Code::XmlNotRead, Code::TooManyValues])
    }
}

/// What can go wrong with keeping something for a request that may be sent again.
const KEEP: [Code; 6] = [
    Code::TurnRefused,
    Code::IdempotencyKeyMalformed,
    Code::IdempotencyKeyReused,
    Code::IdempotencyKeyRunning,
    Code::StoreUnavailable,
    Code::StoreFull,
];

impl IntoResponses for OpeningRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        posting(&[KEEP.as_slice(), &[Code::XmlNotRead, Code::TooManyValues]].concat())
    }
}

impl IntoResponses for TurnRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let turn = [Code::ConversationNotFound, Code::TurnConflict, Code::XmlNotRead, Code::TooManyValues];
        posting(&[KEEP.as_slice(), &turn].concat())
    }
}

impl IntoResponses for ConversationRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        reading(&[Code::ConversationNotFound, Code::StoreUnavailable])
    }
}

impl IntoResponses for FigureRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        reading(&[Code::StoreUnavailable])
    }
}

impl IntoResponses for FeedbackRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let keep: Vec<Code> = KEEP.into_iter().filter(|code| *code != Code::TurnRefused).collect();
        posting(&keep)
    }
}

impl IntoResponses for HookRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let delivery = [
            Code::DeliveryNotProved,
            Code::TokenMissing,
            Code::TokenRefused,
            Code::ScopeMissing,
            Code::TooManyWrongTokens,
            Code::DeliveryRepeated,
            Code::AddressNotAllowed,
            Code::NotFound,
            Code::StoreUnavailable,
            Code::StoreFull,
        ];
        described(&[POST.as_slice(), &delivery].concat())
    }
}

impl IntoResponses for LookUpRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        reading(&[Code::ArticleNotFound])
    }
}

impl IntoResponses for SymptomRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        reading(&[Code::SymptomNotFound])
    }
}

/// What can go wrong with reading, and this.
fn reading(more: &[Code]) -> BTreeMap<String, RefOr<Response>> {
    described(&[PROBE.as_slice(), &TOKENS, more].concat())
}

/// What can go wrong with a posted body, and this.
fn posting(more: &[Code]) -> BTreeMap<String, RefOr<Response>> {
    described(&[POST.as_slice(), &TOKENS, more].concat())
}

/// One response for each status, naming the codes that come with it.
fn described(codes: &[Code]) -> BTreeMap<String, RefOr<Response>> {
    let mut by_status: BTreeMap<String, Vec<Code>> = BTreeMap::new();
    for code in codes {
        by_status.entry(code.status().as_u16().to_string()).or_default().push(*code);
    }
    let responses = by_status.into_iter().map(|(status, codes)| {
        let lines: Vec<String> =
            codes.iter().map(|code| format!("`{}`: {}", code.name(), code.title())).collect();
        let examples = codes.iter().map(|code| {
            let name = code.name();
            (name, RefOr::<Example>::Ref(Ref::new(format!("#/components/examples/{name}"))))
        });
        let content = ContentBuilder::new()
            .schema(Some(Ref::from_schema_name("ProblemDetails")))
            .examples_from_iter(examples)
            .build();
        let response = ResponseBuilder::new()
            .description(lines.join("; "))
            .content("application/problem+json", content)
            .build();
        (status, RefOr::T(response))
    });
    responses.collect()
}
