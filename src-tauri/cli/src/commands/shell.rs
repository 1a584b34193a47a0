//! What a shell and a manual reader need.

use std::io::Write as _;

use clap::{CommandFactory as _, ValueEnum};

use crate::args::Cli;
use crate::context::Context;
use crate::stop::{Done, refuse};

/// The shells that completions exist for.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Shell {
    Bash,
    Zsh,
    Fish,
}

/// Prints completions.
pub(crate) fn completions(cx: &mut Context, shell: Shell) -> Done {
    let mut script = Vec::new(); // the generator panics when it can't write
    let shell = match shell {
        Shell::Bash => clap_complete::Shell::Bash,
        Shell::Zsh => clap_complete::Shell::Zsh,
        Shell::Fish => clap_complete::Shell::Fish,
    };
    clap_complete::generate(shell, &mut Cli::command(), "cairnctl", &mut script);
    Ok(cx.out.write_all(&script)?)
}

/// Prints the manual page, or that of a command.
pub(crate) fn man(cx: &mut Context, command: Option<&str>) -> Done {
    let mut root = Cli::command();
    root.build();
    let page = match command {
        None => root,
        Some(name) => root.find_subcommand(name).cloned().ok_or_else(|| {
            refuse(
                "not-found",
                format!("There is no command {name:?}"),
                "`cairnctl --help` lists the commands.",
            )
        })?,
    };
    let mut roff = Vec::new();
    clap_mangen::Man::new(page).render(&mut roff)?;
    Ok(cx.out.write_all(&roff)?)
}
