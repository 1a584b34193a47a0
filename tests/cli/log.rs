//! Logging.

use std::os::unix::ffi::OsStrExt as _;

use serde_json::json;

use crate::bench::{Ctl, each, keys};

#[test]
fn a_log_answers_its_version() {
    let ctl = Ctl::new();
    ctl.write("in/a.txt", b"one\n");
    let words = [
        "log",
        "in",
        "--name",
        "data",
        "--type",
        "dataset",
        "--alias",
        "best model",
        "--tag",
        "x",
        "--tag",
        "y z",
    ];
    let more = [
        "--description",
        "# Hi",
        "--metadata",
        r#"{"acc":0.50,"n":123456789012345678901234567890}"#,
        "--ttl",
        "30d",
    ];
    let logged = ctl.json(&[words.as_slice(), &more].concat());
    assert_eq!(
        keys(&logged),
        ["address", "bytes", "bytes_added", "digest", "files", "index", "new", "skipped"]
    );
    assert_eq!(logged["address"], "ada/uncategorized/data:v0");
    assert_eq!((&logged["new"], &logged["index"], &logged["files"]), (&json!(true), &json!(0), &json!(1)));
    assert_eq!(
        (&logged["bytes"], &logged["bytes_added"], &logged["skipped"]),
        (&json!(4), &json!(4), &json!([]))
    );
    // md5 of the manifest's lines, as the SDK computes it
    assert_eq!(logged["digest"].as_str().unwrap().len(), 32);
    let out = ctl.ok(&["--json", "show", "data"]);
    assert!(
        out.contains(r#""metadata":{"acc":0.50,"n":123456789012345678901234567890}"#),
        "numbers keep their digits: {out}"
    );
    let shown = ctl.json(&["show", "data:best model"]);
    assert_eq!(shown["aliases"], json!(["latest", "best model"]));
    assert_eq!(shown["tags"], json!(["x", "y z"]));
    assert_eq!((&shown["description"], &shown["ttl_seconds"]), (&json!("# Hi"), &json!(30 * 86_400)));
}

#[test]
fn the_same_content_makes_no_version() {
    let ctl = Ctl::filled();
    let again = ctl.json(&["log", "in", "--name", "data", "--type", "dataset"]);
    assert_eq!(
        (&again["new"], &again["address"], &again["bytes_added"]),
        (&json!(false), &json!("ada/uncategorized/data:v1"), &json!(0))
    );
    assert_eq!(ctl.json(&["versions", "data"]).as_array().unwrap().len(), 2);
    assert!(ctl.ok(&["log", "in", "--name", "data", "--type", "dataset", "--rehash"]).contains("identical"));
}

#[test]
fn a_dry_run_changes_nothing() {
    let ctl = Ctl::filled();
    let before = ctl.json(&["store", "info"])["revision"].clone();
    let same = ctl.json(&["log", "in", "--name", "data", "--type", "dataset", "--dry-run"]);
    assert_eq!(
        (&same["dry_run"], &same["new"], &same["address"]),
        (&json!(true), &json!(false), &json!("ada/uncategorized/data:v1"))
    );
    ctl.write("in/d.txt", b"four");
    let next = ctl.json(&["log", "in", "--name", "data", "--type", "dataset", "--dry-run"]);
    assert_eq!(
        (&next["new"], &next["address"], &next["digest"]),
        (&json!(true), &json!("ada/uncategorized/data:v2"), &json!(null))
    );
    assert_eq!((&next["bytes_added"], &next["files"]), (&json!(4), &json!(4)));
    let other =
        ctl.json(&["--project", "team/other", "log", "in", "--name", "new", "--type", "t", "--dry-run"]);
    assert_eq!(other["address"], "team/other/new:v0");
    assert_eq!(ctl.json(&["store", "info"])["revision"], before);
    let none = Ctl::new();
    none.write("in/a", b"a");
    assert_eq!(none.refused(&["log", "in", "--name", "x", "--type", "t", "--dry-run"]), "store-missing");
    assert!(!none.path("store").exists());
}

#[test]
fn several_paths_and_names() {
    let ctl = Ctl::new();
    ctl.write("one/a.txt", b"a");
    ctl.write("two=b/b.txt", b"b");
    ctl.write("c.txt", b"c");
    ctl.ok(&["log", "one", "two=b", "c.txt=renamed/d.txt", "--name", "many", "--type", "t"]);
    assert_eq!(each(&ctl.json(&["files", "many"]), "path"), ["one/a.txt", "renamed/d.txt", "two=b/b.txt"]);
    ctl.ok(&["log", "c.txt", "--name", "single", "--type", "t"]);
    assert_eq!(each(&ctl.json(&["files", "single"]), "path"), ["c.txt"]);
    ctl.ok(&["log", "two=b=named", "--name", "folder", "--type", "t"]);
    assert_eq!(each(&ctl.json(&["files", "folder"]), "path"), ["named/b.txt"]);
    assert_eq!(
        ctl.refused(&["log", "c.txt", "one/a.txt=c.txt", "--name", "clash", "--type", "t"]),
        "path-clash"
    );
}

#[test]
fn a_folder_whose_name_is_not_text() {
    let ctl = Ctl::new();
    let folder = ctl.path("").join(std::ffi::OsStr::from_bytes(b"odd\xff"));
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("a.txt"), b"a").unwrap();
    let output = ctl.command(&["log", "--name", "odd", "--type", "t"]).arg(&folder).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(each(&ctl.json(&["files", "odd"]), "path"), ["a.txt"]);
}

#[test]
fn what_is_left_out_is_listed() {
    let ctl = Ctl::new();
    ctl.write("in/a.txt", b"a");
    ctl.write("in/b.log", b"b");
    ctl.write("in/.cairnignore", b"*.tmp\n");
    ctl.write("in/c.tmp", b"c");
    std::os::unix::fs::symlink("a.txt", ctl.path("in/link")).unwrap();
    std::os::unix::fs::symlink("nowhere", ctl.path("in/dangling")).unwrap();
    let words = ["log", "in", "--name", "x", "--type", "t", "--exclude", "*.log"];
    let logged = ctl.json(&[words.as_slice(), &["--links", "skip"]].concat());
    let skipped = &logged["skipped"];
    assert_eq!(keys(&skipped[0]), ["detail", "path", "reason"]);
    let reasons = each(skipped, "reason");
    assert!(reasons.contains(&&json!("ignored")) && reasons.contains(&&json!("link")), "{skipped}");
    assert_eq!(ctl.refused(&[words.as_slice(), &["--links", "fail"]].concat()), "source-link");
    assert_eq!(ctl.run(&[words.as_slice(), &["--links", "bend"]].concat()).status.code(), Some(2));
}

#[test]
fn metadata_from_a_file() {
    let ctl = Ctl::new();
    ctl.write("in/a", b"a");
    ctl.write("meta.json", b"{\n \"deep\": {\"x\": [1, 2]}\n}\n");
    let words = ["log", "in", "--name", "x", "--type", "t", "--metadata"];
    ctl.ok(&[words.as_slice(), &["@meta.json"]].concat());
    assert_eq!(ctl.json(&["show", "x"])["metadata"], json!({"deep": {"x": [1, 2]}}));
    assert_eq!(ctl.refused(&[words.as_slice(), &["@none.json"]].concat()), "source-missing");
    assert_eq!(ctl.refused(&[words.as_slice(), &["[1]"]].concat()), "metadata-invalid");
    assert_eq!(ctl.refused(&[words.as_slice(), &["{"]].concat()), "metadata-invalid");
}

#[test]
fn projects_of_addresses() {
    let ctl = Ctl::new();
    ctl.write("in/a", b"a");
    let log = ["log", "in", "--name", "m", "--type", "model"];
    assert_eq!(ctl.json(&[&["--project", "vision"], log.as_slice()].concat())["address"], "ada/vision/m:v0");
    assert_eq!(
        ctl.json(&[&["--project", "team/vision"], log.as_slice()].concat())["address"],
        "team/vision/m:v0"
    );
    assert_eq!(ctl.json(&["--project", "vision", "show", "m"])["address"], "ada/vision/m:v0");
    assert_eq!(ctl.json(&["show", "team/vision/m:v0", "--project", "vision"])["address"], "team/vision/m:v0");
    assert_eq!(ctl.json(&["show", "cairn://team/vision/m:v0"])["address"], "team/vision/m:v0");
    assert_eq!(ctl.refused(&["show", "m"]), "not-found");
}
