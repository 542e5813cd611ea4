use super::*;
use crate::kb::markdown;

fn outline(body: &str) -> Outline {
    let metadata = vec![("product".to_owned(), "Kettle".to_owned())];
    let document = markdown::parse(body);
    let text = PageText { metadata, body: body.to_owned(), body_line: 5, document, ..PageText::default() };
    Outline::of(&PagePath::new("folder/a.md"), &text)
}

#[test]
fn sections_are_found_by_their_anchors_and_further_names() {
    let outline = outline("Before.\n\n# Title {#top}\n\n## Steps {#s}\n\n- ### Inner {#inner}\n");
    let found = |anchor: &str| outline.section_at(anchor).map(|section| (section.anchor, section.heading));
    assert_eq!(found("top"), Some(("top", "Title")));
    assert_eq!(found("inner"), Some(("s", "Steps")));
    assert_eq!((found(""), found("none")), (None, None));
    assert_eq!(outline.sections().map(|section| section.level).collect::<Vec<_>>(), [0, 1, 2]);
}

#[test]
fn links_are_resolved_and_stand_where_the_file_has_them() {
    let outline =
        outline("x [a](b.md#c) [b](#d) [c](https://x.example)\n![e](../p.png) [f](javascript:x) [g](b.md)\n");
    let links: Vec<OutlineLink<'_>> = outline.links().collect();
    let targets: Vec<Target<'_>> = links.iter().map(|link| link.target).collect();
    assert!(matches!(targets[3], Target::Refused(_)), "{targets:?}");
    assert_eq!(targets[0], Target::Page { path: "folder/b.md", anchor: Some("c") });
    assert_eq!(targets[1], Target::SamePage("d"));
    assert_eq!(targets[2], Target::Page { path: "p.png", anchor: None });
    assert_eq!(targets[4], Target::Page { path: "folder/b.md", anchor: None });
    assert_eq!((links[0].at, links[0].text, links[0].image), (Position { line: 5, column: 3 }, "a", false));
    assert_eq!((links[2].at.line, links[2].text, links[2].image), (6, "e", true));
    assert_eq!(outline.metadata().collect::<Vec<_>>(), [("product", "Kettle")]);
}
