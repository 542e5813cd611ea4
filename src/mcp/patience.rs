//! Input that ends before its questions are answered.
//!
//! Whoever pipes a file of calls closes its end long before the last answer is out, and the protocol's library waits
//! for five seconds then. Here the end is passed on only when every call read has its answer.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use rmcp::RoleServer;
use rmcp::model::{ClientNotification, JsonRpcMessage, RequestId};
use rmcp::service::{RxJsonRpcMessage, TxJsonRpcMessage};
use rmcp::transport::Transport;
use tokio::time::sleep;

/// How long no answer may come, after the input has ended, before it is given up. Calls take milliseconds, so this is
/// for a client that does not read, and keeps nobody's orphan alive.
const LONGEST_SILENCE: Duration = Duration::from_secs(60);

/// A transport that ends when its calls are answered.
pub(super) struct Patient<T> {
    inner: T,
    /// Calls that are worked on.
    open: HashSet<RequestId>,
    /// Answers on their way out: a client may read late.
    n_unsent: Arc<AtomicUsize>,
    has_ended: bool,
}

impl<T> Patient<T> {
    pub(super) fn new(inner: T) -> Self {
        Self { inner, open: HashSet::new(), n_unsent: Arc::default(), has_ended: false }
    }

    fn note_received(&mut self, message: &RxJsonRpcMessage<RoleServer>) {
        match message {
            JsonRpcMessage::Request(request) => {
                self.open.insert(request.id.clone());
            }
            // A call that was taken back is not answered.
            JsonRpcMessage::Notification(said) => {
                if let ClientNotification::CancelledNotification(cancelled) = &said.notification
                    && let Some(id) = &cancelled.params.request_id
                {
                    self.open.remove(id);
                }
            }
            JsonRpcMessage::Response(_) | JsonRpcMessage::Error(_) => {}
        }
    }
}

impl<T: Transport<RoleServer>> Transport<RoleServer> for Patient<T> {
    type Error = T::Error;

    fn send(
        &mut self,
        item: TxJsonRpcMessage<RoleServer>,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send + 'static {
        let answered = match &item {
            JsonRpcMessage::Response(answer) => Some(&answer.id),
            JsonRpcMessage::Error(error) => error.id.as_ref(),
            JsonRpcMessage::Request(_) | JsonRpcMessage::Notification(_) => None,
        };
        if let Some(id) = answered {
            self.open.remove(id);
        }
        let n_unsent = Arc::clone(&self.n_unsent);
        n_unsent.fetch_add(1, Ordering::Relaxed);
        let sending = self.inner.send(item);
        async move {
            let outcome = sending.await;
            n_unsent.fetch_sub(1, Ordering::Relaxed);
            outcome
        }
    }

    /// The caller drops this future whenever an answer is ready or sent, and asks again then: so the last answer ends
    /// the waiting, and each one begins it anew.
    async fn receive(&mut self) -> Option<RxJsonRpcMessage<RoleServer>> {
        if !self.has_ended {
            if let Some(message) = self.inner.receive().await {
                self.note_received(&message);
                return Some(message);
            }
            self.has_ended = true;
        }
        if !self.open.is_empty() || self.n_unsent.load(Ordering::Relaxed) > 0 {
            sleep(LONGEST_SILENCE).await;
        }
        None
    }

    fn close(&mut self) -> impl Future<Output = Result<(), Self::Error>> + Send {
        self.inner.close()
    }
}
