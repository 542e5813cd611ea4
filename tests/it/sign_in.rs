//! Pages for people who have signed in: with an identity provider, or at a proxy.
//!
//! Most tests use a provider that says whatever a test wants it to say, also what is not true. That everything goes
//! together with a real one is tried in a browser.

mod forged;
mod liar;
mod pages;
mod proxy;
mod real;
mod secrets;
mod secure;

use std::collections::BTreeMap;

use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::redirect::Policy;
use reqwest::{Client, Method};

pub use self::liar::Liar;
pub use self::proxy::behind as behind_proxy;
use crate::world::{Folder, Server, free_port, make_clients_possible};

/// A server whose pages are for people whom a provider knows.
pub struct Guarded {
    pub server: Server,
    port: u16,
    settings: Folder,
}

impl Guarded {
    /// `more` are further lines of the section `sign_in`.
    pub fn behind(issuer: &str, more: &str) -> Self {
        Self::at(free_port(), issuer, more)
    }

    fn at(port: u16, issuer: &str, more: &str) -> Self {
        let settings = Folder::new();
        let secret = settings.write("secret", "only-for-tests\n");
        let data = settings.path().join("data");
        let file = settings.write(
            "deskdoc.toml",
            format!(
                "public_url = \"http://127.0.0.1:{port}\"\ndata = {data:?}\n[sign_in]\noidc_issuer = \"{issuer}\"\n\
                 oidc_client_id = \"deskdoc\"\noidc_client_secret_file = {secret:?}\n{more}\n"
            ),
        );
        Self { server: Server::settled(port, &file), port, settings }
    }

    /// The same server after a restart.
    fn restarted(self) -> Self {
        let Self { server, port, settings } = self;
        drop(server);
        let server = Server::settled(port, &settings.path().join("deskdoc.toml"));
        Self { server, port, settings }
    }
}

/// What came back.
pub struct Reply {
    pub status: u16,
    location: String,
    set: Vec<String>,
    pub text: String,
}

/// Somebody's browser, without script and without following anybody.
pub struct Visitor {
    http: Client,
    cookies: BTreeMap<String, String>,
}

impl Visitor {
    pub fn new() -> Self {
        make_clients_possible();
        let http = Client::builder().redirect(Policy::none()).pool_max_idle_per_host(0).build().unwrap();
        Self { http, cookies: BTreeMap::new() }
    }

    pub async fn get(&mut self, url: &str) -> Reply {
        self.send(Method::GET, url, &[], None).await
    }

    async fn post(&mut self, url: &str, form: &str) -> Reply {
        let kind = [("content-type", "application/x-www-form-urlencoded")];
        self.send(Method::POST, url, &kind, Some(form.to_owned())).await
    }

    pub async fn send(
        &mut self,
        method: Method,
        url: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Reply {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut request = self.http.request(method, url).header(COOKIE, cookies.join("; "));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.body(body);
        }
        let answer = request.send().await.unwrap();
        let text = |value: &reqwest::header::HeaderValue| value.to_str().unwrap().to_owned();
        let set: Vec<String> = answer.headers().get_all(SET_COOKIE).iter().map(text).collect();
        for line in &set {
            let (name, rest) = line.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Reply {
            status: answer.status().as_u16(),
            location: answer.headers().get(LOCATION).map(text).unwrap_or_default(),
            set,
            text: answer.text().await.unwrap(),
        }
    }

    /// Begins to sign in, and says what the provider was told.
    pub async fn begin(&mut self, guarded: &Guarded, to: &str) -> BTreeMap<String, String> {
        let sent = self.get(&guarded.server.url(&format!("/sign-in?to={to}"))).await;
        assert_eq!(sent.status, 303, "{}", sent.text);
        let url = reqwest::Url::parse(&sent.location).unwrap();
        url.query_pairs().into_owned().collect()
    }

    /// Signs in with a provider that says what it is told to say.
    async fn sign_in(&mut self, guarded: &Guarded, liar: &Liar) -> Reply {
        let asked = self.begin(guarded, "/symptoms").await;
        liar.prepare(&asked);
        self.get(&guarded.server.url(&format!("/sign-in/callback?code=1&state={}", asked["state"]))).await
    }
}
