//! Finds out who somebody is by asking an identity provider (OpenID Connect, code flow with PKCE).
//!
//! In: the address somebody is sent to, and later the code they come back with. Out: a [`Person`] whom the provider
//! vouches for and the settings let in. Whatever the provider sends is checked: issuer, audience, expiry, nonce and
//! signature. Knows nothing of cookies and pages; those are in `web`. Start at [`Provider`].

mod asked;
mod person;
mod provider;
#[cfg(test)]
mod tests;

pub use self::person::Person;
pub use self::provider::{Attempt, NotSignedIn, Provider};
