//! stub
mod document;
pub use document::*;
pub mod links {
    pub enum Resolved {
        Outside(String),
        SamePage { anchor: String },
        Page { path: String, anchor: Option<String> },
        Refused(String),
    }
    pub fn resolve(_from: &str, target: &str) -> Resolved {
        Resolved::Outside(target.to_owned())
    }
}
pub struct Step {
    pub text: String,
    pub span: std::ops::Range<usize>,
}
pub fn steps(body: &str, range: std::ops::Range<usize>) -> Vec<Step> {
    body.get(range.clone())
        .unwrap_or_default()
        .lines()
        .filter(|l| !l.trim().is_empty())
        .map(|l| Step { text: l.to_owned(), span: range.clone() })
        .collect()
}
pub fn parse(body: &str) -> Document {
    let mut d = Document::default();
    let mut at = 0;
    for (n, line) in body.split_inclusive('\n').enumerate() {
        if line.starts_with('#') {
            let level = line.chars().take_while(|c| *c == '#').count() as u8;
            let raw = line.trim_start_matches('#').trim();
            let (heading, anchor) = match raw.split_once("{#") {
                Some((h, a)) => (h.trim().to_owned(), a.trim_end_matches('}').to_owned()),
                None => (raw.to_owned(), raw.to_lowercase().replace(' ', "-")),
            };
            if d.title.is_none() {
                d.title = Some(heading.clone());
            }
            d.sections.push(Section {
                anchor,
                heading: heading.clone(),
                level,
                explicit: false,
                heading_path: vec![heading],
                text: String::new(),
                span: at..at + line.len(),
                content: at + line.len()..at + line.len(),
                line: n + 1,
            });
        } else if let Some(s) = d.sections.last_mut() {
            s.text.push_str(line);
            s.span.end += line.len();
            s.content.end += line.len();
        }
        at += line.len();
    }
    d
}
