//! Which entries of a version an export takes.

use crate::catalog::VersionRow;
use crate::db::manifest::{self, Chunks};
use crate::manifest::{Content, Entry, ManifestReader};
use crate::model::{Digest, RelPath, quote};
use crate::store::Store;
use crate::{Code, Error, Result};

use super::ExportRequest;

/// References named in an error.
const REFERENCES: usize = 5;

/// A file to take out.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub(super) path: RelPath,
    pub(super) sha256: Digest,
    pub(super) size: u64,
}

impl Store {
    /// The files that a request names, in path order.
    pub(super) fn select_entries(
        &self,
        version: &VersionRow,
        request: &ExportRequest,
    ) -> Result<Vec<Wanted>> {
        self.with_manifest(version, |reader| {
            let mut selected = Selected::default();
            let prefix = request.prefix.as_deref().unwrap_or_default();
            if request.paths.is_empty() {
                selected.below(reader, prefix.rsplit_once('/').map_or("", |(folder, _)| folder), prefix)?;
            }
            for path in &request.paths {
                selected.named(reader, path, prefix)?;
            }
            selected.finish(prefix)
        })
    }

    /// Asks the manifest of a version.
    pub(super) fn with_manifest<T>(
        &self,
        version: &VersionRow,
        work: impl FnOnce(&ManifestReader<'_>) -> Result<T>,
    ) -> Result<T> {
        let id = version.manifest.ok_or_else(|| {
            Error::new(Code::Purged, format!("The bytes of version #{} were removed for good", version.id))
        })?;
        self.database().snapshot(|connection| {
            let list = manifest::list(connection, id)?;
            work(&ManifestReader::new(&list, &Chunks { connection, cache: self.chunks() }))
        })
    }
}

/// The error for a path that a version doesn't have.
pub(super) fn unknown(path: &str) -> Error {
    Error::new(Code::NotFound, format!("The version has no file or folder {}", quote(path)))
        .hint("`cairnctl files` lists what it has.")
}

/// The error for references, which have no bytes in the store.
pub(super) fn references(named: &[String], count: u64) -> Error {
    let (names, rest) = (named.join(", "), count - named.len() as u64);
    let more = if rest > 0 { format!(" and {rest} more") } else { String::new() };
    Error::new(Code::Unsupported, format!("The bytes of references are not in the store: {names}{more}"))
        .hint("Export the other paths; fetch these from the places that they name.")
}

#[derive(Default)]
struct Selected {
    files: Vec<Wanted>,
    references: Vec<String>,
    reference_count: u64,
}

impl Selected {
    /// Takes a file or a folder by name.
    fn named(&mut self, reader: &ManifestReader<'_>, path: &str, prefix: &str) -> Result<()> {
        let trimmed = path.trim_end_matches('/');
        if trimmed.is_empty() || trimmed == "." {
            return self.below(reader, "", prefix);
        }
        if let Some(entry) = reader.find(trimmed)? {
            self.take(entry, prefix);
            return Ok(());
        }
        if reader.range_of_prefix(trimmed)?.is_empty() {
            return Err(unknown(path));
        }
        self.below(reader, trimmed, prefix)
    }

    fn below(&mut self, reader: &ManifestReader<'_>, folder: &str, prefix: &str) -> Result<()> {
        for entry in reader.rows(reader.range_of_prefix(folder)?) {
            self.take(entry?, prefix);
        }
        Ok(())
    }

    fn take(&mut self, entry: Entry, prefix: &str) {
        if !entry.path.as_str().starts_with(prefix) {
            return;
        }
        match entry.content {
            Content::Blob { sha256, .. } => {
                self.files.push(Wanted { path: entry.path, sha256, size: entry.size.unwrap_or(0) });
            }
            Content::Reference { .. } => {
                self.reference_count += 1;
                if self.references.len() < REFERENCES {
                    self.references.push(entry.path.to_string());
                }
            }
        }
    }

    fn finish(mut self, prefix: &str) -> Result<Vec<Wanted>> {
        if self.reference_count > 0 {
            return Err(references(&self.references, self.reference_count));
        }
        if self.files.is_empty() && !prefix.is_empty() {
            return Err(unknown(prefix));
        }
        self.files.sort_unstable_by(|one, two| one.path.cmp(&two.path));
        self.files.dedup_by(|one, two| one.path == two.path);
        Ok(self.files)
    }
}
