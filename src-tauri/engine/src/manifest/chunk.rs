//! A chunk: a few hundred entries, and its stored form.
//!
//! Version 1, before compression: the byte 1; the count; a column with, for each path, the length shared with
//! the path before and the length of the rest; the rests; a column of flags; the known sizes; the SHA-256 and
//! then the MD5 of the files; URI, digest and algorithm of the references; births; extras. Integers have
//! variable length. A birth is the number of a text seen before in the chunk, or the next number and the text.
//! Equal columns lie together so that zstd (level 3) sees them; digests don't compress anyway.
//! The identity of a chunk is the SHA-256 of this form, so it survives a change of compression.

use std::cell::RefCell;

use zstd::bulk::{Compressor, Decompressor};

use super::codec::{Input, damaged, put_text, put_uint, shared_prefix};
use super::entry::{MAX_TEXT, MAX_WORD};
use super::{Content, Entry, Extra};
use crate::model::{Digest, Md5, RelPath};
use crate::{Error, Result};

/// A chunk ends at this many entries at the latest.
pub(super) const MAX_ENTRIES: usize = 512;
/// A chunk ends after the entry that brings its weight above this many bytes.
pub(super) const MAX_WEIGHT: usize = 1024 * 1024;
/// No honest chunk is larger before compression: the limit above and one entry of the largest kind.
const MAX_BYTES: usize = 2 * 1024 * 1024;
const FORMAT: u8 = 1;
const LEVEL: i32 = 3;

const REFERENCE: u8 = 1;
const SIZE: u8 = 2;
const BIRTH: u8 = 4;
const EXTRA: u8 = 8;
const ALGORITHM: u8 = 16;

/// A run of entries in path order, never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    entries: Vec<Entry>,
    logical: u64,
}

impl Chunk {
    /// Takes entries that the builder has checked.
    pub(super) fn new(entries: Vec<Entry>) -> Self {
        let logical = entries.iter().map(Entry::logical).fold(0, u64::saturating_add);
        Self { entries, logical }
    }

    /// The entries in path order, 1 to 512.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The sum of the known sizes, in bytes.
    pub fn logical_bytes(&self) -> u64 {
        self.logical
    }

    /// The lowest path.
    pub fn first_path(&self) -> &str {
        self.entries.first().map_or("", |entry| entry.path.as_str())
    }

    /// The highest path.
    pub fn last_path(&self) -> &str {
        self.entries.last().map_or("", |entry| entry.path.as_str())
    }

    /// Identity and stored bytes.
    pub fn encode(&self) -> Result<(Digest, Vec<u8>)> {
        let plain = self.plain();
        Ok((Digest::of(&plain), pack(&plain)?))
    }

    /// Reads stored bytes. Any bytes are safe: sizes are limited before anything is allocated, paths are
    /// checked, order is checked; what doesn't fit is refused with `manifest-invalid`. A checksum inside finds
    /// bytes that changed by accident, at a fifth of the cost of [`Self::decode_verified`].
    pub fn decode(bytes: &[u8]) -> Result<Self> {
        read(&unpack(bytes)?)
    }

    /// Reads stored bytes and checks that they are the chunk with this identity.
    pub fn decode_verified(bytes: &[u8], hash: &Digest) -> Result<Self> {
        let plain = unpack(bytes)?;
        if Digest::of(&plain) != *hash {
            return Err(damaged(&format!("the bytes of chunk {hash} changed")));
        }
        read(&plain)
    }

    /// Hands the SHA-256 and the size of every file in stored bytes to `each`, in path order. It passes over everything
    /// else and is the cheaper for it; any bytes are safe, and the checksum inside is looked at.
    pub(crate) fn each_blob(bytes: &[u8], each: &mut dyn FnMut(Digest, u64)) -> Result<()> {
        let plain = unpack(bytes)?;
        let (mut input, count) = begin(&plain)?;
        let mut rests = 0;
        for _ in 0..count {
            input.count(MAX_TEXT)?;
            rests += input.count(MAX_TEXT)?;
        }
        input.take(rests)?;
        let flags = input.take(count)?;
        check_flags(flags)?;
        let sizes = column(flags, SIZE, || input.uint().and_then(legal_size))?;
        for (_, size) in flags.iter().zip(sizes).filter(|(flags, _)| *flags & REFERENCE == 0) {
            each(Digest(input.array()?), size.unwrap_or_default());
        }
        Ok(())
    }

    fn plain(&self) -> Vec<u8> {
        let mut out = vec![FORMAT];
        put_uint(&mut out, self.entries.len() as u64);
        self.put_paths(&mut out);
        out.extend(self.entries.iter().map(flags));
        for size in self.entries.iter().filter_map(|entry| entry.size) {
            put_uint(&mut out, size);
        }
        self.put_contents(&mut out);
        self.put_births(&mut out);
        for extra in self.entries.iter().filter_map(|entry| entry.extra.as_ref()) {
            put_text(&mut out, extra.as_str());
        }
        out
    }

    fn put_paths(&self, out: &mut Vec<u8>) {
        let mut rests = Vec::new();
        let mut before: &[u8] = &[];
        for entry in &self.entries {
            let path = entry.path.as_str().as_bytes();
            let shared = shared_prefix(before, path);
            put_uint(out, shared as u64);
            put_uint(out, (path.len() - shared) as u64);
            rests.extend_from_slice(&path[shared..]);
            before = path;
        }
        out.extend(rests);
    }

    fn put_contents(&self, out: &mut Vec<u8>) {
        let mut md5s = Vec::new();
        let mut references = Vec::new();
        for entry in &self.entries {
            match &entry.content {
                Content::Blob { sha256, md5 } => {
                    out.extend(sha256.0);
                    md5s.extend(md5.0);
                }
                Content::Reference { uri, digest, algorithm } => {
                    put_text(&mut references, uri);
                    put_text(&mut references, digest);
                    if let Some(algorithm) = algorithm {
                        put_text(&mut references, algorithm);
                    }
                }
            }
        }
        out.extend(md5s);
        out.extend(references);
    }

    fn put_births(&self, out: &mut Vec<u8>) {
        let mut seen: Vec<&str> = Vec::new();
        for birth in self.entries.iter().filter_map(|entry| entry.birth.as_deref()) {
            let number = seen.iter().position(|other| *other == birth).unwrap_or(seen.len());
            put_uint(out, number as u64);
            if number == seen.len() {
                put_text(out, birth);
                seen.push(birth);
            }
        }
    }
}

fn flags(entry: &Entry) -> u8 {
    let content = match &entry.content {
        Content::Blob { .. } => 0,
        Content::Reference { algorithm: None, .. } => REFERENCE,
        Content::Reference { .. } => REFERENCE | ALGORITHM,
    };
    content
        | if entry.size.is_some() { SIZE } else { 0 }
        | if entry.birth.is_some() { BIRTH } else { 0 }
        | if entry.extra.is_some() { EXTRA } else { 0 }
}

thread_local! {
    /// Making a context costs more than using it for one chunk.
    static PACKER: RefCell<Option<Compressor<'static>>> = const { RefCell::new(None) };
    static UNPACKER: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
}

fn pack(plain: &[u8]) -> Result<Vec<u8>> {
    let packed = PACKER.with_borrow_mut(|slot| match slot {
        Some(packer) => packer.compress(plain),
        None => slot.insert(new_packer()?).compress(plain),
    });
    packed.map_err(|error| Error::internal("A chunk can't be compressed").source(error))
}

fn new_packer() -> std::io::Result<Compressor<'static>> {
    let mut packer = Compressor::new(LEVEL)?;
    packer.include_checksum(true)?;
    Ok(packer)
}

fn unpack(bytes: &[u8]) -> Result<Vec<u8>> {
    let size = zstd::zstd_safe::get_frame_content_size(bytes).ok().flatten();
    let size = size.and_then(|size| usize::try_from(size).ok()).filter(|size| *size <= MAX_BYTES);
    let size = size.ok_or_else(|| damaged("it has no legal size"))?;
    let plain = UNPACKER.with_borrow_mut(|slot| match slot {
        Some(unpacker) => unpacker.decompress(bytes, size),
        None => slot.insert(Decompressor::new()?).decompress(bytes, size),
    });
    plain.map_err(|error| damaged("it can't be decompressed").source(error))
}

fn read(plain: &[u8]) -> Result<Chunk> {
    let (mut input, count) = begin(plain)?;
    let paths = read_paths(&mut input, count)?;
    let flags = input.take(count)?;
    check_flags(flags)?;
    let sizes = column(flags, SIZE, || input.uint().and_then(legal_size))?;
    let contents = read_contents(&mut input, flags)?;
    let mut seen = Vec::new();
    let births = column(flags, BIRTH, || read_birth(&mut input, &mut seen))?;
    let extras = column(flags, EXTRA, || input.text(MAX_TEXT).map(Extra::stored))?;
    input.end()?;
    let columns = paths.into_iter().zip(contents).zip(sizes).zip(births).zip(extras);
    let entries =
        columns.map(|((((path, content), size), birth), extra)| Entry { path, content, size, birth, extra });
    Ok(Chunk::new(entries.collect()))
}

/// Reads the format and the count.
fn begin(plain: &[u8]) -> Result<(Input<'_>, usize)> {
    let mut input = Input(plain);
    if input.byte()? != FORMAT {
        return Err(damaged("its format is unknown"));
    }
    let count = input.count(MAX_ENTRIES)?;
    if count == 0 { Err(damaged("it is empty")) } else { Ok((input, count)) }
}

fn read_paths(input: &mut Input<'_>, count: usize) -> Result<Vec<RelPath>> {
    let lengths = (0..count).map(|_| Ok((input.count(MAX_TEXT)?, input.count(MAX_TEXT)?)));
    let lengths = lengths.collect::<Result<Vec<_>>>()?;
    let mut paths: Vec<RelPath> = Vec::with_capacity(count);
    let mut path = Vec::new();
    for (shared, rest) in lengths {
        if shared > path.len() {
            return Err(damaged("a path shares too much"));
        }
        path.truncate(shared);
        path.extend_from_slice(input.take(rest)?);
        let text = std::str::from_utf8(&path).map_err(|_| damaged("a path is not UTF-8"))?;
        let path = RelPath::parse(text).map_err(|error| damaged("a path is not legal").source(error))?;
        if paths.last().is_some_and(|last| *last >= path) {
            return Err(damaged("its paths are out of order"));
        }
        paths.push(path);
    }
    Ok(paths)
}

fn check_flags(flags: &[u8]) -> Result<()> {
    let legal = |flag: &u8| {
        let reference = flag & REFERENCE != 0;
        *flag < 2 * ALGORITHM && (reference || (flag & ALGORITHM == 0 && flag & SIZE != 0))
    };
    if flags.iter().all(legal) { Ok(()) } else { Err(damaged("a flag is unknown")) }
}

fn legal_size(size: u64) -> Result<u64> {
    if i64::try_from(size).is_ok() { Ok(size) } else { Err(damaged("a size is too large")) }
}

/// Reads a column that only entries with a flag have.
fn column<T>(flags: &[u8], flag: u8, mut next: impl FnMut() -> Result<T>) -> Result<Vec<Option<T>>> {
    flags.iter().map(|flags| (flags & flag != 0).then(&mut next).transpose()).collect()
}

fn read_contents(input: &mut Input<'_>, flags: &[u8]) -> Result<Vec<Content>> {
    let blobs = flags.iter().filter(|flag| *flag & REFERENCE == 0).count();
    let mut sha256s = Input(input.take(blobs * 32)?);
    let mut md5s = Input(input.take(blobs * 16)?);
    let contents = flags.iter().map(|flag| {
        if flag & REFERENCE == 0 {
            return Ok(Content::Blob { sha256: Digest(sha256s.array()?), md5: Md5(md5s.array()?) });
        }
        let (uri, digest) = (input.text(MAX_TEXT)?, input.text(MAX_TEXT)?);
        let algorithm = (flag & ALGORITHM != 0).then(|| input.text(MAX_WORD)).transpose()?;
        Ok(Content::Reference { uri, digest, algorithm })
    });
    contents.collect()
}

fn read_birth(input: &mut Input<'_>, seen: &mut Vec<String>) -> Result<String> {
    let number = input.count(seen.len())?;
    if number == seen.len() {
        seen.push(input.text(MAX_WORD)?);
    }
    seen.get(number).cloned().ok_or_else(|| damaged("a birth is missing"))
}
