//! What a file on the person's disk contained when it was last read.

use rusqlite::{Connection, OptionalExtension};

use crate::Result;
use crate::model::{BlobId, Digest, Md5};

/// Identity of a file's state: if all are equal, so is the content. Times in nanoseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct StatKey {
    /// Device.
    pub device: u64,
    /// Inode.
    pub inode: u64,
    /// Size in bytes.
    pub size: u64,
    /// Last change of the content.
    pub mtime: i64,
    /// Last change of the inode.
    pub ctime: i64,
}

/// What the cache knows of a file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hit {
    pub(crate) sha256: Digest,
    pub(crate) md5: Md5,
    pub(crate) blob: BlobId,
    /// The blob is marked as unused: whoever relies on it takes it back into use first.
    pub(crate) marked: bool,
}

/// What a file in that state contains, when its blob is still stored and sound.
pub(crate) fn get(connection: &Connection, key: &StatKey) -> Result<Option<Hit>> {
    let mut statement = connection.prepare_cached(
        "SELECT b.sha256, b.md5, b.id, b.unreferenced_at IS NOT NULL FROM stat_cache s JOIN blob b ON b.id = s.blob_id
         WHERE s.device = ?1 AND s.inode = ?2 AND s.size = ?3 AND s.mtime = ?4 AND s.ctime = ?5 AND b.damaged = 0",
    )?;
    let found = statement
        .query_row((key.device as i64, key.inode as i64, key.size, key.mtime, key.ctime), |row| {
            Ok(Hit { sha256: row.get(0)?, md5: row.get(1)?, blob: row.get(2)?, marked: row.get(3)? })
        });
    Ok(found.optional()?)
}

/// Remembers what a file in that state contained.
pub(crate) fn put(connection: &Connection, key: &StatKey, blob: BlobId) -> Result<()> {
    connection
        .prepare_cached("INSERT OR REPLACE INTO stat_cache (device, inode, size, mtime, ctime, blob_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")?
        .execute((key.device as i64, key.inode as i64, key.size, key.mtime, key.ctime, blob))?;
    Ok(())
}

/// Forgets files whose blobs are gone.
pub(crate) fn forget_lost(connection: &Connection) -> Result<()> {
    connection.execute("DELETE FROM stat_cache WHERE blob_id NOT IN (SELECT id FROM blob)", [])?;
    Ok(())
}
