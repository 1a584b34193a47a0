//! Why a command ended early, and the exit codes.

use std::io;

use cairn_api::host::Error;
use cairn_api::types::ApiError;

/// Exit code of wrong usage.
pub(crate) const USAGE: u8 = 2;
/// Exit code of a cancelled command.
pub(crate) const CANCELLED: u8 = 130;

/// What a command answers.
pub(crate) type Done<T = ()> = Result<T, Stop>;

/// Why a command ended early.
#[derive(Debug)]
pub(crate) enum Stop {
    /// Refused or failed.
    Failed(ApiError),
    /// The reader of stdout went away; nobody wants more.
    Closed,
    /// A check found damage, and the report is written.
    Damaged,
    /// A program that was run ended with this code.
    Exit(u8),
}

impl From<ApiError> for Stop {
    fn from(error: ApiError) -> Self {
        Self::Failed(error)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        Self::Failed(error.into())
    }
}

/// A failure to write to stdout.
impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Failed(Error::io("the output", error).into()),
        }
    }
}

impl From<serde_json::Error> for Stop {
    fn from(error: serde_json::Error) -> Self {
        match error.io_error_kind() {
            Some(kind) => io::Error::new(kind, error).into(),
            None => Self::Failed(Error::internal(format!("The answer can't be written: {error}")).into()),
        }
    }
}

/// A refusal of this program.
pub(crate) fn refuse(code: &str, message: impl Into<String>, hint: impl Into<String>) -> Stop {
    Stop::Failed(ApiError { code: code.into(), message: message.into(), hint: Some(hint.into()) })
}

/// What clap says, as an error of ours: its first line, without its own prefix.
pub(crate) fn usage(error: &clap::Error) -> ApiError {
    let text = error.to_string();
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or("wrong usage");
    let mut message = first.strip_prefix("error: ").unwrap_or(first).to_owned();
    if message.ends_with(':') {
        let missing: Vec<&str> = lines.take_while(|line| !line.starts_with("Usage")).collect();
        message = format!("{message} {}", missing.join(", "));
    }
    ApiError {
        code: "request-invalid".into(),
        message,
        hint: Some("`cairnctl --help` lists the commands.".into()),
    }
}
