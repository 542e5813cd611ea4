//! Settings from flags, environment and file, in that order of strength.

use super::coffee;
use crate::world::{Deskdoc, Folder, small_base};

#[test]
fn the_base_may_be_named_in_the_environment_and_in_a_file() {
    let by_environment = Deskdoc::new().env("DESKDOC_KB", small_base()).args(["ask", "E-17 no flow"]).run();
    assert_eq!(by_environment.code, Some(0), "{}", by_environment.err);

    let folder = Folder::new();
    folder.write("deskdoc.toml", format!("kb = [{:?}]\n", small_base()));
    let by_file = Deskdoc::new().folder(folder.path()).args(["ask", "E-17 no flow"]).run();
    assert_eq!(by_file.code, Some(0), "{}", by_file.err);
    assert_eq!(by_file.out, by_environment.out);
}

#[test]
fn a_flag_is_stronger_than_the_environment() {
    let run = coffee(&["ask", "E-17 no flow"]).env("DESKDOC_KB", "/no/such/folder").run();
    assert_eq!(run.code, Some(0), "{}", run.err);
}

#[test]
fn a_wrong_key_in_the_settings_file_is_named() {
    let folder = Folder::new();
    let file = folder.write("deskdoc.toml", "lisen = \"127.0.0.1:1\"\n");
    let run = Deskdoc::new().args(["--config"]).args([file]).args(["lint"]).run();
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("lisen") && run.err.contains("deskdoc.toml"), "{}", run.err);
}

#[test]
fn a_settings_file_without_an_end_is_refused() {
    let folder = Folder::new();
    let large = folder.write("large.toml", "# one line\n".repeat(100_000));
    for file in ["/dev/zero".as_ref(), large.as_path()] {
        let run = Deskdoc::new().args(["--config"]).args([file]).args(["ask", "x"]).run();
        assert_eq!(run.code, Some(2), "{}", run.err);
        assert!(run.err.contains("larger than 1 MiB"), "{}", run.err);
    }
}

#[test]
fn two_folders_make_one_base() {
    let more = Folder::new();
    more.write("extra/tea.md", "---\nkind: symptom\ntitle: \"No tea\"\nerrors: [\"T-1 no tea\"]\nsays: [\"no tea\"]\n---\n# No tea\n");
    let run = coffee(&["--kb"]).args([more.path()]).args(["ask", "--json", "T-1 no tea"]).run();
    assert_eq!(run.json()["symptom"], "tea", "{}", run.err);
}

#[test]
fn an_index_is_kept_in_the_data_folder_and_a_damaged_one_is_replaced() {
    let data = Folder::new();
    let search =
        || coffee(&["--data"]).args([data.path()]).args(["search", "--json", "filling the tank"]).run();
    let first = search();
    assert_eq!(first.code, Some(0), "{}", first.err);
    let files = crate::world::files_below(data.path());
    assert!(!files.is_empty(), "the data folder is empty");
    for (name, file) in files {
        std::fs::write(&file, b"damaged").unwrap();
        let again = search();
        assert_eq!((again.code, &again.out), (Some(0), &first.out), "with {name} damaged: {}", again.err);
    }
}

#[test]
fn what_cut_off_builds_left_in_the_data_folder_is_removed() {
    let data = Folder::new();
    // No process has the first id, the test itself has the second.
    let hash = "0123456789abcdef".repeat(2);
    let name = |process: u32| format!("building-{process}-0-{hash}");
    let (gone, alive) = (name(99_999_999), name(std::process::id()));
    for name in [&gone, &alive] {
        data.write(&format!("index/{name}/meta.json"), "x");
    }
    let run = coffee(&["--data"]).args([data.path()]).args(["search", "tank"]).run();
    assert_eq!(run.code, Some(0), "{}", run.err);
    let exists = |name: &str| data.path().join("index").join(name).exists();
    assert_eq!((exists(&gone), exists(&alive)), (false, true));
}

#[test]
fn a_data_folder_that_cannot_be_written_is_named() {
    let folder = Folder::new();
    let file = folder.write("data", "a file");
    let run = coffee(&["--data"]).args([&file]).args(["search", "tank"]).run();
    assert_eq!(run.code, Some(2));
    assert!(run.err.contains("cannot write") && run.err.contains(&*file.to_string_lossy()), "{}", run.err);
}

#[test]
fn it_runs_without_home_and_in_any_locale() {
    for locale in ["C", "de_DE.UTF-8", "nonsense"] {
        let run = coffee(&["ask", "E-17 no flow"]).env("LANG", locale).env("LC_ALL", locale).run();
        assert_eq!(run.code, Some(0), "{locale}: {}", run.err);
    }
}
