//! Runs: start, finish, change, delete, list.

use std::time::Duration;

use rusqlite::Connection;

use super::edge::{RunEdges, tie};
use super::project;
use super::resolve::find_project;
use crate::clock::Millis;
use crate::db::edge::{self, EdgeKind};
use crate::db::lease;
use crate::db::run::{self, NewRun, RunQuery, RunRow};
use crate::fs::{CancelToken, host_name, process_lives};
use crate::history::{Actor, Cell, CellKind, Edit, Outcome, Role};
use crate::model::{Json, RunId};
use crate::store::Store;
use crate::{Code, Error, Result};

/// Largest configuration or summary, in bytes.
const MAX_OBJECT: usize = 16 << 20;
/// Deepest configuration or summary.
const MAX_DEPTH: usize = 64;
/// Longest name, job type or group, in characters.
const MAX_NAME: usize = 512;
/// Most edges of a kind that are answered with a run.
const EDGES: u32 = 1000;
/// How often a run that is to end asks whether its logs have.
const ASK: Duration = Duration::from_millis(25);

/// The states of a run that is over.
pub const RUN_ENDS: [&str; 4] = ["finished", "failed", "crashed", "killed"];

/// A run to be made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunSpec {
    /// `project` or `entity/project`, made when missing; the default one when absent.
    pub project: Option<String>,
    /// What people call it.
    pub name: String,
    /// What kind of work; `manual` when absent.
    pub job_type: Option<String>,
    /// Group of runs that belong together.
    pub group: Option<String>,
    /// A JSON object.
    pub config: Option<String>,
    /// A JSON object.
    pub summary: Option<String>,
    /// `running` when absent, or one of [`RUN_ENDS`] for work that is over.
    pub state: Option<String>,
    /// The command line.
    pub command: String,
    /// When it started; now when absent.
    pub started_at: Option<Millis>,
    /// Versions it used.
    pub inputs: Vec<String>,
    /// What each of them was to the run, in the same order; those without one have none.
    pub roles: Vec<String>,
    /// Versions it logged.
    pub outputs: Vec<String>,
}

/// What changes on a run; absent leaves it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunChange {
    /// What people call it.
    pub name: Option<String>,
    /// What kind of work.
    pub job_type: Option<String>,
    /// Group.
    pub group: Option<String>,
    /// A JSON object.
    pub config: Option<String>,
    /// A JSON object.
    pub summary: Option<String>,
}

/// A run with all that is around it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RunFacts {
    /// The run.
    pub row: RunRow,
    /// A JSON object.
    pub config: String,
    /// A JSON object.
    pub summary: String,
    /// What it used, in order, at most 1,000.
    pub inputs: Vec<edge::RunEdge>,
    /// What it logged, in order, at most 1,000.
    pub outputs: Vec<edge::RunEdge>,
}

impl Store {
    /// Makes a run, with the versions it used and logged when they are known already; one operation.
    ///
    /// Errors: `request-invalid` (name, state, JSON), `name-invalid` (project), `not-found` (a version).
    pub fn start_run(&self, actor: &Actor, spec: &RunSpec) -> Result<(RunRow, Outcome)> {
        let checked = Checked::new(spec)?;
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let project = project::ensure(&mut edit, spec.project.as_deref())?;
            let new = NewRun {
                project,
                name: None,
                display_name: &checked.name,
                job_type: checked.job_type,
                group: spec.group.as_deref().unwrap_or_default(),
                state: checked.state,
                config: &checked.config,
                summary: &checked.summary,
                host: &host_name(),
                command: &spec.command,
                actor: &actor.name,
                started_at: spec.started_at.unwrap_or(edit.now).min(edit.now),
                finished_at: (checked.state != "running").then_some(edit.now),
            };
            let id = make(&mut edit, &new)?;
            for (number, input) in spec.inputs.iter().enumerate() {
                let role = spec.roles.get(number).map(String::as_str).filter(|role| !role.is_empty());
                let edges = RunEdges { run: id, role, remove: false };
                tie(&mut edit, &edges, EdgeKind::Used, std::slice::from_ref(input))?;
            }
            let edges = RunEdges { run: id, role: None, remove: false };
            tie(&mut edit, &edges, EdgeKind::Logged, &spec.outputs)?;
            let row = require(tx, id)?;
            let verb = if checked.state == "running" { "Started" } else { "Recorded" };
            let summary = format!("{verb} run {}", row.display_name);
            let outcome = edit.finish("run", &summary, Some(&row.project_address))?;
            Ok((row, outcome))
        })
    }

    /// Ends a run, once its logs in progress have ended. The summary given is merged into the run's.
    ///
    /// Errors: `not-found`, `request-invalid`, `cancelled`.
    pub fn finish_run(
        &self,
        actor: &Actor,
        run: &RunName<'_>,
        state: &str,
        summary: Option<&str>,
        cancel: &CancelToken,
    ) -> Result<Outcome> {
        if !RUN_ENDS.contains(&state) {
            return Err(unknown_state(state));
        }
        let summary = summary.map(|text| object("summary", text)).transpose()?;
        let id = self.database().read(|connection| find(connection, run))?;
        self.wait_for_logs(id, cancel)?;
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let row = require(tx, id)?;
            edit.set(Cell::new(CellKind::RunState, id.get()), Some(state.to_owned()))?;
            if let Some(summary) = &summary {
                let merged = merge(&run::text(tx, id)?.1, summary)?;
                edit.set(Cell::new(CellKind::RunSummary, id.get()), Some(merged))?;
            }
            let words = format!("Run {} {}", row.display_name, ended(state));
            edit.finish("run", &words, Some(&row.project_address))
        })
    }

    /// Waits until no living process logs for the run.
    fn wait_for_logs(&self, run: RunId, cancel: &CancelToken) -> Result<()> {
        loop {
            let owners = self.database().read(|connection| lease::owners_of_run(connection, run))?;
            if !owners.iter().any(|owner| lease::process(owner).is_none_or(process_lives)) {
                return Ok(());
            }
            cancel.check()?;
            std::thread::sleep(ASK);
        }
    }

    /// Changes what a run is called and what it says of itself.
    pub fn edit_run(&self, actor: &Actor, run: &RunName<'_>, change: &RunChange) -> Result<Outcome> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let row = require(tx, find(tx, run)?)?;
            let name = change.name.as_deref().map(|name| label("name", name, false)).transpose()?;
            let job_type =
                change.job_type.as_deref().map(|text| label("job type", text, true)).transpose()?;
            let group = change.group.as_deref().map(|text| label("group", text, true)).transpose()?;
            let config = change.config.as_deref().map(|text| object("config", text)).transpose()?;
            let summary = change.summary.as_deref().map(|text| object("summary", text)).transpose()?;
            for (kind, value) in [
                (CellKind::RunName, name),
                (CellKind::RunJobType, job_type),
                (CellKind::RunGroup, group),
                (CellKind::RunConfig, config),
                (CellKind::RunSummary, summary),
            ] {
                if value.is_some() {
                    edit.set(Cell::new(kind, row.id.get()), value)?;
                }
            }
            let words = format!("Changed run {}", row.display_name);
            edit.finish("run", &words, Some(&row.project_address))
        })
    }

    /// Deletes a run. Its edges stay in the lineage, which shows it as deleted.
    pub fn delete_run(&self, actor: &Actor, run: &RunName<'_>) -> Result<Outcome> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let row = require(tx, find(tx, run)?)?;
            edit.set(Cell::new(CellKind::RunLife, row.id.get()), Some("deleted".into()))?;
            let words = format!("Deleted run {}", row.display_name);
            edit.finish("run", &words, Some(&row.project_address))
        })
    }

    /// A page of runs, newest first, and how many match.
    pub fn run_page(&self, query: &RunQuery, start: u64, count: u32) -> Result<(u64, Vec<RunRow>)> {
        let count = count.min(crate::db::query::MAX_ROWS);
        self.database().snapshot(|connection| run::page(connection, query, start, count))
    }

    /// The run that a name means.
    pub fn resolve_run(&self, run: &RunName<'_>) -> Result<RunRow> {
        self.database().read(|connection| require(connection, find(connection, run)?))
    }

    /// A run with all that is around it.
    pub fn run_facts(&self, run: &RunName<'_>) -> Result<RunFacts> {
        self.database().snapshot(|connection| {
            let row = require(connection, find(connection, run)?)?;
            let (config, summary) = run::text(connection, row.id)?;
            Ok(RunFacts {
                config,
                summary,
                inputs: edge::of_run(connection, row.id, EdgeKind::Used, EDGES)?,
                outputs: edge::of_run(connection, row.id, EdgeKind::Logged, EDGES)?,
                row,
            })
        })
    }
}

/// How people and programs name a run: its id, `run:ID`, or `#KEY` with the number inside the store.
#[derive(Debug, Clone, Copy)]
pub struct RunName<'n> {
    /// The text.
    pub text: &'n str,
    /// The project in which an id is looked for first; the default one when absent.
    pub project: Option<&'n str>,
}

/// The run that a name means, deleted or not. An id that stands in one project alone is found from any.
pub(crate) fn find(connection: &Connection, name: &RunName<'_>) -> Result<RunId> {
    let text = name.text.strip_prefix("run:").unwrap_or(name.text);
    if let Some(number) = text.strip_prefix('#').and_then(|digits| digits.parse().ok()) {
        return match run::get(connection, RunId::new(number))? {
            Some(row) => Ok(row.id),
            None => Err(missing(text)),
        };
    }
    if let Ok(project) = find_project(connection, name.project)
        && let Some(id) = run::find(connection, project.id, text)?
    {
        return Ok(id);
    }
    match run::find_anywhere(connection, text)?[..] {
        [id] => Ok(id),
        [] => Err(missing(text)),
        _ => Err(Error::new(Code::NotFound, format!("Several projects have a run {text}"))
            .hint("Name the project, too.")),
    }
}

/// A run that must be there.
pub(crate) fn require(connection: &Connection, id: RunId) -> Result<RunRow> {
    run::get(connection, id)?.ok_or_else(|| missing(&format!("#{id}")))
}

fn missing(text: &str) -> Error {
    Error::new(Code::NotFound, format!("There is no run {text}")).hint("`cairnctl run ls` lists them.")
}

/// Inserts a run; that it lives is a change of the operation, so that undo deletes it.
pub(crate) fn make(edit: &mut Edit<'_>, new: &NewRun<'_>) -> Result<RunId> {
    let (id, _) = run::insert(edit.tx, new)?;
    edit.created(CellKind::RunLife, id.get(), "live");
    Ok(id)
}

/// A specification whose every word was found legal.
struct Checked<'s> {
    name: String,
    job_type: &'s str,
    state: &'s str,
    config: String,
    summary: String,
}

impl<'s> Checked<'s> {
    fn new(spec: &'s RunSpec) -> Result<Self> {
        let state = spec.state.as_deref().unwrap_or("running");
        if state != "running" && !RUN_ENDS.contains(&state) {
            return Err(unknown_state(state));
        }
        let job_type = spec.job_type.as_deref().unwrap_or("manual");
        label("job type", job_type, true)?;
        label("group", spec.group.as_deref().unwrap_or_default(), true)?;
        Ok(Self {
            name: label("name", &spec.name, false)?,
            job_type,
            state,
            config: object("config", spec.config.as_deref().unwrap_or("{}"))?,
            summary: object("summary", spec.summary.as_deref().unwrap_or("{}"))?,
        })
    }
}

/// One line of text that people give.
fn label(what: &str, text: &str, may_be_empty: bool) -> Result<String> {
    let trimmed = text.trim();
    let why = if trimmed.is_empty() && !may_be_empty {
        "is empty"
    } else if trimmed.chars().count() > MAX_NAME {
        "is longer than 512 characters"
    } else if trimmed.chars().any(char::is_control) {
        "has a line break or another control character"
    } else {
        return Ok(trimmed.to_owned());
    };
    Err(Error::new(Code::RequestInvalid, format!("The {what} of a run {why}"))
        .hint("Use one line of at most 512 characters."))
}

/// A JSON object of at most 16 MiB, as compact text.
fn object(what: &str, text: &str) -> Result<String> {
    if text.len() > MAX_OBJECT {
        return Err(invalid_object(what, "is larger than 16 MiB"));
    }
    match Json::parse(text, MAX_DEPTH) {
        Ok(json @ Json::Object(_)) => Ok(json.to_string()),
        Ok(_) => Err(invalid_object(what, "is not a JSON object")),
        Err(why) => Err(invalid_object(what, &format!("is not legal JSON: {why}"))),
    }
}

fn invalid_object(what: &str, why: &str) -> Error {
    Error::new(Code::RequestInvalid, format!("The {what} of a run {why}"))
        .hint("Give a JSON object, such as {\"lr\": 0.1}.")
}

/// The keys of `news` over those of `before`.
fn merge(before: &str, news: &str) -> Result<String> {
    let read = |text: &str| Json::parse(text, MAX_DEPTH).map_err(|why| invalid_object("summary", &why));
    let (Json::Object(mut members), Json::Object(news)) = (read(before)?, read(news)?) else {
        return Err(invalid_object("summary", "is not a JSON object"));
    };
    for (key, value) in news {
        match members.iter_mut().find(|(name, _)| *name == key) {
            Some((_, old)) => *old = value,
            None => members.push((key, value)),
        }
    }
    object("summary", &Json::Object(members).to_string())
}

fn ended(state: &str) -> &str {
    match state {
        "crashed" => "crashed",
        "failed" => "failed",
        "killed" => "was killed",
        _ => "finished",
    }
}

fn unknown_state(state: &str) -> Error {
    Error::new(Code::RequestInvalid, format!("A run can't end as {state:?}"))
        .hint("Use finished, failed, crashed or killed.")
}
