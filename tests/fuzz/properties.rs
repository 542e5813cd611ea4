//! What must hold of any bytes whatsoever, a function for each way in. Each panics when a promise is broken.
//!
//! The fuzzer calls them with what it makes up (`targets/`), the tests with the corpus and with changes to it
//! (`tests/it/fuzzed.rs`).

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use deskdoc::app::{App, NotTurned, Typed};
use deskdoc::checks::judge;
use deskdoc::config;
use deskdoc::facts::{
    Format, Record, Rule, Ruling, Scene, Schema, decoded, guess, read_document, read_text, without_secrets,
};
use deskdoc::kb::markdown::{Destination, LONGEST_HTML, Markdown, RenderOptions};
use deskdoc::kb::{SourceFile, Sources, assemble};

/// What must hold of any bytes.
pub type Property = fn(&[u8]);

/// All of them, under the names of their targets and of the folders of their corpora.
pub const ALL: [(&str, Property); 9] = [
    ("front_matter", front_matter),
    ("markdown", markdown),
    ("xml", xml),
    ("snapshot", snapshot),
    ("pasted", pasted),
    ("rule", rule),
    ("query", query),
    ("recognition", recognition),
    ("conversation", conversation),
];

/// A page is a page or a problem with a place in the file; reading it twice gives the same.
pub fn front_matter(bytes: &[u8]) {
    let read = || {
        let page = |path: &str| SourceFile { path: path.to_owned(), bytes: bytes.to_vec() };
        let files = vec![page("symptoms/one.md"), page("two.md")];
        assemble(Sources { files, ..Sources::default() }, 1)
    };
    let (base, problems) = read();
    let n_lines = bytes.iter().filter(|byte| **byte == b'\n' || **byte == b'\r').count() + 1;
    for problem in &problems {
        assert!(!problem.message.is_empty() && !problem.help.is_empty(), "{problem:?}");
        assert!((1..=n_lines).contains(&problem.position.line), "{problem:?}");
        assert!(problem.position.column >= 1, "{problem:?}");
    }
    let (again, same) = read();
    assert_eq!((problems, base.pages().len()), (same, again.pages().len()));
}

/// HTML holds what is on the list and nothing else, whatever the page; parts of a page are as safe as the whole.
pub fn markdown(bytes: &[u8]) {
    let Ok(body) = std::str::from_utf8(bytes) else { return };
    let page = Markdown::read(body);
    let links = |target: &str, _is_image: bool| Destination::Outside(target.to_owned());
    let options = RenderOptions { shift_headings: 1, links: &links, has_anchors: true };
    let whole = page.render(0..body.len(), &options);
    assert!(whole.len() <= LONGEST_HTML + 64 * 1024);
    assert_harmless(&whole);
    let mut anchors = HashSet::new();
    let mut end = 0;
    for section in &page.document().sections {
        assert!(anchors.insert(&section.anchor), "{:?} stands twice", section.anchor);
        assert!(section.span.start >= end && section.span.end <= body.len(), "{section:?}");
        end = section.span.end;
        assert_harmless(&page.render(section.span.clone(), &options));
        let steps = page.steps(section.content.clone());
        assert!(steps.iter().all(|step| body.get(step.span.clone()).is_some()));
    }
}

/// An export is read or refused with a line of its own, and gives verdicts.
pub fn xml(bytes: &[u8]) {
    document(bytes, Format::Xml);
}

/// A snapshot is read or refused with a line of its own, and gives verdicts.
pub fn snapshot(bytes: &[u8]) {
    document(bytes, Format::Json);
}

/// Secrets that were taken out stay out, and what is left gives facts.
pub fn pasted(bytes: &[u8]) {
    let Ok(text) = decoded(bytes) else { return };
    let cleaned = without_secrets(text);
    assert_eq!(cleaned.removed.is_empty(), cleaned.text == text);
    let lines = text.lines().count().max(1);
    assert!(cleaned.removed.iter().all(|removed| (1..=lines + 1).contains(&removed.line)));
    assert_eq!(read_text(schema(), text), read_text(schema(), text));
    document(bytes, guess(text));
}

/// A rule is refused, or decides the same each time; of nothing it concludes nothing that it would take back.
pub fn rule(bytes: &[u8]) {
    let Ok(source) = std::str::from_utf8(bytes) else { return };
    let rule = match Rule::compile(source) {
        Ok(rule) => rule,
        Err(bad) => {
            assert!(bad.column().is_none_or(|column| column >= 1));
            assert!(!bad.to_string().is_empty());
            return;
        }
    };
    let known = known();
    let (nothing, all) = (Record::open(), &known.facts);
    let on = |facts: &Record| rule.judge(&Scene::new(schema(), facts));
    let before = on(&nothing);
    let after = on(all);
    assert_eq!(after, on(all), "{source}");
    // `known` asks whether something is missing, and may rightly change its mind.
    if Rule::compile_judging(source).is_ok() && !matches!(before, Ruling::Undecided(_)) {
        assert_eq!(before, after, "decided without facts, and otherwise with them: {source}");
    }
    rule.texts(&Scene::new(schema(), all));
    rule.text(&Scene::new(schema(), all));
}

/// Nothing that can be typed is a wrong query.
pub fn query(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let snapshot = small().snapshot();
    let hits = snapshot.index.find(&text, 3).expect("a query cannot fail");
    assert!(hits.len() <= 3 && hits.iter().all(|hit| hit.score.is_finite()));
    let suggested = snapshot.index.suggest(&text, 3).expect("a text cannot fail");
    assert!(suggested.len() <= 3);
}

/// Confidences are shares, in order, and the same each time.
pub fn recognition(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let snapshot = small().snapshot();
    let found = snapshot.recogniser.recognise(&text);
    let confidences: Vec<f64> = found.candidates.iter().map(|candidate| candidate.confidence).collect();
    assert!(confidences.iter().all(|confidence| (0.0..=1.0).contains(confidence)), "{confidences:?}");
    assert!(confidences.is_sorted_by(|one, other| one >= other), "{confidences:?}");
    assert!(found.offered().len() <= found.candidates.len());
    assert_eq!(found, snapshot.recogniser.recognise(&text));
}

/// Line by line in a conversation: each adds one event at most, and its ledger alone gives the same reply.
pub fn conversation(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let app = small();
    let mut now = app.begin().conversation;
    for line in text.lines().take(12) {
        match app.say(&now, line) {
            Ok(Typed::Turned(turned)) => {
                let (before, after) = (now.ledger().len(), turned.conversation.ledger().len());
                assert!((before..=before + 1).contains(&after), "{line}");
                let again = deskdoc::dialogue::reply(&turned.snapshot.base, &turned.conversation);
                assert_eq!(again.phase, turned.reply.phase, "{line}");
                now = turned.conversation;
            }
            Ok(_) | Err(NotTurned::Refused(_)) => {}
            Err(NotTurned::Failed(error)) => panic!("{error}"),
        }
    }
}

fn document(bytes: &[u8], format: Format) {
    let Ok(text) = decoded(bytes) else { return };
    let reading = match read_document(schema(), text, format, Some("export")) {
        Ok(reading) => reading,
        Err(refused) => return assert!(!refused.to_string().is_empty()),
    };
    let n_lines = text.lines().count() + 1;
    assert!(reading.notes.iter().all(|note| note.line <= n_lines), "{:?}", reading.notes);
    assert!(reading.removed.iter().all(|removed| (1..=n_lines).contains(&removed.line)));
    let base = &builtin().snapshot().base;
    for verdict in judge(base, &reading.facts) {
        assert!(!verdict.check.to_string().is_empty());
    }
}

/// Every `<` begins a tag of the list, closed in its turn; no handler, no address that runs something.
fn assert_harmless(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some((_, behind)) = rest.split_once('<') {
        let (tag, after) = behind.split_once('>').unwrap_or_else(|| panic!("a tag without an end: {html}"));
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "closed out of turn in {html}");
            continue;
        }
        let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        assert!(!FORBIDDEN.contains(&name) && !name.is_empty(), "<{tag}> in {html}");
        if !VOID.contains(&name) {
            open.push(name);
        }
        let tag = tag.to_ascii_lowercase();
        for (attribute, value) in attributes(&tag) {
            assert!(!attribute.starts_with("on") && attribute != "style", "<{tag}> in {html}");
            if attribute == "href" || attribute == "src" {
                let scheme = value.split(['/', '?', '#']).next().unwrap_or_default();
                let scheme = scheme.split_once(':').map(|(scheme, _)| scheme);
                assert!(
                    scheme.is_none_or(|scheme| ["http", "https", "mailto"].contains(&scheme)),
                    "<{tag}> in {html}"
                );
            }
        }
    }
    assert!(open.is_empty(), "{open:?} stay open in {html}");
}

const VOID: [&str; 4] = ["br", "hr", "img", "wbr"];
const FORBIDDEN: [&str; 12] = [
    "script", "style", "iframe", "object", "embed", "form", "input", "button", "link", "meta", "base", "svg",
];

/// The attributes of a tag as it is written here: `name="value"`, or a name alone.
fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut found = Vec::new();
    let Some((_, mut rest)) = tag.split_once(' ') else { return found };
    loop {
        rest = rest.trim_start();
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let (name, behind) = rest.split_at(end);
        if name.is_empty() {
            return found;
        }
        match behind.strip_prefix("=\"").and_then(|value| value.split_once('"')) {
            Some((value, after)) => {
                found.push((name, value));
                rest = after;
            }
            None => {
                found.push((name, ""));
                rest = behind;
            }
        }
    }
}

struct Known {
    facts: Record,
}

/// A configuration in which most facts are known.
fn known() -> &'static Known {
    static KNOWN: OnceLock<Known> = OnceLock::new();
    KNOWN.get_or_init(|| {
        let text = include_str!("corpus/snapshot/whole.json");
        let reading = read_document(schema(), text, Format::Json, None).expect("the snapshot is sound");
        Known { facts: reading.facts }
    })
}

fn schema() -> &'static Schema {
    static SCHEMA: OnceLock<Schema> = OnceLock::new();
    SCHEMA.get_or_init(|| builtin().snapshot().base.settings().facts.clone())
}

/// The program with the built-in base, which has the facts and the checks.
fn builtin() -> &'static App {
    static APP: OnceLock<App> = OnceLock::new();
    APP.get_or_init(|| open(Vec::new()))
}

/// The program with a small base, which answers quickly.
fn small() -> &'static App {
    static APP: OnceLock<App> = OnceLock::new();
    APP.get_or_init(|| {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root = if here.ends_with("tests/fuzz") { here.join("../..") } else { here.to_owned() };
        open(vec![root.join("tests/cases/bases/coffee")])
    })
}

fn open(folders: Vec<PathBuf>) -> App {
    let library = config::Library { folders, data: None };
    App::open(&config::Config { library, ..config::Config::default() }).expect("the base loads")
}
