//! Configuration before anything of it is kept: as it will be, with secrets struck out.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use askama::Template;

use crate::app::Document;
use crate::facts::{REMOVED, decoded, guess, read_document, without_secrets};
use crate::web::pages::view::{Frame, Here, Segment};
use crate::web::pages::{filled, sent, words};
use crate::web::problem::Failure;
use crate::web::service::Service;

/// So much is shown struck out, in characters; the field below it holds all of it.
const MOST_SHOWN: usize = 20_000;

const NOTHING_FOUND: &str = "No configuration was found in it. Expected the lines of the form, a snapshot, a package export or the address of the sign-in page; whatever you see goes into the field for words.";

#[derive(Template)]
#[template(path = "pages/paste.html")]
struct PastePage {
    frame: Frame,
    action: String,
    back: String,
    expected: Option<usize>,
    begins: Option<Begins>,
    removed: String,
    struck: Vec<Segment>,
    text: String,
    button: &'static str,
}

/// Where the form of the page leads.
pub(in crate::web::pages) struct About {
    pub(in crate::web::pages) action: String,
    pub(in crate::web::pages) back: String,
    /// The turn it will be, for a conversation that is there already.
    pub(in crate::web::pages) expected: Option<usize>,
    /// What was said beside it, for one that is not.
    pub(in crate::web::pages) begins: Option<Begins>,
}

/// What a conversation begins with, besides the configuration.
pub(in crate::web::pages) struct Begins {
    pub(in crate::web::pages) words: String,
    /// The symptom that was chosen.
    pub(in crate::web::pages) symptom: Option<String>,
}

impl Begins {
    /// Whether there is a beginning without the configuration, too.
    fn is_something(&self) -> bool {
        self.symptom.is_some() || !self.words.trim().is_empty()
    }
}

/// A configuration without its secrets.
pub(in crate::web::pages) struct Read {
    text: String,
    /// What was struck out, by name.
    removed: Vec<&'static str>,
}

/// Reads a configuration and strikes out its secrets.
///
/// # Errors
/// Why it cannot be read, for people.
pub(in crate::web::pages) fn read(service: &Data<Service>, document: &Document) -> Result<Read, String> {
    let not_read = |why: &dyn std::fmt::Display| format!("The configuration was not read: {why}.");
    let text = decoded(&document.content).map_err(|why| not_read(&why))?;
    let snapshot = service.app.snapshot();
    let schema = &snapshot.base.settings().facts;
    let format = document.format.unwrap_or_else(|| guess(text));
    let reading =
        read_document(schema, text, format, document.name.as_deref()).map_err(|why| not_read(&why))?;
    if reading.is_empty() {
        return Err(NOTHING_FOUND.to_owned());
    }
    let clean = without_secrets(text);
    let mut removed: Vec<&'static str> = clean.removed.iter().map(|removed| removed.what.words()).collect();
    removed.sort_unstable();
    removed.dedup();
    Ok(Read { text: clean.text.into_owned(), removed })
}

/// The page that shows it.
pub(in crate::web::pages) fn page(
    service: &Data<Service>,
    read: Read,
    about: About,
) -> Result<HttpResponse, Failure> {
    let snapshot = service.app.snapshot();
    let html = filled(&PastePage {
        frame: Frame::new(&snapshot.base, "What will be kept", Here::Elsewhere),
        action: about.action,
        back: about.back,
        expected: about.expected,
        removed: read.removed.join(", "),
        struck: struck(&read.text),
        text: read.text,
        button: if about.begins.is_some() { "Keep this and begin" } else { "Keep this" },
        begins: about.begins,
    })?;
    Ok(sent(StatusCode::OK, html))
}

/// The text with what was struck out marked.
fn struck(text: &str) -> Vec<Segment> {
    let end = text.char_indices().nth(MOST_SHOWN).map_or(text.len(), |(end, _)| end);
    let shown = text.get(..end).unwrap_or(text);
    let mut segments = Vec::new();
    for (at, piece) in shown.split(REMOVED).enumerate() {
        if at > 0 {
            segments.push(Segment { text: REMOVED.to_owned(), is_marked: true });
        }
        segments.push(Segment { text: piece.to_owned(), is_marked: false });
    }
    if end < text.len() {
        let n_more = words::counted(text.chars().count() - MOST_SHOWN, "more character", "more characters");
        segments.push(Segment { text: format!("… and {n_more}"), is_marked: false });
    }
    segments
}
