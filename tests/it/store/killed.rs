//! A process that is killed while it writes loses nothing that it has acknowledged, and keeps nothing twice.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use deskdoc::store::{Done, Id, Store};

use super::{Place, at_address, in_folder, keyed, ledger, on_both, turn, wait};

/// Tells a copy of this test program that it is to write until it is killed.
const WRITER: &str = "DESKDOC_TEST_WRITER";
const ROUNDS: u128 = 10;

on_both!(killed_ten_times_nothing_acknowledged_is_lost_or_doubled);

fn killed_ten_times_nothing_acknowledged_is_lost_or_doubled(place: &Place) {
    let mut acknowledged = Vec::new();
    for round in 0..ROUNDS {
        let mut writer = start_writer(place, round);
        let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines().map_while(Result::ok);
        // The later ones are killed sooner, the last two while they open the store.
        let n_wanted = 40_usize.saturating_sub(5 * round as usize);
        let seen: Vec<(u128, u32)> =
            lines.by_ref().filter_map(|line| written(&line)).take(n_wanted).collect();
        writer.kill().unwrap();
        // What it had said until then counts as well.
        acknowledged.extend(seen.into_iter().chain(lines.filter_map(|line| written(&line))));
        writer.wait().unwrap();
    }
    assert!(acknowledged.len() > 100, "only {} turns were acknowledged", acknowledged.len());
    let store = place.open();
    let last = acknowledged.iter().fold(std::collections::BTreeMap::new(), |mut last, (id, turn)| {
        let known = last.entry(*id).or_insert(*turn);
        *known = (*known).max(*turn);
        last
    });
    for (id, n_turns) in last {
        let kept = wait(store.conversation(Id(id))).unwrap().expect("an acknowledged conversation is there");
        assert!(kept.conversation.turn >= n_turns, "{id}: {} < {n_turns}", kept.conversation.turn);
        // Every turn is whole and there once, also the one that was being written.
        let said: Vec<&str> = kept.events.iter().filter_map(|event| event.payload["text"].as_str()).collect();
        let expected = (2..=kept.conversation.turn).flat_map(|n| [format!("turn {n}"), "reply".to_owned()]);
        assert_eq!(said[1..], expected.collect::<Vec<_>>(), "{id}");
        asked_again(&store, id, kept.conversation.turn);
    }
}

/// A client that did not hear of its last turn sends it again, with its key: it is there already, or is kept now.
fn asked_again(store: &Store, id: u128, last: u32) {
    if last > 1 {
        let again = wait(store.take(turn(id, last - 1, &format!("turn {last}"), 0), Some(key(id, last))));
        assert!(matches!(again, Ok(Done::Earlier(_))), "{again:?}");
    }
    let next = wait(store.take(turn(id, last, "more", 0), Some(key(id, last + 1))));
    assert_eq!(next, Ok(Done::Now(last + 1)));
}

fn key(id: u128, turn: u32) -> deskdoc::store::KeyedAnswer {
    keyed(&format!("{id}-{turn}"), 1, 0)
}

fn written(line: &str) -> Option<(u128, u32)> {
    let (id, turn) = line.strip_prefix("written ")?.split_once(' ')?;
    Some((id.parse().ok()?, turn.parse().ok()?))
}

fn start_writer(place: &Place, round: u128) -> Child {
    let where_to = match (&place.settings.data, &place.address) {
        (Some(folder), _) => format!("{round} {}", folder.display()),
        (None, address) => format!("{round} {}", address.as_deref().unwrap()),
    };
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::killed::writes_until_killed", "--nocapture", "--test-threads=1"])
        .env(WRITER, where_to)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// No test by itself: what the killed process does.
#[test]
fn writes_until_killed() {
    let Ok(told) = std::env::var(WRITER) else { return };
    let (round, where_to) = told.split_once(' ').unwrap();
    let round: u128 = round.parse().unwrap();
    let settings =
        if where_to.starts_with('/') { in_folder(where_to.as_ref()) } else { at_address(where_to) };
    let store = Store::open(&settings).unwrap();
    for n in 0.. {
        let id = round * 1_000_000 + n;
        wait(store.begin(ledger(id, 0), None)).unwrap();
        println!("\nwritten {id} 1");
        for last in 1..=5 {
            let text = format!("turn {}", last + 1);
            wait(store.take(turn(id, last, &text, 0), Some(key(id, last + 1)))).unwrap();
            println!("\nwritten {id} {}", last + 1);
        }
    }
}
