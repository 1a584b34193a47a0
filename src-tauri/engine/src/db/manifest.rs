//! Manifests and their chunks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::{Connection, OptionalExtension};

use super::blob;
use crate::manifest::{Chunk, ChunkSource, EncodedChunk, ManifestList, ManifestSummary};
use crate::model::{ChunkId, CollectionId, Digest, ManifestId, VersionId};
use crate::{Code, Error, Result};

/// Decoded chunks that were used lately. Chunks never change, so a hit is always right.
#[derive(Debug, Default)]
pub(crate) struct ChunkCache(Mutex<CacheState>);

#[derive(Debug, Default)]
struct CacheState {
    chunks: HashMap<ChunkId, (u64, Arc<Chunk>)>,
    clock: u64,
}

/// Chunks kept decoded, each about 160 entries: some 10 MB.
const CACHED: usize = 256;

impl ChunkCache {
    fn get(&self, id: ChunkId) -> Option<Arc<Chunk>> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.clock += 1;
        let now = state.clock;
        state.chunks.get_mut(&id).map(|slot| {
            slot.0 = now;
            Arc::clone(&slot.1)
        })
    }

    fn put(&self, id: ChunkId, chunk: Arc<Chunk>) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.chunks.len() >= CACHED {
            let mut ages: Vec<u64> = state.chunks.values().map(|slot| slot.0).collect();
            ages.sort_unstable();
            let middle = ages[ages.len() / 2];
            state.chunks.retain(|_, slot| slot.0 > middle);
        }
        let now = state.clock;
        state.chunks.insert(id, (now, chunk));
    }
}

/// Chunks of the database, through the cache.
#[derive(Debug)]
pub(crate) struct Chunks<'a> {
    /// Where they are stored.
    pub(crate) connection: &'a Connection,
    /// Those decoded lately.
    pub(crate) cache: &'a ChunkCache,
}

impl ChunkSource for Chunks<'_> {
    fn chunk(&self, id: ChunkId) -> Result<Arc<Chunk>> {
        if let Some(chunk) = self.cache.get(id) {
            return Ok(chunk);
        }
        let chunk = Arc::new(load(self.connection, id)?);
        self.cache.put(id, Arc::clone(&chunk));
        Ok(chunk)
    }
}

/// Reads and verifies a chunk.
pub(crate) fn load(connection: &Connection, id: ChunkId) -> Result<Chunk> {
    let mut statement = connection.prepare_cached("SELECT data, hash FROM chunk WHERE id = ?1")?;
    let found: Option<(Vec<u8>, Digest)> =
        statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (data, hash) = found.ok_or_else(|| damaged(id, "it is missing"))?;
    Chunk::decode_verified(&data, &hash).map_err(|error| damaged(id, error.message()))
}

/// What a chunk that can't be read is refused with.
pub(crate) fn damaged(id: ChunkId, why: &str) -> Error {
    Error::new(Code::StoreDamaged, format!("Chunk {id} of a manifest is damaged: {why}"))
        .hint("Run `cairnctl check` to see which versions need it.")
}

/// Stores a chunk unless it is there; counts its blobs when it is new. The blobs must be in the index.
pub(crate) fn stage(connection: &Connection, chunk: &EncodedChunk) -> Result<ChunkId> {
    let mut find = connection.prepare_cached("SELECT id, data = ?2, refs = 0 FROM chunk WHERE hash = ?1")?;
    let found = find
        .query_row((chunk.hash, &chunk.bytes), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?;
    if let Some((id, same, unused)) = found {
        if unused {
            revive(connection, id)?;
        }
        return if same { Ok(id) } else { heal(connection, id, chunk).map(|()| id) };
    }
    connection
        .prepare_cached("INSERT INTO chunk (hash, entries, bytes, data) VALUES (?1, ?2, ?3, ?4)")?
        .execute((chunk.hash, chunk.chunk.entries().len(), chunk.chunk.logical_bytes(), &chunk.bytes))?;
    let id = ChunkId::new(connection.last_insert_rowid());
    blob::reference(connection, distinct(&chunk.chunk).into_iter())?;
    Ok(id)
}

/// Takes a chunk that another log left behind back into use.
fn revive(connection: &Connection, id: ChunkId) -> Result<()> {
    connection.prepare_cached("DELETE FROM dead_chunk WHERE chunk_id = ?1")?.execute([id])?;
    Ok(())
}

/// Puts a chunk's bytes back where the stored ones can't be read.
fn heal(connection: &Connection, id: ChunkId, chunk: &EncodedChunk) -> Result<()> {
    if load(connection, id).is_ok() {
        return Ok(()); // the same content, compressed by another version
    }
    let (entries, bytes) = (chunk.chunk.entries().len(), chunk.chunk.logical_bytes());
    connection
        .prepare_cached("UPDATE chunk SET data = ?2, entries = ?3, bytes = ?4 WHERE id = ?1")?
        .execute((id, &chunk.bytes, entries, bytes))?;
    Ok(())
}

/// Puts the list of a manifest back where the stored one isn't what it was. Its chunks are staged.
pub(crate) fn heal_list(connection: &Connection, summary: &ManifestSummary) -> Result<()> {
    let encoded = summary.to_list(|hash| staged(connection, hash))?.encode();
    connection
        .prepare_cached(
            "UPDATE manifest SET list = ?2, digest = ?3, entries = ?4, bytes = ?5 WHERE hash = ?1",
        )?
        .execute((Digest::of(&encoded), &encoded, summary.digest, summary.entries, summary.logical_bytes))?;
    Ok(())
}

/// A chunk that was staged before. Error `plan-stale` when its last manifest was purged since.
fn staged(connection: &Connection, hash: &Digest) -> Result<ChunkId> {
    let mut statement = connection.prepare_cached("SELECT id FROM chunk WHERE hash = ?1")?;
    statement.query_row([hash], |row| row.get(0)).optional()?.ok_or_else(|| {
        Error::new(Code::PlanStale, "A part of the manifest left the store meanwhile").hint("Log again.")
    })
}

/// The distinct blobs of a chunk, each of which it counts for once.
pub(crate) fn distinct(chunk: &Chunk) -> Vec<Digest> {
    let mut digests: Vec<Digest> =
        chunk.entries().iter().filter_map(|entry| entry.sha256().copied()).collect();
    digests.sort_unstable();
    digests.dedup();
    digests
}

/// Stores a manifest whose chunks are staged, unless it is there; counts its chunks when it is new.
/// `stored` is the sum of the sizes of its distinct blobs.
pub(crate) fn insert(connection: &Connection, summary: &ManifestSummary, stored: u64) -> Result<ManifestId> {
    let list = summary.to_list(|hash| staged(connection, hash))?;
    let encoded = list.encode();
    let hash = Digest::of(&encoded);
    let mut find = connection.prepare_cached("SELECT id FROM manifest WHERE hash = ?1")?;
    if let Some(id) = find.query_row([hash], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    connection
        .prepare_cached("INSERT INTO manifest (hash, digest, entries, bytes, stored, list) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute((hash, summary.digest, summary.entries, summary.logical_bytes, stored, encoded))?;
    let id = ManifestId::new(connection.last_insert_rowid());
    let mut count = connection.prepare_cached("UPDATE chunk SET refs = refs + 1 WHERE id = ?1")?;
    for chunk in list.chunks() {
        count.execute([chunk.id])?;
    }
    Ok(id)
}

/// The list of a manifest.
pub(crate) fn list(connection: &Connection, id: ManifestId) -> Result<ManifestList> {
    let mut statement = connection.prepare_cached("SELECT list FROM manifest WHERE id = ?1")?;
    let encoded: Vec<u8> = statement.query_row([id], |row| row.get(0))?;
    ManifestList::decode(&encoded)
}

/// How many versions use a manifest, and the bytes of its distinct blobs.
pub(crate) fn usage(connection: &Connection, id: ManifestId) -> Result<(u64, u64)> {
    let mut statement = connection.prepare_cached("SELECT refs, stored FROM manifest WHERE id = ?1")?;
    Ok(statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// How many versions use a manifest, and its list, in one look.
pub(crate) fn usage_and_list(connection: &Connection, id: ManifestId) -> Result<(u64, ManifestList)> {
    let mut statement = connection.prepare_cached("SELECT refs, list FROM manifest WHERE id = ?1")?;
    let (refs, encoded): (u64, Vec<u8>) = statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((refs, ManifestList::decode(&encoded)?))
}

/// How many manifests use a chunk, and the chunk, whose own checksum was checked.
pub(crate) fn usage_and_chunk(connection: &Connection, id: ChunkId) -> Result<(u64, Chunk)> {
    let mut statement = connection.prepare_cached("SELECT refs, data FROM chunk WHERE id = ?1")?;
    let found: Option<(u64, Vec<u8>)> =
        statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (refs, data) = found.ok_or_else(|| damaged(id, "it is missing"))?;
    Ok((refs, Chunk::decode(&data).map_err(|error| damaged(id, error.message()))?))
}

/// Collections of versions with that manifest, in the trash or not, each with one such version; at most `limit`.
pub(crate) fn homes(
    connection: &Connection,
    id: ManifestId,
    limit: u32,
) -> Result<Vec<(VersionId, CollectionId)>> {
    // By the digest, which has an index; the manifest alone has none.
    let mut statement = connection.prepare_cached(
        "SELECT v.id, v.collection_id FROM manifest f CROSS JOIN version v INDEXED BY version_digest
         ON v.digest = f.digest WHERE f.id = ?1 AND v.manifest_id = ?1 AND v.state IN (1, 2) LIMIT ?2",
    )?;
    Ok(statement.query_map((id, limit), |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// Every manifest: identifier, stored count.
pub(crate) fn all(connection: &Connection) -> Result<Vec<(ManifestId, u64)>> {
    let mut statement = connection.prepare("SELECT id, refs FROM manifest ORDER BY id")?;
    Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// Every chunk: identifier, stored count.
pub(crate) fn all_chunks(connection: &Connection) -> Result<Vec<(ChunkId, u64)>> {
    let mut statement = connection.prepare("SELECT id, refs FROM chunk ORDER BY id")?;
    Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// How many versions that aren't purged use each manifest, counted anew.
pub(crate) fn counted(connection: &Connection) -> Result<HashMap<ManifestId, u64>> {
    let mut statement = connection.prepare(
        "SELECT manifest_id, count(*) FROM version WHERE state <> 3 AND manifest_id IS NOT NULL GROUP BY 1",
    )?;
    Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// Versions that use a manifest, at most `limit`, as addresses.
pub(crate) fn users(connection: &Connection, id: ManifestId, limit: u32) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT e.name || '/' || p.name || '/' || c.name || ':v' || m.idx FROM version v
         JOIN membership m ON m.version_id = v.id AND m.collection_id = v.collection_id
         JOIN collection c ON c.id = v.collection_id JOIN project p ON p.id = c.project_id JOIN entity e ON e.id = p.entity_id
         WHERE v.manifest_id = ?1 AND v.state IN (1, 2) LIMIT ?2",
    )?;
    Ok(statement.query_map((id, limit), |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// How many manifests use a chunk.
pub(crate) fn chunk_refs(connection: &Connection, id: ChunkId) -> Result<u64> {
    Ok(connection
        .prepare_cached("SELECT refs FROM chunk WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?)
}
