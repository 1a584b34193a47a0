//! `cairnctl`: the commands for scripts, and `serve` without a window.
//!
//! One file for each group of commands. Each command fills a request of `cairn-api`, calls its handler and writes
//! the answer: one JSON document with `--json`, words and tables for people without.

mod args;
mod commands;
mod context;
mod host;
mod json;
mod out;
mod plan;
mod progress;
mod signals;
mod stop;
mod table;
mod text;

use std::process::ExitCode;

use clap::Parser as _;
use clap::error::ErrorKind;

use crate::args::Cli;
use crate::context::Context;
use crate::stop::{Done, Stop};

fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return misused(&error),
    };
    let json = cli.global.json;
    match run(cli) {
        Ok(()) | Err(Stop::Closed) => ExitCode::SUCCESS,
        Err(Stop::Damaged) => ExitCode::FAILURE,
        Err(Stop::Exit(code)) => ExitCode::from(code),
        Err(Stop::Failed(error)) => {
            out::error(&error, json);
            if error.code == "cancelled" { ExitCode::from(stop::CANCELLED) } else { ExitCode::FAILURE }
        }
    }
}

fn run(cli: Cli) -> Done {
    let mut context = Context::open(cli.global, &cli.command)?;
    commands::run(&mut context, cli.command)?;
    context.out.flush()
}

/// Help and version go to stdout; everything else is wrong usage, exit 2.
fn misused(error: &clap::Error) -> ExitCode {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        let _ = error.print(); // a closed pipe is no failure
        return ExitCode::SUCCESS;
    }
    // The arguments couldn't be parsed, so --json is looked for as a word.
    if std::env::args_os().skip(1).take_while(|word| word != "--").any(|word| word == "--json") {
        out::error(&stop::usage(error), true);
    } else {
        let _ = error.print();
    }
    ExitCode::from(stop::USAGE)
}
