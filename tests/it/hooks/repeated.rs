//! The same ticket twice is one case, also when everything comes at once; on both databases.

use std::collections::BTreeMap;
use std::sync::Arc;

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{Desk, Signer, server, steps, ticket};
use crate::lasting::{Place, number};

/// Makes a test of each function for each database.
macro_rules! on_both {
    ($($name:ident),+ $(,)?) => {
        mod sqlite {
            $(#[test] fn $name() { crate::store::wait(super::$name(crate::lasting::Place::sqlite())); })+
        }
        mod postgres {
            $(#[test] fn $name() {
                if let Some(place) = crate::lasting::Place::postgres() { crate::store::wait(super::$name(place)); }
            })+
        }
    };
}

on_both!(
    a_signed_delivery_is_taken_once_and_one_whose_effect_failed_may_come_again,
    many_deliveries_of_one_ticket_at_once_on_two_servers_are_one_case,
    tickets_keep_their_cases_through_export_and_import,
    of_many_deliveries_with_duplicates_every_ticket_has_one_note,
);

async fn a_signed_delivery_is_taken_once_and_one_whose_effect_failed_may_come_again(place: Place) {
    let desk = Desk::at(place);
    let opening = steps("custom")[0]["payload"].to_string();
    let signer = Signer::of("custom");
    // What cannot be read has no effect and may be mended under the same id.
    let broken = desk.deliver(&signer, None, "{}".to_owned()).await;
    assert_eq!(broken.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(desk.deliver(&signer, None, opening.clone()).await.status(), StatusCode::ACCEPTED);
    let before = desk.place.exported();
    for body in [opening.clone(), json!({"ticket": {"id": "B", "body": "no coffee"}}).to_string()] {
        // The id is signed: under the same one nothing else is taken either, whenever it is signed.
        let again = desk.deliver(&Signer { clock: 60, ..signer.clone() }, None, body).await;
        assert_eq!(again.status(), StatusCode::CONFLICT);
        let problem: Value = again.json().await.unwrap();
        assert_eq!(problem["code"], "delivery-repeated");
    }
    assert_eq!(desk.place.exported(), before);
    // The same content in another delivery is no replay, and tells nothing new.
    let other = desk.deliver(&Signer::of("custom"), None, opening).await;
    assert_eq!(other.status(), StatusCode::OK);
    assert_eq!(other.json::<Value>().await.unwrap()["outcome"], "unchanged");
}

async fn many_deliveries_of_one_ticket_at_once_on_two_servers_are_one_case(place: Place) {
    let first = Arc::new(Desk::at(place));
    let second = Arc::new(server(&first.place, ""));
    let mut running = Vec::new();
    for n in 0..24u64 {
        let (desk, second) = (first.clone(), second.clone());
        running.push(async move {
            let signed = Signer::of("django-helpdesk").sign("");
            let at = if n % 2 == 0 { desk.server.url(&signed.path) } else { second.url(&signed.path) };
            let mut body = ticket(5);
            if n % 3 == 0 {
                body["ticket"]["followup_set"] =
                    json!([{"id": 1, "comment": "It has never worked on this instance", "user": 2}]);
            }
            desk.client.post(at).json(&body).send().await.unwrap().status().as_u16()
        });
    }
    let statuses = together(running).await;
    assert!(statuses.iter().all(|status| [200, 202].contains(status)), "{statuses:?}");
    assert_eq!(first.kept("conversation").len(), 1);
    assert_eq!(first.kept("ticket").len(), 1);
    // The ticket, and the comment either with it or after it.
    assert!(first.kept("event").len() <= 2, "{:?}", first.kept("event"));
    assert_eq!(first.kept("ticket_comment").len(), 1);
}

async fn tickets_keep_their_cases_through_export_and_import(place: Place) {
    let desk = Desk::at(place);
    assert_eq!(desk.send("django-helpdesk", None, &ticket(9)).await.status(), StatusCode::ACCEPTED);
    let payload = &steps("github")[1]["payload"];
    assert_eq!(desk.send("github", Some("issues"), payload).await.status(), StatusCode::ACCEPTED);
    let mut exported = Vec::new();
    desk.place.store().export(&mut exported).unwrap();
    let moved = Place::sqlite();
    moved.store().import(&mut exported.as_slice()).unwrap();
    let desk = Desk::at(moved);
    let again: Value = desk.send("django-helpdesk", None, &ticket(9)).await.json().await.unwrap();
    assert_eq!(again["outcome"], "unchanged");
    assert_eq!(desk.send("github", Some("issues"), payload).await.status(), StatusCode::CONFLICT);
}

/// `HOOK_DELIVERIES=10000` for the long run.
async fn of_many_deliveries_with_duplicates_every_ticket_has_one_note(place: Place) {
    let desk = Arc::new(Desk::at(place));
    let n_tickets = number("HOOK_DELIVERIES", 100) * 10 / 11;
    let order: Vec<u64> = (0..n_tickets).chain((0..n_tickets).filter(|n| n % 10 == 3)).collect();
    for chunk in order.chunks(16) {
        let sent = chunk.iter().map(|n| {
            let (desk, n) = (desk.clone(), *n);
            async move { desk.send("django-helpdesk", None, &ticket(n + 1)).await.status().as_u16() }
        });
        let statuses = together(sent.collect()).await;
        assert!(statuses.iter().all(|status| [200, 202].contains(status)), "{statuses:?}");
    }
    let mut notes: BTreeMap<String, usize> = BTreeMap::new();
    for note in desk.kept("outgoing") {
        *notes.entry(note["ticket"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    assert_eq!(notes.len() as u64, n_tickets);
    assert!(notes.values().all(|n| *n == 1));
}

/// Runs futures side by side, and gives what they come to.
async fn together<T: Send + 'static>(futures: Vec<impl Future<Output = T> + 'static>) -> Vec<T> {
    let local = tokio::task::LocalSet::new();
    local
        .run_until(async move {
            let running: Vec<_> = futures.into_iter().map(tokio::task::spawn_local).collect();
            let mut done = Vec::new();
            for task in running {
                done.push(task.await.unwrap());
            }
            done
        })
        .await
}
