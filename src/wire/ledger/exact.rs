//! Numbers with a fraction, written so that they are read back to the last bit.
//!
//! The JSON reader is off by the last bit for one number in a few, and JSON has no word for infinity: as text both
//! come back as they were.

use serde::{Deserialize, Deserializer, Serializer, de};

/// # Errors
/// As the serializer has them.
pub(super) fn serialize<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(number)
}

/// # Errors
/// If there is no number in the text.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse().map_err(|_| de::Error::custom("expected a number"))
}
