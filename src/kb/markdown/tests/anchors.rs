use super::headings;
use crate::kb::markdown::{RemarkKind, parse};

fn anchors(body: &str) -> Vec<String> {
    parse(body).sections.into_iter().map(|section| section.anchor).collect()
}

#[test]
fn an_explicit_anchor_is_kept_however_it_is_written() {
    let body = "# Configuring IMS{#configuring-ims}\n\n## Blanks {#with-blanks} \t\n\n## More {#one.two:3 .big data-x=\"y z\"}\n\n\
                Under\n=== \n\nSetext {#setext}\n---\n\n## [Link](a.md){#link}\n\n## [!UICONTROL Save as] {#save}\n";
    let document = parse(body);
    let expected = [
        (1, "Configuring IMS", "configuring-ims"),
        (2, "Blanks", "with-blanks"),
        (2, "More", "one.two:3"),
        (1, "Under", "under"),
        (2, "Setext", "setext"),
        (2, "Link", "link"),
        (2, "Save as", "save"),
    ];
    assert_eq!(headings(&document), expected);
    let explicit: Vec<bool> = document.sections.iter().map(|section| section.explicit).collect();
    assert_eq!(explicit, [true, true, true, false, true, true, true]);
}

#[test]
fn a_heading_makes_its_own_anchor() {
    assert_eq!(anchors("# What's new, *really*?\n"), ["whats-new-really"]);
    assert_eq!(anchors("# Größe & Maß\n"), ["größe--maß"]);
    assert_eq!(anchors("# Кэш `nl_server`\n"), ["кэш-nl_server"]);
    assert_eq!(anchors("# e\u{301}te\u{301}\n"), ["été"]);
    assert_eq!(anchors("# ???\n"), ["section"]);
}

#[test]
fn repeated_headings_are_numbered() {
    assert_eq!(anchors("# A\n# A\n# A-1\n# A\n"), ["a", "a-1", "a-1-1", "a-2"]);
}

#[test]
fn explicit_anchors_come_before_made_ones() {
    assert_eq!(anchors("# Setup\n\n# Other {#setup}\n"), ["setup-1", "setup"]);
}

#[test]
fn an_anchor_asked_for_twice_is_reported() {
    let document = parse("# A {#x}\n\n# B {#x}\n");
    assert_eq!(headings(&document), [(1, "A", "x"), (1, "B", "x-1")]);
    let kind = RemarkKind::RepeatedAnchor { wanted: "x".into(), given: "x-1".into() };
    assert_eq!((document.notes[0].kind.clone(), document.notes[0].line), (kind, 3));
}

#[test]
fn an_unusable_anchor_is_reported_and_replaced() {
    let document = parse("# A {#x\"onclick=1}\n");
    assert_eq!(headings(&document), [(1, "A", "a")]);
    assert!(matches!(&document.notes[0].kind, RemarkKind::UnusableAnchor { given, .. } if given == "a"));
    assert!(document.notes[0].kind.to_string().contains("expected an anchor"));
}

#[test]
fn braces_that_are_words_stay() {
    assert_eq!(headings(&parse("# Use {name}\n\n# \\{#escaped}\n\n# `{#code}`\n"))[0].1, "Use {name}");
    assert_eq!(parse("# \\{#escaped}\n").sections[0].heading, "{#escaped}");
    assert_eq!(parse("# `{#code}`\n").sections[0].heading, "{#code}");
}
