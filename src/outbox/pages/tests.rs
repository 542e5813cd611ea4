use reqwest::header::HeaderValue;

use super::*;

fn after(asked: &str, link: Option<&str>, body: &str) -> Next {
    let mut headers = HeaderMap::new();
    if let Some(link) = link {
        headers.insert(LINK, HeaderValue::from_str(link).unwrap());
    }
    next(asked, &headers, body.as_bytes())
}

#[test]
fn a_link_gives_the_query_and_never_the_path_or_the_place() {
    for (link, next) in [
        (
            r#"<https://api.example.com/repositories/1/issues/2/comments?per_page=100&page=2>; rel="next", <https://x?page=9>; rel="last""#,
            "/a/b?per_page=100&page=2",
        ),
        (
            r#"<https://x/a?page=1>;rel="first",<https://x/a?q=a,b;c&page=3>;rel="next""#,
            "/a/b?per_page=100&q=a%2Cb%3Bc&page=3",
        ),
        (r#"<http://169.254.169.254/latest?page=2>; REL=next"#, "/a/b?per_page=100&page=2"),
        (r#"<?after=ab+c/d>; title="x"; rel="prev next""#, "/a/b?per_page=100&after=ab+c%2Fd"),
    ] {
        assert_eq!(after("/a/b?per_page=100", Some(link), "[]"), Next::At(next.to_owned()), "{link}");
    }
    assert_eq!(after("/a", Some(r#"<https://x/a?page=1>; rel="prev""#), "[]"), Next::Nothing);
    assert_eq!(after("/a", Some(r#"<https://x/a/2>; rel="next""#), "[]"), Next::Unclear);
}

#[test]
fn each_way_of_telling_the_next_page_is_understood() {
    for (asked, body, next) in [
        (
            "/c?sort_order=desc",
            r#"{"comments": [], "next_page": "https://x/c.json?page=2"}"#,
            "/c?sort_order=desc&page=2",
        ),
        ("/c", r#"{"links": {"next": "https://x/c?page%5Bafter%5D=xyz"}}"#, "/c?page%5Bafter%5D=xyz"),
        ("/c", r#"{"_links": {"next": "http://x/c?start=50&limit=50"}}"#, "/c?start=50&limit=50"),
        ("/c", r#"{"_links": {"next": {"href": "/c?p=2"}}}"#, "/c?p=2"),
        ("/c?limit=100", r#"{"isLastPage": false, "start": 50, "size": 50}"#, "/c?limit=100&start=100"),
        ("/c", r#"{"startAt": 0, "maxResults": 50, "total": 51}"#, "/c?startAt=50"),
        ("/c?page=2", r#"{"page": 2, "pages": 3}"#, "/c?page=3"),
        ("/c", r#"{"page": 1, "pages": null, "count": 100, "per_page": 100}"#, "/c?page=2"),
        ("/c", r#"{"next_page": 4}"#, "/c?page=4"),
    ] {
        assert_eq!(after(asked, None, body), Next::At(next.to_owned()), "{body}");
    }
}

#[test]
fn what_tells_of_no_page_is_the_last_one() {
    for body in [
        "",
        "no JSON",
        "{}\n{}",
        "[1, 2]",
        r#"["https://x/?page=2"]"#,
        r#"{"next_page": null, "next": "escalation", "links": [], "page": "x"}"#,
        r#"{"isLastPage": true, "start": 0, "size": 50}"#,
        r#"{"startAt": 50, "maxResults": 50, "total": 51}"#,
        r#"{"startAt": 0, "maxResults": 0, "total": 51}"#,
        r#"{"page": 3, "pages": 3}"#,
        r#"{"page": 1, "pages": null, "count": 9, "per_page": 100}"#,
    ] {
        assert_eq!(after("/c", None, body), Next::Nothing, "{body}");
    }
}
