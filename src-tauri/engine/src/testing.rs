//! A store with a version or two, for the tests of several modules.

#![allow(clippy::unwrap_used, clippy::disallowed_methods)] // files for tests

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::clock::SystemClock;
use crate::history::Actor;
use crate::ingest::{LogOptions, LogReport, LogSource, LogSpec};
use crate::progress::Monitor;
use crate::store::{OpenMode, Store};

/// A folder with a store and a place for files beside it.
pub(crate) struct Bench {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) store: Store,
    pub(crate) actor: Actor,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store =
            Store::open(&folder.path().join("store"), OpenMode::Create, "me", Arc::new(SystemClock)).unwrap();
        Self { folder, store, actor: Actor::owner("me", "cli") }
    }

    pub(crate) fn path(&self, below: &str) -> PathBuf {
        self.folder.path().join(below)
    }

    /// Writes files into `source/` afresh, and logs them as `name`.
    pub(crate) fn log(&self, name: &str, files: &[(&str, &[u8])]) -> LogReport {
        let source = self.path("source");
        let _ = std::fs::remove_dir_all(&source);
        std::fs::create_dir(&source).unwrap();
        for (path, bytes) in files {
            write(&source.join(path), bytes);
        }
        self.log_folder(name, &source)
    }

    /// Logs a folder as it stands.
    pub(crate) fn log_folder(&self, name: &str, source: &Path) -> LogReport {
        let source = LogSource { path: source.to_owned(), name: None };
        let spec = LogSpec { name: name.into(), artifact_type: "dataset".into(), ..LogSpec::default() };
        self.store.log(&self.actor, &[source], &LogOptions::default(), &spec, &Monitor::silent()).unwrap()
    }
}

/// Writes a file and the folders above it.
pub(crate) fn write(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// Bytes that look like noise, the same for the same seed.
pub(crate) fn noise(len: usize, seed: u64) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let next = |_| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state as u8
    };
    (0..len).map(next).collect()
}
