//! What lists remember between two pages.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::versions::Anchors;
use crate::{Error, Result};

/// Most lists that are remembered.
const MAX_LISTS: usize = 8;
/// Most rows that all remembered lists have together: 4 bytes each.
const MAX_WEIGHT: usize = 8_000_000;

/// Lists computed for the revision of the store at which they were asked for; bounded in number and size.
#[derive(Debug, Default)]
pub struct ListCache {
    entries: Mutex<Vec<Entry>>,
}

#[derive(Debug)]
struct Entry {
    name: String,
    weight: usize,
    /// Locked while the list is computed, so that it is computed once however many ask.
    slot: Arc<Mutex<Option<Held>>>,
}

#[derive(Debug, Clone)]
struct Held {
    stamp: Vec<i64>,
    view: View,
}

/// Something remembered about a list.
#[derive(Debug, Clone)]
pub(super) enum View {
    /// All rows.
    List(Arc<List>),
    /// Where every 512th row begins.
    Anchors(Arc<Anchors>),
}

impl View {
    fn weight(&self) -> usize {
        match self {
            Self::List(list) => list.rows.len(),
            Self::Anchors(anchors) => anchors.weight(),
        }
    }
}

/// The rows of a list in ascending order. Those without a value in the list's order come last, also when the
/// order is turned around.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct List {
    rows: Vec<u32>,
    present: usize,
}

impl List {
    /// Rows with a value, then `missing` ones.
    pub(super) fn new(mut rows: Vec<u32>, missing: Vec<u32>) -> Self {
        let present = rows.len();
        rows.extend(missing);
        rows.shrink_to_fit();
        Self { rows, present }
    }

    /// Number of rows.
    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    /// Up to `count` rows from `start` on.
    pub(super) fn window(&self, start: u64, count: u32, descending: bool) -> Vec<u32> {
        let end = start.saturating_add(u64::from(count)).min(self.rows.len() as u64);
        (start..end).filter_map(|row| self.rows.get(self.turn(row as usize, descending)).copied()).collect()
    }

    /// Where a row stands.
    pub(super) fn position(&self, wanted: u32, descending: bool) -> Option<u64> {
        let at = self.rows.iter().position(|row| *row == wanted)?;
        Some(self.turn(at, descending) as u64)
    }

    /// Between a place in the ascending order and the one in the order that is shown, in both directions.
    fn turn(&self, at: usize, descending: bool) -> usize {
        match (descending, at < self.present) {
            (false, _) => at,
            (true, true) => self.present - 1 - at,
            (true, false) => (self.rows.len() - 1 + self.present).saturating_sub(at),
        }
    }
}

/// A row's number as lists hold it.
pub(super) fn narrow(number: i64) -> Result<u32> {
    u32::try_from(number).map_err(|_| Error::internal(format!("A list can't hold the number {number}")))
}

impl ListCache {
    /// What is remembered under `name` if it has that stamp; else computed, given what was there before.
    pub(super) fn get(
        &self,
        name: &str,
        stamp: &[i64],
        compute: impl FnOnce(Option<(&[i64], &View)>) -> Result<View>,
    ) -> Result<View> {
        let slot = self.slot(name);
        let mut held = lock(&slot);
        if let Some(held) = held.as_ref().filter(|held| held.stamp == stamp) {
            return Ok(held.view.clone());
        }
        let view = compute(held.as_ref().map(|held| (held.stamp.as_slice(), &held.view)))?;
        *held = Some(Held { stamp: stamp.to_vec(), view: view.clone() });
        self.weigh(name, view.weight());
        Ok(view)
    }

    /// A list of rows under `name`.
    pub(super) fn list(
        &self,
        name: &str,
        stamp: &[i64],
        compute: impl FnOnce() -> Result<List>,
    ) -> Result<Arc<List>> {
        match self.get(name, stamp, |_| Ok(View::List(Arc::new(compute()?))))? {
            View::List(list) => Ok(list),
            View::Anchors(_) => Err(Error::internal(format!("The list {name} is remembered as anchors"))),
        }
    }

    /// The slot of a name, now the one used last.
    fn slot(&self, name: &str) -> Arc<Mutex<Option<Held>>> {
        let mut entries = lock(&self.entries);
        let entry = match entries.iter().position(|entry| entry.name == name) {
            Some(at) => entries.remove(at),
            None => Entry { name: name.to_owned(), weight: 0, slot: Arc::default() },
        };
        let slot = Arc::clone(&entry.slot);
        entries.push(entry);
        let excess = entries.len().saturating_sub(MAX_LISTS);
        entries.drain(..excess);
        slot
    }

    /// Notes the weight of a list and forgets the ones used least recently where there is too much.
    fn weigh(&self, name: &str, weight: usize) {
        let mut entries = lock(&self.entries);
        if let Some(entry) = entries.iter_mut().find(|entry| entry.name == name) {
            entry.weight = weight;
        }
        while entries.len() > 1 && entries.iter().map(|entry| entry.weight).sum::<usize>() > MAX_WEIGHT {
            entries.remove(0);
        }
    }
}

/// A poisoned lock guards a list that wasn't replaced: still good.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn rows_without_a_value_stay_last() {
        let list = List::new(vec![1, 2, 3], vec![8, 9]);
        assert_eq!(list.window(0, 9, false), [1, 2, 3, 8, 9]);
        assert_eq!(list.window(0, 9, true), [3, 2, 1, 9, 8]);
        assert_eq!(list.window(2, 2, true), [1, 9]);
        assert_eq!(list.window(u64::MAX, 2, true), [0_u32; 0]);
        assert_eq!([3, 9, 7].map(|row| list.position(row, true)), [Some(0), Some(3), None]);
    }

    #[test]
    fn few_lists_are_remembered_and_each_is_computed_once() {
        let cache = ListCache::default();
        let mut computed = 0;
        for name in ["a", "a", "b", "a"] {
            let list = cache.list(name, &[1], || {
                computed += 1;
                Ok(List::new(vec![7], vec![]))
            });
            assert_eq!(list.unwrap().len(), 1);
        }
        assert_eq!(computed, 2);
        for name in 0..100 {
            cache.list(&name.to_string(), &[1], || Ok(List::default())).unwrap();
        }
        assert_eq!(lock(&cache.entries).len(), MAX_LISTS);
        assert!(cache.list("99", &[2], || Ok(List::new(vec![1], vec![]))).unwrap().len() == 1);
    }
}
