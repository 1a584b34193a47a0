//! Fail closed: nothing is removed unless everything that still is needed could be read and holds none of it.

use std::collections::HashSet;

use rusqlite::Connection;

use super::CollectPlan;
use crate::db::manifest;
use crate::db::{collect, purge};
use crate::fs::CancelToken;
use crate::manifest::ManifestList;
use crate::model::{ChunkId, Digest};
use crate::store::Store;
use crate::{Code, Error, Result};

impl Store {
    /// Counts anew instead of trusting counts: reads every manifest and every chunk that stays, and finds none of what a
    /// plan would remove in them. Errors: `store-damaged` with the reason; nothing was removed then.
    pub(super) fn verify_unneeded(&self, plan: &CollectPlan, cancel: &CancelToken) -> Result<()> {
        for pack in plan.steps.empty_packs.iter().chain(plan.steps.rewrites.iter().flatten()) {
            self.blobs().check_pack_writable(pack.0)?;
        }
        if plan.steps.blobs.is_empty() && plan.steps.chunks.is_empty() {
            return Ok(());
        }
        if let Some(line) = self.database().quick_integrity()? {
            return Err(refuse(&format!("its database is damaged ({line})")));
        }
        self.database().snapshot(|connection| {
            let (versions, whole) = collect::versions(connection)?;
            if versions == 0 {
                return Err(refuse("it has no versions at all"));
            }
            if !whole {
                return Err(refuse("a version has lost its manifest"));
            }
            let chunks: HashSet<ChunkId> = plan.steps.chunks.iter().map(|(id, _)| *id).collect();
            let blobs: HashSet<Digest> = plan.steps.blobs.iter().map(|blob| blob.sha256).collect();
            verify_manifests(connection, &chunks, cancel)?;
            verify_chunks(connection, &chunks, &blobs, cancel)
        })
    }
}

/// Every manifest is what it was, and its chunks are there and stay.
fn verify_manifests(connection: &Connection, going: &HashSet<ChunkId>, cancel: &CancelToken) -> Result<()> {
    let chunks: HashSet<ChunkId> = manifest::all_chunks(connection)?.into_iter().map(|(id, _)| id).collect();
    for (id, _) in manifest::all(connection)? {
        cancel.check()?;
        let list: ManifestList =
            purge::list(connection, id).map_err(|error| refuse(&lowered(error.message())))?;
        for chunk in list.chunks() {
            if going.contains(&chunk.id) || !chunks.contains(&chunk.id) {
                return Err(refuse(&format!("the count of what needs chunk {} is wrong", chunk.id)));
            }
        }
    }
    Ok(())
}

/// Every chunk that stays can be read and holds none of the blobs.
fn verify_chunks(
    connection: &Connection,
    going: &HashSet<ChunkId>,
    blobs: &HashSet<Digest>,
    cancel: &CancelToken,
) -> Result<()> {
    for (id, _) in manifest::all_chunks(connection)? {
        cancel.check()?;
        if going.contains(&id) {
            continue;
        }
        let chunk = manifest::load(connection, id).map_err(|error| refuse(&lowered(error.message())))?;
        if let Some(held) = manifest::distinct(&chunk).iter().find(|digest| blobs.contains(digest)) {
            return Err(refuse(&format!("the count of what needs blob {} is wrong", held.to_hex())));
        }
    }
    Ok(())
}

fn lowered(message: &str) -> String {
    let mut letters = message.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

fn refuse(why: &str) -> Error {
    Error::new(Code::StoreDamaged, format!("Nothing was removed from the store: {why}"))
        .hint("Run `cairnctl check`, mend what it names, then collect again.")
}
