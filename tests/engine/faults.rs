//! A disk that is full or broken at every system call of eight scripts: nothing is lost, nothing is claimed.

use std::path::Path;

use cairn_tests::scale::{is_long, scale};
use cairn_tests::world::scratch;

use super::crash_bench::{Fault, Tally, count, run, sample};
use super::crash_scripts::{Script, edits, get, log_changed, log_large, log_small};
use super::crash_sweeps::{expire, gc, purge, repair};

/// Each fault with how many points of each call are tried in `make test`.
const EFFECTS: [(&str, usize); 3] = [("signal=KILL", 5), ("error=ENOSPC", 3), ("error=EIO", 2)];

/// Breaks the scripts off at every call; `make test` takes a sample.
fn break_off(suite: &str, scripts: impl FnOnce(&Path) -> Vec<Script>) {
    // The sample on a real disk, as a person's is. All the thousands of points on a memory disk: a killed process and a
    // call that fails leave the same there.
    let folder = if is_long() { scratch() } else { tempfile::tempdir().unwrap() };
    let mut tally = Tally::default();
    for script in scripts(folder.path()) {
        for (call, positions) in count(&script, folder.path()) {
            for (effect, short) in EFFECTS {
                for when in sample(&positions, scale(short, usize::MAX)) {
                    run(&script, &Fault { call, when, effect }, folder.path(), &mut tally);
                }
            }
        }
    }
    tally.finish(suite);
}

#[test]
fn logging_a_large_file_into_a_new_store() {
    break_off("faults: log one large", |place| vec![log_large(place)]);
}

#[test]
fn logging_200_small_files() {
    break_off("faults: log 200 small", |place| vec![log_small(place)]);
}

#[test]
fn logging_again_after_a_change() {
    break_off("faults: log 1 % changed", |place| vec![log_changed(place)]);
}

#[test]
fn edits_and_undo() {
    break_off("faults: edits", edits);
}

#[test]
fn collecting() {
    break_off("faults: gc", |place| vec![gc(place)]);
}

#[test]
fn emptying_the_trash() {
    break_off("faults: purge", |place| vec![purge(place)]);
}

#[test]
fn expiring() {
    break_off("faults: expire", |place| vec![expire(place)]);
}

#[test]
fn repairing() {
    break_off("faults: repair", |place| vec![repair(place)]);
}

#[test]
fn taking_files_out() {
    break_off("faults: get", |place| vec![get(place)]);
}
