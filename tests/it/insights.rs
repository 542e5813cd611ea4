//! Insights, feedback and what is learnt, from outside: figures are worked out once more from the conversations.

use std::collections::BTreeMap;
use std::process::Command;

use reqwest::{Client, StatusCode, redirect};
use serde_json::{Value, json};

use crate::world::{Deskdoc, Folder, Run, Server, small_base};

struct Desk {
    server: Server,
    client: Client,
}

impl Desk {
    fn new() -> Self {
        Self::with(&[])
    }

    fn with(arguments: &[&str]) -> Self {
        let server = Server::with(arguments);
        let client = Client::builder().redirect(redirect::Policy::none()).build().unwrap();
        Self { server, client }
    }

    async fn json(&self, path: &str) -> Value {
        let response = self.client.get(self.server.url(path)).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        response.json().await.unwrap()
    }

    async fn text(&self, path: &str) -> (u16, String) {
        let response = self.client.get(self.server.url(path)).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        let response = self.client.post(self.server.url(path)).json(body).send().await.unwrap();
        (response.status().as_u16(), response.json().await.unwrap())
    }

    async fn form(&self, body: &str) -> (u16, Option<String>, String) {
        let request = self.client.post(self.server.url("/feedback")).body(body.to_owned());
        let response =
            request.header("content-type", "application/x-www-form-urlencoded").send().await.unwrap();
        let location = response.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
        (response.status().as_u16(), location, response.text().await.unwrap())
    }

    /// Holds a conversation, and gives its id.
    async fn hold(&self, text: &str, turns: &[Value]) -> String {
        let (status, mut held) = self.post("/api/v1/conversations", &json!({"text": text})).await;
        assert_eq!(status, 201, "{held}");
        let id = held["id"].as_str().unwrap().to_owned();
        for turn in turns {
            let body = json!({"expected_turn": held["turn"], "turn": turn});
            let (status, next) = self.post(&format!("/api/v1/conversations/{id}/turns"), &body).await;
            assert_eq!(status, 200, "{text}: {turn}: {next}");
            held = next;
        }
        id
    }
}

fn tried(helped: bool) -> Value {
    json!({"kind": "tried", "helped": helped})
}

/// Conversations that end in every way, with turns undone and begun anew.
async fn some_conversations(desk: &Desk) -> Vec<String> {
    let (back, restart) = (json!({"kind": "back"}), json!({"kind": "restart"}));
    let hand_over = json!({"kind": "hand_over"});
    let say = |text: &str| json!({"kind": "say", "text": text});
    vec![
        desk.hold("display shows E-17 no flow", &[tried(true), tried(true)]).await,
        desk.hold("display shows E-17 no flow", &[tried(false), back.clone(), tried(true), tried(true)])
            .await,
        desk.hold("display shows E-17 no flow", &[tried(false), restart, say("bitter taste"), tried(false)])
            .await,
        desk.hold("the coffee tastes bitter", &[tried(false), hand_over]).await,
        desk.hold("the coffee tastes bitter", &[tried(false)]).await,
        desk.hold("bitter taste", &[tried(true), back, tried(false)]).await,
        desk.hold("can somebody mend my bicycle brakes", &[]).await,
        desk.hold("my bicycle brakes need to be mended by somebody", &[]).await,
    ]
}

#[tokio::test]
async fn figures_are_those_that_the_conversations_give() {
    let desk = Desk::new();
    let ids = some_conversations(&desk).await;
    let found = desk.json("/api/v1/insights?period=7-days").await;
    assert_eq!(found["conversations"], ids.len());

    let mut endings: BTreeMap<String, u64> = BTreeMap::new();
    let mut recognised: BTreeMap<String, u64> = BTreeMap::new();
    let mut fixes: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for id in &ids {
        let held = desk.json(&format!("/api/v1/conversations/{id}")).await;
        *endings.entry(held["state"].as_str().unwrap().to_owned()).or_default() += 1;
        let counting: Vec<&Value> =
            held["ledger"].as_array().unwrap().iter().filter(|event| event["counts"] == true).collect();
        let begin = counting.iter().rposition(|event| event["kind"] == "restarted").map_or(0, |at| at + 1);
        let counting = &counting[begin..];
        let first = counting.iter().find(|event| event["kind"] == "said").unwrap();
        *recognised.entry(first["outcome"].as_str().unwrap().to_owned()).or_default() += 1;
        let mut last: BTreeMap<&str, bool> = BTreeMap::new();
        for event in counting {
            if let (Some(fix), "failed" | "helped" | "cured") =
                (event["fix"].as_str(), event["kind"].as_str().unwrap())
            {
                last.insert(fix, event["kind"] != "failed");
            }
        }
        for (fix, helped) in
            last.iter().flat_map(|(fix, helped)| fix.split('+').map(move |fix| (fix, helped)))
        {
            let (tried, failed) = fixes.entry(fix.to_owned()).or_default();
            *tried += 1;
            *failed += u64::from(!helped);
        }
    }
    for state in ["solved", "handed_over", "open"] {
        let expected = endings.get(state).copied().unwrap_or_default();
        assert_eq!(found["endings"][state], expected, "{state}");
    }
    assert_eq!(found["endings"]["abandoned"], 0);
    for outcome in ["known", "between", "out_of_scope", "unknown"] {
        let expected = recognised.get(outcome).copied().unwrap_or_default();
        assert_eq!(found["recognised"][outcome], expected, "{outcome}");
    }
    let counted: BTreeMap<String, (u64, u64)> = found["fixes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            let n = |name: &str| row[name].as_u64().unwrap();
            (row["fix"].as_str().unwrap().to_owned(), (n("tried"), n("failed")))
        })
        .collect();
    assert_eq!(counted, fixes);
    let vain = &found["fixes"][0];
    assert_eq!((&vain["fix"], &vain["often_in_vain"]), (&json!("grinder-too-fine"), &json!(true)));
    let asked = &found["asked_in_vain"];
    assert_eq!((&asked["messages"], &asked["clusters"][0]["messages"]), (&json!(2), &json!(2)), "{asked}");
    let by_day: u64 =
        found["days"].as_array().unwrap().iter().map(|day| day["conversations"].as_u64().unwrap()).sum();
    assert_eq!(by_day, ids.len() as u64);
    let earlier = desk.json("/api/v1/insights?from=2020-01-01&to=2020-12-31").await;
    assert_eq!((&earlier["conversations"], earlier["days"].as_array().unwrap().len()), (&json!(0), 53));
}

#[tokio::test]
async fn a_period_that_is_none_is_refused_with_what_was_expected() {
    let desk = Desk::new();
    for (query, pointer) in [
        ("period=yesterday", "?period"),
        ("from=2026-02-30", "?from"),
        ("from=2026-03-01&to=2026-02-01", "?to"),
        ("period=7-days&to=2026-02-01", "?period"),
        ("days=7", "?days"),
    ] {
        let response =
            desk.client.get(desk.server.url(&format!("/api/v1/insights?{query}"))).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY, "{query}");
        let problem: Value = response.json().await.unwrap();
        assert_eq!(problem["errors"][0]["pointer"], pointer, "{query}");
    }
    let (status, page) = desk.text("/insights?from=2026-03-01&to=2026-02-01").await;
    assert_eq!(status, 422);
    assert!(
        page.contains("role=\"alert\"")
            && page.contains("value=\"2026-03-01\"")
            && page.contains("href=\"#to\"")
    );
}

#[tokio::test]
async fn the_page_says_what_will_be_there_then_shows_it_and_makes_pages_of_what_was_asked_in_vain() {
    let desk = Desk::new();
    let (status, empty) = desk.text("/insights").await;
    assert!(status == 200 && empty.contains("No conversations in this period"), "{empty}");
    some_conversations(&desk).await;
    let (_, page) = desk.text("/insights?period=7-days").await;
    for part in [
        "8 conversations",
        "<svg class=\"chart-bars\" role=\"img\"",
        "Often does not help",
        "Make a page of it",
        "aria-current=\"page\">Insights",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("style="), "no style stands in the page");
    let (_, csv) = desk.text("/insights.csv?table=symptoms&period=7-days").await;
    assert!(
        csv.starts_with("symptom,title,conversations,solved,") && csv.contains("bitter-coffee,"),
        "{csv}"
    );
    assert_eq!(desk.text("/insights.csv?table=nothing").await.0, 404);

    let href = page.split("/insights/page?").nth(1).unwrap().split('"').next().unwrap().replace("&#38;", "&");
    let (status, copied) = desk.text(&format!("/insights/page?{href}")).await;
    assert!(
        status == 200 && copied.contains("<textarea id=\"stub\"") && copied.contains("kind: symptom"),
        "{copied}"
    );
    let (_, stub) = desk.text(&format!("/insights/page.md?{href}")).await;
    let folder = Folder::new();
    folder.write("can-somebody-mend.md", &stub);
    let lint = Deskdoc::with_base(folder.path()).args(["lint", "--format", "json"]).run();
    assert_eq!(lint.code, Some(0), "only warnings are left: {}", lint.out);
    assert!(
        stub.contains("status: draft") && stub.contains("  - 'can somebody mend my bicycle brakes'"),
        "{stub}"
    );
    assert_eq!(desk.text("/insights/page?of=0123&period=7-days").await.0, 404);
}

#[tokio::test]
async fn without_its_store_the_page_says_so_and_all_else_goes_on() {
    let desk = Desk::with(&["--database", "postgres://nobody@127.0.0.1:1/nothing"]);
    for path in ["/insights", "/api/v1/insights", "/insights.csv"] {
        let response = desk.client.get(desk.server.url(path)).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE, "{path}");
        assert_eq!(response.headers()["retry-after"], "1", "{path}");
    }
    assert!(desk.text("/insights").await.1.contains("The figures are not available right now"));
    let (status, problem) = desk.post("/api/v1/feedback", &json!({"verdict": "helped"})).await;
    assert_eq!((status, &problem["code"]), (503, &json!("store-unavailable")));
    assert_eq!(desk.text("/symptoms").await.0, 200);
}

#[tokio::test]
async fn feedback_is_kept_once_without_secrets_and_only_about_what_there_is() {
    let desk = Desk::new();
    let id = desk.hold("bitter taste", &[]).await;
    let body = json!({
        "verdict": "partly", "conversation": id, "symptom": "bitter-coffee", "cause": "grinder-too-fine",
        "fix": "descale", "page": "articles/handbook.md", "comment": " ok, my password is hunter2-marker "
    });
    for _ in 0..2 {
        let request = desk.client.post(desk.server.url("/api/v1/feedback")).header("idempotency-key", "k1");
        let response = request.json(&body).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::CREATED);
        let kept: Value = response.json().await.unwrap();
        assert!(!kept["comment"].as_str().unwrap().contains("hunter2"), "{kept}");
    }
    let feedback = &desk.json("/api/v1/insights").await["feedback"];
    assert_eq!((feedback.as_array().unwrap().len(), &feedback[0]["times"]), (1, &json!(1)));

    for (body, pointer, words) in [
        (
            json!({"verdict": "helped", "cause": "grinder-too-fin"}),
            "/cause",
            "did you mean `grinder-too-fine`?",
        ),
        (json!({"verdict": "helped", "page": "nowhere.md"}), "/page", "there is no such page"),
        (
            json!({"verdict": "helped", "conversation": "0".repeat(32)}),
            "/conversation",
            "no such conversation",
        ),
        (json!({"verdict": "helped", "conversation": "mine"}), "/conversation", "no such conversation"),
        (json!({"verdict": "great"}), "/verdict", "expected `helped`"),
        (json!({}), "/verdict", "is not there"),
        (json!({"verdict": "helped", "comment": "x".repeat(4_001)}), "/comment", "at most 4000 characters"),
        (json!({"verdict": "helped", "stars": 5}), "/stars", "no such field"),
    ] {
        let (status, problem) = desk.post("/api/v1/feedback", &body).await;
        assert_eq!((status, &problem["errors"][0]["pointer"]), (422, &json!(pointer)), "{problem}");
        assert!(problem["errors"][0]["detail"].as_str().unwrap().contains(words), "{problem}");
    }
}

#[tokio::test]
async fn an_article_asks_whether_it_helped_without_script() {
    let desk = Desk::new();
    let (_, article) = desk.text("/articles/articles/handbook.md").await;
    assert!(
        article.contains("Did this help?")
            && article.contains("name=\"page\" value=\"articles/handbook.md\"")
    );
    let (status, location, _) = desk.form("page=articles%2Fhandbook.md&verdict=helped&comment=").await;
    let thanks = location.unwrap();
    assert_eq!((status, thanks.as_str()), (303, "/feedback/thanks?page=articles%2Fhandbook.md"));
    let (status, page) = desk.text(&thanks).await;
    assert!(
        status == 200
            && page.contains("Thank you")
            && page.contains("href=\"/articles/articles/handbook.md\"")
    );

    let id = desk.hold("bitter taste", &[tried(true), tried(true)]).await;
    let (_, case) = desk.text(&format!("/c/{id}")).await;
    assert!(
        case.contains("Did this help?") && case.contains(&format!("name=\"conversation\" value=\"{id}\""))
    );

    let long = format!("page=articles%2Fhandbook.md&verdict=helped&comment={}", "word+".repeat(1_000));
    let (status, _, refused) = desk.form(&long).await;
    assert_eq!(status, 422);
    assert!(
        refused.contains("role=\"alert\"") && refused.contains("word word word"),
        "what was typed is kept"
    );
    let (status, _, unchosen) = desk.form("page=articles%2Fhandbook.md&comment=x").await;
    assert!(status == 422 && unchosen.contains("Choose whether it helped"));
    let feedback = &desk.json("/api/v1/insights").await["feedback"];
    assert_eq!((&feedback[0]["verdict"], &feedback[0]["times"]), (&json!("helped"), &json!(1)));
    assert!(
        desk.text("/insights").await.1.contains("The coffee machine"),
        "its title stands in the insights"
    );
}

/// An export of cases about one symptom, solved by causes so often.
fn cases(counts: &[(&str, u32)]) -> String {
    let mut lines = vec![json!({"store": {"version": 1}}).to_string()];
    let all = counts.iter().flat_map(|(cause, n)| (0..*n).map(move |_| cause));
    for (at, cause) in all.enumerate() {
        lines.push(
            json!({"conversation": {
                "id": format!("{at:032x}"), "revision": "r", "created_at": at, "updated_at": at, "turn": 0,
                "state": "solved", "recognised": "known", "symptom": "no-coffee", "cause": cause, "steps": 1
            }})
            .to_string(),
        );
    }
    lines.push(json!({"end": {"records": lines.len() - 1}}).to_string());
    lines.join("\n") + "\n"
}

#[test]
fn what_is_learnt_is_a_diff_that_git_applies_and_then_there_is_nothing_more_to_learn() {
    let folder = Folder::new();
    let base = Folder::new();
    base.copy(&small_base());
    let data = folder.path().join("data");
    std::fs::create_dir(&data).unwrap();
    let kept = |run: Deskdoc| run.args(["--data"]).args([&data]);
    let imported = kept(Deskdoc::new())
        .args(["store", "import"])
        .input(cases(&[("tank-empty", 10), ("pump-blocked", 50), ("long-gone", 3)]))
        .run();
    assert_eq!(imported.code, Some(0), "{}", imported.err);
    let learn = |arguments: &[&str]| -> Run {
        kept(Deskdoc::with_base(base.path())).args(["learn"]).args(arguments).run()
    };

    let first = learn(&[]);
    assert_eq!(first.code, Some(0), "{}", first.err);
    assert!(first.out.contains("# pump-blocked: occasional → common, 50 of 60 cases"), "{}", first.out);
    assert!(first.err.contains("3 more cases left out") && first.err.contains("apply"), "{}", first.err);
    let report = learn(&["--json"]).json();
    assert_eq!((&report["cases"], &report["left_out"]), (&json!(60), &json!(3)));
    assert_eq!(report["diff"], first.out.as_str());
    assert_eq!(report["proposals"][0]["in_diff"], true);

    let patch = folder.write("learnt.patch", &first.out);
    let applied = Command::new("git").arg("-C").arg(base.path()).arg("apply").arg(&patch).status().unwrap();
    assert!(applied.success());
    let symptom = std::fs::read_to_string(base.path().join("symptoms/no-coffee.md")).unwrap();
    assert!(symptom.contains("pump-blocked: common"), "{symptom}");
    assert_eq!(Deskdoc::with_base(base.path()).args(["lint"]).run().code, Some(0));
    let second = learn(&[]);
    assert_eq!((second.code, second.out.as_str()), (Some(0), ""), "{}", second.err);
    assert!(second.err.contains("nothing to propose from 60 confirmed cases"), "{}", second.err);

    let later = learn(&["--since", "2026-01-01", "--json"]).json();
    assert_eq!(later["cases"], 0);
    assert_eq!(learn(&["--since", "soon"]).code, Some(2));
    assert_eq!(Deskdoc::with_base(base.path()).args(["learn"]).run().code, Some(2), "no store is named");
}
