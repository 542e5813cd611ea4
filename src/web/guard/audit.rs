//! One line for every write, so that the operator can say later who did what: never what was written.

use actix_web::HttpMessage;
use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::header;
use sha2::{Digest, Sha256};

use super::token::name_of;
use super::{Client, RequestId};
use crate::app::Id;

/// What is posted here keeps nothing.
const ASKS: [&str; 3] = ["/api/v1/diagnose", "/api/v1/checks", "/suggestions"];

/// Notes a request that writes, or was meant to, at level `info` under the target `audit`.
pub(super) fn note(response: &ServiceResponse<BoxBody>, method: &str, route: &str, id: &RequestId) {
    let is_write = !matches!(method, "GET" | "HEAD" | "OPTIONS") && route != "none" && !ASKS.contains(&route);
    if !is_write {
        return;
    }
    let request = response.request();
    let token = name_of(request);
    let address = request.extensions().get::<Client>().map(|client| client.address.to_string());
    let who = match token {
        Some(name) => format!("token:{name}"),
        None => format!("address:{}", address.unwrap_or_default()),
    };
    let about = about(response);
    tracing::info!(
        target: "audit",
        who,
        method,
        route,
        status = response.status().as_u16(),
        request_id = id.as_str(),
        conversation = about.as_deref(),
        "write"
    );
}

/// The conversation that was begun or gone on with. Its id is the only key to it, so that a part of its hash stands
/// for it: whoever has the id can find its lines, and nobody gets the id from them.
fn about(response: &ServiceResponse<BoxBody>) -> Option<String> {
    let made = response.headers().get(header::LOCATION).and_then(|location| location.to_str().ok());
    let made = made.and_then(|location| location.split(['/', '?', '#']).find(|part| is_id(part)));
    let id = made.or_else(|| response.request().match_info().get("id").filter(|part| is_id(part)))?;
    let digest: [u8; 32] = Sha256::digest(id).into();
    Some(digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect())
}

fn is_id(part: &str) -> bool {
    part.parse::<Id>().is_ok()
}
