//! Moving single vertices in their layers to where they have the fewest crossings, with both neighbouring
//! layers in view (sifting: Matuszewski, Schönfeld and Molitor, "Using Sifting for k-Layer Straightline
//! Crossing Minimization", 1999), within a window around the present place.

use super::crossings::Order;
use super::graph::Rows;
use super::layers::Layers;

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
            if self.at.len() > first + 1 {
                self.at[first..].sort_unstable();
            }
        }
        self.start.push(self.at.len() as u32);
    }

    fn of(&self, number: u32) -> &[u32] {
        &self.at[self.start[number as usize] as usize..self.start[number as usize + 1] as usize]
    }
}

/// Pairs of ends above which it is faster to merge them than to compare each with each.
const MERGED: usize = 24;

/// Crossings that a swap of neighbours with these ends saves.
#[inline]
fn gain(left: &[u32], right: &[u32]) -> i64 {
    if left.len() * right.len() > MERGED {
        return saved(left, right);
    }
    let mut sum = 0_i32;
    for &end in left {
        for &other in right {
            sum += i32::from(end > other) - i32::from(end < other);
        }
    }
    i64::from(sum)
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

/// Crossings by which a place on the way may be worse than the best place before the search turns back.
const TOLERANCE: i64 = 8;

/// What may move, and how far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rule<'a> {
    /// Places to each side that are tried.
    pub(super) window: usize,
    /// Move even where that makes no difference: it changes what can be gained next.
    pub(super) ties: bool,
    /// By vertex: two of these never pass each other. Empty when there are none.
    pub(super) fixed: &'a [bool],
}

/// Reusable space for sifting one layer after the other, and which vertices may gain by it.
#[derive(Debug, Default)]
pub(super) struct Sifter {
    up: Ends,
    down: Ends,
    /// The vertices of the layer as they stood at first; the others speak of their numbers in this list.
    vertices: Vec<u32>,
    /// Numbers in their present order, and the places of numbers in it.
    row: Vec<u32>,
    place: Vec<u32>,
    /// By vertex: something about it changed since it was last tried.
    dirty: Vec<bool>,
    /// By layer: it has such a vertex.
    waiting: Vec<bool>,
}

impl Sifter {
    /// Every vertex may gain, or none.
    pub(super) fn reset(&mut self, layers: &Layers, all: bool) {
        self.dirty.clear();
        self.dirty.resize(layers.rank.len(), all);
        self.waiting.clear();
        self.waiting.resize(layers.members.len(), all);
    }

    /// A vertex that moved, and those that this makes a difference for, may gain.
    pub(super) fn touch(&mut self, layers: &Layers, vertex: u32) {
        self.mark(layers, vertex);
        for &other in layers.up.row(vertex).iter().chain(layers.down.row(vertex)) {
            self.mark(layers, other);
        }
    }

    fn mark(&mut self, layers: &Layers, vertex: u32) {
        self.dirty[vertex as usize] = true;
        self.waiting[layers.rank[vertex as usize] as usize] = true;
    }

    /// Sifts a layer. Gives the crossings saved and the cost.
    pub(super) fn layer(
        &mut self,
        layers: &Layers,
        order: &mut Order,
        layer: u32,
        rule: Rule<'_>,
    ) -> (u64, usize) {
        let row = order.layers.row(layer);
        let width = row.len();
        if !std::mem::replace(&mut self.waiting[layer as usize], false) || width < 2 {
            return (0, 1);
        }
        self.vertices.clear();
        self.vertices.extend_from_slice(row);
        self.up.fill(&layers.up, &self.vertices, &order.pos);
        self.down.fill(&layers.down, &self.vertices, &order.pos);
        self.row.clear();
        self.row.extend(0..width as u32);
        self.place.clear();
        self.place.extend(0..width as u32);
        let (mut saved, mut cost) = (0, width + self.up.at.len() + self.down.at.len());
        for number in 0..width as u32 {
            let vertex = self.vertices[number as usize];
            if std::mem::replace(&mut self.dirty[vertex as usize], false) {
                let (gain, tried) = self.one(number, layers, rule);
                saved += gain;
                cost += tried;
            }
        }
        for (slot, &number) in order.layers.row_mut(layer).iter_mut().zip(&self.row) {
            *slot = self.vertices[number as usize];
        }
        order.number(layer);
        (saved, cost)
    }

    fn one(&mut self, number: u32, layers: &Layers, rule: Rule<'_>) -> (u64, usize) {
        let at = self.place[number as usize] as usize;
        let (mut best, mut to) = (0, at);
        let right = (at + 1)..(at + 1 + rule.window).min(self.row.len());
        let left = at.saturating_sub(rule.window)..at;
        let mut tried = 0;
        let (up, down) = (self.up.of(number), self.down.of(number));
        let held = self.is_fixed(number, rule.fixed);
        let mut sum = 0;
        for other in right {
            let passed = self.row[other];
            if held && self.is_fixed(passed, rule.fixed) || sum + TOLERANCE < best {
                break;
            }
            tried += 1;
            sum += gain(up, self.up.of(passed)) + gain(down, self.down.of(passed));
            if sum > best || (rule.ties && sum == best) {
                (best, to) = (sum, other);
            }
        }
        sum = 0;
        for other in left.rev() {
            let passed = self.row[other];
            if held && self.is_fixed(passed, rule.fixed) || sum + TOLERANCE < best {
                break;
            }
            tried += 1;
            sum += gain(self.up.of(passed), up) + gain(self.down.of(passed), down);
            if sum > best {
                (best, to) = (sum, other);
            }
        }
        if to != at {
            self.shift(at, to, layers);
        }
        (best as u64, tried)
    }

    fn is_fixed(&self, number: u32, fixed: &[bool]) -> bool {
        fixed.get(self.vertices[number as usize] as usize).copied().unwrap_or(false)
    }

    /// Moves a vertex and marks those for which that makes a difference.
    fn shift(&mut self, at: usize, to: usize, layers: &Layers) {
        let vertex = self.vertices[self.row[at] as usize];
        if to > at {
            self.row[at..=to].rotate_left(1);
        } else {
            self.row[to..=at].rotate_right(1);
        }
        for place in at.min(to)..=at.max(to) {
            let number = self.row[place] as usize;
            self.place[number] = place as u32;
            self.mark(layers, self.vertices[number]);
        }
        self.touch(layers, vertex);
    }
}
