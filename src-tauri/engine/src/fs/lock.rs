//! Advisory locks, and what a folder's file system is like.

use std::fs::{File, TryLockError};
use std::path::Path;

use rustix::fs::{FsWord, Mode, OFlags};

use super::show;
use crate::{Code, Error, Result};

/// A kernel lock on a file; released when dropped or when the process ends, however it ends.
#[derive(Debug)]
pub struct FileLock {
    file: File,
}

impl FileLock {
    /// Takes a lock that many may share. `Code::StoreLocked` if somebody has it for themselves.
    pub fn shared(path: &Path) -> Result<Self> {
        Self::take(path, File::try_lock_shared)
    }

    /// Takes the lock for this process alone. `Code::StoreLocked` if anybody has it.
    pub fn exclusive(path: &Path) -> Result<Self> {
        Self::take(path, File::try_lock)
    }

    /// Turns a shared lock into one for this process alone; false, and shared as before, when others share it.
    ///
    /// The kernel gives the old lock back before it tries for the new one, so two that try at once might both fail, or
    /// one might slip in while the other has none. Hence only those may call this whom either does no harm: who holds
    /// another exclusive lock, the collector's, so that nobody else is trying, or who didn't read anything yet.
    pub fn become_alone(&self) -> Result<bool> {
        use rustix::fs::FlockOperation::{LockShared, NonBlockingLockExclusive};
        match rustix::fs::flock(&self.file, NonBlockingLockExclusive) {
            Ok(()) => Ok(true),
            Err(rustix::io::Errno::WOULDBLOCK) => {
                rustix::fs::flock(&self.file, LockShared).map_err(flock_failed)?;
                Ok(false)
            }
            Err(error) => Err(flock_failed(error)),
        }
    }

    /// Shares the lock again.
    pub fn share(&self) -> Result<()> {
        rustix::fs::flock(&self.file, rustix::fs::FlockOperation::LockShared).map_err(flock_failed)
    }

    fn take(path: &Path, lock: fn(&File) -> Result<(), TryLockError>) -> Result<Self> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::CLOEXEC | OFlags::NOFOLLOW | OFlags::NONBLOCK;
        let file = rustix::fs::open(path, flags, Mode::RUSR | Mode::WUSR)
            .map(File::from)
            .map_err(|error| Error::io(show(path), error.into()))?;
        match lock(&file) {
            Ok(()) => Ok(Self { file }),
            Err(TryLockError::WouldBlock) => Err(locked(path)),
            Err(TryLockError::Error(error)) => Err(Error::io(show(path), error)),
        }
    }
}

impl Drop for FileLock {
    fn drop(&mut self) {
        // To close the file isn't enough: a child that is being started has it, too, until it becomes another program,
        // and the lock would last as long.
        if let Err(error) = rustix::fs::flock(&self.file, rustix::fs::FlockOperation::Unlock) {
            log::warn!("a lock lasts until its file is closed: {error}");
        }
    }
}

fn flock_failed(error: rustix::io::Errno) -> Error {
    Error::io("The lock of the store", error.into())
}

fn locked(path: &Path) -> Error {
    Error::new(Code::StoreLocked, format!("In use by another process: {}", show(path)))
        .hint("Wait until the other window or command is done, then try again.")
}

/// Magic numbers of `statfs(2)` for file systems on another machine, and the names people know.
const NETWORK: &[(FsWord, &str)] = &[
    (0x6969, "NFS"),
    (0x517b, "SMB"),
    (0xfe53_4d42, "SMB"),
    (0xff53_4d42, "CIFS"),
    (0x0102_1997, "9p"),
    (0x5346_414f, "AFS"),
    (0x7375_7245, "Coda"),
    (0x00c3_6400, "Ceph"),
    (0x0bd0_0bd0, "Lustre"),
    (0x786f_4256, "VirtualBox shared folder"),
];

/// The name of the network file system that holds `dir`, or `None` for a local one.
pub fn network_fs(dir: &Path) -> Result<Option<&'static str>> {
    let stat = rustix::fs::statfs(dir).map_err(|error| Error::io(show(dir), error.into()))?;
    // The kernel's field has 32 meaningful bits whatever its width.
    let magic = stat.f_type & 0xffff_ffff;
    Ok(NETWORK.iter().find(|(number, _)| *number == magic).map(|(_, name)| *name))
}

/// Bytes that this user may still write beneath `dir`.
pub fn free_space(dir: &Path) -> Result<u64> {
    let stat = rustix::fs::statvfs(dir).map_err(|error| Error::io(show(dir), error.into()))?;
    Ok(stat.f_bavail.saturating_mul(stat.f_frsize))
}

/// Whether a folder holds nothing at all.
pub fn dir_is_empty(dir: &Path) -> Result<bool> {
    let mut entries = std::fs::read_dir(dir).map_err(|error| Error::io(show(dir), error))?;
    Ok(entries.next().is_none())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn shared_and_exclusive() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let one = FileLock::shared(&path).unwrap();
        let two = FileLock::shared(&path).unwrap();
        assert_eq!(FileLock::exclusive(&path).unwrap_err().code(), Code::StoreLocked);
        drop((one, two));
        let all = FileLock::exclusive(&path).unwrap();
        assert_eq!(FileLock::shared(&path).unwrap_err().code(), Code::StoreLocked);
        drop(all);
        assert!(!dir_is_empty(folder.path()).unwrap());
    }

    #[test]
    fn one_that_is_shared_can_become_alone_and_be_shared_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let one = FileLock::shared(&path).unwrap();
        let two = FileLock::shared(&path).unwrap();
        assert!(!one.become_alone().unwrap());
        assert_eq!(FileLock::exclusive(&path).unwrap_err().code(), Code::StoreLocked, "still shared");
        drop(two);
        assert!(one.become_alone().unwrap());
        assert_eq!(FileLock::shared(&path).unwrap_err().code(), Code::StoreLocked);
        one.share().unwrap();
        assert!(FileLock::shared(&path).is_ok());
    }

    #[test]
    fn a_lock_ends_with_its_holder_though_a_child_still_has_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("lock");
        let lock = FileLock::exclusive(&path).unwrap();
        let of_a_child = lock.file.try_clone().unwrap();
        drop(lock);
        assert!(FileLock::exclusive(&path).is_ok());
        drop(of_a_child);
    }

    #[test]
    fn the_disk_is_local_and_has_space() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(network_fs(folder.path()).unwrap(), None);
        assert!(free_space(folder.path()).unwrap() > 0);
        assert!(dir_is_empty(folder.path()).unwrap());
        assert_eq!(network_fs(&folder.path().join("no")).unwrap_err().code(), Code::Io);
    }
}
