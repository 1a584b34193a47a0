//! Stores of a size that nobody has logged yet, for benchmarks: a million versions in minutes.
//!
//! Everything is written by the functions that a log uses, only many versions to a transaction, so that lists,
//! comparisons and `check` meet what they would meet after a million logs. Only with the feature `scale`.

use crate::Result;
use crate::catalog::{ensure_collection, ensure_project, place_alias};
use crate::db::version::{self, NewVersion};
use crate::db::{blob, manifest};
use crate::history::{Actor, CellKind, Edit, Role};
use crate::manifest::{Entry, ManifestBuilder, ManifestSummary};
use crate::model::{AliasName, ArtifactName, Metadata, TagName, Ttl, TypeName};
use crate::store::Store;

/// Versions to a transaction.
const BATCH: usize = 5_000;

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
                let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
                batch.iter().try_for_each(|one| make(&mut edit, actor, project, one))?;
                edit.finish("log", &format!("Made {} versions", batch.len()), None)
            })?;
        }
    }

    /// The SHA-256, MD5 and size of up to 1,000 blobs, as entries take them.
    pub fn blobs_for_entries(&self) -> Result<Vec<(crate::model::Digest, crate::model::Md5, u64)>> {
        self.database().read(|connection| {
            let found = blob::page(connection, 0, 1000)?;
            Ok(found.into_iter().map(|row| (row.stored.sha256, row.stored.md5, row.stored.size)).collect())
        })
    }
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
