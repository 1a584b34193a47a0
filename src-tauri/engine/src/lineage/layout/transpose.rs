//! Swapping neighbours in a layer while that saves crossings (Gansner et al. 1993, section 3).

use super::crossings::Order;
use super::graph::Rows;
use super::layers::Layers;

/// Passes over a layer at most; nearly all end after three.
const PASSES: usize = 12;

/// Reusable space for swapping in one layer after the other.
#[derive(Debug, Default)]
pub(super) struct Swapper {
    up: Ends,
    down: Ends,
    /// Numbers of the layer's vertices as they stood at first, in their present order.
    row: Vec<u32>,
    vertices: Vec<u32>,
    /// By place: whether the pair with the next place has to be looked at.
    dirty: Vec<bool>,
}

/// Where the neighbours of each vertex of a layer stand, ascending.
#[derive(Debug, Default)]
struct Ends {
    start: Vec<u32>,
    at: Vec<u32>,
}

impl Ends {
    fn fill(&mut self, rows: &Rows, vertices: &[u32], pos: &[u32]) {
        self.start.clear();
        self.at.clear();
        for &vertex in vertices {
            let first = self.at.len();
            self.start.push(first as u32);
            self.at.extend(rows.row(vertex).iter().map(|&other| pos[other as usize]));
            self.at[first..].sort_unstable();
        }
        self.start.push(self.at.len() as u32);
    }

    fn of(&self, number: u32) -> &[u32] {
        &self.at[self.start[number as usize] as usize..self.start[number as usize + 1] as usize]
    }

    /// Crossings that a swap of `left` and `right` saves.
    fn gain(&self, left: u32, right: u32) -> i64 {
        let (left, right) = (self.of(left), self.of(right));
        match (left.last(), right.first()) {
            (Some(last), Some(first)) if last > first => saved(left, right),
            (Some(_), Some(_)) => -saved(right, left),
            _ => 0,
        }
    }
}

/// Pairs with `left` behind `right` less pairs with `left` before `right`.
fn saved(left: &[u32], right: &[u32]) -> i64 {
    let (mut less, mut up_to, mut sum) = (0, 0, 0_i64);
    for &end in left {
        while right.get(less).is_some_and(|&other| other < end) {
            less += 1;
        }
        up_to = up_to.max(less);
        while right.get(up_to).is_some_and(|&other| other <= end) {
            up_to += 1;
        }
        sum += less as i64 - (right.len() - up_to) as i64;
    }
    sum
}

impl Swapper {
    /// Swaps neighbours in `layer`; with `ties` also, once, those that make no difference. Two vertices that
    /// are both `fixed` are never swapped. Gives the crossings saved and the cost.
    pub(super) fn layer(
        &mut self,
        layers: &Layers,
        order: &mut Order,
        layer: u32,
        ties: bool,
        fixed: &[bool],
    ) -> (u64, usize) {
        self.vertices.clear();
        self.vertices.extend_from_slice(order.layers.row(layer));
        let width = self.vertices.len();
        if width < 2 {
            return (0, 1);
        }
        self.up.fill(&layers.up, &self.vertices, &order.pos);
        self.down.fill(&layers.down, &self.vertices, &order.pos);
        self.row.clear();
        self.row.extend(0..width as u32);
        self.dirty.clear();
        self.dirty.resize(width - 1, true);
        let mut saved = 0;
        for pass in 0..PASSES {
            let gain = self.pass(ties && pass == 0, fixed);
            saved += gain;
            if gain == 0 && !(ties && pass == 0) {
                break;
            }
        }
        for (slot, &number) in order.layers.row_mut(layer).iter_mut().zip(&self.row) {
            *slot = self.vertices[number as usize];
        }
        order.number(layer);
        (saved, width + self.up.at.len() + self.down.at.len())
    }

    fn pass(&mut self, ties: bool, fixed: &[bool]) -> u64 {
        let mut saved = 0;
        for at in 0..self.row.len() - 1 {
            if !std::mem::replace(&mut self.dirty[at], false) {
                continue;
            }
            let (left, right) = (self.row[at], self.row[at + 1]);
            let is_fixed =
                |number: u32| fixed.get(self.vertices[number as usize] as usize).copied().unwrap_or(false);
            if is_fixed(left) && is_fixed(right) {
                continue;
            }
            let gain = self.up.gain(left, right) + self.down.gain(left, right);
            if gain > 0 || (ties && gain == 0) {
                self.row.swap(at, at + 1);
                saved += gain as u64;
                for near in at.saturating_sub(1)..(at + 2).min(self.dirty.len()) {
                    self.dirty[near] = near != at;
                }
            }
        }
        saved
    }
}
