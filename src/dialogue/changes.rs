//! What has changed under a conversation: a base may be edited while cases are open.
//!
//! Events name what they are about. What the base does not know any more counts no more; the person is told so, in
//! words, and nothing else of the case is lost.

use super::conversation::Conversation;
use super::turn::Event;
use crate::diagnosis::ActionId;
use crate::kb::{AnswerId, KnowledgeBase, QuestionId, SymptomId};

/// What a conversation rests on that the base does not know any more, a sentence each. Nothing if all is still there,
/// as it always is in the base that the conversation began with.
pub fn changes(base: &KnowledgeBase, conversation: &Conversation) -> Vec<String> {
    let mut sentences: Vec<String> = Vec::new();
    for event in conversation.current() {
        for sentence in of_event(base, event) {
            if !sentences.contains(&sentence) {
                sentences.push(sentence);
            }
        }
    }
    sentences
}

fn of_event(base: &KnowledgeBase, event: &Event) -> Vec<String> {
    match event {
        Event::Said(said) => {
            let told = said.told.iter().filter_map(|told| answered(base, &told.question, &told.answer));
            let offered = said.recognition.offered().iter();
            told.chain(offered.filter_map(|found| symptom(base, &found.symptom))).collect()
        }
        Event::Answered { question, answer } => answered(base, question, answer).into_iter().collect(),
        Event::Chosen(chosen) => symptom(base, chosen).into_iter().collect(),
        Event::Helped(Some(action)) | Event::Cured(Some(action)) | Event::Failed(action) => {
            let gone = action.parts().iter().filter(|part| !part.is_known(base));
            gone.map(tried).collect()
        }
        // What was left open, passed over or ruled out needs nobody to know of it.
        _ => Vec::new(),
    }
}

fn answered(base: &KnowledgeBase, question: &QuestionId, answer: &AnswerId) -> Option<String> {
    match base.question(question) {
        None => Some(format!(
            "The question `{question}` that you answered is no longer part of the knowledge base; the answer does not count any more."
        )),
        Some(known) if !base.has_answer(question, answer) => Some(format!(
            "The answer `{answer}` that you gave to “{}” is no longer part of the knowledge base; it does not count any more.",
            known.ask
        )),
        Some(_) => None,
    }
}

fn symptom(base: &KnowledgeBase, symptom: &SymptomId) -> Option<String> {
    (!base.shows_symptom(symptom)).then(|| {
        format!(
            "The symptom `{symptom}` is no longer part of the knowledge base; describe again what you see, if nothing else fits."
        )
    })
}

fn tried(action: &ActionId) -> String {
    let name = match action {
        ActionId::FixOf(cause) => cause.as_str(),
        ActionId::Fix(fix) => fix.as_str(),
        ActionId::Both(_) => "",
    };
    format!(
        "The fix `{name}` that you tried is no longer part of the knowledge base; how it went does not count any more."
    )
}
