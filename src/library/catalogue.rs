//! The pages in the data folder: read once, and taken from there as long as their files are the same.
//!
//! A volume is a file of packed pages with the list of what lies where at its end. It never changes once it is in
//! place: a start that finds new pages writes a volume of its own aside and moves it there. Each page has a checksum
//! and is read anew from its file if that does not hold; a volume that cannot be read or written is done without.
#![expect(clippy::disallowed_methods, reason = "this module owns the catalogue below the data folder")]

mod volume;

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use self::volume::{Volume, Whole};
use super::own::{self, Part};
use crate::kb::{Leaf, Parts, Shelf, Slip, SourceFile, Sum};

/// A volume is written anew rather than copied if less than one byte in so many is still of use.
const ONE_IN: u64 = 2;

/// The catalogue of one data folder.
pub(super) struct Catalogue {
    home: PathBuf,
    file: PathBuf,
    /// What was kept before, and its volume.
    before: Option<(Arc<Volume>, HashMap<Sum, Slip>)>,
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
        let before = Volume::open(&file).map(|(volume, slips)| (Arc::new(volume), slips));
        Self { home, file, before, now: OnceLock::new() }
    }

    /// The page of a file: as it was read before, if it was and is whole, or else read now and put there.
    pub(super) fn read(&self, file: SourceFile) -> Leaf {
        let sum = Sum::of(&file.path, &file.bytes);
        let Some((volume, slip, whole)) = self.find(sum) else { return self.read_anew(file, sum) };
        let shelf = || Arc::clone(volume) as Arc<dyn Shelf>;
        let Some(parts) = whole.parts() else { return self.read_anew(file, sum) };
        match Leaf::from_shelf(file, sum, parts, shelf(), slip) {
            Ok(leaf) => leaf,
            // Its text need not be put there again.
            Err(file) if parts.card.is_empty() => {
                let mut leaf = Leaf::read_summed(file, sum);
                leaf.shelve(shelf(), slip);
                leaf
            }
            Err(file) => self.read_anew(file, sum),
        }
    }

    fn find(&self, sum: Sum) -> Option<(&Arc<Volume>, Slip, Whole)> {
        let (volume, slips) = self.before.as_ref()?;
        let slip = *slips.get(&sum)?;
        Some((volume, slip, volume.whole(slip)?))
    }

    /// If the page cannot be kept it stays in memory.
    fn read_anew(&self, file: SourceFile, sum: Sum) -> Leaf {
        let mut leaf = Leaf::read_summed(file, sum);
        if let Some((card, packed)) = leaf.to_shelve()
            && let Some(aside) = self.now.get_or_init(|| self.begin().ok())
            && let Ok(slip) =
                aside.volume.put(Parts { card: &card, outline: &packed.outline, text: &packed.text })
        {
            leaf.shelve(Arc::clone(&aside.volume) as Arc<dyn Shelf>, slip);
        }
        leaf
    }

    /// A volume with all that was kept before, to which new pages are added.
    fn begin(&self) -> std::io::Result<Aside> {
        std::fs::create_dir_all(&self.home)?;
        let path = self.home.join(own::new_building());
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
        let n_used: u64 = leaves.iter().filter_map(|leaf| leaf.slip).map(volume::room).sum();
        if n_used * ONE_IN < aside.volume.room() {
            return self.write_anew(leaves, aside);
        }
        let shelf = || Arc::clone(&aside.volume) as Arc<dyn Shelf>;
        // What was kept before lies at the same place in the new volume, and the old one can be let go.
        for leaf in leaves.iter_mut() {
            if let Some(slip) = leaf.slip {
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
                let Some(slip) = leaf.slip else { return true };
                let whole = aside.volume.whole(slip);
                let moved = whole.and_then(|whole| fresh.volume.put(whole.parts()?).ok());
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
        let slips = leaves.iter().filter_map(|leaf| Some((leaf.sum, leaf.slip?)));
        let written = aside.volume.close(slips).and_then(|()| own::put_in_place(&aside.path, &self.file));
        match written {
            Ok(()) => Part::Catalogue.remove_others(&self.home, &self.file),
            Err(_) => drop(std::fs::remove_file(&aside.path)),
        }
    }
}
