//! What the operator sees of notes, and does about them.

use deskdoc::config::NoteAuth;
use deskdoc::store::{Delivery, Id};

use super::receiver::{Act, Receiver};
use super::{note, queue, sender, settings};
use crate::store::{Place, until};
use crate::world::Deskdoc;

#[test]
fn notes_are_listed_with_their_reason_and_without_their_words_and_tried_again_by_id() {
    let receiver = Receiver::start(|_| Act::Answer(410, "", "this ticket is gone".to_owned()));
    let place = Place::sqlite();
    let data = place.folder().to_string_lossy().into_owned();
    let run = |arguments: &[&str]| Deskdoc::new().args(["--data", &data, "outbox"]).args(arguments).run();
    let store = place.open();
    assert_eq!((run(&["list"]).code, run(&["list"]).out), (Some(0), String::new()));
    queue(&store, note(1, "17\u{1b}[31m"));
    let waiting = run(&["list"]);
    assert!(waiting.code == Some(0) && waiting.out.contains("waits since"), "{waiting:?}");
    {
        let mut bad = note(2, "18");
        bad.at.0 += 1;
        queue(&store, bad);
        let _sender = sender(&settings(&receiver, NoteAuth::None), &store);
        until(|| super::are_all(&store, Delivery::GivenUp));
    }
    let listed = run(&["list"]);
    assert_eq!(listed.code, Some(1), "{listed:?}");
    assert!(
        listed.out.contains("answered 410") && listed.out.contains("this ticket is gone"),
        "{}",
        listed.out
    );
    assert!(!listed.out.contains('\u{1b}') && !listed.out.contains("fill the tank"), "{}", listed.out);
    let json = run(&["list", "--json"]).json();
    assert_eq!(json["notes"][1]["id"], Id(2).to_string());
    assert_eq!(
        (&json["notes"][1]["delivery"], &json["notes"][1]["status"]),
        (&"given-up".into(), &410.into())
    );
    for (arguments, code) in [
        (vec!["retry"], 2),
        (vec!["retry", "17"], 2),
        (vec!["retry", "00000000000000000000000000000009"], 1),
        (vec!["retry", "00000000000000000000000000000001"], 0),
        (vec!["retry", "--all"], 0),
    ] {
        let run = run(&arguments);
        assert_eq!(run.code, Some(code), "{arguments:?}: {}", run.err);
    }
    assert!(super::are_all(&store, Delivery::Waiting));
    let nowhere = Deskdoc::new().args(["outbox", "list"]).run();
    assert!(nowhere.code == Some(2) && nowhere.err.contains("--data"), "{nowhere:?}");
    drop(store);
    let again = place.open();
    assert_eq!(super::all(&again).len(), 2);
}
