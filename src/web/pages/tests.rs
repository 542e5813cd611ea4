use actix_web::http::StatusCode;
use actix_web::test::TestRequest;

use super::view::segments;
use super::words::{effort, host};
use crate::web::tests::{LIVE, answer, call, header};

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
async fn what_is_sent_is_answered_at_once_and_never_put_into_the_address() {
    for text in ["E-jam+at+tray".to_owned(), "E-jam+at+tray+".repeat(200)] {
        let (status, page) = answer(form(format!("q={text}"))).await;
        assert_eq!(status, StatusCode::OK);
        assert!(page.contains("Recognised symptom") && !page.contains("?q=E-jam"));
    }
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
