//! Whether the help helped: what somebody says about it is kept for those who write the pages.

use super::App;
use super::clock::{now, timed};
use super::conversations::{NotHeld, fresh_id};
use crate::facts::without_secrets;
use crate::kb::{KnowledgeBase, PagePath, nearest};
use crate::store::{Done, Feedback, Id, KeyedAnswer, StoreError};
use crate::wire::{FeedbackRequest, FieldError};

/// How long a comment may be, in characters.
pub const LONGEST_COMMENT: usize = 4_000;

impl App {
    /// Makes a record of what somebody says, without secrets.
    ///
    /// # Errors
    /// All ids that the base does not know, with those that may be meant, and a comment that is too long.
    pub fn feedback(&self, given: &FeedbackRequest) -> Result<Feedback, Vec<FieldError>> {
        let snapshot = self.snapshot();
        let base = &snapshot.base;
        let mut errors = unknown(base, given);
        let conversation = given.conversation.as_deref().map(str::parse::<Id>);
        if let Some(Err(_)) = conversation {
            errors.push(no_conversation());
        }
        let n_chars = given.comment.as_deref().map_or(0, |comment| comment.chars().count());
        if n_chars > LONGEST_COMMENT {
            let detail = format!("expected at most {LONGEST_COMMENT} characters, found {n_chars}");
            errors.push(FieldError { pointer: "/comment".to_owned(), detail });
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let comment =
            given.comment.as_deref().map(|comment| without_secrets(comment.trim()).text.into_owned());
        Ok(Feedback {
            // Made anew by [`App::keep_feedback`].
            id: Id(0),
            at: now(),
            conversation: conversation.and_then(Result::ok),
            revision: snapshot.revision.clone(),
            verdict: given.verdict.word().to_owned(),
            symptom: given.symptom.clone(),
            cause: given.cause.clone(),
            fix: given.fix.clone(),
            page: given.page.clone(),
            comment: comment.filter(|comment| !comment.is_empty()),
        })
    }

    /// Keeps it, together with the answer to its request if that has a key.
    ///
    /// # Errors
    /// [`NotHeld::Field`] if it names a conversation that there is not; else what keeps the store from being written.
    pub async fn keep_feedback(
        &self,
        feedback: Feedback,
        keyed: Option<KeyedAnswer>,
    ) -> Result<Done<()>, NotHeld> {
        let feedback = Feedback { id: fresh_id()?, ..feedback };
        match timed("write", self.store()?.add_feedback(feedback, keyed)).await {
            Err(StoreError::NoSuchConversation) => Err(NotHeld::Field(no_conversation())),
            other => Ok(other?),
        }
    }
}

fn no_conversation() -> FieldError {
    let detail = "there is no such conversation; leave the field out where it is about none".to_owned();
    FieldError { pointer: "/conversation".to_owned(), detail }
}

/// The ids that the base does not know, or does not show.
fn unknown(base: &KnowledgeBase, given: &FeedbackRequest) -> Vec<FieldError> {
    let symptoms = base.symptoms().map(|symptom| (symptom.id.as_str(), &symptom.page));
    let causes = base.causes().map(|cause| (cause.id.as_str(), &cause.page));
    let fixes = base.fixes().map(|fix| (fix.id.as_str(), &fix.page));
    let pages = base.pages().iter().map(|page| (page.path.as_str(), &page.path));
    let found = [
        look_up(base, "symptom", given.symptom.as_deref(), symptoms),
        look_up(base, "cause", given.cause.as_deref(), causes),
        look_up(base, "fix", given.fix.as_deref(), fixes),
        look_up(base, "page", given.page.as_deref(), pages),
    ];
    found.into_iter().flatten().collect()
}

fn look_up<'base>(
    base: &KnowledgeBase,
    field: &str,
    given: Option<&str>,
    known: impl Iterator<Item = (&'base str, &'base PagePath)>,
) -> Option<FieldError> {
    let given = given?;
    let known: Vec<&str> = known.filter(|(_, page)| base.is_published(page)).map(|(id, _)| id).collect();
    if known.contains(&given) {
        return None;
    }
    let name = if field == "page" { "page at this path" } else { field };
    let detail = match nearest(given, known.into_iter()) {
        Some(near) => format!("there is no such {name}; did you mean `{near}`?"),
        None => format!("there is no such {name} in the base; leave the field out where it is about none"),
    };
    Some(FieldError { pointer: format!("/{field}"), detail })
}
