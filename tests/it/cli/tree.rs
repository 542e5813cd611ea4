//! Decision trees in every form: sound whatever stands in titles, and the same numbers in each.

use std::io::Write;
use std::process::{Command, Stdio};

use serde_json::Value;

use super::coffee;
use crate::world::{Deskdoc, cases, expect_file, no_complaints};

const FORMS: [(&str, &str); 4] =
    [("text", "tree.txt"), ("mermaid", "tree.mmd"), ("dot", "tree.dot"), ("json", "tree.json")];

/// A run over a base whose titles try to break out of every form.
fn hostile(arguments: &[&str]) -> Deskdoc {
    Deskdoc::with_base(&cases("bases").join("hostile-titles")).args(["tree"]).args(arguments)
}

#[test]
fn hostile_titles_stay_titles_in_every_form() {
    let written = FORMS.iter().map(|(form, file)| {
        let run = hostile(&["broken", "--format", form]).run();
        assert_eq!(run.code, Some(0), "{form}: {}", run.err);
        expect_file(&cases("tree").join("hostile").join(file), &run.out)
    });
    no_complaints(written.filter_map(Result::err).collect());
}

#[test]
fn trees_at_a_terminal_fit_eighty_columns_and_steer_nothing() {
    for out in [hostile(&[]).run().out, coffee(&["tree"]).run().out] {
        let long: Vec<&str> = out.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(long.is_empty(), "{long:?}");
        assert!(out.chars().all(|c| c == '\n' || !(c.is_control() || is_turning(c))), "{out:?}");
    }
}

/// Whether a character turns the direction of what follows.
fn is_turning(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[test]
fn a_mermaid_line_is_a_box_or_an_arrow_whatever_the_titles_say() {
    let label = r##"(?:[^"#<>\[\]{}|;&`\\]|#\d+;|<br/>)*"##;
    let name = r"(?:t\d+)?[sf]\d+";
    let line = regex::Regex::new(&format!(
        r#"^(?:flowchart TD|subgraph t\d+ \["{label}"\]|end|  {name}(?:\["{label}"\]|\{{\{{"{label}"\}}\}}|\(\["{label}"\]\)|\[/"{label}"/\])|  {name} (?:-->|==>)\|"{label}"\| {name}|linkStyle [\d,]+ stroke-width:\d+px)$"#
    ))
    .unwrap();
    for out in
        [hostile(&["--format", "mermaid"]).run().out, coffee(&["tree", "--format", "mermaid"]).run().out]
    {
        let odd: Vec<&str> = out.lines().filter(|found| !line.is_match(found)).collect();
        assert!(odd.is_empty(), "{odd:#?}");
    }
}

#[test]
fn graphviz_reads_the_graphs_where_it_is_installed() {
    for out in [hostile(&["--format", "dot"]).run().out, coffee(&["tree", "--format", "dot"]).run().out] {
        let dot = Command::new("dot").arg("-Tcanon").stdin(Stdio::piped()).stdout(Stdio::null()).spawn();
        let Ok(mut dot) = dot else { return };
        dot.stdin.take().unwrap().write_all(out.as_bytes()).unwrap();
        assert!(dot.wait().unwrap().success(), "{out}");
    }
}

#[test]
fn the_html_file_asks_nobody_for_anything_and_runs_nothing() {
    for run in [hostile(&["--format", "html"]).run(), coffee(&["tree", "--format", "html"]).run()] {
        let html = &run.out;
        assert!(html.starts_with("<!doctype html>") && html.ends_with("</html>\n"), "{}", run.err);
        for banned in [
            "<script",
            "<img",
            "<link",
            "<iframe",
            " src=\"",
            " style=\"",
            "url(",
            "@import",
            "javascript:alert(1)\"",
        ] {
            assert!(!html.contains(banned), "{banned}");
        }
        let addresses = html.split("://").count() - 1;
        assert_eq!(
            addresses,
            html.matches("xmlns=\"http://www.w3.org/2000/svg\"").count(),
            "no address but the name of SVG"
        );
        let mut ids: Vec<&str> = values(html, "id");
        for target in values(html, "href") {
            let id = target.strip_prefix('#').expect("links stay in the file");
            assert!(ids.contains(&id), "{target} leads nowhere");
        }
        let n_ids = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), n_ids, "an id stands twice");
    }
}

/// The values of an attribute.
fn values<'html>(html: &'html str, attribute: &str) -> Vec<&'html str> {
    let opening = format!(" {attribute}=\"");
    html.split(&opening).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[test]
fn the_tree_as_json_is_priced_by_its_own_model() {
    for symptom in ["no-coffee", "bitter-coffee", "machine-dead"] {
        let model = coffee(&["tree", symptom, "--model"]).run().json();
        let tree = coffee(&["tree", symptom, "--format", "json"]).run().json();
        let causes = model["causes"].as_array().unwrap();
        let weights: Vec<f64> = causes.iter().map(|cause| cause["prior"].as_f64().unwrap()).collect();
        assert!((weights.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert_eq!(causes.last().unwrap()["id"], "something-else");
        let cost = cost(&model, &tree, &weights);
        let said = tree["costs"]["expected"].as_f64().unwrap();
        assert!((cost - said).abs() < 1e-3, "{symptom}: {cost} and not {said}");
    }
}

/// What following a tree costs, reckoned from the model alone: Σ over the steps of their cost times the chance of
/// getting there.
fn cost(model: &Value, node: &Value, weights: &[f64]) -> f64 {
    let here: f64 = weights.iter().sum();
    let ids: Vec<&str> =
        model["causes"].as_array().unwrap().iter().map(|cause| cause["id"].as_str().unwrap()).collect();
    let named = |list: &str| {
        let all = model[list].as_array().unwrap();
        all.iter().find(|one| one["id"] == node["id"]).expect("the tree names what is in the model")
    };
    match node["do"].as_str().unwrap() {
        "escalate" => model["escalate_cost"].as_f64().unwrap() * here,
        "try" => {
            let action = named("actions");
            let failed =
                |(id, weight): (&&str, &f64)| weight * (1.0 - action["fixes"][id].as_f64().unwrap_or(0.0));
            let left: Vec<f64> = ids.iter().zip(weights).map(failed).collect();
            action["cost"].as_f64().unwrap() * here + cost(model, &node["branches"]["fail"], &left)
        }
        "ask" => {
            let question = named("questions");
            let after = node["branches"].as_object().unwrap().iter().map(|(answer, then)| {
                let given =
                    |(id, weight): (&&str, &f64)| weight * question["answers"][id][answer].as_f64().unwrap();
                cost(model, then, &ids.iter().zip(weights).map(given).collect::<Vec<f64>>())
            });
            question["cost"].as_f64().unwrap() * here + after.sum::<f64>()
        }
        other => panic!("{other} is no step"),
    }
}
