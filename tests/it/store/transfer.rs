//! Out as JSON lines and in again: from SQLite to PostgreSQL and back nothing changes.

use deskdoc::store::{Id, Moment, Moved, Store, TransferError};
use serde_json::Value;

use super::others::{feedback, token, unanswered};
use super::outbox::along;
use super::{Place, keyed, ledger, on_both, turn, wait};

on_both!(
    everything_comes_in_as_it_went_out,
    what_is_there_already_is_passed_over_and_what_differs_is_refused,
    an_export_is_one_state_while_others_write,
    lines_that_cannot_be_used_are_named_and_nothing_is_kept,
);

/// Some of everything, and more conversations than are read in one go.
fn fill(store: &Store) {
    wait(async {
        for id in 0..210 {
            store.begin(ledger(id << 100, id as i64), Some(keyed(&format!("key {id}"), 3, 5))).await.unwrap();
        }
        store.take(turn(0, 1, "again \u{0}", 9), None).await.unwrap();
        store.add_feedback(feedback(1, Some(0), 3), None).await.unwrap();
        store.add_feedback(feedback(2, None, 3), None).await.unwrap();
        for id in 0..3 {
            store.add_unanswered(unanswered(id, 3)).await.unwrap();
        }
        store.add_token(token(1, "zammad")).await.unwrap();
        store.revoke_token("zammad", Moment(8)).await.unwrap();
        store.add_token(token(2, "zammad")).await.unwrap();
        store.take(turn(0, 2, "for the ticket", 9), along(&[3, 4])).await.unwrap();
    });
}

const FILLED: u64 = 210 + 214 + 2 + 3 + 210 + 2 + 2;

fn exported(store: &Store) -> String {
    let mut out = Vec::new();
    store.export(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn import(store: &Store, text: &str) -> Result<Moved, TransferError> {
    store.import(&mut text.as_bytes())
}

fn everything_comes_in_as_it_went_out(place: &Place) {
    let (first_place, third_place) = (Place::sqlite(), Place::sqlite());
    let first = first_place.open();
    fill(&first);
    let text = exported(&first);
    let second = place.open();
    assert_eq!(import(&second, &text).unwrap(), Moved { records: FILLED, known: 0 });
    assert_eq!(exported(&second), text);
    let third = third_place.open();
    import(&third, &exported(&second)).unwrap();
    assert_eq!(exported(&third), text);
    // And it works there.
    wait(async {
        let kept = second.conversation(Id(0)).await.unwrap().unwrap();
        assert_eq!(kept, first.conversation(Id(0)).await.unwrap().unwrap());
        second.take(turn(0, 3, "x", 10), None).await.unwrap();
        assert!(second.recall("POST /turns", "key 7", [3; 32], Moment(5)).await.unwrap().is_some());
    });
    for line in text.lines() {
        assert!(serde_json::from_str::<Value>(line).unwrap().as_object().is_some_and(|line| line.len() == 1));
    }
}

fn what_is_there_already_is_passed_over_and_what_differs_is_refused(place: &Place) {
    let store = place.open();
    fill(&store);
    let text = exported(&store);
    assert_eq!(import(&store, &text).unwrap(), Moved { records: FILLED, known: FILLED });
    assert_eq!(exported(&store), text);

    wait(store.take(turn(0, 3, "meanwhile", 10), None)).unwrap();
    let now = exported(&store);
    let refused = import(&store, &text).unwrap_err().to_string();
    assert!(refused.contains("line 2") && refused.contains("differs"), "{refused}");
    assert_eq!(exported(&store), now);
}

fn an_export_is_one_state_while_others_write(place: &Place) {
    let store = place.open();
    fill(&store);
    let text = exported(&store);
    /// Writes to the store while it is being exported.
    struct Meddler<'a> {
        store: &'a Store,
        n_turns: u32,
        out: Vec<u8>,
    }
    impl std::io::Write for Meddler<'_> {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            if self.out.is_empty() || (self.out.len() > 20_000 && self.n_turns < 4) {
                let last = 209 << 100;
                wait(self.store.take(turn(last, self.n_turns, "meanwhile", 99), None)).unwrap();
                self.n_turns += 1;
            }
            self.out.write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut meddler = Meddler { store: &store, n_turns: 1, out: Vec::new() };
    // The state is the one in which the first record is read.
    store.export(&mut meddler).unwrap();
    let out = String::from_utf8(meddler.out).unwrap();
    assert!(meddler.n_turns == 4 && out != text);
    let other_place = Place::sqlite();
    let elsewhere = other_place.open();
    import(&elsewhere, &out).unwrap();
    let kept = wait(elsewhere.conversation(Id(209 << 100))).unwrap().unwrap();
    assert_eq!((kept.conversation.turn, kept.events.len()), (2, 3));
}

fn lines_that_cannot_be_used_are_named_and_nothing_is_kept(place: &Place) {
    let filled_place = Place::sqlite();
    let filled = filled_place.open();
    wait(filled.begin(ledger(1, 0), None)).unwrap();
    wait(filled.add_token(token(1, "zammad"))).unwrap();
    let text = exported(&filled);
    let lines: Vec<&str> = text.lines().collect();
    let with = |at: usize, line: &str| {
        let mut changed = lines.clone();
        changed[at] = line;
        changed.join("\n") + "\n"
    };
    let without_end = lines[..4].join("\n") + "\n";
    let half = lines[3].split_at(40).0;
    let hash = lines[3].replace("0101", "01x1");
    let more = lines[1].replacen('{', "{\"mood\":1,", 2).replacen("\"mood\":1,", "", 1);
    let cases = [
        ("", "line 1: expected the first line"),
        ("\u{0}\u{1}", "line 1: expected a line of an export"),
        (lines[1], "line 1: expected the first line"),
        (&with(0, r#"{"store":{"version":2}}"#), "version 2"),
        (&without_end, "line 5: expected the last line"),
        (&format!("{without_end}{half}"), "line 5: expected a line of an export"),
        (&with(1, &more), "line 2: expected a line of an export"),
        (&with(1, ""), "line 2: expected a line of an export"),
        (&with(1, lines[2]), "line 2: it belongs to a conversation that is not there"),
        (&with(3, &hash), "line 4: bytes are none"),
        (&with(1, &lines[1].replace("\"0000", "\"ABCD")), "line 2: an id is none"),
        (&with(4, r#"{"end":{"records":4}}"#), "line 5: the export had 4 records and 3 were found"),
        (&format!("{text}{text}"), "line 6: expected nothing behind"),
        (&with(2, lines[0]), "line 3: another export begins here"),
    ];
    let store = place.open();
    let empty = exported(&store);
    for (input, expected) in cases {
        let refused = import(&store, input).unwrap_err().to_string();
        assert!(refused.contains(expected), "{refused}\n  expected {expected:?} for\n{input}");
        assert!(refused.contains("nothing was imported"), "{refused}");
        assert_eq!(exported(&store), empty, "{expected}");
    }
    import(&store, &text).unwrap();
}
