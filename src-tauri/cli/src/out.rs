//! The only place that writes to stdout and stderr.

use std::io::{self, BufWriter, IsTerminal as _, Stdout, Write};

use cairn_api::types::{ApiError, Outcome};
use serde::Serialize;

use crate::json;
use crate::stop::Done;
use crate::text::plain;

/// Standard output, with what the caller wants on it.
pub(crate) struct Out {
    writer: BufWriter<Stdout>,
    /// One JSON document instead of words.
    pub(crate) json: bool,
    colour: bool,
}

impl Out {
    /// Standard output; colour only on a terminal and not with `NO_COLOR` (no-color.org).
    #[allow(clippy::disallowed_methods)] // one of the settings that come from the environment
    pub(crate) fn new(json: bool) -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let colour = !json && !refused && io::stdout().is_terminal();
        Self { writer: BufWriter::with_capacity(1 << 16, io::stdout()), json, colour }
    }

    /// A line of text that is ours or was made [`plain`].
    pub(crate) fn line(&mut self, text: &str) -> Done {
        Ok(writeln!(self.writer, "{text}")?)
    }

    /// The one JSON document.
    pub(crate) fn document(&mut self, value: &impl Serialize) -> Done {
        serde_json::to_writer(&mut self.writer, value)?;
        self.line("")
    }

    /// A fact and its name, aligned.
    pub(crate) fn fact(&mut self, name: &str, value: &str) -> Done {
        let name = self.faint(&format!("{name:<12}"));
        self.line(&format!("{name} {}", plain(value)))
    }

    /// What an edit did to the thing with that address.
    pub(crate) fn outcome(&mut self, address: Option<String>, outcome: Outcome) -> Done {
        if self.json {
            return self.document(&json::Outcome::new(address, outcome));
        }
        if outcome.operation.is_none() && outcome.changed == 0 {
            return self.line("Nothing had to change.");
        }
        self.line(&plain(&outcome.summary))
    }

    /// Secondary text, dim on a terminal with colour.
    pub(crate) fn faint(&self, text: &str) -> String {
        if self.colour { format!("\u{1b}[2m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    /// Sends on what is buffered.
    pub(crate) fn flush(&mut self) -> Done {
        Ok(self.writer.flush()?)
    }
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Writes an error to stderr. A stderr that is closed hears nothing, which is no second error.
pub(crate) fn error(error: &ApiError, json: bool) {
    let mut stderr = io::stderr().lock();
    let _ = if json {
        serde_json::to_string(error).map_err(io::Error::from).and_then(|text| writeln!(stderr, "{text}"))
    } else {
        let hint = error.hint.as_ref().map_or(String::new(), |hint| format!("hint: {}\n", plain(hint)));
        write!(stderr, "error: {}\n{hint}", plain(&error.message))
    };
}

/// Writes a note to stderr.
pub(crate) fn note(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", plain(text));
}
