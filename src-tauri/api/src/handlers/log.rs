//! Logging: plans and the log itself.

use std::path::PathBuf;

use cairn_engine::ingest::{LogOptions, LogSource, LogSpec};

use super::{Answer, answer};
use crate::convert::{log_options, log_result, log_sources};
use crate::host::Host;
use crate::jobs;
use crate::types::{Empty, JobStarted, LogPlan, LogPlanRequest, LogRequest, PlanRequest};

/// A path on disk and the name it shall have inside the version; by the rules when absent.
pub type NamedPath = (PathBuf, Option<String>);

fn all(paths: Vec<NamedPath>, sources: Vec<crate::types::LogSource>) -> Vec<LogSource> {
    let paths = paths.into_iter().map(|(path, name)| LogSource { path, name });
    paths.chain(log_sources(sources)).collect()
}

/// Starts to look at what would be logged.
pub fn log_plan(host: &dyn Host, request: LogPlanRequest) -> Answer<LogPlan> {
    log_plan_of(host, Vec::new(), request)
}

/// The same for paths that needn't be UTF-8, each with the name it shall have; they come before the request's.
pub fn log_plan_of(host: &dyn Host, paths: Vec<NamedPath>, request: LogPlanRequest) -> Answer<LogPlan> {
    answer(|| {
        let store = host.store()?;
        let (sources, options) = (all(paths, request.sources), log_options(request.options)?);
        let id = host.plans().start(store.clone(), sources, options, request.project, request.name)?;
        host.plans().get(&store, id, None)
    })
}

/// How far a plan is.
pub fn log_plan_get(host: &dyn Host, request: PlanRequest) -> Answer<LogPlan> {
    answer(|| host.plans().get(host.store()?.as_ref(), request.plan, request.name.as_deref()))
}

/// Ends a plan.
pub fn log_plan_drop(host: &dyn Host, request: PlanRequest) -> Answer<Empty> {
    host.plans().drop_plan(request.plan);
    Ok(Empty {})
}

/// Logs a version, as a job that answers a [`LogResult`](crate::types::LogResult).
pub fn log_start(host: &dyn Host, request: LogRequest) -> Answer<JobStarted> {
    log_start_of(host, Vec::new(), request)
}

/// The same for paths that needn't be UTF-8; they come before the request's.
pub fn log_start_of(host: &dyn Host, paths: Vec<NamedPath>, request: LogRequest) -> Answer<JobStarted> {
    answer(|| {
        let (store, actor) = (host.store()?, host.actor());
        let (sources, options): (Vec<LogSource>, LogOptions) = match request.plan {
            Some(plan) => host.plans().sources(plan)?,
            None => (all(paths, request.sources), log_options(request.options)?),
        };
        let spec = LogSpec {
            project: request.project,
            name: request.name,
            artifact_type: request.artifact_type,
            aliases: request.aliases,
            tags: request.tags,
            description: request.description,
            metadata: request.metadata,
            ttl: request.ttl,
            run: request.run,
        };
        let title = format!("Logging {}", spec.name);
        let job = host.jobs().start("log", title, move |monitor| {
            let report = store.log(&actor, &sources, &options, &spec, monitor)?;
            let address = report.address.clone();
            jobs::Answer::of(&log_result(report), Some(address))
        })?;
        Ok(JobStarted { job })
    })
}
