//! A file system in memory that can lose power.
//!
//! The model is harsher than any real disk that obeys `fsync`: a file's bytes are durable only after the file was
//! synced, a name only after its folder was, a rename is a new name and a removal that may survive separately,
//! and unsynced changes survive in any combination.

use std::collections::{BTreeSet, HashSet};
use std::io;
use std::os::fd::BorrowedFd;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::sim_image::{Change, Image, ROOT};
use crate::fs::{DirItem, FileKind, FileMeta, StoreFile, StoreFs};

struct State {
    live: Image,
    durable: Image,
    pending: Vec<Change>,
    next_ino: u64,
    locked: BTreeSet<u64>,
}

impl State {
    fn change(&mut self, change: Change) {
        self.live.apply(&change);
        self.pending.push(change);
    }

    fn sync(&mut self, keep: impl Fn(&Change) -> bool) {
        let (pending, durable) = (std::mem::take(&mut self.pending), &mut self.durable);
        self.pending = pending
            .into_iter()
            .filter(|change| {
                let kept = keep(change);
                if !kept {
                    durable.apply(change);
                }
                kept
            })
            .collect();
    }

    fn new_node(&mut self, path: &Path, is_dir: bool) -> io::Result<u64> {
        let (dir, name) = self.live.parent(path)?;
        if self.live.names(dir)?.contains_key(&name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let ino = self.next_ino;
        self.next_ino += 1;
        self.change(Change::Link { dir, name, ino, is_dir });
        Ok(ino)
    }
}

/// [`StoreFs`] in memory. Clones share the disk.
#[derive(Clone)]
pub struct SimFs(Arc<Mutex<State>>);

impl Default for SimFs {
    fn default() -> Self {
        Self::from_image(Image::new())
    }
}

impl SimFs {
    /// An empty disk.
    pub fn new() -> Self {
        Self::default()
    }

    fn from_image(image: Image) -> Self {
        // Far above any inode of the image, and never reused.
        let state = State {
            live: image.clone(),
            durable: image,
            pending: Vec::new(),
            next_ino: ROOT + 1,
            locked: BTreeSet::new(),
        };
        Self(Arc::new(Mutex::new(state)))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many changes a crash could lose now.
    pub fn unsynced(&self) -> usize {
        self.state().pending.len()
    }

    /// The disk after power was lost now and nothing unsynced survived.
    #[must_use]
    pub fn worst_crash(&self) -> Self {
        crashed(&self.state(), std::iter::empty())
    }

    /// Disks as they could be found after power was lost now: nothing unsynced survived; all of it did; all but
    /// one change did, for each; and the last write cut at 512 and at 4,096 bytes. Locks are gone.
    pub fn crash_states(&self) -> Vec<Self> {
        let state = self.state();
        let count = state.pending.len();
        let mut keeps: Vec<HashSet<usize>> = vec![HashSet::new(), (0..count).collect()];
        keeps.extend((0..count).map(|lost| (0..count).filter(|index| *index != lost).collect()));
        let mut found: Vec<Self> = keeps
            .iter()
            .map(|keep| {
                let kept = state.pending.iter().enumerate().filter(|(index, _)| keep.contains(index));
                crashed(&state, kept.map(|(_, change)| change.clone()))
            })
            .collect();
        found.extend([512, 4096].into_iter().filter_map(|cut| torn(&state, cut)));
        found
    }
}

fn crashed(state: &State, kept: impl Iterator<Item = Change>) -> SimFs {
    let mut image = state.durable.clone();
    kept.for_each(|change| image.apply(&change));
    let disk = SimFs::from_image(image);
    disk.state().next_ino = state.next_ino;
    disk
}

/// All survived but the end of the last write.
fn torn(state: &State, cut: usize) -> Option<SimFs> {
    let last = state.pending.iter().rposition(|change| matches!(change, Change::Data { .. }))?;
    let changes = state.pending.iter().cloned().enumerate().map(|(index, mut change)| {
        if let (true, Change::Data { bytes, .. }) = (index == last, &mut change) {
            bytes.truncate(cut.min(bytes.len().saturating_sub(1)));
        }
        change
    });
    Some(crashed(state, changes))
}

impl StoreFs for SimFs {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.state().new_node(path, true).map(drop)
    }

    fn create_new(&self, path: &Path) -> io::Result<Box<dyn StoreFile>> {
        let ino = self.state().new_node(path, false)?;
        Ok(Box::new(SimFile::new(self, ino, false)))
    }

    fn open_append(&self, path: &Path) -> io::Result<Box<dyn StoreFile>> {
        let ino = self.state().live.find(path)?;
        Ok(Box::new(SimFile::new(self, ino, true)))
    }

    fn open_read(&self, path: &Path) -> io::Result<Box<dyn StoreFile>> {
        self.open_append(path)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        let dir = state.live.find(path)?;
        state.sync(|change| change.owner() != dir);
        Ok(())
    }

    fn sync_fs(&self) -> io::Result<()> {
        self.state().sync(|_| false);
        Ok(())
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut state = self.state();
        let ino = state.live.find(from)?;
        let (from_dir, from_name) = state.live.parent(from)?;
        let (dir, name) = state.live.parent(to)?;
        if state.live.names(dir)?.contains_key(&name) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let is_dir = state.live.is_dir(ino);
        state.change(Change::Link { dir, name, ino, is_dir });
        state.change(Change::Unlink { dir: from_dir, name: from_name });
        Ok(())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        if state.live.is_dir(state.live.find(path)?) {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let (dir, name) = state.live.parent(path)?;
        state.change(Change::Unlink { dir, name });
        Ok(())
    }

    fn remove_dir(&self, path: &Path) -> io::Result<()> {
        let mut state = self.state();
        if !state.live.names(state.live.find(path)?)?.is_empty() {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        let (dir, name) = state.live.parent(path)?;
        state.change(Change::Unlink { dir, name });
        Ok(())
    }

    fn read_dir(&self, path: &Path) -> io::Result<Vec<DirItem>> {
        let state = self.state();
        state.live.items(state.live.find(path)?)
    }

    fn metadata(&self, path: &Path) -> io::Result<FileMeta> {
        let state = self.state();
        Ok(meta(&state, state.live.find(path)?))
    }
}

fn meta(state: &State, ino: u64) -> FileMeta {
    FileMeta { kind: state.live.kind(ino), len: state.live.file(ino).len() as u64 }
}

struct SimFile {
    disk: SimFs,
    ino: u64,
    append: bool,
    position: Mutex<usize>,
    holds_lock: Mutex<bool>,
}

impl SimFile {
    fn new(disk: &SimFs, ino: u64, append: bool) -> Self {
        Self { disk: disk.clone(), ino, append, position: Mutex::new(0), holds_lock: Mutex::new(false) }
    }

    fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
        mutex.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StoreFile for SimFile {
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> io::Result<usize> {
        let state = self.disk.state();
        if state.live.kind(self.ino) == FileKind::Dir {
            return Err(io::ErrorKind::IsADirectory.into());
        }
        let rest = state.live.file(self.ino).get(offset as usize..).unwrap_or_default();
        let count = rest.len().min(buffer.len());
        if let (Some(target), Some(bytes)) = (buffer.get_mut(..count), rest.get(..count)) {
            target.copy_from_slice(bytes);
        }
        Ok(count)
    }

    fn write(&self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.disk.state();
        let mut position = Self::guard(&self.position);
        if self.append {
            *position = state.live.file(self.ino).len();
        }
        state.change(Change::Data { ino: self.ino, offset: *position, bytes: bytes.to_owned() });
        *position += bytes.len();
        Ok(bytes.len())
    }

    fn sync(&self) -> io::Result<()> {
        let ino = self.ino;
        self.disk.state().sync(|change| change.owner() != ino);
        Ok(())
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.disk.state().change(Change::Len { ino: self.ino, len: len as usize });
        Ok(())
    }

    fn metadata(&self) -> io::Result<FileMeta> {
        Ok(meta(&self.disk.state(), self.ino))
    }

    fn reflink(&self, _source: BorrowedFd<'_>) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn try_lock(&self) -> io::Result<bool> {
        let mut held = Self::guard(&self.holds_lock);
        *held = *held || self.disk.state().locked.insert(self.ino);
        Ok(*held)
    }

    fn descriptor(&self) -> Option<BorrowedFd<'_>> {
        None
    }
}

impl Drop for SimFile {
    fn drop(&mut self) {
        if *Self::guard(&self.holds_lock) {
            self.disk.state().locked.remove(&self.ino);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn what_was_not_synced_can_be_lost() {
        let disk = SimFs::new();
        disk.create_dir(Path::new("d")).unwrap();
        let file = disk.create_new(Path::new("d/f")).unwrap();
        file.write_all(&[7; 5000]).unwrap();
        file.sync().unwrap();
        let found = |disk: &SimFs| disk.metadata(Path::new("d/f")).map(|meta| meta.len).ok();
        let crashed: Vec<_> = disk.crash_states().iter().map(found).collect();
        // Dropped all, kept all, lost `d`, lost `d/f`; the data are safe and nothing is left to tear.
        assert_eq!(crashed, [None, Some(5000), None, None]);
        disk.sync_dir(Path::new("d")).unwrap();
        disk.sync_dir(Path::new("")).unwrap();
        file.write_all(&[8; 5000]).unwrap();
        let crashed: Vec<_> = disk.crash_states().iter().map(found).collect();
        assert_eq!(crashed, [Some(5000), Some(10_000), Some(5000), Some(5512), Some(9096)]);
        disk.sync_fs().unwrap();
        assert_eq!(disk.unsynced(), 0);
    }
}
