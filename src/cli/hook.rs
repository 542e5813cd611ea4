//! `deskdoc hook`: the hooks of the settings, and a payload tried out with one of them.

use serde_json::Value;

use super::args::{HookAction, HookTry};
use super::failure::Failure;
use super::{Exit, input, opened, output, paint};
use crate::app::{Hook, HookTrial, Hooks};
use crate::config::Config;
use crate::facts::Earlier;
use crate::tickets::{Delivery, Form, Received, Signing, Status, read};
use crate::wire::{HookTrialV1, HookV1};

pub(super) fn run(config: &Config, action: &HookAction) -> Result<Exit, Failure> {
    let hooks = Hooks::of(config)?;
    match action {
        HookAction::List { json } => list(config, &hooks, *json),
        HookAction::Try(trial) => attempt(config, hooks, trial),
    }
}

fn list(config: &Config, hooks: &Hooks, json: bool) -> Result<Exit, Failure> {
    let site =
        config.web.public_url.as_ref().map_or_else(|| "http://HOST:PORT".to_owned(), ToString::to_string);
    let shown: Vec<HookV1> = hooks.iter().map(|hook| shown(hook, config, &site)).collect();
    if json {
        output::print_json(&shown)?;
    } else {
        output::print(&paint::hooks(&shown))?;
    }
    Ok(Exit::Fine)
}

fn shown(hook: &Hook, config: &Config, site: &str) -> HookV1 {
    let secret = if hook.has_path_secret() { "/SECRET" } else { "" };
    HookV1 {
        name: hook.name.clone(),
        preset: hook.system.title.clone(),
        address: format!("{site}/api/v1/hooks/{}{secret}", hook.name),
        signed: hook.system.signing.iter().map(signed).collect(),
        secrets: hook.settings.secrets.len(),
        notes_to: hook.destination().map(|destination| destination.url.to_string()),
        lacks: hook.lacks(config),
    }
}

fn signed(signing: &Signing) -> String {
    match signing {
        Signing::Standard => "Standard Webhooks".to_owned(),
        Signing::BodySha256(header) => format!("HMAC-SHA256 of the body in `{header}`"),
        Signing::BodySha1(header) => format!("HMAC-SHA1 of the body in `{header}`"),
        Signing::StampedBody { signature, stamp } => {
            format!("HMAC-SHA256 of `{stamp}` and the body in `{signature}`")
        }
        Signing::Secret { header, .. } => format!("the secret in `{header}`"),
        Signing::Basic => "user and password (`Authorization: Basic`)".to_owned(),
        Signing::Path => "the secret in the address".to_owned(),
        Signing::Nothing => "nothing but the sender's address".to_owned(),
    }
}

fn attempt(config: &Config, hooks: Hooks, trial: &HookTry) -> Result<Exit, Failure> {
    let Some(hook) = hooks.get(&trial.name).cloned() else {
        let known: Vec<&str> = hooks.iter().map(|hook| hook.name.as_str()).collect();
        let message =
            format!("there is no hook `{}` in the settings; there are: {}", trial.name, known.join(", "));
        return Err(Failure::Usage(message));
    };
    let documents = input::documents(std::slice::from_ref(&trial.file))?;
    let content = documents.first().map(|document| document.content.as_slice()).unwrap_or_default();
    let content = content.strip_prefix("\u{feff}".as_bytes()).unwrap_or(content);
    let json: Value = serde_json::from_slice(content)
        .map_err(|error| Failure::Usage(format!("{}: {}", trial.file.display(), no_json(&error))))?;
    let received = read(&hook.system, trial.event.as_deref(), &json);
    let received = received
        .map_err(|error| Failure::Usage(format!("{}: {}: {error}", trial.file.display(), error.pointer)))?;
    let (shown, found) = match received {
        Received::Ping => (nothing("ping".to_owned()), false),
        Received::Other(name) => (nothing(name), false),
        Received::Ticket(delivery) => {
            let app = opened(config)?.with_hooks(hooks);
            let trial =
                app.try_ticket(&hook, &delivery).map_err(|error| Failure::Usage(error.to_string()))?;
            let is_known = trial.held.as_ref().is_some_and(|held| !held.reply.known.symptoms.is_empty());
            (told(&delivery, trial), is_known)
        }
    };
    if trial.json {
        output::print_json(&shown)?;
    } else {
        output::print(&paint::hook_trial(&shown))?;
    }
    Ok(if found { Exit::Fine } else { Exit::DontKnow })
}

/// What keeps a file from being a payload, without the words of the library.
fn no_json(error: &serde_json::Error) -> String {
    if error.is_eof() {
        return "the file ends before the JSON does; expected the payload whole, as the helpdesk sends it"
            .to_owned();
    }
    let (line, column) = (error.line(), error.column());
    format!(
        "this is no JSON from line {line}, column {column} on, or it is nested too deeply; expected one JSON object"
    )
}

fn nothing(event: String) -> HookTrialV1 {
    HookTrialV1 {
        event,
        ticket: None,
        subject: None,
        body: None,
        comments: Vec::new(),
        attachments: Vec::new(),
        status: None,
        outcome: "ignored",
        symptom: None,
        note: None,
        call: None,
        no_call: None,
        is_sent: false,
    }
}

fn told(delivery: &Delivery, trial: HookTrial) -> HookTrialV1 {
    let (call, no_call) = match trial.call {
        Some(Ok(call)) => (Some(call.to_json()), None),
        Some(Err(reason)) => (None, Some(reason.to_string())),
        None => (None, None),
    };
    // What is shown may be copied into another ticket. A comment may answer the one before it.
    let mut earlier = Earlier::default();
    let mut clean = |text: &str| earlier.clean(text).text.into_owned();
    HookTrialV1 {
        event: "ticket".to_owned(),
        ticket: Some(delivery.ticket.clone()),
        subject: delivery.subject.as_deref().map(&mut clean),
        body: delivery.body.as_deref().map(&mut clean),
        comments: delivery.comments.iter().map(|comment| clean(&comment.text)).collect(),
        attachments: delivery.attachments.iter().map(|file| clean(&file.name)).collect(),
        status: delivery.status.map(|status| match status {
            Status::Open => "open",
            Status::Solved => "solved",
            Status::Dropped => "dropped",
        }),
        outcome: trial.outcome.word(),
        symptom: trial.held.as_ref().and_then(|held| held.standing().symptom),
        note: trial.triage.map(|triage| triage.to_text(Form::Plain, None)),
        call,
        no_call,
        is_sent: trial.is_sent,
    }
}
