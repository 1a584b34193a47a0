//! The documents of `--json`, where they differ from the types of `cairn-api`.
//!
//! Absent values are null, times are RFC 3339 in UTC, metadata is embedded as it is stored, digit for digit.

use cairn_api::types;
use serde::Serialize;
use serde_json::value::RawValue;

use crate::stop::Done;
use crate::text::{names, rfc3339};

/// JSON text as a part of a document.
pub(crate) fn raw(text: String) -> Done<Box<RawValue>> {
    Ok(RawValue::from_string(text)?)
}

fn raw_option(text: Option<String>) -> Done<Option<Box<RawValue>>> {
    text.map(raw).transpose()
}

/// What an edit did.
#[derive(Serialize)]
pub(crate) struct Outcome {
    address: Option<String>,
    operation: Option<i64>,
    summary: String,
    changed: u64,
}

impl Outcome {
    pub(crate) fn new(address: Option<String>, outcome: types::Outcome) -> Self {
        Self { address, operation: outcome.operation, summary: outcome.summary, changed: outcome.changed }
    }
}

/// What `log` did.
#[derive(Serialize)]
pub(crate) struct Logged<'a> {
    pub(crate) address: &'a str,
    pub(crate) index: u64,
    pub(crate) new: bool,
    pub(crate) digest: Option<&'a str>,
    pub(crate) files: u64,
    pub(crate) bytes: u64,
    pub(crate) bytes_added: u64,
    pub(crate) skipped: &'a [types::Skipped],
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) dry_run: bool,
}

/// A version by itself.
#[derive(Serialize)]
pub(crate) struct Version {
    address: String,
    index: u64,
    r#type: String,
    digest: String,
    state: String,
    aliases: Vec<String>,
    tags: Vec<String>,
    description: String,
    metadata: Box<RawValue>,
    ttl_seconds: Option<i64>,
    ttl_inherited: bool,
    expires_at: Option<String>,
    created_at: String,
    files: u64,
    bytes: Option<types::VersionBytes>,
}

impl Version {
    pub(crate) fn new(detail: types::VersionDetail) -> Done<Self> {
        Ok(Self {
            aliases: names(&detail.aliases),
            metadata: raw(detail.metadata)?,
            expires_at: detail.expires_at.map(rfc3339),
            created_at: rfc3339(detail.created_at),
            address: detail.address,
            index: detail.index,
            r#type: detail.artifact_type,
            digest: detail.digest,
            state: detail.state,
            tags: detail.tags,
            description: detail.description,
            ttl_seconds: detail.ttl_seconds,
            ttl_inherited: detail.ttl_inherited,
            files: detail.files,
            bytes: detail.bytes,
        })
    }
}

/// A version in a list.
#[derive(Serialize)]
pub(crate) struct VersionRow<'a> {
    address: &'a str,
    index: u64,
    digest: &'a str,
    state: &'a str,
    aliases: Vec<String>,
    tags: &'a [String],
    ttl_seconds: Option<i64>,
    ttl_inherited: bool,
    expires_at: Option<String>,
    created_at: String,
    files: u64,
    size: u64,
}

impl<'a> VersionRow<'a> {
    pub(crate) fn new(row: &'a types::VersionRow) -> Self {
        Self {
            address: &row.address,
            index: row.index,
            digest: &row.digest,
            state: &row.state,
            aliases: names(&row.aliases),
            tags: &row.tags,
            ttl_seconds: row.ttl_seconds,
            ttl_inherited: row.ttl_inherited,
            expires_at: row.expires_at.map(rfc3339),
            created_at: rfc3339(row.created_at),
            files: row.files,
            size: row.size,
        }
    }
}

/// A type in a list.
#[derive(Serialize)]
#[allow(clippy::struct_field_names)] // the words of the document
pub(crate) struct Type<'a> {
    pub(crate) address: &'a str,
    pub(crate) r#type: &'a str,
    pub(crate) collections: u64,
    pub(crate) versions: u64,
}

/// A collection in a list.
#[derive(Serialize)]
pub(crate) struct Collection<'a> {
    address: &'a str,
    name: &'a str,
    r#type: &'a str,
    versions: u64,
    latest: Option<&'a str>,
    aliases: &'a [String],
    tags: &'a [String],
    size: u64,
    updated_at: String,
}

impl<'a> Collection<'a> {
    pub(crate) fn new(row: &'a types::CollectionRow) -> Self {
        Self {
            address: &row.address,
            name: &row.name,
            r#type: &row.artifact_type,
            versions: row.versions,
            latest: row.latest.as_deref(),
            aliases: &row.aliases,
            tags: &row.tags,
            size: row.logical_bytes,
            updated_at: rfc3339(row.updated_at),
        }
    }
}

/// A project in a list.
#[derive(Serialize)]
pub(crate) struct Project<'a> {
    pub(crate) address: &'a str,
    pub(crate) entity: &'a str,
    pub(crate) name: &'a str,
    pub(crate) description: &'a str,
    pub(crate) collections: u64,
    pub(crate) versions: u64,
}

/// A file in a list.
#[derive(Serialize)]
pub(crate) struct File<'a> {
    pub(crate) address: &'a str,
    #[serde(flatten)]
    pub(crate) file: &'a types::FileRow,
}

/// What `get` did.
#[derive(Serialize)]
pub(crate) struct Got {
    pub(crate) address: String,
    #[serde(flatten)]
    pub(crate) result: types::ExportResult,
}

/// Two versions side by side.
#[derive(Serialize)]
pub(crate) struct Diff {
    pub(crate) before: String,
    pub(crate) after: String,
    pub(crate) files: Vec<types::FileChange>,
    pub(crate) metadata: Vec<MetadataChange>,
    pub(crate) summary: types::FileChanges,
}

/// A metadata key that differs.
#[derive(Serialize)]
pub(crate) struct MetadataChange {
    path: String,
    before: Option<Box<RawValue>>,
    after: Option<Box<RawValue>>,
}

impl MetadataChange {
    pub(crate) fn new(change: types::MetadataChange) -> Done<Self> {
        Ok(Self { path: change.path, before: raw_option(change.before)?, after: raw_option(change.after)? })
    }
}

/// A version in the trash.
#[derive(Serialize)]
pub(crate) struct Trashed<'a> {
    address: &'a str,
    id: i64,
    r#type: &'a str,
    state: &'a str,
    deleted_at: String,
    because: &'a str,
    purge_at: String,
    size: u64,
    files: u64,
}

impl<'a> Trashed<'a> {
    pub(crate) fn new(row: &'a types::TrashRow) -> Self {
        Self {
            address: &row.address,
            id: row.id,
            r#type: &row.artifact_type,
            state: &row.state,
            deleted_at: rfc3339(row.deleted_at),
            because: &row.because,
            purge_at: rfc3339(row.purge_at),
            size: row.size,
            files: row.files,
        }
    }
}

/// An operation of the history.
#[derive(Serialize)]
#[allow(clippy::struct_field_names)] // the words of the document
pub(crate) struct Operation<'a> {
    address: Option<&'a str>,
    operation: i64,
    at: String,
    actor: &'a str,
    kind: &'a str,
    summary: &'a str,
    changes: u64,
    details: &'a [types::Change],
    reverts: Option<i64>,
    reverted_by: Option<i64>,
    can_undo: bool,
}

impl<'a> Operation<'a> {
    pub(crate) fn new(row: &'a types::Operation) -> Self {
        Self {
            address: row.address.as_deref(),
            operation: row.id,
            at: rfc3339(row.at),
            actor: &row.actor,
            kind: &row.kind,
            summary: &row.summary,
            changes: row.changes,
            details: &row.details,
            reverts: row.reverts,
            reverted_by: row.reverted_by,
            can_undo: row.can_undo,
        }
    }
}

/// A run that was started.
#[derive(Serialize)]
pub(crate) struct RunStarted<'a> {
    id: &'a str,
    name: &'a str,
    project: &'a str,
}

impl<'a> RunStarted<'a> {
    pub(crate) fn new(started: &'a types::RunStarted) -> Self {
        Self { id: &started.id, name: &started.name, project: &started.project }
    }
}

/// A run in a list.
#[derive(Serialize)]
pub(crate) struct Run {
    id: String,
    project: String,
    name: String,
    job_type: String,
    group: String,
    state: String,
    created_by: String,
    started_at: String,
    finished_at: Option<String>,
    deleted: bool,
    inputs: u64,
    outputs: u64,
}

impl Run {
    pub(crate) fn new(row: &types::RunRow) -> Self {
        Self {
            id: row.id.clone(),
            project: row.project.clone(),
            name: row.name.clone(),
            job_type: row.job_type.clone(),
            group: row.group.clone(),
            state: row.state.clone(),
            created_by: row.created_by.clone(),
            started_at: rfc3339(row.started_at),
            finished_at: row.finished_at.map(rfc3339),
            deleted: row.deleted_at.is_some(),
            inputs: row.inputs,
            outputs: row.outputs,
        }
    }
}

/// A run by itself.
#[derive(Serialize)]
pub(crate) struct RunDetail {
    #[serde(flatten)]
    run: Run,
    config: Box<RawValue>,
    summary: Box<RawValue>,
    host: String,
    command: String,
    used: Vec<RunEdge>,
    logged: Vec<RunEdge>,
}

#[derive(Serialize)]
struct RunEdge {
    address: String,
    r#type: String,
    state: String,
    aliases: Vec<String>,
    size: u64,
    role: Option<String>,
    actor: String,
    at: String,
}

impl RunDetail {
    pub(crate) fn new(detail: types::RunDetail) -> Done<Self> {
        let edges = |list: Vec<types::RunEdge>| list.into_iter().map(RunEdge::new).collect();
        Ok(Self {
            run: Run::new(&detail.run),
            config: raw(detail.config)?,
            summary: raw(detail.summary)?,
            host: detail.host,
            command: detail.command,
            used: edges(detail.inputs),
            logged: edges(detail.outputs),
        })
    }
}

impl RunEdge {
    fn new(edge: types::RunEdge) -> Self {
        Self {
            address: edge.address,
            r#type: edge.artifact_type,
            state: edge.state,
            aliases: edge.aliases,
            size: edge.size,
            role: edge.role,
            actor: edge.actor,
            at: rfc3339(edge.at),
        }
    }
}

/// What was written to reproduce a run.
#[derive(Serialize)]
pub(crate) struct Reproduced {
    id: String,
    inputs: Vec<types::ReproducedInput>,
    missing: Vec<types::MissingInput>,
    config: Box<RawValue>,
    command: String,
}

impl Reproduced {
    pub(crate) fn new(done: types::Reproduced) -> Done<Self> {
        Ok(Self {
            id: done.id,
            inputs: done.inputs,
            missing: done.missing,
            config: raw(done.config)?,
            command: done.command,
        })
    }
}

/// A version or a run of the lineage.
#[derive(Serialize)]
struct LineageNode<'a> {
    address: Option<&'a str>,
    run: Option<&'a str>,
    title: &'a str,
    r#type: &'a str,
    project: &'a str,
    state: &'a str,
    distance: Option<i32>,
    created_at: String,
    size: Option<u64>,
    aliases: &'a [String],
}

impl<'a> LineageNode<'a> {
    fn new(row: &'a types::LineageRow) -> Self {
        Self {
            address: row.address.as_deref(),
            run: row.run.as_deref(),
            title: &row.title,
            r#type: &row.subtitle,
            project: &row.project,
            state: &row.state,
            distance: row.distance,
            created_at: rfc3339(row.created_at),
            size: row.size,
            aliases: &row.aliases,
        }
    }
}

/// The ways between two nodes.
#[derive(Serialize)]
pub(crate) struct LineagePath<'a> {
    nodes: Vec<LineageNode<'a>>,
    indirect: bool,
    between: usize,
}

impl<'a> LineagePath<'a> {
    pub(crate) fn new(path: &'a types::LineagePath) -> Self {
        let nodes = path.shortest.iter().map(LineageNode::new).collect();
        Self { nodes, indirect: path.indirect, between: path.between.len() }
    }
}

/// What depends on something.
#[derive(Serialize)]
pub(crate) struct LineageImpact<'a> {
    versions: u64,
    runs: u64,
    bytes: u64,
    aliases: &'a [String],
    links: &'a [String],
    nodes: Vec<LineageNode<'a>>,
    lost: Vec<LineageNode<'a>>,
}

impl<'a> LineageImpact<'a> {
    pub(crate) fn new(impact: &'a types::LineageImpact, all: &'a [types::LineageRow]) -> Self {
        Self {
            versions: impact.versions,
            runs: impact.runs,
            bytes: impact.bytes,
            aliases: &impact.aliases,
            links: &impact.links,
            nodes: all.iter().map(LineageNode::new).collect(),
            lost: impact.lost.iter().map(LineageNode::new).collect(),
        }
    }
}
