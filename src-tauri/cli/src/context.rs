//! What every command needs: the host, the project meant, the way out.

use std::path::Path;
use std::sync::Arc;

use cairn_api::handlers::Answer;
use cairn_api::host::{Host as _, OpenMode, Store};
use cairn_api::local::default_store;
use cairn_api::types::{JobStarted, Outcome, Selection};
use serde::de::DeserializeOwned;

use crate::args::{Command, Global};
use crate::host::CliHost;
use crate::out::Out;
use crate::progress::Bar;
use crate::signals;
use crate::stop::{Done, Stop, refuse};

/// The surroundings of a command.
pub(crate) struct Context {
    /// The host.
    pub(crate) host: Arc<CliHost>,
    /// `--project`.
    pub(crate) project: Option<String>,
    /// Standard output.
    pub(crate) out: Out,
}

/// A version that was found: what it is called, and how the API may be asked for it without finding it again.
pub(crate) struct Found {
    /// Identifier.
    pub(crate) id: i64,
    /// `entity/project/name:v3`.
    pub(crate) address: String,
}

impl Found {
    /// `#id`.
    pub(crate) fn reference(&self) -> String {
        format!("#{}", self.id)
    }

    /// It alone.
    pub(crate) fn selection(&self) -> Selection {
        Selection::Versions { versions: vec![self.id] }
    }
}

impl Context {
    /// Opens the store that the command needs. A failure shows when the command asks for it.
    pub(crate) fn open(global: Global, command: &Command) -> Done<Self> {
        let path = match global.store {
            Some(path) => path,
            None => default_store()?,
        };
        let host = Arc::new(open(&path, command));
        Ok(Self { host, project: global.project, out: Out::new(global.json) })
    }

    /// The open store.
    pub(crate) fn store(&self) -> Done<Arc<Store>> {
        Ok(self.host.store()?)
    }

    /// An address with the project of `--project` when it names none.
    pub(crate) fn address(&self, text: &str) -> String {
        let path = text.split(':').next().unwrap_or_default();
        match &self.project {
            Some(project) if !path.contains('/') && !text.starts_with("cairn://") => {
                format!("{project}/{text}")
            }
            _ => text.to_owned(),
        }
    }

    /// The version that an address names.
    pub(crate) fn version(&self, text: &str) -> Done<Found> {
        let (collection, version) = self.store()?.resolve_version(&self.address(text))?;
        Ok(Found { id: version.id.get(), address: format!("{}:v{}", collection.address(), version.index) })
    }

    /// The address of the collection that an address names.
    pub(crate) fn collection(&self, text: &str) -> Done<String> {
        Ok(self.store()?.resolve_collection(&self.address(text))?.address())
    }

    /// Address of the project meant.
    pub(crate) fn project_address(&self) -> Done<String> {
        let project = self.store()?.resolve_project(self.project.as_deref())?;
        Ok(format!("{}/{}", project.entity, project.name))
    }

    /// Writes what an edit of a version did.
    pub(crate) fn edited(&mut self, version: Found, outcome: Answer<Outcome>) -> Done {
        let outcome = outcome?;
        self.out.outcome(Some(version.address), outcome)
    }

    /// Starts a job, shows its progress, waits for its answer. Ctrl-C cancels it.
    pub(crate) fn job<T: DeserializeOwned>(&self, start: impl FnOnce() -> Answer<JobStarted>) -> Done<T> {
        let jobs = self.host.jobs();
        let asked = signals::cancel_jobs(jobs)?;
        let job = start()?.job;
        if asked.yet() {
            jobs.cancel(job)?;
        }
        let mut bar = Bar::new();
        let ended = jobs.wait(job, &mut |job| bar.show(job));
        bar.end();
        let ended = ended?;
        // Nobody asks for it again: what it holds of the store is let go before the program ends.
        jobs.dismiss(job)?;
        match (ended.error, ended.result) {
            (Some(error), _) => Err(Stop::Failed(error)),
            (None, Some(result)) => Ok(serde_json::from_str(&result)?),
            (None, None) => {
                Err(refuse("internal", format!("{} answered nothing", ended.title), "Please report this."))
            }
        }
    }
}

fn open(path: &Path, command: &Command) -> CliHost {
    match command {
        Command::Serve(_) => CliHost::served(path),
        command => CliHost::once(path, if command.writes() { OpenMode::Create } else { OpenMode::Existing }),
    }
}
