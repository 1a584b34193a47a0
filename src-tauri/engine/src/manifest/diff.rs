//! Comparing two manifests.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::iter::FusedIterator;
use std::ops::Range;
use std::sync::Arc;

use super::{Chunk, Content, Entry, ManifestList, ManifestReader};
use crate::Result;
use crate::model::ChunkId;

/// A difference from one manifest to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Only the second has the path.
    Added(Entry),
    /// Only the first has it.
    Removed(Entry),
    /// Both have it, with different content.
    Changed {
        /// In the first.
        before: Entry,
        /// In the second.
        after: Entry,
    },
}

impl Change {
    /// The path that differs.
    pub fn path(&self) -> &str {
        match self {
            Self::Added(entry) | Self::Removed(entry) | Self::Changed { after: entry, .. } => {
                entry.path.as_str()
            }
        }
    }
}

/// Compares two manifests in path order. Chunks that both share are skipped unread, so the cost follows what
/// differs. Birth and `extra` are no content.
pub fn diff<'r, 'a>(before: &'r ManifestReader<'a>, after: &'r ManifestReader<'a>) -> Diff<'r, 'a> {
    let part = Part { before: 0..before.list().chunks().len(), after: 0..after.list().chunks().len() };
    diff_part(before, after, &part)
}

/// Chunks of two manifests that hold the same stretch of paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    before: Range<usize>,
    after: Range<usize>,
}

/// Cuts a comparison into at most `most` parts of about the same size, in path order, so that several threads can
/// share it. A place where both manifests begin a chunk with the same key is a cut: all paths before it are lower.
pub fn parts(before: &ManifestList, after: &ManifestList, most: usize) -> Vec<Part> {
    let (old, new) = (before.chunks(), after.chunks());
    let step = old.len().div_ceil(most.max(1)).max(1);
    let mut parts = Vec::new();
    let (mut from, mut at) = ((0, 0), 0);
    for (index, chunk) in old.iter().enumerate() {
        if index < from.0 + step || parts.len() + 1 >= most {
            continue;
        }
        at += new[at..].partition_point(|other| other.key < chunk.key);
        if new.get(at).is_some_and(|other| other.key == chunk.key) {
            parts.push(Part { before: from.0..index, after: from.1..at });
            from = (index, at);
        }
    }
    parts.push(Part { before: from.0..old.len(), after: from.1..new.len() });
    parts
}

/// The same as [`diff`] for one of the [`parts`].
pub fn diff_part<'r, 'a>(
    before: &'r ManifestReader<'a>,
    after: &'r ManifestReader<'a>,
    part: &Part,
) -> Diff<'r, 'a> {
    let (before, after) = (Cursor::new(before, &part.before), Cursor::new(after, &part.after));
    Diff { before, after, failed: false }
}

/// The differences; ends after an error.
pub struct Diff<'r, 'a> {
    before: Cursor<'r, 'a>,
    after: Cursor<'r, 'a>,
    failed: bool,
}

impl Diff<'_, '_> {
    fn step(&mut self) -> Result<Option<Change>> {
        loop {
            self.skip_shared();
            let order = match (self.before.entry()?, self.after.entry()?) {
                (None, None) => return Ok(None),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(before), Some(after)) => before.path.cmp(&after.path),
            };
            let change = self.change(order)?;
            if order != Ordering::Greater {
                self.before.advance();
            }
            if order != Ordering::Less {
                self.after.advance();
            }
            if change.is_some() {
                return Ok(change);
            }
        }
    }

    /// What the two places differ in; copies entries only when they do.
    fn change(&mut self, order: Ordering) -> Result<Option<Change>> {
        Ok(match order {
            Ordering::Less => self.before.entry()?.cloned().map(Change::Removed),
            Ordering::Greater => self.after.entry()?.cloned().map(Change::Added),
            Ordering::Equal => match (self.before.entry()?, self.after.entry()?) {
                (Some(before), Some(after)) if before.content != after.content => {
                    Some(Change::Changed { before: before.clone(), after: after.clone() })
                }
                _ => None,
            },
        })
    }

    fn skip_shared(&mut self) {
        while let (Some(before), Some(after)) = (self.before.at_chunk(), self.after.at_chunk())
            && before == after
        {
            self.before.skip_chunk();
            self.after.skip_chunk();
        }
    }
}

impl Iterator for Diff<'_, '_> {
    type Item = Result<Change>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let step = self.step();
        self.failed = step.is_err();
        step.transpose()
    }
}

impl FusedIterator for Diff<'_, '_> {}

/// A place in a manifest that knows when a chunk begins.
struct Cursor<'r, 'a> {
    reader: &'r ManifestReader<'a>,
    chunk: usize,
    end: usize,
    at: usize,
    loaded: Option<Arc<Chunk>>,
}

impl<'r, 'a> Cursor<'r, 'a> {
    fn new(reader: &'r ManifestReader<'a>, chunks: &Range<usize>) -> Self {
        Self { reader, chunk: chunks.start, end: chunks.end, at: 0, loaded: None }
    }

    /// The id of the chunk that begins here.
    fn at_chunk(&self) -> Option<ChunkId> {
        let chunk = self.reader.list().chunks().get(self.chunk)?;
        (self.at == 0 && self.chunk < self.end).then_some(chunk.id)
    }

    fn skip_chunk(&mut self) {
        self.chunk += 1;
        self.at = 0;
        self.loaded = None;
    }

    /// The entry here; `None` at the end.
    fn entry(&mut self) -> Result<Option<&Entry>> {
        if self.loaded.is_none() && self.chunk < self.end {
            self.loaded = Some(self.reader.chunk(self.chunk)?);
        }
        Ok(self.loaded.as_ref().and_then(|chunk| chunk.entries().get(self.at)))
    }

    fn advance(&mut self) {
        self.at += 1;
        if self.loaded.as_ref().is_none_or(|chunk| self.at >= chunk.entries().len()) {
            self.skip_chunk();
        }
    }
}

/// An entry that kept its content and changed its path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// In the first manifest.
    pub before: Entry,
    /// In the second.
    pub after: Entry,
}

/// A comparison with renames taken out of what was added and removed; each list in path order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DiffReport {
    /// Paths that only the second has.
    pub added: Vec<Entry>,
    /// Paths that only the first has.
    pub removed: Vec<Entry>,
    /// Before and after.
    pub changed: Vec<(Entry, Entry)>,
    /// In the order of the new paths.
    pub renamed: Vec<Rename>,
}

/// Pairs removed with added entries of the same content: first those with the same file name, then the rest in
/// path order. Empty files are alike without being the same, so they pair by name alone.
pub fn pair_renames(changes: impl IntoIterator<Item = Change>) -> DiffReport {
    let mut report = DiffReport::default();
    for change in changes {
        match change {
            Change::Added(entry) => report.added.push(entry),
            Change::Removed(entry) => report.removed.push(entry),
            Change::Changed { before, after } => report.changed.push((before, after)),
        }
    }
    pair(&mut report, |entry| (entry.content.clone(), Some(entry.path.file_name().to_owned())));
    pair(&mut report, |entry| {
        let empty = entry.size == Some(0);
        (entry.content.clone(), empty.then(|| entry.path.as_str().to_owned()))
    });
    report.renamed.sort_by(|a, b| a.after.path.cmp(&b.after.path));
    report
}

type PairKey = (Content, Option<String>);

fn pair(report: &mut DiffReport, key: impl Fn(&Entry) -> PairKey) {
    let mut waiting: HashMap<PairKey, Vec<Entry>> = HashMap::new();
    // Reversed, so that `pop` gives them in path order.
    for entry in report.removed.drain(..).rev() {
        waiting.entry(key(&entry)).or_default().push(entry);
    }
    for after in std::mem::take(&mut report.added) {
        match waiting.get_mut(&key(&after)).and_then(Vec::pop) {
            Some(before) => report.renamed.push(Rename { before, after }),
            None => report.added.push(after),
        }
    }
    report.removed = waiting.into_values().flatten().collect();
    report.removed.sort_by(|a, b| a.path.cmp(&b.path));
}
