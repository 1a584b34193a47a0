//! Counting crossings: Barth, Mutzel and Jünger, "Simple and Efficient Bilayer Cross Counting", 2002, with the
//! accumulator as a Fenwick tree: O(E log V) for a pair of layers.

use super::graph::Rows;
use super::pulse::Pulse;
use crate::Result;

/// The order of the vertices in each layer.
#[derive(Debug, Clone)]
pub(super) struct Order {
    /// The vertices of each layer from first to last.
    pub(super) layers: Rows,
    /// By vertex: its place in its layer.
    pub(super) pos: Vec<u32>,
}

impl Order {
    pub(super) fn new(layers: Rows, vertices: usize) -> Self {
        let mut order = Self { layers, pos: vec![0; vertices] };
        for layer in 0..order.layers.len() as u32 {
            order.number(layer);
        }
        order
    }

    /// Becomes another order of the same vertices.
    pub(super) fn copy_from(&mut self, other: &Self) {
        self.layers.copy_from(&other.layers);
        self.pos.copy_from_slice(&other.pos);
    }

    /// Notes the places of a layer whose row was changed.
    pub(super) fn number(&mut self, layer: u32) {
        for (&vertex, at) in self.layers.row(layer).iter().zip(0..) {
            self.pos[vertex as usize] = at;
        }
    }
}

/// Reusable space for counting.
#[derive(Debug, Default)]
pub(super) struct Counter {
    sums: Vec<u32>,
    ends: Vec<u32>,
}

impl Counter {
    /// Crossings between a layer and the next; `down` has the neighbours in the next.
    pub(super) fn between(&mut self, order: &Order, down: &Rows, layer: u32) -> u64 {
        let width = order.layers.row(layer + 1).len();
        self.sums.clear();
        self.sums.resize(width + 1, 0);
        let (mut crossings, mut seen) = (0_u64, 0_u32);
        for &vertex in order.layers.row(layer) {
            self.ends.clear();
            self.ends.extend(down.row(vertex).iter().map(|&next| order.pos[next as usize]));
            self.ends.sort_unstable();
            for index in 0..self.ends.len() {
                let end = self.ends[index];
                crossings += u64::from(seen - self.up_to(end));
                self.add(end);
                seen += 1;
            }
        }
        crossings
    }

    /// Crossings between all neighbouring layers.
    pub(super) fn total(&mut self, order: &Order, down: &Rows, pulse: &Pulse<'_>) -> Result<u64> {
        let mut crossings = 0;
        for layer in 1..order.layers.len() as u32 {
            crossings += self.between(order, down, layer - 1);
            pulse.work(order.layers.row(layer).len() * 4)?;
        }
        Ok(crossings)
    }

    /// How many ends were seen at places up to and with `end`.
    fn up_to(&self, end: u32) -> u32 {
        let (mut at, mut sum) = (end as usize + 1, 0);
        while at > 0 {
            sum += self.sums[at];
            at &= at - 1;
        }
        sum
    }

    fn add(&mut self, end: u32) {
        let mut at = end as usize + 1;
        while at < self.sums.len() {
            self.sums[at] += 1;
            at += at & at.wrapping_neg();
        }
    }
}
