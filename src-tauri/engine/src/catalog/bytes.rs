//! Bytes in three words: logical, exclusive, shared; exact, from the counts that the database keeps.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;

use crate::Result;
use crate::db::version::VersionRow;
use crate::db::{blob, manifest};
use crate::model::{ChunkId, Digest, ManifestId};
use crate::store::Store;

/// The three words for the bytes of a version.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Bytes {
    /// What the files add up to.
    pub logical: u64,
    /// What would be freed if it alone went.
    pub exclusive: u64,
    /// Stored once, needed by others too.
    pub shared: u64,
}

/// Entries that are looked at in one go: what an account holds in memory, some 40 bytes each.
const AT_ONCE: u64 = 1 << 20;
/// Things that are needed by others too and are remembered, of each kind, to find the others.
const REMEMBERED: usize = 10_000;

impl Store {
    /// The bytes of a version. Reads the chunks that only it has.
    pub fn version_bytes(&self, version: &VersionRow) -> Result<Bytes> {
        self.database().snapshot(|connection| {
            let exclusive = freed(connection, std::slice::from_ref(version))?;
            let stored = match version.manifest {
                Some(id) => manifest::usage(connection, id)?.1,
                None => 0,
            };
            Ok(Bytes { logical: version.size, exclusive, shared: stored.saturating_sub(exclusive) })
        })
    }

    /// The bytes of several versions taken together.
    pub fn bytes_of(&self, versions: &[VersionRow]) -> Result<Bytes> {
        self.database().snapshot(|connection| together(connection, versions))
    }
}

/// The bytes of versions taken together: what would be freed if all of them went, and what would stay.
pub(crate) fn together(connection: &Connection, versions: &[VersionRow]) -> Result<Bytes> {
    let account = account(connection, manifests_of(versions), Depth::All)?;
    let logical = versions.iter().map(|version| version.size).sum();
    Ok(Bytes { logical, exclusive: account.freed, shared: account.stored.saturating_sub(account.freed) })
}

/// Bytes of the blobs that nothing but these versions needs.
pub(crate) fn freed(connection: &Connection, versions: &[VersionRow]) -> Result<u64> {
    Ok(account(connection, manifests_of(versions), Depth::Going)?.freed)
}

/// The manifests of versions.
pub(crate) fn manifests_of(versions: &[VersionRow]) -> impl Iterator<Item = ManifestId> + '_ {
    versions.iter().filter_map(|version| version.manifest)
}

/// How much of the versions an account looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    /// Only the chunks that would go: enough for what is freed.
    Going,
    /// Every chunk: for what stays, too.
    All,
}

/// What removing versions for good would do to bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Account {
    /// Bytes of the blobs that would go.
    pub(crate) freed: u64,
    /// Number of those blobs.
    pub(crate) blobs: u64,
    /// Bytes of the distinct blobs of the versions; of those that were looked at.
    pub(crate) stored: u64,
    /// Of what others need too, the first manifests,
    pub(crate) kept_manifests: Vec<ManifestId>,
    /// the first chunks,
    pub(crate) kept_chunks: Vec<ChunkId>,
    /// and the first blobs.
    pub(crate) kept_blobs: Vec<Digest>,
}

/// A chunk of versions that would go: how many of the manifests that hold it go, and how many entries it has.
#[derive(Debug, Clone, Copy, Default)]
struct Uses {
    going: u64,
    entries: u64,
}

/// One blob in one chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    digest: Digest,
    /// The chunk goes.
    goes: bool,
    size: u64,
}

/// Counts downwards: a manifest goes when all its versions go, a chunk when all its manifests go, a blob when all its
/// chunks go. `manifests` names one for each version that goes.
///
/// Memory is bounded whatever the versions hold: blobs are taken in parts by their digests when they are many.
pub(crate) fn account(
    connection: &Connection,
    manifests: impl Iterator<Item = ManifestId>,
    depth: Depth,
) -> Result<Account> {
    let mut account = Account::default();
    let chunks = chunks_of(connection, manifests, depth, &mut account)?;
    let entries: u64 = chunks.values().map(|uses| uses.entries).sum();
    add_up(connection, &chunks, depth, entries.div_ceil(AT_ONCE), &mut account)?;
    Ok(account)
}

/// Adds up the blobs of the chunks, in so many parts.
fn add_up(
    connection: &Connection,
    chunks: &BTreeMap<ChunkId, Uses>,
    depth: Depth,
    parts: u64,
    account: &mut Account,
) -> Result<()> {
    let parts = parts.clamp(1, 256);
    for part in 0..parts {
        let is_in = |digest: &Digest| u64::from(digest.0[0]) * parts / 256 == part;
        let seen = blobs_of(connection, chunks, depth, is_in, (part == 0).then_some(&mut *account))?;
        settle(connection, &seen, account)?;
    }
    Ok(())
}

/// The chunks of the manifests, in the order in which they were made.
fn chunks_of(
    connection: &Connection,
    manifests: impl Iterator<Item = ManifestId>,
    depth: Depth,
    account: &mut Account,
) -> Result<BTreeMap<ChunkId, Uses>> {
    let mut versions: BTreeMap<ManifestId, u64> = BTreeMap::new();
    for id in manifests {
        *versions.entry(id).or_default() += 1;
    }
    let mut chunks: HashMap<ChunkId, Uses> = HashMap::new();
    for (id, going) in versions {
        let (refs, list) = manifest::usage_and_list(connection, id)?;
        let goes = refs == going;
        if !goes {
            remember(&mut account.kept_manifests, id);
        }
        for chunk in list.chunks().iter().filter(|_| goes || depth == Depth::All) {
            let uses = chunks.entry(chunk.id).or_default();
            uses.going += u64::from(goes);
            uses.entries = chunk.entries.into();
        }
    }
    Ok(chunks.into_iter().collect())
}

/// The blobs of the chunks that `is_in` takes, sorted. The first time round, `account` hears of chunks that stay.
fn blobs_of(
    connection: &Connection,
    chunks: &BTreeMap<ChunkId, Uses>,
    depth: Depth,
    is_in: impl Fn(&Digest) -> bool,
    mut account: Option<&mut Account>,
) -> Result<Vec<Seen>> {
    let mut seen = Vec::new();
    for (id, uses) in chunks {
        let (refs, chunk) = manifest::usage_and_chunk(connection, *id)?;
        let goes = refs == uses.going;
        if let (false, Some(account)) = (goes, account.as_deref_mut()) {
            remember(&mut account.kept_chunks, *id);
        }
        if !goes && depth == Depth::Going {
            continue;
        }
        let digests = chunk.entries().iter().filter_map(|entry| Some((*entry.sha256()?, entry.logical())));
        let mut own: Vec<Seen> = digests
            .filter(|(digest, _)| is_in(digest))
            .map(|(digest, size)| Seen { digest, goes, size })
            .collect();
        // A chunk counts for a blob once, however often it holds it.
        own.sort_unstable();
        own.dedup_by_key(|seen| seen.digest);
        seen.append(&mut own);
    }
    seen.sort_unstable();
    Ok(seen)
}

/// Adds up sorted blobs: one that a chunk goes on holding stays; of the others the index tells who else holds them.
fn settle(connection: &Connection, seen: &[Seen], account: &mut Account) -> Result<()> {
    let mut going = Vec::new();
    for same in seen.chunk_by(|one, other| one.digest == other.digest) {
        account.stored += same[0].size;
        // Those of chunks that stay come first.
        if same[0].goes {
            going.push((same[0].digest, same.len() as u64));
        } else {
            remember(&mut account.kept_blobs, same[0].digest);
        }
    }
    let kept = &mut account.kept_blobs;
    let (blobs, bytes) = blob::orphans(connection, &going, &mut |digest| remember(kept, *digest))?;
    account.blobs += blobs;
    account.freed += bytes;
    Ok(())
}

fn remember<T>(list: &mut Vec<T>, one: T) {
    if list.len() < REMEMBERED {
        list.push(one);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::db::version;
    use crate::testing::{Bench, noise};

    #[test]
    fn parts_add_up_to_the_same() {
        let bench = Bench::new();
        let mut versions = Vec::new();
        for number in 0..4_u64 {
            let files: Vec<(String, Vec<u8>)> =
                (0..120).map(|n| (format!("f{n}"), noise(100 + n as usize, n + number * (n % 7)))).collect();
            let files: Vec<(&str, &[u8])> =
                files.iter().map(|(path, bytes)| (path.as_str(), &bytes[..])).collect();
            versions.push(bench.log("data", &files).version);
        }
        bench
            .store
            .database()
            .snapshot(|connection| {
                let rows = version::each(connection, &versions[..3])?.unwrap();
                for depth in [Depth::All, Depth::Going] {
                    let whole = account(connection, manifests_of(&rows), depth)?;
                    assert!(whole.freed > 0 && whole.blobs > 0 && whole.stored >= whole.freed);
                    for parts in [2, 3, 7, 255, 1000] {
                        let mut found = Account::default();
                        let chunks = chunks_of(connection, manifests_of(&rows), depth, &mut found)?;
                        add_up(connection, &chunks, depth, parts, &mut found)?;
                        found.kept_blobs.sort_unstable();
                        let mut expected = whole.clone();
                        expected.kept_blobs.sort_unstable();
                        assert_eq!(found, expected, "in {parts} parts");
                    }
                }
                Ok(())
            })
            .unwrap();
    }
}
