use std::sync::Arc;

use tokio::time::Instant;

use super::bare::refusal_at_the_end;
use super::course::{Course, Waiting};
use super::gate::Gate;
use crate::config::{Limits, Web};
use crate::web::problem::Code;
use crate::web::stop::Closing;

#[test]
fn a_bare_refusal_is_found_behind_an_answer_and_nothing_else_is_taken_for_one() {
    let bare = "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\ndate: today\r\n\r\n";
    let own = "HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nx-request-id: a\r\n\r\n";
    let found = |bytes: &str| {
        refusal_at_the_end(bytes.as_bytes()).map(|(before, status)| (before.len(), status.as_u16()))
    };
    assert_eq!(found(bare), Some((0, 400)));
    assert_eq!(found(&format!("{own}{bare}")), Some((own.len(), 400)));
    assert_eq!(found(&bare.replace("400 Bad Request", "408 Request Timeout")), Some((0, 408)));
    for other in [
        own,
        "HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n",
        "HTTP/1.1 400 Bad Request\r\ncontent-length: 4\r\n\r\n",
        "HTTP/1.1 100 Continue\r\n\r\n",
        "HTTP/1.1 x",
        "\r\n\r\n",
        "",
    ] {
        assert_eq!(found(other), None, "{other:?}");
    }
    assert_eq!(found(&format!("{own}{}", "a".repeat(1000))), None);
}

#[test]
fn the_clock_of_a_request_starts_with_its_first_byte_and_stops_with_its_last() {
    let began = Instant::now();
    let course = Course::begin(began);
    assert_eq!(course.waiting_since(), Waiting::Request(began));
    course.bytes_came(b"POST / HT");
    let Waiting::Head(since) = course.waiting_since() else { panic!("{course:?}") };
    assert!(!course.has_address());
    course.bytes_came(b"TP/1.1\r\n");
    assert!(course.has_address());
    course.head_came(true);
    assert_eq!((course.waiting_since(), course.request_began()), (Waiting::Body(since), Some(since)));
    course.body_came();
    assert_eq!((course.waiting_since(), course.request_began()), (Waiting::Answer, None));
    course.answered();
    assert!(matches!(course.waiting_since(), Waiting::Request(_)));
}

#[test]
fn what_is_left_of_a_refused_body_keeps_its_deadline_until_the_next_request() {
    let course = Course::begin(Instant::now());
    course.bytes_came(b"POST / HTTP/1.1\r\n\r\n");
    course.head_came(true);
    let first = course.request_began().unwrap();
    course.answered();
    assert_eq!(course.waiting_since(), Waiting::Body(first));
    course.head_came(true);
    assert!(course.request_began().unwrap() > first);
}

#[test]
fn connections_are_counted_in_all_and_by_address_but_not_those_of_this_machine() {
    let limits = Limits { connections: 4, connections_per_address: 2, ..Limits::default() };
    let settings = Web { limits, trusted_proxies: vec!["10.0.0.7".parse().unwrap()], ..Web::default() };
    let gate = Arc::new(Gate::new(&settings, None, Arc::new(Closing::new()), 1000));
    let enter = |address: &str| gate.enter(address.parse().unwrap());
    let open = [enter("203.0.113.1").unwrap(), enter("::ffff:203.0.113.1").unwrap()];
    assert_eq!(enter("203.0.113.1").err(), Some(Code::TooManyConnections));
    let more = [enter("203.0.113.2").unwrap(), enter("127.0.0.1").unwrap()];
    assert_eq!(enter("127.0.0.1").err(), Some(Code::Busy));
    drop(more);
    drop(open);
    let proxied: Vec<_> = (0..4).map(|_| enter("10.0.0.7").unwrap()).collect();
    drop(proxied);
    let one_household = [enter("2001:db8::1").unwrap(), enter("2001:db8::2").unwrap()];
    assert_eq!(enter("2001:db8::3").err(), Some(Code::TooManyConnections));
    assert!(enter("2001:db8:0:1::1").is_ok());
    drop(one_household);
}

#[test]
fn the_system_may_allow_fewer_connections_than_the_limit() {
    let gate = Arc::new(Gate::new(&Web::default(), None, Arc::new(Closing::new()), 1));
    let one = gate.enter("127.0.0.1".parse().unwrap()).unwrap();
    assert_eq!(gate.enter("127.0.0.1".parse().unwrap()).err(), Some(Code::Busy));
    drop(one);
}
