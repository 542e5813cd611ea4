//! The pages in the data folder: read once, and taken from there as long as their files are the same.
//!
//! A volume is a file of packed pages with the list of what lies where at its end. It never changes once it is in
//! place: a start that finds new pages writes a volume of its own aside and moves it there. Each page has a checksum
//! and is read anew from its file if that does not hold; a volume that cannot be read or written is done without.
#![expect(clippy::disallowed_methods, reason = "this module owns the catalogue below the data folder")]

mod volume;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};

use self::volume::{Entry, Volume};
use super::own::{self, BUILDING, Part};
use crate::kb::{Leaf, Shelf, Sum};

/// A volume is written anew rather than copied if less than one byte in so many is still of use.
const ONE_IN: u64 = 2;

/// The catalogue of one data folder.
pub(super) struct Catalogue {
    home: PathBuf,
    file: PathBuf,
    /// What was kept before, and its volume.
    before: Option<(Arc<Volume>, HashMap<Sum, Entry>)>,
    /// Where new pages are put, once there are any; nothing if that cannot be written.
    now: OnceLock<Option<Aside>>,
}

/// A volume that is being written.
struct Aside {
    volume: Arc<Volume>,
    path: PathBuf,
}

impl Catalogue {
    /// Opens what is kept in a data folder, if anything is.
    pub(super) fn open(data: &Path) -> Self {
        let home = Part::Catalogue.home(data);
        let file = home.join(own::volume_name());
        let before = Volume::open(&file).map(|(volume, entries)| (Arc::new(volume), entries));
        Self { home, file, before, now: OnceLock::new() }
    }

    /// A page as it was read before, if it was and is whole.
    pub(super) fn find(&self, path: &str, sum: Sum) -> Option<Leaf> {
        let (volume, entry) = self.entry(sum)?;
        let card = entry.card.as_deref()?;
        Leaf::from_card(path, sum, card, Arc::clone(volume) as Arc<dyn Shelf>, entry.slip)
    }

    fn entry(&self, sum: Sum) -> Option<(&Arc<Volume>, &Entry)> {
        let (volume, entries) = self.before.as_ref()?;
        let entry = entries.get(&sum)?;
        volume.is_whole(entry.slip).then_some((volume, entry))
    }

    /// Puts a page there that was read now. If it cannot be kept it stays in memory.
    pub(super) fn keep(&self, leaf: &mut Leaf) {
        let Some(packed) = leaf.packed() else { return };
        if let Some((volume, entry)) = self.entry(leaf.sum) {
            return leaf.shelve(Arc::clone(volume) as Arc<dyn Shelf>, entry.slip);
        }
        let Some(aside) = self.now.get_or_init(|| self.begin().ok()) else { return };
        if let Ok(slip) = aside.volume.put(packed) {
            leaf.shelve(Arc::clone(&aside.volume) as Arc<dyn Shelf>, slip);
        }
    }

    /// A volume with all that was kept before, to which new pages are added.
    fn begin(&self) -> std::io::Result<Aside> {
        static WRITTEN: AtomicU64 = AtomicU64::new(0);
        std::fs::create_dir_all(&self.home)?;
        let number = WRITTEN.fetch_add(1, Ordering::Relaxed);
        let path = self.home.join(format!("{BUILDING}{}-{number}", std::process::id()));
        let begun = match &self.before {
            Some((before, _)) => before.continued(&path),
            None => Volume::create(&path),
        };
        match begun {
            Ok(volume) => Ok(Aside { volume: Arc::new(volume), path }),
            Err(error) => {
                drop(std::fs::remove_file(&path));
                Err(error)
            }
        }
    }

    /// Moves what was written into place.
    pub(super) fn finish(self, leaves: &mut [Leaf]) {
        let Some(aside) = self.now.get().and_then(Option::as_ref) else { return };
        let n_used: u64 = leaves.iter().filter_map(Leaf::slip).map(volume::room).sum();
        if n_used * ONE_IN < aside.volume.room() {
            return self.write_anew(leaves, aside);
        }
        let shelf = || Arc::clone(&aside.volume) as Arc<dyn Shelf>;
        // What was kept before lies at the same place in the new volume, and the old one can be let go.
        for leaf in leaves.iter_mut() {
            if let Some(slip) = leaf.slip() {
                leaf.shelve(shelf(), slip);
            }
        }
        self.put_in_place(leaves, aside);
    }

    /// Leaves behind what is of no use any more.
    fn write_anew(&self, leaves: &mut [Leaf], aside: &Aside) {
        let emptied =
            Self { home: self.home.clone(), file: self.file.clone(), before: None, now: OnceLock::new() };
        if let Ok(fresh) = emptied.begin() {
            let shelf = || Arc::clone(&fresh.volume) as Arc<dyn Shelf>;
            let are_moved = leaves.iter_mut().all(|leaf| {
                let Some(slip) = leaf.slip() else { return true };
                let moved = aside.volume.take(slip).and_then(|packed| fresh.volume.put(&packed).ok());
                moved.into_iter().for_each(|slip| leaf.shelve(shelf(), slip));
                moved.is_some()
            });
            if are_moved {
                self.put_in_place(leaves, &fresh);
            } else {
                drop(std::fs::remove_file(&fresh.path));
            }
        }
        drop(std::fs::remove_file(&aside.path));
    }

    fn put_in_place(&self, leaves: &[Leaf], aside: &Aside) {
        let entries = leaves.iter().filter_map(|leaf| {
            Some((leaf.sum, Entry { slip: leaf.slip()?, card: leaf.card().map(Into::into) }))
        });
        let written = aside.volume.close(entries).and_then(|()| own::put_in_place(&aside.path, &self.file));
        match written {
            Ok(()) => Part::Catalogue.remove_others(&self.home, &self.file),
            Err(_) => drop(std::fs::remove_file(&aside.path)),
        }
    }
}
