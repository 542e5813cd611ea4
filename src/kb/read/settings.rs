//! `kb.yml`: what a base says about itself.

use std::collections::BTreeMap;

use super::super::assemble::SETTINGS_FILE;
use super::super::fields::Fields;
use super::super::findings::{Complaints, Findings};
use super::super::front_matter::{self, Entry};
use super::super::name::{PagePath, SharedStepId};
use super::super::page::SourceFile;
use super::super::references::nearest;
use super::super::scale::{CAUSE_LIKELIHOOD, FIX_EFFORT, Minutes, Scale};
use super::super::settings::{BaseUrl, Escalation, Settings};
use super::page::is_blank;
use crate::text::place::Position;

const CONFIDENCE: Scale = Scale { measures: "a limit", words: &[], ..CAUSE_LIKELIHOOD };

/// The keys of `kb.yml`.
const KEYS: [&str; 9] = [
    "name",
    "product",
    "base_url",
    "escalation",
    "known_at",
    "between_within",
    "facts",
    "shared_steps",
    "lint",
];
const ESCALATION_KEYS: [&str; 3] = ["to", "text", "effort"];

/// Reads `kb.yml`; whatever is wrong in it keeps its default.
pub(in crate::kb) fn read_settings(file: &SourceFile, findings: &mut Findings) -> Settings {
    let path = PagePath::new(&file.path);
    let text = String::from_utf8_lossy(&file.bytes);
    if is_blank(&text) {
        let help = "write what the base says about itself, or delete the file";
        let mut complaints = Complaints::without_text(&path, findings);
        complaints.error("settings-empty", Position::START, "the file is empty".to_owned(), help);
        return Settings::default();
    }
    let text = text.trim_start_matches('\u{feff}').trim_end();
    // The reader of front matter wants its fences, of which one takes a line above.
    let parsed = front_matter::read(&format!("---\n{text}\n---\n"));
    let mut complaints = Complaints::new(&path, text, findings).below(1);
    for fault in parsed.faults {
        complaints.fault(fault);
    }
    let mut fields = Fields::new(&parsed.front_matter, complaints);
    let settings = settings(&mut fields);
    complain_about_unknown(&mut fields.complaints, &parsed.front_matter.entries, SETTINGS_FILE, &KEYS);
    settings
}

/// Complains about keys that mean nothing in a part of `kb.yml`.
pub(super) fn complain_about_unknown(
    complaints: &mut Complaints<'_>,
    entries: &[Entry],
    what: &str,
    keys: &[&str],
) {
    for entry in entries.iter().filter(|entry| !keys.contains(&entry.key.as_str())) {
        let help = nearest(&entry.key, keys.iter().copied()).map_or_else(
            || format!("it knows `{}`", keys.join("`, `")),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("`{what}` knows no key `{}`", entry.key);
        complaints.warning("key-unknown", entry.key_position, message, &help);
    }
}

fn settings(fields: &mut Fields<'_>) -> Settings {
    let defaults = Settings::default();
    Settings {
        name: fields.text("name").map_or(defaults.name, |text| text.value),
        product: fields.text("product").map(|text| text.value),
        base_url: base_url(fields),
        escalation: escalation(fields),
        known_at: fields.probability("known_at", CONFIDENCE),
        between_within: fields.probability("between_within", CONFIDENCE),
        facts: super::facts::read(fields),
        shared_steps: shared_steps(fields),
    }
}

fn shared_steps(fields: &mut Fields<'_>) -> BTreeMap<SharedStepId, Minutes> {
    let mut steps = BTreeMap::new();
    for entry in fields.map("shared_steps") {
        let step = fields.id(&entry.key, entry.key_position, SharedStepId::parse);
        let effort = fields.minutes_of(&entry.value, FIX_EFFORT);
        steps.extend(step.zip(effort));
    }
    steps
}

fn base_url(fields: &mut Fields<'_>) -> Option<BaseUrl> {
    let text = fields.text("base_url")?;
    let address = BaseUrl::parse(&text.value);
    if address.is_none() {
        fields.complaints.error(
            "address-wrong",
            text.at,
            format!("`base_url` should be a web address, found `{}`", text.value),
            "write it with `https://`, for example `https://docs.example.com/guide/{path}`",
        );
    }
    address
}

fn escalation(fields: &mut Fields<'_>) -> Escalation {
    let defaults = Escalation::default();
    let entries = fields.map("escalation");
    complain_about_unknown(&mut fields.complaints, entries, "escalation", &ESCALATION_KEYS);
    let get = |key: &str| entries.iter().find(|entry| entry.key == key).map(|entry| &entry.value);
    let effort = get("effort").and_then(|effort| fields.minutes_of(effort, FIX_EFFORT));
    let mut text = |key: &str| {
        let node = get(key)?;
        let text = node.as_text().map(str::trim).filter(|text| !text.is_empty());
        if text.is_none() {
            fields.wrong_shape(key, node, "one text", "write one value behind the colon");
        }
        text.map(str::to_owned)
    };
    Escalation {
        to: text("to").unwrap_or(defaults.to),
        text: text("text").unwrap_or(defaults.text),
        effort: effort.unwrap_or(defaults.effort),
    }
}
