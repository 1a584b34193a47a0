//! Plan: what a log would do, to the byte, without writing anything.

use std::collections::{HashMap, HashSet};

use super::listing::Listing;
use super::{LogOptions, LogSource, twin};
use crate::blob::hash_source;
use crate::catalog::find_project;
use crate::db::manifest::Chunks;
use crate::db::{blob, collection, manifest, version};
use crate::fs::{CancelToken, Source};
use crate::manifest::{ManifestDigester, ManifestReader};
use crate::model::{Digest, ManifestDigest, Md5};
use crate::progress::{Monitor, Progress, Step};
use crate::store::Store;
use crate::{Code, Result};

/// What a log would do.
#[derive(Debug, Default)]
pub struct LogPlan {
    /// Every file, with its digests.
    pub listing: Listing,
    /// Bytes that the store has.
    pub stored_bytes: u64,
    /// Bytes that it would get.
    pub new_bytes: u64,
    /// Digest of the version it would be.
    pub digest: Option<ManifestDigest>,
}

/// A plan against a collection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanCounts {
    /// Type of the collection, when it exists.
    pub existing_type: Option<String>,
    /// Index that a new version would get.
    pub next_index: u64,
    /// Index of the version with the same content.
    pub identical: Option<u64>,
    /// What differs from the newest version, when there is one.
    pub against_newest: Option<SinceNewest>,
}

/// How a plan differs from the newest version of its collection.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SinceNewest {
    /// Index of that version; versions above it may lie in the trash.
    pub index: u64,
    /// Files with other content.
    pub changed: u64,
    /// Files that it doesn't have.
    pub added: u64,
    /// Files that only it has.
    pub removed: u64,
}

impl Store {
    /// Lists the sources for a plan and asks the cache of unchanged files.
    pub fn begin_plan(
        &self,
        sources: &[LogSource],
        options: &LogOptions,
        monitor: &Monitor<'_>,
    ) -> Result<LogPlan> {
        let mut listing = self.list_sources(sources, options, monitor)?;
        // A plan keeps nothing, so it takes nothing back into use either.
        let _ = self.recall(&mut listing, options)?;
        Ok(LogPlan { listing, ..LogPlan::default() })
    }

    /// Reads what the cache doesn't know, and counts what the store has.
    ///
    /// Files that can't be read fail the plan, or are left out and listed, as the options say.
    pub fn finish_plan(&self, plan: &mut LogPlan, options: &LogOptions, monitor: &Monitor<'_>) -> Result<()> {
        read_unknown(plan, options, monitor)?;
        let mut sizes: HashMap<Digest, u64> = HashMap::new();
        let mut digester = ManifestDigester::default();
        for item in &plan.listing.items {
            let Some((sha256, md5)) = item.digests else { continue };
            sizes.insert(sha256, item.stat.size);
            digester.push_line(item.path.as_str(), &md5.to_base64());
        }
        plan.digest = Some(digester.finish());
        let known = self.known(sizes.keys())?;
        plan.stored_bytes =
            sizes.iter().filter(|(digest, _)| known.contains(*digest)).map(|(_, size)| size).sum();
        plan.new_bytes = sizes.values().sum::<u64>() - plan.stored_bytes;
        Ok(())
    }

    fn known<'d>(&self, digests: impl Iterator<Item = &'d Digest>) -> Result<HashSet<Digest>> {
        self.database().snapshot(|connection| {
            let mut known = HashSet::new();
            for digest in digests {
                if blob::sound(connection, digest)?.is_some() {
                    known.insert(*digest);
                }
            }
            Ok(known)
        })
    }

    /// Sets a plan against the collection of that name, which needn't exist.
    pub fn compare_plan(&self, plan: &LogPlan, project: Option<&str>, name: &str) -> Result<PlanCounts> {
        self.database().snapshot(|connection| {
            let project = match find_project(connection, project) {
                Err(error) if error.code() == Code::NotFound => return Ok(PlanCounts::default()),
                found => found?,
            };
            let Some(row) = collection::find(connection, project.id, name)? else {
                return Ok(PlanCounts::default());
            };
            let twin = match &plan.digest {
                Some(digest) => twin::find(connection, &row, digest, self.now())?,
                None => None,
            };
            let newest = version::newest(connection, row.id)?;
            let against_newest = match newest.and_then(|newest| Some((newest.index, newest.manifest?))) {
                Some((index, id)) => {
                    let list = manifest::list(connection, id)?;
                    let chunks = Chunks { connection, cache: self.chunks() };
                    Some(changes(index, &ManifestReader::new(&list, &chunks), &plan.listing)?)
                }
                None => None,
            };
            Ok(PlanCounts {
                existing_type: Some(row.artifact_type),
                next_index: row.next_index,
                identical: twin.map(|twin| twin.index),
                against_newest,
            })
        })
    }
}

fn digests_of(path: &std::path::Path, follow: bool, cancel: &CancelToken) -> Result<(Digest, Md5)> {
    let source = Source::open(path, follow)?;
    hash_source(&source, cancel)
}

/// Merges two lists in path order.
fn changes(index: u64, newest: &ManifestReader<'_>, listing: &Listing) -> Result<SinceNewest> {
    let mut since = SinceNewest { index, ..SinceNewest::default() };
    let mut items = listing.items.iter().peekable();
    for entry in newest {
        let entry = entry?;
        while items.next_if(|item| item.path < entry.path).is_some() {
            since.added += 1;
        }
        match items.next_if(|item| item.path == entry.path) {
            None => since.removed += 1,
            Some(item) => {
                since.changed += u64::from(item.digests.map(|digests| digests.0) != entry.sha256().copied());
            }
        }
    }
    since.added += items.count() as u64;
    Ok(since)
}

fn read_unknown(plan: &mut LogPlan, options: &LogOptions, monitor: &Monitor<'_>) -> Result<()> {
    let (total_items, total_bytes) = (plan.listing.items.len() as u64, plan.listing.bytes());
    let (mut seen, mut bytes, mut lost) = (HashMap::new(), 0, Vec::new());
    for index in 0..plan.listing.items.len() {
        let item = &plan.listing.items[index];
        let (identity, path) = ((item.stat.dev, item.stat.ino), plan.listing.disk_path(item));
        let size = item.stat.size;
        monitor.step(Progress {
            step: Step::Reading,
            bytes,
            total_bytes,
            items: index as u64,
            total_items,
            current: None,
        })?;
        let read = match (item.digests, seen.get(&identity)) {
            (Some(digests), _) => Ok(digests),
            (None, Some(digests)) => Ok(*digests),
            (None, None) => digests_of(&path, plan.listing.follows(), &monitor.cancel),
        };
        match read {
            Ok(digests) => {
                seen.insert(identity, digests);
                plan.listing.items[index].digests = Some(digests);
            }
            Err(error) if error.code() == Code::SourceUnreadable && options.skip_unreadable => {
                lost.push((index, error.message().to_owned()));
            }
            Err(error) => return Err(error),
        }
        bytes += size;
    }
    for (index, detail) in lost.into_iter().rev() {
        let path = plan.listing.items.remove(index).path.to_string();
        plan.listing.skipped.push(super::Skipped { path, reason: "unreadable", detail });
    }
    Ok(())
}
