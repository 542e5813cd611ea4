//! A box to try phrases: what recognition makes of them, the scores of all symptoms, and the words that made them.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::let_in;
use crate::app::App;
use crate::facts::without_secrets;
use crate::kb::KnowledgeBase;
use crate::picture::share;
use crate::recognition::{Explanation, Meaning, Outcome, Score};
use crate::web::pages::authors::preview_href;
use crate::web::pages::view::{Frame, Here};
use crate::web::pages::words::percent;
use crate::web::pages::{filled, sent};
use crate::web::problem::Failure;
use crate::web::query::first_value;
use crate::web::service::{Service, work};

#[derive(Template)]
#[template(path = "pages/preview_try.html")]
struct TryPage {
    frame: Frame,
    made_of: String,
    /// Whether the last edit is not served, so that nothing was learnt from it.
    is_unserved: bool,
    text: String,
    outcome: Option<String>,
    limits: String,
    scores: Vec<ScoreRow>,
}

/// One class and how it stands to the text.
struct ScoreRow {
    title: String,
    href: String,
    is_out_of_scope: bool,
    is_offered: bool,
    percent: u8,
    share: String,
    error_text: Option<String>,
    phrase: String,
    words: Vec<Pull>,
}

/// A word that speaks for or against a class.
struct Pull {
    word: String,
    strength: String,
    is_for: bool,
}

/// `GET /preview/try?q=…`
pub(in crate::web) async fn show(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let_in(&request, &service)?;
    let text = first_value(request.query_string(), "q").unwrap_or_default();
    let text = without_secrets(&text).text.into_owned();
    let html = work(&service, move |app| Ok(html(app, text))).await??;
    Ok(sent(StatusCode::OK, html))
}

fn html(app: &App, text: String) -> Result<String, Failure> {
    let files = app.files();
    let base = &files.served.base;
    let limits = files.served.recogniser.limits();
    let explained = (!text.trim().is_empty()).then(|| app.explain(&text));
    let title = if text.trim().is_empty() { "Try a phrase".to_owned() } else { format!("Try “{text}”") };
    let offered = |score: &Score, explained: &Explanation| {
        let offered = explained.recognition.offered();
        matches!(&score.means, Meaning::Symptom(id) if offered.iter().any(|one| one.symptom == *id))
    };
    let rows =
        explained.iter().flat_map(|explained| explained.scores.iter().map(move |score| (score, explained)));
    let rows =
        rows.filter_map(|(score, explained)| ScoreRow::of(base, &text, score, offered(score, explained)));
    filled(&TryPage {
        frame: Frame::new(base, &title, Here::Elsewhere),
        made_of: files.state(),
        is_unserved: files.refused.is_some(),
        outcome: explained.as_ref().map(|explained| outcome(base, explained)),
        limits: format!(
            "Known from {} on; asked back where others come within {}.",
            share(limits.known_at),
            share(limits.between_within)
        ),
        scores: rows.collect(),
        text,
    })
}

fn outcome(base: &KnowledgeBase, explained: &Explanation) -> String {
    let offered = explained.recognition.offered();
    let titles: Vec<String> = offered
        .iter()
        .filter_map(|candidate| base.symptom(&candidate.symptom))
        .map(|symptom| format!("“{}”", symptom.title))
        .collect();
    match &explained.recognition.outcome {
        Outcome::Known => format!("Known: {}", titles.join(", ")),
        Outcome::Between(_) => format!("One of these, so it is asked which: {}", titles.join(", ")),
        Outcome::OutOfScope(id) => {
            let title = base.out_of_scope_page(id).map_or(id.as_str(), |beyond| &beyond.title);
            format!("Out of scope: “{title}”")
        }
        Outcome::Unknown => "Not recognised: nothing is offered".to_owned(),
    }
}

impl ScoreRow {
    fn of(base: &KnowledgeBase, text: &str, score: &Score, is_offered: bool) -> Option<Self> {
        let (title, page, is_out_of_scope) = match &score.means {
            Meaning::Symptom(id) => base.symptom(id).map(|one| (&one.title, &one.page, false))?,
            Meaning::OutOfScope(id) => base.out_of_scope_page(id).map(|one| (&one.title, &one.page, true))?,
            Meaning::NotSymptom(_) => return None,
        };
        let pull = |(span, pull): &(std::ops::Range<usize>, f32)| {
            let word = text.get(span.clone())?.to_owned();
            Some(Pull { word, strength: format!("{pull:+.2}").replace('-', "−"), is_for: *pull > 0.0 })
        };
        Some(Self {
            title: title.clone(),
            href: preview_href(page),
            is_out_of_scope,
            is_offered,
            percent: percent(score.confidence),
            share: share(score.confidence),
            error_text: score.error_text.clone(),
            phrase: score.phrase.clone(),
            words: score.words.iter().filter_map(pull).collect(),
        })
    }
}
