//! Rules of the UI's sources, and of what is generated for them.

use cairn_engine::Code;

use super::{files, none, read};

const MAX_LINES: usize = 300;

#[test]
fn only_the_platform_knows_tauri() {
    let mut broken = Vec::new();
    for (path, text) in files("ui/src", &[".ts", ".tsx"]) {
        if text.contains("@tauri-apps") && !path.starts_with("ui/src/platform/tauri/") {
            broken.push(path);
        }
    }
    none(&broken, "Only ui/src/platform/tauri may import @tauri-apps:");
}

#[test]
fn components_stay_small() {
    let long = |(path, text): (String, String)| {
        let lines = text.lines().count();
        (lines > MAX_LINES).then(|| format!("{path}: {lines} lines"))
    };
    let broken: Vec<_> = files("ui/src", &[".tsx"]).into_iter().filter_map(long).collect();
    none(&broken, &format!("TSX files have at most {MAX_LINES} lines:"));
}

#[test]
fn the_bindings_are_fresh() {
    let committed = read("ui/src/api/bindings.ts");
    let fresh = cairn_api::bindings::typescript();
    if committed != fresh {
        let differs = committed.lines().zip(fresh.lines()).position(|(old, new)| old != new);
        let line = differs.unwrap_or_else(|| committed.lines().count().min(fresh.lines().count())) + 1;
        panic!(
            "ui/src/api/bindings.ts is stale from line {line} on: run `make bindings` and commit the file"
        );
    }
}

#[test]
fn every_error_code_has_its_words() {
    let table = read("ui/src/api/errors.ts");
    let has = |code: &str| {
        let (quoted, plain) = (format!("\"{code}\":"), format!("{code}:"));
        table.lines().map(str::trim_start).any(|line| line.starts_with(&quoted) || line.starts_with(&plain))
    };
    let broken: Vec<_> =
        Code::ALL.iter().map(|code| code.as_str()).filter(|code| !has(code)).map(str::to_owned).collect();
    none(&broken, "ui/src/api/errors.ts lacks these codes:");
}

#[test]
fn the_page_asks_nobody_else() {
    let mut broken = Vec::new();
    for (path, text) in files("ui", &[".ts", ".tsx", ".css", ".html"]) {
        if path.contains(".test.") || path.starts_with("ui/src/testing/") {
            continue;
        }
        for (number, line) in (1..).zip(text.lines()) {
            let fetches = ["src=\"http", "url(http", "url(\"http", "import(\"http", "fetch(\"http"];
            if fetches.iter().any(|word| line.contains(word)) {
                broken.push(format!("{path}:{number}: {}", line.trim()));
            }
        }
    }
    none(&broken, "The window makes no request to the network:");
}
