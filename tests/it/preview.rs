//! What authors see before users do, and that nobody else sees it.

use reqwest::{Client, StatusCode};

use crate::world::{Folder, Server, small_base};

/// A server with the preview over a folder of its own with the small base and a draft in it.
struct Desk {
    folder: Folder,
    server: Server,
}

const DRAFT: &str = "---\nkind: cause\nid: hose-kinked\ntitle: The hose is kinked\nstatus: draft\neffort: quick\n\
    works: usually\n---\n# The hose is kinked\n\nSee [nothing](gone.md) and [the pump](causes/pump-blocked.md).\n\n\
    ## Fix\n\n1. Straighten it.\n";

impl Desk {
    fn new(arguments: &[&str]) -> Self {
        let folder = Folder::new();
        folder.copy(&small_base());
        folder.write("draft.md", DRAFT);
        let server = Server::over(folder.path(), &[], &[arguments, &["--watch", "off"]].concat());
        Self { folder, server }
    }

    async fn page(&self, path: &str) -> (StatusCode, String) {
        let answer = reqwest::get(self.server.url(path)).await.unwrap();
        (answer.status(), answer.text().await.unwrap())
    }

    async fn reload(&self) {
        Client::new().post(self.server.url("/api/v1/reload")).send().await.unwrap();
    }
}

#[tokio::test]
async fn there_is_no_preview_unless_it_is_switched_on() {
    let desk = Desk::new(&[]);
    for path in ["/preview", "/preview/try", "/preview/state", "/preview/pages/draft.md"] {
        assert_eq!(desk.page(path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn only_this_machine_and_listed_addresses_see_it() {
    let (own, listed) = (Desk::new(&["--preview"]), Desk::new(&["--preview-from", "127.0.0.0/8"]));
    let asked = async |desk: &Desk, name: &str, value: &str| {
        Client::new().get(desk.server.url("/preview")).header(name, value).send().await.unwrap().status()
    };
    assert_eq!(asked(&own, "accept", "*/*").await, StatusCode::OK);
    assert_eq!(asked(&own, "x-forwarded-for", "10.0.0.1").await, StatusCode::FORBIDDEN);
    assert_eq!(asked(&own, "host", "evil.example").await, StatusCode::FORBIDDEN);
    assert_eq!(asked(&listed, "host", "desk.example").await, StatusCode::OK);
}

#[tokio::test]
async fn a_draft_is_shown_with_its_problems_beside_it_and_to_no_user() {
    let desk = Desk::new(&["--preview"]);
    let (status, page) = desk.page("/preview/pages/draft.md").await;
    assert_eq!(status, StatusCode::OK);
    for part in [
        "Draft: users do not see it",
        "Straighten it.",
        "draft.md:11:",
        "href=\"/preview/pages/causes/pump-blocked.md\"",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    assert_eq!(desk.page("/articles/draft.md").await.0, StatusCode::NOT_FOUND);
    let (_, overview) = desk.page("/preview").await;
    assert!(overview.contains("href=\"/preview/pages/draft.md\""), "{overview}");
}

#[tokio::test]
async fn what_a_page_adds_is_what_its_absence_costs() {
    let desk = Desk::new(&["--preview"]);
    for (path, part) in [
        ("causes/pump-blocked.md", "saves"),
        ("questions/lamp-colour.md", "with it, "),
        ("symptoms/no-coffee.md", "without the page: hand over"),
        ("draft.md", "Nothing: no symptom"),
        ("checks/water_filled.md", "a failure blames"),
    ] {
        let (status, page) = desk.page(&format!("/preview/pages/{path}")).await;
        assert_eq!(status, StatusCode::OK, "{path}");
        assert!(page.contains(part), "{path}: {part} is not in {page}");
        assert!(
            !page.contains("NaN") && !page.contains("costs"),
            "{path}: more knowledge never costs more: {page}"
        );
    }
}

#[tokio::test]
async fn a_page_that_is_not_served_is_previewed_as_it_is_in_the_files() {
    let desk = Desk::new(&["--preview"]);
    let state = desk.page("/preview/state").await.1;
    desk.folder.write("new.md", "---\nkind: fix\ncures: {nobody: usually}\n---\n# Brand new\n");
    desk.reload().await;
    assert_ne!(desk.page(&format!("/preview/state?known={state}")).await.1, state);
    let (status, page) = desk.page("/preview/pages/new.md").await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("Users see another state") && page.contains("new.md:3:"), "{page}");
    assert_eq!(desk.page("/articles/new.md").await.0, StatusCode::NOT_FOUND);
    for path in ["/preview", "/insights"] {
        let (_, page) = desk.page(path).await;
        assert!(page.contains("The last edit is not served") && page.contains("new.md:3:"), "{path}: {page}");
    }
    assert!(!desk.page("/insights").await.1.contains("cures: {nobody"), "users see no lines of files");
}

#[tokio::test]
async fn a_phrase_is_tried_with_the_scores_of_all_symptoms_and_the_words_behind_them() {
    let desk = Desk::new(&["--preview"]);
    let (status, page) = desk.page("/preview/try?q=the+coffee+is+bitter+%3Cb%3E").await;
    assert_eq!(status, StatusCode::OK);
    for symptom in ["bitter-coffee", "machine-dead", "no-coffee"] {
        assert!(
            page.contains(&format!("href=\"/preview/pages/symptoms/{symptom}.md\"")),
            "{symptom}: {page}"
        );
    }
    assert!(
        page.contains("Known:") && page.contains("class=\"pull-strength\">+") && !page.contains("<b>"),
        "{page}"
    );
    assert_eq!(desk.page("/preview/try?q=%00%ff").await.0, StatusCode::OK);
    assert!(desk.page("/preview/try?q=zzz+qqq").await.1.contains("Not recognised"));
}

#[tokio::test]
async fn what_is_not_there_is_not_previewed() {
    let desk = Desk::new(&["--preview"]);
    for path in ["/preview/pages/gone.md", "/preview/pages/../../etc/passwd", "/preview/pages/%2e%2e/kb.yml"]
    {
        assert_eq!(desk.page(path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
}
