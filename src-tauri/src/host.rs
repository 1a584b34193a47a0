//! The host of the window.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use cairn_api::host::Host;
use cairn_api::jobs::Jobs;
use cairn_api::local::{self, Local};
use cairn_api::plans::Plans;
use cairn_api::types::{Event, HostInfo, Settings};
use cairn_engine::history::Actor;
use cairn_engine::store::{OpenMode, Store};
use cairn_engine::{Code, Error, Result};
use tauri::{AppHandle, Emitter, Manager};
use tauri_plugin_dialog::{DialogExt, FilePath};
use tauri_plugin_opener::OpenerExt;

use crate::notify;

/// The event that carries everything the engine tells.
const EVENT: &str = "cairn://event";

/// The window's side of every command.
pub(crate) struct DesktopHost {
    app: AppHandle,
    local: Local,
}

impl DesktopHost {
    /// Opens the named store, that of `CAIRN_STORE`, the one opened last, or the default one.
    pub(crate) fn new(app: AppHandle, store: Option<&Path>) -> Self {
        let named = store.map(Path::to_owned).or_else(local::store_from_environment);
        let path = named.map_or_else(last_store, Ok).unwrap_or_else(|_| "cairn-store".into());
        Self { app, local: Local::open(&path, OpenMode::Create) }
    }

    /// Hands every event to the window, and those of long jobs to the desktop when nobody looks.
    pub(crate) fn forward_events(&self) {
        let app = self.app.clone();
        self.local.listen(Arc::new(move |event: &Event| {
            notify::job_ended(&app, event);
            if let Err(error) = app.emit(EVENT, event) {
                log::warn!("an event was lost: {error}");
            }
        }));
    }

    /// Expires and collects while the window is open.
    pub(crate) fn keep_up(&self) {
        self.local.keep_up();
    }

    /// Tells the window to go to an address.
    pub(crate) fn go_to(&self, address: &str) {
        self.local.emit(&Event::Open { address: address.to_owned() });
    }
}

/// The store opened last when it is still there, else the default one.
fn last_store() -> Result<PathBuf> {
    let default = local::default_store()?;
    let settings = local::read_settings()?;
    let last = settings.recent_stores.first().map(PathBuf::from);
    Ok(last.filter(|path| path.join("FORMAT").try_exists().unwrap_or(false)).unwrap_or(default))
}

impl Host for DesktopHost {
    fn info(&self) -> HostInfo {
        HostInfo {
            version: env!("CARGO_PKG_VERSION").into(),
            kind: "desktop".into(),
            os: std::env::consts::OS.into(),
            choose_files: true,
            drag_out: true,
            open_files: true,
            open_store: true,
            store_error: self.local.store_error(),
            store_path: self.local.path().display().to_string(),
        }
    }

    fn actor(&self) -> Actor {
        Actor::owner(local::user_name(), "desktop")
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
        local::beside_this_program("cairn-preview")
    }

    fn choose_files(&self) -> Result<Vec<PathBuf>> {
        Ok(paths(self.app.dialog().file().blocking_pick_files().unwrap_or_default()))
    }

    fn choose_folder(&self) -> Result<Vec<PathBuf>> {
        Ok(paths(self.app.dialog().file().blocking_pick_folders().unwrap_or_default()))
    }

    fn choose_target(&self, name: &str) -> Result<Option<PathBuf>> {
        let chosen = self.app.dialog().file().set_file_name(name).blocking_save_file();
        Ok(chosen.and_then(|path| path.into_path().ok()))
    }

    fn reveal(&self, path: PathBuf) -> Result<()> {
        self.app.opener().reveal_item_in_dir(&path).map_err(|error| not_opened(&path, &error))
    }

    fn open_file(&self, path: PathBuf) -> Result<()> {
        let text = path.display().to_string();
        self.app.opener().open_path(text, None::<&str>).map_err(|error| not_opened(&path, &error))
    }
}

fn paths(chosen: Vec<FilePath>) -> Vec<PathBuf> {
    chosen.into_iter().filter_map(|path| path.into_path().ok()).collect()
}

fn not_opened(path: &Path, error: &tauri_plugin_opener::Error) -> Error {
    Error::new(Code::Unsupported, format!("{} can't be opened: {error}", path.display()))
        .hint("Open it from the file manager.")
}

/// The host of an application.
pub(crate) fn of(app: &AppHandle) -> Arc<DesktopHost> {
    Arc::clone(&app.state::<Arc<DesktopHost>>())
}
