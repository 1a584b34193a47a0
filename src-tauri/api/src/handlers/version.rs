//! Versions: lists, facts, comparison.

use cairn_engine::catalog::{VersionListRow, VersionSort, compare_metadata};
use cairn_engine::manifest::{DiffReport, Entry};
use cairn_engine::store::Store;

use super::{Answer, answer};
use crate::convert;
use crate::host::Host;
use crate::types::{
    CompareFilesRequest, CompareRequest, Comparison, FileChange, FileChangePage, FileChanges, Located,
    MetadataChange, Sort, VersionBytes, VersionDetail, VersionLocateRequest, VersionPage, VersionPageRequest,
    VersionRequest, VersionRow,
};

/// Versions with more files than this answer their bytes on request alone.
const COUNTED: u64 = 20_000;

/// A page of versions.
pub fn version_page(host: &dyn Host, request: VersionPageRequest) -> Answer<VersionPage> {
    answer(|| {
        let store = host.store()?;
        let collection = store.resolve_collection(&request.collection)?;
        let (filter, sort) = (request.filter.as_deref(), sort(request.sort.as_ref())?);
        let rows = &request.rows;
        let page =
            store.version_page(collection.id, filter, &sort, rows.start, rows.count, &request.metadata)?;
        let trash = i64::from(store.settings()?.trash_days) * 86_400_000;
        Ok(VersionPage {
            total: page.total,
            unfiltered: page.unfiltered,
            start: page.start,
            rows: page.rows.into_iter().map(|row| listed(row, &collection.address(), trash)).collect(),
        })
    })
}

fn sort(sort: Option<&Sort>) -> cairn_engine::Result<VersionSort> {
    match sort {
        Some(sort) => VersionSort::parse(&sort.key, sort.descending),
        None => VersionSort::parse("index", true),
    }
}

fn listed(row: VersionListRow, collection: &str, trash: i64) -> VersionRow {
    let (ttl_seconds, ttl_inherited) = convert::ttl(row.ttl);
    VersionRow {
        id: row.id.get(),
        address: format!("{collection}:v{}", row.index),
        index: row.index,
        state: row.state.as_str().to_owned(),
        digest: row.digest.to_hex(),
        aliases: row.aliases.into_iter().map(convert::alias).collect(),
        tags: row.tags,
        created_at: row.created_at,
        size: row.size,
        change: row.change,
        files: row.files,
        ttl_seconds,
        ttl_inherited,
        expires_at: row.expires_at,
        purge_at: row.deleted_at.map(|at| at + trash),
        metadata: row.metadata,
    }
}

/// The row of a version in a list.
pub fn version_locate(host: &dyn Host, request: VersionLocateRequest) -> Answer<Located> {
    answer(|| {
        let store = host.store()?;
        let collection = store.resolve_collection(&request.collection)?.id;
        let sort = sort(request.sort.as_ref())?;
        Ok(Located {
            row: store.locate_version(collection, request.filter.as_deref(), &sort, request.index)?,
        })
    })
}

/// A version by itself.
pub fn version_show(host: &dyn Host, request: VersionRequest) -> Answer<VersionDetail> {
    answer(|| detail(host.store()?.as_ref(), &request.version, COUNTED))
}

/// A version with its bytes, however long counting them takes.
pub fn version_show_counted(host: &dyn Host, request: &VersionRequest) -> Answer<VersionDetail> {
    answer(|| detail(host.store()?.as_ref(), &request.version, u64::MAX))
}

fn detail(store: &Store, version: &str, counted: u64) -> cairn_engine::Result<VersionDetail> {
    let facts = store.version_facts(version)?;
    let bytes = if facts.row.files <= counted { Some(store.version_bytes(&facts.row)?) } else { None };
    let locked = store.ttl_lock(&facts.row)?;
    let damaged = store.damaged_blobs(&facts.row, 20)?;
    Ok(convert::detail(facts, locked, bytes, damaged))
}

/// The bytes of a version.
pub fn version_bytes(host: &dyn Host, request: VersionRequest) -> Answer<VersionBytes> {
    answer(|| {
        let store = host.store()?;
        let (_, version) = store.resolve_version(&request.version)?;
        store.version_bytes(&version).map(convert::bytes)
    })
}

/// Two versions side by side.
pub fn version_compare(host: &dyn Host, request: CompareRequest) -> Answer<Comparison> {
    answer(|| {
        let store = host.store()?;
        let before = detail(&store, &request.before, 0)?;
        let after = detail(&store, &request.after, 0)?;
        let (changes, metadata_equal) = compare_metadata(&before.metadata, &after.metadata)?;
        let ids = (
            store.resolve_version(&format!("#{}", before.id))?.1,
            store.resolve_version(&format!("#{}", after.id))?.1,
        );
        let report = store.compare_files(&ids.0, &ids.1)?;
        let files = counts(&report, before.files);
        let metadata =
            changes.into_iter().map(|c| MetadataChange { path: c.path, before: c.before, after: c.after });
        Ok(Comparison { metadata: metadata.collect(), metadata_equal, files, before, after })
    })
}

fn counts(report: &DiffReport, before: u64) -> FileChanges {
    let sum = |entries: &mut dyn Iterator<Item = &Entry>| entries.map(Entry::logical).sum::<u64>();
    let gone = (report.removed.len() + report.changed.len() + report.renamed.len()) as u64;
    FileChanges {
        added: report.added.len() as u64,
        removed: report.removed.len() as u64,
        changed: report.changed.len() as u64,
        renamed: report.renamed.len() as u64,
        equal: before.saturating_sub(gone),
        added_bytes: sum(&mut report.added.iter().chain(report.changed.iter().map(|(_, after)| after))),
        removed_bytes: sum(&mut report.removed.iter().chain(report.changed.iter().map(|(before, _)| before))),
    }
}

/// Files that differ, by path.
pub fn version_compare_files(host: &dyn Host, request: CompareFilesRequest) -> Answer<FileChangePage> {
    answer(|| {
        let store = host.store()?;
        let before = store.resolve_version(&request.before)?.1;
        let after = store.resolve_version(&request.after)?.1;
        let report = store.compare_files(&before, &after)?;
        let wanted =
            |kind: &str| request.kinds.is_empty() || request.kinds.iter().any(|wanted| wanted == kind);
        let mut rows: Vec<FileChange> = changes(&report).filter(|change| wanted(&change.kind)).collect();
        rows.sort_by(|a, b| a.path.cmp(&b.path));
        let total = rows.len() as u64;
        let start = request.rows.start;
        let page = rows.into_iter().skip(start as usize).take(request.rows.count.min(200) as usize);
        Ok(FileChangePage { total, start, rows: page.collect() })
    })
}

fn changes(report: &DiffReport) -> impl Iterator<Item = FileChange> + '_ {
    let one = |kind: &str, before: Option<&Entry>, after: Option<&Entry>| FileChange {
        kind: kind.to_owned(),
        path: after.or(before).map(|entry| entry.path.to_string()).unwrap_or_default(),
        from: before.filter(|_| kind == "renamed").map(|entry| entry.path.to_string()),
        before_size: before.and_then(|entry| entry.size),
        after_size: after.and_then(|entry| entry.size),
    };
    let added = report.added.iter().map(move |entry| one("added", None, Some(entry)));
    let removed = report.removed.iter().map(move |entry| one("removed", Some(entry), None));
    let changed = report.changed.iter().map(move |(before, after)| one("changed", Some(before), Some(after)));
    let renamed =
        report.renamed.iter().map(move |rename| one("renamed", Some(&rename.before), Some(&rename.after)));
    added.chain(removed).chain(changed).chain(renamed)
}
