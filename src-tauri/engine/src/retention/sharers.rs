//! Who needs the bytes that stay when versions go: found by looking at other versions, the likeliest first.
//!
//! There is no index from bytes to versions: it would cost more than all other indexes together. So the search has an
//! end, and the answer says whether it reached it before it had looked everywhere.

use std::collections::{BTreeSet, HashSet};

use rusqlite::Connection;

use super::plan::Sharers;
use crate::Result;
use crate::catalog::Account;
use crate::db::version::VersionRow;
use crate::db::{impact, manifest, version};
use crate::model::{ChunkId, CollectionId, Digest, ManifestId, VersionId};

/// Most collections named.
const NAMED: usize = 20;
/// Versions of a collection that are looked at, and of the store.
const LOOKED_AT: u32 = 2_000;
/// Chunks that are read for their blobs.
const READ: usize = 4_000;
/// Collections that lose versions and are looked at.
const HOMES: usize = 20;

/// Finds them. `any`: there are bytes that stay.
pub(super) fn find(
    connection: &Connection,
    going: &[&VersionRow],
    account: &Account,
    any: bool,
) -> Result<Sharers> {
    if !any {
        return Ok(Sharers { collections: Vec::new(), complete: true });
    }
    let mut search = Search {
        connection,
        going: going.iter().map(|version| version.id).collect(),
        chunks: account.kept_chunks.iter().copied().collect(),
        blobs: account.kept_blobs.iter().copied().collect(),
        found: BTreeSet::new(),
        seen: HashSet::new(),
        left: READ,
    };
    for id in account.kept_manifests.iter().take(LOOKED_AT as usize) {
        search.same(*id)?;
    }
    let homes: BTreeSet<CollectionId> = going.iter().map(|version| version.collection).collect();
    for home in homes.iter().take(HOMES) {
        search.among(Some(*home))?;
    }
    let complete = search.among(None)? && search.left > 0;
    let Search { found, .. } = search;
    let complete = complete && found.len() <= NAMED;
    let names = found.into_iter().take(NAMED).map(|id| impact::collection_address(connection, id));
    Ok(Sharers { collections: names.collect::<Result<_>>()?, complete })
}

struct Search<'a> {
    connection: &'a Connection,
    going: HashSet<VersionId>,
    chunks: HashSet<ChunkId>,
    blobs: HashSet<Digest>,
    found: BTreeSet<CollectionId>,
    seen: HashSet<(CollectionId, ManifestId)>,
    left: usize,
}

impl Search<'_> {
    /// Other versions with the same content.
    fn same(&mut self, id: ManifestId) -> Result<()> {
        for (version, home) in manifest::homes(self.connection, id, LOOKED_AT)? {
            if !self.going.contains(&version) {
                self.found.insert(home);
            }
        }
        Ok(())
    }

    /// Looks at the newest versions of a collection, or of all; answers whether there were no more.
    fn among(&mut self, collection: Option<CollectionId>) -> Result<bool> {
        let newest = version::newest_manifests(self.connection, collection, LOOKED_AT)?;
        let all = newest.len() < LOOKED_AT as usize;
        for (version, home, id) in newest {
            if self.found.contains(&home) || self.going.contains(&version) || !self.seen.insert((home, id)) {
                continue;
            }
            if self.shares(id)? {
                self.found.insert(home);
            }
        }
        Ok(all)
    }

    fn shares(&mut self, id: ManifestId) -> Result<bool> {
        let (_, list) = manifest::usage_and_list(self.connection, id)?;
        if list.chunks().iter().any(|chunk| self.chunks.contains(&chunk.id)) {
            return Ok(true);
        }
        if self.blobs.is_empty() {
            return Ok(false);
        }
        for chunk in list.chunks() {
            if self.left == 0 {
                return Ok(false);
            }
            self.left -= 1;
            let (_, chunk) = manifest::usage_and_chunk(self.connection, chunk.id)?;
            if chunk.entries().iter().filter_map(|entry| entry.sha256()).any(|one| self.blobs.contains(one)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}
