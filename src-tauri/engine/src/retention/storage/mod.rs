//! Where the bytes of a store are: by project, type, collection or version, complete to its real size.

mod expiring;
mod growth;
mod owners;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use crate::blob::pack_bytes;
use crate::db::operation;
use crate::db::storage::{self, Holder};
use crate::fs;
use crate::model::{CollectionId, ManifestId};
use crate::store::Store;
use crate::{Code, Error, Result};
use owners::{Map, Owners, hand_down, join};

pub use expiring::ExpiringDay;
pub use growth::GrowthDay;

/// Views that are kept.
const KEPT: usize = 4;
/// Groups up to which a view is kept.
const KEPT_GROUPS: usize = 100_000;
/// Overlaps that are told.
const OVERLAPS: usize = 200;
/// Groups of an overlap that are named.
const NAMED: usize = 20;
/// Stands for everybody outside of what is looked into.
const OUTSIDE: u32 = u32::MAX;

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

/// Bytes that several groups need.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overlap {
    /// Addresses of the groups, the first 20.
    pub groups: Vec<String>,
    /// Number of groups that aren't named.
    pub more: u64,
    /// Number of blobs that exactly these groups need.
    pub blobs: u64,
    /// Their bytes, stored once.
    pub bytes: u64,
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

/// What is looked at: the way of grouping, and inside of what.
type View = (StorageBy, Option<String>);

/// Views with their groups, the newest first.
type Kept = Vec<(View, Arc<Grouped>)>;

/// Groups that were worked out lately, for one revision.
#[derive(Debug, Default)]
pub(crate) struct StorageCache(Mutex<(i64, Kept)>);

/// The part of a [`Storage`] that only changes with the history.
#[derive(Debug)]
struct Grouped {
    groups: Vec<StorageGroup>,
    shared: u64,
    overlaps: Vec<Overlap>,
}

impl Store {
    /// Where the bytes are. The groups are kept until the history goes on; what lies on disk is looked at each time.
    ///
    /// `within` looks into one group: a project (`by` type), a type of a project (`by` collection), a collection (`by`
    /// version). Then what others outside need too is shared, and everything adds up to what the group has on disk.
    ///
    /// Errors: `not-found` when nothing is in there, `request-invalid` when the two don't fit.
    pub fn storage(&self, by: StorageBy, within: Option<&str>) -> Result<Storage> {
        self.database().snapshot(|connection| {
            let grouped = self.grouped(connection, by, within)?;
            let exclusive: u64 = grouped.groups.iter().map(|group| group.exclusive).sum();
            let found = Storage {
                logical: grouped.groups.iter().map(|group| group.logical).sum(),
                groups: grouped.groups.clone(),
                shared: grouped.shared,
                total: exclusive + grouped.shared,
                ..Storage::default()
            };
            if within.is_some() { Ok(found) } else { self.whole(connection, found) }
        })
    }

    /// Adds what isn't of any group.
    fn whole(&self, connection: &Connection, found: Storage) -> Result<Storage> {
        let (records, packed, plain) = storage::needed(connection)?;
        let on_disk = self.bytes_of_blobs()?;
        let packs = self.blobs().packs()?.len() as u64;
        // One header for each pack, one for each record.
        let living = plain + packed + records * pack_bytes(1, 0) - records * pack_bytes(0, 0);
        let awaiting = on_disk.saturating_sub(living + packs * pack_bytes(0, 0));
        let total = fs::apparent_bytes(self.root());
        Ok(Storage {
            awaiting_collection: awaiting,
            database_and_manifests: total.saturating_sub(packed + plain + awaiting),
            total,
            ..found
        })
    }

    /// Bytes that several collections need, the most first; at most 200 combinations.
    pub fn overlaps(&self) -> Result<Vec<Overlap>> {
        self.database().snapshot(|connection| {
            Ok(self.grouped(connection, StorageBy::Collection, None)?.overlaps.clone())
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

    fn grouped(&self, connection: &Connection, by: StorageBy, within: Option<&str>) -> Result<Arc<Grouped>> {
        let revision = operation::revision(connection)?;
        let view = (by, within.map(str::to_owned));
        let mut cache = self.storage_cache().0.lock().unwrap_or_else(PoisonError::into_inner);
        if cache.0 != revision {
            *cache = (revision, Vec::new());
        }
        if let Some((_, grouped)) = cache.1.iter().find(|(kept, _)| *kept == view) {
            return Ok(Arc::clone(grouped));
        }
        let grouped = Arc::new(Grouping::new(connection, by, within)?.finish(connection)?);
        if grouped.groups.len() <= KEPT_GROUPS {
            cache.1.truncate(KEPT - 1);
            cache.1.insert(0, (view, Arc::clone(&grouped)));
        }
        Ok(grouped)
    }
}

/// Where a collection belongs: `entity/project`, type, name.
type Home = (String, String, String);

/// Groups in the making.
struct Grouping {
    groups: Vec<StorageGroup>,
    manifests: Map<ManifestId, Owners>,
}

impl Grouping {
    fn new(connection: &Connection, by: StorageBy, within: Option<&str>) -> Result<Self> {
        let homes: HashMap<CollectionId, Home> = storage::homes(connection)?
            .into_iter()
            .map(|(id, project, kind, name)| (id, (project, kind, name)))
            .collect();
        let mut holders = Vec::new();
        storage::holders(connection, &mut |holder| holders.push(holder))?;
        let mut grouping = Self { groups: Vec::new(), manifests: Map::default() };
        let mut numbers: HashMap<String, u32> = HashMap::new();
        let mut by_collection: HashMap<CollectionId, u32> = HashMap::new();
        for holder in holders {
            let known = by_collection.get(&holder.collection).copied();
            let known = known.filter(|number| by != StorageBy::Version || *number == OUTSIDE);
            let number = if let Some(number) = known {
                number
            } else {
                let Some(home) = homes.get(&holder.collection) else { continue };
                let number = grouping.number(connection, by, within, home, &holder, &mut numbers)?;
                by_collection.insert(holder.collection, number);
                number
            };
            grouping.add(number, &holder);
        }
        if let Some(within) = within.filter(|_| grouping.groups.is_empty()) {
            return Err(Error::new(Code::NotFound, format!("Nothing is stored in {within}"))
                .hint("Look at the storage of the whole store for what there is."));
        }
        Ok(grouping)
    }

    /// The number of the group that a version falls into.
    fn number(
        &mut self,
        connection: &Connection,
        by: StorageBy,
        within: Option<&str>,
        home: &Home,
        holder: &Holder,
        numbers: &mut HashMap<String, u32>,
    ) -> Result<u32> {
        if let Some(within) = within
            && around(by, home)? != within
        {
            return Ok(OUTSIDE);
        }
        let group = name(connection, by, home, holder)?;
        Ok(*numbers.entry(group.address.clone()).or_insert_with(|| {
            self.groups.push(group);
            (self.groups.len() - 1) as u32
        }))
    }

    fn add(&mut self, number: u32, holder: &Holder) {
        if let Some(group) = self.groups.get_mut(number as usize) {
            group.versions += 1;
            group.trashed += u64::from(holder.trashed);
            group.logical += holder.size;
        }
        join(&mut self.manifests, holder.manifest, &Owners::One(number));
    }

    /// Hands the owners down to the blobs, each of which counts once.
    fn finish(mut self, connection: &Connection) -> Result<Grouped> {
        let mut shared = 0;
        let mut overlaps: HashMap<Box<[u32]>, (u64, u64)> = HashMap::new();
        for (owners, size) in hand_down(connection, &self.manifests)?.into_values() {
            match owners {
                Owners::One(one) => {
                    if let Some(group) = self.groups.get_mut(one as usize) {
                        group.exclusive += size;
                    }
                }
                Owners::Many(many) => {
                    shared += size;
                    for one in &many {
                        if let Some(group) = self.groups.get_mut(*one as usize) {
                            group.shared += size;
                        }
                    }
                    let overlap = overlaps.entry(many).or_default();
                    *overlap = (overlap.0 + 1, overlap.1 + size);
                }
            }
        }
        let overlaps = self.name_overlaps(overlaps);
        self.groups.sort_by(|a, b| b.exclusive.cmp(&a.exclusive).then_with(|| a.address.cmp(&b.address)));
        Ok(Grouped { groups: self.groups, shared, overlaps })
    }

    fn name_overlaps(&self, overlaps: HashMap<Box<[u32]>, (u64, u64)>) -> Vec<Overlap> {
        let mut all: Vec<_> = overlaps.into_iter().collect();
        all.sort_by(|(a, (_, less)), (b, (_, more))| more.cmp(less).then_with(|| a.cmp(b)));
        all.truncate(OVERLAPS);
        let named = all.into_iter().map(|(owners, (blobs, bytes))| {
            let known = owners.iter().filter_map(|one| self.groups.get(*one as usize));
            let groups: Vec<String> = known.take(NAMED).map(|group| group.address.clone()).collect();
            Overlap { more: (owners.len() - groups.len()) as u64, groups, blobs, bytes }
        });
        named.collect()
    }
}

/// The address of what a group lies in.
fn around(by: StorageBy, (project, kind, name): &Home) -> Result<String> {
    match by {
        StorageBy::Project => Err(Error::new(Code::RequestInvalid, "Projects lie in nothing but the store")
            .hint("Leave out `within`, or group by type, collection or version.")),
        StorageBy::Type => Ok(project.clone()),
        StorageBy::Collection => Ok(format!("{project}/{kind}")),
        StorageBy::Version => Ok(format!("{project}/{name}")),
    }
}

fn name(
    connection: &Connection,
    by: StorageBy,
    (project, kind, name): &Home,
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
