//! The index of blobs.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::blob::{Location, Stored};
use crate::clock::Millis;
use crate::model::{BlobId, Digest, PackId};
use crate::{Code, Error, Result};

/// A blob as the index knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct BlobRow {
    /// Identifier.
    pub(crate) id: BlobId,
    /// Where and what it is.
    pub(crate) stored: Stored,
    /// Its bytes are known to be wrong or missing.
    pub(crate) damaged: bool,
}

const COLUMNS: &str = "b.id, b.sha256, b.md5, b.size, b.pack_id, b.pack_offset, b.damaged, p.hashes
  FROM blob b LEFT JOIN blob_pieces p ON p.blob_id = b.id";

fn row(row: &Row<'_>) -> rusqlite::Result<BlobRow> {
    let pack: Option<PackId> = row.get(4)?;
    let location = match pack {
        Some(pack) => Location::Pack { pack, offset: row.get(5)? },
        None => Location::File,
    };
    Ok(BlobRow {
        id: row.get(0)?,
        stored: Stored {
            sha256: row.get(1)?,
            md5: row.get(2)?,
            size: row.get(3)?,
            location,
            mib_hashes: row.get(7)?,
        },
        damaged: row.get(6)?,
    })
}

/// The blob with that SHA-256.
pub(crate) fn find(connection: &Connection, digest: &Digest) -> Result<Option<BlobRow>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} WHERE b.sha256 = ?1"))?;
    Ok(statement.query_row([digest], row).optional()?)
}

/// Identifier of a sound blob. One that was marked as unused is on its way out and doesn't count: storing it again takes
/// it back into use.
pub(crate) fn sound(connection: &Connection, digest: &Digest) -> Result<Option<BlobId>> {
    let mut statement = connection.prepare_cached(
        "SELECT id FROM blob WHERE sha256 = ?1 AND damaged = 0 AND unreferenced_at IS NULL",
    )?;
    Ok(statement.query_row([digest], |row| row.get(0)).optional()?)
}

/// Adds a durable blob. One that is there already stays as it is, unless it is damaged, which this heals, or marked as
/// unused, which this ends.
pub(crate) fn insert(connection: &Connection, stored: &Stored) -> Result<BlobId> {
    let (pack, offset) = match stored.location {
        Location::Pack { pack, offset } => (Some(pack), Some(offset)),
        Location::File => (None, None),
    };
    connection
        .prepare_cached(
            "INSERT INTO blob (sha256, md5, size, pack_id, pack_offset) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (sha256) DO UPDATE SET md5 = excluded.md5, size = excluded.size,
               pack_id = excluded.pack_id, pack_offset = excluded.pack_offset, damaged = 0,
               unreferenced_at = NULL, seen_unreferenced_at = NULL
             WHERE damaged = 1 OR unreferenced_at IS NOT NULL",
        )?
        .execute((stored.sha256, stored.md5, stored.size, pack, offset))?;
    let mut statement = connection.prepare_cached("SELECT id FROM blob WHERE sha256 = ?1")?;
    let id: BlobId = statement.query_row([stored.sha256], |row| row.get(0))?;
    if let Some(hashes) = &stored.mib_hashes {
        connection
            .prepare_cached("INSERT INTO blob_pieces VALUES (?1, ?2) ON CONFLICT (blob_id) DO UPDATE SET hashes = excluded.hashes")?
            .execute((id, hashes))?;
    }
    Ok(id)
}

/// Takes a marked blob back into use; false when it is gone or damaged by now.
pub(crate) fn revive(connection: &Connection, id: BlobId) -> Result<bool> {
    let mut statement = connection.prepare_cached(
        "UPDATE blob SET unreferenced_at = NULL, seen_unreferenced_at = NULL WHERE id = ?1 AND damaged = 0",
    )?;
    Ok(statement.execute([id])? > 0)
}

/// Takes the number of a new pack, for the log that has the lease.
pub(crate) fn new_pack(connection: &Connection, now: Millis, lease: Option<i64>) -> Result<PackId> {
    connection
        .prepare_cached("INSERT INTO pack (created_at, lease_id) VALUES (?1, ?2)")?
        .execute((now, lease))?;
    Ok(PackId::new(connection.last_insert_rowid()))
}

/// Counts one more chunk that holds each of the blobs.
pub(crate) fn reference(connection: &Connection, digests: impl Iterator<Item = Digest>) -> Result<()> {
    let mut statement = connection
        .prepare_cached("UPDATE blob SET refs = refs + 1, unreferenced_at = NULL, seen_unreferenced_at = NULL WHERE sha256 = ?1")?;
    for digest in digests {
        if statement.execute([digest])? == 0 {
            return Err(Error::new(Code::PlanStale, format!("Blob {digest} left the store meanwhile"))
                .hint("Log again."));
        }
    }
    Ok(())
}

/// Number of chunks that hold a blob.
pub(crate) fn refs(connection: &Connection, digest: &Digest) -> Result<u64> {
    let mut statement = connection.prepare_cached("SELECT refs FROM blob WHERE sha256 = ?1")?;
    Ok(statement.query_row([digest], |row| row.get(0))?)
}

/// Marks a blob as damaged, or as sound again.
pub(crate) fn mark(connection: &Connection, id: BlobId, damaged: bool) -> Result<()> {
    connection.prepare_cached("UPDATE blob SET damaged = ?2 WHERE id = ?1")?.execute((id, damaged))?;
    Ok(())
}

/// Marks a blob as damaged, unless it was moved or healed since it was looked up.
pub(crate) fn mark_damaged_at(connection: &Connection, stored: &Stored) -> Result<()> {
    let (pack, offset) = match stored.location {
        Location::Pack { pack, offset } => (Some(pack), Some(offset)),
        Location::File => (None, None),
    };
    connection
        .prepare_cached(
            "UPDATE blob SET damaged = 1 WHERE sha256 = ?1 AND pack_id IS ?2 AND pack_offset IS ?3",
        )?
        .execute((stored.sha256, pack, offset))?;
    Ok(())
}

/// Blobs with identifiers above `after`, in order, at most `limit`.
pub(crate) fn page(connection: &Connection, after: i64, limit: u32) -> Result<Vec<BlobRow>> {
    let sql = format!("SELECT {COLUMNS} WHERE b.id > ?1 ORDER BY b.id LIMIT ?2");
    Ok(connection.prepare_cached(&sql)?.query_map((after, limit), row)?.collect::<Result<_, _>>()?)
}

/// Every blob known to be damaged.
pub(crate) fn damaged(connection: &Connection) -> Result<Vec<Digest>> {
    let mut statement = connection.prepare_cached("SELECT sha256 FROM blob WHERE damaged = 1")?;
    Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
}

/// Of these blobs, each with a number of chunks that go, those that no other chunk holds: how many, and their bytes.
/// What goes on being held is told to `held`.
///
/// The digests come sorted. They are looked up in their index first and the rows then in the order in which they were
/// made: what was logged together lies together, and a large table is read once and forwards.
pub(crate) fn orphans(
    connection: &Connection,
    going: &[(Digest, u64)],
    held: &mut dyn FnMut(&Digest),
) -> Result<(u64, u64)> {
    let mut find = connection.prepare_cached("SELECT id FROM blob WHERE sha256 = ?1")?;
    let mut rows: Vec<(i64, u32)> = Vec::with_capacity(going.len());
    for (at, (digest, _)) in going.iter().enumerate() {
        rows.push((find.query_row([digest], |row| row.get(0))?, at as u32));
    }
    rows.sort_unstable();
    let mut look = connection.prepare_cached("SELECT refs, size FROM blob WHERE id = ?1")?;
    let (mut count, mut bytes) = (0, 0);
    for (id, at) in rows {
        let (digest, going) = &going[at as usize];
        let (refs, size): (u64, u64) = look.query_row([id], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if refs == *going {
            count += 1;
            bytes += size;
        } else {
            held(digest);
        }
    }
    Ok((count, bytes))
}

/// Whether all blobs together have less than so many bytes; reads no further than it must.
pub(crate) fn is_less_than(connection: &Connection, bytes: u64) -> Result<bool> {
    let mut statement = connection.prepare_cached("SELECT size FROM blob")?;
    let (mut rows, mut sum) = (statement.query([])?, 0_u64);
    while let Some(row) = rows.next()? {
        sum += row.get::<_, u64>(0)?;
        if sum >= bytes {
            return Ok(false);
        }
    }
    Ok(sum < bytes)
}

/// Stored counts of every blob, for `check`.
pub(crate) fn all_refs(connection: &Connection) -> Result<Vec<(Digest, u64)>> {
    let mut statement = connection.prepare_cached("SELECT sha256, refs FROM blob")?;
    Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// Sum of the sizes of all blobs. Scans the index of blobs; callers keep the answer per revision.
pub(crate) fn total_bytes(connection: &Connection) -> Result<u64> {
    Ok(connection.query_row("SELECT coalesce(sum(size), 0) FROM blob", [], |row| row.get(0))?)
}

/// Remembers when a blob was read and found sound.
pub(crate) fn verified(connection: &Connection, id: BlobId, now: Millis) -> Result<()> {
    connection.prepare_cached("UPDATE blob SET verified_at = ?2 WHERE id = ?1")?.execute((id, now))?;
    Ok(())
}

/// Every blob with its size, those not read for the longest time first.
pub(crate) fn by_verification(connection: &Connection) -> Result<Vec<(BlobId, u64)>> {
    let mut statement =
        connection.prepare_cached("SELECT id, size FROM blob ORDER BY coalesce(verified_at, 0), id")?;
    Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Result<_, _>>()?)
}

/// The highest identifier; 0 without blobs.
pub(crate) fn last_id(connection: &Connection) -> Result<i64> {
    let sql = "SELECT coalesce(max(id), 0) FROM blob";
    Ok(connection.prepare_cached(sql)?.query_row([], |row| row.get(0))?)
}

/// Lets a damaged blob lead to a sound copy.
pub(crate) fn heal(connection: &Connection, digest: &Digest, place: Location) -> Result<()> {
    let (pack, offset) = match place {
        Location::Pack { pack, offset } => (Some(pack), Some(offset)),
        Location::File => (None, None),
    };
    connection
        .prepare_cached("UPDATE blob SET pack_id = ?2, pack_offset = ?3, damaged = 0 WHERE sha256 = ?1")?
        .execute((digest, pack, offset))?;
    Ok(())
}
