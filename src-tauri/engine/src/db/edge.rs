//! Edges between runs and versions: logged (run to version) and used (version to run).

use rusqlite::{Connection, OptionalExtension};

use super::state;
use crate::Result;
use crate::clock::Millis;
use crate::model::{MembershipId, RunId, VersionId};

/// Which way an edge goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EdgeKind {
    /// The run made the version.
    Logged = 0,
    /// The run read the version.
    Used = 1,
}

impl EdgeKind {
    /// The word for people and scripts.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Logged => "logged",
            Self::Used => "used",
        }
    }

    pub(crate) fn from_stored(stored: i64) -> Self {
        if stored == 0 { Self::Logged } else { Self::Used }
    }
}

/// What an edge ties together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct EdgeKey {
    /// The run.
    pub run: RunId,
    /// The version.
    pub version: VersionId,
    /// Which way.
    pub kind: EdgeKind,
}

impl EdgeKey {
    /// As the key of a history's cell whose subject is the run.
    pub(crate) fn to_cell_key(self) -> String {
        format!("{}:{}", self.kind as i64, self.version)
    }

    /// Reads what [`Self::to_cell_key`] wrote.
    pub(crate) fn from_cell_key(run: i64, key: &str) -> Option<Self> {
        let (kind, version) = key.split_once(':')?;
        Some(Self {
            run: RunId::new(run),
            version: VersionId::new(version.parse().ok()?),
            kind: EdgeKind::from_stored(kind.parse().ok()?),
        })
    }
}

/// An edge of a run with the version at its other end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunEdge {
    /// The version.
    pub version: VersionId,
    /// Which way.
    pub kind: EdgeKind,
    /// `entity/project/name:v3`.
    pub address: String,
    /// Type of its collection.
    pub artifact_type: String,
    /// `committed`, `deleted` or `purged`.
    pub state: &'static str,
    /// Its membership of its own collection.
    pub membership: MembershipId,
    /// Logical size in bytes.
    pub size: u64,
    /// What it was to the run.
    pub role: Option<String>,
    /// Who recorded it.
    pub actor: String,
    /// When.
    pub at: Millis,
}

/// Makes sure that there is a row for an edge; a new one counts as removed until its cell is set.
pub(crate) fn prepare(connection: &Connection, key: EdgeKey, actor: &str, now: Millis) -> Result<()> {
    connection
        .prepare_cached(
            "INSERT INTO edge (run_id, version_id, kind, actor, at, removed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)
             ON CONFLICT (run_id, version_id, kind) DO UPDATE SET actor = excluded.actor, at = excluded.at
             WHERE removed_at IS NOT NULL",
        )?
        .execute((key.run, key.version, key.kind as i64, actor, now))?;
    Ok(())
}

/// The value of an edge's cell: its role, empty for none; absent where there is no edge.
pub(crate) fn value(connection: &Connection, key: EdgeKey) -> Result<Option<String>> {
    let mut statement = connection.prepare_cached(
        "SELECT coalesce(role, '') FROM edge WHERE run_id = ?1 AND version_id = ?2 AND kind = ?3 AND removed_at IS NULL",
    )?;
    Ok(statement.query_row((key.run, key.version, key.kind as i64), |row| row.get(0)).optional()?)
}

/// Sets the value of an edge's cell.
pub(crate) fn set(connection: &Connection, key: EdgeKey, value: Option<&str>, now: Millis) -> Result<()> {
    let removed_at = value.is_none().then_some(now);
    let role = value.filter(|role| !role.is_empty());
    connection
        .prepare_cached(
            "UPDATE edge SET removed_at = ?4, role = CASE WHEN ?4 IS NULL THEN ?5 ELSE role END
             WHERE run_id = ?1 AND version_id = ?2 AND kind = ?3",
        )?
        .execute((key.run, key.version, key.kind as i64, removed_at, role))?;
    Ok(())
}

/// Tells every edge that isn't removed, in the order in which they came.
pub(crate) fn all(connection: &Connection, tell: &mut dyn FnMut(EdgeKey)) -> Result<()> {
    let mut statement = connection
        .prepare_cached("SELECT run_id, version_id, kind FROM edge WHERE removed_at IS NULL ORDER BY id")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        tell(EdgeKey { run: row.get(0)?, version: row.get(1)?, kind: EdgeKind::from_stored(row.get(2)?) });
    }
    Ok(())
}

/// Cells of edges that operations after `revision` changed, each once.
pub(crate) fn changed_since(connection: &Connection, revision: i64) -> Result<Vec<EdgeKey>> {
    let mut statement = connection
        .prepare_cached("SELECT DISTINCT subject, key FROM change WHERE operation_id > ?1 AND cell = ?2")?;
    let cell = crate::history::CellKind::Edge as i64;
    let rows =
        statement.query_map((revision, cell), |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
    let keys: Vec<_> = rows.collect::<Result<_, _>>()?;
    Ok(keys.iter().filter_map(|(run, key)| EdgeKey::from_cell_key(*run, key)).collect())
}

/// The edges of a run, inputs and outputs in the order in which they came, at most `limit` of each kind.
pub(crate) fn of_run(
    connection: &Connection,
    run: RunId,
    kind: EdgeKind,
    limit: u32,
) -> Result<Vec<RunEdge>> {
    let mut statement = connection.prepare_cached(
        "SELECT x.version_id, e.name || '/' || p.name || '/' || c.name || ':v' || m.idx, t.name, v.state, m.id, v.size,
            x.role, x.actor, x.at
         FROM edge x JOIN version v ON v.id = x.version_id
         JOIN membership m ON m.version_id = v.id AND m.collection_id = v.collection_id
         JOIN collection c ON c.id = v.collection_id JOIN artifact_type t ON t.id = c.type_id
         JOIN project p ON p.id = c.project_id JOIN entity e ON e.id = p.entity_id
         WHERE x.run_id = ?1 AND x.kind = ?2 AND x.removed_at IS NULL ORDER BY x.id LIMIT ?3",
    )?;
    let rows = statement.query_map((run, kind as i64, limit), |row| {
        Ok(RunEdge {
            version: row.get(0)?,
            kind,
            address: row.get(1)?,
            artifact_type: row.get(2)?,
            state: state_word(row.get(3)?),
            membership: row.get(4)?,
            size: row.get(5)?,
            role: row.get(6)?,
            actor: row.get(7)?,
            at: row.get(8)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// `committed`, `deleted` or `purged`.
pub(crate) fn state_word(stored: i64) -> &'static str {
    match stored {
        state::COMMITTED => "committed",
        state::DELETED => "deleted",
        _ => "purged",
    }
}
