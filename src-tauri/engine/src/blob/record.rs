//! The format of packs, version 1. All integers are little-endian.
//!
//! ```text
//! pack   = "cairn pack\r\n" (12 bytes), version u32; then records without gaps
//! record = magic u32, size u64, sha256 32 bytes, md5 16 bytes, check 4 bytes; then `size` bytes
//! ```
//!
//! `check` is the beginning of the BLAKE3 of the 60 bytes before it: with it a scan that lost its way finds the
//! next record, and never takes a blob's bytes for a header.

use crate::model::{Digest, Md5};

/// Length of a record's header in bytes.
pub(super) const HEADER: usize = 64;

/// What a pack begins with.
pub(super) const PACK_HEADER: [u8; 16] = *b"cairn pack\r\n\x01\0\0\0";

/// The first four bytes of every record.
pub(super) const MAGIC: [u8; 4] = [0xc4, b'b', b'l', 0x0b];

const CHECKED: usize = 60;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) size: u64,
    pub(super) sha256: Digest,
    pub(super) md5: Md5,
}

impl Record {
    pub(super) fn encode(&self) -> [u8; HEADER] {
        let mut header = [0; HEADER];
        header[..4].copy_from_slice(&MAGIC);
        header[4..12].copy_from_slice(&self.size.to_le_bytes());
        header[12..44].copy_from_slice(&self.sha256.0);
        header[44..CHECKED].copy_from_slice(&self.md5.0);
        let check = check(&header);
        header[CHECKED..].copy_from_slice(&check);
        header
    }

    pub(super) fn decode(header: &[u8; HEADER]) -> Option<Self> {
        if header[..4] != MAGIC || header[CHECKED..] != check(header) {
            return None;
        }
        Some(Self {
            size: u64::from_le_bytes(header[4..12].try_into().ok()?),
            sha256: Digest(header[12..44].try_into().ok()?),
            md5: Md5(header[44..CHECKED].try_into().ok()?),
        })
    }
}

fn check(header: &[u8; HEADER]) -> [u8; 4] {
    let hash = blake3::hash(&header[..CHECKED]);
    let [a, b, c, d, ..] = *hash.as_bytes();
    [a, b, c, d]
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn any_flipped_bit_is_seen() {
        let record = Record { size: 77, sha256: Digest::of(b"x"), md5: Md5::of(b"x") };
        let header = record.encode();
        assert_eq!(Record::decode(&header), Some(record));
        for bit in 0..HEADER * 8 {
            let mut bad = header;
            bad[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(Record::decode(&bad), None, "bit {bit}");
        }
    }
}
