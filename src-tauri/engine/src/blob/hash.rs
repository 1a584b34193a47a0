//! The hashes of one blob, computed while its bytes pass by.

use md5::Md5 as Md5Hasher;
use sha2::{Digest as _, Sha256};

use super::{Hashed, PIECE};
use crate::Result;
use crate::fs::{CancelToken, Source};
use crate::model::{Digest, Md5};

/// Everything at once, for bytes in memory that are at most one piece long.
pub(super) fn hash_small(bytes: &[u8]) -> Hashed {
    Hashed {
        sha256: Digest::of(bytes),
        md5: Md5::of(bytes),
        size: bytes.len() as u64,
        mib_hashes: None,
        location: None,
    }
}

/// SHA-256, and BLAKE3 per piece: the half of the work for one thread. Pieces must come whole, only the last
/// may be short.
#[derive(Default)]
pub(super) struct Identity {
    sha256: Sha256,
    pieces: Vec<u8>,
    size: u64,
}

impl Identity {
    pub(super) fn update(&mut self, piece: &[u8]) {
        self.sha256.update(piece);
        self.pieces.extend_from_slice(blake3::hash(piece).as_bytes());
        self.size += piece.len() as u64;
    }

    pub(super) fn finish(self, md5: Md5) -> Hashed {
        Hashed {
            sha256: Digest(self.sha256.finalize().into()),
            md5,
            size: self.size,
            mib_hashes: (self.size > PIECE).then_some(self.pieces),
            location: None,
        }
    }
}

/// MD5: the other half, and the slower one.
#[derive(Default)]
pub(super) struct ProtocolHash(Md5Hasher);

impl ProtocolHash {
    pub(super) fn update(&mut self, piece: &[u8]) {
        self.0.update(piece);
    }

    pub(super) fn finish(self) -> Md5 {
        Md5(self.0.finalize().into())
    }
}

/// Reads a source to its end and says what it contains, storing nothing; for plans.
pub fn hash_source(source: &Source, cancel: &CancelToken) -> Result<(Digest, Md5)> {
    let (mut sha256, mut md5) = (Sha256::new(), Md5Hasher::new());
    let mut buffer = vec![0; PIECE as usize];
    let mut read = 0;
    loop {
        cancel.check()?;
        let taken = source.read(&mut buffer)?;
        if taken == 0 {
            source.check_unchanged(read)?;
            return Ok((Digest(sha256.finalize().into()), Md5(md5.finalize().into())));
        }
        sha256.update(&buffer[..taken]);
        md5.update(&buffer[..taken]);
        read += taken as u64;
    }
}
