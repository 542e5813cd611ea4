//! Pages of authors who are not to be trusted with the reader's browser: every value and every part of a page.

use serde_json::json;

use super::{Asker, payloads};
use crate::world::{Folder, Server, no_complaints};

/// How many payloads stand on one page: every page costs time to learn.
const TOGETHER: usize = 12;

/// A base made of payloads, with the names of its symptoms.
pub fn hostile_base() -> (Folder, Vec<String>) {
    let folder = Folder::new();
    let all = payloads();
    let mut symptoms = Vec::new();
    for (number, group) in all.chunks(TOGETHER).enumerate() {
        let value = value(&group.join(" "));
        let body = body(group);
        symptoms.push(format!("s{number}"));
        folder.write(
            &format!("s{number}.md"),
            format!(
                "---\nkind: symptom\nid: s{number}\ntitle: {value}\ndescription: {value}\nerrors: [{error}]\n\
                 says: [{value}, \"thing number{number} is broken\"]\ncauses: {{c{number}: common, d{number}: occasional}}\n\
                 ---\n{body}",
                error = json!(format!("E-{number}-{number}")),
            ),
        );
        for cause in ["c", "d"] {
            folder.write(
                &format!("{cause}{number}.md"),
                format!(
                    "---\nkind: cause\nid: {cause}{number}\ntitle: {value}\neffort: quick\n\
                     docs: [\"articles/a{number}.md\"]\n---\n{body}\n\n## How to tell\n\n- look\n\n{list}\n\n## Fix\n\n{list}\n\n\
                     ## Verify\n\n{list}\n",
                    list = list(group),
                ),
            );
        }
        folder.write(
            &format!("q{number}.md"),
            format!(
                "---\nkind: question\nid: q{number}\nask: {value}\ntitle: {value}\neffort: glance\nanswers:\n\
                 \x20 - {{id: first, label: {value}, likelihood: {{c{number}: usually, \"*\": never}}}}\n\
                 \x20 - {{id: second, label: {value}, likelihood: {{d{number}: usually, \"*\": seldom}}}}\n---\n{body}",
            ),
        );
        folder.write(
            &format!("articles/a{number}.md"),
            format!("---\ntitle: {value}\ndescription: {value}\nsource: {value}\n---\n{body}"),
        );
    }
    let all = value(&all.iter().take(TOGETHER).cloned().collect::<Vec<_>>().join(" "));
    folder.write("kb.yml", format!("name: {all}\nescalation: {{to: {all}, text: {all}}}\n"));
    (folder, symptoms)
}

/// A text of front matter, which is one line of visible signs.
fn value(text: &str) -> String {
    let line = text.chars().map(|letter| if letter.is_control() { ' ' } else { letter });
    json!(line.filter(|letter| !matches!(letter, '\u{2028}' | '\u{fdd0}')).collect::<String>()).to_string()
}

/// Every part that Markdown has, and the payload as it is.
fn body(group: &[String]) -> String {
    let parts = group.iter().map(|payload| {
        let line = payload.replace('\n', " ");
        format!(
            "# {line}\n\n{payload}\n\n## {line} {{#{line}}}\n\n> {payload}\n\n| {line} |\n|---|\n| {line} |\n\n\
             [{line}]({line} \"{line}\") ![{line}]({line}) [x](<{line}>)\n\n<div title=\"{line}\">\n\n{payload}\n\n</div>\n\n\
             ```{line}\n{payload}\n```\n\n>[!NOTE]\n>\n>{line}\n\n"
        )
    });
    parts.collect()
}

fn list(group: &[String]) -> String {
    let steps = group.iter().map(|payload| format!("1. {}\n", payload.replace('\n', " ")));
    steps.collect()
}

#[tokio::test]
async fn pages_of_authors_run_nothing_wherever_they_are_shown() {
    let (folder, symptoms) = hostile_base();
    let mut asker = Asker::of(Server::over(folder.path(), &[], &["--preview", "--watch", "off"]));
    for page in ["/", "/symptoms", "/preview", "/search?q=boom", "/search?q=thing", "/help"] {
        asker.page(page).await;
    }
    for symptom in &symptoms {
        let number = symptom.trim_start_matches('s');
        asker.page(&format!("/symptoms/{symptom}")).await;
        asker.page(&format!("/symptoms/{symptom}/tree")).await;
        for path in [
            format!("s{number}.md"),
            format!("c{number}.md"),
            format!("q{number}.md"),
            format!("articles/a{number}.md"),
        ] {
            asker.page(&format!("/articles/{path}")).await;
            asker.page(&format!("/preview/pages/{path}")).await;
        }
        asker.page(&format!("/?q=E-{number}-{number}")).await;
        let id = asker.case(&format!("E-{number}-{number}")).await;
        asker.page(&format!("/c/{id}")).await;
        asker.form(&format!("/c/{id}"), &[("choose", "did-not-help"), ("expected", "1")]).await;
        asker.page(&format!("/c/{id}")).await;
        asker.page(&format!("/c/{id}/note")).await;
    }
    asker.page("/insights").await;
    no_complaints(asker.complaints);
}
