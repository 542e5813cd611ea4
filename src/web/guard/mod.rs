//! What every request passes on its way in, and every answer on its way out.
//!
//! In: who asks and how often, limits of the head, other hosts, other sites, tokens, a request id. Out: problems in
//! their final form, security headers, one line in the log, one more in the figures. The body has a guard of its own,
//! [`body`], because only handlers know what they expect.
#![expect(clippy::disallowed_methods, reason = "the time a request takes is measured here")]

mod admission;
mod audit;
pub(super) mod body;
mod client;
mod door;
mod forgery;
mod host;
pub(super) mod operator;
mod policy;
mod rate;
mod refusal;
mod request_id;
#[cfg(test)]
mod tests;
pub(super) mod token;
mod trace;
mod visit;

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpResponse};
use tracing::Instrument;

pub(super) use self::client::{Client, block_of, host};
pub(super) use self::host::is_without_name;
#[cfg(test)]
pub(super) use self::policy::ALWAYS;
pub(super) use self::rate::Rate;
use self::rate::Standing;
pub(super) use self::refusal::refusal;
pub(super) use self::request_id::RequestId;
use self::visit::Visit;
use super::person;
use super::problem::{Code, Failure};
use super::service::Service;
use crate::telemetry::metrics;

/// The way of a request.
pub(super) async fn watch(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let Some(service) = request.app_data::<Data<Service>>().cloned() else {
        return Err(Failure::internal().into());
    };
    let visit = Visit::begin(&mut request, &service.settings);
    visit.turn().await;
    let standing = service.rate.count(&visit.client);
    let let_in = match standing {
        Some(standing) if standing.is_refused() => {
            metrics::RATE_LIMITED.one_more();
            Err(Failure::of(Code::TooManyRequests))
        }
        _ => door::pass(&mut request, &visit.client, &service.settings),
    };
    let (let_in, of_token) = match let_in {
        Ok(()) => token::admit(&request, &service, &visit.client).instrument(visit.span.clone()).await,
        refused => (refused, None),
    };
    let admitted = match let_in {
        Ok(()) => {
            admission::admit(&mut request, &visit.client, &service, &visit.id)
                .instrument(visit.span.clone())
                .await
        }
        Err(failure) => Err(failure.answer(request.request(), &visit.id)),
    };
    let mut response = match admitted {
        Ok(visitor) => {
            let answer = async {
                Ok::<_, Error>(in_final_form(
                    caught(next.call(request)).await??.map_into_boxed_body(),
                    &visit.id,
                ))
            };
            person::answering(visitor, answer).instrument(visit.span.clone()).await?
        }
        Err(answer) => request.into_response(answer),
    };
    let standings: Vec<Standing> = standing.into_iter().chain(of_token).collect();
    rate::tell(&standings, response.headers_mut());
    visit.end(&mut response, service.is_draining());
    Ok(response)
}

/// The answer where no request is at hand any more: a handler broke.
pub(super) fn last_resort(mut response: HttpResponse, id: &RequestId) -> HttpResponse {
    policy::apply(response.headers_mut(), id);
    response
}

/// Puts the right words in the place of every error answer, our own and the framework's.
fn in_final_form(response: ServiceResponse<BoxBody>, id: &RequestId) -> ServiceResponse<BoxBody> {
    let status = response.status();
    let is_error = status.is_client_error() || status.is_server_error();
    if !is_error || response.response().extensions().contains::<Finished>() {
        return response;
    }
    let own = response.response().error().and_then(|error| error.as_error::<Failure>().cloned());
    let failure = own.unwrap_or_else(|| Failure::for_status(status));
    let answer = failure.answer(response.request(), id);
    response.into_response(answer)
}

/// Marks an answer that is an error by its status and already says all there is to say: a refused form.
pub(super) struct Finished;

/// A bug in a handler is one failed request, not a lost connection.
async fn caught<F: Future>(future: F) -> Result<F::Output, Failure> {
    let mut future = pin!(future);
    poll_fn(|context| match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
        Ok(Poll::Pending) => Poll::Pending,
        Ok(Poll::Ready(output)) => Poll::Ready(Ok(output)),
        Err(bug) => {
            tracing::error!(bug = words(bug.as_ref()), "a handler broke");
            Poll::Ready(Err(Failure::internal()))
        }
    })
    .await
}

fn words(bug: &(dyn Any + Send)) -> &str {
    bug.downcast_ref::<&str>()
        .copied()
        .or_else(|| bug.downcast_ref::<String>().map(String::as_str))
        .unwrap_or("no words")
}
