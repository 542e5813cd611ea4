//! One ticket system: how it is reached, and one attempt to give it a note.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use reqwest::{Certificate, Client, RequestBuilder, Response, redirect};

use super::StartError;
use super::address::may_connect;
use super::call::{Call, address};
use super::names::{Guarded, Names, NotAllowed};
use super::pages::{self, Next};
use super::signature;
use super::verdict::{Verdict, of_status, wish};
use crate::config::{self, Allowed, NoteAuth, Secret, SiteHost};
use crate::facts::{REMOVED, without_secrets};
use crate::store::{Id, Moment, Queued};

/// How much of an answer is read to tell what was wrong, in bytes.
const MOST_READ: usize = 20_000;
/// How much of a ticket is read to find a note in it, in bytes, all pages together.
const MOST_SEARCHED: usize = 32 * 1024 * 1024;
/// How many pages of a ticket are read to find a note in it.
const MOST_PAGES: usize = 50;
/// How much of an answer is kept, in characters.
const MOST_WORDS: usize = 200;
/// How many connections are kept for the next note.
const IDLE: usize = 2;

/// What tells the time.
type Clock<'clock> = &'clock (dyn Fn() -> Moment + Send + Sync);

/// A ticket system.
pub(super) struct Destination {
    client: Client,
    settings: config::Destination,
    allowed: Arc<Allowed>,
    /// How many milliseconds a call takes at most.
    longest: i64,
}

/// A page of a ticket that was searched.
enum Page {
    HasIt,
    HasNot(Next),
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) verdict: Verdict,
    pub(super) status: Option<u16>,
    /// How many milliseconds the server wants to be left alone.
    pub(super) wished: Option<i64>,
    /// In a few words, without anything secret; nothing is to be said of what arrived.
    pub(super) words: Option<String>,
}

impl Outcome {
    pub(super) fn unsent(verdict: Verdict, words: impl Into<String>) -> Self {
        Self { verdict, status: None, wished: None, words: Some(words.into()) }
    }
}

impl Destination {
    /// Prepares to reach a ticket system; nothing is looked up or sent yet.
    ///
    /// # Errors
    /// [`StartError`] if certificates cannot be used.
    pub(super) fn new(
        settings: &config::Destination,
        allowed: &Arc<Allowed>,
        certificates: Option<&[u8]>,
        names: Arc<dyn Names>,
        timeout: Duration,
    ) -> Result<Self, StartError> {
        let mut client = Client::builder()
            .user_agent(concat!("deskdoc/", env!("CARGO_PKG_VERSION")))
            .redirect(redirect::Policy::none())
            .referer(false)
            .no_proxy()
            .timeout(timeout)
            .pool_max_idle_per_host(IDLE)
            // Servers end connections that rest; a note is not to meet one that is just being ended.
            .pool_idle_timeout(Duration::from_secs(2))
            .dns_resolver(Guarded { names, allowed: Arc::clone(allowed) });
        if !settings.url.site.is_https {
            // Where there is nothing to verify, a machine without certificates will do.
            client = client.tls_certs_only([]);
        } else if let Some(pem) = certificates {
            let more = Certificate::from_pem_bundle(pem).map_err(|error| StartError::new(&error))?;
            if more.is_empty() {
                return Err(StartError::words("`outbox.ca_file` holds no certificate in PEM form"));
            }
            client = client.tls_certs_merge(more);
        }
        let client = client.build().map_err(|error| StartError::new(&error))?;
        let longest = i64::try_from(timeout.as_millis()).unwrap_or(i64::MAX);
        Ok(Self { client, settings: settings.clone(), allowed: Arc::clone(allowed), longest })
    }

    /// Tries to deliver a note. Before it is sent again it is looked for in the ticket, if that can be done.
    pub(super) async fn attempt(&self, note: &Queued, clock: Clock<'_>) -> Outcome {
        if let Some(refused) = self.refusal() {
            return refused;
        }
        let call = match Call::read(&note.outgoing.call) {
            Ok(call) => call,
            Err(error) => return Outcome::unsent(Verdict::Hopeless, error.to_string()),
        };
        let is_repeated = note.attempts > 1;
        if let Some(lookup) = call.lookup.as_deref().filter(|_| is_repeated) {
            match self.is_there(lookup, note, clock).await {
                Ok(true) => {
                    let words = "it was in the ticket already".to_owned();
                    return Outcome { words: Some(words), ..arrived(None) };
                }
                Ok(false) => {}
                Err(outcome) => return outcome,
            }
        }
        let now = clock();
        // Sent so late, the answer might come when another process has begun to send the note, too.
        if now.after(self.longest) >= note.leased_until {
            return Outcome::unsent(Verdict::Passing, "it took too long until it could be sent");
        }
        self.send(&call, note.outgoing.id, now).await
    }

    /// Why nothing may be sent at all.
    fn refusal(&self) -> Option<Outcome> {
        let site = &self.settings.url.site;
        if !self.allowed.has_site(site) {
            let words = format!("`{site}` is not listed under `allow` in `[outbox]`");
            return Some(Outcome::unsent(Verdict::Passing, words));
        }
        match &site.host {
            SiteHost::Address(address) if !may_connect(*address, &self.allowed) => {
                Some(Outcome::unsent(Verdict::Passing, format!("{address} may not be connected to")))
            }
            _ => None,
        }
    }

    async fn send(&self, call: &Call, id: Id, now: Moment) -> Outcome {
        let url = match address(&self.settings.url, &call.path) {
            Ok(url) => url,
            Err(error) => return Outcome::unsent(Verdict::Hopeless, error.to_string()),
        };
        let request = self
            .client
            .request(call.method.into(), url)
            .header(CONTENT_TYPE, &call.content_type)
            .header("idempotency-key", id.to_string());
        let request = match self.proven(request, id, now, call.body.as_bytes()) {
            Ok(request) => request.body(call.body.clone()),
            Err(outcome) => return outcome,
        };
        match request.send().await {
            Ok(answer) => self.judged(answer, now).await,
            // What never met anybody was certainly not kept.
            Err(error) if error.is_connect() => Outcome::unsent(Verdict::Passing, failure(&error)),
            Err(error) => Outcome::unsent(Verdict::Unheard, failure(&error)),
        }
    }

    /// Whether the ticket has the note: its pages are read until the note is found, or to the last one.
    ///
    /// # Errors
    /// The outcome of the attempt, if the ticket cannot be read to its end: sending then might be for the second time.
    async fn is_there(&self, path: &str, note: &Queued, clock: Clock<'_>) -> Result<bool, Outcome> {
        let mut asked = path.to_owned();
        let mut left = MOST_SEARCHED;
        for _ in 0..MOST_PAGES {
            let now = clock();
            if now.after(self.longest) >= note.leased_until {
                return Err(Outcome::unsent(
                    Verdict::Passing,
                    "it took too long to look for it in the ticket",
                ));
            }
            match self.page(&asked, note.outgoing.id, now, &mut left).await? {
                Page::HasIt => return Ok(true),
                Page::HasNot(Next::Nothing) => return Ok(false),
                Page::HasNot(Next::At(next)) if next != asked => asked = next,
                Page::HasNot(Next::At(_) | Next::Unclear) => {
                    return Err(Outcome::unsent(
                        Verdict::Doubtful,
                        "the ticket has more pages, and its answer does not say where",
                    ));
                }
            }
        }
        Err(too_long())
    }

    /// Looks for a note on one page; `left` is how many bytes may still be read.
    async fn page(&self, path: &str, id: Id, now: Moment, left: &mut usize) -> Result<Page, Outcome> {
        let url = address(&self.settings.url, path)
            .map_err(|error| Outcome::unsent(Verdict::Doubtful, error.to_string()))?;
        let request = self.proven(self.client.get(url), id, now, &[])?;
        let unread = |error: &reqwest::Error| {
            Outcome::unsent(Verdict::Passing, format!("looking whether it is there: {}", failure(error)))
        };
        let mut answer = request.send().await.map_err(|error| unread(&error))?;
        if !answer.status().is_success() {
            let outcome = self.judged(answer, now).await;
            let words = outcome.words.map(|words| format!("looking whether it is there: {words}"));
            return Err(Outcome { words, ..outcome });
        }
        let mark = id.to_string();
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(|error| unread(&error))? {
            // The mark may begin at the end of the part before.
            let from = body.len().saturating_sub(mark.len());
            body.extend_from_slice(&part);
            let mut windows = body.get(from..).unwrap_or_default().windows(mark.len());
            if windows.any(|window| window == mark.as_bytes()) {
                return Ok(Page::HasIt);
            }
            *left = left.checked_sub(part.len()).ok_or_else(too_long)?;
        }
        Ok(Page::HasNot(pages::next(path, answer.headers(), &body)))
    }

    /// Adds what proves that the call comes from here.
    fn proven(
        &self,
        request: RequestBuilder,
        id: Id,
        now: Moment,
        body: &[u8],
    ) -> Result<RequestBuilder, Outcome> {
        let request = request.header("webhook-id", id.to_string());
        Ok(match &self.settings.auth {
            NoteAuth::None => request,
            NoteAuth::Bearer(secret) => {
                request.header(AUTHORIZATION, hidden(&format!("Bearer {}", shown(secret)))?)
            }
            NoteAuth::Header { name, prefix, secret } => {
                let name = HeaderName::try_from(name).map_err(|_| {
                    Outcome::unsent(Verdict::Doubtful, "the name of the header of the credential is none")
                })?;
                request.header(name, hidden(&format!("{prefix}{}", shown(secret)))?)
            }
            NoteAuth::Basic(secret) => {
                let (user, password) = shown(secret).split_once(':').unwrap_or((shown(secret), ""));
                request.basic_auth(user, Some(password))
            }
            NoteAuth::Standard(secrets) => {
                let seconds = now.0.div_euclid(1_000);
                let secrets = secrets.iter().map(shown);
                let signature = signature::standard(secrets, &id.to_string(), seconds, body);
                request.header("webhook-timestamp", seconds).header("webhook-signature", signature)
            }
        })
    }

    async fn judged(&self, mut answer: Response, now: Moment) -> Outcome {
        let status = answer.status();
        let verdict = of_status(status.as_u16());
        let retry_after = answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
        let wished = retry_after.and_then(|text| wish(text, now));
        let mut text = Vec::new();
        // An answer that breaks off is told as far as it came; a connection is used again only if it was read to its end.
        while let Ok(Some(part)) = answer.chunk().await {
            text.extend_from_slice(&part);
            if text.len() > MOST_READ {
                break;
            }
        }
        if verdict == Verdict::Arrived {
            return arrived(Some(status.as_u16()));
        }
        let mut words = format!("answered {status}");
        if status.is_redirection() {
            words.push_str(" (redirects are not followed: give the address it leads to)");
        }
        let told = self.told(&text);
        if !told.is_empty() {
            words.push_str(": ");
            words.push_str(&told);
        }
        Outcome { verdict, status: Some(status.as_u16()), wished, words: Some(words) }
    }

    /// The beginning of an answer, without secrets.
    fn told(&self, answer: &[u8]) -> String {
        let text = String::from_utf8_lossy(answer);
        let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let words: Vec<&str> = plain.split_whitespace().collect();
        let mut line = words.join(" ");
        for secret in self.secrets() {
            if !secret.is_empty() {
                line = line.replace(secret, REMOVED);
            }
        }
        without_secrets(&line).text.chars().take(MOST_WORDS).collect()
    }

    fn secrets(&self) -> Vec<&str> {
        match &self.settings.auth {
            NoteAuth::None => Vec::new(),
            NoteAuth::Bearer(secret) | NoteAuth::Header { secret, .. } => vec![shown(secret)],
            NoteAuth::Basic(secret) => {
                let whole = shown(secret);
                vec![whole, whole.split_once(':').map_or("", |(_, password)| password)]
            }
            NoteAuth::Standard(secrets) => secrets.iter().map(shown).collect(),
        }
    }
}

/// Files end with a line break that is no part of the secret.
fn shown(secret: &Secret) -> &str {
    secret.reveal().trim()
}

fn arrived(status: Option<u16>) -> Outcome {
    Outcome { verdict: Verdict::Arrived, status, wished: None, words: None }
}

fn too_long() -> Outcome {
    Outcome::unsent(Verdict::Doubtful, "the ticket is too long to look for the note in it")
}

fn hidden(text: &str) -> Result<HeaderValue, Outcome> {
    let mut value = HeaderValue::from_str(text).map_err(|_| {
        Outcome::unsent(
            Verdict::Doubtful,
            "the credential holds a sign that no header may have, perhaps a line break",
        )
    })?;
    value.set_sensitive(true);
    Ok(value)
}

/// Why there was no answer. What the libraries say of it may name an address of a ticket and is not repeated whole.
fn failure(error: &reqwest::Error) -> String {
    let mut cause: Option<&(dyn Error + 'static)> = error.source();
    let mut innermost = None;
    while let Some(inner) = cause {
        if let Some(refused) = inner.downcast_ref::<NotAllowed>() {
            return refused.to_string();
        }
        innermost = Some(inner.to_string());
        cause = inner.source();
    }
    let what = match () {
        () if error.is_timeout() => return "no answer in time".to_owned(),
        () if error.is_connect() => "no connection",
        () => "the connection broke",
    };
    innermost.map_or_else(|| what.to_owned(), |why| format!("{what}: {why}"))
}
