//! Bytes by their SHA-256: small blobs in pack files, large ones as plain files.
//!
//! ```text
//! packs/<id as 16 hex>.pack     blobs below LARGE, appended; self-describing, see `record`
//! blobs/ab/cdef…                one file per blob of LARGE and more, named by its digest
//! staging/<session>/            files that aren't whole yet; staging/<session>.lock says who is alive
//! quarantine/                   damaged files, kept for a look
//! ```
//!
//! Nothing here knows SQL: [`Writer`] returns where it put a blob, the database remembers it. Invariant I1: the
//! database never refers to a blob before [`Writer::flush_durable`] returned for it.

mod appender;
mod compact;
mod copy;
mod hash;
mod ingest;
mod layout;
mod reader;
mod record;
mod ring;
mod scan;
mod session;
mod staged;
mod store;
mod stray;
mod writer;

#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod tests;

pub use compact::{CopiedRecord, pack_bytes};
pub use hash::hash_source;
pub use ingest::{IngestDone, SourceJob, ingest_many};
pub use reader::BlobReader;
pub use scan::{PackItem, scan_pack};
pub use store::{BlobStore, Pinned};
pub use stray::KnownBlobs;
pub use writer::{Announce, Known, PackState, Writer};

use crate::fs::StoreFile;
use crate::model::{Digest, Md5, PackId};
use crate::{Code, Error};

/// From this size on, in bytes, a blob is a plain file.
pub const LARGE: u64 = 1 << 20;

/// The piece, in bytes, that larger blobs have their own hashes for, so that a range can be verified.
pub const PIECE: u64 = 1 << 20;

/// A pack is closed before it grows beyond this many bytes.
pub const PACK_LIMIT: u64 = 256 << 20;

/// Where a blob lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Location {
    /// A record in a pack, at that byte offset of the record's header.
    Pack {
        /// The pack.
        pack: PackId,
        /// Where the record begins.
        offset: u64,
    },
    /// A plain file; its path follows from the digest.
    File,
}

/// A blob that lies in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Its identity.
    pub sha256: Digest,
    /// What the `wandb` protocol calls it.
    pub md5: Md5,
    /// Its length in bytes.
    pub size: u64,
    /// Where it lies.
    pub location: Location,
    /// BLAKE3 of every [`PIECE`] of it, 32 bytes each, concatenated; only for blobs larger than one piece.
    pub mib_hashes: Option<Vec<u8>>,
}

/// What was learned by reading a blob once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hashed {
    /// Its identity.
    pub sha256: Digest,
    /// What the `wandb` protocol calls it.
    pub md5: Md5,
    /// Its length in bytes.
    pub size: u64,
    /// As in [`Stored::mib_hashes`].
    pub mib_hashes: Option<Vec<u8>>,
    /// Where it was put; `None` if the caller knew the digest already.
    pub location: Option<Location>,
}

impl Hashed {
    /// The row for the database; `None` if the blob was known already.
    pub fn stored(self) -> Option<Stored> {
        let Self { sha256, md5, size, mib_hashes, location } = self;
        location.map(|location| Stored { sha256, md5, size, location, mib_hashes })
    }
}

/// The error for a blob that isn't what the database says.
fn damaged(digest: &Digest, why: impl std::fmt::Display) -> Error {
    Error::new(Code::BlobDamaged, format!("Blob {} is damaged: {why}", digest.to_hex())).hint(
        "Log the same files again, or restore the blob from another store. Other versions aren't affected.",
    )
}

/// Opening or reading a blob failed: its absence, or something else in its place, is damage; the rest is the
/// system's.
fn blob_io(digest: &Digest, error: std::io::Error) -> Error {
    use std::io::ErrorKind as Kind;
    match error.kind() {
        Kind::NotFound => damaged(digest, "its file is missing").source(error),
        Kind::NotADirectory | Kind::IsADirectory => damaged(digest, "something else is in its place"),
        Kind::PermissionDenied => {
            damaged(digest, "its file can't be opened: permission denied").source(error)
        }
        // What `O_NOFOLLOW` says of a link has no stable kind; nothing else here gives this number.
        _ if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) => {
            damaged(digest, "a symbolic link is in its place")
        }
        _ => Error::io(format!("Blob {}", digest.to_hex()), error),
    }
}

/// Fills `buffer` from a file of the store; fewer bytes only at its end.
fn read_full(digest: &Digest, file: &dyn StoreFile, buffer: &mut [u8], offset: u64) -> crate::Result<usize> {
    file.read_full_at(buffer, offset).map_err(|error| blob_io(digest, error))
}
