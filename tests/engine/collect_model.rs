//! The state machine of P5 against a naive model: whatever is done in whatever order, nothing that is needed goes, and
//! everything else does.

use std::sync::atomic::{AtomicU64, Ordering};

use cairn_tests::scale::{cases, seed};
use cairn_tests::{World, invariants, report};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use serde_json::json;

use super::collect_ops::{Run, op, trees};

#[test]
fn nothing_that_is_needed_goes_and_everything_else_does() {
    let (sequences, ops, freed, refused) =
        (AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0), AtomicU64::new(0));
    let mut runner = TestRunner::new(cases(500, 2000));
    let live = |sequence: Vec<super::collect_ops::Op>| {
        let world = World::new();
        let trees = trees(&world);
        std::thread::scope(|scope| {
            let mut run = Run::new(scope, &world, &trees);
            for op in &sequence {
                run.apply(op);
            }
            run.end();
            freed.fetch_add(run.freed, Ordering::Relaxed);
            refused.fetch_add(run.refused_logs, Ordering::Relaxed);
        });
        invariants(&world.store);
        sequences.fetch_add(1, Ordering::Relaxed);
        ops.fetch_add(sequence.len() as u64, Ordering::Relaxed);
        Ok(())
    };
    let ran = runner.run(&prop::collection::vec(op(), 50), live);
    report::record(
        "collection against the model",
        json!({
            "sequences": sequences.into_inner(), "operations": ops.into_inner(), "freed_bytes": freed.into_inner(),
            "refused_logs": refused.into_inner(), "failed": ran.is_err(), "seed": seed(),
        }),
    );
    ran.unwrap();
}
