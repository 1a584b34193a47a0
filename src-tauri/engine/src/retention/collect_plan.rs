//! What a collection would remove, to the byte, and what it waits for.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::ops::ControlFlow;

use rusqlite::Connection;

use super::{GRACE, MAX_SESSION_IDLE, Observation, Observed, Pause, brake};
use crate::Result;
use crate::blob::{Location, pack_bytes};
use crate::clock::Millis;
use crate::db::collect::{self, DeadBlob, Doomed, PackUse};
use crate::db::lease::{self, Protected};
use crate::db::{manifest, purge, upkeep};
use crate::model::{ChunkId, Digest, PackId, VersionId};
use crate::store::Store;

/// A pack up to this many bytes is rewritten when anything in it is dead …
const SMALL_PACK: u64 = 16 << 20;
/// … a larger one when at least one byte in so many is.
const DEAD_SHARE: u64 = 4;
/// Most versions and collections named in a plan.
const NAMED: usize = 100;

/// What a collection would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CollectPlan {
    /// Says what exactly would go: a plan with the same one removes the same.
    pub stamp: String,
    /// Bytes that the disk gets back: lengths of files removed, and of packs before less after.
    pub predicted_bytes: u64,
    /// Blobs that would go.
    pub blobs: u64,
    /// Their sizes together.
    pub blob_bytes: u64,
    /// Plain files that would go.
    pub files: u64,
    /// Packs that would go as a whole.
    pub packs_removed: u64,
    /// Packs whose living records would be copied into new ones.
    pub packs_rewritten: u64,
    /// Packs that stay as they are because something in them that is needed is damaged.
    pub damaged_packs: u64,
    /// Files that a crash left behind and that would go.
    pub orphans: u64,
    /// Lengths of all packs and plain files on disk.
    pub stored_bytes: u64,
    /// Addresses of versions whose bytes would go, at most 100.
    pub versions: Vec<String>,
    /// Number of those.
    pub version_count: u64,
    /// Collections of which nothing would be left but history, at most 100.
    pub emptied: Vec<String>,
    /// Blobs that nothing needs and that wait.
    pub waiting_blobs: u64,
    /// Their sizes together.
    pub waiting_bytes: u64,
    /// When the first of them can go, if a program runs until then.
    pub waiting_until: Option<Millis>,
    /// Why nothing goes at the moment.
    pub paused: Option<Pause>,
    /// Why a person has to agree first; empty when nobody has to.
    pub consent: Vec<String>,
    /// The grace is waived.
    pub no_grace: bool,
    pub(super) steps: Steps,
}

/// The same for who does it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Steps {
    pub(super) chunks: Vec<(ChunkId, Option<i64>)>,
    pub(super) blobs: Vec<DeadBlob>,
    /// Lengths of the plain files among them.
    pub(super) file_lens: HashMap<Digest, u64>,
    pub(super) empty_packs: Vec<(PackId, u64)>,
    /// Packs that become one, with their lengths.
    pub(super) rewrites: Vec<Vec<(PackId, u64)>>,
    pub(super) orphans: Vec<(String, u64)>,
    /// Everything on disk that nobody knows, due or not.
    pub(super) strays: BTreeSet<String>,
    pub(super) doomed: Vec<Doomed>,
}

impl Steps {
    pub(super) fn is_empty(&self) -> bool {
        self.chunks.is_empty()
            && self.blobs.is_empty()
            && self.empty_packs.is_empty()
            && self.rewrites.is_empty()
            && self.orphans.is_empty()
            && self.doomed.is_empty()
    }
}

/// The observations that marks refer to.
pub(super) struct Observations(HashMap<i64, Observation>);

impl Observations {
    pub(super) fn load(connection: &Connection) -> Result<Self> {
        Ok(Self(upkeep::observations(connection)?.into_iter().collect()))
    }

    /// Whether `now` is a second look at what was marked then.
    pub(super) fn is_far(&self, marked: i64, now: &Observation, apart: Millis) -> bool {
        self.0.get(&marked).is_some_and(|first| now.is_far_from(first, apart))
    }
}

impl Store {
    /// What a collection would do now. Writes nothing. `no_grace`: everything that nothing needs, whenever that began.
    pub fn plan_collect(&self, no_grace: bool) -> Result<CollectPlan> {
        self.database().snapshot(|connection| {
            let observed = self.peek(connection)?;
            Planner::new(self, connection, &observed, no_grace)?.plan()
        })
    }

    /// When the first blob that waits can go.
    pub(super) fn next_collection(&self) -> Result<Option<Millis>> {
        let since = self.database().read(collect::oldest_dead)?;
        Ok(since.map(|since| since.saturating_add(GRACE)))
    }
}

/// A plan in the making, all of it from one state of the database.
pub(super) struct Planner<'p> {
    store: &'p Store,
    connection: &'p Connection,
    observed: &'p Observed,
    no_grace: bool,
    /// There never was a version: perhaps the rows are lost, so nothing goes. What a first log left behind waits for the
    /// first version.
    is_blank: bool,
    seen: Observations,
    protected: Protected,
    plan: CollectPlan,
    /// Records and bytes that leave each pack.
    leaving: HashMap<PackId, PackUse>,
}

impl<'p> Planner<'p> {
    pub(super) fn new(
        store: &'p Store,
        connection: &'p Connection,
        observed: &'p Observed,
        no_grace: bool,
    ) -> Result<Self> {
        let protected = if no_grace {
            // Nobody else has the store open then.
            Protected::default()
        } else {
            lease::protected(connection, &observed.now.at, MAX_SESSION_IDLE)?
        };
        let plan = CollectPlan { no_grace, ..CollectPlan::default() };
        let seen = Observations::load(connection)?;
        let is_blank = !collect::has_versions(connection)?;
        Ok(Self {
            store,
            connection,
            observed,
            no_grace,
            is_blank,
            seen,
            protected,
            plan,
            leaving: HashMap::new(),
        })
    }

    pub(super) fn plan(mut self) -> Result<CollectPlan> {
        if let Some((why, steady_since)) = self.observed.pause.filter(|_| !self.no_grace) {
            self.plan.paused = Some(Pause { why, steady_since });
        }
        self.plan.steps.doomed = collect::doomed(self.connection)?;
        self.chunks_and_blobs()?;
        self.files()?;
        self.packs()?;
        self.doomed()?;
        self.name_versions()?;
        self.plan.stamp = stamp(&self.plan.steps);
        self.plan.consent = brake::reasons(&self.plan);
        Ok(self.plan)
    }

    /// Whether something that was marked then may go.
    fn is_due(&self, marked: Option<i64>) -> bool {
        if self.is_blank {
            return false;
        }
        if self.no_grace {
            return true;
        }
        let Some(marked) = marked.filter(|_| self.plan.paused.is_none()) else { return false };
        self.seen.is_far(marked, &self.observed.now, GRACE) && !self.protected.covers(marked)
    }

    fn chunks_and_blobs(&mut self) -> Result<()> {
        for (id, marked) in collect::dead_chunks(self.connection)? {
            if self.is_due(marked) {
                self.plan.steps.chunks.push((id, marked));
            }
        }
        for blob in collect::dead_blobs(self.connection)? {
            self.blob(blob);
        }
        for blob in self.held_by_dead_chunks()? {
            self.blob(blob);
        }
        Ok(())
    }

    /// Blobs that only chunks hold which go. They were as good as unused when those were marked, unless a log that began
    /// since might have found them in use.
    fn held_by_dead_chunks(&self) -> Result<Vec<DeadBlob>> {
        let mut held: HashMap<Digest, (u64, Option<i64>)> = HashMap::new();
        for (id, marked) in &self.plan.steps.chunks {
            for digest in purge::named(&manifest::load(self.connection, *id)?).into_keys() {
                let count = held.entry(digest).or_default();
                *count = (count.0 + 1, *marked);
            }
        }
        let mut dead = Vec::new();
        for (digest, (count, marked)) in held {
            let Some((refs, blob)) = collect::as_dead(self.connection, &digest)? else { continue };
            if refs == count {
                let marked = marked.filter(|_| self.protected.floor.is_none());
                dead.push(DeadBlob { marked, since: Some(self.observed.now.at.wall), ..blob });
            }
        }
        dead.sort_by_key(|blob| blob.id);
        Ok(dead)
    }

    fn blob(&mut self, blob: DeadBlob) {
        let is_due = self.is_due(blob.marked);
        let plan = &mut self.plan;
        if is_due {
            plan.blobs += 1;
            plan.blob_bytes += blob.size;
            if let Location::Pack { pack, .. } = blob.location {
                let leaving = self.leaving.entry(pack).or_default();
                leaving.records += 1;
                leaving.bytes += blob.size;
            }
            plan.steps.blobs.push(blob);
            return;
        }
        plan.waiting_blobs += 1;
        plan.waiting_bytes += blob.size;
        if self.is_blank {
            return;
        }
        let until = blob.since.unwrap_or(self.observed.now.at.wall).saturating_add(GRACE);
        plan.waiting_until = Some(plan.waiting_until.map_or(until, |first| first.min(until)));
    }

    /// Plain files: of blobs that go, and of nobody.
    fn files(&mut self) -> Result<()> {
        let going: HashSet<Digest> = (self.plan.steps.blobs.iter())
            .filter(|blob| blob.location == Location::File)
            .map(|blob| blob.sha256)
            .collect();
        let doomed: HashSet<String> =
            self.plan.steps.doomed.iter().map(|doomed| doomed.name.clone()).collect();
        let orphans = collect::orphans(self.connection)?;
        let (connection, store) = (self.connection, self.store);
        let mut failed = None;
        store.blobs().each_file(&mut |digest, len| {
            self.plan.stored_bytes += len;
            if going.contains(&digest) {
                self.plan.files += 1;
                self.plan.predicted_bytes += len;
                self.plan.steps.file_lens.insert(digest, len);
                return ControlFlow::Continue(());
            }
            match collect::needs_file(connection, &digest) {
                Ok(true) => ControlFlow::Continue(()),
                Ok(false) => {
                    let name = file_name(&digest);
                    if !doomed.contains(&name) {
                        self.stray(name, len, &orphans);
                    }
                    ControlFlow::Continue(())
                }
                Err(error) => {
                    failed = Some(error);
                    ControlFlow::Break(())
                }
            }
        })?;
        failed.map_or(Ok(()), Err)
    }

    fn stray(&mut self, name: String, len: u64, orphans: &HashMap<String, i64>) {
        if self.is_due(orphans.get(&name).copied()) {
            self.plan.orphans += 1;
            self.plan.predicted_bytes += len;
            self.plan.steps.orphans.push((name.clone(), len));
        }
        self.plan.steps.strays.insert(name);
    }

    fn packs(&mut self) -> Result<()> {
        let uses = collect::pack_uses(self.connection)?;
        let open: HashSet<PackId> = collect::leased_packs(self.connection)?
            .into_iter()
            .filter(|(_, lease)| self.protected.leases.contains(lease))
            .map(|(pack, _)| pack)
            .collect();
        let doomed: HashSet<String> =
            self.plan.steps.doomed.iter().map(|doomed| doomed.name.clone()).collect();
        let orphans = collect::orphans(self.connection)?;
        let damaged = collect::damaged_packs(self.connection)?;
        let mut rewrites = Vec::new();
        for (id, len) in self.store.blobs().packs()? {
            self.plan.stored_bytes += len;
            let name = pack_name(id);
            if open.contains(&id) || doomed.contains(&name) {
                continue;
            }
            let Some(now) = uses.get(&id) else {
                self.stray(name, len, &orphans);
                continue;
            };
            let leaving = self.leaving.get(&id).copied().unwrap_or_default();
            let left = PackUse {
                records: now.records.saturating_sub(leaving.records),
                bytes: now.bytes.saturating_sub(leaving.bytes),
            };
            if left.records == 0 {
                self.plan.packs_removed += 1;
                self.plan.predicted_bytes += len;
                self.plan.steps.empty_packs.push((id, len));
            } else if is_worth_rewriting(len, len.saturating_sub(pack_bytes(left.records, left.bytes))) {
                if damaged.contains(&id) {
                    self.plan.damaged_packs += 1;
                } else {
                    rewrites.push((id, len, left));
                }
            }
        }
        self.group(rewrites);
        Ok(())
    }

    /// Packs that are rewritten share new ones, each as full as a pack may be. While the clock isn't believed nothing is
    /// rewritten either.
    fn group(&mut self, packs: Vec<(PackId, u64, PackUse)>) {
        if self.plan.paused.is_some() {
            return;
        }
        let mut sum = PackUse::default();
        for (id, len, left) in packs {
            let joined = PackUse { records: sum.records + left.records, bytes: sum.bytes + left.bytes };
            let fits = pack_bytes(joined.records, joined.bytes) <= crate::blob::PACK_LIMIT;
            let plan = &mut self.plan;
            if fits && !plan.steps.rewrites.is_empty() {
                sum = joined;
                plan.predicted_bytes += len - pack_bytes(left.records, left.bytes) + pack_bytes(0, 0);
            } else {
                plan.steps.rewrites.push(Vec::new());
                sum = left;
                plan.predicted_bytes += len - pack_bytes(left.records, left.bytes);
            }
            plan.packs_rewritten += 1;
            if let Some(group) = plan.steps.rewrites.last_mut() {
                group.push((id, len));
            }
        }
    }

    /// What an earlier collection was about to remove.
    fn doomed(&mut self) -> Result<()> {
        for doomed in &self.plan.steps.doomed {
            self.plan.predicted_bytes += match on_disk(self.store, &doomed.name)? {
                Some(len) if !is_needed(self.connection, &doomed.name)? => len,
                _ => 0,
            };
        }
        Ok(())
    }

    fn name_versions(&mut self) -> Result<()> {
        let lost: BTreeSet<VersionId> =
            self.plan.steps.blobs.iter().filter_map(|blob| blob.version).collect();
        self.plan.version_count = lost.len() as u64;
        let mut emptied = BTreeSet::new();
        for id in lost {
            let Some((address, is_last)) = collect::lost_version(self.connection, id)? else { continue };
            if is_last && emptied.len() < NAMED {
                emptied.extend(address.rsplit_once(':').map(|(collection, _)| collection.to_owned()));
            }
            if self.plan.versions.len() < NAMED {
                self.plan.versions.push(address);
            }
        }
        self.plan.emptied = emptied.into_iter().collect();
        Ok(())
    }
}

fn is_worth_rewriting(len: u64, dead: u64) -> bool {
    dead > 0 && (len <= SMALL_PACK || dead >= len / DEAD_SHARE)
}

/// How a plain file is called in the database.
pub(super) fn file_name(digest: &Digest) -> String {
    format!("file:{}", digest.to_hex())
}

/// How a pack is called in the database.
pub(super) fn pack_name(id: PackId) -> String {
    format!("pack:{id}")
}

/// What such a name means.
pub(super) enum OnDisk {
    File(Digest),
    Pack(PackId),
}

impl OnDisk {
    pub(super) fn parse(name: &str) -> Option<Self> {
        let (kind, rest) = name.split_once(':')?;
        match kind {
            "file" => Digest::parse(rest).ok().map(Self::File),
            "pack" => rest.parse().ok().map(|id| Self::Pack(PackId::new(id))),
            _ => None,
        }
    }
}

/// Length of what has such a name, when it is there.
pub(super) fn on_disk(store: &Store, name: &str) -> Result<Option<u64>> {
    match OnDisk::parse(name) {
        Some(OnDisk::File(digest)) => store.blobs().file_len(&digest),
        Some(OnDisk::Pack(id)) => store.blobs().pack_len(id),
        None => Ok(None),
    }
}

/// Whether it belongs to a blob by now.
pub(super) fn is_needed(connection: &Connection, name: &str) -> Result<bool> {
    match OnDisk::parse(name) {
        Some(OnDisk::File(digest)) => collect::needs_file(connection, &digest),
        Some(OnDisk::Pack(id)) => Ok(!collect::is_empty_pack(connection, id)?),
        None => Ok(true),
    }
}

fn stamp(steps: &Steps) -> String {
    let mut lines: Vec<String> =
        steps.blobs.iter().map(|blob| format!("blob {}", blob.sha256.to_hex())).collect();
    lines.extend(steps.chunks.iter().map(|(id, _)| format!("chunk {id}")));
    lines.extend(steps.empty_packs.iter().map(|(id, len)| format!("pack {id} {len}")));
    lines.extend(steps.rewrites.iter().map(|group| format!("rewrite {group:?}")));
    lines.extend(steps.orphans.iter().map(|(name, len)| format!("orphan {name} {len}")));
    lines.extend(steps.doomed.iter().map(|doomed| format!("doomed {}", doomed.name)));
    lines.sort_unstable();
    Digest::of(lines.join("\n").as_bytes()).to_hex()
}
