//! From the engine's types to those of the wire.

use cairn_engine::catalog::{Bytes, CollectionRow, ProjectRow, TypeRow, VersionFacts};
use cairn_engine::fs::Links;
use cairn_engine::history::{HistoryPage, OperationText, Outcome};
use cairn_engine::ingest::{self, LogReport};
use cairn_engine::model::{Ttl, VersionId};
use cairn_engine::{Code, Error, Result, catalog};

use crate::types;

impl From<Error> for types::ApiError {
    fn from(error: Error) -> Self {
        Self {
            code: error.code().as_str().to_owned(),
            message: error.message().to_owned(),
            hint: error.hint_text().map(str::to_owned),
        }
    }
}

pub(crate) fn outcome(outcome: Outcome) -> types::Outcome {
    types::Outcome {
        operation: outcome.operation.map(cairn_engine::model::OperationId::get),
        summary: outcome.summary,
        changed: outcome.changed,
    }
}

pub(crate) fn project(row: ProjectRow) -> types::Project {
    types::Project {
        id: row.id.get(),
        address: format!("{}/{}", row.entity, row.name),
        entity: row.entity,
        name: row.name,
        description: row.description,
        collections: row.collections,
        versions: row.versions,
    }
}

pub(crate) fn type_summary(row: TypeRow) -> types::TypeSummary {
    types::TypeSummary { name: row.name, collections: row.collections, versions: row.versions }
}

pub(crate) fn alias(name: String) -> types::Alias {
    types::Alias { name, protected: false }
}

pub(crate) fn bytes(bytes: Bytes) -> types::VersionBytes {
    types::VersionBytes { logical: bytes.logical, exclusive: bytes.exclusive, shared: bytes.shared }
}

/// Own seconds, and whether it inherits.
pub(crate) fn ttl(ttl: Ttl) -> (Option<i64>, bool) {
    match ttl {
        Ttl::Own(seconds) => (Some(seconds), false),
        Ttl::Inherit => (None, true),
        Ttl::None => (None, false),
    }
}

pub(crate) fn detail(
    facts: VersionFacts,
    locked: Option<String>,
    counted: Option<Bytes>,
    damaged: Vec<String>,
) -> types::VersionDetail {
    let (ttl_seconds, ttl_inherited) = ttl(facts.row.ttl);
    types::VersionDetail {
        id: facts.row.id.get(),
        address: facts.address,
        index: facts.row.index,
        name: facts.collection.name.clone(),
        collection: facts.collection.address(),
        artifact_type: facts.collection.artifact_type.clone(),
        digest: facts.row.digest.to_hex(),
        state: facts.row.state.as_str().to_owned(),
        aliases: facts.aliases.into_iter().map(alias).collect(),
        tags: facts.tags,
        description: facts.description,
        metadata: facts.metadata,
        ttl_seconds,
        ttl_inherited,
        expires_at: facts.expires_at,
        ttl_locked: locked,
        created_at: facts.row.created_at,
        created_by: facts.row.created_by,
        deleted_at: facts.row.deleted_at,
        deleted_because: facts.row.deleted_because,
        purge_at: facts.purge_at,
        files: facts.row.files,
        bytes: counted.map(bytes),
        size: facts.row.size,
        previous: facts.previous,
        next: facts.next,
        damaged,
    }
}

pub(crate) fn selection(
    store: &cairn_engine::store::Store,
    selection: types::Selection,
) -> Result<catalog::Selection> {
    let ids = |ids: Vec<i64>| ids.into_iter().map(VersionId::new).collect();
    Ok(match selection {
        types::Selection::Versions { versions } => catalog::Selection::Versions(ids(versions)),
        types::Selection::Filter { collection, filter, except } => catalog::Selection::Filter {
            collection: store.resolve_collection(&collection)?.id,
            filter,
            except: ids(except),
        },
    })
}

pub(crate) fn history(page: HistoryPage) -> types::HistoryPage {
    types::HistoryPage { rows: page.rows.into_iter().map(operation).collect(), more: page.more }
}

fn operation(text: OperationText) -> types::Operation {
    let row = text.row;
    let details = text.details.into_iter().map(|change| types::Change {
        what: change.what,
        subject: change.subject,
        before: change.before,
        after: change.after,
    });
    types::Operation {
        id: row.id.get(),
        at: row.at,
        actor: row.actor,
        // What was removed for good doesn't come back.
        can_undo: row.reverted_by.is_none() && row.kind != "purge",
        kind: row.kind,
        summary: row.summary,
        address: row.address,
        changes: row.changes,
        details: details.collect(),
        reverts: row.reverts.map(cairn_engine::model::OperationId::get),
        reverted_by: row.reverted_by.map(cairn_engine::model::OperationId::get),
    }
}

pub(crate) fn skipped(skipped: &ingest::Skipped) -> types::Skipped {
    types::Skipped {
        path: skipped.path.clone(),
        reason: skipped.reason.to_owned(),
        detail: skipped.detail.clone(),
    }
}

pub(crate) fn log_result(report: LogReport) -> types::LogResult {
    types::LogResult {
        address: report.address,
        id: report.version.get(),
        index: report.index,
        new: report.new,
        digest: report.digest,
        files: report.files,
        bytes: report.bytes,
        bytes_added: report.bytes_added,
        skipped: report.skipped.iter().map(skipped).collect(),
        operation: report.operation.map(cairn_engine::model::OperationId::get),
        summary: report.summary,
    }
}

pub(crate) fn log_options(options: types::LogOptions) -> Result<ingest::LogOptions> {
    let links = match options.links.as_deref() {
        None | Some("follow") => Links::Follow,
        Some("skip") => Links::Skip,
        Some("fail") => Links::Fail,
        Some(other) => return Err(unknown_word("links", other, "follow, skip or fail")),
    };
    let skip_unreadable = match options.unreadable.as_deref() {
        None | Some("fail") => false,
        Some("skip") => true,
        Some(other) => return Err(unknown_word("unreadable", other, "fail or skip")),
    };
    Ok(ingest::LogOptions { exclude: options.exclude, links, skip_unreadable, rehash: options.rehash })
}

pub(crate) fn log_sources(sources: Vec<types::LogSource>) -> Vec<ingest::LogSource> {
    sources
        .into_iter()
        .map(|source| ingest::LogSource { path: source.path.into(), name: source.name })
        .collect()
}

/// A word that a request may not have.
pub(crate) fn unknown_word(field: &str, word: &str, allowed: &str) -> Error {
    Error::new(Code::RequestInvalid, format!("{field} can't be {word:?}")).hint(format!("Use {allowed}."))
}

/// Address of a collection's project.
pub(crate) fn project_address(row: &CollectionRow) -> String {
    format!("{}/{}", row.entity, row.project_name)
}
