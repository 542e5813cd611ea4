//! Tells a page of the preview when it is out of date.

use std::time::Duration;

use actix_web::rt::time::sleep;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::let_in;
use crate::web::problem::Failure;
use crate::web::query::first_value;
use crate::web::service::Service;

/// How often is looked.
const BETWEEN: Duration = Duration::from_millis(250);
/// After so many looks the page asks again: proxies and browsers do not wait for ever.
const MOST_LOOKS: u32 = 80;

/// `GET /preview/state?known=…`: the state of the files, as soon as it is another one than the page was made of.
pub(in crate::web) async fn wait(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let_in(&request, &service)?;
    let known = first_value(request.query_string(), "known");
    let mut state = service.app.files().state();
    for _ in 0..MOST_LOOKS {
        if known.as_ref() != Some(&state) || service.is_draining() {
            break;
        }
        sleep(BETWEEN).await;
        state = service.app.files().state();
    }
    Ok(HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(state))
}
