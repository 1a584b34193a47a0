//! The list of a ZIP file, from its central directory. Nothing is ever unpacked.
//!
//! Format: PKWARE APPNOTE 6.3.9, sections 4.3.12 to 4.3.16.

use cairn_preview::protocol::{ArchiveEntry, Content, Request};

use crate::Shown;
use crate::channel::{Source, Trouble, unreadable};

/// The end record and the longest comment after it, in bytes.
const TAIL: u64 = 22 + 65_535;
/// The longest directory read, in bytes.
const MAX_DIRECTORY: u64 = 16 << 20;
/// Entries in a page at most.
const MAX_ENTRIES: u64 = 10_000;
/// Bytes of a path shown at most.
const MAX_PATH: usize = 4_096;
/// Unpacked bytes per packed byte from which on the archive is called a bomb.
const BOMB_RATIO: u64 = 200;

/// The entries from the request's offset on.
pub(crate) fn show(source: &Source<'_>, request: &Request) -> Result<Shown, Trouble> {
    let directory = Directory::find(source)?;
    if directory.length > MAX_DIRECTORY {
        return unreadable("The archive's list is longer than 16 MiB.");
    }
    let bytes = source.exact(directory.start, directory.length)?;
    let limit = request.limit.unwrap_or(MAX_ENTRIES).clamp(1, MAX_ENTRIES);
    let mut listing = Listing::default();
    let mut rest = bytes.as_slice();
    while let Some((entry, after)) = entry(rest) {
        listing.add(entry, request.offset, limit);
        rest = after;
    }
    let complete = listing.total == directory.entries;
    let warning = listing.warning(source.size(), complete);
    let shown = listing.entries.len() as u64;
    let Listing { entries, total, bytes: total_bytes } = listing;
    Ok(Shown {
        content: Content::Archive { format: "zip".into(), entries, shown, total, total_bytes },
        warning,
    })
}

struct Directory {
    start: u64,
    length: u64,
    entries: u64,
}

impl Directory {
    fn find(source: &Source<'_>) -> Result<Self, Trouble> {
        let start = source.size().saturating_sub(TAIL);
        let tail = source.window(start, TAIL)?;
        let at = tail.windows(4).rposition(|window| window == b"PK\x05\x06");
        let end = at.and_then(|at| tail.get(at..)).filter(|end| end.len() >= 22);
        let (Some(at), Some(end)) = (at, end) else {
            return unreadable("The archive ends too early: its list is missing.");
        };
        let plain =
            Self { entries: number::<2>(end, 10), length: number::<4>(end, 12), start: number::<4>(end, 16) };
        let wide = plain.entries == 0xffff || plain.length == 0xffff_ffff || plain.start == 0xffff_ffff;
        if wide { Self::wide(source, start + at as u64).map(|wide| wide.unwrap_or(plain)) } else { Ok(plain) }
    }

    /// The 64-bit end record, if there is one: its locator stands right before the end record.
    fn wide(source: &Source<'_>, end: u64) -> Result<Option<Self>, Trouble> {
        let Some(locator_at) = end.checked_sub(20) else { return Ok(None) };
        let locator = source.exact(locator_at, 20)?;
        if !locator.starts_with(b"PK\x06\x07") {
            return Ok(None);
        }
        let record = source.exact(number::<8>(&locator, 8), 56)?;
        if !record.starts_with(b"PK\x06\x06") {
            return unreadable("The archive's list is not where the archive says.");
        }
        let (entries, length, start) =
            (number::<8>(&record, 32), number::<8>(&record, 40), number::<8>(&record, 48));
        Ok(Some(Self { start, length, entries }))
    }
}

#[derive(Default)]
struct Listing {
    entries: Vec<ArchiveEntry>,
    total: u64,
    bytes: u64,
}

impl Listing {
    fn add(&mut self, entry: ArchiveEntry, offset: u64, limit: u64) {
        self.bytes = self.bytes.saturating_add(entry.bytes);
        if self.total >= offset && (self.entries.len() as u64) < limit {
            self.entries.push(entry);
        }
        self.total += 1;
    }

    fn warning(&self, size: u64, complete: bool) -> Option<String> {
        if !complete {
            return Some("The archive's list is damaged; it says it has another number of entries.".into());
        }
        (self.bytes / size.max(1) >= BOMB_RATIO)
            .then(|| "The archive claims to unpack to more than 200 times its size: it may be a bomb.".into())
    }
}

/// The first entry of a directory, and what follows it.
fn entry(directory: &[u8]) -> Option<(ArchiveEntry, &[u8])> {
    let rest = directory.strip_prefix(b"PK\x01\x02")?.get(42..)?;
    let [name, extra, comment] = [28, 30, 32].map(|at| number::<2>(directory, at) as usize);
    let path = rest.get(..name)?;
    let after = rest.get(name + extra + comment..)?;
    let (mut packed_bytes, mut bytes) = (number::<4>(directory, 20), number::<4>(directory, 24));
    let mut wide = wide_sizes(rest.get(name..name + extra)?).into_iter();
    for size in [&mut bytes, &mut packed_bytes] {
        if *size == 0xffff_ffff {
            *size = wide.next().unwrap_or(*size);
        }
    }
    let path = String::from_utf8_lossy(path.get(..MAX_PATH).unwrap_or(path)).into_owned();
    let folder = path.ends_with('/');
    Some((ArchiveEntry { path, bytes, packed_bytes, folder }, after))
}

/// The numbers of the ZIP64 field (id 1) among an entry's extra fields.
fn wide_sizes(mut extra: &[u8]) -> Vec<u64> {
    while extra.len() >= 4 {
        let (id, length) = (number::<2>(extra, 0), number::<2>(extra, 2) as usize);
        let field = extra.get(4..4 + length).unwrap_or_default();
        if id == 1 {
            return field.chunks_exact(8).map(|chunk| number::<8>(chunk, 0)).collect();
        }
        extra = extra.get(4 + length..).unwrap_or_default();
    }
    Vec::new()
}

/// A little-endian number of `N` bytes; 0 past the end.
fn number<const N: usize>(bytes: &[u8], at: usize) -> u64 {
    let field = bytes.get(at..at + N).unwrap_or_default();
    field.iter().rev().fold(0, |number, byte| (number << 8) | u64::from(*byte))
}
