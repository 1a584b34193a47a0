//! Two versions side by side.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::files::{list_of, manifest_of};
use crate::Result;
use crate::db::manifest::Chunks;
use crate::db::version::VersionRow;
use crate::manifest::{DiffReport, ManifestReader, diff_part, pair_renames, parts};
use crate::model::{Json, ManifestId, Metadata};
use crate::store::Store;
use crate::workers;

/// Into so many parts a comparison is cut, a few for each thread.
const PARTS: usize = 32;

/// The comparison made last, so that its next page costs nothing.
#[derive(Debug, Default)]
pub(crate) struct DiffCache(Mutex<Option<(ManifestId, ManifestId, Arc<DiffReport>)>>);

/// A metadata value that differs, as JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MetadataChange {
    /// Keys joined by dots.
    pub path: String,
    /// In the first version.
    pub before: Option<String>,
    /// In the second version.
    pub after: Option<String>,
}

impl Store {
    /// Files that differ, with renames found by content.
    pub fn compare_files(&self, before: &VersionRow, after: &VersionRow) -> Result<Arc<DiffReport>> {
        let (first, second) = (manifest_of(before)?, manifest_of(after)?);
        let mut kept = self.diffs().0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((a, b, report)) = kept.as_ref()
            && (*a, *b) == (first, second)
        {
            return Ok(Arc::clone(report));
        }
        let (old, new) = self
            .database()
            .read(|connection| Ok((list_of(connection, before)?, list_of(connection, after)?)))?;
        // Decoding chunks is the work: several threads share it. Chunks never change, so each may read for itself.
        let changes = workers::map(&parts(&old, &new, PARTS), &|part| {
            self.database().read(|connection| {
                let chunks = Chunks { connection, cache: self.chunks() };
                let (old, new) = (ManifestReader::new(&old, &chunks), ManifestReader::new(&new, &chunks));
                diff_part(&old, &new, part).collect::<Result<Vec<_>>>()
            })
        })?;
        let report = Arc::new(pair_renames(changes.into_iter().flatten()));
        *kept = Some((first, second, Arc::clone(&report)));
        Ok(report)
    }
}

/// Metadata values that differ by key path, and how many are equal.
pub fn compare_metadata(before: &str, after: &str) -> Result<(Vec<MetadataChange>, u64)> {
    let (before, after) = (leaves(before)?, leaves(after)?);
    let mut equal = 0;
    let mut paths: Vec<&String> = before.keys().chain(after.keys()).collect();
    paths.sort_unstable();
    paths.dedup();
    let mut changes = Vec::new();
    for path in paths {
        let (old, new) = (before.get(path), after.get(path));
        if old == new {
            equal += 1;
        } else {
            changes.push(MetadataChange { path: path.clone(), before: old.cloned(), after: new.cloned() });
        }
    }
    Ok((changes, equal))
}

fn leaves(metadata: &str) -> Result<BTreeMap<String, String>> {
    let mut found = BTreeMap::new();
    collect(Metadata::parse(metadata)?.as_json(), "", &mut found);
    Ok(found)
}

fn collect(value: &Json, path: &str, found: &mut BTreeMap<String, String>) {
    match value {
        Json::Object(members) if !members.is_empty() || path.is_empty() => {
            for (key, value) in members {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                collect(value, &path, found);
            }
        }
        leaf => {
            found.insert(path.to_owned(), leaf.to_string());
        }
    }
}
