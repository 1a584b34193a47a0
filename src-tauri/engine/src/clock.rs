//! Time as the engine sees it: one trait, so that tests and one end-to-end run can set it.

use std::sync::atomic::{AtomicI64, Ordering};

/// Milliseconds since 1970-01-01 UTC. Every stored time has this unit.
pub type Millis = i64;

/// Where the engine reads the time.
pub trait Clock: Send + Sync + 'static {
    /// Wall-clock time in milliseconds since 1970-01-01 UTC; may jump in both directions.
    fn now(&self) -> Millis;

    /// Milliseconds since boot, counting sleep; never jumps.
    fn boottime(&self) -> Millis;
}

/// The clock of the system.
#[derive(Debug, Default, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[allow(clippy::disallowed_methods)] // the one home of the system's clock
    fn now(&self) -> Millis {
        chrono::Utc::now().timestamp_millis()
    }

    fn boottime(&self) -> Millis {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::Boottime);
        time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }
}

/// A clock that stands still until it is told to move; for tests and for reproducible sample data.
#[derive(Debug)]
pub struct FixedClock(AtomicI64);

impl FixedClock {
    /// Starts at `now`, in milliseconds since 1970.
    pub fn new(now: Millis) -> Self {
        Self(AtomicI64::new(now))
    }

    /// Sets the wall clock; earlier times are allowed.
    pub fn set(&self, now: Millis) {
        self.0.store(now, Ordering::SeqCst);
    }

    /// Moves the wall clock by `by` milliseconds.
    pub fn advance(&self, by: Millis) {
        self.0.fetch_add(by, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Millis {
        self.0.load(Ordering::SeqCst)
    }

    fn boottime(&self) -> Millis {
        self.0.load(Ordering::SeqCst)
    }
}
