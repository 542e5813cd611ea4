use super::html;
use crate::kb::markdown::parse;

fn text(body: &str) -> String {
    parse(body).sections.into_iter().map(|section| section.text).collect()
}

#[test]
fn notes_carry_a_label() {
    let expected = "<div class=\"note note-important\" role=\"note\"><p class=\"note-label\">Important</p><p>Save <em>first</em>.</p></div>";
    for body in [
        ">[!IMPORTANT]\n>\n>Save *first*.\n",
        "> [!important]\n> Save *first*.\n",
        ">[!IMPORTANT] Save *first*.\n",
    ] {
        assert_eq!(html(body), expected, "{body}");
        assert_eq!(text(body), "Save first.");
    }
}

#[test]
fn every_kind_of_note_has_its_class() {
    for (word, class, label) in [
        ("NOTE", "note-note", "Note"),
        ("CAUTION", "note-caution", "Caution"),
        ("WARNING", "note-warning", "Warning"),
        ("TIP", "note-tip", "Tip"),
        ("ADMIN", "note-admin", "For administrators"),
        ("AVAILABILITY", "note-availability", "Availability"),
        ("MORELIKETHIS", "note-more", "More like this"),
        ("PREREQUISITES", "note-prerequisites", "Prerequisites"),
        ("SOMETHING", "note-other", "Something"),
    ] {
        let html = html(&format!(">[!{word}]\n>\n>x\n"));
        assert!(
            html.starts_with(&format!(
                "<div class=\"note {class}\" role=\"note\"><p class=\"note-label\">{label}</p>"
            )),
            "{html}"
        );
    }
}

#[test]
fn a_note_inside_a_list_stays_in_its_item() {
    let html = html("1. One\n\n   >[!NOTE]\n   >\n   >Two\n\n1. Three\n");
    assert!(html.contains("<p class=\"note-label\">Note</p><p>Two</p></div></li>"), "{html}");
}

#[test]
fn videos_become_links() {
    let html = html(">[!VIDEO](https://video.example/v/1?quality=12)\n");
    assert!(html.contains("class=\"note note-video\""), "{html}");
    assert!(
        html.contains(
            "<a href=\"https://video.example/v/1?quality=12\" rel=\"noopener noreferrer\">Watch the video</a>"
        ),
        "{html}"
    );
}

#[test]
fn tabs_become_labels() {
    let body = ">[!BEGINTABS]\n\n>[!TAB Set up]\n\none\n\n>[!TAB Use it]\n\ntwo\n\n>[!ENDTABS]\n";
    assert_eq!(
        html(body),
        "<p class=\"tab-label\">Set up</p><p>one</p><p class=\"tab-label\">Use it</p><p>two</p>"
    );
    assert_eq!(text(body), "Set up\none\nUse it\ntwo");
}

#[test]
fn controls_and_names_lose_their_marks() {
    let body = "Open **[!UICONTROL Tools > `Admin` [1]]** of [!DNL Campaign].";
    assert_eq!(text(body), "Open Tools > Admin [1] of Campaign.");
    let expected = "<p>Open <strong><span class=\"ui\">Tools &gt; <code>Admin</code> [1]</span></strong> of Campaign.</p>";
    assert_eq!(html(body), expected);
    assert_eq!(text("[!UICONTROL Save](a.md) and [[!DNL It]](b.md)"), "Save and It");
}

#[test]
fn a_mark_without_an_end_stays_as_words() {
    assert_eq!(text("[!UICONTROL Save and *[!DNL go* on"), "[!UICONTROL Save and [!DNL go on");
    assert_eq!(text("[!UICONTROL Save *[!DNL and* go]"), "Save [!DNL and go");
    assert_eq!(text("\\[!UICONTROL Save] &#91;!DNL x]"), "[!UICONTROL Save] [!DNL x]");
}

#[test]
fn attributes_after_links_and_images_are_dropped() {
    for list in [
        "{_blank}",
        "{target=\"_blank\"}",
        "{target=_blank}",
        "{width=\"50%\" align=\"left\"}",
        "{zoomable=\"yes\"}",
        "{modal=\"regular\"}",
        "{}",
    ] {
        assert_eq!(html(&format!("[a](b){list}, c")), "<p><a href=\"b\">a</a>, c</p>", "{list}");
        assert_eq!(text(&format!("![a](b){list}")), "a", "{list}");
    }
    assert_eq!(text("a {not an attribute} {b=\"c\"}"), "a {not an attribute} {b=\"c\"}");
}

#[test]
fn badges_are_labels() {
    let body = "## Reports [!BADGE On-premise]{type=Caution url=\"https://a.example/b_c?d&e\" tooltip=\"Only there, {really}\"} {#reports}\n\nx\n";
    assert_eq!(html(body), "<h2 id=\"reports\">Reports <span class=\"badge\">On-premise</span></h2><p>x</p>");
    assert_eq!(parse(body).sections[0].heading, "Reports");
    assert_eq!(text("| [!BADGE General]{type=Positive} | x |\n|-|-|\n"), "General | x");
}

#[test]
fn comments_are_dropped() {
    let body = "a <!-- b --> c\n\n<!--\n# not a heading\n\n+++ nor this\n-->\n\nd\n";
    assert_eq!(text(body), "a  c\nd");
    assert_eq!(parse(body).sections.len(), 1);
    assert!(!html(body).contains("not a heading"));
}

#[test]
fn accordions_fold() {
    let body = "+++ **One**\ntext\n+++\n\n+++Two\n\n* item\n+++\nafter\n";
    let expected = "<details><summary><strong>One</strong></summary><p>text</p></details>\
                    <details><summary>Two</summary><ul><li>item</li></ul></details><p>after</p>";
    assert_eq!(html(body).replace('\n', ""), expected);
    assert_eq!(text(body), "One\ntext\nTwo\nitem\nafter");
}

#[test]
fn accordions_out_of_balance_stay_well_formed() {
    assert_eq!(html("+++\n\na\n"), "<p>a</p>");
    assert_eq!(
        html("+++ A\n\n+++ B\n\nc\n"),
        "<details><summary>A</summary></details><details><summary>B</summary><p>c</p></details>"
    );
    let body = "+++ A\n\nx\n\n## H\n\ny\n\n+++\n\n+++\n\nz\n";
    let document = parse(body);
    assert_eq!(document.sections.len(), 2);
    let options = crate::kb::markdown::RenderOptions {
        shift_headings: 0,
        links: &super::destination,
        has_anchors: true,
    };
    let part =
        |index: usize| crate::kb::markdown::render(body, document.sections[index].span.clone(), &options);
    assert_eq!(part(1), "<h2 id=\"h\">H</h2><p>y</p><p>z</p>");
}

#[test]
fn includes_and_style_lists_are_left_out() {
    assert_eq!(
        text(
            "a {{snippet-one}} b\n\n| x |\n|-|\n| y |\n{style=\"table-layout:auto\"}\n\nc {style=\"color:red\"} d"
        ),
        "a  b\nx\ny\nc  d"
    );
    assert_eq!(text("[!INCLUDE [note](../a.md)] b"), "b");
}

#[test]
fn code_is_never_touched() {
    let body = "`[!UICONTROL x]{_blank}` `{{y}}`\n\n```\n>[!NOTE]\n+++ Title\n{style=\"a\"}\n<!-- b -->\n```\n\n    +++ Title\n\n~~~\n+++\n~~~\n";
    let expected =
        "[!UICONTROL x]{_blank} {{y}}\n>[!NOTE]\n+++ Title\n{style=\"a\"}\n<!-- b -->\n+++ Title\n+++";
    assert_eq!(text(body), expected);
}

#[test]
fn hidden_help_is_hidden() {
    assert_eq!(text("a\n\n>[!CONTEXTUALHELP]\n>id=\"x\"\n>title=\"y\"\n\nb\n"), "a\nb");
}
