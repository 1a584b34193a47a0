//! Leases: work in progress that protects what it has stored from collection.

use rusqlite::Connection;

use crate::Result;
use crate::clock::Millis;
use crate::model::RunId;

/// Takes a lease, perhaps for the work of a run, and answers its identifier.
pub(crate) fn take(
    connection: &Connection,
    kind: &str,
    owner: &str,
    run: Option<RunId>,
    now: Millis,
) -> Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO lease (kind, owner, run_id, started_at, renewed_at) VALUES (?1, ?2, ?3, ?4, ?4)",
        )?
        .execute((kind, owner, run, now))?;
    Ok(connection.last_insert_rowid())
}

/// Who holds a lease: a person and a process.
pub(crate) fn owner(actor: &str, process: u32) -> String {
    format!("{actor}, process {process}")
}

/// The process in what [`owner`] wrote.
pub(crate) fn process(owner: &str) -> Option<u32> {
    owner.rsplit_once(", process ")?.1.parse().ok()
}

/// Who holds leases for the work of a run.
pub(crate) fn owners_of_run(connection: &Connection, run: RunId) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached("SELECT owner FROM lease WHERE run_id = ?1")?;
    Ok(statement.query_map([run], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Gives a lease back.
pub(crate) fn release(connection: &Connection, id: i64) -> Result<()> {
    connection.prepare_cached("DELETE FROM lease WHERE id = ?1")?.execute([id])?;
    Ok(())
}
