//! A file that is not sound is named, and left exactly as it is.

use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use deskdoc::store::{Id, OpenError, Store};

use super::{in_folder, ledger, wait};
use crate::world::{Deskdoc, Folder, small_base};

/// A store with enough in it to have a middle.
fn sound() -> (Folder, Vec<u8>) {
    let folder = Folder::new();
    let store = Store::open(&in_folder(folder.path())).unwrap();
    for id in 0..300 {
        wait(store.begin(ledger(id, 0), None)).unwrap();
    }
    store.close();
    let bytes = std::fs::read(folder.path().join("deskdoc.sqlite")).unwrap();
    (folder, bytes)
}

#[test]
fn a_damaged_file_is_named_with_the_remedy_and_not_touched() {
    let (folder, whole) = sound();
    let file = folder.path().join("deskdoc.sqlite");
    let with = |range: std::ops::Range<usize>, byte: u8| {
        let mut bytes = whole.clone();
        bytes[range].fill(byte);
        bytes
    };
    let middle = whole.len() / 2 / 4096 * 4096;
    let damages: [(&str, Vec<u8>); 9] = [
        ("header", with(0..16, 0)),
        ("header, behind its first words", with(16..100, 0xff)),
        ("first page", with(100..4096, 0xff)),
        ("middle", with(middle..middle + 4096 * 4, 0xff)),
        ("middle zeroed", with(middle..middle + 4096 * 4, 0)),
        ("truncated", whole[..whole.len() / 2].to_vec()),
        ("one page", whole[..4096].to_vec()),
        ("empty", Vec::new()),
        ("not SQLite", b"PK\x03\x04 something else entirely\n".repeat(200)),
    ];
    for (damage, bytes) in damages {
        std::fs::write(&file, &bytes).unwrap();
        let refused = Store::open(&in_folder(folder.path())).err();
        let refused = refused.unwrap_or_else(|| panic!("{damage}: it was opened"));
        assert!(matches!(refused, OpenError::Damaged { .. }), "{damage}: {refused}");
        let words = refused.to_string();
        assert!(words.contains(&*file.to_string_lossy()) && words.contains("backup"), "{damage}: {words}");
        assert!(!words.contains("deskdoc.sqlite.sqlite") && words.len() < 800, "{damage}: {words}");
        assert!(std::fs::read(&file).unwrap() == bytes, "{damage}: the file was changed");
    }
    std::fs::write(&file, &whole).unwrap();
    let store = Store::open(&in_folder(folder.path())).unwrap();
    assert!(wait(store.conversation(Id(299))).unwrap().is_some());
}

#[test]
fn the_server_and_the_export_do_not_start_on_a_damaged_file() {
    let (folder, mut bytes) = sound();
    bytes.truncate(5_000);
    let file = folder.write("deskdoc.sqlite", &bytes);
    for command in [["serve", "--listen=127.0.0.1:0"].as_slice(), &["store", "export"], &["store", "import"]]
    {
        let run =
            Deskdoc::with_base(&small_base()).args(["--data"]).args([folder.path()]).args(command).run();
        assert_eq!(run.code, Some(2), "{command:?}: {}", run.err);
        assert!(run.err.contains("is damaged") && run.err.contains(&*file.to_string_lossy()), "{}", run.err);
        assert_eq!(run.out, "", "{command:?}");
    }
    assert!(std::fs::read(&file).unwrap() == bytes);
}

#[test]
fn a_journal_without_its_file_is_not_thrown_away() {
    let folder = Folder::new();
    let journal = folder.write("deskdoc.sqlite-wal", "what was last written");
    let refused = Store::open(&in_folder(folder.path())).err().unwrap();
    assert!(matches!(refused, OpenError::Damaged { .. }), "{refused}");
    assert!(journal.exists() && !folder.path().join("deskdoc.sqlite").exists());
}

#[test]
fn a_folder_in_the_place_of_the_file_is_named() {
    let folder = Folder::new();
    folder.write("deskdoc.sqlite/x", "");
    let refused = Store::open(&in_folder(folder.path())).err().unwrap();
    assert!(matches!(refused, OpenError::Unusable { .. }), "{refused}");
}

#[test]
fn a_file_that_may_only_be_read_is_named() {
    let (folder, bytes) = sound();
    // Permissions mean nothing to root: there the program is run by another user, from a place that others reach.
    // Another program copies: a file that this process has open for writing while another test starts a program is
    // still open there, and "busy" for whoever would run it.
    let program = folder.path().join("deskdoc");
    let copied = Command::new("cp").arg(env!("CARGO_BIN_EXE_deskdoc")).arg(&program).status().unwrap();
    assert!(copied.success());
    let set = |path: &Path, mode| std::fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
    set(&program, 0o555);
    set(&folder.path().join("deskdoc.sqlite"), 0o444);
    set(folder.path(), 0o555);
    let mut command = Command::new(&program);
    command.env_clear().current_dir("/").arg("--data").arg(folder.path()).args(["store", "import"]);
    if is_root() {
        command.uid(65_534).gid(65_534);
    }
    let run = command.output().unwrap();
    set(folder.path(), 0o755);
    let words = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(2), "{words}");
    assert!(words.contains("cannot be written") && words.contains("permission"), "{words}");
    assert!(std::fs::read(folder.path().join("deskdoc.sqlite")).unwrap() == bytes);
}

fn is_root() -> bool {
    let run = Command::new("id").arg("-u").output().unwrap();
    run.stdout == b"0\n"
}

#[test]
fn a_store_in_memory_works_and_ends_with_its_process() {
    let settings = deskdoc::config::Store::default();
    let store = Store::open(&settings).unwrap();
    wait(store.begin(ledger(1, 0), None)).unwrap();
    assert_eq!(wait(store.conversation(Id(1))).unwrap(), Some(ledger(1, 0)));
    let other = Store::open(&settings).unwrap();
    assert_eq!(wait(other.conversation(Id(1))).unwrap(), None);
}
