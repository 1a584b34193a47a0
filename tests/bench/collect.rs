//! Collection of many small blobs, beside the least that a program without a database would do: `scale collect`.

#![allow(clippy::disallowed_methods)] // the baseline is what the system does without the store

use std::fs::{self, File};
use std::path::Path;
use std::time::Instant;

use cairn_engine::catalog::Selection;
use cairn_engine::ingest::{LogOptions, LogSource, LogSpec};
use cairn_engine::progress::Monitor;
use cairn_engine::retention::CollectOptions;
use cairn_engine::{CancelToken, history::Actor};
use cairn_tests::scale::Dice;
use cairn_tests::{TestHost, Tree};
use serde_json::json;

use super::tell;

/// Bytes of a file on average.
const SIZE: u64 = 2_000;

/// Logs twice `blobs` files, then gives up every other one, then the rest.
pub(crate) fn collect(folder: &Path, blobs: u64) {
    let host = TestHost::open(&folder.join("store"));
    let (all, half) = (folder.join("all"), folder.join("half"));
    let mut dice = Dice::new(11);
    let (mut whole, mut kept) = (Tree::new(&all), Tree::new(&half));
    for n in 0..blobs * 2 {
        let bytes = dice.bytes((1 + SIZE / 2 + n % SIZE) as usize);
        let name = format!("d{:03}/f{n}", n / 1000);
        if n % 2 == 0 {
            kept = kept.file(&name, &bytes);
        }
        whole = whole.file(&name, &bytes);
    }
    let versions = [&all, &half].map(|path| log(&host, path));
    drop((whole, kept));
    for (what, version) in ["every other blob", "all blobs"].into_iter().zip(versions) {
        measure(&host, folder, what, version);
    }
}

fn log(host: &TestHost, path: &Path) -> cairn_engine::model::VersionId {
    use cairn_api::host::Host as _;
    let spec = LogSpec { name: "data".into(), artifact_type: "dataset".into(), ..LogSpec::default() };
    let source = LogSource { path: path.to_owned(), name: None };
    let store = host.store().unwrap();
    let actor = Actor::owner("me", "bench");
    store.log(&actor, &[source], &LogOptions::default(), &spec, &Monitor::silent()).unwrap().version
}

/// Gives a version up and collects what only it had; beside it copying what stays of the packs and removing the old ones.
fn measure(host: &TestHost, folder: &Path, what: &str, version: cairn_engine::model::VersionId) {
    use cairn_api::host::Host as _;
    let store = host.store().unwrap();
    let actor = Actor::owner("me", "bench");
    let selection = Selection::Versions(vec![version]);
    store.delete_versions(&actor, &selection, true).unwrap();
    store.empty_trash(&actor, &selection).unwrap();
    let stays = store.plan_collect(true).unwrap();
    let left = stays.stored_bytes - stays.predicted_bytes;
    let packs = store.root().join("packs");
    let base = baseline(&packs, &folder.join("copies"), left);
    let sweeper = store.sweeper(CancelToken::new()).unwrap();
    let options = CollectOptions { no_grace: true, consent: true, stamp: None };
    let begun = Instant::now();
    let done = store.collect(&sweeper, &actor, &options, &Monitor::silent()).unwrap();
    let spent = begun.elapsed().as_secs_f64();
    assert_eq!(done.freed_bytes, stays.predicted_bytes);
    let ratio = spent / base;
    tell(
        &format!("collection of {} blobs, {what} of the packs", done.blobs),
        json!({"seconds": spent, "baseline_seconds": base, "ratio": ratio, "freed": done.freed_bytes}),
    );
}

/// Seconds for writing and syncing as many bytes as stay, from copies of the packs, and removing the copies.
fn baseline(packs: &Path, copies: &Path, left: u64) -> f64 {
    fs::create_dir_all(copies).unwrap();
    let names: Vec<_> = fs::read_dir(packs).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    for name in &names {
        fs::copy(packs.join(name), copies.join(name)).unwrap();
        File::open(copies.join(name)).unwrap().sync_all().unwrap();
    }
    let begun = Instant::now();
    let mut rest = left;
    for name in &names {
        let bytes = fs::read(copies.join(name)).unwrap();
        let part = rest.min(bytes.len() as u64);
        rest -= part;
        if part > 0 {
            let new = copies.join("new");
            fs::write(&new, &bytes[..part as usize]).unwrap();
            File::open(&new).unwrap().sync_all().unwrap();
        }
        fs::remove_file(copies.join(name)).unwrap();
    }
    File::open(copies).unwrap().sync_all().unwrap();
    let spent = begun.elapsed().as_secs_f64();
    fs::remove_dir_all(copies).unwrap();
    spent
}
