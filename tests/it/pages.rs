//! The pages as people and their programs get them: whole, linked, labelled, and never a place for foreign markup.

mod refused;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use reqwest::{Client, RequestBuilder, Url};

use crate::world::{Folder, Server, no_complaints};

/// A page that was fetched.
struct Page {
    address: String,
    status: u16,
    html: String,
}

impl Page {
    async fn get(server: &Server, address: &str) -> Self {
        let response = reqwest::get(server.url(address)).await.unwrap();
        Self {
            address: address.to_owned(),
            status: response.status().as_u16(),
            html: response.text().await.unwrap(),
        }
    }

    async fn asked(server: &Server, text: &str) -> Self {
        let request = posted(server, text);
        let response = request.send().await.unwrap();
        Self {
            address: format!("/ asked {text:?}"),
            status: response.status().as_u16(),
            html: response.text().await.unwrap(),
        }
    }

    /// The values of an attribute, entities undone.
    fn values(&self, attribute: &str) -> Vec<String> {
        let opening = format!(" {attribute}=\"");
        let values = self.html.split(&opening).skip(1).filter_map(|rest| rest.split('"').next());
        values.map(|value| value.replace("&#38;", "&").replace("&amp;", "&").replace("&#39;", "'")).collect()
    }

    fn between(&self, opening: &str, closing: &str) -> Option<&str> {
        Some(self.html.split_once(opening)?.1.split_once(closing)?.0)
    }

    /// What every page must be.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let mut expect = |holds: bool, fault: &str| {
            if !holds {
                faults.push(format!("{}: {fault}", self.address));
            }
        };
        let count = |text: &str| self.html.matches(text).count();
        expect(self.html.starts_with("<!doctype html>"), "no doctype");
        expect(self.html.contains("<html lang=\""), "no language");
        expect(count("<h1") == 1, "not one h1");
        expect(count("<main") == 1, "not one main part");
        expect(self.between("<title>", "</title>").is_some_and(|title| !title.trim().is_empty()), "no title");
        expect(
            self.between("<body>", ">").is_some_and(|first| first.contains("class=\"skip-link\"")),
            "the skip link is not first",
        );
        expect(!self.html.contains(" style=\""), "an inline style");
        expect(!self.html.contains("javascript:"), "an address that runs");
        expect(!has_handler(&self.html), "an inline handler");
        expect(
            count("<script") == count("<script type=\"module\" src=\"/assets/"),
            "an inline or foreign script",
        );
        let ids = self.values("id");
        expect(ids.iter().collect::<BTreeSet<_>>().len() == ids.len(), "an id stands twice");
        for field in self.values("for") {
            expect(ids.contains(&field), "a label without its field");
        }
        faults
    }
}

/// The question's form, filled in.
fn posted(server: &Server, text: &str) -> RequestBuilder {
    let encoded = Url::parse_with_params("http://form/", [("q", text)]).unwrap();
    let request = Client::new().post(server.url("/"));
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    request.body(encoded.query().unwrap_or_default().to_owned())
}

/// An attribute ` on…=` of a tag; what stands in quotes is a value and none.
fn has_handler(html: &str) -> bool {
    let tags = html.split('<').filter_map(|rest| rest.split('>').next());
    tags.map(|tag| tag.split('"').step_by(2).collect::<String>()).any(|names| {
        names.split_whitespace().any(|name| {
            name.starts_with("on") && name.split_once('=').is_some_and(|(name, _)| name.len() > 2)
        })
    })
}

#[test]
fn the_watch_for_handlers_tells_names_from_values() {
    assert!(has_handler("<p><img src=\"x\" onerror=\"go()\">"));
    assert!(has_handler("<svg onload=go()>"));
    assert!(!has_handler("<input value=\"x onerror=go()\">"));
    assert!(!has_handler("<p>one onload=x</p>"));
}

/// Without optimisation a large tree takes seconds to plan, so these stand for all.
const TREES: [&str; 2] = ["/symptoms/ip-not-allowed/tree", "/symptoms/session-expired/tree"];

#[tokio::test]
async fn every_link_of_every_page_leads_somewhere_and_every_page_is_sound() {
    let server = Server::start(None);
    let mut open = VecDeque::from(["/".to_owned()]);
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut anchors: Vec<(String, String, String)> = Vec::new();
    let mut complaints = Vec::new();
    while let Some(address) = open.pop_front() {
        if seen.contains_key(&address) {
            continue;
        }
        let page = Page::get(&server, &address).await;
        seen.insert(address.clone(), page.values("id").into_iter().collect());
        if page.status != 200 {
            complaints.push(format!("{address}: {}", page.status));
            continue;
        }
        complaints.extend(page.faults());
        for href in page.values("href") {
            let (path, anchor) = href.split_once('#').unwrap_or((&href, ""));
            let path = if path.is_empty() { address.as_str() } else { path };
            if !path.starts_with('/')
                || ["/assets/", "/pictures/", "/api/"].iter().any(|start| path.starts_with(start))
                || (path.ends_with("/tree") && !TREES.contains(&path))
            {
                continue;
            }
            if !anchor.is_empty() {
                anchors.push((address.clone(), path.to_owned(), anchor.to_owned()));
            }
            open.push_back(path.to_owned());
        }
    }
    assert!(seen.len() > 100, "only {} pages were found", seen.len());
    for (from, path, anchor) in anchors {
        if seen.get(&path).is_some_and(|ids| !ids.contains(&anchor)) {
            complaints.push(format!("{from}: {path} has no #{anchor}"));
        }
    }
    complaints.sort();
    complaints.dedup();
    no_complaints(complaints);
}

#[tokio::test]
async fn every_kind_of_answer_is_a_sound_page_with_a_title_of_its_own() {
    let server = Server::shared();
    let mut titles = BTreeSet::new();
    let mut complaints = Vec::new();
    for text in ["E-17 no flow", "how do I bake bread", "the vending machine ate my coin", ""] {
        let page = Page::asked(&server, text).await;
        complaints.extend(page.faults());
        titles.insert(page.between("<title>", "</title>").unwrap_or_default().to_owned());
    }
    for address in [
        "/",
        "/search",
        "/search?q=tank",
        "/search?q=xyzzy",
        "/symptoms",
        "/symptoms/no-coffee",
        "/symptoms/no-coffee/tree",
        "/symptoms/none/tree",
        "/help",
        "/no-such-page",
        "/symptoms/none",
        "/articles/none.md",
    ] {
        let page = Page::get(&server, address).await;
        complaints.extend(page.faults());
    }
    assert_eq!(titles.len(), 4, "{titles:?}");
    no_complaints(complaints);
}

#[tokio::test]
async fn a_refused_form_says_so_and_keeps_what_was_typed() {
    let server = Server::shared();
    let nothing = Page::asked(&server, "   ").await;
    assert!((400..500).contains(&nothing.status), "{}", nothing.status);
    assert!(nothing.html.contains("role=\"alert\""));
    assert!(
        nothing.between("<title>", "</title>").unwrap().starts_with("Error: "),
        "the title says so first"
    );
    let long = format!("begin {}", "x".repeat(70_000));
    let page = Page::asked(&server, &long).await;
    assert!((400..500).contains(&page.status), "{}", page.status);
    assert!(page.html.contains("begin xxx"), "what was typed is kept");
}

#[tokio::test]
async fn a_form_sent_from_another_site_is_refused() {
    let server = Server::shared();
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("origin", "https://evil.example"),
    ] {
        let request = posted(&server, "E-17 no flow").header(name, value);
        assert_eq!(request.send().await.unwrap().status(), 403, "{name}: {value}");
    }
}

#[tokio::test]
async fn links_to_pages_that_are_not_in_the_base_lead_to_their_publisher() {
    let base = Folder::new();
    base.write("kb.yml", "base_url: \"https://docs.example.com/guide\"\n");
    base.write(
        "start/a.md",
        "# A\n\n## Further\n\nSee [one](../start/b.md#steps), [two](../other/c.md#top), [three](d.md), [four](#further), \
         [five](https://example.org/x) and [six](javascript:alert(1)).\n",
    );
    base.write("start/b.md", "# B\n\n## Steps\n\nDo it.\n");
    base.write("start/d.md", "---\nstatus: draft\n---\n# D\n\nNot yet.\n");
    let server = Server::start(Some(base.path()));
    let hrefs = Page::get(&server, "/articles/start/a.md").await.values("href");
    for href in
        ["/articles/start/b.md#steps", "https://docs.example.com/guide/other/c#top", "https://example.org/x"]
    {
        assert!(hrefs.iter().any(|found| found == href), "{href} is not in {hrefs:?}");
    }
    assert!(
        !hrefs.iter().any(|found| found.contains("start/d") || found.contains("javascript")),
        "{hrefs:?}"
    );

    let article = reqwest::get(server.url("/api/v1/articles/start/a.md")).await.unwrap();
    let article: serde_json::Value = serde_json::from_str(&article.text().await.unwrap()).unwrap();
    let link = |text: &str, href: &str| serde_json::json!({"text": text, "href": href});
    let expected = [
        link("one", "/articles/start/b.md#steps"),
        link("two", "https://docs.example.com/guide/other/c#top"),
        link("four", "/articles/start/a.md#further"),
        link("five", "https://example.org/x"),
    ];
    assert_eq!(article["sections"][1]["links"], serde_json::Value::from(expected.to_vec()), "{article}");
}

#[tokio::test]
async fn no_heading_of_an_author_takes_an_id_of_the_page_around_it() {
    let folder = crate::world::Folder::new();
    folder.write("kb.yml", "name: Tea\n");
    let headings =
        "## main {#main}\n\n## Feedback comment {#feedback-comment}\n\n## problems-title\n\n### x\n\n### x\n";
    folder.write("guide.md", format!("---\ntitle: Guide\n---\n# Guide\n\n{headings}"));
    folder.write(
        "tea.md",
        format!("---\nkind: symptom\ntitle: No tea\nsays: [no tea comes]\ncauses: {{one: common, two: common}}\n---\n# No tea\n\n{headings}"),
    );
    for name in ["one", "two"] {
        let body = format!(
            "# Cause {name}\n\n## How to tell\n\n### x\n\nWords.\n\n### x\n\n## Fix\n\nDo it.\n\n### x\n\nThen that.\n"
        );
        folder.write(&format!("{name}.md"), format!("---\nkind: cause\ntitle: Cause {name}\n---\n{body}"));
    }
    let server = Server::over(folder.path(), &[], &["--preview"]);
    for address in ["/articles/guide.md", "/articles/tea.md", "/symptoms/tea", "/preview/pages/guide.md"] {
        let page = Page::get(&server, address).await;
        assert_eq!(page.status, 200, "{address}");
        let faults = page.faults();
        assert!(faults.is_empty(), "{address}: {faults:?}");
    }
    assert!(
        Page::get(&server, "/articles/guide.md").await.html.contains("id=\"main\""),
        "the author's stays"
    );
}
