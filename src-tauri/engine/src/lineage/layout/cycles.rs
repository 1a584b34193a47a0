//! Phase 1: which edges are drawn backwards, so that all others go from left to right.
//!
//! Only edges inside a strongly connected component can close a cycle; no other is ever touched. Each knot
//! gets an order of its nodes, and the edges that go backwards in it are turned round. Two orders compete:
//! depth-first in input order, which keeps what was recorded first, and the greedy one of Eades, Lin and Smyth
//! 1993. The better is improved by moving single nodes, then edges that close no cycle are turned back.

use std::collections::BTreeSet;

use super::graph::Rows;
use super::knots::{self, Knot};
use super::pulse::Pulse;
use crate::Result;

/// Visits of edges that a knot may cost beyond linear work. Past it the order is good, not the best found.
const EFFORT: usize = 2_000_000;

/// Rounds of moving single nodes.
const ROUNDS: usize = 6;

/// By edge: whether it has to be turned round. `before` has the layers of nodes that were drawn before; edges
/// among those stay as they were where a cycle has to be broken anyway.
pub(super) fn find_reversed(
    nodes: usize,
    edges: &[(u32, u32)],
    before: Option<&[Option<u32>]>,
    pulse: &Pulse<'_>,
) -> Result<Vec<bool>> {
    let mut reversed = vec![false; edges.len()];
    for knot in knots::find(nodes, edges, pulse)? {
        let tangle = Tangle::new(&knot);
        let order = match before {
            Some(layers) if knot.nodes.iter().any(|&node| layers[node as usize].is_some()) => {
                tangle.order_as_before(layers, pulse)?
            }
            _ => tangle.best_order(pulse)?,
        };
        for (edge, backward) in tangle.relax(&order, pulse)?.into_iter().enumerate() {
            reversed[knot.ids[edge] as usize] = backward;
        }
    }
    Ok(reversed)
}

/// A knot and its incidence; nodes and edges by their numbers in the knot.
struct Tangle<'k> {
    knot: &'k Knot,
    out: Rows,
    into: Rows,
}

impl<'k> Tangle<'k> {
    fn new(knot: &'k Knot) -> Self {
        let nodes = knot.nodes.len();
        let out = Rows::collect(nodes, knot.edges.iter().zip(0..).map(|(edge, id)| (edge.0, id)));
        let into = Rows::collect(nodes, knot.edges.iter().zip(0..).map(|(edge, id)| (edge.1, id)));
        Self { knot, out, into }
    }

    fn heads(&self, node: u32) -> impl Iterator<Item = u32> {
        self.out.row(node).iter().map(|&edge| self.knot.edges[edge as usize].1)
    }

    fn tails(&self, node: u32) -> impl Iterator<Item = u32> {
        self.into.row(node).iter().map(|&edge| self.knot.edges[edge as usize].0)
    }

    fn best_order(&self, pulse: &Pulse<'_>) -> Result<Vec<u32>> {
        let recorded = self.depth_first(pulse)?;
        let greedy = self.greedy(pulse)?;
        let order = if self.backward(&greedy) < self.backward(&recorded) { greedy } else { recorded };
        self.sift(order, pulse)
    }

    fn backward(&self, order: &[u32]) -> usize {
        let place = places(order);
        self.knot.edges.iter().filter(|(from, to)| place[*from as usize] > place[*to as usize]).count()
    }

    /// Nodes by falling time of leaving in a depth-first search; only its back edges go backwards.
    fn depth_first(&self, pulse: &Pulse<'_>) -> Result<Vec<u32>> {
        let mut seen = vec![false; self.out.len()];
        let mut order = Vec::with_capacity(seen.len());
        let mut path = vec![(0_u32, 0_usize)];
        seen[0] = true;
        // One start is enough: in a knot every node is reached from every other.
        while let Some((node, followed)) = path.last_mut() {
            pulse.work(1)?;
            let Some(&edge) = self.out.row(*node).get(*followed) else {
                order.push(*node);
                path.pop();
                continue;
            };
            *followed += 1;
            let next = self.knot.edges[edge as usize].1;
            if !std::mem::replace(&mut seen[next as usize], true) {
                path.push((next, 0));
            }
        }
        order.reverse();
        Ok(order)
    }

    /// Eades, Lin and Smyth 1993: sinks go last, sources first, else the node with most out over in.
    fn greedy(&self, pulse: &Pulse<'_>) -> Result<Vec<u32>> {
        let nodes = self.out.len() as u32;
        let mut balance: Vec<(i64, i64)> =
            (0..nodes).map(|v| (self.out.row(v).len() as i64, self.into.row(v).len() as i64)).collect();
        // Sinks have the rank i64::MIN, sources the next; the first of the set is always the next to go.
        let rank = |(out, into): (i64, i64)| match (out, into) {
            (0, _) => i64::MIN,
            (_, 0) => i64::MIN + 1,
            (out, into) => into - out,
        };
        let mut waiting: BTreeSet<(i64, u32)> = (0..nodes).map(|v| (rank(balance[v as usize]), v)).collect();
        let (mut first, mut last) = (Vec::new(), Vec::new());
        while let Some((key, node)) = waiting.pop_first() {
            let side = if key == i64::MIN { &mut last } else { &mut first };
            side.push(node);
            for (other, leaves) in
                self.heads(node).map(|v| (v, false)).chain(self.tails(node).map(|v| (v, true)))
            {
                let entry = &mut balance[other as usize];
                if waiting.remove(&(rank(*entry), other)) {
                    if leaves {
                        entry.0 -= 1;
                    } else {
                        entry.1 -= 1;
                    }
                    waiting.insert((rank(*entry), other));
                }
                pulse.work(8)?;
            }
        }
        last.reverse();
        first.append(&mut last);
        Ok(first)
    }

    /// Moves one node after the other to where the fewest of its edges go backwards.
    fn sift(&self, mut order: Vec<u32>, pulse: &Pulse<'_>) -> Result<Vec<u32>> {
        let mut place = places(&order);
        let mut effort = 0;
        for _ in 0..ROUNDS {
            let mut moved = false;
            for node in 0..order.len() as u32 {
                if effort > EFFORT {
                    return Ok(order);
                }
                let from = place[node as usize] as usize;
                let to = self.best_place(node, &place);
                let cost = self.out.row(node).len() + self.into.row(node).len() + from.abs_diff(to);
                effort += cost;
                pulse.work(cost)?;
                if to == from {
                    continue;
                }
                moved = true;
                if to > from {
                    order[from..=to].rotate_left(1);
                } else {
                    order[to..=from].rotate_right(1);
                }
                for at in from.min(to)..=from.max(to) {
                    place[order[at] as usize] = at as u32;
                }
            }
            if !moved {
                break;
            }
        }
        Ok(order)
    }

    /// The place of `node` with the fewest backward edges, its own unless another is strictly better.
    fn best_place(&self, node: u32, place: &[u32]) -> usize {
        let own = place[node as usize];
        // Going right past a head costs one, past a tail gains one.
        let mut steps: Vec<(u32, i64)> = self.heads(node).map(|v| (place[v as usize], 1)).collect();
        steps.extend(self.tails(node).map(|v| (place[v as usize], -1)));
        steps.sort_unstable();
        let (mut best, mut best_at, mut sum) = (0, own, 0);
        for &(at, step) in steps.iter().filter(|step| step.0 > own) {
            sum += step;
            if sum < best {
                (best, best_at) = (sum, at);
            }
        }
        sum = 0;
        for &(at, step) in steps.iter().rev().filter(|step| step.0 < own) {
            sum -= step;
            if sum < best {
                (best, best_at) = (sum, at);
            }
        }
        best_at as usize
    }

    /// Nodes by their layer before; new ones beside a neighbour that has one.
    fn order_as_before(&self, layers: &[Option<u32>], pulse: &Pulse<'_>) -> Result<Vec<u32>> {
        let mut order = self.depth_first(pulse)?;
        let old = |node: u32| layers[self.knot.nodes[node as usize] as usize];
        let mut key: Vec<u64> = vec![0; order.len()];
        for &node in &order {
            // Doubled, so that a new node fits between two layers.
            let beside = self.tails(node).map(|tail| key[tail as usize] | 1).max();
            key[node as usize] = old(node).map_or(beside.unwrap_or(0), |layer| u64::from(layer) * 2 + 2);
        }
        order.sort_by_key(|&node| key[node as usize]);
        Ok(order)
    }

    /// The edges that go backwards in `order` and really close a cycle.
    ///
    /// A backward edge is turned back when its head doesn't reach its tail without the other backward edges.
    fn relax(&self, order: &[u32], pulse: &Pulse<'_>) -> Result<Vec<bool>> {
        let place = places(order);
        let goes_back = |place: &[u32], edge: usize| {
            let (from, to) = self.knot.edges[edge];
            place[from as usize] > place[to as usize]
        };
        let mut backward: Vec<bool> =
            (0..self.knot.edges.len()).map(|edge| goes_back(&place, edge)).collect();
        let mut search = Reach { seen: vec![0; order.len()], round: 0, stack: Vec::new(), effort: 0 };
        for edge in 0..backward.len() {
            if backward[edge] && search.effort < EFFORT && !search.closes(self, edge, &backward, pulse)? {
                backward[edge] = false;
            }
        }
        // Turning round is not leaving out: only a common order of all that goes forward is proof.
        let place = places(&self.forward_order(&backward));
        Ok((0..backward.len()).map(|edge| backward[edge] && goes_back(&place, edge)).collect())
    }

    fn forward_order(&self, backward: &[bool]) -> Vec<u32> {
        let forward = |edge: &&u32| !backward[**edge as usize];
        let nodes = 0..self.out.len() as u32;
        let mut waits: Vec<usize> =
            nodes.clone().map(|node| self.into.row(node).iter().filter(forward).count()).collect();
        let mut order: Vec<u32> = nodes.filter(|&node| waits[node as usize] == 0).collect();
        let mut next = 0;
        while next < order.len() {
            for &edge in self.out.row(order[next]).iter().filter(forward) {
                let head = self.knot.edges[edge as usize].1;
                waits[head as usize] -= 1;
                if waits[head as usize] == 0 {
                    order.push(head);
                }
            }
            next += 1;
        }
        order
    }
}

/// A search from the head of one edge for its tail.
struct Reach {
    seen: Vec<u32>,
    round: u32,
    stack: Vec<u32>,
    effort: usize,
}

impl Reach {
    fn closes(
        &mut self,
        tangle: &Tangle<'_>,
        edge: usize,
        backward: &[bool],
        pulse: &Pulse<'_>,
    ) -> Result<bool> {
        let (target, start) = tangle.knot.edges[edge];
        self.round += 1;
        self.stack.clear();
        self.stack.push(start);
        self.seen[start as usize] = self.round;
        while let Some(node) = self.stack.pop() {
            if node == target {
                return Ok(true);
            }
            let row = tangle.out.row(node);
            self.effort += row.len() + 1;
            pulse.work(row.len() + 1)?;
            for &next in row.iter().filter(|&&next| !backward[next as usize]) {
                let head = tangle.knot.edges[next as usize].1;
                if self.seen[head as usize] != self.round {
                    self.seen[head as usize] = self.round;
                    self.stack.push(head);
                }
            }
        }
        Ok(false)
    }
}

/// Where each node stands in an order.
fn places(order: &[u32]) -> Vec<u32> {
    let mut place = vec![0; order.len()];
    for (&node, at) in order.iter().zip(0..) {
        place[node as usize] = at;
    }
    place
}
