use super::*;
use crate::diagnosis::ActionId;
use crate::kb::{AnswerId, CauseId, CheckId, SourceFile, Sources, SymptomId, assemble};
use crate::recognition::{Candidate, Outcome, Reason, Recognition};

fn page(path: &str, text: &str) -> SourceFile {
    SourceFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() }
}

/// A lamp that stays dark: three causes, two questions that tell them apart, a check.
pub(super) fn lamp() -> KnowledgeBase {
    let cause = |id: &str, effort: &str| {
        let text = format!(
            "---\nkind: cause\neffort: {effort}\n---\n# The {id} is at fault\n\nIt happens.\n\n## Fix\n\n1. mend the {id}\n\n## Verify\n\nIt is bright.\n"
        );
        page(&format!("{id}.md"), &text)
    };
    let files = vec![
        page(
            "dark.md",
            "---\nkind: symptom\nsays: [it is dark]\nerrors: [E-1 dark]\nanswered: [seen]\ncauses: {bulb: 0.45, fuse: 0.35, cable: 0.15}\nother: 0.05\n---\n# It is dark\n",
        ),
        page(
            "hum.md",
            "---\nkind: symptom\nsays: [it hums]\nerrors: [E-2 hum]\nanswered: [seen]\ncauses: {fuse: common}\n---\n# It hums\n",
        ),
        page(
            "vague.md",
            "---\nkind: symptom\nsays: [it is broken]\ncauses: {bulb: 1, fuse: 1, cable: 1, switch: 1}\n---\n# It is broken\n",
        ),
        cause("bulb", "medium"),
        cause("fuse", "medium"),
        cause("cable", "long"),
        cause("switch", "long"),
        page(
            "others.md",
            "---\nkind: question\nask: Are other lamps dark too?\neffort: glance\nanswers:\n  - {id: all-dark, label: \"Yes, all of them\", says: [\"the whole house is dark\", alle], likelihood: {fuse: always, \"*\": never}}\n  - {id: only-this, label: \"No, only this one\", says: [\"only this lamp\", nur diese], likelihood: {fuse: never, \"*\": always}}\n---\n",
        ),
        page(
            "wobble.md",
            "---\nkind: question\nask: Does it flicker when you move the cable?\neffort: glance\nanswers:\n  - {id: flickers, label: It flickers, likelihood: {cable: always, \"*\": never}}\n  - {id: stays, label: It stays dark, likelihood: {cable: never, \"*\": always}}\n---\n",
        ),
        page(
            "seen.md",
            "---\nkind: question\nask: What do you see?\neffort: glance\nanswers:\n  - {id: nothing, label: Nothing at all, likelihood: {bulb: usually}}\n  - {id: light, label: A light, likelihood: {bulb: never}}\n---\n",
        ),
        page(
            "kb.yml",
            "name: Lamps\nescalation: {to: the electrician, text: Say which lamp it is., effort: 90}\n",
        ),
    ];
    assemble(Sources { files, ..Sources::default() }, 1).0
}

fn symptom(id: &str) -> SymptomId {
    SymptomId::parse(id).unwrap()
}

fn cause(id: &str) -> CauseId {
    CauseId::parse(id).unwrap()
}

pub(super) fn heard(id: &str, confidence: f64) -> Recognition {
    let reason = Reason::Phrase { phrase: "it is so".to_owned(), words: Vec::new() };
    Recognition {
        outcome: Outcome::Known,
        candidates: vec![Candidate { symptom: symptom(id), confidence, reason }],
    }
}

pub(super) fn nothing_heard() -> Recognition {
    Recognition { outcome: Outcome::Unknown, candidates: Vec::new() }
}

fn said(text: &str, recognition: Recognition) -> Turn {
    Turn::Say(Said { text: text.to_owned(), recognition, told: Vec::new(), near: Vec::new(), paste: None })
}

pub(super) fn dark(base: &KnowledgeBase) -> Conversation {
    take(base, &Conversation::begin("r1"), said("it is dark", heard("dark", 0.97)))
}

fn take(base: &KnowledgeBase, conversation: &Conversation, turn: Turn) -> Conversation {
    advance(base, conversation, turn).unwrap().0
}

fn phase(base: &KnowledgeBase, conversation: &Conversation) -> Phase {
    State::of(base, conversation).phase
}

fn answer(question: &str, answer: &str) -> Turn {
    let question = QuestionId::parse(question).unwrap();
    Turn::Answer { question, answer: AnswerId::parse(answer).unwrap() }
}

fn tried(helped: bool) -> Turn {
    Turn::Tried { action: None, helped }
}

#[test]
fn a_cure_counts_once_it_is_verified() {
    let base = lamp();
    let asked = dark(&base);
    assert!(matches!(phase(&base, &asked), Phase::Asking(_)));
    let proposed = take(&base, &take(&base, &asked, answer("others", "all-dark")), answer("wobble", "stays"));
    let fuse = ActionId::FixOf(cause("fuse"));
    assert_eq!(phase(&base, &proposed), Phase::Trying(fuse.clone()));
    let helped = take(&base, &proposed, tried(true));
    assert_eq!(phase(&base, &helped), Phase::Verifying(Some(fuse.clone())));
    assert_eq!(reply(&base, &helped).advice.unwrap().verify, ["It is bright."]);
    let solved = take(&base, &helped, tried(true));
    assert_eq!(phase(&base, &solved), Phase::Solved(Some(fuse.clone())));
    let relapsed = take(&base, &solved, tried(false));
    assert_eq!(State::of(&base, &relapsed).evidence.failed, std::slice::from_ref(&fuse));
    let remarked = take(&base, &solved, said("by the way, thanks", nothing_heard()));
    let opened = take(&base, &remarked, Turn::Back { n_turns: 1 });
    assert_eq!(phase(&base, &opened), Phase::Verifying(Some(fuse.clone())), "a remark is no turn to undo");
    let other = take(&base, &helped, said("it hums", heard("hum", 0.97)));
    assert!(!matches!(phase(&base, &other), Phase::Verifying(_)), "another trouble opens the case again");
    let not_cured = take(&base, &helped, tried(false));
    assert_eq!(State::of(&base, &not_cured).evidence.failed, [ActionId::FixOf(cause("fuse"))]);
}

#[test]
fn nothing_is_asked_twice_and_nothing_that_the_symptom_answers() {
    let base = lamp();
    let mut conversation = dark(&base);
    let mut asked = Vec::new();
    while let Phase::Asking(question) = phase(&base, &conversation) {
        assert!(!asked.contains(&question) && question.as_str() != "seen", "{question} after {asked:?}");
        asked.push(question);
        conversation = take(&base, &conversation, Turn::Skip);
    }
    assert_eq!(asked.len(), 2);
}

#[test]
fn what_checks_have_decided_is_not_asked() {
    let base = lamp();
    let paste = Paste {
        verdicts: vec![Checked {
            check: CheckId::parse("cable-in").unwrap(),
            holds: Some(true),
            line: "in".to_owned(),
        }],
        cleared: vec![cause("cable")],
        ..Paste::default()
    };
    let conversation = take(&base, &dark(&base), Turn::Paste(paste));
    let state = State::of(&base, &conversation);
    assert!(state.ranking.settled_questions.iter().any(|question| question.as_str() == "wobble"));
    assert!(!state.model(&base).questions.iter().any(|question| question.id.as_str() == "wobble"));
}

#[test]
fn a_turn_that_makes_no_sense_is_refused_and_changes_nothing() {
    let base = lamp();
    let begun = Conversation::begin("r1");
    let refused = |conversation: &Conversation, turn| advance(&base, conversation, turn).unwrap_err();
    assert_eq!(refused(&begun, Turn::Back { n_turns: 1 }), Refusal::NothingToUndo);
    assert_eq!(refused(&begun, Turn::Skip), Refusal::NothingToSkip);
    assert_eq!(refused(&begun, tried(false)), Refusal::NothingTried);
    assert_eq!(refused(&begun, Turn::Choose { symptom: symptom("no") }), Refusal::NoSuchSymptom);
    assert_eq!(refused(&begun, Turn::Neither), Refusal::NothingOffered);
    assert!(matches!(refused(&begun, answer("others", "maybe")), Refusal::NoSuchAnswer { .. }));
    assert!(matches!(refused(&begun, answer("no-such", "all-dark")), Refusal::NoSuchAnswer { .. }));
    let closed = take(&base, &begun, Turn::HandOver { reason: None });
    assert_eq!(refused(&closed, Turn::Skip), Refusal::Closed);
}

#[test]
fn asking_why_leaves_no_trace() {
    let base = lamp();
    let conversation = dark(&base);
    let (after, told) = advance(&base, &conversation, Turn::Why).unwrap();
    assert_eq!(after, conversation);
    assert!(told.messages.iter().any(|message| message.text.contains("saves about")), "{:?}", told.messages);
    let answered = take(&base, &conversation, answer("others", "all-dark"));
    let (_, told) = advance(&base, &answered, Turn::WhyNot { cause: Some(cause("bulb")) }).unwrap();
    let said: Vec<&String> = told.messages.iter().flat_map(|message| &message.items).collect();
    assert!(
        said.iter().any(|item| item.contains("“Yes, all of them”") && item.contains("less likely")),
        "{said:?}"
    );
}

#[test]
fn the_last_description_wins_and_a_vague_one_is_no_news() {
    let base = lamp();
    let first = |conversation: &Conversation| State::of(&base, conversation).symptom().unwrap().to_string();
    let conversation = dark(&base);
    let vague = take(&base, &conversation, said("it is broken", heard("vague", 0.99)));
    assert_eq!(first(&vague), "dark");
    let other = take(&base, &conversation, said("it hums", heard("hum", 0.97)));
    assert_eq!(first(&other), "hum");
    let unsure = take(&base, &conversation, said("hm", heard("hum", 0.7)));
    assert_eq!(first(&unsure), "dark");
    let hardly = take(&base, &conversation, said("no, actually hum", heard("hum", 0.7)));
    assert_eq!(first(&hardly), "dark", "a correction may be about an answer");
    let corrected = take(&base, &conversation, said("no, it hums", heard("hum", 0.9)));
    assert_eq!(first(&corrected), "hum");
    let both = take(&base, &conversation, said("it also hums", heard("hum", 0.97)));
    assert!(matches!(phase(&base, &both), Phase::Choosing(offered) if offered.len() == 2));
    let neither = take(&base, &both, Turn::Neither);
    assert_eq!(phase(&base, &neither), Phase::Listening);
}

#[test]
fn answers_that_hardly_go_together_are_named_and_can_be_confirmed() {
    let base = lamp();
    let both =
        take(&base, &take(&base, &dark(&base), answer("others", "all-dark")), answer("wobble", "flickers"));
    let Phase::Doubting { first, second } = phase(&base, &both) else { panic!("{:?}", phase(&base, &both)) };
    assert_eq!((first.as_str(), second.as_str()), ("others", "wobble"));
    let confirmed = take(&base, &both, Turn::Skip);
    assert!(!matches!(phase(&base, &confirmed), Phase::Doubting { .. }));
    let retracted = take(&base, &both, Turn::Retract { question: first.clone() });
    assert_eq!(phase(&base, &retracted), Phase::Asking(first));
}

#[test]
fn whoever_goes_on_is_led_through_all_that_is_left() {
    let base = lamp();
    let mut conversation = dark(&base);
    let mut n_tried = 0;
    for _ in 0..20 {
        let turn = match phase(&base, &conversation) {
            Phase::Trying(_) => {
                n_tried += 1;
                tried(false)
            }
            Phase::Escalating if State::of(&base, &conversation).is_going_on() => break,
            _ => Turn::Skip,
        };
        conversation = take(&base, &conversation, turn);
    }
    assert_eq!((n_tried, phase(&base, &conversation)), (3, Phase::Escalating));
    assert_eq!(advance(&base, &conversation, Turn::Skip).unwrap_err(), Refusal::NothingToSkip);
}

#[test]
fn a_new_beginning_forgets_and_can_be_undone() {
    let base = lamp();
    let conversation = dark(&base);
    let anew = take(&base, &conversation, Turn::Restart);
    assert_eq!(State::of(&base, &anew), State::of(&base, &Conversation::begin("r1")));
    let undone = take(&base, &anew, Turn::Back { n_turns: 1 });
    assert_eq!(reply(&base, &undone), reply(&base, &conversation));
    assert_eq!(undone.ledger().len(), 3, "the ledger keeps what happened");
}

#[test]
fn a_conversation_with_all_its_turns_can_be_undone_handed_over_and_begun_anew() {
    let base = lamp();
    let full = Conversation::resume("r1", vec![Event::WentOn; MOST_TURNS]);
    assert_eq!(advance(&base, &full, said("it is dark", heard("dark", 0.9))).unwrap_err(), Refusal::TooLong);
    assert_eq!(phase(&base, &take(&base, &full, Turn::HandOver { reason: None })), Phase::HandedOver);
    let mut undone = full.clone();
    for _ in 0..MOST_TURNS {
        undone = take(&base, &undone, Turn::Back { n_turns: 1 });
    }
    assert_eq!((undone.counting().len(), undone.ledger().len()), (0, LONGEST_LEDGER));
    let handed_over = Turn::HandOver { reason: None };
    assert_eq!(advance(&base, &undone, handed_over).unwrap_err(), Refusal::TooLong);
    for full in [full, undone] {
        let anew = take(&base, &full, Turn::Restart);
        assert_eq!(anew, Conversation::begin("r1"), "a full ledger is no dead end");
    }
}

#[test]
fn what_the_base_does_not_know_any_more_counts_no_longer_and_is_named() {
    let base = lamp();
    let gone_question = || QuestionId::parse("gone").unwrap();
    let gone_fix = || ActionId::FixOf(cause("gone"));
    let answer = |answer: &str| AnswerId::parse(answer).unwrap();
    let others = || QuestionId::parse("others").unwrap();
    let pair = ActionId::Both(Box::new([ActionId::FixOf(cause("bulb")), gone_fix()]));
    let older = dark(&base);
    let table = [
        (Event::Answered { question: gone_question(), answer: answer("yes") }, "question `gone`"),
        (Event::Answered { question: others(), answer: answer("some-dark") }, "answer `some-dark`"),
        (Event::Chosen(symptom("gone")), "symptom `gone`"),
        (Event::Failed(gone_fix()), "fix `gone`"),
        (Event::Helped(Some(gone_fix())), "fix `gone`"),
        (Event::Cured(Some(gone_fix())), "fix `gone`"),
        (Event::Failed(pair), "fix `gone`"),
        (Event::PassedOver(gone_fix()), ""),
        (Event::LeftOpen(gone_question()), ""),
        (Event::Retracted { question: gone_question() }, ""),
        (Event::Rejected(vec![symptom("gone")]), ""),
        (Event::Insisted(gone_question(), others()), ""),
        (
            Event::Said(Said {
                text: "it is gone, yes".to_owned(),
                recognition: heard("gone", 0.99),
                told: vec![Told {
                    question: gone_question(),
                    answer: answer("yes"),
                    words: "yes".to_owned(),
                }],
                near: vec![answer("gone")],
                paste: None,
            }),
            "question `gone`",
        ),
    ];
    assert_eq!(changes(&base, &older), Vec::<String>::new());
    for (event, named) in table {
        let conversation = older.with(event.clone());
        let told = changes(&base, &conversation).join(" ");
        assert!(told.contains(named) && told.is_empty() == named.is_empty(), "{event:?}: {told}");
        let state = State::of(&base, &conversation);
        assert!(state.evidence.answers.is_empty(), "{event:?}");
        assert!(!state.evidence.failed.contains(&gone_fix()), "{event:?}");
        assert_eq!(state.symptom(), Some(&symptom("dark")), "{event:?}");
        let words = format!("{:?} {:?}", reply(&base, &conversation), note(&base, &conversation));
        assert!(!words.contains("“”"), "{event:?}: {words}");
    }
}

#[test]
fn a_transcript_tells_each_turn_that_counts_since_the_last_beginning() {
    let base = lamp();
    let mut conversation = take(&base, &Conversation::begin("r1"), said("never mind", nothing_heard()));
    conversation = take(&base, &conversation, Turn::Restart);
    conversation = take(&base, &conversation, said("it is dark", heard("dark", 0.97)));
    let others = QuestionId::parse("others").unwrap();
    let answer =
        |answer: &str| Turn::Answer { question: others.clone(), answer: AnswerId::parse(answer).unwrap() };
    conversation = take(&base, &conversation, answer("all-dark"));
    conversation = take(&base, &conversation, Turn::Back { n_turns: 1 });
    conversation = take(&base, &conversation, answer("only-this"));
    let bulb = Some(ActionId::FixOf(cause("bulb")));
    conversation = take(&base, &conversation, Turn::Tried { action: bulb, helped: false });
    conversation = take(&base, &conversation, Turn::HandOver { reason: Some("no ladder".to_owned()) });
    let told: Vec<String> = transcript(&base, &conversation)
        .into_iter()
        .map(|passage| {
            format!("{} > {} {:?}", passage.about.unwrap_or_default(), passage.words, passage.outcome)
        })
        .collect();
    assert_eq!(
        told,
        [
            " > it is dark [\"Recognised: It is dark\"]",
            "Are other lamps dark too? > No, only this one []",
            "The fix for “The bulb is at fault” > It did not help []",
            " > Handed the case over: no ladder []",
        ]
    );
}

#[test]
fn a_transcript_names_what_the_base_no_longer_knows() {
    let conversation = Conversation::resume(
        "r0",
        vec![
            Event::Answered {
                question: QuestionId::parse("gone").unwrap(),
                answer: AnswerId::parse("yes").unwrap(),
            },
            Event::Chosen(symptom("gone-too")),
        ],
    );
    let passages = transcript(&lamp(), &conversation);
    let told: Vec<_> =
        passages.iter().map(|passage| (passage.about.as_deref(), passage.words.as_str())).collect();
    assert_eq!(told, [(Some("gone"), "yes"), (Some("Which of these is it?"), "gone-too")]);
}

#[test]
fn a_transcript_says_what_a_configuration_showed_and_what_was_struck_out() {
    let verdict =
        |holds| Checked { check: CheckId::parse("wired").unwrap(), holds, line: format!("wired: {holds:?}") };
    let paste = Paste {
        verdicts: vec![verdict(Some(false)), verdict(Some(true)), verdict(None)],
        removed: vec!["a password".to_owned()],
        ..Paste::default()
    };
    let conversation = Conversation::resume("r1", vec![Event::Pasted(paste)]);
    let [passage] = &transcript(&lamp(), &conversation)[..] else { panic!("one turn, one passage") };
    assert_eq!(passage.deed, Deed::Pasted);
    assert_eq!(
        passage.outcome,
        [
            "Checks: 1 failed, 1 passed, 1 not known",
            "wired: Some(false)",
            "Struck out before anything was kept: a password"
        ]
    );
}
