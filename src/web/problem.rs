//! One failure, two readers: a problem document (RFC 9457) for programs, a page that leads on for people.
//!
//! Handlers and guards return a [`Failure`]; only here it becomes an answer. [`Code`] is the table of everything
//! that can be wrong. What went wrong inside goes to the log, never into an answer.

mod code;

use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpRequest, HttpResponse, ResponseError};

use super::guard::{self, RequestId};
use super::pages;
use crate::app::UnknownSymptom;
use crate::wire::{FieldError, ProblemDetails};

pub(super) use code::Code;

/// Why a request is not answered as it was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Failure {
    /// What is wrong.
    pub(super) code: Code,
    /// This case, and what to do about it.
    pub(super) detail: String,
    /// Where, for wrong fields.
    pub(super) errors: Vec<FieldError>,
    /// The methods that are answered, for a wrong one.
    pub(super) allow: Option<&'static str>,
    /// After how many seconds it is worth trying again, where that is known.
    pub(super) wait: Option<u64>,
    /// How many events a conversation has, where another number was expected.
    pub(super) current_turn: Option<usize>,
}

impl Failure {
    /// A failure that needs no words of its own.
    pub(super) fn of(code: Code) -> Self {
        Self::saying(code, code.row().3)
    }

    /// A failure with words for this case.
    pub(super) fn saying(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), errors: Vec::new(), allow: None, wait: None, current_turn: None }
    }

    /// Our own mistake; what it was is in the log.
    pub(super) fn internal() -> Self {
        Self::of(Code::Internal)
    }

    /// Not in time.
    pub(super) fn too_slow(seconds: u64) -> Self {
        let detail = format!("a whole request must arrive within {seconds} seconds; send it again");
        Self::saying(Code::TooSlow, detail)
    }

    /// Wrong fields.
    pub(super) fn fields(errors: Vec<FieldError>) -> Self {
        let more = match errors.len().saturating_sub(1) {
            0 => String::new(),
            n_more => format!("; `errors` names {n_more} more"),
        };
        let first = errors.first().map(|error| match error.pointer.as_str() {
            "" => format!("the body: {}{more}", error.detail),
            pointer => format!("`{pointer}`: {}{more}", error.detail),
        });
        let failure = Self::of(Code::FieldsNotAcceptable);
        Self { detail: first.unwrap_or_else(|| failure.detail.clone()), errors, ..failure }
    }

    /// A wrong method, with those that are right.
    pub(super) fn method(allow: &'static str) -> Self {
        Self { allow: Some(allow), ..Self::of(Code::MethodNotAllowed) }
    }

    /// What stands for an error answer that the framework made by itself.
    pub(super) fn for_status(status: StatusCode) -> Self {
        Self::of(Code::for_status(status))
    }

    /// The answer: a problem document below `/api` and for probes, else a page.
    pub(super) fn answer(&self, request: &HttpRequest, id: &RequestId) -> HttpResponse {
        // The path as the router reads it: `%61pi` is `api` there.
        let mut response = if is_for_programs(request.match_info().as_str()) {
            self.document(id.as_str())
        } else {
            pages::error::answer(request, self, id)
        };
        self.add_headers(&mut response);
        response
    }

    /// The answer where it is not known who asked.
    pub(super) fn for_nobody(&self, id: &RequestId) -> HttpResponse {
        let mut response = self.document(id.as_str());
        self.add_headers(&mut response);
        response
    }

    /// What programs get to read.
    pub(super) fn details(&self, request_id: &str) -> ProblemDetails {
        ProblemDetails {
            kind: format!("/articles/deskdoc/api.md#{}", self.code.name()),
            title: self.code.title(),
            status: self.code.status().as_u16(),
            code: self.code.name(),
            detail: self.detail.clone(),
            errors: self.errors.clone(),
            current_turn: self.current_turn,
            request_id: request_id.to_owned(),
        }
    }

    fn document(&self, request_id: &str) -> HttpResponse {
        let body = serde_json::to_string(&self.details(request_id)).unwrap_or_default();
        HttpResponse::build(self.code.status())
            .insert_header((header::CONTENT_TYPE, "application/problem+json"))
            .body(body)
    }

    fn add_headers(&self, response: &mut HttpResponse) {
        if let Some(allow) = self.allow {
            response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allow));
        }
        if self.code.passes_soon() || self.wait.is_some() {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(self.wait.unwrap_or(1)));
        }
        if let Some(challenge) = self.code.challenge() {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(challenge));
        }
        if matches!(self.code, Code::BodyTooLarge | Code::TooSlow | Code::BodyCutShort) {
            // What is left of the body is not worth waiting for.
            response.head_mut().set_connection_type(actix_web::http::ConnectionType::Close);
        }
    }
}

impl From<UnknownSymptom> for Failure {
    fn from(unknown: UnknownSymptom) -> Self {
        let usual = Self::of(Code::SymptomNotFound);
        match unknown.near {
            Some(near) => Self { detail: format!("did you mean `{near}`? {}", usual.detail), ..usual },
            None => usual,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code.name(), self.detail)
    }
}

impl ResponseError for Failure {
    fn status_code(&self) -> StatusCode {
        self.code.status()
    }

    /// The last resort, where no request is at hand; `guard` puts the real answer in its place.
    fn error_response(&self) -> HttpResponse {
        let id = RequestId::new();
        guard::last_resort(self.for_nobody(&id), &id)
    }
}

/// Whether programs read the answers at this address.
fn is_for_programs(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/") || matches!(path, "/healthz" | "/readyz" | "/metrics")
}
