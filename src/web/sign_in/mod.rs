//! Who looks at the pages: sessions in signed cookies, the way to an identity provider and back, or a proxy's word.
//!
//! Nothing is kept on our side: a session is a name and an end, signed with a key that all servers on one store share.
//! What is let in without signing in stands in `guard::admission`, the pages in `pages::sign_in`.

mod attempt;
mod cookie;
mod keys;
mod session;
mod target;
#[cfg(test)]
mod tests;

use actix_web::HttpRequest;

pub(super) use self::attempt::{NotBegun, begin, finish};
pub(super) use self::cookie::Cookies;
pub(super) use self::keys::Keys;
pub(super) use self::session::{LONGEST_SESSION, person, signed};
pub(super) use self::target::Target;
use crate::config;
use crate::identity::{Person, Provider};

/// How people sign in.
pub(super) struct SignIn {
    /// Who says who somebody is.
    pub(super) way: Way,
    /// What cookies are signed with.
    pub(super) keys: Keys,
    /// How cookies are called and kept.
    pub(super) cookies: Cookies,
}

/// Who says who somebody is.
pub(super) enum Way {
    /// An identity provider.
    Provider(Box<Provider>),
    /// A listed proxy, in this header.
    Header(String),
}

impl SignIn {
    /// As the settings want it; nothing if everybody may look at the pages.
    ///
    /// # Errors
    /// In words, if the system gives no random bits or no certificates.
    pub(super) fn of(settings: &config::Web) -> Result<Option<Self>, String> {
        let Some(sign_in) = &settings.sign_in else { return Ok(None) };
        let (way, fingerprint) = match sign_in {
            config::SignIn::Provider(oidc) => {
                let provider = Provider::new((**oidc).clone())?;
                let fingerprint = provider.fingerprint();
                (Way::Provider(Box::new(provider)), fingerprint)
            }
            config::SignIn::Header(name) => (Way::Header(name.clone()), String::new()),
        };
        let keys = Keys::new(fingerprint).map_err(|error| error.to_string())?;
        Ok(Some(Self { way, keys, cookies: Cookies { is_secure: settings.is_https() } }))
    }

    /// The provider, where there is one.
    pub(super) fn provider(&self) -> Option<&Provider> {
        match &self.way {
            Way::Provider(provider) => Some(provider),
            Way::Header(_) => None,
        }
    }

    /// Whose session a request belongs to.
    pub(super) fn visitor(&self, request: &HttpRequest) -> Option<Person> {
        let found = self.cookies.all(request.headers(), Cookies::SESSION);
        found.into_iter().find_map(|session| person(&self.keys, session, crate::app::moment()))
    }
}
