//! Runs and their edges.

use std::path::{Path, PathBuf};

use cairn_engine::catalog::{EdgeKind, RunChange, RunEdge, RunFacts, RunName, RunQuery, RunRow, RunSpec};
use cairn_engine::export::{Existing, ExportRequest};
use cairn_engine::fs::CancelToken;
use cairn_engine::progress::Monitor;
use cairn_engine::store::Store;

use super::{Answer, answer};
use crate::convert::{outcome, unknown_word};
use crate::host::{Host, Result};
use crate::jobs;
use crate::types::{
    JobStarted, MissingInput, Outcome, Reproduced, ReproducedInput, RunDetail, RunEdgeRequest,
    RunEditRequest, RunFinishRequest, RunListRequest, RunPage, RunReproduceRequest, RunRequest,
    RunStartRequest, RunStarted,
};
use crate::types::{RunEdge as WireEdge, RunRow as WireRow};

/// Runs, newest first.
pub fn run_list(host: &dyn Host, request: RunListRequest) -> Answer<RunPage> {
    answer(|| {
        let store = host.store()?;
        let version = |text: &Option<String>| {
            text.as_deref()
                .map(|text| Ok::<_, crate::host::Error>(store.resolve_version(text)?.1.id))
                .transpose()
        };
        let project = request.project.as_deref().map(|text| store.resolve_project(Some(text))).transpose()?;
        let query = RunQuery {
            project: project.map(|project| project.id),
            used: version(&request.used)?,
            logged: version(&request.logged)?,
            text: request.text,
            state: request.state,
        };
        let (total, rows) = store.run_page(&query, request.rows.start, request.rows.count)?;
        Ok(RunPage { total, start: request.rows.start, rows: rows.into_iter().map(row).collect() })
    })
}

fn row(row: RunRow) -> WireRow {
    WireRow {
        key: row.id.get(),
        id: row.name,
        project: row.project_address,
        name: row.display_name,
        job_type: row.job_type,
        group: row.group,
        state: row.state,
        created_by: row.created_by,
        started_at: row.started_at,
        finished_at: row.finished_at,
        deleted_at: row.deleted_at,
        inputs: row.inputs,
        outputs: row.outputs,
    }
}

fn edge(edge: RunEdge, store: &Store) -> Result<WireEdge> {
    Ok(WireEdge {
        aliases: store.aliases_of(edge.membership)?,
        version: edge.version.get(),
        address: edge.address,
        artifact_type: edge.artifact_type,
        state: edge.state.to_owned(),
        size: edge.size,
        role: edge.role,
        actor: edge.actor,
        at: edge.at,
    })
}

fn name<'n>(run: &'n str, project: Option<&'n str>) -> RunName<'n> {
    RunName { text: run, project }
}

/// A run by itself.
pub fn run_show(host: &dyn Host, request: RunRequest) -> Answer<RunDetail> {
    answer(|| {
        let store = host.store()?;
        let RunFacts { row: found, config, summary, inputs, outputs } =
            store.run_facts(&name(&request.run, request.project.as_deref()))?;
        let edges = |list: Vec<RunEdge>| list.into_iter().map(|one| edge(one, &store)).collect::<Result<_>>();
        Ok(RunDetail {
            config,
            summary,
            host: found.host.clone(),
            command: found.command.clone(),
            inputs: edges(inputs)?,
            outputs: edges(outputs)?,
            run: row(found),
        })
    })
}

/// Starts a run, or records one that is over.
pub fn run_start(host: &dyn Host, request: RunStartRequest) -> Answer<RunStarted> {
    answer(|| {
        let spec = RunSpec {
            project: request.project,
            name: request.name,
            job_type: request.job_type,
            group: request.group,
            config: request.config,
            summary: request.summary,
            state: request.state,
            command: request.command.unwrap_or_default(),
            started_at: request.started_at,
            roles: Vec::new(),
            inputs: request.inputs,
            outputs: request.outputs,
        };
        let (row, done) = host.store()?.start_run(&host.actor(), &spec)?;
        Ok(RunStarted {
            key: row.id.get(),
            id: row.name,
            project: row.project_address,
            name: row.display_name,
            outcome: outcome(done),
        })
    })
}

/// Ends a run, once its logs have ended.
pub fn run_finish(host: &dyn Host, request: RunFinishRequest) -> Answer<Outcome> {
    run_finish_unless(host, request, &CancelToken::new())
}

/// The same; waiting for logs ends when `cancel` says so.
pub fn run_finish_unless(
    host: &dyn Host,
    request: RunFinishRequest,
    cancel: &CancelToken,
) -> Answer<Outcome> {
    answer(|| {
        let state = request.state.as_deref().unwrap_or("finished");
        let run = name(&request.run, request.project.as_deref());
        let done = host.store()?.finish_run(&host.actor(), &run, state, request.summary.as_deref(), cancel);
        done.map(outcome)
    })
}

/// Changes what a run is called.
pub fn run_edit(host: &dyn Host, request: RunEditRequest) -> Answer<Outcome> {
    answer(|| {
        let run = name(&request.run, request.project.as_deref());
        let change = RunChange {
            name: request.name,
            job_type: request.job_type,
            group: request.group,
            config: request.config,
            summary: request.summary,
        };
        host.store()?.edit_run(&host.actor(), &run, &change).map(outcome)
    })
}

/// Deletes a run; its edges stay in the lineage.
pub fn run_delete(host: &dyn Host, request: RunRequest) -> Answer<Outcome> {
    answer(|| {
        host.store()?.delete_run(&host.actor(), &name(&request.run, request.project.as_deref())).map(outcome)
    })
}

/// Adds or removes edges between a run and versions.
pub fn run_edge(host: &dyn Host, request: RunEdgeRequest) -> Answer<Outcome> {
    answer(|| {
        let kind = match request.kind.as_str() {
            "used" => EdgeKind::Used,
            "logged" => EdgeKind::Logged,
            other => return Err(unknown_word("kind", other, "used or logged")),
        };
        let (run, role) = (name(&request.run, request.project.as_deref()), request.role.as_deref());
        let done =
            host.store()?.set_edges(&host.actor(), &run, kind, &request.versions, role, request.remove);
        done.map(outcome)
    })
}

/// Writes the exact inputs of a run into a folder, as a job that answers a [`Reproduced`].
pub fn run_reproduce(host: &dyn Host, request: RunReproduceRequest) -> Answer<JobStarted> {
    answer(|| {
        let store = host.store()?;
        let facts = store.run_facts(&name(&request.run, request.project.as_deref()))?;
        let root = PathBuf::from(request.root);
        let title = format!("Fetching the inputs of {}", facts.row.display_name);
        let job = host.jobs().start("reproduce", title, move |monitor| {
            jobs::Answer::of(&reproduce(&store, &facts, &root, monitor)?, None)
        })?;
        Ok(JobStarted { job })
    })
}

fn reproduce(store: &Store, facts: &RunFacts, root: &Path, monitor: &Monitor<'_>) -> Result<Reproduced> {
    let (mut inputs, mut missing) = (Vec::new(), Vec::new());
    for input in &facts.inputs {
        if input.state == "purged" {
            missing.push(MissingInput {
                address: input.address.clone(),
                why: "its bytes were removed for good".into(),
            });
            continue;
        }
        let request = ExportRequest {
            root: Some(root.join(folder(&input.address))),
            exact: true,
            existing: Existing::Ask,
            ..ExportRequest::default()
        };
        let report = store.export(&format!("#{}", input.version), &request, monitor)?;
        inputs.push(ReproducedInput {
            address: input.address.clone(),
            role: input.role.clone(),
            path: report.root.display().to_string(),
            files: report.files + report.kept,
            bytes: report.bytes,
        });
    }
    Ok(Reproduced {
        id: facts.row.name.clone(),
        inputs,
        missing,
        config: facts.config.clone(),
        command: facts.row.command.clone(),
    })
}

/// `entity/project/mnist:v3` → `mnist-v3`.
fn folder(address: &str) -> String {
    address.rsplit('/').next().unwrap_or(address).replace(':', "-")
}
