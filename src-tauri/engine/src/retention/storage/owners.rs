//! Who needs which blob: handed down from manifests to chunks, from chunks to blobs.

use std::collections::HashMap;
use std::hash::Hash;

use rusqlite::Connection;

use crate::Result;
use crate::clock::Millis;
use crate::db::{manifest, storage};
use crate::manifest::{Chunk, ManifestList};
use crate::model::{ChunkId, Digest, ManifestId};
use crate::workers;

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

/// A map of millions: quick to hash, and still nobody's to make collide.
pub(super) type Map<K, V> = HashMap<K, V, foldhash::fast::RandomState>;

/// Adds to what something has.
pub(super) fn join<K: Hash + Eq, T: Inherited>(map: &mut Map<K, T>, key: K, value: &T) {
    match map.get_mut(&key) {
        Some(known) => known.join(value),
        None => {
            map.insert(key, value.clone());
        }
    }
}

/// Every blob that the manifests lead to, once, with what it inherits and its size.
pub(super) fn hand_down<T: Inherited + Send>(
    connection: &Connection,
    manifests: &Map<ManifestId, T>,
) -> Result<Map<Digest, (T, u64)>> {
    let mut chunks: Map<ChunkId, T> = Map::default();
    storage::lists(connection, &mut |id, list| match manifests.get(&id) {
        Some(value) => ManifestList::each_id(list, &mut |chunk| join(&mut chunks, chunk, value)),
        None => Ok(()),
    })?;
    let mut blobs: Map<Digest, (T, u64)> = Map::default();
    workers::pipe(
        |send| {
            let mut batch = Batch::default();
            storage::chunks(connection, &mut |id, data| {
                let Some(value) = chunks.remove(&id) else { return Ok(()) };
                batch.add(id, value, data);
                if batch.is_full() { send(std::mem::take(&mut batch)) } else { Ok(()) }
            })?;
            send(batch)
        },
        &Batch::blobs,
        &mut |found| {
            for (value, some) in found {
                for (digest, size) in some {
                    blobs
                        .entry(digest)
                        .and_modify(|(known, _)| known.join(&value))
                        .or_insert_with(|| (value.clone(), size));
                }
            }
        },
    )?;
    Ok(blobs)
}

/// Stored bytes of chunks to be read together.
struct Batch<T> {
    data: Vec<u8>,
    /// Each chunk, what its blobs inherit, and where its bytes end.
    chunks: Vec<(ChunkId, T, usize)>,
}

/// The blobs of a chunk with their sizes, and what they inherit.
type Found<T> = (T, Vec<(Digest, u64)>);

impl<T> Batch<T> {
    /// Bytes that are worth the way to another thread.
    const FULL: usize = 64 * 1024;

    fn add(&mut self, id: ChunkId, value: T, data: &[u8]) {
        self.data.extend_from_slice(data);
        self.chunks.push((id, value, self.data.len()));
    }

    fn is_full(&self) -> bool {
        self.data.len() >= Self::FULL
    }

    fn blobs(self) -> Result<Vec<Found<T>>> {
        let mut from = 0;
        let read = self.chunks.into_iter().map(|(id, value, end)| {
            let mut found = Vec::new();
            let data = &self.data[std::mem::replace(&mut from, end)..end];
            Chunk::each_blob(data, &mut |digest, size| found.push((digest, size)))
                .map_err(|error| manifest::damaged(id, error.message()))?;
            Ok((value, found))
        });
        read.collect()
    }
}

impl<T> Default for Batch<T> {
    fn default() -> Self {
        Self { data: Vec::new(), chunks: Vec::new() }
    }
}
