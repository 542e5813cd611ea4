//! Nobody notices that the base is replaced while they ask.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use deskdoc::config;
use deskdoc::library::{Library, Reloaded};
use deskdoc::search::Progress;

use super::Desk;
use crate::world::{Folder, small_base};

#[tokio::test]
async fn not_one_request_fails_while_the_base_is_replaced() {
    let desk = Arc::new(Desk::deaf());
    let (is_over, n_answered) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let asking: Vec<_> = (0..4)
        .map(|_| {
            let (desk, is_over, n_answered) =
                (Arc::clone(&desk), Arc::clone(&is_over), Arc::clone(&n_answered));
            tokio::spawn(async move {
                while !is_over.load(Ordering::Relaxed) {
                    assert_eq!(desk.symptom().await, "no-coffee");
                    assert_eq!(desk.status("/search?q=coffee").await, 200);
                    assert_eq!(desk.status("/symptoms/no-coffee/tree").await, 200);
                    n_answered.fetch_add(3, Ordering::Relaxed);
                }
            })
        })
        .collect();
    for round in 0..20 {
        desk.folder.write("new.md", format!("# Round {round}\n"));
        assert_eq!(desk.reload().await["outcome"], "replaced");
    }
    is_over.store(true, Ordering::Relaxed);
    for one in asking {
        one.await.unwrap();
    }
    assert!(n_answered.load(Ordering::Relaxed) > 0);
}

#[test]
fn a_state_that_nobody_uses_is_freed() {
    for has_data in [false, true] {
        let (base, data) = (Folder::new(), Folder::new());
        base.copy(&small_base());
        let data = has_data.then(|| data.path().to_path_buf());
        let settings = config::Library { folders: vec![base.path().to_path_buf()], data };
        let library = Library::open(&settings, &Progress::unseen()).unwrap();
        let mut earlier = Vec::new();
        for round in 0..5 {
            earlier.push(Arc::downgrade(&library.snapshot()));
            base.write("new.md", format!("# Round {round}\n"));
            assert!(matches!(library.reload(), Reloaded::Replaced));
        }
        assert!(earlier.iter().all(|snapshot| snapshot.upgrade().is_none()));
    }
}

#[test]
fn whoever_still_reads_a_state_reads_it_whole() {
    let (base, data) = (Folder::new(), Folder::new());
    base.copy(&small_base());
    base.write("new.md", "# Kettle\n\nOld words about descaling.\n");
    let settings =
        config::Library { folders: vec![base.path().to_path_buf()], data: Some(data.path().to_path_buf()) };
    let library = Library::open(&settings, &Progress::unseen()).unwrap();
    let old = library.snapshot();
    for round in 0..12 {
        base.write("new.md", format!("# Kettle\n\nRound {round}.\n"));
        library.reload();
    }
    assert!(old.base.published_page("new.md").unwrap().text().body.contains("Old words"));
    assert!(!old.index.find("descaling", 3).unwrap().is_empty());
    let indexes = std::fs::read_dir(data.path().join("index")).unwrap().count();
    assert_eq!(indexes, 1, "one index is kept");
}
