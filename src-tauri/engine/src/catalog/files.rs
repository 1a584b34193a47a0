//! Files of a version: folders, pages, single files.

use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use crate::db::manifest::{self, Chunks};
use crate::db::version::{self, VersionRow};
use crate::manifest::{Child, Entry, ManifestList, ManifestReader};
use crate::model::{ManifestId, quote};
use crate::store::Store;
use crate::{Code, Error, Result};

/// How a file stands to the version before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// The same content, or nothing to compare with.
    Equal,
    /// Not in the version before.
    Added,
    /// Other content than in the version before.
    Changed,
}

/// Rows that matched a pattern last, so that the next page doesn't search again.
#[derive(Debug, Default)]
pub(crate) struct MatchCache(Mutex<Option<Match>>);

/// Whether a path is wanted.
pub type PathTest<'a> = dyn Fn(&str) -> bool + 'a;

type Match = (ManifestId, String, Arc<Vec<u64>>);

impl Store {
    /// Children of a folder after the name `after`, at most `limit`; files with how they stand to the version before.
    pub fn folder(
        &self,
        version: &VersionRow,
        folder: &str,
        after: Option<&str>,
        limit: usize,
    ) -> Result<Vec<(Child, FileState)>> {
        self.database().snapshot(|connection| {
            let chunks = Chunks { connection, cache: self.chunks() };
            let list = list_of(connection, version)?;
            let children = ManifestReader::new(&list, &chunks).list_folder(folder, after, limit)?;
            let before = before(connection, version)?;
            let before = before.as_ref().map(|list| ManifestReader::new(list, &chunks));
            children.into_iter().map(|child| state(before.as_ref(), child)).collect()
        })
    }

    /// One file. Errors: `not-found`.
    pub fn file(&self, version: &VersionRow, path: &str) -> Result<Entry> {
        self.database().snapshot(|connection| {
            let chunks = Chunks { connection, cache: self.chunks() };
            let list = list_of(connection, version)?;
            ManifestReader::new(&list, &chunks).find(path)?.ok_or_else(|| no_file(version, path))
        })
    }

    /// Files below `folder` that `matches` likes, from row `start` on: how many there are, and the page.
    /// `key` names the predicate, so that its answer can be kept for the next page.
    pub fn file_page(
        &self,
        version: &VersionRow,
        folder: &str,
        matching: Option<(&str, &PathTest<'_>)>,
        start: u64,
        count: usize,
    ) -> Result<(u64, Vec<Entry>)> {
        self.database().snapshot(|connection| {
            let chunks = Chunks { connection, cache: self.chunks() };
            let list = list_of(connection, version)?;
            let reader = ManifestReader::new(&list, &chunks);
            let range = if folder.is_empty() { 0..list.entries() } else { reader.range_of_prefix(folder)? };
            let Some((key, matches)) = matching else {
                let first = (range.start + start).min(range.end);
                let rows = (range.end - first).min(count as u64) as usize;
                return Ok((range.end - range.start, reader.page(first, rows)?));
            };
            let rows = self.matching(version, &reader, range, &format!("{folder}\0{key}"), matches)?;
            let page = rows.iter().skip(start as usize).take(count);
            let entries = page.filter_map(|row| reader.at(*row).transpose()).collect::<Result<_>>()?;
            Ok((rows.len() as u64, entries))
        })
    }

    fn matching(
        &self,
        version: &VersionRow,
        reader: &ManifestReader<'_>,
        range: std::ops::Range<u64>,
        key: &str,
        matches: &PathTest<'_>,
    ) -> Result<Arc<Vec<u64>>> {
        let manifest = manifest_of(version)?;
        let mut kept = self.matches().0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((id, known, rows)) = kept.as_ref()
            && *id == manifest
            && known == key
        {
            return Ok(Arc::clone(rows));
        }
        let mut rows = Vec::new();
        for (row, entry) in (range.start..).zip(reader.rows(range)) {
            if matches(entry?.path.as_str()) {
                rows.push(row);
            }
        }
        let rows = Arc::new(rows);
        *kept = Some((manifest, key.to_owned(), Arc::clone(&rows)));
        Ok(rows)
    }
}

fn state(before: Option<&ManifestReader<'_>>, child: Child) -> Result<(Child, FileState)> {
    let (Some(before), Child::File(entry)) = (before, &child) else { return Ok((child, FileState::Equal)) };
    let state = match before.find(entry.path.as_str())? {
        None => FileState::Added,
        Some(old) if old.entry_digest() == entry.entry_digest() => FileState::Equal,
        Some(_) => FileState::Changed,
    };
    Ok((child, state))
}

/// The manifest of the committed version before, if there is one.
fn before(connection: &Connection, version: &VersionRow) -> Result<Option<ManifestList>> {
    let before = version::neighbour(connection, version.collection, version.index, false)?;
    before.map(|before| list_of(connection, &before)).transpose()
}

pub(crate) fn manifest_of(version: &VersionRow) -> Result<ManifestId> {
    version.manifest.ok_or_else(|| {
        Error::new(Code::Purged, format!("The files of v{} were removed for good", version.index))
            .hint("Its history and lineage are kept; its bytes are gone.")
    })
}

/// The list of a version's chunks.
pub(crate) fn list_of(connection: &Connection, version: &VersionRow) -> Result<ManifestList> {
    manifest::list(connection, manifest_of(version)?)
}

fn no_file(version: &VersionRow, path: &str) -> Error {
    Error::new(Code::NotFound, format!("v{} has no file {}", version.index, quote(path)))
        .hint("`cairnctl files` lists what it has; paths are exact.")
}
