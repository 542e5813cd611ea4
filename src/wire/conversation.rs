//! A conversation: what is done to it, what it says, and its case note.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::diagnosis::{self, OutOfScope, rounded};
use super::reading::{Hit, Link};
use super::{CauseV1, SOMETHING_ELSE};
use crate::diagnosis::ActionId;
use crate::dialogue::{self, CaseNote, Command, MessageKind, Reply};
use crate::kb::KnowledgeBase;
use crate::search;

/// A turn, with the length that its sender believes the conversation to have.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TurnRequest {
    /// `turn` of the last reply: where somebody else was quicker, the turn is refused.
    pub expected_turn: usize,
    /// What is done.
    pub turn: TurnV1,
}

/// What is done in one turn.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum TurnV1 {
    /// Words, whatever they mean: a description, an answer, a command.
    Say {
        /// The words. 65,536 bytes at most.
        #[schema(min_length = 1, pattern = r"\S")]
        text: String,
    },
    /// A choice of the reply's prompt, or another answer to an earlier question.
    Answer {
        /// The question; without it the prompt of the last reply is answered.
        #[schema(min_length = 1)]
        question: Option<String>,
        /// The id of the choice or of the answer.
        #[schema(min_length = 1, pattern = r"\S")]
        answer: String,
    },
    /// Pasted configuration.
    Paste {
        /// What was pasted: an export, a form, a snapshot, an address, or a text with some of them.
        #[schema(min_length = 1, pattern = r"\S")]
        text: String,
    },
    /// How a fix turned out.
    Tried {
        /// The cause whose own fix it is, or the fix; without it the one that is proposed.
        #[schema(min_length = 1)]
        fix: Option<String>,
        /// Whether it helped.
        helped: bool,
    },
    /// Undoes turns.
    Back {
        /// How many; 1 without it.
        #[schema(minimum = 1, maximum = 400)]
        turns: Option<usize>,
    },
    /// Passes over what is proposed.
    Skip {},
    /// Begins anew.
    Restart {},
    /// Hands the case over.
    HandOver {
        /// Why.
        #[schema(max_length = 4000)]
        reason: Option<String>,
    },
}

/// What deskdoc says after a turn.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ReplyV1 {
    /// How many events the conversation has: what the next turn must expect.
    pub turn: usize,
    /// `listening`, `choosing`, `doubting`, `asking`, `trying`, `verifying`, `escalating`, `solved` or `handed_over`.
    pub phase: &'static str,
    /// What is said, in order.
    pub messages: Vec<MessageV1>,
    /// The fix that is proposed or being verified.
    pub advice: Option<AdviceV1>,
    /// What is asked; missing where a case is closed.
    pub prompt: Option<PromptV1>,
    /// The causes, likeliest first, with `something-else` among them.
    pub causes: Vec<CauseV1>,
    /// What is known so far.
    pub known: KnownV1,
    /// How far it has come.
    pub progress: ProgressV1,
    /// What else can be done: `skip`, `back`, `why`, `note`, `hand over`, `restart`.
    pub commands: Vec<&'static str>,
    /// Sections worth reading, where nothing better is at hand.
    pub articles: Vec<Hit>,
    /// What the base says it does not cover, where the last words are about that.
    pub out_of_scope: Option<OutOfScope>,
}

/// One thing said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MessageV1 {
    /// `recognised`, `understood`, `not_understood`, `said`, `explained` or `warning`.
    pub kind: &'static str,
    /// The words.
    pub text: String,
    /// A list below them.
    pub items: Vec<String>,
}

/// A fix to carry out.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AdviceV1 {
    /// The cause whose own fix it is, or the fix; of two that are done together both, as `a+b`.
    pub id: String,
    /// What is wrong, or what the fix is called.
    pub title: String,
    /// The chance that it cures, 0–1.
    pub chance: f64,
    /// What is wrong and why.
    pub explanation: String,
    /// The steps in order.
    pub steps: Vec<String>,
    /// How to see that it worked.
    pub verify: Vec<String>,
    /// What it takes, in minutes.
    pub effort_minutes: f64,
    /// What it rests on.
    pub docs: Vec<Link>,
}

/// Something asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct PromptV1 {
    /// The question.
    pub text: String,
    /// Why it is asked.
    pub reason: Option<String>,
    /// What can be chosen; empty where words are wanted.
    pub choices: Vec<ChoiceV1>,
}

/// One thing to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ChoiceV1 {
    /// Its number on the keyboard, from 1.
    pub number: usize,
    /// Its id, for a turn of the kind `answer`.
    pub id: String,
    /// What the button says.
    pub label: String,
}

/// What is known so far.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct KnownV1 {
    /// The symptoms with their shares of belief.
    pub symptoms: Vec<SymptomShareV1>,
    /// What was answered.
    pub answers: Vec<AnsweredV1>,
    /// What pasted configuration says.
    pub facts: Vec<String>,
    /// Fixes that did not help, by title.
    pub tried: Vec<String>,
    /// Causes that are as good as out.
    pub ruled_out: Vec<RuledOutV1>,
}

/// A symptom with its share of belief.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SymptomShareV1 {
    /// Its id.
    pub symptom: String,
    /// Its title.
    pub title: String,
    /// Its share, 0–1.
    pub share: f64,
}

/// An answer given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AnsweredV1 {
    /// The question's id.
    pub question: String,
    /// Its words.
    pub ask: String,
    /// The answer's id.
    pub answer: String,
    /// Its words.
    pub label: String,
}

/// A cause that is as good as out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RuledOutV1 {
    /// Its id.
    pub cause: String,
    /// What is wrong then.
    pub title: String,
    /// What spoke against it.
    pub because: String,
}

/// How far a conversation has come.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProgressV1 {
    /// Turns that count.
    pub turns: usize,
    /// Questions answered.
    pub answers: usize,
    /// Fixes tried in vain.
    pub tried: usize,
    /// What the case is expected to take from here, in minutes.
    pub minutes_left: Option<f64>,
}

impl ReplyV1 {
    /// Puts the shapes together; `n_events` is the length of the ledger, and at most `limit` causes are named.
    pub fn new(
        base: &KnowledgeBase,
        n_events: usize,
        reply: &Reply,
        articles: &[search::Hit],
        limit: usize,
    ) -> Self {
        let page = reply.out_of_scope.as_ref();
        Self {
            turn: n_events,
            phase: reply.phase.word(),
            messages: reply.messages.iter().map(MessageV1::from).collect(),
            advice: reply.advice.as_ref().map(|advice| AdviceV1::new(base, advice)),
            prompt: reply.prompt.as_ref().map(PromptV1::from),
            causes: diagnosis::causes(base, &reply.ranking, limit),
            known: KnownV1::new(base, &reply.known),
            progress: ProgressV1 {
                turns: reply.progress.n_turns,
                answers: reply.progress.n_answers,
                tried: reply.progress.n_tried,
                minutes_left: reply.progress.minutes_left.map(rounded),
            },
            commands: reply.commands.iter().copied().map(Command::word).collect(),
            articles: articles.iter().map(Hit::from).collect(),
            out_of_scope: page.and_then(|page| diagnosis::out_of_scope(base, page)),
        }
    }
}

impl From<&dialogue::Message> for MessageV1 {
    fn from(message: &dialogue::Message) -> Self {
        let kind = match message.kind {
            MessageKind::Recognised => "recognised",
            MessageKind::Understood => "understood",
            MessageKind::NotUnderstood => "not_understood",
            MessageKind::Said => "said",
            MessageKind::Explained => "explained",
            MessageKind::Warning => "warning",
        };
        Self { kind, text: message.text.clone(), items: message.items.clone() }
    }
}

impl AdviceV1 {
    fn new(base: &KnowledgeBase, advice: &dialogue::Advice) -> Self {
        let causes = advice.action.parts().iter().filter_map(|part| match part {
            ActionId::FixOf(cause) => base.cause(cause),
            ActionId::Fix(_) | ActionId::Both(_) => None,
        });
        let mut docs = Vec::new();
        for reading in causes.flat_map(|cause| base.readings(cause)) {
            if !docs.contains(&reading) {
                docs.push(reading);
            }
        }
        Self {
            id: action_id(&advice.action),
            title: advice.title.clone(),
            chance: rounded(advice.chance),
            explanation: advice.explanation.clone(),
            steps: advice.steps.clone(),
            verify: advice.verify.clone(),
            effort_minutes: advice.minutes,
            docs: docs.iter().map(Link::from).collect(),
        }
    }
}

/// The id of the cause or of the fix; of two that are done together both, with `+` between.
pub(super) fn action_id(action: &ActionId) -> String {
    match action {
        ActionId::FixOf(cause) => cause.to_string(),
        ActionId::Fix(fix) => fix.to_string(),
        ActionId::Both(parts) => parts.each_ref().map(action_id).join("+"),
    }
}

impl From<&dialogue::Prompt> for PromptV1 {
    fn from(prompt: &dialogue::Prompt) -> Self {
        let choices = prompt.choices.iter().enumerate().map(|(at, choice)| ChoiceV1 {
            number: at + 1,
            id: choice.id.clone(),
            label: choice.label.clone(),
        });
        Self { text: prompt.text.clone(), reason: prompt.reason.clone(), choices: choices.collect() }
    }
}

impl KnownV1 {
    fn new(base: &KnowledgeBase, known: &dialogue::Known) -> Self {
        let symptoms = known.symptoms.iter().filter_map(|(symptom, share)| {
            Some(SymptomShareV1 {
                symptom: symptom.to_string(),
                title: base.symptom(symptom)?.title.clone(),
                share: rounded(*share),
            })
        });
        let answers = known.answers.iter().map(|answered| AnsweredV1 {
            question: answered.question.to_string(),
            ask: answered.ask.clone(),
            answer: answered.answer.to_string(),
            label: answered.label.clone(),
        });
        let ruled_out = known.ruled_out.iter().map(|out| RuledOutV1 {
            cause: out.cause.to_string(),
            title: out.title.clone(),
            because: out.because.clone(),
        });
        Self {
            symptoms: symptoms.collect(),
            answers: answers.collect(),
            facts: known.facts.clone(),
            tried: known.tried.clone(),
            ruled_out: ruled_out.collect(),
        }
    }
}

/// The case note, for whoever takes a case over.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CaseNoteV1 {
    /// Where the case stands, by the words of a reply's `phase`.
    pub phase: &'static str,
    /// Whether it was handed over.
    pub handed_over: bool,
    /// Why, if somebody said.
    pub hand_over_reason: Option<String>,
    /// To whom cases go.
    pub hand_over_to: String,
    /// The words of the user, in order.
    pub words: Vec<String>,
    /// The symptoms, likeliest first.
    pub symptoms: Vec<NoteSymptomV1>,
    /// What was answered.
    pub answers: Vec<AnsweredV1>,
    /// Questions that were left open.
    pub left_open: Vec<String>,
    /// What checks found.
    pub verdicts: Vec<NoteVerdictV1>,
    /// Facts from pasted configuration.
    pub facts: Vec<String>,
    /// What was struck out as secret, by name.
    pub removed: Vec<String>,
    /// Fixes, and how they turned out.
    pub fixes: Vec<NoteFixV1>,
    /// Causes that are as good as out, and why.
    pub ruled_out: Vec<RuledOutV1>,
    /// What remains, likeliest first, `something-else` last.
    pub remaining: Vec<NoteCauseV1>,
    /// The sections that the advice given rests on.
    pub cited: Vec<String>,
    /// The state of the base that the conversation began with.
    pub revision: String,
    /// The same as Markdown, at most 4,000 characters.
    pub markdown: String,
}

/// A symptom in a note.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NoteSymptomV1 {
    /// Its id.
    pub symptom: String,
    /// Its title.
    pub title: String,
    /// Its share of belief, 0–1.
    pub share: f64,
    /// How sure recognition was; missing where it was chosen by name.
    pub confidence: Option<f64>,
    /// What led to it.
    pub because: Option<String>,
}

/// A verdict in a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoteVerdictV1 {
    /// The check's id.
    pub check: String,
    /// `pass`, `fail` or `unknown`.
    pub verdict: &'static str,
    /// In words.
    pub line: String,
}

/// A fix in a note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NoteFixV1 {
    /// The cause whose own fix it is, or the fix.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// `helped`, `did_not_help` or `not_tried`.
    pub result: &'static str,
}

/// A cause in a note.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NoteCauseV1 {
    /// Its id, or `something-else`.
    pub id: String,
    /// What is wrong then.
    pub title: String,
    /// Its chance, 0–1.
    pub probability: f64,
}

impl From<&CaseNote> for CaseNoteV1 {
    fn from(note: &CaseNote) -> Self {
        let symptoms = note.symptoms.iter().map(|noted| NoteSymptomV1 {
            symptom: noted.symptom.to_string(),
            title: noted.title.clone(),
            share: rounded(noted.share),
            confidence: noted.confidence.map(rounded),
            because: noted.because.clone(),
        });
        let answers = note.answers.iter().map(|noted| AnsweredV1 {
            question: noted.question.to_string(),
            ask: noted.ask.clone(),
            answer: noted.answer.to_string(),
            label: noted.label.clone(),
        });
        let verdicts = note.verdicts.iter().map(|noted| NoteVerdictV1 {
            check: noted.check.to_string(),
            verdict: match noted.holds {
                Some(true) => "pass",
                Some(false) => "fail",
                None => "unknown",
            },
            line: noted.line.clone(),
        });
        let fixes = note.fixes.iter().map(|noted| NoteFixV1 {
            id: action_id(&noted.action),
            title: noted.title.clone(),
            result: match noted.helped {
                Some(true) => "helped",
                Some(false) => "did_not_help",
                None => "not_tried",
            },
        });
        let ruled_out = note.ruled_out.iter().map(|noted| RuledOutV1 {
            cause: noted.cause.to_string(),
            title: noted.title.clone(),
            because: noted.because.clone(),
        });
        let mut remaining: Vec<NoteCauseV1> = note
            .remaining
            .iter()
            .map(|noted| NoteCauseV1 {
                id: noted.cause.to_string(),
                title: noted.title.clone(),
                probability: rounded(noted.chance),
            })
            .collect();
        remaining.push(NoteCauseV1 {
            id: SOMETHING_ELSE.to_owned(),
            title: "Something else".to_owned(),
            probability: rounded(note.something_else),
        });
        Self {
            phase: note.phase.word(),
            handed_over: note.handed_over,
            hand_over_reason: note.hand_over_reason.clone(),
            hand_over_to: note.hand_over_to.clone(),
            words: note.words.clone(),
            symptoms: symptoms.collect(),
            answers: answers.collect(),
            left_open: note.left_open.clone(),
            verdicts: verdicts.collect(),
            facts: note.facts.clone(),
            removed: note.removed.clone(),
            fixes: fixes.collect(),
            ruled_out: ruled_out.collect(),
            remaining,
            cited: note.cited.clone(),
            revision: note.revision.clone(),
            markdown: note.to_markdown(),
        }
    }
}
