#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)] // tests spoil files
use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::sync::Arc;

use super::CheckReport;
use crate::Code;
use crate::clock::SystemClock;
use crate::export::ExportRequest;
use crate::progress::Monitor;
use crate::store::{OpenMode, Store};
use crate::testing::{Bench, noise};

fn files() -> Vec<(&'static str, Vec<u8>)> {
    vec![("small", b"a small file".to_vec()), ("large", noise(3 << 20, 7)), ("empty", Vec::new())]
}

/// A store with one version.
fn bench() -> Bench {
    let bench = Bench::new();
    log(&bench);
    bench
}

fn log(bench: &Bench) {
    let files = files();
    let named: Vec<(&str, &[u8])> = files.iter().map(|(path, bytes)| (*path, bytes.as_slice())).collect();
    bench.log("data", &named);
}

fn check(bench: &Bench, read_data: bool) -> CheckReport {
    bench.store.check(read_data, &Monitor::silent()).unwrap()
}

fn kinds(report: &CheckReport) -> Vec<&str> {
    report.damage.iter().map(|damage| damage.kind).collect()
}

fn files_below(folder: &str, bench: &Bench) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting = vec![bench.store.root().join(folder)];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { waiting.push(path) } else { found.push(path) }
        }
    }
    found
}

fn large(bench: &Bench) -> PathBuf {
    files_below("blobs", bench).pop().unwrap()
}

fn pack(bench: &Bench) -> PathBuf {
    files_below("packs", bench).pop().unwrap()
}

fn flip(path: &PathBuf, at_end: usize) {
    let mut bytes = fs::read(path).unwrap();
    let at = bytes.len() - at_end;
    bytes[at] ^= 1;
    fs::write(path, bytes).unwrap();
}

fn cut(path: &PathBuf, by: usize) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..bytes.len() - by]).unwrap();
}

fn sql(bench: &Bench, sql: &str) {
    bench.store.write(|tx| Ok(tx.execute_batch(sql)?)).unwrap();
}

/// After damage: nothing wrong is given out, a log of the same content heals, and all is as it was.
fn heals(bench: &Bench) {
    log(bench);
    let report = check(bench, true);
    assert!(report.damage.is_empty(), "{:?}", report.damage);
    let request = ExportRequest { root: Some(bench.path("out")), ..ExportRequest::default() };
    bench.store.export("data:v0", &request, &Monitor::silent()).unwrap();
    for (path, bytes) in files() {
        assert_eq!(fs::read(bench.path("out").join(path)).unwrap(), bytes);
    }
}

#[test]
fn a_sound_store_has_neither_damage_nor_leftovers() {
    let bench = bench();
    let report = check(&bench, true);
    let expected =
        CheckReport { versions: 1, blobs: 3, bytes_read: (3 << 20) + 12, ..CheckReport::default() };
    assert_eq!(report, expected);
    assert_eq!(check(&bench, false).bytes_read, 0);
}

type Spoil = (&'static str, fn(&Bench), bool, &'static str);

/// Damage, whether a quick check sees it, and its kind.
const SPOILS: [Spoil; 10] = [
    ("large flipped", |bench| flip(&large(bench), 1000), false, "blob-changed"),
    ("large cut", |bench| cut(&large(bench), 1), true, "blob-changed"),
    (
        "large extended",
        |bench| fs::write(large(bench), [noise(3 << 20, 7), vec![0]].concat()).unwrap(),
        true,
        "blob-changed",
    ),
    ("large missing", |bench| fs::remove_file(large(bench)).unwrap(), true, "blob-missing"),
    (
        "folder in place",
        |bench| {
            let path = large(bench);
            fs::remove_file(&path).unwrap();
            fs::create_dir(path).unwrap();
        },
        true,
        "blob-changed",
    ),
    (
        "link in place",
        |bench| {
            let path = large(bench);
            fs::rename(&path, bench.path("moved")).unwrap();
            symlink(bench.path("moved"), path).unwrap();
        },
        true,
        "blob-changed",
    ),
    (
        "pack flipped",
        |bench| {
            let path = pack(bench);
            let bytes = fs::read(&path).unwrap();
            let at = bytes.windows(12).position(|window| window == b"a small file").unwrap();
            flip(&path, bytes.len() - at);
        },
        false,
        "blob-changed",
    ),
    ("pack cut", |bench| fs::write(pack(bench), [0; 20]).unwrap(), true, "blob-changed"),
    ("pack missing", |bench| fs::remove_file(pack(bench)).unwrap(), true, "blob-missing"),
    (
        "row changed",
        |bench| sql(bench, "UPDATE blob SET pack_offset = pack_offset + 7 WHERE size = 12"),
        true,
        "blob-changed",
    ),
];

#[test]
fn damage_is_found_named_and_healed_by_logging_again() {
    for (what, spoil, quick, kind) in SPOILS {
        let bench = bench();
        spoil(&bench);
        if quick {
            assert!(kinds(&check(&bench, false)).contains(&kind), "{what}");
        }
        let report = check(&bench, true);
        assert!(
            report.damage.iter().all(|damage| damage.versions == ["me/uncategorized/data:v0"]),
            "{what}: {report:?}"
        );
        assert!(!report.damage.is_empty(), "{what}");
        if !quick {
            assert_eq!(report.damage[0].kind, kind, "{what}");
        }
        assert!(kinds(&check(&bench, false)).iter().all(|kind| kind.starts_with("blob-")), "{what}");
        heals(&bench);
    }
}

#[test]
fn damage_found_by_an_export_is_healed_by_logging_again() {
    for spoil in [SPOILS[0], SPOILS[6]] {
        let bench = bench();
        (spoil.1)(&bench);
        let request = ExportRequest { root: Some(bench.path("half")), ..ExportRequest::default() };
        let error = bench.store.export("data", &request, &Monitor::silent()).unwrap_err();
        assert_eq!(error.code(), Code::BlobDamaged);
        assert!(!bench.path("half/large").exists() || !bench.path("half/small").exists());
        heals(&bench);
    }
}

#[test]
fn an_unchanged_source_heals_too() {
    let bench = Bench::new();
    let source = bench.path("source");
    fs::create_dir(&source).unwrap();
    fs::write(source.join("large"), noise(2 << 20, 3)).unwrap();
    // Old enough for the cache of unchanged files.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    bench.log_folder("data", &source);
    flip(&large(&bench), 5);
    assert_eq!(check(&bench, true).damage.len(), 1);
    assert_eq!(files_below("quarantine", &bench).len(), 1);
    let report = bench.log_folder("data", &source);
    assert!(!report.new && report.bytes_added == 2 << 20);
    assert!(check(&bench, true).damage.is_empty());
}

#[test]
fn damaged_manifests_are_found_and_healed() {
    for (what, spoil) in [
        ("chunk", "UPDATE chunk SET data = substr(data, 1, length(data) - 3) || x'000000'"),
        ("chunk replaced", "UPDATE chunk SET data = x'00'"),
        ("list", "UPDATE manifest SET list = x'0100'"),
        ("digest", "UPDATE manifest SET digest = zeroblob(16)"),
    ] {
        let bench = bench();
        sql(&bench, spoil);
        let report = check(&bench, false);
        assert!(kinds(&report).contains(&"chunk-damaged"), "{what}: {report:?}");
        assert!(report.damage[0].versions == ["me/uncategorized/data:v0"], "{what}: {report:?}");
        heals(&bench);
    }
}

#[test]
fn wrong_counts_are_found() {
    for spoil in [
        "UPDATE manifest SET refs = 2",
        "UPDATE chunk SET refs = 0",
        "UPDATE blob SET refs = 5 WHERE size = 12",
        "UPDATE collection SET live = 3",
        "UPDATE collection SET trashed = 1",
        "UPDATE collection SET logical = 1",
        "UPDATE collection SET next_index = 0",
        "UPDATE artifact_type SET versions = 9",
        "UPDATE project SET collections = 9 WHERE collections = 1",
        "UPDATE version SET size = 1",
        "UPDATE version SET digest = zeroblob(16)",
    ] {
        let bench = bench();
        sql(&bench, spoil);
        let report = check(&bench, false);
        assert!(kinds(&report).contains(&"count-wrong"), "{spoil}: {report:?}");
    }
}

#[test]
fn leftovers_are_no_damage() {
    let bench = bench();
    let root = bench.store.root();
    fs::write(root.join("packs/.DS_Store"), b"x").unwrap();
    fs::write(root.join("packs/00000000000000ff.pack"), b"x").unwrap();
    fs::write(root.join("blobs/stray"), b"x").unwrap();
    fs::create_dir(root.join("staging/dead")).unwrap();
    let mut tail = fs::read(pack_of_id(&bench, 1)).unwrap();
    tail.extend_from_slice(b"cut off");
    fs::write(pack_of_id(&bench, 1), tail).unwrap();
    let report = check(&bench, true);
    assert_eq!((report.damage.len(), report.leftovers), (0, 5));
}

fn pack_of_id(bench: &Bench, id: u32) -> PathBuf {
    bench.store.root().join(format!("packs/{id:016x}.pack"))
}

#[test]
fn a_store_for_reading_is_checked_and_not_changed() {
    let bench = bench();
    flip(&large(&bench), 9);
    let root = bench.store.root().to_owned();
    sql(&bench, "PRAGMA user_version = 99");
    let other = Store::open(&root, OpenMode::Existing, "me", Arc::new(SystemClock)).unwrap();
    assert!(other.read_only().is_some());
    assert_eq!(other.check(true, &Monitor::silent()).unwrap().damage.len(), 1);
    assert!(files_below("quarantine", &bench).is_empty());
    assert_eq!(other.check(false, &Monitor::silent()).unwrap().damage.len(), 0);
}

#[test]
fn a_restored_file_is_sound_again() {
    let bench = bench();
    let path = large(&bench);
    let bytes = fs::read(&path).unwrap();
    fs::remove_file(&path).unwrap();
    assert_eq!(kinds(&check(&bench, false)), ["blob-missing"]);
    fs::write(&path, bytes).unwrap();
    assert!(check(&bench, false).damage.is_empty());
    bench
        .store
        .database()
        .read(|connection| {
            assert!(crate::db::blob::damaged(connection)?.is_empty());
            Ok(())
        })
        .unwrap();
}
