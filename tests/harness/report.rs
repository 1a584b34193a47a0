//! Figures that go to `reports/reliability.json`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use serde_json::{Map, Value};

static WRITING: Mutex<()> = Mutex::new(());

/// The top of the repository.
pub fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Prints the figures of a suite and keeps them in `reports/reliability.json`, beside those of other suites.
pub fn record(suite: &str, figures: Value) {
    println!("{suite}: {figures}");
    let _one = WRITING.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let folder = repository().join("reports");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("reliability.json");
    let known = fs::read_to_string(&path)
        .ok()
        .and_then(|text| serde_json::from_str::<Map<String, Value>>(&text).ok());
    let mut all = known.unwrap_or_default();
    all.insert(suite.to_owned(), figures);
    fs::write(path, serde_json::to_string_pretty(&all).unwrap() + "\n").unwrap();
}
