//! The trash: deleted versions of all projects or of one, newest deletion first.

use rusqlite::{Connection, OptionalExtension, Row};

use super::cache::{List, ListCache, narrow};
use super::{MAX_ROWS, name_filter};
use crate::Result;
use crate::clock::Millis;
use crate::db::{operation, setting};
use crate::model::{ProjectId, VersionId};

/// Which part of the trash is meant.
#[derive(Debug, Clone, Copy, Default)]
pub struct TrashQuery<'a> {
    /// Only this project.
    pub project: Option<ProjectId>,
    /// Only collections whose names contain this text.
    pub filter: Option<&'a str>,
}

/// A page of the trash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrashPage {
    /// Number of versions that match.
    pub total: u64,
    /// Position of the first row.
    pub start: u64,
    /// The rows, at most [`MAX_ROWS`].
    pub rows: Vec<TrashRow>,
}

/// A version in the trash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrashRow {
    /// Identifier.
    pub id: VersionId,
    /// `entity/project/name:v12`.
    pub address: String,
    /// Type of its collection.
    pub artifact_type: String,
    /// When it was deleted.
    pub deleted_at: Millis,
    /// Why it was deleted.
    pub because: String,
    /// When it leaves the trash for good.
    pub purge_at: Millis,
    /// Logical size in bytes.
    pub size: u64,
    /// Number of entries.
    pub files: u64,
}

/// Identifiers in the trash, oldest deletion first. Parameters: project and pattern, null for all.
const LIST: &str = r"SELECT v.id FROM version v INDEXED BY version_trash
     CROSS JOIN collection c ON c.id = v.collection_id
     WHERE v.state = 2 AND (?1 IS NULL OR c.project_id = ?1) AND (?2 IS NULL OR c.name LIKE ?2 ESCAPE '\')
     ORDER BY v.deleted_at, v.id";
/// The same of all that is there, without a look at the collections.
const LIST_ALL: &str =
    "SELECT id FROM version INDEXED BY version_trash WHERE state = 2 ORDER BY deleted_at, id";

const ROW: &str = "SELECT v.id, e.name || '/' || p.name || '/' || c.name || ':v' || m.idx, t.name, v.deleted_at,
       coalesce(v.deleted_because, 'deleted'), v.size, v.files
     FROM version v CROSS JOIN collection c ON c.id = v.collection_id CROSS JOIN project p ON p.id = c.project_id
     CROSS JOIN entity e ON e.id = p.entity_id CROSS JOIN artifact_type t ON t.id = c.type_id
     CROSS JOIN membership m ON m.version_id = v.id AND m.collection_id = v.collection_id WHERE v.id = ?1";

/// The rows from `start` on.
pub(crate) fn page(
    connection: &Connection,
    cache: &ListCache,
    query: &TrashQuery<'_>,
    start: u64,
    count: u32,
) -> Result<TrashPage> {
    let like = name_filter(query.filter)?;
    let name = format!("trash {:?} {like:?}", query.project);
    let stamp = [operation::revision(connection)?];
    let list = cache.list(&name, &stamp, || list(connection, query.project, like))?;
    let trash = setting::trash_millis(connection)?;
    let mut rows = Vec::new();
    for id in list.window(start, count.min(MAX_ROWS), true) {
        let mut statement = connection.prepare_cached(ROW)?;
        rows.extend(statement.query_row([id], |found| row(found, trash)).optional()?);
    }
    Ok(TrashPage { total: list.len() as u64, start, rows })
}

fn list(connection: &Connection, project: Option<ProjectId>, like: Option<String>) -> Result<List> {
    let is_all = project.is_none() && like.is_none();
    let mut statement = connection.prepare_cached(if is_all { LIST_ALL } else { LIST })?;
    let mut rows = if is_all { statement.query([])? } else { statement.query((project, like))? };
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        found.push(narrow(row.get(0)?)?);
    }
    Ok(List::new(found, Vec::new()))
}

fn row(row: &Row<'_>, trash: Millis) -> rusqlite::Result<TrashRow> {
    let deleted_at: Millis = row.get::<_, Option<Millis>>(3)?.unwrap_or_default();
    Ok(TrashRow {
        id: row.get(0)?,
        address: row.get(1)?,
        artifact_type: row.get(2)?,
        deleted_at,
        because: row.get(4)?,
        purge_at: deleted_at.saturating_add(trash),
        size: row.get(5)?,
        files: row.get(6)?,
    })
}

#[cfg(test)]
mod tests;
