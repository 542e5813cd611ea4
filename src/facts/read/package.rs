//! Exports in XML: elements whose attributes, or elements in their place, a table of the base maps to facts.
//!
//! The document is walked as events with limits, never as a tree. Entities beyond the five of XML, document types,
//! depth, size and numbers past the limits are refused; unknown elements and attributes are passed over.

use std::sync::Arc;

use quick_xml::Reader;
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

use super::together::add_to_list;
use super::{DEEPEST, MOST_NODES, Reading, Source, Unreadable};
use crate::facts::fact::{Fact, Origin, Record, Unusable, Value};
use crate::facts::schema::{Element, FieldKind, Schema};
use crate::facts::secret::{Removed, Secret, value_without_secrets};

/// The most attributes of one element.
const MOST_ATTRIBUTES: usize = 200;

/// What was read of an export, and where it ends.
pub(super) struct Export {
    pub(super) reading: Reading,
    pub(super) end: usize,
}

/// Reads the export that starts at an offset.
///
/// # Errors
/// [`Unreadable`] past a limit, for what is not read for safety, or if there is nothing to be read.
pub(super) fn read(schema: &Schema, source: &Source<'_>, at: usize) -> Result<Export, Unreadable> {
    let text = source.text.get(at..).unwrap_or_default();
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    let mut walk = Walk {
        schema,
        source,
        start: at,
        depth: 0,
        n_nodes: 0,
        open: Vec::new(),
        content: None,
        reading: Reading::default(),
    };
    walk.reading.facts = Record::open();
    let mut has_begun = false;
    loop {
        let before = at + position(&reader);
        let event = reader.read_event();
        let end = at + position(&reader);
        match event {
            Ok(Event::Start(tag)) => {
                has_begun = true;
                walk.element(&tag, before)?;
                walk.begin_content(&tag, before);
                walk.enter(before)?;
            }
            Ok(Event::Empty(tag)) => {
                has_begun = true;
                walk.element(&tag, before)?;
                walk.leave_element();
                if walk.depth == 0 {
                    return Ok(walk.finished(end));
                }
            }
            Ok(Event::End(_)) => {
                walk.depth = walk.depth.saturating_sub(1);
                walk.end_content();
                walk.leave_element();
                if walk.depth == 0 {
                    return Ok(walk.finished(end));
                }
            }
            Ok(Event::DocType(_)) => {
                return Err(walk.refused(
                    before,
                    "a document type stands there; take it out: none is needed, and none is read",
                ));
            }
            Ok(Event::GeneralRef(reference)) if !reference.is_char_ref() && !is_known_entity(&reference) => {
                return Err(walk.refused(
                    before,
                    "an entity stands there that XML does not know; none is read or expanded",
                ));
            }
            Ok(Event::GeneralRef(reference)) => {
                let known = match reference.resolve_char_ref() {
                    Ok(Some(c)) => c.to_string(),
                    _ => quick_xml::escape::resolve_predefined_entity(&reference)
                        .unwrap_or_default()
                        .to_owned(),
                };
                walk.more_content(&known);
            }
            Ok(Event::Text(text)) => walk.more_content(&text),
            Ok(Event::CData(text)) => walk.more_content(&text),
            Ok(Event::Decl(declaration)) => {
                let encoding =
                    declaration.encoding().and_then(Result::ok).unwrap_or_default().to_ascii_lowercase();
                let is_read = ["", "utf-8", "utf8", "us-ascii", "ascii"].contains(&encoding.as_str());
                if !is_read && !text.is_ascii() {
                    let found = "XML that announces another encoding".to_owned();
                    return Err(Unreadable::Encoding { found });
                }
            }
            Ok(Event::Eof) if walk.depth == 0 && has_begun => return Ok(walk.finished(end)),
            Ok(Event::Eof) | Err(_) => return walk.broken(before, has_begun),
            Ok(_) => {}
        }
    }
}

fn position(reader: &Reader<&[u8]>) -> usize {
    usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX)
}

fn is_known_entity(name: &str) -> bool {
    ["lt", "gt", "amp", "apos", "quot"].contains(&name)
}

/// Documents mark names that nobody has verified with a sign behind them.
fn without_mark(name: &str) -> &str {
    name.trim_end_matches(|c: char| !c.is_ascii_alphanumeric() && c != '_')
}

struct Walk<'w, 't> {
    schema: &'w Schema,
    source: &'w Source<'t>,
    start: usize,
    depth: usize,
    n_nodes: usize,
    /// The records that are being read, each with the depth of its element and its rule.
    open: Vec<(usize, &'w Element, Record)>,
    /// The element that is being read as if it were an attribute of the one around it.
    content: Option<Content>,
    reading: Reading,
}

/// What stands between the tags of an element.
struct Content {
    depth: usize,
    name: String,
    at: usize,
    text: String,
}

impl<'w> Walk<'w, '_> {
    fn refused(&self, at: usize, reason: &'static str) -> Unreadable {
        Unreadable::Refused { line: self.source.line(at), reason }
    }

    fn enter(&mut self, at: usize) -> Result<(), Unreadable> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err(self.refused(at, "elements are nested more than 64 deep; send less"));
        }
        Ok(())
    }

    fn element(&mut self, tag: &BytesStart<'_>, at: usize) -> Result<(), Unreadable> {
        self.n_nodes += 1;
        if self.n_nodes > MOST_NODES {
            return Err(Unreadable::TooMany { line: self.source.line(at) });
        }
        let name = tag.local_name();
        let name: &str = name.as_ref();
        if let Some(element) = self.schema.elements.iter().find(|element| element.element == name) {
            self.open.push((self.depth, element, Record::open()));
        }
        let secret_element = Secret::by_name(name);
        if let Some(what) = secret_element {
            self.removed(what, at);
        }
        let mut n_attributes = 0;
        let mut attributes = tag.attributes();
        attributes.with_checks(false);
        for attribute in attributes {
            n_attributes += 1;
            if n_attributes > MOST_ATTRIBUTES {
                return Err(self.refused(at, "an element has more than 200 attributes; send less"));
            }
            let Ok(attribute) = attribute else {
                self.reading.note(
                    self.source.line(at),
                    "an attribute cannot be read; what stands behind it in its element was passed over",
                );
                break;
            };
            let name = attribute.key.local_name();
            let Ok(value) = attribute.normalized_value(XmlVersion::Implicit1_0) else {
                return Err(self
                    .refused(at, "an entity stands there that XML does not know; none is read or expanded"));
            };
            self.attribute(without_mark(name.as_ref()), &value, at, "attribute");
        }
        Ok(())
    }

    /// An element directly within a record may hold what others write as an attribute.
    fn begin_content(&mut self, tag: &BytesStart<'_>, at: usize) {
        self.content = None;
        let Some((depth, element, _)) = self.open.last() else { return };
        let name = tag.local_name();
        let name: &str = without_mark(name.as_ref());
        let is_known = element.attributes.iter().any(|(attribute, _)| attribute == name);
        if depth + 1 == self.depth && is_known {
            self.content =
                Some(Content { depth: self.depth, name: name.to_owned(), at, text: String::new() });
        }
    }

    fn more_content(&mut self, text: &str) {
        if let Some(content) = &mut self.content {
            content.text.push_str(text);
        }
    }

    fn end_content(&mut self) {
        if let Some(content) = self.content.take_if(|content| content.depth == self.depth) {
            self.attribute(&content.name, &content.text, content.at, "element");
        }
    }

    fn removed(&mut self, what: Secret, at: usize) {
        self.reading.removed.push(Removed { file: None, what, line: self.source.line(at) });
    }

    fn attribute(&mut self, name: &str, value: &str, at: usize, what: &str) {
        let Some((_, element, _)) = self.open.last() else {
            if let Some(what) = Secret::by_name(name).filter(|_| !value.is_empty()) {
                self.removed(what, at);
            }
            return;
        };
        let element: &'w Element = element;
        let field = element.attributes.iter().find(|(attribute, _)| attribute == name);
        let Some((_, field)) = field else {
            if let Some(what) = Secret::by_name(name).filter(|_| !value.is_empty()) {
                self.removed(what, at);
            }
            return;
        };
        let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        if is_number && element.not_numbers.contains(field) {
            return;
        }
        let (kept, mut removed) = value_without_secrets(value);
        let line = self.source.line(at);
        removed.iter_mut().for_each(|removed| removed.line = line);
        self.reading.removed.append(&mut removed);
        let path = format!("{}.{field}", element.list);
        let kind = self.schema.field(&path).map_or(FieldKind::Text, |field| field.kind);
        let value = match (kept, kind) {
            (None, _) => Value::Unusable(Unusable::Secret),
            (Some(text), FieldKind::Flag) => match text.as_ref() {
                "1" | "true" => Value::Flag(true),
                "0" | "false" => Value::Flag(false),
                _ => Value::Unusable(Unusable::WrongType),
            },
            (Some(text), FieldKind::Text) => Value::Text(text.into_owned()),
            (Some(text), FieldKind::Number) => {
                text.parse().map_or(Value::Unusable(Unusable::WrongType), Value::Whole)
            }
            (Some(_), FieldKind::Texts | FieldKind::Records) => Value::Unusable(Unusable::WrongType),
        };
        let origin = self.source.origin(at, Some(Arc::from(format!("{what} {name}"))));
        if let Some((_, _, record)) =
            self.open.last_mut().filter(|(_, _, record)| record.get(field).is_none())
        {
            record.set(field, Fact { value, origin });
        }
    }

    /// Ends the record whose element ends at this depth.
    fn leave_element(&mut self) {
        let ends = self.open.last().is_some_and(|(depth, ..)| *depth == self.depth);
        if let Some((_, element, record)) = self.open.pop_if(|_| ends) {
            self.add(element, record, true);
        }
    }

    fn add(&mut self, element: &Element, mut record: Record, is_whole: bool) {
        let origin = record.entries.first().map(|(_, fact)| fact.origin.clone()).unwrap_or_default();
        let assumed = |value, label: &str| Fact {
            value,
            origin: Origin { label: Some(Arc::from(label)), ..origin.clone() },
        };
        for field in element.left_out_means_no.iter().filter(|_| is_whole) {
            if record.get(field).is_none() {
                record.set(field, assumed(Value::Flag(false), "left out of the export"));
            }
        }
        for implied in &element.implied {
            let is_implied = implied.by.iter().any(|field| record.get(field).is_some());
            if is_implied && record.get(&implied.field).is_none() {
                record.set(
                    &implied.field,
                    assumed(Value::Text(implied.text.clone()), "told by its attributes"),
                );
            }
        }
        let origin = self.source.origin(self.start, None);
        add_to_list(&mut self.reading.facts, &element.list, record, &origin);
    }

    fn finished(mut self, end: usize) -> Export {
        while let Some((_, element, record)) = self.open.pop() {
            self.add(element, record, false);
        }
        Export { reading: self.reading, end }
    }

    fn broken(mut self, at: usize, has_begun: bool) -> Result<Export, Unreadable> {
        let line = self.source.line(at.min(self.source.text.len()));
        if !has_begun {
            let reason = "this is no XML: an element was expected".to_owned();
            return Err(Unreadable::Broken { line, reason });
        }
        self.reading.note(line, "the XML breaks off here; what stands before is read");
        let end = self.source.text.len();
        Ok(self.finished(end))
    }
}
