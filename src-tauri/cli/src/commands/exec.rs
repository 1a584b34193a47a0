//! A program as a run.

use std::ffi::OsString;
use std::io::IsTerminal as _;
use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Command, ExitStatus};

use cairn_api::call::{run_finish_unless, run_start};
use cairn_api::host::{CancelToken, Error};
use cairn_api::types::{RunFinishRequest, RunStarted};
use clap::Args;

use super::run::{StartArgs, request};
use crate::context::Context;
use crate::out;
use crate::signals;
use crate::stop::{Done, Stop, refuse};

#[derive(Debug, Args)]
pub(crate) struct ExecArgs {
    #[command(flatten)]
    start: StartArgs,
    /// The program and its arguments, after `--`
    #[arg(last = true, required = true, value_name = "COMMAND")]
    command: Vec<OsString>,
}

/// Starts a run, runs the program, ends the run as the program ended, and exits as it did.
pub(crate) fn run(cx: &mut Context, args: ExecArgs) -> Done {
    let words: Vec<String> = args.command.iter().map(|word| quoted(&word.to_string_lossy())).collect();
    let request = request(cx, args.start, Some(words.join(" ")))?;
    let started = run_start(cx.host.as_ref(), request)?;
    out::note(&format!("run {} ({})", started.name, started.id));
    // Registered before the program starts, so that no signal falls between.
    let signals = signals::forwarding()?;
    let mut command = Command::new(&args.command[0]);
    command.args(&args.command[1..]).env("CAIRN_RUN_ID", &started.id).env("CAIRN_STORE", cx.store()?.root());
    let status = match command.spawn() {
        Ok(child) => wait(child, signals),
        Err(error) => {
            let text = args.command[0].to_string_lossy().into_owned();
            finish(cx, &started, "failed", &serde_json::json!({"error": error.to_string()}))?;
            let message = format!("{text} can't be run: {error}");
            return Err(refuse("not-found", message, "Name a program that is in the PATH, or its path."));
        }
    }?;
    let (state, summary, code) = ended(status);
    finish(cx, &started, state, &summary)?;
    if code == 0 { Ok(()) } else { Err(Stop::Exit(code)) }
}

fn wait(mut child: Child, signals: signals::Forwarding) -> Done<ExitStatus> {
    // At a terminal Ctrl-C reaches the program by itself.
    signals.to(child.id(), std::io::stdin().is_terminal())?;
    Ok(child.wait().map_err(|error| Error::io("the program", error))?)
}

/// State, summary and exit code that an end of a program means.
fn ended(status: ExitStatus) -> (&'static str, serde_json::Value, u8) {
    match (status.code(), status.signal()) {
        (Some(0), _) => ("finished", serde_json::json!({"exit_code": 0}), 0),
        (Some(code), _) => ("failed", serde_json::json!({"exit_code": code}), code.clamp(1, 255) as u8),
        (None, signal) => {
            let signal = signal.unwrap_or(0);
            ("killed", serde_json::json!({"signal": signal}), (128 + signal).clamp(129, 255) as u8)
        }
    }
}

fn finish(cx: &Context, started: &RunStarted, state: &str, summary: &serde_json::Value) -> Done {
    let request = RunFinishRequest {
        run: format!("#{}", started.key),
        project: None,
        state: Some(state.to_owned()),
        summary: Some(summary.to_string()),
    };
    run_finish_unless(cx.host.as_ref(), request, &CancelToken::new())?;
    Ok(())
}

/// A word of a POSIX shell's command line, in quotes where it needs them.
fn quoted(word: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_/:.,@%+=-".contains(c);
    if !word.is_empty() && word.chars().all(is_plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}
