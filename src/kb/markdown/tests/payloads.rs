//! Whatever a page contains, what is rendered is not alive: only known tags, attributes and addresses.

use unicode_normalization::char::is_combining_mark;

use crate::kb::markdown::allow_list::{CLASSES, TAGS};
use crate::kb::markdown::links::{Resolved, resolve};
use crate::kb::markdown::raw_html::{self, Token};
use crate::kb::markdown::{Destination, RenderOptions, parse, render, steps};

/// Leads wherever the page says, as a careless caller would.
fn careless(target: &str, _image: bool) -> Destination {
    if target.contains(':') {
        Destination::Outside(target.to_owned())
    } else {
        Destination::Page(target.to_owned())
    }
}

fn careful(target: &str, _image: bool) -> Destination {
    match resolve("a/b.md", target) {
        Resolved::Outside(url) => Destination::Outside(url),
        Resolved::Page { path, .. } => Destination::Page(format!("/{path}")),
        Resolved::SamePage { anchor } => Destination::Page(format!("#{anchor}")),
        Resolved::Refused(_) => Destination::Missing,
    }
}

/// Panics if anything in `html` could run, load or disguise itself.
pub(super) fn assert_dead(html: &str, payload: &str) {
    for part in html.split('<').skip(1) {
        assert!(
            part.starts_with(|first: char| first == '/' || first.is_ascii_alphabetic()),
            "odd `<` in {html}\nfrom {payload}"
        );
    }
    for token in raw_html::tokens(html) {
        let Token::Open { name, attributes } = token else { continue };
        assert!(TAGS.contains(&name.as_str()), "tag {name} in {html}\nfrom {payload}");
        for (key, value) in attributes {
            assert!(is_dead(&name, &key, &value), "{key}={value} of {name} in {html}\nfrom {payload}");
        }
    }
}

fn is_dead(tag: &str, key: &str, value: &str) -> bool {
    match (tag, key) {
        ("a", "href") | ("img", "src") => is_dead_address(tag, value),
        ("a", "rel") => value == "noopener noreferrer",
        ("img", "alt") => true,
        ("img", "loading") => value == "lazy",
        ("td" | "th", "colspan" | "rowspan") | ("ol", "start") => {
            value.bytes().all(|byte| byte.is_ascii_digit())
        }
        ("th", "scope") => value == "col" || value == "row",
        ("div", "role") => value == "note" || value == "region",
        ("div", "tabindex") => value == "0",
        ("div", "aria-label") => value == "Table",
        (tag, "id") => tag.starts_with('h') && value.chars().all(is_dead_in_anchor),
        (tag, "class") => {
            let ours =
                CLASSES.iter().find(|(carrier, _)| *carrier == tag).map_or(&[][..], |(_, classes)| classes);
            value.split(' ').all(|class| ours.contains(&class))
        }
        _ => false,
    }
}

fn is_dead_in_anchor(character: char) -> bool {
    character.is_alphanumeric() || is_combining_mark(character) || "_.:-".contains(character)
}

/// Reads the scheme as leniently as any browser ever did.
fn is_dead_address(tag: &str, value: &str) -> bool {
    let squeezed: String =
        value.chars().filter(|character| !character.is_whitespace() && !character.is_control()).collect();
    let squeezed = squeezed.to_lowercase();
    let scheme = squeezed
        .split(['/', '?', '#'])
        .next()
        .and_then(|start| start.split_once(':'))
        .map(|(scheme, _)| scheme.to_owned());
    match scheme.as_deref() {
        Some("http" | "https") => true,
        Some("mailto") => tag == "a",
        Some(_) => false,
        None => !squeezed.starts_with("//") && !squeezed.starts_with("/\\"),
    }
}

/// What is tried on every text that comes into a page, here and from outside.
fn payloads() -> Vec<String> {
    let table = include_str!("../../../../tests/cases/payloads.json");
    serde_json::from_str(table).expect("a list of texts")
}

#[test]
fn no_payload_is_alive() {
    for payload in &payloads() {
        for body in [
            payload.clone(),
            format!("a\n\n- {payload}\n\n> {payload}"),
            format!("<table><tr><td>\n{payload}\n</td></tr></table>"),
        ] {
            for links in [&careless as &dyn Fn(&str, bool) -> Destination, &careful] {
                let options = RenderOptions { shift_headings: 1, links, has_anchors: true };
                assert_dead(&render(&body, 0..body.len(), &options), payload);
                for step in steps(&body, 0..body.len()) {
                    assert_dead(&render(&body, step.span, &options), payload);
                }
            }
        }
    }
}

#[test]
fn anchors_of_payloads_are_dead_too() {
    for payload in payloads() {
        for section in parse(&format!("# {payload}\n")).sections {
            assert!(!section.anchor.contains(['"', '\'', '<', '>', '&', ' ']), "{}", section.anchor);
        }
    }
}
