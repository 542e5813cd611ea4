//! An answer as a page: what was recognised and why, what to do next, the causes in order, what to read.

use askama::Template;

use super::prose::Prose;
use super::view::{
    AnswerOutlook, AskForm, Because, CauseCard, Chance, Choice, ConfigurationView, Frame, HandOver, Here,
    Hit, Next, Segment, Verdict, segments,
};
use super::{advice, configuration, filled, words};
use crate::app::Answer;
use crate::checks;
use crate::diagnosis::{ActionId, Model, Step, chance_word};
use crate::kb::{CauseId, KnowledgeBase, OutOfScopeId, QuestionId, SectionRef, SymptomId};
use crate::recognition::{Candidate, Outcome, Reason};
use crate::web::problem::Failure;
use crate::wire;

/// How much of a long text is repeated above the answer, in characters; the field below holds all of it.
const MOST_REPEATED: usize = 360;
/// A symptom that is less likely than this would only lead astray where nothing was recognised.
const WORTH_NAMING: f64 = 0.1;
/// An answer that makes no cause likelier than this points to something else.
const WORTH_POINTING_TO: f64 = 0.25;
/// How many causes are shown where only the configuration speaks for them.
const MOST_WITHOUT_SYMPTOM: usize = 8;
/// How many symptoms are named where nothing was recognised.
const MOST_NEAREST: usize = 3;
/// So many sections of guides are named where the words are about what no diagnosis is made of.
const MOST_GUIDES: usize = 3;

#[derive(Template)]
#[template(path = "pages/result.html")]
struct ResultPage {
    frame: Frame,
    form: AskForm,
    said: Vec<Segment>,
    configurations: Vec<ConfigurationView>,
    besides: Vec<String>,
    verdict: Verdict,
    next: Option<Next>,
    causes: Vec<CauseCard>,
    something_else: Chance,
    reading: Vec<Hit>,
    hand_over: HandOver,
    /// Why this is a single answer and no conversation, where somebody wanted one.
    notice: Option<&'static str>,
    /// What a conversation would begin with: the words, or the symptom that was chosen.
    begin: Option<(&'static str, String)>,
}

/// How an answer came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// Somebody wrote what they see.
    InWords,
    /// Somebody chose a symptom.
    ByChoice,
}

/// The page as HTML. `notice` says why nothing was begun, where somebody wanted to begin a conversation.
///
/// # Errors
/// Only if a template breaks.
pub(super) fn html(
    answer: &Answer,
    asked: Asked,
    facts: String,
    notice: Option<&'static str>,
) -> Result<String, Failure> {
    let base = &answer.snapshot.base;
    let verdict = verdict(answer, asked);
    let next_step = answer.next.as_ref().map(|next| &next.step);
    let tried = match next_step {
        Some(Step::Try(action)) => action.parts(),
        _ => &[],
    };
    let mut next_causes: Vec<&CauseId> = Vec::new();
    for part in tried {
        if let ActionId::FixOf(cause) = part {
            next_causes.push(cause);
        }
    }
    let here = if asked == Asked::ByChoice { Here::Symptoms } else { Here::Elsewhere };
    let in_words = asked == Asked::InWords;
    let causes = answer.ranking.causes.as_slice();
    // Where no symptom is known the causes of all of them are ranked: more than anybody reads.
    let has_symptom = !answer.recognition.offered().is_empty();
    let causes = if has_symptom { causes } else { causes.get(..MOST_WITHOUT_SYMPTOM).unwrap_or(causes) };
    filled(&ResultPage {
        frame: Frame::new(base, title(&verdict), here),
        form: AskForm {
            text: if in_words { answer.text.clone() } else { String::new() },
            facts,
            ..AskForm::default()
        },
        configurations: configuration::shown(base, &answer.checked, &answer.ranking),
        besides: configuration::besides(base, &answer.checked, &answer.ranking),
        said: if in_words { said(answer) } else { Vec::new() },
        next: next_step.map(|step| next(answer, step)),
        causes: advice::cards(base, causes, &next_causes),
        something_else: Chance {
            word: chance_word(answer.ranking.something_else),
            percent: words::percent(answer.ranking.something_else),
        },
        reading: answer.articles.iter().map(Hit::from).collect(),
        hand_over: HandOver::from(&base.settings().escalation),
        begin: begin(answer, asked).filter(|_| notice.is_none()),
        notice,
        verdict,
    })
}

/// The field of the form that begins a conversation, and what stands in it.
fn begin(answer: &Answer, asked: Asked) -> Option<(&'static str, String)> {
    let symptom = answer.recognition.offered().first()?;
    Some(match asked {
        Asked::InWords => ("q", answer.text.clone()),
        Asked::ByChoice => ("symptom", symptom.symptom.to_string()),
    })
}

fn title(verdict: &Verdict) -> &str {
    match verdict {
        Verdict::Known { title, .. } | Verdict::Chosen { title, .. } | Verdict::OutOfScope { title, .. } => {
            title
        }
        Verdict::Between { .. } => "Which of these is it?",
        Verdict::OnlyChecked { heading, .. } => heading,
        Verdict::Unknown { .. } => "Not recognised",
    }
}

/// What somebody wrote, with the words marked that led to the best symptom.
fn said(answer: &Answer) -> Vec<Segment> {
    let text = answer.text.trim_end();
    let end = text.char_indices().nth(MOST_REPEATED).map_or(text.len(), |(end, _)| end);
    let shown = text.get(..end).unwrap_or(text);
    let marks = match answer.recognition.offered().first().map(|candidate| &candidate.reason) {
        Some(Reason::Phrase { words, .. }) => words.as_slice(),
        _ => &[],
    };
    let mut said = segments(shown, marks);
    if end < text.len() {
        said.push(Segment { text: " …".to_owned(), is_marked: false });
    }
    said
}

fn verdict(answer: &Answer, asked: Asked) -> Verdict {
    let base = &answer.snapshot.base;
    match (&answer.recognition.outcome, answer.recognition.offered()) {
        (Outcome::OutOfScope(id), _) => out_of_scope(answer, id).unwrap_or_else(|| unknown(answer)),
        (Outcome::Known, [found, ..]) => {
            let symptom = base.symptom(&found.symptom);
            let title = symptom.map(|symptom| symptom.title.clone()).unwrap_or_default();
            let about = symptom.and_then(|symptom| symptom.description.clone());
            let read =
                symptom.map(|symptom| wire::href(&SectionRef { page: symptom.page.clone(), anchor: None }));
            if asked == Asked::ByChoice {
                let tree = format!("/symptoms/{}/tree", found.symptom);
                return Verdict::Chosen { title, about, read, tree };
            }
            Verdict::Known {
                title,
                about,
                read,
                sureness: words::sureness(found.confidence),
                percent: words::percent(found.confidence),
                because: because(&answer.text, &found.reason),
            }
        }
        (Outcome::Between(_), offered @ [_, ..]) => Verdict::Between { choices: choices(base, offered) },
        _ => unknown(answer),
    }
}

fn unknown(answer: &Answer) -> Verdict {
    if answer.text.trim().is_empty() && !answer.checked.configurations.is_empty() {
        return only_checked(answer);
    }
    let near = answer.recognition.candidates.iter().filter(|candidate| candidate.confidence >= WORTH_NAMING);
    let nearest: Vec<Candidate> = near.take(MOST_NEAREST).cloned().collect();
    Verdict::Unknown { nearest: choices(&answer.snapshot.base, &nearest) }
}

fn only_checked(answer: &Answer) -> Verdict {
    let n_failed =
        answer.checked.verdicts().filter(|verdict| verdict.outcome == checks::Outcome::Fail).count();
    let heading = match (n_failed, answer.checked.tells_nothing()) {
        (0, true) => "Nothing can be told from this configuration".to_owned(),
        (0, false) => "No check failed".to_owned(),
        (n_failed, _) => words::counted(n_failed, "check failed", "checks failed"),
    };
    Verdict::OnlyChecked { heading, has_failed: answer.checked.has_failed() }
}

fn because(text: &str, reason: &Reason) -> Because {
    match reason {
        Reason::ErrorText(error) => {
            Because { error_text: Some(error.clone()), phrase: None, words: Vec::new() }
        }
        Reason::Phrase { phrase, words } => {
            let words = words.iter().filter_map(|word| text.get(word.clone())).map(str::to_owned);
            Because {
                error_text: None,
                phrase: Some(phrase.clone()).filter(|phrase| !phrase.is_empty()),
                words: words.take(6).collect(),
            }
        }
    }
}

fn choices(base: &KnowledgeBase, candidates: &[Candidate]) -> Vec<Choice> {
    let symptoms = candidates.iter().filter_map(|candidate| base.symptom(&candidate.symptom));
    symptoms
        .filter(|symptom| base.is_published(&symptom.page))
        .map(|symptom| Choice {
            title: symptom.title.clone(),
            about: symptom.description.clone(),
            href: symptom_href(&symptom.id),
        })
        .collect()
}

fn symptom_href(id: &SymptomId) -> String {
    format!("/symptoms/{id}#answer")
}

fn out_of_scope(answer: &Answer, id: &OutOfScopeId) -> Option<Verdict> {
    let base = &answer.snapshot.base;
    let leads_to = base.out_of_scope_leads_to(id);
    let guides = answer.articles.iter().filter(|hit| leads_to.contains(&hit.section.page)).take(MOST_GUIDES);
    let page = base.page(&base.out_of_scope_page(id)?.page)?;
    Some(Verdict::OutOfScope {
        title: page.title.clone(),
        html: Prose::elsewhere(base, page).opening(),
        href: wire::href(&SectionRef { page: page.path.clone(), anchor: None }),
        guides: guides.map(Hit::from).collect(),
    })
}

fn next(answer: &Answer, step: &Step) -> Next {
    let base = &answer.snapshot.base;
    match step {
        Step::Ask(id) => ask(answer, id),
        Step::Try(ActionId::FixOf(id)) => try_cause(base, id),
        Step::Try(ActionId::Fix(id)) => {
            let chance = base.fix(id).map_or(0.0, |fix| {
                let cures = fix.cures.values().map(|chance| chance.value());
                cures.fold(0.0, f64::max)
            });
            advice::of_fix(base, id, chance).map_or(Next::HandOver, |(title, href, advice)| Next::TryFix {
                title,
                href,
                advice,
            })
        }
        Step::Try(pair @ ActionId::Both(parts)) => Next::TryBoth {
            lead: pair.together(base).unwrap_or_else(|| "Do both".to_owned()),
            effort: words::effort(pair.minutes(base).unwrap_or_default()),
            fixes: parts.iter().map(|part| (part.title(base), steps_of(base, part))).collect(),
        },
        Step::Escalate => Next::HandOver,
    }
}

/// Where the steps of a fix stand: on the card of its cause, or on its own page.
fn steps_of(base: &KnowledgeBase, action: &ActionId) -> String {
    match action {
        ActionId::FixOf(cause) => format!("#fix-{cause}"),
        ActionId::Fix(fix) => base
            .fix(fix)
            .map_or_else(String::new, |fix| wire::href(&SectionRef { page: fix.page.clone(), anchor: None })),
        ActionId::Both(_) => String::new(),
    }
}

fn try_cause(base: &KnowledgeBase, id: &CauseId) -> Next {
    base.cause(id).map_or(Next::HandOver, |cause| Next::TryCause {
        id: cause.id.to_string(),
        title: cause.title.clone(),
        effort: words::effort(cause.effort.value()),
        success: words::success(cause.works.value()),
    })
}

/// A question with what each answer would make likeliest, so that it helps also where nobody keeps the answer.
fn ask(answer: &Answer, id: &QuestionId) -> Next {
    let base = &answer.snapshot.base;
    let Some(question) = base.question(id) else { return Next::HandOver };
    let outlooks = Model::of(base, &answer.ranking).outlooks(id);
    let answers = question.answers.iter().map(|possible| {
        let outlook = outlooks.iter().find(|outlook| outlook.answer == possible.id);
        let outlook = outlook.filter(|outlook| outlook.chance >= WORTH_POINTING_TO);
        let cause = outlook.and_then(|outlook| base.cause(outlook.cause.as_ref()?));
        AnswerOutlook {
            label: possible.label.clone(),
            cause: cause.map(|cause| (cause.id.to_string(), cause.title.clone())),
            percent: words::percent(outlook.map_or(0.0, |outlook| outlook.chance)),
        }
    });
    Next::Ask {
        question: question.ask.clone(),
        effort: words::effort(question.effort.value()),
        answers: answers.collect(),
    }
}
