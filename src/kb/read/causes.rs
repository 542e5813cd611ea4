//! Cause pages, and pages of fixes that help with several causes.

use super::super::fields::Fields;
use super::super::kinds::{Cause, DocLink, Fix};
use super::super::name::{CauseId, FixId, SectionRef, SharedStepId};
use super::super::page::Page;
use super::super::references::nearest;
use super::super::scale::{CURE, FIX_EFFORT, Minutes};
use super::super::settings::Settings;
use super::{fixed, own_id};

/// What a fix takes where the page does not say: `medium`.
const EFFORT: f64 = 8.0;
/// How often a fix works where the page does not say: `usually`.
const WORKS: f64 = 0.9;

pub(super) fn read_cause(page: &Page, fields: &mut Fields<'_>, settings: &Settings) -> Option<Cause> {
    let id = own_id(page, fields, CauseId::parse)?;
    let escalate = fields.flag("escalate", false);
    let steps = page.kept_text().and_then(|text| text.section("fix"));
    // What is meant by another value than a flag is asked already.
    let is_said = fields.node("escalate").is_some_and(|node| node.as_bool() != Some(false));
    if !is_said && steps.is_none_or(|steps| steps.text.trim().is_empty()) {
        let at = fields.place_of("kind");
        let message = format!("cause `{id}` offers no fix");
        fields.complaints.error(
            "cause-without-fix",
            at,
            message,
            "add a `## Fix` section with the steps, or set `escalate: true`",
        );
    }
    let effort = effort(fields);
    Some(Cause {
        id,
        page: page.path.clone(),
        title: page.title.clone(),
        description: page.description.clone(),
        effort,
        ends_with: ends_with(fields, effort, settings),
        works: fields.probability("works", CURE).unwrap_or(fixed(WORKS)),
        escalate,
        docs: docs(fields),
    })
}

pub(super) fn read_fix(page: &Page, fields: &mut Fields<'_>, settings: &Settings) -> Option<Fix> {
    let id = own_id(page, fields, FixId::parse)?;
    let effort = effort(fields);
    let mut cures = std::collections::BTreeMap::new();
    for entry in fields.map("cures") {
        let cause = fields.id(&entry.key, entry.key_position, CauseId::parse);
        let chance = fields.probability_of(&entry.value, CURE);
        cures.extend(cause.zip(chance));
    }
    if cures.is_empty() {
        let at = fields.place_of("cures");
        let message = "a fix that cures no cause is never tried".to_owned();
        fields.complaints.error(
            "key-missing",
            at,
            message,
            "add `cures:` with the causes it helps with and the chance for each",
        );
    }
    let ends_with = ends_with(fields, effort, settings);
    Some(Fix { id, page: page.path.clone(), title: page.title.clone(), effort, ends_with, cures })
}

fn effort(fields: &mut Fields<'_>) -> Minutes {
    fields.minutes("effort", FIX_EFFORT).or_else(|| Minutes::new(EFFORT)).unwrap_or(Minutes::ZERO)
}

/// The step that a fix ends with, if `kb.yml` knows it. One that takes longer than the whole fix is kept: in planning
/// no two fixes together cost less than the larger of them.
fn ends_with(fields: &mut Fields<'_>, effort: Minutes, settings: &Settings) -> Option<SharedStepId> {
    let text = fields.text("ends_with")?;
    let step = fields.id(&text.value, text.at, SharedStepId::parse)?;
    let Some(shared) = settings.shared_steps.get(&step) else {
        let help = nearest(step.as_str(), settings.shared_steps.keys().map(SharedStepId::as_str)).map_or_else(
            || format!("add `shared_steps: {{{step}: 5}}` to `kb.yml` with what it takes, or take the key out"),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("`kb.yml` names no shared step `{step}`");
        fields.complaints.error("shared-step-unknown", text.at, message, &help);
        return None;
    };
    if *shared > effort {
        let message = format!(
            "the fix takes {} minutes, and the step `{step}` that it ends with takes {}",
            effort.value(),
            shared.value()
        );
        fields.complaints.warning(
            "shared-step-too-long",
            text.at,
            message,
            "`effort` is that of the whole fix, its last step too: raise it, or lower `shared_steps` in `kb.yml`",
        );
    }
    Some(step)
}

fn docs(fields: &mut Fields<'_>) -> Vec<DocLink> {
    let mut links = Vec::new();
    for text in fields.texts("docs") {
        if text.value.starts_with("https://") || text.value.starts_with("http://") {
            links.push(DocLink::Outside(text.value));
        } else if text.value.contains(':') {
            let message = format!("`{}` is neither a page of this base nor a web address", text.value);
            fields.complaints.error(
                "link-refused",
                text.at,
                message,
                "write `folder/page.md#anchor` or `https://…`",
            );
        } else {
            links.push(DocLink::Section(SectionRef::parse(&text.value)));
        }
    }
    links
}
