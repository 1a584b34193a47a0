//! What hangs on versions: links, runs, what was made from them.

use rusqlite::{Connection, ToSql};

use super::state;
use crate::Result;
use crate::clock::Millis;
use crate::model::{CollectionId, RunId, Ttl, VersionId};

/// Addresses in registries under which a version is linked, in the order in which it was linked.
pub(crate) fn links(connection: &Connection, id: VersionId) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT e.name || '/' || p.name || '/' || c.name || ':v' || m.idx FROM version v
         JOIN membership m ON m.version_id = v.id AND m.collection_id <> v.collection_id AND m.gone = 0
         JOIN collection c ON c.id = m.collection_id JOIN project p ON p.id = c.project_id
         JOIN entity e ON e.id = p.entity_id WHERE v.id = ?1 ORDER BY m.id",
    )?;
    Ok(statement.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Protected aliases that a version bears in registries, by name.
pub(crate) fn protected(connection: &Connection, id: VersionId) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT a.name FROM membership m JOIN alias a ON a.membership_id = m.id
         JOIN collection c ON c.id = m.collection_id
         JOIN protected_alias p ON p.project_id = c.project_id AND p.name = a.name
         WHERE m.version_id = ?1 AND m.gone = 0 ORDER BY a.name",
    )?;
    Ok(statement.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Runs that aren't deleted and used a version.
pub(crate) fn users(connection: &Connection, id: VersionId) -> Result<Vec<RunId>> {
    list(
        connection,
        "SELECT x.run_id FROM edge x JOIN run r ON r.id = x.run_id AND r.deleted_at IS NULL
         WHERE x.version_id = ?1 AND x.kind = 1 AND x.removed_at IS NULL ORDER BY x.run_id",
        id,
    )
}

/// Runs that aren't deleted and logged a version.
pub(crate) fn producers(connection: &Connection, id: VersionId) -> Result<Vec<RunId>> {
    list(
        connection,
        "SELECT x.run_id FROM edge x JOIN run r ON r.id = x.run_id AND r.deleted_at IS NULL
         WHERE x.version_id = ?1 AND x.kind = 0 AND x.removed_at IS NULL ORDER BY x.run_id",
        id,
    )
}

/// Versions that a run used.
pub(crate) fn inputs(connection: &Connection, id: RunId) -> Result<Vec<VersionId>> {
    list(
        connection,
        "SELECT version_id FROM edge WHERE run_id = ?1 AND kind = 1 AND removed_at IS NULL ORDER BY version_id",
        id,
    )
}

/// Versions that a run logged.
pub(crate) fn outputs(connection: &Connection, id: RunId) -> Result<Vec<VersionId>> {
    list(
        connection,
        "SELECT version_id FROM edge WHERE run_id = ?1 AND kind = 0 AND removed_at IS NULL ORDER BY version_id",
        id,
    )
}

fn list<T: rusqlite::types::FromSql>(connection: &Connection, sql: &str, id: impl ToSql) -> Result<Vec<T>> {
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// What of a version decides when it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lifetime {
    /// It is committed and lies in no trash.
    pub(crate) is_live: bool,
    /// When it was made.
    pub(crate) created_at: Millis,
    /// TTL.
    pub(crate) ttl: Ttl,
}

/// The lifetime of a version, if there is such a version.
pub(crate) fn lifetime(connection: &Connection, id: VersionId) -> Result<Option<Lifetime>> {
    use rusqlite::OptionalExtension as _;
    let mut statement =
        connection.prepare_cached("SELECT state, created_at, ttl FROM version WHERE id = ?1")?;
    let read = |row: &rusqlite::Row<'_>| {
        Ok(Lifetime {
            is_live: row.get::<_, i64>(0)? == state::COMMITTED,
            created_at: row.get(1)?,
            ttl: row.get(2)?,
        })
    };
    Ok(statement.query_row([id], read).optional()?)
}

/// Committed versions that inherit their TTL and were made then or earlier, oldest first.
pub(crate) fn inheriting_until(connection: &Connection, until: Millis) -> Result<Vec<VersionId>> {
    list(
        connection,
        "SELECT id FROM version INDEXED BY version_expiry_inherited
         WHERE state = 1 AND ttl = -1 AND created_at <= ?1 ORDER BY created_at, id",
        until,
    )
}

/// Number of committed versions that inherit their TTL.
pub(crate) fn inheriting(connection: &Connection) -> Result<u64> {
    let sql = "SELECT count(*) FROM version INDEXED BY version_expiry_inherited WHERE state = 1 AND ttl = -1";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Versions that went to the trash then or earlier, longest there first.
pub(crate) fn trashed_until(connection: &Connection, until: Millis) -> Result<Vec<VersionId>> {
    list(
        connection,
        "SELECT id FROM version INDEXED BY version_trash WHERE state = 2 AND deleted_at <= ?1 ORDER BY deleted_at, id",
        until,
    )
}

/// `entity/project/name` of a collection.
pub(crate) fn collection_address(connection: &Connection, id: CollectionId) -> Result<String> {
    let mut statement = connection.prepare_cached(
        "SELECT e.name || '/' || p.name || '/' || c.name FROM collection c
         JOIN project p ON p.id = c.project_id JOIN entity e ON e.id = p.entity_id WHERE c.id = ?1",
    )?;
    Ok(statement.query_row([id], |row| row.get(0))?)
}

/// `entity/project/name:v3` of a version.
pub(crate) fn version_address(connection: &Connection, id: VersionId) -> Result<String> {
    let mut statement = connection.prepare_cached(
        "SELECT e.name || '/' || p.name || '/' || c.name || ':v' || m.idx FROM version v
         JOIN membership m ON m.version_id = v.id AND m.collection_id = v.collection_id
         JOIN collection c ON c.id = v.collection_id JOIN project p ON p.id = c.project_id
         JOIN entity e ON e.id = p.entity_id WHERE v.id = ?1",
    )?;
    Ok(statement.query_row([id], |row| row.get(0))?)
}
