//! Horizontal compaction: coordinates for blocks, as close together as the gaps allow.
//!
//! Blocks with "stands left of" between them form a graph without cycles; a longest path from the left gives
//! the least coordinates, and a pass from the right moves each block towards its right neighbours. The original
//! algorithm 3 moves classes of blocks instead, which its erratum (Brandes, Walter and Zink 2020) had to
//! correct; blocks one by one need no classes, respect sizes of nodes, and leave no gap that a class would.

use std::ops::Range;

use super::align::{Blocks, Sorted, View};
use super::pulse::Pulse;
use crate::Result;

/// How far apart neighbours in a layer stand.
#[derive(Debug)]
pub(super) struct Spacing {
    /// By vertex: half its size across the layers; 0 for dummies.
    pub(super) half: Vec<f64>,
    /// Vertices below are nodes.
    pub(super) nodes: u32,
    /// Between the borders of two nodes.
    pub(super) node_gap: f64,
}

/// Lines need less room beside each other than nodes do, and a line beside a node something between.
const LINE_SHARE: f64 = 0.5;
const LINE_NODE_SHARE: f64 = 0.75;

impl Spacing {
    /// The least distance of the centres of two neighbours.
    pub(super) fn apart(&self, a: u32, b: u32) -> f64 {
        let share = match (a < self.nodes, b < self.nodes) {
            (true, true) => 1.0,
            (false, false) => LINE_SHARE,
            _ => LINE_NODE_SHARE,
        };
        self.half[a as usize] + self.half[b as usize] + self.node_gap * share
    }
}

/// Coordinates by vertex for one alignment.
pub(super) fn compact(
    sorted: &Sorted<'_>,
    blocks: &Blocks,
    view: View,
    spacing: &Spacing,
    pulse: &Pulse<'_>,
) -> Result<Vec<f64>> {
    let mut at = vec![0.0_f64; blocks.root.len()];
    let order = push_right(sorted, blocks, view, spacing, &mut at, pulse)?;
    for &root in order.iter().rev() {
        let mut room = f64::INFINITY;
        for vertex in blocks.members(root) {
            pulse.work(4)?;
            if let Some(right) = right_of(sorted, view, vertex) {
                let other = blocks.root[right as usize];
                room = room.min(at[other as usize] - spacing.apart(vertex, right));
            }
        }
        if room.is_finite() {
            at[root as usize] = at[root as usize].max(room);
        }
    }
    let sign = if view.mirrored { -1.0 } else { 1.0 };
    Ok(blocks.root.iter().map(|&root| sign * at[root as usize]).collect())
}

/// Gives each block the least coordinate; gives the blocks from left to right.
fn push_right(
    sorted: &Sorted<'_>,
    blocks: &Blocks,
    view: View,
    spacing: &Spacing,
    at: &mut [f64],
    pulse: &Pulse<'_>,
) -> Result<Vec<u32>> {
    let vertices: Range<u32> = 0..at.len() as u32;
    let mut waits = vec![0_u32; at.len()];
    for vertex in vertices.clone() {
        if let Some(right) = right_of(sorted, view, vertex) {
            waits[blocks.root[right as usize] as usize] += 1;
        }
    }
    let is_free = |&vertex: &u32| blocks.root[vertex as usize] == vertex && waits[vertex as usize] == 0;
    let mut order: Vec<u32> = vertices.filter(is_free).collect();
    let mut next = 0;
    while let Some(&root) = order.get(next) {
        next += 1;
        for vertex in blocks.members(root) {
            pulse.work(8)?;
            if let Some(right) = right_of(sorted, view, vertex) {
                let other = blocks.root[right as usize] as usize;
                at[other] = at[other].max(at[root as usize] + spacing.apart(vertex, right));
                waits[other] -= 1;
                if waits[other] == 0 {
                    order.push(other as u32);
                }
            }
        }
    }
    Ok(order)
}

/// The neighbour in the layer towards greater coordinates of the view.
fn right_of(sorted: &Sorted<'_>, view: View, vertex: u32) -> Option<u32> {
    let row = sorted.order.layers.row(sorted.layers.rank[vertex as usize]);
    let place = sorted.order.pos[vertex as usize] as usize;
    let right = if view.mirrored { place.checked_sub(1)? } else { place + 1 };
    row.get(right).copied()
}
