//! Exit codes, and stores that are missing or something else.

use crate::bench::{Ctl, text};

const READS: &[&[&str]] = &[
    &["types"],
    &["collections"],
    &["versions", "x"],
    &["show", "x"],
    &["files", "x"],
    &["cat", "x", "y"],
    &["manifest", "x"],
    &["get", "x"],
    &["diff", "x", "y"],
    &["projects"],
    &["projects", "list"],
    &["trash", "ls"],
    &["history"],
    &["check"],
    &["store", "info"],
];

#[test]
fn reading_makes_no_store() {
    let ctl = Ctl::new();
    for words in READS {
        assert_eq!(ctl.refused(words), "store-missing", "{words:?}");
    }
    assert!(!ctl.path("store").exists());
    std::fs::create_dir(ctl.path("store")).unwrap();
    for words in READS {
        assert_eq!(ctl.refused(words), "store-missing", "{words:?}");
    }
    assert_eq!(std::fs::read_dir(ctl.path("store")).unwrap().count(), 0);
}

#[test]
fn writing_makes_one_and_leaves_other_folders_alone() {
    let ctl = Ctl::new();
    ctl.ok(&["projects", "create", "first"]);
    assert!(ctl.path("store/store.db").exists());
    let other = Ctl::new();
    other.write("store/thesis.tex", b"mine");
    assert_eq!(other.refused(&["projects", "create", "x"]), "store-invalid");
    assert_eq!(other.refused(&["types"]), "store-invalid");
    assert_eq!(std::fs::read_dir(other.path("store")).unwrap().count(), 1);
}

/// A limit on the size of files stands in for the full disk: `SQLite` can't lay out what WAL wants beside the database.
#[test]
fn a_store_on_a_full_disk_is_read() {
    let ctl = Ctl::filled();
    let full = |words: &[&str]| {
        let inner = ctl.command(words);
        let mut command = std::process::Command::new("bash");
        command.args(["-c", "trap '' XFSZ; ulimit -f 1; exec \"$@\"", "full"]).arg(inner.get_program());
        command.args(inner.get_args()).env_clear().env("HOME", ctl.path("")).env("USER", "ada");
        command.output().unwrap()
    };
    for words in
        [&["show", "data:v0"][..], &["cat", "data:v0", "a.txt"], &["history"], &["check", "--read-data"]]
    {
        let output = full(words);
        assert_eq!(output.status.code(), Some(0), "{words:?}: {}", text(&output.stderr));
    }
    assert_eq!(text(&full(&["cat", "data:v0", "a.txt"]).stdout), "one\n");
    let refused = full(&["--json", "tag", "add", "data:v0", "x"]);
    assert_eq!(refused.status.code(), Some(1));
    let error: serde_json::Value = serde_json::from_slice(&refused.stderr).unwrap();
    assert_eq!(error["code"], "disk-full", "{error}");
    ctl.ok(&["tag", "add", "data:v0", "x"]);
}

#[test]
fn wrong_usage_is_2() {
    let ctl = Ctl::new();
    let cases: &[&[&str]] = &[
        &[],
        &["nonsense"],
        &["log"],
        &["log", "in"],
        &["rm"],
        &["show"],
        &["show", "a", "b"],
        &["undo", "x"],
        &["alias"],
        &["tag", "add", "a"],
        &["completions", "tcsh"],
        &["serve", "--listen", "nonsense"],
        &["--nonsense"],
    ];
    for words in cases {
        let output = ctl.run(words);
        assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(2), ""), "{words:?}");
        assert!(!output.stderr.is_empty());
        let all: Vec<&str> = std::iter::once("--json").chain(words.iter().copied()).collect();
        let output = ctl.run(&all);
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        let error: serde_json::Value = serde_json::from_slice(&output.stderr).unwrap();
        assert!(error["code"] == "request-invalid" && error["hint"].is_string(), "{words:?}: {error}");
    }
    assert!(!ctl.path("store").exists());
}

#[test]
fn what_is_not_there_is_1_with_a_hint() {
    let ctl = Ctl::filled();
    let cases: &[(&[&str], &str)] = &[
        (&["show", "nope"], "not-found"),
        (&["show", "data:v99"], "not-found"),
        (&["show", "data:nope"], "not-found"),
        (&["show", "nope/data"], "not-found"),
        (&["show", "a/b/c/d"], "address-invalid"),
        (&["show", ""], "address-invalid"),
        (&["--project", "nope", "types"], "not-found"),
        (&["versions", "data", "--filter", "size:>"], "filter-invalid"),
        (&["log", "nowhere", "--name", "x", "--type", "t"], "source-missing"),
        (&["log", "in", "--name", "data", "--type", "model"], "type-mismatch"),
        (&["log", "in", "--name", "x", "--type", "wandb-history"], "type-reserved"),
        (&["log", "store", "--name", "x", "--type", "t"], "source-is-store"),
        (&["log", "in", "--name", "x", "--type", "t", "--ttl", "soon"], "ttl-invalid"),
        (&["man", "nonsense"], "not-found"),
        (&["serve", "--listen", "0.0.0.0:0"], "request-invalid"),
    ];
    for (words, code) in cases {
        assert_eq!(ctl.refused(words), *code, "{words:?}");
    }
}
