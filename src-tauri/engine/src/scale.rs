//! Stores of a size that nobody has logged yet, for benchmarks: a million versions in minutes.
//!
//! Everything is written by the functions that a log uses, only many versions to a transaction, so that lists,
//! comparisons and `check` meet what they would meet after a million logs. Only with the feature `scale`.

use crate::Result;
use crate::blob::{Location, Stored};
use crate::catalog::{
    EdgeKind, RunEdges, ensure_collection, ensure_project, make_run, place_alias, set_edge,
};
use crate::db::run::NewRun;
use crate::db::version::{self, NewVersion};
use crate::db::{blob, manifest};
use crate::history::{Actor, CellKind, Edit, Role};
use crate::manifest::{Entry, ManifestBuilder, ManifestSummary};
use crate::model::{
    AliasName, ArtifactName, Digest, Md5, Metadata, ProjectId, TagName, Ttl, TypeName, VersionId,
};
use crate::store::Store;

/// Versions to a transaction.
const BATCH: usize = 5_000;

/// A run to make, between versions that are there.
#[derive(Debug)]
pub struct MadeRun {
    /// Name.
    pub name: String,
    /// What kind of work.
    pub job_type: String,
    /// Versions that it used.
    pub inputs: Vec<VersionId>,
    /// Versions that it logged.
    pub outputs: Vec<VersionId>,
    /// When it started and ended, in milliseconds.
    pub at: i64,
}

/// A version to make. Its blobs must be in the store.
#[derive(Debug)]
pub struct Made {
    /// Collection.
    pub name: String,
    /// Type of the collection.
    pub artifact_type: String,
    /// Entries in path order.
    pub entries: Vec<Entry>,
    /// Aliases; `latest` only when named here.
    pub aliases: Vec<String>,
    /// A tag.
    pub tag: Option<String>,
    /// Metadata as JSON.
    pub metadata: String,
    /// TTL in seconds.
    pub ttl: Option<i64>,
    /// When it was committed, in milliseconds.
    pub at: i64,
}

impl Store {
    /// Makes versions in a project, one operation for each batch; answers how many.
    pub fn make_versions_of(
        &self,
        actor: &Actor,
        project: &str,
        versions: &mut dyn Iterator<Item = Made>,
    ) -> Result<u64> {
        let mut made = 0;
        loop {
            let batch: Vec<Made> = versions.take(BATCH).collect();
            if batch.is_empty() {
                return Ok(made);
            }
            made += batch.len() as u64;
            self.write(|tx| {
                crate::db::make_room(tx, usize::MAX)?;
                let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
                batch.iter().try_for_each(|one| make(&mut edit, actor, project, one))?;
                edit.finish("log", &format!("Made {} versions", batch.len()), None)
            })?;
        }
    }

    /// Makes runs in a project, one operation for each batch.
    pub fn make_runs_of(
        &self,
        actor: &Actor,
        project: &str,
        runs: &mut dyn Iterator<Item = MadeRun>,
    ) -> Result<()> {
        loop {
            let batch: Vec<MadeRun> = runs.take(BATCH).collect();
            if batch.is_empty() {
                return Ok(());
            }
            self.write(|tx| {
                let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
                let project = ensure_project(&mut edit, Some(project))?;
                batch.iter().try_for_each(|run| tie(&mut edit, actor, project, run))?;
                edit.finish("run", &format!("Made {} runs", batch.len()), None).map(|_| ())
            })?;
        }
    }

    /// Makes blobs whose bytes are nowhere: enough for whatever counts and never reads.
    pub fn make_blobs_of(&self, blobs: &mut dyn Iterator<Item = (Digest, Md5, u64)>) -> Result<()> {
        loop {
            let batch: Vec<_> = blobs.take(BATCH * 10).collect();
            if batch.is_empty() {
                return Ok(());
            }
            self.write(|tx| {
                crate::db::make_room(tx, batch.len())?;
                for (sha256, md5, size) in &batch {
                    let stored = Stored {
                        sha256: *sha256,
                        md5: *md5,
                        size: *size,
                        location: Location::File,
                        mib_hashes: None,
                    };
                    blob::insert(tx, &stored)?;
                }
                Ok(())
            })?;
        }
    }

    /// Identifiers of the versions of a collection, by index.
    pub fn version_ids(&self, collection: &str) -> Result<Vec<VersionId>> {
        let id = self.resolve_collection(collection)?.id;
        self.database().read(|connection| version::ids_in(connection, id, crate::db::state::COMMITTED))
    }

    /// The SHA-256, MD5 and size of up to 1,000 blobs, as entries take them.
    pub fn blobs_for_entries(&self) -> Result<Vec<(crate::model::Digest, crate::model::Md5, u64)>> {
        self.database().read(|connection| {
            let found = blob::page(connection, 0, 1000)?;
            Ok(found.into_iter().map(|row| (row.stored.sha256, row.stored.md5, row.stored.size)).collect())
        })
    }
}

fn tie(edit: &mut Edit<'_>, actor: &Actor, project: ProjectId, made: &MadeRun) -> Result<()> {
    let new = NewRun {
        project,
        name: None,
        display_name: &made.name,
        job_type: &made.job_type,
        group: "",
        state: "finished",
        config: "{}",
        summary: "{}",
        host: "",
        command: "",
        actor: &actor.name,
        started_at: made.at,
        finished_at: Some(made.at),
    };
    let edges = RunEdges { run: make_run(edit, &new)?, role: None, remove: false };
    for (kind, versions) in [(EdgeKind::Used, &made.inputs), (EdgeKind::Logged, &made.outputs)] {
        for version in versions {
            set_edge(edit, &edges, kind, *version)?;
        }
    }
    Ok(())
}

fn make(edit: &mut Edit<'_>, actor: &Actor, project: &str, made: &Made) -> Result<()> {
    let project = ensure_project(edit, Some(project))?;
    let (name, kind) = (ArtifactName::parse(&made.name)?, TypeName::parse(&made.artifact_type)?);
    let collection = ensure_collection(edit, project, &name, &kind)?;
    let summary = stage(edit, &made.entries)?;
    let manifest = manifest::insert(edit.tx, &summary, summary.logical_bytes)?;
    let metadata = Metadata::parse(&made.metadata)?;
    let new = NewVersion {
        collection: collection.id,
        manifest,
        digest: summary.digest,
        size: summary.logical_bytes,
        files: summary.entries,
        ttl: made.ttl.map_or(Ok(Ttl::Inherit), Ttl::own)?,
        actor: &actor.name,
        description: "",
        metadata: metadata.as_str(),
        now: made.at,
    };
    let (id, ..) = version::insert(edit.tx, &new)?;
    edit.created(CellKind::VersionState, id.get(), "committed");
    for alias in &made.aliases {
        let row = version::get(edit.tx, id)?.ok_or_else(|| crate::Error::internal("It vanished"))?;
        place_alias(edit, &collection, &row, &AliasName::parse(alias)?)?;
    }
    if let Some(tag) = &made.tag {
        let cell = crate::history::Cell::keyed(CellKind::VersionTag, id.get(), TagName::parse(tag)?.as_str());
        edit.set(cell, Some("on".into()))?;
    }
    Ok(())
}

fn stage(edit: &Edit<'_>, entries: &[Entry]) -> Result<ManifestSummary> {
    let mut builder = ManifestBuilder::new(|chunk| manifest::stage(edit.tx, &chunk).map(|_| ()));
    entries.iter().try_for_each(|entry| builder.push(entry.clone()))?;
    builder.finish()
}
