//! `tests/cases/facts/boundaries.txt`: the good configuration with a change, and how the verdicts differ from all good.

use deskdoc::checks::{Outcome, Verdict, disagreements};
use deskdoc::facts::{Format, put_together, read_document};
use serde_json::Value;

use super::{good, verdicts};
use crate::world::{builtin, cases, expect_file, no_complaints};

#[test]
fn verdicts_at_the_boundaries_of_the_rules_are_right() {
    let file = cases("facts").join("boundaries.txt");
    let written = std::fs::read_to_string(&file).unwrap();
    let rewritten: String = written.lines().map(case).collect();
    no_complaints(expect_file(&file, &rewritten).err().into_iter().collect());
}

#[test]
fn the_good_configuration_passes_all_that_can_be_told_from_it() {
    let unknown: Vec<String> = verdicts(&good())
        .into_iter()
        .filter(|verdict| verdict.outcome != Outcome::Pass)
        .map(|verdict| format!("{} {}", verdict.check, verdict.outcome.word()))
        .collect();
    assert_eq!(unknown, ["client_secret unknown", "console_up_to_date unknown"]);
}

/// A line `changes => verdicts`: changes are `path = JSON` or `- path`, with `;` between them, `A` for the external
/// account; verdicts are those that differ from the ones on the good configuration.
fn case(line: &str) -> String {
    if line.is_empty() || line.starts_with('#') {
        return format!("{line}\n");
    }
    let changes = line.split(" => ").next().unwrap().trim_end();
    let mut snapshot = good();
    for change in changes.split(" ; ") {
        apply(&mut snapshot, change);
    }
    let before = verdicts(&good());
    let after = verdicts(&snapshot);
    let differing: Vec<String> = after
        .iter()
        .zip(&before)
        .filter(|(after, before)| after.outcome != before.outcome)
        .map(|(after, _)| shown(after))
        .collect();
    format!(
        "{changes} => {}\n",
        if differing.is_empty() { "all as before".to_owned() } else { differing.join(", ") }
    )
}

fn shown(verdict: &Verdict) -> String {
    let causes: Vec<&str> = verdict.causes.iter().map(|cause| cause.as_str()).collect();
    format!("{} {} {}", verdict.check, verdict.outcome.word(), causes.join("+")).trim_end().to_owned()
}

fn apply(snapshot: &mut Value, change: &str) {
    let change = change.trim();
    if let Some(path) = change.strip_prefix("- ") {
        let (parent, name) = pointer(path)
            .rsplit_once('/')
            .map(|(parent, name)| (parent.to_owned(), name.to_owned()))
            .unwrap();
        match snapshot.pointer_mut(&parent).unwrap() {
            Value::Object(object) => drop(object.remove(&name).unwrap()),
            Value::Array(list) => drop(list.remove(name.parse().unwrap())),
            _ => panic!("{change}"),
        }
        return;
    }
    let (path, value) = change.split_once(" = ").unwrap_or_else(|| panic!("{change}"));
    let value: Value = serde_json::from_str(value).unwrap_or_else(|error| panic!("{change}: {error}"));
    let (parent, name) =
        pointer(path).rsplit_once('/').map(|(parent, name)| (parent.to_owned(), name.to_owned())).unwrap();
    match snapshot.pointer_mut(&parent).unwrap() {
        Value::Object(object) => drop(object.insert(name, value)),
        Value::Array(list) if name == "+" => list.push(value),
        Value::Array(list) => list[name.parse::<usize>().unwrap()] = value,
        _ => panic!("{change}"),
    }
}

fn pointer(path: &str) -> String {
    let path = path
        .strip_prefix("A.")
        .map_or_else(|| path.to_owned(), |rest| format!("campaign.external_accounts.0.{rest}"));
    format!("/{}", path.replace('.', "/"))
}

#[test]
fn stage_and_production_must_have_one_ims_server() {
    let folder = crate::world::Folder::new();
    let production = folder.write("production.json", good().to_string());
    let mut stage = good();
    stage["campaign"]["environment"] = "stage".into();
    stage["campaign"]["external_accounts"][0]["ims_server_url"] = "adobeid-na1.services.adobe.com".into();
    let stage = folder.write("stage.json", stage.to_string());
    let run = crate::world::Deskdoc::new()
        .args(["check".as_ref(), "--json".as_ref(), production.as_os_str(), stage.as_os_str()])
        .run();
    let report = run.json();
    assert_eq!(run.code, Some(1));
    let failed: Vec<&Value> = report["verdicts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|verdict| verdict["verdict"] == "fail")
        .collect();
    assert_eq!(failed.len(), 1, "{report}");
    assert_eq!(
        (&failed[0]["check"], &failed[0]["causes"][0]),
        (&"ims_server_url".into(), &"ims-server-url-wrong".into())
    );
    assert_eq!(report["causes"][0]["id"], "ims-server-url-wrong");
    assert_eq!(report["findings"][0]["kind"], "differs");
}

#[test]
fn a_failed_check_leads_among_the_causes_of_the_symptom() {
    let folder = crate::world::Folder::new();
    for (symptom, change, cause) in [
        (
            "redirected-to-adobe-com",
            "A.callback_url = \"http://acme-prod.campaign.example\" ; - ims.allowed_callback_urls",
            "callback-not-https",
        ),
        ("redirected-to-adobe-com", "A.last_modified_at = \"2026-03-03T00:00:00Z\"", "server-not-restarted"),
        (
            "login-no-right-matching-expression",
            "A.association_mask = \"Campaign - acme - (.*) \"",
            "mask-whitespace-or-typo",
        ),
        ("login-no-right-matching-expression", "user.enterprise_groups = []", "user-not-in-operator-group"),
        (
            "login-no-right-matching-expression",
            "campaign.operator_groups = [\"x\"]",
            "campaign-group-renamed",
        ),
        ("no-adobe-id-login-page", "campaign.package_installed = false", "package-not-installed"),
        ("no-adobe-id-login-page", "A.scopes = \"x\"", "scope-not-provisioned"),
        ("client-credentials-rejected", "ims.client_id = \"x\"", "client-id-mismatch"),
        ("update-required", "campaign.reference_console_build = \"9999\"", "console-outdated"),
    ] {
        let mut snapshot = good();
        change.split(" ; ").for_each(|change| apply(&mut snapshot, change));
        let file = folder.write("snapshot.json", snapshot.to_string());
        let document =
            deskdoc::app::Document { name: None, content: std::fs::read(file).unwrap(), format: None };
        let id = deskdoc::kb::SymptomId::parse(symptom).unwrap();
        let report = crate::world::builtin().check(&[document], Some(&id)).unwrap().to_wire(100);
        assert_eq!(report.causes[0].id, cause, "{symptom}, {change}: {:?}", report.causes);
    }
}

#[test]
fn exports_in_two_files_that_contradict_each_other_are_two_configurations() {
    let base = &builtin().snapshot().base;
    let schema = &base.settings().facts;
    let export = |host: &str, file: &str| {
        let text = format!(
            "<extAccount active=\"1\" name=\"Adobe_Marketing_Cloud\" imsServer=\"https://{host}\" tenant=\"acme\"/>"
        );
        read_document(schema, &text, Format::Xml, Some(file)).unwrap()
    };
    let (one, other) = ("ims-na1.adobelogin.com", "adobeid-na1.services.adobe.com");
    let both = put_together(schema, vec![export(one, "a.xml"), export(other, "b.xml")]);
    assert_eq!(both.len(), 2);
    let facts: Vec<_> = both.iter().map(|one| &one.facts).collect();
    assert_eq!(disagreements(base, &facts).len(), 1);
    assert_eq!(put_together(schema, vec![export(one, "a.xml"), export(one, "b.xml")]).len(), 1);
    let ims =
        read_document(schema, "{\"ims\": {\"client_id\": \"x\"}}", Format::Json, Some("c.json")).unwrap();
    let all = put_together(schema, vec![export(one, "a.xml"), ims, export(other, "b.xml")]);
    assert!(all.len() == 2 && all.iter().all(|one| one.facts.at("ims.client_id").is_some()));
}
