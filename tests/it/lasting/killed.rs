//! A server that is killed while it writes loses no turn that it has acknowledged, and keeps none twice.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Client;
use serde_json::{Value, json};

use super::{Place, client, id_of, number, open, patiently, read, take};

const CLIENTS: u64 = 4;
/// After so many turns a client begins another conversation.
const TURNS: u64 = 20;

#[tokio::test]
async fn a_server_on_sqlite_that_is_killed_again_and_again_loses_and_doubles_nothing() {
    killed_again_and_again(&Place::sqlite()).await;
}

#[tokio::test]
async fn a_server_on_postgresql_that_is_killed_again_and_again_loses_and_doubles_nothing() {
    if let Some(place) = Place::postgres() {
        killed_again_and_again(&place).await;
    }
}

/// What the clients and whoever kills the server know of each other.
#[derive(Default)]
struct Course {
    address: Mutex<String>,
    n_acknowledged: AtomicU64,
    is_over: AtomicBool,
}

async fn killed_again_and_again(place: &Place) {
    let course = Arc::new(Course::default());
    let clients: Vec<_> = (0..CLIENTS).map(|name| tokio::spawn(write(name, Arc::clone(&course)))).collect();
    for round in 0..number("DESKDOC_TEST_KILLS", 10) {
        if round % 5 == 4 {
            killed_at_its_start(place, round);
            continue;
        }
        let server = place.server();
        *course.address.lock().unwrap() = server.url("");
        // Each time at another moment.
        let wanted = course.n_acknowledged.load(Ordering::Relaxed) + 3 + round * 7 % 13;
        while course.n_acknowledged.load(Ordering::Relaxed) < wanted {
            tokio::time::sleep(Duration::from_millis(1 + round % 3)).await;
        }
        server.signal("KILL");
    }
    let server = place.server();
    *course.address.lock().unwrap() = server.url("");
    course.is_over.store(true, Ordering::Relaxed);
    let mut n_conversations = 0;
    for writer in clients {
        for (id, words) in writer.await.unwrap() {
            n_conversations += 1;
            let kept = read(&client(), &server.url(""), &id).await;
            let ledger = kept["ledger"].as_array().unwrap();
            let said: Vec<&str> = ledger.iter().map(|entry| entry["text"].as_str().unwrap()).collect();
            assert_eq!(said, words, "what was acknowledged, once each and in order");
        }
    }
    println!("{} turns acknowledged", course.n_acknowledged.load(Ordering::Relaxed));
    let n_kept = place.exported().iter().filter(|line| line.get("conversation").is_some()).count();
    assert_eq!(n_kept, n_conversations, "no conversation was begun twice");
}

/// Starts a server and kills it while it opens its store.
fn killed_at_its_start(place: &Place, round: u64) {
    let (name, value) = place.environment();
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_deskdoc"));
    command.arg("--kb").arg(crate::world::small_base()).args(["serve", "--listen", "127.0.0.1:0"]);
    command
        .env_clear()
        .env(name, value)
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null());
    let mut server = command.spawn().unwrap();
    std::thread::sleep(Duration::from_millis(round * 37 % 400));
    server.kill().unwrap();
    server.wait().unwrap();
}

/// Holds conversations until told to stop; gives all of them with what was acknowledged in them.
async fn write(name: u64, course: Arc<Course>) -> Vec<(String, Vec<String>)> {
    let client = client();
    let mut held: Vec<(String, Vec<String>)> = Vec::new();
    while !course.is_over.load(Ordering::Relaxed) {
        let number = held.len();
        let words = format!("conversation {number} of {name}");
        let opened = sent(&course, &client, |client, at| {
            let (key, words) = (format!("{name}-{number}"), words.clone());
            async move { open(&client, &at, &key, &words).await }
        });
        let id = id_of(&opened.await);
        held.push((id.clone(), vec![words]));
        for n_before in 1..TURNS {
            if course.is_over.load(Ordering::Relaxed) {
                break;
            }
            let words = format!("remark {n_before} in conversation {number} of {name}");
            let turn = json!({"kind": "say", "text": words});
            let turned = sent(&course, &client, |client, at| {
                let (id, turn, key) = (id.clone(), turn.clone(), format!("{name}-{number}-{n_before}"));
                async move { take(&client, &at, &id, n_before, &turn, &key).await }
            });
            assert_eq!(turned.await["turn"], n_before + 1);
            held.last_mut().unwrap().1.push(words);
        }
    }
    held
}

/// Sends a request to whichever server is there until it is acknowledged.
async fn sent<F, A>(course: &Course, client: &Client, send: F) -> Value
where
    F: Fn(Client, String) -> A,
    A: Future<Output = reqwest::Result<reqwest::Response>>,
{
    let answer = patiently(|| send(client.clone(), course.address.lock().unwrap().clone())).await;
    course.n_acknowledged.fetch_add(1, Ordering::Relaxed);
    answer
}
