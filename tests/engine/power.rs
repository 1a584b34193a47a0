//! Power loss at every moment of a command, the database included: what was acknowledged is there, and the store is
//! whole.
//!
//! As ALICE and CrashMonkey do: the real `cairnctl` runs once under `strace`, then every disk is built that a power
//! loss could have left, opened, and read to the last byte.

mod disk;
mod moments;
mod record;
mod trace;

use std::collections::HashSet;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use cairn_engine::clock::SystemClock;
use cairn_engine::store::{OpenMode, Store};
use cairn_tests::scale::{Dice, scale, seed};
use cairn_tests::world::scratch;
use cairn_tests::{Cairnctl, Run, Tree};
use serde_json::json;

use super::crash_bench::{Unsound, sound};
use super::crash_scripts::{Acked, LOG, Script, edits, is_logged, log_changed, log_small, script};
use moments::Moment;
use record::Recording;
use trace::{TRACED, calls};

/// Every so many states the command is given again.
const RETRIES: usize = 8;

/// So many states of each recording are looked at in `make soak`.
const LONG: usize = 3000;

/// A command that was recorded.
struct Recorded<'s> {
    script: &'s Script,
    recording: Recording,
    /// Where the store lies below the top of the disk.
    store: &'static str,
    run: Run,
}

/// What came of a suite.
#[derive(Default)]
struct Tally {
    seen: Mutex<HashSet<u64>>,
    lost: AtomicUsize,
    retried: AtomicUsize,
    problems: Mutex<Vec<String>>,
}

impl Tally {
    fn problem(&self, recorded: &Recorded<'_>, moment: &Moment, what: impl std::fmt::Display) {
        let mut problems = self.problems.lock().unwrap();
        problems.push(format!("{} {moment:?} of {}: {what}", recorded.script.name, recorded.recording.len()));
    }
}

/// Runs the script once. `beside` another process has the store open, as a window has: then the answer comes while
/// the database's log isn't written back yet.
fn record<'s>(script: &'s Script, store: &'static str, beside: bool, place: &Path) -> Recorded<'s> {
    let (top, trace) = (place.join("disk"), place.join("trace"));
    let _ = std::fs::remove_dir_all(&top);
    std::fs::create_dir_all(&top).unwrap();
    let folder = top.join(store);
    if script.before.exists() {
        let copied = Command::new("cp").arg("-a").arg(&script.before).arg(&folder).status().unwrap();
        assert!(copied.success());
    }
    let mut recording = Recording::start(&top);
    let other =
        beside.then(|| Store::open(&folder, OpenMode::Existing, "me", Arc::new(SystemClock)).unwrap());
    if other.is_some() {
        recording.another_made(&folder.join("store.db-wal"));
    }
    let tracer =
        ["strace", "-f", "-qq", "-y", "-xx", "-s", "8388608", "-o", trace.to_str().unwrap(), "-e", TRACED];
    let run = Cairnctl::new(&folder).under(tracer).run(&script.arguments(&place.join("fresh")));
    assert_eq!(run.code, 0, "{}: {run:?}", script.name);
    recording.follow(&calls(&std::fs::read_to_string(&trace).unwrap()));
    assert!(recording.was_told(), "{} was acknowledged", script.name);
    drop(other);
    let _ = std::fs::remove_dir_all(top);
    Recorded { script, recording, store, run }
}

/// Looks at so many states of a command, on all processors.
fn examine(recorded: &Recorded<'_>, most: usize, place: &Path, tally: &Tally) {
    let (must, mut may) = recorded.recording.moments(scale(0, 40));
    shuffle(&mut may);
    let all: Vec<Moment> = must.into_iter().chain(may).collect();
    let (next, distinct) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let threads = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for thread in 0..threads {
            let (all, next, distinct) = (&all, &next, &distinct);
            let place = place.join(format!("state{thread}"));
            scope.spawn(move || {
                while distinct.load(Ordering::Relaxed) < most
                    && let Some(moment) = all.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    if look(recorded, moment, &place, tally) {
                        distinct.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
}

/// Opens a state and reads it; false when the same was seen before.
fn look(recorded: &Recorded<'_>, moment: &Moment, place: &Path, tally: &Tally) -> bool {
    let disk = recorded.recording.disk(moment);
    let number = {
        let mut seen = tally.seen.lock().unwrap();
        if !seen.insert(disk.fingerprint() ^ u64::from(moment.told)) {
            return false;
        }
        seen.len()
    };
    let top = place.join("disk");
    std::fs::create_dir_all(place).unwrap();
    disk.write(&top);
    let (script, store) = (recorded.script, top.join(recorded.store));
    let mut acked = script.acked.clone();
    if moment.told {
        acked.extend(Acked::read(&recorded.run));
    }
    if let Err(problem) = judge(&store, &acked) {
        if let Unsound::Lost(_) | Unsound::NotThere = problem {
            tally.lost.fetch_add(1, Ordering::Relaxed);
        }
        tally.problem(recorded, moment, format!("{problem:?}"));
        return true;
    }
    let fresh = place.join("fresh");
    if moment.told && !(script.is_done)(&store, script, &fresh) {
        tally.lost.fetch_add(1, Ordering::Relaxed);
        tally.problem(recorded, moment, "was acknowledged and isn't done");
    }
    if number % RETRIES == 0 {
        tally.retried.fetch_add(1, Ordering::Relaxed);
        if let Err(problem) = retry(script, &store, &fresh, &acked) {
            tally.problem(recorded, moment, problem);
        }
    }
    true
}

/// A store that nobody was told of needn't be there.
fn judge(store: &Path, acked: &[Acked]) -> Result<(), Unsound> {
    match sound(store, acked) {
        Err(Unsound::NotThere) if acked.is_empty() => Ok(()),
        other => other,
    }
}

/// The command succeeds when it is given again, unless it is done and can be done only once.
fn retry(script: &Script, store: &Path, fresh: &Path, acked: &[Acked]) -> Result<(), String> {
    if script.repeats || !(script.is_done)(store, script, fresh) {
        let again = Cairnctl::new(store).run(&script.arguments(fresh));
        if again.code != 0 || !(script.is_done)(store, script, fresh) {
            return Err(format!("the retry failed: {again:?}"));
        }
    }
    judge(store, acked).map_err(|problem| format!("after the retry: {problem:?}"))
}

fn shuffle(moments: &mut [Moment]) {
    let mut dice = Dice::new(seed());
    for at in (1..moments.len()).rev() {
        moments.swap(at, dice.below(at as u64 + 1) as usize);
    }
}

/// A file that is stored as such, and a small one, into a store that isn't there, nor the folders above it.
fn log_first(place: &Path) -> Script {
    let bytes = Dice::new(3).bytes((1 << 20) + 70_000);
    let source = Tree::new(place.join("source")).file("model.bin", bytes).file("note", "x");
    script(place, "log one large", source.path(), LOG, Vec::new(), is_logged)
}

/// Records each script and looks at the states, `most` of each recording in `make test`.
fn lose_power(suite: &str, most: usize, scripts: impl FnOnce(&Path) -> Vec<Script>) {
    let folder = scratch();
    let (tally, mut moments) = (Tally::default(), 0);
    for script in scripts(folder.path()) {
        let is_first = !script.before.exists();
        let store = if is_first { "new/deep/store" } else { "store" };
        for beside in [false, true] {
            if beside && is_first {
                continue;
            }
            let recorded = record(&script, store, beside, folder.path());
            moments += recorded.recording.len();
            examine(&recorded, scale(most, LONG), folder.path(), &tally);
        }
    }
    let (problems, states) = (tally.problems.into_inner().unwrap(), tally.seen.into_inner().unwrap().len());
    let figures = json!({
        "moments": moments, "states": states, "retried": tally.retried.into_inner(),
        "lost": tally.lost.into_inner(), "problems": problems.len(), "seed": seed(),
    });
    cairn_tests::report::record(suite, figures);
    let shown: Vec<_> = problems.iter().take(10).collect();
    assert!(problems.is_empty(), "{} problems, the first: {shown:#?}", problems.len());
    assert!(states >= most.min(100), "only {states} states");
}

#[test]
fn logging_a_large_file_into_a_new_store() {
    lose_power("power loss: log one large", 400, |place| vec![log_first(place)]);
}

#[test]
fn logging_200_small_files() {
    lose_power("power loss: log 200 small", 150, |place| vec![log_small(place)]);
}

#[test]
fn logging_again_after_a_change() {
    lose_power("power loss: log 1 % changed", 150, |place| vec![log_changed(place)]);
}

#[test]
fn edits_and_undo() {
    lose_power("power loss: edits", 60, edits);
}
