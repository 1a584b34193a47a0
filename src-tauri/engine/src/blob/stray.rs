//! What lies in the store's folders and belongs to nothing.

use std::path::Path;

use super::layout::{BLOBS, PACKS, blob_digest, pack_id};
use super::record::{HEADER, PACK_HEADER};
use super::session;
use super::store::BlobStore;
use crate::fs::{DirItem, FileKind, show};
use crate::model::{Digest, PackId};
use crate::{Error, Result};

/// What the database knows of the blobs, for [`BlobStore::strays`].
pub struct KnownBlobs<'k> {
    /// Whether a blob is a plain file.
    pub is_file: &'k dyn Fn(&Digest) -> Result<bool>,
    /// Where the last known record of a pack begins, and the size of its bytes; `None` for an unknown pack.
    pub last_record: &'k dyn Fn(PackId) -> Option<(u64, u64)>,
}

impl BlobStore {
    /// Counts what nobody refers to: unknown files and folders, packs without blobs or with bytes behind the last
    /// known one, and what dead sessions left in `staging/`. `quarantine/` is not looked at.
    pub fn strays(&self, known: &KnownBlobs<'_>) -> Result<u64> {
        Ok(self.stray_packs(known)? + self.stray_files(known)? + session::dead(self.fs())?)
    }

    fn stray_packs(&self, known: &KnownBlobs<'_>) -> Result<u64> {
        let mut strays = 0;
        for item in self.items(Path::new(PACKS))? {
            let id = item.name.to_str().and_then(pack_id).filter(|_| item.kind == FileKind::File);
            let end = id.and_then(known.last_record).map(|(offset, size)| offset + HEADER as u64 + size);
            let path = Path::new(PACKS).join(&item.name);
            let belongs = match end {
                None => false,
                Some(end) => {
                    let meta = self.fs().metadata(&path).map_err(|error| Error::io(show(&path), error))?;
                    meta.len <= end.max(PACK_HEADER.len() as u64)
                }
            };
            strays += u64::from(!belongs);
        }
        Ok(strays)
    }

    fn stray_files(&self, known: &KnownBlobs<'_>) -> Result<u64> {
        let mut strays = 0;
        for shard in self.items(Path::new(BLOBS))? {
            if shard.kind != FileKind::Dir {
                strays += 1;
                continue;
            }
            let name = shard.name.to_str().unwrap_or_default();
            for item in self.items(&Path::new(BLOBS).join(&shard.name))? {
                let digest = item.name.to_str().and_then(|file| blob_digest(name, file));
                let belongs = digest.map_or(Ok(false), |digest| (known.is_file)(&digest))?;
                strays += u64::from(!belongs);
            }
        }
        Ok(strays)
    }

    fn items(&self, folder: &Path) -> Result<Vec<DirItem>> {
        self.fs().read_dir(folder).map_err(|error| Error::io(show(folder), error))
    }
}
