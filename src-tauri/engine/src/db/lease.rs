//! Leases: work in progress that protects what it has stored from collection.

use rusqlite::Connection;

use crate::Result;
use crate::clock::Millis;

/// Takes a lease and answers its identifier.
pub(crate) fn take(connection: &Connection, kind: &str, owner: &str, now: Millis) -> Result<i64> {
    connection
        .prepare_cached("INSERT INTO lease (kind, owner, started_at, renewed_at) VALUES (?1, ?2, ?3, ?3)")?
        .execute((kind, owner, now))?;
    Ok(connection.last_insert_rowid())
}

/// Gives a lease back.
pub(crate) fn release(connection: &Connection, id: i64) -> Result<()> {
    connection.prepare_cached("DELETE FROM lease WHERE id = ?1")?.execute([id])?;
    Ok(())
}
