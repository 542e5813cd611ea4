//! What is altered, unsigned, signed wrongly or too late has no effect at all.

use deskdoc::tickets::PRESETS;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{Desk, NEXT_SECRET, Signer, server, steps, ticket};
use crate::lasting::Place;
use crate::world::{Deskdoc, no_complaints};

/// Systems whose deliveries have a signature over the body.
const SIGNED: [&str; 7] = ["zammad", "zendesk", "jira", "github", "gitlab", "request-tracker", "custom"];
/// Systems that sign the time as well.
const STAMPED: [&str; 3] = ["zendesk", "gitlab", "custom"];

fn opening(name: &str) -> (Option<String>, String) {
    let step = steps(name).into_iter().find(|step| step["outcome"] == "opened").unwrap();
    (step["event"].as_str().map(str::to_owned), step["payload"].to_string())
}

#[tokio::test]
async fn altered_unsigned_stale_and_wrongly_signed_deliveries_leave_nothing_behind() {
    let desk = Desk::at(Place::sqlite());
    let mut complaints = Vec::new();
    for name in PRESETS {
        let (event, body) = opening(name);
        let signer = Signer::of(name);
        let refused = if name == "django-helpdesk" { 404 } else { 401 };
        let mut tries = Vec::new();
        tries.push(("a wrong secret", signer.clone(), body.clone(), None));
        tries[0].1.secret = "another secret".to_owned();
        if SIGNED.contains(&name) {
            tries.push(("one byte changed", signer.clone(), body.clone(), Some(body.replacen('a', "b", 1))));
            tries.push(("a blank added", signer.clone(), body.clone(), Some(format!("{body} "))));
        }
        if STAMPED.contains(&name) {
            for seconds in [-301, 301] {
                let stale = Signer { clock: seconds, ..signer.clone() };
                tries.push(("signed too early or too late", stale, body.clone(), None));
            }
        }
        for (what, signer, body, sent) in tries {
            let signed = signer.sign(&body);
            let status = post(&desk, &signed.path, &signed.headers, &event, sent.unwrap_or(body)).await;
            if status != refused {
                complaints.push(format!("{name}: {what}: {status}"));
            }
        }
        let signed = signer.sign(&body);
        let bare = format!("/api/v1/hooks/{name}");
        if post(&desk, &bare, &[], &event, body.clone()).await != refused {
            complaints.push(format!("{name}: unsigned"));
        }
        let cut: Vec<_> =
            signed.headers.iter().map(|(name, value)| (*name, value[..value.len() / 2].to_owned())).collect();
        if !cut.is_empty() && post(&desk, &bare, &cut, &event, body).await != refused {
            complaints.push(format!("{name}: half a signature"));
        }
    }
    no_complaints(complaints);
    assert_eq!(desk.place.exported().len(), 2, "only the first and the last line of an export");
}

async fn post(
    desk: &Desk,
    path: &str,
    headers: &[(&'static str, String)],
    event: &Option<String>,
    body: String,
) -> u16 {
    let mut request = desk.client.post(desk.server.url(path)).header("content-type", "application/json");
    for (name, value) in headers {
        request = request.header(*name, value);
    }
    if let Some(event) = event {
        request = request.header("x-github-event", event);
    }
    let answer = request.body(body).send().await.unwrap();
    let status = answer.status().as_u16();
    let problem: Value = answer.json().await.unwrap();
    assert!(problem["code"].is_string(), "{problem}");
    status
}

#[tokio::test]
async fn both_secrets_count_while_one_takes_the_place_of_the_other() {
    let desk = Desk::at(Place::sqlite());
    for name in PRESETS {
        let (event, body) = opening(name);
        let next = Signer { secret: NEXT_SECRET.to_owned(), ..Signer::of(name) };
        let answer = desk.deliver(&next, event.as_deref(), body).await;
        assert_eq!(answer.status(), StatusCode::ACCEPTED, "{name}");
    }
}

#[tokio::test]
async fn a_hook_that_does_not_exist_looks_like_one_with_another_secret_in_its_address() {
    let desk = Desk::at(Place::sqlite());
    let mut answers = Vec::new();
    for path in ["/api/v1/hooks/django-helpdesk/guess", "/api/v1/hooks/nobody/guess", "/api/v1/hooks/nobody"]
    {
        let answer = desk.client.post(desk.server.url(path)).json(&ticket(1)).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
        let mut problem: Value = answer.json().await.unwrap();
        problem["request_id"] = Value::Null;
        answers.push(problem);
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

#[tokio::test]
async fn only_listed_addresses_deliver_where_addresses_are_listed() {
    let place = Place::sqlite();
    let more = "[hooks.far]\npreset = \"custom\"\nsigned = \"nothing\"\nfrom = [\"10.1.2.3\"]\n\
        [hooks.near]\npreset = \"custom\"\nsigned = \"nothing\"\nfrom = [\"127.0.0.1\"]\nanswer = \"none\"\n";
    let server = server(&place, more);
    let client = crate::lasting::client();
    let body = json!({"id": 1, "title": "after login I land on adobe.com"});
    let far = client.post(server.url("/api/v1/hooks/far")).json(&body).send().await.unwrap();
    assert_eq!(far.status(), StatusCode::FORBIDDEN);
    let near = client.post(server.url("/api/v1/hooks/near")).json(&body).send().await.unwrap();
    assert_eq!(near.status(), StatusCode::ACCEPTED);
    assert_eq!(near.text().await.unwrap(), "");
}

#[tokio::test]
async fn a_payload_that_names_no_ticket_says_where_one_was_expected() {
    let desk = Desk::at(Place::sqlite());
    for (body, status, code) in [
        ("{}", 422, "fields-not-acceptable"),
        ("{\"ticket\": {\"id\": \"..\"}}", 422, "fields-not-acceptable"),
        ("{\"ticket\": ", 400, "json-malformed"),
        ("[1, 2]", 422, "fields-not-acceptable"),
    ] {
        let answer = desk.deliver(&Signer::of("custom"), None, body.to_owned()).await;
        assert_eq!(answer.status().as_u16(), status, "{body}");
        let problem: Value = answer.json().await.unwrap();
        assert_eq!(problem["code"], code, "{body}");
    }
    assert_eq!(desk.place.exported().len(), 2);
}

#[test]
fn settings_of_a_hook_that_cannot_be_served_say_what_is_wrong() {
    let place = Place::sqlite();
    for (settings, said) in [
        ("[hooks.a]\npreset = \"zamad\"\n", "there is no preset `zamad`"),
        ("[hooks.a]\npreset = \"zammad\"\n", "a secret is missing"),
        ("[hooks.a]\nsigned = \"nothing\"\n", "needs `from`"),
        ("[hooks.a]\nsigned = \"magic\"\nfrom = [\"10.0.0.1\"]\n", "`signed` cannot be `magic`"),
        ("[hooks.\"A b\"]\n", "a name of small letters"),
        ("[hooks.a]\nsecret_envs = [\"NOT_SET\"]\n", "the name of an environment variable that is set"),
        ("[hooks.a]\nanswer = \"all\"\n", "`none`, `case` or `note`"),
        (
            "[hooks.a]\nfrom = [\"10.0.0.1\"]\nsigned = \"nothing\"\nread = {ticket = [\"id\"]}\n",
            "no JSON pointer",
        ),
    ] {
        let file = place.folder().join("wrong.toml");
        std::fs::write(&file, settings).unwrap();
        let run = Deskdoc::new().args(["--config", file.to_str().unwrap(), "hook", "list"]).run();
        assert_eq!(run.code, Some(2), "{settings}: {}", run.err);
        assert!(run.err.contains(said), "{settings}: {}", run.err);
    }
}

#[test]
fn a_hook_whose_notes_may_not_go_to_its_address_keeps_the_server_from_starting() {
    let place = Place::sqlite();
    let folder = place.folder();
    std::fs::write(folder.join("secret"), "a secret that is long").unwrap();
    let hook = |url: &str| {
        let file = folder.join("unlisted.toml");
        let secret = folder.join("secret");
        let settings = format!(
            "[outbox]\nallow = [\"https://other.example.com\"]\n[hooks.desk]\npreset = \"zammad\"\n\
             secret_files = [{secret:?}]\nurl = \"{url}\"\n"
        );
        std::fs::write(&file, settings).unwrap();
        file.to_str().unwrap().to_owned()
    };
    let file = hook("https://desk.example.com:8443/zammad");
    let said = "notes may not go to its `url`, `https://desk.example.com:8443/zammad`: list it in `[outbox]` as \
                `allow = [\"https://desk.example.com:8443\"]`";
    let run = Deskdoc::new().args(["--config", &file, "serve", "--listen", "127.0.0.1:0"]).run();
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(run.err.contains(&format!("hook `desk`: {said}")), "{}", run.err);
    let run = Deskdoc::new().args(["--config", &file, "hook", "list"]).run();
    assert!(run.code == Some(0) && run.out.contains(said), "{}{}", run.out, run.err);
    assert!(run.out.contains("no `public_url`: links in notes lead nowhere"), "{}", run.out);
    let file = hook("ftp://desk.example.com");
    let run = Deskdoc::new().args(["--config", &file, "hook", "list"]).run();
    assert!(
        run.code == Some(2) && run.err.contains("hook `desk`: `hooks.desk.url` cannot be"),
        "{}",
        run.err
    );
}

#[tokio::test]
async fn a_ticket_whose_id_looks_like_a_secret_is_refused_and_not_kept() {
    let desk = Desk::at(Place::sqlite());
    let mut ticket = super::ticket(3);
    ticket["ticket"]["id"] = "password=Tr0mbone77x".into();
    let answer = desk.send("django-helpdesk", None, &ticket).await;
    assert_eq!(answer.status().as_u16(), 422);
    let told = answer.text().await.unwrap();
    assert!(told.contains("secret") && !told.contains("Tr0mbone77x"), "{told}");
    let kept = serde_json::to_string(&desk.place.exported()).unwrap();
    assert!(!kept.contains("Tr0mbone77x"), "{kept}");
}
