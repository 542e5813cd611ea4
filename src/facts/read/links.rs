//! Web addresses that somebody pasted: what their host and parameters tell, also of addresses nested in them.
//!
//! Only parameters that the base names are looked at; everything else of an address is forgotten at once.

use std::borrow::Cow;

use super::Source;
use super::together::{add_to_list, label, set_at};
use crate::facts::fact::{Fact, Record, Unusable, Value};
use crate::facts::schema::{AddressRule, FieldKind, Schema};
use crate::facts::secret::value_without_secrets;

/// How deep addresses may be nested in parameters of addresses.
const DEEPEST: usize = 4;
/// The most addresses of one text.
const MOST_ADDRESSES: usize = 200;

/// Reads the addresses of a text into facts.
pub(super) fn read(schema: &Schema, source: &Source<'_>, facts: &mut Record) {
    if schema.addresses.is_empty() {
        return;
    }
    let starts = source.text.match_indices("http").map(|(at, _)| at);
    let mut end = 0;
    let mut n_read = 0;
    for at in starts {
        if at < end || n_read >= MOST_ADDRESSES {
            continue;
        }
        let Some(address) = source.text.get(at..).and_then(address_at) else { continue };
        end = at + address.len();
        n_read += 1;
        let mut found = Found { schema, source, at, record: Record::open(), list: None, facts };
        found.read(address, 0);
        found.finish();
    }
}

/// The address that a text begins with: up to white space, a quote or an angle bracket.
fn address_at(text: &str) -> Option<&str> {
    let behind = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let scheme = text.len() - behind.len();
    let length = behind.find(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>' | '`' | '“' | '”'));
    let address = text.get(..scheme + length.unwrap_or(behind.len()))?;
    Some(address.trim_end_matches(['.', ',', ';', ')', ']', '\'']))
}

struct Found<'r, 's, 't> {
    schema: &'s Schema,
    source: &'r Source<'t>,
    at: usize,
    /// What the address tells of a record of a list.
    record: Record,
    list: Option<&'s str>,
    facts: &'r mut Record,
}

impl Found<'_, '_, '_> {
    fn read(&mut self, address: &str, depth: usize) {
        let Some((scheme, rest)) = address.split_once("://") else { return };
        let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
        let Some((authority, behind)) = rest.split_at_checked(end) else { return };
        let path_end = behind.find(['?', '#']).unwrap_or(behind.len());
        let Some((path, parameters)) = behind.split_at_checked(path_end) else { return };
        let schema = self.schema;
        for rule in schema.addresses.iter().filter(|rule| path.contains(&rule.path)) {
            if let Some(field) = &rule.host {
                self.tell(rule, field, Cow::Owned(format!("{scheme}://{authority}")), "host of the address");
            }
        }
        for pair in parameters.split(['?', '#', '&']).filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let value = decoded(value);
            for rule in schema.addresses.iter().filter(|rule| path.contains(&rule.path)) {
                let told = rule.parameters.iter().filter(|(known, _)| known == name);
                for (_, field) in told {
                    self.tell(rule, field, Cow::Borrowed(&value), &format!("parameter {name}"));
                }
            }
            if depth < DEEPEST && value.contains("://") {
                self.read(&value, depth + 1);
            }
        }
    }

    /// Keeps what a rule finds, unless something outside has told it before.
    fn tell(&mut self, rule: &AddressRule, field: &str, text: Cow<'_, str>, name: &str) {
        let (kept, _) = value_without_secrets(&text);
        let value = kept.map_or(Value::Unusable(Unusable::Secret), |kept| Value::Text(kept.into_owned()));
        let fact = Fact { value, origin: self.source.origin(self.at, label(name)) };
        if field.contains('.') {
            if self.schema.field(field).is_some_and(|field| field.kind == FieldKind::Text) {
                set_at(self.facts, field, fact);
            }
            return;
        }
        let list = self.schema.addresses.iter().find(|known| *known == rule).map(|rule| rule.list.as_str());
        self.list = self.list.or(list);
        if self.record.get(field).is_none() {
            self.record.set(field, fact);
        }
    }

    fn finish(self) {
        if let Some(list) = self.list.filter(|_| !self.record.entries.is_empty()) {
            let origin = self.source.origin(self.at, label("address"));
            add_to_list(self.facts, list, self.record, &origin);
        }
    }
}

/// A parameter without its percent signs; one that stands for nothing stays as it is.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        rest = behind;
        let pair = match (first, behind) {
            (b'%', [high, low, ..]) => char::from(*high).to_digit(16).zip(char::from(*low).to_digit(16)),
            _ => None,
        };
        match (first, pair) {
            (_, Some((high, low))) => {
                bytes.extend(u8::try_from(high * 16 + low));
                rest = behind.get(2..).unwrap_or_default();
            }
            (b'+', None) => bytes.push(b' '),
            (byte, None) => bytes.push(*byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
