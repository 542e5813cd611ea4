//! Conversations outlast what happens to the servers that hold them: seen over HTTP, on both databases.

mod changed_bases;
mod data_folder;
mod full_disk;
mod killed;
mod load;
mod outage;
mod replicas;
mod stopped;
mod unanswered;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use deskdoc::store::Store;
use reqwest::{Client, Response, StatusCode};
use serde_json::{Value, json};

use crate::store::{at_address, in_folder};
use crate::world::{Deskdoc, Folder, Postgres, Server, small_base};

/// No request takes as long, also on a slow machine.
const LONGEST_REQUEST: Duration = Duration::from_secs(60);

/// Where servers keep their conversations. It vanishes with the test.
pub struct Place {
    folder: Folder,
    database: Option<(Arc<Postgres>, String)>,
}

impl Place {
    pub fn sqlite() -> Self {
        Self { folder: Folder::new(), database: None }
    }

    pub fn postgres() -> Option<Self> {
        let server = Postgres::shared()?;
        let address = server.database();
        Some(Self { folder: Folder::new(), database: Some((server, address)) })
    }

    /// What tells a server, or another command, to keep things here.
    pub fn environment(&self) -> (&'static str, String) {
        match &self.database {
            Some((_, address)) => ("DESKDOC_DATABASE", address.clone()),
            None => ("DESKDOC_DATA", self.folder.path().to_string_lossy().into_owned()),
        }
    }

    /// The lines of an export of all that is kept here.
    pub fn exported(&self) -> Vec<Value> {
        let (name, value) = self.environment();
        let exported = Deskdoc::new().args(["store", "export"]).env(name, value).run();
        assert_eq!(exported.code, Some(0), "{}", exported.err);
        exported.json_lines()
    }

    /// A folder for files of the test.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The store itself, beside the servers.
    pub fn store(&self) -> Store {
        let settings = match &self.database {
            Some((_, address)) => at_address(address),
            None => in_folder(self.folder.path()),
        };
        Store::open(&settings).expect("the store opens")
    }

    pub fn server(&self) -> Server {
        self.server_over(&small_base())
    }

    pub fn server_over(&self, base: &Path) -> Server {
        let (name, value) = self.environment();
        Server::over_in_environment(base, &[(name, &value)])
    }
}

/// A number that is set in the environment for a longer run, else a usual one.
pub fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).map_or(usual, |text| text.parse().expect("a number"))
}

/// A client that opens a connection for every request, so that a proxy may send each one elsewhere.
pub fn client() -> Client {
    crate::world::make_clients_possible();
    Client::builder().pool_max_idle_per_host(0).timeout(LONGEST_REQUEST).build().unwrap()
}

pub async fn open(client: &Client, at: &str, key: &str, text: &str) -> reqwest::Result<Response> {
    let opening = client.post(format!("{at}/api/v1/conversations")).header("idempotency-key", key);
    opening.json(&json!({ "text": text })).send().await
}

pub async fn take(
    client: &Client,
    at: &str,
    id: &str,
    expected: u64,
    turn: &Value,
    key: &str,
) -> reqwest::Result<Response> {
    let turning = client.post(format!("{at}/api/v1/conversations/{id}/turns"));
    let body = json!({"expected_turn": expected, "turn": turn});
    turning.header("idempotency-key", key).json(&body).send().await
}

pub async fn read(client: &Client, at: &str, id: &str) -> Value {
    let read = client.get(format!("{at}/api/v1/conversations/{id}")).send().await.unwrap();
    assert_eq!(read.status(), StatusCode::OK);
    read.json().await.unwrap()
}

pub fn id_of(conversation: &Value) -> String {
    conversation["id"].as_str().expect("an id").to_owned()
}

/// What is said and done in one of many conversations that all differ: always the same for the same number, and
/// chosen from what the last reply offers.
pub fn next_turn(number: u64, step: u64, reply: &Value) -> Value {
    const WORDS: [&str; 6] = [
        "no coffee comes out",
        "it tastes bitter too",
        "the display stays black",
        "why",
        "Water left: 0.2",
        "it is the machine by the window",
    ];
    let choices = reply["prompt"]["choices"].as_array().cloned().unwrap_or_default();
    let drawn = (number * 31 + step * 17 + number * step) % (choices.len() as u64 + 4);
    match choices.get(drawn as usize) {
        Some(choice) => json!({"kind": "answer", "answer": choice["id"]}),
        None if drawn.is_multiple_of(4) && reply["progress"]["turns"] != 0 => json!({"kind": "back"}),
        None if reply["prompt"].is_null() => json!({"kind": "restart"}),
        None => json!({"kind": "say", "text": WORDS[((number + step * 5) % 6) as usize]}),
    }
}

pub fn first_words(number: u64) -> &'static str {
    const WORDS: [&str; 5] = [
        "display shows E-17 no flow",
        "bitter taste",
        "coffee machine is dead, no light, no display",
        "my chair squeaks",
        "no coffee comes out and the machine hums",
    ];
    WORDS[(number % 5) as usize]
}

/// A whole conversation as its user saw it, without what is new each time: ids and moments.
pub async fn transcript(client: &Client, at: &str, number: u64, n_turns: u64) -> Vec<Value> {
    let key = format!("open-{number}");
    let mut last = patiently(|| open(client, at, &key, first_words(number))).await;
    let id = id_of(&last);
    let mut seen = vec![timeless(last.clone())];
    for step in 0..n_turns {
        let turn = next_turn(number, step, &last["reply"]);
        let (expected, key) = (last["turn"].as_u64().unwrap(), format!("{number}-{step}"));
        last = patiently(|| take(client, at, &id, expected, &turn, &key)).await;
        seen.push(json!({"turn": turn, "answer": timeless(last.clone())}));
    }
    let kept = read(client, at, &id).await;
    assert_eq!(kept["reply"]["turn"], last["turn"]);
    seen.push(timeless(kept));
    seen
}

/// Sends a request again with the same key until it is answered with success: what a good client does where a server
/// was killed in the middle, or has too much to do.
pub async fn patiently<F, A>(send: F) -> Value
where
    F: Fn() -> A,
    A: Future<Output = reqwest::Result<Response>>,
{
    for _ in 0..600 {
        match send().await {
            Ok(response) if response.status().is_success() => {
                if let Ok(answer) = response.json().await {
                    return answer;
                }
            }
            Ok(response) if response.status() != StatusCode::SERVICE_UNAVAILABLE => {
                let (status, text) = (response.status(), response.text().await.unwrap_or_default());
                assert_eq!(status, StatusCode::CONFLICT, "{text}");
                assert!(text.contains("idempotency-key-running"), "{text}");
            }
            _ => {}
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("no server has answered for long");
}

fn timeless(mut conversation: Value) -> Value {
    let fields = conversation.as_object_mut().expect("a conversation");
    for name in ["id", "created_at", "updated_at"] {
        assert!(fields.remove(name).is_some(), "{name}");
    }
    for entry in fields.get_mut("ledger").and_then(Value::as_array_mut).into_iter().flatten() {
        assert!(entry.as_object_mut().unwrap().remove("at").is_some());
    }
    conversation
}
