//! Cells as rows: how what can change is read and written.

use rusqlite::{Connection, OptionalExtension};

use super::edge::{self, EdgeKey};
use super::{alias, api_key, rule, run, setting, state};
use crate::Result;
use crate::clock::Millis;
use crate::history::{Cell, CellKind};
use crate::model::{CollectionId, MembershipId, OperationId, VersionId};

/// How a column that is a cell is read and written. The statements are constants: they run a hundred thousand times.
struct Column {
    read: &'static str,
    write: &'static str,
}

macro_rules! column {
    ($table:literal, $id:literal, $value:literal) => {
        Some(Column {
            read: concat!("SELECT CAST(", $value, " AS TEXT) FROM ", $table, " WHERE ", $id, " = ?1"),
            write: concat!("UPDATE ", $table, " SET ", $value, " = ?2 WHERE ", $id, " = ?1"),
        })
    };
}

/// Text columns that are cells.
fn column(kind: CellKind) -> Option<Column> {
    match kind {
        CellKind::ProjectName => column!("project", "id", "name"),
        CellKind::ProjectDescription => column!("project", "id", "description"),
        CellKind::CollectionName => column!("collection", "id", "name"),
        CellKind::CollectionDescription => column!("collection", "id", "description"),
        CellKind::VersionTtl => column!("version", "id", "ttl"),
        CellKind::VersionDescription => column!("version_text", "version_id", "description"),
        CellKind::VersionMetadata => column!("version_text", "version_id", "metadata"),
        CellKind::RunName => column!("run", "id", "display_name"),
        CellKind::RunJobType => column!("run", "id", "job_type"),
        CellKind::RunGroup => column!("run", "id", "run_group"),
        CellKind::RunConfig => column!("run", "id", "config"),
        CellKind::RunSummary => column!("run", "id", "summary"),
        _ => None,
    }
}

/// The value now.
pub(crate) fn read(connection: &Connection, cell: &Cell) -> Result<Option<String>> {
    if let Some(column) = column(cell.kind) {
        let mut statement = connection.prepare_cached(column.read)?;
        return Ok(statement.query_row([cell.subject], |row| row.get(0)).optional()?);
    }
    match cell.kind {
        CellKind::ProjectLife => life(connection, "project", cell.subject),
        CellKind::CollectionLife => life(connection, "collection", cell.subject),
        CellKind::VersionState => version_state(connection, cell.subject),
        CellKind::RunLife => life(connection, "run", cell.subject),
        CellKind::RunState => {
            let mut statement = connection.prepare_cached("SELECT state FROM run WHERE id = ?1")?;
            Ok(statement.query_row([cell.subject], |row| row.get(0)).optional()?)
        }
        CellKind::Edge => match EdgeKey::from_cell_key(cell.subject, &cell.key) {
            Some(key) => edge::value(connection, key),
            None => Ok(None),
        },
        CellKind::Alias => {
            let holder = alias::holder(connection, CollectionId::new(cell.subject), &cell.key)?;
            Ok(holder.map(|holder| holder.to_string()))
        }
        CellKind::VersionTag => {
            let on = alias::has_tag(connection, VersionId::new(cell.subject), &cell.key)?;
            Ok(on.then(|| "on".to_owned()))
        }
        CellKind::CollectionTag => {
            let mut statement = connection
                .prepare_cached("SELECT 'on' FROM collection_tag WHERE collection_id = ?1 AND tag = ?2")?;
            Ok(statement.query_row((cell.subject, &cell.key), |row| row.get(0)).optional()?)
        }
        CellKind::ApiKeyLife => api_key::life(connection, cell.subject),
        CellKind::CollectionRule => rule::of_collection(connection, cell.subject),
        CellKind::ProjectRule => rule::of_project(connection, cell.subject),
        _ => setting::get(connection, &cell.key),
    }
}

/// Sets the value.
pub(crate) fn write(connection: &Connection, cell: &Cell, value: Option<&str>, now: Millis) -> Result<()> {
    if let Some(column) = column(cell.kind) {
        connection.prepare_cached(column.write)?.execute((cell.subject, value.unwrap_or_default()))?;
        return Ok(());
    }
    match cell.kind {
        CellKind::ProjectLife => set_life(connection, "project", cell.subject, value, now),
        CellKind::CollectionLife => set_life(connection, "collection", cell.subject, value, now),
        CellKind::VersionState => set_version_state(connection, VersionId::new(cell.subject), value, now),
        CellKind::RunLife => set_life(connection, "run", cell.subject, value, now),
        CellKind::RunState => run::set_state(connection, cell.subject, value.unwrap_or("running"), now),
        CellKind::Edge => match EdgeKey::from_cell_key(cell.subject, &cell.key) {
            Some(key) => edge::set(connection, key, value, now),
            None => Ok(()),
        },
        CellKind::Alias => {
            let holder = value.and_then(|text| text.parse().ok()).map(MembershipId::new);
            alias::set(connection, CollectionId::new(cell.subject), &cell.key, holder)
        }
        CellKind::VersionTag => {
            alias::set_tag(connection, VersionId::new(cell.subject), &cell.key, value.is_some())
        }
        CellKind::CollectionTag => set_collection_tag(connection, cell.subject, &cell.key, value.is_some()),
        CellKind::ApiKeyLife => api_key::set_life(connection, cell.subject, value, now),
        CellKind::CollectionRule => rule::set(connection, None, Some(cell.subject), value, now),
        CellKind::ProjectRule => rule::set(connection, Some(cell.subject), None, value, now),
        _ => setting::set(connection, &cell.key, value),
    }
}

/// Whether a project or a collection holds something that lives.
pub(crate) fn in_use(connection: &Connection, cell: &Cell) -> Result<bool> {
    let sql = match cell.kind {
        CellKind::ProjectLife => {
            "SELECT EXISTS (SELECT 1 FROM collection WHERE project_id = ?1 AND deleted_at IS NULL)
                OR EXISTS (SELECT 1 FROM run WHERE project_id = ?1 AND deleted_at IS NULL)"
        }
        _ => "SELECT live > 0 FROM collection WHERE id = ?1",
    };
    Ok(connection.prepare_cached(sql)?.query_row([cell.subject], |row| row.get(0))?)
}

/// The same of what came back by an operation: the runs of a deleted project go on living in it unseen, so that only
/// those count that were made since.
pub(crate) fn in_use_since(connection: &Connection, cell: &Cell, operation: OperationId) -> Result<bool> {
    if cell.kind != CellKind::ProjectLife {
        return in_use(connection, cell);
    }
    let mut statement = connection.prepare_cached(
        "SELECT EXISTS (SELECT 1 FROM collection WHERE project_id = ?1 AND deleted_at IS NULL)
            OR EXISTS (SELECT 1 FROM run r WHERE r.project_id = ?1 AND r.deleted_at IS NULL AND EXISTS
                 (SELECT 1 FROM change c WHERE c.cell = ?2 AND c.subject = r.id AND c.key = '' AND c.operation_id > ?3))",
    )?;
    let life = CellKind::RunLife as i64;
    Ok(statement.query_row((cell.subject, life, operation), |row| row.get(0))?)
}

fn life(connection: &Connection, table: &str, id: i64) -> Result<Option<String>> {
    let sql = format!(
        "SELECT CASE WHEN deleted_at IS NULL THEN 'live' ELSE 'deleted' END FROM {table} WHERE id = ?1"
    );
    Ok(connection.prepare_cached(&sql)?.query_row([id], |row| row.get(0)).optional()?)
}

fn set_life(connection: &Connection, table: &str, id: i64, value: Option<&str>, now: Millis) -> Result<()> {
    let deleted_at = (value != Some("live")).then_some(now);
    let sql = format!("UPDATE {table} SET deleted_at = ?2 WHERE id = ?1");
    connection.prepare_cached(&sql)?.execute((id, deleted_at))?;
    Ok(())
}

fn version_state(connection: &Connection, id: i64) -> Result<Option<String>> {
    let mut statement =
        connection.prepare_cached("SELECT state, deleted_because FROM version WHERE id = ?1")?;
    let found: Option<(i64, Option<String>)> =
        statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(found.and_then(|(stored, because)| match stored {
        state::COMMITTED => Some("committed".into()),
        state::DELETED => Some(format!("deleted:{}", because.unwrap_or_default())),
        state::PURGED => Some("purged".into()),
        _ => None,
    }))
}

fn set_version_state(connection: &Connection, id: VersionId, value: Option<&str>, now: Millis) -> Result<()> {
    if value == Some("purged") {
        return set_purged(connection, id);
    }
    let because = value.and_then(|text| text.strip_prefix("deleted:"));
    let stored = if because.is_some() { state::DELETED } else { state::COMMITTED };
    connection
        .prepare_cached("UPDATE version SET state = ?2, deleted_at = ?3, deleted_because = ?4, observation = NULL WHERE id = ?1")?
        .execute((id, stored, because.map(|_| now), because))?;
    Ok(())
}

/// A tombstone: it is in no list, its texts, tags, edges and history stay.
fn set_purged(connection: &Connection, id: VersionId) -> Result<()> {
    for sql in [
        "UPDATE version SET state = 3, manifest_id = NULL, observation = NULL WHERE id = ?1",
        "UPDATE membership SET gone = 1 WHERE version_id = ?1",
        "DELETE FROM trashed_alias WHERE membership_id IN (SELECT id FROM membership WHERE version_id = ?1)",
    ] {
        connection.prepare_cached(sql)?.execute([id])?;
    }
    Ok(())
}

fn set_collection_tag(connection: &Connection, id: i64, tag: &str, on: bool) -> Result<()> {
    let sql = if on {
        "INSERT INTO collection_tag VALUES (?1, ?2) ON CONFLICT DO NOTHING"
    } else {
        "DELETE FROM collection_tag WHERE collection_id = ?1 AND tag = ?2"
    };
    connection.prepare_cached(sql)?.execute((id, tag))?;
    Ok(())
}
