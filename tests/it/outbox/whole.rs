//! The whole way: a ticket comes in through a hook, its note goes out to a ticket system that fails.
//!
//! `DESKDOC_TEST_TICKETS=10000 cargo test --test it outbox::whole -- --nocapture` sends as many tickets as one likes, a
//! tenth of them twice, to a receiver that fails half of the time. It goes at the pace of every day, so that the last
//! notes take some minutes: whoever failed ten times is not asked again at once.

use std::sync::atomic::AtomicU64;
use std::time::{Duration, Instant};

use serde_json::json;

use super::random;
use super::receiver::{Act, Receiver};
use crate::lasting::{Place, number};
use crate::world::{Server, small_base};

const SECRET: &str = "a secret of the hook";

#[test]
fn each_ticket_gets_one_note_with_sqlite() {
    each_ticket_gets_one_note(&Place::sqlite());
}

#[test]
fn each_ticket_gets_one_note_with_postgresql() {
    if let Some(place) = Place::postgres() {
        each_ticket_gets_one_note(&place);
    }
}

fn each_ticket_gets_one_note(place: &Place) {
    let n_tickets = number("DESKDOC_TEST_TICKETS", 30);
    let percent = if n_tickets > 30 { 50 } else { 20 };
    let seed = AtomicU64::new(23);
    let receiver = Receiver::start(move |_| match random(&seed) % 100 {
        n if n >= percent => Act::Well,
        n if n % 3 == 0 => Act::KeepAndFail,
        n if n % 3 == 1 => Act::Answer(503, "retry-after: 1\r\n", String::new()),
        _ => Act::Answer(500, "", "out of order".to_owned()),
    });
    let server = start(place, &receiver);
    let started = Instant::now();
    let n_repeated = deliver_all(&server, n_tickets);
    let delivered = started.elapsed();
    while receiver.notes().len() < n_tickets as usize || n_waiting(place) > 0 {
        assert!(started.elapsed() < Duration::from_secs(120 + n_tickets / 2), "notes are still missing");
        std::thread::sleep(Duration::from_millis(200));
    }
    println!(
        "{n_tickets} tickets, {n_repeated} of them twice, taken in {delivered:?}; all notes there after {:?}, {} calls",
        started.elapsed(),
        receiver.requests().len()
    );
    let notes = receiver.notes();
    assert_eq!(notes.len(), n_tickets as usize);
    for (ticket, notes) in notes {
        assert_eq!(notes.len(), 1, "{ticket}");
        assert!(notes[0].contains("The machine hums, but no coffee comes"), "{}", notes[0]);
    }
}

fn start(place: &Place, receiver: &Receiver) -> Server {
    let (folder, url) = (place.folder(), receiver.url());
    std::fs::write(folder.join("secret"), SECRET).unwrap();
    let settings = format!(
        "[outbox]\nallow = [\"{url}\"]\n[hooks.desk]\nsigned = \"secret X-Secret\"\nsecret_files = [\"{}/secret\"]\n\
         url = \"{url}\"\n[hooks.desk.note]\npath = \"/tickets/{{ticket}}/notes\"\nlookup = \"/tickets/{{ticket}}/notes\"\n\
         body = '{{\"text\": \"{{note}}\"}}'\n[limits]\nrequests_per_second = 100000\nburst = 100000\n",
        folder.display()
    );
    let file = folder.join("deskdoc.toml");
    std::fs::write(&file, settings).unwrap();
    let (name, value) = place.environment();
    let environment = [(name, value.as_str()), ("DESKDOC_CONFIG", file.to_str().unwrap())];
    Server::over_in_environment(&small_base(), &environment)
}

/// Sends every ticket, each tenth twice, and says how many were sent twice.
fn deliver_all(server: &Server, n_tickets: u64) -> u64 {
    let send = |id: u64| {
        let body =
            json!({"ticket": {"id": id.to_string(), "subject": "Kitchen", "description": "E-17 no flow"}});
        let body = body.to_string();
        let request = format!(
            "POST /api/v1/hooks/desk HTTP/1.1\r\nhost: {}\r\ncontent-type: application/json\r\nx-secret: {SECRET}\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n{body}",
            server.address(),
            body.len()
        );
        let answer = exchange(server.address(), &request);
        assert!(answer.starts_with("HTTP/1.1 20"), "{answer}");
    };
    std::thread::scope(|scope| {
        for part in 0..4 {
            scope.spawn(move || {
                for id in (1..=n_tickets).filter(|id| id % 4 == part) {
                    send(id);
                    if id % 10 == 0 {
                        send(id);
                    }
                }
            });
        }
    });
    n_tickets / 10
}

fn exchange(address: &str, request: &str) -> String {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

fn n_waiting(place: &Place) -> usize {
    use deskdoc::store::Delivery;
    let store = place.store();
    let notes = super::all(&store);
    store.close();
    notes.iter().filter(|note| note.delivery != Delivery::Delivered).count()
}
