//! Prepares the shell: capabilities from their own folder, and a page where the UI wasn't built.

#![allow(clippy::disallowed_methods)] // a build script has no engine to write through

use std::path::Path;

const PLACEHOLDER: &str = "<!doctype html><title>Cairn</title><p>The UI was not built. Run make run.</p>";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed=src-tauri/capabilities");
    println!("cargo:rerun-if-changed=ui/dist");
    let page = Path::new("ui/dist/index.html");
    if !page.exists() {
        std::fs::create_dir_all("ui/dist")?;
        std::fs::write(page, PLACEHOLDER)?;
    }
    let attributes =
        tauri_build::Attributes::new().capabilities_path_pattern("./src-tauri/capabilities/**/*");
    tauri_build::try_build(attributes)?;
    Ok(())
}
