//! A page of bytes.

use std::fmt::Write as _;

use cairn_preview::protocol::{Content, HexRow, Request};

use crate::Shown;
use crate::channel::{Source, Trouble};

const ROW: usize = 16;
/// Bytes in a page unless the host asks otherwise.
const PAGE: u64 = 4 << 10;
/// Bytes in a page at most.
const MAX_PAGE: u64 = 64 << 10;

/// The bytes from the request's offset on.
pub(crate) fn page(source: &Source<'_>, request: &Request) -> Result<Shown, Trouble> {
    let offset = request.offset.min(source.size());
    let limit = request.limit.unwrap_or(PAGE).clamp(ROW as u64, MAX_PAGE);
    let bytes = source.window(offset, limit)?;
    let end = offset + bytes.len() as u64;
    let next_offset = (end < source.size() && !bytes.is_empty()).then_some(end);
    let rows =
        bytes.chunks(ROW).enumerate().map(|(i, chunk)| row(offset + (i * ROW) as u64, chunk)).collect();
    Ok(Content::Hex { offset, rows, total: source.size(), next_offset }.into())
}

fn row(offset: u64, bytes: &[u8]) -> HexRow {
    let mut hex = String::with_capacity(bytes.len() * 3);
    for (i, byte) in bytes.iter().enumerate() {
        let gap = if i == 0 { "" } else { " " };
        // Writing to a string cannot fail.
        let _ = write!(hex, "{gap}{byte:02x}");
    }
    let ascii = bytes.iter().map(|byte| if matches!(byte, 0x20..=0x7e) { char::from(*byte) } else { '.' });
    HexRow { offset, hex, ascii: ascii.collect() }
}
