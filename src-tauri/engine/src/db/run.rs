//! Runs.

use rusqlite::{Connection, OptionalExtension, Row, params_from_iter};

use super::query::containing;
use crate::Result;
use crate::clock::Millis;
use crate::model::{ProjectId, RunId, VersionId};

/// A run as stored, with its project and the number of its edges.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunRow {
    /// Identifier inside the store.
    pub id: RunId,
    /// Its project.
    pub project: ProjectId,
    /// `entity/project`.
    pub project_address: String,
    /// Identifier for people and scripts, unique in the project (on the wire a run's *name*).
    pub name: String,
    /// What people call it.
    pub display_name: String,
    /// What kind of work.
    pub job_type: String,
    /// Group of runs that belong together.
    pub group: String,
    /// `running`, `finished`, `failed`, `crashed`, `killed`.
    pub state: String,
    /// Name of the machine.
    pub host: String,
    /// The command line.
    pub command: String,
    /// Who started it.
    pub created_by: String,
    /// When it started.
    pub started_at: Millis,
    /// When it ended.
    pub finished_at: Option<Millis>,
    /// When it was deleted.
    pub deleted_at: Option<Millis>,
    /// Versions it used.
    pub inputs: u64,
    /// Versions it logged.
    pub outputs: u64,
}

const COLUMNS: &str =
    "r.id, r.project_id, e.name || '/' || p.name, r.name, r.display_name, r.job_type, r.run_group,
    r.state, r.host, r.command, r.created_by, r.started_at, r.finished_at, r.deleted_at,
    (SELECT count(*) FROM edge WHERE run_id = r.id AND kind = 1 AND removed_at IS NULL),
    (SELECT count(*) FROM edge WHERE run_id = r.id AND kind = 0 AND removed_at IS NULL)";
const TABLES: &str = "run r JOIN project p ON p.id = r.project_id JOIN entity e ON e.id = p.entity_id";

fn row(row: &Row<'_>) -> rusqlite::Result<RunRow> {
    Ok(RunRow {
        id: row.get(0)?,
        project: row.get(1)?,
        project_address: row.get(2)?,
        name: row.get(3)?,
        display_name: row.get(4)?,
        job_type: row.get(5)?,
        group: row.get(6)?,
        state: row.get(7)?,
        host: row.get(8)?,
        command: row.get(9)?,
        created_by: row.get(10)?,
        started_at: row.get(11)?,
        finished_at: row.get(12)?,
        deleted_at: row.get(13)?,
        inputs: row.get(14)?,
        outputs: row.get(15)?,
    })
}

/// What a new run is made of.
#[derive(Debug, Clone)]
pub(crate) struct NewRun<'a> {
    /// Its project.
    pub(crate) project: ProjectId,
    /// Its identifier for people; made from its number when absent.
    pub(crate) name: Option<&'a str>,
    /// What people call it.
    pub(crate) display_name: &'a str,
    /// What kind of work.
    pub(crate) job_type: &'a str,
    /// Group.
    pub(crate) group: &'a str,
    /// State.
    pub(crate) state: &'a str,
    /// A JSON object.
    pub(crate) config: &'a str,
    /// A JSON object.
    pub(crate) summary: &'a str,
    /// Name of the machine.
    pub(crate) host: &'a str,
    /// The command line.
    pub(crate) command: &'a str,
    /// Who starts it.
    pub(crate) actor: &'a str,
    /// When it started.
    pub(crate) started_at: Millis,
    /// When it ended.
    pub(crate) finished_at: Option<Millis>,
}

/// Inserts a run; answers its identifiers.
pub(crate) fn insert(connection: &Connection, new: &NewRun<'_>) -> Result<(RunId, String)> {
    let next: i64 = connection
        .prepare_cached("SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'run'), 0) + 1")?
        .query_row([], |row| row.get(0))?;
    let name = match new.name {
        Some(name) => name.to_owned(),
        None => free_name(connection, new.project, next)?,
    };
    connection
        .prepare_cached(
            "INSERT INTO run (project_id, name, display_name, job_type, run_group, state, config, summary, host, command,
             created_by, started_at, finished_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )?
        .execute((
            new.project,
            &name,
            new.display_name,
            new.job_type,
            new.group,
            new.state,
            new.config,
            new.summary,
            new.host,
            new.command,
            new.actor,
            new.started_at,
            new.finished_at,
        ))?;
    Ok((RunId::new(connection.last_insert_rowid()), name))
}

/// Eight letters and digits, as the SDK's ids: the number scattered over all of them, so that neighbours look apart.
fn free_name(connection: &Connection, project: ProjectId, number: i64) -> Result<String> {
    let mut number = number;
    loop {
        let name = scattered(number);
        if find(connection, project, &name)?.is_none() {
            return Ok(name);
        }
        // Somebody brought that very id along.
        number += 1 << 40;
    }
}

fn scattered(number: i64) -> String {
    const ALL: u128 = 36_u128.pow(8);
    // Shares no factor with 36, so that no two numbers below 36^8 meet.
    const STEP: u128 = 1_741_103_257_193;
    let mut rest = (u128::from(number.unsigned_abs()) * STEP + 987_654_321_987) % ALL;
    let mut name = [0_u8; 8];
    for slot in &mut name {
        let digit = (rest % 36) as u8;
        *slot = if digit < 10 { b'0' + digit } else { b'a' + digit - 10 };
        rest /= 36;
    }
    String::from_utf8_lossy(&name).into_owned()
}

/// A run by identifier, deleted or not.
pub(crate) fn get(connection: &Connection, id: RunId) -> Result<Option<RunRow>> {
    let sql = format!("SELECT {COLUMNS} FROM {TABLES} WHERE r.id = ?1");
    Ok(connection.prepare_cached(&sql)?.query_row([id], row).optional()?)
}

/// The run of that name in a project, deleted or not.
pub(crate) fn find(connection: &Connection, project: ProjectId, name: &str) -> Result<Option<RunId>> {
    let mut statement =
        connection.prepare_cached("SELECT id FROM run WHERE project_id = ?1 AND name = ?2")?;
    Ok(statement.query_row((project, name), |row| row.get(0)).optional()?)
}

/// Runs of that name in any project, at most two: more than one is none to be sure of.
pub(crate) fn find_anywhere(connection: &Connection, name: &str) -> Result<Vec<RunId>> {
    let mut statement = connection.prepare_cached("SELECT id FROM run WHERE name = ?1 LIMIT 2")?;
    Ok(statement.query_map([name], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Config and summary of a run.
pub(crate) fn text(connection: &Connection, id: RunId) -> Result<(String, String)> {
    let mut statement = connection.prepare_cached("SELECT config, summary FROM run WHERE id = ?1")?;
    Ok(statement.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// Sets the state, and when it ended.
pub(crate) fn set_state(connection: &Connection, id: i64, state: &str, now: Millis) -> Result<()> {
    let finished_at = (state != "running").then_some(now);
    connection.prepare_cached("UPDATE run SET state = ?2, finished_at = ?3 WHERE id = ?1")?.execute((
        id,
        state,
        finished_at,
    ))?;
    Ok(())
}

/// Which runs a list holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunQuery {
    /// Only of this project.
    pub project: Option<ProjectId>,
    /// Only those that used this version.
    pub used: Option<VersionId>,
    /// Only those that logged this version.
    pub logged: Option<VersionId>,
    /// Only those whose name, id or job type holds this text.
    pub text: Option<String>,
    /// Only those in this state.
    pub state: Option<String>,
}

impl RunQuery {
    fn condition(&self) -> (String, Vec<rusqlite::types::Value>) {
        let (mut terms, mut values) = (vec!["1".to_owned()], Vec::<rusqlite::types::Value>::new());
        let mut add = |term: &str, value: rusqlite::types::Value| {
            values.push(value);
            terms.push(term.replace('?', &format!("?{}", values.len())));
        };
        if let Some(project) = self.project {
            add("r.project_id = ?", project.get().into());
        }
        for (version, kind) in [(self.used, 1), (self.logged, 0)] {
            if let Some(version) = version {
                let sql = format!(
                    "r.id IN (SELECT run_id FROM edge WHERE version_id = ? AND kind = {kind} AND removed_at IS NULL)"
                );
                add(&sql, version.get().into());
            }
        }
        if let Some(text) = self.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            let sql = "(r.display_name LIKE ? ESCAPE '\\' OR r.name LIKE ? ESCAPE '\\' OR r.job_type LIKE ? ESCAPE '\\')";
            add(sql, containing(text).into());
        }
        if let Some(state) = &self.state {
            add("r.state = ?", state.clone().into());
        }
        // Deleted ones stand in no list but those of a version, where they are part of its story.
        if self.used.is_none() && self.logged.is_none() {
            terms.push("r.deleted_at IS NULL".into());
        }
        (terms.join(" AND "), values)
    }
}

/// A page of runs, newest first, and how many match.
pub(crate) fn page(
    connection: &Connection,
    query: &RunQuery,
    start: u64,
    count: u32,
) -> Result<(u64, Vec<RunRow>)> {
    let (condition, values) = query.condition();
    let sql = format!("SELECT count(*) FROM run r WHERE {condition}");
    let total = connection.prepare_cached(&sql)?.query_row(params_from_iter(&values), |row| row.get(0))?;
    let sql = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE {condition} ORDER BY r.started_at DESC, r.id DESC LIMIT {count} OFFSET {start}"
    );
    let mut statement = connection.prepare(&sql)?;
    let rows = statement.query_map(params_from_iter(&values), row)?.collect::<Result<_, _>>()?;
    Ok((total, rows))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::scattered;

    #[test]
    fn no_two_numbers_get_one_name() {
        let names: HashSet<String> = (1..200_000).map(scattered).collect();
        assert_eq!(names.len(), 199_999);
        assert!(names.iter().all(|name| name.len() == 8));
    }
}
