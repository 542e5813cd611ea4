//! Whether a delivery comes from whom it says and is as it was sent.
//!
//! Comparisons take as long for a near miss as for nonsense, and every secret is tried, so that time tells nothing. Why a
//! delivery is refused is for the operator's log: whoever sent it learns only that it was.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::stamp;

/// How far the time of a delivery may lie from ours, in seconds, before and after.
pub const FRESH_SECONDS: i64 = 5 * 60;

/// What the secrets of Standard Webhooks begin with.
const STANDARD_PREFIX: &str = "whsec_";

/// A way of proving a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Signing {
    /// Standard Webhooks: HMAC-SHA256 over id, time and body, in `webhook-signature`.
    Standard,
    /// HMAC-SHA256 over the body in a header, as hexadecimal digits or base64; `sha256=` in front or not.
    BodySha256(String),
    /// The same with SHA-1, for systems that know no better.
    BodySha1(String),
    /// HMAC-SHA256 over a time and the body that follows it.
    StampedBody {
        /// The header with the signature, in base64.
        signature: String,
        /// The header with the time.
        stamp: String,
    },
    /// The secret itself in a header, behind a prefix that may be empty.
    Secret {
        /// The header.
        header: String,
        /// What stands in front of the secret.
        prefix: String,
    },
    /// User and password as `user:password`.
    Basic,
    /// The secret in the path: an address that nobody can guess.
    Path,
    /// Nothing: a list of addresses has to do.
    Nothing,
}

/// What came with a delivery.
pub struct Presented<'request> {
    /// Headers by their name in small letters; none if it is not there, or there twice.
    pub header: &'request dyn Fn(&str) -> Option<String>,
    /// The body, byte for byte.
    pub body: &'request [u8],
    /// The secret in the path.
    pub path_secret: Option<&'request str>,
    /// The time here, in seconds since 1970.
    pub now: i64,
}

/// A delivery that was proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Genuine {
    /// What the signature covers once and never again, as a hash; none where nothing is signed, so that content alone
    /// tells whether a delivery is new.
    pub once: Option<[u8; 32]>,
}

/// Why a delivery was not proved, for the log of the operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unproved {
    /// Nothing was presented.
    #[error("it has no signature or secret")]
    Unsigned,
    /// What was presented cannot be read.
    #[error("its signature, id or time cannot be read")]
    Malformed,
    /// It was signed too long ago, or in the future.
    #[error("it was signed more than five minutes from now; compare the clocks")]
    Stale,
    /// No secret of ours made this.
    #[error("its signature or secret is wrong")]
    Wrong,
}

/// Proves a delivery by the first way for which something was presented.
///
/// # Errors
/// [`Unproved`]; nothing may be done with the delivery then.
pub fn verify(signing: &[Signing], secrets: &[&str], presented: &Presented<'_>) -> Result<Genuine, Unproved> {
    let offered = signing.iter().find(|way| way.is_offered(presented));
    offered.ok_or(Unproved::Unsigned)?.verify(secrets, presented)
}

impl Signing {
    /// Whether the delivery tries to prove itself this way.
    fn is_offered(&self, presented: &Presented<'_>) -> bool {
        let has = |name: &str| (presented.header)(name).is_some();
        match self {
            Self::Standard => has("webhook-signature"),
            Self::BodySha256(header) | Self::BodySha1(header) => has(header),
            Self::StampedBody { signature, .. } => has(signature),
            Self::Secret { header, .. } => has(header),
            Self::Basic => has("authorization"),
            Self::Path => presented.path_secret.is_some(),
            Self::Nothing => true,
        }
    }

    fn verify(&self, secrets: &[&str], presented: &Presented<'_>) -> Result<Genuine, Unproved> {
        let header = |name: &str| (presented.header)(name).ok_or(Unproved::Malformed);
        match self {
            Self::Standard => standard(secrets, presented),
            Self::BodySha256(name) => {
                let given = digest(&header(name)?, "sha256=", 32)?;
                let made = secrets.iter().filter_map(|secret| sha256(secret.as_bytes(), &[presented.body]));
                is_among(made, &given)?;
                Ok(Genuine { once: Some(Sha256::digest(presented.body).into()) })
            }
            Self::BodySha1(name) => {
                let given = digest(&header(name)?, "sha1=", 20)?;
                let made = secrets.iter().filter_map(|secret| sha1(secret.as_bytes(), presented.body));
                is_among(made, &given)?;
                Ok(Genuine { once: Some(Sha256::digest(presented.body).into()) })
            }
            Self::StampedBody { signature, stamp } => {
                let (given, stamp) = (digest(&header(signature)?, "", 32)?, header(stamp)?);
                let parts: [&[u8]; 2] = [stamp.as_bytes(), presented.body];
                is_among(secrets.iter().filter_map(|secret| sha256(secret.as_bytes(), &parts)), &given)?;
                is_fresh(&stamp, presented.now)?;
                Ok(Genuine { once: Some(hash(&parts)) })
            }
            Self::Secret { header: name, prefix } => {
                let given = header(name)?;
                is_one_of(secrets, given.strip_prefix(prefix.as_str()).ok_or(Unproved::Wrong)?)
            }
            Self::Basic => {
                let given = header("authorization")?;
                let given = given.strip_prefix("Basic ").ok_or(Unproved::Wrong)?;
                let given = BASE64.decode(given.trim()).map_err(|_| Unproved::Malformed)?;
                is_one_of(secrets, std::str::from_utf8(&given).map_err(|_| Unproved::Malformed)?)
            }
            Self::Path => is_one_of(secrets, presented.path_secret.unwrap_or_default()),
            Self::Nothing => Ok(Genuine { once: None }),
        }
    }
}

/// Standard Webhooks: one of the signatures in the header must be ours. The time is looked at last, so that only those
/// who know the secret learn how our clock stands.
fn standard(secrets: &[&str], presented: &Presented<'_>) -> Result<Genuine, Unproved> {
    let header = |name: &str| (presented.header)(name).ok_or(Unproved::Malformed);
    let (id, stamp, given) =
        (header("webhook-id")?, header("webhook-timestamp")?, header("webhook-signature")?);
    let parts: [&[u8]; 5] = [id.as_bytes(), b".", stamp.as_bytes(), b".", presented.body];
    let made: Vec<[u8; 32]> =
        secrets.iter().flat_map(|secret| keys(secret)).filter_map(|key| sha256(&key, &parts)).collect();
    let mut is_ours = false;
    for signature in given.split_whitespace().filter_map(|part| part.strip_prefix("v1,")) {
        if let Ok(signature) = BASE64.decode(signature) {
            is_ours |= is_among(made.iter().copied(), &signature).is_ok();
        }
    }
    if !is_ours {
        return Err(Unproved::Wrong);
    }
    is_fresh(&stamp, presented.now)?;
    Ok(Genuine { once: Some(hash(&[b"id", id.as_bytes()])) })
}

/// What a secret is as a key. Libraries of the standard take it for base64, with `whsec_` in front or without; other
/// systems sign with the text as it stands.
fn keys(secret: &str) -> Vec<Vec<u8>> {
    let coded = BASE64.decode(secret.strip_prefix(STANDARD_PREFIX).unwrap_or(secret)).ok();
    coded.into_iter().filter(|key| !key.is_empty()).chain([secret.as_bytes().to_vec()]).collect()
}

fn is_fresh(stamp: &str, now: i64) -> Result<(), Unproved> {
    let at = stamp::seconds(stamp).ok_or(Unproved::Malformed)?;
    if now.abs_diff(at) <= FRESH_SECONDS.unsigned_abs() { Ok(()) } else { Err(Unproved::Stale) }
}

/// The bytes of a signature in hexadecimal digits or base64, with or without its name in front.
fn digest(text: &str, prefix: &str, length: usize) -> Result<Vec<u8>, Unproved> {
    let text = text.trim();
    let text = text.strip_prefix(prefix).unwrap_or(text);
    let bytes = if text.len() == length * 2 { from_hex(text) } else { BASE64.decode(text).ok() };
    bytes.filter(|bytes| bytes.len() == length).ok_or(Unproved::Malformed)
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let (pairs, rest) = text.as_bytes().as_chunks::<2>();
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let bytes = pairs.iter().map(|[high, low]| Some(digit(*high)? * 16 + digit(*low)?));
    bytes.collect::<Option<Vec<u8>>>().filter(|_| rest.is_empty())
}

/// HMAC takes keys of any length, so there always is one.
fn sha256(key: &[u8], parts: &[&[u8]]) -> Option<[u8; 32]> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    parts.iter().for_each(|part| mac.update(part));
    Some(mac.finalize().into_bytes().into())
}

fn sha1(key: &[u8], body: &[u8]) -> Option<[u8; 20]> {
    let mut mac = Hmac::<Sha1>::new_from_slice(key).ok()?;
    mac.update(body);
    Some(mac.finalize().into_bytes().into())
}

fn hash(parts: &[&[u8]]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for part in parts {
        // Lengths keep parts apart that would read the same when joined.
        hasher.update(part.len().to_be_bytes());
        hasher.update(part);
    }
    hasher.finalize().into()
}

fn is_among<const N: usize>(made: impl Iterator<Item = [u8; N]>, given: &[u8]) -> Result<(), Unproved> {
    let mut is_ours = subtle::Choice::from(0);
    for signature in made {
        is_ours |= signature.ct_eq(given);
    }
    if bool::from(is_ours) { Ok(()) } else { Err(Unproved::Wrong) }
}

/// Compares hashes of the secrets, which are all of one length.
fn is_one_of(secrets: &[&str], given: &str) -> Result<Genuine, Unproved> {
    let hashed = |text: &str| -> [u8; 32] { Sha256::digest(text.as_bytes()).into() };
    is_among(secrets.iter().map(|secret| hashed(secret)), &hashed(given))?;
    Ok(Genuine { once: None })
}
