//! Connected components, each of which is laid out on its own.

use super::graph::Rows;
use super::pulse::Pulse;
use crate::Result;

/// A connected component with nodes numbered from 0 in the order of the input.
#[derive(Debug)]
pub(super) struct Part {
    /// By local number: the node of the input. Ascending.
    pub(super) nodes: Vec<u32>,
    /// Local ends of the edges that are no self loops.
    pub(super) edges: Vec<(u32, u32)>,
    /// The edge of the input for each of `edges`. Ascending.
    pub(super) edge_ids: Vec<u32>,
}

/// Splits a graph of `count` nodes, in the order of each component's first node.
pub(super) fn split(count: usize, edges: &[(u32, u32)], pulse: &Pulse<'_>) -> Result<Vec<Part>> {
    let part_of = label(count, edges, pulse)?;
    let parts = part_of.iter().max().map_or(0, |&last| last as usize + 1);
    let nodes = Rows::collect(parts, part_of.iter().copied().zip(0..));
    let mut local = vec![0_u32; count];
    for part in 0..parts as u32 {
        for (&node, number) in nodes.row(part).iter().zip(0..) {
            local[node as usize] = number;
        }
    }
    pulse.work(count)?;
    let proper = edges.iter().zip(0..).filter(|(edge, _)| edge.0 != edge.1);
    let ids = Rows::collect(parts, proper.map(|(edge, id)| (part_of[edge.0 as usize], id)));
    let mut split = Vec::with_capacity(parts);
    for part in 0..parts as u32 {
        let edge_ids = ids.row(part).to_vec();
        let ends = |&id: &u32| {
            let (from, to) = edges[id as usize];
            (local[from as usize], local[to as usize])
        };
        pulse.work(edge_ids.len())?;
        split.push(Part {
            nodes: nodes.row(part).to_vec(),
            edges: edge_ids.iter().map(ends).collect(),
            edge_ids,
        });
    }
    Ok(split)
}

/// The component of each node, numbered in the order of their first nodes.
fn label(count: usize, edges: &[(u32, u32)], pulse: &Pulse<'_>) -> Result<Vec<u32>> {
    let mut parent: Vec<u32> = (0..count as u32).collect();
    for &(from, to) in edges {
        let (a, b) = (root(&mut parent, from), root(&mut parent, to));
        // The smaller number stays the root: the first node of a component names it.
        parent[a.max(b) as usize] = a.min(b);
        pulse.work(1)?;
    }
    let mut labels = vec![0_u32; count];
    let mut next = 0;
    for node in 0..count as u32 {
        let root = root(&mut parent, node);
        labels[node as usize] = if root == node { next } else { labels[root as usize] };
        next += u32::from(root == node);
    }
    Ok(labels)
}

fn root(parent: &mut [u32], mut node: u32) -> u32 {
    while parent[node as usize] != node {
        let above = parent[parent[node as usize] as usize];
        parent[node as usize] = above;
        node = above;
    }
    node
}
