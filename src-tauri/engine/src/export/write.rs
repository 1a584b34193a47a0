//! Writing an export.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::plan::{Job, Now, Prepared, folders};
use super::{Existing, ExportReport, ExportRequest, NAMED};
use crate::blob::Stored;
use crate::fs::{ExportRoot, TreeEntry, TreeKind, show};
use crate::progress::{Monitor, Progress, Step};
use crate::retention::Lease;
use crate::store::Store;
use crate::{Code, Error, Result, workers};

/// Files that a thread takes at once.
const BATCH: usize = 32;

impl Store {
    pub(super) fn write_out(
        &self,
        prepared: &Prepared,
        request: &ExportRequest,
        monitor: &Monitor<'_>,
        lease: Option<&Lease<'_>>,
    ) -> Result<ExportReport> {
        refuse_conflicts(prepared, request)?;
        let jobs: Vec<&Job> = prepared.jobs.iter().filter(|job| is_written(job, request.existing)).collect();
        let bytes = jobs.iter().map(|job| job.want.size).sum();
        refuse_full(prepared, bytes)?;
        let root = ExportRoot::open(&prepared.place.root, true)?;
        let (first, last) = removals(prepared);
        remove(&root, &first)?;
        for folder in folders(jobs.iter().copied()) {
            root.create_dir(Path::new(folder))?;
        }
        let progress = Progress {
            step: Step::Writing,
            total_bytes: bytes,
            total_items: jobs.len() as u64,
            ..Progress::default()
        };
        let run = Run {
            store: self,
            root: &root,
            monitor,
            lease,
            progress,
            items: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
        };
        run.tell(None)?;
        workers::each(&jobs, BATCH, &|batch| run.write_batch(batch))?;
        remove(&root, &last)?;
        root.sync()?;
        Ok(ExportReport {
            address: prepared.address.clone(),
            root: prepared.place.root.clone(),
            files: jobs.len() as u64,
            bytes,
            kept: (prepared.jobs.len() - jobs.len()) as u64,
            removed: prepared.removals.len() as u64,
            renamed: prepared.renamed(),
        })
    }
}

fn is_written(job: &Job, existing: Existing) -> bool {
    match job.now {
        Now::Absent => true,
        Now::Same => false,
        Now::Differs | Now::Blocked => existing != Existing::Keep,
    }
}

/// Nothing is overwritten unasked, and a folder never gives way to a file unless the export is exact.
fn refuse_conflicts(prepared: &Prepared, request: &ExportRequest) -> Result<()> {
    let (conflicts, hint) = match request.existing {
        Existing::Keep => return Ok(()),
        Existing::Ask => (prepared.conflicts(), "Overwrite or keep them, or choose another folder."),
        Existing::Overwrite if request.exact => return Ok(()),
        Existing::Overwrite => {
            let blocked = prepared.jobs.iter().filter(|job| job.now == Now::Blocked);
            (
                blocked.map(Job::target).collect(),
                "A folder is where a file should go, or the other way round. Remove it, or export exactly.",
            )
        }
    };
    if conflicts.is_empty() {
        return Ok(());
    }
    let named = conflicts.iter().take(NAMED).copied().collect::<Vec<_>>().join(", ");
    let root = show(&prepared.place.root);
    let what =
        if conflicts.len() == 1 { "1 file is".to_owned() } else { format!("{} files are", conflicts.len()) };
    Err(Error::new(Code::TargetExists, format!("{what} already in {root} with other content: {named}"))
        .hint(hint))
}

fn refuse_full(prepared: &Prepared, bytes: u64) -> Result<()> {
    if bytes <= prepared.place.free {
        return Ok(());
    }
    let (root, free) = (show(&prepared.place.root), prepared.place.free);
    Err(Error::new(Code::DiskFull, format!("{bytes} bytes don't fit into {root}, where {free} are free"))
        .hint("Free some space, choose another disk, or export only some paths. Nothing was written."))
}

/// What is removed before writing because it stands in the way, and what after it.
fn removals(prepared: &Prepared) -> (Vec<&TreeEntry>, Vec<&TreeEntry>) {
    if prepared.removals.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let key = |path: &str| prepared.place.key(path);
    let files: HashSet<String> = prepared.jobs.iter().map(|job| key(job.target())).collect();
    let needed: HashSet<String> = folders(prepared.jobs.iter()).into_iter().map(key).collect();
    prepared.removals.iter().partition(|entry| {
        let Some(path) = entry.path.to_str() else {
            return entry
                .path
                .ancestors()
                .any(|above| above.to_str().is_some_and(|above| files.contains(&key(above))));
        };
        needed.contains(&key(path))
            || Path::new(path)
                .ancestors()
                .any(|above| above.to_str().is_some_and(|above| files.contains(&key(above))))
    })
}

/// Removes things, contents before their folders.
fn remove(root: &ExportRoot, entries: &[&TreeEntry]) -> Result<()> {
    entries.iter().rev().try_for_each(|entry| match entry.kind {
        TreeKind::Dir => root.remove_dir(&entry.path),
        TreeKind::File(_) | TreeKind::Other => root.remove_file(&entry.path),
    })
}

struct Run<'r> {
    store: &'r Store,
    root: &'r ExportRoot,
    monitor: &'r Monitor<'r>,
    lease: Option<&'r Lease<'r>>,
    progress: Progress,
    items: AtomicU64,
    bytes: AtomicU64,
}

impl Run<'_> {
    fn write_batch(&self, jobs: &[&Job]) -> Result<()> {
        let paths = jobs.iter().map(|job| (&job.want.sha256, job.want.path.as_str()));
        let stored = self.store.find_blobs(paths)?;
        jobs.iter().zip(&stored).try_for_each(|(job, stored)| {
            self.tell(Some(job.target().to_owned()))?;
            self.write(job, stored)?;
            self.items.fetch_add(1, Ordering::Relaxed);
            self.bytes.fetch_add(job.want.size, Ordering::Relaxed);
            Ok(())
        })
    }

    fn write(&self, job: &Job, stored: &Stored) -> Result<()> {
        let file = self.root.create_file(&PathBuf::from(job.target()))?;
        let path = job.want.path.as_str();
        let pinned =
            self.store.pin_blob(stored).map_err(|error| self.store.note_damage(stored, path, error))?;
        let copied = pinned.copy_to(&file, &self.monitor.cancel);
        copied.map_err(|error| self.store.note_damage(&pinned.stored, path, error))?;
        file.finish(job.now != Now::Absent)
    }

    fn tell(&self, current: Option<String>) -> Result<()> {
        if let Some(lease) = self.lease {
            lease.keep();
        }
        let (items, bytes) = (self.items.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed));
        self.monitor.step(Progress { bytes, items, current, ..self.progress.clone() })
    }
}
