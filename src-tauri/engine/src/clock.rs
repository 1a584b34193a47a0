//! Time as the engine sees it: one trait, so that tests and one end-to-end run can set it.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicI64, Ordering};

/// Milliseconds since 1970-01-01 UTC. Every stored time has this unit.
pub type Millis = i64;

/// Where the engine reads the time.
pub trait Clock: Send + Sync + 'static {
    /// Wall-clock time in milliseconds since 1970-01-01 UTC; may jump in both directions.
    fn now(&self) -> Millis;

    /// Milliseconds since boot, counting sleep; never jumps.
    fn boottime(&self) -> Millis;

    /// Which boot of which machine [`Self::boottime`] counts from; times of two boots can't be compared.
    fn boot(&self) -> String;
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

    fn boot(&self) -> String {
        static BOOT: OnceLock<String> = OnceLock::new();
        BOOT.get_or_init(crate::fs::boot_id).clone()
    }
}

/// A clock that stands still until it is told to move; for tests and for reproducible sample data.
#[derive(Debug)]
pub struct FixedClock {
    wall: AtomicI64,
    boottime: AtomicI64,
    boots: AtomicI64,
}

impl FixedClock {
    /// Starts at `now`, in milliseconds since 1970, on a machine that has just booted.
    pub fn new(now: Millis) -> Self {
        Self { wall: AtomicI64::new(now), boottime: AtomicI64::new(0), boots: AtomicI64::new(1) }
    }

    /// Sets the wall clock as somebody does who changes it: no time passes. Earlier times are allowed.
    pub fn set(&self, now: Millis) {
        self.wall.store(now, Ordering::SeqCst);
    }

    /// Lets `by` milliseconds pass, awake or asleep.
    pub fn advance(&self, by: Millis) {
        self.wall.fetch_add(by, Ordering::SeqCst);
        self.boottime.fetch_add(by, Ordering::SeqCst);
    }

    /// Boots the machine anew after `off` milliseconds without power.
    pub fn reboot(&self, off: Millis) {
        self.wall.fetch_add(off, Ordering::SeqCst);
        self.boottime.store(0, Ordering::SeqCst);
        self.boots.fetch_add(1, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Millis {
        self.wall.load(Ordering::SeqCst)
    }

    fn boottime(&self) -> Millis {
        self.boottime.load(Ordering::SeqCst)
    }

    fn boot(&self) -> String {
        format!("boot {}", self.boots.load(Ordering::SeqCst))
    }
}
