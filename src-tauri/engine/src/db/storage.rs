//! What is asked for the storage view: who needs which manifest, which manifest has which chunks.

use rusqlite::Connection;

use crate::Result;
use crate::clock::Millis;
use crate::model::{ChunkId, CollectionId, ManifestId, VersionId};

/// A version that has bytes, live or in the trash.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Holder {
    pub(crate) version: VersionId,
    pub(crate) collection: CollectionId,
    pub(crate) manifest: ManifestId,
    pub(crate) trashed: bool,
    pub(crate) size: u64,
    pub(crate) created_at: Millis,
}

/// Hands every version with bytes to `each`, by identifier.
pub(crate) fn holders(connection: &Connection, each: &mut dyn FnMut(Holder)) -> Result<()> {
    let mut statement = connection.prepare_cached(
        "SELECT id, collection_id, manifest_id, state = 2, size, created_at FROM version
         WHERE state IN (1, 2) AND manifest_id IS NOT NULL ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(Holder {
            version: row.get(0)?,
            collection: row.get(1)?,
            manifest: row.get(2)?,
            trashed: row.get(3)?,
            size: row.get(4)?,
            created_at: row.get(5)?,
        });
    }
    Ok(())
}

/// Where a collection belongs: identifier, `entity/project`, type, name.
pub(crate) type Home = (CollectionId, String, String, String);

/// Every collection, deleted ones too.
pub(crate) fn homes(connection: &Connection) -> Result<Vec<Home>> {
    let mut statement = connection.prepare_cached(
        "SELECT c.id, e.name || '/' || p.name, t.name, c.name FROM collection c
         JOIN project p ON p.id = c.project_id JOIN entity e ON e.id = p.entity_id JOIN artifact_type t ON t.id = c.type_id",
    )?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Takes a manifest and its encoded list.
pub(crate) type EachList<'e> = dyn FnMut(ManifestId, &[u8]) -> Result<()> + 'e;

/// Hands the encoded list of every manifest to `each`.
pub(crate) fn lists(connection: &Connection, each: &mut EachList<'_>) -> Result<()> {
    let mut statement = connection.prepare_cached("SELECT id, list FROM manifest ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(row.get(0)?, row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?;
    }
    Ok(())
}

/// Takes the stored bytes of a chunk.
pub(crate) type EachChunk<'e> = dyn FnMut(ChunkId, &[u8]) -> Result<()> + 'e;

/// Hands the stored bytes of every chunk to `each`.
pub(crate) fn chunks(connection: &Connection, each: &mut EachChunk<'_>) -> Result<()> {
    let mut statement = connection.prepare_cached("SELECT id, data FROM chunk ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(row.get(0)?, row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?;
    }
    Ok(())
}

/// Of packs: records that something needs, and their bytes together; and the bytes of plain files that something needs.
pub(crate) fn needed(connection: &Connection) -> Result<(u64, u64, u64)> {
    let sql = "SELECT count(pack_id), coalesce(sum(CASE WHEN pack_id IS NULL THEN 0 ELSE size END), 0),
        coalesce(sum(CASE WHEN pack_id IS NULL THEN size ELSE 0 END), 0) FROM blob WHERE refs > 0";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

/// Index of a version in its collection.
pub(crate) fn index(connection: &Connection, id: VersionId, collection: CollectionId) -> Result<u64> {
    let mut statement = connection
        .prepare_cached("SELECT idx FROM membership WHERE version_id = ?1 AND collection_id = ?2")?;
    Ok(statement.query_row((id, collection), |row| row.get(0))?)
}

/// Bytes of a blob that was removed, with the times between which the store had it: since the version that needed it last
/// was made, until it was collected.
pub(crate) type Removed = (Millis, Millis, u64);

/// Every blob in a receipt.
pub(crate) fn removed(connection: &Connection) -> Result<Vec<Removed>> {
    let mut statement = connection.prepare_cached(
        "SELECT coalesce(v.created_at, r.at), r.at, i.bytes FROM receipt_item i JOIN receipt r ON r.id = i.receipt_id
         LEFT JOIN version v ON v.id = i.version_id WHERE i.kind = 'blob'",
    )?;
    Ok(statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?)
}
