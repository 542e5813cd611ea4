//! Check pages.

use super::super::fields::Fields;
use super::super::front_matter::Node;
use super::super::kinds::{Check, OnFail};
use super::super::name::{CauseId, CheckId};
use super::super::page::Page;
use super::own_id;
use crate::facts::{BadRule, Rule};
use crate::text::place::Position;

pub(super) fn read(page: &Page, fields: &mut Fields<'_>) -> Option<Check> {
    let id = own_id(page, fields, CheckId::parse)?;
    let pass = fields.required_text("pass", "check").map(|text| (text.value, text.at));
    let fail = fields.required_text("fail", "check").map(|text| (text.value, text.at));
    let expected = fields.text("expected").and_then(|text| compile(fields, &text.value, text.at));
    let actual = fields.text("actual").and_then(|text| compile(fields, &text.value, text.at));
    let subject = fields.text("subject").map(|text| text.value);
    let on_fail = on_fail(fields);
    let pass = pass.and_then(|(source, at)| compile(fields, &source, at));
    let fail = fail.and_then(|(source, at)| compile(fields, &source, at));
    let (pass, fail) = (pass?, fail?);
    Some(Check {
        id,
        page: page.path.clone(),
        title: page.title.clone(),
        subject,
        pass,
        fail,
        expected,
        actual,
        on_fail,
    })
}

fn compile(fields: &mut Fields<'_>, source: &str, at: Position) -> Option<Rule> {
    match Rule::compile(source) {
        Ok(rule) => Some(rule),
        Err(bad) => {
            // The expression stands behind an opening quote as a rule; its column leads near enough.
            let column = match &bad {
                BadRule::Syntax { column, .. } => at.column + column,
                _ => at.column,
            };
            fields.complaints.error(
                "rule-invalid",
                Position { column, ..at },
                bad.to_string(),
                "see the authoring guide for what an expression may hold",
            );
            None
        }
    }
}

fn on_fail(fields: &mut Fields<'_>) -> Vec<OnFail> {
    let Some(items) = fields.node("on_fail").and_then(Node::as_list) else { return Vec::new() };
    items.iter().filter_map(|item| one_on_fail(fields, item)).collect()
}

fn one_on_fail(fields: &mut Fields<'_>, item: &Node) -> Option<OnFail> {
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
            let rule = compile(fields, when.as_text().unwrap_or_default(), when.position)?;
            Some(OnFail { when: Some(rule), cause })
        }
    }
}
