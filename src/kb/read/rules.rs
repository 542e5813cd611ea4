//! Check pages.

use super::super::fields::Fields;
use super::super::findings::Complaints;
use super::super::front_matter::Node;
use super::super::kinds::{Check, OnFail};
use super::super::name::{CauseId, CheckId};
use super::super::page::Page;
use super::super::references::nearest;
use super::facts::unknown_fact;
use super::own_id;
use crate::facts::{BadRule, Rule, Schema, function_names};
use crate::text::place::Position;

/// How a rule is compiled: one that judges may ask for less than one that only speaks.
type Compile = fn(&str) -> Result<Rule, BadRule>;

pub(super) fn read(page: &Page, fields: &mut Fields<'_>, schema: &Schema) -> Option<Check> {
    let id = own_id(page, fields, CheckId::parse)?;
    let pass = fields.required_text("pass", "check").map(|text| (text.value, text.at));
    let fail = fields.required_text("fail", "check").map(|text| (text.value, text.at));
    let mut spoken = |key: &str| {
        let text = fields.text(key)?;
        sound(&mut fields.complaints, schema, &text.value, text.at, Rule::compile)
    };
    let (expected, actual, same) = (spoken("expected"), spoken("actual"), spoken("same"));
    let (compared, against) = (spoken("compared"), spoken("against"));
    let subject = subject(fields, schema);
    let on_fail = on_fail(fields, schema);
    let mut judging = |rule: Option<(String, Position)>| {
        let (source, at) = rule?;
        sound(&mut fields.complaints, schema, &source, at, Rule::compile_judging)
    };
    let (pass, fail) = (judging(pass), judging(fail));
    Some(Check {
        id,
        page: page.path.clone(),
        title: page.title.clone(),
        refs: refs(fields),
        subject,
        pass: pass?,
        fail: fail?,
        expected,
        actual,
        compared,
        against,
        same,
        on_fail,
    })
}

/// What the rule rests on. What is wrong with the list was said when the page was read.
fn refs(fields: &Fields<'_>) -> Vec<String> {
    let items = fields.node("refs").and_then(Node::as_list).unwrap_or_default();
    items.iter().filter_map(|item| Some(item.as_text()?.trim().to_owned())).collect()
}

/// A rule whose names all stand for facts of the base.
fn sound(
    complaints: &mut Complaints<'_>,
    schema: &Schema,
    source: &str,
    at: Position,
    how: Compile,
) -> Option<Rule> {
    let rule = compile(complaints, source, at, how)?;
    let unknown = rule.unknown_facts(schema);
    for fact in &unknown {
        let at = complaints.place_within(source, at, fact.column);
        unknown_fact(complaints, &fact.path, at, schema.names().into_iter());
    }
    unknown.is_empty().then_some(rule)
}

/// Compiles a rule; what is wrong with it becomes a problem at its place.
pub(super) fn compile(
    complaints: &mut Complaints<'_>,
    source: &str,
    at: Position,
    how: Compile,
) -> Option<Rule> {
    match how(source) {
        Ok(rule) => Some(rule),
        Err(bad) => {
            let at = bad.column().map_or(at, |column| complaints.place_within(source, at, column));
            let help = match &bad {
                BadRule::UnknownFunction { name, .. } => {
                    nearest(name, function_names()).map(|near| format!("did you mean `{near}`?"))
                }
                _ => None,
            };
            let help =
                help.unwrap_or_else(|| "see the authoring guide for what an expression may hold".to_owned());
            complaints.error("rule-invalid", at, bad.to_string(), &help);
            None
        }
    }
}

/// The subject, if the base has it.
fn subject(fields: &mut Fields<'_>, schema: &Schema) -> Option<String> {
    let subject = fields.text("subject")?;
    let known = || schema.subjects().iter().map(|subject| subject.id.as_str());
    if !schema.is_free() && !known().any(|id| id == subject.value) {
        let help = nearest(&subject.value, known()).map_or_else(
            || "declare it in `kb.yml` under `facts`, `subjects`".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("there is no subject `{}`", subject.value);
        fields.complaints.error("subject-unknown", subject.at, message, &help);
    }
    Some(subject.value)
}

fn on_fail(fields: &mut Fields<'_>, schema: &Schema) -> Vec<OnFail> {
    let Some(items) = fields.node("on_fail").and_then(Node::as_list) else { return Vec::new() };
    items.iter().filter_map(|item| one_on_fail(fields, item, schema)).collect()
}

fn one_on_fail(fields: &mut Fields<'_>, item: &Node, schema: &Schema) -> Option<OnFail> {
    if let Some(cause) = item.as_text() {
        return Some(OnFail { when: None, cause: fields.id(cause, item.position, CauseId::parse)? });
    }
    let Some(cause) = item.get("cause").and_then(Node::as_text) else {
        let message = "an item of `on_fail` names no cause".to_owned();
        fields.complaints.error(
            "key-missing",
            item.position,
            message,
            "write a cause id, or `{when: '…', cause: cause-id}`",
        );
        return None;
    };
    let cause = fields.id(cause, item.position, CauseId::parse)?;
    match item.get("when") {
        None => Some(OnFail { when: None, cause }),
        Some(when) => {
            let source = when.as_text().unwrap_or_default();
            let rule = sound(&mut fields.complaints, schema, source, when.position, Rule::compile)?;
            Some(OnFail { when: Some(rule), cause })
        }
    }
}
