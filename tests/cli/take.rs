//! Taking files out, checks, sample data.

use serde_json::json;

use crate::bench::{Ctl, keys, tree};

#[test]
fn what_was_logged_comes_out() {
    let ctl = Ctl::filled();
    let got = ctl.json(&["get", "data", "--root", "out"]);
    assert_eq!(keys(&got), ["address", "bytes", "files", "kept", "removed", "root"]);
    assert_eq!((&got["files"], &got["address"]), (&json!(3), &json!("ada/uncategorized/data:v1")));
    assert_eq!(tree(&ctl.path("out")), tree(&ctl.path("in")));
    ctl.ok(&["get", "data:v0"]);
    assert_eq!(tree(&ctl.path("artifacts/data:v0")).len(), 2);
    ctl.ok(&["get", "data", "--root", "one", "--path", "sub/b.json"]);
    assert_eq!(tree(&ctl.path("one")).len(), 1);
    ctl.ok(&["get", "data", "--root", "below", "--prefix", "sub/"]);
    assert_eq!(tree(&ctl.path("below")).len(), 1);
}

#[test]
fn what_is_there_is_not_lost() {
    let ctl = Ctl::filled();
    ctl.write("out/a.txt", b"mine");
    ctl.write("out/other.txt", b"other");
    let before = tree(&ctl.path("out"));
    assert_eq!(ctl.refused(&["get", "data", "--root", "out"]), "target-exists");
    assert_eq!(tree(&ctl.path("out")), before);
    ctl.ok(&["get", "data", "--root", "out", "--keep"]);
    assert_eq!(std::fs::read(ctl.path("out/a.txt")).unwrap(), b"mine");
    ctl.ok(&["get", "data", "--root", "out", "--exact", "--overwrite"]);
    assert_eq!(tree(&ctl.path("out")), tree(&ctl.path("in")));
    assert_eq!(ctl.refused(&["get", "data", "--root", "x", "--path", "nope"]), "not-found");
    assert_eq!(ctl.run(&["get", "data", "--keep", "--overwrite"]).status.code(), Some(2));
}

#[test]
fn a_sound_store_passes_and_a_damaged_one_fails() {
    let ctl = Ctl::filled();
    let report = ctl.json(&["check"]);
    assert_eq!(keys(&report), ["blobs", "bytes_read", "damage", "leftovers", "versions"]);
    assert_eq!((&report["damage"], &report["versions"]), (&json!([]), &json!(2)));
    assert!(ctl.json(&["check", "--read-data"])["bytes_read"].as_u64().unwrap() > 0);
    for entry in std::fs::read_dir(ctl.path("store/packs")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let damaged: Vec<u8> = bytes.iter().map(|byte| if *byte == b'w' { b'W' } else { *byte }).collect();
        std::fs::write(path, damaged).unwrap();
    }
    let output = ctl.run(&["--json", "check", "--read-data"]);
    assert_eq!(output.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(!report["damage"].as_array().unwrap().is_empty());
    assert_eq!(ctl.refused(&["cat", "data", "a.txt"]), "blob-damaged");
    ctl.ok(&["log", "in", "--name", "data", "--type", "dataset", "--rehash"]);
    assert_eq!(ctl.json(&["check", "--read-data"])["damage"], json!([]), "logging the same again heals");
}

#[test]
fn the_sample_is_a_store_to_look_at() {
    let ctl = Ctl::new();
    ctl.json(&["sample"]);
    let info = ctl.json(&["store", "info"]);
    assert!(info["versions"].as_u64().unwrap() > 10 && info["trashed"].as_u64().unwrap() > 0, "{info}");
    assert_eq!(ctl.json(&["check", "--read-data"])["damage"], json!([]));
}
