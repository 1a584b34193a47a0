//! What the hosts have in common: the open store, settings, jobs, listeners.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use cairn_engine::clock::SystemClock;
use cairn_engine::fs;
use cairn_engine::store::{OpenMode, Store};
use cairn_engine::{Code, Error, Result};
use directories::ProjectDirs;

use crate::feed;
use crate::jobs::Jobs;
use crate::plans::Plans;
use crate::scratch::Scratch;
use crate::types::{ApiError, Event, Settings};
use crate::upkeep::{self, Bell};

/// Hears of events.
pub type Listener = Arc<dyn Fn(&Event) + Send + Sync>;

/// Stores remembered as opened lately.
const RECENT: usize = 10;

/// The state of a host.
pub struct Local {
    store: RwLock<Result<Arc<Store>, ApiError>>,
    path: RwLock<PathBuf>,
    jobs: Arc<Jobs>,
    plans: Arc<Plans>,
    listeners: Arc<Mutex<Vec<Listener>>>,
    settings: Mutex<()>,
    scratch: Mutex<Option<Scratch>>,
    watched: bool,
    /// Wakes the upkeep of the open store; none before [`Self::keep_up`].
    upkeep: Arc<Mutex<Option<Arc<Bell>>>>,
}

impl std::fmt::Debug for Local {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Local").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Local {
    /// Opens the store at `path`. A failure is kept and told to whoever asks for the store.
    pub fn open(path: &Path, mode: OpenMode) -> Self {
        Self::with_feed(path, mode, true)
    }

    /// The same without the change feed: for programs that do one thing and end, which nobody tells of changes.
    pub fn open_unwatched(path: &Path, mode: OpenMode) -> Self {
        Self::with_feed(path, mode, false)
    }

    fn with_feed(path: &Path, mode: OpenMode, watched: bool) -> Self {
        let listeners: Arc<Mutex<Vec<Listener>>> = Arc::default();
        let told = Arc::clone(&listeners);
        let local = Self {
            store: RwLock::new(Err(none_open())),
            path: RwLock::new(path.to_owned()),
            jobs: Arc::new(Jobs::new(Box::new(move |event| tell(&told, &event)), watched)),
            plans: Arc::default(),
            listeners,
            settings: Mutex::default(),
            scratch: Mutex::default(),
            watched,
            upkeep: Arc::default(),
        };
        let opened = local.try_open(path, mode).map_err(ApiError::from);
        *local.store.write().unwrap_or_else(PoisonError::into_inner) = opened;
        local
    }

    /// The open store, or why none is.
    pub fn store(&self) -> Result<Arc<Store>> {
        self.store.read().unwrap_or_else(PoisonError::into_inner).clone().map_err(revived)
    }

    /// Why no store is open.
    pub fn store_error(&self) -> Option<ApiError> {
        self.store.read().unwrap_or_else(PoisonError::into_inner).as_ref().err().cloned()
    }

    /// Folder of the store that is or was to be open.
    pub fn path(&self) -> PathBuf {
        self.path.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Opens another store; the open one stays when that fails.
    pub fn switch(&self, path: &Path, create: bool) -> Result<Arc<Store>> {
        let mode = if create { OpenMode::Create } else { OpenMode::Existing };
        let store = self.try_open(path, mode)?;
        *self.store.write().unwrap_or_else(PoisonError::into_inner) = Ok(Arc::clone(&store));
        path.clone_into(&mut self.path.write().unwrap_or_else(PoisonError::into_inner));
        if self.bell().is_some() {
            self.keep_up();
        }
        self.remember(path)?;
        self.emit(&Event::Store { path: path.display().to_string() });
        Ok(store)
    }

    fn try_open(&self, path: &Path, mode: OpenMode) -> Result<Arc<Store>> {
        let store = Arc::new(Store::open(path, mode, &user_name(), Arc::new(SystemClock))?);
        if self.watched {
            let listeners = Arc::clone(&self.listeners);
            let upkeep = Arc::clone(&self.upkeep);
            feed::watch(&store, move |event| {
                tell(&listeners, &event);
                if let Some(bell) = &*upkeep.lock().unwrap_or_else(PoisonError::into_inner) {
                    bell.ring();
                }
            });
        }
        Ok(store)
    }

    /// Expires, collects and purges in the open store, and in those opened later, for as long as this host lives. For
    /// programs that stay open.
    pub fn keep_up(&self) {
        let bell = Arc::new(Bell::default());
        *self.upkeep.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&bell));
        if let Ok(store) = self.store() {
            upkeep::start(&store, &self.jobs, bell);
        }
    }

    fn bell(&self) -> Option<Arc<Bell>> {
        self.upkeep.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Jobs of this host.
    pub fn jobs(&self) -> &Arc<Jobs> {
        &self.jobs
    }

    /// Plans of this host.
    pub fn plans(&self) -> &Arc<Plans> {
        &self.plans
    }

    /// Tells every listener.
    pub fn emit(&self, event: &Event) {
        tell(&self.listeners, event);
    }

    /// Adds a listener for as long as the host lives.
    pub fn listen(&self, listener: Listener) {
        self.listeners.lock().unwrap_or_else(PoisonError::into_inner).push(listener);
    }

    /// The person's settings.
    pub fn settings(&self) -> Result<Settings> {
        read_settings()
    }

    /// Keeps the person's settings.
    pub fn save_settings(&self, settings: &Settings) -> Result<()> {
        let _one = self.settings.lock().unwrap_or_else(PoisonError::into_inner);
        let folder = config_folder()?;
        fs::create_private_dirs(&folder)?;
        let text = serde_json::to_vec_pretty(settings).map_err(|error| Error::internal(error.to_string()))?;
        fs::write_private(&folder.join("settings.json"), &text)
    }

    fn remember(&self, path: &Path) -> Result<()> {
        let mut settings = self.settings()?;
        let text = path.display().to_string();
        settings.recent_stores.retain(|recent| *recent != text);
        settings.recent_stores.insert(0, text);
        settings.recent_stores.truncate(RECENT);
        self.save_settings(&settings)
    }

    /// The folder for files that leave the window by drag; made at the first call.
    pub fn scratch(&self) -> Result<PathBuf> {
        let mut scratch = self.scratch.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(folder) = scratch.as_ref() {
            return Ok(folder.folder.clone());
        }
        let made = Scratch::make(&cache_folder()?.join("scratch"))?;
        let folder = made.folder.clone();
        *scratch = Some(made);
        Ok(folder)
    }
}

fn tell(listeners: &Mutex<Vec<Listener>>, event: &Event) {
    let listeners = listeners.lock().unwrap_or_else(PoisonError::into_inner).clone();
    for listener in listeners {
        listener(event);
    }
}

fn none_open() -> ApiError {
    ApiError { code: "store-missing".into(), message: "No store is open".into(), hint: None }
}

/// An error that was kept, as the engine's again.
fn revived(kept: ApiError) -> Error {
    let code = Code::ALL.iter().copied().find(|code| code.as_str() == kept.code).unwrap_or(Code::Internal);
    let error = Error::new(code, kept.message);
    kept.hint.into_iter().fold(error, Error::hint)
}

/// The store that is opened when nobody names one: `CAIRN_STORE`, or `store` in the system's data folder.
pub fn default_store() -> Result<PathBuf> {
    store_from_environment().map_or_else(|| Ok(folders()?.data_dir().join("store")), Ok)
}

/// The store that `CAIRN_STORE` names.
#[allow(clippy::disallowed_methods)] // one of the settings that come from the environment
pub fn store_from_environment() -> Option<PathBuf> {
    std::env::var_os("CAIRN_STORE").filter(|path| !path.is_empty()).map(PathBuf::from)
}

/// The run that `CAIRN_RUN_ID` names: what is done inside of `cairnctl run exec` belongs to it.
#[allow(clippy::disallowed_methods)] // one of the settings that come from the environment
pub fn run_from_environment() -> Option<String> {
    std::env::var("CAIRN_RUN_ID").ok().filter(|run| !run.is_empty())
}

/// The key that `CAIRN_API_KEY` holds: `cairnctl` acts with its role.
#[allow(clippy::disallowed_methods)] // one of the settings that come from the environment
pub fn api_key_from_environment() -> Option<String> {
    let key = std::env::var_os("CAIRN_API_KEY")?;
    // What is empty or no text is no key either, and must not make an owner of whoever gave it: a script whose key is
    // missing would do everything.
    Some(key.to_string_lossy().into_owned())
}

/// The person's settings; the defaults where there are none or they can't be read.
pub fn read_settings() -> Result<Settings> {
    let path = config_folder()?.join("settings.json");
    let text = fs::read_text(&path).unwrap_or_default();
    Ok(serde_json::from_str(&text)
        .unwrap_or_else(|_| Settings { ui: "{}".into(), recent_stores: Vec::new() }))
}

/// A program that is installed beside this one.
pub fn beside_this_program(name: &str) -> Result<PathBuf> {
    let this = std::env::current_exe().map_err(|error| Error::io("this program", error))?;
    let program = this.with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    if program.try_exists().unwrap_or(false) {
        return Ok(program);
    }
    Err(Error::new(Code::PreviewFailed, format!("The program {name} is missing beside this one"))
        .hint("Build or install it too: cargo build --release -p cairn-preview."))
}

/// Where settings lie.
pub fn config_folder() -> Result<PathBuf> {
    Ok(folders()?.config_dir().to_owned())
}

fn cache_folder() -> Result<PathBuf> {
    Ok(folders()?.cache_dir().to_owned())
}

fn folders() -> Result<ProjectDirs> {
    ProjectDirs::from("", "", "cairn").ok_or_else(|| {
        Error::new(Code::Io, "This account has no home folder")
            .hint("Set HOME, or name a store with --store.")
    })
}

/// The name of the person: the default entity of a new store, and the actor of what they do.
#[allow(clippy::disallowed_methods)] // one of the settings that come from the environment
pub fn user_name() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()))
        .unwrap_or_else(|| "me".into())
}
