//! Who needs which blob: handed down from manifests to chunks, from chunks to blobs.

use std::collections::HashMap;
use std::hash::Hash;

use rusqlite::Connection;

use crate::Result;
use crate::clock::Millis;
use crate::db::{manifest, storage};
use crate::manifest::ManifestList;
use crate::model::{ChunkId, Digest, ManifestId};

/// Something that manifests have and that everything below them has then too.
pub(super) trait Inherited: Clone {
    /// Takes in what another one has.
    fn join(&mut self, other: &Self);
}

/// The groups that need something: one, or the sorted numbers of several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Owners {
    One(u32),
    Many(Box<[u32]>),
}

impl Owners {
    pub(super) fn as_slice(&self) -> &[u32] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

impl Inherited for Owners {
    fn join(&mut self, other: &Self) {
        if self == other {
            return;
        }
        let mut all: Vec<u32> = self.as_slice().iter().chain(other.as_slice()).copied().collect();
        all.sort_unstable();
        all.dedup();
        if all.len() > self.as_slice().len() {
            *self = Self::Many(all.into());
        }
    }
}

/// The first time that something was needed.
impl Inherited for Millis {
    fn join(&mut self, other: &Self) {
        *self = (*self).min(*other);
    }
}

/// Adds to what something has.
pub(super) fn join<K: Hash + Eq, T: Inherited>(map: &mut HashMap<K, T>, key: K, value: &T) {
    match map.get_mut(&key) {
        Some(known) => known.join(value),
        None => {
            map.insert(key, value.clone());
        }
    }
}

/// Every blob that the manifests lead to, once, with what it inherits and its size.
pub(super) fn hand_down<T: Inherited>(
    connection: &Connection,
    manifests: &HashMap<ManifestId, T>,
) -> Result<HashMap<Digest, (T, u64)>> {
    let mut chunks: HashMap<ChunkId, T> = HashMap::new();
    storage::lists(connection, &mut |id, _, list| {
        let Some(value) = manifests.get(&id) else { return Ok(()) };
        for chunk in ManifestList::decode(list)?.chunks() {
            join(&mut chunks, chunk.id, value);
        }
        Ok(())
    })?;
    let mut blobs: HashMap<Digest, (T, u64)> = HashMap::new();
    for id in storage::chunks(connection)? {
        let Some(value) = chunks.remove(&id) else { continue };
        for entry in manifest::load(connection, id)?.entries() {
            let Some(digest) = entry.sha256() else { continue };
            match blobs.get_mut(digest) {
                Some((known, _)) => known.join(&value),
                None => {
                    blobs.insert(*digest, (value.clone(), entry.logical()));
                }
            }
        }
    }
    Ok(blobs)
}
