//! Receipts of what was removed for good.

use rusqlite::{Connection, OptionalExtension, Row};

use crate::Result;
use crate::clock::Millis;
use crate::model::{Digest, VersionId};

/// A receipt as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRow {
    /// Number.
    pub id: i64,
    /// When the collection began.
    pub at: Millis,
    /// When it ended; `None` while it is under way, or when it was broken off.
    pub ended_at: Option<Millis>,
    /// Who collected.
    pub actor: String,
    /// Bytes that were to be freed.
    pub predicted_bytes: u64,
    /// Bytes that were freed, by the lengths of files.
    pub freed_bytes: u64,
    /// Number of blobs that were removed.
    pub blobs: u64,
    /// Why, and how: a JSON object.
    pub body: String,
}

const COLUMNS: &str =
    "id, at, ended_at, actor, predicted_bytes, freed_bytes, blobs, CAST(body AS TEXT) FROM receipt";

fn row(row: &Row<'_>) -> rusqlite::Result<ReceiptRow> {
    Ok(ReceiptRow {
        id: row.get(0)?,
        at: row.get(1)?,
        ended_at: row.get(2)?,
        actor: row.get(3)?,
        predicted_bytes: row.get(4)?,
        freed_bytes: row.get(5)?,
        blobs: row.get(6)?,
        body: row.get(7)?,
    })
}

/// Something that was removed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptItem {
    /// `blob`, `pack` (rewritten or removed as a whole) or `orphan` (left by a crash).
    pub kind: String,
    /// SHA-256 of a blob.
    pub digest: Option<Digest>,
    /// Bytes that went: of a blob its size, of a pack or an orphan what the disk got back.
    pub bytes: u64,
    /// Address of the version that needed a blob last.
    pub version: Option<String>,
    /// Path of a blob in that version; name of a pack or an orphan.
    pub name: Option<String>,
}

/// Begins a receipt and answers its number.
pub(crate) fn begin(
    connection: &Connection,
    at: Millis,
    actor: &str,
    predicted: u64,
    body: &str,
) -> Result<i64> {
    connection
        .prepare_cached(
            "INSERT INTO receipt (at, actor, freed_bytes, blobs, body, predicted_bytes) VALUES (?1, ?2, 0, 0, ?4, ?3)",
        )?
        .execute((at, actor, predicted, body.as_bytes()))?;
    Ok(connection.last_insert_rowid())
}

/// Takes back a receipt of a collection that removed nothing.
pub(crate) fn forget(connection: &Connection, receipt: i64) -> Result<()> {
    connection.prepare_cached("DELETE FROM receipt WHERE id = ?1")?.execute([receipt])?;
    Ok(())
}

/// A new item of a receipt.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewItem<'a> {
    pub(crate) kind: &'a str,
    pub(crate) digest: Option<&'a Digest>,
    pub(crate) bytes: u64,
    pub(crate) version: Option<VersionId>,
    pub(crate) name: Option<&'a str>,
}

/// Adds what was removed, at a position above those before.
pub(crate) fn add(connection: &Connection, receipt: i64, seq: u64, item: &NewItem<'_>) -> Result<()> {
    connection.prepare_cached("INSERT INTO receipt_item VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?.execute((
        receipt,
        seq,
        item.kind,
        item.digest,
        item.bytes,
        item.version,
        item.name,
    ))?;
    Ok(())
}

/// Counts blobs that were removed.
pub(crate) fn count(connection: &Connection, receipt: i64, blobs: u64) -> Result<()> {
    connection
        .prepare_cached("UPDATE receipt SET blobs = blobs + ?2 WHERE id = ?1")?
        .execute((receipt, blobs))?;
    Ok(())
}

/// Adds bytes that the disk got back.
pub(crate) fn freed(connection: &Connection, receipt: i64, bytes: u64) -> Result<()> {
    connection
        .prepare_cached("UPDATE receipt SET freed_bytes = freed_bytes + ?2 WHERE id = ?1")?
        .execute((receipt, bytes))?;
    Ok(())
}

/// Takes bytes off that a new pack needs.
pub(crate) fn took(connection: &Connection, receipt: i64, bytes: u64) -> Result<()> {
    connection
        .prepare_cached("UPDATE receipt SET freed_bytes = max(0, freed_bytes - ?2) WHERE id = ?1")?
        .execute((receipt, bytes))?;
    Ok(())
}

/// Ends a receipt.
pub(crate) fn end(connection: &Connection, receipt: i64, at: Millis) -> Result<()> {
    connection.prepare_cached("UPDATE receipt SET ended_at = ?2 WHERE id = ?1")?.execute((receipt, at))?;
    Ok(())
}

/// A receipt.
pub(crate) fn get(connection: &Connection, id: i64) -> Result<Option<ReceiptRow>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} WHERE id = ?1"))?;
    Ok(statement.query_row([id], row).optional()?)
}

/// Receipts before a number, newest first.
pub(crate) fn list(connection: &Connection, before: Option<i64>, limit: u32) -> Result<Vec<ReceiptRow>> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS} WHERE id < ?1 ORDER BY id DESC LIMIT ?2"))?;
    Ok(statement.query_map((before.unwrap_or(i64::MAX), limit), row)?.collect::<Result<_, _>>()?)
}

/// Items of a receipt after a position, in the order in which they were removed, each with its position.
pub(crate) fn items(
    connection: &Connection,
    receipt: i64,
    after: u64,
    limit: u32,
) -> Result<Vec<(u64, ReceiptItem)>> {
    let mut statement = connection.prepare_cached(
        "SELECT i.seq, i.kind, i.digest, i.bytes, i.name, e.name || '/' || p.name || '/' || c.name || ':v' || m.idx
         FROM receipt_item i LEFT JOIN version v ON v.id = i.version_id
         LEFT JOIN membership m ON m.version_id = v.id AND m.collection_id = v.collection_id
         LEFT JOIN collection c ON c.id = v.collection_id LEFT JOIN project p ON p.id = c.project_id
         LEFT JOIN entity e ON e.id = p.entity_id
         WHERE i.receipt_id = ?1 AND i.seq > ?2 ORDER BY i.seq LIMIT ?3",
    )?;
    let rows = statement.query_map((receipt, after, limit), |row| {
        let item = ReceiptItem {
            kind: row.get(1)?,
            digest: row.get(2)?,
            bytes: row.get(3)?,
            name: row.get(4)?,
            version: row.get(5)?,
        };
        Ok((row.get(0)?, item))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
