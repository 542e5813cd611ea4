//! Symptom pages.

use super::super::fields::{Fields, Placed};
use super::super::front_matter::Node;
use super::super::kinds::Symptom;
use super::super::name::{CauseId, QuestionId, SymptomId};
use super::super::page::Page;
use super::super::scale::{CAUSE_LIKELIHOOD, Probability};
use super::{fixed, own_id};

/// The chance that it is none of the causes listed, where the page does not say (design, section 3).
const OTHER: f64 = 0.05;

pub(super) fn read(page: &Page, fields: &mut Fields<'_>) -> Option<Symptom> {
    let id = own_id(page, fields, SymptomId::parse)?;
    let says = values(fields.texts("says"));
    let errors = values(fields.texts("errors"));
    if says.is_empty() && errors.is_empty() {
        let at = fields.place_of("kind");
        let message = "a symptom without `says` and `errors` is recognised by its title alone".to_owned();
        fields.complaints.warning(
            "says-missing",
            at,
            message,
            "add `says:` with at least 8 ways people put it",
        );
    }
    let other = fields.probability("other", CAUSE_LIKELIHOOD).unwrap_or(fixed(OTHER));
    let causes = causes(fields, other);
    let answered = answered(fields);
    let symptom = Symptom {
        id,
        page: page.path.clone(),
        title: page.title.clone(),
        description: page.description.clone(),
        errors,
        says,
        not: values(fields.texts("not")),
        other: if causes.is_empty() { fixed(1.0) } else { other },
        causes,
        answered,
    };
    complain_about_few_phrases(&symptom, fields);
    Some(symptom)
}

/// A page that has neither phrases nor error texts has a problem of its own (`says-missing`).
fn complain_about_few_phrases(symptom: &Symptom, fields: &mut Fields<'_>) {
    // Those that are written and do not count have findings of their own.
    let n_written = fields.node("says").and_then(Node::as_list).map_or(0, <[Node]>::len);
    if n_written >= Symptom::ENOUGH_PHRASES {
        return;
    }
    let n_phrases = symptom.n_phrases();
    if n_phrases == 0 && symptom.errors.is_empty() {
        return;
    }
    let message = match n_phrases {
        0 => "without `says` the symptom is recognised by its error texts alone".to_owned(),
        1 => "`says` has 1 phrase: too few to recognise the symptom in other words".to_owned(),
        n if n < Symptom::FEWEST_PHRASES => {
            format!("`says` has {n} phrases: too few to recognise the symptom in other words")
        }
        n => format!("`says` has {n} phrases: too few to trust what is recognised"),
    };
    let at = fields.place_of(if fields.node("says").is_some() { "says" } else { "kind" });
    let help = format!("write at least {} as people put it; thirty are better", Symptom::ENOUGH_PHRASES);
    fields.complaints.warning("few-phrases", at, message, &help);
}

fn answered(fields: &mut Fields<'_>) -> Vec<QuestionId> {
    let named = fields.texts("answered");
    named.into_iter().filter_map(|text| fields.id(&text.value, text.at, QuestionId::parse)).collect()
}

fn values(texts: Vec<Placed<String>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}

/// Likelihoods are relative: they are scaled so that together with `other` they sum to 1.
fn causes(fields: &mut Fields<'_>, other: Probability) -> Vec<(CauseId, Probability)> {
    let mut causes = Vec::new();
    for entry in fields.map("causes") {
        let id = fields.id(&entry.key, entry.key_position, CauseId::parse);
        let likelihood = fields.probability_of(&entry.value, CAUSE_LIKELIHOOD);
        causes.extend(id.zip(likelihood));
    }
    let sum: f64 = causes.iter().map(|(_, likelihood)| likelihood.value()).sum();
    if sum <= 0.0 {
        if !causes.is_empty() {
            let at = fields.place_of("causes");
            let message = "all likelihoods under `causes` are 0".to_owned();
            fields.complaints.error(
                "number-wrong",
                at,
                message,
                "give at least one cause a likelihood above 0",
            );
        }
        return Vec::new();
    }
    let factor = (1.0 - other.value()) / sum;
    causes.into_iter().map(|(id, likelihood)| (id, fixed((likelihood.value() * factor).min(1.0)))).collect()
}
