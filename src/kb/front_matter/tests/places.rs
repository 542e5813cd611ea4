use super::*;

fn at(position: crate::text::place::Position) -> (usize, usize) {
    (position.line, position.column)
}

#[test]
fn keys_and_values_know_their_place_in_the_file() {
    let page = sound("title: Login\n\n# why\n\"says\":\n  - \"é\"\n  - b\nmap: {é: 1, b: [2]}");
    let [title, says, map] = page.entries.as_slice() else { panic!("three keys") };
    assert_eq!((at(title.key_position), at(title.value.position)), ((2, 1), (2, 8)));
    assert_eq!((at(says.key_position), at(says.value.position)), ((5, 1), (6, 3)));
    let items: Vec<_> = says.value.as_list().unwrap().iter().map(|item| at(item.position)).collect();
    assert_eq!(items, [(6, 5), (7, 5)]);
    assert_eq!(at(map.value.position), (8, 6));
    let inner: Vec<_> = map.value.as_map().unwrap().iter().map(|entry| at(entry.key_position)).collect();
    assert_eq!(inner, [(8, 7), (8, 13)]);
}

#[test]
fn a_map_without_braces_starts_at_its_first_key() {
    let page = sound("answers:\n  - id: adobe\n    label: x\n  - id: own");
    let answers = page.get("answers").unwrap().as_list().unwrap();
    let places: Vec<_> = answers.iter().map(|answer| at(answer.position)).collect();
    assert_eq!(places, [(3, 5), (5, 5)]);
}

#[test]
fn a_value_that_is_not_there_has_the_place_of_its_key() {
    let page = sound("a:\nb: |\nc: {d, e: }\nf:\n  -\n  - x\ng: ~");
    let places: Vec<_> = page.entries.iter().map(|entry| at(entry.value.position)).collect();
    assert_eq!(places, [(2, 1), (3, 1), (4, 4), (6, 3), (8, 4)]);
    let inner = page.get("c").unwrap().as_map().unwrap();
    assert_eq!(inner.iter().map(|entry| at(entry.value.position)).collect::<Vec<_>>(), [(4, 5), (4, 8)]);
}

#[test]
fn where_the_two_readings_differ_the_key_gives_the_place() {
    use crate::kb::front_matter::combine::combine;
    use crate::kb::front_matter::given::Given;
    use crate::kb::front_matter::outline::{Outline, OutlineEntry, Shape};
    use crate::text::place::Position;

    let place = |line| Position { line, column: 1 };
    let list = Given::List(vec![Given::Int(1), Given::Text("x".to_owned())]);
    let given = Given::Map(vec![("a".to_owned(), list)]);
    let short = Outline { position: place(3), shape: Shape::List(vec![]) };
    let entry = OutlineEntry { key: "a".to_owned(), key_position: place(2), value: short };
    let outline = Outline { position: place(2), shape: Shape::Map(vec![entry]) };

    let front_matter = combine(given, &outline);
    let items = front_matter.get("a").unwrap().as_list().unwrap();
    assert_eq!(items.iter().map(|item| item.position.line).collect::<Vec<_>>(), [2, 2]);
    assert_eq!(items.first().and_then(Node::as_text), Some("1"));
}
