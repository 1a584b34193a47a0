//! Versions and their memberships.

use rusqlite::{Connection, OptionalExtension, Row};

use super::state;
use crate::Result;
use crate::clock::Millis;
use crate::model::{CollectionId, ManifestDigest, ManifestId, MembershipId, Ttl, VersionId};

/// A version as stored, with its place in its own collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRow {
    /// Identifier.
    pub id: VersionId,
    /// Its membership of its own collection.
    pub membership: MembershipId,
    /// Its collection.
    pub collection: CollectionId,
    /// Index in its collection.
    pub index: u64,
    /// State.
    pub state: VersionState,
    /// Manifest; none once purged.
    pub manifest: Option<ManifestId>,
    /// Digest as W&B computes it.
    pub digest: ManifestDigest,
    /// Logical size in bytes.
    pub size: u64,
    /// Number of entries.
    pub files: u64,
    /// TTL.
    pub ttl: Ttl,
    /// When it was committed.
    pub created_at: Millis,
    /// Who logged it.
    pub created_by: String,
    /// When it went to the trash.
    pub deleted_at: Option<Millis>,
    /// Why it went to the trash.
    pub deleted_because: Option<String>,
}

/// Where a version is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VersionState {
    /// Visible.
    Committed,
    /// In the trash.
    Deleted,
    /// A tombstone.
    Purged,
}

impl VersionState {
    /// The word for people and scripts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Committed => "committed",
            Self::Deleted => "deleted",
            Self::Purged => "purged",
        }
    }

    pub(in crate::db) fn from_stored(stored: i64) -> Self {
        match stored {
            state::COMMITTED => Self::Committed,
            state::DELETED => Self::Deleted,
            _ => Self::Purged,
        }
    }
}

/// What [`row`] reads, in its order; tables `version v` and `membership m`.
pub(super) const COLUMNS: &str =
    "v.id, m.id, v.collection_id, m.idx, v.state, v.manifest_id, v.digest, v.size,
     v.files, v.ttl, v.created_at, v.created_by, v.deleted_at, v.deleted_because";

/// The join that gives a version its place in its own collection.
pub(super) const TABLES: &str =
    "version v JOIN membership m ON m.version_id = v.id AND m.collection_id = v.collection_id";

/// Reads [`COLUMNS`].
pub(super) fn row(row: &Row<'_>) -> rusqlite::Result<VersionRow> {
    Ok(VersionRow {
        id: row.get(0)?,
        membership: row.get(1)?,
        collection: row.get(2)?,
        index: row.get(3)?,
        state: VersionState::from_stored(row.get(4)?),
        manifest: row.get(5)?,
        digest: row.get(6)?,
        size: row.get(7)?,
        files: row.get(8)?,
        ttl: row.get(9)?,
        created_at: row.get(10)?,
        created_by: row.get(11)?,
        deleted_at: row.get(12)?,
        deleted_because: row.get(13)?,
    })
}

/// A version by identifier; pending ones are invisible.
pub(crate) fn get(connection: &Connection, id: VersionId) -> Result<Option<VersionRow>> {
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE v.id = ?1 AND v.state > 0");
    Ok(connection.prepare_cached(&sql)?.query_row([id], row).optional()?)
}

/// Versions by identifier, in that order; what isn't there is told by its number.
pub(crate) fn each(connection: &Connection, ids: &[VersionId]) -> Result<Result<Vec<VersionRow>, VersionId>> {
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE v.id = ?1 AND v.state > 0");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = Vec::with_capacity(ids.len());
    for id in ids {
        match statement.query_row([id], row).optional()? {
            Some(version) => found.push(version),
            None => return Ok(Err(*id)),
        }
    }
    Ok(Ok(found))
}

/// Manifests of the versions in the trash, at most `limit`, longest there first.
pub(crate) fn manifests_in_trash(
    connection: &Connection,
    limit: u32,
) -> Result<Vec<(VersionId, Option<ManifestId>)>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, manifest_id FROM version INDEXED BY version_trash WHERE state = 2 ORDER BY deleted_at, id LIMIT ?1",
    )?;
    Ok(statement.query_map([limit], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// Newest versions with a manifest, of one collection or of all, in the trash or not, at most `limit`.
pub(crate) fn newest_manifests(
    connection: &Connection,
    collection: Option<CollectionId>,
    limit: u32,
) -> Result<Vec<(VersionId, CollectionId, ManifestId)>> {
    let sql = match collection {
        Some(_) => {
            "SELECT v.id, v.collection_id, v.manifest_id FROM membership m JOIN version v ON v.id = m.version_id
             WHERE m.collection_id = ?1 AND m.gone = 0 AND v.state IN (1, 2) AND v.manifest_id IS NOT NULL
             ORDER BY m.idx DESC LIMIT ?2"
        }
        None => {
            "SELECT id, collection_id, manifest_id FROM version
             WHERE ?1 IS NULL AND state IN (1, 2) AND manifest_id IS NOT NULL ORDER BY id DESC LIMIT ?2"
        }
    };
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map((collection, limit), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The version with an index, in any state but pending.
pub(crate) fn by_index(
    connection: &Connection,
    collection: CollectionId,
    index: u64,
) -> Result<Option<VersionRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM membership m JOIN version v ON v.id = m.version_id WHERE m.collection_id = ?1 AND m.idx = ?2 AND v.state > 0"
    );
    Ok(connection.prepare_cached(&sql)?.query_row((collection, index), row).optional()?)
}

/// The newest committed version.
pub(crate) fn newest(connection: &Connection, collection: CollectionId) -> Result<Option<VersionRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM membership m JOIN version v ON v.id = m.version_id WHERE m.collection_id = ?1 AND m.gone = 0 AND v.state = 1 ORDER BY m.idx DESC LIMIT 1"
    );
    Ok(connection.prepare_cached(&sql)?.query_row([collection], row).optional()?)
}

/// The next committed version above (`forward`) or below an index.
pub(crate) fn neighbour(
    connection: &Connection,
    collection: CollectionId,
    index: u64,
    forward: bool,
) -> Result<Option<VersionRow>> {
    let (compare, order) = if forward { (">", "ASC") } else { ("<", "DESC") };
    let sql = format!(
        "SELECT {COLUMNS} FROM membership m JOIN version v ON v.id = m.version_id WHERE m.collection_id = ?1 AND m.gone = 0 AND m.idx {compare} ?2 AND v.state = 1 ORDER BY m.idx {order} LIMIT 1"
    );
    Ok(connection.prepare_cached(&sql)?.query_row((collection, index), row).optional()?)
}

/// The committed version of a collection with that digest.
pub(crate) fn by_digest(
    connection: &Connection,
    collection: CollectionId,
    digest: &ManifestDigest,
) -> Result<Option<VersionRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE v.collection_id = ?1 AND v.digest = ?2 AND v.state = 1 ORDER BY v.id DESC LIMIT 1"
    );
    Ok(connection.prepare_cached(&sql)?.query_row((collection, digest), row).optional()?)
}

/// Identifiers of all versions of a collection in a state.
pub(crate) fn ids_in(
    connection: &Connection,
    collection: CollectionId,
    state: i64,
) -> Result<Vec<VersionId>> {
    let mut statement = connection.prepare_cached(
        "SELECT m.version_id FROM membership m JOIN version v ON v.id = m.version_id
         WHERE m.collection_id = ?1 AND m.gone = 0 AND v.state = ?2 ORDER BY m.idx",
    )?;
    Ok(statement.query_map((collection, state), |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// What a new version is made of.
#[derive(Debug, Clone)]
pub(crate) struct NewVersion<'a> {
    /// Its collection.
    pub(crate) collection: CollectionId,
    /// Its manifest.
    pub(crate) manifest: ManifestId,
    /// Digest as W&B computes it.
    pub(crate) digest: ManifestDigest,
    /// Logical size.
    pub(crate) size: u64,
    /// Number of entries.
    pub(crate) files: u64,
    /// TTL.
    pub(crate) ttl: Ttl,
    /// Who logs it.
    pub(crate) actor: &'a str,
    /// Description.
    pub(crate) description: &'a str,
    /// Metadata, canonical JSON.
    pub(crate) metadata: &'a str,
    /// Time of the commit.
    pub(crate) now: Millis,
}

/// Inserts a committed version with its index and counts its manifest.
pub(crate) fn insert(
    connection: &Connection,
    new: &NewVersion<'_>,
) -> Result<(VersionId, MembershipId, u64)> {
    let index = super::collection::take_index(connection, new.collection)?;
    connection
        .prepare_cached(
            "INSERT INTO version (collection_id, state, manifest_id, digest, size, files, ttl, created_at, created_by)
             VALUES (?1, 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute((new.collection, new.manifest, new.digest, new.size, new.files, new.ttl, new.now, new.actor))?;
    let version = VersionId::new(connection.last_insert_rowid());
    connection
        .prepare_cached("INSERT INTO version_text (version_id, description, metadata) VALUES (?1, ?2, ?3)")?
        .execute((version, new.description, new.metadata))?;
    connection
        .prepare_cached(
            "INSERT INTO membership (version_id, collection_id, idx, created_at, size, files) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute((version, new.collection, index, new.now, new.size, new.files))?;
    let membership = MembershipId::new(connection.last_insert_rowid());
    connection
        .prepare_cached("UPDATE manifest SET refs = refs + 1 WHERE id = ?1")?
        .execute([new.manifest])?;
    Ok((version, membership, index))
}

/// Description and metadata of a version.
pub(crate) fn text(connection: &Connection, id: VersionId) -> Result<(String, String)> {
    let mut statement =
        connection.prepare_cached("SELECT description, metadata FROM version_text WHERE version_id = ?1")?;
    Ok(statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Addresses of versions as `name:v3`, for messages and summaries.
pub(crate) fn short_address(connection: &Connection, id: VersionId) -> Result<String> {
    let mut statement = connection.prepare_cached(
        "SELECT c.name || ':v' || m.idx FROM version v JOIN membership m ON m.version_id = v.id AND m.collection_id = v.collection_id
         JOIN collection c ON c.id = v.collection_id WHERE v.id = ?1",
    )?;
    Ok(statement.query_row([id], |row| row.get(0)).optional()?.unwrap_or_else(|| format!("#{id}")))
}

/// Whether a version is a member of a collection besides its own.
pub(crate) fn is_linked(connection: &Connection, id: VersionId) -> Result<bool> {
    let mut statement = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM membership m JOIN version v ON v.id = m.version_id
         WHERE m.version_id = ?1 AND m.collection_id <> v.collection_id AND m.gone = 0)",
    )?;
    Ok(statement.query_row([id], |row| row.get(0))?)
}

/// Whether any version is linked: only the collections of registries hold links.
pub(crate) fn any_linked(connection: &Connection) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM collection WHERE kind = 'portfolio')";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Metadata of the newest versions of a collection.
pub(crate) fn recent_metadata(connection: &Connection, id: CollectionId, limit: u32) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT t.metadata FROM membership m JOIN version_text t ON t.version_id = m.version_id
         WHERE m.collection_id = ?1 AND m.gone = 0 ORDER BY m.idx DESC LIMIT ?2",
    )?;
    Ok(statement.query_map((id, limit), |row| row.get(0))?.collect::<Result<_, _>>()?)
}
