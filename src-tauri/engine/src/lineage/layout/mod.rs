//! The layout of a lineage graph: layers from left to right, few crossings, straight long edges. Pure and
//! deterministic: the same input has the same picture on every machine.
//!
//! The method is that of Sugiyama, Tagawa and Toda 1981 in seven phases, a file or a few for each:
//!
//! 1. `cycles`: edges that close a cycle are turned round (and drawn back);
//! 2. `ranks`, `simplex`: layers with a small sum of edge lengths;
//! 3. `layers`: long edges get a dummy in each layer they cross, very long ones ("far", `far`, `corridors`) don't;
//! 4. `starts`, `order`, `sift`, `shake`: few crossings;
//! 5. `align`, `compact`, `springs`, `relax`: Brandes and Köpf with sizes of nodes, then shorter edges;
//! 6. `parts`, `pack`, `place`: components on their own, packed in rows;
//! 7. `keep`: a layout again after a change keeps what was there where it was.
//!
//! Inside, *along* is the direction of the flow and *across* the one in which a layer extends, so that left to
//! right and top down are one code.

mod align;
mod compact;
mod coordinates;
mod corridors;
mod crossings;
mod cycles;
mod draw;
mod far;
mod graph;
mod keep;
mod knots;
mod layers;
mod order;
mod pack;
mod parts;
mod picture;
mod place;
mod pulse;
mod ranks;
mod relax;
mod routes;
#[cfg(any(test, feature = "scale"))]
pub mod samples;
mod shake;
mod sift;
mod simplex;
mod springs;
mod starts;
#[cfg(test)]
mod tests;
mod tight_tree;

use crate::fs::CancelToken;
use crate::{Error, Result};
use draw::Frame;
use keep::Kept;
pub use picture::{Layout, Placed, Point, Rect, Route};
use pulse::Pulse;

/// Width and height of a node in pixels. What isn't a number, or negative, counts as 0; more than a million
/// counts as a million.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Size {
    /// From left to right.
    pub width: f32,
    /// From top to bottom.
    pub height: f32,
}

/// Which way edges go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Direction {
    /// Layers are columns.
    #[default]
    LeftToRight,
    /// Layers are rows.
    TopDown,
}

/// How to draw.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Which way edges go.
    pub direction: Direction,
    /// Pixels between the largest nodes of neighbouring layers; at least 1.
    pub layer_gap: f32,
    /// Pixels between nodes of one layer. Edges that pass a layer get a share of it.
    pub node_gap: f32,
}

impl Default for Options {
    fn default() -> Self {
        Self { direction: Direction::LeftToRight, layer_gap: 80.0, node_gap: 24.0 }
    }
}

/// What to draw.
#[derive(Debug, Clone, Copy)]
pub struct Input<'g> {
    /// The nodes. Their order decides where nothing else does.
    pub sizes: &'g [Size],
    /// From and to, as indices of `sizes`. Parallel edges, self loops and cycles are welcome.
    pub edges: &'g [(u32, u32)],
    /// By node: what tells it from others in a later layout. Needed only then; nodes without are new each time.
    pub keys: &'g [u64],
}

/// The picture that the new one should resemble.
#[derive(Debug, Clone, Copy)]
pub struct Before<'l> {
    /// The keys of its nodes.
    pub keys: &'l [u64],
    /// The picture, made with the same options.
    pub layout: &'l Layout,
    /// The node that keeps its exact place, when both pictures have it.
    pub anchor: Option<u64>,
}

/// Lays out a graph.
///
/// # Errors
///
/// `Code::Cancelled` when `cancel` says so; `Code::Internal` when an edge names a node that isn't there.
pub fn layout(
    input: &Input<'_>,
    options: &Options,
    before: Option<&Before<'_>>,
    cancel: &CancelToken,
) -> Result<Layout> {
    run(input, options, before, &Pulse::new(cancel))
}

fn run(
    input: &Input<'_>,
    options: &Options,
    before: Option<&Before<'_>>,
    pulse: &Pulse<'_>,
) -> Result<Layout> {
    pulse.check()?;
    let count = input.sizes.len();
    if let Some(edge) = input.edges.iter().find(|edge| edge.0.max(edge.1) as usize >= count) {
        return Err(Error::internal(format!(
            "A layout of {count} nodes has an edge {} → {}",
            edge.0, edge.1
        )));
    }
    let frame = Frame::new(options, input);
    let kept = before.map(|before| Kept::find(input, before, &frame)).unwrap_or_default();
    let parts = parts::split(count, input.edges, pulse)?;
    let mut drawings = Vec::with_capacity(parts.len());
    for part in &parts {
        drawings.push(draw::draw(part, &frame, kept.only(&part.nodes).as_ref(), pulse)?);
    }
    let first = kept
        .anchor
        .and_then(|anchor| parts.iter().position(|part| part.nodes.binary_search(&anchor).is_ok()));
    let places = place::place(&drawings, first, &frame, pulse)?;
    let mut layout = picture::assemble(input, &frame, &parts, &drawings, &places, pulse)?;
    if let Some((anchor, old)) = kept.anchor.and_then(|anchor| Some((anchor, kept.old[anchor as usize]?))) {
        // Sums of floating-point numbers are nearly the old place; this is it.
        let (x, y) = frame.to_screen((old.along, old.across));
        layout.nodes[anchor as usize].centre = Point { x, y };
    }
    Ok(layout)
}
