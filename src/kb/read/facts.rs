//! The section `facts` of `kb.yml`: which facts there are, what they are called elsewhere, which records checks see.

use super::super::fields::Fields;
use super::super::findings::Complaints;
use super::super::front_matter::{Entry, Node};
use super::super::references::nearest;
use super::rules::compile;
use super::settings::complain_about_unknown;
use crate::facts::{AddressRule, Element, Field, FieldKind, Implied, Rule, Schema, Secret, Subject};
use crate::text::place::Position;

const KEYS: [&str; 7] = ["fields", "subjects", "exports", "addresses", "told_apart_by", "yes", "no"];
const FIELD_KEYS: [&str; 4] = ["kind", "labels", "labels_beside", "by_chance"];
const SUBJECT_KEYS: [&str; 8] = ["list", "variable", "sure", "possible", "key", "is", "may_be", "prefer"];
const EXPORT_KEYS: [&str; 6] =
    ["element", "list", "attributes", "left_out_means_no", "not_numbers", "implied"];
const ADDRESS_KEYS: [&str; 4] = ["path", "list", "host", "parameters"];
/// How the rules of a subject call the record they judge.
const ITEM: &str = "item.";

/// Reads the section; whatever is wrong in it is left out.
pub(super) fn read(fields: &mut Fields<'_>) -> Schema {
    let Some(node) = fields.node("facts") else { return Schema::default() };
    let complaints = &mut fields.complaints;
    let sections = entries(complaints, node, "facts", &KEYS);
    let section = |name: &str| sections.iter().find(|entry| entry.key == name).map(|entry| &entry.value);
    let declared: Vec<Field> = section("fields")
        .map(|node| all(complaints, node, "fields"))
        .unwrap_or_default()
        .iter()
        .filter_map(|entry| field(complaints, entry))
        .collect();
    let known = Schema::new(declared.clone(), Vec::new());
    let subjects = section("subjects").map(|node| all(complaints, node, "subjects")).unwrap_or_default();
    let subjects = subjects.iter().filter_map(|entry| subject(complaints, &known, entry)).collect();
    let mut schema = Schema::new(declared, subjects);
    for item in section("exports").and_then(Node::as_list).unwrap_or_default() {
        schema.elements.extend(element(complaints, &known, item));
    }
    for item in section("addresses").and_then(Node::as_list).unwrap_or_default() {
        schema.addresses.extend(address(complaints, &known, item));
    }
    schema.told_apart_by = paths(complaints, &known, section("told_apart_by"));
    schema.yes = texts(complaints, section("yes"), "yes");
    schema.no = texts(complaints, section("no"), "no");
    schema
}

/// The entries of a map; keys that mean nothing there are complained about.
fn entries<'n>(complaints: &mut Complaints<'_>, node: &'n Node, what: &str, keys: &[&str]) -> &'n [Entry] {
    let entries = all(complaints, node, what);
    complain_about_unknown(complaints, entries, what, keys);
    entries
}

fn all<'n>(complaints: &mut Complaints<'_>, node: &'n Node, what: &str) -> &'n [Entry] {
    node.as_map().unwrap_or_else(|| {
        shape(complaints, node.position, what, "a map");
        &[]
    })
}

fn shape(complaints: &mut Complaints<'_>, at: Position, what: &str, expected: &str) {
    let help = "see the authoring guide for what `facts` of `kb.yml` may hold";
    complaints.error("value-wrong-shape", at, format!("`{what}` should be {expected}"), help);
}

fn texts(complaints: &mut Complaints<'_>, node: Option<&Node>, what: &str) -> Vec<String> {
    let Some(node) = node else { return Vec::new() };
    let texts: Option<Vec<String>> =
        node.as_list().and_then(|items| items.iter().map(|item| item.as_text().map(str::to_owned)).collect());
    texts.unwrap_or_else(|| {
        shape(complaints, node.position, what, "a list of texts");
        Vec::new()
    })
}

fn field(complaints: &mut Complaints<'_>, entry: &Entry) -> Option<Field> {
    let path = &entry.key;
    let is_name = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_lowercase())
            && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    if !path.split('.').all(is_name) {
        let message = format!("`{path}` is no name for a fact");
        let help = "use small letters, digits and `_`, with dots between the parts";
        complaints.error("fact-invalid", entry.key_position, message, help);
        return None;
    }
    if Secret::by_name(path).is_some() {
        let message = format!("`{path}` is called like a secret, and those are never kept");
        let help = "take it out; a check must not look at a secret";
        complaints.error("fact-secret", entry.key_position, message, help);
        return None;
    }
    let (word, at, labels, weak_labels, by_chance) = match entry.value.as_text() {
        Some(word) => (Some(word), entry.value.position, Vec::new(), Vec::new(), false),
        None => {
            let own = entries(complaints, &entry.value, path, &FIELD_KEYS);
            let get = |key: &str| own.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
            let kind = get("kind");
            (
                kind.and_then(Node::as_text),
                kind.map_or(entry.value.position, |kind| kind.position),
                texts(complaints, get("labels"), "labels"),
                texts(complaints, get("labels_beside"), "labels_beside"),
                get("by_chance").and_then(Node::as_bool) == Some(true),
            )
        }
    };
    let kind = match word {
        None => FieldKind::Text,
        Some(word) => match FieldKind::ALL.iter().find(|(known, _)| *known == word) {
            Some((_, kind)) => *kind,
            None => {
                let words: Vec<&str> = FieldKind::ALL.iter().map(|(word, _)| *word).collect();
                let help = format!("use one of `{}`", words.join("`, `"));
                complaints.error("fact-invalid", at, format!("there is no kind of fact `{word}`"), &help);
                return None;
            }
        },
    };
    Some(Field { path: path.clone(), kind, labels, weak_labels, by_chance })
}

fn subject(complaints: &mut Complaints<'_>, schema: &Schema, entry: &Entry) -> Option<Subject> {
    let own = entries(complaints, &entry.value, "subjects", &SUBJECT_KEYS);
    let get = |key: &str| own.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
    let text = |key: &str| get(key).and_then(Node::as_text).map(str::to_owned);
    let list = list(complaints, schema, get("list"), entry.key_position)?;
    let Some(variable) = text("variable") else {
        let message = format!("the subject `{}` has no `variable`", entry.key);
        let help = "add `variable: name`: what rules call the record";
        complaints.error("key-missing", entry.key_position, message, help);
        return None;
    };
    let mut rule = |key: &str| -> Option<Rule> {
        let node = get(key)?;
        let source = node.as_text().unwrap_or_default();
        let rule = compile(complaints, source, node.position, Rule::compile)?;
        for unknown in rule.unknown_facts(schema) {
            let name = unknown.path.strip_prefix(ITEM).unwrap_or(&unknown.path);
            if !unknown.path.starts_with(ITEM) || !schema.below(&list).any(|known| known == name) {
                let known = schema.below(&list).map(|known| format!("{ITEM}{known}"));
                let at = complaints.place_within(source, node.position, unknown.column);
                unknown_fact(complaints, &unknown.path, at, known);
            }
        }
        Some(rule)
    };
    let (is, may_be, prefer) = (rule("is"), rule("may_be"), rule("prefer"));
    Some(Subject {
        id: entry.key.clone(),
        variable,
        sure: text("sure"),
        possible: text("possible"),
        key: text("key"),
        is,
        may_be,
        prefer,
        list,
    })
}

/// The path of a list of records.
fn list(
    complaints: &mut Complaints<'_>,
    schema: &Schema,
    node: Option<&Node>,
    at: Position,
) -> Option<String> {
    let path = node.and_then(Node::as_text);
    let is_list = |path: &&str| schema.field(path).is_some_and(|field| field.kind == FieldKind::Records);
    if let Some(path) = path.filter(is_list) {
        return Some(path.to_owned());
    }
    let at = node.map_or(at, |node| node.position);
    let message = "`list` should name a field of the kind `records`".to_owned();
    complaints.error("fact-unknown", at, message, "declare it under `fields`, and name it by its whole path");
    None
}

fn paths(complaints: &mut Complaints<'_>, schema: &Schema, node: Option<&Node>) -> Vec<String> {
    let mut paths = Vec::new();
    for item in node.and_then(Node::as_list).unwrap_or_default() {
        let path = item.as_text().unwrap_or_default();
        match schema.field(path) {
            Some(field) => paths.push(field.path.clone()),
            None => {
                let known = schema.fields().iter().map(|field| field.path.clone());
                unknown_fact(complaints, path, item.position, known);
            }
        }
    }
    paths
}

/// The names of fields of a record in a map's values; whole paths are allowed where `or_path` says so.
fn mapped(
    complaints: &mut Complaints<'_>,
    schema: &Schema,
    list: &str,
    node: Option<&Node>,
    or_path: bool,
) -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for entry in node.map(|node| all(complaints, node, "a table of names")).unwrap_or_default() {
        let field = entry.value.as_text().unwrap_or_default();
        if schema.below(list).any(|known| known == field) || (or_path && schema.field(field).is_some()) {
            pairs.push((entry.key.clone(), field.to_owned()));
        } else {
            let known = schema.below(list).map(str::to_owned);
            unknown_fact(complaints, field, entry.value.position, known);
        }
    }
    pairs
}

fn named(complaints: &mut Complaints<'_>, schema: &Schema, list: &str, node: Option<&Node>) -> Vec<String> {
    let mut names = Vec::new();
    for item in node.and_then(Node::as_list).unwrap_or_default() {
        let name = item.as_text().unwrap_or_default();
        if schema.below(list).any(|known| known == name) {
            names.push(name.to_owned());
        } else {
            unknown_fact(complaints, name, item.position, schema.below(list).map(str::to_owned));
        }
    }
    names
}

fn element(complaints: &mut Complaints<'_>, schema: &Schema, item: &Node) -> Option<Element> {
    entries(complaints, item, "exports", &EXPORT_KEYS);
    let list = list(complaints, schema, item.get("list"), item.position)?;
    let Some(element) = item.get("element").and_then(Node::as_text) else {
        let message = "an item of `exports` names no `element`".to_owned();
        complaints.error("key-missing", item.position, message, "add `element: name`");
        return None;
    };
    let implied = item.get("implied").and_then(Node::as_list).unwrap_or_default();
    let implied = implied.iter().filter_map(|node| {
        let by = named(complaints, schema, &list, node.get("by"));
        let field = node.get("field").and_then(Node::as_text)?.to_owned();
        Some(Implied { field, text: node.get("text").and_then(Node::as_text)?.to_owned(), by })
    });
    let implied = implied.collect();
    Some(Element {
        element: element.to_owned(),
        attributes: mapped(complaints, schema, &list, item.get("attributes"), false),
        left_out_means_no: named(complaints, schema, &list, item.get("left_out_means_no")),
        not_numbers: named(complaints, schema, &list, item.get("not_numbers")),
        implied,
        list,
    })
}

fn address(complaints: &mut Complaints<'_>, schema: &Schema, item: &Node) -> Option<AddressRule> {
    entries(complaints, item, "addresses", &ADDRESS_KEYS);
    let list = list(complaints, schema, item.get("list"), item.position)?;
    let host = item.get("host").map(|node| named(complaints, schema, &list, Some(node)));
    Some(AddressRule {
        path: item.get("path").and_then(Node::as_text).unwrap_or_default().to_owned(),
        host: host.and_then(|names| names.into_iter().next()),
        parameters: mapped(complaints, schema, &list, item.get("parameters"), true),
        list,
    })
}

/// Complains about a name that stands for no fact, and names the one that may be meant.
pub(super) fn unknown_fact(
    complaints: &mut Complaints<'_>,
    name: &str,
    at: Position,
    known: impl Iterator<Item = String>,
) {
    let known: Vec<String> = known.collect();
    let help = nearest(name, known.iter().map(String::as_str)).map_or_else(
        || "declare it in `kb.yml` under `facts`, `fields`, or name one that is declared".to_owned(),
        |near| format!("did you mean `{near}`?"),
    );
    complaints.error("fact-unknown", at, format!("there is no fact `{name}`"), &help);
}
