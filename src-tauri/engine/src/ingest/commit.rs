//! Commit: version, aliases, tags and history in one short transaction.

use rusqlite::Transaction;

use super::execute::Staged;
use super::listing::Listing;
use super::{LogReport, LogSpec, twin};
use crate::catalog::{
    EdgeKind, RunEdges, RunName, ensure_collection, ensure_project, find_project, make_run, place_alias,
    set_edge, trash_version,
};
use crate::clock::Millis;
use crate::db::collection::{self, CollectionRow};
use crate::db::run::NewRun;
use crate::db::version::{self, NewVersion, VersionRow};
use crate::db::{manifest, setting};
use crate::fs::host_name;
use crate::history::{Actor, Cell, CellKind, Edit, Outcome, Role, permit_ttl};
use crate::model::{
    AliasName, ArtifactName, ManifestDigest, Metadata, ProjectId, RunId, TagName, Ttl, TtlSpec, TypeName,
    is_auto_made,
};
use crate::retention::Lease;
use crate::store::Store;
use crate::{Code, Error, Result};

/// A specification whose every word was found legal.
#[derive(Debug)]
pub(super) struct CheckedSpec {
    project: Option<String>,
    name: ArtifactName,
    kind: TypeName,
    aliases: Vec<AliasName>,
    tags: Vec<TagName>,
    description: Option<String>,
    metadata: Option<Metadata>,
    ttl: Option<TtlSpec>,
    pub(super) run: Option<RunId>,
}

/// What was read, on its way into the catalog.
pub(super) struct Content<'c> {
    pub(super) listing: &'c Listing,
    pub(super) digest: ManifestDigest,
    /// The manifest, unless an identical version made it needless.
    pub(super) staged: Option<&'c Staged>,
    /// When the log began.
    pub(super) started_at: Millis,
}

impl Store {
    /// Refuses who may not log, or not with a TTL, before anything is read or written.
    pub(super) fn permit_log(&self, actor: &Actor, spec: &LogSpec) -> Result<()> {
        actor.permit(Role::Member)?;
        match spec.ttl {
            Some(_) => self.database().read(|connection| permit_ttl(connection, actor)),
            None => Ok(()),
        }
    }

    /// Finds every word of a specification legal, before anything is read.
    pub(super) fn check_spec(&self, spec: &LogSpec) -> Result<CheckedSpec> {
        let checked = CheckedSpec {
            project: spec.project.clone(),
            name: ArtifactName::parse(&spec.name)?,
            kind: TypeName::parse(&spec.artifact_type)?,
            aliases: spec.aliases.iter().map(|alias| AliasName::user(alias)).collect::<Result<_>>()?,
            tags: spec.tags.iter().map(|tag| TagName::parse(tag)).collect::<Result<_>>()?,
            description: spec.description.clone(),
            metadata: spec.metadata.as_deref().map(Metadata::parse).transpose()?,
            ttl: spec.ttl.as_deref().map(|ttl| TtlSpec::parse(ttl, self.now())).transpose()?,
            run: spec.run.as_deref().map(|run| self.open_run(run, spec.project.as_deref())).transpose()?,
        };
        crate::model::check_reserved_type(&checked.kind, checked.name.as_str())?;
        if let Some(row) = self.database().read(|connection| find_existing(connection, &checked))? {
            check_type(row, &checked.kind)?;
        }
        Ok(checked)
    }

    /// The run that is to log, which mustn't be deleted. One that is over may still log.
    fn open_run(&self, run: &str, project: Option<&str>) -> Result<RunId> {
        let row = self.resolve_run(&RunName { text: run, project })?;
        if row.deleted_at.is_some() {
            return Err(Error::new(Code::Deleted, format!("The run {} is deleted", row.display_name))
                .hint("Undo its deletion first, or log without a run."));
        }
        Ok(row.id)
    }

    /// Whether the collection has a version with that content to answer with.
    pub(super) fn has_twin(&self, spec: &CheckedSpec, digest: &ManifestDigest) -> Result<bool> {
        self.database().read(|connection| {
            let Some(row) = find_existing(connection, spec)? else { return Ok(false) };
            Ok(twin::find(connection, &row, digest, self.now())?.is_some())
        })
    }

    pub(super) fn commit(
        &self,
        actor: &Actor,
        spec: &CheckedSpec,
        content: &Content<'_>,
        lease: &Lease<'_>,
    ) -> Result<LogReport> {
        let report = self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            if spec.ttl.is_some() {
                edit.permit_ttl()?;
            }
            let project = ensure_project(&mut edit, spec.project.as_deref())?;
            let collection = ensure_collection(&mut edit, project, &spec.name, &spec.kind)?;
            let twin = twin::find(tx, &collection, &content.digest, edit.now)?;
            let new = twin.is_none();
            let row = match (twin, content.staged) {
                (Some(twin), None) => twin,
                (Some(twin), Some(staged)) => {
                    manifest::heal_list(tx, &staged.summary)?;
                    twin
                }
                (None, Some(staged)) => insert(&mut edit, actor, spec, &collection, staged)?,
                // The twin went to the trash, or its TTL ended, while this log was under way.
                (None, None) => {
                    return Err(Error::new(Code::PlanStale, "The identical version was deleted meanwhile")
                        .hint("Log again."));
                }
            };
            let summary = around(&mut edit, spec, &collection, &row, new)?;
            tie_to_run(&mut edit, spec.run, project, &collection, &row, new, content.started_at)?;
            lease.release(tx)?;
            let address = format!("{}:v{}", collection.address(), row.index);
            let outcome = edit.finish("log", &summary, Some(&address))?;
            Ok(report(&outcome, address, &row, new, content.listing))
        })?;
        lease.forget();
        Ok(report)
    }
}

fn report(outcome: &Outcome, address: String, row: &VersionRow, new: bool, listing: &Listing) -> LogReport {
    LogReport {
        address,
        version: row.id,
        index: row.index,
        new,
        digest: row.digest.to_hex(),
        files: listing.items.len() as u64,
        bytes: row.size,
        bytes_added: 0,
        skipped: Vec::new(),
        operation: outcome.operation,
        summary: outcome.summary.clone(),
    }
}

/// The live collection that a specification names, if there is one.
fn find_existing(connection: &rusqlite::Connection, spec: &CheckedSpec) -> Result<Option<CollectionRow>> {
    match find_project(connection, spec.project.as_deref()) {
        Ok(project) => collection::find(connection, project.id, spec.name.as_str()),
        Err(error) if error.code() == Code::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

fn check_type(row: CollectionRow, kind: &TypeName) -> Result<()> {
    crate::catalog::check_type(row, kind).map(|_| ())
}

/// Records what made the version: the run that logs, also of identical content, which has one more producer then;
/// without one, a new version gets a run of its own, as the SDK makes one.
fn tie_to_run(
    edit: &mut Edit<'_>,
    run: Option<RunId>,
    project: ProjectId,
    collection: &CollectionRow,
    row: &VersionRow,
    new: bool,
    started_at: Millis,
) -> Result<()> {
    let run = match run {
        Some(run) => run,
        None if !new => return Ok(()),
        None => make_auto_run(edit, project, collection, started_at)?,
    };
    let edges = RunEdges { run, role: None, remove: false };
    set_edge(edit, &edges, EdgeKind::Logged, row.id).map(|_| ())
}

fn make_auto_run(
    edit: &mut Edit<'_>,
    project: ProjectId,
    collection: &CollectionRow,
    started_at: Millis,
) -> Result<RunId> {
    let actor = edit.actor_name().to_owned();
    let new = NewRun {
        project,
        name: None,
        display_name: &format!("log {}", collection.name),
        job_type: "auto",
        group: "",
        state: "finished",
        config: "{}",
        summary: "{}",
        host: &host_name(),
        command: "",
        actor: &actor,
        started_at: started_at.min(edit.now),
        finished_at: Some(edit.now),
    };
    make_run(edit, &new)
}

/// Inserts the version; its state is a change of the operation, so that undo moves it to the trash.
fn insert(
    edit: &mut Edit<'_>,
    actor: &Actor,
    spec: &CheckedSpec,
    collection: &CollectionRow,
    staged: &Staged,
) -> Result<VersionRow> {
    let summary = &staged.summary;
    let manifest = manifest::insert(edit.tx, summary, staged.stored)?;
    let ttl = match spec.ttl {
        Some(ttl) => ttl.resolve(edit.now),
        None if is_auto_made(&spec.kind, spec.name.as_str()) => Ttl::None,
        None => Ttl::Inherit,
    };
    let new = NewVersion {
        collection: collection.id,
        manifest,
        digest: summary.digest,
        size: summary.logical_bytes,
        files: summary.entries,
        ttl,
        actor: &actor.name,
        description: spec.description.as_deref().unwrap_or_default(),
        metadata: spec.metadata.as_ref().map_or("{}", Metadata::as_str),
        now: edit.now,
    };
    let (id, ..) = version::insert(edit.tx, &new)?;
    edit.created(CellKind::VersionState, id.get(), "committed");
    get(edit.tx, id)
}

fn get(tx: &Transaction<'_>, id: crate::model::VersionId) -> Result<VersionRow> {
    version::get(tx, id)?.ok_or_else(|| Error::internal(format!("Version {id} vanished")))
}

/// A TTL counts from the creation: given with a repeated log it is an edit, which can expire the version at once.
fn expire(edit: &mut Edit<'_>, spec: &CheckedSpec, row: &VersionRow) -> Result<bool> {
    let Some(ttl) = spec.ttl else { return Ok(false) };
    let default = setting::default_ttl(edit.tx)?;
    let expired = ttl.expires_now(row.created_at, default, edit.now);
    if expired {
        trash_version(edit, row, "expired")?;
    }
    Ok(expired)
}

/// Sets what is around the version; answers what was done, in words.
fn around(
    edit: &mut Edit<'_>,
    spec: &CheckedSpec,
    collection: &CollectionRow,
    row: &VersionRow,
    new: bool,
) -> Result<String> {
    place_alias(edit, collection, row, &AliasName::latest())?;
    for alias in &spec.aliases {
        place_alias(edit, collection, row, alias)?;
    }
    for tag in &spec.tags {
        edit.set(Cell::keyed(CellKind::VersionTag, row.id.get(), tag.as_str()), Some("on".into()))?;
    }
    if new {
        return Ok(format!("Logged {}:v{}", collection.name, row.index));
    }
    for (kind, value) in [
        (CellKind::VersionDescription, spec.description.clone()),
        (CellKind::VersionMetadata, spec.metadata.as_ref().map(|metadata| metadata.as_str().to_owned())),
        (CellKind::VersionTtl, spec.ttl.map(|ttl| ttl.resolve(row.created_at).to_wire().to_string())),
    ] {
        if value.is_some() {
            edit.set(Cell::new(kind, row.id.get()), value)?;
        }
    }
    let words = if edit.is_empty() { "Identical to" } else { "Applied to the identical" };
    let expired = if expire(edit, spec, row)? { "; it expired" } else { "" };
    Ok(format!("{words} {}:v{}{expired}", collection.name, row.index))
}
