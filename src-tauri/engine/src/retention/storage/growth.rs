//! How many bytes of blobs the store had at the end of each day.

use super::owners::{Map, hand_down, join};
use crate::Result;
use crate::clock::Millis;
use crate::db::storage;
use crate::model::ManifestId;
use crate::retention::DAY;
use crate::store::Store;

/// Most days that are told.
const MOST: usize = 3_660;

/// What a day did to the store.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct GrowthDay {
    /// Its beginning, by UTC.
    pub at: Millis,
    /// Versions made on it that have bytes still.
    pub versions: u64,
    /// Bytes that came with it.
    pub added: u64,
    /// Bytes that a collection removed on it.
    pub removed: u64,
    /// Bytes of blobs at its end.
    pub stored: u64,
}

impl Store {
    /// The last so many days, today's last. A blob came with the first version that has it, and went with its receipt.
    pub fn growth(&self, days: usize) -> Result<Vec<GrowthDay>> {
        let (blobs, versions, removed) = self.database().snapshot(|connection| {
            let mut first: Map<ManifestId, Millis> = Map::default();
            let mut versions = Vec::new();
            storage::holders(connection, &mut |holder| {
                versions.push(holder.created_at);
                join(&mut first, holder.manifest, &holder.created_at);
            })?;
            Ok((hand_down(connection, &first)?, versions, storage::removed(connection)?))
        })?;
        let mut calendar = Calendar::new(self.now(), days.clamp(1, MOST));
        for at in versions {
            calendar.day(at).versions += 1;
        }
        for (at, bytes) in blobs.into_values() {
            calendar.day(at).added += bytes;
        }
        for (came, went, bytes) in removed {
            calendar.day(came.min(went)).added += bytes;
            calendar.day(went).removed += bytes;
        }
        Ok(calendar.add_up())
    }
}

/// Days in a row, before them one that takes in all that is older.
struct Calendar {
    begin: Millis,
    days: Vec<GrowthDay>,
}

impl Calendar {
    fn new(now: Millis, count: usize) -> Self {
        let begin = (now.div_euclid(DAY) - count as Millis) * DAY;
        let day = |number: usize| GrowthDay { at: begin + number as Millis * DAY, ..GrowthDay::default() };
        Self { begin, days: (0..=count).map(day).collect() }
    }

    /// The day of a time; what is older counts for the one before all, what lies ahead for the last.
    fn day(&mut self, at: Millis) -> &mut GrowthDay {
        let last = self.days.len() - 1;
        let number = usize::try_from((at - self.begin).div_euclid(DAY)).unwrap_or(0).min(last);
        &mut self.days[number]
    }

    fn add_up(mut self) -> Vec<GrowthDay> {
        let mut stored = 0u64;
        for day in &mut self.days {
            stored = (stored + day.added).saturating_sub(day.removed);
            day.stored = stored;
        }
        self.days.split_off(1)
    }
}
