//! Every figure of the server: its name, its help text and its labels, declared once.
//!
//! A module that counts something calls `metrics::NAME.add([…])`; a new figure is a static here and a row in `ALL`.
//! Labels have few values, all from our own tables or the pages of the base: route templates, methods, codes,
//! symptoms. Never a path, an id of a conversation or a word of a user.

mod families;

use self::families::Family;
pub use self::families::{Counter, Gauge, Histogram};
use super::process;

/// Bounds of durations in seconds, as OpenTelemetry has them.
const SECONDS: [f64; 14] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0];

/// Requests that were answered.
pub static REQUESTS: Counter<3> = Counter::new(
    "deskdoc_http_requests_total",
    "Requests that were answered, by method, route template and status.",
    ["method", "route", "status"],
);
/// How long they took.
pub static DURATIONS: Histogram<3> = Histogram::new(
    "deskdoc_http_request_duration_seconds",
    "From the whole head of a request to its answer.",
    ["method", "route", "status"],
);
/// Requests that are being answered.
pub static IN_FLIGHT: Gauge =
    Gauge::new("deskdoc_http_requests_in_flight", "Requests whose head is there and whose answer is not.");
/// Requests that were turned away because of too much work.
pub static SHED: Counter<1> = Counter::new(
    "deskdoc_http_requests_shed_total",
    "Requests turned away with 503, by what there was too much of.",
    ["reason"],
);
/// Requests of addresses that asked too often.
pub static RATE_LIMITED: Counter<0> = Counter::new(
    "deskdoc_http_requests_rate_limited_total",
    "Requests turned away with 429 because their address or token asked too often, or sent wrong tokens.",
    [],
);
/// Connections.
pub static CONNECTIONS_OPEN: Gauge = Gauge::new("deskdoc_connections_open", "Connections of clients.");
/// Connections that were one too many.
pub static CONNECTIONS_REFUSED: Counter<1> = Counter::new(
    "deskdoc_connections_refused_total",
    "Connections refused, by the code of the answer.",
    ["code"],
);
/// What was made of texts.
pub static OUTCOMES: Counter<2> = Counter::new(
    "deskdoc_outcomes_total",
    "Texts that were recognised or not, by outcome and by the symptom offered first.",
    ["outcome", "symptom"],
);
/// The base that is served.
pub static BASE_LOADED: Gauge = Gauge::new(
    "deskdoc_base_loaded_timestamp_seconds",
    "When the base that is served was loaded and its index opened or built, in Unix time.",
);
/// Looks at the files of the base while it is served.
pub static RELOADS: Counter<1> = Counter::new(
    "deskdoc_base_reloads_total",
    "Looks at the files of the base while it is served, by what became of it: unchanged, replaced, refused.",
    ["outcome"],
);
/// How long they took.
pub static RELOAD_DURATIONS: Histogram<1> = Histogram::new(
    "deskdoc_base_reload_duration_seconds",
    "From a look at the files of the base to the answer whether they are served, by what became of it.",
    ["outcome"],
);
/// Whether what is served is not what is in the files.
pub static RELOAD_REFUSED: Gauge = Gauge::new(
    "deskdoc_base_reload_refused",
    "1 while the files of the base have an error that keeps them from being served, else 0.",
);

/// Uses of the store.
pub static STORE_DURATIONS: Histogram<2> = Histogram::new(
    "deskdoc_store_operation_duration_seconds",
    "Uses of the store for conversations, by what was done (read, write) and whether the store failed (done, failed).",
    ["operation", "outcome"],
);

/// Attempts to deliver notes.
pub static OUTBOX_ATTEMPTS: Counter<2> = Counter::new(
    "deskdoc_outbox_attempts_total",
    "Attempts to deliver notes to tickets, by hook and by what became of the note: delivered, failed (tried again), given_up.",
    ["hook", "result"],
);
/// Notes that wait.
pub static OUTBOX_WAITING: Gauge =
    Gauge::new("deskdoc_outbox_waiting", "Notes that are still to be delivered to tickets.");
/// Notes that were given up.
pub static OUTBOX_GIVEN_UP: Gauge =
    Gauge::new("deskdoc_outbox_given_up", "Notes that were given up and wait for `deskdoc outbox retry`.");
/// How long the oldest has been waiting.
pub static OUTBOX_OLDEST: Gauge = Gauge::new(
    "deskdoc_outbox_oldest_seconds",
    "How long the oldest note that is still to be delivered has been waiting.",
);

/// All figures, in the order in which they are told.
static ALL: &[&dyn Family] = &[
    &REQUESTS,
    &DURATIONS,
    &IN_FLIGHT,
    &SHED,
    &RATE_LIMITED,
    &CONNECTIONS_OPEN,
    &CONNECTIONS_REFUSED,
    &OUTCOMES,
    &BASE_LOADED,
    &STORE_DURATIONS,
    &RELOADS,
    &RELOAD_DURATIONS,
    &RELOAD_REFUSED,
    &OUTBOX_ATTEMPTS,
    &OUTBOX_WAITING,
    &OUTBOX_GIVEN_UP,
    &OUTBOX_OLDEST,
];

/// All figures in the text format of Prometheus (version 0.0.4).
pub fn exposition() -> String {
    let mut out = String::new();
    for family in ALL {
        family.write(&mut out);
    }
    process::write(&mut out);
    out
}

/// Adds figures that are looked up rather than counted: one sample for each `(labels, value)`.
pub fn looked_up(out: &mut String, name: &str, help: &str, samples: &[(&[(&str, &str)], usize)]) {
    describe(out, name, "gauge", help);
    for (labels, value) in samples {
        families::sample(out, name, labels.iter().copied(), value);
    }
}

/// Writes the two lines that stand before the samples of a figure.
fn describe(out: &mut String, name: &str, kind: &str, help: &str) {
    *out += &format!("# HELP {name} {help}\n# TYPE {name} {kind}\n");
}
