//! Writing an export: never outside the chosen folder, never through a link, never executable.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Component, Path, PathBuf};

use rustix::fs::{AtFlags, Dir, Mode, OFlags};
use rustix::io::{Errno, retry_on_intr};

use super::export_file::ExportFile;
use super::store_fs::FileKind;
use super::{at, show};
use crate::{Code, Error, Result};

const DIR_MODE: Mode = Mode::from_bits_retain(0o755);

/// As deep as a listing goes; a manifest's paths can't be deeper.
const MAX_DEPTH: usize = 256;

/// What stands at a path of the export folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TreeKind {
    /// A regular file of that many bytes.
    File(u64),
    /// A folder.
    Dir,
    /// A link, device, FIFO or socket: never read, never written through.
    Other,
}

/// One thing in the export folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeEntry {
    /// The path below the export folder.
    pub path: PathBuf,
    /// What it is.
    pub kind: TreeKind,
}

/// The folder that an export may write to. It is held open, and every path is resolved beneath it by the
/// kernel (`openat2`, or one component at a time), so a link swapped in at any moment leads nowhere.
#[derive(Debug)]
pub struct ExportRoot {
    dir: OwnedFd,
    path: PathBuf,
}

impl ExportRoot {
    /// Opens the folder, making it and its missing parents if `create`. `TargetInvalid` if it is missing or no
    /// folder.
    pub fn open(path: &Path, create: bool) -> Result<Self> {
        if create {
            std::fs::create_dir_all(path).map_err(|error| invalid(path, error))?;
        }
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let dir =
            rustix::fs::open(path, flags, Mode::empty()).map_err(|error| invalid(path, error.into()))?;
        Ok(Self { dir, path: path.to_owned() })
    }

    /// The folder as it was given.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Makes a folder and its missing parents beneath the root. `TargetExists` if a file is in the way,
    /// `TargetInvalid` if a link is.
    pub fn create_dir_all(&self, relative: &Path) -> Result<()> {
        let mut prefix = PathBuf::new();
        for component in relative.components() {
            let Component::Normal(name) = component else { return Err(self.outside(relative)) };
            prefix.push(name);
            self.create_dir(&prefix)?;
        }
        Ok(())
    }

    /// Makes one folder beneath the root, whose parent exists; one that is there already is fine.
    pub fn create_dir(&self, relative: &Path) -> Result<()> {
        let failed = |error: io::Error| self.failed(relative, error);
        let (parent, name) = at::parent_beneath(self.dir.as_fd(), relative).map_err(failed)?;
        match rustix::fs::mkdirat(&parent, name, DIR_MODE) {
            Err(Errno::EXIST) => match self.kind(relative)? {
                Some(TreeKind::Dir) => Ok(()),
                _ => Err(taken(&self.path.join(relative))),
            },
            made => made.map_err(|error| failed(error.into())),
        }
    }

    /// Starts a file, not to be seen before it is whole, mode 0644 less the umask. Its folder must exist.
    pub fn create_file(&self, relative: &Path) -> Result<ExportFile> {
        let failed = |error: io::Error| self.failed(relative, error);
        let (parent, name) = at::parent_beneath(self.dir.as_fd(), relative).map_err(failed)?;
        ExportFile::create(parent, name, self.path.join(relative))
    }

    /// Opens a file beneath the root for reading, to compare it. `None` if no regular file is there.
    pub fn open_file(&self, relative: &Path) -> Result<Option<File>> {
        let flags = OFlags::RDONLY | OFlags::NONBLOCK;
        match at::open_beneath(self.dir.as_fd(), relative, flags, Mode::empty()) {
            Ok(opened) => {
                let stat = rustix::fs::fstat(&opened).map_err(|error| self.failed(relative, error.into()))?;
                Ok((at::kind_of_mode(stat.st_mode) == FileKind::File).then(|| File::from(opened)))
            }
            Err(Errno::NOENT | Errno::NOTDIR | Errno::LOOP | Errno::NXIO) => Ok(None),
            Err(error) => Err(self.failed(relative, error.into())),
        }
    }

    /// What stands at a path, links not followed; `None` if nothing does.
    pub fn kind(&self, relative: &Path) -> Result<Option<TreeKind>> {
        let (parent, name) = match at::parent_beneath(self.dir.as_fd(), relative) {
            Ok(found) => found,
            Err(error) if is_absent(&error) => return Ok(None),
            Err(error) => return Err(self.failed(relative, error)),
        };
        match rustix::fs::statat(parent, name, AtFlags::SYMLINK_NOFOLLOW) {
            Ok(stat) => Ok(Some(tree_kind(&stat))),
            Err(Errno::NOENT) => Ok(None),
            Err(error) => Err(self.failed(relative, error.into())),
        }
    }

    /// Removes one file or link (never what a link points to) beneath the root.
    pub fn remove_file(&self, relative: &Path) -> Result<()> {
        self.remove(relative, AtFlags::empty())
    }

    /// Removes one empty folder beneath the root.
    pub fn remove_dir(&self, relative: &Path) -> Result<()> {
        self.remove(relative, AtFlags::REMOVEDIR)
    }

    fn remove(&self, relative: &Path, flags: AtFlags) -> Result<()> {
        let (parent, name) =
            at::parent_beneath(self.dir.as_fd(), relative).map_err(|error| self.failed(relative, error))?;
        rustix::fs::unlinkat(parent, name, flags).map_err(|error| self.failed(relative, error.into()))
    }

    /// Everything beneath the root, folders before their contents, in byte order of the names. Links are
    /// listed, not followed.
    pub fn list(&self) -> Result<Vec<TreeEntry>> {
        let mut found = Vec::new();
        let mut waiting = vec![PathBuf::new()];
        while let Some(folder) = waiting.pop() {
            if folder.components().count() > MAX_DEPTH {
                return Err(self.failed(&folder, Errno::NAMETOOLONG.into()));
            }
            let first = found.len();
            self.list_folder(&folder, &mut found).map_err(|error| self.failed(&folder, error))?;
            waiting.extend(
                found
                    .iter()
                    .skip(first)
                    .filter(|entry| entry.kind == TreeKind::Dir)
                    .map(|entry| entry.path.clone()),
            );
        }
        found.sort_unstable_by(|one, two| one.path.cmp(&two.path));
        Ok(found)
    }

    fn list_folder(&self, folder: &Path, found: &mut Vec<TreeEntry>) -> io::Result<()> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY;
        let dir = at::open_beneath(self.dir.as_fd(), folder, flags, Mode::empty())?;
        for entry in Dir::read_from(&dir)? {
            let entry = entry?;
            let name = entry.file_name();
            if name.to_bytes() == b"." || name.to_bytes() == b".." {
                continue;
            }
            match rustix::fs::statat(&dir, name, AtFlags::SYMLINK_NOFOLLOW) {
                Ok(stat) => found.push(TreeEntry {
                    path: folder.join(OsStr::from_bytes(name.to_bytes())),
                    kind: tree_kind(&stat),
                }),
                Err(Errno::NOENT) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Makes everything written so far durable: one `syncfs` of the target's file system.
    pub fn sync(&self) -> Result<()> {
        retry_on_intr(|| rustix::fs::syncfs(&self.dir))
            .map_err(|error| self.failed(Path::new(""), error.into()))
    }

    fn failed(&self, relative: &Path, error: io::Error) -> Error {
        match error.raw_os_error().map(Errno::from_raw_os_error) {
            Some(Errno::XDEV | Errno::LOOP | Errno::INVAL) => self.outside(relative),
            Some(Errno::NOTDIR | Errno::ISDIR | Errno::EXIST) => taken(&self.path.join(relative)),
            _ => target_io(&self.path.join(relative), error),
        }
    }

    fn outside(&self, relative: &Path) -> Error {
        Error::new(
            Code::TargetInvalid,
            format!("Leads out of the export folder: {}", show(self.path.join(relative))),
        )
        .hint("Remove the link that stands in its place, or choose another folder.")
    }
}

fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.raw_os_error().map(Errno::from_raw_os_error),
        Some(Errno::NOENT | Errno::NOTDIR | Errno::LOOP)
    )
}

fn tree_kind(stat: &rustix::fs::Stat) -> TreeKind {
    match at::kind_of_mode(stat.st_mode) {
        FileKind::File => TreeKind::File(stat.st_size as u64),
        FileKind::Dir => TreeKind::Dir,
        FileKind::Link | FileKind::Other => TreeKind::Other,
    }
}

fn invalid(path: &Path, error: io::Error) -> Error {
    Error::new(Code::TargetInvalid, format!("Can't be used as an export folder: {}: {error}", show(path)))
        .hint("Choose an existing folder that you may write to.")
        .source(error)
}

pub(super) fn taken(path: &Path) -> Error {
    Error::new(Code::TargetExists, format!("Something is already there: {}", show(path)))
        .hint("Allow it to be replaced, or choose another folder.")
}

/// The target's own refusals, told apart from the store's.
pub(super) fn target_io(path: &Path, error: io::Error) -> Error {
    if error.kind() == io::ErrorKind::ReadOnlyFilesystem || error.kind() == io::ErrorKind::PermissionDenied {
        return Error::new(Code::TargetInvalid, format!("Can't be written: {}: {error}", show(path)))
            .hint("Choose a folder that you may write to.")
            .source(error);
    }
    Error::io(show(path), error)
}

#[cfg(test)]
#[path = "beneath_tests.rs"]
mod tests;
