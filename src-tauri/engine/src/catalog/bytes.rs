//! Bytes in three words: logical, exclusive, shared; exact, from the counts that the database keeps.

use std::collections::HashMap;

use rusqlite::Connection;

use crate::Result;
use crate::db::version::VersionRow;
use crate::db::{blob, manifest};
use crate::model::{ChunkId, Digest, ManifestId};
use crate::store::Store;

/// The three words for the bytes of a version.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bytes {
    /// What the files add up to.
    pub logical: u64,
    /// What would be freed if it alone went.
    pub exclusive: u64,
    /// Stored once, needed by others too.
    pub shared: u64,
}

impl Store {
    /// The bytes of a version. Reads the chunks that only it has.
    pub fn version_bytes(&self, version: &VersionRow) -> Result<Bytes> {
        self.database().snapshot(|connection| {
            let exclusive = freed(connection, std::slice::from_ref(version))?;
            let stored = match version.manifest {
                Some(id) => manifest::usage(connection, id)?.1,
                None => 0,
            };
            Ok(Bytes { logical: version.size, exclusive, shared: stored.saturating_sub(exclusive) })
        })
    }

    /// The bytes of several versions taken together.
    pub fn bytes_of(&self, versions: &[VersionRow]) -> Result<Bytes> {
        self.database().snapshot(|connection| together(connection, versions))
    }
}

/// The bytes of versions taken together: what would be freed if all of them went, and what would stay.
pub(crate) fn together(connection: &Connection, versions: &[VersionRow]) -> Result<Bytes> {
    let exclusive = freed(connection, versions)?;
    let stored = stored(connection, versions)?;
    let logical = versions.iter().map(|version| version.size).sum();
    Ok(Bytes { logical, exclusive, shared: stored.saturating_sub(exclusive) })
}

/// Bytes of the blobs that nothing but these versions needs.
///
/// Counts downwards: a manifest goes when all its versions go, a chunk when all its manifests go, a blob when
/// all its chunks go. Only chunks that go are read.
pub(crate) fn freed(connection: &Connection, versions: &[VersionRow]) -> Result<u64> {
    let mut manifests: HashMap<ManifestId, u64> = HashMap::new();
    for id in versions.iter().filter_map(|version| version.manifest) {
        *manifests.entry(id).or_default() += 1;
    }
    let mut chunks: HashMap<ChunkId, u64> = HashMap::new();
    for (id, going) in manifests {
        if manifest::usage(connection, id)?.0 == going {
            for chunk in manifest::list(connection, id)?.chunks() {
                *chunks.entry(chunk.id).or_default() += 1;
            }
        }
    }
    let mut blobs: HashMap<Digest, u64> = HashMap::new();
    for (id, going) in chunks {
        if manifest::chunk_refs(connection, id)? == going {
            for digest in manifest::distinct(&manifest::load(connection, id)?) {
                *blobs.entry(digest).or_default() += 1;
            }
        }
    }
    let mut bytes = 0;
    for (digest, going) in blobs {
        let (refs, size) = blob::refs(connection, &digest)?;
        bytes += if refs == going { size } else { 0 };
    }
    Ok(bytes)
}

/// Bytes of the distinct blobs of these versions.
fn stored(connection: &Connection, versions: &[VersionRow]) -> Result<u64> {
    let mut manifests: Vec<ManifestId> = versions.iter().filter_map(|version| version.manifest).collect();
    manifests.sort_unstable();
    manifests.dedup();
    if let [one] = manifests.as_slice() {
        return Ok(manifest::usage(connection, *one)?.1);
    }
    let mut chunks: Vec<ChunkId> = Vec::new();
    for id in manifests {
        chunks.extend(manifest::list(connection, id)?.chunks().iter().map(|chunk| chunk.id));
    }
    chunks.sort_unstable();
    chunks.dedup();
    let mut sizes: HashMap<Digest, u64> = HashMap::new();
    for id in chunks {
        for entry in manifest::load(connection, id)?.entries() {
            if let Some(digest) = entry.sha256() {
                sizes.insert(*digest, entry.logical());
            }
        }
    }
    Ok(sizes.values().sum())
}
