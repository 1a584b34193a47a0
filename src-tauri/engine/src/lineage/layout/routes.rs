//! The way of each edge: through its dummies, or around the rest or through its gaps when it is far.

use super::corridors::Corridors;
use super::draw::Frame;
use super::far::Outline;
use super::graph::{Arc, Arcs};
use super::layers::Layers;
use super::pulse::Pulse;
use crate::Result;

/// So many edges beside each other have room in the least gap; more widen it in proportion.
const ROOMY: f64 = 12.0;
/// How many times the least gap the widest is.
const WIDEST: f64 = 4.0;

/// Where the layers lie along the flow.
#[derive(Debug)]
pub(super) struct Columns {
    /// By layer: its middle and half its depth.
    layers: Vec<(f64, f64)>,
    /// By node: half its size along and across.
    pub(super) half: Vec<(f64, f64)>,
}

impl Columns {
    /// `gap` is the least between two layers.
    pub(super) fn new(layers: &Layers, across: &[f64], half: Vec<(f64, f64)>, gap: f64) -> Self {
        let crowds = crowds(layers, across);
        let mut depth = vec![0.0_f64; layers.members.len()];
        for (half, &rank) in half.iter().zip(&layers.rank) {
            depth[rank as usize] = depth[rank as usize].max(half.0);
        }
        let mut edge = 0.0;
        let place = |(half, crowd): (f64, f64)| {
            let middle = edge + half;
            edge = middle + half + gap * (crowd / ROOMY).clamp(1.0, WIDEST);
            (middle, half)
        };
        Self { layers: depth.into_iter().zip(crowds).map(place).collect(), half }
    }

    /// The middle of a layer.
    pub(super) fn centre(&self, layer: u32) -> f64 {
        self.layers[layer as usize].0
    }

    /// Where a layer begins.
    pub(super) fn enter(&self, layer: u32) -> f64 {
        self.layers[layer as usize].0 - self.layers[layer as usize].1
    }

    /// Where a layer ends.
    pub(super) fn leave(&self, layer: u32) -> f64 {
        self.layers[layer as usize].0 + self.layers[layer as usize].1
    }
}

/// By layer: how many edges lie beside each other on their way to the next one, in the mean over its extent.
fn crowds(layers: &Layers, across: &[f64]) -> Vec<f64> {
    let mut crowds = Vec::with_capacity(layers.members.len());
    for layer in 0..layers.members.len() as u32 {
        let (mut ways, mut least, mut most) = (0.0, f64::INFINITY, f64::NEG_INFINITY);
        for &vertex in layers.members.row(layer) {
            let from = across[vertex as usize];
            for &next in layers.down.row(vertex) {
                let to = across[next as usize];
                ways += (to - from).abs();
                (least, most) = (least.min(from).min(to), most.max(from).max(to));
            }
        }
        crowds.push(if most > least { ways / (most - least) } else { 0.0 });
    }
    crowds
}

/// Points of many edges in one list.
#[derive(Debug, Default)]
pub(super) struct Paths {
    /// Along and across.
    pub(super) points: Vec<(f64, f64)>,
    /// By edge: where its points end.
    pub(super) ends: Vec<u32>,
    /// By edge: it is far.
    pub(super) far: Vec<bool>,
}

impl Paths {
    /// The points of an edge.
    pub(super) fn of(&self, edge: usize) -> &[(f64, f64)] {
        let from = edge.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.points[from..self.ends[edge] as usize]
    }
}

/// Traces every edge from its `from` to its `to`.
pub(super) fn trace(
    layers: &Layers,
    arcs: &Arcs,
    reversed: &[bool],
    columns: &Columns,
    across: &[f64],
    frame: &Frame,
    pulse: &Pulse<'_>,
) -> Result<Paths> {
    let outline = Outline::new(layers, &arcs.list, columns, across, frame.node_gap);
    let corridors = Corridors::new(layers, columns, across, frame.node_gap);
    let mut tracer = Tracer { layers, arcs, columns, across, outline, corridors };
    let mut paths = Paths::default();
    let mut path = Vec::new();
    for (&arc, &reversed) in arcs.of_edge.iter().zip(reversed) {
        path.clear();
        tracer.arc(arc, &mut path, pulse)?;
        if reversed {
            path.reverse();
        }
        pulse.work(path.len() * 2)?;
        paths.points.extend_from_slice(&path);
        paths.ends.push(paths.points.len() as u32);
        paths.far.push(layers.is_far(arcs.list[arc as usize]));
    }
    Ok(paths)
}

struct Tracer<'a> {
    layers: &'a Layers,
    arcs: &'a Arcs,
    columns: &'a Columns,
    across: &'a [f64],
    outline: Outline,
    corridors: Corridors<'a>,
}

impl Tracer<'_> {
    fn arc(&mut self, index: u32, path: &mut Vec<(f64, f64)>, pulse: &Pulse<'_>) -> Result<()> {
        let arc = self.arcs.list[index as usize];
        let Arc { tail, head, .. } = arc;
        let (from, to) = (self.layers.rank[tail as usize], self.layers.rank[head as usize]);
        let (start, end) = (self.across[tail as usize], self.across[head as usize]);
        path.push((self.columns.centre(from) + self.columns.half[tail as usize].0, start));
        add(path, (self.columns.leave(from), start));
        for dummy in self.layers.dummies(index) {
            let (layer, at) = (self.layers.rank[dummy as usize], self.across[dummy as usize]);
            add(path, (self.columns.enter(layer), at));
            add(path, (self.columns.leave(layer), at));
        }
        if let Some(lane) = self.outline.lane(index) {
            add(path, (self.columns.enter(from + 1), lane));
            add(path, (self.columns.leave(to - 1), lane));
        } else if self.layers.is_far(arc) {
            for (first, last, at) in self.corridors.find(index, arc, self.layers, self.across, pulse)? {
                add(path, (self.columns.enter(first), at));
                add(path, (self.columns.leave(last), at));
            }
        }
        add(path, (self.columns.enter(to), end));
        add(path, (self.columns.centre(to) - self.columns.half[head as usize].0, end));
        Ok(())
    }
}

/// Adds a point; one between two others on a line along the flow says nothing and goes.
fn add(path: &mut Vec<(f64, f64)>, point: (f64, f64)) {
    let near = |a: f64, b: f64| (a - b).abs() < 1e-6;
    let level = |other: &(f64, f64)| near(other.1, point.1);
    if let Some(last) = path.last().filter(|last| level(last)) {
        let said = path.len() > 1 && level(&path[path.len() - 2]);
        if said || near(last.0, point.0) && path.len() > 1 {
            path.pop();
        }
    }
    path.push(point);
}
