//! What happened to a disk, in its order, followed by the calls of a program.
//!
//! The rules are stricter than those of any one file system: a sync of a file makes its bytes and length durable, not
//! its name; a sync of a folder makes the names in it durable, not its own; all else may be lost, change by change. A
//! rename within a folder is one change, one into another folder is two.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::disk::{Change, Node, TOP, apply, is_volatile, load};
use super::trace::Call;

/// What happened one after the other.
#[derive(Debug)]
pub(super) enum Step {
    /// The next change.
    Change,
    /// These are durable now.
    Sync(Vec<usize>),
    /// Something was printed.
    Told,
}

/// Everything that happened below a folder.
#[derive(Debug)]
pub(super) struct Recording {
    top: PathBuf,
    pub(super) base: Vec<Node>,
    now: Vec<Node>,
    pub(super) changes: Vec<Change>,
    pub(super) steps: Vec<Step>,
    handles: BTreeMap<i64, (bool, usize)>,
}

impl Recording {
    /// Begins with what lies below the folder, all of it durable.
    pub(super) fn start(top: &Path) -> Self {
        let mut base = Vec::new();
        load(top, &mut base);
        let (now, top) = (base.clone(), top.to_owned());
        Self { top, base, now, changes: Vec::new(), steps: Vec::new(), handles: BTreeMap::new() }
    }

    /// A file that somebody else just made, empty; nobody made its name durable.
    pub(super) fn another_made(&mut self, path: &Path) {
        assert_eq!(path.metadata().unwrap().len(), 0);
        self.make(path, Node::File(Vec::new()));
    }

    /// Follows the calls of a program.
    pub(super) fn follow(&mut self, calls: &[Call]) {
        let mut changes_before = vec![self.changes.len()];
        for call in calls {
            let seen = changes_before[call.began];
            self.take(call, seen);
            changes_before.push(self.changes.len());
        }
    }

    fn take(&mut self, call: &Call, seen: usize) {
        match call.name.as_str() {
            "open" | "openat" | "openat2" => self.open(call),
            "write" if call.descriptor(0) == 1 => self.steps.push(Step::Told),
            "write" | "writev" | "pwrite64" => self.write(call),
            "lseek" => {
                self.handles.entry(call.descriptor(0)).and_modify(|handle| handle.1 = call.answer as usize);
            }
            "ftruncate" => {
                if let Some(node) = call.open_file(0).and_then(|path| self.find(&path)) {
                    self.change(Change::Length { node, len: call.number(1) as usize });
                }
            }
            "fsync" | "fdatasync" => {
                if let Some(node) = call.open_file(0).and_then(|path| self.find(&path)) {
                    self.sync(seen, Some(node));
                }
            }
            "syncfs" if call.is_about(&self.top) => self.sync(seen, None),
            "rename" => self.rename(&call.path(0), &call.path(1)),
            "renameat" | "renameat2" => self.rename(&call.path_at(0), &call.path_at(2)),
            "unlink" | "rmdir" => self.name(&call.path(0), None),
            "unlinkat" => self.name(&call.path_at(0), None),
            "mkdir" => self.make(&call.path(0), Node::Folder(BTreeMap::new())),
            "mkdirat" => self.make(&call.path_at(0), Node::Folder(BTreeMap::new())),
            "ioctl" if call.arguments[1] == "FICLONE" => self.clone_from(call),
            "ioctl" | "mmap" if !changes(call) => {}
            _ => assert!(
                !call.is_about(&self.top) || is_shared_memory(call),
                "the model doesn't know {call:?}"
            ),
        }
    }

    fn open(&mut self, call: &Call) {
        let Some(path) = call.opened.clone().filter(|path| path.starts_with(&self.top)) else { return };
        let says = |flag: &str| call.arguments.iter().any(|argument| argument.contains(flag));
        assert!(!says("O_TMPFILE"), "the model doesn't know files without a name");
        if says("O_CREAT") && self.find(&path).is_none() {
            self.make(&path, Node::File(Vec::new()));
        }
        if let Some(node) = self.find(&path).filter(|_| says("O_TRUNC")) {
            self.change(Change::Length { node, len: 0 });
        }
        self.handles.insert(call.answer, (says("O_APPEND"), 0));
    }

    fn write(&mut self, call: &Call) {
        let Some(node) = call.open_file(0).and_then(|path| self.find(&path)) else { return };
        let Node::File(known) = &self.now[node] else { panic!("a folder is written: {call:?}") };
        let mut bytes = call.bytes(1);
        bytes.truncate(call.answer as usize);
        assert_eq!(bytes.len(), call.answer as usize, "bytes are missing in the trace");
        let offset = if call.name == "pwrite64" {
            call.number(3) as usize
        } else {
            let (append, position) = self.handles.get_mut(&call.descriptor(0)).unwrap();
            let offset = if *append { known.len() } else { *position };
            *position = offset + bytes.len();
            offset
        };
        self.change(Change::Write { node, offset, bytes });
    }

    /// A file shares the bytes of a source, which stays as it is.
    fn clone_from(&mut self, call: &Call) {
        let Some(node) = call.open_file(0).and_then(|path| self.find(&path)) else { return };
        let bytes = std::fs::read(call.open_file(2).unwrap()).unwrap();
        self.change(Change::Write { node, offset: 0, bytes });
    }

    fn sync(&mut self, seen: usize, node: Option<usize>) {
        let covered = self.changes[..seen].iter().enumerate();
        let covered = covered.filter(|(_, change)| node.is_none_or(|node| change.node() == node));
        let covered = covered.map(|(at, _)| at).collect();
        self.steps.push(Step::Sync(covered));
    }

    fn rename(&mut self, from: &Path, to: &Path) {
        let Some(node) = self.find(from) else { return };
        let (source, target) = (self.folder_of(from), self.folder_of(to));
        let old = (from.file_name().unwrap().to_owned(), None);
        let new = (to.file_name().unwrap().to_owned(), Some(node));
        if source == target {
            self.change(Change::Names { folder: source, names: vec![new, old] });
        } else {
            self.change(Change::Names { folder: target, names: vec![new] });
            self.change(Change::Names { folder: source, names: vec![old] });
        }
    }

    fn make(&mut self, path: &Path, node: Node) {
        if path.starts_with(&self.top) && !is_volatile(path) {
            self.now.push(node.clone());
            self.base.push(node);
            self.name(path, Some(self.now.len() - 1));
        }
    }

    fn name(&mut self, path: &Path, node: Option<usize>) {
        if path.starts_with(&self.top) && !is_volatile(path) {
            let names = vec![(path.file_name().unwrap().to_owned(), node)];
            self.change(Change::Names { folder: self.folder_of(path), names });
        }
    }

    fn change(&mut self, change: Change) {
        apply(&mut self.now, &change, usize::MAX);
        self.changes.push(change);
        self.steps.push(Step::Change);
    }

    /// What has a path by now.
    fn find(&self, path: &Path) -> Option<usize> {
        path.strip_prefix(&self.top).ok()?.iter().try_fold(TOP, |at, name| match &self.now[at] {
            Node::Folder(names) => names.get(name).copied(),
            Node::File(_) => None,
        })
    }

    fn folder_of(&self, path: &Path) -> usize {
        self.find(path.parent().unwrap()).unwrap_or_else(|| panic!("no folder for {}", path.display()))
    }

    /// Changes, syncs and the answer.
    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    pub(super) fn was_told(&self) -> bool {
        self.steps.iter().any(|step| matches!(step, Step::Told))
    }
}

fn is_shared_memory(call: &Call) -> bool {
    (0..call.arguments.len()).any(|at| call.open_file(at).is_some_and(|path| is_volatile(&path)))
}

/// Whether an `ioctl` or `mmap` can change a file.
fn changes(call: &Call) -> bool {
    let says = |word: &str| call.arguments.iter().any(|argument| argument.contains(word));
    says("FICLONERANGE") || (says("MAP_SHARED") && says("PROT_WRITE"))
}
