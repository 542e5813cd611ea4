//! Question pages.

use std::collections::BTreeMap;

use super::super::fields::Fields;
use super::super::front_matter::{Entry, Node};
use super::super::kinds::{Answer, Question};
use super::super::name::{AnswerId, CauseId, QuestionId};
use super::super::page::Page;
use super::super::scale::{ANSWER_LIKELIHOOD, Minutes, Probability, QUESTION_EFFORT};
use super::{fixed, own_id};

/// What an answer takes where the page does not say: `quick`.
const EFFORT: f64 = 1.0;
/// How likely an answer is for a cause that nobody named: as likely as not.
const OTHERWISE: f64 = 0.5;

pub(super) fn read(page: &Page, fields: &mut Fields<'_>) -> Option<Question> {
    let id = own_id(page, fields, QuestionId::parse)?;
    let ask = fields.required_text("ask", "question")?.value;
    let effort =
        fields.minutes("effort", QUESTION_EFFORT).or_else(|| Minutes::new(EFFORT)).unwrap_or(Minutes::ZERO);
    let (answers, n_written) = answers(fields)?;
    if answers.len() < 2 {
        // Those that are written and could not be read have problems of their own.
        if n_written >= 2 {
            return None;
        }
        let at = fields.place_of("answers");
        let message = format!("a question needs at least two answers, this one has {}", answers.len());
        fields.complaints.error(
            "answers-missing",
            at,
            message,
            "add `answers:`, each with `id`, `label` and `likelihood`",
        );
        return None;
    }
    Some(Question { id, page: page.path.clone(), ask, effort, answers })
}

/// The answers that could be read, and how many are written; nothing if they are no list, which is said.
fn answers(fields: &mut Fields<'_>) -> Option<(Vec<Answer>, usize)> {
    let Some(node) = fields.node("answers") else { return Some((Vec::new(), 0)) };
    let Some(items) = node.as_list() else {
        fields.wrong_shape("answers", node, "a list", "start each answer with `- id:`");
        return None;
    };
    let mut answers: Vec<Answer> = Vec::with_capacity(items.len());
    for item in items {
        let Some(answer) = answer(fields, item) else { continue };
        if answers.iter().any(|other| other.id == answer.id) {
            let message = format!("the answer `{}` stands here twice", answer.id);
            fields.complaints.error(
                "id-duplicate",
                item.position,
                message,
                "give each answer of a question its own id",
            );
            continue;
        }
        answers.push(answer);
    }
    Some((answers, items.len()))
}

fn answer(fields: &mut Fields<'_>, item: &Node) -> Option<Answer> {
    let (Some(id), Some(label)) =
        (item.get("id").and_then(Node::as_text), item.get("label").and_then(Node::as_text))
    else {
        let message = "an answer needs an `id` and a `label`".to_owned();
        fields.complaints.error(
            "key-missing",
            item.position,
            message,
            "write `id: short-name` and `label: \"What the button says\"`",
        );
        return None;
    };
    let id = fields.id(id, item.position, AnswerId::parse)?;
    let says = item.get("says").map_or_else(Vec::new, |node| says(fields, node));
    let mut likelihood = BTreeMap::new();
    let mut otherwise = fixed(OTHERWISE);
    let entries: &[Entry] = match item.get("likelihood") {
        None => &[],
        Some(node) => match node.as_map() {
            Some(entries) => entries,
            None => {
                fields.wrong_shape("likelihood", node, "a map", "write `{cause-id: usually, \"*\": seldom}`");
                &[]
            }
        },
    };
    for entry in entries {
        let Some(value) = fields.probability_of(&entry.value, ANSWER_LIKELIHOOD) else { continue };
        add(fields, entry, value, &mut likelihood, &mut otherwise);
    }
    Some(Answer { id, label: label.trim().to_owned(), says, likelihood, otherwise })
}

fn says(fields: &mut Fields<'_>, node: &Node) -> Vec<String> {
    let texts = node.as_list().map(|items| items.iter().filter_map(Node::as_text));
    let Some(texts) = texts else {
        fields.wrong_shape("says", node, "a list", "write `says: [\"only me\", \"just one user\"]`");
        return Vec::new();
    };
    texts.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect()
}

fn add(
    fields: &mut Fields<'_>,
    entry: &Entry,
    value: Probability,
    likelihood: &mut BTreeMap<CauseId, Probability>,
    otherwise: &mut Probability,
) {
    if entry.key == "*" {
        *otherwise = value;
    } else if let Some(cause) = fields.id(&entry.key, entry.key_position, CauseId::parse) {
        likelihood.insert(cause, value);
    }
}
