//! What every command needs: the host, the project meant, the way out.

use std::path::Path;
use std::sync::Arc;

use cairn_api::call::Answer;
use cairn_api::host::{Host as _, OpenMode, Store};
use cairn_api::local::{api_key_from_environment, default_store};
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
        let key = api_key_from_environment();
        if key.as_deref() == Some("") && command.needs_store() {
            let hint = "Give the key, or unset CAIRN_API_KEY to act as the owner of the store.";
            return Err(refuse("unauthorized", "CAIRN_API_KEY is set and empty", hint));
        }
        if key.is_some() && matches!(command, Command::Serve(_)) {
            let hint = "Unset CAIRN_API_KEY; browsers sign in with keys of their own.";
            let message = "The server is started by the owner of the store, not with a key";
            return Err(refuse("forbidden", message, hint));
        }
        let host = Arc::new(open(&path, command, key.is_some()));
        if let Some(key) = key {
            act_as(&host, &key, command)?;
        }
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
            Some(project)
                if !path.contains('/') && !text.starts_with("cairn://") && !text.starts_with('#') =>
            {
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

/// Acts as the key says. A store that can't be opened is told by the command that needs it.
fn act_as(host: &CliHost, key: &str, command: &Command) -> Done {
    if command.needs_store() && host.store().is_ok() {
        host.act_as(key)?;
    }
    Ok(())
}

/// Who comes with a key makes no store: there is none that knows it.
fn open(path: &Path, command: &Command, has_key: bool) -> CliHost {
    match command {
        Command::Serve(_) => CliHost::served(path),
        command if command.writes() && !has_key => CliHost::once(path, OpenMode::Create),
        _ => CliHost::once(path, OpenMode::Existing),
    }
}
