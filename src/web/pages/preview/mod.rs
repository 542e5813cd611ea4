//! What authors see of their pages before users do: drafts, problems, what a page adds, and what phrases lead to.
//!
//! Only where it was switched on, and for nobody but people on this machine and listed addresses: excerpts and drafts
//! are not for users. Shows the files as they are now, also where they are not served.

pub(in crate::web) mod overview;
pub(in crate::web) mod page;
pub(in crate::web) mod state;
pub(in crate::web) mod trying;

use actix_web::HttpRequest;

use crate::web::guard::operator;
use crate::web::problem::{Code, Failure};
use crate::web::service::Service;

/// Where pages are previewed.
pub(super) const PAGES: &str = "/preview/pages/";

/// # Errors
/// [`Code::NotFound`] where nobody switched it on, [`Code::AddressNotAllowed`] for other machines.
fn let_in(request: &HttpRequest, service: &Service) -> Result<(), Failure> {
    match &service.settings.preview {
        Some(listed) => operator::let_in(request, service, listed),
        None => Err(Failure::of(Code::NotFound)),
    }
}
