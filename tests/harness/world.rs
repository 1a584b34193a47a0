//! A store of its own for each test.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use cairn_engine::catalog::Selection;
use cairn_engine::clock::FixedClock;
use cairn_engine::fs::{CancelToken, folder_bytes};
use cairn_engine::history::Actor;
use cairn_engine::ingest::{LogOptions, LogReport, LogSource, LogSpec};
use cairn_engine::model::VersionId;
use cairn_engine::progress::Monitor;
use cairn_engine::retention::{CollectOptions, Collected};
use cairn_engine::store::{OpenMode, Store};
use cairn_engine::{Code, Error, Result};
use tempfile::TempDir;

use crate::Tree;

/// When a world begins: 14 November 2023. Long ago, so that files made by the tests are "fresh" and never
/// answered from the cache of unchanged files.
pub const BEGINNING: i64 = 1_700_000_000_000;
/// Milliseconds of a day.
pub const DAY: i64 = 86_400_000;

/// A folder with a store, a clock that stands still, and a place for files beside it.
pub struct World {
    /// The clock of the store.
    pub clock: Arc<FixedClock>,
    /// The store.
    pub store: Store,
    /// The owner.
    pub actor: Actor,
    folder: TempDir,
}

impl Default for World {
    fn default() -> Self {
        Self::new()
    }
}

impl World {
    /// A new store, on a memory disk where there is one.
    pub fn new() -> Self {
        let folder = scratch();
        let clock = Arc::new(FixedClock::new(BEGINNING));
        let store = open(&folder.path().join("store"), OpenMode::Create, &clock).unwrap();
        Self { clock, store, actor: Actor::owner("me", "cli"), folder }
    }

    /// A path beside the store.
    pub fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// A new folder beside the store.
    pub fn tree(&self, name: &str) -> Tree {
        Tree::new(self.path(name))
    }

    /// Closes the store and opens it again.
    #[must_use]
    pub fn reopen(self) -> Self {
        let Self { clock, store, actor, folder } = self;
        drop(store);
        let store = open(&folder.path().join("store"), OpenMode::Existing, &clock).unwrap();
        Self { clock, store, actor, folder }
    }

    /// Logs files as `name` with type `dataset`, from a folder made for it.
    pub fn log(&self, name: &str, files: &[(&str, &[u8])]) -> LogReport {
        self.try_log(files, &log_spec(name)).unwrap()
    }

    /// Logs files with everything said.
    pub fn try_log(&self, files: &[(&str, &[u8])], spec: &LogSpec) -> Result<LogReport> {
        let source = tempfile::tempdir_in(self.folder.path()).unwrap();
        let tree = files.iter().fold(Tree::new(source.path()), |tree, (path, bytes)| tree.file(path, bytes));
        self.log_paths(&[tree.path()], &LogOptions::default(), spec)
    }

    /// Logs a folder as it stands, as `name` with type `dataset`.
    pub fn log_tree(&self, name: &str, tree: &Tree) -> Result<LogReport> {
        self.log_paths(&[tree.path()], &LogOptions::default(), &log_spec(name))
    }

    /// Logs paths.
    pub fn log_paths(&self, paths: &[&Path], options: &LogOptions, spec: &LogSpec) -> Result<LogReport> {
        let sources: Vec<_> =
            paths.iter().map(|path| LogSource { path: (*path).to_owned(), name: None }).collect();
        self.store.log(&self.actor, &sources, options, spec, &Monitor::silent())
    }

    /// Paths of a version, in order.
    pub fn paths(&self, version: &str) -> Vec<String> {
        let (_, row) = self.store.resolve_version(version).unwrap();
        let (_, entries) = self.store.file_page(&row, "", None, 0, 100_000).unwrap();
        entries.iter().map(|entry| entry.path.to_string()).collect()
    }

    /// The bytes of a file.
    pub fn cat(&self, version: &str, path: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.store.read_file(version, path, &mut bytes).unwrap();
        bytes
    }

    /// Collects with the grace period, as a person who has agreed to whatever it removes.
    pub fn collect(&self) -> Collected {
        self.try_collect(&CollectOptions { consent: true, ..CollectOptions::default() }).unwrap()
    }

    /// Collects.
    pub fn try_collect(&self, options: &CollectOptions) -> Result<Collected> {
        let sweeper = self.store.sweeper(CancelToken::new())?;
        self.store.collect(&sweeper, &self.actor, options, &Monitor::silent())
    }

    /// Moves a version to the trash and out of it.
    pub fn purge(&self, version: VersionId) {
        let selection = Selection::Versions(vec![version]);
        self.store.delete_versions(&self.actor, &selection, true).unwrap();
        self.store.empty_trash(&self.actor, &selection).unwrap();
    }

    /// Lengths of all packs and plain files on disk.
    pub fn bytes_on_disk(&self) -> u64 {
        ["packs", "blobs"].iter().map(|name| folder_bytes(&self.store.root().join(name))).sum()
    }

    /// Nothing is damaged, every byte read.
    pub fn assert_sound(&self) {
        let report = self.store.check(true, &Monitor::silent()).unwrap();
        assert!(report.damage.is_empty(), "{:#?}", report.damage);
    }
}

/// What a log of type `dataset` makes.
pub fn log_spec(name: &str) -> LogSpec {
    LogSpec { name: name.into(), artifact_type: "dataset".into(), ..LogSpec::default() }
}

/// Refused with a code, a message and a hint that says what to do.
pub fn assert_refused<T: std::fmt::Debug>(answer: Result<T>, code: Code) -> Error {
    let error = answer.expect_err("should be refused");
    assert_eq!(error.code(), code, "{error}");
    assert!(!error.message().is_empty(), "{code:?} without a message");
    assert!(error.hint_text().is_some_and(|hint| !hint.is_empty()), "{code:?} without a hint: {error}");
    error
}

fn open(root: &Path, mode: OpenMode, clock: &Arc<FixedClock>) -> Result<Store> {
    Store::open(root, mode, "me", clock.clone())
}

/// A folder that goes away by itself; in memory where the system has such a place, because these stores sync often.
pub fn scratch() -> TempDir {
    let memory = Path::new("/dev/shm");
    match tempfile::tempdir_in(memory) {
        Ok(folder) => folder,
        Err(_) => tempfile::tempdir().unwrap(),
    }
}
