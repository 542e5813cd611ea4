//! Values on their way to and from a database, in the few types that both databases share.

use super::error::StoreError;
use super::record::{Delivery, Id, Moment};

/// A value of a column. `None` says of which type the missing value is, which PostgreSQL wants to know.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Text(Option<String>),
    Number(Option<i64>),
    Bytes(Option<Vec<u8>>),
}

impl From<Option<&str>> for Value {
    /// PostgreSQL cannot keep NUL in a text; it is replaced, in both databases alike.
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.map(|text| text.replace('\0', "\u{fffd}")))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Some(text).into()
    }
}

impl From<Id> for Value {
    fn from(id: Id) -> Self {
        Self::Text(Some(id.to_string()))
    }
}

impl From<Option<Id>> for Value {
    fn from(id: Option<Id>) -> Self {
        Self::Text(id.map(|id| id.to_string()))
    }
}

impl From<Moment> for Value {
    fn from(moment: Moment) -> Self {
        Self::Number(Some(moment.0))
    }
}

impl From<Option<Moment>> for Value {
    fn from(moment: Option<Moment>) -> Self {
        Self::Number(moment.map(|moment| moment.0))
    }
}

impl From<u32> for Value {
    fn from(number: u32) -> Self {
        Self::Number(Some(i64::from(number)))
    }
}

impl From<&[u8]> for Value {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(Some(bytes.to_vec()))
    }
}

impl From<Option<[u8; 32]>> for Value {
    fn from(hash: Option<[u8; 32]>) -> Self {
        Self::Bytes(hash.map(|hash| hash.to_vec()))
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Number(Some(i64::from(flag)))
    }
}

/// A row that is read from left to right.
pub(super) struct Row {
    values: std::vec::IntoIter<Value>,
}

impl Row {
    pub(super) fn new(values: Vec<Value>) -> Self {
        Self { values: values.into_iter() }
    }

    pub(super) fn text(&mut self) -> Result<String, StoreError> {
        self.maybe_text()?.ok_or_else(|| unfit("a text"))
    }

    pub(super) fn maybe_text(&mut self) -> Result<Option<String>, StoreError> {
        match self.values.next() {
            Some(Value::Text(text)) => Ok(text),
            Some(Value::Number(None) | Value::Bytes(None)) => Ok(None),
            _ => Err(unfit("a text")),
        }
    }

    pub(super) fn number(&mut self) -> Result<i64, StoreError> {
        self.maybe_number()?.ok_or_else(|| unfit("a number"))
    }

    pub(super) fn maybe_number(&mut self) -> Result<Option<i64>, StoreError> {
        match self.values.next() {
            Some(Value::Number(number)) => Ok(number),
            Some(Value::Text(None) | Value::Bytes(None)) => Ok(None),
            _ => Err(unfit("a number")),
        }
    }

    pub(super) fn count(&mut self) -> Result<u32, StoreError> {
        u32::try_from(self.number()?).map_err(|_| unfit("a count"))
    }

    pub(super) fn status(&mut self) -> Result<u16, StoreError> {
        u16::try_from(self.number()?).map_err(|_| unfit("the status of an answer"))
    }

    pub(super) fn maybe_status(&mut self) -> Result<Option<u16>, StoreError> {
        let status = self.maybe_number()?;
        status.map(|status| u16::try_from(status).map_err(|_| unfit("the status of an answer"))).transpose()
    }

    pub(super) fn delivery(&mut self) -> Result<Delivery, StoreError> {
        Delivery::named(&self.text()?).ok_or_else(|| unfit("how far a note has come"))
    }

    pub(super) fn moment(&mut self) -> Result<Moment, StoreError> {
        self.number().map(Moment)
    }

    pub(super) fn maybe_moment(&mut self) -> Result<Option<Moment>, StoreError> {
        Ok(self.maybe_number()?.map(Moment))
    }

    pub(super) fn id(&mut self) -> Result<Id, StoreError> {
        self.text()?.parse().map_err(|_| unfit("an id"))
    }

    pub(super) fn maybe_id(&mut self) -> Result<Option<Id>, StoreError> {
        self.maybe_text()?.map(|text| text.parse().map_err(|_| unfit("an id"))).transpose()
    }

    pub(super) fn bytes(&mut self) -> Result<Vec<u8>, StoreError> {
        match self.values.next() {
            Some(Value::Bytes(Some(bytes))) => Ok(bytes),
            _ => Err(unfit("bytes")),
        }
    }

    pub(super) fn hash(&mut self) -> Result<[u8; 32], StoreError> {
        self.bytes()?.try_into().map_err(|_| unfit("a hash of 32 bytes"))
    }

    pub(super) fn maybe_hash(&mut self) -> Result<Option<[u8; 32]>, StoreError> {
        match self.values.next() {
            Some(Value::Bytes(Some(bytes))) => {
                bytes.try_into().map(Some).map_err(|_| unfit("a hash of 32 bytes"))
            }
            Some(Value::Bytes(None) | Value::Text(None) | Value::Number(None)) => Ok(None),
            _ => Err(unfit("bytes")),
        }
    }

    pub(super) fn flag(&mut self) -> Result<bool, StoreError> {
        Ok(self.number()? != 0)
    }

    pub(super) fn json(&mut self) -> Result<serde_json::Value, StoreError> {
        serde_json::from_str(&self.text()?).map_err(|_| unfit("JSON"))
    }
}

/// A column holds something else than this program wrote. What it holds is not repeated: it may be anybody's words.
fn unfit(expected: &str) -> StoreError {
    StoreError::Damaged(format!("expected {expected} in a column and found something else"))
}
