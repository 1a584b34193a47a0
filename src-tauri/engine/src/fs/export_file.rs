//! One file of an export, hidden until it is whole.

use std::ffi::{OsStr, OsString};
use std::fs::File;
use std::io::{self, Write as _};
use std::os::fd::{AsFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rustix::fs::{AtFlags, Mode, OFlags};
use rustix::io::Errno;

use super::at;
use super::beneath::{taken, target_io};
use crate::Result;

const FILE_MODE: Mode = Mode::from_bits_retain(0o644);

static NEXT: AtomicU64 = AtomicU64::new(0);

/// A file that is being written under a temporary name. [`Self::finish`] gives it its own; dropped before that,
/// it is removed.
#[derive(Debug)]
pub struct ExportFile {
    dir: OwnedFd,
    file: File,
    temporary: Option<OsString>,
    name: OsString,
    /// For messages only.
    path: PathBuf,
}

impl ExportFile {
    pub(super) fn create(dir: OwnedFd, name: &OsStr, path: PathBuf) -> Result<Self> {
        let flags = OFlags::RDWR | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let temporary = OsString::from(format!(".cairn-{}-{number}.part", std::process::id()));
            match rustix::fs::openat(&dir, &temporary, flags, FILE_MODE) {
                // A leftover of a process that was killed and had our number.
                Err(Errno::EXIST) => {}
                Err(error) => return Err(target_io(&path, error.into())),
                Ok(file) => {
                    let (file, name) = (File::from(file), name.to_owned());
                    return Ok(Self { dir, file, temporary: Some(temporary), name, path });
                }
            }
        }
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
        (&self.file).write_all(bytes).map_err(|error| target_io(&self.path, error))
    }

    /// Gives the file its name. Something in its place is replaced only if `replace` (a link itself, not its
    /// target; a folder never); else the error is `TargetExists`.
    pub fn finish(mut self, replace: bool) -> Result<()> {
        let Some(temporary) = &self.temporary else { return Ok(()) };
        let renamed = if replace {
            rustix::fs::renameat(&self.dir, temporary, &self.dir, &self.name).map_err(io::Error::from)
        } else {
            at::rename_new(self.dir.as_fd(), temporary, self.dir.as_fd(), &self.name)
        };
        renamed.map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists | io::ErrorKind::IsADirectory => taken(&self.path),
            _ => target_io(&self.path, error),
        })?;
        self.temporary = None;
        Ok(())
    }
}

impl Drop for ExportFile {
    fn drop(&mut self) {
        if let Some(temporary) = &self.temporary {
            // Nobody is left to tell; the name says what it is.
            let _ = rustix::fs::unlinkat(&self.dir, temporary, AtFlags::empty());
        }
    }
}
