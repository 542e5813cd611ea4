use crate::kb::markdown::links::{Refusal, Resolved, resolve};

const FROM: &str = "integrations/using/ims.md";

fn page(path: &str, anchor: Option<&str>) -> Resolved {
    Resolved::Page { path: path.into(), anchor: anchor.map(str::to_owned) }
}

#[test]
fn paths_count_from_the_page_or_from_the_root() {
    for (target, path, anchor) in [
        ("about.md", "integrations/using/about.md", None),
        ("./about.md#top", "integrations/using/about.md", Some("top")),
        ("../../rn/new.md", "rn/new.md", None),
        ("/rn/new.md?lang=en#a", "rn/new.md", Some("a")),
        ("help//rn/./new.md", "integrations/using/help/rn/new.md", None),
        ("assets/the%20file.png", "integrations/using/assets/the file.png", None),
        ("../..", "", None),
        (" about.md ", "integrations/using/about.md", None),
        ("%C3%A9.md#%C3%A9", "integrations/using/é.md", Some("é")),
    ] {
        assert_eq!(resolve(FROM, target), page(path, anchor), "{target}");
    }
    assert_eq!(resolve("top.md", "b.md"), page("b.md", None));
}

#[test]
fn a_bare_anchor_stays_on_the_page() {
    assert_eq!(resolve(FROM, "#scope"), Resolved::SamePage { anchor: "scope".into() });
    assert_eq!(resolve(FROM, "?x=y#scope"), Resolved::SamePage { anchor: "scope".into() });
    assert_eq!(resolve(FROM, "#"), Resolved::SamePage { anchor: String::new() });
}

#[test]
fn web_and_mail_addresses_lead_outside() {
    for url in ["https://example.org/a?b&c#d", "HTTP://example.org", "mailto:desk@example.org"] {
        assert_eq!(resolve(FROM, url), Resolved::Outside(url.into()));
    }
    assert_eq!(resolve(FROM, "//example.org/a"), Resolved::Outside("https://example.org/a".into()));
}

#[test]
fn nothing_leaves_the_base() {
    for target in
        ["../../../x.md", "/../x.md", "..%2f..%2f../x.md", "%2e%2e/%2e%2e/%2e%2e/x.md", "a/../../../../x"]
    {
        assert_eq!(resolve(FROM, target), Resolved::Refused(Refusal::AboveRoot), "{target}");
    }
    for target in ["..\\..\\x", "%5c%5chost", "/\\host", "a%00.md", "a%zz", "a%", "a%ff.md", "#%0a"] {
        assert_eq!(resolve(FROM, target), Resolved::Refused(Refusal::Unreadable), "{target}");
    }
    assert_eq!(resolve(FROM, " \t"), Resolved::Refused(Refusal::Empty));
}

#[test]
fn schemes_that_run_are_refused_however_they_hide() {
    for target in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " \u{1}javascript:alert(1)",
        "java\nscript:alert(1)",
        "java\tscript:alert(1)",
        "java script:alert(1)",
        "java\0script:alert(1)",
        "javascript :alert(1)",
        "javascript&colon;alert(1)",
        "javascript&#58;alert(1)",
        "&#x6A;avascript:alert(1)",
        "java&Tab;script:alert(1)",
        "java&NewLine;script:alert(1)",
        "javascript%3Aalert(1)",
        "%6aavascript:alert(1)",
        "\u{200b}javascript:alert(1)",
        "java\u{ad}script:alert(1)",
        "\u{feff}javascript:x",
        "data:text/html,x",
        "DATA:text/html;base64,eA==",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
        "blob:https://example.org/x",
        "C:\\Program Files",
        "tel:123",
    ] {
        let resolved = resolve(FROM, target);
        assert_eq!(resolved, Resolved::Refused(Refusal::Scheme), "{target}");
    }
}

#[test]
fn refusals_say_what_to_do() {
    assert!(Refusal::AboveRoot.to_string().contains("`../`"));
}
