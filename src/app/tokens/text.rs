//! How a token is written: a prefix that scanners know, 256 random bits, and a checksum over both, so that a typing
//! error is told apart without asking the store.

use sha2::{Digest, Sha256};

/// With this every token begins; the recogniser of secrets knows it (`facts::secret`).
pub(super) const PREFIX: &str = "deskdoc_";
/// How many hexadecimal digits the random bits have.
const N_RANDOM: usize = 64;
/// How many the checksum has.
const N_CHECK: usize = 8;

/// A token that nobody has seen or can guess.
///
/// # Errors
/// Says why the system gives no random bits.
pub(super) fn fresh() -> Result<String, String> {
    let mut bytes = [0; N_RANDOM / 2];
    getrandom::fill(&mut bytes).map_err(|error| error.to_string())?;
    let body = format!("{PREFIX}{}", hexadecimal(&bytes));
    let check = checksum(&body);
    Ok(body + &check)
}

/// Whether a text can be a token at all.
pub(super) fn is_well_formed(text: &str) -> bool {
    let is_long = text.len() == PREFIX.len() + N_RANDOM + N_CHECK;
    let parts = text.split_at_checked(PREFIX.len() + N_RANDOM);
    is_long && text.starts_with(PREFIX) && parts.is_some_and(|(body, check)| checksum(body) == check)
}

/// What is kept of a token.
pub(super) fn hash(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

fn checksum(body: &str) -> String {
    let digest: [u8; 32] = Sha256::digest(format!("checksum of {body}")).into();
    hexadecimal(&digest).chars().take(N_CHECK).collect()
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
