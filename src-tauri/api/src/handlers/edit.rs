//! Edits of what is around versions.

use cairn_engine::catalog;
use cairn_engine::progress::Monitor;
use cairn_engine::retention::Restore;

use super::{Answer, answer};
use crate::convert::{outcome, selection};
use crate::host::Host;
use crate::types::{
    AliasAddRequest, AliasHolder, AliasListRequest, AliasRemoveRequest, AliasSetRequest, DeletePlan,
    DeletePlanRequest, DeleteRequest, DescribeRequest, Empty, MetadataReplaceRequest, MetadataSetRequest,
    Outcome, RestorePlan, RestoreRequest, TagCount, TagEditRequest, TakenAlias, TrashPage, TrashRequest,
    TrashRow, TtlPlan, TtlPlanRow, TtlRequest,
};

/// The aliases of a collection.
pub fn alias_list(host: &dyn Host, request: AliasListRequest) -> Answer<Vec<AliasHolder>> {
    answer(|| {
        let holders = host.store()?.aliases(&request.collection)?.into_iter().map(|holder| AliasHolder {
            name: holder.name,
            protected: false,
            version: holder.version.get(),
            index: holder.index,
        });
        Ok(holders.collect())
    })
}

/// Adds or moves an alias.
pub fn alias_add(host: &dyn Host, request: AliasAddRequest) -> Answer<Outcome> {
    answer(|| host.store()?.add_alias(&host.actor(), &request.version, &request.alias).map(outcome))
}

/// Removes an alias.
pub fn alias_remove(host: &dyn Host, request: AliasRemoveRequest) -> Answer<Outcome> {
    answer(|| host.store()?.remove_alias(&host.actor(), &request.version, &request.alias).map(outcome))
}

/// Sets the aliases of a version.
pub fn alias_set(host: &dyn Host, request: AliasSetRequest) -> Answer<Outcome> {
    answer(|| host.store()?.set_aliases(&host.actor(), &request.version, &request.aliases).map(outcome))
}

/// Tags in use.
pub fn tag_list(host: &dyn Host, _: Empty) -> Answer<Vec<TagCount>> {
    answer(|| {
        let counts = host.store()?.tag_counts()?;
        Ok(counts.into_iter().map(|(name, versions)| TagCount { name, versions }).collect())
    })
}

/// Adds and removes tags.
pub fn tag_edit(host: &dyn Host, request: TagEditRequest) -> Answer<Outcome> {
    answer(|| {
        let store = host.store()?;
        let versions = selection(&store, request.selection)?;
        store.edit_tags(&host.actor(), &versions, &request.add, &request.remove).map(outcome)
    })
}

/// Describes a version.
pub fn version_describe(host: &dyn Host, request: DescribeRequest) -> Answer<Outcome> {
    answer(|| {
        host.store()?.describe_version(&host.actor(), &request.version, &request.description).map(outcome)
    })
}

/// Replaces the metadata of a version.
pub fn metadata_replace(host: &dyn Host, request: MetadataReplaceRequest) -> Answer<Outcome> {
    answer(|| host.store()?.replace_metadata(&host.actor(), &request.version, &request.metadata).map(outcome))
}

/// Sets or removes a metadata key.
pub fn metadata_set(host: &dyn Host, request: MetadataSetRequest) -> Answer<Outcome> {
    answer(|| {
        let store = host.store()?;
        let versions = selection(&store, request.selection)?;
        store.set_metadata(&host.actor(), &versions, &request.path, request.value.as_deref()).map(outcome)
    })
}

/// What a TTL would do.
pub fn ttl_plan(host: &dyn Host, request: TtlRequest) -> Answer<TtlPlan> {
    answer(|| {
        let store = host.store()?;
        let versions = selection(&store, request.selection)?;
        Ok(plan(store.plan_ttl(&versions, &request.ttl)?))
    })
}

fn plan(plan: catalog::TtlPlan) -> TtlPlan {
    let rows = plan.rows.into_iter().map(|row| TtlPlanRow {
        id: row.id.get(),
        index: row.index,
        created_at: row.created_at,
        now: row.now,
        expires_at: row.expires_at,
        expires_now: row.expires_now,
        locked: row.locked,
    });
    TtlPlan {
        changing: plan.changing,
        unchanged: plan.unchanged,
        locked: plan.locked,
        expiring: plan.expiring,
        expiring_bytes: plan.expiring_bytes,
        freed_bytes: plan.freed_bytes,
        now: plan.now,
        rows: rows.collect(),
        rest_from: plan.rest.map(|rest| rest.0),
        rest_to: plan.rest.map(|rest| rest.1),
    }
}

/// Sets a TTL.
pub fn ttl_set(host: &dyn Host, request: TtlRequest) -> Answer<Outcome> {
    answer(|| {
        let store = host.store()?;
        let versions = selection(&store, request.selection)?;
        store.set_ttl(&host.actor(), &versions, &request.ttl).map(outcome)
    })
}

/// What deleting would do.
pub fn version_delete_plan(host: &dyn Host, request: DeletePlanRequest) -> Answer<DeletePlan> {
    answer(|| {
        let store = host.store()?;
        let plan = store.plan_delete(&selection(&store, request.selection)?)?;
        Ok(DeletePlan {
            versions: plan.versions,
            aliases: plan.aliases.into_iter().map(|(name, index)| format!("{name} (v{index})")).collect(),
            alias_count: plan.alias_count,
            logical_bytes: plan.bytes.logical,
            freed_bytes: plan.bytes.exclusive,
            shared_bytes: plan.bytes.shared,
            purge_at: plan.purge_at,
        })
    })
}

/// Moves versions to the trash.
pub fn version_delete(host: &dyn Host, request: DeleteRequest) -> Answer<Outcome> {
    answer(|| {
        let store = host.store()?;
        let versions = selection(&store, request.selection)?;
        store.delete_versions(&host.actor(), &versions, request.delete_aliases).map(outcome)
    })
}

/// The trash.
pub fn trash_list(host: &dyn Host, request: TrashRequest) -> Answer<TrashPage> {
    answer(|| {
        let store = host.store()?;
        let project = match &request.project {
            Some(project) => Some(store.resolve_project(Some(project))?.id),
            None => None,
        };
        let query = catalog::TrashQuery { project, filter: request.filter.as_deref() };
        let page = store.trash_page(&query, request.rows.start, request.rows.count)?;
        Ok(TrashPage {
            total: page.total,
            start: page.start,
            rows: page.rows.into_iter().map(trash_row).collect(),
        })
    })
}

fn trash_row(row: catalog::TrashRow) -> TrashRow {
    TrashRow {
        id: row.id.get(),
        address: row.address,
        artifact_type: row.artifact_type,
        state: "deleted".into(),
        deleted_at: row.deleted_at,
        because: row.because,
        purge_at: row.purge_at,
        size: row.size,
        files: row.files,
    }
}

/// What restoring would do.
pub fn trash_restore_plan(host: &dyn Host, request: RestoreRequest) -> Answer<RestorePlan> {
    answer(|| {
        let store = host.store()?;
        let plan = store.plan_restore(&selection(&store, request.selection)?)?;
        let taken = plan.taken.into_iter().map(|taken| TakenAlias {
            name: taken.name,
            version: taken.version,
            holder: taken.holder,
        });
        Ok(RestorePlan {
            versions: plan.versions,
            unchanged: plan.unchanged,
            collections: plan.collections,
            taken: taken.collect(),
            taken_count: plan.taken_count,
            overdue: plan.overdue,
        })
    })
}

/// Takes versions out of the trash.
pub fn trash_restore(host: &dyn Host, request: RestoreRequest) -> Answer<Outcome> {
    answer(|| {
        let store = host.store()?;
        let versions = selection(&store, request.selection)?;
        let how = Restore { take_aliases: request.take_aliases.unwrap_or(false) };
        store.restore(&host.actor(), &versions, how, &Monitor::silent()).map(outcome)
    })
}
