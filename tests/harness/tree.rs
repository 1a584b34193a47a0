//! Folders with odd things in them, and proof that nobody touched them.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};

use rustix::fs::{CWD, FileType, Mode};

/// A folder in the making; every method answers it again.
#[derive(Debug, Clone)]
pub struct Tree(PathBuf);

impl Tree {
    /// Makes the folder.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        let path = path.into();
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// A file, with the folders above it.
    #[must_use]
    pub fn file(self, path: impl AsRef<OsStr>, bytes: impl AsRef<[u8]>) -> Self {
        let at = self.at(path.as_ref());
        fs::write(at, bytes).unwrap();
        self
    }

    /// An empty folder.
    #[must_use]
    pub fn dir(self, path: &str) -> Self {
        fs::create_dir_all(self.0.join(path)).unwrap();
        self
    }

    /// A symbolic link.
    #[must_use]
    pub fn link(self, path: &str, target: impl AsRef<Path>) -> Self {
        symlink(target, self.at(OsStr::new(path))).unwrap();
        self
    }

    /// Another name for a file's inode.
    #[must_use]
    pub fn hard(self, path: &str, of: &str) -> Self {
        fs::hard_link(self.0.join(of), self.at(OsStr::new(path))).unwrap();
        self
    }

    /// A named pipe that nobody writes to.
    #[must_use]
    pub fn fifo(self, path: &str) -> Self {
        let at = self.at(OsStr::new(path));
        rustix::fs::mknodat(CWD, at, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        self
    }

    /// A socket that nobody listens to.
    #[must_use]
    pub fn socket(self, path: &str) -> Self {
        drop(std::os::unix::net::UnixListener::bind(self.at(OsStr::new(path))).unwrap());
        self
    }

    /// Permissions of what is there.
    #[must_use]
    pub fn mode(self, path: &str, mode: u32) -> Self {
        fs::set_permissions(self.0.join(path), fs::Permissions::from_mode(mode)).unwrap();
        self
    }

    fn at(&self, path: &OsStr) -> PathBuf {
        let at = self.0.join(path);
        fs::create_dir_all(at.parent().unwrap()).unwrap();
        at
    }
}

/// What must not change about a file or folder that somebody logs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proof {
    mode: u32,
    mtime: (i64, i64),
    ino: u64,
    nlink: u64,
    bytes: Vec<u8>,
}

/// Everything about a folder that a log must leave alone; the time of the last access may change.
pub fn proof(root: &Path) -> BTreeMap<PathBuf, Proof> {
    let mut found = BTreeMap::new();
    collect(root, &mut found);
    found
}

fn collect(path: &Path, found: &mut BTreeMap<PathBuf, Proof>) {
    let meta = fs::symlink_metadata(path).unwrap();
    let bytes = match meta.file_type() {
        kind if kind.is_file() => fs::read(path).unwrap(),
        kind if kind.is_symlink() => fs::read_link(path).unwrap().as_os_str().as_bytes().to_vec(),
        _ => Vec::new(),
    };
    if meta.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            collect(&entry.unwrap().path(), found);
        }
    }
    let mtime = (meta.mtime(), meta.mtime_nsec());
    found.insert(
        path.to_owned(),
        Proof { mode: meta.mode(), mtime, ino: meta.ino(), nlink: meta.nlink(), bytes },
    );
}
