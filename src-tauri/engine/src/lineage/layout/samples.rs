//! Graphs shaped like lineages, for tests and benchmarks. The same seed gives the same graph everywhere.

use super::Size;

/// Numbers that look random (splitmix64, Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// Dice that fall the same way for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `limit`, which must not be 0.
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit as u64) as usize
    }
}

/// A graph to lay out.
#[derive(Debug, Clone)]
pub struct Sample {
    /// Its nodes.
    pub sizes: Vec<Size>,
    /// Its edges.
    pub edges: Vec<(u32, u32)>,
}

/// Shapes of lineages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Runs that use recent versions, sometimes old ones, and make one to three, sometimes many.
    History,
    /// Any earlier node to any later one nearby.
    Random,
    /// Every node has one producer; a few have a second.
    Tree,
    /// One node splits into a few, which join again, over and over, with some links across.
    Diamonds,
}

/// All shapes.
pub const SHAPES: [Shape; 4] = [Shape::History, Shape::Random, Shape::Tree, Shape::Diamonds];

/// A graph of `nodes` nodes and, but for trees, about twice as many edges, none of them twice.
pub fn sample(shape: Shape, nodes: usize, seed: u64) -> Sample {
    let mut dice = Dice::new(seed ^ ((nodes as u64) << 20));
    let mut edges = match shape {
        Shape::History => history(nodes, &mut dice),
        Shape::Random => random(nodes, &mut dice),
        Shape::Tree => tree(nodes, &mut dice),
        Shape::Diamonds => diamonds(nodes, &mut dice),
    };
    edges.sort_unstable();
    edges.dedup();
    let size = |dice: &mut Dice| Size {
        width: 120.0 + dice.below(80) as f32,
        height: 32.0 + dice.below(3) as f32 * 16.0,
    };
    Sample { sizes: (0..nodes).map(|_| size(&mut dice)).collect(), edges }
}

fn history(nodes: usize, dice: &mut Dice) -> Vec<(u32, u32)> {
    let mut versions = vec![0_u32];
    let mut edges = Vec::new();
    let mut next = 1;
    while next < nodes {
        let run = next as u32;
        next += 1;
        for _ in 0..2 + dice.below(4) {
            let back = if dice.below(16) == 0 { versions.len() } else { versions.len().min(nodes / 20 + 8) };
            edges.push((versions[versions.len() - 1 - dice.below(back)], run));
        }
        let made = if dice.below(40) == 0 { 12 } else { 1 + dice.below(3) };
        for _ in 0..made.min(nodes - next) {
            edges.push((run, next as u32));
            versions.push(next as u32);
            next += 1;
        }
    }
    edges
}

fn random(nodes: usize, dice: &mut Dice) -> Vec<(u32, u32)> {
    let near = nodes / 8 + 4;
    let mut edges = Vec::new();
    for node in 1..nodes {
        for _ in 0..2 {
            edges.push(((node - 1 - dice.below(near.min(node))) as u32, node as u32));
        }
    }
    edges
}

fn tree(nodes: usize, dice: &mut Dice) -> Vec<(u32, u32)> {
    let mut edges = Vec::new();
    for node in 1..nodes {
        let near = (node / 2 + 1).min(64);
        edges.push(((node - 1 - dice.below(near)) as u32, node as u32));
        if dice.below(12) == 0 {
            edges.push((dice.below(node) as u32, node as u32));
        }
    }
    edges
}

fn diamonds(nodes: usize, dice: &mut Dice) -> Vec<(u32, u32)> {
    let mut edges = Vec::new();
    let mut joins = vec![0_usize];
    let mut next = 1;
    while next + 1 < nodes {
        let top = joins[joins.len() - 1 - dice.below(joins.len().min(4))];
        let width = (2 + dice.below(5)).min(nodes - next - 1);
        let join = next + width;
        for middle in next..join {
            edges.push((top as u32, middle as u32));
            edges.push((middle as u32, join as u32));
            if dice.below(5) == 0 {
                edges.push((dice.below(next) as u32, middle as u32));
            }
        }
        joins.push(join);
        next = join + 1;
    }
    if next < nodes {
        edges.push((0, next as u32));
    }
    edges
}
