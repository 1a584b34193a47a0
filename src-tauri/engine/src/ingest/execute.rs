//! Execute: every unknown file is read once, into the store.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use super::commit::{CheckedSpec, Content};
use super::listing::{Item, Listing, Skipped, key};
use super::{LogOptions, LogReport, LogSource, LogSpec};
use crate::blob::{IngestDone, SourceJob, Stored, Writer, ingest_many};
use crate::clock::Millis;
use crate::db::stat_cache::{self, StatKey};
use crate::db::{Database, blob, lease, manifest, setting};
use crate::fs::show;
use crate::history::Actor;
use crate::manifest::{EncodedChunk, Entry, ManifestBuilder, ManifestDigester, ManifestSummary};
use crate::model::{Digest, ManifestDigest};
use crate::progress::{Monitor, Progress, Step};
use crate::retention::Lease;
use crate::store::Store;
use crate::{Code, Error, Result};

/// After so many bytes or files what was read is made durable and remembered, so that a killed log of a
/// terabyte doesn't begin anew.
const BATCH_BYTES: u64 = 4 << 30;
const BATCH_FILES: usize = 100_000;
/// Rows written in one transaction, so that no other writer waits long.
const ROWS: usize = 20_000;
/// How often a commit is tried when what it relied on leaves the store.
const TRIES: u32 = 3;
/// Chunks staged in one transaction.
const CHUNKS: usize = 256;
/// Progress inside of large files is told this often.
const TELL_EVERY: std::time::Duration = std::time::Duration::from_millis(100);

impl Store {
    /// Logs the sources as a version.
    ///
    /// Answers only when the version is durable. Errors, besides those of [`Self::list_sources`]:
    /// `name-invalid`, `type-mismatch`, `alias-invalid`, `tag-invalid`, `metadata-invalid`, `ttl-invalid`,
    /// `source-changed`, `disk-full`, `cancelled`. After any of them the catalog is as before.
    pub fn log(
        &self,
        actor: &Actor,
        sources: &[LogSource],
        options: &LogOptions,
        spec: &LogSpec,
        monitor: &Monitor<'_>,
    ) -> Result<LogReport> {
        self.check_writable()?;
        self.permit_log(actor, spec)?;
        self.check_spec(spec)?;
        let listing = self.list_sources(sources, options, monitor)?;
        self.log_listing(actor, listing, options, spec, monitor)
    }

    /// Logs what was listed before.
    pub fn log_listing(
        &self,
        actor: &Actor,
        mut listing: Listing,
        options: &LogOptions,
        spec: &LogSpec,
        monitor: &Monitor<'_>,
    ) -> Result<LogReport> {
        let started_at = self.now();
        self.permit_log(actor, spec)?;
        let spec = self.check_spec(spec)?;
        listing.items.iter_mut().for_each(|item| item.digests = None);
        // Before anything is looked up: what is found from here on stays until the commit.
        let lease = Lease::log(self, &actor.name, spec.run)?;
        let marked = self.recall(&mut listing, options)?;
        self.revive(&mut listing, &marked)?;
        let needed =
            listing.items.iter().filter(|item| item.digests.is_none()).map(|item| item.stat.size).sum();
        let added = self
            .store_unknown(&mut listing, options, monitor, &lease)
            .map_err(|error| self.name_the_need(error, needed))?;
        monitor.step(Progress { step: Step::Committing, ..totals(&listing) })?;
        let digest = digest(&listing.items)?;
        let committed =
            self.commit_content(actor, &spec, &listing, &Work { digest, started_at, lease, monitor })?;
        Ok(LogReport { skipped: listing.skipped, bytes_added: added, ..committed })
    }

    /// Stages the manifest, unless an identical version makes that needless, and commits. Once more when what it relied
    /// on left the store in the moment between.
    fn commit_content(
        &self,
        actor: &Actor,
        spec: &CheckedSpec,
        listing: &Listing,
        work: &Work<'_>,
    ) -> Result<LogReport> {
        let mut tries = 0;
        loop {
            tries += 1;
            let needless = self.has_twin(spec, &work.digest)? && !self.has_damaged_manifests()?;
            let staged = if needless { None } else { Some(self.stage_manifest(&listing.items, work)?) };
            work.monitor.cancel.check()?;
            let content = Content {
                listing,
                digest: work.digest,
                staged: staged.as_ref(),
                started_at: work.started_at,
            };
            match self.commit(actor, spec, &content, &work.lease) {
                // Each time something else was purged in just that moment, so this ends.
                Err(error) if error.code() == Code::PlanStale && tries < TRIES => {}
                answer => return answer,
            }
        }
    }

    /// Says of a full disk how much was to be written and how much is free.
    fn name_the_need(&self, error: Error, needed: u64) -> Error {
        let (Code::DiskFull, Ok(free)) = (error.code(), crate::fs::free_space(self.root())) else {
            return error;
        };
        let mib = |bytes: u64| bytes.div_ceil(1 << 20);
        let message = format!(
            "The disk of the store is full: up to {} MiB were to be written, {} MiB are free",
            mib(needed),
            mib(free)
        );
        Error::new(Code::DiskFull, message)
            .hint("Free some space on this disk, then try again. Nothing was lost.")
            .source(error)
    }

    /// Reads what isn't known into the store; answers the bytes that the store didn't have.
    fn store_unknown(
        &self,
        listing: &mut Listing,
        options: &LogOptions,
        monitor: &Monitor<'_>,
        lease: &Lease<'_>,
    ) -> Result<u64> {
        let unknown: Vec<u64> = unknown(&listing.items);
        if unknown.is_empty() {
            return Ok(0);
        }
        let announce = |files: &[Digest]| lease.announce(files);
        let new_pack = new_pack(self.shared_database(), self.now(), lease.id()?);
        let writer = Writer::new(self.blobs(), new_pack).announcing(&announce);
        let jobs = unknown.iter().map(|index| SourceJob {
            index: *index,
            path: listing.disk_path(&listing.items[*index as usize]),
            follow: listing.follows(),
        });
        let mut batch = Batch::new(self, &writer, listing, monitor, lease);
        // Of equal files only the first is stored.
        let claimed = Mutex::new(HashSet::new());
        let known = |digest: &Digest| {
            let stored = self.database().read(|connection| Ok(blob::sound(connection, digest)?.is_some()))?;
            Ok(stored || !claimed.lock().unwrap_or_else(PoisonError::into_inner).insert(*digest))
        };
        let threads = std::thread::available_parallelism().map_or(2, usize::from).min(8);
        let mut jobs = jobs.take_while(|_| true);
        let (totals, done) = (batch.totals.clone(), Arc::clone(&batch.done));
        let now = || {
            // Also while one large file is read, or a person has halted the log: only a process that stands still loses it.
            lease.keep();
            Progress {
                items: totals.items + done.load(Ordering::Relaxed),
                bytes: totals.bytes + writer.bytes_read(),
                ..totals.clone()
            }
        };
        telling(monitor, &now, || {
            let mut taken = |done| batch.take(done, options);
            ingest_many(&writer, &mut jobs, threads, &known, &monitor.cancel, &mut taken)
        })?;
        batch.flush()?;
        let (found, lost, added) = (batch.found, batch.lost, batch.added);
        apply(listing, &found, lost);
        Ok(added)
    }

    /// Whether a check found manifests damaged; then even an identical version's is stored again, which heals it.
    fn has_damaged_manifests(&self) -> Result<bool> {
        Ok(self.database().read(|connection| setting::get(connection, setting::MANIFEST_DAMAGE))?.is_some())
    }

    /// Cuts the manifest into chunks and stages those that the store doesn't have.
    fn stage_manifest(&self, items: &[Item], work: &Work<'_>) -> Result<Staged> {
        let (mut pending, mut distinct, mut bytes) = (Vec::with_capacity(CHUNKS), HashSet::new(), 0);
        let mut builder = ManifestBuilder::new(|chunk: EncodedChunk| {
            pending.push(chunk);
            if pending.len() == CHUNKS {
                work.monitor.cancel.check()?;
                self.stage_chunks(&mut pending, &work.lease)?;
            }
            Ok(())
        });
        for item in items {
            let (sha256, md5) =
                item.digests.ok_or_else(|| Error::internal(format!("{} was not read", item.path)))?;
            if distinct.insert(sha256) {
                bytes += item.stat.size;
            }
            builder.push(Entry::blob(item.path.clone(), sha256, md5, item.stat.size))?;
        }
        let summary = builder.finish()?;
        self.stage_chunks(&mut pending, &work.lease)?;
        Ok(Staged { summary, stored: bytes })
    }

    fn stage_chunks(&self, pending: &mut Vec<EncodedChunk>, lease: &Lease<'_>) -> Result<()> {
        if pending.is_empty() {
            return Ok(());
        }
        self.database().write(|tx| {
            lease.confirm(tx)?;
            pending.iter().try_for_each(|chunk| manifest::stage(tx, chunk).map(|_| ()))
        })?;
        pending.clear();
        Ok(())
    }
}

/// What goes with a log from its first look to its commit.
struct Work<'w> {
    digest: ManifestDigest,
    started_at: Millis,
    lease: Lease<'w>,
    monitor: &'w Monitor<'w>,
}

/// A manifest whose chunks are staged.
pub(super) struct Staged {
    pub(super) summary: ManifestSummary,
    /// Bytes of its distinct blobs.
    pub(super) stored: u64,
}

/// Files that neither the cache nor an earlier link to the same inode explains.
fn unknown(items: &[Item]) -> Vec<u64> {
    let mut seen = HashSet::new();
    let unread = items.iter().enumerate().filter(|(_, item)| item.digests.is_none());
    unread
        .filter(|(_, item)| seen.insert((item.stat.dev, item.stat.ino)))
        .map(|(index, _)| index as u64)
        .collect()
}

type Found = HashMap<(u64, u64), (Digest, crate::model::Md5, u64)>;

/// Gives every item what was read of its inode and drops what couldn't be read.
fn apply(listing: &mut Listing, found: &Found, lost: Vec<Skipped>) {
    for item in listing.items.iter_mut().filter(|item| item.digests.is_none()) {
        if let Some((sha256, md5, size)) = found.get(&(item.stat.dev, item.stat.ino)) {
            item.digests = Some((*sha256, *md5));
            item.stat.size = *size;
        }
    }
    if !lost.is_empty() {
        listing.items.retain(|item| item.digests.is_some());
        listing.skipped.extend(lost);
    }
}

/// What was read and isn't remembered yet.
struct Batch<'a> {
    store: &'a Store,
    writer: &'a Writer<'a>,
    monitor: &'a Monitor<'a>,
    listing: &'a Listing,
    lease: &'a Lease<'a>,
    pending: Vec<(Option<Stored>, Digest, StatKey)>,
    pending_bytes: u64,
    found: Found,
    lost: Vec<Skipped>,
    added: u64,
    done: Arc<AtomicU64>,
    totals: Progress,
}

impl<'a> Batch<'a> {
    fn new(
        store: &'a Store,
        writer: &'a Writer<'a>,
        listing: &'a Listing,
        monitor: &'a Monitor<'a>,
        lease: &'a Lease<'a>,
    ) -> Self {
        let mut totals = totals(listing);
        let read = listing.items.iter().filter(|item| item.digests.is_some());
        totals.step = Step::Copying;
        (totals.items, totals.bytes) = read.fold((0, 0), |(n, bytes), item| (n + 1, bytes + item.stat.size));
        Self {
            store,
            writer,
            monitor,
            listing,
            lease,
            pending: Vec::new(),
            pending_bytes: 0,
            found: HashMap::new(),
            lost: Vec::new(),
            added: 0,
            done: Arc::default(),
            totals,
        }
    }

    fn take(&mut self, done: IngestDone, options: &LogOptions) -> Result<()> {
        let item = &self.listing.items[done.index as usize];
        let path = self.listing.disk_path(item);
        match done.result {
            Err(error) if error.code() == Code::SourceUnreadable && options.skip_unreadable => {
                let detail = error.message().to_owned();
                self.lost.push(Skipped { path: item.path.to_string(), reason: "unreadable", detail });
                return Ok(());
            }
            Err(error) => return Err(error),
            Ok((stat, hashed)) => {
                self.found.insert((item.stat.dev, item.stat.ino), (hashed.sha256, hashed.md5, hashed.size));
                let (digest, size) = (hashed.sha256, hashed.size);
                let stored = hashed.stored();
                if stored.is_some() {
                    self.added += size;
                    self.pending_bytes += size;
                }
                self.pending.push((stored, digest, key(&stat)));
            }
        }
        self.tell(&show(&path))?;
        if self.pending.len() >= BATCH_FILES || self.pending_bytes >= BATCH_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    fn tell(&self, path: &str) -> Result<()> {
        let items = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        self.monitor.step(Progress {
            items: self.totals.items + items,
            bytes: self.totals.bytes + self.writer.bytes_read(),
            current: Some(path.to_owned()),
            ..self.totals.clone()
        })
    }

    /// Makes what was read durable, then lets the database know of it; never the other way round.
    fn flush(&mut self) -> Result<()> {
        if self.pending.is_empty() {
            return Ok(());
        }
        self.writer.flush_durable()?;
        let mut parts = self.pending.chunks(ROWS).peekable();
        while let Some(rows) = parts.next() {
            let is_last = parts.peek().is_none();
            self.store.database().write(|tx| {
                self.lease.confirm(tx)?;
                rows.iter().try_for_each(|row| remember(tx, row))?;
                if is_last { lease::settle(tx, self.lease.id()?) } else { Ok(()) }
            })?;
        }
        self.pending.clear();
        self.pending_bytes = 0;
        Ok(())
    }
}

/// Lets the database know of a durable blob, and of the file that held it.
fn remember(
    tx: &rusqlite::Connection,
    (stored, digest, key): &(Option<Stored>, Digest, StatKey),
) -> Result<()> {
    let id = match stored {
        Some(stored) => Some(blob::insert(tx, stored)?),
        None => blob::sound(tx, digest)?,
    };
    // A blob that was found damaged meanwhile is read again by the next log.
    id.map_or(Ok(()), |id| stat_cache::put(tx, key, id))
}

/// Runs `work` while a thread tells of progress every now and then: one large file is long without a step.
fn telling<T>(
    monitor: &Monitor<'_>,
    now: &(dyn Fn() -> Progress + Sync),
    work: impl FnOnce() -> Result<T>,
) -> Result<T> {
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let tell = || {
            while !ended.load(Ordering::Acquire) {
                (monitor.report)(now());
                std::thread::park_timeout(TELL_EVERY);
            }
        };
        let teller = std::thread::Builder::new().name("log-progress".into()).spawn_scoped(scope, tell);
        let answer = work();
        ended.store(true, Ordering::Release);
        if let Ok(teller) = teller {
            teller.thread().unpark();
        }
        answer
    })
}

fn totals(listing: &Listing) -> Progress {
    Progress { total_items: listing.items.len() as u64, total_bytes: listing.bytes(), ..Progress::default() }
}

/// Numbers for the packs of a log, which are its own as long as its lease lives.
fn new_pack(
    database: Arc<Database>,
    now: Millis,
    lease: i64,
) -> Box<dyn FnMut() -> Result<crate::model::PackId> + Send> {
    Box::new(move || database.write(|tx| blob::new_pack(tx, now, Some(lease))))
}

/// The digest of a version with these files.
fn digest(items: &[Item]) -> Result<ManifestDigest> {
    let mut digester = ManifestDigester::default();
    for item in items {
        let (_, md5) = item.digests.ok_or_else(|| Error::internal(format!("{} was not read", item.path)))?;
        digester.push_line(item.path.as_str(), &md5.to_base64());
    }
    Ok(digester.finish())
}
