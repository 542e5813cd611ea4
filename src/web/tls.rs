//! What the server proves its name with: a certificate and its key, which may be exchanged while it runs.
//!
//! Files in, the settings of handshakes out. A new pair that cannot be used changes nothing: the old one is shown
//! until somebody mends the files, and `/readyz` says so. The handshake itself stands in `connection`.

use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use actix_web::rt;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::{InconsistentKeys, ServerConfig};
use tokio_rustls::TlsAcceptor;

use crate::config::{TlsFiles, TlsTexts};

/// How often it is looked whether the files have changed: whoever renews certificates need not tell.
const LOOK_EVERY: Duration = Duration::from_secs(10);

/// Certificate and key of the server.
pub(super) struct Tls {
    files: TlsFiles,
    shown: Arc<Shown>,
    acceptor: TlsAcceptor,
    last: Mutex<Last>,
}

/// What was read last, good or bad.
struct Last {
    texts: Option<TlsTexts>,
    trouble: Option<String>,
}

/// What is shown to whoever connects.
#[derive(Debug)]
struct Shown(RwLock<Arc<CertifiedKey>>);

impl ResolvesServerCert for Shown {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

impl Tls {
    /// Reads the files.
    ///
    /// # Errors
    /// Says which file is wrong, and what was expected in it.
    pub(super) fn of(files: &TlsFiles) -> Result<Self, String> {
        let provider = Arc::new(ring::default_provider());
        let texts = files.read()?;
        let shown = Arc::new(Shown(RwLock::new(Arc::new(pair(files, &texts, &provider)?))));
        let settings = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let settings = settings.map_err(|error| format!("TLS cannot be set up: {error}"))?;
        let mut settings = settings
            .with_no_client_auth()
            .with_cert_resolver(Arc::clone(&shown) as Arc<dyn ResolvesServerCert>);
        // What limits requests counts them one after the other, as this version sends them.
        settings.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self {
            files: files.clone(),
            shown,
            acceptor: TlsAcceptor::from(Arc::new(settings)),
            last: Mutex::new(Last { texts: Some(texts), trouble: None }),
        })
    }

    pub(super) fn acceptor(&self) -> &TlsAcceptor {
        &self.acceptor
    }

    /// Why the files are not what is shown, in words for strangers; nothing if they are.
    pub(super) fn trouble(&self) -> Option<String> {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).trouble.clone()
    }

    /// Looks at the files again. If they make a pair, it is shown from now on; if not, the old one still is.
    pub(super) fn renew(&self) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let read = self.files.read();
        if let Ok(texts) = &read
            && last.texts.as_ref() == Some(texts)
        {
            return;
        }
        let provider = self.acceptor.config().crypto_provider();
        let made = read.as_ref().map_err(Clone::clone);
        let made = made.and_then(|texts| pair(&self.files, texts, provider));
        last.texts = read.ok();
        match made {
            Ok(pair) => {
                *self.shown.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(pair);
                last.trouble = None;
                tracing::info!("the new TLS certificate is shown from now on");
            }
            Err(reason) if last.trouble.as_ref() != Some(&reason) => {
                tracing::error!(reason, "the new TLS certificate cannot be used; the old one is shown still");
                last.trouble = Some(reason);
            }
            Err(_) => {}
        }
    }

    /// Looks at the files from time to time, as long as the server runs.
    pub(super) fn watch(self: &Arc<Self>) {
        let watched = Arc::clone(self);
        rt::spawn(async move {
            loop {
                tokio::time::sleep(LOOK_EVERY).await;
                let tls = Arc::clone(&watched);
                drop(rt::task::spawn_blocking(move || tls.renew()).await);
            }
        });
    }
}

/// Certificate and key, if they belong together.
fn pair(files: &TlsFiles, texts: &TlsTexts, provider: &CryptoProvider) -> Result<CertifiedKey, String> {
    let wrong = |file: &std::path::Path, what: &str| format!("{}: {what}", file.display());
    let certificates = CertificateDer::pem_slice_iter(&texts.certificate).collect::<Result<Vec<_>, _>>();
    let certificates = certificates.ok().filter(|certificates| !certificates.is_empty());
    let certificates = certificates.ok_or_else(|| {
        wrong(&files.certificate, "expected certificates in PEM (`-----BEGIN CERTIFICATE-----`), found none")
    })?;
    let key = PrivateKeyDer::from_pem_slice(&texts.key).map_err(|_| {
        wrong(
            &files.key,
            "expected a private key in PEM without a passphrase (`-----BEGIN PRIVATE KEY-----`), found none",
        )
    })?;
    CertifiedKey::from_der(certificates, key, provider).map_err(|error| match error {
        rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch) => wrong(
            &files.key,
            &format!("the key does not belong to the certificate in {}", files.certificate.display()),
        ),
        rustls::Error::InvalidCertificate(_) => {
            wrong(&files.certificate, "the first certificate cannot be read")
        }
        _ => wrong(&files.key, "expected an RSA, ECDSA or Ed25519 key, found one that cannot be used"),
    })
}
