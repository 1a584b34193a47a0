//! Which crate may know which: ARCHITECTURE.md, "Crates and who may know whom".

use std::collections::BTreeMap;
use std::process::Command;

use cairn_tests::report::repository;
use serde_json::Value;

/// Every crate with the crates of this project that it may name outside its tests.
const EDGES: [(&str, &[&str]); 7] = [
    ("cairn-engine", &[]),
    ("cairn-preview", &[]),
    // Of the preview only the protocol: its decoders are a feature that nobody asks for.
    ("cairn-api", &["cairn-engine", "cairn-preview"]),
    ("cairn-server", &["cairn-api"]),
    ("cairn-cli", &["cairn-api", "cairn-server"]),
    ("cairn", &["cairn-api", "cairn-engine", "cairn-server"]),
    ("cairn-tests", &["cairn-api", "cairn-engine", "cairn-server"]),
];

/// What a crate must never name, whoever else does: these words bring a whole world along.
const NEVER: [(&str, &[&str]); 5] = [
    ("cairn-engine", &["tokio", "tauri", "axum", "hyper", "reqwest", "ts-rs"]),
    ("cairn-api", &["tauri", "axum", "rusqlite"]),
    ("cairn-server", &["tauri", "rusqlite"]),
    ("cairn-cli", &["tauri", "rusqlite"]),
    ("cairn-preview", &["tauri", "axum", "rusqlite", "tokio"]),
];

fn dependencies() -> BTreeMap<String, Vec<(String, bool)>> {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline", "--locked"])
        .current_dir(repository())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let packages = metadata["packages"].as_array().unwrap();
    packages
        .iter()
        .map(|package| {
            let all = package["dependencies"].as_array().unwrap();
            let named = all.iter().map(|found| (text(&found["name"]), found["kind"] == "dev"));
            (text(&package["name"]), named.collect())
        })
        .collect()
}

#[test]
fn crates_know_only_whom_they_may() {
    let mut broken = Vec::new();
    for (package, all) in dependencies() {
        let Some((_, allowed)) = EDGES.iter().find(|(name, _)| *name == package) else {
            broken.push(format!("{package} is not in the table"));
            continue;
        };
        for (name, _) in all.iter().filter(|(name, dev)| name.starts_with("cairn") && !dev) {
            if !allowed.contains(&name.as_str()) {
                broken.push(format!("{package} knows {name}"));
            }
        }
    }
    super::none(&broken, "Change the table in tests/tidy/crates.rs and ARCHITECTURE.md only together:");
}

#[test]
fn crates_keep_out_what_they_never_know() {
    let all = dependencies();
    let mut broken = Vec::new();
    for (package, never) in NEVER {
        let named = all[package].iter().filter(|(name, dev)| !dev && never.contains(&name.as_str()));
        broken.extend(named.map(|(name, _)| format!("{package} names {name}")));
    }
    super::none(&broken, "These stay out:");
}

#[test]
fn the_decoders_stay_in_their_own_program() {
    let manifest = super::read("Cargo.toml");
    let line = manifest.lines().find(|line| line.starts_with("cairn-preview =")).unwrap();
    assert!(line.contains("default-features = false"), "{line}");
    for host in ["src-tauri/api", "src-tauri/cli", "src-tauri/server", "tests"] {
        let manifest = super::read(&format!("{host}/Cargo.toml"));
        let mut lines = manifest.lines().filter(|line| line.starts_with("cairn-preview"));
        assert!(lines.all(|line| line == "cairn-preview.workspace = true"), "{host}");
    }
}
