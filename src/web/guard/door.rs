//! What is looked at before a request is routed.

use actix_web::dev::ServiceRequest;
use actix_web::http::{Method, header};

use super::client::Client;
use super::{forgery, host};
use crate::config;
use crate::web::problem::{Code, Failure};

/// Lets a request in, or says why not.
///
/// # Errors
/// A [`Failure`] for a head that is too large, for another host, and for what another site sent.
pub(super) fn pass(
    request: &mut ServiceRequest,
    client: &Client,
    settings: &config::Web,
) -> Result<(), Failure> {
    let limits = &settings.limits;
    let address = request.uri().path_and_query().map_or(0, |address| address.as_str().len());
    if address as u64 > limits.address_bytes {
        let detail =
            format!("an address may have {} bytes at most; send long texts with POST", limits.address_bytes);
        return Err(Failure::saying(Code::AddressTooLong, detail));
    }
    let headers = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4);
    if headers.sum::<usize>() as u64 > limits.header_bytes {
        let detail = format!("all headers together may have {} bytes at most", limits.header_bytes);
        return Err(Failure::saying(Code::HeadersTooLarge, detail));
    }
    host::refuse(request.request(), client, settings.public_url.as_ref())?;
    forgery::refuse(request, settings.public_url.as_ref())?;
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
