use super::*;
use crate::facts::{Format, Reading, put_together, read_document};
use crate::kb::{KnowledgeBase, SourceFile, Sources, assemble};

const SETTINGS: &str = "facts:
  told_apart_by: [site.name]
  fields:
    site.name: text
    site.host: {labels: [Host]}
    site.lamp: {kind: yes-or-no}
";

fn base() -> KnowledgeBase {
    let page = |path: &str, text: &str| SourceFile { path: path.to_owned(), bytes: text.as_bytes().to_vec() };
    let files = vec![
        page("kb.yml", SETTINGS),
        page(
            "host.md",
            "---\nkind: check\nrefs: [R1]\npass: 'site.host == \"ims.example\"'\nfail: 'site.host != \"ims.example\"'\nactual: site.host\nagainst: '\"ims.example\"'\nsame: site.host\non_fail: wrong-host\n---\n# The host is right\n",
        ),
        page(
            "lamp.md",
            "---\nkind: check\npass: site.lamp\nfail: '!site.lamp'\non_fail: [{when: 'site.host == \"x\"', cause: fuse}, bulb]\n---\n# The lamp is on\n",
        ),
        page("draft.md", "---\nkind: check\nstatus: draft\npass: 'true'\nfail: 'false'\n---\n# Draft\n"),
        page("wrong-host.md", "---\nkind: cause\n---\n# Wrong host\n\n## Fix\n\n1. a\n"),
        page("bulb.md", "---\nkind: cause\n---\n# Bulb\n\n## Fix\n\n1. a\n"),
        page("fuse.md", "---\nkind: cause\n---\n# Fuse\n\n## Fix\n\n1. a\n"),
    ];
    let (base, problems) = assemble(Sources { files, ..Sources::default() }, 1);
    assert!(problems.is_empty(), "{problems:?}");
    base
}

fn readings(base: &KnowledgeBase, snapshots: &[&str]) -> Vec<Reading> {
    let schema = &base.settings().facts;
    let read = |text: &&str| read_document(schema, text, Format::Json, None).unwrap();
    put_together(schema, snapshots.iter().map(read).collect())
}

fn said(verdicts: &[Verdict]) -> Vec<String> {
    let said = verdicts.iter().map(|verdict| {
        let causes: Vec<&str> = verdict.causes.iter().map(|cause| cause.as_str()).collect();
        format!("{} {} {}", verdict.check, verdict.outcome.word(), causes.join("+")).trim_end().to_owned()
    });
    said.collect()
}

#[test]
fn a_failure_names_its_cause_and_what_is_not_known_nothing() {
    let base = base();
    let facts = |text: &str| readings(&base, &[text]).remove(0).facts;
    assert_eq!(said(&judge(&base, &facts("{}"))), ["host unknown", "lamp unknown"]);
    let lamp = facts(r#"{"site": {"lamp": false, "host": "y"}}"#);
    assert_eq!(said(&judge(&base, &lamp)), ["host fail wrong-host", "lamp fail bulb"]);
    let fuse = facts(r#"{"site": {"lamp": false, "host": "x"}}"#);
    assert_eq!(said(&judge(&base, &fuse)), ["host fail wrong-host", "lamp fail fuse"]);
    let either = facts(r#"{"site": {"lamp": false}}"#);
    assert_eq!(said(&judge(&base, &either)), ["host unknown", "lamp fail fuse+bulb"]);
}

#[test]
fn a_failure_blames_and_a_check_that_holds_clears() {
    let base = base();
    let facts = readings(&base, &[r#"{"site": {"lamp": true, "host": "y"}}"#]).remove(0).facts;
    let evidence = evidence(&base, &judge(&base, &facts));
    let names = |causes: &[crate::kb::CauseId]| causes.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(&evidence.blamed), ["wrong-host"]);
    assert_eq!(names(&evidence.cleared), ["fuse", "bulb"]);
}

#[test]
fn configurations_are_told_apart_and_compared() {
    let base = base();
    let stage = r#"{"site": {"name": "stage", "host": "a.example"}}"#;
    let production = r#"{"site": {"name": "production", "host": "b.example"}}"#;
    let lamp = r#"{"site": {"lamp": true}}"#;
    let both = readings(&base, &[lamp, stage, production]);
    assert_eq!(both.len(), 2);
    assert!(
        both.iter().all(|one| one.facts.at("site.lamp").is_some()),
        "what tells nothing apart is about both"
    );
    let facts: Vec<_> = both.iter().map(|one| &one.facts).collect();
    let found = disagreements(&base, &facts);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].values, [(0, "a.example".to_owned()), (1, "b.example".to_owned())]);
    assert_eq!(readings(&base, &[stage, stage]).len(), 1);
    let contradicting = readings(&base, &[stage, r#"{"site": {"host": "c.example"}}"#]);
    assert!(contradicting[0].notes.iter().any(|note| note.text.contains("`site.host` is said twice")));
}

#[test]
fn hosts_that_only_look_right_are_called_out() {
    let expected = ["https://ims.example.com".to_owned()];
    for (found, words) in [
        ("https://ims.example.com.evil.example/x", "it begins like"),
        ("https://evil-ims.example.com", "it ends like"),
        ("https://ims.example.com@evil.example", "as a user name"),
        ("https://u@ims.example.com", "a user name stands in front"),
        ("https://ims.exarnple.com", "it looks like"),
        ("https://ims.ex\u{430}mple.com", "it looks like"),
    ] {
        let said = look_alike_host(found, &expected, true).unwrap_or_else(|| panic!("{found}"));
        assert!(said.contains(words), "{found}: {said}");
    }
    for honest in [
        "https://ims.example.com",
        "https://ims.example.com.",
        "https://IMS.example.com:443/x",
        "https://other.example",
        "",
        "x",
    ] {
        assert_eq!(look_alike_host(honest, &expected, true), None, "{honest}");
    }
}

#[test]
fn numbered_hosts_of_one_organization_are_no_look_alikes() {
    let expected =
        ["https://acme-prod.campaign.example".to_owned(), "https://acme-prod1.campaign.example".to_owned()];
    for own in ["acme-prod2", "acme-prod", "acme-pro", "acme-stage", "pre-acme-prod", "x.acme-prod"] {
        assert_eq!(
            look_alike_host(&format!("https://{own}.campaign.example"), &expected, false),
            None,
            "{own}"
        );
    }
    for trap in [
        "https://acrne-prod.campaign.example",
        "https://acme-prod.campaign.example.evil.example",
        "https://acme-prodl.campaign.example",
    ] {
        assert!(look_alike_host(trap, &expected, false).is_some(), "{trap}");
    }
}
