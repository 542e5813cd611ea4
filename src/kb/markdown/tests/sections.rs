#![expect(clippy::string_slice, reason = "a wrong range is a failed test")]

use super::headings;
use crate::kb::markdown::{Markdown, parse};

#[test]
fn a_page_is_cut_at_its_headings() {
    let body = "Before.\n\n# Sign in\n\nFirst.\n\nDeeper\n------\n\nSecond.\n\n## Also deeper ##\nThird.\n";
    let document = parse(body);
    let expected =
        [(0, "", ""), (1, "Sign in", "sign-in"), (2, "Deeper", "deeper"), (2, "Also deeper", "also-deeper")];
    assert_eq!(headings(&document), expected);
    let texts: Vec<&str> = document.sections.iter().map(|section| section.text.as_str()).collect();
    assert_eq!(texts, ["Before.", "First.", "Second.", "Third."]);
    assert_eq!(document.title.as_deref(), Some("Sign in"));
    assert_eq!(document.lead, "Before.");
}

#[test]
fn spans_and_lines_point_into_the_body() {
    let body = "# A\n\none\n\n## B\n\ntwo\n";
    let document = parse(body);
    let spans: Vec<&str> = document.sections.iter().map(|section| &body[section.span.clone()]).collect();
    assert_eq!(spans, ["# A\n\none\n\n", "## B\n\ntwo\n"]);
    let contents: Vec<&str> =
        document.sections.iter().map(|section| body[section.content.clone()].trim()).collect();
    assert_eq!(contents, ["one", "two"]);
    let lines: Vec<usize> = document.sections.iter().map(|section| section.line).collect();
    assert_eq!(lines, [1, 5]);
}

#[test]
fn a_section_knows_the_headings_above_it() {
    let document = parse("# A\n## B\n### C\n## D\n#### E\n# F\n");
    let paths: Vec<String> = document.sections.iter().map(|section| section.heading_path.join("/")).collect();
    assert_eq!(paths, ["A", "A/B", "A/B/C", "A/D", "A/D/E", "F"]);
    assert_eq!(document.with_subsections(1), document.sections[1].span.start..document.sections[2].span.end);
    assert_eq!(document.with_subsections(9), 0..0);
}

#[test]
fn a_page_without_headings_is_one_section() {
    let document = parse("Only words.\n");
    assert_eq!(headings(&document), [(0, "", "")]);
    assert_eq!(document.title, None);
    assert!(parse(" \n\n<!-- nothing to see -->\n").sections.is_empty());
    assert!(parse("").sections.is_empty());
}

#[test]
fn headings_in_lists_and_quotes_do_not_cut() {
    let document = parse("# A\n\n- ## B {#b}\n\n> ## C\n\nrest\n");
    assert_eq!(headings(&document), [(1, "A", "a")]);
    assert_eq!(document.sections[0].text, "B\nC\nrest");
    assert_eq!(document.section_at("b").map(|section| section.anchor.as_str()), Some("a"));
    assert!(document.section_at("c").is_none());
}

#[test]
fn plain_text_keeps_words_and_drops_marks() {
    let body = "*Set* `nlserver` to **on** &amp; wait<br>then ![the dialog](a.png) [go](b.md).\nNext line.\n\n\
                ```xml\n<a b=\"1\"/>\n```\n\n* one\n* two\n  * three\n\n| A | B |\n|---|---|\n| `x\\|y` | z<br>w |\n";
    let expected = "Set nlserver to on & wait\nthen the dialog go. Next line.\n<a b=\"1\"/>\none\ntwo\nthree\nA | B\nx|y | z w";
    assert_eq!(parse(body).sections[0].text, expected);
}

#[test]
fn plain_text_reads_html_tables() {
    let body = "<table>\n<tr><th>Name</th><th>Use &gt;</th></tr>\n<tr><td><p>a\nb</p></td><td>c<br/>d</td></tr>\n</table>\n\n\
                <!-- kept\n\nout -->\n<script>alert(1)</script>\n\nEnd <!-- here --> of <sup>it</sup>.\n";
    assert_eq!(parse(body).sections[0].text, "Name | Use >\na b | c d\nEnd  of it.");
}

#[test]
fn links_and_images_are_listed_in_page_order() {
    let body = "[one *two*](a.md#b) ![pic](c.png)\n\n[![in](d.png)](e.md)\n\n<a href=\"f.md?a&amp;b\">six</a> <img src='g.png' alt='seven'>\n";
    let document = parse(body);
    let links: Vec<(&str, &str, bool)> =
        document.links.iter().map(|link| (link.target.as_str(), link.text.as_str(), link.image)).collect();
    let expected = [
        ("a.md#b", "one two", false),
        ("c.png", "pic", true),
        ("e.md", "in", false),
        ("d.png", "in", true),
        ("f.md?a&b", "six", false),
        ("g.png", "seven", true),
    ];
    assert_eq!(links, expected);
    assert_eq!(&body[document.links[0].span.clone()], "[one *two*](a.md#b)");
}

#[test]
fn the_lead_is_the_first_plain_paragraph() {
    let document =
        parse("# A\n\n>[!NOTE]\n>\n>Not this.\n\n* nor this\n\nBut *this*,\nall of it.\n\nNot more.\n");
    assert_eq!(document.lead, "But this, all of it.");
}

#[test]
fn a_page_read_once_serves_every_section() {
    let body = "# A\n\none\n\n## B\n\n1. two\n";
    let page = Markdown::read(body);
    let steps: Vec<usize> =
        page.document().sections.iter().map(|section| page.steps(section.span.clone()).len()).collect();
    assert_eq!(steps, [1, 1]);
}

#[test]
fn an_anchor_written_as_html_inside_a_heading_counts() {
    let document = parse("# Page\n\n## <a name=\"push_back\"></a> `push_back`\n\ntext\n");
    let anchors: Vec<&str> = document.sections.iter().map(|section| section.anchor.as_str()).collect();
    assert_eq!(anchors, ["page", "push_back"]);
    assert!(document.sections[1].explicit);
}
