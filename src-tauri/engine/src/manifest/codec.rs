//! Variable-length integers and bytes for the stored forms; reading is total on hostile bytes.

use crate::{Code, Error, Result};

/// What a damaged or hostile stored form is refused with.
pub(super) fn damaged(why: &str) -> Error {
    Error::new(Code::ManifestInvalid, format!("A stored part of a manifest can't be read: {why}"))
        .hint("Check the store for damage.")
}

/// Appends an integer, seven bits a byte, the lowest first.
pub(super) fn put_uint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

/// Appends a length and the bytes.
pub(super) fn put_text(out: &mut Vec<u8>, text: &str) {
    put_uint(out, text.len() as u64);
    out.extend_from_slice(text.as_bytes());
}

/// The number of bytes at the beginning that two texts share.
pub(super) fn shared_prefix(a: &[u8], b: &[u8]) -> usize {
    a.iter().zip(b).take_while(|(a, b)| a == b).count()
}

/// Reads what the `put_` functions wrote.
pub(super) struct Input<'a>(pub(super) &'a [u8]);

impl<'a> Input<'a> {
    /// The next bytes.
    pub(super) fn take(&mut self, count: usize) -> Result<&'a [u8]> {
        let (head, tail) = self.0.split_at_checked(count).ok_or_else(|| damaged("it ends early"))?;
        self.0 = tail;
        Ok(head)
    }

    /// The next byte.
    pub(super) fn byte(&mut self) -> Result<u8> {
        self.take(1).map(|bytes| bytes[0])
    }

    /// The next bytes as an array.
    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        self.take(N)?.try_into().map_err(|_| damaged("it ends early"))
    }

    /// The next integer.
    pub(super) fn uint(&mut self) -> Result<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if shift == 63 && bits > 1 {
                break;
            }
            value |= bits << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(damaged("a number is too large"))
    }

    /// The next integer, at most `limit`.
    pub(super) fn count(&mut self, limit: usize) -> Result<usize> {
        let value = self.uint()?;
        usize::try_from(value)
            .ok()
            .filter(|value| *value <= limit)
            .ok_or_else(|| damaged("a count is too large"))
    }

    /// The next text of at most `limit` bytes.
    pub(super) fn text(&mut self, limit: usize) -> Result<String> {
        let length = self.count(limit)?;
        let text = std::str::from_utf8(self.take(length)?).map_err(|_| damaged("a text is not UTF-8"))?;
        Ok(text.to_owned())
    }

    /// Refuses bytes that are left over.
    pub(super) fn end(&self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(damaged("it is too long")) }
    }
}
