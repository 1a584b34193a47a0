//! Runs a script under `strace` with one fault, and looks at what is left.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use cairn_engine::Code;
use cairn_engine::clock::SystemClock;
use cairn_engine::progress::Monitor;
use cairn_engine::store::{OpenMode, Store};
use cairn_tests::{Cairnctl, Run, proof};
use serde_json::json;

use super::crash_scripts::{Acked, Script, contents, exported};

/// System calls that change something, by the names the kernel gives them.
pub(crate) const CALLS: [&str; 17] = [
    "open",
    "openat",
    "openat2",
    "write",
    "pwrite64",
    "fsync",
    "fdatasync",
    "rename",
    "renameat",
    "renameat2",
    "linkat",
    "unlink",
    "unlinkat",
    "ftruncate",
    "mkdir",
    "mkdirat",
    "syncfs",
];

/// What happened at all points of a suite.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) points: u64,
    /// Points at which the fault was really met.
    pub(crate) met: u64,
    pub(crate) lost: u64,
    pub(crate) false_successes: u64,
    pub(crate) panics: u64,
    pub(crate) problems: Vec<String>,
}

impl Tally {
    /// Prints and keeps the figures, then fails when something is wrong.
    pub(crate) fn finish(self, suite: &str) {
        let figures = json!({
            "points": self.points, "faults_met": self.met, "lost": self.lost, "false_successes": self.false_successes,
            "panics": self.panics, "problems": self.problems.len(), "seed": cairn_tests::scale::seed(),
        });
        cairn_tests::report::record(suite, figures);
        let shown: Vec<_> = self.problems.iter().take(10).collect();
        assert!(self.problems.is_empty(), "{} problems, the first: {shown:#?}", self.problems.len());
        assert!(self.met > 0, "no fault was met");
    }

    pub(crate) fn problem(&mut self, point: &str, what: impl std::fmt::Display) {
        self.problems.push(format!("{point}: {what}"));
    }
}

/// One fault: at the `when`-th `call` of a thread.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    pub(crate) call: &'static str,
    pub(crate) when: u64,
    /// `signal=KILL`, `error=ENOSPC`, …
    pub(crate) effect: &'static str,
}

impl Fault {
    fn tracer(&self) -> Vec<String> {
        let (call, when, effect) = (self.call, self.when, self.effect);
        let inject = format!("inject={call}:{effect}:when={when}");
        ["strace", "-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}"), "-e", &inject]
            .map(str::to_owned)
            .into()
    }
}

/// How often each call is made by the busiest thread; of those that open only the ones that create, as their positions.
pub(crate) fn count(script: &Script, place: &Path) -> BTreeMap<&'static str, Vec<u64>> {
    let point = Point::new(script, place);
    let trace = place.join("trace");
    let calls = format!("trace={}", CALLS.join(","));
    let tracer = ["strace", "-f", "-qq", "-o", trace.to_str().unwrap(), "-e", &calls];
    let run = point.cairnctl().under(tracer).run(&script.arguments(&point.fresh));
    assert_eq!(run.code, 0, "{}: {run:?}", script.name);
    assert!((script.is_done)(&point.store, script, &point.fresh), "{} does what it says", script.name);
    positions(&std::fs::read_to_string(trace).unwrap())
}

fn positions(trace: &str) -> BTreeMap<&'static str, Vec<u64>> {
    let mut seen: BTreeMap<(&str, &str), u64> = BTreeMap::new();
    let mut found: BTreeMap<&'static str, Vec<u64>> = BTreeMap::new();
    for line in trace.lines() {
        let Some((thread, rest)) = line.split_once(char::is_whitespace) else { continue };
        let rest = rest.trim_start();
        let Some(call) =
            CALLS.iter().find(|call| rest.strip_prefix(**call).is_some_and(|rest| rest.starts_with('(')))
        else {
            continue;
        };
        let number = seen.entry((thread, call)).or_default();
        *number += 1;
        if !call.starts_with("open") || rest.contains("O_CREAT") || rest.contains("O_TMPFILE") {
            found.entry(call).or_default().push(*number);
        }
    }
    for numbers in found.values_mut() {
        numbers.sort_unstable();
        numbers.dedup();
    }
    found
}

/// `most` of the numbers, evenly, the first and the last among them.
pub(crate) fn sample(numbers: &[u64], most: usize) -> Vec<u64> {
    if numbers.len() <= most {
        return numbers.to_vec();
    }
    (0..most).map(|at| numbers[at * (numbers.len() - 1) / (most - 1).max(1)]).collect()
}

/// A copy of the store for one fault.
struct Point<'s> {
    script: &'s Script,
    place: PathBuf,
    store: PathBuf,
    fresh: PathBuf,
}

impl<'s> Point<'s> {
    fn new(script: &'s Script, place: &Path) -> Self {
        let place = place.join("point");
        let _ = std::fs::remove_dir_all(&place);
        std::fs::create_dir_all(&place).unwrap();
        let store = place.join("store");
        if script.before.exists() {
            let copied = Command::new("cp").arg("-a").arg(&script.before).arg(&store).status().unwrap();
            assert!(copied.success());
        }
        let fresh = place.join("fresh");
        Self { script, place, store, fresh }
    }

    fn cairnctl(&self) -> Cairnctl {
        Cairnctl::new(&self.store)
    }

    fn acked(&self, run: &Run) -> Vec<Acked> {
        let mut acked = self.script.acked.clone();
        acked.extend(Acked::read(run));
        acked
    }
}

/// Runs the script with a fault and notes in the tally what is wrong afterwards.
pub(crate) fn run(script: &Script, fault: &Fault, place: &Path, tally: &mut Tally) {
    let name = format!("{} {} {} {}", script.name, fault.call, fault.effect, fault.when);
    let before = proof(&script.source);
    let point = Point::new(script, place);
    let run = point.cairnctl().under(fault.tracer()).run(&script.arguments(&point.fresh));
    tally.points += 1;
    tally.met += u64::from(run.code != 0);
    if run.err.contains("panicked") {
        tally.panics += 1;
        tally.problem(&name, format!("panicked: {}", run.err));
    }
    if run.error().as_deref() == Some("internal") {
        tally.problem(&name, format!("called a fault of the disk a defect: {}", run.err));
    }
    if script.name == "get" {
        let expected = contents(&script.source);
        if !exported(&point.fresh).iter().all(|(path, bytes)| expected.get(path) == Some(bytes)) {
            tally.problem(&name, "something else than whole files of the version is visible");
        }
    }
    look(&point, &run, &name, tally);
    if run.code == 0 && !(script.is_done)(&point.store, script, &point.fresh) {
        tally.false_successes += 1;
        tally.problem(&name, "said that it was done, and it isn't");
    }
    retry(&point, &run, &name, tally);
    if proof(&script.source) != before {
        tally.problem(&name, "the source was changed");
    }
    let _ = std::fs::remove_dir_all(&point.place);
}

/// Opens the store, reads every byte, and finds every acknowledged version.
fn look(point: &Point<'_>, run: &Run, name: &str, tally: &mut Tally) {
    let script = point.script;
    if script.is_hurt && !(script.is_done)(&point.store, script, &point.fresh) {
        return;
    }
    let acked = point.acked(run);
    match sound(&point.store, &acked) {
        Ok(()) => {}
        Err(Unsound::NotThere) if acked.is_empty() => {}
        Err(Unsound::NotThere) => {
            tally.lost += acked.len() as u64;
            tally.problem(name, "the store is gone");
        }
        Err(Unsound::Lost(what)) => {
            tally.lost += 1;
            tally.problem(name, what);
        }
        Err(Unsound::Damaged(what)) => tally.problem(name, what),
    }
}

/// The same command without the fault succeeds, unless it was done already and can be done only once.
fn retry(point: &Point<'_>, first: &Run, name: &str, tally: &mut Tally) {
    let script = point.script;
    let done = (script.is_done)(&point.store, script, &point.fresh);
    if !done || script.repeats {
        let mut arguments = script.arguments(&point.fresh);
        if script.name == "get" {
            arguments.push("--overwrite".into());
        }
        let again = point.cairnctl().run(&arguments);
        if again.code != 0 || !(script.is_done)(&point.store, script, &point.fresh) {
            tally.problem(name, format!("the retry failed: {again:?} after {first:?}"));
            return;
        }
    }
    if let Err(problem) = sound(&point.store, &point.acked(first)) {
        tally.problem(name, format!("after the retry: {problem:?}"));
    }
    let left = std::fs::read_dir(point.store.join("staging")).map_or(0, Iterator::count);
    if left > 0 {
        tally.problem(name, format!("{left} things stay in staging"));
    }
}

/// What is wrong with a store.
#[derive(Debug)]
pub(crate) enum Unsound {
    /// There is none.
    NotThere,
    /// An acknowledged version isn't there as it was.
    Lost(String),
    /// Something is damaged.
    Damaged(String),
}

/// Whether a store opens, is whole to the last byte, and has every acknowledged version.
pub(crate) fn sound(store: &Path, acked: &[Acked]) -> Result<(), Unsound> {
    let opened = match Store::open(store, OpenMode::Existing, "me", Arc::new(SystemClock)) {
        Ok(opened) => opened,
        Err(error) if error.code() == Code::StoreMissing => return Err(Unsound::NotThere),
        Err(error) => return Err(Unsound::Damaged(format!("doesn't open: {error}"))),
    };
    let report = opened
        .check(true, &Monitor::silent())
        .map_err(|error| Unsound::Damaged(format!("check: {error}")))?;
    if !report.damage.is_empty() {
        return Err(Unsound::Damaged(format!("{:?}", report.damage)));
    }
    for version in acked {
        match opened.version_facts(&version.address) {
            Ok(facts) if facts.row.digest.to_hex() == version.digest => {}
            Ok(facts) => {
                return Err(Unsound::Lost(format!(
                    "{} is {} now",
                    version.address,
                    facts.row.digest.to_hex()
                )));
            }
            Err(error) => return Err(Unsound::Lost(format!("{}: {error}", version.address))),
        }
    }
    Ok(())
}
