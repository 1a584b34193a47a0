//! Names of strangers: refused or kept as text, never a path, never an escape for the terminal.

use serde_json::json;

use crate::bench::{Ctl, each};

#[test]
fn artifact_names() {
    let ctl = Ctl::filled();
    let long = "x".repeat(129);
    let bad = [
        "a:v0",
        "a:latest",
        "",
        " ",
        "\t",
        "caf\u{e9}",
        "a b",
        "$(id)",
        "%s",
        "<img>",
        "'; DROP TABLE artifacts;--",
        long.as_str(),
    ];
    for name in bad {
        assert_eq!(ctl.refused(&["log", "in", "--type", "t", "--name", name]), "name-invalid", "{name:?}");
    }
    let fits = "x".repeat(128);
    for name in ["CON", "con.txt", "Data", "data.", fits.as_str()] {
        ctl.ok(&["log", "in", "--type", "dataset", "--name", name]);
        assert_eq!(ctl.json(&["show", name])["address"], json!(format!("ada/uncategorized/{name}:v0")));
    }
    ctl.ok(&["log", "in", "--type", "dataset", "--name=--help"]);
    assert_eq!(ctl.json(&["show", "--", "--help"])["address"], "ada/uncategorized/--help:v0");
}

#[test]
fn aliases_and_tags() {
    let ctl = Ctl::filled();
    let odd = [
        "best model",
        "-rf",
        "$(id)",
        "`id`",
        "%s%n",
        "<img src=x onerror=__pwned=1>",
        "'; DROP TABLE alias;--",
        "caf\u{e9}",
        "cafe\u{301}",
        "CON",
    ];
    for alias in odd {
        ctl.ok(&["alias", "add", "data:v0", "--", alias]);
    }
    let aliases = ctl.json(&["show", "data:v0"])["aliases"].clone();
    assert_eq!(aliases.as_array().unwrap().len(), odd.len());
    for alias in odd {
        assert!(aliases.as_array().unwrap().contains(&json!(alias)), "{alias:?}");
        assert_eq!(ctl.json(&["show", &format!("data:{alias}")])["index"], 0, "{alias:?}");
    }
    for tag in ["-x ", " x", "a  b!", "<b>", ""] {
        assert_eq!(ctl.refused(&["tag", "add", "data:v0", "--", tag]), "tag-invalid", "{tag:?}");
    }
}

#[test]
fn metadata() {
    let ctl = Ctl::filled();
    let many = json!(
        (0..101).map(|n| (n.to_string(), n.into())).collect::<serde_json::Map<String, serde_json::Value>>()
    )
    .to_string();
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(70), "]".repeat(70));
    for bad in [
        many.as_str(),
        deep.as_str(),
        "{\"a\":1e400}",
        "{\"a\":Infinity}",
        "{\"a\":1,\"a\":2}",
        "[]",
        "3",
        "nope",
    ] {
        let shown: String = bad.chars().take(30).collect();
        let words = ["log", "in", "--name", "m", "--type", "t", "--metadata", bad];
        assert_eq!(ctl.refused(&words), "metadata-invalid", "{shown}");
    }
    ctl.ok(&["log", "in", "--name", "m", "--type", "t", "--metadata", "{\"a\":NaN,\"b\":1.10}"]);
    assert!(ctl.ok(&["--json", "show", "m"]).contains(r#""metadata":{"a":null,"b":1.10}"#));
}

#[test]
fn paths_are_kept_and_do_not_steer_the_terminal() {
    let ctl = Ctl::new();
    let names = [
        "a\u{1b}[31m.txt",
        "b\nc.txt",
        "ckpt-12:30:00.pt",
        "name.",
        "GIT~1",
        "\u{202e}txt.exe",
        "caf\u{e9}",
        "cafe\u{301}",
        "-rf",
    ];
    for name in names {
        ctl.write(&format!("in/{name}"), name.as_bytes());
    }
    ctl.ok(&["log", "in", "--name", "odd", "--type", "t"]);
    let mut expected: Vec<&str> = names.to_vec();
    expected.sort_unstable();
    assert_eq!(each(&ctl.json(&["files", "odd"]), "path"), expected);
    let shown = ctl.ok(&["files", "odd"]);
    assert!(
        !shown.contains('\u{1b}') && !shown.contains('\u{202e}') && shown.lines().count() == names.len() + 1,
        "{shown}"
    );
    for name in names {
        assert_eq!(ctl.ok(&["cat", "odd", "--", name]), name);
    }
    ctl.ok(&["get", "odd", "--root", "out"]);
    assert_eq!(crate::bench::tree(&ctl.path("out")), crate::bench::tree(&ctl.path("in")));
    ctl.ok(&["describe", "odd", "x\u{1b}]0;pwned\u{7}"]);
    assert!(!ctl.ok(&["show", "odd"]).contains('\u{1b}'));
    let refused = ctl.run(&["show", "a\u{1b}[31m"]);
    assert!(!String::from_utf8(refused.stderr).unwrap().contains('\u{1b}'));
}

#[test]
fn project_names() {
    let ctl = Ctl::filled();
    for name in ["a\\b", "a#b", "a?b", "a%b", "a:b", "a\rb", "a\nb", "", " "] {
        assert_eq!(ctl.refused(&["projects", "create", name]), "name-invalid", "{name:?}");
    }
    ctl.ok(&["projects", "create", "$(id) <b>"]);
    assert!(each(&ctl.json(&["projects"]), "name").contains(&&json!("$(id) <b>")));
}
