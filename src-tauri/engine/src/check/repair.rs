//! Repair: what can be put right from what the store itself still holds.
//!
//! Counts are counted anew. A damaged or missing blob is looked for elsewhere: a sound record in another place of a pack,
//! a whole plain file under its name. What nothing in the store can mend stays as it is and is told; logging the same
//! content again heals it.

use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

use super::{Damage, Data, How};
use crate::blob::{Location, PackItem, Stored, scan_pack};
use crate::db::{blob, repair};
use crate::history::{Actor, Role};
use crate::model::Digest;
use crate::progress::Monitor;
use crate::retention::Sweeper;
use crate::store::Store;
use crate::{Code, Result};

/// Something that was, or would be, put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// Stable word: `count`, `blob`.
    pub kind: &'static str,
    /// What: a table's row, a digest.
    pub item: String,
    /// How.
    pub message: String,
}

/// What a repair did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RepairReport {
    /// What was put right.
    pub repaired: Vec<Repair>,
    /// What is still damaged.
    pub left: Vec<Damage>,
}

impl Store {
    /// Puts right what the store itself can mend, after reading every byte; with `dry_run` says only what that would be.
    ///
    /// Errors: `forbidden`, `store-locked` when another program sweeps, `cancelled`, `io`. Damage that stays is no error.
    pub fn repair(
        &self,
        _sweeper: &Sweeper<'_>,
        actor: &Actor,
        dry_run: bool,
        monitor: &Monitor<'_>,
    ) -> Result<RepairReport> {
        actor.permit(Role::Admin)?;
        let found = self.check_with(&How { data: Data::All, remembers: !dry_run }, monitor)?;
        let mut report = RepairReport::default();
        let mut counts_can_be_told = true;
        let mut blobs = Vec::new();
        for damage in found.damage {
            match damage.kind {
                "blob-missing" | "blob-changed" => blobs.push(damage),
                "count-wrong" if damage.versions.is_empty() => report.repaired.push(counted(&damage)),
                _ => {
                    counts_can_be_told &= damage.kind != "chunk-damaged" && damage.kind != "database";
                    report.left.push(damage);
                }
            }
        }
        self.find_copies(blobs, dry_run, monitor, &mut report)?;
        if counts_can_be_told && !dry_run && report.repaired.iter().any(|repair| repair.kind == "count") {
            self.write(repair::recount)?;
        }
        Ok(report)
    }

    /// Looks for sound copies of damaged blobs and lets their rows lead there.
    fn find_copies(
        &self,
        damaged: Vec<Damage>,
        dry_run: bool,
        monitor: &Monitor<'_>,
        report: &mut RepairReport,
    ) -> Result<()> {
        if damaged.is_empty() {
            return Ok(());
        }
        let wanted: HashSet<Digest> =
            damaged.iter().filter_map(|damage| Digest::parse(&damage.item).ok()).collect();
        let found = self.copies(&wanted, monitor)?;
        for damage in damaged {
            let digest = Digest::parse(&damage.item).ok();
            let Some((digest, place)) = digest.and_then(|digest| Some((digest, *found.get(&digest)?))) else {
                report.left.push(damage);
                continue;
            };
            if !dry_run {
                self.write(|tx| blob::heal(tx, &digest, place))?;
            }
            let message = match place {
                Location::File => "its plain file is whole".to_owned(),
                Location::Pack { pack, .. } => format!("pack {pack} holds a sound copy"),
            };
            report.repaired.push(Repair { kind: "blob", item: damage.item, message });
        }
        Ok(())
    }

    /// Where sound copies of blobs lie, whatever the database says.
    fn copies(&self, wanted: &HashSet<Digest>, monitor: &Monitor<'_>) -> Result<HashMap<Digest, Location>> {
        let mut found = HashMap::new();
        for digest in wanted {
            monitor.cancel.check()?;
            let row = self.database().read(|connection| blob::find(connection, digest))?;
            let Some(row) = row else { continue };
            let plain = Stored { location: Location::File, ..row.stored };
            if self.blobs().verify(&plain).is_ok() {
                found.insert(*digest, Location::File);
            }
        }
        for (pack, _) in self.blobs().packs()? {
            monitor.cancel.check()?;
            let mut each = |item: PackItem| {
                if let PackItem::Record { offset, sha256, intact: Some(true), .. } = item
                    && wanted.contains(&sha256)
                {
                    found.entry(sha256).or_insert(Location::Pack { pack, offset });
                }
                ControlFlow::Continue(())
            };
            match scan_pack(self.blobs(), pack, true, &mut each) {
                // A pack that can't be read holds no copy.
                Err(error) if matches!(error.code(), Code::BlobDamaged | Code::Io) => {}
                scanned => scanned?,
            }
        }
        Ok(found)
    }
}

fn counted(damage: &Damage) -> Repair {
    Repair { kind: "count", item: damage.item.clone(), message: damage.message.clone() }
}
