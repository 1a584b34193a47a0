//! What a simulated disk holds, and the operations on it.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::io;
use std::path::{Component, Path};

use crate::fs::{DirItem, FileKind};

pub(super) const ROOT: u64 = 1;

#[derive(Debug, Clone)]
pub(super) enum Node {
    File(Vec<u8>),
    Dir(BTreeMap<OsString, u64>),
}

/// One change that a crash may lose. Data belongs to a file's `sync`, names to their folder's.
#[derive(Debug, Clone)]
pub(super) enum Change {
    Data { ino: u64, offset: usize, bytes: Vec<u8> },
    Len { ino: u64, len: usize },
    Link { dir: u64, name: OsString, ino: u64, is_dir: bool },
    Unlink { dir: u64, name: OsString },
}

impl Change {
    /// The inode whose sync makes this change durable.
    pub(super) fn owner(&self) -> u64 {
        match self {
            Self::Data { ino, .. } | Self::Len { ino, .. } => *ino,
            Self::Link { dir, .. } | Self::Unlink { dir, .. } => *dir,
        }
    }
}

/// A whole file system. Applying a change whose inode never came to be is harmless: a crash can do that.
#[derive(Debug, Clone)]
pub(super) struct Image {
    nodes: BTreeMap<u64, Node>,
}

impl Image {
    pub(super) fn new() -> Self {
        Self { nodes: BTreeMap::from([(ROOT, Node::Dir(BTreeMap::new()))]) }
    }

    pub(super) fn apply(&mut self, change: &Change) {
        match change {
            Change::Data { ino, offset, bytes } => self.write(*ino, *offset, bytes),
            Change::Len { ino, len } => {
                if let Some(data) = self.file_mut(*ino) {
                    data.resize(*len, 0);
                }
            }
            Change::Link { dir, name, ino, is_dir } => {
                if *is_dir {
                    self.dir_mut(*ino);
                } else {
                    self.file_mut(*ino);
                }
                self.dir_mut(*dir).map(|names| names.insert(name.clone(), *ino));
            }
            Change::Unlink { dir, name } => {
                self.dir_mut(*dir).map(|names| names.remove(name));
            }
        }
    }

    fn write(&mut self, ino: u64, offset: usize, bytes: &[u8]) {
        let Some(data) = self.file_mut(ino) else { return };
        let end = offset + bytes.len();
        if data.len() < end {
            let mut grown = vec![0; end];
            if let Some(kept) = grown.get_mut(..data.len()) {
                kept.copy_from_slice(data);
            }
            *data = grown;
        }
        if let Some(target) = data.get_mut(offset..end) {
            target.copy_from_slice(bytes);
        }
    }

    pub(super) fn file(&self, ino: u64) -> &[u8] {
        match self.nodes.get(&ino) {
            Some(Node::File(data)) => data,
            _ => &[],
        }
    }

    pub(super) fn is_dir(&self, ino: u64) -> bool {
        matches!(self.nodes.get(&ino), Some(Node::Dir(_)))
    }

    pub(super) fn find(&self, path: &Path) -> io::Result<u64> {
        let mut at = ROOT;
        for component in path.components() {
            match component {
                Component::CurDir => {}
                Component::Normal(name) => {
                    at = *self.names(at)?.get(name).ok_or(io::ErrorKind::NotFound)?;
                }
                _ => return Err(io::ErrorKind::InvalidInput.into()),
            }
        }
        Ok(at)
    }

    pub(super) fn parent(&self, path: &Path) -> io::Result<(u64, OsString)> {
        let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        let dir = self.find(path.parent().unwrap_or(Path::new("")))?;
        self.names(dir)?;
        Ok((dir, name.to_owned()))
    }

    pub(super) fn names(&self, dir: u64) -> io::Result<&BTreeMap<OsString, u64>> {
        match self.nodes.get(&dir) {
            Some(Node::Dir(names)) => Ok(names),
            _ => Err(io::ErrorKind::NotADirectory.into()),
        }
    }

    pub(super) fn items(&self, dir: u64) -> io::Result<Vec<DirItem>> {
        let item = |(name, ino): (&OsString, &u64)| DirItem { name: name.clone(), kind: self.kind(*ino) };
        Ok(self.names(dir)?.iter().map(item).collect())
    }

    pub(super) fn kind(&self, ino: u64) -> FileKind {
        if self.is_dir(ino) { FileKind::Dir } else { FileKind::File }
    }

    /// The file, made if a crash lost its birth. Inode numbers are never reused, so a kind never changes.
    fn file_mut(&mut self, ino: u64) -> Option<&mut Vec<u8>> {
        match self.nodes.entry(ino).or_insert_with(|| Node::File(Vec::new())) {
            Node::File(data) => Some(data),
            Node::Dir(_) => None,
        }
    }

    fn dir_mut(&mut self, ino: u64) -> Option<&mut BTreeMap<OsString, u64>> {
        match self.nodes.entry(ino).or_insert_with(|| Node::Dir(BTreeMap::new())) {
            Node::Dir(names) => Some(names),
            Node::File(_) => None,
        }
    }
}
