//! A process that is killed while it sends loses no note, and none arrives twice.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use deskdoc::config::NoteAuth;
use deskdoc::store::{Delivery, Store};

use super::receiver::{Act, Receiver};
use super::{are_all, at, note, queue, random, sender};
use crate::store::{Place, in_folder, until};

/// What the process that is to be killed finds in its environment.
const FOLDER: &str = "DESKDOC_TEST_OUTBOX_FOLDER";
const URL: &str = "DESKDOC_TEST_OUTBOX_URL";

#[test]
fn no_kill_loses_a_note_or_sends_one_twice() {
    let (seed, pauses) = (AtomicU64::new(11), AtomicU64::new(5));
    let receiver = Receiver::start(move |request| match (random(&seed) % 10, request.method.as_str()) {
        (0, _) => Act::Answer(500, "", String::new()),
        (1, "POST") => Act::KeepAndBreak,
        (n, _) => {
            // Somebody is always in the middle of something when the signal comes.
            std::thread::sleep(Duration::from_millis(n));
            Act::Well
        }
    });
    let place = Place::sqlite();
    let store = place.open();
    for id in 1..=120 {
        queue(&store, note(id, &id.to_string()));
    }
    let folder = place.folder();
    let mut n_kills = 0;
    while !are_all(&store, Delivery::Delivered) {
        let mut process = start(folder, &receiver.url());
        std::thread::sleep(Duration::from_millis(20 + random(&pauses) % 80));
        process.kill().unwrap();
        process.wait().unwrap();
        n_kills += 1;
        if n_kills == 30 {
            // What was taken by the killed ones is free again soon.
            let _sender = sender(&at(&receiver.url(), &[&receiver.url()], NoteAuth::None), &store);
            until(|| are_all(&store, Delivery::Delivered));
        }
    }
    assert!(n_kills >= 3, "{n_kills}");
    let notes = receiver.notes();
    assert_eq!(notes.len(), 120);
    assert!(notes.values().all(|notes| notes.len() == 1), "{notes:?}");
}

/// Starts this very program as the process that is to be killed, and waits until it sends.
fn start(folder: &Path, url: &str) -> Child {
    let mut process = Command::new(std::env::current_exe().unwrap())
        .args(["outbox::killed::sends_until_it_is_killed", "--exact", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .env(URL, url)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
    lines.find(|line| line.as_ref().unwrap().contains("sending")).expect("it sends").unwrap();
    process
}

#[test]
#[ignore = "the process that the other test kills"]
fn sends_until_it_is_killed() {
    let (Ok(folder), Ok(url)) = (std::env::var(FOLDER), std::env::var(URL)) else { return };
    let store = Store::open(&in_folder(Path::new(&folder))).unwrap();
    let _sender = sender(&at(&url, &[&url], NoteAuth::None), &store);
    println!("sending");
    // Ends with the one who started it, if nobody kills it.
    drop(std::io::stdin().lines().next());
}
