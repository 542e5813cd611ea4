//! Content tests: what authors expect of conversations fails by name when the base no longer gives it.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::coffee;
use crate::world::{Deskdoc, Folder, builtin, no_complaints, open, small_base};

fn tested(folder: &Folder, more: &[&str]) -> crate::world::Run {
    Deskdoc::with_base(folder.path()).args(["eval", "--only", "tests"]).args(more).run()
}

fn copy_of_coffee() -> Folder {
    let folder = Folder::new();
    folder.copy(&small_base());
    folder
}

#[test]
fn deleting_a_question_that_separates_two_causes_fails_the_tests_that_need_it_by_name() {
    let folder = copy_of_coffee();
    assert_eq!(tested(&folder, &[]).code, Some(0));
    std::fs::remove_file(folder.path().join("questions/lamp-colour.md")).unwrap();
    let run = tested(&folder, &[]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    for wanted in [
        "FAILED tank-empty: red lamp",
        "--> causes/tank-empty.md:",
        "FAILED The tank is full, so it is the pump",
        "--> symptoms/pump-after-the-tank.case.md:14",
        "turn 2, “it did not help”",
        "expected `asks: lamp-colour`",
        "there is no question `lamp-colour` in the base",
    ] {
        assert!(run.out.contains(wanted), "{wanted} is missing in:\n{}", run.out);
    }
}

#[test]
fn a_symptom_that_is_not_recognised_any_more_fails_its_test() {
    let folder = copy_of_coffee();
    std::fs::remove_file(folder.path().join("symptoms/no-coffee.md")).unwrap();
    let found = tested(&folder, &["--json"]).json();
    let failed: Vec<&str> = found["content_tests"]["tests"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|test| test["passed"] == false)
        .map(|test| test["name"].as_str().unwrap())
        .collect();
    assert!(failed.contains(&"The tank is full, so it is the pump"), "{failed:?}");
}

#[test]
fn junit_is_sound_xml_whose_sums_are_right_whatever_a_test_is_called() {
    let folder = copy_of_coffee();
    let hostile = "---\ntitle: '<b>\"&\u{7}]]> it''s'\n---\n> no coffee comes out\n\n- cause: pump-blocked\n";
    folder.write("symptoms/hostile <&>.case.md", hostile.replace('\u{7}', ""));
    let file = folder.path().join("results.xml");
    let run = tested(&folder, &["--junit", file.to_str().unwrap()]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    let xml = std::fs::read_to_string(&file).unwrap();
    let (mut open_suites, mut cases, mut failures, mut stated) = (0, 0, 0, Vec::new());
    let mut names = std::collections::BTreeSet::new();
    let mut reader = Reader::from_str(&xml);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) => {
                let attribute = |name: &str| {
                    let found = tag.try_get_attribute(name).unwrap();
                    found.map(|found| found.value.into_owned())
                };
                match tag.name().as_ref() {
                    "testsuites" => {
                        stated.push((attribute("tests").unwrap(), attribute("failures").unwrap()))
                    }
                    "testsuite" => {
                        open_suites += 1;
                        assert!(attribute("name").is_some() && attribute("errors").is_some());
                    }
                    "testcase" => {
                        cases += 1;
                        let name = attribute("name").unwrap();
                        assert!(attribute("classname").is_some() && attribute("time").is_some());
                        assert!(names.insert(name.clone()), "{name} stands there twice");
                    }
                    "failure" => failures += 1,
                    other => panic!("{other}"),
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!((open_suites, cases, failures), (4, 6, 1));
    assert_eq!(stated, [("6".to_owned(), "1".to_owned())]);
}

#[test]
fn more_tests_are_the_same_base_and_other_pages_are_another() {
    let revision = |folder: &Folder| open(&[folder.path()]).snapshot().revision.clone();
    let folder = copy_of_coffee();
    let before = revision(&folder);
    folder.write("symptoms/another.case.md", "> no coffee\n\n- symptom: no-coffee\n");
    assert_eq!(revision(&folder), before);
    folder.write("articles/more.md", "# More\n");
    assert_ne!(revision(&folder), before);
}

#[test]
fn case_files_are_no_pages() {
    let snapshot = open(&[&small_base()]).snapshot();
    assert!(snapshot.base.pages().iter().all(|page| !page.path.as_str().ends_with(".case.md")));
    let run = coffee(&["search", "Somebody fills the tank first"]).run();
    assert!(!run.out.contains("pump-after-the-tank"), "{}", run.out);
}

#[test]
fn every_symptom_of_the_built_in_base_has_a_content_test() {
    let snapshot = builtin().snapshot();
    let tested: Vec<&str> = snapshot.base.content_tests().iter().map(|test| test.file.as_str()).collect();
    let untested = snapshot.base.symptoms().filter(|symptom| !tested.contains(&symptom.page.as_str()));
    no_complaints(untested.map(|symptom| format!("{} has no `tests`", symptom.page)).collect());
}

#[test]
fn the_content_tests_of_the_built_in_base_pass() {
    let run = Deskdoc::new().args(["eval", "--only", "tests"]).run();
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
}
