//! The data folder is not only deskdoc's: what others put there stays, and nothing that stands there keeps it waiting.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::symlink;
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::client;
use crate::world::{Deskdoc, Folder, Run, Server, files_below, small_base};

const HASH: &str = "0123456789abcdef0123456789abcdef";
/// The process of no test.
const GONE: &str = "building-99999999";

fn ask(data: &Path) -> Run {
    Deskdoc::with_base(&small_base())
        .args(["--data"])
        .args([data])
        .args(["ask", "--json", "my coffee maker makes noise and no coffee comes out"])
        .run()
}

/// What stands in a folder, by name.
fn names(folder: PathBuf) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Everything that is kept, by its path below the data folder, without the store.
fn kept(data: &Folder) -> Vec<(String, PathBuf)> {
    let is_store = |name: &str| name.starts_with("deskdoc.sqlite");
    files_below(data.path()).into_iter().filter(|(name, _)| !is_store(name)).collect()
}

#[test]
fn what_others_put_into_the_data_folder_stays_and_the_log_says_so() {
    let data = Folder::new();
    let foreign = [
        "index/my-papers/thesis.docx".to_owned(),
        "index/thesis.docx".to_owned(),
        // Names that are only nearly those of deskdoc.
        "index/s4-notes/thesis.docx".to_owned(),
        format!("index/s4-{HASH}/thesis.docx"),
        format!("index/{GONE}-house/thesis.docx"),
        format!("index/{GONE}-0-{HASH}/plans/thesis.docx"),
        "recogniser/thesis.docx".to_owned(),
        format!("recogniser/{HASH}"),
        format!("recogniser/5-{HASH}/thesis.docx"),
        "recogniser/building-materials".to_owned(),
        "catalogue/thesis.docx".to_owned(),
        // A name that deskdoc gives, and nothing of deskdoc in it.
        "catalogue/2-0.0.9".to_owned(),
        "catalogue/building-99999999-thesis.docx".to_owned(),
        "mine.txt".to_owned(),
    ];
    for path in &foreign {
        data.write(path, "mine");
    }
    std::fs::create_dir(data.path().join("index/empty")).unwrap();
    let log = data.path().join("log");
    let common = ["--log", "warn", "--data", data.path().to_str().unwrap()];
    for _ in 0..2 {
        drop(Server::logging(&common, &[], &log));
        for path in &foreign {
            let found = std::fs::read_to_string(data.path().join(path));
            assert_eq!(found.ok().as_deref(), Some("mine"), "{path}");
        }
        assert!(data.path().join("index/empty").is_dir());
        let told = std::fs::read_to_string(&log).unwrap();
        for part in ["index", "recogniser", "catalogue"] {
            let place = data.path().join(part).display().to_string();
            let lines = told.lines().filter(|line| line.contains("WARN") && line.contains(&place)).count();
            assert_eq!(lines, 1, "{part}: {told}");
        }
    }
}

#[test]
fn what_deskdoc_left_itself_is_removed() {
    let data = Folder::new();
    for name in ["deskdoc-index", "meta.json", ".managed.json", &format!("{HASH}.store")] {
        data.write(&format!("index/s3-{HASH}/{name}"), "x");
        data.write(&format!("index/{GONE}-0-{HASH}/{name}"), "x");
    }
    data.write(&format!("recogniser/1-{HASH}"), "x");
    data.write("catalogue/1-0.0.9", "deskdoc pages 1 0.0.9\nx");
    let run = ask(data.path());
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
    for part in ["index", "recogniser", "catalogue"] {
        assert_eq!(names(data.path().join(part)).len(), 1, "{part}");
    }
}

#[test]
fn what_a_killed_process_was_building_is_gone_after_the_next_start() {
    let data = Folder::new();
    let first = ask(data.path());
    let before = kept(&data);
    // Nothing has changed, so nothing is written now.
    data.write(&format!("index/{GONE}-3-{HASH}/meta.json"), "{}");
    std::fs::create_dir(data.path().join(format!("index/{GONE}-4-{HASH}"))).unwrap();
    data.write(&format!("recogniser/{GONE}-0"), "x");
    data.write(&format!("catalogue/{GONE}-17"), "x");
    let own = format!("catalogue/building-{}-0", std::process::id());
    data.write(&own, "still being written");
    assert_eq!(ask(data.path()).out, first.out);
    assert!(data.path().join(&own).exists(), "its process lives");
    std::fs::remove_file(data.path().join(&own)).unwrap();
    assert_eq!(kept(&data), before);
    assert_eq!(names(data.path().join("index")).len(), 1);
}

#[test]
fn whatever_stands_in_the_place_of_a_file_nobody_waits_for_it_and_it_is_made_anew() {
    type Replace = (&'static str, fn(&Path));
    let replacements: [Replace; 4] = [
        ("a pipe", |file| {
            assert!(Command::new("mkfifo").arg(file).status().unwrap().success());
        }),
        ("a socket", |file| drop(UnixListener::bind(file).unwrap())),
        ("a folder", |file| std::fs::create_dir(file).unwrap()),
        ("a link", |_| {}),
    ];
    // Addresses of sockets are short.
    let (data, outside) = (Folder::new(), Folder::new());
    let first = ask(data.path());
    let n_kept = kept(&data).len();
    for at in 0..n_kept {
        for (what, replace) in replacements {
            let (name, file) = kept(&data).swap_remove(at);
            let whole = std::fs::read(&file).unwrap();
            std::fs::remove_file(&file).unwrap();
            let target = outside.write("target", &whole);
            if what == "a link" {
                symlink(&target, &file).unwrap();
            } else {
                // A path to a socket may have no more than 108 bytes.
                let short = outside.path().join("it");
                replace(&short);
                std::fs::rename(&short, &file).unwrap();
            }
            let again = ask(data.path());
            assert_eq!(
                (again.code, &again.out, again.err.as_str()),
                (first.code, &first.out, ""),
                "{what}: {name}"
            );
            assert_eq!(std::fs::read(&target).unwrap(), whole, "{what}: {name}: the link was followed");
            let found = kept(&data);
            assert_eq!(found.len(), n_kept, "{what}: {name}: {found:?}");
            let are_files = found.iter().all(|(_, file)| file.symlink_metadata().unwrap().is_file());
            assert!(are_files, "{what}: {name}: not replaced");
        }
    }
}

#[test]
fn whatever_stands_in_the_place_of_a_whole_index_it_is_built_anew() {
    let (data, outside) = (Folder::new(), Folder::new());
    let first = ask(data.path());
    let home = data.path().join("index");
    let index = home.join(names(home.clone()).remove(0));
    let aside = outside.path().join("index");
    std::fs::rename(&index, &aside).unwrap();
    let put: [fn(&Path, &Path); 3] = [
        |index, _| assert!(Command::new("mkfifo").arg(index).status().unwrap().success()),
        |index, aside| symlink(aside, index).unwrap(),
        |index, _| symlink("nowhere", index).unwrap(),
    ];
    let n_aside = names(aside.clone()).len();
    for put in put {
        put(&index, &aside);
        let again = ask(data.path());
        assert_eq!((again.code, &again.out, again.err.as_str()), (first.code, &first.out, ""));
        assert!(index.symlink_metadata().unwrap().is_dir());
        std::fs::remove_dir_all(&index).unwrap();
        assert_eq!(names(aside.clone()).len(), n_aside, "nothing behind a link is touched");
    }
}

#[test]
fn a_damaged_index_with_something_of_others_in_it_stays_and_is_named() {
    let data = Folder::new();
    let first = ask(data.path());
    let home = data.path().join("index");
    let index = home.join(names(home.clone()).remove(0));
    std::fs::write(index.join("thesis.docx"), "mine").unwrap();
    assert_eq!(
        ask(data.path()).err.lines().filter(|line| line.contains("in memory")).count(),
        0,
        "it can be used"
    );
    std::fs::write(index.join("meta.json"), "").unwrap();
    let again = ask(data.path());
    assert_eq!((again.code, &again.out), (first.code, &first.out));
    assert!(
        again.err.contains("in memory only") && again.err.contains("deskdoc did not make"),
        "{}",
        again.err
    );
    assert_eq!(std::fs::read(index.join("thesis.docx")).unwrap(), b"mine");
    std::fs::remove_file(index.join("thesis.docx")).unwrap();
    assert_eq!(ask(data.path()).err, "");
}

#[tokio::test]
async fn files_damaged_in_place_under_a_running_server_change_no_answer_and_the_next_edit_is_kept() {
    type Damage = (&'static str, fn(&File, u64));
    let damages: [Damage; 3] = [
        ("cut off", |file, n_bytes| file.set_len(n_bytes / 2).unwrap()),
        ("emptied", |file, _| file.set_len(0).unwrap()),
        ("full of zeros", |mut file, n_bytes| file.write_all(&vec![0; n_bytes as usize]).unwrap()),
    ];
    for (what, damage) in damages {
        let (pages, data) = (Folder::new(), Folder::new());
        pages.copy(&small_base());
        let data_folder = ["--data", data.path().to_str().unwrap()];
        // The second start reads what the first has written.
        for _ in 0..2 {
            drop(Server::over(pages.path(), &data_folder, &["--watch", "off"]));
        }
        let server = Server::over(pages.path(), &data_folder, &["--watch", "off"]);
        let client = client();
        let search = async |words: &str| -> String {
            let found = client.get(server.url(&format!("/api/v1/search?q={words}"))).send().await.unwrap();
            found.text().await.unwrap()
        };
        let before = search("coffee").await;
        assert!(before.contains("articles/"), "{before}");
        for (_, file) in kept(&data) {
            let file = OpenOptions::new().write(true).open(file).unwrap();
            damage(&file, file.metadata().unwrap().len());
        }
        assert_eq!(search("coffee").await, before, "{what}");
        pages.write("articles/new.md", "# Descaling with vinegar\n\nZanzibar.\n");
        client.post(server.url("/api/v1/reload")).send().await.unwrap();
        assert!(search("zanzibar").await.contains("articles/new.md"), "{what}");
        let ready = client.get(server.url("/readyz")).send().await.unwrap().text().await.unwrap();
        assert!(ready.contains("\"degraded\":[]"), "{what}: {ready}");
    }
}
