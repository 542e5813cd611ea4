//! Text that stands in markup, and text that is safe to show anywhere.

/// Escapes a text for HTML and SVG, in elements and in attributes with double quotes. Characters that would turn the
/// direction of what follows, and control characters, are made visible.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in crate::text::visible(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&#34;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// The text, cut after so many characters.
pub(super) fn clipped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

/// The words of a text, made safe to show; a number stays together with its `%`.
pub(super) fn words(text: &str) -> Vec<String> {
    let glued = crate::text::visible(text).replace(" %", "\u{a0}%");
    glued.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A text that grows by `write!` and `writeln!`, which cannot fail here.
#[derive(Debug, Default)]
pub(super) struct Written(pub(super) String);

impl Written {
    /// What `write!` calls.
    pub(super) fn write_fmt(&mut self, arguments: std::fmt::Arguments<'_>) {
        match arguments.as_str() {
            Some(text) => self.0.push_str(text),
            None => self.0.push_str(&arguments.to_string()),
        }
    }

    /// Adds a text as it is.
    pub(super) fn push_str(&mut self, text: &str) {
        self.0.push_str(text);
    }
}
