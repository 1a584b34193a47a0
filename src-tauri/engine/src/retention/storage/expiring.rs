//! What will expire on which day, and what that frees.

use std::collections::{BTreeMap, HashMap};

use rusqlite::Connection;

use crate::Result;
use crate::catalog::{Depth, account, is_auto_made_collection};
use crate::clock::Millis;
use crate::db::expiry::{self, Expiring};
use crate::db::setting;
use crate::model::{CollectionId, ManifestId};
use crate::retention::DAY;
use crate::store::Store;

/// Versions up to which freed bytes are counted.
const COUNTED: usize = 20_000;

/// What expires on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ExpiringDay {
    /// Its beginning, by UTC; today's for what is due already.
    pub at: Millis,
    /// Versions that go to the trash.
    pub versions: u64,
    /// What their files add up to.
    pub logical: u64,
    /// Bytes that are freed once they have left the trash, after those of the days before; none where it would take long
    /// to count.
    pub freed: Option<u64>,
}

impl Store {
    /// The days of the next so many on which versions expire by their TTL, in order; as if nothing were done meanwhile.
    pub fn expiring(&self, days: u32) -> Result<Vec<ExpiringDay>> {
        let now = self.now();
        let until = now.saturating_add(Millis::from(days).saturating_mul(DAY));
        self.database().snapshot(|connection| {
            let mut calendar: BTreeMap<Millis, Vec<Expiring>> = BTreeMap::new();
            for version in find(connection, until)? {
                calendar.entry(version.at.max(now).div_euclid(DAY) * DAY).or_default().push(version);
            }
            tell(connection, calendar)
        })
    }
}

fn find(connection: &Connection, until: Millis) -> Result<Vec<Expiring>> {
    let mut found = expiry::expiring_by_own(connection, until)?;
    let Some(seconds) = setting::default_ttl(connection)? else { return Ok(found) };
    let mut auto: HashMap<CollectionId, bool> = HashMap::new();
    for version in expiry::expiring_by_default(connection, until, seconds.saturating_mul(1000))? {
        let is_auto = match auto.get(&version.collection) {
            Some(known) => *known,
            None => is_auto_made_collection(connection, version.collection)?,
        };
        auto.insert(version.collection, is_auto);
        if !is_auto {
            found.push(version);
        }
    }
    Ok(found)
}

fn tell(connection: &Connection, calendar: BTreeMap<Millis, Vec<Expiring>>) -> Result<Vec<ExpiringDay>> {
    let (mut gone, mut before): (Vec<ManifestId>, u64) = (Vec::new(), 0);
    let mut days = Vec::with_capacity(calendar.len());
    let mut seen = 0;
    for (at, versions) in calendar {
        seen += versions.len();
        let mut day = ExpiringDay {
            at,
            versions: versions.len() as u64,
            logical: versions.iter().map(|version| version.size).sum(),
            freed: None,
        };
        if seen <= COUNTED {
            gone.extend(versions.iter().filter_map(|version| version.manifest));
            let all = account(connection, gone.iter().copied(), Depth::Going)?.freed;
            day.freed = Some(all - before);
            before = all;
        }
        days.push(day);
    }
    Ok(days)
}
