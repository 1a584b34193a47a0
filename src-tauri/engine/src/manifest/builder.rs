//! Entries in, chunks out: order, clashes, digest and cuts in one pass.

use super::chunk::{MAX_ENTRIES, MAX_WEIGHT};
use super::codec::shared_prefix;
use super::{Chunk, ChunkRef, Entry, ManifestDigester, ManifestList};
use crate::model::{ChunkId, Digest, ManifestDigest, RelPath, quote};
use crate::{Code, Error, Result};

/// Below this many entries a chunk isn't cut.
const MIN_ENTRIES: usize = 32;
/// Beyond that, one path in 128 ends a chunk.
const CUT_MASK: u64 = 127;

/// A finished chunk, to be stored.
#[derive(Debug, Clone)]
pub struct EncodedChunk {
    /// Its identity.
    pub hash: Digest,
    /// What is stored.
    pub bytes: Vec<u8>,
    /// The entries, for whoever counts references to blobs.
    pub chunk: Chunk,
    /// The shortest text above the last path before and not above its own first; empty for the first chunk.
    pub key: String,
}

/// A chunk without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChunkSummary {
    /// Its identity.
    pub hash: Digest,
    /// Number of entries.
    pub entries: u32,
    /// Bytes of its entries.
    pub logical: u64,
    /// See [`EncodedChunk::key`].
    pub key: String,
}

/// A finished manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ManifestSummary {
    /// The digest of the version.
    pub digest: ManifestDigest,
    /// Number of entries.
    pub entries: u64,
    /// Sum of the known sizes in bytes.
    pub logical_bytes: u64,
    /// The chunks in order.
    pub chunks: Vec<ChunkSummary>,
}

impl ManifestSummary {
    /// The list to store, given the row that each chunk got.
    pub fn to_list(&self, mut id_of: impl FnMut(&Digest) -> Result<ChunkId>) -> Result<ManifestList> {
        let chunks = self.chunks.iter().map(|chunk| {
            let ChunkSummary { hash, entries, logical, key } = chunk;
            Ok(ChunkRef { id: id_of(hash)?, entries: *entries, logical: *logical, key: key.clone() })
        });
        ManifestList::new(chunks.collect::<Result<_>>()?)
    }
}

/// Takes entries in ascending path order and hands out chunks as they become full.
///
/// A chunk is cut after an entry when it has at least 32 entries and the first eight bytes of the BLAKE3 hash
/// of the path, read as a little-endian integer, have their lowest seven bits clear; and at the latest at 512
/// entries or about 1 MiB. The rule looks at paths alone, so a file whose bytes changed moves no cut. It is
/// part of the stored format: changing it costs every store its sharing.
pub struct ManifestBuilder<F> {
    emit: F,
    pending: Vec<Entry>,
    weight: usize,
    last_of_previous: String,
    files: FileStack,
    digester: ManifestDigester,
    summary: Totals,
}

#[derive(Default)]
struct Totals {
    entries: u64,
    logical: u64,
    chunks: Vec<ChunkSummary>,
}

impl<F: FnMut(EncodedChunk) -> Result<()>> ManifestBuilder<F> {
    /// A builder that gives every chunk to `emit`, in order.
    pub fn new(emit: F) -> Self {
        Self {
            emit,
            pending: Vec::new(),
            weight: 0,
            last_of_previous: String::new(),
            files: FileStack::default(),
            digester: ManifestDigester::default(),
            summary: Totals::default(),
        }
    }

    /// Adds an entry. `path-clash` when its path was there already or is both file and folder;
    /// `manifest-invalid` when it comes out of order or holds more than the stored form does.
    pub fn push(&mut self, entry: Entry) -> Result<()> {
        entry.check()?;
        self.files.push(&entry.path)?;
        let logical = self.summary.logical.checked_add(entry.logical());
        self.summary.logical = logical.filter(|sum| i64::try_from(*sum).is_ok()).ok_or_else(|| {
            Error::new(Code::ManifestInvalid, "The sizes of the entries add up beyond 8 EiB")
                .hint("One of the sizes must be wrong.")
        })?;
        self.summary.entries += 1;
        self.digester.push(&entry);
        self.weight += entry.weight();
        let cut = self.is_full() || (self.pending.len() + 1 >= MIN_ENTRIES && ends_chunk(&entry.path));
        self.pending.push(entry);
        if cut { self.flush() } else { Ok(()) }
    }

    /// Hands out the last chunk and tells what was built.
    pub fn finish(mut self) -> Result<ManifestSummary> {
        if !self.pending.is_empty() {
            self.flush()?;
        }
        let Totals { entries, logical, chunks } = self.summary;
        Ok(ManifestSummary { digest: self.digester.finish(), entries, logical_bytes: logical, chunks })
    }

    fn is_full(&self) -> bool {
        self.pending.len() + 1 >= MAX_ENTRIES || self.weight >= MAX_WEIGHT
    }

    fn flush(&mut self) -> Result<()> {
        self.weight = 0;
        let chunk = Chunk::new(std::mem::take(&mut self.pending));
        let (hash, bytes) = chunk.encode()?;
        let key = separator(&self.last_of_previous, chunk.first_path()).to_owned();
        let first = self.summary.chunks.is_empty();
        let key = if first { String::new() } else { key };
        chunk.last_path().clone_into(&mut self.last_of_previous);
        self.summary.chunks.push(ChunkSummary {
            hash,
            entries: chunk.entries().len() as u32,
            logical: chunk.logical_bytes(),
            key: key.clone(),
        });
        (self.emit)(EncodedChunk { hash, bytes, chunk, key })
    }
}

/// Whether the content-defined rule cuts after a path.
fn ends_chunk(path: &RelPath) -> bool {
    let hash = blake3::hash(path.as_str().as_bytes());
    let mut head = [0; 8];
    head.copy_from_slice(&hash.as_bytes()[..8]);
    u64::from_le_bytes(head) & CUT_MASK == 0
}

/// The shortest beginning of `path` that is above `before`.
fn separator<'a>(before: &str, path: &'a str) -> &'a str {
    let mut end = shared_prefix(before.as_bytes(), path.as_bytes()) + 1;
    while !path.is_char_boundary(end) && end < path.len() {
        end += 1;
    }
    path.get(..end).unwrap_or(path)
}

/// Finds, in a stream in path order, a path twice and a path that is file and folder.
///
/// Between `a` and `a/b` may lie `a-b` and `a.b`, but nothing that doesn't begin with `a`: so it is enough to
/// keep the files that the last path begins with, as lengths into that path.
#[derive(Default)]
struct FileStack {
    last: String,
    lengths: Vec<usize>,
}

impl FileStack {
    fn push(&mut self, path: &RelPath) -> Result<()> {
        let text = path.as_str();
        if !self.lengths.is_empty() && text <= self.last.as_str() {
            return Err(self.out_of_order(text));
        }
        let shared = shared_prefix(self.last.as_bytes(), text.as_bytes());
        self.lengths.retain(|length| *length <= shared);
        if let Some(length) = self.lengths.iter().find(|length| text.as_bytes().get(**length) == Some(&b'/'))
        {
            let (file, path) = (quote(&text[..*length]), quote(text));
            return Err(Error::new(
                Code::PathClash,
                format!("{file} is a file, and {path} needs it as a folder"),
            )
            .hint("Rename one of the two."));
        }
        self.lengths.push(text.len());
        text.clone_into(&mut self.last);
        Ok(())
    }

    fn out_of_order(&self, text: &str) -> Error {
        let path = quote(text);
        if text == self.last {
            return Error::new(Code::PathClash, format!("The path {path} occurs twice"))
                .hint("Give one of the two another path.");
        }
        Error::new(Code::ManifestInvalid, format!("The path {path} comes after {}", quote(&self.last)))
            .hint("Entries must come in the order of their paths.")
    }
}
