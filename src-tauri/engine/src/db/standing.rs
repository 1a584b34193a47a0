//! What operations in force changed after another: those that aren't taken back. Undo and redo count as what they took
//! back or did again.

use rusqlite::{Connection, ToSql};

use crate::Result;
use crate::history::{Cell, CellKind};
use crate::model::{CollectionId, OperationId, ProjectId};

/// Changes of operations in force after `?1`.
macro_rules! later {
    ($columns:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM change c JOIN operation o ON o.id = c.operation_id
              WHERE c.operation_id > ?1 AND o.reverted_by IS NULL AND o.kind NOT IN ('undo', 'redo') AND ",
            $rest
        )
    };
}

/// Whether any operation after `id` is in force.
pub(crate) fn any(connection: &Connection, id: OperationId) -> Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM operation WHERE id > ?1 AND reverted_by IS NULL AND kind NOT IN ('undo', 'redo'))";
    Ok(connection.prepare_cached(sql)?.query_row([id], |row| row.get(0))?)
}

/// The newest that changed a cell.
pub(crate) fn on(connection: &Connection, cell: &Cell, id: OperationId) -> Result<Option<OperationId>> {
    let sql = later!("max(o.id)", "c.cell = ?2 AND c.subject = ?3 AND c.key = ?4");
    newest(connection, sql, &[&id, &(cell.kind as i64), &cell.subject, &cell.key])
}

/// The newest that changed whether a version of a collection lives.
pub(crate) fn in_collection(
    connection: &Connection,
    collection: CollectionId,
    id: OperationId,
) -> Result<Option<OperationId>> {
    let sql = later!(
        "max(o.id)",
        "c.cell = ?2 AND c.key = '' AND c.subject IN (SELECT version_id FROM membership WHERE collection_id = ?3)"
    );
    newest(connection, sql, &[&id, &(CellKind::VersionState as i64), &collection])
}

/// The newest that changed whether a collection or a run of a project lives.
pub(crate) fn in_project(
    connection: &Connection,
    project: ProjectId,
    id: OperationId,
) -> Result<Option<OperationId>> {
    let collections = later!(
        "max(o.id)",
        "c.cell = ?2 AND c.key = '' AND c.subject IN (SELECT id FROM collection WHERE project_id = ?3)"
    );
    let runs = later!(
        "max(o.id)",
        "c.cell = ?2 AND c.key = '' AND c.subject IN (SELECT id FROM run WHERE project_id = ?3)"
    );
    let of_collections =
        newest(connection, collections, &[&id, &(CellKind::CollectionLife as i64), &project])?;
    Ok(of_collections.max(newest(connection, runs, &[&id, &(CellKind::RunLife as i64), &project])?))
}

fn newest(connection: &Connection, sql: &str, values: &[&dyn ToSql]) -> Result<Option<OperationId>> {
    Ok(connection.prepare_cached(sql)?.query_row(values, |row| row.get(0))?)
}

/// A change as it was recorded: its operation, subject, value before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Later {
    /// The operation.
    pub(crate) operation: OperationId,
    /// Subject of the cell.
    pub(crate) subject: i64,
    /// Value before.
    pub(crate) before: Option<String>,
    /// Value after.
    pub(crate) after: Option<String>,
}

/// Changes of a collection's aliases, the newest first.
pub(crate) fn aliases(
    connection: &Connection,
    collection: CollectionId,
    id: OperationId,
) -> Result<Vec<Later>> {
    let sql =
        later!("o.id, c.subject, c.before, c.after", "c.cell = ?2 AND c.subject = ?3 ORDER BY o.id DESC");
    all(connection, sql, &[&id, &(CellKind::Alias as i64), &collection])
}

/// Changes of all cells of a kind, the newest first.
pub(crate) fn of_kind(connection: &Connection, kind: CellKind, id: OperationId) -> Result<Vec<Later>> {
    let sql = later!("o.id, c.subject, c.before, c.after", "c.cell = ?2 ORDER BY o.id DESC");
    all(connection, sql, &[&id, &(kind as i64)])
}

/// Names that a project or a collection gave up or got by any operation.
pub(crate) fn names(connection: &Connection, kind: CellKind, subject: i64) -> Result<Vec<String>> {
    let sql = "SELECT before FROM change WHERE cell = ?1 AND subject = ?2 UNION SELECT after FROM change WHERE cell = ?1 AND subject = ?2";
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map((kind as i64, subject), |row| row.get::<_, Option<String>>(0))?;
    Ok(rows.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

fn all(connection: &Connection, sql: &str, values: &[&dyn ToSql]) -> Result<Vec<Later>> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(values, |row| {
        Ok(Later { operation: row.get(0)?, subject: row.get(1)?, before: row.get(2)?, after: row.get(3)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
