use super::*;
use crate::kb::{Kind, KnowledgeBase, SourceFile, Sources, assemble};

fn base(files: Vec<Draft>) -> (KnowledgeBase, Vec<String>) {
    let files =
        files.into_iter().map(|draft| SourceFile { path: draft.path, bytes: draft.text.into_bytes() });
    let (base, problems) = assemble(Sources { files: files.collect(), ..Sources::default() }, 1);
    (base, problems.iter().map(|problem| format!("{} {}", problem.file, problem.code)).collect())
}

fn article(text: &str) -> KnowledgeBase {
    base(vec![Draft { path: "manual.md".to_owned(), text: text.to_owned() }]).0
}

fn paths(drafts: &[Draft]) -> Vec<&str> {
    drafts.iter().map(|draft| draft.path.as_str()).collect()
}

#[test]
fn new_pages_are_drafts_that_lack_only_what_an_author_has_to_know() {
    let pages = Kind::ALL.into_iter().map(|kind| page(kind, "some-name").unwrap());
    let (base, problems) = base(pages.chain([settings()]).collect());
    let lacking = [
        "checks/some-name.md key-missing",
        "checks/some-name.md key-missing",
        "fixes/some-name.md key-missing",
        "out-of-scope/some-name.md says-missing",
        "questions/some-name.md key-missing",
        "symptoms/some-name.md says-missing",
    ];
    assert_eq!(problems, lacking);
    assert!(base.pages().iter().all(|page| page.draft));
}

#[test]
fn a_new_case_is_a_test_as_soon_as_it_is_no_draft() {
    let draft = case_file("first-call").unwrap();
    let ready = Draft { text: draft.text.replace("status: draft\n", ""), ..draft.clone() };
    assert_eq!(base(vec![draft]).0.content_tests().len(), 0);
    let (base, problems) = base(vec![ready]);
    assert_eq!((problems.len(), base.content_tests().len()), (0, 1));
    assert_eq!(base.content_tests()[0].name, "First call");
}

#[test]
fn names_that_are_no_ids_are_refused() {
    assert!(page(Kind::Symptom, "No Sound").is_err());
    assert!(page(Kind::Symptom, "../../etc/passwd").is_err());
    assert!(case_file("").is_err());
}

#[test]
fn sections_about_a_trouble_become_symptoms_and_what_stands_below_them_causes() {
    let manual = article(
        "# Manual\n\n## Connecting\n\nPush the button.\n\n## The screen does not show anything\n\nNo picture, or `Error 17: no signal`.\n\n\
         ### The cable is loose\n\nSomebody moved the table.\n\n1. Push the plug in.\n2. Wait.\n\n### Another input is chosen\n\nPress **Input** until HDMI is shown.\n",
    );
    let found = drafts(&manual, &|_| false);
    let wanted = [
        "causes/the-cable-is-loose.md",
        "causes/another-input-is-chosen.md",
        "symptoms/the-screen-does-not-show-anything.md",
    ];
    assert_eq!(paths(&found), wanted);
    let symptom = &found[2].text;
    assert!(
        symptom.contains("- \"Error 17: no signal\"") && symptom.contains("the-cable-is-loose: occasional"),
        "{symptom}"
    );
    assert!(
        found[0].text.contains("Somebody moved the table.\n\n## Fix\n\n1. Push the plug in.\n2. Wait.\n"),
        "{}",
        found[0].text
    );
    let (_, problems) = base(found);
    assert_eq!(problems, ["symptoms/the-screen-does-not-show-anything.md few-phrases"]);
}

#[test]
fn a_section_of_links_alone_is_no_cause() {
    let manual = article(
        "# Manual\n\n## The screen stays dark\n\nNo picture.\n\n### The cable is loose\n\nSomebody moved the table.\n\n\
         ### Related topics\n\n* [How to choose a cable](cables.md)\n* [All about screens](screens.md)\n",
    );
    let found = drafts(&manual, &|_| false);
    assert_eq!(paths(&found), ["causes/the-cable-is-loose.md", "symptoms/the-screen-stays-dark.md"]);
}

#[test]
fn items_of_a_list_of_errors_become_symptoms() {
    let manual = article(
        "# Troubleshooting\n\n## Common errors\n\n* User is sent to another page:\n\n  The address is not registered.\n\n* Check the following:\n\n  Nothing.\n",
    );
    let wanted = ["causes/the-address-is-not-registered.md", "symptoms/user-is-sent-to-another-page.md"];
    assert_eq!(paths(&drafts(&manual, &|_| false)), wanted);
}

#[test]
fn headings_about_work_are_no_troubles() {
    for heading in [
        "Processing errors",
        "Update incorrect addresses",
        "In case of error",
        "Errors",
        "Known issues",
        "Download the console",
    ] {
        assert!(
            drafts(
                &article(&format!("# Manual\n\n## {heading}\n\nA text of some length stands here.\n")),
                &|_| false
            )
            .is_empty(),
            "{heading}"
        );
    }
}

#[test]
fn what_is_there_already_is_not_drafted_again() {
    let manual = article("# Manual\n\n## The door is stuck\n\nThe lock is frozen in winter.\n");
    assert_eq!(drafts(&manual, &|_| false).len(), 2);
    assert_eq!(drafts(&manual, &|_| true).len(), 0);
    let only_the_cause = drafts(&manual, &|path| path.starts_with("causes/"));
    assert!(only_the_cause[0].text.contains("the-lock-is-frozen-in-winter: occasional"));
}

#[test]
fn texts_that_would_be_markup_stay_texts() {
    let manual =
        article("# M\n\n## \"A\\ \\<b\\>\" is missing: [x](y)\n\nThe \\*star\\* is `gone` from here.\n");
    let (base, problems) = base(drafts(&manual, &|_| false));
    assert_eq!((base.symptoms().count(), base.causes().count()), (1, 1), "{problems:?}");
}
