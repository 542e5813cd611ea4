//! What holds for every conversation: undone is never done, a ledger is all there is, and order does not matter where
//! it should not.

use std::sync::OnceLock;

use deskdoc::app::App;
use deskdoc::diagnosis::ActionId;
use deskdoc::dialogue::{
    Conversation, Event, Paste, State, Turn, Understood, advance, note, reply, understand,
};
use deskdoc::kb::CauseId;
use proptest::prelude::*;

use crate::world::{builtin, open, small_base};

fn coffee() -> &'static App {
    static APP: OnceLock<App> = OnceLock::new();
    APP.get_or_init(|| open(&[&small_base()]))
}

/// The same base, loaded anew.
fn elsewhere() -> &'static App {
    static APP: OnceLock<App> = OnceLock::new();
    APP.get_or_init(|| open(&[&small_base()]))
}

/// What people type, sense and nonsense.
fn typed() -> impl Strategy<Value = String> {
    let said = [
        "no coffee comes out",
        "the display shows E-17 no flow",
        "the coffee tastes bitter",
        "no light, no display",
        "also the coffee tastes bitter",
        "sorry, no coffee comes out",
        "the vending machine ate my coin",
        "red",
        "green",
        "not red",
        "1",
        "2",
        "3",
        "7",
        "yes",
        "no",
        "it worked",
        "it did not help",
        "i don't know",
        "keine Ahnung",
        "neither",
        "restart",
        "hand over",
        "hand over: no time",
        "why",
        "why not 2",
        "qwertz",
        "",
        "わからない",
    ];
    prop_oneof![
        9 => proptest::sample::select(said.to_vec()).prop_map(str::to_owned),
        1 => ".{0,40}",
    ]
}

/// Goes on with typed words where they are a turn that can be taken.
fn go_on(app: &App, conversation: &Conversation, text: &str) -> Option<Conversation> {
    let snapshot = app.snapshot();
    let recognition = snapshot.recogniser.recognise(text);
    match understand(&snapshot.base, &State::of(&snapshot.base, conversation), text, recognition) {
        Understood::Turn(turn) => {
            let (after, _) = advance(&snapshot.base, conversation, turn).ok()?;
            (after.ledger().len() > conversation.ledger().len()).then_some(after)
        }
        _ => None,
    }
}

fn talked(app: &App, lines: &[String]) -> Conversation {
    let begun = Conversation::begin("of a test");
    lines.iter().fold(begun, |conversation, line| go_on(app, &conversation, line).unwrap_or(conversation))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_is_undone_was_never_done(
        before in proptest::collection::vec(typed(), 0..8),
        more in proptest::collection::vec(typed(), 1..8),
        parts in 1_usize..4,
    ) {
        let app = coffee();
        let snapshot = app.snapshot();
        let base = &snapshot.base;
        let then = talked(app, &before);
        let n_before = then.counting().len();
        let mut later = then.clone();
        for line in &more {
            // Remarks in a closed case are no turns, so `back` goes behind them.
            if State::of(base, &later).phase.is_closed() && line != "restart" {
                continue;
            }
            later = go_on(app, &later, line).unwrap_or(later);
        }
        // Undone in one go or in several.
        let mut left = later.counting().len().saturating_sub(n_before);
        prop_assume!(left > 0);
        while left > 0 {
            let n_turns = left.div_ceil(parts);
            later = advance(base, &later, Turn::Back { n_turns }).unwrap().0;
            left -= n_turns;
        }
        prop_assert_eq!(State::of(base, &later), State::of(base, &then));
        prop_assert_eq!(reply(base, &later), reply(base, &then));
        prop_assert_eq!(note(base, &later), note(base, &then));
        prop_assert_eq!(note(base, &later).to_markdown(), note(base, &then).to_markdown());
    }

    #[test]
    fn a_ledger_is_all_that_a_conversation_is(lines in proptest::collection::vec(typed(), 0..14)) {
        let app = coffee();
        let snapshot = app.snapshot();
        let conversation = talked(app, &lines);
        let again = Conversation::resume(conversation.revision(), conversation.ledger().to_vec());
        // Another instance of the same base, as another process has it.
        let elsewhere = elsewhere().snapshot();
        prop_assert_eq!(State::of(&snapshot.base, &conversation), State::of(&elsewhere.base, &again));
        prop_assert_eq!(reply(&snapshot.base, &conversation), reply(&elsewhere.base, &again));
        prop_assert_eq!(note(&snapshot.base, &conversation), note(&elsewhere.base, &again));
    }

    #[test]
    fn a_note_is_never_too_long_and_chances_sum_to_one(lines in proptest::collection::vec(typed(), 0..20)) {
        let app = coffee();
        let base = &app.snapshot().base;
        let conversation = talked(app, &lines);
        let state = State::of(base, &conversation);
        if !state.symptoms.is_empty() {
            let shares: f64 = state.symptoms.iter().map(|(_, share)| share).sum();
            let chances: f64 = state.ranking.causes.iter().map(|ranked| ranked.probability).sum();
            prop_assert!((shares - 1.0).abs() < 1e-9, "{}", shares);
            prop_assert!((chances + state.ranking.something_else - 1.0).abs() < 1e-9, "{}", chances);
        }
        prop_assert!(note(base, &conversation).to_markdown().chars().count() <= 4_000);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, ..ProptestConfig::default() })]

    #[test]
    fn the_order_of_independent_evidence_does_not_matter(
        order in Just((0..9_usize).collect::<Vec<_>>()).prop_shuffle(),
        picks in proptest::collection::vec(0_usize..3, 9),
    ) {
        let snapshot = builtin().snapshot();
        let base = &snapshot.base;
        let cause = |id: &str| CauseId::parse(id).unwrap();
        let mut events: Vec<Event> = base
            .questions()
            .take(6)
            .zip(&picks)
            .map(|(question, pick)| Event::Answered {
                question: question.id.clone(),
                answer: question.answers[*pick % question.answers.len()].id.clone(),
            })
            .collect();
        events.push(Event::Failed(ActionId::FixOf(cause("server-not-restarted"))));
        events.push(Event::Failed(ActionId::FixOf(cause("mask-not-prefix"))));
        let paste = Paste { cleared: vec![cause("client-secret-wrong")], ..Paste::default() };
        events.push(Event::Pasted(paste));
        let symptom = base.symptoms().next().unwrap().id.clone();
        let ranked = |order: &[usize]| {
            let ledger = [Event::Chosen(symptom.clone())];
            let ledger = ledger.into_iter().chain(order.iter().map(|at| events[*at].clone())).collect();
            let ranking = State::of(base, &Conversation::resume("", ledger)).ranking;
            (ranking.causes, ranking.something_else)
        };
        prop_assert_eq!(ranked(&order), ranked(&(0..9).collect::<Vec<_>>()));
    }
}
