//! Nothing leaves for a place that the operator did not list, however it is written, named or redirected to.

use std::collections::BTreeMap;
use std::net::IpAddr;

use deskdoc::config::{BaseUrl, NoteAuth};
use deskdoc::outbox::Sender;
use deskdoc::store::Delivery;

use super::receiver::{Act, Receiver};
use super::{QUICK, at, note, queue, sender, settings, the_note, with_names};
use crate::store::{Place, until};
use crate::world::cases;

#[test]
fn each_place_of_the_table_gets_a_note_or_none_as_the_table_says() {
    let table = std::fs::read_to_string(cases("outbox").join("places.txt")).unwrap();
    let lines = table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut n_cases = 0;
    for line in lines {
        let columns: Vec<&str> = line.split('|').map(str::trim).collect();
        let [url, allow, leads_to, expected] = columns[..] else { panic!("{line}") };
        assert_eq!(became(url, allow, leads_to), expected, "{line}");
        n_cases += 1;
    }
    assert!(n_cases > 40);
}

fn became(url: &str, allow: &str, leads_to: &str) -> &'static str {
    let canary = Receiver::start(|_| Act::Well);
    let port = canary.port().to_string();
    let twin = Receiver::at(&format!("[::1]:{port}"), |_| Act::Well);
    let (url, allow) = (url.replace("CANARY", &port), allow.replace("CANARY", &port));
    let Ok(parsed) = url.parse::<BaseUrl>() else { return "misread" };
    let addresses: Vec<IpAddr> = leads_to.split_whitespace().map(|text| text.parse().unwrap()).collect();
    let names: BTreeMap<_, _> = match &parsed.site.host {
        deskdoc::config::SiteHost::Name(name) => [(name.clone(), addresses)].into(),
        deskdoc::config::SiteHost::Address(_) => BTreeMap::new(),
    };
    let place = Place::sqlite();
    let store = place.open();
    queue(&store, note(1, "17"));
    let allow: Vec<&str> = allow.split_whitespace().collect();
    let settings = at(&url, &allow, NoteAuth::None);
    let _sender = Sender::start(&settings, store.clone(), with_names(names), QUICK).unwrap();
    until(|| the_note(&store).words.is_some() || the_note(&store).delivery == Delivery::Delivered);
    let (told, n_calls) = (the_note(&store), canary.requests().len() + twin.requests().len());
    let words = told.words.unwrap_or_default();
    match told.delivery {
        Delivery::Delivered if n_calls == 1 => "sent",
        Delivery::Waiting if n_calls == 0 && words.contains("is not listed") => "unlisted",
        Delivery::Waiting if n_calls == 0 && words.contains("which is not public") => "not-public",
        other => panic!("{url}: {other:?}, {n_calls} calls, {words:?}"),
    }
}

#[test]
fn a_redirect_is_told_and_not_followed() {
    let canary = Receiver::start(|_| Act::Well);
    for status in [301, 302, 303, 307, 308] {
        let to: &'static str = Box::leak(format!("location: {}/x\r\n", canary.url()).into_boxed_str());
        let receiver = Receiver::start(move |_| Act::Answer(status, to, String::new()));
        let place = Place::sqlite();
        let store = place.open();
        queue(&store, note(1, "17"));
        let _sender = sender(&settings(&receiver, NoteAuth::None), &store);
        until(|| the_note(&store).words.is_some());
        let words = the_note(&store).words.unwrap();
        assert!(words.contains("redirects are not followed"), "{words}");
    }
    assert!(canary.requests().is_empty());
}
