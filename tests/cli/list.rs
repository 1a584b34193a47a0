//! Lists and facts: the shapes of their JSON.

use serde_json::json;

use crate::bench::{Ctl, each, keys};

#[test]
fn show_has_exactly_these_members() {
    let ctl = Ctl::filled();
    let shown = ctl.json(&["show", "data"]);
    let members = [
        "address",
        "aliases",
        "bytes",
        "created_at",
        "description",
        "digest",
        "expires_at",
        "files",
        "index",
        "metadata",
        "state",
        "tags",
        "ttl_inherited",
        "ttl_seconds",
        "type",
    ];
    assert_eq!(keys(&shown), members);
    assert_eq!(keys(&shown["bytes"]), ["exclusive", "logical", "shared"]);
    assert_eq!((&shown["address"], &shown["type"]), (&json!("ada/uncategorized/data:v1"), &json!("dataset")));
    assert_eq!(
        (&shown["ttl_seconds"], &shown["ttl_inherited"], &shown["expires_at"]),
        (&json!(null), &json!(true), &json!(null))
    );
    assert_eq!(
        (&shown["metadata"], &shown["description"], &shown["state"]),
        (&json!({}), &json!(""), &json!("committed"))
    );
    assert_eq!(shown["bytes"], json!({"logical": 19, "exclusive": 10, "shared": 9}));
    let time = shown["created_at"].as_str().unwrap();
    assert!(time.len() == 24 && time.ends_with('Z') && time.as_bytes()[10] == b'T', "{time}");
    assert!(ctl.ok(&["show", "data"]).contains("ada/uncategorized/data:v1"));
}

#[test]
fn lists_are_arrays_of_objects_with_an_address() {
    let ctl = Ctl::filled();
    let versions = ctl.json(&["versions", "data"]);
    assert_eq!(each(&versions, "address"), ["ada/uncategorized/data:v1", "ada/uncategorized/data:v0"]);
    assert_eq!(each(&versions, "index"), [1, 0]);
    assert_eq!(versions[0]["aliases"], json!(["latest"]));
    assert_eq!(each(&ctl.json(&["versions", "data", "--filter", "alias:latest"]), "index"), [1]);
    let collections = ctl.json(&["collections"]);
    assert_eq!(
        (&collections[0]["address"], &collections[0]["latest"]),
        (&json!("ada/uncategorized/data"), &json!("v1"))
    );
    assert_eq!(ctl.json(&["collections", "dataset"]).as_array().unwrap().len(), 1);
    assert_eq!(ctl.json(&["collections", "model"]), json!([]));
    let types = ctl.json(&["types"]);
    assert_eq!(
        types,
        json!([{"address": "ada/uncategorized", "type": "dataset", "collections": 1, "versions": 2}])
    );
    let projects = ctl.json(&["projects"]);
    assert_eq!(each(&projects, "address"), ["ada/uncategorized"]);
    let files = ctl.json(&["files", "data"]);
    assert_eq!(each(&files, "path"), ["a.txt", "c.txt", "sub/b.json"]);
    assert_eq!(keys(&files[0]), ["address", "digest", "path", "reference", "sha256", "size"]);
    assert_eq!(each(&ctl.json(&["files", "data", "sub"]), "path"), ["sub/b.json"]);
    assert_eq!(each(&ctl.json(&["files", "data:v0", "sub/"]), "path"), ["sub/b.json"]);
    assert_eq!(ctl.json(&["trash", "ls"]), json!([]));
}

#[test]
fn long_lists_are_whole() {
    let ctl = Ctl::new();
    for number in 0..450 {
        ctl.write(&format!("in/{number:04}.txt"), format!("{number}").as_bytes());
    }
    ctl.ok(&["log", "in", "--name", "many", "--type", "t"]);
    let files = ctl.json(&["files", "many"]);
    assert_eq!(files.as_array().unwrap().len(), 450);
    assert_eq!(ctl.ok(&["files", "many"]).lines().count(), 451);
    for number in 0..210 {
        ctl.write("in/0000.txt", format!("again {number}").as_bytes());
        ctl.ok(&["log", "in/0000.txt", "--name", "versions", "--type", "t"]);
    }
    let versions = ctl.json(&["versions", "versions"]);
    let indexes: Vec<u64> =
        versions.as_array().unwrap().iter().map(|version| version["index"].as_u64().unwrap()).collect();
    assert_eq!(indexes, (0..210).rev().collect::<Vec<_>>());
}

#[test]
fn manifest_and_cat_give_bytes() {
    let ctl = Ctl::filled();
    assert_eq!(ctl.ok(&["cat", "data", "a.txt"]), "two\n");
    assert_eq!(ctl.ok(&["cat", "data:v0", "a.txt"]), "one\n");
    assert_eq!(ctl.refused(&["cat", "data", "nope.txt"]), "not-found");
    assert_eq!(ctl.refused(&["cat", "data", "sub"]), "not-found");
    let manifest = ctl.json(&["manifest", "data:v0"]);
    assert_eq!(
        (&manifest["version"], &manifest["storagePolicy"]),
        (&json!(1), &json!("wandb-storage-policy-v1"))
    );
    assert_eq!(manifest["contents"]["a.txt"], json!({"digest": "W79aUjKOdDmubnGd/nEiAA==", "size": 4}));
}

#[test]
fn diff_tells_files_and_metadata() {
    let ctl = Ctl::filled();
    ctl.ok(&["meta", "set", "data:v1", "acc", "0.5"]);
    let diff = ctl.json(&["diff", "data:v0", "data:v1"]);
    assert_eq!(keys(&diff), ["after", "before", "files", "metadata", "summary"]);
    assert_eq!(keys(&diff["files"][0]), ["after_size", "before_size", "from", "kind", "path"]);
    assert_eq!(each(&diff["files"], "kind"), ["changed", "added"]);
    assert_eq!(diff["metadata"], json!([{"path": "acc", "before": null, "after": 0.5}]));
    assert_eq!(
        (&diff["summary"]["added"], &diff["summary"]["changed"], &diff["summary"]["equal"]),
        (&json!(1), &json!(1), &json!(1))
    );
    assert!(ctl.ok(&["diff", "data:v0", "data:v1"]).contains("+ c.txt"));
    assert_eq!(ctl.json(&["diff", "data", "data"])["files"], json!([]));
}

#[test]
fn the_store_tells_of_itself() {
    let ctl = Ctl::filled();
    let info = ctl.json(&["store", "info"]);
    assert_eq!((&info["versions"], &info["default_entity"]), (&json!(2), &json!("ada")));
    assert_eq!(info["path"], json!(ctl.text("store")));
    let history = ctl.json(&["history"]);
    assert_eq!(each(&history, "kind"), ["log", "log"]);
    assert_eq!(each(&history, "address"), ["ada/uncategorized/data:v1", "ada/uncategorized/data:v0"]);
    assert_eq!(ctl.json(&["history", "--limit", "1"]).as_array().unwrap().len(), 1);
    // The second log took `latest` from v0, so it belongs to the history of both.
    assert_eq!(each(&ctl.json(&["history", "data:v0"]), "summary"), ["Logged data:v1", "Logged data:v0"]);
    assert_eq!(each(&ctl.json(&["history", "data:v1"]), "summary"), ["Logged data:v1"]);
}
