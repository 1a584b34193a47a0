//! Ways for far edges between the nodes of the layers that they cross.
//!
//! Nothing is kept free for a far edge, but between two nodes of a layer there is always a gap. A way runs level
//! from layer to layer as long as the gaps allow, and near the straight line from end to end.

use super::graph::Arc;
use super::layers::Layers;
use super::pulse::Pulse;
use super::routes::Columns;
use crate::Result;

/// Layers to look ahead for how long a level stretch would be. Longer ones are as good.
const AHEAD: u32 = 24;

/// Layers crossed by the ways of a component, at most. What comes later goes straight.
const CROSSINGS: usize = 1_500_000;

/// So many ways lie beside each other in the narrowest gap; more share tracks.
const TRACKS: u32 = 4;

/// What the nodes of each layer leave free.
#[derive(Debug)]
pub(super) struct Corridors<'a> {
    columns: &'a Columns,
    /// By layer and one more: its first box.
    first: Vec<u32>,
    /// The extent across of each node, sorted within its layer.
    boxes: Vec<(f64, f64)>,
    gap: f64,
    left: usize,
}

impl<'a> Corridors<'a> {
    pub(super) fn new(layers: &Layers, columns: &'a Columns, across: &[f64], gap: f64) -> Self {
        let mut first = Vec::with_capacity(layers.members.len() + 1);
        let mut boxes = Vec::with_capacity(layers.nodes);
        for layer in 0..layers.members.len() as u32 {
            first.push(boxes.len() as u32);
            let from = boxes.len();
            let nodes = layers.members.row(layer).iter().filter(|&&vertex| !layers.is_dummy(vertex));
            boxes.extend(nodes.map(|&node| {
                let (at, half) = (across[node as usize], columns.half[node as usize].1);
                (at - half, at + half)
            }));
            boxes[from..].sort_by(|a, b| a.0.total_cmp(&b.0));
        }
        first.push(boxes.len() as u32);
        Self { columns, first, boxes, gap, left: CROSSINGS }
    }

    /// The way of an arc from layer to layer: first layer, last layer, place across. Empty when the effort is
    /// used up.
    pub(super) fn find(
        &mut self,
        index: u32,
        arc: Arc,
        layers: &Layers,
        across: &[f64],
        pulse: &Pulse<'_>,
    ) -> Result<Vec<(u32, u32, f64)>> {
        let (from, to) = (layers.rank[arc.tail as usize], layers.rank[arc.head as usize]);
        let crossed = (to - from) as usize;
        if crossed > self.left {
            return Ok(Vec::new());
        }
        self.left -= crossed;
        pulse.work(crossed * 16)?;
        let line =
            Line::new(self.columns, (from, across[arc.tail as usize]), (to, across[arc.head as usize]));
        let track = f64::from(1 + index % TRACKS) / f64::from(TRACKS + 1);
        let margins = (self.gap * track, self.gap * (1.0 - track));
        let mut way: Vec<(u32, u32, f64)> = Vec::new();
        let (mut layer, mut at) = (from + 1, across[arc.tail as usize]);
        while layer < to {
            let (end, next) = self.stretch(layer, to, at, &line, margins);
            at = next;
            match way.last_mut().filter(|last| is_same(last.2, at)) {
                Some(last) => last.1 = end,
                None => way.push((layer, end, at)),
            }
            layer = end + 1;
        }
        Ok(way)
    }

    /// Where to go on from `layer`: the last layer of the best level stretch, and its place across.
    fn stretch(&self, layer: u32, to: u32, at: f64, line: &Line, margins: (f64, f64)) -> (u32, f64) {
        let last = (layer + AHEAD).min(to) - 1;
        let ahead = f64::midpoint(line.at(self.columns, layer), line.at(self.columns, last));
        let mut best = (f64::NEG_INFINITY, layer, at);
        for wanted in [at, ahead, line.to] {
            let place = self.free(layer, wanted, margins);
            let mut end = layer;
            while end < last && is_same(self.free(end + 1, place, margins), place) {
                end += 1;
            }
            let length = self.columns.leave(end) - self.columns.enter(layer);
            let off = (place - ahead).abs() + (place - at).abs();
            if length - off > best.0 {
                best = (length - off, end, place);
            }
        }
        (best.1, best.2)
    }

    /// The free place of a layer next to `wanted`, which is that itself when it is free.
    fn free(&self, layer: u32, wanted: f64, margins: (f64, f64)) -> f64 {
        let boxes = &self.boxes[self.first[layer as usize] as usize..self.first[layer as usize + 1] as usize];
        let after = boxes.partition_point(|&(least, _)| least < wanted);
        let below = |index: usize| index.checked_sub(1).map_or(f64::NEG_INFINITY, |index| boxes[index].1);
        let above = |index: usize| boxes.get(index).map_or(f64::INFINITY, |next| next.0);
        let within = |index: usize| into_gap(wanted, below(index), above(index), margins);
        let here = within(after);
        let Some(before) = after.checked_sub(1).filter(|&before| wanted < boxes[before].1) else {
            return here;
        };
        // It lies on a node: the nearer side of that.
        let other = within(before);
        if (other - wanted).abs() < (here - wanted).abs() { other } else { here }
    }
}

/// Whether two places are one: a free place is given back as it is, to the last bit.
fn is_same(a: f64, b: f64) -> bool {
    a.total_cmp(&b).is_eq()
}

/// The place nearest to `wanted` in a gap, with its margins where there is room for them.
fn into_gap(wanted: f64, from: f64, to: f64, margins: (f64, f64)) -> f64 {
    let (from, to) = (from + margins.0, to - margins.1);
    if from > to { f64::midpoint(from, to) } else { wanted.clamp(from, to) }
}

/// The straight line between two nodes.
struct Line {
    from: f64,
    to: f64,
    start: f64,
    slope: f64,
}

impl Line {
    fn new(columns: &Columns, from: (u32, f64), to: (u32, f64)) -> Self {
        let (start, end) = (columns.centre(from.0), columns.centre(to.0));
        Self { from: from.1, to: to.1, start, slope: (to.1 - from.1) / (end - start) }
    }

    fn at(&self, columns: &Columns, layer: u32) -> f64 {
        self.from + (columns.centre(layer) - self.start) * self.slope
    }
}
