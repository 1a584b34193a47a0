//! What the lineage shows of versions and runs, and which of them a word of its query names.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};

use crate::Result;
use crate::clock::Millis;
use crate::model::{CollectionId, ProjectId, RunId, Ttl, VersionId, expires_at};

/// A version as the lineage shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionNode {
    /// Identifier.
    pub id: VersionId,
    /// Its collection.
    pub collection: CollectionId,
    /// Name of its collection.
    pub name: String,
    /// Index.
    pub index: u64,
    /// `entity/project`.
    pub project: String,
    /// Type.
    pub artifact_type: String,
    /// As stored: 1 committed, 2 deleted, 3 purged.
    pub state: i64,
    /// When it was committed.
    pub created_at: Millis,
    /// Logical size in bytes.
    pub size: u64,
    /// When it expires.
    pub expires_at: Option<Millis>,
    /// Aliases joined by commas, `latest` first.
    pub aliases: String,
    /// The number under the metadata key asked for.
    pub number: Option<f64>,
}

/// A run as the lineage shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunNode {
    /// Identifier.
    pub id: RunId,
    /// Its id for people.
    pub name: String,
    /// What people call it.
    pub display_name: String,
    /// `entity/project`.
    pub project: String,
    /// What kind of work.
    pub job_type: String,
    /// Group.
    pub group: String,
    /// State.
    pub state: String,
    /// When it started.
    pub started_at: Millis,
    /// When it ended.
    pub finished_at: Option<Millis>,
    /// It was deleted.
    pub deleted: bool,
}

/// Versions by identifier, in that order; those that don't exist are left out. `metadata` is a JSON path.
pub(crate) fn versions(
    connection: &Connection,
    ids: &mut dyn Iterator<Item = VersionId>,
    default_ttl: Option<i64>,
    metadata: Option<&str>,
) -> Result<Vec<VersionNode>> {
    let mut statement = connection.prepare_cached(
        "SELECT v.id, v.collection_id, c.name, m.idx, e.name || '/' || p.name, t.name, v.state, v.created_at, v.size, v.ttl,
            (SELECT group_concat(a.name, ',' ORDER BY a.name <> 'latest', a.name) FROM alias a WHERE a.membership_id = m.id),
            CASE WHEN ?2 IS NOT NULL THEN (SELECT CASE json_type(x.metadata, ?2) WHEN 'integer' THEN json_extract(x.metadata, ?2) * 1.0
                WHEN 'real' THEN json_extract(x.metadata, ?2) END FROM version_text x WHERE x.version_id = v.id) END
         FROM version v JOIN membership m ON m.version_id = v.id AND m.collection_id = v.collection_id
         JOIN collection c ON c.id = v.collection_id JOIN artifact_type t ON t.id = c.type_id
         JOIN project p ON p.id = c.project_id JOIN entity e ON e.id = p.entity_id WHERE v.id = ?1 AND v.state > 0",
    )?;
    let mut found = Vec::new();
    for id in ids {
        let row = statement.query_row((id, metadata), |row| {
            let (created_at, ttl): (Millis, Ttl) = (row.get(7)?, row.get(9)?);
            let state = row.get(6)?;
            Ok(VersionNode {
                id: row.get(0)?,
                collection: row.get(1)?,
                name: row.get(2)?,
                index: row.get(3)?,
                project: row.get(4)?,
                artifact_type: row.get(5)?,
                state,
                created_at,
                size: row.get(8)?,
                expires_at: expires_at(created_at, ttl, default_ttl)
                    .filter(|_| state == super::super::state::COMMITTED),
                aliases: row.get::<_, Option<String>>(10)?.unwrap_or_default(),
                number: row.get(11)?,
            })
        });
        found.extend(row.optional()?);
    }
    Ok(found)
}

/// Runs by identifier, in that order.
pub(crate) fn runs(connection: &Connection, ids: &mut dyn Iterator<Item = RunId>) -> Result<Vec<RunNode>> {
    let mut statement = connection.prepare_cached(
        "SELECT r.id, r.name, r.display_name, e.name || '/' || p.name, r.job_type, r.run_group, r.state, r.started_at,
            r.finished_at, r.deleted_at IS NOT NULL
         FROM run r JOIN project p ON p.id = r.project_id JOIN entity e ON e.id = p.entity_id WHERE r.id = ?1",
    )?;
    let mut found = Vec::new();
    for id in ids {
        let row = statement.query_row([id], |row| {
            Ok(RunNode {
                id: row.get(0)?,
                name: row.get(1)?,
                display_name: row.get(2)?,
                project: row.get(3)?,
                job_type: row.get(4)?,
                group: row.get(5)?,
                state: row.get(6)?,
                started_at: row.get(7)?,
                finished_at: row.get(8)?,
                deleted: row.get(9)?,
            })
        });
        found.extend(row.optional()?);
    }
    Ok(found)
}

/// Runs and versions of a project that an edge touches or touched.
pub(crate) fn of_project(
    connection: &Connection,
    project: ProjectId,
) -> Result<(Vec<VersionId>, Vec<RunId>)> {
    let mut versions = connection.prepare_cached(
        "SELECT v.id FROM collection c CROSS JOIN membership m ON m.collection_id = c.id
         CROSS JOIN version v ON v.id = m.version_id AND v.collection_id = c.id
         WHERE c.project_id = ?1 AND v.state > 0 AND EXISTS (SELECT 1 FROM edge x WHERE x.version_id = v.id)",
    )?;
    let mut runs = connection.prepare_cached("SELECT id FROM run WHERE project_id = ?1")?;
    Ok((
        versions.query_map([project], |row| row.get(0))?.collect::<Result<_, _>>()?,
        runs.query_map([project], |row| row.get(0))?.collect::<Result<_, _>>()?,
    ))
}

/// What a word of a query is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// Type of a version.
    Type,
    /// An alias of a version, in its own collection.
    Alias,
    /// A tag of a version.
    Tag,
    /// State of a version or of a run.
    State,
    /// Name or id of a run.
    Run,
    /// Job type of a run.
    Job,
    /// Group of a run.
    Group,
    /// Project of a version or of a run.
    Project,
}

/// Versions whose field matches; `glob` is a pattern of `GLOB`.
pub(crate) fn versions_where(connection: &Connection, field: Field, glob: &str) -> Result<Vec<VersionId>> {
    let tables = "version v JOIN collection c ON c.id = v.collection_id";
    let sql = match field {
        Field::Type => format!(
            "SELECT v.id FROM {tables} JOIN artifact_type t ON t.id = c.type_id WHERE v.state > 0 AND t.name GLOB ?1"
        ),
        Field::Alias => "SELECT m.version_id FROM alias a JOIN membership m ON m.id = a.membership_id WHERE a.name GLOB ?1".into(),
        Field::Tag => "SELECT version_id FROM version_tag WHERE tag GLOB ?1".into(),
        Field::State => {
            "SELECT id FROM version WHERE CASE state WHEN 1 THEN 'live' WHEN 2 THEN 'deleted' ELSE 'purged' END GLOB ?1 AND state > 0".into()
        }
        Field::Project => format!(
            "SELECT v.id FROM {tables} JOIN project p ON p.id = c.project_id JOIN entity e ON e.id = p.entity_id
             WHERE v.state > 0 AND (p.name GLOB ?1 OR e.name || '/' || p.name GLOB ?1)"
        ),
        Field::Run | Field::Job | Field::Group => return Ok(Vec::new()),
    };
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_map([glob], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Runs whose field matches.
pub(crate) fn runs_where(connection: &Connection, field: Field, glob: &str) -> Result<Vec<RunId>> {
    let condition = match field {
        Field::Run => "display_name GLOB ?1 OR name GLOB ?1",
        Field::Job => "job_type GLOB ?1",
        Field::Group => "run_group GLOB ?1",
        Field::State => "state GLOB ?1 OR (deleted_at IS NOT NULL AND 'deleted' GLOB ?1)",
        Field::Project => {
            "project_id IN (SELECT p.id FROM project p JOIN entity e ON e.id = p.entity_id
              WHERE p.name GLOB ?1 OR e.name || '/' || p.name GLOB ?1)"
        }
        Field::Type | Field::Alias | Field::Tag => return Ok(Vec::new()),
    };
    let mut statement = connection.prepare_cached(&format!("SELECT id FROM run WHERE {condition}"))?;
    Ok(statement.query_map([glob], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Versions that an address with `*` in it names: of a project, collection and suffix (an index `v*` or an alias),
/// each a pattern of `GLOB`.
pub(crate) fn versions_named(
    connection: &Connection,
    project: ProjectId,
    collection: &str,
    suffix: Option<&str>,
) -> Result<Vec<VersionId>> {
    let plain = suffix.filter(|suffix| !suffix.contains(['*', '?', '[']));
    if let Some(suffix) = plain {
        return version_named(connection, project, collection, suffix);
    }
    let mut statement = connection.prepare_cached(
        "SELECT v.id FROM collection c CROSS JOIN membership m ON m.collection_id = c.id
         CROSS JOIN version v ON v.id = m.version_id AND v.collection_id = c.id
         WHERE c.project_id = ?1 AND c.name GLOB ?2 AND v.state > 0
           AND (?3 IS NULL OR 'v' || m.idx GLOB ?3 OR EXISTS (SELECT 1 FROM alias a WHERE a.membership_id = m.id AND a.name GLOB ?3))",
    )?;
    Ok(statement.query_map((project, collection, suffix), |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// The version with that very index, or alias, of each collection: found by an index, however many there are.
fn version_named(
    connection: &Connection,
    project: ProjectId,
    collection: &str,
    suffix: &str,
) -> Result<Vec<VersionId>> {
    let index = suffix.strip_prefix('v').and_then(|digits| digits.parse::<i64>().ok());
    let index = index.filter(|index| format!("v{index}") == suffix).unwrap_or(-1);
    let mut statement = connection.prepare_cached(
        "SELECT v.id FROM collection c CROSS JOIN membership m ON m.collection_id = c.id AND m.idx = ?3
         CROSS JOIN version v ON v.id = m.version_id AND v.collection_id = c.id
         WHERE c.project_id = ?1 AND c.name GLOB ?2 AND v.state > 0
         UNION SELECT v.id FROM collection c CROSS JOIN alias a ON a.collection_id = c.id AND a.name = ?4
         CROSS JOIN membership m ON m.id = a.membership_id
         CROSS JOIN version v ON v.id = m.version_id AND v.collection_id = c.id
         WHERE c.project_id = ?1 AND c.name GLOB ?2 AND v.state > 0",
    )?;
    let found = statement.query_map((project, collection, index, suffix), |row| row.get(0))?;
    Ok(found.collect::<Result<_, _>>()?)
}

/// Words that begin with `prefix`, for completion: what a field has in the store, most used first where that is known.
pub(crate) fn words(
    connection: &Connection,
    field: Option<Field>,
    project: ProjectId,
    prefix: &str,
    limit: u32,
) -> Result<Vec<String>> {
    let sql = match field {
        None => {
            "SELECT name FROM collection WHERE project_id = ?1 AND deleted_at IS NULL AND name LIKE ?2 ESCAPE '\\' ORDER BY name LIMIT ?3"
        }
        Some(Field::Type) => {
            "SELECT DISTINCT name FROM artifact_type WHERE name LIKE ?2 ESCAPE '\\' AND ?1 > 0 ORDER BY name LIMIT ?3"
        }
        Some(Field::Alias) => {
            "SELECT DISTINCT name FROM alias WHERE name LIKE ?2 ESCAPE '\\' AND ?1 > 0 ORDER BY name LIMIT ?3"
        }
        Some(Field::Tag) => {
            "SELECT DISTINCT tag FROM version_tag WHERE tag LIKE ?2 ESCAPE '\\' AND ?1 > 0 ORDER BY tag LIMIT ?3"
        }
        Some(Field::Run) => {
            "SELECT DISTINCT display_name FROM run WHERE project_id = ?1 AND display_name LIKE ?2 ESCAPE '\\' ORDER BY display_name LIMIT ?3"
        }
        Some(Field::Job) => {
            "SELECT DISTINCT job_type FROM run WHERE job_type LIKE ?2 ESCAPE '\\' AND ?1 > 0 ORDER BY job_type LIMIT ?3"
        }
        Some(Field::Group) => {
            "SELECT DISTINCT run_group FROM run WHERE run_group <> '' AND run_group LIKE ?2 ESCAPE '\\' AND ?1 > 0 ORDER BY run_group LIMIT ?3"
        }
        Some(Field::Project) => {
            "SELECT name FROM project WHERE deleted_at IS NULL AND kind = 'project' AND name LIKE ?2 ESCAPE '\\' AND ?1 > 0 ORDER BY name LIMIT ?3"
        }
        Some(Field::State) => return Ok(states(prefix)),
    };
    let pattern = format!("{}%", super::containing(prefix).trim_matches('%'));
    let values: [Value; 3] = [project.get().into(), pattern.into(), i64::from(limit).into()];
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_map(params_from_iter(values), |row| row.get(0))?.collect::<Result<_, _>>()?)
}

fn states(prefix: &str) -> Vec<String> {
    const STATES: [&str; 8] =
        ["live", "deleted", "purged", "running", "finished", "failed", "crashed", "killed"];
    STATES.iter().filter(|state| state.starts_with(prefix)).map(|state| (*state).to_owned()).collect()
}

/// Aliases of versions, as `name:alias`, at most `limit`.
pub(crate) fn aliases_of(
    connection: &Connection,
    ids: &mut dyn Iterator<Item = VersionId>,
    limit: usize,
) -> Result<Vec<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT c.name || ':' || a.name FROM membership m JOIN alias a ON a.membership_id = m.id
         JOIN collection c ON c.id = m.collection_id WHERE m.version_id = ?1 ORDER BY a.name",
    )?;
    let mut found = Vec::new();
    for id in ids {
        if found.len() >= limit {
            break;
        }
        let names = statement.query_map([id], |row| row.get(0))?.collect::<Result<Vec<String>, _>>()?;
        found.extend(names);
    }
    found.truncate(limit);
    Ok(found)
}

/// Those of these versions that lie in the trash or are gone, at most `limit`.
pub(crate) fn not_live(
    connection: &Connection,
    ids: &mut dyn Iterator<Item = VersionId>,
    limit: usize,
) -> Result<Vec<VersionId>> {
    let mut statement = connection.prepare_cached("SELECT 1 FROM version WHERE id = ?1 AND state > 1")?;
    let mut found = Vec::new();
    for id in ids {
        if found.len() < limit && statement.exists([id])? {
            found.push(id);
        }
    }
    Ok(found)
}
