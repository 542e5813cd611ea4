use super::{headings, html};
use crate::kb::markdown::parse;

/// Whether a bold line with words after it opens a section.
fn is_heading(line: &str) -> bool {
    parse(&format!("# Page\n\n{line}\n\nWords after it.\n")).sections.len() == 2
}

#[test]
fn bold_lines_act_as_headings() {
    for line in [
        "**External Account**",
        "**[!UICONTROL IMS Server URL]**",
        "__How to update?__",
        "**Debian:**",
        "**Related topics:**",
        "**Related topics **",
        "**Step 1: create the attachment**",
        "**nlserver config `-reload`**",
        "**Fails with \"invalid key\"** {#invalid-key}",
        "**Preview** [!BADGE Beta]{type=Informative}",
    ] {
        assert!(is_heading(line), "{line}");
    }
}

#[test]
fn bold_sentences_are_not_headings() {
    for line in [
        "**A server upgrade is not required.**",
        "**Only the console changes. The server stays**",
        "**Never do this in production!**",
        "**You get access to all of these options here:**",
        "**Apply the following process:**",
        "**Users need admin access to complete the update, or else an administrator has to do it for them**",
        "**https://example.org/r/12?tagid=home**",
        "**8-core CPU, 96-GB RAM, RAID 1 or 10, 1.5-TB SSD**",
        "**Name** of the thing",
        "**A** **B**",
        "**[Linked](a.md)**",
        "**![](picture.png)**",
        "**1234**",
        "*Only emphasised*",
        "- **In a list**",
        "> **In a quote**",
    ] {
        assert!(!is_heading(line), "{line}");
    }
}

#[test]
fn a_bold_line_needs_something_below_it() {
    assert_eq!(parse("# A\n\n**End**\n").sections.len(), 1);
    assert_eq!(parse("# A\n\n**Empty**\n\n# B\n").sections.len(), 2);
}

#[test]
fn a_bold_line_is_one_deeper_than_the_heading_above() {
    let document = parse("**Early**\n\na\n\n# A\n\n**One**\n\nb\n\n###### F\n\n**Two** {#two}\n\nc\n");
    let expected =
        [(2, "Early", "early"), (1, "A", "a"), (2, "One", "one"), (6, "F", "f"), (6, "Two", "two")];
    assert_eq!(headings(&document), expected);
    assert_eq!(document.title.as_deref(), Some("A"));
}

#[test]
fn a_bold_line_is_rendered_as_a_heading() {
    assert_eq!(html("# A\n\n**One:**\n\nb\n"), "<h1 id=\"a\">A</h1><h2 id=\"one\">One:</h2><p>b</p>");
    assert_eq!(html("# A\n\n**Two **\n\nb\n"), "<h1 id=\"a\">A</h1><h2 id=\"two\">Two</h2><p>b</p>");
}
