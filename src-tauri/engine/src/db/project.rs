//! Entities, projects and types.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::clock::Millis;
use crate::model::{EntityId, EntityName, ProjectId, ProjectName, TypeId, TypeName};
use crate::{Code, Error, Result};

/// A project as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectRow {
    /// Identifier.
    pub id: ProjectId,
    /// Name of the entity that owns it.
    pub entity: String,
    /// Name.
    pub name: String,
    /// Description.
    pub description: String,
    /// Number of its collections.
    pub collections: u64,
    /// Number of their committed versions.
    pub versions: u64,
    /// It is deleted.
    pub deleted: bool,
}

const COLUMNS: &str =
    "p.id, e.name, p.name, p.description, p.collections, p.versions, p.deleted_at IS NOT NULL
  FROM project p JOIN entity e ON e.id = p.entity_id";

fn row(row: &Row<'_>) -> rusqlite::Result<ProjectRow> {
    Ok(ProjectRow {
        id: row.get(0)?,
        entity: row.get(1)?,
        name: row.get(2)?,
        description: row.get(3)?,
        collections: row.get(4)?,
        versions: row.get(5)?,
        deleted: row.get(6)?,
    })
}

/// Every project that isn't deleted, by entity and name.
pub(crate) fn list(connection: &Connection) -> Result<Vec<ProjectRow>> {
    let sql =
        format!("SELECT {COLUMNS} WHERE p.deleted_at IS NULL AND p.kind = 'project' ORDER BY e.name, p.name");
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_map([], row)?.collect::<Result<_, _>>()?)
}

/// A project by identifier, deleted or not.
pub(crate) fn get(connection: &Connection, id: ProjectId) -> Result<ProjectRow> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} WHERE p.id = ?1"))?;
    Ok(statement.query_row([id], row)?)
}

/// The live project `entity/name`.
pub(crate) fn find(connection: &Connection, entity: &str, name: &str) -> Result<Option<ProjectId>> {
    let mut statement = connection.prepare_cached(
        "SELECT p.id FROM project p JOIN entity e ON e.id = p.entity_id
         WHERE e.name = ?1 AND p.name = ?2 AND p.deleted_at IS NULL",
    )?;
    Ok(statement.query_row((entity, name), |row| row.get(0)).optional()?)
}

/// The live project `entity/name`, or an error that says so.
pub(crate) fn require(connection: &Connection, entity: &str, name: &str) -> Result<ProjectId> {
    find(connection, entity, name)?.ok_or_else(|| {
        Error::new(Code::NotFound, format!("There is no project {entity}/{name}"))
            .hint("List the projects, or make it with `cairnctl log --project` or in the project menu.")
    })
}

/// Makes a project. The name must be free.
pub(crate) fn insert(
    connection: &Connection,
    entity: EntityId,
    name: &ProjectName,
    description: &str,
    now: Millis,
) -> Result<ProjectId> {
    connection
        .prepare_cached(
            "INSERT INTO project (entity_id, name, description, created_at) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute((entity, name, description, now))?;
    Ok(ProjectId::new(connection.last_insert_rowid()))
}

/// The entity of that name, made as a team when it is missing.
pub(crate) fn entity(connection: &Connection, name: &EntityName, now: Millis) -> Result<EntityId> {
    let mut statement = connection.prepare_cached("SELECT id FROM entity WHERE name = ?1")?;
    if let Some(id) = statement.query_row([name], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    insert_entity(connection, name, "team", now)
}

/// Makes an entity of a kind: `user`, `team`, `organization`.
pub(crate) fn insert_entity(
    connection: &Connection,
    name: &EntityName,
    kind: &str,
    now: Millis,
) -> Result<EntityId> {
    connection
        .prepare_cached("INSERT INTO entity (name, kind, created_at) VALUES (?1, ?2, ?3)")?
        .execute((name, kind, now))?;
    Ok(EntityId::new(connection.last_insert_rowid()))
}

/// The type of that name in a project, made when it is missing.
pub(crate) fn artifact_type(connection: &Connection, project: ProjectId, name: &TypeName) -> Result<TypeId> {
    connection
        .prepare_cached(
            "INSERT INTO artifact_type (project_id, name) VALUES (?1, ?2) ON CONFLICT DO NOTHING",
        )?
        .execute((project, name))?;
    let mut statement =
        connection.prepare_cached("SELECT id FROM artifact_type WHERE project_id = ?1 AND name = ?2")?;
    Ok(statement.query_row((project, name), |row| row.get(0))?)
}

/// A type with its counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypeRow {
    /// Name.
    pub name: String,
    /// Number of collections.
    pub collections: u64,
    /// Number of their committed versions.
    pub versions: u64,
}

/// The types of a project that have collections, by name.
pub(crate) fn types(connection: &Connection, project: ProjectId) -> Result<Vec<TypeRow>> {
    let mut statement = connection.prepare_cached(
        "SELECT name, collections, versions FROM artifact_type WHERE project_id = ?1 AND collections > 0 ORDER BY name",
    )?;
    let rows = statement.query_map([project], |row| {
        Ok(TypeRow { name: row.get(0)?, collections: row.get(1)?, versions: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Live collections of a project.
pub(crate) fn collection_ids(
    connection: &Connection,
    project: ProjectId,
) -> Result<Vec<crate::model::CollectionId>> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM collection WHERE project_id = ?1 AND deleted_at IS NULL ORDER BY id",
    )?;
    Ok(statement.query_map([project], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The type of that name in a project.
pub(crate) fn find_type(connection: &Connection, project: ProjectId, name: &str) -> Result<Option<TypeId>> {
    let mut statement =
        connection.prepare_cached("SELECT id FROM artifact_type WHERE project_id = ?1 AND name = ?2")?;
    Ok(statement.query_row((project, name), |row| row.get(0)).optional()?)
}
