use super::*;
use crate::kb::markdown;

/// A page with all that a text can have.
fn text() -> PageText {
    let body = "Before.\n\n# Title {#top}\n\nLead äöü with [a link](b.md#x) and ![a picture](p.png).\n\n## Steps {#s}\n\n\
                1. One.\n2. Two.\n\n## Steps {#s}\n\n- ### Inner {#inner}\n\n## Odd {#a b}\n";
    PageText {
        refs: vec!["R1".to_owned()],
        metadata: vec![("product".to_owned(), "Kettle, Toaster".to_owned()), (String::new(), String::new())],
        body: body.to_owned(),
        body_line: 4,
        document: markdown::parse(body),
        ..PageText::default()
    }
}

fn packed(text: &PageText) -> Packed {
    match Content::packed(&PagePath::new("a.md"), text) {
        Content::Packed(packed) => Arc::unwrap_or_clone(packed),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_text_comes_out_as_it_was_put_in() {
    let text = text();
    assert!(!text.document.aliases.is_empty() && !text.document.notes.is_empty(), "{text:?}");
    for text in [text, PageText::default()] {
        assert_eq!(*Content::packed(&PagePath::new("a.md"), &text).text(), text);
    }
}

#[test]
fn bytes_that_are_no_text_give_none_and_no_panic() {
    let whole = packed(&text()).text;
    for length in 0..whole.len() {
        assert_eq!(unpack(&whole[..length]), None, "{length}");
    }
    for at in 0..whole.len() {
        let mut damaged = whole.to_vec();
        damaged[at] ^= 0x55;
        drop(unpack(&damaged));
    }
    assert_eq!(unpack(&[0xff; 64]), None);
}

#[test]
fn bytes_that_are_no_outline_have_nothing_in_them_that_hurts() {
    let whole = packed(&text()).outline;
    for at in 0..whole.len() {
        let mut damaged = whole.to_vec();
        damaged[at] ^= 0x55;
        for bytes in [damaged, whole[..at].to_vec()] {
            let outline = Outline::from_bytes(bytes.into());
            std::hint::black_box((
                outline.sections().count(),
                outline.links().count(),
                outline.metadata().count(),
            ));
            std::hint::black_box((
                outline.section_at("inner"),
                outline.section_at("s"),
                outline.notes().count(),
            ));
        }
    }
}
