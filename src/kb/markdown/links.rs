//! Where a link leads, by arithmetic on paths alone: to a page of the base, elsewhere, or nowhere.
//!
//! Whether a page exists there is for the base to say. Paths never leave the base's root.

use std::fmt;

use super::entities;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Resolved {
    /// An address elsewhere (`http`, `https`, `mailto`).
    Outside(String),
    /// A place on the same page.
    SamePage {
        /// The part after `#`; empty for the top of the page.
        anchor: String,
    },
    /// A file of the base.
    Page {
        /// Path from the base's root, with `/` between folders; empty for the root itself.
        path: String,
        /// The part after `#`, if any.
        anchor: Option<String>,
    },
    /// A link that is not followed.
    Refused(Refusal),
}

/// Why a link is not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is no target.
    Empty,
    /// The target names a scheme that is not `http`, `https` or `mailto`.
    Scheme,
    /// The path climbs out of the base.
    AboveRoot,
    /// The target cannot be a path: control characters, backslashes, or percent signs that decode to nothing.
    Unreadable,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "expected a target, found none",
            Self::Scheme => {
                "expected an address with `http`, `https` or `mailto`, or a path in the knowledge base"
            }
            Self::AboveRoot => "the path climbs above the root of the knowledge base; use fewer `../`",
            Self::Unreadable => {
                "expected a path, found control characters, backslashes or broken percent signs"
            }
        })
    }
}

/// Resolves `target`, as written on the page at `from_path` (a path from the base's root).
///
/// A target that begins with `/` counts from the root. Queries are dropped from paths of the base.
#[must_use]
pub fn resolve(from_path: &str, target: &str) -> Resolved {
    let target = as_browsers_read(target);
    if target.is_empty() {
        return Resolved::Refused(Refusal::Empty);
    }
    if let Some(scheme) = scheme(&target) {
        let is_allowed = matches!(scheme.as_str(), "http" | "https" | "mailto");
        return if is_allowed { Resolved::Outside(target) } else { Resolved::Refused(Refusal::Scheme) };
    }
    if target.contains('\\') {
        return Resolved::Refused(Refusal::Unreadable);
    }
    if target.starts_with("//") {
        return Resolved::Outside(format!("https:{target}"));
    }
    in_base(from_path, &target).unwrap_or_else(Resolved::Refused)
}

/// Whether an address is `http`, `https` or `mailto`.
pub(super) fn is_outside(url: &str) -> bool {
    is_web(url) || is_written_plainly(url) && scheme(url).as_deref() == Some("mailto")
}

/// Whether an address is `http` or `https`.
pub(super) fn is_web(url: &str) -> bool {
    is_written_plainly(url) && matches!(scheme(url).as_deref(), Some("http" | "https"))
}

/// Whether an address stays on this site: no scheme and no host.
pub(super) fn is_inside(href: &str) -> bool {
    let is_host = href.starts_with("//") || href.contains('\\');
    is_written_plainly(href) && !is_host && scheme(href).is_none()
}

/// The last part of a target's path, for people to read.
pub(super) fn file_name(target: &str) -> String {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit('/').next().unwrap_or_default();
    let is_path =
        !name.is_empty() && scheme(&as_browsers_read(target)).is_none_or(|scheme| scheme.starts_with("http"));
    if is_path { percent_decoded(name).unwrap_or_else(|| name.to_owned()) } else { "not shown".to_owned() }
}

/// Browsers leave out control characters and surrounding blanks before they look for a scheme.
fn as_browsers_read(target: &str) -> String {
    let decoded = entities::decode(target);
    let visible = decoded.chars().filter(|character| !character.is_control() && !is_invisible(*character));
    visible.collect::<String>().trim().to_owned()
}

fn is_written_plainly(url: &str) -> bool {
    !url.chars().any(char::is_control) && url.trim_start() == url
}

/// Characters that take no room and could hide a scheme from people.
fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// The scheme in lower case; blanks inside do not hide it.
fn scheme(target: &str) -> Option<String> {
    let (before, _) = target.split_once(':')?;
    let name: String = before.chars().filter(|character| !character.is_whitespace()).collect();
    let is_first = name.starts_with(|first: char| first.is_ascii_alphabetic());
    let is_scheme =
        is_first && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte));
    is_scheme.then(|| name.to_ascii_lowercase())
}

fn in_base(from_path: &str, target: &str) -> Result<Resolved, Refusal> {
    let (address, anchor) = match target.split_once('#') {
        Some((address, anchor)) => (address, Some(percent_decoded(anchor).ok_or(Refusal::Unreadable)?)),
        None => (target, None),
    };
    let path = address.split('?').next().unwrap_or_default();
    if path.is_empty() {
        return Ok(Resolved::SamePage { anchor: anchor.unwrap_or_default() });
    }
    // Decoded before it is split, so that `%2e%2e%2f` climbs no further than `../`.
    let path = percent_decoded(path).ok_or(Refusal::Unreadable)?;
    if path.contains('\\') {
        return Err(Refusal::Unreadable);
    }
    if scheme(&path).is_some() {
        return Err(Refusal::Scheme);
    }
    Ok(Resolved::Page { path: joined(from_path, &path)?, anchor })
}

fn joined(from_path: &str, path: &str) -> Result<String, Refusal> {
    let folder = from_path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let base = if path.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in base.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop().ok_or(Refusal::AboveRoot)?;
            }
            name => parts.push(name),
        }
    }
    Ok(parts.join("/"))
}

/// Decodes `%20` and the like; `None` if the outcome is not text or holds control characters.
fn percent_decoded(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let mut digit = || char::from(rest.next()?).to_digit(16);
        let (high, low) = (digit()?, digit()?);
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    String::from_utf8(bytes).ok().filter(|decoded| !decoded.chars().any(char::is_control))
}
