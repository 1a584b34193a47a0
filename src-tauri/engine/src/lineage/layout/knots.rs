//! Strongly connected components: where the cycles are. Tarjan 1972, without recursion.

use super::graph::Rows;
use super::pulse::Pulse;
use crate::Result;

/// Nodes that all reach each other, numbered anew from 0 in ascending order, with the edges among them.
#[derive(Debug, Default)]
pub(super) struct Knot {
    pub(super) nodes: Vec<u32>,
    pub(super) edges: Vec<(u32, u32)>,
    /// By edge of the knot: its index among all edges.
    pub(super) ids: Vec<u32>,
}

/// The knots of a graph without self loops, each with at least two nodes.
pub(super) fn find(nodes: usize, edges: &[(u32, u32)], pulse: &Pulse<'_>) -> Result<Vec<Knot>> {
    let label = Search::new(nodes, edges).run(pulse)?;
    let components = label.iter().max().map_or(0, |&last| last as usize + 1);
    if components == nodes {
        return Ok(Vec::new());
    }
    let members = Rows::collect(components, label.iter().copied().zip(0..));
    let inner =
        edges.iter().zip(0_u32..).filter(|((from, to), _)| label[*from as usize] == label[*to as usize]);
    let inside = Rows::collect(components, inner.map(|((from, _), id)| (label[*from as usize], id)));
    let mut local = vec![0_u32; nodes];
    let mut knots = Vec::new();
    for component in (0..components as u32).filter(|&component| members.row(component).len() > 1) {
        for (&node, number) in members.row(component).iter().zip(0..) {
            local[node as usize] = number;
        }
        let ids = inside.row(component).to_vec();
        let ends = |&id: &u32| (local[edges[id as usize].0 as usize], local[edges[id as usize].1 as usize]);
        pulse.work(ids.len())?;
        knots.push(Knot {
            nodes: members.row(component).to_vec(),
            edges: ids.iter().map(ends).collect(),
            ids,
        });
    }
    Ok(knots)
}

const UNSEEN: u32 = u32::MAX;

struct Search {
    out: Rows,
    /// Order of discovery.
    index: Vec<u32>,
    low: Vec<u32>,
    label: Vec<u32>,
    /// Nodes whose component isn't known yet.
    open: Vec<u32>,
    /// The path of the search: a node and how many of its successors were followed.
    path: Vec<(u32, u32)>,
    seen: u32,
    labels: u32,
}

impl Search {
    fn new(nodes: usize, edges: &[(u32, u32)]) -> Self {
        Self {
            out: Rows::collect(nodes, edges.iter().copied()),
            index: vec![UNSEEN; nodes],
            low: vec![0; nodes],
            label: vec![UNSEEN; nodes],
            open: Vec::new(),
            path: Vec::new(),
            seen: 0,
            labels: 0,
        }
    }

    /// The component of each node.
    fn run(mut self, pulse: &Pulse<'_>) -> Result<Vec<u32>> {
        for start in 0..self.index.len() as u32 {
            if self.index[start as usize] == UNSEEN {
                self.discover(start);
            }
            while let Some(&(node, followed)) = self.path.last() {
                self.step(node, followed);
                pulse.work(1)?;
            }
        }
        Ok(self.label)
    }

    fn discover(&mut self, node: u32) {
        self.index[node as usize] = self.seen;
        self.low[node as usize] = self.seen;
        self.seen += 1;
        self.open.push(node);
        self.path.push((node, 0));
    }

    fn step(&mut self, node: u32, followed: u32) {
        let Some(&next) = self.out.row(node).get(followed as usize) else {
            return self.leave(node);
        };
        if let Some(top) = self.path.last_mut() {
            top.1 += 1;
        }
        if self.index[next as usize] == UNSEEN {
            self.discover(next);
        } else if self.label[next as usize] == UNSEEN {
            self.low[node as usize] = self.low[node as usize].min(self.index[next as usize]);
        }
    }

    fn leave(&mut self, node: u32) {
        self.path.pop();
        if let Some(&(above, _)) = self.path.last() {
            self.low[above as usize] = self.low[above as usize].min(self.low[node as usize]);
        }
        if self.low[node as usize] != self.index[node as usize] {
            return;
        }
        while let Some(member) = self.open.pop() {
            self.label[member as usize] = self.labels;
            if member == node {
                break;
            }
        }
        self.labels += 1;
    }
}
