//! Rules of retention, and what of versions they look at.

use rusqlite::{Connection, OptionalExtension};

use crate::Result;
use crate::clock::Millis;
use crate::history::CellKind;
use crate::model::{CollectionId, ProjectId, RuleId, VersionId};

/// A rule in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RuleRow {
    /// Number.
    pub(crate) id: RuleId,
    /// The project whose rule it is,
    pub(crate) project: Option<ProjectId>,
    /// or the collection.
    pub(crate) collection: Option<CollectionId>,
    /// JSON.
    pub(crate) text: String,
    /// When it was set.
    pub(crate) created_at: Millis,
}

/// The rule of a collection, as JSON.
pub(crate) fn of_collection(connection: &Connection, id: i64) -> Result<Option<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT rule FROM retention_rule WHERE collection_id = ?1 AND removed_at IS NULL ORDER BY id DESC LIMIT 1",
    )?;
    Ok(statement.query_row([id], |row| row.get(0)).optional()?)
}

/// The rule of a project, as JSON.
pub(crate) fn of_project(connection: &Connection, id: i64) -> Result<Option<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT rule FROM retention_rule WHERE project_id = ?1 AND removed_at IS NULL ORDER BY id DESC LIMIT 1",
    )?;
    Ok(statement.query_row([id], |row| row.get(0)).optional()?)
}

/// Sets the rule of a project or a collection, or takes it away. Old ones stay as rows, for what they removed.
pub(crate) fn set(
    connection: &Connection,
    project: Option<i64>,
    collection: Option<i64>,
    value: Option<&str>,
    now: Millis,
) -> Result<()> {
    connection
        .prepare_cached(
            "UPDATE retention_rule SET removed_at = ?3
             WHERE project_id IS ?1 AND collection_id IS ?2 AND removed_at IS NULL",
        )?
        .execute((project, collection, now))?;
    if let Some(rule) = value {
        connection
            .prepare_cached(
                "INSERT INTO retention_rule (project_id, collection_id, rule, created_at) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute((project, collection, rule, now))?;
    }
    Ok(())
}

/// Rules in force, oldest first.
pub(crate) fn list(connection: &Connection) -> Result<Vec<RuleRow>> {
    let mut statement = connection.prepare_cached(
        "SELECT id, project_id, collection_id, rule, created_at FROM retention_rule WHERE removed_at IS NULL ORDER BY id",
    )?;
    let rows = statement.query_map([], |row| {
        Ok(RuleRow {
            id: row.get(0)?,
            project: row.get(1)?,
            collection: row.get(2)?,
            text: row.get(3)?,
            created_at: row.get(4)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What a rule looks at in a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fact {
    /// The version.
    pub(crate) id: VersionId,
    /// Index.
    pub(crate) index: u64,
    /// When it was made.
    pub(crate) created_at: Millis,
    /// Logical bytes.
    pub(crate) size: u64,
    /// It has an alias besides `latest`.
    pub(crate) is_aliased: bool,
    /// It bears `latest`.
    pub(crate) is_latest: bool,
    /// It is linked in a registry.
    pub(crate) is_linked: bool,
    /// A run that isn't deleted used it.
    pub(crate) is_used: bool,
    /// A rule took it, and somebody brought it back.
    pub(crate) is_brought_back: bool,
    /// Metadata as JSON, when it was asked for.
    pub(crate) metadata: Option<String>,
}

/// Tells the committed versions of a collection, in the order of their indexes.
pub(crate) fn facts(
    connection: &Connection,
    id: CollectionId,
    metadata: bool,
    tell: &mut dyn FnMut(Fact) -> Result<()>,
) -> Result<()> {
    let mut statement = connection.prepare_cached(
        "SELECT v.id, m.idx, v.created_at, v.size,
           EXISTS (SELECT 1 FROM alias a WHERE a.membership_id = m.id AND a.name <> 'latest'),
           EXISTS (SELECT 1 FROM alias a WHERE a.membership_id = m.id AND a.name = 'latest'),
           EXISTS (SELECT 1 FROM membership l WHERE l.version_id = v.id AND l.collection_id <> v.collection_id AND l.gone = 0),
           EXISTS (SELECT 1 FROM edge x JOIN run r ON r.id = x.run_id AND r.deleted_at IS NULL
                   WHERE x.version_id = v.id AND x.kind = 1 AND x.removed_at IS NULL),
           EXISTS (SELECT 1 FROM change x WHERE x.cell = ?3 AND x.subject = v.id AND x.key = '' AND x.before = 'deleted:rule' AND x.after = 'committed'),
           CASE WHEN ?2 THEN (SELECT t.metadata FROM version_text t WHERE t.version_id = v.id) END
         FROM membership m JOIN version v ON v.id = m.version_id
         WHERE m.collection_id = ?1 AND m.gone = 0 AND v.state = 1 AND v.collection_id = ?1 ORDER BY m.idx",
    )?;
    let mut rows = statement.query((id, metadata, CellKind::VersionState as i64))?;
    while let Some(row) = rows.next()? {
        tell(Fact {
            id: row.get(0)?,
            index: row.get(1)?,
            created_at: row.get(2)?,
            size: row.get(3)?,
            is_aliased: row.get(4)?,
            is_latest: row.get(5)?,
            is_linked: row.get(6)?,
            is_used: row.get(7)?,
            is_brought_back: row.get(8)?,
            metadata: row.get(9)?,
        })?;
    }
    Ok(())
}
