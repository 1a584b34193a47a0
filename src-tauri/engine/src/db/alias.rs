//! Aliases and tags.

use rusqlite::{Connection, OptionalExtension};

use crate::Result;
use crate::model::{CollectionId, MembershipId, VersionId};

/// The membership that bears an alias.
pub(crate) fn holder(
    connection: &Connection,
    collection: CollectionId,
    name: &str,
) -> Result<Option<MembershipId>> {
    let mut statement = connection
        .prepare_cached("SELECT membership_id FROM alias WHERE collection_id = ?1 AND name = ?2")?;
    Ok(statement.query_row((collection, name), |row| row.get(0)).optional()?)
}

/// Sets, moves or removes an alias.
pub(crate) fn set(
    connection: &Connection,
    collection: CollectionId,
    name: &str,
    holder: Option<MembershipId>,
) -> Result<()> {
    match holder {
        Some(holder) => connection
            .prepare_cached(
                "INSERT INTO alias (collection_id, name, membership_id) VALUES (?1, ?2, ?3)
                 ON CONFLICT (collection_id, name) DO UPDATE SET membership_id = excluded.membership_id",
            )?
            .execute((collection, name, holder))?,
        None => connection
            .prepare_cached("DELETE FROM alias WHERE collection_id = ?1 AND name = ?2")?
            .execute((collection, name))?,
    };
    Ok(())
}

/// Aliases of a membership, `latest` first, then by name.
pub(crate) fn of(connection: &Connection, membership: MembershipId) -> Result<Vec<String>> {
    let mut statement = connection
        .prepare_cached("SELECT name FROM alias WHERE membership_id = ?1 ORDER BY name <> 'latest', name")?;
    Ok(statement.query_map([membership], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Every alias of a collection with its version and index, `latest` first.
pub(crate) fn list(
    connection: &Connection,
    collection: CollectionId,
) -> Result<Vec<(String, VersionId, u64)>> {
    let mut statement = connection.prepare_cached(
        "SELECT a.name, m.version_id, m.idx FROM alias a JOIN membership m ON m.id = a.membership_id
         WHERE a.collection_id = ?1 ORDER BY a.name <> 'latest', a.name",
    )?;
    let rows = statement.query_map([collection], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Version and collection of a membership.
pub(crate) fn membership(
    connection: &Connection,
    id: MembershipId,
) -> Result<(VersionId, CollectionId, u64)> {
    let mut statement =
        connection.prepare_cached("SELECT version_id, collection_id, idx FROM membership WHERE id = ?1")?;
    Ok(statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?)
}

/// Tags of a version, by name.
pub(crate) fn tags(connection: &Connection, version: VersionId) -> Result<Vec<String>> {
    let mut statement =
        connection.prepare_cached("SELECT tag FROM version_tag WHERE version_id = ?1 ORDER BY tag")?;
    Ok(statement.query_map([version], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Whether a version bears a tag.
pub(crate) fn has_tag(connection: &Connection, version: VersionId, tag: &str) -> Result<bool> {
    let mut statement =
        connection.prepare_cached("SELECT 1 FROM version_tag WHERE version_id = ?1 AND tag = ?2")?;
    Ok(statement.exists((version, tag))?)
}

/// Adds or removes a tag.
pub(crate) fn set_tag(connection: &Connection, version: VersionId, tag: &str, on: bool) -> Result<()> {
    let sql = if on {
        "INSERT INTO version_tag (version_id, tag) VALUES (?1, ?2) ON CONFLICT DO NOTHING"
    } else {
        "DELETE FROM version_tag WHERE version_id = ?1 AND tag = ?2"
    };
    connection.prepare_cached(sql)?.execute((version, tag))?;
    Ok(())
}

/// Every tag of versions with how many bear it, most used first, at most `limit`.
pub(crate) fn tag_counts(connection: &Connection, limit: u32) -> Result<Vec<(String, u64)>> {
    let mut statement = connection
        .prepare_cached("SELECT tag, count(*) FROM version_tag GROUP BY tag ORDER BY 2 DESC, 1 LIMIT ?1")?;
    Ok(statement.query_map([limit], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// Aliases that a version had when it went to the trash.
pub(crate) fn trashed(connection: &Connection, membership: MembershipId) -> Result<Vec<String>> {
    let mut statement =
        connection.prepare_cached("SELECT name FROM trashed_alias WHERE membership_id = ?1 ORDER BY name")?;
    Ok(statement.query_map([membership], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Forgets the aliases that versions had when they went to the trash before.
pub(crate) fn forget(connection: &Connection, versions: &mut dyn Iterator<Item = VersionId>) -> Result<()> {
    let any: bool = connection
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM trashed_alias)")?
        .query_row([], |row| row.get(0))?;
    if !any {
        return Ok(());
    }
    let mut statement = connection.prepare_cached(
        "DELETE FROM trashed_alias WHERE membership_id IN (SELECT id FROM membership WHERE version_id = ?1)",
    )?;
    for version in versions {
        statement.execute([version])?;
    }
    Ok(())
}

/// Remembers an alias of a version that goes to the trash.
pub(crate) fn remember(connection: &Connection, membership: MembershipId, name: &str) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO trashed_alias VALUES (?1, ?2) ON CONFLICT DO NOTHING")?
        .execute((membership, name))?;
    Ok(())
}
