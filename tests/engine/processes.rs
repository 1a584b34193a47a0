//! Eight processes on one store: dense versions, no duplicates, nobody is told to wait.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use cairn_engine::clock::SystemClock;
use cairn_engine::store::{OpenMode, Store};
use cairn_tests::facts::versions;
use cairn_tests::scale::{Dice, scale, seed};
use cairn_tests::{Cairnctl, Run, Tree, invariants};
use serde_json::json;

use super::crash_bench::sound;
use super::crash_scripts::Acked;

const WRITERS: u64 = 8;
const READERS: u64 = 2;

/// What all of them did.
#[derive(Default)]
struct Seen {
    acked: Mutex<Vec<(Acked, bool)>>,
    times: Mutex<Vec<Duration>>,
    failures: Mutex<Vec<String>>,
    reads: AtomicU64,
    ended: AtomicBool,
}

impl Seen {
    fn failed(&self, run: &Run) {
        self.failures.lock().unwrap().push(format!("{run:?}"));
    }
}

#[test]
fn eight_processes_log_into_one_collection() {
    let folder = tempfile::tempdir().unwrap();
    let store = Cairnctl::new(folder.path().join("store"));
    let seen = Seen::default();
    let end = Instant::now() + Duration::from_secs(scale(20, 60));
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|n| {
                let (store, seen, place) = (&store, &seen, folder.path());
                scope.spawn(move || write(store, place, n, end, seen))
            })
            .collect();
        for _ in 0..READERS {
            scope.spawn(|| read(&store, &seen));
        }
        for writer in writers {
            writer.join().unwrap();
        }
        seen.ended.store(true, Ordering::Relaxed);
    });
    judge(&folder.path().join("store"), seen);
}

/// Logs until the time is over; half of the contents are those that others log too.
fn write(store: &Cairnctl, place: &Path, writer: u64, end: Instant, seen: &Seen) {
    let mut dice = Dice::new(seed() + writer);
    let mut round = 0;
    while Instant::now() < end {
        round += 1;
        let content = if dice.below(2) == 0 {
            format!("shared {}", dice.below(40))
        } else {
            format!("own {writer} {round}")
        };
        let tree = Tree::new(place.join(format!("source{writer}")));
        let tree = tree.file("same", "the same in all of them").file("content", content.repeat(100));
        let started = Instant::now();
        let run = store.run(&["log", tree.path().to_str().unwrap(), "--name", "data", "--type", "dataset"]);
        seen.times.lock().unwrap().push(started.elapsed());
        match (run.code, Acked::read(&run)) {
            (0, Some(acked)) => seen.acked.lock().unwrap().push((acked, run.json()["new"] == true)),
            _ => seen.failed(&run),
        }
    }
}

/// Lists and shows all the while; what it sees is whole.
fn read(store: &Cairnctl, seen: &Seen) {
    while !seen.ended.load(Ordering::Relaxed) {
        let run = store.run(&["show", "data"]);
        // In the first moments there is no store, then no collection.
        let early = seen.reads.load(Ordering::Relaxed) == 0
            && matches!(run.error().as_deref(), Some("store-missing" | "not-found"));
        if early {
            continue;
        }
        let whole = run.code == 0 && run.json()["files"] == 2 && run.json()["state"] == "committed";
        let content = store.run(&["cat", "data", "same"]);
        if whole && content.out == "the same in all of them" {
            seen.reads.fetch_add(1, Ordering::Relaxed);
        } else {
            seen.failed(&run);
            seen.failed(&content);
        }
    }
}

fn judge(store: &Path, seen: Seen) {
    let acked = seen.acked.into_inner().unwrap();
    let failures = seen.failures.into_inner().unwrap();
    let mut times = seen.times.into_inner().unwrap();
    times.sort_unstable();
    let new = acked.iter().filter(|(_, new)| *new).count();
    let lost = sound(store, &acked.iter().map(|(acked, _)| acked.clone()).collect::<Vec<_>>()).err();
    let p99 = times[times.len() * 99 / 100].as_millis() as u64;
    cairn_tests::report::record(
        "eight processes",
        json!({
            "logs": acked.len(), "versions": new, "reads": seen.reads.into_inner(), "failures": failures.len(),
            "lost": u64::from(lost.is_some()), "p99_ms": p99,
        }),
    );
    assert!(failures.is_empty(), "{} failed, the first: {:#?}", failures.len(), failures.first());
    assert!(lost.is_none(), "{lost:?}");
    let opened = Store::open(store, OpenMode::Existing, "me", std::sync::Arc::new(SystemClock)).unwrap();
    invariants(&opened);
    let all = versions(&opened);
    assert_eq!(all.len(), new, "each new version was acknowledged once");
    let mut digests: BTreeMap<String, u64> = BTreeMap::new();
    for version in &all {
        let other = digests.insert(version.row.digest.to_hex(), version.row.index);
        assert_eq!(other, None, "v{} is the same as another", version.row.index);
    }
    assert!(new > 20, "only {new} versions: the machine is too slow to show anything");
}
