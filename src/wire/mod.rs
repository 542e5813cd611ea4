//! Version-1 JSON: the shapes that the API, `--json` and `--batch` share.
//!
//! The rule of the version: fields may be added, never changed or taken away. Requests with unknown fields are refused.
//! The core's own types are not serialised anywhere; they are translated here, so that the core can change.

mod checks;
mod conversation;
mod diagnosis;
mod doctor;
mod eval;
mod feedback;
mod held;
mod hook;
mod insights;
mod labelled;
mod learning;
mod ledger;
mod model;
mod moment;
mod outbox;
mod problem;
mod reading;
#[cfg(test)]
mod tests;
mod tokens;
mod tree;
mod turn;

pub use checks::{CheckReport, FindingV1, Judged, VerdictV1, findings, verdicts};
pub use conversation::{
    AdviceV1, AnsweredV1, CaseNoteV1, ChoiceV1, KnownV1, MessageV1, NoteCauseV1, NoteFixV1, NoteSymptomV1,
    NoteVerdictV1, ProgressV1, PromptV1, ReplyV1, RuledOutV1, SymptomShareV1, TurnRequest, TurnV1,
};
pub use diagnosis::{
    AnswerChoice, Because, Candidate, CauseV1, ChanceOnly, Check, ConfidenceOnly, Diagnosis, DiagnosisLine,
    Escalation, Fix, NextStep, OutOfScope,
};
pub(crate) use diagnosis::{candidates, outcome_word};
pub use doctor::{DoctorReport, FoundV1};
pub use eval::{
    BinV1, CalibrationV1, ConfusionV1, ContentTestV1, ContentTestsV1, CounterV1, EvalReport, Evaluated,
    FewPhrasesV1, InScopeV1, LimitsV1, OutOfScopeV1, RivalV1, ShareV1, SymptomFiguresV1, TakenForV1,
    TeachingV1, TestFailureV1, TreeCostsV1, WantedV1,
};
pub use feedback::{FeedbackRequest, FeedbackV1, FeedbackVerdict};
pub use held::{ConversationV1, HeldV1, LedgerAnswerV1, LedgerEntryV1};
pub use hook::{HookAnswerV1, HookTrialV1, HookV1};
pub use insights::{
    AskedInVainV1, CauseCountV1, ClusterV1, DayCountV1, EndingsV1, FeedbackCountV1, FixCountV1, InsightsV1,
    RecognisedV1, RevisionCountV1, StepsV1, SymptomCountV1,
};
pub use labelled::LabelledLine;
pub use learning::{LearnReport, ProposalV1};
pub use ledger::{DamagedLedger, WrittenEvent, read_events, write_event};
pub use model::{ActionV1, AllModels, ModelV1, PriorV1, QuestionV1, SymptomModelV1};
pub(crate) use moment::moment;
pub use outbox::{OutboxNoteV1, OutboxReport};
pub use problem::{FieldError, LintProblem, LintReport, ProblemDetails, SuppressedV1, plain_name};
pub use reading::{
    Article, ArticleLink, ArticleSection, FilterV1, Hit, HitOnly, Link, Mark, SearchLine, SearchResults,
    SymptomEntry, SymptomList, href,
};
pub use tokens::{MadeTokenV1, TokenListV1, TokenTimes, TokenV1};
pub use tree::{AllTrees, Branches, CostsV1, NodeV1, SymptomTreeV1};
pub use turn::MeantV1;

/// The id that the remainder cause has wherever causes are listed as JSON (design, section 4).
pub const SOMETHING_ELSE: &str = "something-else";
