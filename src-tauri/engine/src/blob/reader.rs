//! Reading a blob: nothing is given out before it was verified.

use std::io;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use super::{PIECE, Stored, damaged, read_full};
use crate::fs::StoreFile;
use crate::model::Digest;
use crate::{Error, Result};

/// Reads a blob, or a range of it, piece by piece. Each piece is verified before it is given out (against its own
/// hash, or the blob's if it is no longer than a piece); a reader of the whole blob also compares the SHA-256 before
/// it gives out the last piece. So wrong bytes end in `BlobDamaged`, never in an ordinary end.
pub struct BlobReader {
    file: Arc<dyn StoreFile>,
    /// Where the blob begins in the file.
    base: u64,
    blob: Stored,
    /// The next byte of the blob to give out, and the first not to.
    next: u64,
    end: u64,
    /// Present if the whole blob is read.
    sha256: Option<Sha256>,
    buffer: Vec<u8>,
    /// What of `buffer` the `Read` side hasn't taken yet.
    unread: std::ops::Range<usize>,
    /// Whether even an empty blob was looked at.
    checked_empty: bool,
}

impl BlobReader {
    pub(super) fn whole(file: Arc<dyn StoreFile>, base: u64, blob: Stored) -> Self {
        let end = blob.size;
        let mut reader = Self::range(file, base, blob, 0, end);
        reader.sha256 = Some(Sha256::new());
        reader
    }

    pub(super) fn range(file: Arc<dyn StoreFile>, base: u64, blob: Stored, offset: u64, len: u64) -> Self {
        let next = offset.min(blob.size);
        let end = next.saturating_add(len).min(blob.size);
        Self {
            file,
            base,
            blob,
            next,
            end,
            sha256: None,
            buffer: Vec::new(),
            unread: 0..0,
            checked_empty: false,
        }
    }

    /// Bytes that are still to come.
    pub fn remaining(&self) -> u64 {
        self.end - self.next + self.unread.len() as u64
    }

    /// The next bytes, at most [`PIECE`]; `None` at the end.
    pub fn next_piece(&mut self) -> Result<Option<&[u8]>> {
        if self.unread.is_empty() && !self.load()? {
            return Ok(None);
        }
        let unread = std::mem::take(&mut self.unread);
        Ok(self.buffer.get(unread))
    }

    /// Loads and verifies the next piece; false at the end.
    fn load(&mut self) -> Result<bool> {
        if self.next >= self.end {
            return self.finish_empty().map(|()| false);
        }
        let index = self.next / PIECE;
        let start = index * PIECE;
        let len = (self.blob.size - start).min(PIECE) as usize;
        if self.buffer.len() != len {
            self.buffer = vec![0; len];
        }
        let count = read_full(&self.blob.sha256, self.file.as_ref(), &mut self.buffer, self.base + start)?;
        if count < len {
            return Err(damaged(&self.blob.sha256, "its bytes end too early"));
        }
        self.verify(index as usize, start + len as u64)?;
        let (from, to) = ((self.next - start) as usize, (self.end - start).min(PIECE) as usize);
        self.unread = from..to;
        self.next = start + to as u64;
        Ok(true)
    }

    fn verify(&mut self, index: usize, piece_end: u64) -> Result<()> {
        let digest = self.blob.sha256;
        let wrong = || Err(damaged(&digest, "its bytes changed"));
        if self.blob.size <= PIECE {
            return if Digest::of(&self.buffer) == digest { Ok(()) } else { wrong() };
        }
        if let Some(hashes) = &self.blob.mib_hashes {
            let expected = hashes.get(index * 32..(index + 1) * 32);
            if expected != Some(blake3::hash(&self.buffer).as_bytes().as_slice()) {
                return wrong();
            }
        }
        let Some(sha256) = &mut self.sha256 else { return Ok(()) };
        sha256.update(&self.buffer);
        let is_last = piece_end == self.blob.size;
        if is_last && Digest(sha256.finalize_reset().into()) != digest {
            return wrong();
        }
        Ok(())
    }

    /// A blob of no bytes has no piece to verify; its digest must still be that of nothing.
    fn finish_empty(&mut self) -> Result<()> {
        if self.blob.size == 0 && !self.checked_empty && Digest::of(&[]) != self.blob.sha256 {
            return Err(damaged(&self.blob.sha256, "it has no bytes"));
        }
        self.checked_empty = true;
        Ok(())
    }
}

impl io::Read for BlobReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.unread.is_empty() && !self.load().map_err(into_io)? {
            return Ok(0);
        }
        let bytes = self.buffer.get(self.unread.clone()).unwrap_or_default();
        let count = bytes.len().min(buffer.len());
        if let (Some(target), Some(bytes)) = (buffer.get_mut(..count), bytes.get(..count)) {
            target.copy_from_slice(bytes);
        }
        self.unread.start += count;
        Ok(count)
    }
}

fn into_io(error: Error) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}
