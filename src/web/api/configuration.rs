//! Configuration that programs send, and what is said where it cannot be read.

use actix_web::HttpRequest;
use actix_web::http::header;

use crate::app::BadDocument;
use crate::facts::{Format, Unreadable};
use crate::web::problem::{Code, Failure};

/// What a body is, by what its sender says.
pub(super) fn format(request: &HttpRequest) -> Format {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let kind = kind.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match () {
        () if kind.ends_with("json") => Format::Json,
        () if kind.ends_with("xml") => Format::Xml,
        () => Format::Text,
    }
}

/// What is answered where nothing could be read.
pub(in crate::web) fn refused(bad: &BadDocument) -> Failure {
    let code = match (&bad.reason, bad.format) {
        (Unreadable::Encoding { .. }, _) => Code::NotUtf8,
        (Unreadable::TooLarge, _) => Code::BodyTooLarge,
        (Unreadable::TooMany { .. }, _) => Code::TooManyValues,
        (Unreadable::Refused { .. }, Format::Json) => Code::JsonTooDeep,
        (Unreadable::Broken { .. }, Format::Json) => Code::JsonMalformed,
        (Unreadable::Refused { .. } | Unreadable::Broken { .. }, _) => Code::XmlNotRead,
    };
    Failure::saying(code, bad.reason.to_string())
}
