//! The database: chunks, manifests, counts.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;

use super::{Damage, NAMED};
use crate::Result;
use crate::db::audit::{self, RawManifest};
use crate::db::blob;
use crate::db::manifest::{self, ChunkCache, Chunks};
use crate::manifest::{ManifestDigester, ManifestList, ManifestReader};
use crate::model::{ChunkId, Digest, ManifestId};
use crate::progress::{Monitor, Progress, Step};
use crate::store::Store;

/// What the database says, and what is wrong with it.
#[derive(Default)]
pub(super) struct Structure {
    pub(super) versions: u64,
    /// Chunks that hold each blob, counted.
    referenced: HashMap<Digest, u64>,
    /// Blobs that no chunk holds.
    pub(super) unreferenced: u64,
    pub(super) damage: Vec<Damage>,
    /// A chunk or a list can't be read, so some counts aren't known.
    pub(super) manifests_damaged: bool,
    bad_chunks: HashMap<ChunkId, Damage>,
    chunk_refs: HashMap<ChunkId, u64>,
}

impl Structure {
    /// Whether a version may need a blob.
    pub(super) fn needs(&self, digest: &Digest) -> bool {
        self.manifests_damaged || self.referenced.contains_key(digest)
    }

    /// Blobs that chunks hold and that the index doesn't know.
    fn unknown_blobs(&self, known: &[(Digest, u64)]) -> Vec<Digest> {
        let known: HashSet<&Digest> = known.iter().map(|(digest, _)| digest).collect();
        let mut missing: Vec<Digest> =
            self.referenced.keys().filter(|digest| !known.contains(digest)).copied().collect();
        missing.sort_unstable();
        missing
    }

    fn miscounted(
        &mut self,
        item: impl Into<String>,
        column: &str,
        stored: impl Into<i128>,
        counted: impl Into<i128>,
    ) {
        let (stored, counted) = (stored.into(), counted.into());
        if stored != counted {
            let message = format!("`{column}` is {stored}; {counted} were counted");
            self.damage.push(Damage::new("count-wrong", item, message));
        }
    }
}

impl Store {
    /// Reads every chunk and every manifest, and counts all that is counted.
    pub(super) fn check_structure(&self, monitor: &Monitor<'_>) -> Result<Structure> {
        self.database().snapshot(|connection| {
            let mut found = Structure { versions: audit::versions(connection)?, ..Structure::default() };
            let chunks = manifest::all_chunks(connection)?;
            check_chunks(connection, &chunks, &mut found, monitor)?;
            check_manifests(connection, &mut found, monitor)?;
            check_counts(connection, &chunks, &mut found)?;
            found.damage.extend(std::mem::take(&mut found.bad_chunks).into_values());
            Ok(found)
        })
    }

    /// The versions that need blobs, as addresses, at most 20 for each.
    pub(super) fn needing(&self, digests: &HashSet<Digest>) -> Result<HashMap<Digest, Vec<String>>> {
        self.database().snapshot(|connection| {
            let mut holders: HashMap<ChunkId, Vec<Digest>> = HashMap::new();
            for (id, _) in manifest::all_chunks(connection)? {
                let Ok(chunk) = manifest::load(connection, id) else { continue };
                let held: Vec<Digest> = manifest::distinct(&chunk)
                    .into_iter()
                    .filter(|digest| digests.contains(digest))
                    .collect();
                if !held.is_empty() {
                    holders.insert(id, held);
                }
            }
            let mut needing: HashMap<Digest, Vec<String>> = HashMap::new();
            for (id, _) in manifest::all(connection)? {
                let Ok(list) = manifest::list(connection, id) else { continue };
                let held: HashSet<Digest> = list
                    .chunks()
                    .iter()
                    .filter_map(|chunk| holders.get(&chunk.id))
                    .flatten()
                    .copied()
                    .collect();
                for digest in held {
                    name_users(connection, id, needing.entry(digest).or_default())?;
                }
            }
            Ok(needing)
        })
    }
}

/// Adds the versions that use a manifest, up to the limit.
fn name_users(connection: &Connection, id: ManifestId, names: &mut Vec<String>) -> Result<()> {
    if names.len() < NAMED {
        names.extend(manifest::users(connection, id, (NAMED - names.len()) as u32)?);
    }
    Ok(())
}

fn check_chunks(
    connection: &Connection,
    chunks: &[(ChunkId, u64)],
    found: &mut Structure,
    monitor: &Monitor<'_>,
) -> Result<()> {
    let total_items = chunks.len() as u64;
    for (index, (id, _)) in chunks.iter().enumerate() {
        monitor.step(Progress {
            step: Step::Checking,
            items: index as u64,
            total_items,
            ..Progress::default()
        })?;
        match manifest::load(connection, *id) {
            Ok(chunk) => {
                for digest in manifest::distinct(&chunk) {
                    *found.referenced.entry(digest).or_default() += 1;
                }
            }
            Err(error) => {
                found.manifests_damaged = true;
                found
                    .bad_chunks
                    .insert(*id, Damage::new("chunk-damaged", format!("chunk {id}"), error.message()));
            }
        }
    }
    Ok(())
}

fn check_manifests(connection: &Connection, found: &mut Structure, monitor: &Monitor<'_>) -> Result<()> {
    let users = manifest::counted(connection)?;
    // Its own: the store's may hold what was right before the damage.
    let cache = ChunkCache::default();
    let mut after = ManifestId::new(0);
    while let Some(raw) = audit::next_manifest(connection, after)? {
        monitor.cancel.check()?;
        after = raw.id;
        found.miscounted(
            format!("manifest {}", raw.id),
            "refs",
            raw.refs,
            users.get(&raw.id).copied().unwrap_or(0),
        );
        if let Some(problem) = check_manifest(connection, &cache, &raw, found)? {
            found.manifests_damaged = true;
            let mut damage = Damage::new("chunk-damaged", format!("manifest {}", raw.id), problem);
            name_users(connection, raw.id, &mut damage.versions)?;
            found.damage.push(damage);
        }
    }
    Ok(())
}

/// What is wrong with a manifest; its damaged chunks get the versions that need them.
fn check_manifest(
    connection: &Connection,
    cache: &ChunkCache,
    raw: &RawManifest,
    found: &mut Structure,
) -> Result<Option<String>> {
    let list = match ManifestList::decode(&raw.list) {
        Ok(list) if Digest::of(&raw.list) == raw.hash => list,
        Ok(_) => return Ok(Some("its list of chunks changed".into())),
        Err(error) => return Ok(Some(error.message().to_owned())),
    };
    let mut readable = true;
    for chunk in list.chunks() {
        *found.chunk_refs.entry(chunk.id).or_default() += 1;
        if let Some(damage) = found.bad_chunks.get_mut(&chunk.id) {
            readable = false;
            name_users(connection, raw.id, &mut damage.versions)?;
        }
    }
    if !readable {
        return Ok(None); // the chunk was reported
    }
    let (mut digester, mut bytes, mut entries) = (ManifestDigester::default(), 0_u64, 0_u64);
    for entry in &ManifestReader::new(&list, &Chunks { connection, cache }) {
        match entry {
            Ok(entry) => {
                digester.push(&entry);
                bytes = bytes.saturating_add(entry.logical());
                entries += 1;
            }
            Err(error) => return Ok(Some(error.message().to_owned())),
        }
    }
    let same = digester.finish() == raw.digest && bytes == raw.bytes && entries == raw.entries;
    Ok((!same).then(|| "its digest, size or number of entries isn't that of its entries".into()))
}

fn check_counts(connection: &Connection, chunks: &[(ChunkId, u64)], found: &mut Structure) -> Result<()> {
    let blobs = blob::all_refs(connection)?;
    found.unreferenced = blobs.iter().filter(|(digest, _)| !found.needs(digest)).count() as u64;
    for digest in found.unknown_blobs(&blobs) {
        found.damage.push(Damage::new("blob-missing", digest.to_hex(), "The index of blobs doesn't know it"));
    }
    // What a damaged manifest holds isn't known, and so neither are the counts.
    if !found.manifests_damaged {
        for (digest, refs) in &blobs {
            let counted = found.referenced.get(digest).copied().unwrap_or(0);
            found.miscounted(digest.to_hex(), "refs", *refs, counted);
        }
        for (id, refs) in chunks {
            let counted = found.chunk_refs.get(id).copied().unwrap_or(0);
            found.miscounted(format!("chunk {id}"), "refs", *refs, counted);
        }
    }
    for wrong in audit::wrong_counts(connection)? {
        found.miscounted(wrong.item, &wrong.column, wrong.stored, wrong.counted);
    }
    for address in audit::contradicting_versions(connection)? {
        let message = "Its digest, size or number of files isn't that of its manifest";
        let damage = Damage::new("count-wrong", address.clone(), message);
        found.damage.push(Damage { versions: vec![address], ..damage });
    }
    Ok(())
}
