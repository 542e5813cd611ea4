//! What is kept besides conversations, and for how long.

use deskdoc::store::{Done, Feedback, Id, Moment, Purged, StoreError, Token, Unanswered};

use super::{Place, keyed, ledger, on_both, wait};

on_both!(
    feedback_is_kept_once_and_outlives_its_conversation,
    tokens_are_found_by_hash_and_worth_nothing_once_revoked,
    what_is_old_is_deleted_and_nothing_else,
    texts_of_any_kind_are_kept,
);

pub fn feedback(id: u128, conversation: Option<u128>, at: i64) -> Feedback {
    Feedback {
        id: Id(id),
        at: Moment(at),
        conversation: conversation.map(Id),
        revision: "rev-1".to_owned(),
        verdict: "helped".to_owned(),
        symptom: Some("no-coffee".to_owned()),
        cause: Some("tank-empty".to_owned()),
        fix: None,
        comment: Some("danke, läuft ☕".to_owned()),
        page: Some("causes/tank-empty.md".to_owned()),
    }
}

pub fn unanswered(id: u128, at: i64) -> Unanswered {
    Unanswered {
        id: Id(id),
        at: Moment(at),
        revision: "rev-1".to_owned(),
        recognised: "unknown".to_owned(),
        text: "my bicycle squeaks".to_owned(),
    }
}

pub fn token(hash: u8, name: &str) -> Token {
    Token {
        hash: [hash; 32],
        name: name.to_owned(),
        scopes: vec!["diagnose".to_owned(), "tickets".to_owned()],
        created_at: Moment(i64::from(hash)),
        expires_at: Some(Moment(9_000)),
        used_at: None,
        revoked_at: None,
    }
}

fn feedback_is_kept_once_and_outlives_its_conversation(place: &Place) {
    let store = place.open();
    wait(async {
        let lost = store.add_feedback(feedback(1, Some(5), 0), None).await;
        assert_eq!(lost, Err(StoreError::NoSuchConversation));
        store.begin(ledger(5, 0), None).await.unwrap();
        let key = keyed("k", 1, 0);
        let kept = store.add_feedback(feedback(1, Some(5), 9_000), Some(key.clone())).await;
        assert_eq!(kept, Ok(Done::Now(())));
        let again = store.add_feedback(feedback(2, Some(5), 9_000), Some(key)).await;
        assert!(matches!(again, Ok(Done::Earlier(_))), "{again:?}");
        let same = store.add_feedback(feedback(1, None, 0), None).await;
        assert_eq!(same, Err(StoreError::AlreadyThere));
        let purged = store.purge(Moment(5_000)).await.unwrap();
        assert_eq!(purged, Purged { conversations: 1, feedback: 0, unanswered: 0, given_up: 0 });
        let purged = store.purge(Moment(10_000)).await.unwrap();
        assert_eq!(purged, Purged { conversations: 0, feedback: 1, unanswered: 0, given_up: 0 });
    });
}

fn tokens_are_found_by_hash_and_worth_nothing_once_revoked(place: &Place) {
    const A_MINUTE: i64 = 60_000;
    let store = place.open();
    wait(async {
        store.add_token(token(1, "zammad")).await.unwrap();
        assert_eq!(store.add_token(token(2, "zammad")).await, Err(StoreError::AlreadyThere));
        assert_eq!(store.token([1; 32]).await, Ok(Some(token(1, "zammad"))));
        assert_eq!(store.token([2; 32]).await, Ok(None));

        let used = [(0, 0), (A_MINUTE - 1, 0), (A_MINUTE, A_MINUTE), (A_MINUTE - 5, A_MINUTE)];
        for (at, noted) in used {
            store.token_used([1; 32], Moment(at)).await.unwrap();
            let read = store.token([1; 32]).await.unwrap().unwrap();
            assert_eq!(read.used_at, Some(Moment(noted)), "used at {at}");
        }
        assert_eq!(store.revoke_token("zammad", Moment(70_000)).await, Ok(true));
        assert_eq!(store.revoke_token("zammad", Moment(80_000)).await, Ok(false));
        assert_eq!(store.token([1; 32]).await.unwrap().unwrap().revoked_at, Some(Moment(70_000)));
        // The name is free again.
        store.add_token(token(3, "zammad")).await.unwrap();
        let names: Vec<u8> = store.tokens().await.unwrap().iter().map(|token| token.hash[0]).collect();
        assert_eq!(names, [1, 3]);
    });
}

fn what_is_old_is_deleted_and_nothing_else(place: &Place) {
    let store = place.open();
    wait(async {
        // More than are deleted in one go.
        for id in 0..602 {
            store.add_unanswered(unanswered(id, id as i64 + 400)).await.unwrap();
        }
        for (id, at) in [(1, 100), (2, 999), (3, 1_000)] {
            store.begin(ledger(id, at), None).await.unwrap();
        }
        let purged = store.purge(Moment(1_000)).await.unwrap();
        assert_eq!(purged, Purged { conversations: 2, feedback: 0, unanswered: 600, given_up: 0 });
        assert_eq!(store.conversation(Id(2)).await, Ok(None));
        assert_eq!(store.conversation(Id(3)).await, Ok(Some(ledger(3, 1_000))));
        assert_eq!(store.purge(Moment(1_000)).await, Ok(Purged::default()));
    });
}

#[test]
fn what_is_deleted_is_gone_from_the_files_too() {
    const WORDS: &str = "zzforgottenzz";
    let folder = crate::world::Folder::new();
    let store = super::in_folder(folder.path());
    let store = deskdoc::store::Store::open(&store).unwrap();
    let holds_words = || {
        crate::world::files_below(folder.path()).into_iter().any(|(_, file)| {
            std::fs::read(file).unwrap().windows(WORDS.len()).any(|window| window == WORDS.as_bytes())
        })
    };
    let text = format!("{WORDS} ").repeat(1_000);
    wait(store.add_unanswered(deskdoc::store::Unanswered { text, ..unanswered(1, 3) })).unwrap();
    assert!(holds_words());
    wait(store.purge(Moment(10))).unwrap();
    assert!(!holds_words(), "neither in the file nor in its journal");
}

fn texts_of_any_kind_are_kept(place: &Place) {
    let store = place.open();
    let texts =
        ["", "\u{0}", "' OR 1=1; --", "$1 ?1 :a", "\u{feff}\u{10ffff}\u{1f600}", &"x".repeat(1 << 20)];
    wait(async {
        for (id, text) in (1..).zip(texts) {
            store.add_unanswered(Unanswered { text: text.to_owned(), ..unanswered(id, 0) }).await.unwrap();
            let mut said = ledger(id, 0);
            said.events[0].payload = serde_json::json!({ "text": text, text: [text] });
            store.begin(said.clone(), None).await.unwrap();
            assert_eq!(store.conversation(Id(id)).await, Ok(Some(said)));
        }
    });
}
