//! The parts of a posted form with a file (`multipart/form-data`, RFC 7578), taken out of a body that was read whole.

use super::query::Malformed;

/// The most parts of one form.
const MOST_PARTS: usize = 16;

/// One field of a form.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The field's name.
    pub(super) name: String,
    /// The name of the file, for a field that holds one.
    pub(super) file: Option<String>,
    /// What stands in it.
    pub(super) content: Vec<u8>,
}

/// Takes a body apart, by the boundary that its content type names.
///
/// # Errors
/// [`Malformed`] if there is no boundary, a part has no name, or the body does not end with its boundary.
pub(super) fn parts(content_type: &str, body: &[u8]) -> Result<Vec<Part>, Malformed> {
    let boundary =
        parameter(content_type, "boundary").filter(|boundary| !boundary.is_empty()).ok_or(Malformed)?;
    let first = format!("--{boundary}");
    let between = format!("\r\n--{boundary}");
    let mut rest = body.strip_prefix(first.as_bytes()).ok_or(Malformed)?;
    let mut parts = Vec::new();
    while !rest.starts_with(b"--") {
        let part = rest.strip_prefix(b"\r\n").ok_or(Malformed)?;
        let end = position(part, between.as_bytes()).ok_or(Malformed)?;
        let (whole, behind) = part.split_at_checked(end).ok_or(Malformed)?;
        parts.push(part_of(whole)?);
        if parts.len() > MOST_PARTS {
            return Err(Malformed);
        }
        rest = behind.get(between.len()..).ok_or(Malformed)?;
    }
    Ok(parts)
}

fn part_of(whole: &[u8]) -> Result<Part, Malformed> {
    const BLANK_LINE: &[u8] = b"\r\n\r\n";
    let end = position(whole, BLANK_LINE).ok_or(Malformed)?;
    let (head, content) = whole.split_at_checked(end).ok_or(Malformed)?;
    let head = std::str::from_utf8(head).map_err(|_| Malformed)?;
    let disposition = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-disposition").then_some(value)
    });
    let disposition = disposition.ok_or(Malformed)?;
    Ok(Part {
        name: parameter(disposition, "name").ok_or(Malformed)?,
        file: parameter(disposition, "filename"),
        content: content.get(BLANK_LINE.len()..).unwrap_or_default().to_vec(),
    })
}

/// A parameter behind a semicolon; browsers write quotes and line ends inside it with percent signs.
fn parameter(value: &str, name: &str) -> Option<String> {
    let (mut in_quotes, mut start, mut pieces) = (false, 0, Vec::new());
    for (at, c) in value.char_indices() {
        match c {
            '"' => in_quotes = !in_quotes,
            ';' if !in_quotes => {
                pieces.push(value.get(start..at)?);
                start = at + 1;
            }
            _ => {}
        }
    }
    pieces.push(value.get(start..)?);
    pieces.into_iter().find_map(|piece| {
        let (found, value) = piece.split_once('=')?;
        let value = value.trim();
        let value = value.strip_prefix('"').and_then(|value| value.strip_suffix('"')).unwrap_or(value);
        found.trim().eq_ignore_ascii_case(name).then(|| value.to_owned())
    })
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
