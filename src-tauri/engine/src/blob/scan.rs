//! Going through a pack without the database, for checks and for a rebuild.

use std::ops::ControlFlow;
use std::path::Path;

use super::layout::pack_path;
use super::record::{HEADER, MAGIC, PACK_HEADER, Record};
use super::store::BlobStore;
use crate::fs::{StoreFile, show};
use crate::model::{Digest, Md5, PackId};
use crate::{Code, Error, Result};

/// Bytes that a search for the next record looks at in one read.
const WINDOW: usize = 1 << 20;

/// What a scan found, in the order of the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackItem {
    /// A record with a sound header.
    Record {
        /// Where its header begins; what [`super::Location::Pack`] holds.
        offset: u64,
        /// Length of its bytes.
        size: u64,
        /// What its bytes should hash to.
        sha256: Digest,
        /// The same as MD5.
        md5: Md5,
        /// Whether its bytes hash to `sha256`; `None` if the scan doesn't read them.
        intact: Option<bool>,
    },
    /// Bytes that belong to no record: damage in the middle, or at the end an append that a crash cut off.
    Gap {
        /// Where they begin.
        offset: u64,
        /// How many there are.
        len: u64,
    },
}

/// Goes through a pack and hands every record and every gap to `each`, until it breaks. With `verify` the bytes are
/// read and hashed, too.
///
/// Errors: `BlobDamaged` if the file isn't a pack of this version; `Io`.
pub fn scan_pack(
    store: &BlobStore,
    id: PackId,
    verify: bool,
    each: &mut dyn FnMut(PackItem) -> ControlFlow<()>,
) -> Result<()> {
    let path = pack_path(id);
    let failed = |error| Error::io(show(&path), error);
    let file = store.fs().open_read(&path).map_err(failed)?;
    let len = file.metadata().map_err(failed)?.len;
    let mut scan = Scan { file: file.as_ref(), path: &path, len, at: PACK_HEADER.len() as u64 };
    scan.check_header()?;
    while scan.at < len {
        if each(scan.next(verify)?).is_break() {
            break;
        }
    }
    Ok(())
}

struct Scan<'s> {
    file: &'s dyn StoreFile,
    path: &'s Path,
    len: u64,
    at: u64,
}

impl Scan<'_> {
    fn read(&self, buffer: &mut [u8], offset: u64) -> Result<usize> {
        self.file.read_full_at(buffer, offset).map_err(|error| Error::io(show(self.path), error))
    }

    fn check_header(&self) -> Result<()> {
        let mut header = [0; PACK_HEADER.len()];
        self.read(&mut header, 0)?;
        if header == PACK_HEADER {
            return Ok(());
        }
        Err(Error::new(Code::BlobDamaged, format!("Not a pack of this version: {}", show(self.path)))
            .hint("Restore the file from a backup, or log the affected files again."))
    }

    fn next(&mut self, verify: bool) -> Result<PackItem> {
        let offset = self.at;
        let Some(record) = self.record_at(offset)? else { return self.gap() };
        self.at = offset + HEADER as u64 + record.size;
        let intact = if verify { Some(self.is_intact(offset, &record)?) } else { None };
        Ok(PackItem::Record { offset, size: record.size, sha256: record.sha256, md5: record.md5, intact })
    }

    /// A sound header whose bytes are all there.
    fn record_at(&self, offset: u64) -> Result<Option<Record>> {
        let mut header = [0; HEADER];
        if self.read(&mut header, offset)? < HEADER {
            return Ok(None);
        }
        let end = |record: &Record| (offset + HEADER as u64).checked_add(record.size);
        Ok(Record::decode(&header).filter(|record| end(record).is_some_and(|end| end <= self.len)))
    }

    fn is_intact(&self, offset: u64, record: &Record) -> Result<bool> {
        let mut bytes = vec![0; record.size as usize];
        let count = self.read(&mut bytes, offset + HEADER as u64)?;
        Ok(count == bytes.len() && Digest::of(&bytes) == record.sha256)
    }

    /// Looks for the next record after damage.
    fn gap(&mut self) -> Result<PackItem> {
        let offset = self.at;
        self.at = self.find_record(offset + 1)?.unwrap_or(self.len);
        Ok(PackItem::Gap { offset, len: self.at - offset })
    }

    fn find_record(&self, from: u64) -> Result<Option<u64>> {
        let mut window = vec![0; WINDOW];
        let mut start = from;
        while start + (HEADER as u64) <= self.len {
            let count = self.read(&mut window, start)?;
            let found = window.get(..count).unwrap_or_default().windows(MAGIC.len());
            for (index, _) in found.enumerate().filter(|(_, bytes)| *bytes == MAGIC) {
                if self.record_at(start + index as u64)?.is_some() {
                    return Ok(Some(start + index as u64));
                }
            }
            // The magic may straddle two windows.
            start += (WINDOW - MAGIC.len() + 1) as u64;
        }
        Ok(None)
    }
}
