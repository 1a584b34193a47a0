//! What lies upstream and downstream.

use std::collections::VecDeque;

use super::graph::{At, LineageGraph, NodeKey};
use crate::model::VersionId;

/// Which way is followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// Where the data came from.
    Up,
    /// Where the data went.
    Down,
}

/// What was reached: nodes with their distance from the root in edges, negative upstream. The root is first, with 0;
/// then upstream and downstream, nearest first. A node on a cycle, which lies both ways, has its nearest distance.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reach {
    /// The nodes.
    pub nodes: Vec<(NodeKey, i32)>,
}

/// A step of depth is version → run → version. From a run, the first is the run's own versions.
pub(super) fn edges_of_depth(root: NodeKey, depth: Option<u32>) -> u32 {
    match depth {
        None => u32::MAX,
        Some(depth) if root.is_run() => depth.saturating_mul(2).saturating_sub(1),
        Some(depth) => depth.saturating_mul(2),
    }
}

impl LineageGraph {
    /// Everything upstream (`up`), downstream (`down`) or both of a node, at most `depth` steps away; without a depth,
    /// all. A node that no edge touches is reached alone.
    pub fn closure(&self, root: NodeKey, up: bool, down: bool, depth: Option<u32>) -> Reach {
        let mut reach = Reach { nodes: vec![(root, 0)] };
        let Some(start) = self.find(root) else { return reach };
        let limit = edges_of_depth(root, depth);
        let mut seen = vec![false; self.node_count()];
        for (direction, wanted) in [(Direction::Up, up), (Direction::Down, down)] {
            if !wanted {
                continue;
            }
            let sign = if direction == Direction::Up { -1 } else { 1 };
            let found = self.walk(&[start], direction, limit);
            for (at, distance) in found.into_iter().skip(1) {
                if !std::mem::replace(&mut seen[at.index()], true) {
                    reach.nodes.push((self.key(at), sign * distance as i32));
                }
            }
        }
        reach
    }

    /// Versions upstream (`up`), downstream (`down`) or both of several versions, at most `depth` steps away, with their
    /// distance in edges from the nearest of them, negative upstream. The versions themselves are left out.
    pub(crate) fn versions_around(
        &self,
        roots: &[VersionId],
        up: bool,
        down: bool,
        depth: Option<u32>,
    ) -> Vec<(VersionId, i32)> {
        let starts: Vec<At> = roots.iter().filter_map(|id| self.find(NodeKey::Version(*id))).collect();
        let limit = depth.map_or(u32::MAX, |depth| depth.saturating_mul(2));
        let mut seen = vec![false; self.node_count()];
        for start in &starts {
            seen[start.index()] = true;
        }
        let mut reached = Vec::new();
        for (direction, sign) in [(Direction::Up, -1), (Direction::Down, 1)] {
            if !(if sign < 0 { up } else { down }) {
                continue;
            }
            for (at, distance) in self.walk(&starts, direction, limit) {
                if let (NodeKey::Version(id), false) =
                    (self.key(at), std::mem::replace(&mut seen[at.index()], true))
                {
                    reached.push((id, sign * distance as i32));
                }
            }
        }
        reached
    }

    /// Breadth first from several nodes: every node that is reached with its distance, the starts with 0.
    pub(super) fn walk(&self, starts: &[At], direction: Direction, limit: u32) -> Vec<(At, u32)> {
        let mut seen = vec![false; self.node_count()];
        let mut found = Vec::new();
        let mut queue = VecDeque::new();
        for start in starts {
            if !std::mem::replace(&mut seen[start.index()], true) {
                queue.push_back((*start, 0));
            }
        }
        while let Some((at, distance)) = queue.pop_front() {
            found.push((at, distance));
            if distance == limit {
                continue;
            }
            let mut visit = |next: At| {
                if !std::mem::replace(&mut seen[next.index()], true) {
                    queue.push_back((next, distance + 1));
                }
            };
            match direction {
                Direction::Up => self.before(at).for_each(&mut visit),
                Direction::Down => self.after(at).for_each(&mut visit),
            }
        }
        found
    }
}
