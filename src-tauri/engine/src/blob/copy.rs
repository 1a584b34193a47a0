//! Writing a blob out to an export.

use std::os::fd::AsFd as _;
use std::os::unix::fs::FileExt as _;

use sha2::{Digest as _, Sha256};

use super::ring::{Sink, pump_inline, pump_threads};
use super::staged::THREADED;
use super::store::{BlobStore, Pinned};
use super::{LARGE, Location, PIECE, Stored, damaged, read_full};
use crate::fs::{CancelToken, DirectWriter, ExportFile, StoreFile, show};
use crate::model::Digest;
use crate::{Error, Result};

impl Pinned {
    /// Writes the blob's bytes into a new, empty file, verified by SHA-256: as a reflink where the file system can
    /// (then the clone is verified), else by copying. The file is durable only once the caller syncs.
    /// After an error it holds part of the bytes and must be dropped.
    pub fn copy_to(&self, out: &ExportFile, cancel: &CancelToken) -> Result<()> {
        cancel.check()?;
        let stored = &self.stored;
        if stored.size < LARGE {
            let mut reader = self.open();
            while let Some(piece) = reader.next_piece()? {
                out.write_all(piece)?;
            }
            return Ok(());
        }
        if stored.location == Location::File && reflink_to(self.file.as_ref(), out) {
            return verify_clone(stored, out, cancel);
        }
        copy_large(stored, self.file.as_ref(), self.base, out, cancel)
    }
}

impl BlobStore {
    /// Opens a blob and copies it out; see [`Pinned::copy_to`].
    pub fn copy_to(&self, stored: &Stored, out: &ExportFile, cancel: &CancelToken) -> Result<()> {
        self.pin(stored)?.copy_to(out, cancel)
    }
}

/// Whether the export's file now shares the blob's bytes.
fn reflink_to(file: &dyn StoreFile, out: &ExportFile) -> bool {
    file.descriptor().is_some_and(|source| rustix::fs::ioctl_ficlone(out.file().as_fd(), source).is_ok())
}

fn verify_clone(stored: &Stored, out: &ExportFile, cancel: &CancelToken) -> Result<()> {
    let mut sha256 = Sha256::new();
    let mut offset = 0;
    let mut read = |buffer: &mut [u8]| {
        let count = out.file().read_at(buffer, offset).map_err(|error| Error::io(show(out.path()), error))?;
        offset += count as u64;
        Ok(count)
    };
    let sink: Sink<'_> = Box::new(|piece| {
        sha256.update(piece);
        Ok(())
    });
    pump_inline(&mut read, vec![sink], cancel)?;
    compare(stored, sha256)
}

fn copy_large(
    stored: &Stored,
    file: &dyn StoreFile,
    base: u64,
    out: &ExportFile,
    cancel: &CancelToken,
) -> Result<()> {
    let mut sha256 = Sha256::new();
    let mut offset = 0;
    let mut read = |buffer: &mut [u8]| {
        let want = (stored.size - offset).min(buffer.len() as u64).min(PIECE) as usize;
        let count =
            read_full(&stored.sha256, file, buffer.get_mut(..want).unwrap_or_default(), base + offset)?;
        offset += count as u64;
        Ok(count)
    };
    let mut writer = DirectWriter::new(out.file());
    let sinks: Vec<Sink<'_>> = vec![
        Box::new(|piece| {
            sha256.update(piece);
            Ok(())
        }),
        Box::new(move |piece| writer.write_all(piece).map_err(|error| out.failed(error))),
    ];
    let pump = if stored.size >= THREADED { pump_threads } else { pump_inline };
    pump(&mut read, sinks, cancel)?;
    compare(stored, sha256)
}

fn compare(stored: &Stored, sha256: Sha256) -> Result<()> {
    if Digest(sha256.finalize().into()) == stored.sha256 {
        Ok(())
    } else {
        Err(damaged(&stored.sha256, "its bytes changed"))
    }
}
