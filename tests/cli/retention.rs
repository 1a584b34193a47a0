//! Trash, collection, receipts, storage, repair, as scripts see them.

use cairn_tests::TestHost;

use crate::bench::Ctl;

fn two_versions() -> Ctl {
    let ctl = Ctl::new();
    ctl.write("in/shared", &[1; 3000]);
    ctl.write("in/own", &[2; 5000]);
    ctl.ok(&["log", "in", "--name", "data", "--type", "dataset"]);
    ctl.write("in/own", &[3; 7000]);
    ctl.ok(&["log", "in", "--name", "data", "--type", "dataset"]);
    ctl
}

#[test]
fn from_the_trash_to_the_receipt() {
    let ctl = two_versions();
    ctl.ok(&["rm", "data:v0"]);
    assert_eq!(ctl.json(&["trash", "ls"]).as_array().unwrap().len(), 1);
    let emptied = ctl.json(&["trash", "empty", "data:v0"]);
    assert_eq!((&emptied["changed"], &emptied["address"]), (&1.into(), &"ada/uncategorized/data:v0".into()));
    assert_eq!(ctl.refused(&["show", "data:v0"]), "purged");
    let waiting = ctl.json(&["gc"]);
    assert_eq!((&waiting["predicted_bytes"], &waiting["waiting_bytes"]), (&0.into(), &5000.into()));
    assert_eq!(waiting["dry_run"], true);
    assert_eq!(ctl.json(&["gc", "--run"])["receipt"], serde_json::Value::Null);
    let plan = ctl.json(&["gc", "--no-grace"]);
    let done = ctl.json(&["gc", "--run", "--no-grace"]);
    let mut keys: Vec<&String> = done.as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(keys, ["blobs", "freed_bytes", "predicted_bytes", "receipt"]);
    assert_eq!(
        (&done["predicted_bytes"], &done["freed_bytes"]),
        (&plan["predicted_bytes"], &plan["predicted_bytes"])
    );
    // A record and its header; what else lies in the pack stays.
    assert_eq!(done["freed_bytes"], 5000 + 64);
    let receipts = ctl.json(&["receipts", "ls"]);
    assert_eq!(receipts[0]["receipt"], done["receipt"]);
    let shown = ctl.json(&["receipts", "show", &done["receipt"].to_string()]);
    assert_eq!(shown["items"][0]["version"], "ada/uncategorized/data:v0");
    assert_eq!((&shown["items"][0]["name"], &shown["items"][0]["bytes"]), (&"own".into(), &5000.into()));
    assert_eq!(ctl.refused(&["receipts", "show", "99"]), "not-found");
    assert_eq!(ctl.refused(&["undo", "4"]), "undo-blocked");
    ctl.ok(&["check", "--read-data"]);
}

#[test]
fn delete_now_leaves_the_trash_at_once() {
    let ctl = two_versions();
    ctl.ok(&["rm", "data:v0", "--now"]);
    assert_eq!(ctl.json(&["trash", "ls"]).as_array().unwrap().len(), 0);
    assert_eq!(ctl.refused(&["trash", "empty"]), "not-found");
    ctl.ok(&["rm", "data:v1", "--delete-aliases"]);
    ctl.ok(&["rm", "data:v1", "--now"]);
    assert_eq!(ctl.refused(&["rm", "data:v1", "--now"]), "purged");
}

#[test]
fn storage_adds_up_to_the_size_of_the_folder() {
    let ctl = two_versions();
    ctl.ok(&["rm", "data:v0", "--now"]);
    ctl.write("other/f", &[1; 3000]);
    ctl.ok(&["log", "other", "--name", "other", "--type", "model"]);
    // As a window would: the database's shared memory is a file only while somebody has it open.
    let _window = TestHost::open(&ctl.path("store"));
    for by in ["project", "type", "collection", "version"] {
        let storage = ctl.json(&["storage", "--by", by]);
        let number = |key: &str| storage[key].as_u64().unwrap();
        let groups = storage["groups"].as_array().unwrap();
        let exclusive: u64 = groups.iter().map(|group| group["exclusive"].as_u64().unwrap()).sum();
        let parts =
            exclusive + number("shared") + number("awaiting_collection") + number("database_and_manifests");
        assert_eq!(parts, number("total"), "{by}: {storage}");
        let du = std::process::Command::new("du")
            .args(["-s", "--apparent-size", "-B1"])
            .arg(ctl.path("store"))
            .output();
        let du = String::from_utf8(du.unwrap().stdout).unwrap();
        assert_eq!(du.split_whitespace().next().unwrap(), number("total").to_string(), "{by}");
        assert_eq!(number("shared"), if by == "project" { 0 } else { 3000 }, "{by}");
        assert!(number("awaiting_collection") >= 5000, "{by}");
    }
    assert_eq!(ctl.run(&["storage", "--by", "colour"]).status.code(), Some(2));
    let inside = ctl.json(&["storage", "--by", "version", "--in", "ada/uncategorized/other"]);
    assert_eq!((&inside["shared"], &inside["total"]), (&3000.into(), &3000.into()));
    assert_eq!(ctl.refused(&["storage", "--by", "type", "--in", "ada/none"]), "not-found");
}

#[test]
fn a_part_is_checked_and_what_the_store_can_mend_is_repaired() {
    let ctl = two_versions();
    for _ in 0..3 {
        assert!(ctl.json(&["check", "--read-data-subset", "40%"])["bytes_read"].as_u64().unwrap() > 0);
    }
    assert_eq!(ctl.run(&["check", "--read-data-subset", "0"]).status.code(), Some(2));
    let sound = ctl.json(&["repair", "--dry-run"]);
    assert_eq!((&sound["repaired"], &sound["left"]), (&serde_json::json!([]), &serde_json::json!([])));
}

#[test]
fn a_collection_is_a_sweep_of_the_rules_too_and_one_version_is_no_collection() {
    let ctl = two_versions();
    assert_eq!(ctl.refused(&["rm", "--collection", "data:v0"]), "address-invalid");
    ctl.ok(&["retention", "set", "data", "--keep-last", "1"]);
    ctl.ok(&["gc", "--run"]);
    let trash = ctl.json(&["trash", "ls"]);
    assert_eq!(trash.as_array().unwrap().len(), 1);
    assert_eq!(
        (&trash[0]["address"], &trash[0]["because"]),
        (&"ada/uncategorized/data:v0".into(), &"rule".into())
    );
    let plan = ctl.json(&["trash", "empty", "--dry-run"]);
    assert_eq!(
        (&plan["for_good"], &plan["versions"], &plan["bytes_freed"]),
        (&true.into(), &1.into(), &5000.into())
    );
    assert_eq!(ctl.json(&["trash", "ls"]).as_array().unwrap().len(), 1, "nothing was done yet");
}

#[test]
fn what_was_called_the_same_is_told_apart_by_its_number() {
    let ctl = two_versions();
    ctl.ok(&["rm", "--collection", "data"]);
    ctl.ok(&["log", "in", "--name", "data", "--type", "dataset"]);
    ctl.ok(&["rm", "data:v0", "--delete-aliases"]);
    let rows = ctl.json(&["trash", "ls"]);
    let of = |address: &str| -> Vec<i64> {
        let rows = rows.as_array().unwrap().iter().filter(|row| row["address"] == address);
        rows.map(|row| row["id"].as_i64().unwrap()).collect()
    };
    let twins = of("ada/uncategorized/data:v0");
    assert_eq!(twins.len(), 2, "{rows}");
    assert_eq!(ctl.refused(&["trash", "empty", "data:v0"]), "address-invalid");
    assert_eq!(ctl.refused(&["trash", "restore", "data:v0"]), "address-invalid");
    let newer = *twins.iter().max().unwrap();
    ctl.ok(&["trash", "restore", &format!("#{newer}")]);
    assert_eq!(ctl.json(&["show", "data"])["index"], 0);
    // With one of them left, its name is enough.
    ctl.ok(&["trash", "empty", "data:v0"]);
    assert_eq!(ctl.json(&["show", "data:v0"])["state"], "committed");
}

#[test]
fn what_latest_means_is_guarded_and_what_was_left_is_said() {
    let ctl = two_versions();
    ctl.ok(&["rm", "data:v1", "--delete-aliases"]);
    assert_eq!(ctl.refused(&["rm", "data:v0"]), "has-aliases");
    assert_eq!(ctl.json(&["rm", "data:v0", "--dry-run"])["aliases"][0], "ada/uncategorized/data:latest");
    let done = ctl.json(&["rm", "data:v0", "data:v1", "--delete-aliases"]);
    assert_eq!(done["summary"], "Deleted data:v0; v1 was left: in trash");
}

#[test]
fn storage_completes_what_it_looks_into() {
    let ctl = two_versions();
    for (by, within) in [("type", "uncategorized"), ("collection", "dataset"), ("version", "data")] {
        let found = ctl.json(&["storage", "--by", by, "--in", within]);
        assert!(!found["groups"].as_array().unwrap().is_empty(), "{by}: {found}");
    }
    assert_eq!(ctl.refused(&["storage", "--by", "project", "--in", "uncategorized"]), "request-invalid");
}
