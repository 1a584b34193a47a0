//! Finding damage. A store that can be written remembers the damaged blobs, so that logging the same content
//! again heals them.

mod bytes;
mod repair;
mod scrub;
mod structure;

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use crate::blob::KnownBlobs;
use crate::db::{audit, blob, setting};
use crate::model::{BlobId, Digest, PackId};
use crate::progress::{Monitor, Progress, Step};
use crate::store::Store;
use crate::{Code, Error, Result};
use structure::Structure;

pub use repair::{Repair, RepairReport};
pub use scrub::Scrubbed;

/// Versions named for each damaged thing.
const NAMED: usize = 20;

/// What a check found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CheckReport {
    /// Versions looked at.
    pub versions: u64,
    /// Blobs looked at.
    pub blobs: u64,
    /// Bytes read.
    pub bytes_read: u64,
    /// What is wrong; empty when the store is sound.
    pub damage: Vec<Damage>,
    /// Things left by interrupted work: no damage.
    pub leftovers: u64,
}

/// One damaged thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Stable word: `blob-missing`, `blob-changed`, `chunk-damaged`, `count-wrong`, `database`.
    pub kind: &'static str,
    /// What is damaged: a digest, a chunk, a table's row.
    pub item: String,
    /// What is wrong with it.
    pub message: String,
    /// Addresses of versions that need it, at most 20.
    pub versions: Vec<String>,
}

impl Damage {
    fn new(kind: &'static str, item: impl Into<String>, message: impl Into<String>) -> Self {
        Self { kind, item: item.into(), message: message.into(), versions: Vec::new() }
    }
}

/// Which blobs are read byte by byte.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Data {
    None,
    All,
    Some { ids: HashSet<BlobId>, bytes: u64 },
}

impl Data {
    fn covers(&self, id: BlobId) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::Some { ids, .. } => ids.contains(&id),
        }
    }
}

/// How a check goes.
#[derive(Debug)]
struct How {
    data: Data,
    /// Damage is marked and damaged files are set aside.
    remembers: bool,
}

impl Store {
    /// Examines the store: the database, every chunk and manifest, every count, and that each blob a version needs
    /// is there with its size; with `read_data` every byte of those, too.
    ///
    /// Damaged blobs are remembered and damaged plain files moved to `quarantine/`, unless the store is open for
    /// reading only. Errors: `cancelled`, `io`, `store-moved`. Damage is no error.
    pub fn check(&self, read_data: bool, monitor: &Monitor<'_>) -> Result<CheckReport> {
        let data = if read_data { Data::All } else { Data::None };
        self.check_with(&How { data, remembers: true }, monitor)
    }

    /// The same with every byte of a part of the blobs: those not read for the longest time, up to `percent` of all bytes.
    /// So ten times ten percent read everything. Error: `request-invalid`.
    pub fn check_part(&self, percent: f64, monitor: &Monitor<'_>) -> Result<CheckReport> {
        if !(percent > 0.0 && percent <= 100.0) {
            return Err(Error::new(Code::RequestInvalid, format!("{percent} % is no part of the data"))
                .hint("Give a number above 0 and up to 100."));
        }
        let data = self.database().read(|connection| {
            let all = blob::by_verification(connection)?;
            let total: u64 = all.iter().map(|(_, size)| size).sum();
            let (mut ids, mut bytes) = (HashSet::new(), 0);
            for (id, size) in all {
                if bytes as f64 >= total as f64 * percent / 100.0 && !ids.is_empty() {
                    break;
                }
                bytes += size;
                ids.insert(id);
            }
            Ok(Data::Some { ids, bytes })
        })?;
        self.check_with(&How { data, remembers: true }, monitor)
    }

    fn check_with(&self, how: &How, monitor: &Monitor<'_>) -> Result<CheckReport> {
        monitor.step(Progress { step: Step::Checking, ..Progress::default() })?;
        self.close_all_packs();
        let mut report = CheckReport::default();
        match self.database().integrity() {
            Ok(found) => {
                report.damage.extend(found.iter().map(|line| Damage::new("database", "store.db", line)));
            }
            Err(error) => report.damage.push(unreadable(error)?),
        }
        let structure = match self.check_structure(monitor) {
            Ok(structure) => structure,
            Err(error) => {
                // Without the database nobody knows which blobs there should be.
                report.damage.push(unreadable(error)?);
                return Ok(report);
            }
        };
        self.check_blobs(&structure, how, monitor, &mut report)?;
        if how.remembers {
            self.remember_manifests(&structure)?;
        }
        report.versions = structure.versions;
        report.leftovers = structure.unreferenced + self.count_strays()?;
        report.damage.extend(structure.damage);
        Ok(report)
    }

    /// Lets the next log store manifests again, as long as some are damaged.
    fn remember_manifests(&self, structure: &Structure) -> Result<()> {
        let damaged = structure.manifests_damaged.then_some("yes");
        let known = self.database().read(|connection| setting::get(connection, setting::MANIFEST_DAMAGE))?;
        if self.read_only().is_some() || known.as_deref() == damaged {
            return Ok(());
        }
        self.write(|tx| setting::set(tx, setting::MANIFEST_DAMAGE, damaged))
    }

    fn count_strays(&self) -> Result<u64> {
        self.database().snapshot(|connection| {
            let ends: HashMap<PackId, (u64, u64)> = audit::pack_ends(connection)?
                .into_iter()
                .map(|(pack, offset, size)| (pack, (offset, size)))
                .collect();
            let is_file = |digest: &Digest| audit::is_plain_file(connection, digest);
            let last_record = |pack: PackId| ends.get(&pack).copied();
            self.blobs().strays(&KnownBlobs { is_file: &is_file, last_record: &last_record })
        })
    }
}

/// Damage of the database itself; other errors are handed on.
fn unreadable(error: Error) -> Result<Damage> {
    match error.code() {
        Code::StoreDamaged | Code::ManifestInvalid | Code::Internal => {
            Ok(Damage::new("database", "store.db", error.message()))
        }
        _ => Err(error),
    }
}
