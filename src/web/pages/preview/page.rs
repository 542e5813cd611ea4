//! One page as users would see it, with what is wrong with it and what it adds beside it.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use super::{PAGES, let_in};
use crate::app::{App, Contribution, Files};
use crate::diagnosis::{NextStep, Step};
use crate::kb::{CauseId, Kind, KnowledgeBase, Page, PagePath};
use crate::picture::{minutes, share};
use crate::web::pages::authors::{ProblemRow, preview_href, tally};
use crate::web::pages::prose::Prose;
use crate::web::pages::view::{Frame, Here};
use crate::web::pages::words::{capitalised, counted};
use crate::web::pages::{filled, sent};
use crate::web::problem::{Code, Failure};
use crate::web::query::decoded;
use crate::web::service::{Service, work};

/// A difference of less than this (in minutes) is none.
const NO_DIFFERENCE: f64 = 0.05;

#[derive(Template)]
#[template(path = "pages/preview_page.html")]
struct PreviewPage {
    frame: Frame,
    made_of: String,
    title: String,
    path: String,
    kind: String,
    lang: Option<String>,
    is_draft: bool,
    is_unserved: bool,
    /// Nothing if the file could not be read as a page.
    html: Option<String>,
    tally: String,
    problems: Vec<ProblemRow>,
    says: Vec<String>,
    related: Vec<Related>,
    additions: Vec<Addition>,
}

/// A page that this one has to do with.
struct Related {
    how: String,
    title: String,
    href: String,
}

/// What the page adds to one tree.
struct Addition {
    symptom: String,
    href: String,
    difference: String,
    costs: String,
    first: String,
    /// What would be done first without the page, where it is something else.
    first_without: Option<String>,
}

/// `GET /preview/pages/{path}`
pub(in crate::web) async fn show(
    request: HttpRequest,
    service: Data<Service>,
) -> Result<HttpResponse, Failure> {
    let_in(&request, &service)?;
    let path = request.path().strip_prefix(PAGES).and_then(|path| decoded(path, false).ok());
    let path = PagePath::new(&path.ok_or_else(|| Failure::of(Code::ArticleNotFound))?);
    let html = work(&service, move |app| Ok(html(app, &path))).await?;
    Ok(sent(StatusCode::OK, html.ok_or_else(|| Failure::of(Code::ArticleNotFound))??))
}

fn html(app: &App, path: &PagePath) -> Option<Result<String, Failure>> {
    let files = app.files();
    // Links between drafts lead somewhere here.
    let base = files.base().with_drafts_shown();
    let problems: Vec<_> = files.problems().iter().filter(|problem| problem.file == *path).cloned().collect();
    let page = base.page(path);
    if page.is_none() && problems.is_empty() {
        return None;
    }
    let title = page.map_or_else(|| path.to_string(), |page| page.title.clone());
    let additions = page.map(|_| files.contributions(path)).unwrap_or_default();
    Some(filled(&PreviewPage {
        frame: Frame::new(&base, &format!("Preview: {title}"), Here::Elsewhere),
        made_of: files.state(),
        kind: page
            .map_or_else(|| "Unread".to_owned(), |page| capitalised(&page.kind.word().replace('-', " "))),
        lang: page.and_then(|page| page.lang.clone()),
        is_draft: files.base().page(path).is_some_and(|page| page.draft),
        is_unserved: is_unserved(&files, path),
        html: page.map(|page| Prose::previewed(&base, page).whole()),
        tally: tally(&problems),
        problems: problems.iter().map(|problem| ProblemRow::of(problem, true)).collect(),
        says: page.map(|page| says(&base, page)).unwrap_or_default(),
        related: page.map(|page| related(&base, page)).unwrap_or_default(),
        additions: additions.iter().filter_map(|one| Addition::of(&base, one)).collect(),
        path: path.to_string(),
        title,
    }))
}

/// Whether users get another state of the page, or none, because the last edit is not served.
fn is_unserved(files: &Files, path: &PagePath) -> bool {
    let sum = |base: &KnowledgeBase| base.page(path).map(|page| page.sum);
    sum(files.base()) != sum(&files.served.base)
}

/// The words by which the page is known.
fn says(base: &KnowledgeBase, page: &Page) -> Vec<String> {
    let symptom = base.symptoms().find(|symptom| symptom.page == page.path);
    let beyond = base.out_of_scope().find(|beyond| beyond.page == page.path);
    let of_symptom = symptom.map(|symptom| [symptom.errors.as_slice(), &symptom.says].concat());
    of_symptom.or_else(|| beyond.map(|beyond| beyond.says.clone())).unwrap_or_default()
}

/// What a page has to do with, by its kind.
fn related(base: &KnowledgeBase, page: &Page) -> Vec<Related> {
    let cause = |how: String, id: &CauseId| {
        let cause = base.cause(id)?;
        Some(Related { how, title: cause.title.clone(), href: preview_href(&cause.page) })
    };
    match page.kind {
        Kind::Symptom => {
            let symptom = base.symptoms().find(|symptom| symptom.page == page.path);
            let causes = symptom.into_iter().flat_map(|symptom| &symptom.causes);
            causes.filter_map(|(id, chance)| cause(format!("{} of", share(chance.value())), id)).collect()
        }
        Kind::Cause => {
            let Some(own) = base.causes().find(|cause| cause.page == page.path) else { return Vec::new() };
            let checks = base.checks_for(&own.id).map(|check| Related {
                how: "blamed by the check".to_owned(),
                title: check.title.clone(),
                href: preview_href(&check.page),
            });
            symptoms_of(base, &own.id).chain(checks).collect()
        }
        Kind::Fix => {
            let fix = base.fixes().find(|fix| fix.page == page.path);
            let cures = fix.into_iter().flat_map(|fix| &fix.cures);
            cures.filter_map(|(id, chance)| cause(format!("{} to cure", share(chance.value())), id)).collect()
        }
        Kind::Check => {
            let check = base.checks().find(|check| check.page == page.path);
            let blamed = check.into_iter().flat_map(|check| &check.on_fail);
            blamed
                .filter_map(|on_fail| {
                    cause("a failure blames".to_owned(), &on_fail.cause).map(|one| (one, on_fail))
                })
                .flat_map(|(one, on_fail)| std::iter::once(one).chain(symptoms_of(base, &on_fail.cause)))
                .collect()
        }
        Kind::Article | Kind::Question | Kind::OutOfScope => Vec::new(),
    }
}

/// The symptoms that a cause may be behind.
fn symptoms_of<'base>(
    base: &'base KnowledgeBase,
    cause: &'base CauseId,
) -> impl Iterator<Item = Related> + 'base {
    base.symptoms().filter_map(move |symptom| {
        let (_, chance) = symptom.causes.iter().find(|(id, _)| id == cause)?;
        let how = format!("{} behind", share(chance.value()));
        Some(Related { how, title: symptom.title.clone(), href: preview_href(&symptom.page) })
    })
}

impl Addition {
    fn of(base: &KnowledgeBase, contribution: &Contribution) -> Option<Self> {
        let symptom = base.symptom(&contribution.symptom)?;
        let minutes_more = contribution.difference();
        let difference = match () {
            () if minutes_more <= -NO_DIFFERENCE => format!("saves {}", minutes(-minutes_more)),
            () if minutes_more >= NO_DIFFERENCE => format!("costs {} more", minutes(minutes_more)),
            () => "changes nothing on average".to_owned(),
        };
        let (with, without) = (&contribution.with, &contribution.without);
        let first = first(base, with);
        Some(Self {
            symptom: symptom.title.clone(),
            href: preview_href(&symptom.page),
            difference,
            costs: format!(
                "{} with it, {} without",
                minutes(with.expected_cost),
                minutes(without.expected_cost)
            ),
            first_without: (with.step != without.step).then(|| self::first(base, without)),
            first,
        })
    }
}

/// A step in words.
fn first(base: &KnowledgeBase, next: &NextStep) -> String {
    match &next.step {
        Step::Ask(id) => format!("ask “{}”", base.question(id).map_or("", |question| &question.ask)),
        Step::Try(action) => {
            let n_parts = action.parts().len();
            let fixes =
                if n_parts == 1 { String::new() } else { format!(" ({})", counted(n_parts, "fix", "fixes")) };
            format!("try “{}”{fixes}", action.title(base))
        }
        Step::Escalate => "hand over".to_owned(),
    }
}
