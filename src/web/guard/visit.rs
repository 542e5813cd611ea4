//! One request from its head to its answer: who it is from, how it is called, how long it took.

use std::rc::Rc;
use std::time::Instant;

use actix_web::HttpMessage;
use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::http::{ConnectionType, Method};

use super::client::{Client, single};
use super::trace::Trace;
use super::{RequestId, audit, body, policy};
use crate::config;
use crate::telemetry::{metrics, spans};
use crate::web::connection::Course;
use crate::web::routes;

/// A request that is being answered.
pub(super) struct Visit {
    /// Its name.
    pub(super) id: RequestId,
    /// Who asks.
    pub(super) client: Client,
    trace: Option<Trace>,
    /// What a collector is told of it.
    pub(super) span: tracing::Span,
    method: &'static str,
    is_only_over_tls: bool,
    started: Instant,
    course: Option<Rc<Course>>,
}

impl Visit {
    pub(super) fn begin(request: &mut ServiceRequest, settings: &config::Web) -> Self {
        let client = Client::of(request.request(), settings);
        let headers = request.headers();
        let id = RequestId::of(headers, &client);
        let trace = Trace::of(headers);
        let has_body = body::is_announced(headers);
        let is_plain = client.is_by_proxy && single(headers, "x-forwarded-proto") == Some("http");
        let course = request.conn_data::<Rc<Course>>().cloned();
        if let Some(course) = &course {
            course.head_came(has_body);
        }
        let method = name_of(request.method());
        let span = spans::request(method, trace.as_ref().and_then(|_| single(headers, "traceparent")));
        metrics::IN_FLIGHT.add(1);
        let visit = Self {
            method,
            span,
            is_only_over_tls: settings.is_https() && !is_plain,
            started: Instant::now(),
            id,
            client,
            trace,
            course,
        };
        request.extensions_mut().insert(visit.id.clone());
        request.extensions_mut().insert(client);
        visit
    }

    /// Waits until other connections have had their turn.
    pub(super) async fn turn(&self) {
        if let Some(course) = &self.course {
            course.turn().await;
        }
    }

    /// Puts on the answer what every answer has, and notes it down.
    pub(super) fn end(self, response: &mut ServiceResponse<BoxBody>, is_draining: bool) {
        // Behind a body that broke nobody can tell where the next request begins.
        if is_draining || self.course.as_ref().is_some_and(|course| course.is_broken()) {
            response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
        }
        let headers = response.headers_mut();
        policy::apply(headers, &self.id);
        if self.is_only_over_tls {
            headers.insert(header::STRICT_TRANSPORT_SECURITY, policy::HTTPS_ONLY);
        }
        if let Some(trace) = &self.trace
            && let Ok(value) = HeaderValue::try_from(trace.passed_on(RequestId::new().as_str()))
        {
            headers.insert(HeaderName::from_static("traceresponse"), value);
        }
        let seconds = self.started.elapsed().as_secs_f64();
        let route = response.request().match_pattern();
        let route = route.as_deref().and_then(routes::template).unwrap_or("none");
        let status = response.status();
        spans::answered(&self.span, self.method, route, status.as_u16());
        let begun_here = || spans::trace_id(&self.span);
        let trace_id = self.trace.as_ref().map(|trace| trace.id.clone()).or_else(begun_here);
        tracing::info!(
            request_id = self.id.as_str(),
            trace_id,
            method = self.method,
            route,
            status = status.as_u16(),
            ms = seconds * 1000.0,
            "answered"
        );
        audit::note(response, self.method, route, &self.id);
        let labels =
            || [self.method.into(), route.into(), std::borrow::Cow::Owned(status.as_str().to_owned())];
        metrics::REQUESTS.add(labels());
        metrics::DURATIONS.observe(labels(), seconds);
        if let Some(course) = &self.course {
            course.answered();
        }
    }
}

impl Drop for Visit {
    /// Also when the client has gone before it was answered.
    fn drop(&mut self) {
        metrics::IN_FLIGHT.add(-1);
        if let Some(course) = &self.course {
            course.left();
        }
    }
}

/// Methods are words of clients; only those that mean something become labels.
fn name_of(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        Method::PATCH => "PATCH",
        _ => "other",
    }
}
