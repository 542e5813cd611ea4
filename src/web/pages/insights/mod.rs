//! Insights: what the conversations of a period say together, for whoever leads the help desk.

mod chart;
mod export;
mod stub;
#[cfg(test)]
mod tests;
mod view;

use actix_web::http::{StatusCode, header};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use self::view::View;
use super::authors::{PageProblems, StateView, by_page};
use super::view::{Frame, Here};
use super::{filled, sent};
use crate::facts::without_secrets;
use crate::insights::Preset;
use crate::web::guard::Finished;
use crate::web::insights::{Chosen, Named, look};
use crate::web::problem::{Code, Failure};
use crate::web::query::first_value;
use crate::web::service::Service;
use crate::wire::{FieldError, InsightsV1};

pub(in crate::web) use self::export::csv;
pub(in crate::web) use self::stub::{download, show as show_stub};

#[derive(Template)]
#[template(path = "pages/insights.html")]
struct InsightsPage {
    frame: Frame,
    presets: Vec<PresetLink>,
    from: String,
    to: String,
    refusals: Vec<Refused>,
    /// Nothing if the period was refused or the store cannot be read.
    view: Option<View>,
    is_unavailable: bool,
    /// How the base stands, for those who write it.
    state: StateView,
    /// What keeps the last edit from being served.
    kept_back: Vec<PageProblems>,
    /// What is wrong with the state that is served.
    problems: Vec<PageProblems>,
}

/// A link to a period that has a name.
struct PresetLink {
    label: &'static str,
    href: String,
    is_current: bool,
}

/// A field of the form that cannot be accepted.
struct Refused {
    /// `from`, `to` or `period`.
    field: String,
    /// The id of the field to go to.
    target: &'static str,
    detail: String,
}

impl InsightsPage {
    /// What is wrong with a field, if something is.
    fn refused(&self, field: &str) -> Option<&str> {
        self.refusals.iter().find(|refused| refused.field == field).map(|refused| refused.detail.as_str())
    }
}

/// What the address says of a period; fields that were left empty say nothing.
fn named(request: &HttpRequest) -> Named {
    let value = |name| {
        let value = first_value(request.query_string(), name).unwrap_or_default();
        Some(value.trim().to_owned()).filter(|value| !value.is_empty())
    };
    Named { period: value("period"), from: value("from"), to: value("to") }
}

/// The period of an address that a page of this service wrote.
///
/// # Errors
/// [`Code::NotFound`] if nobody wrote it.
fn chosen(request: &HttpRequest, service: &Data<Service>) -> Result<Chosen, Failure> {
    named(request).chosen(service.app.today()).map_err(|_| Failure::of(Code::NotFound))
}

/// `GET /insights?period=…`, or with `from` and `to`.
pub(in crate::web) async fn show(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let named = named(&request);
    let chosen = match named.chosen(service.app.today()) {
        Ok(chosen) => chosen,
        Err(errors) => return refused(&service, &named, errors),
    };
    match look(&service, chosen.period).await {
        Ok(insights) => {
            let snapshot = service.app.snapshot();
            let figures = InsightsV1::new(&snapshot.base, &snapshot.revision, &insights);
            let view = View::new(&figures, &chosen);
            let page = InsightsPage { view: Some(view), ..page(&service, Some(&chosen), "Insights") };
            Ok(sent(StatusCode::OK, filled(&page)?))
        }
        Err(failure) if failure.code == Code::StoreUnavailable => {
            let page = InsightsPage {
                is_unavailable: true,
                ..page(&service, Some(&chosen), "Insights: not available right now")
            };
            let mut response = sent(failure.code.status(), filled(&page)?);
            response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("1"));
            response.extensions_mut().insert(Finished);
            Ok(response)
        }
        Err(failure) => Err(failure),
    }
}

fn refused(service: &Data<Service>, named: &Named, errors: Vec<FieldError>) -> Result<HttpResponse, Failure> {
    let refusal = |error: FieldError| {
        let field = error.pointer.trim_start_matches('?').to_owned();
        let target = if field == "to" { "to" } else { "from" };
        Refused { field, target, detail: error.detail }
    };
    let page = InsightsPage {
        from: shown(named.from.as_deref()),
        to: shown(named.to.as_deref()),
        refusals: errors.into_iter().map(refusal).collect(),
        ..page(service, None, "Error: Insights")
    };
    let mut response = sent(StatusCode::UNPROCESSABLE_ENTITY, filled(&page)?);
    response.extensions_mut().insert(Finished);
    Ok(response)
}

/// A day that cannot be accepted, if it may be shown again.
fn shown(day: Option<&str>) -> String {
    const LONGEST: usize = 40;
    let is_shown = |day: &&str| day.len() <= LONGEST && without_secrets(day).removed.is_empty();
    day.filter(is_shown).unwrap_or_default().to_owned()
}

fn page(service: &Data<Service>, chosen: Option<&Chosen>, title: &str) -> InsightsPage {
    let link = |preset: Preset| PresetLink {
        label: preset.label(),
        href: format!("/insights?period={}", preset.word()),
        is_current: chosen.is_some_and(|chosen| chosen.preset == Some(preset)),
    };
    let files = service.app.files();
    let kept_back = files.refused.iter().flat_map(|refused| &refused.problems);
    InsightsPage {
        frame: Frame::new(&files.served.base, title, Here::Insights),
        state: StateView::of(&files),
        kept_back: by_page(kept_back, false),
        problems: by_page(files.served.problems.iter(), false),
        presets: Preset::ALL.into_iter().map(link).collect(),
        from: chosen.map(|chosen| chosen.period.from().to_string()).unwrap_or_default(),
        to: chosen.map(|chosen| chosen.period.to().to_string()).unwrap_or_default(),
        refusals: Vec::new(),
        view: None,
        is_unavailable: false,
    }
}
