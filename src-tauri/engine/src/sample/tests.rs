#![allow(clippy::unwrap_used)]
use std::collections::HashSet;

use crate::Code;
use crate::catalog::VersionState;
use crate::progress::Monitor;
use crate::testing::Bench;

#[test]
fn a_sample_is_whole_sound_and_made_once() {
    let bench = Bench::new();
    let scratch = bench.path("scratch");
    let before = std::time::Instant::now();
    let outcome = bench.store.make_sample(&bench.actor, &scratch, &Monitor::silent()).unwrap();
    println!("{} in {:?}", outcome.summary, before.elapsed());
    assert!(std::fs::read_dir(&scratch).unwrap().next().is_none());
    let project = bench.store.resolve_project(Some("plankton")).unwrap();
    assert_eq!((project.collections, project.versions), (11, outcome.changed - 1));
    let facts = |address: &str| bench.store.resolve_version(&format!("me/plankton/{address}")).unwrap().1;
    let now = bench.store.now();
    assert!(facts("plankton-raw:v0").created_at < now - 88 * 86_400_000);
    assert!(facts("distilled-s:latest").created_at > now - 86_400_000);
    assert_eq!(facts("resnet-plankton:v3").state, VersionState::Deleted);
    assert_eq!(facts("vit-plankton:best model").index, 11);
    let check = bench.store.check(true, &Monitor::silent()).unwrap();
    assert!(check.damage.is_empty() && check.leftovers == 0, "{check:?}");
    println!("{} blobs, {} bytes", check.blobs, check.bytes_read);
    assert!((20 << 20..60 << 20).contains(&check.bytes_read), "{}", check.bytes_read);
    let again = bench.store.make_sample(&bench.actor, &scratch, &Monitor::silent()).unwrap_err();
    assert_eq!(again.code(), Code::Exists);
}

#[test]
fn two_samples_have_equal_content() {
    let digests = || {
        let bench = Bench::new();
        bench.store.make_sample(&bench.actor, &bench.path("scratch"), &Monitor::silent()).unwrap();
        let line = |name: &str, count: u64| {
            let address = |index| format!("me/plankton/{name}:v{index}");
            (0..count)
                .map(|index| bench.store.resolve_version(&address(index)).unwrap().1.digest.to_hex())
                .collect::<Vec<_>>()
        };
        [line("plankton-train", 12), line("vit-plankton", 14), line("eval-vit", 7)].concat()
    };
    let (one, two) = (digests(), digests());
    assert_eq!(one, two);
    assert_eq!(one.iter().collect::<HashSet<_>>().len(), one.len());
}
