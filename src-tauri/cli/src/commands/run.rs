//! Runs: start, finish, list, show, use, reproduce.

use std::path::PathBuf;

use cairn_api::call::{
    run_delete, run_edge, run_finish_unless, run_list, run_reproduce, run_show, run_start,
};
use cairn_api::host::CancelToken;
use cairn_api::local::run_from_environment;
use cairn_api::types::{
    Reproduced, Rows, RunDetail, RunEdgeRequest, RunFinishRequest, RunListRequest, RunReproduceRequest,
    RunRequest, RunRow, RunStartRequest,
};
use clap::{Args, Subcommand, ValueEnum};

use super::catalog::PAGE;
use super::exec::{self, ExecArgs};
use super::log::or_file;
use crate::context::Context;
use crate::json;
use crate::signals;
use crate::stop::{Done, refuse};
use crate::table::List;
use crate::text::{count, local, plain, relative, size};

#[derive(Debug, Subcommand)]
pub(crate) enum RunAction {
    /// Start a run; its id is what `use`, `log` and `run finish` take
    Start(StartArgs),
    /// End a run, once its logs have ended
    Finish {
        /// Id of the run
        run: String,
        /// How it ended
        #[arg(long, value_enum, default_value_t = End::Finished)]
        state: End,
        /// A JSON object, or @FILE, merged into the summary
        #[arg(long, value_name = "JSON|@FILE")]
        summary: Option<String>,
    },
    /// List runs, newest first
    Ls {
        /// Only those whose name, id or job type holds this text
        text: Option<String>,
        /// Of every project
        #[arg(long)]
        all: bool,
        /// At most this many; 0 for all
        #[arg(long, default_value_t = 100, value_name = "N")]
        limit: u64,
    },
    /// Show a run with its inputs and outputs
    Show {
        /// Id of the run
        run: String,
    },
    /// Delete a run; the lineage keeps it as deleted
    Rm {
        /// Id of the run
        run: String,
    },
    /// Run a program as a run: its exit code decides the state, `cairnctl` inside joins it
    Exec(ExecArgs),
    /// Write the exact inputs of a run into a folder; print its config and command
    Reproduce {
        /// Id of the run
        run: String,
        /// Folder to write into, made when missing
        #[arg(long, value_name = "DIR")]
        root: PathBuf,
    },
}

impl RunAction {
    /// Whether it makes the store when there is none.
    pub(crate) fn writes(&self) -> bool {
        matches!(self, Self::Start(_) | Self::Exec(_))
    }
}

/// What a run is.
#[derive(Debug, Args)]
pub(crate) struct StartArgs {
    /// Name
    #[arg(long)]
    pub(crate) name: String,
    /// What kind of work, such as train or preprocess
    #[arg(long, value_name = "J")]
    pub(crate) job_type: String,
    /// Group of runs that belong together
    #[arg(long, value_name = "G")]
    pub(crate) group: Option<String>,
    /// A JSON object, or @FILE
    #[arg(long, value_name = "JSON|@FILE")]
    pub(crate) config: Option<String>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum End {
    Finished,
    Failed,
    Crashed,
    Killed,
}

impl End {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Finished => "finished",
            Self::Failed => "failed",
            Self::Crashed => "crashed",
            Self::Killed => "killed",
        }
    }
}

#[derive(Debug, Args)]
pub(crate) struct UseArgs {
    /// Addresses of the versions
    #[arg(required = true)]
    addresses: Vec<String>,
    /// Id of the run [default: `CAIRN_RUN_ID`]
    #[arg(long, value_name = "ID")]
    run: Option<String>,
    /// What they are to the run, such as train or validation
    #[arg(long = "as", value_name = "ROLE")]
    role: Option<String>,
    /// Take it back
    #[arg(long)]
    remove: bool,
}

/// Does what was asked of a run.
pub(crate) fn run(cx: &mut Context, action: RunAction) -> Done {
    match action {
        RunAction::Start(args) => start(cx, args),
        RunAction::Finish { run, state, summary } => finish(cx, run, state, summary),
        RunAction::Ls { text, all, limit } => list(cx, text.as_deref(), all, limit),
        RunAction::Show { run } => show(cx, run),
        RunAction::Rm { run } => {
            let outcome = run_delete(cx.host.as_ref(), RunRequest { run, project: cx.project.clone() })?;
            cx.out.outcome(None, outcome)
        }
        RunAction::Exec(args) => exec::run(cx, args),
        RunAction::Reproduce { run, root } => reproduce(cx, run, &root),
    }
}

/// The request that starts a run, with the command line that it is.
pub(crate) fn request(cx: &Context, args: StartArgs, command: Option<String>) -> Done<RunStartRequest> {
    Ok(RunStartRequest {
        project: cx.project.clone(),
        name: args.name,
        job_type: Some(args.job_type),
        group: args.group,
        config: args.config.map(|text| or_file(&text)).transpose()?,
        summary: None,
        state: None,
        command,
        started_at: None,
        inputs: Vec::new(),
        outputs: Vec::new(),
    })
}

fn start(cx: &mut Context, args: StartArgs) -> Done {
    let request = request(cx, args, None)?;
    let started = run_start(cx.host.as_ref(), request)?;
    if cx.out.json {
        return cx.out.document(&json::RunStarted::new(&started));
    }
    cx.out.line(&plain(&started.id))
}

fn finish(cx: &mut Context, run: String, state: End, summary: Option<String>) -> Done {
    let request = RunFinishRequest {
        run,
        project: cx.project.clone(),
        state: Some(state.as_str().to_owned()),
        summary: summary.map(|text| or_file(&text)).transpose()?,
    };
    let cancel = CancelToken::new();
    let _asked = signals::cancel_token(&cancel)?;
    let outcome = run_finish_unless(cx.host.as_ref(), request, &cancel)?;
    cx.out.outcome(None, outcome)
}

fn list(cx: &mut Context, text: Option<&str>, all: bool, limit: u64) -> Done {
    let (host, now) = (cx.host.clone(), cx.store()?.now());
    let project = if all { None } else { Some(cx.project_address()?) };
    let mut left = if limit == 0 { u64::MAX } else { limit };
    let mut list = List::new(&mut cx.out, &["RUN", "NAME", "JOB", "STATE", "STARTED", ">INPUTS", ">OUTPUTS"]);
    let mut start = 0;
    while left > 0 {
        let request = RunListRequest {
            project: project.clone(),
            used: None,
            logged: None,
            text: text.map(str::to_owned),
            state: None,
            rows: Rows { start, count: left.min(u64::from(PAGE)) as u32 },
        };
        let page = run_list(host.as_ref(), request)?;
        for row in &page.rows {
            list.row(&json::Run::new(row), || cells(row, now))?;
        }
        let count = page.rows.len() as u64;
        start += count;
        left -= count.min(left);
        if count == 0 || start >= page.total {
            break;
        }
    }
    list.end("There is no such run.")
}

fn cells(row: &RunRow, now: i64) -> Vec<String> {
    vec![
        row.id.clone(),
        row.name.clone(),
        row.job_type.clone(),
        row.state.clone(),
        relative(row.started_at, now),
        row.inputs.to_string(),
        row.outputs.to_string(),
    ]
}

fn show(cx: &mut Context, run: String) -> Done {
    let detail = run_show(cx.host.as_ref(), RunRequest { run, project: cx.project.clone() })?;
    if cx.out.json {
        return cx.out.document(&json::RunDetail::new(detail)?);
    }
    facts(cx, &detail)?;
    for (heading, edges) in [("inputs", &detail.inputs), ("outputs", &detail.outputs)] {
        for (number, edge) in edges.iter().enumerate() {
            let role = edge.role.as_ref().map(|role| format!("  as {role}")).unwrap_or_default();
            let state = if edge.state == "committed" { String::new() } else { format!("  [{}]", edge.state) };
            let name = if number == 0 { heading } else { "" };
            let text = format!("{}  {}  {}{role}{state}", edge.address, edge.artifact_type, size(edge.size));
            cx.out.fact(name, &text)?;
        }
    }
    Ok(())
}

fn facts(cx: &mut Context, detail: &RunDetail) -> Done {
    let run = &detail.run;
    cx.out.fact("run", &run.id)?;
    cx.out.fact("name", &run.name)?;
    cx.out.fact("project", &run.project)?;
    cx.out.fact("job type", &run.job_type)?;
    if !run.group.is_empty() {
        cx.out.fact("group", &run.group)?;
    }
    cx.out.fact("state", if run.deleted_at.is_some() { "deleted" } else { &run.state })?;
    cx.out.fact("started", &format!("{} by {}", local(run.started_at), run.created_by))?;
    if let Some(at) = run.finished_at {
        cx.out.fact("ended", &local(at))?;
    }
    for (name, value) in [("host", &detail.host), ("command", &detail.command)] {
        if !value.is_empty() {
            cx.out.fact(name, value)?;
        }
    }
    cx.out.fact("config", &detail.config)?;
    cx.out.fact("summary", &detail.summary)
}

/// Records that a run used versions.
pub(crate) fn use_versions(cx: &mut Context, args: UseArgs) -> Done {
    let run = args.run.or_else(run_from_environment).ok_or_else(|| {
        refuse("request-invalid", "No run was named", "Give --run ID, or work inside `cairnctl run exec`.")
    })?;
    let request = RunEdgeRequest {
        run,
        project: cx.project.clone(),
        versions: args.addresses.iter().map(|address| cx.address(address)).collect(),
        kind: "used".into(),
        role: args.role,
        remove: args.remove,
    };
    let outcome = run_edge(cx.host.as_ref(), request)?;
    cx.out.outcome(None, outcome)
}

fn reproduce(cx: &mut Context, run: String, root: &std::path::Path) -> Done {
    let root = std::path::absolute(root)?;
    let request = RunReproduceRequest { run, project: cx.project.clone(), root: root.display().to_string() };
    let host = cx.host.clone();
    let done: Reproduced = cx.job(|| run_reproduce(host.as_ref(), request))?;
    if cx.out.json {
        return cx.out.document(&json::Reproduced::new(done)?);
    }
    for input in &done.inputs {
        let role = input.role.as_ref().map(|role| format!(" as {role}")).unwrap_or_default();
        let files = count(input.files, "file", "files");
        cx.out.line(&plain(&format!("{}{role}: {files} in {}", input.address, input.path)))?;
    }
    for lost in &done.missing {
        cx.out.line(&plain(&format!("{}: missing, {}", lost.address, lost.why)))?;
    }
    cx.out.fact("config", &done.config)?;
    cx.out.fact("command", &done.command)
}
