//! What lies on a disk, and how it changes.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

/// The number of the folder at the top.
pub(super) const TOP: usize = 0;

/// A file's bytes, or a folder's names.
#[derive(Debug, Clone)]
pub(super) enum Node {
    File(Vec<u8>),
    Folder(BTreeMap<OsString, usize>),
}

/// One change of a disk.
#[derive(Debug)]
pub(super) enum Change {
    Write { node: usize, offset: usize, bytes: Vec<u8> },
    Length { node: usize, len: usize },
    Names { folder: usize, names: Vec<(OsString, Option<usize>)> },
}

impl Change {
    pub(super) fn node(&self) -> usize {
        match self {
            Self::Write { node, .. } | Self::Length { node, .. } => *node,
            Self::Names { folder, .. } => *folder,
        }
    }
}

/// A disk after a power loss.
#[derive(Debug)]
pub(super) struct Disk {
    pub(super) nodes: Vec<Node>,
}

impl Disk {
    /// The same number for the same files with the same bytes.
    pub(super) fn fingerprint(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.walk(TOP, Path::new(""), &mut |path, bytes| {
            path.hash(&mut hasher);
            bytes.hash(&mut hasher);
        });
        hasher.finish()
    }

    /// Writes it out below a folder that is emptied first.
    pub(super) fn write(&self, folder: &Path) {
        let _ = std::fs::remove_dir_all(folder);
        self.walk(TOP, Path::new(""), &mut |path, bytes| match bytes {
            Some(bytes) => std::fs::write(folder.join(path), bytes).unwrap(),
            None => std::fs::create_dir(folder.join(path)).unwrap(),
        });
    }

    fn walk(&self, node: usize, path: &Path, each: &mut dyn FnMut(&Path, Option<&[u8]>)) {
        match &self.nodes[node] {
            Node::File(bytes) => each(path, Some(bytes)),
            Node::Folder(names) => {
                each(path, None);
                names.iter().for_each(|(name, node)| self.walk(*node, &path.join(name), each));
            }
        }
    }
}

/// Makes one change, of a write only the first `len` bytes.
pub(super) fn apply(nodes: &mut [Node], change: &Change, len: usize) {
    match (change, &mut nodes[change.node()]) {
        (Change::Write { offset, bytes, .. }, Node::File(known)) => {
            let bytes = &bytes[..bytes.len().min(len)];
            known.resize(known.len().max(offset + bytes.len()), 0);
            known[*offset..offset + bytes.len()].copy_from_slice(bytes);
        }
        (Change::Length { len, .. }, Node::File(known)) => known.resize(*len, 0),
        (Change::Names { names, .. }, Node::Folder(known)) => {
            for (name, node) in names {
                match node {
                    Some(node) => known.insert(name.clone(), *node),
                    None => known.remove(name),
                };
            }
        }
        (change, _) => panic!("file and folder are mixed up: {change:?}"),
    }
}

/// Reads a folder and everything below it; the answer is the number of its node.
pub(super) fn load(path: &Path, nodes: &mut Vec<Node>) -> usize {
    let at = nodes.len();
    if path.is_file() {
        nodes.push(Node::File(std::fs::read(path).unwrap()));
        return at;
    }
    nodes.push(Node::Folder(BTreeMap::new()));
    let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    let names = entries.filter(|path| !is_volatile(path));
    let names = names.map(|path| (path.file_name().unwrap().to_owned(), load(&path, nodes))).collect();
    nodes[at] = Node::Folder(names);
    at
}

/// The memory that the database's users share is made anew after a power loss.
pub(super) fn is_volatile(path: &Path) -> bool {
    path.to_str().is_some_and(|path| path.ends_with("-shm"))
}
