//! Reading single files, and the manifest as scripts see it.

use std::io::Write;

use super::select::{references, unknown};
use crate::blob::{Location, Pinned, Stored};
use crate::db::blob;
use crate::manifest::write_json;
use crate::model::Digest;
use crate::store::Store;
use crate::{Code, Error, Result};

impl Store {
    /// Writes a file of a version to `out`, verified; after an error `out` has part of the bytes, all of them
    /// right.
    ///
    /// Errors: `not-found`, `purged`, `unsupported` (a reference), `blob-damaged`, `io`.
    pub fn read_file(&self, version: &str, path: &str, out: &mut dyn Write) -> Result<()> {
        let stored = self.stored_file(version, path)?;
        let mut copy = || {
            let mut reader = self.pin_blob(&stored)?.open();
            while let Some(piece) = reader.next_piece()? {
                out.write_all(piece).map_err(|error| Error::io(format!("Writing {path}"), error))?;
            }
            Ok(())
        };
        copy().map_err(|error| self.note_damage(&stored, path, error))
    }

    /// Up to `len` bytes of a file of a version from `offset` on, verified; fewer where the file ends. For ranges
    /// that fit in memory. Errors as [`Self::read_file`].
    pub fn read_range(&self, version: &str, path: &str, offset: u64, len: u64) -> Result<Vec<u8>> {
        let stored = self.stored_file(version, path)?;
        let read = self.pin_blob(&stored).and_then(|pinned| pinned.read_range(offset, len));
        read.map_err(|error| self.note_damage(&stored, path, error))
    }

    /// Writes the manifest of a version as JSON of the `wandb` protocol.
    pub fn manifest_json(&self, version: &str, out: &mut dyn Write) -> Result<()> {
        let (_, row) = self.resolve_version(version)?;
        self.with_manifest(&row, |reader| write_json(out, reader.iter()))
    }

    /// Opens a blob where it lies now: a collection may have moved it since it was looked up. Whoever has it open can read
    /// it to its end. Errors: `purged` when it left the store meanwhile, `blob-damaged`, `io`.
    pub(crate) fn pin_blob(&self, stored: &Stored) -> Result<Pinned> {
        let mut place = stored.clone();
        loop {
            let error = match self.blobs().pin(&place) {
                Err(error) if error.code() == Code::BlobDamaged => error,
                answer => return answer,
            };
            match self.database().read(|connection| blob::find(connection, &place.sha256))? {
                // Each round is another move, so this ends.
                Some(now) if now.stored.location != place.location => place = now.stored,
                Some(_) => return Err(error),
                None => {
                    return Err(Error::new(Code::Purged, "The bytes were removed for good meanwhile")
                        .hint("Log the content again."));
                }
            }
        }
    }

    fn stored_file(&self, version: &str, path: &str) -> Result<Stored> {
        let (_, row) = self.resolve_version(version)?;
        let entry = self.with_manifest(&row, |reader| reader.find(path))?.ok_or_else(|| unknown(path))?;
        let sha256 = entry.sha256().ok_or_else(|| references(&[path.to_owned()], 1))?;
        let mut found = self.find_blobs(std::iter::once((sha256, path)))?;
        found.pop().ok_or_else(|| Error::internal("A blob was passed over"))
    }

    /// Where blobs lie, in the order asked for; each comes with the path it is wanted for.
    pub(super) fn find_blobs<'p>(
        &self,
        wanted: impl Iterator<Item = (&'p Digest, &'p str)>,
    ) -> Result<Vec<Stored>> {
        self.database().snapshot(|connection| {
            let find = |(digest, path): (&Digest, &str)| match blob::find(connection, digest)? {
                Some(row) => Ok(row.stored),
                None => Err(Error::new(
                    Code::BlobDamaged,
                    format!("{path}: its blob {} is missing", digest.to_hex()),
                )
                .hint("Check the store for damage.")),
            };
            wanted.map(find).collect()
        })
    }

    /// Remembers a blob that was found damaged, so that the next log of its content stores it again; gives the
    /// error back with the path in its message.
    pub(super) fn note_damage(&self, stored: &Stored, path: &str, error: Error) -> Error {
        if error.code() != Code::BlobDamaged {
            return error;
        }
        if self.read_only().is_none() {
            // The damage is what the caller must hear of; a later check marks it too.
            let marked = self.write(|tx| blob::mark_damaged_at(tx, stored));
            if marked.is_ok() && stored.location == Location::File {
                let _ = self.blobs().quarantine(stored);
            }
        }
        let named = Error::new(Code::BlobDamaged, format!("{path}: {}", error.message()));
        named.hint(error.hint_text().unwrap_or_default().to_owned()).source(error)
    }
}
