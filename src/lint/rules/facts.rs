//! Facts that checks name and no form, export or address gives.

use std::collections::BTreeSet;

use super::super::ground::Ground;
use crate::facts::{Field, FieldKind, Schema};
use crate::kb::front_matter::Node;
use crate::kb::{Findings, PagePath, SETTINGS_FILE, nearest};

/// In a base that says what facts are called in forms, exports or addresses, remarks on facts that checks name and that
/// are called nothing anywhere: only a snapshot can give them.
pub(super) fn judge(ground: &Ground<'_>, findings: &mut Findings) {
    let schema = &ground.base.settings().facts;
    let Some((path, written)) = ground.settings() else { return };
    let given: BTreeSet<&str> =
        schema.fields().iter().filter(|field| is_given(schema, field)).map(path_of).collect();
    if given.is_empty() {
        return;
    }
    let named = named(ground, schema);
    let fields = written.front_matter().get("facts").and_then(|facts| facts.get("fields"));
    let entries = fields.and_then(|fields| fields.as_map()).unwrap_or_default();
    let path: &PagePath = path;
    for entry in entries {
        let Some(field) = schema.field(&entry.key) else { continue };
        if field.kind == FieldKind::Records
            || given.contains(field.path.as_str())
            || !named.contains(&field.path)
            || is_mistyped(&entry.value)
        {
            continue;
        }
        let message = format!("checks name `{}`, and no form, export or address gives it", field.path);
        let help = "add `labels` as forms call it, or the attribute or parameter that holds it";
        ground.complaints(path, findings).note(
            "fact-not-read",
            written.in_file(entry.key_position),
            message,
            help,
        );
    }
    debug_assert_eq!(path.as_str(), SETTINGS_FILE);
}

/// Whether the labels of a field stand under a key that was mistyped, which is a finding of its own.
fn is_mistyped(field: &Node) -> bool {
    let keys = field.as_map().unwrap_or_default().iter().map(|entry| entry.key.as_str());
    keys.into_iter().any(|key| nearest(key, ["labels", "labels_beside"].into_iter()).is_some())
}

fn path_of(field: &Field) -> &str {
    &field.path
}

/// Whether a reader other than that of snapshots gives a fact.
fn is_given(schema: &Schema, field: &Field) -> bool {
    let below = |list: &str, name: &str| field.path == format!("{list}.{name}");
    let in_export = schema.elements.iter().any(|element| {
        let names = element.attributes.iter().map(|(_, name)| name).chain(&element.left_out_means_no);
        let implied = element.implied.iter().map(|implied| &implied.field);
        names.chain(implied).any(|name| below(&element.list, name) || *name == field.path)
    });
    let in_address = schema.addresses.iter().any(|address| {
        let names = address.parameters.iter().map(|(_, name)| name).chain(&address.host);
        names.into_iter().any(|name| below(&address.list, name) || *name == field.path)
    });
    !field.labels.is_empty() || !field.weak_labels.is_empty() || in_export || in_address
}

/// The facts that `pass` and `fail` of checks name, by their whole path.
fn named(ground: &Ground<'_>, schema: &Schema) -> BTreeSet<String> {
    let checks = ground.base.checks().filter(|check| ground.base.is_published(&check.page));
    let paths = checks.flat_map(|check| check.pass.paths().into_iter().chain(check.fail.paths()));
    paths.flat_map(|path| whole(schema, &path)).collect()
}

/// A path of a rule by the path of its field, where it begins with the name of a subject's record.
fn whole(schema: &Schema, path: &str) -> Vec<String> {
    let of_subject = schema.subjects().iter().flat_map(|subject| {
        let names = [Some(&subject.variable), subject.sure.as_ref(), subject.possible.as_ref()];
        let rests = names
            .into_iter()
            .flatten()
            .filter_map(|name| path.strip_prefix(name.as_str())?.strip_prefix('.'));
        rests.map(|rest| format!("{}.{rest}", subject.list)).collect::<Vec<String>>()
    });
    of_subject.chain([path.to_owned()]).collect()
}
