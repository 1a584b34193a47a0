//! The store folder on a disk.

use std::fs::File;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Component, Path, PathBuf};

use rustix::fs::{AtFlags, Dir, Mode, OFlags};
use rustix::io::retry_on_intr;

use super::at;
use super::store_fs::{DirItem, FileMeta, StoreFile, StoreFs};

const DIR_MODE: Mode = Mode::RWXU;
const FILE_MODE: Mode = Mode::RUSR.union(Mode::WUSR);

/// [`StoreFs`] on the operating system's files. Holds the root open: a store folder that is renamed while in
/// use keeps working, and nothing put in its place is touched.
#[derive(Debug)]
pub struct RealFs {
    root: PathBuf,
    dir: OwnedFd,
}

impl RealFs {
    /// Opens an existing folder as the root.
    pub fn open(root: &Path) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let dir = rustix::fs::open(root, flags, Mode::empty())?;
        Ok(Self { root: root.to_owned(), dir })
    }

    /// Makes the folder if it is missing (it and missing parents with mode 0700), then opens it.
    pub fn create(root: &Path) -> io::Result<Self> {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(root)?;
        Self::open(root)
    }

    /// The root as it was given.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether the path still leads to the folder that is open; false once somebody moved or replaced it.
    pub fn is_in_place(&self) -> io::Result<bool> {
        let held = rustix::fs::fstat(&self.dir)?;
        match rustix::fs::stat(&self.root) {
            Ok(found) => Ok((found.st_dev, found.st_ino) == (held.st_dev, held.st_ino)),
            Err(rustix::io::Errno::NOENT | rustix::io::Errno::NOTDIR) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    fn relative<'p>(&self, path: &'p Path) -> io::Result<&'p Path> {
        let path = path.strip_prefix(&self.root).unwrap_or(path);
        let inside = path.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
        if inside { Ok(path) } else { Err(io::ErrorKind::InvalidInput.into()) }
    }

    fn open_file(&self, path: &Path, flags: OFlags) -> io::Result<Box<dyn StoreFile>> {
        let path = self.relative(path)?;
        // O_NONBLOCK: a FIFO in the place of a blob must not hang the open; it means nothing for files.
        let opened = at::open_beneath(self.dir.as_fd(), path, flags | OFlags::NONBLOCK, FILE_MODE)?;
        Ok(Box::new(RealFile(File::from(opened))))
    }

    fn parent<'p>(&self, path: &'p Path) -> io::Result<(OwnedFd, &'p std::ffi::OsStr)> {
        at::parent_beneath(self.dir.as_fd(), self.relative(path)?)
    }

    fn open_dir(&self, path: &Path) -> io::Result<OwnedFd> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY;
        Ok(at::open_beneath(self.dir.as_fd(), self.relative(path)?, flags, Mode::empty())?)
    }
}

impl StoreFs for RealFs {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        let (parent, name) = self.parent(path)?;
        Ok(rustix::fs::mkdirat(parent, name, DIR_MODE)?)
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn StoreFile>> {
        self.open_file(path, OFlags::RDWR | OFlags::CREATE | OFlags::EXCL)
    }

    fn open_append(&self, path: &Path) -> io::Result<Box<dyn StoreFile>> {
        self.open_file(path, OFlags::RDWR | OFlags::APPEND)
    }

    fn open_read(&self, path: &Path) -> io::Result<Box<dyn StoreFile>> {
        self.open_file(path, OFlags::RDONLY)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        let dir = self.open_dir(path)?;
        Ok(retry_on_intr(|| rustix::fs::fsync(&dir))?)
    }

    fn sync_fs(&self) -> io::Result<()> {
        Ok(retry_on_intr(|| rustix::fs::syncfs(&self.dir))?)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        let (from_dir, from_name) = self.parent(from)?;
        let (to_dir, to_name) = self.parent(to)?;
        at::rename_new(from_dir.as_fd(), from_name, to_dir.as_fd(), to_name)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        let (parent, name) = self.parent(path)?;
        Ok(rustix::fs::unlinkat(parent, name, AtFlags::empty())?)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        let (parent, name) = self.parent(path)?;
        Ok(rustix::fs::unlinkat(parent, name, AtFlags::REMOVEDIR)?)
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<DirItem>> {
        let dir = self.open_dir(path)?;
        let mut items = Vec::new();
        for entry in Dir::read_from(&dir)? {
            let entry = entry?;
            let name = entry.file_name().to_bytes();
            if name != b"." && name != b".." {
                let name = std::ffi::OsStr::from_bytes(name).to_owned();
                items.push(DirItem { name, kind: at::entry_kind(dir.as_fd(), &entry)? });
            }
        }
        Ok(items)
    }

    fn metadata(&self, path: &Path) -> io::Result<FileMeta> {
        let (parent, name) = self.parent(path)?;
        let stat = rustix::fs::statat(parent, name, AtFlags::SYMLINK_NOFOLLOW)?;
        Ok(FileMeta { kind: at::kind_of_mode(stat.st_mode), len: stat.st_size as u64 })
    }
}

struct RealFile(File);

impl StoreFile for RealFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        Ok(retry_on_intr(|| rustix::io::pread(&self.0, &mut *buffer, offset))?)
    }

    fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        Ok(retry_on_intr(|| rustix::io::write(&self.0, bytes))?)
    }

    fn sync(&self) -> io::Result<()> {
        Ok(retry_on_intr(|| rustix::fs::fsync(&self.0))?)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        Ok(retry_on_intr(|| rustix::fs::ftruncate(&self.0, len))?)
    }

    fn metadata(&self) -> io::Result<FileMeta> {
        let stat = rustix::fs::fstat(&self.0)?;
        Ok(FileMeta { kind: at::kind_of_mode(stat.st_mode), len: stat.st_size as u64 })
    }

    fn reflink(&self, source: BorrowedFd<'_>) -> io::Result<()> {
        Ok(rustix::fs::ioctl_ficlone(&self.0, source)?)
    }

    fn try_lock(&self) -> io::Result<bool> {
        match self.0.try_lock() {
            Ok(()) => Ok(true),
            Err(std::fs::TryLockError::WouldBlock) => Ok(false),
            Err(std::fs::TryLockError::Error(error)) => Err(error),
        }
    }

    fn descriptor(&self) -> Option<BorrowedFd<'_>> {
        Some(self.0.as_fd())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    #[test]
    fn modes_are_private_and_names_are_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let fs = RealFs::create(&folder.path().join("store")).unwrap();
        fs.create_dir(Path::new("d")).unwrap();
        let file = fs.create_new(Path::new("d/f")).unwrap();
        file.write_all(b"hello").unwrap();
        fs.create_new(Path::new("d/g")).unwrap();
        let taken = fs.rename_new(Path::new("d/f"), Path::new("d/g")).unwrap_err();
        assert_eq!(taken.kind(), io::ErrorKind::AlreadyExists);
        let mode = |path: &str| fs.root().join(path).metadata().unwrap().permissions().mode() & 0o7777;
        assert_eq!((mode(""), mode("d"), mode("d/f")), (0o700, 0o700, 0o600));
        assert_eq!(fs.read_dir(Path::new("d")).unwrap().len(), 2);
        assert_eq!(fs.metadata(&fs.root().join("d/f")).unwrap().len, 5);
        assert!(fs.open_read(Path::new("../x")).is_err());
        std::os::unix::fs::symlink("f", fs.root().join("d/l")).unwrap();
        assert!(fs.open_read(Path::new("d/l")).is_err());
        assert!(fs.is_in_place().unwrap());
        std::fs::rename(fs.root(), folder.path().join("moved")).unwrap();
        assert!(!fs.is_in_place().unwrap());
    }

    #[test]
    fn a_lock_has_one_holder() {
        let folder = tempfile::tempdir().unwrap();
        let fs = RealFs::open(folder.path()).unwrap();
        let first = fs.create_new(Path::new("l")).unwrap();
        let second = fs.open_append(Path::new("l")).unwrap();
        assert!(first.try_lock().unwrap() && !second.try_lock().unwrap());
        drop(first);
        assert!(second.try_lock().unwrap());
    }
}
