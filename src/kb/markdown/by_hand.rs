//! Copies hand-written HTML tag by tag, as far as the allow-list lets it through.
//!
//! Links and images go the same way as those written in Markdown; other attributes are dropped but for a few of tables.

use super::allow_list;
use super::html::{Renderer, TABLE_BEGIN, TABLE_END, heading_tags};
use super::raw_html::{self, Token};
use super::writer::quoted;

impl Renderer<'_> {
    /// Writes what the allow-list lets through of hand-written HTML.
    pub(super) fn by_hand(&mut self, html: &str) {
        for token in raw_html::tokens(html) {
            match token {
                Token::Text(text) => self.writer.text(&text),
                Token::Open { name, attributes } => self.tag(&name, &attributes),
                Token::Close(name) => self.writer.close_raw(&name),
            }
        }
    }

    fn tag(&mut self, name: &str, attributes: &[(String, String)]) {
        let value =
            |key: &str| attributes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str());
        match name {
            "img" => self.image(value("src").unwrap_or_default(), value("alt").unwrap_or_default()),
            "a" => {
                let (begin, end) = self.link_tags(value("href").unwrap_or_default());
                self.writer.open_raw(name, &begin, end.to_owned());
            }
            "table" => self.writer.open_raw(name, TABLE_BEGIN, TABLE_END.to_owned()),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                let level = name.bytes().last().map_or(1, |digit| digit.saturating_sub(b'0'));
                let (tag, end) = heading_tags(level.saturating_add(self.options.shift_headings));
                self.writer.open_raw(name, &format!("<{tag}>"), end.to_owned());
            }
            _ if !allow_list::TAGS.contains(&name) => {}
            _ if allow_list::is_void(name) => self.writer.markup(&format!("<{name}>")),
            _ => {
                let kept = attributes.iter().filter(|(key, value)| allow_list::keeps(name, key, value));
                let kept: String = kept.map(|(key, value)| format!(" {key}=\"{}\"", quoted(value))).collect();
                self.writer.open_raw(name, &format!("<{name}{kept}>"), format!("</{name}>"));
            }
        }
    }
}
