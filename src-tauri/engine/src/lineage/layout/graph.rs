//! The two shapes of graph that the phases share: rows of neighbours, and weighted arcs without cycles.

use super::pulse::Pulse;
use crate::Result;

/// Rows of numbers in one allocation ("compressed sparse rows").
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    start: Vec<u32>,
    items: Vec<u32>,
}

impl Rows {
    /// Sorts `(row, item)` pairs into `count` rows; items keep the order in which they came.
    pub(super) fn collect(count: usize, pairs: impl Iterator<Item = (u32, u32)> + Clone) -> Self {
        let mut start = vec![0_u32; count + 1];
        for (row, _) in pairs.clone() {
            start[row as usize + 1] += 1;
        }
        for row in 0..count {
            start[row + 1] += start[row];
        }
        let mut next = start.clone();
        let mut items = vec![0; start[count] as usize];
        for (row, item) in pairs {
            let slot = &mut next[row as usize];
            items[*slot as usize] = item;
            *slot += 1;
        }
        Self { start, items }
    }

    /// The number of rows.
    pub(super) fn len(&self) -> usize {
        self.start.len().saturating_sub(1)
    }

    /// The items of a row.
    pub(super) fn row(&self, row: u32) -> &[u32] {
        &self.items[self.first(row)..self.first(row + 1)]
    }

    /// The items of a row, to be reordered.
    pub(super) fn row_mut(&mut self, row: u32) -> &mut [u32] {
        let (from, to) = (self.first(row), self.first(row + 1));
        &mut self.items[from..to]
    }

    /// Takes the items of rows of the same lengths.
    pub(super) fn copy_from(&mut self, other: &Self) {
        self.items.copy_from_slice(&other.items);
    }

    /// Where a row begins among all items.
    pub(super) fn first(&self, row: u32) -> usize {
        self.start[row as usize] as usize
    }

    /// The number of items in all rows.
    pub(super) fn total(&self) -> usize {
        self.items.len()
    }
}

/// One or more parallel edges after the cycles were broken: `tail` lies left of `head`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Arc {
    pub(super) tail: u32,
    pub(super) head: u32,
    /// How much its length counts.
    pub(super) weight: i64,
    /// Layers between the ends, at least.
    pub(super) span: u32,
}

/// The arcs of a component and which edge became which.
#[derive(Debug, Default)]
pub(super) struct Arcs {
    /// Sorted by tail, then head; no two have both in common.
    pub(super) list: Vec<Arc>,
    /// By edge: the arc that stands for it.
    pub(super) of_edge: Vec<u32>,
}

impl Arcs {
    /// Turns `edges` round where `reversed` says so and merges parallel ones.
    pub(super) fn merge(edges: &[(u32, u32)], reversed: &[bool]) -> Self {
        let ends = |edge: usize| {
            let (from, to) = edges[edge];
            if reversed[edge] { (to, from) } else { (from, to) }
        };
        let mut by_ends: Vec<(u32, u32, u32)> = (0..edges.len())
            .map(|edge| {
                let (tail, head) = ends(edge);
                (tail, head, edge as u32)
            })
            .collect();
        by_ends.sort_unstable();
        let mut arcs = Self { list: Vec::with_capacity(edges.len()), of_edge: vec![0; edges.len()] };
        for (tail, head, edge) in by_ends {
            arcs.add(tail, head);
            arcs.of_edge[edge as usize] = arcs.list.len() as u32 - 1;
        }
        arcs
    }

    fn add(&mut self, tail: u32, head: u32) {
        match self.list.last_mut() {
            Some(last) if last.tail == tail && last.head == head => last.weight += 1,
            _ => self.list.push(Arc { tail, head, weight: 1, span: 1 }),
        }
    }
}

/// The arcs that leave and that enter each node, as indices into the list of arcs.
#[derive(Debug)]
pub(super) struct Incidence {
    pub(super) out: Rows,
    pub(super) into: Rows,
}

impl Incidence {
    pub(super) fn new(nodes: usize, arcs: &[Arc]) -> Self {
        let ends = arcs.iter().zip(0..);
        Self {
            out: Rows::collect(nodes, ends.clone().map(|(arc, index)| (arc.tail, index))),
            into: Rows::collect(nodes, ends.map(|(arc, index)| (arc.head, index))),
        }
    }
}

/// The nodes in an order in which every arc goes forward (Kahn 1962), first in first out.
pub(super) fn topological(
    nodes: usize,
    arcs: &[Arc],
    incidence: &Incidence,
    pulse: &Pulse<'_>,
) -> Result<Vec<u32>> {
    let mut waits: Vec<u32> = (0..nodes as u32).map(|node| incidence.into.row(node).len() as u32).collect();
    let mut order: Vec<u32> = (0..nodes as u32).filter(|&node| waits[node as usize] == 0).collect();
    let mut next = 0;
    while next < order.len() {
        for &arc in incidence.out.row(order[next]) {
            let head = arcs[arc as usize].head;
            waits[head as usize] -= 1;
            if waits[head as usize] == 0 {
                order.push(head);
            }
        }
        pulse.work(1 + incidence.out.row(order[next]).len())?;
        next += 1;
    }
    Ok(order)
}
