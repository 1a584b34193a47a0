//! Keys, roles and settings through the program.

use serde_json::json;

use crate::bench::{Ctl, keys, text};

impl Ctl {
    fn key(&self, name: &str, role: &str) -> String {
        let made = self.json(&["key", "add", "--name", name, "--role", role]);
        assert_eq!(keys(&made), ["id", "key", "name", "role"]);
        assert_eq!((&made["name"], &made["role"]), (&json!(name), &json!(role)));
        made["key"].as_str().unwrap().to_owned()
    }

    /// Runs with a key; answers the exit code and the code of the error, empty when there was none.
    fn with_key(&self, key: &str, words: &[&str]) -> (Option<i32>, String) {
        let mut command = self.command(words);
        let output = command.arg("--json").env("CAIRN_API_KEY", key).output().unwrap();
        let error: Option<serde_json::Value> = serde_json::from_slice(&output.stderr).ok();
        let code = error.and_then(|error| error["code"].as_str().map(str::to_owned));
        (output.status.code(), code.unwrap_or_default())
    }
}

/// A script whose key is missing must not do everything, nor may a key go by somebody else's name.
#[test]
fn an_empty_key_is_nobody_and_names_of_others_are_refused() {
    let ctl = Ctl::filled();
    assert_eq!(ctl.with_key("", &["types"]), (Some(1), "unauthorized".into()));
    assert_eq!(ctl.with_key("", &["rm", "data:v0"]), (Some(1), "unauthorized".into()));
    assert_eq!(ctl.with_key("", &["completions", "bash"]).0, Some(0));
    for name in ["ada", "cairn"] {
        assert_eq!(ctl.refused(&["key", "add", "--name", name, "--role", "admin"]), "name-invalid");
    }
}

/// What each command needs, in an order in which all of them work.
const COMMANDS: &[(&str, &[&str])] = &[
    ("viewer", &["types"]),
    ("viewer", &["collections"]),
    ("viewer", &["versions", "data"]),
    ("viewer", &["show", "data:v0"]),
    ("viewer", &["files", "data:v0"]),
    ("viewer", &["cat", "data:v0", "a.txt"]),
    ("viewer", &["manifest", "data:v0"]),
    ("viewer", &["get", "data:v0", "--root", "out"]),
    ("viewer", &["diff", "data:v0", "data:v1"]),
    ("viewer", &["projects"]),
    ("viewer", &["trash", "ls"]),
    ("viewer", &["history"]),
    ("viewer", &["run", "ls"]),
    ("viewer", &["lineage", "data:v0"]),
    ("viewer", &["store", "info"]),
    ("viewer", &["rm", "data:v0", "--dry-run"]),
    ("viewer", &["ttl", "data:v0", "30d", "--dry-run"]),
    ("viewer", &["retention", "show"]),
    ("viewer", &["retention", "plan", "data", "--keep-last", "3"]),
    ("member", &["log", "in", "--name", "more", "--type", "dataset"]),
    ("member", &["alias", "add", "data:v0", "best"]),
    ("member", &["alias", "move", "data:v1", "best"]),
    ("member", &["alias", "rm", "data:v1", "best"]),
    ("member", &["tag", "add", "data:v0", "t"]),
    ("member", &["tag", "rm", "data:v0", "t"]),
    ("member", &["describe", "data:v0", "words"]),
    ("member", &["meta", "set", "data:v0", "k", "1"]),
    ("member", &["meta", "rm", "data:v0", "k"]),
    ("member", &["ttl", "data:v0", "3000d"]),
    ("member", &["rm", "data:v0"]),
    ("member", &["trash", "restore", "data:v0"]),
    ("member", &["projects", "create", "p"]),
    ("member", &["projects", "rename", "p", "q"]),
    ("member", &["projects", "delete", "q"]),
    ("member", &["run", "start", "--name", "r", "--job-type", "j"]),
    ("member", &["use", "data:v0", "--run", "#1"]),
    ("member", &["run", "finish", "#1"]),
    ("member", &["run", "rm", "#1"]),
    ("member", &["mv", "more", "less"]),
    ("member", &["rm", "--collection", "less"]),
    ("member", &["undo"]),
    ("member", &["redo"]),
    ("member", &["check"]),
    ("admin", &["settings", "get"]),
    ("admin", &["settings", "set", "trash-days", "8", "--dry-run"]),
    ("admin", &["settings", "set", "trash-days", "8"]),
    ("admin", &["retention", "set", "data", "--keep-last", "3"]),
    ("admin", &["retention", "rm", "data"]),
    ("admin", &["key", "ls"]),
    ("admin", &["key", "add", "--name", "another", "--role", "viewer"]),
    ("admin", &["key", "revoke", "another"]),
    ("admin", &["undo"]),
];

#[test]
fn every_command_asks_for_its_role() {
    let ctl = Ctl::filled();
    let keys = ["viewer", "member", "admin"].map(|role| (role, ctl.key(role, role)));
    let rank = |role: &str| keys.iter().position(|(known, _)| *known == role).unwrap();
    ctl.ok(&["describe", "data:v1", "so that an undo has something that is nobody's alone"]);
    for (needed, words) in COMMANDS {
        for (role, key) in &keys {
            if rank(role) < rank(needed) {
                let refused = (Some(1), "forbidden".to_owned());
                assert_eq!(ctl.with_key(key, words), refused, "{words:?} as {role}");
            }
        }
        let (_, key) = keys.iter().find(|(role, _)| role == needed).unwrap();
        assert_eq!(
            ctl.with_key(key, words).0,
            Some(0),
            "{words:?} as {needed}: {}",
            ctl.with_key(key, words).1
        );
    }
    let history = ctl.json(&["history", "--limit", "0"]);
    let actors: Vec<&str> =
        crate::bench::each(&history, "actor").iter().map(|one| one.as_str().unwrap()).collect();
    assert!(actors.contains(&"member") && actors.contains(&"admin") && !actors.contains(&"viewer"));
}

#[test]
fn a_key_that_is_unknown_or_revoked_is_refused() {
    let ctl = Ctl::filled();
    let key = ctl.key("ci", "admin");
    for wrong in ["x", "0000000000000000000000000000000000000000", &key[1..], &format!("{key}0")] {
        for words in [&["types"] as &[&str], &["log", "in", "--name", "n", "--type", "t"], &["key", "ls"]] {
            assert_eq!(
                ctl.with_key(wrong, words),
                (Some(1), "unauthorized".to_owned()),
                "{wrong:?} {words:?}"
            );
        }
    }
    assert_eq!(ctl.with_key(&key, &["types"]).0, Some(0));
    assert_eq!(ctl.with_key(&key, &["serve"]), (Some(1), "forbidden".to_owned()));
    assert_eq!(ctl.with_key("x", &["completions", "bash"]).0, Some(0));
    ctl.ok(&["key", "revoke", "ci"]);
    assert_eq!(ctl.with_key(&key, &["types"]), (Some(1), "unauthorized".to_owned()));
    let listed = ctl.json(&["key", "ls"]);
    assert_eq!(keys(&listed[0]), ["created_at", "id", "name", "revoked_at", "role"]);
    assert!(listed[0]["revoked_at"].is_string());
    ctl.ok(&["undo"]);
    assert_eq!(ctl.with_key(&key, &["types"]).0, Some(0));
    assert_eq!(ctl.refused(&["key", "revoke", "nobody"]), "not-found");
    assert_eq!(ctl.refused(&["key", "add", "--name", "ci", "--role", "viewer"]), "exists");
    assert_eq!(ctl.refused(&["key", "add", "--name", "x", "--role", "root"]), "request-invalid");
    assert_eq!(ctl.refused(&["key", "add", "--name", " ", "--role", "viewer"]), "name-invalid");
    assert!(!ctl.ok(&["history", "--limit", "0"]).contains(&key));
}

#[test]
fn a_key_makes_no_store() {
    let ctl = Ctl::new();
    ctl.write("in/a", b"a");
    let words = ["log", "in", "--name", "n", "--type", "t"];
    assert_eq!(ctl.with_key("x", &words), (Some(1), "store-missing".to_owned()));
    assert!(!ctl.path("store").exists());
}

#[test]
fn settings_are_shown_changed_and_taken_back() {
    let ctl = Ctl::filled();
    let default = json!({"default_ttl": "none", "default_ttl_seconds": null, "trash_days": 7, "ttl_setters": "members"});
    assert_eq!(ctl.json(&["settings", "get"]), default);
    ctl.ok(&["settings", "set", "default-ttl", "900d", "trash_days=14"]);
    ctl.ok(&["settings", "set", "--ttl-setters", "admins"]);
    let changed = json!({"default_ttl": "900d", "default_ttl_seconds": 77_760_000, "trash_days": 14, "ttl_setters": "admins"});
    assert_eq!(ctl.json(&["settings", "get"]), changed);
    let member = ctl.key("mia", "member");
    assert_eq!(ctl.with_key(&member, &["ttl", "data:v0", "30d"]), (Some(1), "forbidden".into()));
    let log = ["log", "in", "--name", "new", "--type", "dataset"];
    let with_ttl: Vec<&str> = log.iter().copied().chain(["--ttl", "30d"]).collect();
    assert_eq!(ctl.with_key(&member, &with_ttl), (Some(1), "forbidden".into()));
    assert_eq!(ctl.json(&["collections"]).as_array().unwrap().len(), 1, "nothing was logged");
    assert_eq!(ctl.with_key(&member, &log).0, Some(0));
    for (key, value, code) in [
        ("trash-days", "0", "request-invalid"),
        ("trash-days", "366", "request-invalid"),
        ("trash-days", "-1", "request-invalid"),
        ("trash-days", "1.5", "request-invalid"),
        ("trash-days", "99999999999999999999", "request-invalid"),
        ("default-ttl", "0d", "ttl-invalid"),
        ("default-ttl", "-1d", "ttl-invalid"),
        ("default-ttl", "inherit", "ttl-invalid"),
        ("default-ttl", "2020-01-01", "ttl-invalid"),
        ("ttl-setters", "everybody", "request-invalid"),
        ("colour", "blue", "request-invalid"),
    ] {
        assert_eq!(ctl.refused(&["settings", "set", &format!("{key}={value}")]), code, "{key} {value}");
    }
    assert_eq!(ctl.refused(&["settings", "set", "trash-days"]), "request-invalid");
    assert_eq!(ctl.refused(&["settings", "set"]), "request-invalid");
    assert_eq!(ctl.json(&["settings", "get"]), changed);
}

#[test]
fn a_plan_tells_and_changes_nothing() {
    let ctl = Ctl::filled();
    let plan = ctl.json(&["rm", "data:v0", "data:v1", "--dry-run"]);
    assert_eq!(
        (&plan["versions"], &plan["bytes_freed"], &plan["bytes_shared"]),
        (&json!(2), &json!(23), &json!(0))
    );
    assert_eq!(plan["aliases"], json!(["ada/uncategorized/data:latest"]));
    assert_eq!(
        (&plan["links"], &plan["downstream"], &plan["dry_run"]),
        (&json!([]), &json!([]), &json!(true))
    );
    assert!(plan["brakes"].to_string().contains("no version in ada/uncategorized/data"), "{plan}");
    let one = ctl.json(&["rm", "data:v0", "--dry-run"]);
    // `sub/b.json` is in both of them.
    assert_eq!((&one["bytes_freed"], &one["bytes_shared"]), (&json!(4), &json!(9)));
    assert_eq!(one["shared_with"], json!(["ada/uncategorized/data"]));
    assert_eq!(ctl.json(&["trash", "ls"]), json!([]));
    assert_eq!(ctl.json(&["rm", "--collection", "data", "--dry-run"])["versions"], 2);
    let plan = ctl.json(&["ttl", "data:v0", "data:v1", "2020-01-01", "--dry-run"]);
    assert_eq!((&plan["versions"], &plan["changing"]), (&json!(2), &json!(2)));
    assert!(plan["rows"][0]["goes"].as_bool().unwrap() && plan["rows"][0]["expires_before"].is_null());
    assert_eq!(ctl.json(&["trash", "ls"]), json!([]));
    let words = ctl.ok(&["rm", "data:v0", "--dry-run"]);
    assert!(words.contains("To the trash") && words.contains("Freed"), "{words}");
    let done = ctl.json(&["ttl", "data:v0", "data:v1", "300d"]);
    assert_eq!((&done["address"], &done["changed"]), (&json!(null), &json!(2)));
}

#[test]
fn a_ttl_goes_along_the_lineage() {
    let ctl = Ctl::filled();
    let run = ctl.json(&["run", "start", "--name", "train", "--job-type", "train"])["id"]
        .as_str()
        .unwrap()
        .to_owned();
    ctl.ok(&["use", "data:v0", "--run", &run]);
    ctl.write("model/w.bin", b"weights");
    ctl.ok(&["log", "model", "--name", "net", "--type", "model", "--run", &run]);
    ctl.ok(&["run", "finish", &run]);
    let plan = ctl.json(&["ttl", "data:v0", "30d", "--dry-run"]);
    assert_eq!(plan["warnings"], json!(["data:v0 is an input of net:v0, which is kept for ever"]));
    assert_eq!(ctl.json(&["rm", "data:v0", "--dry-run"])["downstream"], json!(["ada/uncategorized/net:v0"]));
    ctl.ok(&["ttl", "data:v0", "30d", "--downstream"]);
    let ttl = |address: &str| ctl.json(&["show", address])["ttl_seconds"].clone();
    assert_eq!(
        (ttl("data:v0"), ttl("net:v0"), ttl("data:v1")),
        (json!(2_592_000), json!(2_592_000), json!(null))
    );
    ctl.ok(&["undo"]);
    assert_eq!((ttl("data:v0"), ttl("net:v0")), (json!(null), json!(null)), "one undo takes all of it back");
    ctl.ok(&["ttl", "net:v0", "2w", "--upstream", "--depth", "1", "--except", "net:v0"]);
    assert_eq!((ttl("data:v0"), ttl("net:v0")), (json!(1_209_600), json!(null)));
    assert_eq!(ctl.refused(&["ttl", "net:v0", "2w", "--depth", "1"]), "request-invalid");
    assert_eq!(ctl.run(&["ttl", "net:v0"]).status.code(), Some(2));
    assert_eq!(ctl.run(&["ttl", "net:v0", "2w", "--upstream", "--depth", "-1"]).status.code(), Some(2));
}

#[test]
fn rules_are_set_shown_planned_removed() {
    let ctl = Ctl::filled();
    for n in 0..3 {
        ctl.write("in/c.txt", format!("{n}").as_bytes());
        ctl.ok(&[
            "log",
            "in",
            "--name",
            "data",
            "--type",
            "dataset",
            "--metadata",
            &format!("{{\"acc\": 0.{n}}}"),
        ]);
    }
    let plan = ctl.json(&["retention", "plan", "data", "--keep-last", "2"]);
    assert_eq!((&plan["versions"], &plan["timeline"][0]["versions"]), (&json!(3), &json!(3)));
    assert_eq!(plan["timeline"][0]["freed"], plan["bytes_freed"]);
    assert_eq!(ctl.json(&["retention", "show"]), json!([]));
    let set =
        ctl.json(&["retention", "set", "data", "--keep-best", "1", "--max", "acc", "--keep-younger", "30d"]);
    assert_eq!(set["address"], "data");
    let shown = ctl.json(&["retention", "show", "data"]);
    assert_eq!(shown["words"], "keep the best 1 by acc (max), what is younger than 30 d");
    assert_eq!(shown["rule"]["best"], json!({"count": 1, "key": "acc", "largest": true}));
    let plan = ctl.json(&["retention", "plan", "data"]);
    assert_eq!((&plan["versions"], &plan["unranked"]), (&json!(0), &json!(2)));
    assert_eq!(plan["timeline"][0]["versions"], 2, "two go when they are 30 days old; three are kept");
    assert_eq!(
        ctl.json(&["retention", "set", "uncategorized", "--keep-last", "9", "--dry-run"])["versions"],
        0
    );
    ctl.ok(&["retention", "set", "uncategorized", "--keep-last", "9"]);
    assert_eq!(ctl.json(&["retention", "show"]).as_array().unwrap().len(), 2);
    ctl.ok(&["retention", "rm", "data"]);
    assert_eq!(ctl.refused(&["retention", "show", "data"]), "not-found");
    assert_eq!(ctl.refused(&["retention", "plan", "data"]), "not-found");
    ctl.ok(&["undo"]);
    assert!(ctl.json(&["retention", "show", "data"])["id"].is_i64());
    for (words, code) in [
        (&["data"] as &[&str], "request-invalid"),
        (&["data", "--keep-last", "0"], "request-invalid"),
        (&["data", "--keep-last", "-3"], "request-invalid"),
        (&["data", "--keep-last", "1.5"], "request-invalid"),
        (&["data", "--keep-last", "99999999999999999999"], "request-invalid"),
        (&["data", "--keep-best", "3"], "request-invalid"),
        (&["data", "--min", "acc"], "request-invalid"),
        (&["data", "--keep-best", "3", "--max", ""], "request-invalid"),
        (&["data", "--keep-younger", "-3d"], "ttl-invalid"),
        (&["data", "--keep-younger", "0d"], "ttl-invalid"),
        (&["data", "--keep-younger", "1.5d"], "ttl-invalid"),
        (&["data", "--keep-younger", "2020-01-01"], "ttl-invalid"),
        (&["data:v0", "--keep-last", "1"], "request-invalid"),
        (&["nothing", "--keep-last", "1"], "not-found"),
    ] {
        let all: Vec<&str> = ["retention", "set"].iter().chain(words).copied().collect();
        assert_eq!(ctl.refused(&all), code, "{words:?}");
    }
    let words = text(&ctl.run(&["retention", "plan", "data"]).stdout);
    assert!(words.contains("keep the best 1") && words.contains("in 30 d"), "{words}");
}

#[test]
fn aliases_are_taken_back_when_asked() {
    let ctl = Ctl::filled();
    ctl.ok(&["alias", "add", "data:v0", "best"]);
    ctl.ok(&["rm", "data:v0", "--delete-aliases"]);
    ctl.ok(&["alias", "add", "data:v1", "best"]);
    let plan = ctl.json(&["trash", "restore", "data:v0", "--dry-run"]);
    assert_eq!(plan["taken"][0]["holder"], "ada/uncategorized/data:v1");
    ctl.ok(&["trash", "restore", "data:v0"]);
    assert_eq!(ctl.json(&["show", "data:best"])["index"], 1);
    ctl.ok(&["undo"]);
    ctl.ok(&["trash", "restore", "data:v0", "--take-aliases"]);
    assert_eq!(ctl.json(&["show", "data:best"])["index"], 0);
}
