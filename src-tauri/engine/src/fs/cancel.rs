//! Cancelling and pausing long work.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use crate::{Code, Error, Result};

const RUNNING: u8 = 0;
const PAUSED: u8 = 1;
const CANCELLED: u8 = 2;

/// A switch that the person holds and the work asks. Clones share one switch; a cancelled one stays cancelled.
#[derive(Debug, Clone, Default)]
pub struct CancelToken(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    state: AtomicU8,
    gate: Mutex<()>,
    changed: Condvar,
}

impl CancelToken {
    /// A switch that nobody has touched.
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the work at its next question.
    pub fn cancel(&self) {
        self.set(CANCELLED);
    }

    /// Halts the work at its next question, until [`Self::resume`] or [`Self::cancel`].
    pub fn pause(&self) {
        self.leave(RUNNING, PAUSED);
    }

    /// Lets paused work go on.
    pub fn resume(&self) {
        self.leave(PAUSED, RUNNING);
    }

    /// Whether somebody cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.0.state.load(Ordering::Acquire) == CANCELLED
    }

    /// Waits while paused; then `Code::Cancelled` if somebody cancelled. Cheap enough for every entry.
    pub fn check(&self) -> Result<()> {
        if self.0.state.load(Ordering::Acquire) == RUNNING {
            return Ok(());
        }
        self.wait_while_paused();
        if self.is_cancelled() { Err(cancelled()) } else { Ok(()) }
    }

    /// Returns as soon as the work isn't paused.
    pub fn wait_while_paused(&self) {
        let mut gate = self.0.gate.lock().unwrap_or_else(PoisonError::into_inner);
        while self.0.state.load(Ordering::Acquire) == PAUSED {
            gate = self.0.changed.wait(gate).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn set(&self, state: u8) {
        let _gate = self.0.gate.lock().unwrap_or_else(PoisonError::into_inner);
        self.0.state.store(state, Ordering::Release);
        self.0.changed.notify_all();
    }

    fn leave(&self, from: u8, to: u8) {
        let _gate = self.0.gate.lock().unwrap_or_else(PoisonError::into_inner);
        // A cancelled switch stays cancelled: only the expected state is left.
        let _ = self.0.state.compare_exchange(from, to, Ordering::AcqRel, Ordering::Acquire);
        self.0.changed.notify_all();
    }
}

fn cancelled() -> Error {
    Error::new(Code::Cancelled, "Cancelled").hint("Nothing was committed. Start it again at any time.")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn pause_then_cancel() {
        let token = CancelToken::new();
        token.check().unwrap();
        token.pause();
        let worker = std::thread::spawn({
            let token = token.clone();
            move || token.check()
        });
        token.cancel();
        assert_eq!(worker.join().unwrap().unwrap_err().code(), Code::Cancelled);
        token.resume();
        assert!(token.is_cancelled());
    }
}
