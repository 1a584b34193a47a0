//! A spanning tree of arcs that are as short as they may be: where the network simplex starts.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::graph::{Arc, Incidence};
use super::pulse::Pulse;
use crate::Result;

/// Moves groups of nodes together until tight arcs connect everything; gives those arcs.
///
/// The smallest group always moves to its nearest neighbour, so that a node moves at most log n times.
pub(super) fn grow(
    ranks: &mut [i32],
    arcs: &[Arc],
    incidence: &Incidence,
    pulse: &Pulse<'_>,
) -> Result<Vec<u32>> {
    let mut groups = Groups::new(ranks.len());
    let mut tree = Vec::with_capacity(ranks.len());
    for (arc, index) in arcs.iter().zip(0..) {
        if slack(ranks, *arc) == 0 && groups.join(arc.tail, arc.head) {
            tree.push(index);
        }
        pulse.work(4)?;
    }
    let mut smallest: BinaryHeap<Reverse<(usize, u32)>> = groups
        .members
        .iter()
        .zip(0..)
        .filter(|(m, _)| !m.is_empty())
        .map(|(m, g)| Reverse((m.len(), g)))
        .collect();
    while let Some(Reverse((size, group))) = smallest.pop() {
        if groups.members[group as usize].len() != size {
            continue;
        }
        let Some((arc, shift)) = groups.nearest(group, ranks, arcs, incidence, pulse)? else {
            break;
        };
        for &node in &groups.members[group as usize] {
            ranks[node as usize] += shift;
        }
        groups.join(arcs[arc as usize].tail, arcs[arc as usize].head);
        tree.push(arc);
        let joined = groups.of[arcs[arc as usize].tail as usize];
        smallest.push(Reverse((groups.members[joined as usize].len(), joined)));
    }
    Ok(tree)
}

/// By how much an arc is longer than it has to be.
pub(super) fn slack(ranks: &[i32], arc: Arc) -> i32 {
    ranks[arc.head as usize] - ranks[arc.tail as usize] - arc.span as i32
}

struct Groups {
    of: Vec<u32>,
    members: Vec<Vec<u32>>,
}

impl Groups {
    fn new(nodes: usize) -> Self {
        Self { of: (0..nodes as u32).collect(), members: (0..nodes as u32).map(|node| vec![node]).collect() }
    }

    /// Makes one group of two; false when they were one.
    fn join(&mut self, a: u32, b: u32) -> bool {
        let (a, b) = (self.of[a as usize], self.of[b as usize]);
        if a == b {
            return false;
        }
        let a_is_smaller = self.members[a as usize].len() < self.members[b as usize].len();
        let (small, large) = if a_is_smaller { (a, b) } else { (b, a) };
        let moved = std::mem::take(&mut self.members[small as usize]);
        for &node in &moved {
            self.of[node as usize] = large;
        }
        self.members[large as usize].extend(moved);
        true
    }

    /// The arc out of a group with the least slack and the shift of the group that makes it tight.
    fn nearest(
        &self,
        group: u32,
        ranks: &[i32],
        arcs: &[Arc],
        incidence: &Incidence,
        pulse: &Pulse<'_>,
    ) -> Result<Option<(u32, i32)>> {
        let mut best: Option<(i32, u32, i32)> = None;
        let mut see = |index: u32, sign: i32| {
            let arc = arcs[index as usize];
            if self.of[arc.tail as usize] != self.of[arc.head as usize] {
                let slack = slack(ranks, arc);
                if best.is_none_or(|(least, ..)| slack < least) {
                    best = Some((slack, index, sign * slack));
                }
            }
        };
        for &node in &self.members[group as usize] {
            incidence.out.row(node).iter().for_each(|&arc| see(arc, 1));
            incidence.into.row(node).iter().for_each(|&arc| see(arc, -1));
            pulse.work(2)?;
        }
        Ok(best.map(|(_, arc, shift)| (arc, shift)))
    }
}
