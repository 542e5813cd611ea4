//! Many conversations at once are the same conversations one after the other.

use std::sync::Arc;

use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use deskdoc::app::Kept;

use super::{Place, client, number, transcript};
use crate::world::{open, small_base};

/// How many conversations are going on at a time.
const AT_A_TIME: usize = 64;
const TURNS: u64 = 10;

#[tokio::test]
async fn conversations_held_at_once_in_sqlite_are_as_if_they_were_held_one_after_the_other() {
    at_once_as_one_by_one(&Place::sqlite(), &Place::sqlite()).await;
}

#[tokio::test]
async fn conversations_held_at_once_in_postgresql_are_as_if_they_were_held_one_after_the_other() {
    let (Some(first), Some(second)) = (Place::postgres(), Place::postgres()) else { return };
    at_once_as_one_by_one(&first, &second).await;
}

async fn at_once_as_one_by_one(first: &Place, second: &Place) {
    let n_conversations = number("DESKDOC_TEST_CONVERSATIONS", 16);
    let (alone, busy) = (first.server(), second.server());
    let started = std::time::Instant::now();
    let gate = Arc::new(Semaphore::new(AT_A_TIME));
    let mut talks = JoinSet::new();
    for number in 0..n_conversations {
        let (gate, at) = (Arc::clone(&gate), busy.url(""));
        talks.spawn(async move {
            let _place = gate.acquire().await.unwrap();
            (number, transcript(&client(), &at, number, TURNS).await)
        });
    }
    let mut together = talks.join_all().await;
    println!("{n_conversations} conversations at once: {:?}", started.elapsed());
    together.sort_by_key(|(number, _)| *number);
    for (number, seen) in together {
        let expected = transcript(&client(), &alone.url(""), number, TURNS).await;
        assert_eq!(seen, expected, "conversation {number}");
    }
    figures_follow_from_the_ledgers(second).await;
}

/// What is kept beside each ledger can be worked out of it again.
async fn figures_follow_from_the_ledgers(place: &Place) {
    let app = open(&[&small_base()]);
    let store = place.store();
    for line in place.exported() {
        let Some(id) = line["conversation"]["id"].as_str() else { continue };
        let ledger = store.conversation(id.parse().unwrap()).await.unwrap().unwrap();
        let kept_beside = ledger.conversation.standing.clone();
        let held = app.held(Kept::try_from(ledger).unwrap()).unwrap();
        assert_eq!(held.standing(), kept_beside, "{:?}", held.kept.conversation);
    }
}
