//! What `cairnctl` gives to the commands.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use cairn_api::host::{Actor, Code, Error, Host, OpenMode, Result, Store};
use cairn_api::jobs::Jobs;
use cairn_api::local::{Local, user_name};
use cairn_api::plans::Plans;
use cairn_api::types::{Event, HostInfo, Settings};

/// One store on this machine, for one command or for a browser.
#[derive(Debug)]
pub(crate) struct CliHost {
    local: Local,
    kind: &'static str,
    /// Who acts, when a key says so.
    actor: OnceLock<Actor>,
}

impl CliHost {
    /// For one command: nobody is told of changes.
    pub(crate) fn once(path: &Path, mode: OpenMode) -> Self {
        Self { local: Local::open_unwatched(path, mode), kind: "cli", actor: OnceLock::new() }
    }

    /// For windows in a browser, which hear of every change.
    pub(crate) fn served(path: &Path) -> Self {
        Self { local: Local::open(path, OpenMode::Create), kind: "browser", actor: OnceLock::new() }
    }

    /// Acts with the name and the role of a key from now on. Errors: `unauthorized`.
    pub(crate) fn act_as(&self, key: &str) -> Result<()> {
        let actor = self.local.store()?.authenticate(key)?.actor(self.kind);
        let _ = self.actor.set(actor); // only one key is ever given
        Ok(())
    }

    /// The store and its listeners.
    pub(crate) fn local(&self) -> &Local {
        &self.local
    }
}

impl Host for CliHost {
    fn info(&self) -> HostInfo {
        HostInfo {
            version: env!("CARGO_PKG_VERSION").into(),
            kind: self.kind.into(),
            os: std::env::consts::OS.into(),
            choose_files: false,
            drag_out: false,
            open_files: false,
            open_store: true,
            store_error: self.local.store_error(),
            store_path: self.local.path().display().to_string(),
        }
    }

    fn actor(&self) -> Actor {
        self.actor.get().cloned().unwrap_or_else(|| Actor::owner(user_name(), self.kind))
    }

    fn store(&self) -> Result<Arc<Store>> {
        self.local.store()
    }

    fn open_store(&self, path: PathBuf, create: bool) -> Result<Arc<Store>> {
        self.local.switch(&path, create)
    }

    fn jobs(&self) -> &Arc<Jobs> {
        self.local.jobs()
    }

    fn plans(&self) -> &Arc<Plans> {
        self.local.plans()
    }

    fn emit(&self, event: Event) {
        self.local.emit(&event);
    }

    fn settings(&self) -> Result<Settings> {
        self.local.settings()
    }

    fn save_settings(&self, settings: &Settings) -> Result<()> {
        self.local.save_settings(settings)
    }

    fn scratch(&self) -> Result<PathBuf> {
        self.local.scratch()
    }

    fn preview_program(&self) -> Result<PathBuf> {
        let program = std::env::current_exe().ok().map(|own| own.with_file_name("cairn-preview"));
        program.filter(|program| program.is_file()).ok_or_else(|| {
            Error::new(
                Code::Unsupported,
                "Previews need the program cairn-preview, which isn't beside cairnctl",
            )
            .hint("Put cairn-preview into the folder of cairnctl, or export the file and open it.")
        })
    }
}
