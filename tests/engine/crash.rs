//! `kill -9` at random moments: what was acknowledged is there.

use std::time::{Duration, Instant};

use cairn_tests::scale::{Dice, scale, seed};
use cairn_tests::{Cairnctl, Run, Tree, proof};

use super::crash_bench::{Tally, sound};
use super::crash_scripts::Acked;

/// Files of the folder that is logged over and over, a few of them changed each time.
const FILES: u64 = 60;

#[test]
fn killed_at_random_moments() {
    let folder = tempfile::tempdir().unwrap();
    let store = Cairnctl::new(folder.path().join("store"));
    let mut dice = Dice::new(seed());
    let mut tree = Tree::new(folder.path().join("source")).file("big", dice.bytes(3 << 20));
    for n in 0..FILES {
        tree = tree.file(format!("f{n}"), dice.bytes(2000));
    }
    let arguments =
        ["log", tree.path().to_str().unwrap(), "--name", "data", "--type", "dataset"].map(str::to_owned);
    let mut acked = vec![Acked::read(&store.run(&arguments)).unwrap()];
    let started = Instant::now();
    store.run(&arguments);
    let mut whole = started.elapsed();
    let mut tally = Tally::default();
    for moment in 0..scale(200, 2000) {
        tree = tree.file(format!("f{}", dice.below(FILES)), dice.bytes(1500));
        let before = proof(tree.path());
        let started = Instant::now();
        let run = killed(&store, &arguments, whole.mul_f64(dice.below(1700) as f64 / 1000.0));
        if run.code == 0 {
            // How long a log takes varies with what else the machine does: moments are spread over the last one's time.
            whole = started.elapsed();
        }
        tally.points += 1;
        tally.met += u64::from(run.code == 137);
        acked.extend(Acked::read(&run));
        // Every byte each time would take minutes; the last look reads them all.
        if moment % 10 == 9
            && let Err(problem) = sound(&folder.path().join("store"), &acked)
        {
            tally.lost += 1;
            tally.problem(&format!("moment {moment}"), format!("{problem:?}"));
        }
        if proof(tree.path()) != before {
            tally.problem(&format!("moment {moment}"), "the source was changed");
        }
    }
    let last = store.run(&arguments);
    acked.extend(Acked::read(&last));
    if last.code != 0 {
        tally.problem("the end", format!("{last:?}"));
    }
    if let Err(problem) = sound(&folder.path().join("store"), &acked) {
        tally.lost += 1;
        tally.problem("the end", format!("{problem:?}"));
    }
    println!("{} of them acknowledged before the end came", acked.len() - 2);
    tally.finish("kill -9 at random moments");
}

/// Runs `cairnctl` and kills it after a while, wherever it is.
fn killed(store: &Cairnctl, arguments: &[String], after: Duration) -> Run {
    let mut child = store.command(arguments).spawn().unwrap();
    let end = Instant::now() + after;
    while Instant::now() < end && child.try_wait().unwrap().is_none() {
        std::thread::sleep(Duration::from_micros(500));
    }
    let _ = child.kill();
    let status = child.wait().unwrap();
    let read = |stream: &mut dyn std::io::Read| {
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        text
    };
    let out = read(child.stdout.as_mut().unwrap());
    let err = read(child.stderr.as_mut().unwrap());
    Run { code: status.code().unwrap_or(137), out, err }
}
