//! What `check` asks: stored counts against counted ones.

use rusqlite::{Connection, OptionalExtension};

use crate::Result;
use crate::model::{Digest, ManifestDigest, ManifestId, PackId};

/// A manifest as stored, nothing of it believed.
pub(crate) struct RawManifest {
    /// Identifier.
    pub(crate) id: ManifestId,
    /// What its list hashes to.
    pub(crate) hash: Digest,
    /// Digest as W&B computes it.
    pub(crate) digest: ManifestDigest,
    /// Number of entries.
    pub(crate) entries: u64,
    /// Logical bytes.
    pub(crate) bytes: u64,
    /// Versions that use it.
    pub(crate) refs: u64,
    /// The encoded list.
    pub(crate) list: Vec<u8>,
}

/// The first manifest above an identifier.
pub(crate) fn next_manifest(connection: &Connection, after: ManifestId) -> Result<Option<RawManifest>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, hash, digest, entries, bytes, refs, list FROM manifest WHERE id > ?1 ORDER BY id LIMIT 1",
    )?;
    let found = statement.query_row([after], |row| {
        Ok(RawManifest {
            id: row.get(0)?,
            hash: row.get(1)?,
            digest: row.get(2)?,
            entries: row.get(3)?,
            bytes: row.get(4)?,
            refs: row.get(5)?,
            list: row.get(6)?,
        })
    });
    Ok(found.optional()?)
}

/// Number of versions that aren't purged.
pub(crate) fn versions(connection: &Connection) -> Result<u64> {
    Ok(connection.query_row("SELECT count(*) FROM version WHERE state IN (1, 2)", [], |row| row.get(0))?)
}

/// Versions whose row contradicts their manifest, as addresses.
pub(crate) fn contradicting_versions(connection: &Connection) -> Result<Vec<String>> {
    let mut statement = connection.prepare(
        "SELECT e.name || '/' || p.name || '/' || c.name || ':v' || m.idx FROM version v
         JOIN membership m ON m.version_id = v.id AND m.collection_id = v.collection_id
         JOIN collection c ON c.id = v.collection_id JOIN project p ON p.id = c.project_id JOIN entity e ON e.id = p.entity_id
         LEFT JOIN manifest f ON f.id = v.manifest_id
         WHERE v.state IN (1, 2) AND (f.id IS NULL OR v.digest <> f.digest OR v.size <> f.bytes OR v.files <> f.entries
           OR m.size <> v.size OR m.files <> v.files)",
    )?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// A stored count that isn't what was counted.
pub(crate) struct WrongCount {
    /// What has the count, such as `collection 7`.
    pub(crate) item: String,
    /// The column.
    pub(crate) column: String,
    /// What is stored.
    pub(crate) stored: i64,
    /// What was counted.
    pub(crate) counted: i64,
}

/// Each gives item, column, stored count, counted count.
const COUNTS: [&str; 3] = [
    "WITH counted AS (
       SELECT c.id AS id, c.live AS live, c.trashed AS trashed, c.logical AS logical, c.next_index AS next_index,
         coalesce(sum(v.state = 1), 0) AS live_now, coalesce(sum(v.state = 2), 0) AS trashed_now,
         coalesce(sum(v.size * (v.state = 1)), 0) AS logical_now
       FROM collection c LEFT JOIN version v ON v.collection_id = c.id GROUP BY c.id)
     SELECT 'collection ' || id, 'live', live, live_now FROM counted WHERE live <> live_now
     UNION ALL SELECT 'collection ' || id, 'trashed', trashed, trashed_now FROM counted WHERE trashed <> trashed_now
     UNION ALL SELECT 'collection ' || id, 'logical', logical, logical_now FROM counted WHERE logical <> logical_now
     UNION ALL SELECT 'collection ' || d.id, 'next_index', d.next_index, max(m.idx) + 1
       FROM counted d JOIN membership m ON m.collection_id = d.id GROUP BY d.id HAVING max(m.idx) >= d.next_index",
    "WITH counted AS (
       SELECT t.id AS id, t.collections AS collections, t.versions AS versions, count(c.id) AS collections_now,
         coalesce(sum(c.live), 0) AS versions_now
       FROM artifact_type t LEFT JOIN collection c ON c.type_id = t.id AND c.deleted_at IS NULL GROUP BY t.id)
     SELECT 'type ' || id, 'collections', collections, collections_now FROM counted WHERE collections <> collections_now
     UNION ALL SELECT 'type ' || id, 'versions', versions, versions_now FROM counted WHERE versions <> versions_now",
    "WITH counted AS (
       SELECT p.id AS id, p.collections AS collections, p.versions AS versions, count(c.id) AS collections_now,
         coalesce(sum(c.live), 0) AS versions_now
       FROM project p LEFT JOIN collection c ON c.project_id = p.id AND c.deleted_at IS NULL GROUP BY p.id)
     SELECT 'project ' || id, 'collections', collections, collections_now FROM counted WHERE collections <> collections_now
     UNION ALL SELECT 'project ' || id, 'versions', versions, versions_now FROM counted WHERE versions <> versions_now",
];

/// Counts of collections, types and projects that triggers keep and that are wrong.
pub(crate) fn wrong_counts(connection: &Connection) -> Result<Vec<WrongCount>> {
    let mut wrong = Vec::new();
    for sql in COUNTS {
        let mut statement = connection.prepare(sql)?;
        let rows = statement.query_map([], |row| {
            Ok(WrongCount {
                item: row.get(0)?,
                column: row.get(1)?,
                stored: row.get(2)?,
                counted: row.get(3)?,
            })
        })?;
        for row in rows {
            wrong.push(row?);
        }
    }
    Ok(wrong)
}

/// Where the last known record of each pack begins, and the size of its bytes.
pub(crate) fn pack_ends(connection: &Connection) -> Result<Vec<(PackId, u64, u64)>> {
    // SQLite takes the other columns from the row that has the maximum.
    let mut statement = connection.prepare(
        "SELECT pack_id, max(pack_offset), size FROM blob WHERE pack_id IS NOT NULL GROUP BY pack_id",
    )?;
    Ok(statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?)
}

/// Whether a blob of that digest is a plain file.
pub(crate) fn is_plain_file(connection: &Connection, digest: &Digest) -> Result<bool> {
    let mut statement = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM blob WHERE sha256 = ?1 AND pack_id IS NULL)")?;
    Ok(statement.query_row([digest], |row| row.get(0))?)
}
