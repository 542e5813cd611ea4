//! `deskdoc new`: what authors begin with.

use crate::world::{Deskdoc, Folder, cases, expect_file, files_below, no_complaints};

const KINDS: [&str; 8] = ["symptom", "cause", "fix", "question", "check", "article", "out-of-scope", "case"];

fn new(folder: &Folder, arguments: &[&str]) -> crate::world::Run {
    Deskdoc::with_base(&folder.path().join("base")).args(["new"]).args(arguments).run()
}

#[test]
fn a_new_page_of_each_kind_explains_every_key() {
    let folder = Folder::new();
    for kind in KINDS {
        let run = new(&folder, &[kind, "some-name"]);
        assert_eq!(run.code, Some(0), "{kind}: {}", run.err);
    }
    assert_eq!(new(&folder, &["settings"]).code, Some(0));
    let written = files_below(&folder.path().join("base"));
    assert_eq!(written.len(), KINDS.len() + 1);
    let complaints = written.iter().filter_map(|(path, file)| {
        expect_file(&cases("new").join(path), &std::fs::read_to_string(file).unwrap()).err()
    });
    no_complaints(complaints.collect());
}

#[test]
fn nothing_is_overwritten_and_nothing_is_written_without_a_folder() {
    let folder = Folder::new();
    let page = folder.write("base/symptoms/no-sound.md", "mine");
    let run = new(&folder, &["symptom", "no-sound"]);
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("is there already"), "{}", run.err);
    assert_eq!(std::fs::read_to_string(page).unwrap(), "mine");
    for wrong in
        [&["symptom", "No Sound"][..], &["symptom"], &["ci"], &["ci", "jenkins"], &["symptom", "../x"]]
    {
        assert_eq!(new(&folder, wrong).code, Some(2), "{wrong:?}");
    }
    let run = Deskdoc::new().args(["new", "symptom", "no-sound"]).run();
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("--kb"), "{}", run.err);
    assert_eq!(files_below(folder.path()).len(), 1);
}

#[test]
fn documentation_becomes_drafts_once() {
    let folder = Folder::new();
    folder.write(
        "manuals/screen.md",
        "# The screen\n\n## The screen stays dark\n\nThe cable is loose.\n\n1. Push it in.\n",
    );
    let from = folder.path().join("manuals");
    let run = new(&folder, &["--from", from.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains("1 symptom and 1 cause drafted"), "{}", run.err);
    assert_eq!(run.out.lines().count(), 2);
    assert_eq!(
        new(&folder, &["--from", from.to_str().unwrap()]).code,
        Some(3),
        "nothing is left to be drafted"
    );
    assert_eq!(new(&folder, &["--from", "/no/such/folder"]).code, Some(2));
}

#[test]
fn recipes_are_printed_and_use_commands_that_exist() {
    for name in ["github", "gitlab", "pre-commit"] {
        let recipe = Deskdoc::new().args(["new", "ci", name]).run();
        assert_eq!(recipe.code, Some(0), "{}", recipe.err);
        let calls = recipe.out.lines().filter_map(|line| line.split_once(" --kb \"$")?.1.split_once("\" "));
        let mut n_calls = 0;
        let folder = Folder::new();
        for (_, command) in calls {
            n_calls += 1;
            let command = command.split(['>', '|']).next().unwrap();
            let run = Deskdoc::with_base(&crate::world::small_base())
                .folder(folder.path())
                .args(command.split_whitespace())
                .run();
            assert_eq!(run.code, Some(0), "{name}: {command}: {}", run.err);
        }
        assert_eq!(n_calls, 2, "{name}: one call that lints, one that tests");
    }
}
