//! Copying what still lives of packs into a new one.

use std::io::ErrorKind;
use std::path::Path;

use super::layout::{PACKS, pack_path};
use super::record::{HEADER, PACK_HEADER, Record};
use super::store::BlobStore;
use super::{damaged, read_full};
use crate::fs::{CancelToken, StoreFile, show};
use crate::model::{Digest, PackId};
use crate::{Code, Error, Result};

/// Bytes that are collected before they are written.
const BATCH: usize = 2 << 20;

/// A record to copy: where it lies, and what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopiedRecord {
    /// Where its header begins.
    pub offset: u64,
    /// Length of its bytes.
    pub size: u64,
    /// What its bytes hash to.
    pub sha256: Digest,
}

/// Length of a pack with so many records of together so many bytes.
pub fn pack_bytes(records: u64, bytes: u64) -> u64 {
    PACK_HEADER.len() as u64 + records * HEADER as u64 + bytes
}

impl BlobStore {
    /// Copies records of packs into the new pack `to`, each verified on its way, and makes the pack durable. Answers where
    /// each lies there, in the order given. After an error the new pack is gone.
    ///
    /// Errors: `blob-damaged` when a record isn't what it should be, `disk-full`, `io`, `cancelled`.
    pub fn copy_records(
        &self,
        to: PackId,
        sources: &[(PackId, Vec<CopiedRecord>)],
        cancel: &CancelToken,
    ) -> Result<Vec<Vec<u64>>> {
        let path = pack_path(to);
        let file = self.fs().create_new(&path).map_err(|error| Error::io(show(&path), error))?;
        let copied = self.copy_into(file.as_ref(), &path, sources, cancel);
        if copied.is_err() {
            // The first error counts; a pack that stays is removed by the next collection.
            let _ = self.remove_pack(to);
        }
        copied
    }

    fn copy_into(
        &self,
        file: &dyn StoreFile,
        path: &Path,
        sources: &[(PackId, Vec<CopiedRecord>)],
        cancel: &CancelToken,
    ) -> Result<Vec<Vec<u64>>> {
        let failed = |error| Error::io(show(path), error);
        let mut out = Vec::with_capacity(BATCH + (BATCH >> 1));
        out.extend_from_slice(&PACK_HEADER);
        let (mut end, mut places) = (PACK_HEADER.len() as u64, Vec::new());
        for (pack, records) in sources {
            let from = pack_path(*pack);
            let source = self.fs().open_read(&from).map_err(|error| lost(*pack, error))?;
            let mut offsets = Vec::with_capacity(records.len());
            for record in records {
                read_record(source.as_ref(), record, &mut out)?;
                offsets.push(end);
                end += HEADER as u64 + record.size;
                if out.len() >= BATCH {
                    cancel.check()?;
                    file.write_all(&out).map_err(failed)?;
                    out.clear();
                }
            }
            places.push(offsets);
        }
        file.write_all(&out).map_err(failed)?;
        file.sync().map_err(failed)?;
        self.fs().sync_dir(Path::new(PACKS)).map_err(|error| Error::io(PACKS, error))?;
        Ok(places)
    }

    /// Which records of a pack aren't what they should be; all when it is missing.
    pub fn damaged_records(&self, pack: PackId, records: &[CopiedRecord]) -> Result<Vec<bool>> {
        let source = match self.fs().open_read(&pack_path(pack)) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(vec![true; records.len()]),
            opened => opened.map_err(|error| lost(pack, error))?,
        };
        let mut out = Vec::new();
        let mut is_damaged = |record: &CopiedRecord| {
            out.clear();
            match read_record(source.as_ref(), record, &mut out) {
                Err(error) if error.code() == Code::BlobDamaged => Ok(true),
                read => read.map(|()| false),
            }
        };
        records.iter().map(&mut is_damaged).collect()
    }

    /// Whether a pack may be written, and so be removed by this user.
    pub fn check_pack_writable(&self, id: PackId) -> Result<()> {
        let path = pack_path(id);
        match self.fs().open_append(&path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::io(show(&path), error)
                .hint("Make it writable for you, then collect again. Nothing was removed.")),
            _ => Ok(()),
        }
    }
}

/// Appends a record, header and bytes, once it was found to be what it should be.
fn read_record(source: &dyn StoreFile, record: &CopiedRecord, out: &mut Vec<u8>) -> Result<()> {
    let (start, len) = (out.len(), HEADER + record.size as usize);
    out.resize(start + len, 0);
    let Some((header, bytes)) = out.get_mut(start..).and_then(|copy| copy.split_at_mut_checked(HEADER))
    else {
        return Err(Error::internal("A record has no room"));
    };
    let whole = read_full(&record.sha256, source, header, record.offset)? == HEADER
        && read_full(&record.sha256, source, bytes, record.offset + HEADER as u64)? == bytes.len();
    let header: &[u8; HEADER] =
        (&*header).try_into().map_err(|_| Error::internal("A header has another length"))?;
    let is_its_own = Record::decode(header)
        .is_some_and(|found| found.sha256 == record.sha256 && found.size == record.size);
    if whole && is_its_own && Digest::of(bytes) == record.sha256 {
        return Ok(());
    }
    Err(damaged(&record.sha256, "its record in the pack is not its own"))
}

fn lost(pack: PackId, error: std::io::Error) -> Error {
    if error.kind() == ErrorKind::NotFound {
        return Error::new(Code::BlobDamaged, format!("Pack {pack} is missing"))
            .hint("Run `cairnctl check` to see which versions need it.");
    }
    Error::io(show(pack_path(pack)), error)
}
