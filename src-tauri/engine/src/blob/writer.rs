//! A session of putting blobs into the store.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::appender::{Appender, NewPack, Unsynced};
use super::hash::hash_small;
use super::layout::PACKS;
use super::ring::{self, fill};
use super::session::Session;
use super::staged::{SYNCS_EACH, Staged, absorb, place, sync_folders};
use super::store::BlobStore;
use super::{Hashed, LARGE, Location};
use crate::fs::{CancelToken, Source, StoreFile, show};
use crate::model::{Digest, PackId};
use crate::{Code, Error, Result};

/// Tells whether the store has a digest already, and whole. Asked from several threads.
pub type Known<'k> = dyn Fn(&Digest) -> Result<bool> + Sync + 'k;

/// How far a pack of this session is durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackState {
    /// The pack.
    pub id: PackId,
    /// Its durable length in bytes.
    pub len: u64,
}

/// Hears of the plain files that are about to get their names.
pub type Announce<'a> = dyn Fn(&[Digest]) -> Result<()> + Sync + 'a;

/// Puts blobs into the store, from as many threads as like to. What was put counts only once
/// [`Self::flush_durable`] returned. After a failed write or sync of shared state the session refuses to go on:
/// nothing since its last flush counts, and the caller starts a new one. Dropped, it removes what it staged and
/// the packs that it never flushed.
pub struct Writer<'a> {
    store: BlobStore,
    announce: Option<&'a Announce<'a>>,
    appender: Mutex<Appender>,
    staged: Mutex<Vec<Staged>>,
    session: Mutex<Option<Session>>,
    flushing: Mutex<()>,
    failed: Mutex<Option<(Code, String)>>,
    /// Packs with durable bytes: these stay when the session is dropped.
    flushed: Mutex<BTreeSet<PackId>>,
    bytes_read: AtomicU64,
}

/// A large blob's way in: its first bytes, then the rest.
struct Stream<'s> {
    head: &'s [u8],
    rest: &'s mut ring::Read<'s>,
    size_hint: u64,
    reflink: Option<&'s Source>,
}

impl<'a> Writer<'a> {
    /// Starts a session. `new_pack` gives a fresh id for every pack that has to be made.
    pub fn new(store: &BlobStore, new_pack: NewPack) -> Self {
        Self {
            store: store.clone(),
            announce: None,
            appender: Mutex::new(Appender::new(store.shared_fs(), new_pack)),
            staged: Mutex::default(),
            session: Mutex::default(),
            flushing: Mutex::default(),
            failed: Mutex::default(),
            flushed: Mutex::default(),
            bytes_read: AtomicU64::new(0),
        }
    }

    /// The same, and `announce` is called before plain files get their names: from then on until the database knows
    /// them, nobody may remove files of those names.
    #[must_use]
    pub fn announcing(mut self, announce: &'a Announce<'a>) -> Self {
        self.announce = Some(announce);
        self
    }

    /// Bytes taken in so far, also of files that aren't done; for progress.
    pub fn bytes_read(&self) -> u64 {
        self.bytes_read.load(Ordering::Relaxed)
    }

    /// Puts an open file: reads it once. `SourceChanged` if it changed meanwhile, `Cancelled` within a piece.
    pub fn put_file(&self, source: &Source, known: &Known<'_>, cancel: &CancelToken) -> Result<Hashed> {
        self.put_file_with(source, known, cancel, &mut Vec::new())
    }

    /// The same with a buffer to reuse.
    pub(super) fn put_file_with(
        &self,
        source: &Source,
        known: &Known<'_>,
        cancel: &CancelToken,
        buffer: &mut Vec<u8>,
    ) -> Result<Hashed> {
        self.check_usable()?;
        let size = source.stat().size;
        if size < LARGE {
            if buffer.len() < size as usize {
                *buffer = vec![0; size as usize];
            }
            let bytes = buffer.get_mut(..size as usize).unwrap_or_default();
            let count = fill(&mut |buffer| source.read(buffer), bytes)? as u64;
            source.check_unchanged(count)?;
            self.bytes_read.fetch_add(count, Ordering::Relaxed);
            return self.put_small(bytes, known);
        }
        let mut read = |buffer: &mut [u8]| source.read(buffer);
        let stream = Stream { head: &[], rest: &mut read, size_hint: size, reflink: Some(source) };
        let check = |read| source.check_unchanged(read);
        self.put_large(stream, known, cancel, &check)
    }

    /// Puts bytes in memory.
    pub fn put_bytes(&self, bytes: &[u8], known: &Known<'_>) -> Result<Hashed> {
        if (bytes.len() as u64) < LARGE {
            self.check_usable()?;
            self.bytes_read.fetch_add(bytes.len() as u64, Ordering::Relaxed);
            return self.put_small(bytes, known);
        }
        self.put_reader(&mut &*bytes, known, &CancelToken::new())
    }

    /// Puts all that a reader gives. An error of the reader is returned as `Code::Io`.
    pub fn put_reader(
        &self,
        reader: &mut dyn std::io::Read,
        known: &Known<'_>,
        cancel: &CancelToken,
    ) -> Result<Hashed> {
        self.check_usable()?;
        let mut read = |buffer: &mut [u8]| read_some(reader, buffer);
        let mut head = vec![0; LARGE as usize];
        let count = fill(&mut read, &mut head)?;
        head.truncate(count);
        if (count as u64) < LARGE {
            self.bytes_read.fetch_add(count as u64, Ordering::Relaxed);
            return self.put_small(&head, known);
        }
        let stream = Stream { head: &head, rest: &mut read, size_hint: u64::MAX, reflink: None };
        self.put_large(stream, known, cancel, &|_| Ok(()))
    }

    fn put_small(&self, bytes: &[u8], known: &Known<'_>) -> Result<Hashed> {
        let mut hashed = hash_small(bytes);
        if !known(&hashed.sha256)? {
            let appended = self.appender().append(&hashed, bytes);
            hashed.location = Some(self.remember_failure(appended)?);
        }
        Ok(hashed)
    }

    fn put_large(
        &self,
        stream: Stream<'_>,
        known: &Known<'_>,
        cancel: &CancelToken,
        check: &dyn Fn(u64) -> Result<()>,
    ) -> Result<Hashed> {
        let (path, file) = self.stage_file()?;
        let hashed = self.fill_staged(file.as_ref(), stream, cancel).and_then(|hashed| {
            check(hashed.size)?;
            Ok((known(&hashed.sha256)?, hashed))
        });
        match hashed {
            Ok((false, hashed)) => Ok(self.keep_staged(hashed, path, file)),
            other => {
                // A leftover goes with the session.
                let _ = self.store.fs().remove_file(&path);
                other.map(|(_, hashed)| hashed)
            }
        }
    }

    fn fill_staged(&self, file: &dyn StoreFile, stream: Stream<'_>, cancel: &CancelToken) -> Result<Hashed> {
        let Stream { head, rest, size_hint, reflink } = stream;
        if reflink.is_some_and(|source| file.reflink(source.descriptor()).is_ok()) {
            // Hash what was stored, not what lies in the source by now.
            let mut offset = 0;
            let mut read = |buffer: &mut [u8]| {
                let count =
                    file.read_at(buffer, offset).map_err(|error| Error::io("A staged file", error))?;
                offset += count as u64;
                self.bytes_read.fetch_add(count as u64, Ordering::Relaxed);
                Ok(count)
            };
            return absorb(&mut read, None, size_hint, cancel);
        }
        let mut head = head;
        let mut read = |buffer: &mut [u8]| {
            let count = if head.is_empty() { rest(buffer)? } else { take(&mut head, buffer) };
            self.bytes_read.fetch_add(count as u64, Ordering::Relaxed);
            Ok(count)
        };
        absorb(&mut read, Some(file), size_hint, cancel)
    }

    fn stage_file(&self) -> Result<(PathBuf, Box<dyn StoreFile>)> {
        let mut session = lock(&self.session);
        match &mut *session {
            Some(session) => session.create_file(),
            none => none.insert(Session::start(&self.store.shared_fs())?).create_file(),
        }
    }

    fn keep_staged(&self, mut hashed: Hashed, path: PathBuf, file: Box<dyn StoreFile>) -> Hashed {
        hashed.location = Some(Location::File);
        let mut appender = self.appender();
        if appender.recent.insert(hashed.sha256, Location::File).is_some() {
            let _ = self.store.fs().remove_file(&path);
            return hashed;
        }
        let mut staged = lock(&self.staged);
        let file = (staged.len() < SYNCS_EACH).then_some(file);
        staged.push(Staged { path, sha256: hashed.sha256, file });
        hashed
    }

    /// Makes everything put before this call durable, names included; returns the packs it changed. Only now
    /// may the database refer to it.
    pub fn flush_durable(&self) -> Result<Vec<PackState>> {
        let _one_at_a_time = lock(&self.flushing);
        self.check_usable()?;
        let flushed = self.flush();
        self.remember_failure(flushed)
    }

    fn flush(&self) -> Result<Vec<PackState>> {
        // Both under one lock: `recent` is cleared together with what it speaks of.
        let (packs, staged) = {
            let mut appender = self.appender();
            (appender.take_unsynced()?, std::mem::take(&mut *lock(&self.staged)))
        };
        if let Err(error) = self.sync(&packs, &staged) {
            return Err(error.hint(
                "Free space or check the disk, then close and reopen the store, so that it is verified.",
            ));
        }
        if let Some(announce) = self.announce.filter(|_| !staged.is_empty()) {
            announce(&staged.iter().map(|blob| blob.sha256).collect::<Vec<_>>())?;
        }
        place(&self.store, &staged)?;
        if !packs.is_empty() {
            sync_folders(self.store.fs(), &BTreeSet::from([PathBuf::from(PACKS)]))?;
        }
        lock(&self.flushed).extend(packs.iter().map(|pack| pack.id));
        Ok(packs.iter().map(|pack| PackState { id: pack.id, len: pack.len }).collect())
    }

    fn sync(&self, packs: &[Unsynced], staged: &[Staged]) -> Result<()> {
        let all_open = staged.iter().all(|blob| blob.file.is_some());
        if !all_open || packs.len() + staged.len() > SYNCS_EACH {
            return self.store.fs().sync_fs().map_err(|error| Error::io("The store", error));
        }
        for pack in packs {
            pack.file.sync().map_err(|error| Error::io(show(&pack.path), error))?;
        }
        for blob in staged {
            if let Some(file) = &blob.file {
                file.sync().map_err(|error| Error::io(show(&blob.path), error))?;
            }
        }
        Ok(())
    }

    /// Whether an earlier failure ended this session.
    pub fn is_failed(&self) -> bool {
        lock(&self.failed).is_some()
    }

    fn check_usable(&self) -> Result<()> {
        match &*lock(&self.failed) {
            None => Ok(()),
            Some((code, message)) => Err(Error::new(*code, format!("An earlier write failed: {message}"))
                .hint("Nothing was committed. Start again once the cause is gone.")),
        }
    }

    /// Bytes that were promised a place may be lost: everything after this must fail, too.
    fn remember_failure<T>(&self, result: Result<T>) -> Result<T> {
        if let Err(error) = &result {
            lock(&self.failed).get_or_insert_with(|| (error.code(), error.message().to_owned()));
        }
        result
    }

    fn appender(&self) -> MutexGuard<'_, Appender> {
        lock(&self.appender)
    }

    #[cfg(test)]
    pub(super) fn set_pack_limit(&self, limit: u64) {
        self.appender().set_limit(limit);
    }
}

impl Drop for Writer<'_> {
    fn drop(&mut self) {
        let flushed = lock(&self.flushed);
        for id in self.appender().made().iter().filter(|id| !flushed.contains(id)) {
            // Nothing refers to it; a later check names it if this fails.
            let _ = self.store.remove_pack(*id);
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn take(head: &mut &[u8], buffer: &mut [u8]) -> usize {
    let (now, later) = head.split_at(head.len().min(buffer.len()));
    if let Some(target) = buffer.get_mut(..now.len()) {
        target.copy_from_slice(now);
    }
    *head = later;
    now.len()
}

fn read_some(reader: &mut dyn std::io::Read, buffer: &mut [u8]) -> Result<usize> {
    loop {
        match reader.read(buffer) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            other => return other.map_err(|error| Error::io("The bytes to store", error)),
        }
    }
}
