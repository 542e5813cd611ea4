//! What a delivery tells that was not heard before.

use sha2::{Digest, Sha256};

use super::hook::Hook;
use crate::app::check::{Document, read_documents};
use crate::facts::{Earlier, Reading, without_secrets};
use crate::kb::KnowledgeBase;
use crate::tickets::{Comment, Delivery};

/// What was heard of a ticket before.
pub(super) struct Heard<'known> {
    pub(super) subject_hash: Option<[u8; 32]>,
    pub(super) body_hash: Option<[u8; 32]>,
    pub(super) comments: &'known [[u8; 32]],
}

/// What is new.
#[derive(Default)]
pub(super) struct News {
    /// What is said, a turn each: the ticket if it is new or was edited, then comments.
    pub(super) words: Vec<String>,
    /// Configuration that came along with it.
    pub(super) readings: Vec<Reading>,
    pub(super) subject_hash: Option<[u8; 32]>,
    pub(super) body_hash: Option<[u8; 32]>,
    /// The hashes of comments that are new.
    pub(super) comments: Vec<[u8; 32]>,
    /// Whether notes of ours came back.
    pub(super) is_own: bool,
}

impl News {
    /// Compares a delivery with what was heard before; nothing was heard of a ticket that is not known.
    pub(super) fn of(
        base: &KnowledgeBase,
        hook: &Hook,
        delivery: &Delivery,
        heard: Option<Heard<'_>>,
    ) -> Self {
        let is_known = heard.is_some();
        let heard = heard.unwrap_or(Heard { subject_hash: None, body_hash: None, comments: &[] });
        // Secrets are gone before anything is compared: not even their hash is kept.
        let mut earlier = Earlier::default();
        let subject = delivery.subject.as_deref().map(|text| told(&mut earlier, text));
        let body = delivery.body.as_deref().map(|text| told(&mut earlier, text));
        let mut news = Self {
            subject_hash: subject.as_ref().map(|text| hash(&[&text.clean])),
            body_hash: body.as_ref().map(|text| hash(&[&text.clean])),
            ..Self::default()
        };
        let is_edited = (news.subject_hash.is_some() && news.subject_hash != heard.subject_hash)
            || (news.body_hash.is_some() && news.body_hash != heard.body_hash);
        let mut comments = Vec::new();
        for comment in &delivery.comments {
            if comment.is_own_note || is_by(comment, hook.settings.own_account.as_deref()) {
                news.is_own = true;
                continue;
            }
            let mut before = earlier.clone();
            let text = told(&mut earlier, &comment.text);
            let hash = hash(&[&comment.id, &text.clean]);
            if !heard.comments.contains(&hash) && !news.comments.contains(&hash) {
                news.comments.push(hash);
                // A ticket without a description is what its first article says, quoted or not: a mail passed on.
                let is_ticket = !is_known && delivery.body.is_none();
                comments.push(if is_ticket { told(&mut before, &comment.whole) } else { text }.words);
            }
        }
        if is_edited {
            let parts = [subject, body].into_iter().flatten().map(|text| text.words);
            news.words.push(parts.collect::<Vec<_>>().join("\n\n"));
        }
        match news.words.first_mut() {
            // The first article of a new ticket belongs to its subject.
            Some(opening) if !is_known && !comments.is_empty() => {
                opening.push_str("\n\n");
                opening.push_str(&comments.join("\n\n"));
            }
            _ => news.words.extend(comments),
        }
        if !news.words.is_empty() {
            news.readings = readings(base, delivery);
        }
        news
    }
}

/// A text of a ticket.
struct Told {
    /// Without its secrets.
    clean: String,
    /// To be said. What is kept of it is redacted where it is understood: there it is told what was struck out. Only
    /// what nothing but an earlier text betrays is not in it any more.
    words: String,
}

fn told(earlier: &mut Earlier, text: &str) -> Told {
    let clean = earlier.clean(text).text.into_owned();
    let is_plain = without_secrets(text).text == clean;
    Told { words: if is_plain { text.to_owned() } else { clean.clone() }, clean }
}

fn is_by(comment: &Comment, account: Option<&str>) -> bool {
    account.is_some_and(|account| {
        comment.authors.iter().any(|author| author.eq_ignore_ascii_case(account.trim()))
    })
}

/// What stands in the files; those that are no configuration are passed over.
fn readings(base: &KnowledgeBase, delivery: &Delivery) -> Vec<Reading> {
    let read = delivery.attachments.iter().filter_map(|file| {
        let document =
            Document { name: Some(file.name.clone()), content: file.content.clone(), format: None };
        read_documents(base, &[document]).ok()
    });
    read.flatten().collect()
}

/// A hash of texts; their lengths keep them apart.
fn hash(texts: &[&str]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    for text in texts {
        hasher.update(text.len().to_be_bytes());
        hasher.update(text);
    }
    hasher.finalize().into()
}
