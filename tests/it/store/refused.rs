//! A disk that refuses to be written: what was promised stays, and writing goes on without a restart.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use deskdoc::store::{Health, Id, Store, StoreError};

use super::{in_folder, ledger, until, wait};
use crate::world::Folder;

/// Tells a copy of this test program where to write.
const WRITER: &str = "DESKDOC_TEST_REFUSED";
/// No file of the process may grow beyond so many blocks of half a KiB; the signal about it is ignored.
const LIMITED: &str = r#"trap "" XFSZ; ulimit -S -f 600; exec "$@""#;

#[test]
fn a_disk_that_refuses_is_written_again_without_a_restart() {
    let folder = Folder::new();
    let mut writer = Command::new("sh")
        .args(["-c", LIMITED, "limited"])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "store::refused::writes_until_killed", "--nocapture", "--test-threads=1"])
        .env(WRITER, folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(writer.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut next = |wanted: &str| {
        let found = lines.find_map(|line| line.strip_prefix(wanted).map(str::to_owned));
        found.unwrap_or_else(|| panic!("the writer never said {wanted:?}"))
    };
    assert!(
        next("refused ").contains("Unavailable"),
        "what the disk says is told from what the writer did wrong"
    );
    let room = ["--fsize=unlimited", "--pid", &writer.id().to_string()].map(str::to_owned);
    assert!(Command::new("prlimit").args(room).status().unwrap().success());
    let last: u128 = next("written after all ").parse().unwrap();
    writer.kill().unwrap();
    writer.wait().unwrap();
    let store = Store::open(&in_folder(folder.path())).unwrap();
    for id in 0..=last {
        assert_eq!(wait(store.conversation(Id(id))).unwrap(), Some(ledger(id, 0)), "{id}");
    }
}

/// No test by itself: what the process does whose files may not grow.
#[test]
fn writes_until_killed() {
    let Ok(folder) = std::env::var(WRITER) else { return };
    let store = Store::open(&in_folder(folder.as_ref())).unwrap();
    let refused = |id: u128| wait(store.begin(ledger(id, 0), None)).err();
    let (id, error) = (0..).find_map(|id| refused(id).map(|error| (id, error))).unwrap();
    assert_eq!(wait(store.conversation(Id(0))).unwrap(), Some(ledger(0, 0)), "reading goes on");
    assert_ne!(store.health(), Health::Usable);
    println!("\nrefused {error:?}");
    // Nobody writes meanwhile, and still it is noticed that there is room.
    until(|| store.health() == Health::Usable);
    let again = wait(store.begin(ledger(id, 0), None));
    assert!(matches!(again, Ok(_) | Err(StoreError::AlreadyThere)), "{again:?}");
    println!("\nwritten after all {id}");
    std::thread::park();
}
