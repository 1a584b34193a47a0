//! A program around the commands that is nothing but the trait.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use cairn_api::host::{Actor, Host, OpenMode, Result, Store};
use cairn_api::jobs::Jobs;
use cairn_api::local::Local;
use cairn_api::plans::Plans;
use cairn_api::types::{Event, HostInfo, Settings};

/// What commands need and nothing more; settings stay in memory.
#[derive(Debug)]
pub struct TestHost {
    /// The open store.
    pub local: Local,
    settings: Mutex<Settings>,
}

impl TestHost {
    /// A host with the store in that folder, made when missing.
    pub fn open(store: &Path) -> Self {
        Self { local: Local::open(store, OpenMode::Create), settings: Mutex::default() }
    }
}

impl Host for TestHost {
    fn info(&self) -> HostInfo {
        HostInfo {
            version: "0".into(),
            kind: "browser".into(),
            os: "linux".into(),
            choose_files: false,
            drag_out: false,
            open_files: false,
            open_store: true,
            store_error: self.local.store_error(),
            store_path: self.local.path().display().to_string(),
        }
    }

    fn actor(&self) -> Actor {
        Actor::owner("ada", "test")
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
        Ok(self.settings.lock().unwrap().clone())
    }

    fn save_settings(&self, settings: &Settings) -> Result<()> {
        *self.settings.lock().unwrap() = settings.clone();
        Ok(())
    }

    fn scratch(&self) -> Result<PathBuf> {
        self.local.scratch()
    }

    fn preview_program(&self) -> Result<PathBuf> {
        Ok("/nonexistent/cairn-preview".into())
    }
}
