//! Counting anew what triggers and references keep.

use std::collections::HashMap;

use rusqlite::Transaction;

use super::{manifest, purge};
use crate::Result;
use crate::model::{ChunkId, Digest};

/// Counts that follow from rows alone.
const COUNTS: [&str; 4] = [
    "UPDATE manifest SET refs = (SELECT count(*) FROM version v WHERE v.manifest_id = manifest.id AND v.state <> 3)",
    "UPDATE collection SET
       live = (SELECT count(*) FROM version v WHERE v.collection_id = collection.id AND v.state = 1),
       trashed = (SELECT count(*) FROM version v WHERE v.collection_id = collection.id AND v.state = 2),
       logical = (SELECT coalesce(sum(v.size), 0) FROM version v WHERE v.collection_id = collection.id AND v.state = 1),
       next_index = max(next_index, (SELECT coalesce(max(m.idx), -1) + 1 FROM membership m WHERE m.collection_id = collection.id))",
    "UPDATE artifact_type SET
       collections = (SELECT count(*) FROM collection c WHERE c.type_id = artifact_type.id AND c.deleted_at IS NULL),
       versions = (SELECT coalesce(sum(c.live), 0) FROM collection c WHERE c.type_id = artifact_type.id AND c.deleted_at IS NULL)",
    "UPDATE project SET
       collections = (SELECT count(*) FROM collection c WHERE c.project_id = project.id AND c.deleted_at IS NULL),
       versions = (SELECT coalesce(sum(c.live), 0) FROM collection c WHERE c.project_id = project.id AND c.deleted_at IS NULL)",
];

/// Counts everything anew. Reads every manifest and every chunk; an error when one can't be read.
pub(crate) fn recount(tx: &Transaction<'_>) -> Result<()> {
    for sql in COUNTS {
        tx.execute(sql, [])?;
    }
    let mut chunks: HashMap<ChunkId, u64> = HashMap::new();
    for (id, _) in manifest::all(tx)? {
        for chunk in purge::list(tx, id)?.chunks() {
            *chunks.entry(chunk.id).or_default() += 1;
        }
    }
    let mut blobs: HashMap<Digest, u64> = HashMap::new();
    let mut set = tx.prepare_cached("UPDATE chunk SET refs = ?2 WHERE id = ?1 AND refs <> ?2")?;
    for (id, _) in manifest::all_chunks(tx)? {
        set.execute((id, chunks.get(&id).copied().unwrap_or(0)))?;
        for digest in manifest::distinct(&manifest::load(tx, id)?) {
            *blobs.entry(digest).or_default() += 1;
        }
    }
    let mut set = tx.prepare_cached(
        "UPDATE blob SET refs = ?2, unreferenced_at = NULL, seen_unreferenced_at = NULL WHERE sha256 = ?1 AND refs <> ?2",
    )?;
    for (digest, _) in super::blob::all_refs(tx)? {
        set.execute((digest, blobs.get(&digest).copied().unwrap_or(0)))?;
    }
    Ok(())
}
