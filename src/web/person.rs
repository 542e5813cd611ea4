//! Who has signed in, for whatever is made while a request is answered.
//!
//! Every page names them, and pages are put together far from the request. So the name goes along with the task that
//! answers it, and not through the hands of everybody who makes a part of a page.

use tokio::task_local;

use crate::identity::Person;

task_local! {
    static VISITOR: Visitor;
}

/// Who has signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Visitor {
    /// Who it is.
    pub(super) person: Person,
    /// Whether deskdoc itself can end the session; else it is the proxy's.
    pub(super) can_sign_out: bool,
}

/// Answers a request of somebody.
pub(super) async fn answering<F: Future>(visitor: Option<Visitor>, answer: F) -> F::Output {
    match visitor {
        Some(visitor) => VISITOR.scope(visitor, answer).await,
        None => answer.await,
    }
}

/// Does a part of it on another thread.
pub(super) fn answering_elsewhere<T>(visitor: Option<Visitor>, part: impl FnOnce() -> T) -> T {
    match visitor {
        Some(visitor) => VISITOR.sync_scope(visitor, part),
        None => part(),
    }
}

/// Who is being answered, if they have signed in.
pub(super) fn visitor() -> Option<Visitor> {
    VISITOR.try_with(Clone::clone).ok()
}
