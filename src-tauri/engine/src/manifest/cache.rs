//! Decoded chunks that were asked for lately.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::Chunk;
use crate::Result;
use crate::model::ChunkId;

/// Chunks in each of the two halves; a decoded chunk takes about 30 KiB.
const HALF: usize = 512;

/// A bounded cache that all threads share. Chunks never change, so it is never out of date.
///
/// Two halves: what is asked for moves into the younger, and when that is full the older is dropped. That
/// keeps what is in use without a list of uses.
#[derive(Default)]
pub struct ChunkCache(Mutex<Halves>);

#[derive(Default)]
struct Halves {
    young: HashMap<ChunkId, Arc<Chunk>>,
    old: HashMap<ChunkId, Arc<Chunk>>,
}

impl ChunkCache {
    /// A chunk, if it is here.
    pub fn get(&self, id: ChunkId) -> Option<Arc<Chunk>> {
        let mut halves = self.lock();
        if let Some(chunk) = halves.young.get(&id) {
            return Some(Arc::clone(chunk));
        }
        let chunk = halves.old.remove(&id)?;
        halves.insert(id, Arc::clone(&chunk));
        Some(chunk)
    }

    /// Keeps a chunk for a while.
    pub fn insert(&self, id: ChunkId, chunk: Arc<Chunk>) {
        self.lock().insert(id, chunk);
    }

    /// A chunk from here, or from `load`, which runs outside the lock.
    pub fn get_or_load(&self, id: ChunkId, load: impl FnOnce() -> Result<Chunk>) -> Result<Arc<Chunk>> {
        if let Some(chunk) = self.get(id) {
            return Ok(chunk);
        }
        let chunk = Arc::new(load()?);
        self.insert(id, Arc::clone(&chunk));
        Ok(chunk)
    }

    /// Forgets everything, for when damage was found or healed.
    pub fn clear(&self) {
        *self.lock() = Halves::default();
    }

    fn lock(&self) -> MutexGuard<'_, Halves> {
        // A panic elsewhere can't leave the maps half changed in a way that matters.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Halves {
    fn insert(&mut self, id: ChunkId, chunk: Arc<Chunk>) {
        if self.young.len() >= HALF {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(id, chunk);
    }
}
