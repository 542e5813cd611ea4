//! A note is found in a long ticket, however its system gives the pages.

use std::sync::{Arc, Mutex};

use deskdoc::config::NoteAuth;
use deskdoc::store::{Delivery, Id};
use deskdoc::tickets;
use serde_json::json;

use super::receiver::{Act, Receiver, Request};
use super::{note, queue, sender, settings, the_note};
use crate::store::{Place, until};

/// How many comments of others a ticket has before the note.
const OTHERS: usize = 260;

/// How a ticket system tells where the next page is.
#[derive(Clone, Copy)]
enum Way {
    /// `Link`, with the parameter that moves, and whether it counts pages.
    Link(&'static str, bool),
    /// Jira's `_links`.
    Links,
    /// Zendesk's `next_page`.
    NextPage,
    /// Request Tracker's numbers alone.
    Numbers,
}

#[test]
fn a_note_on_a_late_page_is_not_sent_again() {
    for (preset, way) in [
        ("github", Way::Link("page", true)),
        ("gitlab", Way::Link("page", true)),
        ("freshdesk", Way::Link("page", true)),
        ("servicenow", Way::Link("sysparm_offset", false)),
        ("jira", Way::Links),
        ("zendesk", Way::NextPage),
        ("request-tracker", Way::Numbers),
    ] {
        let kept: Arc<Mutex<Vec<String>>> = Arc::default();
        let receiver = Receiver::start(move |request| {
            let mut kept = kept.lock().unwrap();
            if request.method == "GET" {
                return page(request, way, &kept);
            }
            kept.push(request.body.clone());
            if kept.len() == 1 { Act::KeepAndFail } else { Act::Well }
        });
        let place = Place::sqlite();
        let store = place.open();
        let mut note = note(1, "17");
        note.call["lookup"] = json!(lookup(preset));
        queue(&store, note);
        let _sender = sender(&settings(&receiver, NoteAuth::None), &store);
        until(|| the_note(&store).delivery == Delivery::Delivered);
        let requests = receiver.requests();
        assert_eq!(requests.iter().filter(|request| request.method != "GET").count(), 1, "{preset}");
    }
}

#[test]
fn a_ticket_without_an_end_is_no_proof_that_the_note_is_missing() {
    let receiver = Receiver::start(|request| match request.method.as_str() {
        "GET" => {
            let next = start(&request.path, "page") + 1;
            Act::Answer(200, "", json!({"page": next, "pages": next + 1}).to_string())
        }
        _ => Act::KeepAndFail,
    });
    let place = Place::sqlite();
    let store = place.open();
    queue(&store, note(1, "17"));
    let _sender = sender(&settings(&receiver, NoteAuth::None), &store);
    until(|| the_note(&store).words.is_some_and(|words| words.contains("too long to look for the note")));
    assert_eq!(receiver.requests().iter().filter(|request| request.method != "GET").count(), 1);
}

/// Where a preset looks, for some ticket.
fn lookup(preset: &str) -> String {
    let template = tickets::preset(preset).unwrap().note.unwrap().lookup.unwrap();
    let marker = format!("deskdoc-note%20{}", Id(1));
    template
        .split('{')
        .map(|part| {
            part.split_once('}').map_or(part.to_owned(), |(name, rest)| {
                let value = if name == "marker" { &marker } else { "17" };
                format!("{value}{rest}")
            })
        })
        .collect()
}

fn start(path: &str, name: &str) -> usize {
    let pairs = path.split_once('?').map_or("", |(_, query)| query).split('&');
    let value = pairs.filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name);
    value.map_or(0, |(_, value)| value.parse().unwrap())
}

/// A page of at most fifty comments. The system knows itself under another name than it is called by.
fn page(request: &Request, way: Way, kept: &[String]) -> Act {
    const SIZE: usize = 50;
    let others = (0..OTHERS).map(|n| json!({"id": n, "body": "thanks"}));
    let all: Vec<_> = others.chain(kept.iter().map(|body| json!({"body": body}))).collect();
    let parameter = match way {
        Way::Link(parameter, _) => parameter,
        Way::Links => "start",
        Way::NextPage | Way::Numbers => "page",
    };
    let counts_pages = !matches!(way, Way::Link(_, false) | Way::Links);
    let given = start(&request.path, parameter);
    let at = if counts_pages { given.saturating_sub(1) * SIZE } else { given };
    let shown: Vec<_> = all.iter().skip(at).take(SIZE).collect();
    let goes_on = at + SIZE < all.len();
    let next = if counts_pages { at / SIZE + 2 } else { at + SIZE };
    let url = format!("https://desk.invalid/internal/17?{parameter}={next}");
    let link = format!("link: <https://desk.invalid/?x=1>; rel=\"first\", <{url}>; rel=\"next\"\r\n");
    match way {
        Way::Link(..) if goes_on => Act::Answer(200, link.leak(), json!(shown).to_string()),
        Way::Link(..) => Act::Answer(200, "", json!(shown).to_string()),
        Way::Links => {
            let links = if goes_on { json!({"next": url}) } else { json!({}) };
            Act::Answer(
                200,
                "",
                json!({"isLastPage": !goes_on, "values": shown, "_links": links}).to_string(),
            )
        }
        Way::NextPage => {
            let next = goes_on.then_some(url);
            Act::Answer(200, "", json!({"comments": shown, "next_page": next}).to_string())
        }
        Way::Numbers => {
            let pages = all.len().div_ceil(SIZE);
            Act::Answer(200, "", json!({"page": at / SIZE + 1, "pages": pages, "items": shown}).to_string())
        }
    }
}
