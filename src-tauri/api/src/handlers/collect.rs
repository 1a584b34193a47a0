//! Expiry, trash, collection, receipts, storage.

use cairn_engine::fs;
use cairn_engine::progress::Monitor;
use cairn_engine::retention::{self, Act, CollectOptions, Pause, ReceiptRow, StorageBy};

use super::{Answer, answer};
use crate::convert::{outcome, selection};
use crate::host::{Actor, CancelToken, Host, Result, Store};
use crate::jobs;
use crate::types::{
    CollectPlan, CollectPlanRequest, CollectRequest, Collected, DaysRequest, Duplicate, DuplicatesRequest,
    Empty, ExpiringDay, GrowthDay, JobStarted, Outcome, Receipt, ReceiptDetail, ReceiptItem,
    ReceiptListRequest, ReceiptRequest, Storage, StorageGroup, StorageRequest, TrashEmptyRequest, Upkeep,
    UpkeepPause,
};

/// Most receipts answered at once.
const RECEIPTS: u32 = 200;
/// Most groups listed.
const GROUPS: usize = 10_000;

/// How things stand with expiry and collection.
pub fn upkeep_state(host: &dyn Host, _: Empty) -> Answer<Upkeep> {
    answer(|| {
        let state = host.store()?.upkeep_state()?;
        Ok(Upkeep {
            paused: state.paused.map(pause),
            next_expiry: state.next_expiry,
            next_rules: state.next_rules,
            next_purge: state.next_purge,
            next_collection: state.next_collection,
            consent: state.consent,
        })
    })
}

fn pause(pause: Pause) -> UpkeepPause {
    UpkeepPause {
        why: pause.why.as_str().to_owned(),
        words: pause.why.words().to_owned(),
        steady_since: pause.steady_since,
    }
}

/// Removes versions from the trash for good.
pub fn trash_empty(host: &dyn Host, request: TrashEmptyRequest) -> Answer<Outcome> {
    answer(|| {
        let (store, actor) = (host.store()?, host.actor());
        let selection = request.selection.map(|chosen| selection(&store, chosen)).transpose()?;
        store.carry_out(&actor, &Act::Empty { selection }, None, &Monitor::silent()).map(outcome)
    })
}

/// What a collection would remove.
pub fn collect_plan(host: &dyn Host, request: CollectPlanRequest) -> Answer<CollectPlan> {
    answer(|| Ok(plan(host.store()?.plan_collect(request.no_grace)?)))
}

fn plan(plan: retention::CollectPlan) -> CollectPlan {
    CollectPlan {
        stamp: plan.stamp,
        predicted_bytes: plan.predicted_bytes,
        blobs: plan.blobs,
        blob_bytes: plan.blob_bytes,
        files: plan.files,
        packs_removed: plan.packs_removed,
        packs_rewritten: plan.packs_rewritten,
        damaged_packs: plan.damaged_packs,
        orphans: plan.orphans,
        stored_bytes: plan.stored_bytes,
        versions: plan.versions,
        version_count: plan.version_count,
        emptied: plan.emptied,
        waiting_blobs: plan.waiting_blobs,
        waiting_bytes: plan.waiting_bytes,
        waiting_until: plan.waiting_until,
        paused: plan.paused.map(pause),
        consent: plan.consent,
        no_grace: plan.no_grace,
    }
}

/// Collects, as a job. What is due expires before, by TTL and by rule; what is due in the trash is purged after.
pub fn collect_start(host: &dyn Host, request: CollectRequest) -> Answer<JobStarted> {
    answer(|| {
        let (store, actor) = (host.store()?, host.actor());
        let options =
            CollectOptions { no_grace: request.no_grace, consent: request.consent, stamp: request.stamp };
        let job = host.jobs().start("collect", "Collecting".into(), move |monitor| {
            jobs::Answer::of(&collect(&store, &actor, &options, monitor)?, None)
        })?;
        Ok(JobStarted { job })
    })
}

fn collect(
    store: &Store,
    actor: &Actor,
    options: &CollectOptions,
    monitor: &Monitor<'_>,
) -> Result<Collected> {
    let cancel: CancelToken = monitor.cancel.clone();
    let sweeper = store.sweeper(cancel)?;
    let expired = store.expire_due(&sweeper, &retention::sweeping_actor())?;
    if expired.paused.is_none() {
        store.apply_rules(&retention::sweeping_actor(), monitor)?;
    }
    let done = store.collect(&sweeper, actor, options, monitor)?;
    store.purge_due(&sweeper, &retention::sweeping_actor())?;
    Ok(Collected {
        predicted_bytes: done.plan.predicted_bytes,
        freed_bytes: done.freed_bytes,
        blobs: done.blobs,
        receipt: done.receipt,
        skipped: done.skipped,
    })
}

/// Receipts, newest first.
pub fn receipt_list(host: &dyn Host, request: ReceiptListRequest) -> Answer<Vec<Receipt>> {
    answer(|| {
        let rows = host.store()?.receipts(request.before, request.count.min(RECEIPTS))?;
        Ok(rows.into_iter().map(receipt).collect())
    })
}

fn receipt(row: ReceiptRow) -> Receipt {
    Receipt {
        id: row.id,
        at: row.at,
        ended_at: row.ended_at,
        actor: row.actor,
        predicted_bytes: row.predicted_bytes,
        freed_bytes: row.freed_bytes,
        blobs: row.blobs,
        details: row.body,
    }
}

/// A receipt with a page of what was removed.
pub fn receipt_show(host: &dyn Host, request: ReceiptRequest) -> Answer<ReceiptDetail> {
    answer(|| {
        let found = host.store()?.receipt(request.receipt, request.after)?;
        let last = found.items.last().map(|(position, _)| *position);
        let more = match last {
            Some(last) => !host.store()?.receipt(request.receipt, last)?.items.is_empty(),
            None => false,
        };
        let items = found.items.into_iter().map(|(_, item)| ReceiptItem {
            kind: item.kind,
            sha256: item.digest.map(|digest| digest.to_hex()),
            bytes: item.bytes,
            version: item.version,
            name: item.name,
        });
        Ok(ReceiptDetail { receipt: receipt(found.row), items: items.collect(), next: last.filter(|_| more) })
    })
}

/// Where the bytes are.
pub fn storage_show(host: &dyn Host, request: StorageRequest) -> Answer<Storage> {
    answer(|| {
        let store = host.store()?;
        let found = store.storage(StorageBy::parse(&request.by)?, request.within.as_deref())?;
        let limit = request.limit.map_or(GROUPS, |limit| limit as usize).min(GROUPS);
        let mut groups: Vec<StorageGroup> = found.groups.iter().map(group).collect();
        let rest = groups.split_off(groups.len().min(limit));
        Ok(Storage {
            groups,
            rest: (!rest.is_empty()).then(|| added_up(&rest)),
            logical: found.logical,
            shared: found.shared,
            awaiting_collection: found.awaiting_collection,
            database_and_manifests: found.database_and_manifests,
            total: found.total,
            free_bytes: fs::free_space(store.root())?,
        })
    })
}

fn group(group: &retention::StorageGroup) -> StorageGroup {
    StorageGroup {
        address: group.address.clone(),
        project: group.project.clone(),
        artifact_type: group.artifact_type.clone(),
        versions: group.versions,
        trashed: group.trashed,
        logical: group.logical,
        exclusive: group.exclusive,
        shared: group.shared,
        on_disk: group.exclusive + group.shared,
    }
}

/// What groups share among each other can't be added up, so the rest says only what is exclusive.
fn added_up(rest: &[StorageGroup]) -> StorageGroup {
    let sum = |of: fn(&StorageGroup) -> u64| rest.iter().map(of).sum::<u64>();
    StorageGroup {
        address: String::new(),
        project: String::new(),
        artifact_type: None,
        versions: sum(|group| group.versions),
        trashed: sum(|group| group.trashed),
        logical: sum(|group| group.logical),
        exclusive: sum(|group| group.exclusive),
        shared: 0,
        on_disk: sum(|group| group.exclusive),
    }
}

/// What expires in the next days.
pub fn storage_expiring(host: &dyn Host, request: DaysRequest) -> Answer<Vec<ExpiringDay>> {
    answer(|| {
        let days = host.store()?.expiring(request.days)?.into_iter().map(|day| ExpiringDay {
            at: day.at,
            versions: day.versions,
            logical: day.logical,
            freed: day.freed,
        });
        Ok(days.collect())
    })
}

/// How the store grew in the last days.
pub fn storage_growth(host: &dyn Host, request: DaysRequest) -> Answer<Vec<GrowthDay>> {
    answer(|| {
        let days = host.store()?.growth(request.days as usize)?.into_iter().map(|day| GrowthDay {
            at: day.at,
            versions: day.versions,
            added: day.added,
            removed: day.removed,
            stored: day.stored,
        });
        Ok(days.collect())
    })
}

/// What several collections have in common.
pub fn storage_duplicates(host: &dyn Host, request: DuplicatesRequest) -> Answer<Vec<Duplicate>> {
    answer(|| {
        let found =
            host.store()?.overlaps()?.into_iter().take(request.limit as usize).map(|overlap| Duplicate {
                collections: overlap.groups,
                more: overlap.more,
                blobs: overlap.blobs,
                bytes: overlap.bytes,
            });
        Ok(found.collect())
    })
}
