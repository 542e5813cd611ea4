//! Writes HTML that is in balance whatever came in, and not longer than it may be.
//!
//! Elements of ours and hand-written tags share one stack: a hand-written tag ends at the latest with the element of
//! ours it stands in. What is finished passes the second wall in portions.

use super::allow_list;
use super::wall;

/// Elements deeper than this are not written, only their content: the second wall needs time in the product of
/// depth and length.
const DEEPEST: usize = 64;
/// Portions for the second wall; it builds a tree, so long pages go in parts.
const PORTION: usize = 64 * 1024;
/// Stand for `&` and the blank that does not break until the second wall is passed, which needs quadratic time for many
/// of them in one text (2.9 s for 400,000). No characters at all by the Unicode standard; where a page has them, they
/// become the replacement character.
const AMPERSAND: char = '\u{fdd0}';
const FIXED_BLANK: char = '\u{fdd1}';
const CUT_OFF: &str = "<p class=\"cut-off\">This text is too long to be shown in full.</p>";

/// HTML as it is written.
pub(super) struct Writer {
    clean: String,
    pending: String,
    open: Vec<Opened>,
    n_written: usize,
    longest: usize,
    is_cut: bool,
}

enum Opened {
    /// An element of ours and what ends it.
    Ours(&'static str),
    /// A hand-written tag and what ends it.
    Raw(String, String),
    /// An element that is not shown, though its content is.
    Hidden,
}

impl Writer {
    /// A writer for at most `longest` bytes, give or take the closing tags.
    pub(super) fn new(longest: usize) -> Self {
        Self {
            clean: String::new(),
            pending: String::new(),
            open: Vec::new(),
            n_written: 0,
            longest,
            is_cut: false,
        }
    }

    /// Whether nothing more will be written.
    pub(super) fn is_full(&self) -> bool {
        self.is_cut
    }

    /// Opens an element of ours; an empty `begin` shows only the content.
    pub(super) fn open(&mut self, begin: &str, end: &'static str) {
        if begin.is_empty() || self.n_written >= DEEPEST {
            return self.open.push(Opened::Hidden);
        }
        self.markup(begin);
        self.n_written += 1;
        self.open.push(Opened::Ours(end));
    }

    /// Closes the last element of ours, with all hand-written tags in it.
    pub(super) fn close(&mut self) {
        while let Some(opened) = self.open.pop() {
            let is_ours = !matches!(opened, Opened::Raw(..));
            self.end(&opened);
            if is_ours {
                break;
            }
        }
        if self.open.is_empty() && self.pending.len() > PORTION {
            self.flush();
        }
    }

    /// Opens a hand-written tag.
    pub(super) fn open_raw(&mut self, name: &str, begin: &str, end: String) {
        if !allow_list::is_inline(name) {
            self.close_inline();
        }
        while let Some(raw) =
            self.open.pop_if(|opened| matches!(opened, Opened::Raw(open, _) if allow_list::ends(name, open)))
        {
            self.end(&raw);
        }
        if self.n_written < DEEPEST {
            self.markup(begin);
            self.n_written += 1;
            self.open.push(Opened::Raw(name.to_owned(), end));
        }
    }

    /// Closes hand-written tags that may not hold blocks. A browser, and the second wall with it, would open them anew
    /// in every block that follows: three bytes of `<p>` came out as seventy.
    pub(super) fn close_inline(&mut self) {
        while let Some(raw) =
            self.open.pop_if(|opened| matches!(opened, Opened::Raw(open, _) if allow_list::is_inline(open)))
        {
            self.end(&raw);
        }
    }

    /// Closes a hand-written tag, if it is open where we are.
    pub(super) fn close_raw(&mut self, name: &str) {
        let raws = self.open.iter().rev().map_while(|opened| match opened {
            Opened::Raw(open, _) => Some(open),
            _ => None,
        });
        let Some(n_inside) = raws.into_iter().position(|open| open == name) else { return };
        for _ in 0..=n_inside {
            if let Some(opened) = self.open.pop() {
                self.end(&opened);
            }
        }
    }

    /// Writes markup of ours.
    pub(super) fn markup(&mut self, html: &str) {
        if self.length() + html.len() > self.longest {
            self.is_cut = true;
        }
        if !self.is_cut {
            self.pending.push_str(html);
        }
    }

    /// Writes words.
    pub(super) fn text(&mut self, text: &str) {
        for character in text.chars() {
            if self.is_cut || self.length() >= self.longest {
                self.is_cut = true;
                return;
            }
            match character {
                '<' => self.pending.push_str("&lt;"),
                '>' => self.pending.push_str("&gt;"),
                other => self.pending.push(through_the_wall(other)),
            }
        }
    }

    /// Closes what is open and gives the clean HTML.
    pub(super) fn finish(mut self) -> String {
        while let Some(opened) = self.open.pop() {
            self.end(&opened);
        }
        if self.is_cut {
            self.pending.push_str(CUT_OFF);
        }
        self.flush();
        self.clean
    }

    /// Ends are written even when the text was cut off, else the output would not be in balance.
    fn end(&mut self, opened: &Opened) {
        match opened {
            Opened::Ours(end) => self.pending.push_str(end),
            Opened::Raw(_, end) => self.pending.push_str(end),
            Opened::Hidden => return,
        }
        self.n_written = self.n_written.saturating_sub(1);
    }

    fn length(&self) -> usize {
        self.clean.len() + self.pending.len()
    }

    fn flush(&mut self) {
        let cleaned = wall::clean(&self.pending);
        let parts = cleaned.split_inclusive([AMPERSAND, FIXED_BLANK]);
        for part in parts {
            let replaced = [(AMPERSAND, "&amp;"), (FIXED_BLANK, "&nbsp;")];
            let (words, last) = replaced
                .iter()
                .find_map(|(stands, meant)| Some((part.strip_suffix(*stands)?, *meant)))
                .unwrap_or((part, ""));
            self.clean.push_str(words);
            self.clean.push_str(last);
        }
        self.pending.clear();
    }
}

/// A value for an attribute in double quotes.
pub(super) fn quoted(value: &str) -> String {
    let mut quoted = String::with_capacity(value.len());
    for character in value.chars() {
        match character {
            '<' => quoted.push_str("&lt;"),
            '>' => quoted.push_str("&gt;"),
            '"' => quoted.push_str("&quot;"),
            '\'' => quoted.push_str("&#39;"),
            other => quoted.push(through_the_wall(other)),
        }
    }
    quoted
}

fn through_the_wall(character: char) -> char {
    match character {
        '&' => AMPERSAND,
        '\u{a0}' => FIXED_BLANK,
        '\0' | AMPERSAND | FIXED_BLANK => '\u{fffd}',
        other => other,
    }
}
