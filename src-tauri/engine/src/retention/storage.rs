//! Where the bytes of a store are: by project, type, collection or version, complete to its real size.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use crate::blob::pack_bytes;
use crate::db::storage::{self, Holder};
use crate::db::{manifest, operation};
use crate::fs;
use crate::manifest::ManifestList;
use crate::model::{ChunkId, CollectionId, Digest, ManifestId};
use crate::store::Store;
use crate::{Code, Error, Result};

/// What the groups of a storage view are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum StorageBy {
    /// Projects.
    #[default]
    Project,
    /// Types of each project.
    Type,
    /// Collections.
    Collection,
    /// Versions.
    Version,
}

impl StorageBy {
    /// Reads the stable word. Error: `request-invalid`.
    pub fn parse(word: &str) -> Result<Self> {
        match word {
            "project" => Ok(Self::Project),
            "type" => Ok(Self::Type),
            "collection" => Ok(Self::Collection),
            "version" => Ok(Self::Version),
            _ => Err(Error::new(Code::RequestInvalid, format!("Storage can't be grouped by {word:?}"))
                .hint("Use project, type, collection or version.")),
        }
    }
}

/// The bytes of a group, those of its versions in the trash included.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StorageGroup {
    /// `entity/project`, `entity/project/type` by type, or the address of a collection or a version.
    pub address: String,
    /// `entity/project`.
    pub project: String,
    /// Type; none by project.
    pub artifact_type: Option<String>,
    /// Number of versions, live and in the trash.
    pub versions: u64,
    /// Number of those in the trash.
    pub trashed: u64,
    /// What the files add up to.
    pub logical: u64,
    /// What would be freed if the group alone went.
    pub exclusive: u64,
    /// Stored once, needed by other groups too.
    pub shared: u64,
}

/// Where the bytes are. `exclusive` of all groups, `shared`, `awaiting_collection` and `database_and_manifests` add up to
/// `total`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Storage {
    /// The groups, most exclusive bytes first.
    pub groups: Vec<StorageGroup>,
    /// What the files of all versions add up to.
    pub logical: u64,
    /// Bytes of blobs that more than one group needs.
    pub shared: u64,
    /// Bytes in packs and plain files that nothing needs.
    pub awaiting_collection: u64,
    /// Everything else: the database with its manifests, headers of packs, folders, backups, quarantine.
    pub database_and_manifests: u64,
    /// Lengths of everything in the folder, as `du --apparent-size` has them.
    pub total: u64,
}

/// Groups that were worked out lately, by the revision and the way of grouping.
#[derive(Debug, Default)]
pub(crate) struct StorageCache(Mutex<Option<(i64, StorageBy, Arc<Grouped>)>>);

/// The part of a [`Storage`] that only changes with the history.
#[derive(Debug)]
struct Grouped {
    groups: Vec<StorageGroup>,
    shared: u64,
}

impl Store {
    /// Where the bytes are. The groups are kept until the history goes on; what lies on disk is looked at each time.
    pub fn storage(&self, by: StorageBy) -> Result<Storage> {
        self.database().snapshot(|connection| {
            let grouped = self.grouped(connection, by)?;
            let (records, packed, plain) = storage::needed(connection)?;
            let on_disk = self.bytes_of_blobs()?;
            let packs = self.blobs().packs()?.len() as u64;
            // One header for each pack, one for each record.
            let living = plain + packed + records * pack_bytes(1, 0) - records * pack_bytes(0, 0);
            let awaiting = on_disk.saturating_sub(living + packs * pack_bytes(0, 0));
            let total = fs::apparent_bytes(self.root());
            Ok(Storage {
                logical: grouped.groups.iter().map(|group| group.logical).sum(),
                groups: grouped.groups.clone(),
                shared: grouped.shared,
                awaiting_collection: awaiting,
                database_and_manifests: total.saturating_sub(packed + plain + awaiting),
                total,
            })
        })
    }

    /// Lengths of packs and plain files.
    fn bytes_of_blobs(&self) -> Result<u64> {
        let mut sum = self.blobs().packs()?.iter().map(|(_, len)| len).sum();
        self.blobs().each_file(&mut |_, len| {
            sum += len;
            std::ops::ControlFlow::Continue(())
        })?;
        Ok(sum)
    }

    fn grouped(&self, connection: &Connection, by: StorageBy) -> Result<Arc<Grouped>> {
        let revision = operation::revision(connection)?;
        let mut cache = self.storage_cache().0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, kept, grouped)) = &*cache
            && (*at, *kept) == (revision, by)
        {
            return Ok(Arc::clone(grouped));
        }
        let grouped = Arc::new(Grouping::new(connection, by)?.finish(connection)?);
        *cache = Some((revision, by, Arc::clone(&grouped)));
        Ok(grouped)
    }
}

/// The groups that need something: one, or the sorted numbers of several.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Owners {
    One(u32),
    Many(Box<[u32]>),
}

impl Owners {
    fn join(&mut self, other: &Self) {
        if self == other {
            return;
        }
        let mut all: Vec<u32> = self.as_slice().iter().chain(other.as_slice()).copied().collect();
        all.sort_unstable();
        all.dedup();
        if all.len() > self.as_slice().len() {
            *self = Self::Many(all.into());
        }
    }

    fn as_slice(&self) -> &[u32] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Many(many) => many,
        }
    }
}

/// Groups in the making.
struct Grouping {
    groups: Vec<StorageGroup>,
    manifests: HashMap<ManifestId, Owners>,
}

impl Grouping {
    fn new(connection: &Connection, by: StorageBy) -> Result<Self> {
        let homes: HashMap<CollectionId, (String, String, String)> = storage::homes(connection)?
            .into_iter()
            .map(|(id, project, kind, name)| (id, (project, kind, name)))
            .collect();
        let mut holders = Vec::new();
        storage::holders(connection, &mut |holder| holders.push(holder))?;
        let mut grouping = Self { groups: Vec::new(), manifests: HashMap::new() };
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut by_collection: HashMap<CollectionId, u32> = HashMap::new();
        for holder in holders {
            let known = by_collection.get(&holder.collection).copied().filter(|_| by != StorageBy::Version);
            let number = if let Some(number) = known {
                number
            } else {
                let Some(home) = homes.get(&holder.collection) else { continue };
                let group = name(connection, by, home, &holder)?;
                let number = *numbers.entry(group.address.clone()).or_insert_with(|| {
                    grouping.groups.push(group);
                    (grouping.groups.len() - 1) as u32
                });
                by_collection.insert(holder.collection, number);
                number
            };
            grouping.add(number, &holder);
        }
        Ok(grouping)
    }

    fn add(&mut self, number: u32, holder: &Holder) {
        if let Some(group) = self.groups.get_mut(number as usize) {
            group.versions += 1;
            group.trashed += u64::from(holder.trashed);
            group.logical += holder.size;
        }
        join(&mut self.manifests, holder.manifest, &Owners::One(number));
    }

    /// Hands the owners down: from manifests to chunks, from chunks to blobs, each of which counts once.
    fn finish(mut self, connection: &Connection) -> Result<Grouped> {
        let mut chunks: HashMap<ChunkId, Owners> = HashMap::new();
        storage::lists(connection, &mut |id, _, list| {
            let Some(owners) = self.manifests.get(&id) else { return Ok(()) };
            for chunk in ManifestList::decode(list)?.chunks() {
                join(&mut chunks, chunk.id, owners);
            }
            Ok(())
        })?;
        let mut blobs: HashMap<Digest, (Owners, u64)> = HashMap::new();
        for id in storage::chunks(connection)? {
            let Some(owners) = chunks.remove(&id) else { continue };
            for entry in manifest::load(connection, id)?.entries() {
                let Some(digest) = entry.sha256() else { continue };
                match blobs.get_mut(digest) {
                    Some((known, _)) => known.join(&owners),
                    None => {
                        blobs.insert(*digest, (owners.clone(), entry.logical()));
                    }
                }
            }
        }
        let mut shared = 0;
        for (owners, size) in blobs.into_values() {
            match &owners {
                Owners::One(one) => self.groups[*one as usize].exclusive += size,
                Owners::Many(many) => {
                    shared += size;
                    many.iter().for_each(|one| self.groups[*one as usize].shared += size);
                }
            }
        }
        self.groups.sort_by(|a, b| b.exclusive.cmp(&a.exclusive).then_with(|| a.address.cmp(&b.address)));
        Ok(Grouped { groups: self.groups, shared })
    }
}

fn join<K: std::hash::Hash + Eq>(map: &mut HashMap<K, Owners>, key: K, owners: &Owners) {
    match map.get_mut(&key) {
        Some(known) => known.join(owners),
        None => {
            map.insert(key, owners.clone());
        }
    }
}

fn name(
    connection: &Connection,
    by: StorageBy,
    (project, kind, name): &(String, String, String),
    holder: &Holder,
) -> Result<StorageGroup> {
    let address = match by {
        StorageBy::Project => project.clone(),
        StorageBy::Type => format!("{project}/{kind}"),
        StorageBy::Collection => format!("{project}/{name}"),
        StorageBy::Version => {
            let index = storage::index(connection, holder.version, holder.collection)?;
            format!("{project}/{name}:v{index}")
        }
    };
    let artifact_type = (by != StorageBy::Project).then(|| kind.clone());
    Ok(StorageGroup { address, project: project.clone(), artifact_type, ..StorageGroup::default() })
}
