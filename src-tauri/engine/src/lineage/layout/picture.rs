//! What a layout gives.

use super::Input;
use super::draw::{Bounds, Drawing, Frame};
use super::parts::Part;
use super::pulse::Pulse;
use crate::Result;

/// A place in the picture in pixels; y grows downwards.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Point {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
}

/// A box in the picture in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// Left border.
    pub x: f64,
    /// Top border.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// Where a node lies.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Placed {
    /// Its middle.
    pub centre: Point,
    /// Its connected component, in the order of their first nodes.
    pub component: u32,
    /// Its layer in its component, from 0.
    pub rank: u32,
    /// Its place among the nodes of its layer, from 0.
    pub order: u32,
}

/// The way of an edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Route<'l> {
    /// From the border of `from` to the border of `to`, at least two points. Between two points that differ
    /// across the flow, a cubic curve whose ends point along the flow (its control points at the same share of
    /// the way) is smooth and stays between the layers; it passes each layer in a straight line between nodes.
    pub points: &'l [Point],
    /// It closes a cycle and goes against the flow. Self loops do.
    pub reversed: bool,
    /// It crosses more than 32 layers of a large graph (fewer of a dense one): its way goes along the border of
    /// what it passes, or through the gaps between that.
    pub far: bool,
}

/// A picture of a graph.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Layout {
    /// By node.
    pub nodes: Vec<Placed>,
    /// Everything, edges included.
    pub bounds: Rect,
    points: Vec<Point>,
    /// By edge: its points and flags.
    routes: Vec<Stretch>,
}

/// Where the points of an edge are in the common list.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
struct Stretch {
    from: u32,
    to: u32,
    reversed: bool,
    far: bool,
}

impl Layout {
    /// The way of an edge by its index in the input.
    pub fn route(&self, edge: usize) -> Option<Route<'_>> {
        self.routes.get(edge).map(|stretch| self.stretch(stretch))
    }

    /// The ways of all edges in the order of the input.
    pub fn routes(&self) -> impl ExactSizeIterator<Item = Route<'_>> {
        self.routes.iter().map(|stretch| self.stretch(stretch))
    }

    fn stretch(&self, stretch: &Stretch) -> Route<'_> {
        Route {
            points: &self.points[stretch.from as usize..stretch.to as usize],
            reversed: stretch.reversed,
            far: stretch.far,
        }
    }

    fn add(&mut self, edge: usize, points: impl Iterator<Item = Point>, reversed: bool, far: bool) {
        let from = self.points.len() as u32;
        self.points.extend(points);
        self.routes[edge] = Stretch { from, to: self.points.len() as u32, reversed, far };
    }
}

/// Puts the components at their places: the picture.
pub(super) fn assemble(
    input: &Input<'_>,
    frame: &Frame,
    parts: &[Part],
    drawings: &[Drawing],
    places: &[(f64, f64)],
    pulse: &Pulse<'_>,
) -> Result<Layout> {
    let mut layout = Layout {
        nodes: vec![Placed::default(); input.sizes.len()],
        routes: vec![Stretch::default(); input.edges.len()],
        ..Layout::default()
    };
    for (component, (part, drawing)) in parts.iter().zip(drawings).enumerate() {
        let (left, top) = places[component];
        let at = |point: (f64, f64)| {
            let (x, y) = frame.to_screen(point);
            Point { x: x + left, y: y + top }
        };
        for (local, &node) in part.nodes.iter().enumerate() {
            layout.nodes[node as usize] = Placed {
                centre: at(drawing.centres[local]),
                component: component as u32,
                rank: drawing.ranks[local],
                order: drawing.orders[local],
            };
        }
        for (local, &edge) in part.edge_ids.iter().enumerate() {
            let points = drawing.paths.of(local);
            pulse.work(points.len() + 1)?;
            let (reversed, far) = (drawing.reversed[local], drawing.paths.far[local]);
            layout.add(edge as usize, points.iter().map(|&point| at(point)), reversed, far);
        }
        pulse.work(part.nodes.len())?;
    }
    add_loops(&mut layout, input, frame);
    layout.bounds = bounds(&layout, frame);
    Ok(layout)
}

/// A self loop leaves and enters its node at the side where edges leave.
fn add_loops(layout: &mut Layout, input: &Input<'_>, frame: &Frame) {
    let loops = input.edges.iter().enumerate().filter(|(_, edge)| edge.0 == edge.1);
    for (edge, &(node, _)) in loops {
        let centre = layout.nodes[node as usize].centre;
        let (along, across) = frame.to_screen((centre.x, centre.y));
        let half = frame.half[node as usize];
        let (out, side) = (frame.layer_gap / 3.0, half.1 / 2.0);
        let corners = [(0.0, -side), (out, -side), (out, side), (0.0, side)];
        let points = corners.map(|(more, sideways)| {
            let (x, y) = frame.to_screen((along + half.0 + more, across + sideways));
            Point { x, y }
        });
        layout.add(edge, points.into_iter(), true, false);
    }
}

fn bounds(layout: &Layout, frame: &Frame) -> Rect {
    if layout.nodes.is_empty() {
        return Rect::default();
    }
    let mut bounds = Bounds::default();
    for (placed, &half) in layout.nodes.iter().zip(&frame.half) {
        let (width, height) = frame.to_screen(half);
        bounds.add((placed.centre.x - width, placed.centre.y - height));
        bounds.add((placed.centre.x + width, placed.centre.y + height));
    }
    layout.points.iter().for_each(|point| bounds.add((point.x, point.y)));
    Rect {
        x: bounds.least.0,
        y: bounds.least.1,
        width: bounds.most.0 - bounds.least.0,
        height: bounds.most.1 - bounds.least.1,
    }
}
