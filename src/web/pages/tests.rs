use actix_web::http::StatusCode;
use actix_web::test::TestRequest;

use super::passage;
use super::view::segments;
use super::words::{effort, host};
use crate::web::tests::{LIVE, answer, answer_keeping_nothing, call, header};

fn form(body: impl Into<String>) -> TestRequest {
    let body: String = body.into();
    TestRequest::post()
        .uri("/")
        .insert_header(("content-type", "application/x-www-form-urlencoded"))
        .set_payload(body)
}

#[actix_web::test]
async fn nothing_from_pages_or_people_is_ever_markup() {
    let typed =
        "/?q=E-no-ink+at+tray+%3Cscript%3Ealert(1)%3C/script%3E%22%3E%3C/textarea%3E%3Cimg%20src=x%3E";
    for address in [
        "/",
        typed,
        "/search",
        "/search?q=%3Cscript%3Ealert(1)%3C/script%3E",
        "/symptoms",
        "/symptoms/no-ink",
        "/articles/no-ink.md",
        "/articles/dry",
        "/articles/dry?mark=%3Cscript%3E&at=%22%3E%3Cscript%3E",
        "/articles/read?mark=words&at=deep",
        "/help",
        "/nothing",
    ] {
        let (_, page) = answer(TestRequest::with_uri(address)).await;
        assert!(!page.contains(LIVE), "{address}");
        assert!(!page.contains("<img src=x"), "{address}");
        assert!(!page.contains("javascript:"), "{address}");
        assert!(!page.contains(" style="), "{address}");
        assert_eq!(page.matches("<h1").count(), 1, "{address}");
        assert_eq!(page.matches("<main").count(), 1, "{address}");
    }
}

#[actix_web::test]
async fn a_recognised_symptom_comes_with_its_reason_causes_and_steps() {
    let (status, page) = answer(TestRequest::with_uri("/?q=E-no-ink+at+tray")).await;
    assert_eq!(status, StatusCode::OK);
    for part in [
        "Recognised symptom",
        "The text holds the error message",
        "Suggested next step",
        "id=\"cause-dry\"",
        "<code>tray</code>",
        "href=\"/articles/read.md#deep\"",
        "Is it cured?",
        "Something else",
        "If nothing helps",
    ] {
        assert!(page.contains(part), "{part} is not on the page");
    }
}

#[actix_web::test]
async fn what_is_not_known_is_said_so() {
    let (status, page) = answer(TestRequest::with_uri("/?q=zzz+qqq")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("deskdoc does not know this trouble"));
    assert!(!page.contains("What may be behind it"));
}

#[actix_web::test]
async fn where_nothing_can_be_kept_what_is_sent_gets_a_single_answer_that_says_so() {
    for text in ["E-jam+at+tray".to_owned(), "E-jam+at+tray+".repeat(200)] {
        let (status, page) = answer_keeping_nothing(form(format!("q={text}"))).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("Recognised symptom") && page.contains("This answer is not kept"));
        assert!(!page.contains("?q=E-jam"), "words never stand in an address");
    }
    let (status, page) = answer_keeping_nothing(form("symptom=jam")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("This answer is not kept"));
}

#[actix_web::test]
async fn configuration_is_shown_without_its_secrets_before_anything_is_kept() {
    let (status, page) = answer(form("q=E-jam&facts=tray%3A+3%0Apassword%3A+hunter2hunter2%0A%3Cb%3E")).await;
    assert_eq!(status, StatusCode::OK);
    assert!(page.contains("This is what will be kept"));
    assert!(page.contains("<del>[removed]</del>"), "{page}");
    assert!(!page.contains("hunter2hunter2") && !page.contains("<b>"));
    assert!(page.contains(">\nE-jam</textarea>"), "the words are kept in the form");
}

#[actix_web::test]
async fn a_case_that_is_not_there_is_said_so_with_a_way_on() {
    for address in ["/c/none", "/c/0123456789abcdef0123456789abcdef", "/c/none/note"] {
        let response = call(TestRequest::with_uri(address)).await;
        assert!(response.status().is_client_error() || response.status() == StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(header(&response, "cache-control"), "no-store");
    }
    let (status, page) = answer(TestRequest::with_uri("/c/none")).await;
    assert_eq!(status, StatusCode::NOT_FOUND);
    assert!(page.contains("This case is not here any more") && page.contains("<textarea id=\"what\""));
}

#[test]
fn the_passage_that_speaks_of_it_is_marked_in_its_section_only() {
    let html = "<p>The pump is loud.</p><h2 id=\"a\">A</h2><p>First.</p><ul><li>The <b>pump</b> leaks.</li>\
        <li><p>Pumps leak when old.</p><p>x</p></li></ul><h3 id=\"b\">B</h3><p>The pump leaks at night.</p><h2 id=\"c\">C</h2><p>The pump leaks.</p>";
    let marked = |anchor: Option<&str>, about: &str| {
        let whole = passage::marked(html, anchor, about);
        assert_eq!(whole.replace("<mark class=\"passage\">", "").replace("</mark>", ""), html);
        let inner =
            whole.split_once("<mark class=\"passage\">").and_then(|(_, rest)| rest.split_once("</mark>"));
        inner.map(|(inner, _)| inner.to_owned())
    };
    assert_eq!(marked(Some("a"), "leaking pump").as_deref(), Some("The <b>pump</b> leaks."));
    assert_eq!(marked(Some("a"), "the pump leaks at night").as_deref(), Some("The pump leaks at night."));
    assert_eq!(marked(Some("a"), "nothing of it").as_deref(), Some("First."), "the section itself is meant");
    assert_eq!(marked(Some("c"), "leaking pump").as_deref(), Some("The pump leaks."));
    assert_eq!(marked(None, "nothing of it"), None);
    assert_eq!(marked(Some("no-such"), "loud").as_deref(), Some("The pump is loud."));
    assert_eq!(passage::href("/articles/x.md#a", "pump & leak"), "/articles/x.md?mark=pump+%26+leak&at=a#a");
}

#[actix_web::test]
async fn a_refused_form_keeps_the_text_and_says_why() {
    let (status, page) = answer(form("q=+")).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        page.contains("<title>Error: ") && page.contains("role=\"alert\"") && page.contains("aria-invalid")
    );
    let (status, page) = answer(form(format!("q={}", "word+".repeat(14_000)))).await;
    assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
    assert!(page.contains(&"word ".repeat(14_000)));
}

#[actix_web::test]
async fn pages_lead_on_when_something_is_wrong() {
    for (request, status) in [
        (TestRequest::with_uri("/articles/secret.md"), 404),
        (TestRequest::with_uri("/symptoms/none"), 404),
        (TestRequest::with_uri("/pictures/kb.yml"), 404),
        (TestRequest::with_uri("/assets/none.css"), 404),
        (form("q=%ff"), 400),
        (form("q=a").insert_header(("sec-fetch-site", "cross-site")), 403),
        (form("q=".to_owned() + &"a".repeat(1024 * 1024)), 413),
    ] {
        let (found, page) = answer(request).await;
        assert_eq!(found.as_u16(), status);
        for part in ["href=\"/symptoms\"", "href=\"/search\"", "<textarea id=\"what\""] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
        // The words speak of *the* field below.
        assert_eq!(page.matches("<form").count(), 1, "{page}");
    }
}

#[actix_web::test]
async fn an_article_has_one_title_and_no_skipped_level() {
    let (_, page) = answer(TestRequest::with_uri("/articles/read")).await;
    for heading in
        ["<h1 id=\"read-me\">", "<h2 id=\"deep\">", "<h2 id=\"another-title\">", "<h3 id=\"below\">"]
    {
        assert!(page.contains(heading), "{heading} is not in {page}");
    }
}

#[actix_web::test]
async fn assets_never_change_under_their_names() {
    let (_, page) = answer(TestRequest::with_uri("/")).await;
    let href = page.split('"').find(|part| part.starts_with("/assets/tokens-")).unwrap();
    let response = call(TestRequest::with_uri(href)).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(header(&response, "cache-control").contains("immutable"));
    assert!(header(&response, "content-type").starts_with("text/css"));
}

#[test]
fn marks_that_overlap_or_lie_outside_do_no_harm() {
    let joined = |marks: &[std::ops::Range<usize>]| {
        let marked = segments("aé b", marks).into_iter();
        marked.map(|s| if s.is_marked { format!("[{}]", s.text) } else { s.text }).collect::<String>()
    };
    assert_eq!(joined(&[]), "aé b");
    assert_eq!(joined(&[4..5, 0..1]), "[a]é [b]");
    assert_eq!(joined(&[0..3, 1..3, 2..4, 3..99]), "[aé] b");
}

#[test]
fn numbers_are_put_in_words() {
    assert_eq!(effort(0.5), "less than a minute");
    assert_eq!(effort(8.0), "about 8 minutes");
    assert_eq!(effort(60.0), "about an hour");
    assert_eq!(effort(150.0), "about 3 hours");
    assert_eq!(host("https://www.adobe.com/a?b").as_deref(), Some("adobe.com"));
    assert_eq!(host("mailto:a@b.example"), None);
}
