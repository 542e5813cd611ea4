//! One file of packed pages.
//!
//! Behind a line that names its form lie the pages, each behind its checksum, and behind them the list of all that
//! are of use, and where it begins. Written from front to back; read wherever a page lies.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::super::own::{self, VOLUME_HEAD};
use crate::kb::lists::{Reader, Writer};
use crate::kb::{FORMAT, Parts, Shelf, Slip, Sum};

/// Bytes of a checksum.
const SUM: u64 = 4;
/// Bytes at the end: where the list begins, and its checksum.
const END: u64 = 8 + SUM;
/// Bytes of a hash of a file.
const FILE_SUM: usize = 16;

/// A file of packed pages.
#[derive(Debug)]
pub(super) struct Volume {
    file: File,
    /// Where the next page comes, and the list begins.
    end: Mutex<u64>,
}

/// A page as it was put there.
pub(super) struct Whole {
    /// Its checksum, and all of its parts.
    bytes: Vec<u8>,
    slip: Slip,
}

impl Whole {
    pub(super) fn parts(&self) -> Option<Parts<'_>> {
        self.slip.parts(self.bytes.get(SUM as usize..)?)
    }
}

/// Bytes that a page takes.
pub(super) fn room(slip: Slip) -> u64 {
    SUM + [slip.card, slip.outline, slip.text].map(u64::from).iter().sum::<u64>()
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
    pub(super) fn open(path: &Path) -> Option<(Self, HashMap<Sum, Slip>)> {
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
        Some((Self::of(file, start), slips(&list)?))
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
    pub(super) fn put(&self, parts: Parts<'_>) -> io::Result<Slip> {
        let length =
            |part: &[u8]| u32::try_from(part.len()).map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge));
        let Parts { card, outline, text } = parts;
        let slip = Slip { start: 0, card: length(card)?, outline: length(outline)?, text: length(text)? };
        let sum = checksum(&[card, outline, text]);
        let bytes = [&sum, card, outline, text].concat();
        let mut end = self.end();
        write_at(&self.file, *end, &bytes)?;
        let start = *end + SUM;
        *end += bytes.len() as u64;
        Ok(Slip { start, ..slip })
    }

    /// All bytes of a page, if they are what was put there.
    pub(super) fn whole(&self, slip: Slip) -> Option<Whole> {
        let bytes = self.read(slip.start.checked_sub(SUM)?, room(slip))?;
        let (sum, page) = bytes.split_first_chunk()?;
        (checksum(&[page]) == *sum).then_some(Whole { bytes, slip })
    }

    /// Writes the list behind the pages; nothing is added afterwards.
    pub(super) fn close(&self, slips: impl Iterator<Item = (Sum, Slip)>) -> io::Result<()> {
        let mut list = Writer::default();
        for (sum, slip) in slips {
            list.bytes.extend_from_slice(sum.bytes());
            list.number(slip.start as usize);
            [slip.card, slip.outline, slip.text].into_iter().for_each(|length| list.number(length as usize));
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
        self.file.read_exact_at(&mut bytes, start).ok()?;
        Some(bytes)
    }
}

/// Writes behind everything else; whoever calls holds the lock.
fn write_at(mut file: &File, end: u64, bytes: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(end))?;
    file.write_all(bytes)
}

impl Shelf for Volume {
    fn outline(&self, slip: Slip) -> Option<Box<[u8]>> {
        self.read(slip.start + u64::from(slip.card), u64::from(slip.outline)).map(Vec::into_boxed_slice)
    }

    fn text(&self, slip: Slip) -> Option<Vec<u8>> {
        // Whoever damages a file that is in use shall not have other words shown than were written.
        self.whole(slip)?.parts().map(|parts| parts.text.to_vec())
    }
}

fn slips(list: &[u8]) -> Option<HashMap<Sum, Slip>> {
    let mut reader = Reader::new(list);
    let mut slips = HashMap::new();
    while !reader.is_at_end() {
        let sum = Sum::from_bytes(reader.exactly(FILE_SUM)?)?;
        let slip = Slip {
            start: reader.number()? as u64,
            card: u32::try_from(reader.number()?).ok()?,
            outline: u32::try_from(reader.number()?).ok()?,
            text: u32::try_from(reader.number()?).ok()?,
        };
        slips.insert(sum, slip);
    }
    Some(slips)
}

/// Damage is no attack, and what is read at each start should be looked through quickly.
fn checksum(parts: &[&[u8]]) -> [u8; SUM as usize] {
    let mut hasher = crc32fast::Hasher::new();
    parts.iter().for_each(|part| hasher.update(part));
    hasher.finalize().to_le_bytes()
}
