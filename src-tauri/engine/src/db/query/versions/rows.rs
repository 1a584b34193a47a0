//! The rows of a page with all that a table shows of them.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::Result;
use crate::clock::Millis;
use crate::db::query::filter::Context;
use crate::db::version::VersionState;
use crate::db::{alias, setting, version};
use crate::model::{self, ManifestDigest, MembershipId, Metadata, Ttl, VersionId};

/// A version in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionListRow {
    /// Identifier.
    pub id: VersionId,
    /// Index in the listed collection.
    pub index: u64,
    /// Committed or deleted.
    pub state: VersionState,
    /// Digest as W&B computes it.
    pub digest: ManifestDigest,
    /// Aliases, `latest` first.
    pub aliases: Vec<String>,
    /// Tags, by name.
    pub tags: Vec<String>,
    /// When it was committed.
    pub created_at: Millis,
    /// Logical size in bytes.
    pub size: u64,
    /// Size less the size of the version with the next smaller index that is still there, in bytes.
    pub change: Option<i64>,
    /// Number of entries.
    pub files: u64,
    /// TTL.
    pub ttl: Ttl,
    /// When it expires.
    pub expires_at: Option<Millis>,
    /// When it went to the trash.
    pub deleted_at: Option<Millis>,
    /// When it leaves the trash for good.
    pub purge_at: Option<Millis>,
    /// Values of the metadata keys that were asked for, as JSON text.
    pub metadata: Vec<Option<String>>,
}

/// One version of a collection with the size of the one before it.
pub(super) const ROW: &str = "SELECT v.id, m.id, m.idx, v.state, v.digest, v.created_at, m.size, m.files, v.ttl, v.deleted_at,
       m.size - (SELECT b.size FROM membership b INDEXED BY membership_list
                 WHERE b.collection_id = ?1 AND b.gone = 0 AND b.idx < ?2 ORDER BY b.idx DESC LIMIT 1)
     FROM membership m CROSS JOIN version v ON v.id = m.version_id WHERE m.collection_id = ?1 AND m.idx = ?2 AND m.gone = 0";

/// The versions with these indexes. A row by itself costs microseconds, so each is read by its key.
pub(super) fn fetch(
    connection: &Connection,
    context: &Context,
    indexes: &[i64],
    metadata: &[String],
) -> Result<Vec<VersionListRow>> {
    let trash = setting::trash_millis(connection)?;
    let mut statement = connection.prepare_cached(ROW)?;
    let mut rows = Vec::with_capacity(indexes.len());
    for index in indexes {
        let found = statement
            .query_row((context.collection, index), |row| Ok((row.get(1)?, read(row)?)))
            .optional()?;
        let Some((membership, mut row)) = found else { continue };
        row.expires_at = model::expires_at(row.created_at, row.ttl, context.default_ttl);
        row.purge_at =
            row.deleted_at.filter(|_| row.state == VersionState::Deleted).map(|at| at.saturating_add(trash));
        row.aliases = aliases(connection, context, membership)?;
        row.tags = alias::tags(connection, row.id)?;
        row.metadata = values(connection, row.id, metadata)?;
        rows.push(row);
    }
    Ok(rows)
}

fn read(row: &Row<'_>) -> rusqlite::Result<VersionListRow> {
    Ok(VersionListRow {
        id: row.get(0)?,
        index: row.get(2)?,
        state: VersionState::from_stored(row.get(3)?),
        digest: row.get(4)?,
        created_at: row.get(5)?,
        size: row.get(6)?,
        files: row.get(7)?,
        ttl: row.get(8)?,
        deleted_at: row.get(9)?,
        change: row.get(10)?,
        aliases: Vec::new(),
        tags: Vec::new(),
        expires_at: None,
        purge_at: None,
        metadata: Vec::new(),
    })
}

fn aliases(connection: &Connection, context: &Context, membership: MembershipId) -> Result<Vec<String>> {
    let mut names = alias::of(connection, membership)?;
    if context.latest == Some(membership) {
        names.insert(0, "latest".to_owned());
    }
    Ok(names)
}

fn values(connection: &Connection, id: VersionId, keys: &[String]) -> Result<Vec<Option<String>>> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let metadata = Metadata::parse(&version::text(connection, id)?.1)?;
    Ok(keys.iter().map(|key| metadata.get(key).map(ToString::to_string)).collect())
}
