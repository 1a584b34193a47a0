//! Small files and folders of Cairn's own, owner-only from birth.

use std::ffi::OsString;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use super::show;
use crate::{Error, Result};

/// Makes a folder and its missing parents, 0700.
pub fn create_private_dirs(path: &Path) -> Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path).map_err(|error| Error::io(show(path), error))
}

/// The same, and whatever was made survives a power loss: each new folder's name is synced in the folder above it.
/// The last one's name is synced even when it was there, because who made it may have been killed before it could.
pub fn create_durable_dirs(path: &Path) -> Result<()> {
    let is_missing = |folder: &&Path| !folder.as_os_str().is_empty() && folder.symlink_metadata().is_err();
    let missing = path.ancestors().take_while(is_missing).count();
    create_private_dirs(path)?;
    let above = path.ancestors().skip(1).take(missing.max(1));
    above
        .map(|folder| if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
        .try_for_each(sync_folder)
}

/// Makes an empty file, 0600; an error when it exists.
pub fn create_private_file(path: &Path) -> Result<()> {
    open_new(path).map(|_| ()).map_err(|error| Error::io(show(path), error))
}

/// Makes an empty file, 0600, unless it exists.
pub fn create_private_file_if_missing(path: &Path) -> Result<()> {
    match open_new(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(Error::io(show(path), error)),
        _ => Ok(()),
    }
}

/// Replaces a small file as a whole: written beside it, synced, renamed over it. 0600.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default();
    let mut temporary = OsString::from(format!(".{}.", std::process::id()));
    temporary.push(name);
    let beside = folder.join(temporary);
    let write = || -> io::Result<()> {
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&beside, path)?;
        File::open(folder)?.sync_all()
    };
    write().map_err(|error| {
        let _ = std::fs::remove_file(&beside);
        Error::io(show(path), error)
    })
}

/// Fills a small file whose bytes are always the same, 0600, and makes it and its name durable. Ended half way it
/// leaves a part of them, which the next call completes; several processes may do it at once.
pub fn fill_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let fill = || -> io::Result<()> {
        let mut file = OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        File::open(path.parent().unwrap_or(Path::new(".")))?.sync_all()
    };
    fill().map_err(|error| Error::io(show(path), error))
}

/// Writes a file that needn't survive, 0600, and the folders above it, 0700.
pub fn write_scratch(path: &Path, bytes: &[u8]) -> Result<()> {
    create_private_dirs(path.parent().unwrap_or(Path::new(".")))?;
    let open = || OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path);
    open().and_then(|mut file| file.write_all(bytes)).map_err(|error| Error::io(show(path), error))
}

/// The path itself, or the nearest folder above it that exists.
pub fn nearest(path: &Path) -> &Path {
    path.ancestors().find(|folder| folder.symlink_metadata().is_ok()).unwrap_or(Path::new("/"))
}

/// The path without links and `..`; it must exist.
pub fn real_path(path: &Path) -> Result<PathBuf> {
    std::fs::canonicalize(path).map_err(|error| Error::io(show(path), error))
}

/// The text of a small file.
pub fn read_text(path: &Path) -> io::Result<String> {
    std::fs::read_to_string(path)
}

/// Length of a file; `None` when there is none. Errors: something else than a file stands there.
pub fn file_len(path: &Path) -> io::Result<Option<u64>> {
    match std::fs::metadata(path) {
        Ok(meta) if meta.is_file() => Ok(Some(meta.len())),
        Ok(_) => Err(io::ErrorKind::InvalidInput.into()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Makes what was made in a folder survive a power loss.
pub fn sync_folder(path: &Path) -> Result<()> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(|error| Error::io(show(path), error))
}

/// Names in a folder.
pub fn names(path: &Path) -> io::Result<Vec<OsString>> {
    std::fs::read_dir(path)?.map(|entry| entry.map(|entry| entry.file_name())).collect()
}

/// Device and inode of a file or folder.
pub fn identity(path: &Path) -> Result<(u64, u64)> {
    let stat = std::fs::metadata(path).map_err(|error| Error::io(show(path), error))?;
    Ok((stat.dev(), stat.ino()))
}

/// Whether this process may write there.
pub fn is_writable(path: &Path) -> bool {
    rustix::fs::access(path, rustix::fs::Access::WRITE_OK).is_ok()
}

/// Bytes of all files in a folder and below it, by their lengths.
pub fn folder_bytes(path: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(path) else { return 0 };
    entries.flatten().fold(0, |sum, entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => sum + folder_bytes(&entry.path()),
        Ok(kind) if kind.is_file() => sum + entry.metadata().map_or(0, |meta| meta.len()),
        _ => sum,
    })
}

/// Lengths of a folder, of all in it and below it, as `du --apparent-size` adds them up; what vanishes meanwhile counts
/// nothing.
pub fn apparent_bytes(path: &Path) -> u64 {
    let Ok(meta) = std::fs::symlink_metadata(path) else { return 0 };
    let mut sum = meta.len();
    if meta.is_dir() {
        for entry in std::fs::read_dir(path).into_iter().flatten().flatten() {
            sum += apparent_bytes(&entry.path());
        }
    }
    sum
}

/// Removes all files of a folder but the `keep` newest.
pub fn keep_newest(folder: &Path, keep: usize) -> Result<()> {
    let failed = |error| Error::io(show(folder), error);
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .map_err(failed)?
        .flatten()
        .filter_map(|entry| Some((entry.metadata().ok()?.modified().ok()?, entry.path())))
        .collect();
    files.sort();
    let surplus = files.len().saturating_sub(keep);
    files.iter().take(surplus).try_for_each(|(_, path)| std::fs::remove_file(path)).map_err(failed)
}

/// Gives a finished file its name in the same folder, for good: bytes and name are durable afterwards.
pub fn settle_private(part: &Path, target: &Path) -> Result<()> {
    let settle = || -> io::Result<()> {
        File::open(part)?.sync_all()?;
        std::fs::rename(part, target)?;
        File::open(target.parent().unwrap_or(Path::new(".")))?.sync_all()
    };
    settle().map_err(|error| Error::io(show(target), error))
}

/// Removes a small file of Cairn's own; fine when it isn't there.
pub fn remove_file(path: &Path) -> Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io(show(path), error)),
        _ => Ok(()),
    }
}

/// Removes a folder of Cairn's own and all in it; fine when it isn't there.
pub fn remove_folder(path: &Path) -> Result<()> {
    match std::fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Error::io(show(path), error)),
        _ => Ok(()),
    }
}

fn open_new(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)
}
