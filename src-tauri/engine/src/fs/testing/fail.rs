//! A file system that fails at the n-th operation.

use std::collections::HashMap;
use std::io;
use std::os::fd::BorrowedFd;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::fs::{DirItem, FileMeta, StoreFile, StoreFs};

/// The kinds of operations that are counted and can fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // named after the operations of `StoreFs` and `StoreFile`
pub enum Op {
    CreateDir,
    CreateFile,
    Open,
    Read,
    Write,
    Sync,
    SyncDir,
    SyncFs,
    Rename,
    Remove,
    ReadDir,
    Metadata,
    SetLen,
    Reflink,
    Lock,
}

impl Op {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::CreateDir,
        Self::CreateFile,
        Self::Open,
        Self::Read,
        Self::Write,
        Self::Sync,
        Self::SyncDir,
        Self::SyncFs,
        Self::Rename,
        Self::Remove,
        Self::ReadDir,
        Self::Metadata,
        Self::SetLen,
        Self::Reflink,
        Self::Lock,
    ];
}

/// How an operation fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// With this error number, and without any effect.
    Errno(i32),
    /// A write takes only half of the bytes (at least one) and says so; other operations aren't affected.
    ShortWrite,
}

/// One planned failure.
#[derive(Debug, Clone, Copy)]
pub struct Fault {
    /// The kind of operation that fails; `None` counts all kinds together.
    pub op: Option<Op>,
    /// Which one, counted from 1 since the fault was armed.
    pub nth: u64,
    /// How.
    pub kind: FaultKind,
    /// Whether every later one fails too.
    pub persistent: bool,
}

impl Fault {
    /// `ENOSPC`, `EIO`, `EROFS` and `EMFILE`: what a disk and a kernel say.
    pub const ERRNOS: &'static [i32] = &[28, 5, 30, 24];
}

#[derive(Default)]
struct State {
    fault: Option<(Fault, u64)>,
    counts: HashMap<Op, u64>,
    fired: u64,
}

#[derive(Default)]
struct Injector(Mutex<State>);

impl Injector {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Counts the operation; tells whether, and how, it fails.
    fn strike(&self, op: Op) -> Option<FaultKind> {
        let mut state = self.state();
        *state.counts.entry(op).or_default() += 1;
        let (fault, seen) = state.fault.as_mut()?;
        if fault.op.is_some_and(|wanted| wanted != op) {
            return None;
        }
        *seen += 1;
        let hit = *seen == fault.nth || (fault.persistent && *seen > fault.nth);
        let kind = hit.then_some(fault.kind)?;
        state.fired += 1;
        Some(kind)
    }

    fn pass(&self, op: Op) -> io::Result<()> {
        match self.strike(op) {
            Some(FaultKind::Errno(number)) => Err(io::Error::from_raw_os_error(number)),
            Some(FaultKind::ShortWrite) | None => Ok(()),
        }
    }
}

/// Wraps another file system and fails as told. Counts every operation.
pub struct FailFs {
    inner: Arc<dyn StoreFs>,
    injector: Arc<Injector>,
}

impl FailFs {
    /// Wraps `inner`; nothing fails yet.
    pub fn new(inner: Arc<dyn StoreFs>) -> Self {
        Self { inner, injector: Arc::default() }
    }

    /// Plans one failure in place of any other; its count starts now.
    pub fn arm(&self, fault: Fault) {
        self.injector.state().fault = Some((fault, 0));
    }

    /// Plans none.
    pub fn disarm(&self) {
        self.injector.state().fault = None;
    }

    /// How many operations of a kind there were.
    pub fn count(&self, op: Op) -> u64 {
        self.injector.state().counts.get(&op).copied().unwrap_or(0)
    }

    /// How many operations there were.
    pub fn total(&self) -> u64 {
        self.injector.state().counts.values().sum()
    }

    /// How many operations failed by plan.
    pub fn fired(&self) -> u64 {
        self.injector.state().fired
    }

    fn file(
        &self,
        op: Op,
        open: impl FnOnce() -> io::Result<Box<dyn StoreFile>>,
    ) -> io::Result<Box<dyn StoreFile>> {
        self.injector.pass(op)?;
        Ok(Box::new(FailFile { inner: open()?, injector: Arc::clone(&self.injector) }))
    }
}

impl StoreFs for FailFs {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.injector.pass(Op::CreateDir)?;
        self.inner.create_dir(path)
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn StoreFile>> {
        self.file(Op::CreateFile, || self.inner.create_new(path))
    }

    fn open_append(&self, path: &Path) -> io::Result<Box<dyn StoreFile>> {
        self.file(Op::Open, || self.inner.open_append(path))
    }

    fn open_read(&self, path: &Path) -> io::Result<Box<dyn StoreFile>> {
        self.file(Op::Open, || self.inner.open_read(path))
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        self.injector.pass(Op::SyncDir)?;
        self.inner.sync_dir(path)
    }

    fn sync_fs(&self) -> io::Result<()> {
        self.injector.pass(Op::SyncFs)?;
        self.inner.sync_fs()
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.injector.pass(Op::Rename)?;
        self.inner.rename_new(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.injector.pass(Op::Remove)?;
        self.inner.remove_file(path)
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.injector.pass(Op::Remove)?;
        self.inner.remove_dir(path)
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<DirItem>> {
        self.injector.pass(Op::ReadDir)?;
        self.inner.read_dir(path)
    }

    fn metadata(&self, path: &Path) -> io::Result<FileMeta> {
        self.injector.pass(Op::Metadata)?;
        self.inner.metadata(path)
    }
}

struct FailFile {
    inner: Box<dyn StoreFile>,
    injector: Arc<Injector>,
}

impl StoreFile for FailFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        self.injector.pass(Op::Read)?;
        self.inner.read_at(buffer, offset)
    }

    fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        match self.injector.strike(Op::Write) {
            Some(FaultKind::Errno(number)) => Err(io::Error::from_raw_os_error(number)),
            Some(FaultKind::ShortWrite) => {
                let half = bytes.len().div_ceil(2);
                self.inner.write(bytes.get(..half).unwrap_or(bytes))
            }
            None => self.inner.write(bytes),
        }
    }

    fn sync(&self) -> io::Result<()> {
        self.injector.pass(Op::Sync)?;
        self.inner.sync()
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.injector.pass(Op::SetLen)?;
        self.inner.set_len(len)
    }

    fn metadata(&self) -> io::Result<FileMeta> {
        self.injector.pass(Op::Metadata)?;
        self.inner.metadata()
    }

    fn reflink(&self, source: BorrowedFd<'_>) -> io::Result<()> {
        self.injector.pass(Op::Reflink)?;
        self.inner.reflink(source)
    }

    fn try_lock(&self) -> io::Result<bool> {
        self.injector.pass(Op::Lock)?;
        self.inner.try_lock()
    }

    fn descriptor(&self) -> Option<BorrowedFd<'_>> {
        self.inner.descriptor()
    }
}
