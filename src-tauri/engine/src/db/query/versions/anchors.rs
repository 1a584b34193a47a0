//! Anchors: the keys of every 512th row of an order, so that a jump reads a few hundred keys, not a million.

use rusqlite::{Connection, OptionalExtension};

use super::order::{Key, Order, START};
use crate::Result;
use crate::db::query::filter::Context;

/// Rows between two anchors.
const STEP: u64 = 512;
/// Windows this near to an end are read from there.
pub(super) const NEAR: u64 = 1024;
/// New versions that are sorted in one by one; more of them and the anchors are read anew.
const MAX_NEW: u64 = 4096;

/// Keys with their ranks, ascending.
#[derive(Debug, Clone)]
pub(in crate::db::query) struct Anchors {
    keys: Vec<(Key, u64)>,
    added: u64,
}

impl Anchors {
    /// Number of 4-byte words it takes.
    pub(in crate::db::query) fn weight(&self) -> usize {
        self.keys.len() * 6
    }

    /// The anchors of an order. `before` are older ones with the number of rows and the next index of then:
    /// where versions were only added since, the ranks above them are moved instead of read again.
    pub(super) fn refreshed(
        connection: &Connection,
        order: Order,
        context: &Context,
        before: Option<(i64, i64, &Self)>,
    ) -> Result<Self> {
        if let Some((rows, next, anchors)) = before
            && let Some(added) =
                (context.rows as i64).checked_sub(rows).and_then(|added| u64::try_from(added).ok())
            && anchors.added + added <= MAX_NEW
        {
            let new = new_keys(connection, order, context, next)?;
            if new.len() as u64 == added {
                return Ok(anchors.with(&new));
            }
        }
        Self::read(connection, order, context)
    }

    fn read(connection: &Connection, order: Order, context: &Context) -> Result<Self> {
        let mut statement = connection.prepare_cached(&order.forward_sql())?;
        let (mut keys, mut from, mut rank) = (Vec::new(), START, 0);
        loop {
            let skip = if keys.is_empty() { 0 } else { STEP };
            let found = statement
                .query_row((context.collection, from.0, from.1, 1, skip), |row| {
                    Ok((row.get(0)?, row.get(1)?))
                })
                .optional()?;
            let Some(key) = found else { return Ok(Self { keys, added: 0 }) };
            rank += skip;
            keys.push((key, rank));
            from = key;
        }
    }

    fn with(&self, new: &[Key]) -> Self {
        let mut anchors = Self { keys: self.keys.clone(), added: self.added + new.len() as u64 };
        for key in new {
            let above = anchors.keys.partition_point(|(anchor, _)| anchor < key);
            for (_, rank) in &mut anchors.keys[above..] {
                *rank += 1;
            }
        }
        anchors
    }

    /// The anchor at or before a rank, and how many rows to pass over from there.
    pub(super) fn before(&self, rank: u64) -> (Key, u64) {
        let at = self.keys.partition_point(|(_, anchor)| *anchor <= rank);
        let found = at.checked_sub(1).and_then(|at| self.keys.get(at));
        found.map_or((START, rank), |(key, anchor)| (*key, rank - anchor))
    }

    /// Rank and key of the anchor at or before a key.
    pub(super) fn below(&self, key: Key) -> (u64, Key) {
        let at = self.keys.partition_point(|(anchor, _)| *anchor <= key);
        let found = at.checked_sub(1).and_then(|at| self.keys.get(at));
        found.map_or((0, START), |(key, rank)| (*rank, *key))
    }
}

/// Keys of the versions from an index on.
fn new_keys(connection: &Connection, order: Order, context: &Context, from: i64) -> Result<Vec<Key>> {
    let sql = format!(
        "SELECT {}, idx FROM membership INDEXED BY membership_list
         WHERE collection_id = ?1 AND gone = 0 AND idx >= ?2 ORDER BY idx LIMIT {}",
        order.column(),
        MAX_NEW + 1
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map((context.collection, from), |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
