//! Figures over many conversations, counted by both databases alike.

use deskdoc::store::{Event, Feedback, Id, Moment, Span, Store};
use serde_json::json;

use super::others::{feedback, unanswered};
use super::{Place, ledger, on_both, standing, wait};

on_both!(
    conversations_that_are_alike_are_counted_together,
    the_last_word_about_a_fix_counts_and_what_was_undone_is_told_event_by_event,
    what_was_asked_in_vain_and_feedback_are_counted_by_their_time,
);

const A_DAY: i64 = 24 * 60 * 60 * 1000;

fn span(from: i64, until: i64) -> Span {
    Span { from: Moment(from), until: Moment(until), quiet_before: Moment(5 * A_DAY), most_unanswered: 2 }
}

fn begin(store: &Store, id: u128, at: i64, state: &str, events: &[(&str, serde_json::Value)]) {
    let mut begun = ledger(id, at);
    begun.conversation.standing = standing(state);
    begun.events = events
        .iter()
        .map(|(kind, payload)| Event { kind: (*kind).to_owned(), at: Moment(at), payload: payload.clone() })
        .collect();
    wait(store.begin(begun, None)).unwrap();
}

fn conversations_that_are_alike_are_counted_together(place: &Place) {
    let store = place.open();
    for (id, at, state) in
        [(1, 0, "open"), (2, 1, "open"), (3, 6 * A_DAY, "open"), (4, A_DAY, "solved"), (5, 9 * A_DAY, "open")]
    {
        begin(&store, id, at, state, &[]);
    }
    let counts = wait(store.counts(span(0, 9 * A_DAY))).unwrap();
    let alike: Vec<(&str, bool, u64)> = counts
        .conversations
        .iter()
        .map(|alike| (alike.case.state.as_str(), alike.is_quiet, alike.n))
        .collect();
    assert_eq!(alike, [("open", false, 1), ("open", true, 2), ("solved", true, 1)]);
    let first = &counts.conversations[0];
    assert_eq!(
        (first.recognised.as_deref(), first.steps, first.revision.as_str()),
        (Some("known"), 1, "rev-1")
    );
    let days: Vec<(i64, &str, u64)> =
        counts.days.iter().map(|day| (day.day, day.state.as_str(), day.n)).collect();
    assert_eq!(days, [(0, "open", 2), (1, "solved", 1), (6, "open", 1)]);
    assert_eq!(wait(store.counts(span(10 * A_DAY, 11 * A_DAY))).unwrap().conversations, []);
}

fn the_last_word_about_a_fix_counts_and_what_was_undone_is_told_event_by_event(place: &Place) {
    let store = place.open();
    let fix = |cause: &str| json!({"fix": {"cause": cause}});
    begin(&store, 1, 0, "solved", &[("failed", fix("a")), ("helped", fix("b")), ("cured", fix("b"))]);
    begin(
        &store,
        2,
        0,
        "solved",
        &[("said", json!({})), ("failed", fix("a")), ("helped", fix("b")), ("cured", fix("b"))],
    );
    begin(&store, 3, 0, "open", &[("helped", fix("a")), ("failed", fix("a"))]);
    let undone = json!({"events": 1});
    begin(
        &store,
        4,
        0,
        "open",
        &[("said", json!({})), ("failed", fix("a")), ("undone", undone.clone()), ("failed", fix("b"))],
    );
    begin(&store, 5, 9 * A_DAY, "open", &[("failed", fix("a")), ("undone", undone.clone())]);
    let counts = wait(store.counts(span(0, A_DAY))).unwrap();
    let outcomes: Vec<(&str, &str, &serde_json::Value, u64)> = counts
        .outcomes
        .iter()
        .map(|row| (row.case.state.as_str(), row.kind.as_str(), &row.payload, row.n))
        .collect();
    let (a, b) = (fix("a"), fix("b"));
    assert_eq!(
        outcomes,
        [("open", "failed", &a, 1), ("solved", "cured", &b, 2), ("solved", "failed", &a, 2)]
    );
    assert_eq!(counts.trails.len(), 1);
    let events: Vec<(u32, &str)> =
        counts.trails[0].events.iter().map(|(seq, kind, _)| (*seq, kind.as_str())).collect();
    assert_eq!(events, [(1, "failed"), (2, "undone"), (3, "failed")]);
}

fn what_was_asked_in_vain_and_feedback_are_counted_by_their_time(place: &Place) {
    let store = place.open();
    wait(async {
        for (id, at) in [(1, 0), (2, 10), (3, 20), (4, A_DAY)] {
            store.add_unanswered(unanswered(id, at)).await.unwrap();
            let said = Feedback { conversation: None, id: Id(id), ..feedback(id, None, at) };
            store.add_feedback(said, None).await.unwrap();
        }
        let counts = store.counts(span(0, A_DAY)).await.unwrap();
        let newest: Vec<Id> = counts.unanswered.iter().map(|message| message.id).collect();
        assert_eq!((counts.n_unanswered, newest), (3, vec![Id(3), Id(2)]));
        let said = &counts.feedback[0];
        assert_eq!((counts.feedback.len(), said.n, said.verdict.as_str()), (1, 3, "helped"));
        assert_eq!(said.page.as_deref(), Some("causes/tank-empty.md"));
    });
}
