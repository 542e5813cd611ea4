//! Metadata as bytes, places included, for what is kept of a page from one start to the next.

use crate::kb::lists::{Reader, Writer};
use crate::text::place::Position;

use super::construction::MAX_DEPTH;
use super::value::{Entry, FrontMatter, Node, Value};

const NULL: u8 = 0;
const FALSE: u8 = 1;
const TRUE: u8 = 2;
const INT: u8 = 3;
const FLOAT: u8 = 4;
const TEXT: u8 = 5;
const LIST: u8 = 6;
const MAP: u8 = 7;

impl FrontMatter {
    /// Writes it down.
    pub(in crate::kb) fn put(&self, writer: &mut Writer) {
        writer.list(&self.entries, put_entry);
    }

    /// Takes back what [`put`](Self::put) wrote.
    pub(in crate::kb) fn take(reader: &mut Reader<'_>) -> Option<Self> {
        // The outermost map is the first level.
        Some(Self { entries: entries(reader, MAX_DEPTH.checked_sub(1)?)? })
    }
}

fn put_entry(writer: &mut Writer, entry: &Entry) {
    writer.text(&entry.key);
    put_position(writer, entry.key_position);
    put_node(writer, &entry.value);
}

fn put_position(writer: &mut Writer, position: Position) {
    writer.number(position.line);
    writer.number(position.column);
}

fn put_node(writer: &mut Writer, node: &Node) {
    put_position(writer, node.position);
    match &node.value {
        Value::Null => writer.bytes.push(NULL),
        Value::Bool(value) => writer.bytes.push(if *value { TRUE } else { FALSE }),
        Value::Int { value, source } => {
            writer.bytes.push(INT);
            writer.bytes.extend(value.to_le_bytes());
            writer.text(source);
        }
        Value::Float { value, source } => {
            writer.bytes.push(FLOAT);
            writer.bytes.extend(value.to_le_bytes());
            writer.text(source);
        }
        Value::Text(text) => {
            writer.bytes.push(TEXT);
            writer.text(text);
        }
        Value::List(items) => {
            writer.bytes.push(LIST);
            writer.list(items, put_node);
        }
        Value::Map(entries) => {
            writer.bytes.push(MAP);
            writer.list(entries, put_entry);
        }
    }
}

/// The entries of a map within which there are at most so many levels.
fn entries(reader: &mut Reader<'_>, n_levels: usize) -> Option<Vec<Entry>> {
    reader.list(|reader| {
        Some(Entry { key: reader.string()?, key_position: position(reader)?, value: node(reader, n_levels)? })
    })
}

fn position(reader: &mut Reader<'_>) -> Option<Position> {
    Some(Position { line: reader.number()?, column: reader.number()? })
}

fn node(reader: &mut Reader<'_>, n_levels: usize) -> Option<Node> {
    let position = position(reader)?;
    let value = match reader.byte()? {
        NULL => Value::Null,
        FALSE => Value::Bool(false),
        TRUE => Value::Bool(true),
        INT => Value::Int { value: i64::from_le_bytes(eight(reader)?), source: reader.string()? },
        FLOAT => Value::Float { value: f64::from_le_bytes(eight(reader)?), source: reader.string()? },
        TEXT => Value::Text(reader.string()?),
        LIST => {
            let n_levels = n_levels.checked_sub(1)?;
            Value::List(reader.list(|reader| node(reader, n_levels))?)
        }
        MAP => Value::Map(entries(reader, n_levels.checked_sub(1)?)?),
        _ => return None,
    };
    Some(Node { position, value })
}

fn eight(reader: &mut Reader<'_>) -> Option<[u8; 8]> {
    reader.exactly(8)?.try_into().ok()
}
