//! What a page's form has sent, with or without a file.

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::Payload;

use crate::app::Document;
use crate::web::guard::body::{self, Expected};
use crate::web::multipart;
use crate::web::problem::{Code, Failure};
use crate::web::query::pairs;

/// The fields of a form and the file that came with them.
pub(super) struct Posted {
    fields: Vec<(String, String)>,
    file: Option<Document>,
}

impl Posted {
    /// Reads the body of a request.
    ///
    /// # Errors
    /// A [`Failure`] if it is no form, too large, too slow, or not UTF-8.
    pub(super) async fn read(request: &HttpRequest, payload: Payload) -> Result<Self, Failure> {
        let body = body::read_bytes(request, payload, Expected::Form).await?;
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
        let kind = kind.unwrap_or_default();
        if is_in_parts(kind) { Self::parts(kind, &body) } else { Self::pairs(&body) }
    }

    fn pairs(body: &[u8]) -> Result<Self, Failure> {
        let body = std::str::from_utf8(body).map_err(|_| Failure::of(Code::NotUtf8))?;
        let pairs = pairs(body).map_err(|_| Failure::of(Code::FormMalformed))?;
        let fields = pairs.into_iter().map(|(name, value)| (name, with_plain_lines(&value)));
        Ok(Self { fields: fields.collect(), file: None })
    }

    fn parts(kind: &str, body: &[u8]) -> Result<Self, Failure> {
        let mut posted = Self { fields: Vec::new(), file: None };
        for part in multipart::parts(kind, body).map_err(|_| Failure::of(Code::FormMalformed))? {
            match part.file {
                Some(name) if part.name == "file" && !part.content.is_empty() => {
                    posted.file = Some(Document { name: Some(name), content: part.content, format: None });
                }
                Some(_) => {}
                None => {
                    let text = String::from_utf8(part.content).map_err(|_| Failure::of(Code::NotUtf8))?;
                    posted.fields.push((part.name, with_plain_lines(&text)));
                }
            }
        }
        Ok(posted)
    }

    /// What stands in a field; the first of several, and nothing where there is none.
    pub(super) fn field(&self, name: &str) -> &str {
        self.given(name).unwrap_or_default()
    }

    /// The same, where a field that is not there differs from an empty one.
    pub(super) fn given(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// All fields, in the order in which they came.
    pub(super) fn into_fields(self) -> Vec<(String, String)> {
        self.fields
    }

    /// Whether a file came with them.
    pub(super) fn has_file(&self) -> bool {
        self.file.is_some()
    }

    /// What was pasted into a field, or else the file.
    ///
    /// # Errors
    /// Why neither is read, for people, where there are both: nobody can tell which is meant.
    pub(super) fn document(&self, field: &str) -> Result<Option<Document>, String> {
        let pasted = Some(self.field(field)).filter(|text| !text.trim().is_empty()).map(Document::pasted);
        match (pasted, &self.file) {
            (Some(_), Some(file)) => {
                let name = file.name.as_deref().unwrap_or("without a name");
                Err(format!(
                    "There is text in the field and a file ({name}), and only one of them can be read at once: \
                     empty the field and choose the file again, or send the text alone."
                ))
            }
            (Some(pasted), None) => Ok(Some(pasted)),
            (None, file) => Ok(file.clone()),
        }
    }
}

/// The names of content types are the same in capitals.
fn is_in_parts(kind: &str) -> bool {
    kind.split('/').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("multipart"))
}

/// Browsers send line ends as two characters; nobody counts them twice.
fn with_plain_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}
