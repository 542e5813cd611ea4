//! One file of packed pages.
//!
//! Behind a line that names its form lie the pages, each behind its checksum, and behind them the list of all that
//! are of use, and where it begins. Written from front to back; read wherever a page lies.
#![expect(clippy::disallowed_methods, reason = "this module owns the files of the catalogue")]

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::super::own::{self, VOLUME_HEAD};
use crate::kb::lists::{Reader, Writer};
use crate::kb::{FORMAT, Packed, Shelf, Slip, Sum};

/// Bytes of a checksum.
const SUM: u64 = 4;
/// Bytes at the end: where the list begins, and its checksum.
const END: u64 = 8 + SUM;
/// Bytes of a hash of a file.
const FILE_SUM: usize = 16;

/// One page of the list.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) slip: Slip,
    /// Missing for a page that has to be read at each start.
    pub(super) card: Option<Box<[u8]>>,
}

/// A file of packed pages.
#[derive(Debug)]
pub(super) struct Volume {
    file: File,
    /// Where the next page comes, and the list begins.
    end: Mutex<u64>,
}

/// Bytes that a page takes.
pub(super) fn room(slip: Slip) -> u64 {
    SUM + u64::from(slip.outline) + u64::from(slip.text)
}

fn head() -> String {
    format!("{VOLUME_HEAD}{FORMAT} {}\n", env!("CARGO_PKG_VERSION"))
}

impl Volume {
    /// An empty volume in a new file.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let mut file = own::create(path)?;
        file.write_all(head().as_bytes())?;
        Ok(Self::of(file, head().len() as u64))
    }

    /// Opens a volume and reads its list; nothing if it is not whole up to there.
    pub(super) fn open(path: &Path) -> Option<(Self, HashMap<Sum, Entry>)> {
        let mut file = own::open(path).ok()?;
        let mut found = vec![0; head().len()];
        file.read_exact(&mut found).ok()?;
        if found != head().as_bytes() {
            return None;
        }
        let length = file.seek(SeekFrom::End(0)).ok()?;
        let mut tail = [0; END as usize];
        file.seek(SeekFrom::Start(length.checked_sub(END)?)).ok()?;
        file.read_exact(&mut tail).ok()?;
        let mut tail = Reader::new(&tail);
        let start = u64::from_le_bytes(tail.exactly(8)?.try_into().ok()?);
        let sum = tail.exactly(SUM as usize)?;
        let n_bytes = (length - END).checked_sub(start)?;
        file.seek(SeekFrom::Start(start)).ok()?;
        let mut list = Vec::with_capacity(usize::try_from(n_bytes).ok()?);
        (&mut file).take(n_bytes).read_to_end(&mut list).ok()?;
        if checksum(&[&start.to_le_bytes(), &list]) != *sum {
            return None;
        }
        Some((Self::of(file, start), entries(&list)?))
    }

    fn of(file: File, end: u64) -> Self {
        Self { file, end: Mutex::new(end) }
    }

    /// A copy of its pages in a new file, for more to be added. The file may have been replaced since it was opened,
    /// so what is copied is what was opened.
    pub(super) fn continued(&self, path: &Path) -> io::Result<Self> {
        let mut file = own::create(path)?;
        let end = self.end();
        let mut own = &self.file;
        own.seek(SeekFrom::Start(0))?;
        if io::copy(&mut own.take(*end), &mut file)? != *end {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        Ok(Self::of(file, *end))
    }

    /// Bytes that all of its pages take, those of no use included.
    pub(super) fn room(&self) -> u64 {
        *self.end() - head().len() as u64
    }

    /// Adds a page.
    pub(super) fn put(&self, packed: &Packed) -> io::Result<Slip> {
        let too_long = |_| io::Error::from(io::ErrorKind::FileTooLarge);
        let outline = u32::try_from(packed.outline.len()).map_err(too_long)?;
        let text = u32::try_from(packed.text.len()).map_err(too_long)?;
        let sum = checksum(&[&packed.outline, &packed.text]);
        let bytes = [&sum[..], &packed.outline, &packed.text].concat();
        let mut end = self.end();
        write_at(&self.file, *end, &bytes)?;
        let start = *end + SUM;
        *end += bytes.len() as u64;
        Ok(Slip { start, outline, text })
    }

    /// Takes a page out.
    pub(super) fn take(&self, slip: Slip) -> Option<Packed> {
        Some(Packed { outline: self.outline(slip)?, text: self.text(slip)?.into() })
    }

    /// Whether a page is what was put there.
    pub(super) fn is_whole(&self, slip: Slip) -> bool {
        let bytes = slip.start.checked_sub(SUM).and_then(|start| self.read(start, room(slip)));
        let parts = bytes.as_deref().and_then(|bytes| bytes.split_first_chunk());
        parts.is_some_and(|(sum, page)| checksum(&[page]) == *sum)
    }

    /// Writes the list behind the pages; nothing is added afterwards.
    pub(super) fn close(&self, entries: impl Iterator<Item = (Sum, Entry)>) -> io::Result<()> {
        let mut list = Writer::default();
        for (sum, Entry { slip, card }) in entries {
            list.bytes.extend_from_slice(sum.bytes());
            list.number(slip.start as usize);
            list.number(slip.outline as usize);
            list.number(slip.text as usize);
            list.flag(card.is_some());
            card.iter().for_each(|card| list.bytes(card));
        }
        let end = self.end();
        let start = end.to_le_bytes();
        let sum = checksum(&[&start, &list.bytes]);
        write_at(&self.file, *end, &[&list.bytes[..], &start, &sum].concat())
    }

    fn end(&self) -> MutexGuard<'_, u64> {
        self.end.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(&self, start: u64, n_bytes: u64) -> Option<Vec<u8>> {
        let mut bytes = vec![0; usize::try_from(n_bytes).ok()?];
        self.read_at(start, &mut bytes).ok()?;
        Some(bytes)
    }

    #[cfg(unix)]
    fn read_at(&self, start: u64, bytes: &mut [u8]) -> io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.file, bytes, start)
    }

    /// Where a file has but one place at which it is read, readers wait for each other.
    #[cfg(not(unix))]
    fn read_at(&self, start: u64, bytes: &mut [u8]) -> io::Result<()> {
        let _one_at_a_time = self.end();
        (&self.file).seek(SeekFrom::Start(start))?;
        (&self.file).read_exact(bytes)
    }
}

/// Writes behind everything else; whoever calls holds the lock.
fn write_at(mut file: &File, end: u64, bytes: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(end))?;
    file.write_all(bytes)
}

impl Shelf for Volume {
    fn outline(&self, slip: Slip) -> Option<Box<[u8]>> {
        self.read(slip.start, u64::from(slip.outline)).map(Vec::into_boxed_slice)
    }

    fn text(&self, slip: Slip) -> Option<Vec<u8>> {
        // Whoever damages a file that is in use shall not have other words shown than were written.
        self.is_whole(slip).then(|| self.read(slip.start + u64::from(slip.outline), u64::from(slip.text)))?
    }
}

fn entries(list: &[u8]) -> Option<HashMap<Sum, Entry>> {
    let mut reader = Reader::new(list);
    let mut entries = HashMap::new();
    while !reader.is_at_end() {
        let sum = Sum::from_bytes(reader.exactly(FILE_SUM)?)?;
        let slip = Slip {
            start: reader.number()? as u64,
            outline: u32::try_from(reader.number()?).ok()?,
            text: u32::try_from(reader.number()?).ok()?,
        };
        let card = if reader.flag()? { Some(reader.block()?.into()) } else { None };
        entries.insert(sum, Entry { slip, card });
    }
    Some(entries)
}

/// Damage is no attack, and what is read at each start should be looked through quickly.
fn checksum(parts: &[&[u8]]) -> [u8; SUM as usize] {
    let mut hasher = crc32fast::Hasher::new();
    parts.iter().for_each(|part| hasher.update(part));
    hasher.finalize().to_le_bytes()
}
