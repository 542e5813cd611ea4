//! What was learnt is kept in the data folder, and is never a reason for another answer or for none.

use std::path::PathBuf;

use super::coffee;
use crate::world::{Folder, Run, files_below};

fn ask(data: &Folder) -> Run {
    coffee(&["--data"])
        .args([data.path()])
        .args(["ask", "--json", "my coffee maker makes noise and no coffee comes out"])
        .run()
}

/// The one recogniser that is kept.
fn kept(data: &Folder) -> PathBuf {
    let files = files_below(&data.path().join("recogniser"));
    assert_eq!(files.len(), 1, "{files:?}");
    files.into_iter().map(|(_, file)| file).next().unwrap()
}

#[test]
fn answers_are_the_same_with_and_without_what_was_kept() {
    let data = Folder::new();
    let without = coffee(&["ask", "--json", "my coffee maker makes noise and no coffee comes out"]).run();
    let (learning, reading) = (ask(&data), ask(&data));
    assert_eq!((without.code, &without.out), (learning.code, &learning.out), "{}", learning.err);
    assert_eq!((without.code, &without.out), (reading.code, &reading.out), "{}", reading.err);
}

#[test]
fn whatever_is_wrong_with_what_was_kept_it_is_learnt_anew_and_replaced() {
    let data = Folder::new();
    let first = ask(&data);
    let file = kept(&data);
    let whole = std::fs::read(&file).unwrap();
    let with = |at: usize, byte: u8| {
        let mut bytes = whole.clone();
        bytes[at] ^= byte;
        bytes
    };
    let damages: Vec<(&str, Vec<u8>)> = vec![
        ("empty", Vec::new()),
        ("foreign", b"damaged".to_vec()),
        ("cut off", whole[..whole.len() / 2].to_vec()),
        ("one byte short", whole[..whole.len() - 1].to_vec()),
        ("one byte more", [whole.as_slice(), b"x"].concat()),
        ("a bit in the head", with(3, 1)),
        ("a bit in the checksum", with(20, 1)),
        ("a length of millions", with(58, 0x80)),
        ("a bit at the end", with(whole.len() - 1, 1)),
    ];
    for (damage, bytes) in damages {
        std::fs::write(&file, bytes).unwrap();
        let again = ask(&data);
        assert_eq!((again.code, &again.out), (first.code, &first.out), "{damage}: {}", again.err);
        assert_eq!(again.err, "", "{damage}");
        assert!(std::fs::read(&file).unwrap() == whole, "{damage}: not replaced");
    }
}

#[test]
fn what_other_bases_versions_and_cut_off_writes_left_is_removed() {
    let data = Folder::new();
    for name in ["0-0123456789abcdef0123456789abcdef", "building-99999999-0"] {
        data.write(&format!("recogniser/{name}"), "x");
    }
    assert_eq!(ask(&data).code, Some(0));
    kept(&data);
}

#[test]
fn that_it_cannot_be_kept_is_no_error() {
    let data = Folder::new();
    data.write("recogniser", "a file where a folder should be");
    let run = ask(&data);
    assert_eq!((run.code, run.err.as_str()), (Some(0), ""));
}

#[test]
fn processes_that_start_together_give_the_same_answer() {
    let data = Folder::new();
    let runs: Vec<Run> = std::thread::scope(|scope| {
        let started: Vec<_> = (0..4).map(|_| scope.spawn(|| ask(&data))).collect();
        started.into_iter().map(|run| run.join().unwrap()).collect()
    });
    for run in &runs {
        assert_eq!((run.code, &run.out), (Some(0), &runs[0].out), "{}", run.err);
    }
    assert_eq!(ask(&data).out, runs[0].out);
    kept(&data);
}
