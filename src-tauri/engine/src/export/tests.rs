#![allow(clippy::unwrap_used, clippy::disallowed_methods)] // tests make and spoil files
use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use super::{Existing, ExportRequest};
use crate::Code;
use crate::catalog::Selection;
use crate::progress::Monitor;
use crate::testing::{Bench, noise, write};

const FILES: [(&str, &[u8]); 5] =
    [("a/one.txt", b"one"), ("a/two.txt", b"two"), ("b/c/three", b"three"), ("empty", b""), ("twin", b"one")];

fn to(root: &Path) -> ExportRequest {
    ExportRequest { root: Some(root.to_owned()), ..ExportRequest::default() }
}

fn tree(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() && !path.is_symlink() { waiting.push(path) } else { found.push(path) }
        }
    }
    let mut names: Vec<String> =
        found.iter().map(|path| path.strip_prefix(root).unwrap().display().to_string()).collect();
    names.sort();
    names
}

#[test]
fn an_export_is_whole_and_a_second_one_changes_nothing() {
    let bench = Bench::new();
    bench.log("data", &FILES);
    let out = bench.path("out/deep");
    let plan = bench.store.plan_export("data", &to(&out)).unwrap();
    assert_eq!((plan.files, plan.bytes, plan.unchanged, plan.conflict_count), (5, 14, 0, 0));
    assert!(!out.exists() && plan.free_bytes > 0);
    let report = bench.store.export("data:v0", &to(&out), &Monitor::silent()).unwrap();
    assert_eq!((report.files, report.bytes, report.kept), (5, 14, 0));
    assert_eq!(report.address, "me/uncategorized/data:v0");
    for (path, bytes) in FILES {
        assert_eq!(fs::read(out.join(path)).unwrap(), bytes);
        assert_eq!(fs::metadata(out.join(path)).unwrap().permissions().mode() & 0o7111, 0);
    }
    let again = bench.store.export("data:latest", &to(&out), &Monitor::silent()).unwrap();
    assert_eq!((again.files, again.kept), (0, 5));
}

#[test]
fn what_is_there_is_asked_for_kept_or_replaced() {
    let bench = Bench::new();
    bench.log("data", &FILES);
    let out = bench.path("out");
    write(&out.join("a/one.txt"), b"ONE");
    write(&out.join("mine"), b"mine");
    let asked = bench.store.export("data", &to(&out), &Monitor::silent()).unwrap_err();
    assert_eq!(asked.code(), Code::TargetExists);
    assert!(asked.message().contains("a/one.txt"));
    assert_eq!(tree(&out), ["a/one.txt", "mine"]);
    let keep = ExportRequest { existing: Existing::Keep, ..to(&out) };
    let report = bench.store.export("data", &keep, &Monitor::silent()).unwrap();
    assert_eq!((report.files, report.kept), (4, 1));
    assert_eq!(fs::read(out.join("a/one.txt")).unwrap(), b"ONE");
    let overwrite = ExportRequest { existing: Existing::Overwrite, ..to(&out) };
    let report = bench.store.export("data", &overwrite, &Monitor::silent()).unwrap();
    assert_eq!((report.files, report.kept), (1, 4));
    assert_eq!(fs::read(out.join("a/one.txt")).unwrap(), b"one");
    assert!(out.join("mine").exists());
}

#[test]
fn paths_folders_and_prefixes() {
    let bench = Bench::new();
    bench.log("data", &FILES);
    let export = |out: &str, paths: &[&str], prefix: Option<&str>| {
        let paths = paths.iter().map(|path| (*path).to_owned()).collect();
        let request = ExportRequest { paths, prefix: prefix.map(str::to_owned), ..to(&bench.path(out)) };
        bench.store.export("data", &request, &Monitor::silent()).map(|_| tree(&bench.path(out)))
    };
    assert_eq!(export("1", &["a/", "twin", "a/one.txt"], None).unwrap(), ["a/one.txt", "a/two.txt", "twin"]);
    assert_eq!(export("2", &[], Some("a/o")).unwrap(), ["a/one.txt"]);
    assert_eq!(export("3", &["b"], None).unwrap(), ["b/c/three"]);
    let missing = export("4", &["a", "nothing"], None).unwrap_err();
    assert_eq!(missing.code(), Code::NotFound);
    assert!(missing.message().contains("nothing") && !bench.path("4").exists());
    let exact = ExportRequest { exact: true, prefix: Some("a".into()), ..to(&bench.path("5")) };
    assert_eq!(bench.store.plan_export("data", &exact).unwrap_err().code(), Code::RequestInvalid);
}

#[test]
fn exact_removes_what_does_not_belong_and_follows_no_link() {
    let bench = Bench::new();
    bench.log("data", &FILES);
    let (out, away) = (bench.path("out"), bench.path("away"));
    write(&away.join("a/keep"), b"keep");
    write(&out.join("old/x/y"), b"old");
    write(&out.join("twin/inside"), b"a folder where a file goes");
    write(&out.join("b"), b"a file where a folder goes");
    fs::create_dir(out.join("bare")).unwrap();
    symlink(&away, out.join("link")).unwrap();
    symlink(away.join("a"), out.join("a")).unwrap();
    let exact = ExportRequest { exact: true, ..to(&out) };
    let plan = bench.store.plan_export("data", &exact).unwrap();
    assert_eq!(plan.removal_count, 9);
    let asked = bench.store.export("data", &exact, &Monitor::silent()).unwrap_err();
    assert_eq!(asked.code(), Code::TargetExists);
    let exact = ExportRequest { existing: Existing::Overwrite, ..exact };
    let report = bench.store.export("data", &exact, &Monitor::silent()).unwrap();
    assert_eq!((report.files, report.removed), (5, 9));
    assert_eq!(tree(&out), FILES.map(|(path, _)| path));
    assert_eq!(tree(&away), ["a/keep"]);
    let own = ExportRequest { exact: true, ..to(bench.folder.path()) };
    assert_eq!(bench.store.plan_export("data", &own).unwrap_err().code(), Code::TargetInvalid);
}

#[test]
fn links_in_the_target_lead_nowhere() {
    let bench = Bench::new();
    bench.log("data", &FILES);
    let (out, away) = (bench.path("out"), bench.path("away"));
    write(&away.join("one.txt"), b"untouched");
    fs::create_dir(&out).unwrap();
    symlink(&away, out.join("a")).unwrap();
    symlink(away.join("one.txt"), out.join("twin")).unwrap();
    for existing in [Existing::Ask, Existing::Overwrite] {
        let request = ExportRequest { existing, ..to(&out) };
        let error = bench.store.export("data", &request, &Monitor::silent()).unwrap_err();
        assert_eq!(error.code(), Code::TargetExists);
    }
    fs::remove_file(out.join("a")).unwrap();
    let request = ExportRequest { existing: Existing::Overwrite, ..to(&out) };
    bench.store.export("data", &request, &Monitor::silent()).unwrap();
    assert!(!out.join("twin").is_symlink());
    assert_eq!(fs::read(away.join("one.txt")).unwrap(), b"untouched");
    assert_eq!(tree(&away), ["one.txt"]);
}

#[test]
fn a_folder_swapped_for_a_link_meanwhile_leads_nowhere() {
    let bench = Bench::new();
    let names: Vec<String> = (0..400).map(|index| format!("d/{index}")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), b"x".as_slice())).collect();
    bench.log("data", &files);
    let (out, away) = (bench.path("out"), bench.path("away"));
    fs::create_dir(&away).unwrap();
    let done = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                if fs::rename(out.join("d"), out.join("d-real")).is_ok() {
                    let _ = symlink(&away, out.join("d"));
                    let _ = fs::remove_file(out.join("d"));
                    let _ = fs::rename(out.join("d-real"), out.join("d"));
                }
            }
        });
        for _ in 0..8 {
            let _ = bench.store.export("data", &to(&out), &Monitor::silent());
            let _ = fs::remove_dir_all(out.join("d"));
        }
        done.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    assert!(tree(&away).is_empty());
}

#[test]
fn places_that_are_refused() {
    let bench = Bench::new();
    bench.log("data", &FILES);
    symlink(bench.store.root().join("packs"), bench.path("alias")).unwrap();
    write(&bench.path("file"), b"x");
    for root in [
        bench.store.root().to_owned(),
        bench.store.root().join("new"),
        bench.path("alias/x"),
        bench.path("file"),
    ] {
        let error = bench.store.export("data", &to(&root), &Monitor::silent()).unwrap_err();
        assert_eq!(error.code(), Code::TargetInvalid, "{}", root.display());
    }
}

#[test]
fn cancelled_leaves_no_half_file() {
    let bench = Bench::new();
    let large = noise(12 << 20, 1);
    bench.log("data", &[("large", &large), ("small", b"s")]);
    let cancel = crate::fs::CancelToken::new();
    let switch = cancel.clone();
    let report = move |progress: crate::progress::Progress| {
        if progress.current.is_some() {
            switch.cancel();
        }
    };
    let monitor = Monitor { cancel, report: &report };
    let error = bench.store.export("data", &to(&bench.path("out")), &monitor).unwrap_err();
    assert_eq!(error.code(), Code::Cancelled);
    assert!(tree(&bench.path("out")).iter().all(|name| !name.contains("part") && name != "large"));
    bench.store.export("data", &to(&bench.path("out")), &Monitor::silent()).unwrap();
    assert_eq!(fs::read(bench.path("out/large")).unwrap(), large);
}

#[test]
fn single_files_ranges_and_the_manifest() {
    let bench = Bench::new();
    let large = noise(3 << 20, 2);
    bench.log("data", &[("large", &large), ("a/b", b"hello")]);
    let mut out = Vec::new();
    bench.store.read_file("data", "a/b", &mut out).unwrap();
    assert_eq!(out, b"hello");
    assert_eq!(bench.store.read_range("data", "a/b", 1, 3).unwrap(), b"ell");
    assert_eq!(
        bench.store.read_range("data", "large", (1 << 20) - 2, 4).unwrap(),
        large[(1 << 20) - 2..(1 << 20) + 2]
    );
    assert!(bench.store.read_range("data", "a/b", 9, 3).unwrap().is_empty());
    assert_eq!(bench.store.read_range("data", "a", 0, 1).unwrap_err().code(), Code::NotFound);
    let mut json = Vec::new();
    bench.store.manifest_json("data", &mut json).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(json["contents"]["a/b"]["size"], 5);
}

#[test]
fn a_version_in_the_trash_comes_out() {
    let bench = Bench::new();
    let version = bench.log("data", &FILES).version;
    bench.store.delete_versions(&bench.actor, &Selection::Versions(vec![version]), true).unwrap();
    bench.store.export("data:v0", &to(&bench.path("out")), &Monitor::silent()).unwrap();
    assert_eq!(tree(&bench.path("out")).len(), 5);
}
