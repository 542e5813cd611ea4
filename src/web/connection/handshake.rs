//! The beginning of a connection under TLS.
//!
//! It takes no longer than a request may take, and whoever is in the middle of it has a place among the connections
//! already. Who asks without TLS hears so in words; who breaks off is not worth a line in the log.

use std::time::Duration;

use tokio::net::TcpStream;
use tokio::time::timeout;

use super::line::Line;
use crate::web::tls::Tls;

/// How much is kept for somebody who does not fetch it, in bytes.
const MOST_UNSENT: usize = 16 * 1024;
/// With this byte every handshake begins.
const HANDSHAKE: u8 = 0x16;

/// How a handshake ended.
pub(super) enum Begun {
    /// As it should.
    Secure(Line),
    /// There was none: the other side speaks without TLS.
    Plain(TcpStream),
    /// Not at all.
    Gone,
}

/// Carries out the handshake.
pub(super) async fn begin(tls: &Tls, stream: TcpStream, patience: Duration) -> Begun {
    let begin = async {
        let mut first = [0];
        match stream.peek(&mut first).await {
            Ok(1) if first == [HANDSHAKE] => {}
            Ok(1) => return Begun::Plain(stream),
            _ => return Begun::Gone,
        }
        match tls.acceptor().accept_with(stream, |session| session.set_buffer_limit(Some(MOST_UNSENT))).await
        {
            Ok(stream) => Begun::Secure(Line::Tls(Box::new(stream))),
            Err(error) => {
                tracing::debug!(%error, "a handshake failed");
                Begun::Gone
            }
        }
    };
    timeout(patience, begin).await.unwrap_or(Begun::Gone)
}
