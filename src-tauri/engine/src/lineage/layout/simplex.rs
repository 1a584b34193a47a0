//! The network simplex for layers: Gansner, Koutsofios, North and Vo, "A Technique for Drawing Directed
//! Graphs", 1993, section 2.3. The sum of weighted arc lengths falls with each exchange and is least at the end.
//!
//! The tree is kept as parents, children and numbers of a post-order walk; the nodes below a node are then a
//! range of `by_lim`, and no step needs recursion.

use super::graph::{Arc, Incidence};
use super::pulse::Pulse;
use super::tight_tree::{grow, slack};
use crate::Result;

/// Visits of arcs and nodes that the exchanges may cost, and more per node and arc of a large graph. Every
/// state between two exchanges has legal layers, so that stopping early costs length, not legality.
const EFFORT: usize = 6_000_000;
const EFFORT_PER_ITEM: usize = 100;

/// How many arcs that should leave the tree are compared before the worst of them leaves.
const COMPARED: usize = 30;

const NONE: u32 = u32::MAX;

/// Shortens `ranks`, which must be legal, of a connected graph.
pub(super) fn improve(
    ranks: &mut [i32],
    arcs: &[Arc],
    incidence: &Incidence,
    pulse: &Pulse<'_>,
) -> Result<()> {
    if ranks.len() < 2 {
        return Ok(());
    }
    let tree_arcs = grow(ranks, arcs, incidence, pulse)?;
    let mut tree = Tree::new(ranks.len(), arcs, tree_arcs, pulse)?;
    tree.init_cuts(incidence);
    let mut left = EFFORT + EFFORT_PER_ITEM * (ranks.len() + arcs.len());
    while let Some(leave) = tree.leaving() {
        let Some(cost) = tree.exchange(leave, ranks, incidence, pulse)? else { break };
        if cost >= left {
            break;
        }
        left -= cost;
    }
    Ok(())
}

struct Tree<'a> {
    arcs: &'a [Arc],
    /// The arcs of the tree, and where the search for one to leave goes on.
    members: Vec<u32>,
    next: usize,
    /// By arc: its place in `members`, or `NONE`.
    place: Vec<u32>,
    /// By arc of the tree: weight from tail's side to head's side less the weight back.
    cut: Vec<i64>,
    parent: Vec<u32>,
    parent_arc: Vec<u32>,
    first_child: Vec<u32>,
    after: Vec<u32>,
    before: Vec<u32>,
    /// Post-order number, and the least number below.
    lim: Vec<u32>,
    low: Vec<u32>,
    by_lim: Vec<u32>,
}

impl<'a> Tree<'a> {
    fn new(nodes: usize, arcs: &'a [Arc], members: Vec<u32>, pulse: &Pulse<'_>) -> Result<Self> {
        let chosen: Vec<Arc> = members.iter().map(|&arc| arcs[arc as usize]).collect();
        let mut place = vec![NONE; arcs.len()];
        for (&arc, at) in members.iter().zip(0..) {
            place[arc as usize] = at;
        }
        let mut tree = Self {
            arcs,
            next: 0,
            place,
            cut: vec![0; arcs.len()],
            parent: vec![NONE; nodes],
            parent_arc: vec![NONE; nodes],
            first_child: vec![NONE; nodes],
            after: vec![NONE; nodes],
            before: vec![NONE; nodes],
            lim: vec![0; nodes],
            low: vec![0; nodes],
            by_lim: vec![0; nodes],
            members,
        };
        tree.hang(&Incidence::new(nodes, &chosen), &chosen, pulse)?;
        tree.number(0, pulse)?;
        Ok(tree)
    }

    /// Gives each node its parent, from node 0 outwards.
    fn hang(&mut self, incidence: &Incidence, chosen: &[Arc], pulse: &Pulse<'_>) -> Result<()> {
        let mut queue = vec![0_u32];
        let mut next = 0;
        while let Some(&node) = queue.get(next) {
            next += 1;
            pulse.work(4)?;
            for &index in incidence.out.row(node).iter().chain(incidence.into.row(node)) {
                let arc = chosen[index as usize];
                let other = if arc.tail == node { arc.head } else { arc.tail };
                if self.parent[node as usize] != other {
                    self.attach(other, node, self.members[index as usize]);
                    queue.push(other);
                }
            }
        }
        Ok(())
    }

    fn attach(&mut self, node: u32, parent: u32, arc: u32) {
        self.parent[node as usize] = parent;
        self.parent_arc[node as usize] = arc;
        let first = std::mem::replace(&mut self.first_child[parent as usize], node);
        self.before[node as usize] = NONE;
        self.after[node as usize] = first;
        if first != NONE {
            self.before[first as usize] = node;
        }
    }

    fn detach(&mut self, node: u32) {
        let (before, after) = (self.before[node as usize], self.after[node as usize]);
        if before == NONE {
            self.first_child[self.parent[node as usize] as usize] = after;
        } else {
            self.after[before as usize] = after;
        }
        if after != NONE {
            self.before[after as usize] = before;
        }
    }

    /// Numbers everything below `top` anew; the set of numbers stays.
    fn number(&mut self, top: u32, pulse: &Pulse<'_>) -> Result<()> {
        let mut next = self.low[top as usize];
        let mut node = top;
        loop {
            self.low[node as usize] = next;
            pulse.work(8)?;
            if self.first_child[node as usize] != NONE {
                node = self.first_child[node as usize];
                continue;
            }
            loop {
                self.lim[node as usize] = next;
                self.by_lim[next as usize] = node;
                next += 1;
                if node == top {
                    return Ok(());
                }
                if self.after[node as usize] != NONE {
                    node = self.after[node as usize];
                    break;
                }
                node = self.parent[node as usize];
            }
        }
    }

    /// The cut of a tree arc is the weight that leaves the nodes below it less the weight that enters them:
    /// arcs between nodes below cancel out.
    fn init_cuts(&mut self, incidence: &Incidence) {
        let weight = |row: &[u32]| row.iter().map(|&arc| self.arcs[arc as usize].weight).sum::<i64>();
        let mut net: Vec<i64> = (0..self.lim.len() as u32)
            .map(|node| weight(incidence.out.row(node)) - weight(incidence.into.row(node)))
            .collect();
        for &node in &self.by_lim {
            let (arc, parent) = (self.parent_arc[node as usize], self.parent[node as usize]);
            if arc != NONE {
                let leaves = self.arcs[arc as usize].tail == node;
                self.cut[arc as usize] = if leaves { net[node as usize] } else { -net[node as usize] };
                net[parent as usize] += net[node as usize];
            }
        }
    }

    /// An arc whose lengthening shortens the whole.
    fn leaving(&mut self) -> Option<u32> {
        let (mut worst, mut found) = (None, 0);
        let mut least = 0;
        for step in 0..self.members.len() {
            let at = (self.next + step) % self.members.len();
            let arc = self.members[at];
            let cut = self.cut[arc as usize];
            if cut >= 0 {
                continue;
            }
            found += 1;
            if cut < least {
                (least, worst) = (cut, Some(arc));
            }
            if found == COMPARED {
                self.next = at + 1;
                break;
            }
        }
        worst
    }

    fn is_below(&self, node: u32, top: u32) -> bool {
        (self.low[top as usize]..=self.lim[top as usize]).contains(&self.lim[node as usize])
    }

    fn below(&self, top: u32) -> std::ops::RangeInclusive<usize> {
        self.low[top as usize] as usize..=self.lim[top as usize] as usize
    }

    /// Puts the arc with the least slack that goes the other way in the place of `leave`; gives the cost.
    fn exchange(
        &mut self,
        leave: u32,
        ranks: &mut [i32],
        incidence: &Incidence,
        pulse: &Pulse<'_>,
    ) -> Result<Option<usize>> {
        let Arc { tail, head, .. } = self.arcs[leave as usize];
        let tail_is_below = self.parent_arc[tail as usize] == leave;
        let top = if tail_is_below { tail } else { head };
        let Some((enter, searched)) = self.entering(top, tail_is_below, ranks, incidence, pulse)? else {
            return Ok(None);
        };
        let shift = slack(ranks, self.arcs[enter as usize]);
        for &node in &self.by_lim[self.below(top)] {
            ranks[node as usize] += if tail_is_below { -shift } else { shift };
        }
        let common = self.update_cuts(leave, enter);
        self.swap(leave, enter, top, tail_is_below);
        self.number(common, pulse)?;
        Ok(Some(searched + self.below(common).count() * 2 + self.members.len() / 16))
    }

    fn entering(
        &self,
        top: u32,
        tail_is_below: bool,
        ranks: &[i32],
        incidence: &Incidence,
        pulse: &Pulse<'_>,
    ) -> Result<Option<(u32, usize)>> {
        let rows = if tail_is_below { &incidence.into } else { &incidence.out };
        let (mut best, mut least, mut cost) = (None, i32::MAX, 0);
        for &node in &self.by_lim[self.below(top)] {
            cost += 1 + rows.row(node).len();
            pulse.work(1 + rows.row(node).len())?;
            for &index in rows.row(node) {
                let arc = self.arcs[index as usize];
                let other = if tail_is_below { arc.tail } else { arc.head };
                if !self.is_below(other, top) && slack(ranks, arc) < least {
                    (best, least) = (Some(index), slack(ranks, arc));
                }
            }
        }
        Ok(best.map(|arc| (arc, cost)))
    }

    /// The cuts change along the cycle that `enter` closes. Gives the highest node of that cycle.
    fn update_cuts(&mut self, leave: u32, enter: u32) -> u32 {
        let cut = self.cut[leave as usize];
        let Arc { tail, head, .. } = self.arcs[enter as usize];
        let common = self.climb(tail, head, cut);
        self.climb(head, tail, -cut);
        self.cut[enter as usize] = -cut;
        self.cut[leave as usize] = 0;
        common
    }

    fn climb(&mut self, mut node: u32, other: u32, cut: i64) -> u32 {
        while !self.is_below(other, node) {
            let arc = self.parent_arc[node as usize];
            let leaves = self.arcs[arc as usize].tail == node;
            self.cut[arc as usize] += if leaves { cut } else { -cut };
            node = self.parent[node as usize];
        }
        node
    }

    /// Hangs what was below `top` on the other end of `enter`: the path between them turns round.
    fn swap(&mut self, leave: u32, enter: u32, top: u32, tail_is_below: bool) {
        let at = std::mem::replace(&mut self.place[leave as usize], NONE);
        self.members[at as usize] = enter;
        self.place[enter as usize] = at;
        let arc = self.arcs[enter as usize];
        // The arc that leaves has its tail below: the one that enters has its head there.
        let (inner, outer) = if tail_is_below { (arc.head, arc.tail) } else { (arc.tail, arc.head) };
        let (mut node, mut parent, mut link) = (inner, outer, enter);
        loop {
            let (old_parent, old_link) = (self.parent[node as usize], self.parent_arc[node as usize]);
            self.detach(node);
            self.attach(node, parent, link);
            if node == top {
                return;
            }
            (parent, link, node) = (node, old_link, old_parent);
        }
    }
}
