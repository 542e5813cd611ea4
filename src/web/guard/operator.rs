//! Who may see and do what is the operator's business.

use actix_web::{HttpMessage, HttpRequest};

use super::token::holder_of;
use super::{Client, host, is_without_name};
use crate::app::Scope;
use crate::config::Network;
use crate::web::problem::{Code, Failure};
use crate::web::service::Service;

/// Lets in programs and people on this machine, addresses that the operator listed for this, and whoever was let in
/// with a token of the scope `admin`.
///
/// # Errors
/// [`Code::AddressNotAllowed`] for everybody else.
pub(in crate::web) fn let_in(
    request: &HttpRequest,
    service: &Service,
    listed: &[Network],
) -> Result<(), Failure> {
    let client = request.extensions().get::<Client>().copied().ok_or_else(Failure::internal)?;
    let is_let_in = holder_of(request).is_some_and(|holder| holder.may(Scope::Admin))
        || client.is_among(listed)
        || client.is_this_machine && is_named_rightly(request, &client, service);
    if is_let_in { Ok(()) } else { Err(Failure::of(Code::AddressNotAllowed)) }
}

/// A browser on this machine may have been led here by the name of another site, so that from here only requests
/// without a name, or with our own, are believed to be meant.
pub(super) fn is_named_rightly(request: &HttpRequest, client: &Client, service: &Service) -> bool {
    let host = host(request.headers(), client).unwrap_or_default();
    let is_ours = || service.settings.public_url.as_ref().is_some_and(|public| public.is_host(host));
    is_without_name(host) || is_ours()
}
