//! From one file to one page, and from its front matter to what its kind says. References to other pages are taken
//! as they are written; whether they lead anywhere is found when all pages are there (`assemble`).

mod case_files;
mod causes;
mod content_tests;
mod expectations;
mod facts;
mod page;
mod questions;
mod rules;
mod settings;
mod symptoms;

use super::fields::Fields;
use super::kinds::{Cause, Check, Fix, OutOfScope, Question, Symptom};
use super::name::OutOfScopeId;
use super::page::{Kind, Page};
use super::scale::Probability;
use super::settings::Settings;

pub(super) use case_files::read as read_case;
pub(super) use content_tests::read as read_tests;
pub(super) use page::{RawPage, Written, read_page};
pub(super) use settings::read_settings;

/// What a page says beyond its text.
#[derive(Debug, Clone)]
pub(super) enum Knowledge {
    Symptom(Symptom),
    Cause(Cause),
    Fix(Fix),
    Question(Question),
    Check(Check),
    OutOfScope(OutOfScope),
}

/// Reads what the page's kind says; `None` for articles and for pages that lack what their kind needs most.
pub(super) fn read_knowledge(page: &Page, fields: &mut Fields<'_>, settings: &Settings) -> Option<Knowledge> {
    match page.kind {
        Kind::Article => None,
        Kind::Symptom => symptoms::read(page, fields).map(Knowledge::Symptom),
        Kind::Cause => causes::read_cause(page, fields, settings).map(Knowledge::Cause),
        Kind::Fix => causes::read_fix(page, fields, settings).map(Knowledge::Fix),
        Kind::Question => questions::read(page, fields).map(Knowledge::Question),
        Kind::Check => rules::read(page, fields, &settings.facts).map(Knowledge::Check),
        Kind::OutOfScope => read_out_of_scope(page, fields).map(Knowledge::OutOfScope),
    }
}

fn read_out_of_scope(page: &Page, fields: &mut Fields<'_>) -> Option<OutOfScope> {
    let id = own_id(page, fields, OutOfScopeId::parse)?;
    let says: Vec<String> = fields.texts("says").into_iter().map(|text| text.value).collect();
    if says.is_empty() {
        let at = fields.place_of("says");
        fields.complaints.warning(
            "says-missing",
            at,
            "an out-of-scope page without `says` is never recognised".to_owned(),
            "add `says:` with the ways people put it",
        );
    }
    Some(OutOfScope { id, page: page.path.clone(), title: page.title.clone(), says })
}

/// The page's own id: `id`, else the file's stem.
fn own_id<T>(
    page: &Page,
    fields: &mut Fields<'_>,
    parse: fn(&str) -> Result<T, super::name::BadId>,
) -> Option<T> {
    match fields.text("id") {
        Some(id) => fields.id(&id.value, id.at, parse),
        None => {
            let at = fields.place_of("kind");
            fields.id(page.path.stem(), at, parse)
        }
    }
}

/// A probability that is written in the source and lies between 0 and 1 by sight.
fn fixed(value: f64) -> Probability {
    Probability::new(value).unwrap_or(Probability::ZERO)
}
