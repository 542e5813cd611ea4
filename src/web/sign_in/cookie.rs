//! The two cookies: the session, and what binds an attempt to sign in to one browser.

use actix_web::http::header::{COOKIE, HeaderMap, HeaderValue, SET_COOKIE};

/// How cookies are called and kept.
#[derive(Debug, Clone, Copy)]
pub(in crate::web) struct Cookies {
    /// Over TLS nobody else can plant a cookie of ours, nor read one.
    pub(in crate::web) is_secure: bool,
}

impl Cookies {
    /// The session.
    pub(in crate::web) const SESSION: &'static str = "deskdoc";
    /// The attempt.
    pub(in crate::web) const ATTEMPT: &'static str = "deskdoc-sign-in";

    /// All values of a cookie: others may have planted some beside ours.
    pub(in crate::web) fn all<'a>(&self, headers: &'a HeaderMap, name: &str) -> Vec<&'a str> {
        let name = self.name(name);
        let lines = headers.get_all(COOKIE).filter_map(|line| line.to_str().ok());
        let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.filter(|(found, _)| *found == name).map(|(_, value)| value).collect()
    }

    /// Sets a cookie for so many seconds; zero takes it away.
    pub(in crate::web) fn set(&self, headers: &mut HeaderMap, name: &str, value: &str, seconds: i64) {
        let secure = if self.is_secure { "; Secure" } else { "" };
        let name = self.name(name);
        let line = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
        if let Ok(line) = HeaderValue::try_from(line) {
            headers.append(SET_COOKIE, line);
        }
    }

    fn name(&self, name: &str) -> String {
        if self.is_secure { format!("__Host-{name}") } else { name.to_owned() }
    }
}
