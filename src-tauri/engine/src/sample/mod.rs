//! A project that looks like real work, made in code: the same bytes and numbers every time.

mod data;
mod lines;
mod picture;
mod random;
mod tensors;
mod training;

#[cfg(test)]
mod tests;

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::catalog::{RunSpec, Selection, find_project};
use crate::clock::{FixedClock, Millis};
use crate::fs;
use crate::history::{Actor, Outcome};
use crate::ingest::{LogOptions, LogSource, LogSpec};
use crate::progress::{Monitor, Progress, Step};
use crate::store::Store;
use crate::{Code, Error, Result};
use lines::{DAY, LINES, Line, Moment, moments};

/// The project that is made.
const PROJECT: &str = "plankton";
/// The version that lies in the trash.
const TRASHED: &str = "resnet-plankton:v3";

/// What a version gets besides its files.
struct Notes {
    metadata: String,
    description: Option<String>,
    tag: Option<&'static str>,
    alias: Option<&'static str>,
}

impl Notes {
    fn new(metadata: String) -> Self {
        Self { metadata, description: None, tag: None, alias: None }
    }

    fn described(self, text: &str) -> Self {
        Self { description: (!text.is_empty()).then(|| text.to_owned()), ..self }
    }

    fn tagged(self, tag: &'static str) -> Self {
        Self { tag: Some(tag), ..self }
    }

    fn aliased(self, alias: &'static str) -> Self {
        Self { alias: Some(alias), ..self }
    }
}

/// The folder in which a collection's next version is laid out.
struct Scratch {
    folder: PathBuf,
}

impl Scratch {
    fn write(&mut self, path: &str, bytes: &[u8]) -> Result<()> {
        fs::write_scratch(&self.folder.join(path), bytes)
    }
}

impl Store {
    /// Makes the sample: the project `plankton` with data sets, models and evaluations, logged from files in a new
    /// folder below `scratch` that is removed afterwards, as if over the last 90 days.
    ///
    /// Errors: `exists` when the project has collections, `forbidden`, `cancelled`, those of a log.
    pub fn make_sample(&self, actor: &Actor, scratch: &Path, monitor: &Monitor<'_>) -> Result<Outcome> {
        self.check_writable()?;
        self.refuse_second_sample()?;
        let folder = scratch.join(format!("cairn-sample-{}", std::process::id()));
        fs::remove_folder(&folder)?;
        let made = self.make_versions(actor, &folder, monitor);
        fs::remove_folder(&folder)?;
        let versions = made?;
        let summary = format!("Made the sample project {PROJECT} with {versions} versions");
        Ok(Outcome { operation: None, summary, changed: versions })
    }

    fn refuse_second_sample(&self) -> Result<()> {
        let found = self.database().read(|connection| match find_project(connection, Some(PROJECT)) {
            Ok(project) => Ok(project.collections > 0),
            Err(error) if error.code() == Code::NotFound => Ok(false),
            Err(error) => Err(error),
        })?;
        if !found {
            return Ok(());
        }
        Err(Error::new(Code::Exists, format!("The project {PROJECT} has collections already"))
            .hint("Delete that project first, or make the sample in another store."))
    }

    fn make_versions(&self, actor: &Actor, folder: &Path, monitor: &Monitor<'_>) -> Result<u64> {
        let now = self.now();
        let moments = moments(now);
        let total_items = moments.len() as u64;
        let mut trashed = false;
        for (done, moment) in moments.iter().enumerate() {
            let line = &LINES[moment.line];
            let current = Some(format!("{}:v{}", line.name, moment.step));
            monitor.step(Progress {
                step: Step::Copying,
                items: done as u64,
                total_items,
                current,
                ..Progress::default()
            })?;
            if !trashed && moment.at > now - 3 * DAY {
                self.at(now - 3 * DAY).trash_one(actor)?;
                trashed = true;
            }
            self.at(moment.at).make_version(actor, line, moment, folder, monitor)?;
        }
        Ok(total_items)
    }

    fn make_version(
        &self,
        actor: &Actor,
        line: &Line,
        moment: &Moment,
        folder: &Path,
        monitor: &Monitor<'_>,
    ) -> Result<()> {
        let mut scratch = Scratch { folder: folder.join(line.name) };
        let notes = (line.make)(&mut scratch, moment.step)?;
        let nightly = (line.kind == "model" && moment.step.is_multiple_of(3)).then_some("nightly");
        let tags: HashSet<&str> = notes.tag.into_iter().chain(nightly).collect();
        let run = self.make_run(actor, line, moment, &notes.metadata)?;
        let spec = LogSpec {
            project: Some(PROJECT.into()),
            name: line.name.into(),
            artifact_type: line.kind.into(),
            aliases: notes.alias.into_iter().map(str::to_owned).collect(),
            tags: tags.into_iter().map(str::to_owned).collect(),
            description: notes.description,
            metadata: Some(notes.metadata),
            ttl: moment.ttl.map(str::to_owned),
            run: Some(run),
        };
        let source = LogSource { path: scratch.folder, name: None };
        let quiet = Monitor { cancel: monitor.cancel.clone(), report: &|_| () };
        self.log(actor, &[source], &LogOptions::default(), &spec, &quiet)?;
        if moment.step == 0 {
            self.describe_collection(
                actor,
                &format!("{}/{}", self.sample_project()?, line.name),
                line.about,
            )?;
        }
        Ok(())
    }

    /// The run that makes a version, with the versions that it read; answers how a log names it.
    fn make_run(&self, actor: &Actor, line: &Line, moment: &Moment, summary: &str) -> Result<String> {
        let work = &line.work;
        let mut inputs = Vec::new();
        for (name, role) in work.inputs {
            match self.resolve_version(&format!("{}/{PROJECT}/{name}", self.defaults()?.0)) {
                Ok((_, version)) => inputs.push((version.id, *role)),
                // The first of a chain has nothing before it.
                Err(error) if error.code() == Code::NotFound => {}
                Err(error) => return Err(error),
            }
        }
        let spec = RunSpec {
            project: Some(PROJECT.into()),
            name: format!("{} {}", work.job, moment.step + 1),
            job_type: Some(work.job.into()),
            group: Some(work.group.into()),
            config: Some(format!(r#"{{"seed":17,"step":{}}}"#, moment.step)),
            summary: (line.kind != "dataset").then(|| summary.to_owned()),
            state: Some("finished".into()),
            command: format!("python {}.py --out {}", work.job, line.name),
            started_at: Some(moment.at - work.minutes * 60_000),
            inputs: inputs.iter().map(|(id, _)| format!("#{id}")).collect(),
            roles: inputs.iter().map(|(_, role)| (*role).to_owned()).collect(),
            outputs: Vec::new(),
        };
        let (row, _) = self.start_run(actor, &spec)?;
        Ok(format!("#{}", row.id))
    }

    fn trash_one(&self, actor: &Actor) -> Result<()> {
        let (_, version) = self.resolve_version(&format!("{}/{TRASHED}", self.sample_project()?))?;
        self.delete_versions(actor, &Selection::Versions(vec![version.id]), true)?;
        Ok(())
    }

    /// `entity/plankton`.
    fn sample_project(&self) -> Result<String> {
        let project = self.resolve_project(Some(PROJECT))?;
        Ok(format!("{}/{}", project.entity, project.name))
    }

    /// The same store, at another time.
    fn at(&self, now: Millis) -> Self {
        self.with_clock(Arc::new(FixedClock::new(now)))
    }
}
