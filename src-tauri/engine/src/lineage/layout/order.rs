//! Phase 4: the order in each layer, with few crossings.
//!
//! Sweeps sort a layer by the barycentres of neighbours in the layer swept before (Sugiyama, Tagawa and Toda
//! 1981), which puts everything near its place; sifting then removes what can be removed by moving single
//! vertices. Small graphs have effort left for several starts and for shaking the best order; large ones stop
//! when it is used. Effort is counted, not timed: the same graph has the same picture on every machine.

use super::crossings::{Counter, Order};
use super::graph::Rows;
use super::layers::Layers;
use super::pulse::Pulse;
use super::sift::{Rule, Sifter};
use super::starts::{WALKS, first_met};
use crate::Result;

/// Visits of vertices and segments that ordering all components may cost, and more for each vertex and segment.
/// A visit takes about 10 ns.
const EFFORT: usize = 520_000;
const EFFORT_PER_ITEM: usize = 16;

/// Visits for each vertex and segment after which a small component is as good as it gets.
const ENOUGH_PER_ITEM: usize = 4_000;

/// Sweeps without a better order that end the sweeps of a start.
const PATIENCE: usize = 8;

/// Rounds of sifting at most.
const ROUNDS: usize = 20;

/// Places to each side that sifting tries.
const WINDOW: usize = 12;

/// Orders the layers. `kept` is an order to start from, whose fixed vertices (by vertex) keep their order.
/// `share` is the part of the whole graph that this component is, from 0 to 1.
pub(super) fn arrange(
    layers: &Layers,
    kept: Option<(Order, &[bool])>,
    share: f64,
    pulse: &Pulse<'_>,
) -> Result<Order> {
    let fixed = kept.as_ref().map_or(&[][..], |(_, fixed)| fixed);
    let mut search = Search::new(layers, fixed, share, pulse);
    if let Some((start, _)) = kept {
        return Ok(search.improve(start)?.order);
    }
    let mut best = search.improve(first_met(layers, WALKS[0], pulse)?)?;
    for &walk in WALKS.iter().skip(1) {
        if search.is_over(&best) {
            return Ok(best.order);
        }
        let other = search.improve(first_met(layers, walk, pulse)?)?;
        if other.crossings < best.crossings {
            best = other;
        }
    }
    search.shake(&mut best)?;
    Ok(best.order)
}

/// An order and its crossings.
#[derive(Debug, Clone)]
pub(super) struct Found {
    pub(super) crossings: u64,
    pub(super) order: Order,
}

/// What the steps of the search share.
pub(super) struct Search<'a> {
    pub(super) layers: &'a Layers,
    fixed: &'a [bool],
    pulse: &'a Pulse<'a>,
    keyed: Vec<(u64, u32)>,
    pub(super) sifter: Sifter,
    pub(super) counter: Counter,
    /// Effort that may still be spent.
    left: usize,
}

impl<'a> Search<'a> {
    fn new(layers: &'a Layers, fixed: &'a [bool], share: f64, pulse: &'a Pulse<'a>) -> Self {
        let extra = ((EFFORT as f64 * share) as usize).min(ENOUGH_PER_ITEM * layers.size());
        Self {
            layers,
            fixed,
            pulse,
            keyed: Vec::new(),
            sifter: Sifter::default(),
            counter: Counter::default(),
            left: extra + EFFORT_PER_ITEM * layers.size(),
        }
    }

    /// Whether nothing can be gained, or no effort is left to gain it.
    pub(super) fn is_over(&self, best: &Found) -> bool {
        best.crossings == 0 || self.left == 0
    }

    pub(super) fn spend(&mut self, cost: usize) -> Result<()> {
        self.left = self.left.saturating_sub(cost);
        self.pulse.work(cost)
    }

    /// Sweeps forth and back until nothing gets better, then sifts the best order met.
    fn improve(&mut self, mut order: Order) -> Result<Found> {
        let crossings = self.counter.total(&order, &self.layers.down, self.pulse)?;
        let mut best = Found { crossings, order: order.clone() };
        let mut stale = 0;
        for round in 0_usize.. {
            if stale == PATIENCE || self.is_over(&best) {
                break;
            }
            self.sweep(&mut order, round % 2 == 0, round % 4 < 2)?;
            let crossings = self.counter.total(&order, &self.layers.down, self.pulse)?;
            self.left = self.left.saturating_sub(self.layers.size());
            stale += 1;
            if crossings < best.crossings {
                best.crossings = crossings;
                best.order.copy_from(&order);
                stale = 0;
            }
        }
        self.sift(&mut best)?;
        Ok(best)
    }

    fn sweep(&mut self, order: &mut Order, down: bool, turn_ties: bool) -> Result<()> {
        let layers = self.layers;
        let count = layers.members.len() as u32;
        for step in 1..count {
            let (layer, rows) = if down { (step, &layers.up) } else { (count - 1 - step, &layers.down) };
            if self.fixed.is_empty() {
                self.sort(order, layer, rows, turn_ties);
            } else {
                self.sort_around_fixed(order, layer, rows);
            }
            self.spend(order.layers.row(layer).len() * 2)?;
        }
        Ok(())
    }

    /// Sifts until nothing is gained. Two rounds of three also move what makes no difference: they leave the
    /// plateaus on which the third ends.
    fn sift(&mut self, best: &mut Found) -> Result<()> {
        for round in 0..ROUNDS {
            let ties = round % 3 != 2;
            if ties {
                self.sifter.reset(self.layers, true);
            }
            let gained = self.sift_once(&mut best.order, round % 2 == 0, ties)?;
            best.crossings -= gained;
            if gained == 0 && !ties || self.is_over(best) {
                break;
            }
        }
        Ok(())
    }

    /// Sifts each layer that has something to gain once; gives what was gained.
    pub(super) fn sift_once(&mut self, order: &mut Order, down: bool, ties: bool) -> Result<u64> {
        let count = self.layers.members.len() as u32;
        let rule = Rule { window: WINDOW, ties, fixed: self.fixed };
        let mut gained = 0;
        for step in 0..count {
            if self.left == 0 {
                break;
            }
            let layer = if down { step } else { count - 1 - step };
            let (gain, cost) = self.sifter.layer(self.layers, order, layer, rule);
            gained += gain;
            self.spend(cost)?;
        }
        Ok(gained)
    }

    /// Sorts a layer by barycentres. Vertices without neighbours keep their places.
    fn sort(&mut self, order: &mut Order, layer: u32, rows: &Rows, turn_ties: bool) {
        self.keyed.clear();
        let key = |&vertex: &u32| barycentre(rows.row(vertex), &order.pos).map(|key| (key, vertex));
        if turn_ties {
            self.keyed.extend(order.layers.row(layer).iter().rev().filter_map(key));
        } else {
            self.keyed.extend(order.layers.row(layer).iter().filter_map(key));
        }
        self.keyed.sort_by_key(|entry| entry.0);
        let mut sorted = self.keyed.iter().map(|entry| entry.1);
        for slot in order.layers.row_mut(layer) {
            if !rows.row(*slot).is_empty() {
                *slot = sorted.next().unwrap_or(*slot);
            }
        }
        order.number(layer);
    }

    /// Sorts a layer by barycentres; the fixed ones get keys that rise in their order, as near to their
    /// barycentres as that allows.
    fn sort_around_fixed(&mut self, order: &mut Order, layer: u32, rows: &Rows) {
        self.keyed.clear();
        let mut last = 0;
        for &vertex in order.layers.row(layer) {
            // Without a neighbour a vertex stays behind the one before it.
            last = barycentre(rows.row(vertex), &order.pos).unwrap_or(last);
            self.keyed.push((last, vertex));
        }
        let fixed = self.fixed;
        rise(&mut self.keyed, |vertex| fixed[vertex as usize]);
        self.keyed.sort_by_key(|entry| entry.0);
        for (slot, entry) in order.layers.row_mut(layer).iter_mut().zip(&self.keyed) {
            *slot = entry.1;
        }
        order.number(layer);
    }
}

/// Makes the keys of the chosen entries rise by averaging those that fall ("pool adjacent violators").
fn rise(keyed: &mut [(u64, u32)], chosen: impl Fn(u32) -> bool) {
    let mut pools: Vec<(u64, u64)> = Vec::new();
    for (key, _) in keyed.iter().filter(|entry| chosen(entry.1)) {
        let (mut sum, mut count) = (*key, 1);
        while let Some(&(above, size)) = pools.last() {
            // The mean of the pool before must not be greater.
            if above / size <= sum / count {
                break;
            }
            pools.pop();
            (sum, count) = (sum + above, count + size);
        }
        pools.push((sum, count));
    }
    let mut means = pools.iter().flat_map(|&(sum, count)| (0..count).map(move |_| sum / count));
    for entry in keyed.iter_mut().filter(|entry| chosen(entry.1)) {
        entry.0 = means.next().unwrap_or(entry.0);
    }
}

/// The mean place of the neighbours, in steps of 1/65536 of a place.
fn barycentre(neighbours: &[u32], pos: &[u32]) -> Option<u64> {
    let sum: u64 = neighbours.iter().map(|&other| u64::from(pos[other as usize])).sum();
    (sum << 16).checked_div(neighbours.len() as u64)
}
