//! The files with which the server proves who it is: a certificate and the key that belongs to it.
//!
//! They are read from here, at the start and whenever they may have changed. What stands in them is the server's matter.

use std::path::{Path, PathBuf};

use super::{BadConfig, bytes_of, unreadable};

/// Where certificate and key stand, both in PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The server's certificate, and behind it those that lead to a known authority.
    pub certificate: PathBuf,
    /// The private key, without a passphrase.
    pub key: PathBuf,
}

/// What stands in the two files. The key is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct TlsTexts {
    /// Certificates in PEM.
    pub certificate: Vec<u8>,
    /// A private key in PEM.
    pub key: Vec<u8>,
}

impl TlsFiles {
    /// Both or none of them.
    ///
    /// # Errors
    /// [`BadConfig`] if one is missing.
    pub(super) fn of(
        certificate: Option<&PathBuf>,
        key: Option<&PathBuf>,
    ) -> Result<Option<Self>, BadConfig> {
        let missing = |there: &str, missing: &str, file: &Path| {
            let expected = format!("`{missing}` beside it: TLS takes a certificate and its key");
            Err(BadConfig::setting(there, &file.display().to_string(), &expected))
        };
        match (certificate, key) {
            (Some(certificate), Some(key)) => {
                Ok(Some(Self { certificate: certificate.clone(), key: key.clone() }))
            }
            (None, None) => Ok(None),
            (Some(file), None) => missing("tls_certificate", "tls_key", file),
            (None, Some(file)) => missing("tls_key", "tls_certificate", file),
        }
    }

    /// Reads both files.
    ///
    /// # Errors
    /// Says which file cannot be read, and why.
    pub fn read(&self) -> Result<TlsTexts, String> {
        let text = |key: &str, file: &Path| {
            bytes_of(file)
                .map_err(|error| format!("cannot read the {key} {}: {}", file.display(), unreadable(&error)))
        };
        Ok(TlsTexts {
            certificate: text("TLS certificate", &self.certificate)?,
            key: text("TLS key", &self.key)?,
        })
    }
}
