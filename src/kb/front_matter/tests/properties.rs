use proptest::prelude::*;

use super::*;

/// Pieces that mean something in front matter, so that random pages come near the edge cases.
const PIECES: &[&str] = &[
    "a", "key", ": ", ":", "\n", "\n  ", "\n    ", "- ", "[", "]", "{", "}", ",", "? ", "'", "\"", "|", ">-",
    "|2", "#", "\\", "\\x41", "\t", " ", "~", "null", "1.5", "true", "!", "&a ", "*a", "%", "é", "😀", "---",
    "\n--- ", "\n...", "<<", "\r", "\r\n", "\u{feff}", "a: 1\n", "k: [", "'y': ", "\\\n",
];

fn pieces() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(PIECES);
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn in_order(node: &Node) -> bool {
    match &node.value {
        Value::List(items) => items.iter().all(in_order),
        Value::Map(entries) => {
            entries.iter().all(|entry| entry.key_position <= entry.value.position && in_order(&entry.value))
        }
        _ => true,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_is_read_without_panic(text in any::<String>()) {
        let parsed = read(&text);
        prop_assert!(parsed.body_line >= 1);
    }

    #[test]
    fn any_front_matter_is_read_or_refused_with_a_place_inside_the_file(block in pieces()) {
        let text = page(&block);
        let parsed = read(&text);
        let n_lines = text.matches('\n').count() + 1;
        for fault in &parsed.faults {
            prop_assert!((1..=n_lines).contains(&fault.position.line) && fault.position.column >= 1);
            prop_assert_ne!(&fault.message, "the front matter cannot be read");
        }
        prop_assert!(parsed.front_matter.entries.iter().all(|entry| in_order(&entry.value)));
    }

    #[test]
    fn splitting_loses_nothing(start in prop_oneof![Just(""), Just("---\n"), Just("---\r\n"), Just("\u{feff}---\n")], rest in pieces()) {
        let text = format!("{start}{rest}");
        let whole = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
        let split = split(&text);
        let Some(block) = split.block else {
            prop_assert_eq!((split.body, split.body_line), (whole, 1));
            return Ok(());
        };
        let lines: Vec<&str> = whole.split_inclusive('\n').collect();
        let (opener, others) = lines.split_at(1);
        let (inside, others) = others.split_at(split.body_line - 3);
        let (closer, behind) = others.split_at(1);
        prop_assert!(opener.concat().trim_end() == "---");
        prop_assert!(matches!(closer.concat().trim_end(), "---" | "..."));
        prop_assert_eq!((inside.concat(), behind.concat(), block.line), (block.text, split.body, 2));
    }

    #[test]
    fn texts_in_single_quotes_come_back_as_they_were(texts in proptest::collection::vec("[ -~é日]{0,20}", 1..5)) {
        let quoted: Vec<String> = texts.iter().map(|text| format!("  - '{}'", text.replace('\'', "''"))).collect();
        let page = sound(&format!("list:\n{}", quoted.join("\n")));
        let items = page.get("list").and_then(Node::as_list).unwrap_or_default();
        let read: Vec<_> = items.iter().filter_map(Node::as_text).collect();
        prop_assert_eq!(read, texts);
    }
}
