//! Reading a manifest: by path, by row, in order.

use std::cell::RefCell;
use std::iter::Peekable;
use std::ops::Range;
use std::sync::Arc;

use super::codec::damaged;
use super::{Chunk, Entry, ManifestList};
use crate::Result;
use crate::model::ChunkId;

/// Where stored chunks come from. An implementation caches and verifies them.
pub trait ChunkSource {
    /// A chunk by its row.
    fn chunk(&self, id: ChunkId) -> Result<Arc<Chunk>>;
}

/// A manifest that can be asked.
pub struct ManifestReader<'a> {
    list: &'a ManifestList,
    source: &'a dyn ChunkSource,
    /// The chunk read last: neighbouring questions hit the same one.
    recent: RefCell<Option<(usize, Arc<Chunk>)>>,
}

/// A place between entries.
#[derive(Debug, Clone)]
pub(super) struct Position {
    /// The row of the entry behind it; the number of entries at the end.
    pub(super) row: u64,
    /// Sum of the sizes before it.
    pub(super) bytes: u64,
}

impl<'a> ManifestReader<'a> {
    /// A reader over a list.
    pub fn new(list: &'a ManifestList, source: &'a dyn ChunkSource) -> Self {
        Self { list, source, recent: RefCell::new(None) }
    }

    /// The list it reads.
    pub fn list(&self) -> &'a ManifestList {
        self.list
    }

    /// The entry at a path.
    pub fn find(&self, path: &str) -> Result<Option<Entry>> {
        if self.list.chunks().is_empty() {
            return Ok(None);
        }
        let chunk = self.chunk(self.list.chunk_of_path(path))?;
        let entries = chunk.entries();
        let found = entries.binary_search_by(|entry| entry.path.as_str().cmp(path));
        Ok(found.ok().and_then(|at| entries.get(at)).cloned())
    }

    /// The entry at a row, counted from 0 in path order.
    pub fn at(&self, row: u64) -> Result<Option<Entry>> {
        Ok(self.page(row, 1)?.pop())
    }

    /// Up to `limit` entries from a row on, in path order.
    pub fn page(&self, start_row: u64, limit: usize) -> Result<Vec<Entry>> {
        self.rows(start_row..start_row.saturating_add(limit as u64)).collect()
    }

    /// Every entry in path order; one chunk in memory at a time.
    pub fn iter(&self) -> Entries<'_, 'a> {
        self.rows(0..self.list.entries())
    }

    /// The entries of a range of rows in path order.
    pub fn rows(&self, rows: Range<u64>) -> Entries<'_, 'a> {
        let next = rows.start.min(self.list.entries());
        Entries { reader: self, next, end: rows.end.min(self.list.entries()).max(next) }
    }

    /// The rows below a folder (`"a/b"`, no slash at its end); all rows for `""`.
    pub fn range_of_prefix(&self, folder: &str) -> Result<Range<u64>> {
        let (start, end) = self.folder_bounds(folder)?;
        Ok(start.row..end.row)
    }

    /// Sum of the known sizes below a folder, in bytes.
    pub fn bytes_of_prefix(&self, folder: &str) -> Result<u64> {
        let (start, end) = self.folder_bounds(folder)?;
        Ok(end.bytes.saturating_sub(start.bytes))
    }

    /// The places before and behind everything in a folder.
    pub(super) fn folder_bounds(&self, folder: &str) -> Result<(Position, Position)> {
        if folder.is_empty() {
            return Ok((Position { row: 0, bytes: 0 }, self.end()));
        }
        Ok((self.position(&format!("{folder}/"))?, self.position(&behind_folder(folder))?))
    }

    fn end(&self) -> Position {
        Position { row: self.list.entries(), bytes: self.list.logical_bytes() }
    }

    /// The place before the first path that is not below `key`; reads one chunk.
    pub(super) fn position(&self, key: &str) -> Result<Position> {
        if self.list.chunks().is_empty() {
            return Ok(self.end());
        }
        let index = self.list.chunk_of_path(key);
        let chunk = self.chunk(index)?;
        let at = chunk.entries().partition_point(|entry| entry.path.as_str() < key);
        let inside = chunk.entries().iter().take(at).map(Entry::logical).fold(0, u64::saturating_add);
        Ok(Position {
            row: self.list.rows_before(index) + at as u64,
            bytes: self.list.bytes_before(index).saturating_add(inside),
        })
    }

    /// A chunk by its place in the list; one whose size isn't what the list says is refused.
    pub(super) fn chunk(&self, index: usize) -> Result<Arc<Chunk>> {
        if let Some((recent, chunk)) = &*self.recent.borrow()
            && *recent == index
        {
            return Ok(Arc::clone(chunk));
        }
        let listed = self.list.chunks().get(index).ok_or_else(|| damaged("a chunk is not in the list"))?;
        let chunk = self.source.chunk(listed.id)?;
        if chunk.entries().len() != listed.entries as usize {
            return Err(damaged(&format!("chunk {} has another length than the list says", listed.id)));
        }
        *self.recent.borrow_mut() = Some((index, Arc::clone(&chunk)));
        Ok(chunk)
    }

    /// The entry at a row that exists.
    pub(super) fn entry(&self, row: u64) -> Result<Entry> {
        let index = self.list.chunk_of_row(row);
        let at = row.saturating_sub(self.list.rows_before(index)) as usize;
        let chunk = self.chunk(index)?;
        chunk.entries().get(at).cloned().ok_or_else(|| damaged("a row is missing"))
    }
}

impl<'r, 'a> IntoIterator for &'r ManifestReader<'a> {
    type Item = Result<Entry>;
    type IntoIter = Entries<'r, 'a>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// The lowest text above everything in a folder: `0` is the character after `/`.
pub(super) fn behind_folder(folder: &str) -> String {
    format!("{folder}0")
}

/// Entries in path order; ends after an error.
pub struct Entries<'r, 'a> {
    reader: &'r ManifestReader<'a>,
    next: u64,
    end: u64,
}

impl Iterator for Entries<'_, '_> {
    type Item = Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.next >= self.end {
            return None;
        }
        let entry = self.reader.entry(self.next);
        self.next = if entry.is_ok() { self.next + 1 } else { self.end };
        Some(entry)
    }
}

/// Two streams in path order as one; where both have a path, the one on top wins. What the protocol calls an
/// incremental manifest, or a patch, laid over its base.
pub fn overlay<'a>(
    base: impl Iterator<Item = Result<Entry>> + 'a,
    top: impl Iterator<Item = Result<Entry>> + 'a,
) -> impl Iterator<Item = Result<Entry>> + 'a {
    let (mut base, mut top) = (base.peekable(), top.peekable());
    std::iter::from_fn(move || next_of(&mut base, &mut top))
}

fn next_of<A, B>(base: &mut Peekable<A>, top: &mut Peekable<B>) -> Option<Result<Entry>>
where
    A: Iterator<Item = Result<Entry>>,
    B: Iterator<Item = Result<Entry>>,
{
    let (Some(Ok(below)), Some(Ok(above))) = (base.peek(), top.peek()) else {
        // One is at its end or has an error, which must come out.
        let base_first = matches!(base.peek(), Some(Err(_))) || top.peek().is_none();
        return if base_first { base.next() } else { top.next() };
    };
    match below.path.cmp(&above.path) {
        std::cmp::Ordering::Less => base.next(),
        std::cmp::Ordering::Greater => top.next(),
        std::cmp::Ordering::Equal => {
            base.next();
            top.next()
        }
    }
}
