//! Vertical alignment of Brandes and Köpf, "Fast and Simple Horizontal Coordinate Assignment", 2001,
//! algorithms 1 and 2: which vertices of neighbouring layers get the same coordinate.

use super::crossings::Order;
use super::graph::Rows;
use super::layers::Layers;
use super::pulse::Pulse;
use crate::Result;

/// One of the four directions in which the algorithm looks at the layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct View {
    /// Vertices align with neighbours in the layer before; else in the layer after.
    pub(super) down: bool,
    /// Places are counted from the end of the layer.
    pub(super) mirrored: bool,
}

/// All four, in the order in which ties between them are decided.
pub(super) const VIEWS: [View; 4] = [
    View { down: true, mirrored: false },
    View { down: true, mirrored: true },
    View { down: false, mirrored: false },
    View { down: false, mirrored: true },
];

/// What the four alignments share.
#[derive(Debug)]
pub(super) struct Sorted<'a> {
    pub(super) layers: &'a Layers,
    pub(super) order: &'a Order,
    /// Neighbours before and after, by place.
    pub(super) up: Rows,
    pub(super) down: Rows,
    /// By segment, as in the rows of `up`: it crosses a segment between two dummies and must not be straight.
    crossed: Vec<bool>,
}

impl<'a> Sorted<'a> {
    pub(super) fn new(layers: &'a Layers, order: &'a Order, pulse: &Pulse<'_>) -> Result<Self> {
        let (up, down) = (by_place(&layers.up, order, pulse)?, by_place(&layers.down, order, pulse)?);
        let crossed = vec![false; up.total()];
        let mut sorted = Self { layers, order, up, down, crossed };
        for layer in 1..order.layers.len() as u32 {
            sorted.mark(layer);
            pulse.work(order.layers.row(layer).len() * 4)?;
        }
        Ok(sorted)
    }

    /// Marks the segments into `layer` that cross an inner one, which joins two dummies ("type 1 conflicts").
    /// Where two inner ones cross ("type 2") neither is marked; the alignment takes the first it meets.
    fn mark(&mut self, layer: u32) {
        let row = self.order.layers.row(layer);
        let end = self.order.layers.row(layer - 1).len() as u32;
        let (mut from, mut done) = (0, 0);
        for (at, &vertex) in row.iter().enumerate() {
            let inner = self.inner_above(vertex).filter(|&place| place >= from);
            if inner.is_none() && at + 1 < row.len() {
                continue;
            }
            let to = inner.unwrap_or(end);
            for &other in &row[done..=at] {
                self.mark_outside(other, from, to);
            }
            done = at + 1;
            from = to;
        }
    }

    fn mark_outside(&mut self, vertex: u32, from: u32, to: u32) {
        let first = self.up.first(vertex);
        for (index, &above) in self.up.row(vertex).iter().enumerate() {
            let place = self.order.pos[above as usize];
            let inner = self.layers.is_dummy(vertex) && self.layers.is_dummy(above);
            if (place < from || place > to) && !inner {
                self.crossed[first + index] = true;
            }
        }
    }

    /// The place of the dummy that precedes this dummy.
    fn inner_above(&self, vertex: u32) -> Option<u32> {
        let above = *self.up.row(vertex).first()?;
        (self.layers.is_dummy(vertex) && self.layers.is_dummy(above)).then(|| self.order.pos[above as usize])
    }

    fn is_crossed(&self, upper: u32, lower: u32) -> bool {
        let place = |&vertex: &u32| self.order.pos[vertex as usize];
        let row = self.up.row(lower);
        let found = row.binary_search_by_key(&place(&upper), place);
        found.is_ok_and(|index| self.crossed[self.up.first(lower) + index])
    }

    /// Groups of vertices that share a coordinate, as seen in `view`.
    pub(super) fn align(&self, view: View, pulse: &Pulse<'_>) -> Result<Blocks> {
        let mut blocks = Blocks::new(self.layers.rank.len());
        let count = self.order.layers.len() as u32;
        for step in 1..count {
            let layer = if view.down { step } else { count - 1 - step };
            let row = self.order.layers.row(layer);
            pulse.work(row.len() * 4)?;
            let mut taken = -1_i64;
            for at in 0..row.len() {
                let vertex = row[if view.mirrored { row.len() - 1 - at } else { at }];
                taken = self.align_one(view, vertex, taken, &mut blocks);
            }
        }
        Ok(blocks)
    }

    /// Joins a vertex with a median neighbour that lies beyond all places `taken` in this layer.
    fn align_one(&self, view: View, vertex: u32, taken: i64, blocks: &mut Blocks) -> i64 {
        let row = if view.down { self.up.row(vertex) } else { self.down.row(vertex) };
        if row.is_empty() {
            return taken;
        }
        let medians = [(row.len() - 1) / 2, row.len() / 2];
        for index in if view.mirrored { [medians[1], medians[0]] } else { medians } {
            let other = row[index];
            let place = self.seen_place(view, other);
            let (upper, lower) = if view.down { (other, vertex) } else { (vertex, other) };
            if place > taken && !self.is_crossed(upper, lower) {
                blocks.join(other, vertex);
                return place;
            }
        }
        taken
    }

    fn seen_place(&self, view: View, vertex: u32) -> i64 {
        let place = i64::from(self.order.pos[vertex as usize]);
        if view.mirrored { -place + i64::from(u32::MAX) } else { place }
    }
}

/// Sorts each row of vertices by their places.
fn by_place(rows: &Rows, order: &Order, pulse: &Pulse<'_>) -> Result<Rows> {
    let mut sorted = rows.clone();
    for vertex in 0..rows.len() as u32 {
        let row = sorted.row_mut(vertex);
        pulse.work(1 + row.len() * 2)?;
        if row.len() > 1 {
            row.sort_unstable_by_key(|&other| order.pos[other as usize]);
        }
    }
    Ok(sorted)
}

/// Vertices that share a coordinate.
#[derive(Debug)]
pub(super) struct Blocks {
    /// By vertex: the first of its block.
    pub(super) root: Vec<u32>,
    /// By vertex: the next of its block; the last has the first.
    pub(super) next: Vec<u32>,
}

impl Blocks {
    fn new(vertices: usize) -> Self {
        Self { root: (0..vertices as u32).collect(), next: (0..vertices as u32).collect() }
    }

    fn join(&mut self, last: u32, vertex: u32) {
        let root = self.root[last as usize];
        self.root[vertex as usize] = root;
        self.next[last as usize] = vertex;
        self.next[vertex as usize] = root;
    }

    /// Calls `each` for the vertices of a block.
    pub(super) fn members(&self, root: u32) -> impl Iterator<Item = u32> {
        let mut at = Some(root);
        std::iter::from_fn(move || {
            let vertex = at?;
            let next = self.next[vertex as usize];
            at = (next != root).then_some(next);
            Some(vertex)
        })
    }
}
