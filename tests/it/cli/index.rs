//! The index in the data folder is never a reason for another answer or for none.

use std::path::{Path, PathBuf};

use super::coffee;
use crate::world::{Folder, Run, files_below};

fn search(data: &Path) -> Run {
    coffee(&["--data"]).args([data]).args(["search", "--json", "water tank"]).run()
}

/// The folder of the one index that is kept.
fn kept(data: &Folder) -> PathBuf {
    let home = data.path().join("index");
    let folders: Vec<_> = std::fs::read_dir(home).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(folders.len(), 1, "{folders:?}");
    folders.into_iter().next().unwrap()
}

fn hits(run: &Run) -> serde_json::Value {
    run.json()["results"].clone()
}

#[test]
fn whatever_happens_to_a_file_of_the_index_it_is_built_anew_without_a_word() {
    type Damage = (&'static str, fn(&Path, &[u8]));
    let damages: [Damage; 7] = [
        ("removed", |file, _| std::fs::remove_file(file).unwrap()),
        ("emptied", |file, _| std::fs::write(file, []).unwrap()),
        ("cut", |file, bytes| std::fs::write(file, &bytes[..bytes.len() / 2]).unwrap()),
        ("zeroed", |file, bytes| std::fs::write(file, vec![0; bytes.len()]).unwrap()),
        ("a bit turned", |file, bytes| {
            let mut flipped = bytes.to_vec();
            flipped[bytes.len() / 3] ^= 8;
            std::fs::write(file, flipped).unwrap();
        }),
        ("foreign", |file, _| std::fs::write(file, "something else").unwrap()),
        ("a folder in its place", |file, _| {
            std::fs::remove_file(file).unwrap();
            std::fs::create_dir(file).unwrap();
        }),
    ];
    let data = Folder::new();
    let first = hits(&search(data.path()));
    let names: Vec<String> = files_below(&kept(&data)).into_iter().map(|(name, _)| name).collect();
    // Parts have other names in each index, but always as many.
    for at in 0..names.len() {
        for (damage, apply) in damages {
            let (name, file) = files_below(&kept(&data)).swap_remove(at);
            let bytes = std::fs::read(&file).unwrap();
            if bytes.is_empty() {
                continue; // A lock.
            }
            apply(&file, &bytes);
            let again = search(data.path());
            assert_eq!((hits(&again), again.err.as_str()), (first.clone(), ""), "{name} {damage}");
            assert_eq!(hits(&search(data.path())), first, "{name} {damage}");
        }
    }
    assert!(names.len() >= 8, "{names:?}");
}

#[test]
fn what_stands_in_its_place_and_is_no_index_makes_way() {
    let data = Folder::new();
    let first = hits(&search(data.path()));
    let folder = kept(&data);
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::write(&folder, "a file").unwrap();
    assert_eq!(hits(&search(data.path())), first);
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::create_dir_all(folder.join("meta.json")).unwrap();
    assert_eq!(hits(&search(data.path())), first);
    assert!(folder.join("meta.json").is_file());
}

#[test]
fn what_somebody_put_in_its_place_stays() {
    let data = Folder::new();
    let first = hits(&search(data.path()));
    let folder = kept(&data);
    std::fs::remove_dir_all(&folder).unwrap();
    std::fs::create_dir_all(folder.join("meta.json")).unwrap();
    std::fs::write(folder.join("meta.json/letters"), "dear").unwrap();
    assert_eq!(hits(&search(data.path())), first);
    assert!(folder.join("meta.json/letters").is_file());
}

#[test]
fn a_folder_in_which_nothing_can_be_written_is_told_and_answers_are_the_same() {
    let data = Folder::new();
    let first = hits(&search(data.path()));
    let blocked = Folder::new();
    blocked.write("index", "a file where a folder should be");
    // Not even an administrator can write into the second one.
    for data in [blocked.path(), Path::new("/proc")] {
        let run = search(data);
        assert_eq!((run.code, hits(&run)), (Some(0), first.clone()), "{}", run.err);
        assert!(run.err.contains("the search index is in memory only: cannot write"), "{}", run.err);
        let run = coffee(&["--data"]).args([data]).args(["index"]).run();
        assert_eq!(run.code, Some(2), "{}", run.err);
    }
}

#[test]
fn processes_that_build_at_the_same_time_do_not_hurt_each_other() {
    let data = Folder::new();
    let first = hits(&coffee(&["search", "--json", "water tank"]).run());
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..3 {
                    let run = search(data.path());
                    assert_eq!((hits(&run), run.err.as_str()), (first.clone(), ""));
                    // As whoever serves another base does.
                    for entry in std::fs::read_dir(data.path().join("index")).unwrap().flatten() {
                        if !entry.file_name().to_string_lossy().starts_with("building-") {
                            drop(std::fs::remove_dir_all(entry.path()));
                        }
                    }
                }
            });
        }
    });
    assert_eq!(hits(&search(data.path())), first);
}
