//! Large blobs on their way in: hashed while they are written to a staged file, then given their name.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Mutex, MutexGuard, TryLockError};

use super::hash::{Identity, ProtocolHash};
use super::layout::{BLOBS, blob_path, shard_path};
use super::ring::{Sink, pump_inline, pump_threads};
use super::store::BlobStore;
use super::{Hashed, PIECE, ring};
use crate::fs::{CancelToken, DirectWriter, StoreFile, StoreFs, show};
use crate::model::Digest;
use crate::{Error, Result};

/// From this size on one blob is worth several threads.
pub(super) const THREADED: u64 = 16 << 20;

/// Where a blob's bytes go through the page cache, the disk is set to work each time this many were written, so that
/// little is left to sync.
const SYNC_STEP: u64 = 64 << 20;

/// A whole large blob under its temporary name.
pub(super) struct Staged {
    pub(super) path: PathBuf,
    pub(super) sha256: Digest,
    /// Kept open for its sync while only few are waiting.
    pub(super) file: Option<Box<dyn StoreFile>>,
}

/// Only one blob at a time gets the threads and buffers of [`pump_threads`]; more wouldn't be faster, only larger.
static THREADS_TAKEN: Mutex<()> = Mutex::new(());

fn claim_threads() -> Option<MutexGuard<'static, ()>> {
    match THREADS_TAKEN.try_lock() {
        Ok(guard) => Some(guard),
        Err(TryLockError::Poisoned(poisoned)) => Some(poisoned.into_inner()),
        Err(TryLockError::WouldBlock) => None,
    }
}

/// Hashes all that `read` gives, and writes it to `file` unless the bytes are there already (`None`).
pub(super) fn absorb(
    read: &mut ring::Read<'_>,
    write_to: Option<&dyn StoreFile>,
    size_hint: u64,
    cancel: &CancelToken,
) -> Result<Hashed> {
    let mut identity = Identity::default();
    let mut protocol = ProtocolHash::default();
    let guard = if size_hint >= THREADED { claim_threads() } else { None };
    let threaded = guard.is_some();
    with_background_sync(write_to, threaded, |request| {
        let mut all: Vec<Sink<'_>> = vec![
            Box::new(|piece| {
                protocol.update(piece);
                Ok(())
            }),
            Box::new(|piece| {
                identity.update(piece);
                Ok(())
            }),
        ];
        if let Some(file) = write_to {
            all.push(writing(file, request));
        }
        if threaded { pump_threads(read, all, cancel) } else { pump_inline(read, all, cancel) }
    })?;
    Ok(identity.finish(protocol.finish()))
}

fn writing(file: &dyn StoreFile, request: Option<SyncSender<()>>) -> Sink<'_> {
    let mut writer = DirectWriter::new(file);
    let mut since = 0;
    Box::new(move |piece| {
        writer.write_all(piece).map_err(|error| Error::io("The staged file of a blob", error))?;
        since = if writer.is_direct() { 0 } else { since + PIECE };
        if let Some(request) = request.as_ref().filter(|_| since >= SYNC_STEP) {
            since = 0;
            // A sync that still runs covers these bytes the next time.
            let _ = request.try_send(());
        }
        Ok(())
    })
}

/// Runs `work`, which may ask for the file to be synced beside it.
fn with_background_sync<T>(
    file: Option<&dyn StoreFile>,
    wanted: bool,
    work: impl FnOnce(Option<SyncSender<()>>) -> Result<T>,
) -> Result<T> {
    let Some(file) = file.filter(|_| wanted) else { return work(None) };
    std::thread::scope(|scope| {
        let (request, requests) = sync_channel(1);
        let syncer = scope.spawn(move || requests.iter().try_for_each(|()| file.sync()));
        let done = work(Some(request));
        match syncer.join() {
            Ok(Ok(())) => done,
            Ok(Err(error)) => Err(Error::io("The staged file of a blob", error)),
            Err(_) => Err(Error::internal("The thread that syncs a file panicked")),
        }
    })
}

/// Gives durable staged blobs their names, and makes the names durable.
pub(super) fn place(store: &BlobStore, staged: &[Staged]) -> Result<()> {
    let mut folders: BTreeSet<PathBuf> = staged.iter().map(|blob| shard_path(&blob.sha256)).collect();
    for folder in &folders {
        make_folder(store.fs(), folder)?;
    }
    for blob in staged {
        place_one(store, blob)?;
    }
    if !staged.is_empty() {
        folders.insert(PathBuf::from(BLOBS));
    }
    sync_folders(store.fs(), &folders)
}

fn place_one(store: &BlobStore, blob: &Staged) -> Result<()> {
    let target = blob_path(&blob.sha256);
    let failed = |error| Error::io(show(&target), error);
    match store.fs().rename_new(&blob.path, &target) {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            // Left by another session, or by one that died before its commit: only a whole one may stay.
            if store.plain_file_is_whole(&blob.sha256)? {
                return store.fs().remove_file(&blob.path).map_err(failed);
            }
            store.quarantine_file(&blob.sha256)?;
            store.fs().rename_new(&blob.path, &target).map_err(failed)
        }
        other => other.map_err(failed),
    }
}

pub(super) fn make_folder(fs: &dyn StoreFs, folder: &Path) -> Result<()> {
    match fs.create_dir(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(Error::io(show(folder), error))
        }
        _ => Ok(()),
    }
}

/// More than this many syncs cost more than one of the whole file system.
pub(super) const SYNCS_EACH: usize = 8;

pub(super) fn sync_folders(fs: &dyn StoreFs, folders: &BTreeSet<PathBuf>) -> Result<()> {
    if folders.len() > SYNCS_EACH {
        return fs.sync_fs().map_err(|error| Error::io("The store", error));
    }
    for folder in folders {
        fs.sync_dir(folder).map_err(|error| Error::io(show(folder), error))?;
    }
    Ok(())
}
