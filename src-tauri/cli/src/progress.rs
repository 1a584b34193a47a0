//! The progress bar on a terminal.

use std::io::IsTerminal as _;

use cairn_api::types::Job;
use indicatif::{ProgressBar, ProgressStyle};

use crate::text::plain;

const BYTES: &str = "{msg:12} [{bar:30}] {binary_bytes}/{binary_total_bytes} {prefix}";
const ITEMS: &str = "{msg:12} {human_pos} files {prefix}";

/// A bar for one job, on stderr when that is a terminal, else silent.
pub(crate) struct Bar {
    bar: ProgressBar,
    known: Option<bool>,
}

impl Bar {
    /// A bar that shows nothing yet.
    pub(crate) fn new() -> Self {
        let bar = if std::io::stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
        Self { bar, known: None }
    }

    /// Shows where the job is.
    pub(crate) fn show(&mut self, job: &Job) {
        if self.bar.is_hidden() || job.progress.step.is_empty() {
            return;
        }
        let progress = &job.progress;
        let known = progress.total_bytes > 0;
        if self.known != Some(known) {
            self.known = Some(known);
            self.bar.set_style(style(known));
        }
        self.bar.set_length(progress.total_bytes);
        self.bar.set_position(if known { progress.bytes } else { progress.items });
        self.bar.set_prefix(match progress.seconds_left {
            Some(seconds) => format!("{}/s, {} left", crate::text::size(progress.rate), duration(seconds)),
            None => String::new(),
        });
        self.bar.set_message(plain(&progress.step));
    }

    /// Takes the bar away.
    pub(crate) fn end(&self) {
        self.bar.finish_and_clear();
    }
}

fn style(known: bool) -> ProgressStyle {
    let template = if known { BYTES } else { ITEMS };
    ProgressStyle::with_template(template)
        .map_or_else(|_| ProgressStyle::default_bar(), |style| style.progress_chars("=> "))
}

fn duration(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds.div_ceil(60)),
        _ => format!("{} h {} min", seconds / 3600, seconds % 3600 / 60),
    }
}
