//! `tests` in the front matter of a page: what somebody says, what is known besides, and what must follow.

use super::super::content_test::{ContentTest, Deed, Expectation, Expected, TestTurn};
use super::super::fields::Fields;
use super::super::front_matter::Node;
use super::super::page::{Kind, Page};
use super::expectations;

/// The keys of a test beside what it expects.
pub(in crate::kb) const TEST_KEYS: [&str; 4] = ["name", "said", "answers", "tried"];
/// So many characters of what is said name a test that has no name.
const LONGEST_NAME: usize = 60;

/// Reads the tests of a page whose id is given. Those of drafts are not run, as drafts are not shown.
pub(in crate::kb) fn read(page: &Page, id: &str, fields: &mut Fields<'_>) -> Vec<ContentTest> {
    let Some(node) = fields.node("tests") else { return Vec::new() };
    let Some(items) = node.as_list() else {
        fields.wrong_shape("tests", node, "a list", "start each test with `- said:`");
        return Vec::new();
    };
    let tests: Vec<ContentTest> = items.iter().filter_map(|item| test(page, id, fields, item)).collect();
    if page.draft { Vec::new() } else { tests }
}

fn test(page: &Page, id: &str, fields: &mut Fields<'_>, item: &Node) -> Option<ContentTest> {
    let said = texts(item.get("said").unwrap_or(item));
    let line = item.position.line;
    let mut turns: Vec<TestTurn> = Vec::new();
    let mut add = |line, does| turns.push(TestTurn { line, does, expects: Vec::new() });
    said.iter().for_each(|text| add(line, Deed::Says(text.clone())));
    for entry in item.get("answers").and_then(Node::as_map).unwrap_or_default() {
        let Some(answer) = entry.value.as_text() else { continue };
        let question = Some(entry.key.clone());
        add(entry.key_position.line, Deed::Answers { question, answer: answer.to_owned() });
    }
    for text in item.get("tried").map(texts).unwrap_or_default() {
        add(line, Deed::TriedInVain(text));
    }
    let expects = expected(page, id, fields, item);
    let Some(last) = turns.last_mut().filter(|_| !said.is_empty() && !expects.is_empty()) else {
        // What it seems to lack may stand under a key that no test knows, which is said.
        let keys = item.as_map().unwrap_or_default().iter().map(|entry| entry.key.as_str());
        if keys.into_iter().any(|key| !TEST_KEYS.contains(&key) && !expectations::EXPECTATIONS.contains(&key))
        {
            return None;
        }
        let lacks = if said.is_empty() { "nothing is said in it" } else { "it expects nothing" };
        fields.complaints.error(
            "test-empty",
            item.position,
            format!("a test tests nothing: {lacks}"),
            "write `said: \"…\"` with what somebody types, and what must follow, such as `cause: cause-id`",
        );
        return None;
    };
    last.expects = expects;
    let name =
        item.get("name").and_then(Node::as_text).or(said.first().map(String::as_str)).unwrap_or_default();
    let name = format!("{id}: {}", beginning(name));
    Some(ContentTest { name, file: page.path.clone(), at: item.position, turns })
}

fn texts(node: &Node) -> Vec<String> {
    let items = node.as_list().unwrap_or_default();
    let texts = items.iter().filter_map(Node::as_text).map(str::trim);
    texts.filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

/// What a test expects. What it leaves out is what its page is about: a test on the page of a cause is about that cause.
fn expected(page: &Page, id: &str, fields: &mut Fields<'_>, item: &Node) -> Vec<Expectation> {
    let mut expects = Vec::new();
    for entry in item.as_map().unwrap_or_default() {
        if TEST_KEYS.contains(&entry.key.as_str()) {
            continue;
        }
        let Some(value) = entry.value.as_text() else {
            fields.wrong_shape(&entry.key, &entry.value, "one text", "write one value behind the colon");
            continue;
        };
        let at = entry.key_position;
        let (key, value) = ((entry.key.as_str(), at), (value, entry.value.position));
        let what = expectations::read(&mut fields.complaints, key, value, &TEST_KEYS);
        expects.extend(what.map(|what| Expectation { line: at.line, what }));
    }
    let says = |keys: &[&str]| expects.iter().any(|expects| keys.contains(&expects.what.key()));
    let recognised = ["outcome", "symptom", "out_of_scope"];
    let own = match page.kind {
        Kind::Symptom if !says(&recognised) => Some(Expected::Symptom(id.to_owned())),
        Kind::OutOfScope if !says(&recognised) => Some(Expected::OutOfScope(id.to_owned())),
        Kind::Cause if !says(&["cause"]) => Some(Expected::Cause(id.to_owned())),
        Kind::Fix if !says(&["tries"]) => Some(Expected::Tries(id.to_owned())),
        Kind::Question if !says(&["asks", "answered"]) => Some(Expected::Asks(id.to_owned())),
        _ => None,
    };
    let own = own.map(|what| Expectation { line: item.position.line, what });
    own.into_iter().chain(expects).collect()
}

/// A name of one line and a length that fits one.
fn beginning(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(LONGEST_NAME).and_then(|(end, _)| text.get(..end)) {
        Some(start) => format!("{}…", start.trim_end()),
        None => text,
    }
}
