//! Edits, the trash, undo.

use serde_json::{Value, json};

use crate::bench::{Ctl, each, keys};

fn aliases(ctl: &Ctl, address: &str) -> Value {
    ctl.json(&["show", address])["aliases"].clone()
}

#[test]
fn aliases_move() {
    let ctl = Ctl::filled();
    let outcome = ctl.json(&["alias", "add", "data:v0", "best"]);
    assert_eq!(keys(&outcome), ["address", "changed", "operation", "summary"]);
    assert_eq!(outcome["address"], "ada/uncategorized/data:v0");
    assert_eq!(aliases(&ctl, "data:v0"), json!(["best"]));
    ctl.ok(&["alias", "move", "data:v1", "best"]);
    assert_eq!(
        (aliases(&ctl, "data:v0"), aliases(&ctl, "data:best")),
        (json!([]), json!(["latest", "best"]))
    );
    let again = ctl.json(&["alias", "add", "data:v1", "best"]);
    assert_eq!((&again["operation"], &again["changed"]), (&json!(null), &json!(0)));
    ctl.ok(&["alias", "rm", "data:v1", "best"]);
    assert_eq!(aliases(&ctl, "data:v1"), json!(["latest"]));
    assert_eq!(ctl.refused(&["alias", "move", "data:v0", "best"]), "not-found");
    assert_eq!(ctl.refused(&["alias", "rm", "data:v0", "best"]), "not-found");
    for bad in ["v0", "v007", "latest", "a/b", "a:b", "", " "] {
        assert_eq!(ctl.refused(&["alias", "add", "data:v0", bad]), "alias-invalid", "{bad:?}");
    }
}

#[test]
fn tags_descriptions_metadata_ttl() {
    let ctl = Ctl::filled();
    ctl.ok(&["tag", "add", "data:v0", "a", "b c"]);
    ctl.ok(&["tag", "rm", "data:v0", "a"]);
    ctl.ok(&["describe", "data:v0", "- a list"]);
    ctl.ok(&["meta", "set", "data:v0", "acc", "-0.50"]);
    ctl.ok(&["meta", "set", "data:v0", "deep.note", "plain words"]);
    ctl.ok(&["meta", "set", "data:v0", "list=[1,2]"]);
    ctl.ok(&["meta", "set", "data:v0", "gone", "1"]);
    ctl.ok(&["meta", "rm", "data:v0", "gone"]);
    ctl.ok(&["ttl", "data:v0", "12h"]);
    let shown = ctl.json(&["show", "data:v0"]);
    assert_eq!((&shown["tags"], &shown["description"]), (&json!(["b c"]), &json!("- a list")));
    assert_eq!(shown["metadata"], json!({"acc": -0.5, "deep": {"note": "plain words"}, "list": [1, 2]}));
    assert_eq!((&shown["ttl_seconds"], &shown["ttl_inherited"]), (&json!(43_200), &json!(false)));
    assert!(shown["expires_at"].as_str().unwrap().ends_with('Z'));
    ctl.ok(&["ttl", "data:v0", "none"]);
    let shown = ctl.json(&["show", "data:v0"]);
    assert_eq!((&shown["ttl_seconds"], &shown["ttl_inherited"]), (&json!(null), &json!(false)));
    for bad in ["", "soon", "-3d", "1.5d", "30", "2020-13-01", "99999999999999999999d"] {
        let code = ctl.run(&["ttl", "data:v0", "--", bad]).status.code();
        assert_eq!(code, Some(1), "{bad:?}");
    }
    assert_eq!(ctl.refused(&["tag", "add", "data:v0", "a/b"]), "tag-invalid");
    assert_eq!(ctl.refused(&["meta", "set", "data:v0", "x", "{"]), "metadata-invalid");
    assert_eq!(ctl.refused(&["meta", "set", "data:v0", "x"]), "request-invalid");
    assert_eq!(ctl.refused(&["meta", "rm", "data:v0", "nope"]), "not-found");
}

#[test]
fn deleting_needs_consent_and_comes_back() {
    let ctl = Ctl::filled();
    assert_eq!(ctl.refused(&["rm", "data"]), "address-invalid");
    assert_eq!(ctl.refused(&["rm", "data:v1"]), "has-aliases");
    ctl.ok(&["rm", "data:v1", "--delete-aliases"]);
    let shown = ctl.json(&["show", "data:v1"]);
    assert_eq!((&shown["state"], &shown["aliases"]), (&json!("deleted"), &json!([])));
    assert_eq!(ctl.json(&["show", "data"])["index"], 0, "latest means the newest that is left");
    let trash = ctl.json(&["trash", "ls"]);
    assert_eq!(
        (&trash[0]["address"], &trash[0]["state"]),
        (&json!("ada/uncategorized/data:v1"), &json!("deleted"))
    );
    assert_eq!(ctl.refused(&["rm", "data:v1"]), "deleted");
    ctl.ok(&["trash", "restore", "data:v1"]);
    assert_eq!(aliases(&ctl, "data:v1"), json!(["latest"]));
    assert_eq!(ctl.refused(&["trash", "restore", "data:v1"]), "not-found");
    ctl.ok(&["rm", "data:v0", "data:v1", "--delete-aliases"]);
    assert_eq!(ctl.json(&["trash", "ls"]).as_array().unwrap().len(), 2);
}

#[test]
fn collections_are_renamed_deleted_restored() {
    let ctl = Ctl::filled();
    assert_eq!(ctl.json(&["mv", "data", "images"])["address"], "ada/uncategorized/images");
    assert_eq!(ctl.refused(&["show", "data"]), "not-found");
    ctl.ok(&["rm", "--collection", "images"]);
    assert_eq!(ctl.json(&["collections"]), json!([]));
    ctl.ok(&["trash", "restore", "images:v0"]);
    assert_eq!(each(&ctl.json(&["collections"]), "versions"), [1]);
    assert_eq!(ctl.run(&["rm", "images:v0", "--collection", "images"]).status.code(), Some(2));
}

#[test]
fn undo_and_redo() {
    let ctl = Ctl::filled();
    let moved = ctl.json(&["alias", "add", "data:v0", "best"])["operation"].as_i64().unwrap();
    ctl.ok(&["describe", "data:v0", "words"]);
    ctl.ok(&["undo"]);
    assert_eq!(ctl.json(&["show", "data:v0"])["description"], "");
    ctl.ok(&["redo"]);
    assert_eq!(ctl.json(&["show", "data:v0"])["description"], "words");
    let undone = ctl.json(&["undo", &moved.to_string()]);
    assert!(undone["operation"].as_i64().unwrap() > moved);
    assert_eq!(aliases(&ctl, "data:v0"), json!([]));
    assert_eq!(ctl.refused(&["undo", "999999"]), "not-found");
    ctl.ok(&["undo", "2"]);
    assert_eq!(ctl.json(&["show", "data:v1"])["state"], "deleted", "an undone log lies in the trash");
    ctl.ok(&["redo"]);
    assert_eq!(ctl.json(&["show", "data"])["index"], 1);
}

#[test]
fn projects_are_made_renamed_deleted() {
    let ctl = Ctl::new();
    assert_eq!(ctl.json(&["projects", "create", "vision", "--description", "eyes"])["address"], "ada/vision");
    assert_eq!(ctl.refused(&["projects", "create", "vision"]), "exists");
    assert_eq!(ctl.json(&["projects", "rename", "vision", "sight"])["address"], "ada/sight");
    assert_eq!(each(&ctl.json(&["projects"]), "name"), ["sight", "uncategorized"]);
    ctl.ok(&["projects", "delete", "sight"]);
    assert_eq!(each(&ctl.json(&["projects"]), "name"), ["uncategorized"]);
    assert_eq!(ctl.refused(&["projects", "create", "a?b"]), "name-invalid");
}
