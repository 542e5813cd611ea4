use super::{destination, html, html_shifted};
use crate::kb::markdown::html::render as render_up_to;
use crate::kb::markdown::piece::Pieces;
use crate::kb::markdown::{Destination, RenderOptions, dialect, parse, reading, render};

#[test]
fn headings_carry_the_anchors_of_their_sections() {
    let body = "# A {#x}\n\n## A\n\n## A\n";
    assert_eq!(html_shifted(body, 1), "<h2 id=\"x\">A</h2><h3 id=\"a\">A</h3><h3 id=\"a-1\">A</h3>");
    assert_eq!(html_shifted("###### F\n", 200), "<h6 id=\"f\">F</h6>");
    for section in parse(body).sections {
        let part = render(
            body,
            section.span,
            &RenderOptions { shift_headings: 0, links: &destination, has_anchors: true },
        );
        assert!(part.contains(&format!("id=\"{}\"", section.anchor)), "{part}");
    }
}

#[test]
fn a_section_is_rendered_alone() {
    let body = "# A\n\n[one]\n\n## B\n\n* [two]\n\n[one]: a.md\n[two]: b.md\n";
    let span = parse(body).sections[1].span.clone();
    let part =
        render(body, span, &RenderOptions { shift_headings: 0, links: &destination, has_anchors: true });
    assert_eq!(part, "<h2 id=\"b\">B</h2><ul><li><a href=\"b.md\">two</a></li></ul>");
}

#[test]
fn a_range_across_blocks_stays_in_balance() {
    let body = "1. one\n2. two\n\n   > three\n\nfour\n";
    for start in 0..body.len() {
        for end in start..=body.len() {
            let part = render(
                body,
                start..end,
                &RenderOptions { shift_headings: 0, links: &destination, has_anchors: true },
            );
            assert_eq!(part.matches("<li>").count(), part.matches("</li>").count(), "{start}..{end}: {part}");
            assert_eq!(
                part.matches("<blockquote>").count(),
                part.matches("</blockquote>").count(),
                "{start}..{end}: {part}"
            );
        }
    }
}

#[test]
fn links_lead_where_the_caller_says() {
    let links = |target: &str, image: bool| match (target, image) {
        ("a.md", false) => Destination::Page("/articles/a#b".into()),
        ("p.png", true) => Destination::Page("/files/p.png".into()),
        ("evil", _) => Destination::Outside("javascript:alert(1)".into()),
        ("host", _) => Destination::Page("//host/x".into()),
        ("scheme", _) => Destination::Page("java\tscript:x".into()),
        ("mail", _) => Destination::Outside("mailto:a@b.example".into()),
        (url, _) if url.starts_with("https:") => Destination::Outside(url.into()),
        _ => Destination::Missing,
    };
    let options = RenderOptions { shift_headings: 0, links: &links, has_anchors: true };
    let html = |body: &str| render(body, 0..body.len(), &options);
    assert_eq!(html("[x](a.md)"), "<p><a href=\"/articles/a#b\">x</a></p>");
    assert_eq!(
        html("[x](https://a.example/?b&c)"),
        "<p><a href=\"https://a.example/?b&amp;c\" rel=\"noopener noreferrer\">x</a></p>"
    );
    assert_eq!(html("<a href='a.md' onclick='x()'>x</a>"), "<p><a href=\"/articles/a#b\">x</a></p>");
    assert_eq!(html("![x](p.png)"), "<p><img src=\"/files/p.png\" alt=\"x\" loading=\"lazy\"></p>");
    assert_eq!(
        html("![](missing/the%20file.png?a)"),
        "<p><span class=\"missing-image\">Image: the file.png</span></p>"
    );
    assert_eq!(html("![x](mail)"), "<p><span class=\"missing-image\">Image: x</span></p>");
    for target in ["evil", "host", "scheme", "nowhere"] {
        assert_eq!(
            html(&format!("[x]({target})")),
            "<p><span class=\"missing-link\">x</span></p>",
            "{target}"
        );
    }
}

#[test]
fn tables_scroll() {
    let expected = "<div class=\"table-scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table\"><table><thead><tr><th scope=\"col\">A</th></tr>\
                    </thead><tbody><tr><td>b</td></tr></tbody></table></div>";
    assert_eq!(html("| A |\n|---|\n| b |\n"), expected);
    let by_hand = html("<table style=\"x\"><tr><td colspan=\"2\" id=\"y\">\n\n*b*\n\n</td></tr></table>\n");
    assert!(by_hand.starts_with("<div class=\"table-scroll\""), "{by_hand}");
    assert!(by_hand.contains("<td colspan=\"2\">\n<p><em>b</em></p></td>"), "{by_hand}");
}

#[test]
fn hand_written_html_is_kept_without_its_looks() {
    let html = html(
        "a<sup>2</sup> <b class=\"x\">b</b><br/>\n\n<ul style=\"x\"><li>c<li>d</ul>\n\n<center id=\"e\">f</center>\n",
    );
    assert_eq!(html.replace('\n', ""), "<p>a<sup>2</sup> <b>b</b><br></p><ul><li>c</li><li>d</li></ul>f");
}

#[test]
fn tag_soup_comes_out_well_formed() {
    assert_eq!(
        html("> <div>a\n>\n> b</blockquote></div></div>\n"),
        "<blockquote><div>a\n<p>b</p></div></blockquote>"
    );
    assert_eq!(html("<b>a <i>b</b> c\n\nd"), "<p><b>a <i>b</i></b> c</p><p>d</p>");
    assert_eq!(html("<h2 id=\"x\">a</h2>\n"), "<h2>a</h2>\n");
}

#[test]
fn code_is_shown_as_it_is() {
    assert_eq!(html("```xml\n<a b=\"&amp;\">\n```\n"), "<pre><code>&lt;a b=\"&amp;amp;\"&gt;\n</code></pre>");
    assert_eq!(html("a\u{a0}b & c\u{fdd0}\0"), "<p>a&nbsp;b &amp; c\u{fffd}\u{fffd}</p>");
}

#[test]
fn too_long_a_page_is_cut_off_and_says_so() {
    let body = "*a*\n\n".repeat(1_000);
    let pieces = Pieces::new(dialect::interpret(reading::read(&body)));
    let whole = 0..body.len();
    let options = RenderOptions { shift_headings: 0, links: &destination, has_anchors: true };
    let html = render_up_to(pieces.within(&whole), &whole, &options, 500);
    assert!(html.len() < 700, "{}", html.len());
    assert!(html.ends_with("<p class=\"cut-off\">This text is too long to be shown in full.</p>"), "{html}");
}
