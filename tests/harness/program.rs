//! The real `cairnctl`: alone, under `strace`, as another user.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use serde_json::Value;

/// What a run of `cairnctl` left.
#[derive(Debug)]
pub struct Run {
    /// Exit code; 128 and the signal when killed.
    pub code: i32,
    /// What it printed, as text.
    pub out: String,
    /// What it said on stderr.
    pub err: String,
}

impl Run {
    /// The answer of a run that succeeded.
    pub fn json(&self) -> Value {
        assert_eq!(self.code, 0, "{self:?}");
        self.try_json().unwrap_or_else(|| panic!("no JSON: {self:?}"))
    }

    /// The answer, when there is a whole one.
    pub fn try_json(&self) -> Option<Value> {
        let line = self.out.lines().next()?;
        serde_json::from_str(line).ok()
    }

    /// The stable code of the error.
    pub fn error(&self) -> Option<String> {
        let line = self.err.lines().find(|line| line.starts_with('{'))?;
        Some(serde_json::from_str::<Value>(line).ok()?["code"].as_str()?.to_owned())
    }
}

/// `cairnctl` on one store.
#[derive(Debug, Clone)]
pub struct Cairnctl {
    store: PathBuf,
    before: Vec<String>,
}

impl Cairnctl {
    /// On the store in a folder.
    pub fn new(store: impl Into<PathBuf>) -> Self {
        Self { store: store.into(), before: Vec::new() }
    }

    /// The same, started by another program with its options, such as `strace` or `setpriv`.
    #[must_use]
    pub fn under<S: Into<String>>(&self, before: impl IntoIterator<Item = S>) -> Self {
        Self { store: self.store.clone(), before: before.into_iter().map(Into::into).collect() }
    }

    /// The same as user 65534, for whom permissions hold; only root can ask for that.
    #[must_use]
    pub fn as_nobody(&self) -> Self {
        self.under(["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"])
    }

    /// The command, not yet started.
    pub fn command<S: AsRef<std::ffi::OsStr>>(&self, arguments: &[S]) -> Command {
        let mut words = self.before.iter();
        let mut command = match words.next() {
            Some(first) => {
                let mut command = Command::new(first);
                command.args(words).arg(program());
                command
            }
            None => Command::new(program()),
        };
        command.arg("--store").arg(&self.store).arg("--json").args(arguments);
        // A person's own settings must not reach the tests.
        command
            .env_remove("CAIRN_STORE")
            .env_remove("CAIRN_API_KEY")
            .env("HOME", self.store.parent().unwrap());
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs it to its end.
    pub fn run<S: AsRef<std::ffi::OsStr>>(&self, arguments: &[S]) -> Run {
        outcome(&self.command(arguments).output().unwrap())
    }
}

/// What a finished program left.
pub fn outcome(output: &Output) -> Run {
    use std::os::unix::process::ExitStatusExt as _;
    let code = output.status.code().unwrap_or_else(|| 128 + output.status.signal().unwrap_or_default());
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    Run { code, out: text(&output.stdout), err: text(&output.stderr) }
}

/// The program, built once per test binary: a no-op when it is there.
pub fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let built = Command::new(env!("CARGO"))
            .args(["build", "--locked", "--quiet", "-p", "cairn-cli"])
            .current_dir(crate::report::repository())
            .status()
            .unwrap();
        assert!(built.success(), "cairnctl doesn't build");
        // The test binary lies in <target>/<profile>/deps.
        let this = std::env::current_exe().unwrap();
        let program = this.parent().and_then(Path::parent).unwrap().join("cairnctl");
        assert!(program.is_file(), "{} is missing", program.display());
        program
    })
}

/// Whether this is root, who can become another user.
pub fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}
