//! Ways between two nodes.

use std::collections::VecDeque;

use super::closure::Direction;
use super::graph::{At, LineageGraph, NodeKey};

/// The ways between two nodes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paths {
    /// The shortest, both ends included, in the direction of the data; empty when there is none.
    pub shortest: Vec<NodeKey>,
    /// No way follows the data: the two only have something in common, and the way goes through that.
    pub indirect: bool,
    /// Everything on any way that follows the data from the one to the other, both ends included.
    pub between: Vec<NodeKey>,
}

impl LineageGraph {
    /// The ways between two nodes, whichever came first.
    pub fn paths(&self, one: NodeKey, other: NodeKey) -> Paths {
        let (Some(one), Some(other)) = (self.find(one), self.find(other)) else { return Paths::default() };
        for (from, to) in [(one, other), (other, one)] {
            let shortest = self.shortest(from, to, false);
            if !shortest.is_empty() {
                return Paths {
                    shortest: self.keys(&shortest),
                    indirect: false,
                    between: self.between(from, to),
                };
            }
        }
        let shortest = self.shortest(one, other, true);
        Paths { shortest: self.keys(&shortest), indirect: true, between: Vec::new() }
    }

    fn keys(&self, nodes: &[At]) -> Vec<NodeKey> {
        nodes.iter().map(|at| self.key(*at)).collect()
    }

    /// The shortest way from one node to another, along the data or along edges in any direction.
    fn shortest(&self, from: At, to: At, either_way: bool) -> Vec<At> {
        let mut came_from: Vec<Option<At>> = vec![None; self.node_count()];
        came_from[from.index()] = Some(from);
        let mut queue = VecDeque::from([from]);
        while let Some(at) = queue.pop_front() {
            if at == to {
                return trace(&came_from, to);
            }
            let mut visit = |next: At| {
                let slot = &mut came_from[next.index()];
                if slot.is_none() {
                    *slot = Some(at);
                    queue.push_back(next);
                }
            };
            self.after(at).for_each(&mut visit);
            if either_way {
                self.before(at).for_each(&mut visit);
            }
        }
        Vec::new()
    }

    fn between(&self, from: At, to: At) -> Vec<NodeKey> {
        let mut leads = vec![false; self.node_count()];
        for (at, _) in self.walk(&[to], Direction::Up, u32::MAX) {
            leads[at.index()] = true;
        }
        let reached = self.walk(&[from], Direction::Down, u32::MAX);
        reached.into_iter().filter(|(at, _)| leads[at.index()]).map(|(at, _)| self.key(at)).collect()
    }
}

fn trace(came_from: &[Option<At>], to: At) -> Vec<At> {
    let mut way = vec![to];
    let mut at = to;
    while let Some(before) = came_from[at.index()].filter(|before| *before != at) {
        way.push(before);
        at = before;
    }
    way.reverse();
    way
}
