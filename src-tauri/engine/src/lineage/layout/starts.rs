//! Orders to start from: what a walk through the graph meets first stands first in its layer.

use super::crossings::Order;
use super::graph::Rows;
use super::layers::Layers;
use super::pulse::Pulse;
use crate::Result;

/// How to walk.
#[derive(Debug, Clone, Copy)]
pub(super) struct Walk {
    /// A neighbour's neighbours before the next neighbour.
    pub(super) depth_first: bool,
    /// Along the arcs, from the sources.
    pub(super) down: bool,
    /// Against the arcs, from the sinks; with `down` in both directions, from the sources.
    pub(super) up: bool,
}

/// The walks worth trying, in this order.
pub(super) const WALKS: [Walk; 4] = [
    Walk { depth_first: true, down: true, up: true },
    Walk { depth_first: false, down: false, up: true },
    Walk { depth_first: false, down: true, up: false },
    Walk { depth_first: true, down: false, up: true },
];

/// The vertices of each layer in the order in which `walk` meets them.
pub(super) fn first_met(layers: &Layers, walk: Walk, pulse: &Pulse<'_>) -> Result<Order> {
    let count = layers.rank.len() as u32;
    let ends = if walk.down { &layers.up } else { &layers.down };
    let starts = (0..count).filter(|&vertex| ends.row(vertex).is_empty());
    let mut met =
        Met { walk, layers, seen: vec![false; count as usize], list: Vec::new(), stack: Vec::new() };
    // Far arcs may have cut the graph, and a walk along the arcs needn't reach everything.
    for start in starts.chain(0..count) {
        if !met.seen[start as usize] {
            met.from(start, pulse)?;
        }
    }
    let rows = Rows::collect(
        layers.members.len(),
        met.list.iter().map(|&vertex| (layers.rank[vertex as usize], vertex)),
    );
    Ok(Order::new(rows, count as usize))
}

struct Met<'l> {
    walk: Walk,
    layers: &'l Layers,
    seen: Vec<bool>,
    list: Vec<u32>,
    stack: Vec<u32>,
}

impl Met<'_> {
    fn from(&mut self, start: u32, pulse: &Pulse<'_>) -> Result<()> {
        if self.walk.depth_first { self.deep(start, pulse) } else { self.broad(start, pulse) }
    }

    fn deep(&mut self, start: u32, pulse: &Pulse<'_>) -> Result<()> {
        self.stack.push(start);
        while let Some(vertex) = self.stack.pop() {
            pulse.work(8)?;
            if std::mem::replace(&mut self.seen[vertex as usize], true) {
                continue;
            }
            self.list.push(vertex);
            let from = self.stack.len();
            let (walk, layers, seen) = (self.walk, self.layers, &self.seen);
            self.stack.extend(next(walk, layers, vertex).filter(|&other| !seen[other as usize]));
            // The first neighbour is to be popped first.
            self.stack[from..].reverse();
        }
        Ok(())
    }

    fn broad(&mut self, start: u32, pulse: &Pulse<'_>) -> Result<()> {
        let mut at = self.list.len();
        self.list.push(start);
        self.seen[start as usize] = true;
        while let Some(&vertex) = self.list.get(at) {
            pulse.work(8)?;
            at += 1;
            for other in next(self.walk, self.layers, vertex) {
                if !std::mem::replace(&mut self.seen[other as usize], true) {
                    self.list.push(other);
                }
            }
        }
        Ok(())
    }
}

fn next(walk: Walk, layers: &Layers, vertex: u32) -> impl Iterator<Item = u32> {
    let down = if walk.down { layers.down.row(vertex) } else { &[] };
    let up = if walk.up { layers.up.row(vertex) } else { &[] };
    down.iter().chain(up).copied()
}
