//! Keeps a line of the log one line, and what it shows what it says.

use std::io::{self, Write};

/// Writes lines with every sign that could play tricks on a terminal or an editor spelled out.
///
/// Each write must be one whole line, as log events are. In JSON such signs stand inside texts only, where
/// `\u202e` means the same.
pub(super) struct Escaped<W> {
    to: W,
}

impl<W: Write> Escaped<W> {
    pub(super) fn new(to: W) -> Self {
        Self { to }
    }
}

impl<W: Write> Write for Escaped<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        if is_plain(line.strip_suffix(b"\n").unwrap_or(line)) {
            self.to.write_all(line)?;
            return Ok(line.len());
        }
        let text = String::from_utf8_lossy(line);
        let (text, end) = text.strip_suffix('\n').map_or((&*text, ""), |text| (text, "\n"));
        if text.chars().any(plays_tricks) {
            let spelled: String = text.chars().map(spelled).collect();
            self.to.write_all(format!("{spelled}{end}").as_bytes())?;
        } else {
            self.to.write_all(line)?;
        }
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Nothing but signs that show what they are, as most lines.
fn is_plain(line: &[u8]) -> bool {
    line.iter().all(|byte| matches!(byte, b' '..=b'~'))
}

/// Control characters, line ends, and what changes the direction of writing.
fn plays_tricks(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn spelled(sign: char) -> String {
    if plays_tricks(sign) { format!("\\u{:04x}", u32::from(sign)) } else { sign.to_string() }
}
