//! A turn as it is sent, understood where the conversation stands.

use super::conversation::action_id;
use super::{FieldError, TurnV1};
use crate::diagnosis::ActionId;
use crate::dialogue::{Phase, State, Turn, prompt};
use crate::kb::{AnswerId, CauseId, FixId, KnowledgeBase, QuestionId};

/// What a sent turn means.
#[derive(Debug, Clone, PartialEq)]
pub enum MeantV1<'sent> {
    /// Words, still to be recognised.
    Words(&'sent str),
    /// Configuration, still to be read.
    Configuration(&'sent str),
    /// A turn.
    Turn(Turn),
}

impl TurnV1 {
    /// What the turn means where a conversation stands.
    ///
    /// # Errors
    /// A [`FieldError`] for ids that nothing has; its pointer is that of the field in a request.
    pub fn meant(&self, base: &KnowledgeBase, state: &State) -> Result<MeantV1<'_>, FieldError> {
        Ok(MeantV1::Turn(match self {
            Self::Say { text } => return Ok(MeantV1::Words(text)),
            Self::Paste { text } => return Ok(MeantV1::Configuration(text)),
            Self::Answer { question: Some(question), answer } => to_question(base, question, answer)?,
            Self::Answer { question: None, answer } => to_prompt(base, state, answer)?,
            Self::Tried { fix: None, helped } => Turn::Tried { action: None, helped: *helped },
            Self::Tried { fix: Some(fix), helped } => {
                let action = action(base, state, fix).ok_or_else(|| {
                    wrong(
                        "fix",
                        "there is no such fix; `advice` of the last reply has the id of the one proposed",
                    )
                })?;
                Turn::Tried { action: Some(action), helped: *helped }
            }
            Self::Back { turns } => Turn::Back { n_turns: turns.unwrap_or(1) },
            Self::Skip {} => Turn::Skip,
            Self::Restart {} => Turn::Restart,
            Self::HandOver { reason } => Turn::HandOver { reason: reason.clone() },
        }))
    }
}

fn wrong(field: &str, detail: &str) -> FieldError {
    FieldError { pointer: format!("/turn/{field}"), detail: detail.to_owned() }
}

fn to_question(base: &KnowledgeBase, question: &str, answer: &str) -> Result<Turn, FieldError> {
    let known = QuestionId::parse(question).ok().filter(|known| base.question(known).is_some());
    let question = known.ok_or_else(|| wrong("question", "there is no such question"))?;
    let known = AnswerId::parse(answer).ok().filter(|known| base.has_answer(&question, known));
    let answer = known.ok_or_else(|| wrong("answer", "the question has no such answer"))?;
    Ok(Turn::Answer { question, answer })
}

/// A choice of the prompt, or an answer to the open question where the prompt offers something else.
fn to_prompt(base: &KnowledgeBase, state: &State, answer: &str) -> Result<Turn, FieldError> {
    let choices = prompt(base, state).map(|prompt| prompt.choices).unwrap_or_default();
    if let Some(choice) = choices.into_iter().find(|choice| choice.id == answer) {
        return Ok(choice.turn);
    }
    if let (Phase::Asking(question), Ok(answer)) = (&state.phase, AnswerId::parse(answer))
        && base.has_answer(question, &answer)
    {
        return Ok(Turn::Answer { question: question.clone(), answer });
    }
    Err(wrong("answer", "the prompt of the last reply has no such choice; `choices` has their ids"))
}

/// The fix of an id as [`action_id`] writes it. What is proposed is meant first: a cause and a fix may have one name.
fn action(base: &KnowledgeBase, state: &State, id: &str) -> Option<ActionId> {
    let proposed = match &state.phase {
        Phase::Trying(action) => Some(action),
        Phase::Verifying(action) | Phase::Solved(action) => action.as_ref(),
        _ => None,
    };
    if let Some(proposed) = proposed.filter(|proposed| action_id(proposed) == id) {
        return Some(proposed.clone());
    }
    match id.split_once('+') {
        None => single(base, id),
        Some((first, second)) => {
            Some(ActionId::Both(Box::new([single(base, first)?, single(base, second)?])))
        }
    }
}

fn single(base: &KnowledgeBase, id: &str) -> Option<ActionId> {
    let of_cause = CauseId::parse(id).ok().map(ActionId::FixOf).filter(|action| action.is_known(base));
    of_cause.or_else(|| FixId::parse(id).ok().map(ActionId::Fix).filter(|action| action.is_known(base)))
}
