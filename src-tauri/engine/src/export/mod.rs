//! The way out: files of a version, verified while they are written.
//!
//! An export looks before it writes: which entries, what stands at the target, which names it can't hold or
//! would make one. [`Store::plan_export`] says all that; [`Store::export`] looks anew and then writes.

mod place;
mod plan;
mod read;
mod select;
mod write;

#[cfg(test)]
mod property_tests;
#[cfg(test)]
mod tests;

use std::path::PathBuf;

use crate::progress::Monitor;
use crate::retention::Lease;
use crate::store::Store;
use crate::{Code, Error, Result};
use plan::Prepared;

/// Most paths named in a plan or an error.
const NAMED: usize = 100;

/// What happens at files that are there with other content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Existing {
    /// The export fails and names them.
    #[default]
    Ask,
    /// They are replaced.
    Overwrite,
    /// They stay.
    Keep,
}

/// Which files go where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportRequest {
    /// Folder to write into, made when missing; `artifacts/<name>:<version>` below the current one when absent.
    pub root: Option<PathBuf>,
    /// Only these files and folders; all when empty.
    pub paths: Vec<String>,
    /// Only paths that begin with this text.
    pub prefix: Option<String>,
    /// Remove from the folder what doesn't belong to the version.
    pub exact: bool,
    /// What happens at files that are there with other content.
    pub existing: Existing,
}

/// What an export would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportPlan {
    /// Folder it would write into.
    pub root: PathBuf,
    /// Files to write: those missing and those in conflict.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Files already there with the same content.
    pub unchanged: u64,
    /// Files already there with other content, at most 100 paths.
    pub conflicts: Vec<String>,
    /// Number of those.
    pub conflict_count: u64,
    /// With `exact`: what would be removed, at most 100 paths.
    pub removals: Vec<String>,
    /// Number of those.
    pub removal_count: u64,
    /// Paths whose names had to be escaped for the target, with the new path.
    pub renamed: Vec<(String, String)>,
    /// Free bytes at the target.
    pub free_bytes: u64,
}

/// What an export did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ExportReport {
    /// `entity/project/name:v3`.
    pub address: String,
    /// Folder.
    pub root: PathBuf,
    /// Files written.
    pub files: u64,
    /// Bytes written.
    pub bytes: u64,
    /// Files left alone because they were there.
    pub kept: u64,
    /// Files, links and folders removed.
    pub removed: u64,
    /// Paths whose names had to be escaped for the target, with the new path.
    pub renamed: Vec<(String, String)>,
}

impl Store {
    /// Says what an export would do. Writes nothing but temporary files of no bytes, removed at once, from which
    /// it learns what names the target can hold.
    ///
    /// Errors: `not-found`, `purged`, `request-invalid`, `unsupported` (references), `target-invalid`,
    /// `target-collision`.
    pub fn plan_export(&self, version: &str, request: &ExportRequest) -> Result<ExportPlan> {
        Ok(self.prepare(version, request, &Monitor::silent())?.plan())
    }

    /// Writes files of a version, also of one in the trash, each verified while it is written and hidden until
    /// it is whole. Answers when all of them are durable.
    ///
    /// Errors, besides those of [`Self::plan_export`]: `target-exists`, `disk-full`, `blob-damaged`,
    /// `cancelled`. What was written whole before an error stays.
    pub fn export(
        &self,
        version: &str,
        request: &ExportRequest,
        monitor: &Monitor<'_>,
    ) -> Result<ExportReport> {
        let (_, row) = self.resolve_version(version)?;
        // It neither expires nor goes for good meanwhile. It may have gone just before, so it is looked at again.
        let lease = Lease::read(self, row.id)?;
        let prepared = self.prepare(&format!("#{}", row.id), request, monitor)?;
        self.write_out(&prepared, request, monitor, lease.as_ref())
    }

    fn prepare(&self, version: &str, request: &ExportRequest, monitor: &Monitor<'_>) -> Result<Prepared> {
        let whole = request.paths.is_empty() && request.prefix.as_deref().unwrap_or_default().is_empty();
        if request.exact && !whole {
            return Err(Error::new(Code::RequestInvalid, "An exact export is one of the whole version")
                .hint("Leave out `exact`, or the paths and the prefix."));
        }
        let (collection, row) = self.resolve_version(version)?;
        let wanted = self.select_entries(&row, request)?;
        let place = self.place_export(&collection.name, row.index, request)?;
        let address = format!("{}:v{}", collection.address(), row.index);
        Prepared::look(address, place, wanted, request.exact, monitor)
    }
}
