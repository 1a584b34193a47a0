//! The bytes of files: in ranges for the content scheme and the server, as a stream for `cairnctl`.
//!
//! What is given out was verified piece by piece. Files are strangers': the headers here keep a browser from
//! running, sniffing or showing them as a page of ours.

use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

use cairn_engine::manifest::{self, Entry};
use cairn_engine::store::Store;
use cairn_engine::{Code, Error, Result};

use crate::handlers::Answer;
use crate::host::Host;
use crate::types::ApiError;

/// Bytes of a piece: what the blob store verifies at once.
pub const PIECE: u64 = 1 << 20;
/// Entries of a manifest that are read at once.
const ENTRIES: usize = 10_000;
/// Policy of every answer with bytes of a file.
pub const POLICY: &str = "sandbox; default-src 'none'";

/// A file of a version, ready to be read.
#[derive(Debug, Clone)]
pub struct Content {
    store: Arc<Store>,
    version: String,
    path: String,
    /// Size in bytes.
    pub size: u64,
    /// Entry digest, as an entity tag.
    pub digest: String,
}

/// Opens the file `path` of the version with that address or `#id`.
///
/// Errors: `not-found`, `purged`, `unsupported` for a reference, whose bytes lie elsewhere.
pub fn open(host: &dyn Host, version: &str, path: &str) -> Answer<Content> {
    find(host, version, path).map_err(ApiError::from)
}

fn find(host: &dyn Host, version: &str, path: &str) -> Result<Content> {
    let store = host.store()?;
    let (_, version) = store.resolve_version(version)?;
    let entry = store.file(&version, path)?;
    if entry.sha256().is_none() {
        return Err(Error::new(Code::Unsupported, format!("{path} is a reference: its bytes lie elsewhere"))
            .hint("`cairnctl files` shows where."));
    }
    Ok(Content {
        version: format!("#{}", version.id),
        path: path.to_owned(),
        size: entry.logical(),
        digest: entry.entry_digest(),
        store,
    })
}

impl Content {
    /// Bytes from `offset` on: at most up to the end of the piece in which it lies, and at most `len`; empty at
    /// the end. Errors: `blob-damaged`.
    pub fn read(&self, offset: u64, len: u64) -> Answer<Vec<u8>> {
        let len = len.min(PIECE - offset % PIECE).min(self.size.saturating_sub(offset));
        if len == 0 {
            return Ok(Vec::new());
        }
        self.store.read_range(&self.version, &self.path, offset, len).map_err(ApiError::from)
    }

    /// Gives a range to `each`, piece by piece, until it answers false.
    pub fn pieces(&self, range: Range<u64>, each: &mut dyn FnMut(Vec<u8>) -> bool) -> Answer<()> {
        let mut at = range.start;
        while at < range.end.min(self.size) {
            let piece = self.read(at, range.end - at)?;
            at += piece.len() as u64;
            if piece.is_empty() || !each(piece) {
                break;
            }
        }
        Ok(())
    }

    /// Media type: that of a picture or a sound which a browser only decodes, else that of mere bytes.
    pub fn media_type(&self) -> &'static str {
        media_type(&self.path)
    }

    /// Value of `Content-Disposition`: saved under the file's own name, never shown (RFC 6266, RFC 5987).
    pub fn disposition(&self) -> String {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        format!("attachment; filename*=UTF-8''{}", percent(name))
    }
}

fn media_type(path: &str) -> &'static str {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension.to_ascii_lowercase());
    match extension.as_deref() {
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("gif") => "image/gif",
        Some("webp") => "image/webp",
        Some("bmp") => "image/bmp",
        Some("mp3") => "audio/mpeg",
        Some("wav") => "audio/wav",
        Some("ogg") => "audio/ogg",
        Some("flac") => "audio/flac",
        _ => "application/octet-stream",
    }
}

/// The `attr-char` of RFC 5987 as they are, every other byte as `%XX`.
fn percent(text: &str) -> String {
    use std::fmt::Write as _;
    let mut escaped = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}"); // writing to a String can't fail
        }
    }
    escaped
}

/// What a `Range` header asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// All of it: no header, or one that we don't serve (several ranges, another unit), which HTTP lets us ignore.
    Whole,
    /// This part.
    Part(Range<u64>),
    /// Nothing that the file has: answer 416.
    Unsatisfiable,
}

/// Reads a `Range` header for a file of `size` bytes (RFC 9110, 14.1.2).
pub fn parse_range(header: Option<&str>, size: u64) -> Wanted {
    let Some(spec) = header.and_then(|header| header.trim().strip_prefix("bytes=")) else {
        return Wanted::Whole;
    };
    let Some((first, last)) = spec.trim().split_once('-') else { return Wanted::Whole };
    let digits =
        |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<u64>().ok());
    match (digits(first), digits(last)) {
        (Some(Some(first)), Some(Some(last))) if first <= last => part(first, last.saturating_add(1), size),
        (Some(Some(first)), Some(None)) if last.is_empty() => part(first, size, size),
        (Some(None), Some(Some(0))) if first.is_empty() => Wanted::Unsatisfiable,
        (Some(None), Some(Some(count))) if first.is_empty() => part(size.saturating_sub(count), size, size),
        _ => Wanted::Whole,
    }
}

fn part(first: u64, end: u64, size: u64) -> Wanted {
    if first >= size { Wanted::Unsatisfiable } else { Wanted::Part(first..end.min(size)) }
}

/// Writes the manifest JSON of a version as W&B has it, entry by entry.
pub fn write_manifest(host: &dyn Host, version: &str, out: &mut dyn Write) -> Answer<()> {
    let mut write = || {
        let store = host.store()?;
        let (_, version) = store.resolve_version(version)?;
        let page =
            |start: u64| store.file_page(&version, "", None, start, ENTRIES).map(|(_, entries)| entries);
        manifest::write_json(
            out,
            Pages { page: &page, start: 0, entries: Vec::new().into_iter(), ended: false },
        )
    };
    write().map_err(ApiError::from)
}

/// Every entry, fetched page by page.
struct Pages<'a> {
    page: &'a dyn Fn(u64) -> Result<Vec<Entry>>,
    start: u64,
    entries: std::vec::IntoIter<Entry>,
    ended: bool,
}

impl Iterator for Pages<'_> {
    type Item = Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.entries.len() == 0 && !self.ended {
            match (self.page)(self.start) {
                Ok(entries) => {
                    self.start += entries.len() as u64;
                    self.ended = entries.len() < ENTRIES;
                    self.entries = entries.into_iter();
                }
                Err(error) => {
                    self.ended = true;
                    return Some(Err(error));
                }
            }
        }
        self.entries.next().map(Ok)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges() {
        let cases: &[(Option<&str>, u64, Wanted)] = &[
            (None, 10, Wanted::Whole),
            (Some("bytes=0-3"), 10, Wanted::Part(0..4)),
            (Some("bytes=4-"), 10, Wanted::Part(4..10)),
            (Some("bytes=-3"), 10, Wanted::Part(7..10)),
            (Some("bytes=-30"), 10, Wanted::Part(0..10)),
            (Some("bytes=2-99"), 10, Wanted::Part(2..10)),
            (Some("bytes=10-"), 10, Wanted::Unsatisfiable),
            (Some("bytes=0-0"), 0, Wanted::Unsatisfiable),
            (Some("bytes=-0"), 10, Wanted::Unsatisfiable),
            (Some("bytes=3-2"), 10, Wanted::Whole),
            (Some("bytes=0-1,3-4"), 10, Wanted::Whole),
            (Some("bytes=-"), 10, Wanted::Whole),
            (Some("bytes=+1-2"), 10, Wanted::Whole),
            (Some("bytes=0-18446744073709551615"), 10, Wanted::Part(0..10)),
            (Some("bytes=0-99999999999999999999999"), 10, Wanted::Whole),
            (Some("lines=0-1"), 10, Wanted::Whole),
        ];
        for (header, size, wanted) in cases {
            assert_eq!(parse_range(*header, *size), *wanted, "{header:?}");
        }
    }

    #[test]
    fn names_split_no_header() {
        assert_eq!(percent("a\r\nSet-Cookie: x=\"1\".png"), "a%0D%0ASet-Cookie%3A%20x%3D%221%22.png");
        assert_eq!(percent("é.txt"), "%C3%A9.txt");
        assert_eq!(media_type("a/evil.svg"), "application/octet-stream");
        assert_eq!(media_type("a/evil.html"), "application/octet-stream");
        assert_eq!(media_type("a/PHOTO.JPG"), "image/jpeg");
    }
}
