//! The API's description (OpenAPI 3.1), made from the handlers themselves.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::header::ContentType;
use actix_web::web::Data;
use utoipa::openapi::content::ContentBuilder;
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
            or taken away; requests with unknown fields are refused."
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
    document.to_pretty_json().unwrap_or_default()
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

const READ: [Code; 11] = [
    Code::RequestMalformed,
    Code::QueryMalformed,
    Code::MethodNotAllowed,
    Code::TooSlow,
    Code::AddressTooLong,
    Code::HostUnknown,
    Code::FieldsNotAcceptable,
    Code::TooManyRequests,
    Code::HeadersTooLarge,
    Code::Internal,
    Code::Busy,
];
const POST: [Code; 20] = [
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
    Code::HeadersTooLarge,
    Code::Internal,
    Code::Busy,
];

impl IntoResponses for ReadRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        described(&READ)
    }
}

impl IntoResponses for PostRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        described(&POST)
    }
}

impl IntoResponses for ConfigurationRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        described(&[POST.as_slice(), &[Code::XmlNotRead, Code::TooManyValues]].concat())
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
        described(&[POST.as_slice(), &KEEP, &[Code::XmlNotRead, Code::TooManyValues]].concat())
    }
}

impl IntoResponses for TurnRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let turn = [Code::ConversationNotFound, Code::TurnConflict, Code::XmlNotRead, Code::TooManyValues];
        described(&[POST.as_slice(), &KEEP, &turn].concat())
    }
}

impl IntoResponses for ConversationRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        described(&[READ.as_slice(), &[Code::ConversationNotFound, Code::StoreUnavailable]].concat())
    }
}

impl IntoResponses for FigureRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        described(&[READ.as_slice(), &[Code::StoreUnavailable]].concat())
    }
}

impl IntoResponses for FeedbackRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let keep: Vec<Code> = KEEP.into_iter().filter(|code| *code != Code::TurnRefused).collect();
        described(&[POST.as_slice(), &keep].concat())
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
        described(&[READ.as_slice(), &[Code::ArticleNotFound]].concat())
    }
}

impl IntoResponses for SymptomRefusals {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        described(&[READ.as_slice(), &[Code::SymptomNotFound]].concat())
    }
}

/// One response for each status, naming the codes that come with it.
fn described(codes: &[Code]) -> BTreeMap<String, RefOr<Response>> {
    let mut by_status: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for code in codes {
        let line = format!("`{}`: {}", code.name(), code.title());
        by_status.entry(code.status().as_u16().to_string()).or_default().push(line);
    }
    let responses = by_status.into_iter().map(|(status, lines)| {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("ProblemDetails"))).build();
        let response = ResponseBuilder::new()
            .description(lines.join("; "))
            .content("application/problem+json", content)
            .build();
        (status, RefOr::T(response))
    });
    responses.collect()
}
