//! The stored list of a manifest's chunks.
//!
//! Version 1: the byte 1, the count, then for each chunk the difference of its id to the id before (zigzag),
//! its entries, its bytes, and its key as the length shared with the key before and the rest.

use super::chunk::MAX_ENTRIES;
use super::codec::{Input, damaged, put_text, put_uint, shared_prefix};
use crate::Result;
use crate::model::ChunkId;

const FORMAT: u8 = 1;
const MAX_KEY: usize = 4096;

/// One chunk of a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChunkRef {
    /// The stored chunk.
    pub id: ChunkId,
    /// Its entries, 1 to 512.
    pub entries: u32,
    /// Bytes of its entries.
    pub logical: u64,
    /// Above every path of the chunks before, not above any of its own.
    pub key: String,
}

/// The chunks of a manifest in path order, with running sums: what is needed to find any row or path.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ManifestList {
    chunks: Vec<ChunkRef>,
    /// Entries before each chunk, and the total at the end.
    rows: Vec<u64>,
    /// Bytes before each chunk, and the total at the end.
    bytes: Vec<u64>,
}

impl ManifestList {
    /// Checks the order of the keys, the counts and that the sums fit.
    pub fn new(chunks: Vec<ChunkRef>) -> Result<Self> {
        if chunks.windows(2).any(|pair| pair[0].key >= pair[1].key) {
            return Err(damaged("its chunks are out of order"));
        }
        if chunks.iter().any(|chunk| chunk.entries == 0 || chunk.entries as usize > MAX_ENTRIES) {
            return Err(damaged("a chunk has an impossible number of entries"));
        }
        let (mut rows, mut bytes) = (vec![0], vec![0]);
        let (mut row, mut byte) = (0_u64, 0_u64);
        for chunk in &chunks {
            row += u64::from(chunk.entries);
            byte = byte.checked_add(chunk.logical).ok_or_else(|| damaged("its sizes are too large"))?;
            rows.push(row);
            bytes.push(byte);
        }
        Ok(Self { chunks, rows, bytes })
    }

    /// The chunks in order.
    pub fn chunks(&self) -> &[ChunkRef] {
        &self.chunks
    }

    /// Number of entries.
    pub fn entries(&self) -> u64 {
        self.rows.last().copied().unwrap_or(0)
    }

    /// Sum of the known sizes in bytes.
    pub fn logical_bytes(&self) -> u64 {
        self.bytes.last().copied().unwrap_or(0)
    }

    /// The stored form.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = vec![FORMAT];
        put_uint(&mut out, self.chunks.len() as u64);
        let (mut id, mut key) = (0_i64, "");
        for chunk in &self.chunks {
            let step = chunk.id.get().wrapping_sub(id);
            put_uint(&mut out, (step.wrapping_shl(1) ^ (step >> 63)) as u64);
            put_uint(&mut out, chunk.entries.into());
            put_uint(&mut out, chunk.logical);
            let shared = shared_prefix(key.as_bytes(), chunk.key.as_bytes());
            // Step back to the beginning of a character, so that the rest is text.
            let shared = (0..=shared).rev().find(|at| chunk.key.is_char_boundary(*at)).unwrap_or(0);
            put_uint(&mut out, shared as u64);
            put_text(&mut out, &chunk.key[shared..]);
            (id, key) = (chunk.id.get(), &chunk.key);
        }
        out
    }

    /// Reads the stored form; any bytes are safe.
    pub fn decode(bytes: &[u8]) -> Result<Self> {
        let mut input = Input(bytes);
        let count = begin(&mut input)?;
        let mut chunks: Vec<ChunkRef> = Vec::with_capacity(count);
        for _ in 0..count {
            let chunk = read_chunk(&mut input, chunks.last())?;
            chunks.push(chunk);
        }
        input.end()?;
        Self::new(chunks)
    }

    /// Hands the identifiers of the chunks in a stored form to `each`, in path order, without making the list; any bytes
    /// are safe.
    pub(crate) fn each_id(bytes: &[u8], each: &mut dyn FnMut(ChunkId)) -> Result<()> {
        let mut input = Input(bytes);
        let mut id = 0;
        for _ in 0..begin(&mut input)? {
            id = next_id(&mut input, id)?;
            each(ChunkId::new(id));
            input.count(MAX_ENTRIES)?;
            input.uint()?;
            input.count(MAX_KEY)?;
            let rest = input.count(MAX_KEY)?;
            input.take(rest)?;
        }
        input.end()
    }

    /// Entries before a chunk.
    pub(super) fn rows_before(&self, chunk: usize) -> u64 {
        self.rows.get(chunk).copied().unwrap_or_else(|| self.entries())
    }

    /// Bytes before a chunk.
    pub(super) fn bytes_before(&self, chunk: usize) -> u64 {
        self.bytes.get(chunk).copied().unwrap_or_else(|| self.logical_bytes())
    }

    /// The only chunk that can hold a path, or the first.
    pub(super) fn chunk_of_path(&self, path: &str) -> usize {
        self.chunks.partition_point(|chunk| chunk.key.as_str() <= path).saturating_sub(1)
    }

    /// The chunk that holds a row; the number of chunks when there is no such row.
    pub(super) fn chunk_of_row(&self, row: u64) -> usize {
        if row >= self.entries() {
            return self.chunks.len();
        }
        self.rows.partition_point(|before| *before <= row).saturating_sub(1)
    }
}

/// Reads the format and the count.
fn begin(input: &mut Input<'_>) -> Result<usize> {
    if input.byte()? != FORMAT {
        return Err(damaged("its format is unknown"));
    }
    // A chunk needs five bytes at least, so a lying count allocates no more than was sent.
    input.count(input.0.len() / 5)
}

fn next_id(input: &mut Input<'_>, before: i64) -> Result<i64> {
    let zigzag = input.uint()?;
    Ok(before.wrapping_add((zigzag >> 1) as i64 ^ -((zigzag & 1) as i64)))
}

fn read_chunk(input: &mut Input<'_>, before: Option<&ChunkRef>) -> Result<ChunkRef> {
    let id = next_id(input, before.map_or(0, |chunk| chunk.id.get()))?;
    let entries = input.count(MAX_ENTRIES)? as u32;
    let logical = input.uint()?;
    let shared = input.count(MAX_KEY)?;
    let key = before.map_or("", |chunk| &chunk.key).get(..shared);
    let mut key = key.ok_or_else(|| damaged("a key shares too much"))?.to_owned();
    key.push_str(&input.text(MAX_KEY)?);
    Ok(ChunkRef { id: ChunkId::new(id), entries, logical, key })
}
