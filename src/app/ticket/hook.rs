//! Hooks as they are served: a preset with the operator's settings on top of it.

use std::collections::BTreeMap;

use crate::config::{self, Allowed, Config, Destination, GivenNote, GivenPlaces, NoteAuth, Secret};
use crate::tickets::{
    self, Credential, Delivery, Form, Genuine, Key, NoCall, NoteCall, NoteTemplate, PRESETS, Places,
    Presented, Signing, System, Triage, Unproved,
};

/// All hooks by their names.
#[derive(Debug, Clone, Default)]
pub struct Hooks {
    by_name: BTreeMap<String, Hook>,
    /// The address under which people know the service, for links in notes.
    pub(super) site: Option<String>,
}

/// A system that sends its tickets.
#[derive(Debug, Clone)]
pub struct Hook {
    /// Its name, which stands in its address.
    pub name: String,
    /// What is known of the system.
    pub system: System,
    /// What the operator wrote.
    pub settings: config::Hook,
}

/// Why a hook cannot be served.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("hook `{hook}`: {reason}")]
pub struct BadHook {
    /// Which hook.
    pub hook: String,
    /// What is wrong, and what would be right.
    pub reason: String,
}

impl Hooks {
    /// Puts presets and settings together.
    ///
    /// # Errors
    /// [`BadHook`] names the hook and what is wrong with it.
    pub fn of(config: &Config) -> Result<Self, BadHook> {
        let settings = config.hooks().map_err(|(hook, error)| BadHook { hook, reason: error.to_string() })?;
        let hooks = settings.into_iter().map(|(name, settings)| {
            let hook = Hook::of(&name, settings).map_err(|reason| BadHook { hook: name.clone(), reason })?;
            Ok((name, hook))
        });
        let site = config.web.public_url.as_ref().map(ToString::to_string);
        Ok(Self { by_name: hooks.collect::<Result<_, _>>()?, site })
    }

    /// The hook of a name.
    pub fn get(&self, name: &str) -> Option<&Hook> {
        self.by_name.get(name)
    }

    /// All of them, by name.
    pub fn iter(&self) -> impl Iterator<Item = &Hook> {
        self.by_name.values()
    }

    /// Sees that the notes of every hook may go where they are to go.
    ///
    /// # Errors
    /// [`BadHook`] names the first hook whose notes may not, and what to list.
    pub fn refuse_unlisted(&self, allowed: &Allowed) -> Result<(), BadHook> {
        let mut refused = self
            .iter()
            .filter_map(|hook| Some(BadHook { hook: hook.name.clone(), reason: hook.unlisted(allowed)? }));
        refused.next().map_or(Ok(()), Err)
    }

    /// Where the notes of each hook go.
    pub fn destinations(&self) -> BTreeMap<String, Destination> {
        let destinations = self.iter().filter_map(|hook| Some((hook.name.clone(), hook.destination()?)));
        destinations.collect()
    }
}

impl Hook {
    fn of(name: &str, settings: config::Hook) -> Result<Self, String> {
        let mut system = tickets::preset(&settings.preset).ok_or_else(|| {
            format!("there is no preset `{}`; there are {}", settings.preset, PRESETS.join(", "))
        })?;
        if let Some(signed) = &settings.signed {
            system.signing = vec![signing(signed)?];
        }
        if let Some(credential) = &settings.credential {
            system.credential = credential_of(credential);
        }
        set_places(&mut system, &settings.read)?;
        if let Some(note) = &settings.note {
            set_note(&mut system, note)?;
        }
        let is_unsigned = system.signing.contains(&Signing::Nothing);
        if is_unsigned && settings.from.is_empty() {
            return Err("`signed = \"nothing\"` needs `from`, the addresses that may deliver".to_owned());
        }
        if !is_unsigned && settings.secrets.is_empty() {
            return Err("a secret is missing: name a file in `secret_files` or a variable in `secret_envs`"
                .to_owned());
        }
        Ok(Self { name: name.to_owned(), system, settings })
    }

    /// Proves a delivery.
    ///
    /// # Errors
    /// [`Unproved`], for the log only.
    pub fn verify(&self, presented: &Presented<'_>) -> Result<Genuine, Unproved> {
        let secrets: Vec<&str> = self.settings.secrets.iter().map(Secret::reveal).collect();
        tickets::verify(&self.system.signing, &secrets, presented)
    }

    /// Whether its deliveries may be proved by their address.
    pub fn has_path_secret(&self) -> bool {
        self.system.signing.contains(&Signing::Path)
    }

    /// Whether it answers at an address with a secret in it, or at one without.
    pub fn is_at(&self, has_secret: bool) -> bool {
        if has_secret {
            return self.has_path_secret();
        }
        self.system.signing.iter().any(|signing| *signing != Signing::Path)
    }

    /// The call for a note, as it would be sent.
    ///
    /// # Errors
    /// [`NoCall`] if none is.
    pub fn call(&self, delivery: &Delivery, triage: &Triage, marker: &str) -> Result<NoteCall, NoCall> {
        self.system.call(delivery, triage, marker, self.settings.is_public)
    }

    /// Where its notes go; none if it has no address, or takes none.
    pub fn destination(&self) -> Option<Destination> {
        self.system.note.as_ref()?;
        let url = self.settings.url.clone()?;
        let auth = match (self.settings.secret.clone(), &self.system.credential) {
            (None, _) => NoteAuth::None,
            (Some(secret), Credential::Bearer) => NoteAuth::Bearer(secret),
            (Some(secret), Credential::Basic) => NoteAuth::Basic(secret),
            (Some(secret), Credential::Standard) => NoteAuth::Standard(vec![secret]),
            (Some(secret), Credential::Header { name, prefix }) => {
                NoteAuth::Header { name: name.clone(), prefix: prefix.clone(), secret }
            }
        };
        Some(Destination { url, auth })
    }

    /// Why its notes may not go where they are to go, and what to list; none if they may, or go nowhere.
    fn unlisted(&self, allowed: &Allowed) -> Option<String> {
        let url = self.destination()?.url;
        let site = &url.site;
        (!allowed.has_site(site)).then(|| {
            format!("notes may not go to its `url`, `{url}`: list it in `[outbox]` as `allow = [\"{site}\"]`")
        })
    }

    /// What keeps its notes from arriving whole, a sentence each; empty if nothing does.
    pub fn lacks(&self, config: &Config) -> Vec<String> {
        let mut lacking: Vec<String> = self.unlisted(&config.outbox.allow).into_iter().collect();
        match &self.system.note {
            None => lacking.push("the preset has no note call; `[hooks.NAME.note]` describes one".to_owned()),
            Some(note) if note.is_always_public && !self.settings.is_public => {
                lacking.push(NoCall::PublicOnly.to_string());
            }
            Some(_) => {}
        }
        if self.settings.url.is_none() {
            lacking.push("no `url`: notes are not sent".to_owned());
        }
        if self.settings.url.is_some() && self.settings.secret.is_none() {
            lacking.push(
                "no `credential_file` or `credential_env`: notes are sent without authentication".to_owned(),
            );
        }
        if self.system.note.is_some() && config.web.public_url.is_none() {
            lacking.push("no `public_url`: links in notes lead nowhere".to_owned());
        }
        lacking
    }
}

/// A way of signing, as settings name it.
fn signing(text: &str) -> Result<Signing, String> {
    let mut words = text.split_whitespace();
    let (way, header, rest) = (words.next().unwrap_or_default(), words.next(), words.next());
    let header = header.map(str::to_ascii_lowercase);
    match (way, header, rest) {
        ("standard", None, _) => Ok(Signing::Standard),
        ("path", None, _) => Ok(Signing::Path),
        ("basic", None, _) => Ok(Signing::Basic),
        ("nothing", None, _) => Ok(Signing::Nothing),
        ("hmac-sha256", Some(header), None) => Ok(Signing::BodySha256(header)),
        ("hmac-sha1", Some(header), None) => Ok(Signing::BodySha1(header)),
        ("hmac-sha256", Some(signature), Some(stamp)) => {
            Ok(Signing::StampedBody { signature, stamp: stamp.to_ascii_lowercase() })
        }
        ("secret", Some(header), prefix) => Ok(Signing::Secret {
            header,
            prefix: prefix.map(|prefix| format!("{prefix} ")).unwrap_or_default(),
        }),
        _ => Err(format!(
            "`signed` cannot be `{text}`: expected `standard`, `hmac-sha256 HEADER`, `hmac-sha256 HEADER \
             TIMESTAMP-HEADER`, `hmac-sha1 HEADER`, `secret HEADER`, `secret HEADER PREFIX`, `basic`, `path` or `nothing`"
        )),
    }
}

fn credential_of(text: &str) -> Credential {
    match text.trim() {
        "bearer" => Credential::Bearer,
        "basic" => Credential::Basic,
        "standard" => Credential::Standard,
        other => {
            let (name, prefix) = other.split_once(':').unwrap_or((other, ""));
            let prefix = prefix.trim();
            let ends_open = prefix.is_empty() || prefix.ends_with('=');
            let prefix = if ends_open { prefix.to_owned() } else { format!("{prefix} ") };
            Credential::Header { name: name.trim().to_owned(), prefix }
        }
    }
}

fn set_places(system: &mut System, given: &GivenPlaces) -> Result<(), String> {
    let lists =
        [&given.ticket, &given.subject, &given.body, &given.comment, &given.comment_id, &given.author];
    let more = [&given.attachments, &given.status, &given.reason];
    let pointers = lists.into_iter().chain(more).flatten().flatten().chain(&given.comments);
    if let Some(wrong) = pointers.into_iter().find(|pointer| !pointer.starts_with('/')) {
        return Err(format!("`{wrong}` is no JSON pointer: expected for example `/ticket/id`"));
    }
    let set = |places: &mut Places, given: &Option<Vec<String>>| {
        if let Some(given) = given {
            *places = Places(given.clone());
        }
    };
    if let Some(ticket) = &given.ticket {
        system.keys.retain(|key| key.name != "ticket");
        system.keys.push(Key { name: "ticket".to_owned(), places: Places(ticket.clone()), otherwise: None });
        system.ticket = "{ticket}".to_owned();
    }
    set(&mut system.subject, &given.subject);
    set(&mut system.body, &given.body);
    set(&mut system.comments.text, &given.comment);
    set(&mut system.comments.id, &given.comment_id);
    set(&mut system.status.places, &given.status);
    set(&mut system.status.reason, &given.reason);
    let words = [
        (&mut system.comments.author, &given.author),
        (&mut system.attachments.list, &given.attachments),
        (&mut system.status.solved, &given.solved),
        (&mut system.status.dropped, &given.dropped),
        (&mut system.status.unsolved_reasons, &given.unsolved_reasons),
    ];
    for (words, given) in words {
        if let Some(given) = given {
            words.clone_from(given);
        }
    }
    if let Some(list) = &given.comments {
        system.comments.list = Some(list.clone());
    }
    Ok(())
}

fn set_note(system: &mut System, given: &GivenNote) -> Result<(), String> {
    let form = match given.form.as_deref() {
        None => None,
        Some(form) => Some(Form::named(form).ok_or_else(|| {
            format!("`note.form` cannot be `{form}`: expected `text`, `html`, `markdown` or `wiki`")
        })?),
    };
    let known = system.note.take();
    let path = given.path.clone().or_else(|| known.as_ref().map(|note| note.path.clone()));
    let body = given.body.clone().or_else(|| known.as_ref().map(|note| note.body.clone()));
    let (Some(path), Some(body)) = (path, body) else {
        return Err("the note call needs `note.path` and `note.body`".to_owned());
    };
    if !path.starts_with('/') {
        return Err(format!(
            "`note.path` cannot be `{path}`: expected a path such as `/tickets/{{ticket}}/notes`"
        ));
    }
    let method = given.method.clone().or_else(|| known.as_ref().map(|note| note.method.clone()));
    let method = method.unwrap_or_else(|| "POST".to_owned());
    if !["POST", "PUT", "PATCH"].contains(&method.as_str()) {
        return Err(format!("`note.method` cannot be `{method}`: expected `POST`, `PUT` or `PATCH`"));
    }
    let is_own_body = given.body.is_some();
    let template = NoteTemplate {
        method,
        path,
        public_path: known
            .as_ref()
            .filter(|_| given.path.is_none())
            .and_then(|note| note.public_path.clone()),
        body,
        public_body: known.as_ref().filter(|_| !is_own_body).and_then(|note| note.public_body.clone()),
        lookup: given.lookup.clone().or_else(|| known.as_ref().and_then(|note| note.lookup.clone())),
        form: form.or(known.as_ref().map(|note| note.form)).unwrap_or(Form::Plain),
        is_always_public: known.as_ref().is_some_and(|note| note.is_always_public),
    };
    if !template.is_sound() {
        return Err("`note.body` is no JSON: expected for example `{\"body\": \"{note}\"}`".to_owned());
    }
    system.note = Some(template);
    Ok(())
}
