//! "Did this help?": the form at the end of articles and cases.

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::view::{Frame, Here};
use super::{filled, sent};
use crate::app::Replay;
use crate::facts::without_secrets;
use crate::kb::SectionRef;
use crate::web::feedback::keep;
use crate::web::guard::Finished;
use crate::web::guard::body::{self, Expected};
use crate::web::problem::{Code, Failure};
use crate::web::query::{encoded, first_value, pairs};
use crate::web::service::Service;
use crate::wire::{self, FeedbackRequest, FeedbackVerdict, FieldError};

/// What a form may say it is about.
const ABOUT: [&str; 5] = ["page", "conversation", "symptom", "cause", "fix"];

#[derive(Template)]
#[template(path = "pages/feedback.html")]
struct FeedbackPage {
    frame: Frame,
    is_kept: bool,
    /// The fields that say what it is about.
    about: Vec<(String, String)>,
    comment: String,
    /// Where, and what is wrong there.
    refusals: Vec<(&'static str, String)>,
    back: String,
}

/// What the form holds.
#[derive(Default)]
struct Posted {
    verdict: Option<String>,
    comment: String,
    about: Vec<(String, String)>,
}

impl Posted {
    fn read(body: &str) -> Result<Self, Failure> {
        let mut posted = Self::default();
        for (name, value) in pairs(body).map_err(|_| Failure::of(Code::FormMalformed))? {
            match name.as_str() {
                "verdict" => posted.verdict = Some(value),
                // Browsers send line ends as two characters; nobody counts them twice.
                "comment" => posted.comment = value.replace("\r\n", "\n"),
                about if ABOUT.contains(&about) && !value.is_empty() => posted.about.push((name, value)),
                _ => {}
            }
        }
        Ok(posted)
    }

    fn about(&self, name: &str) -> Option<String> {
        self.about.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
    }

    fn request(&self, verdict: FeedbackVerdict) -> FeedbackRequest {
        FeedbackRequest {
            verdict,
            conversation: self.about("conversation"),
            symptom: self.about("symptom"),
            cause: self.about("cause"),
            fix: self.about("fix"),
            page: self.about("page"),
            comment: Some(self.comment.clone()).filter(|comment| !comment.trim().is_empty()),
        }
    }
}

/// `POST /feedback`: keeps what was said, and leads to a page that can be loaded again without saying it twice.
pub(in crate::web) async fn keep_form(
    request: HttpRequest,
    payload: Payload,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let body = body::read(&request, payload, Expected::Form).await?;
    let posted = Posted::read(&body)?;
    let Some(verdict) = posted.verdict.as_deref().and_then(FeedbackVerdict::from_word) else {
        let missing = ("verdict", "Choose whether it helped.".to_owned());
        return refused(&service, posted, vec![missing]);
    };
    let no_answer = |_: &_| Ok(Replay { status: StatusCode::SEE_OTHER.as_u16(), answer: Vec::new() });
    match keep(&service, &posted.request(verdict), None, no_answer).await {
        Ok(_) => {
            let about: Vec<String> =
                posted.about.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
            let thanks = format!("/feedback/thanks?{}", about.join("&"));
            Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, thanks)).finish())
        }
        Err(failure) if failure.code == Code::FieldsNotAcceptable => {
            let refusals = failure.errors.iter().map(in_words).collect();
            refused(&service, posted, refusals)
        }
        Err(failure) => Err(failure),
    }
}

/// `GET /feedback/thanks`
pub(in crate::web) async fn thanks(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let value = |name: &&str| Some(((*name).to_owned(), first_value(request.query_string(), name)?));
    let about: Vec<(String, String)> = ABOUT.iter().filter_map(value).collect();
    let page = FeedbackPage { is_kept: true, ..page(&service, about, "Thank you") };
    Ok(sent(StatusCode::OK, filled(&page)?))
}

fn in_words(error: &FieldError) -> (&'static str, String) {
    let field = error.pointer.trim_start_matches('/');
    if field == "comment" {
        ("comment", format!("The comment is too long: {}. It is all still there.", error.detail))
    } else {
        (
            "verdict",
            format!(
                "What this is about is not known here any more ({field}). Go back and open the page again."
            ),
        )
    }
}

fn refused(
    service: &Data<Service>,
    posted: Posted,
    refusals: Vec<(&'static str, String)>,
) -> Result<HttpResponse, Failure> {
    // Nothing that looks like a secret goes back into the form.
    let comment = without_secrets(&posted.comment).text.into_owned();
    let page = FeedbackPage { comment, refusals, ..page(service, posted.about, "Error: Did this help?") };
    let mut response = sent(StatusCode::UNPROCESSABLE_ENTITY, filled(&page)?);
    response.extensions_mut().insert(Finished);
    Ok(response)
}

fn page(service: &Data<Service>, about: Vec<(String, String)>, title: &str) -> FeedbackPage {
    let snapshot = service.app.snapshot();
    let back = about.iter().find_map(|(name, value)| match name.as_str() {
        "page" => {
            let link = SectionRef::parse(value);
            snapshot.base.is_published(&link.page).then(|| wire::href(&SectionRef { anchor: None, ..link }))
        }
        "conversation" => {
            let id: crate::app::Id = value.parse().ok()?;
            Some(format!("/c/{id}"))
        }
        _ => None,
    });
    // What was never a name of ours does not go back into the form.
    let holds_secret = |text: &str| !without_secrets(text).removed.is_empty();
    FeedbackPage {
        frame: Frame::new(&snapshot.base, title, Here::Elsewhere),
        is_kept: false,
        about: about.into_iter().filter(|(_, value)| !holds_secret(value)).collect(),
        comment: String::new(),
        refusals: Vec::new(),
        back: back.unwrap_or_else(|| "/".to_owned()),
    }
}
