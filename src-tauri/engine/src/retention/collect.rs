//! Collection: what nothing needs any more is removed for good, rows first, then bytes.
//!
//! A kill at any moment leaves either a row whose bytes are there, or bytes without a row that are noted in `doomed`;
//! whoever collects next goes on with those. Readers that found a blob and didn't open it yet look it up again
//! ([`Store::pin_blob`]); who has a file open keeps its bytes. Plain files are removed inside of a writing transaction that
//! finds neither a row nor a log that announced one, so that none is taken from under a log.

use rusqlite::Connection;

use super::collect_plan::{OnDisk, Planner, is_needed, on_disk, pack_name};
use super::{CollectPlan, MAX_SESSION_IDLE, Sweeper};
use crate::blob::{CopiedRecord, Location};
use crate::db::collect::{self, DeadBlob, Doomed, PackRecord};
use crate::db::lease::{self, Protected};
use crate::db::purge::{self, Mark};
use crate::db::receipt::{self, NewItem};
use crate::db::{stat_cache, upkeep};
use crate::history::{Actor, Role};
use crate::model::{ChunkId, PackId, grouped};
use crate::progress::{Monitor, Progress, Step};
use crate::store::Store;
use crate::{Code, Error, Result};

/// Rows of blobs, or records that move, in one transaction, so that no other writer waits long.
const ROWS: usize = 5_000;
/// Chunks in one transaction.
const CHUNKS: usize = 256;
/// Plain files in one transaction: their removal takes long where they are large.
const FILES: usize = 32;

/// How a collection is to go.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CollectOptions {
    /// Waive the grace. Only with no other process on the store.
    pub no_grace: bool,
    /// A person has agreed to a plan that the brake stops.
    pub consent: bool,
    /// The stamp of the plan that was seen; refused when it would be another one by now.
    pub stamp: Option<String>,
}

/// What a collection did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collected {
    /// What was planned.
    pub plan: CollectPlan,
    /// Bytes that the disk got back, by the lengths of files.
    pub freed_bytes: u64,
    /// Blobs that were removed.
    pub blobs: u64,
    /// The receipt; none when nothing was removed.
    pub receipt: Option<i64>,
    /// What stayed although it was planned, with the reason.
    pub skipped: Vec<String>,
}

impl Store {
    /// Marks what nothing needs, and removes what was marked long enough ago.
    ///
    /// Errors, after which nothing that is needed is gone: `forbidden`, `consent-needed` with the reasons, `plan-stale`,
    /// `store-locked` (`no_grace` with others on the store), `store-damaged` (something that is needed can't be read),
    /// `io`, `disk-full`, `cancelled`.
    pub fn collect(
        &self,
        sweeper: &Sweeper<'_>,
        actor: &Actor,
        options: &CollectOptions,
        monitor: &Monitor<'_>,
    ) -> Result<Collected> {
        actor.permit(Role::Admin)?;
        let _alone = if options.no_grace { Some(sweeper.alone()?) } else { None };
        monitor.step(Progress { step: Step::Collecting, ..Progress::default() })?;
        self.begin_collection(options.no_grace)?;
        let plan = self.database().snapshot(|connection| {
            let observed = self.peek(connection)?;
            Planner::new(self, connection, &observed, options.no_grace)?.plan()
        })?;
        refuse(&plan, options)?;
        if plan.steps.is_empty() {
            self.end_collection(&plan)?;
            return Ok(Collected { plan, ..Collected::default() });
        }
        self.verify_unneeded(&plan, &monitor.cancel)?;
        let mut run = Run::begin(self, actor, plan, monitor)?;
        let steps =
            run.rows().and_then(|()| run.files()).and_then(|()| run.packs()).and_then(|()| run.orphans());
        steps.map_err(|error| run.stopped(error))?;
        self.end_collection(&run.done.plan)?;
        run.end()
    }

    /// Looks at the clock, ends leases, marks, and clears away what a killed collection had begun to write.
    fn begin_collection(&self, alone: bool) -> Result<()> {
        let half = self.write(|tx| {
            let observed = self.observe(tx)?;
            let now = &observed.now.at;
            lease::expire(tx, now, MAX_SESSION_IDLE)?;
            if alone {
                lease::expire_others(tx, std::process::id())?;
                if lease::protected(tx, now, MAX_SESSION_IDLE)?.floor.is_some() {
                    return Err(Error::new(
                        Code::StoreLocked,
                        "This program is logging into the store at the moment",
                    )
                    .hint("Wait until the log is done, or collect with the grace period."));
                }
            }
            if collect::has_unmarked(tx)? {
                collect::mark(tx, upkeep::observed(tx, &observed.now)?, now.wall)?;
            }
            collect::half_written_packs(tx)
        })?;
        for pack in half {
            // Nobody else collects, and no row leads there before it is whole.
            if self.write(|tx| collect::is_empty_pack(tx, pack))? {
                self.blobs().remove_pack(pack)?;
                self.write(|tx| collect::forget_pack(tx, pack))?;
            }
        }
        Ok(())
    }

    /// Remembers strays, and forgets marks of what is in use again.
    fn end_collection(&self, plan: &CollectPlan) -> Result<()> {
        self.write(|tx| {
            let known = collect::orphans(tx)?;
            let observed = self.observe(tx)?;
            let fresh = plan.steps.strays.iter().any(|name| !known.contains_key(name));
            let number = if fresh { upkeep::observed(tx, &observed.now)? } else { 0 };
            let mut found = Vec::new();
            for name in &plan.steps.strays {
                if on_disk(self, name)?.is_some() && !is_needed(tx, name)? {
                    found.push((name.clone(), known.get(name).copied().unwrap_or(number)));
                }
            }
            collect::set_orphans(tx, &found)?;
            collect::forget_stale_marks(tx)?;
            upkeep::forget_observations(tx)
        })
    }
}

fn refuse(plan: &CollectPlan, options: &CollectOptions) -> Result<()> {
    if options.stamp.as_ref().is_some_and(|stamp| *stamp != plan.stamp) {
        return Err(Error::new(
            Code::PlanStale,
            "The store changed since the plan: something else would be removed now",
        )
        .hint("Look at the plan again, then collect."));
    }
    if plan.consent.is_empty() || options.consent {
        return Ok(());
    }
    Err(Error::new(
        Code::ConsentNeeded,
        format!("The collection waits for your consent. {}", plan.consent.join(" ")),
    )
    .hint("Look at the plan, then agree to it (`cairnctl gc`, then `cairnctl gc --run`)."))
}

/// A collection under way.
struct Run<'r> {
    store: &'r Store,
    monitor: &'r Monitor<'r>,
    receipt: i64,
    seq: u64,
    progress: Progress,
    done: Collected,
}

impl<'r> Run<'r> {
    fn begin(store: &'r Store, actor: &Actor, plan: CollectPlan, monitor: &'r Monitor<'r>) -> Result<Self> {
        let body = super::receipt::body(&plan)?;
        let now = store.machine_clock().now();
        let receipt = store.write(|tx| receipt::begin(tx, now, &actor.name, plan.predicted_bytes, &body))?;
        let progress = Progress {
            step: Step::Collecting,
            total_bytes: plan.predicted_bytes,
            total_items: plan.blobs,
            ..Progress::default()
        };
        let done = Collected { plan, receipt: Some(receipt), ..Collected::default() };
        Ok(Self { store, monitor, receipt, seq: 0, progress, done })
    }

    /// Says what is gone already when somebody stopped it.
    fn stopped(&self, error: Error) -> Error {
        if error.code() != Code::Cancelled || self.done.blobs == 0 {
            return error;
        }
        let (blobs, receipt) = (self.done.blobs, self.receipt);
        Error::new(
            Code::Cancelled,
            format!("Stopped; {} blobs are removed for good, receipt {receipt} lists them", grouped(blobs)),
        )
        .hint("Collect again for the rest.")
    }

    fn end(mut self) -> Result<Collected> {
        let now = self.store.machine_clock().now();
        self.store.write(|tx| {
            if self.done.blobs > 0 {
                stat_cache::forget_lost(tx)?;
            }
            upkeep::set(tx, upkeep::CONSENT, "")?;
            if self.seq == 0 && self.done.freed_bytes == 0 {
                self.done.receipt = None;
                return receipt::forget(tx, self.receipt);
            }
            receipt::end(tx, self.receipt, now)
        })?;
        self.done.plan.steps = super::collect_plan::Steps::default();
        Ok(self.done)
    }

    fn tell(&mut self) -> Result<()> {
        self.progress.items = self.done.blobs;
        self.progress.bytes = self.done.freed_bytes;
        self.monitor.step(self.progress.clone())
    }

    /// The rows of chunks and blobs.
    fn rows(&mut self) -> Result<()> {
        let chunks = std::mem::take(&mut self.done.plan.steps.chunks);
        for part in chunks.chunks(CHUNKS) {
            self.tell()?;
            self.store.write(|tx| {
                let protected = self.protected(tx)?;
                part.iter().try_for_each(|(id, marked)| self.drop_chunk(tx, &protected, *id, *marked))
            })?;
        }
        let blobs = std::mem::take(&mut self.done.plan.steps.blobs);
        for part in blobs.chunks(ROWS) {
            self.tell()?;
            let (removed, seq) = self.store.write(|tx| self.drop_blobs(tx, part))?;
            self.done.blobs += removed;
            self.seq = seq;
        }
        Ok(())
    }

    fn protected(&self, tx: &Connection) -> Result<Protected> {
        if self.done.plan.no_grace {
            return Ok(Protected::default());
        }
        lease::protected(tx, &self.store.reading(), MAX_SESSION_IDLE)
    }

    fn drop_chunk(
        &self,
        tx: &Connection,
        protected: &Protected,
        id: ChunkId,
        marked: Option<i64>,
    ) -> Result<()> {
        let stays = marked.is_some_and(|marked| protected.covers(marked));
        if stays || !collect::is_dead_chunk(tx, id, marked)? {
            return Ok(());
        }
        let now = self.store.machine_clock().now();
        // A log that began since may have found the blobs in use: then they are marked anew.
        let observation = match marked.filter(|_| protected.floor.is_none()) {
            Some(marked) => marked,
            None => upkeep::observed(tx, &self.store.peek(tx)?.now)?,
        };
        purge::drop_chunk(tx, id, &Mark { at: now, observation, version: None }).map(|_| ())
    }

    fn drop_blobs(&self, tx: &Connection, blobs: &[DeadBlob]) -> Result<(u64, u64)> {
        let protected = self.protected(tx)?;
        let (mut removed, mut seq) = (0, self.seq);
        for blob in blobs {
            let stays = blob.marked.is_some_and(|marked| protected.covers(marked));
            if stays || !collect::remove_blob(tx, blob)? {
                continue;
            }
            (removed, seq) = (removed + 1, seq + 1);
            let item = NewItem {
                kind: "blob",
                digest: Some(&blob.sha256),
                bytes: blob.size,
                version: blob.version,
                name: blob.path.as_deref(),
            };
            receipt::add(tx, self.receipt, seq, &item)?;
            if blob.location == Location::File {
                // None when the file was missing already: nothing is freed by it then.
                let bytes = self.done.plan.steps.file_lens.get(&blob.sha256).copied().unwrap_or_default();
                let name = super::collect_plan::file_name(&blob.sha256);
                collect::doom(tx, &Doomed { name, bytes, receipt: self.receipt })?;
            }
        }
        receipt::count(tx, self.receipt, removed)?;
        Ok((removed, seq))
    }

    /// Removes what is doomed: plain files of this collection, and what an earlier one left.
    fn files(&mut self) -> Result<()> {
        let doomed = self.store.database().read(collect::doomed)?;
        for part in doomed.chunks(FILES) {
            self.tell()?;
            self.done.freed_bytes += self.store.write(|tx| {
                part.iter().try_fold(0, |sum, doomed| Ok(sum + remove(self.store, tx, doomed)?))
            })?;
        }
        Ok(())
    }

    fn packs(&mut self) -> Result<()> {
        for (pack, len) in std::mem::take(&mut self.done.plan.steps.empty_packs) {
            self.tell()?;
            self.drop_pack(pack, len, true)?;
        }
        for group in std::mem::take(&mut self.done.plan.steps.rewrites) {
            self.tell()?;
            match self.rewrite(&group) {
                Err(error) if error.code() == Code::BlobDamaged => {
                    self.done.skipped.push(error.message().to_owned());
                }
                done => done?,
            }
        }
        Ok(())
    }

    /// Removes a pack, unless a blob lies in it after all.
    fn drop_pack(&mut self, pack: PackId, len: u64, is_whole: bool) -> Result<()> {
        let doomed = Doomed { name: pack_name(pack), bytes: len, receipt: self.receipt };
        let seq = self.seq + 1;
        let gone = self.store.write(|tx| {
            if !collect::is_empty_pack(tx, pack)? {
                return Ok(false);
            }
            collect::forget_pack(tx, pack)?;
            if is_whole {
                let item = NewItem {
                    kind: "pack",
                    digest: None,
                    bytes: len,
                    version: None,
                    name: Some(&doomed.name),
                };
                receipt::add(tx, self.receipt, seq, &item)?;
            }
            collect::doom(tx, &doomed).map(|()| true)
        })?;
        if !gone {
            self.done.skipped.push(format!("Pack {pack}: needed again"));
            return Ok(());
        }
        self.seq = seq;
        self.done.freed_bytes += self.store.write(|tx| remove(self.store, tx, &doomed))?;
        Ok(())
    }

    /// Copies what lives of packs into a new one, durably, then says so, then removes the old ones.
    fn rewrite(&mut self, group: &[(PackId, u64)]) -> Result<()> {
        let store = self.store;
        let now = store.machine_clock().now();
        let to = store.write(|tx| collect::begin_pack(tx, now))?;
        let records: Vec<(PackId, Vec<PackRecord>)> = store.database().snapshot(|connection| {
            group.iter().map(|(pack, _)| Ok((*pack, collect::records(connection, *pack)?))).collect()
        })?;
        let sources: Vec<(PackId, Vec<CopiedRecord>)> =
            records.iter().map(|(pack, records)| (*pack, records.iter().map(copied).collect())).collect();
        let places = match store.blobs().copy_records(to, &sources, &self.monitor.cancel) {
            Ok(places) => places,
            Err(error) => {
                store.write(|tx| collect::forget_pack(tx, to))?;
                if error.code() == Code::BlobDamaged {
                    mark_damaged(store, &records)?;
                }
                return Err(error);
            }
        };
        for ((pack, records), places) in records.iter().zip(&places) {
            for (records, places) in records.chunks(ROWS).zip(places.chunks(ROWS)) {
                store.write(|tx| {
                    collect::end_pack(tx, to)?;
                    let mut moves = records.iter().zip(places);
                    moves.try_for_each(|(record, at)| collect::move_record(tx, record, *pack, (to, *at)))
                })?;
            }
        }
        let new = store.blobs().pack_len(to)?.unwrap_or_default();
        let before = self.done.freed_bytes;
        group.iter().try_for_each(|(pack, len)| self.drop_pack(*pack, *len, false))?;
        self.rewritten(to, new, self.done.freed_bytes - before)
    }

    /// What a rewrite gave back is the old packs less the new one.
    fn rewritten(&mut self, to: PackId, new: u64, old: u64) -> Result<()> {
        self.seq += 1;
        let name = pack_name(to);
        let item = NewItem {
            kind: "pack",
            digest: None,
            bytes: old.saturating_sub(new),
            version: None,
            name: Some(&name),
        };
        self.store.write(|tx| {
            receipt::add(tx, self.receipt, self.seq, &item)?;
            receipt::took(tx, self.receipt, new)
        })?;
        self.done.freed_bytes = self.done.freed_bytes.saturating_sub(new);
        Ok(())
    }

    /// What crashes left behind and was seen long enough ago.
    fn orphans(&mut self) -> Result<()> {
        for (name, bytes) in std::mem::take(&mut self.done.plan.steps.orphans) {
            self.tell()?;
            let doomed = Doomed { name, bytes, receipt: self.receipt };
            let seq = self.seq + 1;
            let freed = self.store.write(|tx| {
                let freed = remove(self.store, tx, &doomed)?;
                if let Some(OnDisk::Pack(pack)) = OnDisk::parse(&doomed.name).filter(|_| freed > 0) {
                    collect::forget_pack(tx, pack)?;
                }
                if freed > 0 {
                    let name = Some(doomed.name.as_str());
                    let item = NewItem { kind: "orphan", digest: None, bytes: freed, version: None, name };
                    receipt::add(tx, self.receipt, seq, &item)?;
                }
                Ok(freed)
            })?;
            self.seq = seq;
            self.done.freed_bytes += freed;
        }
        Ok(())
    }
}

/// Removes a file inside of a transaction that finds nobody needs it; answers the bytes that the disk got back.
fn remove(store: &Store, tx: &Connection, doomed: &Doomed) -> Result<u64> {
    let mut freed = 0;
    if !is_needed(tx, &doomed.name)? {
        let len = on_disk(store, &doomed.name)?;
        let gone = match OnDisk::parse(&doomed.name) {
            Some(OnDisk::File(digest)) => store.blobs().remove_file(&digest)?,
            Some(OnDisk::Pack(id)) => store.blobs().remove_pack(id)?,
            None => false,
        };
        freed = len.filter(|_| gone).unwrap_or_default();
        // One that is gone already was removed by a collection that was killed before it could say so.
        receipt::freed(tx, doomed.receipt, if gone { freed } else { doomed.bytes })?;
    }
    collect::undoom(tx, &doomed.name)?;
    Ok(freed)
}

/// Remembers what couldn't be copied, so that no plan promises again what its pack would free.
fn mark_damaged(store: &Store, packs: &[(PackId, Vec<PackRecord>)]) -> Result<()> {
    for (pack, records) in packs {
        let found = store.blobs().damaged_records(*pack, &records.iter().map(copied).collect::<Vec<_>>())?;
        store.write(|tx| {
            let bad = records.iter().zip(&found).filter(|(_, is_damaged)| **is_damaged);
            bad.map(|(record, _)| record).try_for_each(|record| collect::mark_damaged(tx, record, *pack))
        })?;
    }
    Ok(())
}

fn copied(record: &PackRecord) -> CopiedRecord {
    CopiedRecord { offset: record.offset, size: record.size, sha256: record.sha256 }
}
