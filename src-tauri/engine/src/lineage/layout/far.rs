//! Far edges, which have no dummies: in lanes along the border of what they pass.

use super::graph::Arc;
use super::layers::Layers;
use super::routes::Columns;

/// Lanes on each side. More far edges than that beside each other share lanes.
const LANES: usize = 24;

/// The lanes of the far arcs of a component.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// Arc and coordinate across, by arc.
    lanes: Vec<(u32, f64)>,
}

impl Outline {
    pub(super) fn new(layers: &Layers, arcs: &[Arc], columns: &Columns, across: &[f64], gap: f64) -> Self {
        let mut far: Vec<u32> =
            (0..arcs.len() as u32).filter(|&arc| layers.is_far(arcs[arc as usize])).collect();
        if far.is_empty() {
            return Self::default();
        }
        let border = Border::new(layers, columns, across);
        let rank = |node: u32| layers.rank[node as usize];
        far.sort_by_key(|&arc| (rank(arcs[arc as usize].tail), rank(arcs[arc as usize].head), arc));
        let mut sides = [Side::default(), Side::default()];
        let mut lanes = Vec::new();
        for index in far {
            let Arc { tail, head, .. } = arcs[index as usize];
            let (least, most) = border.between(rank(tail) + 1, rank(head) - 1);
            let ends = (across[tail as usize], across[head as usize]);
            let above = (ends.0 - least).abs() + (ends.1 - least).abs();
            let below = (ends.0 - most).abs() + (ends.1 - most).abs();
            // A long detour would hide where the edge leads: then it goes between the nodes.
            if above.min(below) * 2.0 > columns.enter(rank(head)) - columns.leave(rank(tail)) {
                continue;
            }
            let side = &mut sides[usize::from(below < above)];
            let room = (side.take(rank(tail), rank(head)) + 1) as f64 * gap.max(2.0) / 2.0;
            lanes.push((index, if below < above { most + room } else { least - room }));
        }
        lanes.sort_by_key(|lane| lane.0);
        Self { lanes }
    }

    /// Where across a far arc passes; none when it goes through the gaps or isn't far.
    pub(super) fn lane(&self, arc: u32) -> Option<f64> {
        self.lanes.binary_search_by_key(&arc, |lane| lane.0).ok().map(|index| self.lanes[index].1)
    }
}

/// The layers where the lanes of one side are free again.
#[derive(Debug, Default)]
struct Side {
    free: Vec<u32>,
}

impl Side {
    /// The first lane that is free from layer `from` on; `from` never falls.
    fn take(&mut self, from: u32, to: u32) -> usize {
        let lane = self.free.iter().position(|&end| end <= from).unwrap_or(self.free.len());
        if lane == LANES {
            // All taken: the one that ends first is shared.
            let first = (0..LANES).min_by_key(|&lane| self.free[lane]).unwrap_or(0);
            self.free[first] = self.free[first].max(to);
            return first;
        }
        if lane == self.free.len() {
            self.free.push(to);
        } else {
            self.free[lane] = to;
        }
        lane
    }
}

/// The extent of ranges of layers across the flow: a tree whose leaves are the layers.
struct Border {
    leaves: usize,
    extents: Vec<(f64, f64)>,
}

const NOTHING: (f64, f64) = (f64::INFINITY, f64::NEG_INFINITY);

impl Border {
    fn new(layers: &Layers, columns: &Columns, across: &[f64]) -> Self {
        let leaves = layers.members.len();
        let mut extents = vec![NOTHING; leaves * 2];
        for (vertex, (&rank, &at)) in layers.rank.iter().zip(across).enumerate() {
            let half = columns.half.get(vertex).map_or(0.0, |half| half.1);
            let extent = &mut extents[leaves + rank as usize];
            *extent = join(*extent, (at - half, at + half));
        }
        for node in (1..leaves).rev() {
            extents[node] = join(extents[node * 2], extents[node * 2 + 1]);
        }
        Self { leaves, extents }
    }

    /// The extent of the layers `from..=to`.
    fn between(&self, from: u32, to: u32) -> (f64, f64) {
        let (mut left, mut right) = (from as usize + self.leaves, to as usize + self.leaves + 1);
        let mut extent = NOTHING;
        while left < right {
            if left % 2 == 1 {
                extent = join(extent, self.extents[left]);
                left += 1;
            }
            if right % 2 == 1 {
                right -= 1;
                extent = join(extent, self.extents[right]);
            }
            (left, right) = (left / 2, right / 2);
        }
        extent
    }
}

fn join(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0.min(b.0), a.1.max(b.1))
}
