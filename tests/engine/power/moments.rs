//! Every disk that a power loss can leave.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher as _};

use super::disk::{Change, Disk, apply};
use super::record::{Recording, Step};

/// What is left of the changes that weren't durable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pick {
    Nothing,
    Everything,
    Without(usize),
    Only(usize),
    /// Of the newest change, a write, so many bytes; of the others everything or nothing.
    Torn(usize, bool),
    /// Each by the toss of a coin.
    Some(u64),
}

/// A moment and what is left then.
#[derive(Debug, Clone, Copy)]
pub(super) struct Moment {
    pub(super) cut: usize,
    pub(super) pick: Pick,
    /// Whether the answer was out by then.
    pub(super) told: bool,
}

impl Recording {
    /// Every moment with everything that can be left then; the same sets of changes only once. The first list holds
    /// those that must be tried: nothing is left, and all after the answer. Of the second a sample will do.
    pub(super) fn moments(&self, coins: u64) -> (Vec<Moment>, Vec<Moment>) {
        let (mut must, mut may) = (Vec::new(), Vec::new());
        let mut seen = HashSet::new();
        let mut told = false;
        for cut in 0..=self.steps.len() {
            told |= cut > 0 && matches!(self.steps[cut - 1], Step::Told);
            let (_, pending) = self.at(cut);
            let mut picks = vec![Pick::Nothing, Pick::Everything];
            for torn in self.tears(&pending) {
                picks.extend([Pick::Torn(torn, true), Pick::Torn(torn, false)]);
            }
            for &change in &pending {
                picks.extend([Pick::Without(change), Pick::Only(change)]);
            }
            let coins = if pending.len() > 2 { coins } else { 0 };
            picks.extend((0..coins).map(|coin| Pick::Some(coin + cut as u64 * 1000)));
            for pick in picks {
                let moment = Moment { cut, pick, told };
                if seen.insert((hashed(&self.left(&moment)), told)) {
                    if told || pick == Pick::Nothing { must.push(moment) } else { may.push(moment) }
                }
            }
        }
        (must, may)
    }

    /// Where the newest change, when it is a write that isn't durable, can be torn: at borders of sectors and pages.
    fn tears(&self, pending: &[usize]) -> Vec<usize> {
        let Some(Change::Write { offset, bytes, .. }) = pending.last().map(|&at| &self.changes[at]) else {
            return Vec::new();
        };
        let end = offset + bytes.len();
        let mut found: Vec<usize> = [512, 4096]
            .into_iter()
            .flat_map(|unit| [(offset / unit + 1) * unit, (end - 1) / unit * unit])
            .filter(|border| (offset + 1..end).contains(border))
            .map(|border| border - offset)
            .collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// What is durable at a moment, and what isn't; both in order.
    fn at(&self, cut: usize) -> (Vec<usize>, Vec<usize>) {
        let mut durable = Vec::new();
        for step in &self.steps[..cut] {
            match step {
                Step::Change => durable.push(false),
                Step::Sync(covered) => covered.iter().for_each(|&at| durable[at] = true),
                Step::Told => {}
            }
        }
        (0..durable.len()).partition(|&at| durable[at])
    }

    /// The changes that are left, in order, each with how many bytes of it.
    fn left(&self, moment: &Moment) -> Vec<(usize, usize)> {
        let (durable, pending) = self.at(moment.cut);
        let newest = pending.last().copied();
        let kept = pending.into_iter().filter_map(|at| match moment.pick {
            Pick::Nothing => None,
            Pick::Everything => Some((at, usize::MAX)),
            Pick::Without(other) => (at != other).then_some((at, usize::MAX)),
            Pick::Only(other) => (at == other).then_some((at, usize::MAX)),
            Pick::Torn(len, _) if Some(at) == newest => Some((at, len)),
            Pick::Torn(_, others) => others.then_some((at, usize::MAX)),
            Pick::Some(coin) => (hashed(&(coin, at)) & 1 == 0).then_some((at, usize::MAX)),
        });
        let mut left: Vec<_> = durable.into_iter().map(|at| (at, usize::MAX)).chain(kept).collect();
        left.sort_unstable();
        left
    }

    /// The disk as it is then.
    pub(super) fn disk(&self, moment: &Moment) -> Disk {
        let mut nodes = self.base.clone();
        for (at, len) in self.left(moment) {
            apply(&mut nodes, &self.changes[at], len);
        }
        Disk { nodes }
    }
}

fn hashed(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
