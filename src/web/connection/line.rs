//! What a connection talks over: the bare line, or TLS on it.
//!
//! Besides reading and writing as the framework does it, a connection sometimes has a last word to say at once, and
//! to hang up only halfway, so that the other side can still hear it.

use std::io::{self, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::server::TlsStream;

/// The line.
pub(super) enum Line {
    /// As the bytes come.
    Plain(TcpStream),
    /// Under TLS; boxed, since its state is large.
    Tls(Box<TlsStream<TcpStream>>),
    /// Somebody else has the line.
    Gone,
}

impl Line {
    /// Whether all that was written has left the process.
    pub(super) fn is_drained(&self) -> bool {
        match self {
            Self::Plain(_) | Self::Gone => true,
            Self::Tls(stream) => !stream.get_ref().1.wants_write(),
        }
    }

    /// Writes what can be written without waiting.
    pub(super) fn say(&mut self, bytes: &[u8]) {
        match self {
            Self::Plain(stream) => drop(stream.try_write(bytes)),
            Self::Tls(stream) => {
                let (stream, session) = stream.get_mut();
                drop(session.writer().write_all(bytes));
                drop(session.write_tls(&mut AtOnce(stream)));
            }
            Self::Gone => {}
        }
    }

    /// Hangs up on our side; the other one may go on talking.
    pub(super) fn end_writing(&mut self) {
        let stream = match self {
            Self::Plain(stream) => stream,
            Self::Tls(stream) => {
                let (stream, session) = stream.get_mut();
                session.send_close_notify();
                drop(session.write_tls(&mut AtOnce(stream)));
                stream
            }
            Self::Gone => return,
        };
        rustix::net::shutdown(stream, rustix::net::Shutdown::Write).ok();
    }
}

/// Writes without waiting.
struct AtOnce<'a>(&'a TcpStream);

impl Write for AtOnce<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.try_write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl AsyncRead for Line {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_read(context, buffer),
            Self::Tls(stream) => Pin::new(stream).poll_read(context, buffer),
            Self::Gone => Poll::Ready(Err(io::ErrorKind::NotConnected.into())),
        }
    }
}

impl AsyncWrite for Line {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_write(context, bytes),
            Self::Tls(stream) => Pin::new(stream).poll_write(context, bytes),
            Self::Gone => Poll::Ready(Err(io::ErrorKind::NotConnected.into())),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_flush(context),
            Self::Tls(stream) => Pin::new(stream).poll_flush(context),
            Self::Gone => Poll::Ready(Err(io::ErrorKind::NotConnected.into())),
        }
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        match self.get_mut() {
            Self::Plain(stream) => Pin::new(stream).poll_shutdown(context),
            Self::Tls(stream) => Pin::new(stream).poll_shutdown(context),
            Self::Gone => Poll::Ready(Err(io::ErrorKind::NotConnected.into())),
        }
    }
}
