use proptest::prelude::*;

use super::*;

fn at(line: usize, column: usize) -> Position {
    Position { line, column }
}

fn excerpt(text: &str, position: Position, width: usize) -> String {
    LineIndex::new(text).excerpt(position, width)
}

#[test]
fn lines_and_columns_count_from_one() {
    let index = LineIndex::new("ab\ncd\n");
    let positions: Vec<Position> = (0..=6).map(|offset| index.position(offset)).collect();
    let expected = [at(1, 1), at(1, 2), at(1, 3), at(2, 1), at(2, 2), at(2, 3), at(3, 1)];
    assert_eq!(positions, expected);
}

#[test]
fn columns_count_characters_and_an_offset_inside_one_belongs_to_it() {
    let index = LineIndex::new("é€x");
    let columns: Vec<usize> = (0..=6).map(|offset| index.position(offset).column).collect();
    assert_eq!(columns, [1, 1, 2, 2, 2, 3, 4]);
}

#[test]
fn an_offset_behind_the_end_is_the_end() {
    assert_eq!(LineIndex::new("a\nb").position(usize::MAX), at(2, 2));
    assert_eq!(LineIndex::new("").position(7), Position::START);
}

#[test]
fn the_excerpt_names_the_line_and_points_at_the_column() {
    let text = "title: Login\nchecks: x\n";
    assert_eq!(excerpt(text, at(2, 9), 80), "  |\n2 | checks: x\n  |         ^\n");
}

#[test]
fn the_caret_may_stand_behind_the_last_character() {
    assert_eq!(excerpt("ab\r\ncd", at(1, 3), 80), "  |\n1 | ab\n  |   ^\n");
}

#[test]
fn a_position_outside_is_moved_inside() {
    assert_eq!(excerpt("ab\ncd", at(99, 99), 80), "  |\n2 | cd\n  |   ^\n");
    assert_eq!(excerpt("", at(0, 0), 80), "  |\n1 |\n  | ^\n");
}

#[test]
fn tabs_and_controls_are_shown_in_one_column_each() {
    let text = "\ta\u{1b}[2J\u{202e}b";
    assert_eq!(excerpt(text, at(1, 8), 80), "  |\n1 | →a␛[2J\u{fffd}b\n  |        ^\n");
}

#[test]
fn the_caret_allows_for_wide_and_combining_characters() {
    assert_eq!(excerpt("日本x", at(1, 3), 80), "  |\n1 | 日本x\n  |     ^\n");
    assert_eq!(excerpt("e\u{301}x", at(1, 3), 80), "  |\n1 | e\u{301}x\n  |  ^\n");
}

#[test]
fn long_lines_are_cut_round_the_caret() {
    let text: String = ('a'..='z').cycle().take(200).collect();
    let start = excerpt(&text, at(1, 1), 24);
    assert_eq!(start, "  |\n1 | abcdefghijklmnopqrs…\n  | ^\n");
    let middle = excerpt(&text, at(1, 101), 24);
    assert_eq!(middle, "  |\n1 | …nopqrstuvwxyzabcde…\n  |           ^\n");
    let end = excerpt(&text, at(1, 201), 24);
    assert_eq!(end, "  |\n1 | …abcdefghijklmnopqr\n  |                    ^\n");
}

#[test]
fn places_far_into_a_long_line_are_counted_in_characters_too() {
    let text = format!("first\n{}x", "é€".repeat(1_000));
    assert_eq!(LineIndex::new(&text).position(text.len() - 1), at(2, 2_001));
    assert_eq!(excerpt(&text, at(2, 2_001), 24), "  |\n2 | …€é€é€é€é€é€é€é€é€x\n  |                   ^\n");
}

proptest! {
    #[test]
    fn columns_are_those_that_counting_finds(text in "[aé€\n]{0,1200}", offset in 0_usize..3_000) {
        let offset = text.floor_char_boundary(offset);
        let before = text.split_at(offset).0;
        let line = before.rsplit('\n').next().unwrap_or_default();
        let expected = at(before.matches('\n').count() + 1, line.chars().count() + 1);
        prop_assert_eq!(LineIndex::new(&text).position(offset), expected);
    }

    #[test]
    fn every_offset_has_a_position_and_every_position_an_excerpt(
        text in any::<String>(), offset in 0_usize..300, width in 0_usize..120
    ) {
        let position = LineIndex::new(&text).position(offset);
        let shown = excerpt(&text, position, width);
        prop_assert_eq!(shown.lines().count(), 3);
        let source = shown.lines().nth(1).unwrap_or_default();
        prop_assert!(source.chars().count() <= width.max(24));
        prop_assert!(!shown.replace('\n', "").contains(char::is_control));
    }

    #[test]
    fn any_position_is_answered(text in ".{0,40}\n.{0,40}", line in 0_usize..9, column in 0_usize..99) {
        prop_assert!(excerpt(&text, at(line, column), 40).contains('^'));
    }
}
