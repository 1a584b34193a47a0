//! Logging a version.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::Duration;

use cairn_api::call::{NamedPath, log_plan_get, log_plan_of, log_start_of};
use cairn_api::host::Host as _;
use cairn_api::local::run_from_environment;
use cairn_api::types::{LogOptions, LogPlan, LogPlanRequest, LogRequest, LogResult, PlanRequest, Skipped};
use clap::{Args, ValueEnum};

use crate::context::Context;
use crate::json;
use crate::progress::Bar;
use crate::stop::{Done, Stop, refuse};
use crate::text::{count, plain, size};

/// How often a plan is asked how far it is.
const ASK: Duration = Duration::from_millis(20);
/// Things left out that are named to people.
const NAMED: usize = 20;

#[derive(Debug, Args)]
pub(crate) struct LogArgs {
    /// Files and folders; PATH=NAME gives the name inside the version
    #[arg(required = true, value_name = "PATH[=NAME]")]
    paths: Vec<OsString>,
    /// Name of the collection, or its address
    #[arg(long)]
    name: String,
    /// Type of the collection, such as dataset or model
    #[arg(long = "type", value_name = "TYPE")]
    artifact_type: String,
    /// An alias besides latest
    #[arg(long = "alias", value_name = "ALIAS")]
    aliases: Vec<String>,
    /// A tag
    #[arg(long = "tag", value_name = "TAG")]
    tags: Vec<String>,
    /// Description, Markdown
    #[arg(long, allow_hyphen_values = true)]
    description: Option<String>,
    /// A JSON object, or @FILE
    #[arg(long, value_name = "JSON|@FILE")]
    metadata: Option<String>,
    /// How long it is kept: 30d, 12h, 2w, 2026-12-31, none or inherit
    #[arg(long)]
    ttl: Option<String>,
    /// Id of the run that logs it [default: `CAIRN_RUN_ID`]
    #[arg(long, value_name = "ID")]
    run: Option<String>,
    /// Leave out what matches, with the rules of .gitignore
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// What happens at symbolic links
    #[arg(long, value_enum, default_value_t = Links::Follow)]
    links: Links,
    /// What happens at files that can't be read
    #[arg(long, value_enum, default_value_t = Unreadable::Fail)]
    unreadable: Unreadable,
    /// Read every file, also those that look unchanged
    #[arg(long)]
    rehash: bool,
    /// Say what would be logged, and change nothing
    #[arg(long)]
    pub(crate) dry_run: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Links {
    Follow,
    Skip,
    Fail,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Unreadable {
    Fail,
    Skip,
}

impl LogArgs {
    fn options(&self) -> LogOptions {
        let links = match self.links {
            Links::Follow => "follow",
            Links::Skip => "skip",
            Links::Fail => "fail",
        };
        let unreadable = match self.unreadable {
            Unreadable::Fail => "fail",
            Unreadable::Skip => "skip",
        };
        LogOptions {
            exclude: self.exclude.clone(),
            links: Some(links.into()),
            unreadable: Some(unreadable.into()),
            rehash: self.rehash,
        }
    }
}

/// Logs, or says what would be logged.
pub(crate) fn run(cx: &mut Context, args: LogArgs) -> Done {
    let options = args.options();
    let paths: Vec<NamedPath> = args.paths.into_iter().map(named).collect();
    let (project, name) = target(cx, &args.name);
    if args.dry_run {
        return plan(cx, paths, LogPlanRequest { sources: Vec::new(), options, project, name: Some(name) });
    }
    let metadata = args.metadata.map(|text| or_file(&text)).transpose()?;
    let request = LogRequest {
        sources: Vec::new(),
        options,
        plan: None,
        project,
        name,
        artifact_type: args.artifact_type,
        aliases: args.aliases,
        tags: args.tags,
        description: args.description,
        metadata,
        ttl: args.ttl,
        run: args.run.or_else(run_from_environment),
    };
    let host = cx.host.clone();
    let result: LogResult = cx.job(|| log_start_of(host.as_ref(), paths, request))?;
    report(cx, &result)
}

/// The project and the name that `--name` and `--project` mean. A name with a `/` is an address.
fn target(cx: &Context, name: &str) -> (Option<String>, String) {
    match name.rsplit_once('/') {
        Some((project, name)) if !project.is_empty() && project.matches('/').count() <= 1 => {
            (Some(project.to_owned()), name.to_owned())
        }
        _ => (cx.project.clone(), name.to_owned()),
    }
}

/// Splits `PATH=NAME` at the last `=`; a path that exists as written is taken whole, and so is one that isn't UTF-8.
fn named(word: OsString) -> NamedPath {
    if Path::new(&word).symlink_metadata().is_ok() {
        return (word.into(), None);
    }
    match word.to_str().and_then(|text| text.rsplit_once('=')) {
        Some((path, name)) if !path.is_empty() => (PathBuf::from(path), Some(name.to_owned())),
        _ => (word.into(), None),
    }
}

/// The text, or with `@FILE` what that file holds.
pub(crate) fn or_file(text: &str) -> Done<String> {
    let Some(path) = text.strip_prefix('@') else { return Ok(text.to_owned()) };
    std::fs::read_to_string(path).map_err(|error| {
        let code =
            if error.kind() == std::io::ErrorKind::NotFound { "source-missing" } else { "source-unreadable" };
        refuse(
            code,
            format!("The file {path} can't be read: {error}"),
            "@ is followed by the path of a file with JSON.",
        )
    })
}

fn report(cx: &mut Context, result: &LogResult) -> Done {
    if cx.out.json {
        return cx.out.document(&json::Logged {
            address: &result.address,
            index: result.index,
            new: result.new,
            digest: Some(&result.digest),
            files: result.files,
            bytes: result.bytes,
            bytes_added: result.bytes_added,
            skipped: &result.skipped,
            dry_run: false,
        });
    }
    let what = if result.new { "new version" } else { "identical, no new version" };
    facts(cx, &result.address, what, (result.files, result.bytes, result.bytes_added))?;
    left_out(cx, &result.skipped, result.skipped.len() as u64)
}

fn facts(cx: &mut Context, address: &str, what: &str, (files, bytes, added): (u64, u64, u64)) -> Done {
    let files = count(files, "file", "files");
    cx.out.line(&format!(
        "{}  {what}: {files}, {}, {} added to the store",
        plain(address),
        size(bytes),
        size(added)
    ))
}

fn left_out(cx: &mut Context, skipped: &[Skipped], number: u64) -> Done {
    if number == 0 {
        return Ok(());
    }
    cx.out.line(&format!("Left out: {}", count(number, "thing", "things")))?;
    for one in skipped.iter().take(NAMED) {
        cx.out.line(&format!("  {} ({})", plain(&one.path), plain(&one.reason)))?;
    }
    if number > NAMED as u64 { cx.out.line("  …") } else { Ok(()) }
}

fn plan(cx: &mut Context, paths: Vec<NamedPath>, request: LogPlanRequest) -> Done {
    let (project, name) = (request.project.clone(), request.name.clone().unwrap_or_default());
    let started = log_plan_of(cx.host.as_ref(), paths, request)?;
    let plan = finished(cx, started, &name)?;
    cx.host.plans().drop_plan(plan.plan);
    let index = plan.identical.unwrap_or(plan.next_index);
    let address = format!("{}/{name}:v{index}", would_be_project(cx, project)?);
    if cx.out.json {
        return cx.out.document(&json::Logged {
            address: &address,
            index,
            new: plan.identical.is_none(),
            digest: None,
            files: plan.files,
            bytes: plan.bytes,
            bytes_added: plan.new_bytes,
            skipped: &plan.skipped,
            dry_run: true,
        });
    }
    let what = if plan.identical.is_some() { "would be identical" } else { "would be a new version" };
    facts(cx, &address, what, (plan.files, plan.bytes, plan.new_bytes))?;
    left_out(cx, &plan.skipped, plan.skipped_count)?;
    plan.notices.iter().try_for_each(|notice| cx.out.line(&plain(notice)))
}

fn finished(cx: &Context, mut plan: LogPlan, name: &str) -> Done<LogPlan> {
    let bar = Bar::new();
    while !plan.done {
        std::thread::sleep(ASK);
        let request = PlanRequest { plan: plan.plan, name: Some(name.to_owned()) };
        plan = log_plan_get(cx.host.as_ref(), request)?;
    }
    bar.end();
    match plan.error.take() {
        Some(error) => Err(Stop::Failed(error)),
        None => Ok(plan),
    }
}

/// Address of the project, which needn't exist yet.
fn would_be_project(cx: &Context, project: Option<String>) -> Done<String> {
    let (entity, default) = cx.store()?.defaults()?;
    Ok(match project {
        None => format!("{entity}/{default}"),
        Some(project) if project.contains('/') => project,
        Some(project) => format!("{entity}/{project}"),
    })
}
