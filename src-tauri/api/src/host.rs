//! What a command needs from the program around it, and nothing more.

use std::path::PathBuf;
use std::sync::Arc;

// What a program needs to be a host, so that it depends on nothing but this crate.
pub use cairn_engine::catalog::{KeyRow, key_hash};
pub use cairn_engine::fs::CancelToken;
pub use cairn_engine::history::{Actor, Role};
pub use cairn_engine::model::Digest;
pub use cairn_engine::store::{OpenMode, Store};
pub use cairn_engine::{Code, Error, Result};

use crate::jobs::Jobs;
use crate::plans::Plans;
use crate::types::{Event, HostInfo, Settings};

/// The program that runs commands: the window, the server, `cairnctl`, a test.
pub trait Host: Send + Sync {
    /// What this host is and can do; `store_error` and `store_path` are filled by the command.
    fn info(&self) -> HostInfo;

    /// Who acts through this host.
    fn actor(&self) -> Actor;

    /// Whether whoever acts is the owner at the machine of the store, who may name its files.
    fn is_here(&self) -> bool {
        true
    }

    /// The open store, or why none is open.
    fn store(&self) -> Result<Arc<Store>>;

    /// Opens another store in place of the open one.
    fn open_store(&self, path: PathBuf, create: bool) -> Result<Arc<Store>>;

    /// Running and finished jobs.
    fn jobs(&self) -> &Arc<Jobs>;

    /// Plans of logs that are being prepared.
    fn plans(&self) -> &Arc<Plans>;

    /// Tells every window.
    fn emit(&self, event: Event);

    /// The person's settings.
    fn settings(&self) -> Result<Settings>;

    /// Keeps the person's settings.
    fn save_settings(&self, settings: &Settings) -> Result<()>;

    /// The folder for files that are dragged out or opened elsewhere; emptied when the program ends.
    fn scratch(&self) -> Result<PathBuf>;

    /// The program that decodes files for previews.
    fn preview_program(&self) -> Result<PathBuf>;

    /// Lets the person choose files.
    fn choose_files(&self) -> Result<Vec<PathBuf>> {
        Err(unsupported("choose files"))
    }

    /// Lets the person choose a folder.
    fn choose_folder(&self) -> Result<Vec<PathBuf>> {
        Err(unsupported("choose a folder"))
    }

    /// Lets the person say where a file of that name shall stand; none when they cancel.
    fn choose_target(&self, _name: &str) -> Result<Option<PathBuf>> {
        Err(unsupported("save a file"))
    }

    /// Shows a file or folder in the file manager.
    fn reveal(&self, _path: PathBuf) -> Result<()> {
        Err(unsupported("show a folder"))
    }

    /// Opens a file with the program that the system has for it.
    fn open_file(&self, _path: PathBuf) -> Result<()> {
        Err(unsupported("open a file"))
    }
}

fn unsupported(what: &str) -> Error {
    Error::new(Code::Unsupported, format!("This window can't {what}"))
        .hint("Type or paste a path instead, or use the desktop window.")
}
