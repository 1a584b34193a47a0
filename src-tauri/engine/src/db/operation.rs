//! Operations and their changes.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::Result;
use crate::clock::Millis;
use crate::history::{Cell, CellKind, Change};
use crate::model::OperationId;

/// An operation as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationRow {
    /// Number.
    pub id: OperationId,
    /// When.
    pub at: Millis,
    /// Who.
    pub actor: String,
    /// Stable word for what it is.
    pub kind: String,
    /// What was done, in words.
    pub summary: String,
    /// Address to go to.
    pub address: Option<String>,
    /// Number of changes.
    pub changes: u64,
    /// The operation that this one took back.
    pub reverts: Option<OperationId>,
    /// The operation that took this one back.
    pub reverted_by: Option<OperationId>,
}

/// What a new operation is made of.
#[derive(Debug)]
pub(crate) struct NewOperation<'a> {
    /// When.
    pub(crate) at: Millis,
    /// Who.
    pub(crate) actor: &'a str,
    /// By what program.
    pub(crate) origin: &'a str,
    /// Stable word.
    pub(crate) kind: &'a str,
    /// What was done.
    pub(crate) summary: &'a str,
    /// Address to go to.
    pub(crate) address: Option<&'a str>,
    /// The operation that it takes back.
    pub(crate) reverts: Option<OperationId>,
}

const COLUMNS: &str = "id, at, actor, kind, summary, address, changes, reverts, reverted_by FROM operation";

fn row(row: &Row<'_>) -> rusqlite::Result<OperationRow> {
    Ok(OperationRow {
        id: row.get(0)?,
        at: row.get(1)?,
        actor: row.get(2)?,
        kind: row.get(3)?,
        summary: row.get(4)?,
        address: row.get(5)?,
        changes: row.get(6)?,
        reverts: row.get(7)?,
        reverted_by: row.get(8)?,
    })
}

/// Appends an operation with its changes and the subjects they touch.
pub(crate) fn append(
    connection: &Connection,
    new: &NewOperation<'_>,
    changes: &[Change],
) -> Result<OperationId> {
    connection
        .prepare_cached(
            "INSERT INTO operation (parent, at, actor, origin, kind, summary, address, changes, reverts)
             VALUES ((SELECT max(id) FROM operation), ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute((
            new.at,
            new.actor,
            new.origin,
            new.kind,
            new.summary,
            new.address,
            changes.len(),
            new.reverts,
        ))?;
    let id = OperationId::new(connection.last_insert_rowid());
    let mut insert = connection.prepare_cached("INSERT INTO change VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    let mut touch = connection
        .prepare_cached("INSERT INTO operation_subject VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING")?;
    for (seq, change) in changes.iter().enumerate() {
        let cell = &change.cell;
        insert.execute((
            id,
            seq,
            cell.kind as i64,
            cell.subject,
            &cell.key,
            &change.before,
            &change.after,
        ))?;
        for (kind, subject) in change.subjects(connection)? {
            touch.execute((kind, subject, id))?;
        }
    }
    Ok(id)
}

/// An operation by number.
pub(crate) fn get(connection: &Connection, id: OperationId) -> Result<Option<OperationRow>> {
    Ok(connection
        .prepare_cached(&format!("SELECT {COLUMNS} WHERE id = ?1"))?
        .query_row([id], row)
        .optional()?)
}

/// The first `limit` changes of an operation, in order.
pub(crate) fn changes(connection: &Connection, id: OperationId, limit: u32) -> Result<Vec<Change>> {
    let mut statement = connection.prepare_cached(
        "SELECT cell, subject, key, before, after FROM change WHERE operation_id = ?1 ORDER BY seq LIMIT ?2",
    )?;
    let rows = statement.query_map((id, limit), |row| {
        Ok(Change {
            cell: Cell { kind: CellKind::from_stored(row.get(0)?)?, subject: row.get(1)?, key: row.get(2)? },
            before: row.get(3)?,
            after: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Ties an operation to the one that took it back, or unties it.
pub(crate) fn set_reverted(connection: &Connection, id: OperationId, by: Option<OperationId>) -> Result<()> {
    connection.prepare_cached("UPDATE operation SET reverted_by = ?2 WHERE id = ?1")?.execute((id, by))?;
    Ok(())
}

/// The newest operation that undo would take back. What was removed for good is passed over.
pub(crate) fn next_undo(connection: &Connection) -> Result<Option<OperationRow>> {
    let sql = format!(
        "SELECT {COLUMNS} WHERE reverted_by IS NULL AND kind NOT IN ('undo', 'redo') AND kind <> 'purge'
         ORDER BY id DESC LIMIT 1"
    );
    Ok(connection.prepare_cached(&sql)?.query_row([], row).optional()?)
}

/// The newest undo that redo would take back: only while nothing else was done after it.
pub(crate) fn next_redo(connection: &Connection) -> Result<Option<OperationRow>> {
    let sql = format!(
        "SELECT {COLUMNS} WHERE reverted_by IS NULL AND kind = 'undo'
         AND id > coalesce((SELECT max(id) FROM operation WHERE kind NOT IN ('undo', 'redo', 'purge')), 0)
         ORDER BY id DESC LIMIT 1"
    );
    Ok(connection.prepare_cached(&sql)?.query_row([], row).optional()?)
}

/// The newest operation after `id` that changed a cell.
pub(crate) fn later_change(
    connection: &Connection,
    cell: &Cell,
    id: OperationId,
) -> Result<Option<OperationRow>> {
    let mut statement = connection.prepare_cached(
        "SELECT max(operation_id) FROM change WHERE cell = ?1 AND subject = ?2 AND key = ?3 AND operation_id > ?4",
    )?;
    let found: Option<OperationId> =
        statement.query_row((cell.kind as i64, cell.subject, &cell.key, id), |row| row.get(0))?;
    found.map_or(Ok(None), |found| get(connection, found))
}

/// Whether what last brought something to life was taken back since, and it only stayed because others needed it.
pub(crate) fn lives_by_what_was_undone(connection: &Connection, cell: &Cell) -> Result<bool> {
    let mut statement = connection.prepare_cached(
        "SELECT o.reverted_by IS NOT NULL FROM change c JOIN operation o ON o.id = c.operation_id
         WHERE c.cell = ?1 AND c.subject = ?2 AND c.key = '' AND c.after = 'live' AND o.reverts IS NULL
         ORDER BY c.operation_id DESC LIMIT 1",
    )?;
    Ok(statement.query_row((cell.kind as i64, cell.subject), |row| row.get(0)).optional()?.unwrap_or(false))
}

/// Number and time of the newest operation; zeros in a new store.
pub(crate) fn newest(connection: &Connection) -> Result<(i64, Millis)> {
    let mut statement = connection.prepare_cached("SELECT id, at FROM operation ORDER BY id DESC LIMIT 1")?;
    Ok(statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?.unwrap_or_default())
}

/// Newest operation; 0 in a new store. Grows with each mutation.
pub(crate) fn revision(connection: &Connection) -> Result<i64> {
    Ok(connection
        .prepare_cached("SELECT coalesce(max(id), 0) FROM operation")?
        .query_row([], |row| row.get(0))?)
}

/// Kinds of the operations after `revision`, each once.
pub(crate) fn kinds_since(connection: &Connection, revision: i64) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached("SELECT DISTINCT kind FROM operation WHERE id > ?1")?;
    Ok(statement.query_map([revision], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Operations, newest first: of one subject, or all.
pub(crate) fn list(
    connection: &Connection,
    subject: Option<(i64, i64)>,
    before: Option<OperationId>,
    limit: u32,
) -> Result<Vec<OperationRow>> {
    let before = before.map_or(i64::MAX, OperationId::get);
    let Some((kind, subject)) = subject else {
        let sql = format!("SELECT {COLUMNS} WHERE id < ?1 ORDER BY id DESC LIMIT ?2");
        return Ok(connection
            .prepare_cached(&sql)?
            .query_map((before, limit), row)?
            .collect::<Result<_, _>>()?);
    };
    let sql = format!(
        "SELECT {COLUMNS} WHERE id IN (SELECT operation_id FROM operation_subject
         WHERE kind = ?3 AND subject = ?4 AND operation_id < ?1 ORDER BY operation_id DESC LIMIT ?2) ORDER BY id DESC"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_map((before, limit, kind, subject), row)?.collect::<Result<_, _>>()?)
}
