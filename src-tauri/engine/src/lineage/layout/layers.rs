//! Phase 3: long arcs get a dummy vertex in each layer they cross, so that everything connects neighbours.

use super::graph::{Arc, Rows};
use super::pulse::Pulse;
use crate::Result;

/// In larger components an arc across more layers than this is *far*: it gets no dummies and
/// is drawn around the rest or through its gaps.
/// Few people follow a line that far, and dummies are what layouts spend their time on.
const SPAN_LIMIT: u32 = 32;

/// Where so many dummies are enough for all arcs of a component, no arc is far: in a graph that people look at
/// whole, even the longest edge has a way between the nodes, and far edges would double the crossings.
const FREE: usize = 12_000;

/// Dummies of a component: so many, and more per node and arc, up to a ceiling. Beyond it the span limit falls.
const DUMMIES: usize = 20_000;
const DUMMIES_PER_ITEM: usize = 4;
const DUMMIES_AT_MOST: usize = 600_000;

/// A component whose arcs connect neighbouring layers alone. Vertices are first the nodes, then the dummies.
#[derive(Debug)]
pub(super) struct Layers {
    /// How many vertices are nodes.
    pub(super) nodes: usize,
    /// By vertex: its layer.
    pub(super) rank: Vec<u32>,
    /// The vertices of each layer, ascending.
    pub(super) members: Rows,
    /// Neighbours in the layer before and in the layer after.
    pub(super) up: Rows,
    pub(super) down: Rows,
    /// By arc, and one more: its first dummy. The others follow, from tail to head.
    first_dummy: Vec<u32>,
    /// Arcs across more layers than this are far.
    limit: u32,
}

impl Layers {
    pub(super) fn build(mut rank: Vec<u32>, arcs: &[Arc], pulse: &Pulse<'_>) -> Result<Self> {
        let nodes = rank.len();
        let limit = span_limit(&rank, arcs);
        let count = rank.iter().max().map_or(0, |&last| last as usize + 1);
        let mut first_dummy = Vec::with_capacity(arcs.len() + 1);
        let mut segments = Vec::with_capacity(arcs.len());
        for arc in arcs {
            first_dummy.push(rank.len() as u32);
            let (from, to) = (rank[arc.tail as usize], rank[arc.head as usize]);
            pulse.work(1)?;
            if to - from > limit {
                continue;
            }
            let mut last = arc.tail;
            for layer in from + 1..to {
                segments.push((last, rank.len() as u32));
                last = rank.len() as u32;
                rank.push(layer);
            }
            segments.push((last, arc.head));
        }
        first_dummy.push(rank.len() as u32);
        pulse.work(segments.len() * 4)?;
        Ok(Self {
            nodes,
            members: Rows::collect(count, rank.iter().copied().zip(0..)),
            up: Rows::collect(rank.len(), segments.iter().map(|&(from, to)| (to, from))),
            down: Rows::collect(rank.len(), segments.iter().copied()),
            rank,
            first_dummy,
            limit,
        })
    }

    pub(super) fn is_dummy(&self, vertex: u32) -> bool {
        vertex as usize >= self.nodes
    }

    /// The dummies of an arc from tail to head.
    pub(super) fn dummies(&self, arc: u32) -> std::ops::Range<u32> {
        self.first_dummy[arc as usize]..self.first_dummy[arc as usize + 1]
    }

    pub(super) fn is_far(&self, arc: Arc) -> bool {
        self.rank[arc.head as usize] - self.rank[arc.tail as usize] > self.limit
    }

    /// Vertices and segments: the cost of looking at everything once.
    pub(super) fn size(&self) -> usize {
        self.rank.len() + self.down.total()
    }
}

/// The longest span that still gets dummies.
fn span_limit(rank: &[u32], arcs: &[Arc]) -> u32 {
    let spans = arcs.iter().map(|arc| (rank[arc.head as usize] - rank[arc.tail as usize]) as usize);
    if spans.map(|span| span - 1).sum::<usize>() <= FREE {
        return u32::MAX;
    }
    let allowed = (DUMMIES + DUMMIES_PER_ITEM * (rank.len() + arcs.len())).min(DUMMIES_AT_MOST);
    let mut by_span = [0_usize; SPAN_LIMIT as usize + 1];
    for arc in arcs {
        let span = rank[arc.head as usize] - rank[arc.tail as usize];
        if let Some(count) = by_span.get_mut(span as usize) {
            *count += 1;
        }
    }
    let mut dummies = 0;
    for (span, count) in by_span.iter().enumerate().skip(1) {
        dummies += count * (span - 1);
        if dummies > allowed {
            return span as u32 - 1;
        }
    }
    SPAN_LIMIT
}
