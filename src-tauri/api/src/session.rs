//! Somebody who came with a key: the same host, seen with the key's name and role.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::host::{Actor, Code, Error, Host, Result, Store};
use crate::jobs::Jobs;
use crate::plans::Plans;
use crate::types::{Event, HostInfo, Settings};

/// Settings of a session: the files of the machine's owner are not for those who come from elsewhere.
pub type SessionSettings = Arc<Mutex<Settings>>;

/// Largest settings of a session, in bytes: they lie in memory.
const SETTINGS: usize = 256 << 10;

/// A host as somebody with a key sees it. They are not at the machine: its files and its screen are out of reach.
pub struct SessionHost {
    host: Arc<dyn Host>,
    actor: Actor,
    settings: SessionSettings,
}

impl std::fmt::Debug for SessionHost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SessionHost").field("actor", &self.actor).finish_non_exhaustive()
    }
}

impl SessionHost {
    /// `host` for somebody.
    pub fn new(host: Arc<dyn Host>, actor: Actor, settings: SessionSettings) -> Self {
        Self { host, actor, settings }
    }
}

/// What `settings.get` answers in a session that has set nothing yet.
pub fn no_settings() -> SessionSettings {
    Arc::new(Mutex::new(Settings { ui: "{}".into(), recent_stores: Vec::new() }))
}

impl Host for SessionHost {
    fn info(&self) -> HostInfo {
        let info = self.host.info();
        HostInfo {
            choose_files: false,
            drag_out: false,
            open_files: false,
            open_store: false,
            store_path: String::new(),
            ..info
        }
    }

    fn actor(&self) -> Actor {
        self.actor.clone()
    }

    fn is_here(&self) -> bool {
        false
    }

    fn store(&self) -> Result<Arc<Store>> {
        self.host.store()
    }

    fn open_store(&self, _: PathBuf, _: bool) -> Result<Arc<Store>> {
        Err(not_here())
    }

    fn jobs(&self) -> &Arc<Jobs> {
        self.host.jobs()
    }

    fn plans(&self) -> &Arc<Plans> {
        self.host.plans()
    }

    fn emit(&self, event: Event) {
        self.host.emit(event);
    }

    fn settings(&self) -> Result<Settings> {
        Ok(self.settings.lock().unwrap_or_else(PoisonError::into_inner).clone())
    }

    fn save_settings(&self, settings: &Settings) -> Result<()> {
        if settings.ui.len() > SETTINGS {
            return Err(Error::new(Code::RequestInvalid, "The settings of a session have at most 256 KiB")
                .hint("Keep less in them."));
        }
        *self.settings.lock().unwrap_or_else(PoisonError::into_inner) = settings.clone();
        Ok(())
    }

    fn scratch(&self) -> Result<PathBuf> {
        self.host.scratch()
    }

    fn preview_program(&self) -> Result<PathBuf> {
        self.host.preview_program()
    }
}

fn not_here() -> Error {
    Error::new(Code::Forbidden, "Another store is opened at the machine itself").hint("Ask its owner.")
}
