//! `kb.yml`: what a base says about itself.

use std::collections::BTreeMap;

use super::super::fields::Fields;
use super::super::findings::{Complaints, Findings};
use super::super::front_matter::{self, Node};
use super::super::name::{PagePath, SharedStepId};
use super::super::page::SourceFile;
use super::super::scale::{CAUSE_LIKELIHOOD, FIX_EFFORT, Minutes, Scale};
use super::super::settings::{BaseUrl, Escalation, Settings};

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

/// Reads `kb.yml`; whatever is wrong in it keeps its default.
pub(in crate::kb) fn read_settings(file: &SourceFile, findings: &mut Findings) -> Settings {
    let path = PagePath::new(&file.path);
    let text = String::from_utf8_lossy(&file.bytes);
    let text = text.trim_start_matches('\u{feff}').trim_end();
    // The reader of front matter wants its fences, of which one takes a line above.
    let parsed = front_matter::read(&format!("---\n{text}\n---\n"));
    let mut complaints = Complaints::new(&path, text, findings).below(1);
    for fault in parsed.faults {
        complaints.fault(fault);
    }
    let mut fields = Fields::new(&parsed.front_matter, complaints);
    let settings = settings(&mut fields);
    for entry in &parsed.front_matter.entries {
        if !KEYS.contains(&entry.key.as_str()) {
            let message = format!("`kb.yml` knows no key `{}`", entry.key);
            fields.complaints.warning(
                "key-unknown",
                entry.key_position,
                message,
                &format!("it knows `{}`", KEYS.join("`, `")),
            );
        }
    }
    settings
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
    fields.map("escalation");
    let Some(node) = fields.node("escalation") else { return defaults };
    let text = |key: &str| node.get(key).and_then(Node::as_text).map(|text| text.trim().to_owned());
    let effort = node.get("effort").and_then(|effort| {
        let number = effort.as_number().or_else(|| FIX_EFFORT.number(effort.as_text()?));
        Minutes::new(number?)
    });
    Escalation {
        to: text("to").unwrap_or(defaults.to),
        text: text("text").unwrap_or(defaults.text),
        effort: effort.unwrap_or(defaults.effort),
    }
}
