//! Whether a reader already has what would be sent.

use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};

use crate::web::assets;
use crate::web::person::visitor;

/// A copy may be kept, and is asked about before it is used.
const ASK_AGAIN: &str = "no-cache";
/// The same for a page that names who looks at it.
const ASK_AGAIN_ALONE: &str = "private, no-cache";

/// The tag of everything that this version of the program makes of one state of the base. Weak: compression changes the
/// bytes, not the words.
pub(in crate::web) fn tag(revision: &str) -> String {
    static PROGRAM: LazyLock<String> =
        LazyLock::new(|| format!("-{}-{}", env!("CARGO_PKG_VERSION"), assets::fingerprint()));
    let seen_by = visitor().map(|visitor| seen_by(&visitor.person.name)).unwrap_or_default();
    ["W/\"", revision, &PROGRAM, &seen_by, "\""].concat()
}

/// Whether `If-None-Match` names the tag, by weak comparison.
pub(in crate::web) fn is_known(request: &HttpRequest, tag: &str) -> bool {
    let bare = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let known = request.headers().get_all(header::IF_NONE_MATCH).filter_map(|tags| tags.to_str().ok());
    known.flat_map(|tags| tags.split(',')).any(|known| known.trim() == "*" || bare(known) == bare(tag))
}

/// The answer with its tag: it may be kept, and is asked about before it is used.
pub(in crate::web) fn tagged(mut response: HttpResponse, tag: &str) -> HttpResponse {
    if let Ok(tag) = header::HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    let how = if visitor().is_some() { ASK_AGAIN_ALONE } else { ASK_AGAIN };
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static(how));
    response
}

/// "You have it already."
pub(in crate::web) fn not_modified(tag: &str) -> HttpResponse {
    tagged(HttpResponse::NotModified().finish(), tag)
}

/// Pages name who looks at them, so that each has pages of their own.
fn seen_by(name: &str) -> String {
    name.bytes().fold("-".to_owned(), |all, byte| all + &format!("{byte:02x}"))
}
