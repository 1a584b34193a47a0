//! Puts the files of the UI where the crate embeds them: `ui/dist`, or one page that says how to build it, so that
//! `cargo build -p cairn-cli` works on a clean clone without Node.

#![allow(clippy::disallowed_methods)] // a build script, which no person's file meets

use std::path::{Path, PathBuf};
use std::{env, fs, io};

const PLACEHOLDER: &str = "<!doctype html>
<html lang=\"en\"><meta charset=\"utf-8\"><title>Cairn</title>
<h1>Cairn</h1>
<p>This cairnctl was built without the window's files. Build them with <code>make ui</code>, then build cairnctl again.</p>
";

fn main() -> io::Result<()> {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default());
    let target = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("ui");
    let built = here.join("../../ui/dist");
    println!("cargo::rerun-if-changed={}", built.display());
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    fs::create_dir_all(&target)?;
    if built.join("index.html").is_file() {
        return copy(&built, &target);
    }
    fs::write(target.join("index.html"), PLACEHOLDER)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
