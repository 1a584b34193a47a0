//! Keys of other people, other machines and scripts. Only a hash of each is kept.

use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::Result;
use crate::clock::Millis;
use crate::history::Role;
use crate::model::{Digest, KeyId};

/// A key as people know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    /// Number.
    pub id: KeyId,
    /// Name, which the history shows.
    pub name: String,
    /// What it may do.
    pub role: Role,
    /// When it was made.
    pub created_at: Millis,
    /// When it was revoked.
    pub revoked_at: Option<Millis>,
}

const COLUMNS: &str = "id, name, role, created_at, revoked_at FROM api_key";

fn row(row: &Row<'_>) -> rusqlite::Result<KeyRow> {
    Ok(KeyRow {
        id: row.get(0)?,
        name: row.get(1)?,
        role: row.get(2)?,
        created_at: row.get(3)?,
        revoked_at: row.get(4)?,
    })
}

/// Adds a key. The name must be free.
pub(crate) fn insert(
    connection: &Connection,
    name: &str,
    hash: &Digest,
    role: Role,
    now: Millis,
) -> Result<KeyId> {
    connection
        .prepare_cached("INSERT INTO api_key (name, hash, role, created_at) VALUES (?1, ?2, ?3, ?4)")?
        .execute((name, hash, role, now))?;
    Ok(KeyId::new(connection.last_insert_rowid()))
}

/// A key by number, revoked or not.
pub(crate) fn get(connection: &Connection, id: KeyId) -> Result<Option<KeyRow>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} WHERE id = ?1"))?;
    Ok(statement.query_row([id], row).optional()?)
}

/// A key by name, revoked or not.
pub(crate) fn find(connection: &Connection, name: &str) -> Result<Option<KeyRow>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} WHERE name = ?1"))?;
    Ok(statement.query_row([name], row).optional()?)
}

/// Every key, oldest first.
pub(crate) fn list(connection: &Connection) -> Result<Vec<KeyRow>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} ORDER BY id"))?;
    Ok(statement.query_map([], row)?.collect::<Result<_, _>>()?)
}

/// Hashes of the keys that aren't revoked.
pub(crate) fn hashes(connection: &Connection) -> Result<Vec<(KeyId, Digest)>> {
    let mut statement =
        connection.prepare_cached("SELECT id, hash FROM api_key WHERE revoked_at IS NULL ORDER BY id")?;
    Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// `live`, or `deleted` when it is revoked.
pub(crate) fn life(connection: &Connection, id: i64) -> Result<Option<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT CASE WHEN revoked_at IS NULL THEN 'live' ELSE 'deleted' END FROM api_key WHERE id = ?1",
    )?;
    Ok(statement.query_row([id], |row| row.get(0)).optional()?)
}

/// Revokes a key, or makes it good again.
pub(crate) fn set_life(connection: &Connection, id: i64, value: Option<&str>, now: Millis) -> Result<()> {
    let revoked_at = (value != Some("live")).then_some(now);
    connection
        .prepare_cached("UPDATE api_key SET revoked_at = ?2 WHERE id = ?1")?
        .execute((id, revoked_at))?;
    Ok(())
}

impl ToSql for Role {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::from(self.as_str()))
    }
}

impl FromSql for Role {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        Self::parse(value.as_str()?).map_err(|error| FromSqlError::Other(Box::new(error)))
    }
}
