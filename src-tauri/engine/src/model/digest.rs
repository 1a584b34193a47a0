//! Digests: SHA-256 is identity in the store, MD5 is what the `wandb` protocol speaks.

use std::fmt::{self, Write as _};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use md5::Digest as _;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use super::quote;
use crate::{Code, Error, Result};

/// SHA-256 of bytes: their identity in the store. Text form: 64 lowercase hex digits; in `SQLite` 32 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest(pub [u8; 32]);

/// MD5 of a file's bytes: what the protocol calls an entry digest, as base64. In `SQLite` 16 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Md5(pub [u8; 16]);

/// The digest of a version: MD5 over its manifest's lines, shown as 32 lowercase hex digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ManifestDigest(pub [u8; 16]);

impl Digest {
    /// Hashes bytes in memory.
    pub fn of(bytes: &[u8]) -> Self {
        Self(sha2::Sha256::digest(bytes).into())
    }

    /// Reads 64 lowercase hex digits; anything else, a prefix `sha256:` included, is refused.
    pub fn parse(text: &str) -> Result<Self> {
        parse_hex(text).map(Self).ok_or_else(|| {
            Error::new(Code::RequestInvalid, format!("Not a SHA-256 digest: {}", quote(text)))
                .hint("A digest is 64 lowercase hexadecimal digits, without a prefix.")
        })
    }

    /// The first two hex digits: the folder a plain blob lies in.
    pub fn shard(&self) -> String {
        hex(&self.0[..1])
    }

    /// The 64 hex digits.
    pub fn to_hex(&self) -> String {
        hex(&self.0)
    }
}

impl Md5 {
    /// Hashes bytes in memory.
    pub fn of(bytes: &[u8]) -> Self {
        Self(md5::Md5::digest(bytes).into())
    }

    /// The entry digest of the protocol: padded standard base64, 24 characters.
    pub fn to_base64(&self) -> String {
        STANDARD.encode(self.0)
    }

    /// Reads an entry digest. Only the one canonical spelling of 16 bytes is accepted (no URL alphabet, no
    /// missing padding, no stray bits), so that a digest never has two texts.
    pub fn from_base64(text: &str) -> Result<Self> {
        let bytes = (text.len() == 24).then(|| STANDARD.decode(text).ok()).flatten();
        bytes.and_then(|bytes| bytes.try_into().ok()).map(Self).ok_or_else(|| {
            Error::new(Code::ManifestInvalid, format!("Not the digest of a file: {}", quote(text)))
                .hint("The digest of a stored file is the padded base64 of its MD5: 24 characters.")
        })
    }

    /// Reads an entry digest; the name that serde and `SQLite` forms expect.
    pub fn parse(text: &str) -> Result<Self> {
        Self::from_base64(text)
    }

    /// The 32 hex digits, as in the protocol's download addresses.
    pub fn to_hex(&self) -> String {
        hex(&self.0)
    }

    /// Reads 32 lowercase hex digits.
    pub fn from_hex(text: &str) -> Result<Self> {
        parse_hex(text).map(Self).ok_or_else(|| {
            Error::new(Code::RequestInvalid, format!("Not an MD5 digest: {}", quote(text)))
                .hint("An MD5 digest is 32 lowercase hexadecimal digits.")
        })
    }
}

impl ManifestDigest {
    /// Reads 32 lowercase hex digits.
    pub fn parse(text: &str) -> Result<Self> {
        parse_hex(text).map(Self).ok_or_else(|| {
            Error::new(Code::RequestInvalid, format!("Not the digest of a version: {}", quote(text)))
                .hint("The digest of a version is 32 lowercase hexadecimal digits.")
        })
    }

    /// The 32 hex digits.
    pub fn to_hex(&self) -> String {
        hex(&self.0)
    }

    /// Padded standard base64 of the 16 bytes.
    pub fn to_base64(&self) -> String {
        STANDARD.encode(self.0)
    }
}

fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(text, "{byte:02x}"); // writing to a String can't fail
    }
    text
}

fn parse_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let text = text.as_bytes();
    if text.len() != N * 2 {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = nibble(pair[0])? << 4 | nibble(pair[1])?;
    }
    Some(bytes)
}

fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    }
}

macro_rules! digest_type {
    ($name:ident, $size:literal, $text:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.$text())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.$text())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.$text())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }

        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::Borrowed(ValueRef::Blob(&self.0)))
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let bytes = value.as_blob()?;
                bytes.try_into().map(Self).map_err(|_| FromSqlError::InvalidBlobSize {
                    expected_size: $size,
                    blob_size: bytes.len(),
                })
            }
        }
    };
}

digest_type!(Digest, 32, to_hex);
digest_type!(Md5, 16, to_base64);
digest_type!(ManifestDigest, 16, to_hex);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_protocols_examples_hold() {
        assert_eq!(Md5::of(b"hello").to_base64(), "XUFAKrxLKna5cZ2REBfFkg==");
        assert_eq!(Md5::of(b"").to_base64(), "1B2M2Y8AsgTpgAmY7PhCfg==");
        assert_eq!(
            Digest::of(b"").to_hex(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(Digest::of(b"").shard(), "e3");
    }

    #[test]
    fn only_canonical_text_is_read() {
        let hex = Digest::of(b"x").to_hex();
        assert_eq!(Digest::parse(&hex).unwrap(), Digest::of(b"x"));
        let long = format!("{hex}0");
        let prefixed = format!("sha256:{hex}");
        for bad in ["", &hex[1..], &long, &hex.to_uppercase(), &prefixed, "../x", "é"] {
            assert_eq!(Digest::parse(bad).unwrap_err().code(), Code::RequestInvalid);
        }
        let url_alphabet = "-UFAKrxLKna5cZ2REBfFkg==";
        let stray_bits = "XUFAKrxLKna5cZ2REBfFkh==";
        for bad in ["", "XUFAKrxLKna5cZ2REBfFkg", url_alphabet, stray_bits, "AAAAAAAAAAAAAAAAAAAA", "../x"] {
            assert_eq!(Md5::from_base64(bad).unwrap_err().code(), Code::ManifestInvalid, "{bad}");
        }
    }

    #[test]
    fn forms_agree() {
        let md5 = Md5::of(b"abc");
        assert_eq!(Md5::from_base64(&md5.to_base64()).unwrap(), md5);
        assert_eq!(Md5::from_hex(&md5.to_hex()).unwrap(), md5);
        let json = serde_json::to_string(&Digest::of(b"abc")).unwrap();
        assert_eq!(serde_json::from_str::<Digest>(&json).unwrap(), Digest::of(b"abc"));
    }
}
