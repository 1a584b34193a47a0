//! Quick search for the palette: a few letters, an address, the beginning of a digest.
//!
//! Text is matched literally: first what is equal, then what begins with it, then what contains it. Every step
//! reads a bounded part of an index.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::containing;
use super::filter::digest_bounds;
use crate::Result;
use crate::model::ProjectId;

/// Most hits of one search.
const MAX_HITS: u32 = 100;
/// Longest text that is searched for, in characters.
const MAX_TEXT: usize = 200;
/// Most names that a search for a part of a name looks at.
const MAX_SCANNED: u32 = 120_000;
/// Newest runs among which a part of a name is looked for.
const MAX_RUNS: u32 = 20_000;
/// Fewest digits of a digest.
const MIN_DIGEST: usize = 4;

/// What kind of thing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HitKind {
    /// A project.
    Project,
    /// A collection.
    Collection,
    /// A version by its index.
    Version,
    /// A version by its alias.
    Alias,
    /// A tag.
    Tag,
    /// A version by its digest.
    Digest,
    /// A run by its name or id.
    Run,
}

impl HitKind {
    /// The word for people and programs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Project => "project",
            Self::Collection => "collection",
            Self::Version => "version",
            Self::Alias => "alias",
            Self::Tag => "tag",
            Self::Digest => "digest",
            Self::Run => "run",
        }
    }
}

/// Something found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchHit {
    /// What it is.
    pub kind: HitKind,
    /// Address to go to; of a tag, the collection of the newest version that bears it; of a run `run:#12`.
    pub address: String,
    /// What to show.
    pub title: String,
    /// Secondary text.
    pub detail: String,
    /// Type of the collection.
    pub artifact_type: Option<String>,
}

/// Facts of collection `c` that hits need: name, `entity/project`, type.
const NAMED: &str = "c.name, e.name || '/' || p.name, t.name";
/// Joins those facts to `c`, leaving out what is deleted.
const NAMES: &str = "CROSS JOIN project p ON p.id = c.project_id AND p.deleted_at IS NULL
     CROSS JOIN entity e ON e.id = p.entity_id CROSS JOIN artifact_type t ON t.id = c.type_id";

/// What the text may mean, best first, at most `limit` (100).
pub(crate) fn search(
    connection: &Connection,
    text: &str,
    prefer: Option<ProjectId>,
    limit: u32,
) -> Result<Vec<SearchHit>> {
    let text: String = text.trim().chars().take(MAX_TEXT).collect();
    let limit = limit.min(MAX_HITS);
    if text.is_empty() || limit == 0 {
        return Ok(Vec::new());
    }
    let mut search = Search { connection, projects: Vec::new(), limit, hits: Vec::new() };
    if let Some(run) = text.strip_prefix("run:") {
        search.runs(run.trim())?;
        return Ok(search.hits);
    }
    let (path, suffix) = match text.split_once(':') {
        Some((path, suffix)) => (path, Some(suffix)),
        None => (text.as_str(), None),
    };
    let (within, name) = path.rsplit_once('/').map_or((None, path), |(within, name)| (Some(within), name));
    search.projects = search.find_projects(within, prefer)?;
    match suffix {
        Some(suffix) => search.versions(name, suffix)?,
        None => search.names(within.is_none(), name)?,
    }
    search.hits.truncate(limit as usize);
    Ok(search.hits)
}

struct Search<'c> {
    connection: &'c Connection,
    /// Where to look, the preferred one first: identifier, `entity/name`, name.
    projects: Vec<(ProjectId, String, String)>,
    limit: u32,
    hits: Vec<SearchHit>,
}

impl Search<'_> {
    fn find_projects(
        &self,
        within: Option<&str>,
        prefer: Option<ProjectId>,
    ) -> Result<Vec<(ProjectId, String, String)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT p.id, e.name || '/' || p.name, p.name FROM project p CROSS JOIN entity e ON e.id = p.entity_id
             WHERE p.deleted_at IS NULL AND (?1 IS NULL OR p.name = ?1 OR e.name || '/' || p.name = ?1)
             ORDER BY p.id IS NOT ?2, p.id LIMIT 1000",
        )?;
        let rows =
            statement.query_map((within, prefer), |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn left(&self) -> u32 {
        self.limit.saturating_sub(self.hits.len() as u32)
    }

    /// Projects, collections, aliases, tags, runs and digests by a part of their names.
    fn names(&mut self, everywhere: bool, name: &str) -> Result<()> {
        let mut seen = std::collections::HashSet::new();
        self.collections(name, "name = ?2", &mut seen)?;
        if everywhere {
            self.project_names(name);
        }
        self.collections(name, "name >= ?2 AND name < ?2 || char(1114111)", &mut seen)?;
        if everywhere {
            self.aliases(name)?;
            self.tags(name)?;
            self.runs(name)?;
            self.digests(name)?;
        }
        if self.left() > 0 && !name.is_empty() {
            self.collections(&containing(name), r"name LIKE ?2 ESCAPE '\'", &mut seen)?;
        }
        Ok(())
    }

    fn project_names(&mut self, name: &str) {
        let wanted = name.to_lowercase();
        let mut found: Vec<_> =
            self.projects.iter().filter(|(_, _, name)| name.to_lowercase().contains(&wanted)).collect();
        found.sort_by_key(|(_, _, name)| !name.to_lowercase().starts_with(&wanted));
        let hits: Vec<SearchHit> = found
            .into_iter()
            .take((self.limit / 4).max(1) as usize)
            .map(|(_, address, name)| SearchHit {
                kind: HitKind::Project,
                address: address.clone(),
                title: name.clone(),
                detail: address.clone(),
                artifact_type: None,
            })
            .collect();
        self.hits.extend(hits);
    }

    /// Collections whose name passes a test, project by project, by name.
    fn collections(
        &mut self,
        value: &str,
        test: &str,
        seen: &mut std::collections::HashSet<i64>,
    ) -> Result<()> {
        let sql = format!(
            "SELECT c.id, {NAMED} FROM (SELECT id FROM (SELECT id, name FROM collection INDEXED BY collection_name
               WHERE project_id = ?1 AND deleted_at IS NULL ORDER BY name LIMIT {MAX_SCANNED}) WHERE {test} LIMIT ?3) f
             CROSS JOIN collection c ON c.id = f.id {NAMES}"
        );
        // A range needs no bound on what is looked at, and must be a range of the index.
        let sql = if test.contains("LIKE") { sql } else { ranged(test) };
        for at in 0..self.projects.len() {
            if self.left() == 0 {
                return Ok(());
            }
            let params = [
                Value::Integer(self.projects[at].0.get()),
                Value::Text(value.to_owned()),
                Value::Integer(self.limit.into()),
            ];
            let found = self.read(&sql, &params, |row| Ok((row.get::<_, i64>(0)?, collection_hit(row)?)))?;
            for (id, hit) in found {
                if self.left() > 0 && seen.insert(id) {
                    self.hits.push(hit);
                }
            }
        }
        Ok(())
    }

    /// `name:v3` and `name:alias`, the latter by its beginning.
    fn versions(&mut self, name: &str, suffix: &str) -> Result<()> {
        let index = suffix.strip_prefix('v').and_then(|digits| digits.parse::<i64>().ok());
        for at in 0..self.projects.len() {
            if self.left() == 0 {
                break;
            }
            let project = Value::Integer(self.projects[at].0.get());
            let name = Value::Text(name.to_owned());
            if let Some(index) = index {
                let sql = format!("SELECT m.idx, {NAMED} {VERSION}").replace("{NAMES}", NAMES);
                let params = [project.clone(), name.clone(), Value::Integer(index)];
                let hits = self.read(&sql, &params, |row| version_hit(row, HitKind::Version, None))?;
                self.hits.extend(hits);
            }
            let sql = format!("SELECT m.idx, {NAMED}, a.name {ALIASES}").replace("{NAMES}", NAMES);
            let params = [project, name, Value::Text(suffix.to_owned()), Value::Integer(self.left().into())];
            let hits = self.read(&sql, &params, |row| version_hit(row, HitKind::Alias, Some(row.get(4)?)))?;
            self.hits.extend(hits);
        }
        Ok(())
    }

    fn aliases(&mut self, name: &str) -> Result<()> {
        let sql = format!(
            "SELECT m.idx, {NAMED}, a.name FROM alias a INDEXED BY alias_name
             CROSS JOIN membership m ON m.id = a.membership_id
             CROSS JOIN collection c ON c.id = a.collection_id AND c.deleted_at IS NULL {NAMES}
             WHERE a.name >= ?1 AND a.name < ?1 || char(1114111) ORDER BY a.name, a.collection_id LIMIT ?2"
        );
        let params = [Value::Text(name.to_owned()), Value::Integer(self.left().div_ceil(2).into())];
        let hits = self.read(&sql, &params, |row| version_hit(row, HitKind::Alias, Some(row.get(4)?)))?;
        self.hits.extend(hits);
        Ok(())
    }

    /// Tags that begin with the text, each with the newest version that bears it.
    fn tags(&mut self, name: &str) -> Result<()> {
        let sql = format!(
            "WITH RECURSIVE found(tag) AS (
               SELECT min(tag) FROM version_tag INDEXED BY version_tag_tag WHERE tag >= ?1
               UNION ALL SELECT (SELECT min(tag) FROM version_tag INDEXED BY version_tag_tag WHERE tag > f.tag)
               FROM found f WHERE f.tag < ?1 || char(1114111) LIMIT ?2)
             SELECT f.tag, {NAMED} FROM found f
             CROSS JOIN version v ON v.id = (SELECT max(version_id) FROM version_tag WHERE tag = f.tag)
             CROSS JOIN collection c ON c.id = v.collection_id AND c.deleted_at IS NULL {NAMES}
             WHERE f.tag < ?1 || char(1114111)"
        );
        let params = [Value::Text(name.to_owned()), Value::Integer(self.left().div_ceil(2).into())];
        let hits = self.read(&sql, &params, |row| {
            let hit = collection_hit(row)?;
            Ok(SearchHit { kind: HitKind::Tag, title: row.get(0)?, detail: hit.address.clone(), ..hit })
        })?;
        self.hits.extend(hits);
        Ok(())
    }

    /// The run with that id, and the newest runs whose name has the text; none of those that logs make by themselves,
    /// which would hide all others.
    fn runs(&mut self, text: &str) -> Result<()> {
        let sql = format!(
            "SELECT r.id, r.display_name, r.job_type, e.name || '/' || p.name FROM (
               SELECT id FROM run INDEXED BY run_name WHERE name = ?1 AND deleted_at IS NULL
               UNION ALL SELECT id FROM (
                 SELECT id FROM (SELECT id, display_name FROM run INDEXED BY run_started
                   WHERE deleted_at IS NULL AND job_type <> 'auto' ORDER BY started_at DESC, id DESC LIMIT {MAX_RUNS})
                 WHERE display_name LIKE ?2 ESCAPE '\\' LIMIT ?3)) f
             CROSS JOIN run r ON r.id = f.id
             CROSS JOIN project p ON p.id = r.project_id AND p.deleted_at IS NULL
             CROSS JOIN entity e ON e.id = p.entity_id LIMIT ?3"
        );
        let most = (self.limit / 2).max(1).min(self.left());
        let params =
            [Value::Text(text.to_owned()), Value::Text(containing(text)), Value::Integer(most.into())];
        let hits = self.read(&sql, &params, |row| {
            let (job, project): (String, String) = (row.get(2)?, row.get(3)?);
            Ok(SearchHit {
                kind: HitKind::Run,
                address: format!("run:#{}", row.get::<_, i64>(0)?),
                title: row.get(1)?,
                detail: if job.is_empty() { project } else { format!("{job} in {project}") },
                artifact_type: None,
            })
        })?;
        for hit in hits {
            if !self.hits.contains(&hit) {
                self.hits.push(hit);
            }
        }
        Ok(())
    }

    fn digests(&mut self, text: &str) -> Result<()> {
        let hex = text.to_ascii_lowercase();
        if !(MIN_DIGEST..=32).contains(&hex.len()) || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Ok(());
        }
        let sql = format!(
            "SELECT m.idx, {NAMED}, lower(hex(v.digest)) FROM version v INDEXED BY version_digest
             CROSS JOIN membership m ON m.version_id = v.id AND m.collection_id = v.collection_id
             CROSS JOIN collection c ON c.id = v.collection_id AND c.deleted_at IS NULL {NAMES}
             WHERE v.digest BETWEEN ?1 AND ?2 AND v.state IN (1, 2) LIMIT ?3"
        );
        let (low, high) = digest_bounds(&hex);
        let params = [Value::Blob(low), Value::Blob(high), Value::Integer(self.left().into())];
        let hits = self.read(&sql, &params, |row| {
            let hit = version_hit(row, HitKind::Digest, None)?;
            Ok(SearchHit { detail: row.get(4)?, ..hit })
        })?;
        self.hits.extend(hits);
        Ok(())
    }

    fn read<T>(
        &self,
        sql: &str,
        params: &[Value],
        row: impl FnMut(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_map(params_from_iter(params), row)?.collect::<Result<_, _>>()?)
    }
}

/// Version with an index of the collection of that name. Parameters: project, name, index.
const VERSION: &str = "FROM collection c INDEXED BY collection_name {NAMES}
     CROSS JOIN membership m ON m.collection_id = c.id AND m.idx = ?3 AND m.gone = 0
     WHERE c.project_id = ?1 AND c.name = ?2 AND c.deleted_at IS NULL";
/// Aliases of that collection by their beginning. Parameters: project, name, beginning, limit.
const ALIASES: &str = "FROM collection c INDEXED BY collection_name {NAMES}
     CROSS JOIN alias a ON a.collection_id = c.id AND a.name >= ?3 AND a.name < ?3 || char(1114111)
     CROSS JOIN membership m ON m.id = a.membership_id
     WHERE c.project_id = ?1 AND c.name = ?2 AND c.deleted_at IS NULL ORDER BY a.name LIMIT ?4";

/// Collections of a project in a range of names.
fn ranged(test: &str) -> String {
    format!(
        "SELECT c.id, {NAMED} FROM (SELECT id FROM collection INDEXED BY collection_name
           WHERE project_id = ?1 AND deleted_at IS NULL AND {test} ORDER BY name LIMIT ?3) f
         CROSS JOIN collection c ON c.id = f.id {NAMES}"
    )
}

/// Reads [`NAMED`] behind one other column.
fn collection_hit(row: &Row<'_>) -> rusqlite::Result<SearchHit> {
    let (name, project): (String, String) = (row.get(1)?, row.get(2)?);
    Ok(SearchHit {
        kind: HitKind::Collection,
        address: format!("{project}/{name}"),
        title: name,
        detail: project,
        artifact_type: row.get(3)?,
    })
}

/// Reads [`NAMED`] behind an index.
fn version_hit(row: &Row<'_>, kind: HitKind, alias: Option<String>) -> rusqlite::Result<SearchHit> {
    let index: i64 = row.get(0)?;
    let hit = collection_hit(row)?;
    let version = format!("v{index}");
    let (title, detail) = match alias {
        Some(alias) => (format!("{}:{alias}", hit.title), format!("{version} in {}", hit.detail)),
        None => (format!("{}:{version}", hit.title), hit.detail),
    };
    Ok(SearchHit { kind, address: format!("{}:{version}", hit.address), title, detail, ..hit })
}

#[cfg(test)]
mod tests;
