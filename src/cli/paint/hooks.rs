//! Hooks in a terminal.

use crate::text::{visible, visible_lines};
use crate::wire::{HookTrialV1, HookV1};

/// All hooks, a paragraph each.
pub(in crate::cli) fn hooks(hooks: &[HookV1]) -> String {
    if hooks.is_empty() {
        return "no hooks: a section `[hooks.NAME]` in deskdoc.toml makes one\n".to_owned();
    }
    let paragraphs = hooks.iter().map(|hook| {
        let mut text = format!("{}  {}\n  POST {}\n", hook.name, hook.preset, hook.address);
        text.push_str(&format!("  proved by {}; secrets: {}\n", hook.signed.join(", or "), hook.secrets));
        if let Some(url) = &hook.notes_to {
            text.push_str(&format!("  notes to {url}\n"));
        }
        for lacking in &hook.lacks {
            text.push_str(&format!("  note: {lacking}\n"));
        }
        text
    });
    visible_lines(&paragraphs.collect::<Vec<_>>().join("\n"))
}

/// A payload that was tried out.
pub(in crate::cli) fn hook_trial(trial: &HookTrialV1) -> String {
    let mut text = format!("delivery: {}\n", visible(&trial.event));
    let Some(ticket) = &trial.ticket else {
        return text + "it would be ignored\n";
    };
    text.push_str(&format!("ticket: {}\n", visible(ticket)));
    for (name, value) in [("subject", &trial.subject), ("body", &trial.body)] {
        match value {
            Some(value) => text.push_str(&format!("{name}: {}\n", visible(value))),
            None => text.push_str(&format!("{name}: not there\n")),
        }
    }
    trial.comments.iter().for_each(|comment| text.push_str(&format!("comment: {}\n", visible(comment))));
    trial.attachments.iter().for_each(|name| text.push_str(&format!("attachment: {}\n", visible(name))));
    text.push_str(&format!("status: {}\n", trial.status.unwrap_or("not there")));
    text.push_str(&format!("outcome, if the ticket is new: {}\n", trial.outcome));
    if let Some(note) = &trial.note {
        text.push_str(&format!("\n{note}\n\n"));
    }
    if let Some(call) = &trial.call {
        let field =
            |name: &str| call.get(name).and_then(serde_json::Value::as_str).unwrap_or("none").to_owned();
        let sent = if trial.is_sent { "would be sent" } else { "would not be sent" };
        text.push_str(&format!("{} {} ({sent})\n{}\n", field("method"), field("path"), field("body")));
        text.push_str(&format!("looked up at: {}\n", field("lookup")));
    }
    trial.no_call.iter().for_each(|reason| text.push_str(&format!("no note call: {reason}\n")));
    visible_lines(&text)
}
