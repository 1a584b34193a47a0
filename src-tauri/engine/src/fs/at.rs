//! Opening beneath a directory without ever following a link or leaving it.

use std::ffi::OsStr;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Component, Path};
use std::sync::atomic::{AtomicBool, Ordering};

use rustix::fs::{AtFlags, FileType, Mode, OFlags, RawMode, RenameFlags, ResolveFlags};
use rustix::io::Errno;

use super::store_fs::FileKind;

/// Set once `openat2` has turned out to be missing or forbidden here (old kernels, some containers).
static NO_OPENAT2: AtomicBool = AtomicBool::new(false);

/// How often a lookup that raced with a rename is tried again before the error is returned.
const RACE_RETRIES: usize = 128;

/// Opens `path` beneath `dir`: no `..`, no absolute path, no symbolic or magic link in any component.
pub(super) fn open_beneath(
    dir: BorrowedFd<'_>,
    path: &Path,
    flags: OFlags,
    mode: Mode,
) -> rustix::io::Result<OwnedFd> {
    let flags = flags | OFlags::CLOEXEC | OFlags::NOFOLLOW;
    // `openat2` refuses a mode where nothing is created.
    let mode = if flags.contains(OFlags::CREATE) { mode } else { Mode::empty() };
    if !NO_OPENAT2.load(Ordering::Relaxed) {
        match openat2_retrying(dir, path, flags, mode) {
            Err(Errno::NOSYS | Errno::PERM) => {}
            other => return other,
        }
    }
    let opened = open_by_components(dir, path, flags, mode)?;
    // The slower way worked where `openat2` didn't: remember that.
    NO_OPENAT2.store(true, Ordering::Relaxed);
    Ok(opened)
}

fn openat2_retrying(
    dir: BorrowedFd<'_>,
    path: &Path,
    flags: OFlags,
    mode: Mode,
) -> rustix::io::Result<OwnedFd> {
    let resolve = ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
    let path = if path.as_os_str().is_empty() { Path::new(".") } else { path };
    let mut last = Errno::AGAIN;
    for _ in 0..RACE_RETRIES {
        match rustix::fs::openat2(dir, path, flags, mode, resolve) {
            Err(error @ (Errno::AGAIN | Errno::INTR)) => last = error,
            other => return other,
        }
    }
    Err(last)
}

/// The same guarantee without `openat2`: one component at a time, each refused if it is a link.
fn open_by_components(
    dir: BorrowedFd<'_>,
    path: &Path,
    flags: OFlags,
    mode: Mode,
) -> rustix::io::Result<OwnedFd> {
    let step = OFlags::PATH | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    let mut names = normal_names(path)?.into_iter().peekable();
    let mut at: Option<OwnedFd> = None;
    while let Some(name) = names.next() {
        let here = at.as_ref().map_or(dir, AsFd::as_fd);
        if names.peek().is_none() {
            return rustix::fs::openat(here, name, flags, mode);
        }
        at = Some(rustix::fs::openat(here, name, step, Mode::empty())?);
    }
    rustix::fs::openat(dir, ".", flags, mode)
}

fn normal_names(path: &Path) -> rustix::io::Result<Vec<&OsStr>> {
    path.components()
        .filter(|component| !matches!(component, Component::CurDir))
        .map(|component| match component {
            Component::Normal(name) => Ok(name),
            _ => Err(Errno::XDEV),
        })
        .collect()
}

/// The directory that holds `path`'s last name, and that name.
pub(super) fn parent_beneath<'p>(dir: BorrowedFd<'_>, path: &'p Path) -> io::Result<(OwnedFd, &'p OsStr)> {
    let name = path.file_name().ok_or(Errno::INVAL)?;
    let parent = path.parent().unwrap_or(Path::new(""));
    let flags = OFlags::PATH | OFlags::DIRECTORY;
    Ok((open_beneath(dir, parent, flags, Mode::empty())?, name))
}

/// Renames within two open directories; fails with `AlreadyExists` if the new name is taken.
pub(super) fn rename_new(
    from_dir: BorrowedFd<'_>,
    from: &OsStr,
    to_dir: BorrowedFd<'_>,
    to: &OsStr,
) -> io::Result<()> {
    match rustix::fs::renameat_with(from_dir, from, to_dir, to, RenameFlags::NOREPLACE) {
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => rename_reserving(from_dir, from, to_dir, to),
        other => Ok(other?),
    }
}

/// For file systems without `RENAME_NOREPLACE`: an exclusive creation reserves the name first.
fn rename_reserving(
    from_dir: BorrowedFd<'_>,
    from: &OsStr,
    to_dir: BorrowedFd<'_>,
    to: &OsStr,
) -> io::Result<()> {
    let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC | OFlags::NOFOLLOW;
    drop(rustix::fs::openat(to_dir, to, flags, Mode::RUSR | Mode::WUSR)?);
    let renamed = rustix::fs::renameat(from_dir, from, to_dir, to);
    if renamed.is_err() {
        // The reservation is ours and empty; the error that matters is the rename's.
        let _ = rustix::fs::unlinkat(to_dir, to, AtFlags::empty());
    }
    Ok(renamed?)
}

/// The kind that a raw mode says.
pub(super) fn kind_of_mode(mode: RawMode) -> FileKind {
    kind_of(FileType::from_raw_mode(mode))
}

/// Our four kinds from the system's seven.
pub(super) fn kind_of(file_type: FileType) -> FileKind {
    match file_type {
        FileType::RegularFile => FileKind::File,
        FileType::Directory => FileKind::Dir,
        FileType::Symlink => FileKind::Link,
        _ => FileKind::Other,
    }
}

/// Kind without following links; file systems that leave the type out of `getdents` are asked again.
pub(super) fn entry_kind(dir: BorrowedFd<'_>, entry: &rustix::fs::DirEntry) -> rustix::io::Result<FileKind> {
    if entry.file_type() != FileType::Unknown {
        return Ok(kind_of(entry.file_type()));
    }
    let stat = rustix::fs::statat(dir, entry.file_name(), AtFlags::SYMLINK_NOFOLLOW)?;
    Ok(kind_of_mode(stat.st_mode))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn both_ways_refuse_links_and_parents() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        std::fs::create_dir_all(root.join("in/a")).unwrap();
        std::fs::write(root.join("in/a/f"), b"x").unwrap();
        std::fs::write(root.join("out"), b"x").unwrap();
        std::os::unix::fs::symlink("a", root.join("in/l")).unwrap();
        let dir = std::fs::File::open(root.join("in")).unwrap();
        for way in [openat2_retrying, open_by_components] {
            let open = |path: &str| {
                way(dir.as_fd(), Path::new(path), OFlags::RDONLY | OFlags::NOFOLLOW, Mode::empty())
            };
            assert!(open("a/f").is_ok() && open("").is_ok());
            for bad in ["../out", "a/../../out", "/etc/passwd", "l/f", "l"] {
                assert!(open(bad).is_err(), "{bad}");
            }
        }
    }
}
