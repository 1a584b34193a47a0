//! Rules of the Rust sources.

use super::{files, none, read};

const MAX_LINES: usize = 500;

/// Words with which a statement of SQL begins.
const SQL: [&str; 6] = ["SELECT ", "INSERT INTO ", "INSERT OR ", "DELETE FROM ", "PRAGMA ", "CREATE TABLE "];

fn is_test(path: &str) -> bool {
    path.starts_with("tests/")
        || path.contains("/tests")
        || path.contains("_tests.rs")
        || path.contains("/testing")
}

/// The part of a file before its test module.
fn product(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod ").next().unwrap_or(text)
}

#[test]
fn sql_is_written_in_db_alone() {
    let mut broken = Vec::new();
    for (path, text) in files("src-tauri", &[".rs"]) {
        if path.starts_with("src-tauri/engine/src/db/") || is_test(&path) {
            continue;
        }
        for (number, line) in (1..).zip(product(&text).lines()) {
            let is_update = line.contains("UPDATE ") && line.contains(" SET ");
            if is_update || SQL.iter().any(|word| line.contains(word)) {
                broken.push(format!("{path}:{number}: {}", line.trim()));
            }
        }
    }
    none(&broken, "SQL belongs to src-tauri/engine/src/db:");
}

#[test]
fn the_graph_library_is_lineages_own() {
    let mut broken = Vec::new();
    for (path, text) in files("src-tauri", &[".rs"]) {
        let is_home = path.starts_with("src-tauri/engine/src/lineage/");
        if !is_home && product(&text).contains("use petgraph") {
            broken.push(path);
        }
    }
    none(&broken, "petgraph belongs to src-tauri/engine/src/lineage:");
}

#[test]
fn files_stay_small() {
    let mut broken = Vec::new();
    for folder in ["src-tauri", "tests"] {
        for (path, text) in files(folder, &[".rs"]) {
            let lines = text.lines().count();
            if lines > MAX_LINES {
                broken.push(format!("{path}: {lines} lines"));
            }
        }
    }
    none(&broken, &format!("Rust files have at most {MAX_LINES} lines, with one subject each:"));
}

#[test]
fn no_test_is_left_out() {
    let mut broken = Vec::new();
    for folder in ["src-tauri", "tests"] {
        for (path, text) in files(folder, &[".rs"]) {
            // Put together, so that this line doesn't find itself.
            let words = [concat!("#[", "ignore"), concat!("#![", "cfg(any())")];
            if words.iter().any(|word| text.contains(word)) {
                broken.push(format!("{path} leaves tests out"));
            }
        }
    }
    none(&broken, "A test that doesn't run proves nothing; measurements belong to tests/bench:");
}

#[test]
fn every_test_file_is_part_of_its_binary() {
    let mut broken = Vec::new();
    for folder in [
        "tests/engine",
        "tests/server",
        "tests/cli",
        "tests/tidy",
        "tests/harness",
        "src-tauri/preview/tests/hostile",
    ] {
        let top = if folder == "tests/harness" { "lib.rs" } else { "main.rs" };
        let main = read(&format!("{folder}/{top}"));
        for (path, _) in files(folder, &[".rs"]) {
            let name = path.strip_prefix(folder).unwrap().trim_start_matches('/').trim_end_matches(".rs");
            let listed = ["mod ", "pub mod "]
                .iter()
                .any(|word| main.lines().any(|line| line == format!("{word}{name};")));
            if name != top.trim_end_matches(".rs") && !name.contains('/') && !listed {
                broken.push(format!("{path} is not listed in {folder}/{top}"));
            }
        }
    }
    none(&broken, "A forgotten file is a test that never runs:");
}

#[test]
fn every_binary_of_tests_is_in_the_manifest() {
    let manifest = read("tests/Cargo.toml");
    for folder in ["engine", "server", "cli", "tidy"] {
        let path = format!("path = \"{folder}/main.rs\"");
        assert!(manifest.contains(&path), "tests/Cargo.toml lacks {path}");
    }
}
