//! One file of an export, not to be seen until it is whole.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Seek as _, Write as _};
use std::os::fd::{AsFd, AsRawFd as _, OwnedFd};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::fs::{AtFlags, CWD, Mode, OFlags};
use rustix::io::Errno;

use super::at;
use super::beneath::{taken, target_io};
use crate::{Error, Result};

const FILE_MODE: Mode = Mode::from_bits_retain(0o644);

static NEXT: AtomicU64 = AtomicU64::new(0);

/// A file that is being written without a name (`O_TMPFILE`), so that a process that is killed leaves nothing; where
/// the file system has no such files, under a hidden name. [`Self::finish`] gives it its own name; dropped before
/// that, it is gone.
#[derive(Debug)]
pub struct ExportFile {
    dir: OwnedFd,
    file: File,
    /// The name that it has by now, unless it has none.
    hidden: Option<OsString>,
    name: OsString,
    /// For messages only.
    path: PathBuf,
}

impl ExportFile {
    pub(super) fn create(dir: OwnedFd, name: &OsStr, path: PathBuf) -> Result<Self> {
        let made = match create_nameless(&dir) {
            Some(file) => Ok((None, file)),
            None => create_hidden(&dir).map(|(hidden, file)| (Some(hidden), file)),
        };
        let (hidden, file) = made.map_err(|error| target_io(&path, error))?;
        Ok(Self { dir, file, hidden, name: name.to_owned(), path })
    }

    /// Where it will stand, for messages.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The open file, for reading and writing.
    pub fn file(&self) -> &File {
        &self.file
    }

    /// Appends bytes.
    pub fn write_all(&self, bytes: &[u8]) -> Result<()> {
        (&self.file).write_all(bytes).map_err(|error| self.failed(error))
    }

    /// What a failed write to [`Self::file`] means.
    pub fn failed(&self, error: io::Error) -> Error {
        target_io(&self.path, error)
    }

    /// Gives the file its name. Something in its place is replaced only if `replace` (a link itself, not its
    /// target; a folder never); else the error is `TargetExists`.
    pub fn finish(mut self, replace: bool) -> Result<()> {
        self.give_name(replace).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists | io::ErrorKind::IsADirectory => taken(&self.path),
            _ => target_io(&self.path, error),
        })
    }

    fn give_name(&mut self, replace: bool) -> io::Result<()> {
        if self.hidden.is_none() {
            match self.link(&self.name) {
                Ok(()) => return Ok(()),
                // A link replaces nothing, a rename does.
                Err(Errno::EXIST) if replace => self.link_hidden()?,
                Err(error) if is_refusal(error) => self.copy_hidden()?,
                Err(error) => return Err(error.into()),
            }
        }
        let Some(hidden) = &self.hidden else { return Err(Errno::NOENT.into()) };
        if replace {
            rustix::fs::renameat(&self.dir, hidden, &self.dir, &self.name)?;
        } else {
            at::rename_new(self.dir.as_fd(), hidden, self.dir.as_fd(), &self.name)?;
        }
        self.hidden = None;
        Ok(())
    }

    /// Gives a file without a name one that is free.
    fn link(&self, name: &OsStr) -> rustix::io::Result<()> {
        // By its descriptor alone (`AT_EMPTY_PATH`) only a privileged process may before Linux 6.10.
        let open = format!("/proc/self/fd/{}", self.file.as_raw_fd());
        rustix::fs::linkat(CWD, open, &self.dir, name, AtFlags::SYMLINK_FOLLOW)
    }

    fn link_hidden(&mut self) -> io::Result<()> {
        loop {
            let hidden = hidden_name();
            match self.link(&hidden) {
                Err(Errno::EXIST) => {}
                Err(error) => return Err(error.into()),
                Ok(()) => {
                    self.hidden = Some(hidden);
                    return Ok(());
                }
            }
        }
    }

    /// For a file system that makes files without names but can't link them.
    fn copy_hidden(&mut self) -> io::Result<()> {
        let (hidden, mut copy) = create_hidden(&self.dir)?;
        self.hidden = Some(hidden);
        self.file.rewind()?;
        io::copy(&mut self.file, &mut copy)?;
        self.file = copy;
        Ok(())
    }
}

impl Drop for ExportFile {
    fn drop(&mut self) {
        if let Some(hidden) = &self.hidden {
            // Nobody is left to tell; the name says what it is.
            let _ = rustix::fs::unlinkat(&self.dir, hidden, AtFlags::empty());
        }
    }
}

/// A file that nobody else can see; `None` where that can't be made, or couldn't be given a name later.
fn create_nameless(dir: &OwnedFd) -> Option<File> {
    static HAS_PROC: OnceLock<bool> = OnceLock::new();
    let has_proc = || rustix::fs::access("/proc/self/fd", rustix::fs::Access::EXISTS).is_ok();
    if !*HAS_PROC.get_or_init(has_proc) {
        return None;
    }
    // Any failure: the hidden file meets the same one, when it isn't for the lack of such files.
    let flags = OFlags::RDWR | OFlags::TMPFILE | OFlags::CLOEXEC;
    rustix::fs::openat(dir, ".", flags, FILE_MODE).ok().map(File::from)
}

fn create_hidden(dir: &OwnedFd) -> io::Result<(OsString, File)> {
    let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    loop {
        let hidden = hidden_name();
        match rustix::fs::openat(dir, &hidden, flags, FILE_MODE) {
            // A leftover of a process that was killed and had our number.
            Err(Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
            Ok(file) => return Ok((hidden, File::from(file))),
        }
    }
}

fn hidden_name() -> OsString {
    let number = NEXT.fetch_add(1, Ordering::Relaxed);
    OsString::from(format!(".cairn-{}-{number}.part", std::process::id()))
}

/// Whether the file system refuses links as such.
fn is_refusal(error: Errno) -> bool {
    matches!(error, Errno::PERM | Errno::OPNOTSUPP | Errno::NOSYS | Errno::MLINK | Errno::NOENT | Errno::XDEV)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn file_in(folder: &Path, name: &str) -> ExportFile {
        let flags = OFlags::PATH | OFlags::DIRECTORY;
        let dir = rustix::fs::open(folder, flags, Mode::empty()).unwrap();
        ExportFile::create(dir, OsStr::new(name), folder.join(name)).unwrap()
    }

    fn names(folder: &Path) -> Vec<OsString> {
        let mut names: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        names.sort();
        names
    }

    /// With and without files that have no name.
    #[test]
    fn every_way_gives_the_same() {
        for is_hidden in [false, true] {
            let folder = tempfile::tempdir().unwrap();
            let write = |name: &str, bytes: &[u8], replace| {
                let mut file = file_in(folder.path(), name);
                file.write_all(bytes)?;
                if is_hidden && file.hidden.is_none() {
                    file.copy_hidden().unwrap();
                }
                file.finish(replace)
            };
            write("new", b"one", false).unwrap();
            assert!(write("new", b"two", false).is_err());
            write("new", b"three", true).unwrap();
            write("other", b"four", true).unwrap();
            std::fs::create_dir(folder.path().join("folder")).unwrap();
            assert!(write("folder", b"five", true).is_err());
            assert_eq!(std::fs::read(folder.path().join("new")).unwrap(), b"three");
            assert_eq!(std::fs::read(folder.path().join("other")).unwrap(), b"four");
            assert_eq!(names(folder.path()), ["folder", "new", "other"]);
        }
    }

    /// As one that is killed: nothing of the program runs any more.
    #[test]
    fn an_unfinished_file_without_a_name_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = file_in(folder.path(), "f");
        file.write_all(b"part").unwrap();
        let expected = usize::from(file.hidden.is_some());
        assert_eq!(names(folder.path()).len(), expected);
    }
}
