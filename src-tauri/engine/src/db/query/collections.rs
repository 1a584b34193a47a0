//! Collections of a project, by row number.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use super::cache::{List, ListCache, narrow};
use super::{MAX_ROWS, name_filter};
use crate::db::collection::{self, CollectionRow};
use crate::db::{operation, version};
use crate::model::{CollectionId, ProjectId, TypeId, quote};
use crate::{Code, Error, Result};

/// Most aliases that a row shows.
const MAX_ALIASES: u32 = 20;
/// Most sizes that a row shows.
const MAX_SIZES: u32 = 24;

/// The order of a list of collections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CollectionSort {
    column: Column,
    /// Largest first.
    pub descending: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Name,
    Versions,
    Updated,
    Size,
}

impl Default for CollectionSort {
    fn default() -> Self {
        Self { column: Column::Name, descending: false }
    }
}

impl CollectionSort {
    /// Reads `name`, `versions`, `updated` or `size`; refuses with `request-invalid`.
    pub fn parse(key: &str, descending: bool) -> Result<Self> {
        let column = match key {
            "name" => Column::Name,
            "versions" => Column::Versions,
            "updated" => Column::Updated,
            "size" => Column::Size,
            other => {
                let message = format!("Collections can't be sorted by {}", quote(other));
                return Err(Error::new(Code::RequestInvalid, message)
                    .hint("Sort by name, versions, updated or size."));
            }
        };
        Ok(Self { column, descending })
    }
}

impl Column {
    fn index(self) -> &'static str {
        match self {
            Self::Name => "collection_name",
            Self::Versions => "collection_live",
            Self::Updated => "collection_updated",
            Self::Size => "collection_logical",
        }
    }

    fn column(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Versions => "live",
            Self::Updated => "updated_at",
            Self::Size => "logical",
        }
    }

    fn order_by(self, direction: &str) -> String {
        match self {
            Self::Name => format!("name {direction}"),
            other => format!("{} {direction}, id {direction}", other.column()),
        }
    }
}

/// Which collections are meant.
#[derive(Debug, Clone, Copy)]
pub struct CollectionQuery<'a> {
    /// Their project.
    pub project: ProjectId,
    /// Only this type.
    pub kind: Option<TypeId>,
    /// Only names that contain this text; upper and lower case of ASCII are the same.
    pub filter: Option<&'a str>,
    /// The order.
    pub sort: CollectionSort,
}

/// A page of collections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionPage {
    /// Number of collections that match.
    pub total: u64,
    /// Position of the first row.
    pub start: u64,
    /// The rows, at most [`MAX_ROWS`].
    pub rows: Vec<CollectionListRow>,
}

/// A collection in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionListRow {
    /// The collection.
    pub row: CollectionRow,
    /// Index of the version that `latest` names.
    pub latest: Option<u64>,
    /// Aliases other than `latest`, by name, at most 20.
    pub aliases: Vec<String>,
    /// Tags, by name.
    pub tags: Vec<String>,
    /// Sizes of the newest versions in bytes, oldest first, at most 24.
    pub sizes: Vec<u64>,
}

/// The rows from `start` on.
pub(crate) fn page(
    connection: &Connection,
    cache: &ListCache,
    query: &CollectionQuery<'_>,
    start: u64,
    count: u32,
) -> Result<CollectionPage> {
    let (total, ids) = window(connection, cache, query, start, count.min(MAX_ROWS))?;
    let rows = ids.into_iter().map(|id| row(connection, id)).collect::<Result<_>>()?;
    Ok(CollectionPage { total, start, rows })
}

/// One collection as lists show it.
pub(crate) fn row(connection: &Connection, id: CollectionId) -> Result<CollectionListRow> {
    let row = collection::get(connection, id)?
        .ok_or_else(|| Error::internal(format!("Collection #{id} is listed but isn't there")))?;
    Ok(CollectionListRow {
        row,
        latest: latest(connection, id)?,
        aliases: aliases(connection, id)?,
        tags: collection::tags(connection, id)?,
        sizes: collection::recent_sizes(connection, id, MAX_SIZES)?,
    })
}

fn latest(connection: &Connection, id: CollectionId) -> Result<Option<u64>> {
    let mut statement = connection.prepare_cached(
        "SELECT m.idx FROM alias a CROSS JOIN membership m ON m.id = a.membership_id
         WHERE a.collection_id = ?1 AND a.name = 'latest'",
    )?;
    match statement.query_row([id], |row| row.get(0)).optional()? {
        Some(index) => Ok(Some(index)),
        None => Ok(version::newest(connection, id)?.map(|version| version.index)),
    }
}

fn aliases(connection: &Connection, id: CollectionId) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT name FROM alias WHERE collection_id = ?1 AND name <> 'latest' ORDER BY name LIMIT ?2",
    )?;
    Ok(statement.query_map((id, MAX_ALIASES), |row| row.get(0))?.collect::<Result<_, _>>()?)
}

fn window(
    connection: &Connection,
    cache: &ListCache,
    query: &CollectionQuery<'_>,
    start: u64,
    count: u32,
) -> Result<(u64, Vec<CollectionId>)> {
    let like = name_filter(query.filter)?;
    if like.is_none() && (query.kind.is_none() || query.sort.column == Column::Name) {
        return by_index(connection, query, start, count);
    }
    let revision = operation::revision(connection)?;
    let name = format!("collections {} {:?} {:?} {like:?}", query.project, query.kind, query.sort.column);
    let list = cache.list(&name, &[revision], || list(connection, query, like))?;
    let ids = list.window(start, count, query.sort.descending);
    Ok((list.len() as u64, ids.into_iter().map(|id| CollectionId::new(i64::from(id))).collect()))
}

/// A window straight from an index, passed over from the nearer end.
fn by_index(
    connection: &Connection,
    query: &CollectionQuery<'_>,
    start: u64,
    count: u32,
) -> Result<(u64, Vec<CollectionId>)> {
    let total = total(connection, query)?;
    let start = start.min(total);
    let count = u64::from(count).min(total - start);
    let after = total - start - count;
    let from_end = after < start;
    let sql = window_sql(query, query.sort.descending != from_end);
    let params = [query.project.get(), count as i64, start.min(after) as i64].map(Value::Integer);
    let kind = query.kind.map(|kind| Value::Integer(kind.get()));
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(params.into_iter().chain(kind)), |row| row.get(0))?;
    let mut ids: Vec<CollectionId> = rows.collect::<Result<_, _>>()?;
    if from_end {
        ids.reverse();
    }
    Ok((total, ids))
}

fn window_sql(query: &CollectionQuery<'_>, descending: bool) -> String {
    let (index, kind) = match query.kind {
        Some(_) => ("collection_type_name", " AND type_id = ?4"),
        None => (query.sort.column.index(), ""),
    };
    let order = query.sort.column.order_by(if descending { "DESC" } else { "ASC" });
    format!(
        "SELECT id FROM collection INDEXED BY {index}
         WHERE project_id = ?1 AND deleted_at IS NULL{kind} ORDER BY {order} LIMIT ?2 OFFSET ?3"
    )
}

fn total(connection: &Connection, query: &CollectionQuery<'_>) -> Result<u64> {
    let (sql, id) = match query.kind {
        Some(kind) => ("SELECT collections FROM artifact_type WHERE id = ?1", kind.get()),
        None => ("SELECT collections FROM project WHERE id = ?1", query.project.get()),
    };
    Ok(connection.prepare_cached(sql)?.query_row([id], |row| row.get(0)).optional()?.unwrap_or(0))
}

fn list_sql(query: &CollectionQuery<'_>) -> String {
    format!(
        "SELECT id, {} FROM collection INDEXED BY collection_name WHERE project_id = ?1 AND deleted_at IS NULL
         AND (?2 IS NULL OR type_id = ?2) AND (?3 IS NULL OR name LIKE ?3 ESCAPE '\\') ORDER BY name",
        if query.sort.column == Column::Name { "0" } else { query.sort.column.column() }
    )
}

fn list(connection: &Connection, query: &CollectionQuery<'_>, like: Option<String>) -> Result<List> {
    let mut statement = connection.prepare(&list_sql(query))?;
    let mut rows = statement.query((query.project, query.kind, like))?;
    let mut found: Vec<(i64, u32)> = Vec::new();
    while let Some(row) = rows.next()? {
        found.push((row.get(1)?, narrow(row.get(0)?)?));
    }
    if query.sort.column != Column::Name {
        found.sort_unstable();
    }
    Ok(List::new(found.into_iter().map(|(_, id)| id).collect(), Vec::new()))
}

#[cfg(test)]
mod tests;
