//! Which versions are due. Two indexes sort them: by their own TTL and, for those that inherit, by their creation.

use rusqlite::{Connection, Row};

use crate::Result;
use crate::clock::Millis;
use crate::model::{CollectionId, ManifestId, VersionId};

/// What keeps a due version for good: a link, a protected alias.
macro_rules! unkept {
    () => {
        "
  AND NOT EXISTS (SELECT 1 FROM membership m WHERE m.version_id = v.id AND m.collection_id <> v.collection_id AND m.gone = 0)
  AND NOT EXISTS (SELECT 1 FROM membership m JOIN alias a ON a.membership_id = m.id JOIN collection c ON c.id = m.collection_id
    JOIN protected_alias p ON p.project_id = c.project_id AND p.name = a.name WHERE m.version_id = v.id)"
    };
}

/// And what keeps it for now: somebody who reads it.
const FREE: &str = concat!(unkept!(), " AND NOT EXISTS (SELECT 1 FROM lease l WHERE l.version_id = v.id)");

/// Whether the TTL of a version is over and nothing but a reader keeps it: while it lives, the next sweep takes it.
/// `made_until`: when those were made whose inherited TTL ends now.
pub(crate) fn is_overdue(
    connection: &Connection,
    version: VersionId,
    now: Millis,
    made_until: Option<Millis>,
) -> Result<bool> {
    let mut statement = connection.prepare_cached(concat!(
        "SELECT EXISTS (SELECT 1 FROM version v WHERE v.id = ?1
           AND ((v.ttl > 0 AND v.created_at + v.ttl * 1000 <= ?2) OR (v.ttl = -1 AND v.created_at <= ?3))",
        unkept!(),
        ")"
    ))?;
    Ok(statement.query_row((version, now, made_until), |row| row.get(0))?)
}

/// Versions whose own TTL is over and that nothing keeps, the longest due first.
pub(crate) fn due_by_own(connection: &Connection, now: Millis, limit: usize) -> Result<Vec<VersionId>> {
    let sql = format!(
        "SELECT v.id FROM version v INDEXED BY version_expiry_own WHERE v.state = 1 AND v.ttl > 0
           AND v.created_at + v.ttl * 1000 <= ?1 {FREE} ORDER BY v.created_at + v.ttl * 1000 LIMIT ?2"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_map((now, limit), |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Versions that inherit, were made at `made_until` or before, and that nothing keeps, the oldest first.
pub(crate) fn due_by_default(
    connection: &Connection,
    made_until: Millis,
    limit: usize,
) -> Result<Vec<VersionId>> {
    let sql = format!(
        "SELECT v.id FROM version v INDEXED BY version_expiry_inherited WHERE v.state = 1 AND v.ttl = -1
           AND v.created_at <= ?1 {FREE} ORDER BY v.created_at LIMIT ?2"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_map((made_until, limit), |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// A version that will expire.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expiring {
    pub(crate) collection: CollectionId,
    pub(crate) manifest: Option<ManifestId>,
    pub(crate) size: u64,
    /// When it is due.
    pub(crate) at: Millis,
}

/// Versions whose own TTL ends until a time and that nothing keeps.
pub(crate) fn expiring_by_own(connection: &Connection, until: Millis) -> Result<Vec<Expiring>> {
    let sql = format!(
        "SELECT v.collection_id, v.manifest_id, v.size, v.created_at + v.ttl * 1000
         FROM version v INDEXED BY version_expiry_own WHERE v.state = 1 AND v.ttl > 0
           AND v.created_at + v.ttl * 1000 <= ?1 {FREE}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_map([until], expiring)?.collect::<Result<_, _>>()?)
}

/// Versions that inherit a default of so many milliseconds which ends until a time, and that nothing keeps.
pub(crate) fn expiring_by_default(
    connection: &Connection,
    until: Millis,
    default: Millis,
) -> Result<Vec<Expiring>> {
    let sql = format!(
        "SELECT v.collection_id, v.manifest_id, v.size, v.created_at + ?2
         FROM version v INDEXED BY version_expiry_inherited WHERE v.state = 1 AND v.ttl = -1
           AND v.created_at <= ?1 {FREE}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map((until.saturating_sub(default), default), expiring)?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn expiring(row: &Row<'_>) -> rusqlite::Result<Expiring> {
    Ok(Expiring { collection: row.get(0)?, manifest: row.get(1)?, size: row.get(2)?, at: row.get(3)? })
}

/// When the next version after `now` expires, by its own TTL or by the default of so many milliseconds.
pub(crate) fn next_due(
    connection: &Connection,
    now: Millis,
    default: Option<Millis>,
) -> Result<Option<Millis>> {
    let own: Option<Millis> = connection
        .prepare_cached(
            "SELECT min(created_at + ttl * 1000) FROM version INDEXED BY version_expiry_own
             WHERE state = 1 AND ttl > 0 AND created_at + ttl * 1000 > ?1",
        )?
        .query_row([now], |row| row.get(0))?;
    let Some(default) = default else { return Ok(own) };
    let made: Option<Millis> = connection
        .prepare_cached(
            "SELECT min(created_at) FROM version INDEXED BY version_expiry_inherited
             WHERE state = 1 AND ttl = -1 AND created_at > ?1",
        )?
        .query_row([now.saturating_sub(default)], |row| row.get(0))?;
    let inherited = made.map(|made| made.saturating_add(default));
    Ok(own.into_iter().chain(inherited).min())
}
