//! Asking whether to go on, often enough to be prompt and seldom enough to cost nothing.

use std::cell::Cell;

use crate::Result;
use crate::fs::CancelToken;

/// Units of work between two questions. A unit is about one visit of one edge (1 to 20 ns), so that a
/// cancelled layout ends within about a millisecond.
const STRIDE: usize = if cfg!(test) { 1 << 12 } else { 1 << 16 };

/// The token of a layout and the work since it was last asked.
#[derive(Debug)]
pub(super) struct Pulse<'c> {
    cancel: &'c CancelToken,
    since: Cell<usize>,
    #[cfg(test)]
    fuse: Cell<Option<u32>>,
    #[cfg(test)]
    asked: Cell<u32>,
}

impl<'c> Pulse<'c> {
    pub(super) fn new(cancel: &'c CancelToken) -> Self {
        Self {
            cancel,
            since: Cell::new(0),
            #[cfg(test)]
            fuse: Cell::new(None),
            #[cfg(test)]
            asked: Cell::new(0),
        }
    }

    /// Notes `units` of work and asks when enough came together.
    pub(super) fn work(&self, units: usize) -> Result<()> {
        let since = self.since.get().saturating_add(units);
        if since < STRIDE {
            self.since.set(since);
            return Ok(());
        }
        self.since.set(0);
        self.check()
    }

    /// Asks now.
    pub(super) fn check(&self) -> Result<()> {
        #[cfg(test)]
        self.burn();
        self.cancel.check()
    }
}

#[cfg(test)]
impl Pulse<'_> {
    /// Cancels the token at the question after `questions` more.
    pub(super) fn set_fuse(&self, questions: u32) {
        self.fuse.set(Some(questions));
    }

    /// How often the token was asked.
    pub(super) fn asked(&self) -> u32 {
        self.asked.get()
    }

    fn burn(&self) {
        self.asked.set(self.asked.get() + 1);
        match self.fuse.get() {
            Some(0) => self.cancel.cancel(),
            Some(left) => self.fuse.set(Some(left - 1)),
            None => {}
        }
    }
}
