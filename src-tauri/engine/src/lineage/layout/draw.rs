//! One component through the phases.

use super::compact::Spacing;
use super::coordinates;
use super::crossings::Order;
use super::cycles::find_reversed;
use super::graph::Arcs;
use super::keep::Kept;
use super::layers::Layers;
use super::order::arrange;
use super::parts::Part;
use super::pulse::Pulse;
use super::routes::{Columns, Paths, trace};
use super::{Direction, Input, Options, Size, keep, ranks};
use crate::Result;

/// Greatest side of a node and greatest gap, in pixels: sums over all nodes stay exact enough for a screen.
const SIDE_AT_MOST: f32 = 1_000_000.0;

/// The options and sizes, cleaned and turned so that edges go along.
#[derive(Debug)]
pub(super) struct Frame {
    direction: Direction,
    pub(super) layer_gap: f64,
    pub(super) node_gap: f64,
    /// By node: half its size along and across.
    pub(super) half: Vec<(f64, f64)>,
    /// Nodes and edges of the whole graph.
    total: usize,
}

impl Frame {
    pub(super) fn new(options: &Options, input: &Input<'_>) -> Self {
        let direction = options.direction;
        let half = |size: &Size| {
            let (width, height) = (clean(size.width) / 2.0, clean(size.height) / 2.0);
            match direction {
                Direction::LeftToRight => (width, height),
                Direction::TopDown => (height, width),
            }
        };
        Self {
            direction,
            layer_gap: clean(options.layer_gap).max(1.0),
            node_gap: clean(options.node_gap),
            half: input.sizes.iter().map(half).collect(),
            total: input.sizes.len() + input.edges.len(),
        }
    }

    /// From (along, across) to (x, y) and from (x, y) to (along, across).
    pub(super) fn to_screen(&self, (along, across): (f64, f64)) -> (f64, f64) {
        match self.direction {
            Direction::LeftToRight => (along, across),
            Direction::TopDown => (across, along),
        }
    }

    /// The part of the whole graph that a component is.
    fn share(&self, part: &Part) -> f64 {
        (part.nodes.len() + part.edges.len()) as f64 / self.total.max(1) as f64
    }

    /// Between components.
    pub(super) fn part_gap(&self) -> f64 {
        self.node_gap * 2.0
    }
}

fn clean(side: f32) -> f64 {
    if side > 0.0 { f64::from(side.min(SIDE_AT_MOST)) } else { 0.0 }
}

/// A component with the least coordinates of nodes and edges at 0.
#[derive(Debug, Default)]
pub(super) struct Drawing {
    /// By node of the component: its centre, along and across.
    pub(super) centres: Vec<(f64, f64)>,
    pub(super) ranks: Vec<u32>,
    /// By node: its place among the nodes of its layer.
    pub(super) orders: Vec<u32>,
    /// By edge of the component.
    pub(super) paths: Paths,
    /// By edge: it goes backwards.
    pub(super) reversed: Vec<bool>,
    /// Extent along and across.
    pub(super) size: (f64, f64),
    /// Where its least corner has to be, along and across, for old nodes to be where they were.
    pub(super) corner: Option<(f64, f64)>,
}

/// Lays out a component.
///
/// With `kept`, old nodes keep their layers, their order and about their places; the drawing's `corner` says
/// where.
pub(super) fn draw(part: &Part, frame: &Frame, kept: Option<&Kept>, pulse: &Pulse<'_>) -> Result<Drawing> {
    let mut drawing = match (&part.nodes[..], kept) {
        ([node], _) => alone(frame.half[*node as usize]),
        (_, Some(kept)) => draw_again(part, frame, kept, pulse)?,
        (_, None) => draw_anew(part, frame, pulse)?,
    };
    pulse.work(64)?;
    drawing.corner = kept.and_then(|kept| kept.corner(&drawing.centres));
    Ok(drawing)
}

fn draw_anew(part: &Part, frame: &Frame, pulse: &Pulse<'_>) -> Result<Drawing> {
    let reversed = find_reversed(part.nodes.len(), &part.edges, None, pulse)?;
    let arcs = Arcs::merge(&part.edges, &reversed);
    pulse.work(arcs.list.len() * 4)?;
    let ranks = ranks::assign(part.nodes.len(), &arcs.list, pulse)?;
    let layers = Layers::build(ranks, &arcs.list, pulse)?;
    let order = arrange(&layers, None, frame.share(part), pulse)?;
    let spacing = spacing(part, &layers, frame);
    let across = coordinates::place(&layers, &order, &spacing, pulse)?;
    finish(part, frame, &layers, &order, &across, &arcs, reversed, pulse)
}

fn draw_again(part: &Part, frame: &Frame, kept: &Kept, pulse: &Pulse<'_>) -> Result<Drawing> {
    let reversed = find_reversed(part.nodes.len(), &part.edges, Some(&kept.ranks()), pulse)?;
    let arcs = Arcs::merge(&part.edges, &reversed);
    pulse.work(arcs.list.len() * 4)?;
    let (ranks, held) = keep::assign(&arcs.list, kept, pulse)?;
    let layers = Layers::build(ranks, &arcs.list, pulse)?;
    let fixed = keep::fixed(&layers, &held);
    let start = keep::start(&layers, kept, &fixed, pulse)?;
    let order = arrange(&layers, Some((start, &fixed)), frame.share(part), pulse)?;
    let spacing = spacing(part, &layers, frame);
    let mut across = coordinates::place(&layers, &order, &spacing, pulse)?;
    keep::settle(&layers, &order, kept, &spacing, &mut across, pulse)?;
    finish(part, frame, &layers, &order, &across, &arcs, reversed, pulse)
}

fn alone(half: (f64, f64)) -> Drawing {
    Drawing {
        centres: vec![half],
        ranks: vec![0],
        orders: vec![0],
        size: (half.0 * 2.0, half.1 * 2.0),
        ..Drawing::default()
    }
}

fn spacing(part: &Part, layers: &Layers, frame: &Frame) -> Spacing {
    let mut half: Vec<f64> = part.nodes.iter().map(|&node| frame.half[node as usize].1).collect();
    half.resize(layers.rank.len(), 0.0);
    Spacing { half, nodes: layers.nodes as u32, node_gap: frame.node_gap }
}

#[allow(clippy::too_many_arguments)] // the results of all phases meet here, once
fn finish(
    part: &Part,
    frame: &Frame,
    layers: &Layers,
    order: &Order,
    across: &[f64],
    arcs: &Arcs,
    reversed: Vec<bool>,
    pulse: &Pulse<'_>,
) -> Result<Drawing> {
    let half = part.nodes.iter().map(|&node| frame.half[node as usize]).collect();
    let columns = Columns::new(layers, across, half, frame.layer_gap);
    let mut paths = trace(layers, arcs, &reversed, &columns, across, frame, pulse)?;
    let mut centres: Vec<(f64, f64)> =
        (0..layers.nodes).map(|node| (columns.centre(layers.rank[node]), across[node])).collect();
    let mut bounds = Bounds::default();
    for (centre, half) in centres.iter().zip(&columns.half) {
        bounds.add((centre.0 - half.0, centre.1 - half.1));
        bounds.add((centre.0 + half.0, centre.1 + half.1));
    }
    paths.points.iter().for_each(|&point| bounds.add(point));
    for point in centres.iter_mut().chain(&mut paths.points) {
        *point = (point.0 - bounds.least.0, point.1 - bounds.least.1);
    }
    Ok(Drawing {
        centres,
        ranks: layers.rank[..layers.nodes].to_vec(),
        orders: orders(layers, order),
        paths,
        reversed,
        size: (bounds.most.0 - bounds.least.0, bounds.most.1 - bounds.least.1),
        corner: None,
    })
}

/// The place of each node among the nodes of its layer, without the dummies.
fn orders(layers: &Layers, order: &Order) -> Vec<u32> {
    let mut orders = vec![0; layers.nodes];
    for layer in 0..order.layers.len() as u32 {
        let nodes = order.layers.row(layer).iter().filter(|&&vertex| !layers.is_dummy(vertex));
        for (&node, at) in nodes.zip(0..) {
            orders[node as usize] = at;
        }
    }
    orders
}

/// The least box around points.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) least: (f64, f64),
    pub(super) most: (f64, f64),
}

impl Default for Bounds {
    fn default() -> Self {
        Self { least: (f64::INFINITY, f64::INFINITY), most: (f64::NEG_INFINITY, f64::NEG_INFINITY) }
    }
}

impl Bounds {
    pub(super) fn add(&mut self, point: (f64, f64)) {
        self.least = (self.least.0.min(point.0), self.least.1.min(point.1));
        self.most = (self.most.0.max(point.0), self.most.1.max(point.1));
    }
}
