//! A session's folder in `staging/`, and the sweep of those whose process is gone.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::layout::STAGING;
use crate::fs::{FileKind, StoreFile, StoreFs, show};
use crate::{Error, Result};

static NEXT: AtomicU64 = AtomicU64::new(0);

/// The folder of one writer. `staging/<name>.lock` is made and locked before the folder, and removed after it:
/// a folder whose lock file is missing or unlocked belongs to nobody.
pub(super) struct Session {
    fs: Arc<dyn StoreFs>,
    dir: PathBuf,
    lock_path: PathBuf,
    _lock: Box<dyn StoreFile>,
    next: AtomicU64,
}

impl Session {
    pub(super) fn start(fs: &Arc<dyn StoreFs>) -> Result<Self> {
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let boot = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
            let name = format!("{}-{}-{}-{number}", std::process::id(), boot.tv_sec, boot.tv_nsec);
            if let Some(session) = Self::claim(fs, &name)? {
                return Ok(session);
            }
        }
    }

    /// `None` if the name is taken, or a sweep was faster than our lock.
    fn claim(fs: &Arc<dyn StoreFs>, name: &str) -> Result<Option<Self>> {
        let dir = Path::new(STAGING).join(name);
        let lock_path = Path::new(STAGING).join(format!("{name}.lock"));
        let lock = match fs.create_new(&lock_path) {
            Ok(lock) => lock,
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => return Ok(None),
            Err(error) => return Err(Error::io(show(&lock_path), error)),
        };
        let claimed = lock.try_lock().and_then(|locked| {
            let ours = locked && exists(fs.as_ref(), &lock_path)?;
            if ours { fs.create_dir(&dir).map(|()| true) } else { Ok(false) }
        });
        match claimed {
            Ok(true) => {
                let (fs, next) = (Arc::clone(fs), AtomicU64::new(0));
                Ok(Some(Self { fs, dir, lock_path, _lock: lock, next }))
            }
            Ok(false) => Ok(None),
            Err(error) => {
                // The first error counts; a leftover lock file is swept later.
                let _ = fs.remove_file(&lock_path);
                Err(Error::io(show(&dir), error))
            }
        }
    }

    /// A new file in the session's folder.
    pub(super) fn create_file(&self) -> Result<(PathBuf, Box<dyn StoreFile>)> {
        let path = self.dir.join(self.next.fetch_add(1, Ordering::Relaxed).to_string());
        let file = self.fs.create_new(&path).map_err(|error| Error::io(show(&path), error))?;
        Ok((path, file))
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        // What fails here is found by the next sweep, since the lock goes with this handle.
        if clear(self.fs.as_ref(), &self.dir).is_ok() {
            let _ = self.fs.remove_file(&self.lock_path);
        }
    }
}

fn exists(fs: &dyn StoreFs, path: &Path) -> std::io::Result<bool> {
    match fs.metadata(path) {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Removes what dead sessions left behind; returns how many there were. Living ones aren't touched.
pub(super) fn recover(fs: &dyn StoreFs) -> Result<usize> {
    let staging = Path::new(STAGING);
    let items = fs.read_dir(staging).map_err(|error| Error::io(show(staging), error))?;
    let mut swept = 0;
    for item in items {
        let path = staging.join(&item.name);
        let is_lock = path.extension().is_some_and(|extension| extension == "lock");
        let result = match item.kind {
            FileKind::Dir => sweep(fs, &path),
            FileKind::File if is_lock => sweep(fs, &path.with_extension("")),
            _ => fs.remove_file(&path).map(|()| true),
        };
        match result {
            Ok(done) => swept += usize::from(done),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(Error::io(show(&path), error)),
        }
    }
    Ok(swept)
}

/// Counts what dead sessions left behind, without touching it.
pub(super) fn dead(fs: &dyn StoreFs) -> Result<u64> {
    let staging = Path::new(STAGING);
    let items = fs.read_dir(staging).map_err(|error| Error::io(show(staging), error))?;
    let is_dead = |path: &Path| match fs.open_append(&path.with_extension("lock")) {
        Ok(lock) => lock.try_lock().unwrap_or(true),
        Err(_) => true,
    };
    let strays = items.iter().filter(|item| {
        let path = staging.join(&item.name);
        let is_lock = path.extension().is_some_and(|extension| extension == "lock");
        // A session's folder speaks for its lock file, too.
        if item.kind == FileKind::Dir { is_dead(&path) } else { !is_lock }
    });
    Ok(strays.count() as u64)
}

/// Removes one session's folder and lock file unless somebody holds the lock.
fn sweep(fs: &dyn StoreFs, dir: &Path) -> std::io::Result<bool> {
    let lock_path = dir.with_extension("lock");
    match fs.open_append(&lock_path) {
        Ok(lock) => {
            if !lock.try_lock()? {
                return Ok(false);
            }
            clear(fs, dir)?;
            // Still locked: whoever is about to claim this file sees it vanish and takes another name.
            fs.remove_file(&lock_path)?;
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => clear(fs, dir)?,
        Err(error) => return Err(error),
    }
    Ok(true)
}

fn clear(fs: &dyn StoreFs, dir: &Path) -> std::io::Result<()> {
    let items = match fs.read_dir(dir) {
        Ok(items) => items,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for item in items {
        fs.remove_file(&dir.join(item.name))?;
    }
    fs.remove_dir(dir)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::fs::testing::SimFs;

    #[test]
    fn only_dead_sessions_are_swept() {
        let disk = SimFs::new();
        disk.create_dir(Path::new(STAGING)).unwrap();
        let fs: Arc<dyn StoreFs> = Arc::new(disk.clone());
        let alive = Session::start(&fs).unwrap();
        let dead = Session::start(&fs).unwrap();
        alive.create_file().unwrap();
        dead.create_file().unwrap();
        assert_eq!(recover(fs.as_ref()).unwrap(), 0);
        // Power is lost with both at work: after that nobody holds a lock.
        let crashed = disk.crash_states().swap_remove(1);
        assert_eq!(crashed.read_dir(Path::new(STAGING)).unwrap().len(), 4);
        assert!(recover(&crashed).unwrap() >= 2);
        assert!(crashed.read_dir(Path::new(STAGING)).unwrap().is_empty());
        drop((alive, dead));
        assert!(disk.read_dir(Path::new(STAGING)).unwrap().is_empty());
    }
}
