//! The spans there are.

use opentelemetry::Context;
use opentelemetry::trace::{SpanContext, SpanId, Status, TraceContextExt, TraceFlags, TraceId, TraceState};
use tracing::Span;
use tracing::field::Empty;
use tracing_opentelemetry::OpenTelemetrySpanExt;

/// What spans are known by; the log leaves them out.
pub(in crate::telemetry) const TARGET: &str = "deskdoc::span";

/// A request that is being answered. `parent` is the `traceparent` of whoever asks, if it is well formed.
pub fn request(method: &'static str, parent: Option<&str>) -> Span {
    let span = tracing::info_span!(
        target: TARGET,
        "request",
        otel.kind = "server",
        http.request.method = method,
        http.route = Empty,
        http.response.status_code = Empty,
    );
    if let Some(parent) = parent.and_then(remote) {
        // Nobody collects: then there is nothing to belong to.
        span.set_parent(parent).ok();
    }
    span
}

/// Notes down what became of a request. `route` is a row of the table of addresses.
pub fn answered(span: &Span, method: &str, route: &str, status: u16) {
    if span.is_disabled() {
        return;
    }
    span.record("http.route", route);
    span.record("http.response.status_code", status);
    // The span has begun under another name, because the route was not known yet.
    let context = span.context();
    context.span().update_name(format!("{method} {route}"));
    if status >= 500 {
        context.span().set_status(Status::error(""));
    }
}

/// What a text is about is being found out.
pub fn recognition() -> Span {
    tracing::info_span!(target: TARGET, "recognise")
}

/// Sections are being looked for.
pub fn search() -> Span {
    tracing::info_span!(target: TARGET, "search")
}

/// The store is being read or written.
pub fn store(operation: &'static str) -> Span {
    tracing::info_span!(target: TARGET, "store", otel.kind = "client", db.operation.name = operation)
}

/// The trace that a span belongs to, in thirty-two hexadecimal digits; nothing if nobody collects.
pub fn trace_id(span: &Span) -> Option<String> {
    if span.is_disabled() {
        return None;
    }
    let context = span.context();
    let id = context.span().span_context().trace_id();
    (id != TraceId::INVALID).then(|| id.to_string())
}

/// The trace that somebody else began.
fn remote(traceparent: &str) -> Option<Context> {
    let mut parts = traceparent.split('-').skip(1);
    let trace = TraceId::from_hex(parts.next()?).ok()?;
    let span = SpanId::from_hex(parts.next()?).ok()?;
    let flags = u8::from_str_radix(parts.next()?, 16).ok()?;
    let context = SpanContext::new(trace, span, TraceFlags::new(flags), true, TraceState::default());
    Some(Context::new().with_remote_span_context(context))
}
