//! Forms that are not taken: each says why at its field, and gives back what was typed.

use reqwest::{Client, Response, Url};

use crate::world::Server;

const WORDS: &str = "display shows E-17 no flow";
const UNREADABLE: &str = "<!DOCTYPE a><a/>";

async fn post(server: &Server, path: &str, fields: &[(&str, &str)]) -> (u16, String) {
    let response = sent(server, path, fields).await;
    (response.status().as_u16(), response.text().await.unwrap())
}

async fn sent(server: &Server, path: &str, fields: &[(&str, &str)]) -> Response {
    let encoded = Url::parse_with_params("http://form/", fields).unwrap();
    let request = Client::new().post(server.url(path));
    let request = request.header("content-type", "application/x-www-form-urlencoded");
    request.body(encoded.query().unwrap_or_default().to_owned()).send().await.unwrap()
}

/// The address of a case that was begun with words, one event long.
async fn case(server: &Server) -> String {
    let page = sent(server, "/", &[("q", WORDS)]).await;
    assert!(page.url().path().starts_with("/c/"), "{}", page.url());
    page.url().path().to_owned()
}

fn assert_has(page: &str, wanted: &[&str]) {
    for part in wanted {
        assert!(page.contains(part), "{part:?} is not in {page}");
    }
}

#[tokio::test]
async fn an_old_page_gives_back_whatever_was_typed_into_it() {
    let server = Server::shared();
    let case = case(&server).await;
    for (fields, given_back) in [
        (&[("say", "orange lamp")][..], ">\norange lamp</textarea>"),
        (&[("do", "hand_over"), ("reason", "my shift ends")], "value=\"my shift ends\""),
        (&[("do", "keep"), ("paste", "Water left: 7")], ">\nWater left: 7</textarea>"),
    ] {
        let (status, page) = post(&server, &case, &[fields, &[("expected", "0")]].concat()).await;
        assert_eq!(status, 409);
        assert_has(&page, &[given_back, "This case has moved on", "if what you sent is not in it"]);
    }
    let (_, page) =
        post(&server, &case, &[("do", "hand_over"), ("reason", "shift"), ("expected", "0")]).await;
    assert_has(&page, &["id=\"hand-over-fold\" open"]);
}

#[tokio::test]
async fn a_refusal_on_the_page_of_a_case_stands_in_an_alert_and_at_its_field() {
    let server = Server::shared();
    let case = case(&server).await;
    let long = format!("begin {}", "x".repeat(70_000));
    let reason = "r".repeat(4_001);
    for (fields, status, field, given_back) in [
        (&[("say", " ")][..], 422, "say", ""),
        (&[("say", long.as_str())], 413, "say", "begin xxx"),
        (&[("do", "keep"), ("paste", "")], 422, "facts", ""),
        (&[("do", "keep"), ("paste", UNREADABLE)], 422, "facts", "&#60;!DOCTYPE a"),
        (&[("do", "keep"), ("paste", "nothing of it")], 422, "facts", ">\nnothing of it</textarea>"),
        (&[("do", "look"), ("facts", "nothing of it")], 422, "facts", ">\nnothing of it</textarea>"),
        (&[("do", "hand_over"), ("reason", reason.as_str())], 422, "reason", reason.as_str()),
    ] {
        let (found, page) = post(&server, &case, &[fields, &[("expected", "1")]].concat()).await;
        assert_eq!(found, status, "{field}");
        let (link, refusal) = (format!("<a href=\"#{field}\">"), format!("id=\"{field}-refusal\""));
        assert_has(&page, &["<title>Error: ", "role=\"alert\"", &link, &refusal, given_back]);
        assert_eq!(page.matches("aria-invalid=\"true\"").count(), 1, "{field}");
    }
    let (_, page) = post(&server, &case, &[("say", "why?"), ("expected", "1")]).await;
    assert!(!page.contains("role=\"alert\""), "nothing of it was kept");
}

#[tokio::test]
async fn an_answer_that_is_gone_is_told_in_the_words_of_the_page() {
    let server = Server::shared();
    let case = case(&server).await;
    for question in ["", "no-such-question"] {
        let fields = [("choose", "no-such-answer"), ("question", question), ("expected", "1")];
        let (status, page) = post(&server, &case, &fields).await;
        assert_eq!(status, 422);
        assert_has(&page, &["This answer is no longer offered", "what is asked now"]);
        assert!(!page.contains("`choices`") && !page.contains("no such question"), "{page}");
    }
}

#[tokio::test]
async fn a_beginning_that_is_refused_loses_neither_words_nor_configuration() {
    let server = Server::shared();
    let long = format!("begin {}", "x".repeat(70_000));
    for (words, configuration, status, field) in [
        (WORDS, UNREADABLE, 422, "facts"),
        (WORDS, "nothing of it", 422, "facts"),
        (long.as_str(), "Water left: 0", 413, "what"),
        ("back", "Water left: 0", 422, "what"),
        ("skip", "Water left: 0", 422, "what"),
    ] {
        let (found, page) =
            post(&server, "/", &[("q", words), ("paste", configuration), ("do", "keep")]).await;
        assert_eq!(found, status, "{configuration}");
        let configuration = configuration.replace('<', "&#60;").replace('>', "&#62;");
        let link = format!("<a href=\"#{field}\">");
        assert_has(
            &page,
            &[&format!(">\n{words}</textarea>"), &format!(">\n{configuration}</textarea>"), &link],
        );
    }
}

#[tokio::test]
async fn a_preview_leads_on_with_and_without_the_configuration() {
    let server = Server::shared();
    let case = case(&server).await;
    let (_, page) =
        post(&server, &case, &[("do", "look"), ("facts", "Water left: 0"), ("expected", "1")]).await;
    assert_has(&page, &[&format!("<a class=\"button button-quiet\" href=\"{case}\">Leave it out</a>")]);
    let fields = [("q", "it hums"), ("symptom", "no-coffee"), ("facts", "Water left: 0")];
    let (_, page) = post(&server, "/", &fields).await;
    assert_has(
        &page,
        &[
            "<input type=\"hidden\" name=\"symptom\" value=\"no-coffee\">",
            "<button class=\"button button-quiet\" type=\"submit\" name=\"do\" value=\"leave\">",
        ],
    );
    let fields = [("q", WORDS), ("paste", "Water left: 0"), ("do", "leave")];
    let begun = sent(&server, "/", &fields).await;
    assert!(begun.url().path().starts_with("/c/"), "{}", begun.url());
    let page = begun.text().await.unwrap();
    assert_has(&page, &[WORDS]);
    assert!(!page.contains("Checks that failed"), "{page}");
    let (_, page) = post(&server, "/", &[("facts", "Water left: 0")]).await;
    assert_has(&page, &["<a class=\"button button-quiet\" href=\"/\">Leave it out</a>"]);
}

#[tokio::test]
async fn a_file_beside_a_paste_is_not_passed_over() {
    let server = Server::shared();
    let case = case(&server).await;
    let body = "--a7\r\nContent-Disposition: form-data; name=\"facts\"\r\n\r\nWater left: 7\r\n\
        --a7\r\nContent-Disposition: form-data; name=\"do\"\r\n\r\nlook\r\n\
        --a7\r\nContent-Disposition: form-data; name=\"file\"; filename=\"export.json\"\r\n\r\n{}\r\n--a7--\r\n";
    for path in ["/", &case] {
        // The name of the kind is the same in capitals.
        for kind in ["multipart/form-data; boundary=a7", "Multipart/Form-Data; boundary=a7"] {
            let request = Client::new().post(server.url(path)).header("content-type", kind);
            let response = request.body(body).send().await.unwrap();
            assert_eq!(response.status(), 422, "{path} {kind}");
            let page = response.text().await.unwrap();
            assert_has(&page, &["a file (export.json)", ">\nWater left: 7</textarea>"]);
        }
    }
}

#[tokio::test]
async fn long_words_can_be_scrolled_by_keys_and_words_from_right_to_left_stand_so() {
    let server = Server::shared();
    let short = post(&server, "/", &[("q", "שלום")]).await.1;
    assert_has(&short, &["<span class=\"visually-hidden\" dir=\"ltr\">You: </span>", "<h1 dir=\"auto\">"]);
    assert!(!short.contains("turn-said\" dir=\"auto\" tabindex"), "short words are no stop for keys");
    let long = post(&server, "/", &[("q", "E-17 no flow ".repeat(30).as_str())]).await.1;
    assert_has(&long, &["turn-said\" dir=\"auto\" tabindex=\"0\">"]);
}
