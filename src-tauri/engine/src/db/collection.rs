//! Collections: rows and look-ups.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::Result;
use crate::clock::Millis;
use crate::model::{CollectionId, ProjectId, TypeId};

/// A collection as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CollectionRow {
    /// Identifier.
    pub id: CollectionId,
    /// Its project.
    pub project: ProjectId,
    /// Name of the entity.
    pub entity: String,
    /// Name of the project.
    pub project_name: String,
    /// Name.
    pub name: String,
    /// Name of its type.
    pub artifact_type: String,
    /// Description, Markdown.
    pub description: String,
    /// When it was made.
    pub created_at: Millis,
    /// When a version was last committed or an edit made.
    pub updated_at: Millis,
    /// It is deleted.
    pub deleted: bool,
    /// Index of the next version.
    pub next_index: u64,
    /// Number of committed versions.
    pub live: u64,
    /// Number of versions in the trash.
    pub trashed: u64,
    /// Sum of the sizes of the committed versions.
    pub logical_bytes: u64,
}

impl CollectionRow {
    /// `entity/project/name`.
    pub fn address(&self) -> String {
        format!("{}/{}/{}", self.entity, self.project_name, self.name)
    }
}

/// What [`row`] reads, in its order.
pub(super) const COLUMNS: &str =
    "c.id, c.project_id, e.name, p.name, c.name, t.name, c.description, c.created_at, c.updated_at,
     c.deleted_at IS NOT NULL OR p.deleted_at IS NOT NULL, c.next_index, c.live, c.trashed, c.logical";

/// The tables that [`COLUMNS`] names.
pub(super) const TABLES: &str = "collection c JOIN project p ON p.id = c.project_id
     JOIN entity e ON e.id = p.entity_id JOIN artifact_type t ON t.id = c.type_id";

/// Reads [`COLUMNS`].
pub(super) fn row(row: &Row<'_>) -> rusqlite::Result<CollectionRow> {
    Ok(CollectionRow {
        id: row.get(0)?,
        project: row.get(1)?,
        entity: row.get(2)?,
        project_name: row.get(3)?,
        name: row.get(4)?,
        artifact_type: row.get(5)?,
        description: row.get(6)?,
        created_at: row.get(7)?,
        updated_at: row.get(8)?,
        deleted: row.get(9)?,
        next_index: row.get(10)?,
        live: row.get(11)?,
        trashed: row.get(12)?,
        logical_bytes: row.get::<_, i64>(13)?.max(0) as u64,
    })
}

/// A collection by identifier, deleted or not.
pub(crate) fn get(connection: &Connection, id: CollectionId) -> Result<Option<CollectionRow>> {
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE c.id = ?1");
    Ok(connection.prepare_cached(&sql)?.query_row([id], row).optional()?)
}

/// The live collection of that name.
pub(crate) fn find(connection: &Connection, project: ProjectId, name: &str) -> Result<Option<CollectionRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE c.project_id = ?1 AND c.name = ?2 AND c.deleted_at IS NULL"
    );
    Ok(connection.prepare_cached(&sql)?.query_row((project, name), row).optional()?)
}

/// Makes a collection. The name must be free.
pub(crate) fn insert(
    connection: &Connection,
    project: ProjectId,
    kind: TypeId,
    name: &str,
    description: &str,
    now: Millis,
) -> Result<CollectionId> {
    connection
        .prepare_cached(
            "INSERT INTO collection (project_id, type_id, name, description, created_at, updated_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
        )?
        .execute((project, kind, name, description, now))?;
    Ok(CollectionId::new(connection.last_insert_rowid()))
}

/// Takes the next index of a collection; it is never given again.
pub(crate) fn take_index(connection: &Connection, id: CollectionId) -> Result<u64> {
    let mut statement = connection.prepare_cached(
        "UPDATE collection SET next_index = next_index + 1 WHERE id = ?1 RETURNING next_index - 1",
    )?;
    Ok(statement.query_row([id], |row| row.get(0))?)
}

/// Tags of a collection, by name.
pub(crate) fn tags(connection: &Connection, id: CollectionId) -> Result<Vec<String>> {
    let mut statement =
        connection.prepare_cached("SELECT tag FROM collection_tag WHERE collection_id = ?1 ORDER BY tag")?;
    Ok(statement.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Sizes of the newest live versions, oldest of them first.
pub(crate) fn recent_sizes(connection: &Connection, id: CollectionId, count: u32) -> Result<Vec<u64>> {
    let mut statement = connection.prepare_cached(
        "SELECT size FROM membership WHERE collection_id = ?1 AND gone = 0 ORDER BY idx DESC LIMIT ?2",
    )?;
    let mut sizes: Vec<u64> =
        statement.query_map((id, count), |row| row.get(0))?.collect::<Result<_, _>>()?;
    sizes.reverse();
    Ok(sizes)
}

/// Sums over all collections: how many live, committed versions, versions in the trash, logical bytes.
pub(crate) fn totals(connection: &Connection) -> Result<(u64, u64, u64, u64)> {
    let mut statement = connection.prepare_cached(
        "SELECT coalesce(sum(deleted_at IS NULL), 0), coalesce(sum(live), 0), coalesce(sum(trashed), 0), coalesce(sum(logical), 0) FROM collection",
    )?;
    Ok(statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?)
}
