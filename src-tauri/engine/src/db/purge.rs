//! Giving up what a version needed: manifest, chunks, blobs, each when nothing else needs it.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};

use super::manifest;
use crate::clock::Millis;
use crate::manifest::{Chunk, ManifestList};
use crate::model::{BlobId, ChunkId, Digest, ManifestId, VersionId};
use crate::{Code, Error, Result};

/// What blobs are marked with that nothing needs any more.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark {
    /// Time for people.
    pub(crate) at: Millis,
    /// The observation that counts.
    pub(crate) observation: i64,
    /// The version that needed them last.
    pub(crate) version: Option<VersionId>,
}

/// The list of a manifest, compared with its hash.
pub(crate) fn list(connection: &Connection, id: ManifestId) -> Result<ManifestList> {
    let mut statement = connection.prepare_cached("SELECT list, hash FROM manifest WHERE id = ?1")?;
    let found: Option<(Vec<u8>, Digest)> =
        statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (encoded, hash) = found.ok_or_else(|| unreadable(id, "it is missing"))?;
    if Digest::of(&encoded) != hash {
        return Err(unreadable(id, "its list of chunks changed"));
    }
    ManifestList::decode(&encoded).map_err(|error| unreadable(id, error.message()))
}

fn unreadable(id: ManifestId, why: &str) -> Error {
    Error::new(Code::StoreDamaged, format!("Manifest {id} is damaged: {why}"))
        .hint("Run `cairnctl check` to see which versions need it.")
}

/// Reads everything that [`release`] would go by, so that it can't fail half way. Error: `store-damaged`.
pub(crate) fn check(connection: &Connection, id: ManifestId) -> Result<()> {
    if manifest::usage(connection, id)?.0 > 1 {
        return Ok(());
    }
    for chunk in list(connection, id)?.chunks() {
        if manifest::chunk_refs(connection, chunk.id)? <= 1 {
            manifest::load(connection, chunk.id)?;
        }
    }
    Ok(())
}

/// Gives up a manifest for one version, which refers to it no more; with its last version it goes, and with it the
/// chunks that only it had. Answers how many blobs nothing needs any more.
pub(crate) fn release(connection: &Connection, id: ManifestId, mark: &Mark) -> Result<u64> {
    let mut count =
        connection.prepare_cached("UPDATE manifest SET refs = refs - 1 WHERE id = ?1 RETURNING refs")?;
    if count.query_row([id], |row| row.get::<_, i64>(0))? > 0 {
        return Ok(0);
    }
    let list = list(connection, id)?;
    connection.prepare_cached("DELETE FROM manifest WHERE id = ?1")?.execute([id])?;
    let mut freed = 0;
    let mut count =
        connection.prepare_cached("UPDATE chunk SET refs = refs - 1 WHERE id = ?1 RETURNING refs")?;
    for chunk in list.chunks() {
        let left: i64 = count.query_row([chunk.id], |row| row.get(0))?;
        match left {
            0 => freed += drop_chunk(connection, chunk.id, mark)?,
            1.. => {}
            _ => return Err(miscounted(&format!("chunk {}", chunk.id))),
        }
    }
    Ok(freed)
}

/// Removes a chunk that no manifest has; answers how many blobs nothing needs any more.
pub(crate) fn drop_chunk(connection: &Connection, id: ChunkId, mark: &Mark) -> Result<u64> {
    let mut count = connection.prepare_cached(
        "UPDATE blob SET refs = refs - 1, seen_unreferenced_at = NULL,
           unreferenced_at = CASE refs WHEN 1 THEN ?2 ELSE unreferenced_at END
         WHERE sha256 = ?1 RETURNING id, refs",
    )?;
    let mut remember = connection.prepare_cached(
        "INSERT OR REPLACE INTO dead_blob (blob_id, marked, version_id, path) VALUES (?1, ?2, ?3, ?4)",
    )?;
    let chunk = manifest::load(connection, id)?;
    let mut freed = 0;
    for (digest, path) in named(&chunk) {
        let counted = count.query_row((digest, mark.at), |row| Ok((row.get(0)?, row.get(1)?)));
        let Some((blob, left)): Option<(BlobId, i64)> = counted.optional()? else { continue };
        if left < 0 {
            return Err(miscounted(&digest.to_hex()));
        }
        if left == 0 {
            remember.execute((blob, mark.observation, mark.version, path))?;
            freed += 1;
        }
    }
    connection.prepare_cached("DELETE FROM dead_chunk WHERE chunk_id = ?1")?.execute([id])?;
    connection.prepare_cached("DELETE FROM chunk WHERE id = ?1")?.execute([id])?;
    Ok(freed)
}

/// The distinct blobs of a chunk, each with the first of its paths.
pub(crate) fn named(chunk: &Chunk) -> BTreeMap<Digest, &str> {
    let mut names = BTreeMap::new();
    for entry in chunk.entries() {
        if let Some(digest) = entry.sha256() {
            names.entry(*digest).or_insert(entry.path.as_str());
        }
    }
    names
}

fn miscounted(what: &str) -> Error {
    Error::new(Code::StoreDamaged, format!("The count of what needs {what} is wrong"))
        .hint("Nothing was removed. Run `cairnctl check`, then `cairnctl repair`.")
}

/// Versions in the trash that were seen there, oldest deletion first: identifier, observation, when they were deleted.
pub(crate) fn observed_trash(connection: &Connection, before: Millis) -> Result<Vec<(VersionId, i64)>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, observation FROM version INDEXED BY version_trash
         WHERE state = 2 AND deleted_at <= ?1 AND observation IS NOT NULL ORDER BY deleted_at, id",
    )?;
    Ok(statement.query_map([before], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// Whether versions lie in the trash that were not seen there yet.
pub(crate) fn has_unobserved_trash(connection: &Connection) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM version WHERE state = 2 AND observation IS NULL)";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Remembers when what lies in the trash was first seen there.
pub(crate) fn observe_trash(connection: &Connection, observation: i64) -> Result<()> {
    let sql = "UPDATE version SET observation = ?1 WHERE state = 2 AND observation IS NULL";
    connection.prepare_cached(sql)?.execute([observation])?;
    Ok(())
}

/// When the version that went to the trash first did so.
pub(crate) fn oldest_trash(connection: &Connection) -> Result<Option<Millis>> {
    let sql = "SELECT min(deleted_at) FROM version INDEXED BY version_trash WHERE state = 2";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Everything in the trash, oldest deletion first.
pub(crate) fn all_trash(connection: &Connection) -> Result<Vec<VersionId>> {
    let sql = "SELECT id FROM version INDEXED BY version_trash WHERE state = 2 ORDER BY deleted_at, id";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}
