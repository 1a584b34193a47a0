//! What nothing needs any more: marks, candidates, and the rows that go.

use std::collections::{HashMap, HashSet};

use rusqlite::{Connection, OptionalExtension, Row};

use super::lease;
use crate::Result;
use crate::blob::Location;
use crate::clock::Millis;
use crate::model::{BlobId, ChunkId, Digest, PackId, VersionId};

/// A blob that no chunk holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DeadBlob {
    pub(crate) id: BlobId,
    pub(crate) sha256: Digest,
    pub(crate) size: u64,
    pub(crate) location: Location,
    /// The observation that marked it; none yet.
    pub(crate) marked: Option<i64>,
    /// Since when, for people.
    pub(crate) since: Option<Millis>,
    /// The version that needed it last, and its path there.
    pub(crate) version: Option<VersionId>,
    pub(crate) path: Option<String>,
}

fn dead_blob(row: &Row<'_>) -> rusqlite::Result<DeadBlob> {
    let pack: Option<PackId> = row.get(3)?;
    let location = match pack {
        Some(pack) => Location::Pack { pack, offset: row.get(4)? },
        None => Location::File,
    };
    let since: Option<Millis> = row.get(5)?;
    // A mark counts only while the blob says so; the row may be of an earlier time.
    let marked: Option<i64> = row.get(6)?;
    Ok(DeadBlob {
        id: row.get(0)?,
        sha256: row.get(1)?,
        size: row.get(2)?,
        location,
        marked: marked.filter(|_| since.is_some()),
        since,
        version: row.get::<_, Option<VersionId>>(7)?.filter(|_| since.is_some()),
        path: row.get::<_, Option<String>>(8)?.filter(|_| since.is_some()),
    })
}

const DEAD: &str = "SELECT b.id, b.sha256, b.size, b.pack_id, b.pack_offset, b.unreferenced_at, d.marked, d.version_id, d.path
  FROM blob b LEFT JOIN dead_blob d ON d.blob_id = b.id";

/// Every blob that no chunk holds, in the order of the packs.
pub(crate) fn dead_blobs(connection: &Connection) -> Result<Vec<DeadBlob>> {
    let mut statement = connection
        .prepare_cached(&format!("{DEAD} WHERE b.refs = 0 ORDER BY b.pack_id, b.pack_offset, b.id"))?;
    Ok(statement.query_map([], dead_blob)?.collect::<Result<_, _>>()?)
}

/// The blob of a digest as if nothing held it, and how many chunks do; for what a plan works out.
pub(crate) fn as_dead(connection: &Connection, digest: &Digest) -> Result<Option<(u64, DeadBlob)>> {
    let Some(blob) = connection
        .prepare_cached(&format!("{DEAD} WHERE b.sha256 = ?1"))?
        .query_row([digest], dead_blob)
        .optional()?
    else {
        return Ok(None);
    };
    Ok(Some((super::blob::refs(connection, digest)?, blob)))
}

/// When the blob that nothing needs for the longest time was marked.
pub(crate) fn oldest_dead(connection: &Connection) -> Result<Option<Millis>> {
    let sql = "SELECT min(unreferenced_at) FROM blob WHERE refs = 0 AND unreferenced_at IS NOT NULL";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Whether something is about unmarked that nothing holds.
pub(crate) fn has_unmarked(connection: &Connection) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM blob WHERE refs = 0 AND unreferenced_at IS NULL)
      OR EXISTS (SELECT 1 FROM chunk c WHERE c.refs = 0 AND NOT EXISTS (SELECT 1 FROM dead_chunk d WHERE d.chunk_id = c.id))";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Marks what nothing holds and wasn't marked yet.
pub(crate) fn mark(connection: &Connection, observation: i64, at: Millis) -> Result<()> {
    connection.execute(
        "INSERT OR REPLACE INTO dead_blob (blob_id, marked)
         SELECT id, ?1 FROM blob WHERE refs = 0 AND unreferenced_at IS NULL",
        [observation],
    )?;
    connection
        .execute("UPDATE blob SET unreferenced_at = ?1 WHERE refs = 0 AND unreferenced_at IS NULL", [at])?;
    connection.execute(
        "INSERT OR IGNORE INTO dead_chunk (chunk_id, marked) SELECT id, ?1 FROM chunk WHERE refs = 0",
        [observation],
    )?;
    Ok(())
}

/// Chunks that no manifest has, with the observation that marked them; `None` when none did yet.
pub(crate) fn dead_chunks(connection: &Connection) -> Result<Vec<(ChunkId, Option<i64>)>> {
    let mut statement = connection.prepare_cached(
        "SELECT c.id, d.marked FROM chunk c LEFT JOIN dead_chunk d ON d.chunk_id = c.id WHERE c.refs = 0 ORDER BY c.id",
    )?;
    Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// Removes the rows of a blob, when still nothing holds it and its mark is still that one; false when it lives.
pub(crate) fn remove_blob(connection: &Connection, blob: &DeadBlob) -> Result<bool> {
    let mut still = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM blob b LEFT JOIN dead_blob d ON d.blob_id = b.id
           WHERE b.id = ?1 AND b.refs = 0 AND (?2 IS NULL OR (b.unreferenced_at IS NOT NULL AND d.marked = ?2)))",
    )?;
    if !still.query_row((blob.id, blob.marked), |row| row.get(0))? {
        return Ok(false);
    }
    for sql in [
        "DELETE FROM blob_pieces WHERE blob_id = ?1",
        "DELETE FROM dead_blob WHERE blob_id = ?1",
        "DELETE FROM blob WHERE id = ?1",
    ] {
        connection.prepare_cached(sql)?.execute([blob.id])?;
    }
    Ok(true)
}

/// Whether a chunk is still one that no manifest has, with that mark.
pub(crate) fn is_dead_chunk(connection: &Connection, id: ChunkId, marked: Option<i64>) -> Result<bool> {
    let mut statement = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM chunk c LEFT JOIN dead_chunk d ON d.chunk_id = c.id
           WHERE c.id = ?1 AND c.refs = 0 AND (?2 IS NULL OR d.marked = ?2))",
    )?;
    Ok(statement.query_row((id, marked), |row| row.get(0))?)
}

/// Records of a pack that the database knows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PackUse {
    pub(crate) records: u64,
    /// Their bytes without headers.
    pub(crate) bytes: u64,
}

/// What of each pack is in use.
pub(crate) fn pack_uses(connection: &Connection) -> Result<HashMap<PackId, PackUse>> {
    let mut statement = connection.prepare_cached(
        "SELECT pack_id, count(*), sum(size) FROM blob WHERE pack_id IS NOT NULL GROUP BY pack_id",
    )?;
    let rows = statement
        .query_map([], |row| Ok((row.get(0)?, PackUse { records: row.get(1)?, bytes: row.get(2)? })))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Packs in which something that is in use is damaged. They can't be rewritten: what is damaged can't be copied.
pub(crate) fn damaged_packs(connection: &Connection) -> Result<HashSet<PackId>> {
    let mut statement = connection
        .prepare_cached("SELECT DISTINCT pack_id FROM blob WHERE damaged = 1 AND pack_id IS NOT NULL")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Marks a record of a pack as damaged, unless it was moved or healed meanwhile.
pub(crate) fn mark_damaged(connection: &Connection, record: &PackRecord, pack: PackId) -> Result<()> {
    connection
        .prepare_cached("UPDATE blob SET damaged = 1 WHERE id = ?1 AND pack_id = ?2 AND pack_offset = ?3")?
        .execute((record.id, pack, record.offset))?;
    Ok(())
}

/// Packs with the leases that they belong to.
pub(crate) fn leased_packs(connection: &Connection) -> Result<Vec<(PackId, i64)>> {
    let mut statement = connection
        .prepare_cached("SELECT id, lease_id FROM pack WHERE lease_id IN (SELECT id FROM lease)")?;
    Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// Packs that a collection began to write and never ended.
pub(crate) fn half_written_packs(connection: &Connection) -> Result<Vec<PackId>> {
    let mut statement = connection.prepare_cached("SELECT id FROM pack WHERE state = 1")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Takes the number of a pack that a collection is to write.
pub(crate) fn begin_pack(connection: &Connection, now: Millis) -> Result<PackId> {
    connection.prepare_cached("INSERT INTO pack (created_at, state) VALUES (?1, 1)")?.execute([now])?;
    Ok(PackId::new(connection.last_insert_rowid()))
}

/// The pack is whole.
pub(crate) fn end_pack(connection: &Connection, id: PackId) -> Result<()> {
    connection.prepare_cached("UPDATE pack SET state = 0 WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// Records of a pack in their order: blob, digest, offset, size.
pub(crate) fn records(connection: &Connection, pack: PackId) -> Result<Vec<PackRecord>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, sha256, pack_offset, size FROM blob WHERE pack_id = ?1 ORDER BY pack_offset",
    )?;
    let rows = statement.query_map([pack], |row| {
        Ok(PackRecord { id: row.get(0)?, sha256: row.get(1)?, offset: row.get(2)?, size: row.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A record of a pack as the database knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PackRecord {
    pub(crate) id: BlobId,
    pub(crate) sha256: Digest,
    pub(crate) offset: u64,
    pub(crate) size: u64,
}

/// Says where a blob lies by now, unless it was moved meanwhile.
pub(crate) fn move_record(
    connection: &Connection,
    record: &PackRecord,
    from: PackId,
    to: (PackId, u64),
) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE blob SET pack_id = ?4, pack_offset = ?5 WHERE id = ?1 AND pack_id = ?2 AND pack_offset = ?3",
        )?
        .execute((record.id, from, record.offset, to.0, to.1))?;
    Ok(())
}

/// Whether a pack holds no blob that the database knows.
pub(crate) fn is_empty_pack(connection: &Connection, id: PackId) -> Result<bool> {
    let mut statement =
        connection.prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM blob WHERE pack_id = ?1)")?;
    Ok(statement.query_row([id], |row| row.get(0))?)
}

/// Forgets a pack without blobs.
pub(crate) fn forget_pack(connection: &Connection, id: PackId) -> Result<()> {
    connection.prepare_cached("DELETE FROM pack WHERE id = ?1")?.execute([id])?;
    Ok(())
}

/// The packs that the database knows.
pub(crate) fn known_packs(connection: &Connection) -> Result<HashSet<PackId>> {
    let mut statement = connection.prepare_cached("SELECT id FROM pack")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Something on disk whose rows are gone and that is to be removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Doomed {
    /// `file:<hex>` or `pack:<id>`.
    pub(crate) name: String,
    /// Bytes that go with it.
    pub(crate) bytes: u64,
    /// The receipt that says so.
    pub(crate) receipt: i64,
}

/// Everything that is to be removed, by name.
pub(crate) fn doomed(connection: &Connection) -> Result<Vec<Doomed>> {
    let mut statement =
        connection.prepare_cached("SELECT name, bytes, receipt_id FROM doomed ORDER BY name")?;
    let rows = statement
        .query_map([], |row| Ok(Doomed { name: row.get(0)?, bytes: row.get(1)?, receipt: row.get(2)? }))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Adds to what is to be removed.
pub(crate) fn doom(connection: &Connection, doomed: &Doomed) -> Result<()> {
    connection.prepare_cached("INSERT OR REPLACE INTO doomed VALUES (?1, ?2, ?3)")?.execute((
        &doomed.name,
        doomed.bytes,
        doomed.receipt,
    ))?;
    Ok(())
}

/// It is removed, or is needed again.
pub(crate) fn undoom(connection: &Connection, name: &str) -> Result<()> {
    connection.prepare_cached("DELETE FROM doomed WHERE name = ?1")?.execute([name])?;
    Ok(())
}

/// Whether a plain file belongs to a blob, or will in a moment.
pub(crate) fn needs_file(connection: &Connection, digest: &Digest) -> Result<bool> {
    let mut statement = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM blob WHERE sha256 = ?1 AND pack_id IS NULL)")?;
    Ok(statement.query_row([digest], |row| row.get(0))? || lease::is_announced(connection, digest)?)
}

/// Things on disk that nobody knows, with the observation that first saw them.
pub(crate) fn orphans(connection: &Connection) -> Result<HashMap<String, i64>> {
    let mut statement = connection.prepare_cached("SELECT name, marked FROM orphan")?;
    Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// Replaces what is known of such things.
pub(crate) fn set_orphans(connection: &Connection, found: &[(String, i64)]) -> Result<()> {
    connection.execute("DELETE FROM orphan", [])?;
    let mut insert = connection.prepare_cached("INSERT INTO orphan VALUES (?1, ?2)")?;
    for (name, marked) in found {
        insert.execute((name, marked))?;
    }
    Ok(())
}

/// Forgets the marks of what is in use again.
pub(crate) fn forget_stale_marks(connection: &Connection) -> Result<()> {
    connection.execute_batch(
        "DELETE FROM dead_blob WHERE blob_id NOT IN (SELECT id FROM blob WHERE refs = 0 AND unreferenced_at IS NOT NULL);
         DELETE FROM dead_chunk WHERE chunk_id NOT IN (SELECT id FROM chunk WHERE refs = 0);",
    )?;
    Ok(())
}

/// Whether there ever was a version.
pub(crate) fn has_versions(connection: &Connection) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM version)";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Number of versions there ever were; and whether each that needs a manifest has one.
pub(crate) fn versions(connection: &Connection) -> Result<(u64, bool)> {
    let all = connection.query_row("SELECT count(*) FROM version", [], |row| row.get(0))?;
    let broken: bool = connection.query_row(
        "SELECT EXISTS (SELECT 1 FROM version v LEFT JOIN manifest m ON m.id = v.manifest_id
           WHERE v.state IN (1, 2) AND m.id IS NULL)",
        [],
        |row| row.get(0),
    )?;
    Ok((all, !broken))
}

/// Address of a version, also of a tombstone; and whether nothing of its collection is left but tombstones.
pub(crate) fn lost_version(connection: &Connection, id: VersionId) -> Result<Option<(String, bool)>> {
    let mut statement = connection.prepare_cached(
        "SELECT e.name || '/' || p.name || '/' || c.name || ':v' || m.idx, c.live = 0 AND c.trashed = 0 FROM version v
         JOIN membership m ON m.version_id = v.id AND m.collection_id = v.collection_id
         JOIN collection c ON c.id = v.collection_id JOIN project p ON p.id = c.project_id JOIN entity e ON e.id = p.entity_id
         WHERE v.id = ?1",
    )?;
    Ok(statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}
