//! What is looked at before a request is routed.

use actix_web::dev::ServiceRequest;
use actix_web::http::{Method, header};

use super::forgery;
use crate::web::problem::{Code, Failure};

/// The longest address, in bytes.
const LONGEST_ADDRESS: usize = 8 * 1024;
/// The most that all headers may have together, in bytes.
const LARGEST_HEADERS: usize = 32 * 1024;

/// Lets a request in, or says why not.
///
/// # Errors
/// A [`Failure`] for a head that is too large and for what another site sent.
pub(super) fn pass(request: &mut ServiceRequest) -> Result<(), Failure> {
    let address = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    if address > LONGEST_ADDRESS {
        return Err(Failure::of(Code::AddressTooLong));
    }
    let headers = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4);
    if headers.sum::<usize>() > LARGEST_HEADERS {
        return Err(Failure::of(Code::HeadersTooLarge));
    }
    forgery::refuse(request)?;
    // The answer to HEAD is the answer to GET; the connection leaves the body out by itself.
    if request.method() == Method::HEAD {
        request.head_mut().method = Method::GET;
    }
    forget_refused_encodings(request);
    Ok(())
}

/// Somebody who refuses every encoding gets plain bytes all the same: the framework would answer 406 here, and no
/// one is helped by that.
fn forget_refused_encodings(request: &mut ServiceRequest) {
    let headers = &mut request.head_mut().headers;
    let accepted = headers.get(header::ACCEPT_ENCODING).map(|value| value.to_str().unwrap_or("q=0"));
    if accepted.is_some_and(|accepted| accepted.to_ascii_lowercase().replace(' ', "").contains("q=0")) {
        headers.remove(header::ACCEPT_ENCODING);
    }
}
