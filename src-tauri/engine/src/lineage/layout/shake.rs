//! Shaking an order that sifting can't improve: a few vertices of one layer are turned round, sifting repairs
//! what that spoils, and the result stays when it isn't worse ("iterated local search").

use super::crossings::Order;
use super::order::{Found, Search};
use crate::Result;

/// Neighbours that are turned round together: at least two, below the sum.
const TURNED: usize = 8;

/// Rounds of sifting after a kick.
const REPAIRS: usize = 4;

/// Kicks without gain after which to give up, besides one for each vertex.
const VAIN: usize = 600;

/// Numbers that look random, the same ones each time (Marsaglia, "Xorshift RNGs", 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

impl Search<'_> {
    /// Shakes `best` as long as effort is left.
    pub(super) fn shake(&mut self, best: &mut Found) -> Result<()> {
        let mut dice = Dice(0x2545_f491_4f6c_dd1d);
        let mut trial = best.order.clone();
        let mut vain = 0;
        while !self.is_over(best) && vain < VAIN + trial.pos.len() {
            vain += 1;
            self.spend(8 + self.layers.rank.len() / 8)?;
            let vertex = dice.below(self.layers.rank.len()) as u32;
            let layer = self.layers.rank[vertex as usize];
            let from = trial.pos[vertex as usize] as usize;
            let gained = self.kick(&mut trial, layer, from, 2 + dice.below(TURNED))?;
            if gained < 0 {
                trial.copy_from(&best.order);
            } else {
                best.crossings = best.crossings.saturating_sub(gained as u64);
                vain = if gained > 0 { 0 } else { vain };
                best.order.copy_from(&trial);
            }
        }
        Ok(())
    }

    /// Turns up to `length` vertices from place `from` round and sifts; gives the crossings saved.
    fn kick(&mut self, trial: &mut Order, layer: u32, from: usize, length: usize) -> Result<i64> {
        let width = trial.layers.row(layer).len();
        let turned = from..(from + length).min(width);
        if turned.len() < 2 {
            return Ok(0);
        }
        let before = self.around(trial, layer);
        trial.layers.row_mut(layer)[turned.clone()].reverse();
        trial.number(layer);
        let mut gained = before - self.around(trial, layer);
        self.spend(width * 6)?;
        self.sifter.reset(self.layers, false);
        for &vertex in &trial.layers.row(layer)[turned] {
            self.sifter.touch(self.layers, vertex);
        }
        for round in 0..REPAIRS {
            let saved = self.sift_once(trial, round % 2 == 0, round == 0)?;
            gained += saved as i64;
            if saved == 0 {
                break;
            }
        }
        Ok(gained)
    }

    /// Crossings between a layer and both its neighbours.
    fn around(&mut self, order: &Order, layer: u32) -> i64 {
        let before = layer.checked_sub(1).map_or(0, |up| self.counter.between(order, &self.layers.down, up));
        let is_last = layer as usize + 1 == self.layers.members.len();
        let after = if is_last { 0 } else { self.counter.between(order, &self.layers.down, layer) };
        (before + after) as i64
    }
}
