//! Certificates that sign themselves, and connections that trust them and nothing else.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};

/// A certificate for `localhost`, and its key.
pub struct Certificate {
    /// In PEM.
    pub text: String,
    /// In PEM.
    pub key: String,
    trust: RootCertStore,
}

/// A connection under TLS.
pub type Secure = StreamOwned<ClientConnection, TcpStream>;

impl Certificate {
    /// A new one.
    pub fn new() -> Self {
        let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
        let mut trust = RootCertStore::empty();
        trust.add(made.cert.der().clone()).unwrap();
        Self { text: made.cert.pem(), key: made.signing_key.serialize_pem(), trust }
    }

    /// Connects to a server that must show this certificate.
    pub fn connect(&self, address: &str) -> std::io::Result<Secure> {
        self.connect_with(address, rustls::DEFAULT_VERSIONS)
    }

    /// The same with some versions of TLS only.
    pub fn connect_with(
        &self,
        address: &str,
        versions: &[&'static rustls::SupportedProtocolVersion],
    ) -> std::io::Result<Secure> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let settings =
            ClientConfig::builder_with_provider(provider).with_protocol_versions(versions).unwrap();
        let mut settings = settings.with_root_certificates(self.trust.clone()).with_no_client_auth();
        settings.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let name = ServerName::try_from("localhost").unwrap();
        let mut session = ClientConnection::new(Arc::new(settings), name).unwrap();
        let mut line = TcpStream::connect(address)?;
        line.set_read_timeout(Some(Duration::from_secs(60)))?;
        session.complete_io(&mut line)?;
        Ok(StreamOwned::new(session, line))
    }

    /// What comes back on a request, until the server ends the connection.
    pub fn ask(&self, address: &str, request: &str) -> std::io::Result<String> {
        let mut connection = self.connect(address)?;
        connection.write_all(request.as_bytes())?;
        Ok(read(connection))
    }
}

/// Reads until the server ends the connection.
pub fn read(mut connection: Secure) -> String {
    let mut bytes = Vec::new();
    drop(connection.read_to_end(&mut bytes));
    String::from_utf8_lossy(&bytes).into_owned()
}
