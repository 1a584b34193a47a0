//! A store for one test, and the program.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;

pub(crate) struct Ctl {
    folder: tempfile::TempDir,
}

impl Ctl {
    /// No store yet.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A store with `data:v0` (a.txt, sub/b.json) and `data:v1` (a.txt changed, c.txt added).
    pub(crate) fn filled() -> Self {
        let ctl = Self::new();
        ctl.write("in/a.txt", b"one\n");
        ctl.write("in/sub/b.json", b"{\"x\": 1}\n");
        ctl.ok(&["log", "in", "--name", "data", "--type", "dataset"]);
        ctl.write("in/a.txt", b"two\n");
        ctl.write("in/c.txt", b"three\n");
        ctl.ok(&["log", "in", "--name", "data", "--type", "dataset"]);
        ctl
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// The program with a home of its own, in the test's folder.
    pub(crate) fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(program());
        command
            .current_dir(self.folder.path())
            .env_clear()
            .env("HOME", self.folder.path())
            .env("USER", "ada");
        command.arg("--store").arg(self.path("store")).args(words).stdin(Stdio::null());
        command
    }

    pub(crate) fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    /// Runs what must succeed; answers its words.
    pub(crate) fn ok(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert_eq!(output.status.code(), Some(0), "{words:?}: {}", text(&output.stderr));
        text(&output.stdout)
    }

    /// Runs with `--json` what must succeed; answers its one document, which stands on one line.
    pub(crate) fn json(&self, words: &[&str]) -> Value {
        let all: Vec<&str> = std::iter::once("--json").chain(words.iter().copied()).collect();
        let out = self.ok(&all);
        assert!(out.ends_with('\n') && out.matches('\n').count() == 1, "{words:?} wrote {out:?}");
        serde_json::from_str(&out).unwrap_or_else(|error| panic!("{words:?} wrote {out:?}: {error}"))
    }

    /// Runs what must be refused with exit 1; answers the code. Message and hint are there, stdout is empty.
    pub(crate) fn refused(&self, words: &[&str]) -> String {
        let plain = self.run(words);
        assert_eq!(plain.status.code(), Some(1), "{words:?}: {}{}", text(&plain.stdout), text(&plain.stderr));
        assert!(text(&plain.stderr).starts_with("error: "), "{words:?}: {}", text(&plain.stderr));
        let all: Vec<&str> = std::iter::once("--json").chain(words.iter().copied()).collect();
        let output = self.run(&all);
        assert_eq!((output.status.code(), text(&output.stdout).as_str()), (Some(1), ""), "{words:?}");
        let error: Value = serde_json::from_slice(&output.stderr).unwrap();
        assert_eq!(keys(&error), ["code", "hint", "message"], "{words:?}");
        assert!(!error["message"].as_str().unwrap().is_empty(), "{words:?}");
        error["code"].as_str().unwrap().to_owned()
    }

    /// A path of the test's folder as text.
    pub(crate) fn text(&self, path: &str) -> String {
        self.path(path).display().to_string()
    }
}

/// `cairnctl` of the build that made this test.
pub(crate) fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let found = test.ancestors().skip(1).map(|folder| folder.join("cairnctl")).find(|path| path.is_file());
    found.expect("cairnctl isn't built: run `cargo build -p cairn-cli` first (`make test` does)")
}

pub(crate) fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Names of the members of an object, sorted.
pub(crate) fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<&str> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

/// The member `name` of every object of an array.
pub(crate) fn each<'a>(list: &'a Value, name: &str) -> Vec<&'a Value> {
    list.as_array().unwrap().iter().map(|one| &one[name]).collect()
}

/// Every file below a folder with its bytes, by path.
pub(crate) fn tree(root: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(root).unwrap().display().to_string();
                files.push((name, std::fs::read(path).unwrap()));
            }
        }
    }
    files.sort();
    files
}
