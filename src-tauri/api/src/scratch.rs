//! The folder for copies that leave the window: dragged out, or opened by another program.

use std::path::{Path, PathBuf};

use cairn_engine::Result;
use cairn_engine::fs::{self, FileLock};

/// A folder of this process alone, removed when it ends. `<name>.lock` beside it is locked meanwhile, so that the
/// next process knows which folders belong to nobody: those of a process that was killed.
#[derive(Debug)]
pub(crate) struct Scratch {
    /// Where files may be put.
    pub(crate) folder: PathBuf,
    lock: Option<(PathBuf, FileLock)>,
}

impl Scratch {
    /// Makes the folder below `parent`, and removes what dead processes left there.
    pub(crate) fn make(parent: &Path) -> Result<Self> {
        fs::create_private_dirs(parent)?;
        remove_dead(parent);
        let folder = parent.join(std::process::id().to_string());
        let path = folder.with_extension("lock");
        let lock = FileLock::exclusive(&path)?;
        fs::remove_folder(&folder)?;
        fs::create_private_dirs(&folder)?;
        Ok(Self { folder, lock: Some((path, lock)) })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_folder(&self.folder) {
            log::warn!("the scratch folder stays behind: {error}");
            return;
        }
        if let Some((path, _lock)) = self.lock.take() {
            forget(&path);
        }
    }
}

/// What can't be removed now is tried again by the next process.
fn remove_dead(parent: &Path) {
    for name in fs::names(parent).unwrap_or_default() {
        let path = parent.join(name);
        let is_lock = path.extension().is_some_and(|extension| extension == "lock");
        let lock_path = path.with_extension("lock");
        let Ok(_lock) = FileLock::exclusive(&lock_path) else { continue };
        if is_lock || fs::remove_folder(&path).is_ok() {
            forget(&lock_path);
        }
    }
}

fn forget(lock: &Path) {
    if let Err(error) = fs::remove_file(lock) {
        log::warn!("a lock of a scratch folder stays behind: {error}");
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn folders_of_dead_processes_go_and_those_of_living_ones_stay() {
        let parent = tempfile::tempdir().unwrap();
        let at = |name: &str| parent.path().join(name);
        for process in ["1", "2"] {
            fs::create_private_dirs(&at(process)).unwrap();
            fs::write_private(&at(process).join("copy.txt"), b"copy").unwrap();
        }
        let living = FileLock::exclusive(&at("2.lock")).unwrap();
        let mine = Scratch::make(parent.path()).unwrap();
        assert!(!at("1").exists() && !at("1.lock").exists());
        assert!(at("2").join("copy.txt").exists());
        drop((living, mine));
        let names = fs::names(parent.path()).unwrap();
        assert_eq!(names.len(), 2, "{names:?}");
    }
}
