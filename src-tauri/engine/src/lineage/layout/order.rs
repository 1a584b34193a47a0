//! Phase 4: the order in each layer, with few crossings.
//!
//! Sweeps sort a layer by the barycentres of neighbours in the layer swept before (Sugiyama, Tagawa and Toda
//! 1981); swaps of neighbours repair what that misses. Small graphs have effort for several starts and for
//! shaking the best order; large ones stop when the effort is used. Effort is counted, not timed: the same
//! graph has the same picture on every machine.

use super::crossings::{Counter, Order};
use super::graph::Rows;
use super::layers::Layers;
use super::pulse::Pulse;
use super::starts::{WALKS, first_met};
use super::transpose::Swapper;
use crate::Result;

/// Visits of vertices and segments that ordering may cost, and more for each of them.
const EFFORT: usize = 1_600_000;
const EFFORT_PER_ITEM: usize = 12;

/// Sweeps without a better order that end a start.
const PATIENCE: usize = 6;

/// Orders the layers. `kept` is an order to start from, whose `fixed` vertices (by vertex) keep their order.
pub(super) fn arrange(layers: &Layers, kept: Option<(Order, &[bool])>, pulse: &Pulse<'_>) -> Result<Order> {
    let fixed = kept.as_ref().map_or(&[][..], |(_, fixed)| fixed);
    let mut sweeper = Sweeper {
        layers,
        fixed,
        pulse,
        keyed: Vec::new(),
        swapper: Swapper::default(),
        counter: Counter::default(),
        left: EFFORT + EFFORT_PER_ITEM * layers.size(),
    };
    if let Some((start, _)) = kept {
        return Ok(sweeper.improve(start)?.1);
    }
    let mut best = sweeper.improve(first_met(layers, WALKS[0], pulse)?)?;
    for walk in WALKS.iter().skip(1) {
        if best.0 == 0 || sweeper.left == 0 {
            return Ok(best.1);
        }
        best = better(best, sweeper.improve(first_met(layers, *walk, pulse)?)?);
    }
    Ok(best.1)
}

fn better(best: (u64, Order), other: (u64, Order)) -> (u64, Order) {
    if other.0 < best.0 { other } else { best }
}

struct Sweeper<'a> {
    layers: &'a Layers,
    fixed: &'a [bool],
    pulse: &'a Pulse<'a>,
    keyed: Vec<(u64, u32)>,
    swapper: Swapper,
    counter: Counter,
    left: usize,
}

impl Sweeper<'_> {
    /// Sweeps forth and back until nothing gets better; gives the best order met and its crossings.
    fn improve(&mut self, mut order: Order) -> Result<(u64, Order)> {
        let mut best = (self.counter.total(&order, &self.layers.down), order.clone());
        let mut stale = 0;
        for round in 0_usize.. {
            if best.0 == 0 || stale == PATIENCE || self.left == 0 {
                break;
            }
            self.sweep(&mut order, round % 2 == 0, round % 4 > 1)?;
            self.swap(&mut order, round % 4 > 1)?;
            let crossings = self.counter.total(&order, &self.layers.down);
            self.spend(self.layers.size())?;
            stale += 1;
            if crossings < best.0 {
                best = (crossings, order.clone());
                stale = 0;
            }
        }
        Ok(best)
    }

    fn spend(&mut self, cost: usize) -> Result<()> {
        self.left = self.left.saturating_sub(cost);
        self.pulse.work(cost)
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

    fn swap(&mut self, order: &mut Order, ties: bool) -> Result<()> {
        for layer in 0..self.layers.members.len() as u32 {
            let (_, cost) = self.swapper.layer(self.layers, order, layer, ties, self.fixed);
            self.spend(cost)?;
        }
        Ok(())
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
