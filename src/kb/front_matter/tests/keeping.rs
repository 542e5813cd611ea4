use crate::kb::lists::{Reader, Writer};

use super::*;

const BLOCK: &str = "kind: check\nsays: ['it''s \"odd\"', \"\\u00e4\", é]\nnothing:\nodd: [~, true, false, -3, 0x1F, 1.10, .inf, 1e3]\n\
                     big: 99999999999999999999\nnested: {a: [{b: [c, {d: e}]}], f: []}\nfolded: >-\n  one\n  two\nliteral: |\n  x\n";

fn kept(front_matter: &FrontMatter) -> Vec<u8> {
    let mut writer = Writer::default();
    front_matter.put(&mut writer);
    writer.bytes
}

fn taken(bytes: &[u8]) -> Option<FrontMatter> {
    let mut reader = Reader::new(bytes);
    FrontMatter::take(&mut reader).filter(|_| reader.is_at_end())
}

#[test]
fn metadata_comes_back_as_it_was_kept_with_every_place() {
    let deepest = format!("a: {}{}", "[".repeat(31), "]".repeat(31));
    for block in [BLOCK, "# nothing", deepest.as_str()] {
        let page = sound(block);
        assert_eq!(taken(&kept(&page)), Some(page), "{block}");
    }
    let page = sound("a: .nan");
    assert_eq!(format!("{:?}", taken(&kept(&page)).unwrap()), format!("{page:?}"));
}

#[test]
fn bytes_that_are_no_metadata_give_none_and_no_panic() {
    let whole = kept(&sound(BLOCK));
    for length in 0..whole.len() {
        assert_eq!(taken(&whole[..length]), None, "{length}");
    }
    for at in 0..whole.len() {
        for bit in 0..8 {
            let mut damaged = whole.clone();
            damaged[at] ^= 1 << bit;
            drop(taken(&damaged));
        }
    }
    // Lists within each other without end.
    let mut deep = vec![1, 1, b'a', 1, 1];
    deep.extend([1, 1, 6, 1].repeat(100_000));
    assert_eq!(taken(&deep), None);
}
