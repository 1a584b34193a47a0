//! A log that stands still at any of its steps while others collect (rustic-docs#144): it ends whole or cleanly refused,
//! and takes nothing with it.

use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use cairn_engine::Code;
use cairn_engine::ingest::{LogOptions, LogReport, LogSource};
use cairn_engine::progress::{Monitor, Progress};
use cairn_engine::retention::{GRACE, MAX_SESSION_IDLE};
use cairn_engine::store::Store;
use cairn_engine::{CancelToken, Result};
use cairn_tests::scale::Dice;
use cairn_tests::world::DAY;
use cairn_tests::{Tree, World, invariants, log_spec};

/// Halts whoever reports progress from the `at`-th report on, until it is opened.
#[derive(Debug)]
pub(crate) struct Gate {
    at: u64,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    seen: u64,
    halted: bool,
    ended: bool,
    open: bool,
}

impl Gate {
    pub(crate) fn new(at: u64) -> Arc<Self> {
        Arc::new(Self { at, state: Mutex::default(), changed: Condvar::new() })
    }

    /// Passes, or waits. The thread that only tells of progress isn't counted, but halts with the others.
    fn pass(&self) {
        let is_teller = std::thread::current().name() == Some("log-progress");
        let mut state = self.state.lock().unwrap();
        state.seen += u64::from(!is_teller);
        if state.seen < self.at || (is_teller && !state.halted) {
            return;
        }
        state.halted = true;
        self.changed.notify_all();
        drop(self.changed.wait_while(state, |state| !state.open).unwrap());
    }

    /// Waits until it halts or its work has ended; false for the latter.
    pub(crate) fn wait_halted(&self) -> bool {
        let state = self.state.lock().unwrap();
        let (state, late) = self
            .changed
            .wait_timeout_while(state, Duration::from_secs(60), |state| !state.halted && !state.ended)
            .unwrap();
        assert!(!late.timed_out(), "neither halted nor ended: {state:?}");
        state.halted && !state.ended
    }

    pub(crate) fn open(&self) {
        self.state.lock().unwrap().open = true;
        self.changed.notify_all();
    }

    /// Opens it at the end, also after a failure: a test that fails must not wait for its own log.
    pub(crate) fn opens_at_the_end(self: &Arc<Self>) -> Opens {
        Opens(Arc::clone(self))
    }

    /// Logs a folder through the gate.
    pub(crate) fn log(
        &self,
        store: &Store,
        world: &World,
        tree: &std::path::Path,
        name: &str,
    ) -> Result<LogReport> {
        let source = LogSource { path: tree.to_owned(), name: None };
        let report = |_: Progress| self.pass();
        let monitor = Monitor { cancel: CancelToken::new(), report: &report };
        let logged = store.log(&world.actor, &[source], &LogOptions::default(), &log_spec(name), &monitor);
        self.state.lock().unwrap().ended = true;
        self.changed.notify_all();
        logged
    }
}

/// Opens a gate when it goes.
pub(crate) struct Opens(Arc<Gate>);

impl Drop for Opens {
    fn drop(&mut self) {
        // A poisoned lock would make a second panic of the first.
        self.0.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner).open = true;
        self.0.changed.notify_all();
    }
}

/// Twenty small files and a large one: half of them also in a version that is purged meanwhile.
fn source(world: &World) -> Tree {
    let mut dice = Dice::new(7);
    let tree = (0..20).fold(world.tree("source"), |tree, n| {
        let len = 200 + dice.below(3000) as usize;
        tree.file(format!("f{n:02}"), dice.bytes(len))
    });
    tree.file("large", Dice::new(8).bytes(2 << 20))
}

fn half(world: &World, all: &Tree) -> Tree {
    let kept = ["f01", "f03", "f05", "f07", "f09", "large"];
    kept.iter().fold(world.tree("half"), |tree, name| {
        tree.file(*name, std::fs::read(all.path().join(name)).unwrap())
    })
}

/// Freezes a log at a step, takes away what it found, collects at the given times after, thaws.
fn freeze(step: u64, steps: &[i64]) -> bool {
    let world = World::new();
    let all = source(&world);
    let old = world.log_tree("old", &half(&world, &all)).unwrap();
    world.log("other", &[("f", b"something that stays")]);
    let gate = Gate::new(step);
    let name = format!("step {step}, collected after {steps:?}");
    std::thread::scope(|scope| {
        let log = scope.spawn(|| gate.log(&world.store, &world, all.path(), "new"));
        let _opens = gate.opens_at_the_end();
        gate.wait_halted();
        world.purge(old.version);
        world.collect();
        for by in steps {
            world.clock.advance(*by);
            world.collect();
        }
        gate.open();
        let logged = log.join().unwrap();
        invariants(&world.store);
        world.assert_sound();
        match logged {
            Ok(report) => {
                for path in world.paths(&report.address) {
                    let expected = std::fs::read(all.path().join(&path)).unwrap();
                    assert_eq!(world.cat(&report.address, &path), expected, "{name}: {path}");
                }
                true
            }
            Err(error) => {
                assert_eq!(error.code(), Code::PlanStale, "{name}: {error}");
                assert!(error.hint_text().is_some());
                false
            }
        }
    })
}

#[test]
fn a_log_frozen_at_each_of_twenty_steps() {
    let (mut whole, mut refused) = (0, 0);
    for step in 1..=22 {
        // Within half a day a log is never refused, whatever is collected.
        assert!(freeze(step, &[MAX_SESSION_IDLE - 1]), "step {step}: refused too early");
        for times in [vec![GRACE - 1], vec![GRACE - 1, 2], vec![GRACE + 1, DAY], vec![DAY, DAY, DAY]] {
            if freeze(step, &times) {
                whole += 1;
            } else {
                refused += 1;
            }
        }
    }
    cairn_tests::report::record(
        "frozen logs",
        serde_json::json!({ "points": 110, "whole": whole + 22, "refused": refused, "live_blobs_removed": 0 }),
    );
    assert!(refused > 0, "no log was ever frozen");
}
