//! The pairs of a query string or of a posted form (`application/x-www-form-urlencoded`).

/// Why pairs could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Malformed;

/// Reads pairs in the order in which they stand; a name without `=` has an empty value.
///
/// # Errors
/// [`Malformed`] if a percent sign is not followed by two hexadecimal digits, or what is decoded is not UTF-8.
pub(super) fn pairs(text: &str) -> Result<Vec<(String, String)>, Malformed> {
    let parts = text.split('&').filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            Ok((decoded(name, true)?, decoded(value, true)?))
        })
        .collect()
}

/// The first value of a name; what cannot be read counts as not there. For pages, which forgive.
pub(super) fn first_value(query: &str, name: &str) -> Option<String> {
    let found = query.split('&').filter_map(|part| part.split_once('=')).find(|(found, _)| *found == name);
    found.and_then(|(_, value)| decoded(value, true).ok())
}

/// All values of a name, in order; what cannot be read counts as not there.
pub(super) fn values(query: &str, name: &str) -> Vec<String> {
    let found = query.split('&').filter_map(|part| part.split_once('=')).filter(|(found, _)| *found == name);
    found.filter_map(|(_, value)| decoded(value, true).ok()).collect()
}

/// Decodes percent signs, and in queries and forms also `+`.
///
/// # Errors
/// [`Malformed`] as for [`pairs`].
pub(super) fn decoded(text: &str, plus_is_blank: bool) -> Result<String, Malformed> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                let (high, low) = (digit().ok_or(Malformed)?, digit().ok_or(Malformed)?);
                bytes.push(u8::try_from(high * 16 + low).map_err(|_| Malformed)?);
            }
            b'+' if plus_is_blank => bytes.push(b' '),
            byte => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).map_err(|_| Malformed)
}

/// Encodes a value so that it can stand in a query.
pub(super) fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            b' ' => encoded.push('+'),
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
