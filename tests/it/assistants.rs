//! Tools for assistants: a client talks with `deskdoc mcp` over pipes, as an assistant does.

mod client;

use std::time::Duration;

use serde_json::{Value, json};

use self::client::Client;
use crate::world::{Deskdoc, Folder, small_base};

#[test]
fn an_assistant_is_told_what_there_is_and_that_nothing_is_changed_by_it() {
    let mut client = Client::of(&small_base(), &[]);
    let told = client.initialized();
    assert_eq!(told["serverInfo"]["name"], "deskdoc");
    assert!(told["instructions"].as_str().unwrap().contains("cite"), "{told}");
    let tools = client.ask("tools/list", json!({}));
    let names: Vec<&str> =
        tools["tools"].as_array().unwrap().iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["diagnose", "search", "read_article", "check"]);
    for tool in tools["tools"].as_array().unwrap() {
        assert_eq!(tool["annotations"]["readOnlyHint"], true, "{tool}");
        assert_eq!(tool["inputSchema"]["type"], "object", "{tool}");
        assert_eq!(tool["inputSchema"]["additionalProperties"], false, "{tool}");
        assert!(tool["description"].as_str().unwrap().len() > 80, "{tool}");
    }
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_diagnosis_is_the_one_of_the_command_line_and_cites_its_pages() {
    let mut client = Client::of(&small_base(), &["--public-url", "https://desk.example.com"]);
    client.initialized();
    let words = "no coffee comes out";
    let answer = client.call("diagnose", json!({"text": words, "limit": 100}));
    let asked = Deskdoc::with_base(&small_base()).args(["ask", "--json", words]).run().json();
    assert_eq!(answer["isError"], false);
    assert_eq!(answer["structuredContent"], asked, "one brain");
    let text = text(&answer);
    for cause in asked["causes"].as_array().unwrap() {
        assert!(text.contains(cause["title"].as_str().unwrap()), "{text}");
        for link in cause["docs"].as_array().unwrap() {
            let href = link["href"].as_str().unwrap();
            let cited = if href.starts_with('/') {
                format!("<https://desk.example.com{href}>")
            } else {
                format!("<{href}>")
            };
            assert!(text.contains(&cited), "{cited} in {text}");
        }
    }
    assert!(text.contains("Next step"), "{text}");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn what_is_found_can_be_read_whole_or_by_section_and_as_a_resource() {
    let mut client = Client::of(&small_base(), &[]);
    client.initialized();
    let found = client.call("search", json!({"query": "descale", "limit": 3}));
    let first = &found["structuredContent"]["results"][0];
    let path = first["path"].as_str().expect("something is found");
    assert!(text(&found).contains(path), "{found}");
    let page = client.call("read_article", json!({"path": path}));
    assert_eq!(page["structuredContent"]["path"], path);
    let sections = page["structuredContent"]["sections"].as_array().unwrap();
    let with_anchor = sections.iter().find(|section| section["anchor"].is_string()).unwrap();
    let anchor = with_anchor["anchor"].as_str().unwrap();
    let section = client.call("read_article", json!({"path": format!("{path}#{anchor}")}));
    assert_eq!(section["structuredContent"]["sections"][0]["anchor"], anchor);
    assert_eq!(section["structuredContent"]["sections"][0]["text"], with_anchor["text"]);
    let listed = client.ask("resources/list", json!({}));
    let uri = format!("deskdoc:///{path}");
    let resources = listed["resources"].as_array().unwrap();
    assert!(resources.iter().any(|resource| resource["uri"] == *uri), "{listed}");
    let read = client.ask("resources/read", json!({"uri": uri}));
    assert_eq!(read["contents"][0]["text"], *text(&page));
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_configuration_is_judged_as_by_the_command_line() {
    let folder = Folder::new();
    let facts = json!({"machine": {"water_litres": 0.1}});
    let file = folder.write("facts.json", facts.to_string());
    let mut client = Client::of(&small_base(), &[]);
    client.initialized();
    let by_object = client.call("check", json!({"facts": facts, "limit": 100}));
    let by_text = client.call("check", json!({"facts": facts.to_string(), "limit": 100}));
    let checked = Deskdoc::with_base(&small_base()).args(["check", "--json"]).args([file]).run().json();
    let verdicts = |answer: &Value| answer["structuredContent"]["verdicts"].clone();
    assert_eq!(verdicts(&by_object), checked["verdicts"]);
    assert_eq!(verdicts(&by_text), checked["verdicts"]);
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_last_line_that_nothing_ends_is_answered() {
    let mut client = Client::of(&small_base(), &[]);
    client.initialized();
    let ping = json!({"jsonrpc": "2.0", "id": 7, "method": "ping"}).to_string();
    assert_eq!(client.last_words(&ping)["id"], 7);
}

#[test]
fn every_call_is_answered_however_late_the_answers_are_read_after_the_last() {
    let mut client = Client::of(&small_base(), &[]);
    client.initialized();
    let arguments = json!({"text": "no coffee comes out", "limit": 100});
    let late = Duration::from_secs(8);
    assert_eq!(client.call_and_read_late("diagnose", &arguments, 100, late), 100);
}

#[test]
fn wrong_arguments_are_answered_with_words_and_the_conversation_goes_on() {
    let mut client = Client::of(&small_base(), &[]);
    client.initialized();
    let long = "x".repeat(64 * 1024 + 1);
    let cases = [
        ("diagnose", json!({}), "`text`: is not there"),
        ("diagnose", json!({"text": " \n "}), "nothing but blanks"),
        ("diagnose", json!({"text": 7}), "expected text, found a number"),
        ("diagnose", json!({"text": long}), "expected at most 65536 bytes, found 65537"),
        ("diagnose", json!({"text": "x", "limit": 0}), "from 1 to 100"),
        ("diagnose", json!({"text": "x", "limits": 5}), "`limits`: there is no such argument"),
        ("diagnose", json!({"text": "x", "limit=5": 5}), "there is an argument that is not known here"),
        ("diagnose", json!({"text": "x", "facts": [1]}), "expected a snapshot as an object"),
        ("search", json!({"query": "x", "filters": ["kind"]}), "expected a key and a value each"),
        ("search", json!({"query": "x", "filters": "kind:cause"}), "expected a list of texts, found text"),
        ("search", json!({"query": "x".repeat(4001)}), "expected at most 4000 characters, found 4001"),
        ("check", json!({"facts": "x".repeat(1024 * 1024 + 1)}), "expected at most 1048576 bytes"),
        ("read_article", json!({"path": "nowhere.md"}), "there is no page of this path"),
        ("read_article", json!({"path": "../../etc/passwd"}), "there is no page of this path"),
        ("read_article", json!({"path": "articles/handbook.md#nowhere"}), "the page has no such section"),
        ("check", json!({}), "`facts`: expected a configuration"),
        ("check", json!({"facts": "{}", "symptom": "no-such"}), "there is no symptom of this id"),
    ];
    for (tool, arguments, words) in cases {
        let answer = client.call(tool, arguments);
        assert_eq!(answer["isError"], true, "{tool}: {answer}");
        assert!(text(&answer).contains(words), "{tool}: {words}: {answer}");
    }
    let error = client.refused("tools/call", json!({"name": "delete", "arguments": {}}));
    assert!(error["message"].as_str().unwrap().contains("`read_article`"), "{error}");
    let error = client.refused("resources/read", json!({"uri": "file:///etc/passwd"}));
    assert!(error["message"].as_str().unwrap().contains("no page of this path"), "{error}");
    let error = client.refused("tools/call", json!({"name": "diagnose", "arguments": []}));
    assert_eq!(error["code"], -32602, "{error}");
    assert_eq!(client.refused("no/such", json!({}))["code"], -32601);
    client.write_line("this is no JSON");
    let answer = client.call("search", json!({"query": "coffee"}));
    assert_eq!(answer["isError"], false, "the conversation goes on");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn drafts_are_never_shown_to_assistants() {
    let folder = Folder::new();
    folder.copy(&small_base());
    folder.write("secret-plan.md", "---\nstatus: draft\n---\n# Zanzibar plan\n\nZanzibar coffee.\n");
    let mut client = Client::of(folder.path(), &[]);
    client.initialized();
    let found = client.call("search", json!({"query": "zanzibar"})).to_string();
    let read = client.call("read_article", json!({"path": "secret-plan.md"}));
    let listed = client.ask("resources/list", json!({})).to_string();
    assert!(!found.contains("secret-plan") && !listed.contains("secret-plan"), "{found} {listed}");
    assert_eq!(read["isError"], true, "{read}");
    assert_eq!(client.end(), Some(0));
}

#[test]
fn a_client_that_sends_everything_and_closes_gets_every_answer() {
    let mut lines = vec![
        client::initialize().to_string(),
        json!({"jsonrpc": "2.0", "method": "notifications/initialized"}).to_string(),
    ];
    for id in 2..12 {
        let call = json!({"name": "diagnose", "arguments": {"text": "no coffee comes out"}});
        lines.push(json!({"jsonrpc": "2.0", "id": id, "method": "tools/call", "params": call}).to_string());
    }
    let run = Deskdoc::with_base(&small_base()).args(["mcp"]).input(lines.join("\n") + "\n").run();
    let mut ids: Vec<u64> = run.json_lines().iter().map(|answer| answer["id"].as_u64().unwrap()).collect();
    ids.sort_unstable();
    assert_eq!(ids, (1..12).collect::<Vec<u64>>(), "{}", run.err);
    assert_eq!(run.code, Some(0));
}

#[test]
fn standard_output_belongs_to_the_protocol_also_when_everything_is_logged() {
    let secret = "client_secret=MARKED-p8e-AAAABBBBCCCC";
    let call = json!({"name": "diagnose", "arguments": {"text": format!("login fails {secret}")}});
    let lines = [
        client::initialize(),
        json!({"jsonrpc": "2.0", "method": "notifications/initialized"}),
        json!({"jsonrpc": "2.0", "id": 2, "method": "tools/call", "params": call}),
    ];
    let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let run = Deskdoc::with_base(&small_base()).args(["--log", "trace", "mcp"]).input(input).run();
    assert_eq!(run.json_lines().len(), 2, "{}", run.out);
    assert!(!run.out.contains("MARKED") && !run.err.contains("MARKED"), "{}", run.err);
    let silent = Deskdoc::with_base(&small_base()).args(["mcp"]).input("").run();
    assert_eq!((silent.code, silent.out.as_str(), silent.err.as_str()), (Some(0), "", ""));
    let first = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}\n";
    let wrong = Deskdoc::with_base(&small_base()).args(["mcp"]).input(first).run();
    assert_eq!(wrong.json()["error"]["code"], -32602, "who begins otherwise is told so: {}", wrong.err);
    assert_eq!(wrong.code, Some(0));
}

fn text(answer: &Value) -> &str {
    answer["content"][0]["text"].as_str().unwrap_or_else(|| panic!("{answer}"))
}
