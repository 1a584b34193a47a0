//! Phase 7: laying out again after a change, so that people find what they knew.
//!
//! * Nodes that shared a layer share one again, and layers keep their order; a layer comes between two of them
//!   only where something new needs it. A node leaves its layer only when an edge without a cycle would
//!   otherwise have to go backwards.
//! * Nodes of a layer keep their order; what is new goes between them, where its neighbours are.
//! * Coordinates stay near the old ones, as far as there is room.

use std::collections::VecDeque;

use super::compact::Spacing;
use super::crossings::Order;
use super::draw::Frame;
use super::graph::{Arc, Incidence, topological};
use super::layers::Layers;
use super::pulse::Pulse;
use super::springs::separate;
use super::{Before, Input, ranks};
use crate::Result;

/// How much more an old node insists on its coordinate than a new one.
const INSISTENCE: f64 = 1000.0;

/// Where a node was.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Old {
    pub(super) rank: u32,
    order: u32,
    /// Its centre.
    pub(super) along: f64,
    pub(super) across: f64,
}

/// The old places of the nodes of a graph, or of one component.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// By node.
    pub(super) old: Vec<Option<Old>>,
    /// The node that stays exactly where it was.
    pub(super) anchor: Option<u32>,
}

impl Kept {
    /// Finds the nodes of `input` in the old picture by their keys. Of equal keys the first counts.
    pub(super) fn find(input: &Input<'_>, before: &Before<'_>, frame: &Frame) -> Self {
        let mut known: Vec<(u64, u32)> =
            before.keys.iter().copied().zip(0..).take(before.layout.nodes.len()).collect();
        known.sort_unstable();
        known.dedup_by_key(|entry| entry.0);
        let mut taken = vec![false; before.layout.nodes.len()];
        let mut kept = Self { old: vec![None; input.sizes.len()], anchor: None };
        for (node, &key) in input.keys.iter().enumerate().take(input.sizes.len()) {
            let Ok(found) = known.binary_search_by_key(&key, |entry| entry.0) else { continue };
            let index = known[found].1 as usize;
            if std::mem::replace(&mut taken[index], true) {
                continue;
            }
            let placed = before.layout.nodes[index];
            let (along, across) = frame.to_screen((placed.centre.x, placed.centre.y));
            kept.old[node] = Some(Old { rank: placed.rank, order: placed.order, along, across });
            if before.anchor == Some(key) {
                kept.anchor = Some(node as u32);
            }
        }
        kept
    }

    /// The part of it for some of the nodes; none when none of them was there before.
    pub(super) fn only(&self, nodes: &[u32]) -> Option<Self> {
        if self.old.is_empty() {
            return None;
        }
        let old: Vec<Option<Old>> = nodes.iter().map(|&node| self.old[node as usize]).collect();
        let anchor = self.anchor.and_then(|anchor| nodes.binary_search(&anchor).ok());
        old.iter().any(Option::is_some).then_some(Self { old, anchor: anchor.map(|node| node as u32) })
    }

    /// Where a vertex was: dummies and new nodes were nowhere.
    fn of(&self, vertex: usize) -> Option<Old> {
        self.old.get(vertex).copied().flatten()
    }

    /// The old layers by node.
    pub(super) fn ranks(&self) -> Vec<Option<u32>> {
        self.old.iter().map(|old| old.map(|old| old.rank)).collect()
    }

    /// The least corner of a drawing at which its old nodes are where they were; `centres` are the new ones.
    pub(super) fn corner(&self, centres: &[(f64, f64)]) -> Option<(f64, f64)> {
        let shift = |node: usize| {
            self.old[node].map(|old| (old.along - centres[node].0, old.across - centres[node].1))
        };
        if let Some(exact) = self.anchor.and_then(|anchor| shift(anchor as usize)) {
            return Some(exact);
        }
        let (along, across): (Vec<f64>, Vec<f64>) = (0..centres.len()).filter_map(shift).unzip();
        Some((median(along)?, median(across)?))
    }
}

fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied()
}

/// Layers for a component with old nodes. Gives also, by node, whether it holds its old layer.
pub(super) fn assign(arcs: &[Arc], kept: &Kept, pulse: &Pulse<'_>) -> Result<(Vec<u32>, Vec<bool>)> {
    let nodes = kept.old.len();
    let held = held(arcs, kept, pulse)?;
    let mut levels: Vec<u32> =
        (0..nodes).filter(|&node| held[node]).filter_map(|node| kept.old[node]).map(|old| old.rank).collect();
    levels.sort_unstable();
    levels.dedup();
    // All nodes that hold a layer are one node of a smaller graph, and these form a chain.
    let mut count = levels.len() as u32;
    let mut stands: Vec<u32> = Vec::with_capacity(nodes);
    for (old, &held) in kept.old.iter().zip(&held) {
        let level = old.filter(|_| held).and_then(|old| levels.binary_search(&old.rank).ok());
        stands.push(level.map_or(count, |level| level as u32));
        count += u32::from(level.is_none());
    }
    let weight = arcs.iter().map(|arc| arc.weight).sum::<i64>() + 1;
    let chain = levels.windows(2).zip(0_u32..).map(|(pair, level)| Arc {
        tail: level,
        head: level + 1,
        weight,
        span: pair[1] - pair[0],
    });
    let stands_for =
        |arc: &Arc| Arc { tail: stands[arc.tail as usize], head: stands[arc.head as usize], ..*arc };
    let is_free = |arc: &Arc| !(held[arc.tail as usize] && held[arc.head as usize]);
    let small: Vec<Arc> = chain.chain(arcs.iter().filter(|arc| is_free(arc)).map(stands_for)).collect();
    let ranks = ranks::assign(count as usize, &small, pulse)?;
    Ok((stands.iter().map(|&node| ranks[node as usize]).collect(), held))
}

/// Whether each node can hold its old layer: nothing that leads to it holds the same or a later one.
fn held(arcs: &[Arc], kept: &Kept, pulse: &Pulse<'_>) -> Result<Vec<bool>> {
    let nodes = kept.old.len();
    let incidence = Incidence::new(nodes, arcs);
    let mut held = vec![false; nodes];
    // By node: the layer after the last one held by what leads to it.
    let mut least = vec![0_u32; nodes];
    for node in topological(nodes, arcs, &incidence, pulse)? {
        let own = kept.old[node as usize].map(|old| old.rank).filter(|&rank| rank >= least[node as usize]);
        held[node as usize] = own.is_some();
        let next = own.map_or(least[node as usize], |rank| rank.saturating_add(1));
        pulse.work(1 + incidence.out.row(node).len())?;
        for &arc in incidence.out.row(node) {
            let head = arcs[arc as usize].head as usize;
            least[head] = least[head].max(next);
        }
    }
    Ok(held)
}

/// An order to start from: old nodes as they were, the rest where its neighbours are.
pub(super) fn start(layers: &Layers, kept: &Kept, held: &[bool], pulse: &Pulse<'_>) -> Result<Order> {
    let known =
        (0..layers.rank.len()).map(|vertex| kept.of(vertex).filter(|_| held[vertex]).map(|old| old.across));
    let wishes = spread(layers, known.collect(), pulse)?;
    let mut rows = layers.members.clone();
    let place = |&vertex: &u32| {
        let old = kept.of(vertex as usize).filter(|_| held[vertex as usize]);
        old.map_or(u32::MAX, |old| old.order)
    };
    for layer in 0..rows.len() as u32 {
        let row: &mut [u32] = rows.row_mut(layer);
        row.sort_by(|a, b| {
            let by_wish = wishes[*a as usize].total_cmp(&wishes[*b as usize]);
            by_wish.then_with(|| place(a).cmp(&place(b)))
        });
        pulse.work(row.len() * 4)?;
    }
    Ok(Order::new(rows, layers.rank.len()))
}

/// Values for all vertices from those that are known: each next to known ones gets the mean of these.
fn spread(layers: &Layers, known: Vec<Option<f64>>, pulse: &Pulse<'_>) -> Result<Vec<f64>> {
    let mut queue: VecDeque<u32> = VecDeque::new();
    let mut values = known;
    queue.extend(values.iter().zip(0..).filter(|(value, _)| value.is_some()).map(|(_, vertex)| vertex));
    let near = |vertex: u32| layers.up.row(vertex).iter().chain(layers.down.row(vertex));
    while let Some(vertex) = queue.pop_front() {
        for &other in near(vertex) {
            pulse.work(2)?;
            if values[other as usize].is_none() {
                let around = near(other).filter_map(|&third| values[third as usize]);
                let (sum, count) = around.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
                values[other as usize] = Some(sum / f64::max(count, 1.0));
                queue.push_back(other);
            }
        }
    }
    Ok(values.into_iter().map(Option::unwrap_or_default).collect())
}

/// Moves the coordinates of a fresh layout to the old ones: old nodes to where they were, the rest along with
/// its neighbours; then, layer by layer, apart with the least sum of squares.
pub(super) fn settle(
    layers: &Layers,
    order: &Order,
    kept: &Kept,
    spacing: &Spacing,
    across: &mut [f64],
    pulse: &Pulse<'_>,
) -> Result<()> {
    let known = across.iter().enumerate().map(|(vertex, at)| kept.of(vertex).map(|old| old.across - at));
    let shifts = spread(layers, known.collect(), pulse)?;
    across.iter_mut().zip(&shifts).for_each(|(at, shift)| *at += shift);
    for layer in 0..order.layers.len() as u32 {
        let row = order.layers.row(layer);
        let weight = |vertex: u32| if kept.of(vertex as usize).is_some() { INSISTENCE } else { 1.0 };
        separate(row, spacing, weight, across);
        pulse.work(row.len() * 4)?;
    }
    Ok(())
}

/// Whether each vertex is a node that holds its layer.
pub(super) fn fixed(layers: &Layers, held: &[bool]) -> Vec<bool> {
    let mut fixed = held.to_vec();
    fixed.resize(layers.rank.len(), false);
    fixed
}
