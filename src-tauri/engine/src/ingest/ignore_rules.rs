//! What is left out: `.cairnignore` in the root of a folder, and the globs given.

use std::path::Path;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use crate::{Code, Error, Result};

/// Name of the file with the rules of a folder.
const FILE: &str = ".cairnignore";

/// The rules for one folder.
#[derive(Debug)]
pub(super) struct IgnoreRules(Gitignore);

impl IgnoreRules {
    /// Reads the folder's `.cairnignore`, if there is one, and adds the globs.
    ///
    /// Errors: `request-invalid` for a pattern that can't be read; `source-unreadable` for the file.
    pub(super) fn read(folder: &Path, globs: &[String]) -> Result<Self> {
        let mut builder = GitignoreBuilder::new("");
        match crate::fs::read_text(&folder.join(FILE)) {
            Ok(text) => {
                for (number, line) in text.lines().enumerate() {
                    builder
                        .add_line(None, line)
                        .map_err(|error| bad(&format!("{FILE}, line {}", number + 1), &error))?;
                }
            }
            Err(error)
                if matches!(
                    error.kind(),
                    std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory
                ) => {}
            Err(error) => {
                return Err(Error::new(
                    Code::SourceUnreadable,
                    format!("{} can't be read: {error}", folder.join(FILE).display()),
                )
                .hint(
                    "Make it readable, or remove it: without its rules more would be logged than you meant.",
                ));
            }
        }
        for glob in globs {
            builder.add_line(None, glob).map_err(|error| bad(glob, &error))?;
        }
        builder.build().map(Self).map_err(|error| bad("the rules", &error))
    }

    /// Whether a file is left out, by a rule for it or for a folder above it.
    pub(super) fn leaves_out(&self, path: &str) -> bool {
        !self.0.is_empty() && self.0.matched_path_or_any_parents(path, false).is_ignore()
    }
}

fn bad(what: &str, error: &ignore::Error) -> Error {
    Error::new(Code::RequestInvalid, format!("The ignore pattern in {what} can't be read: {error}"))
        .hint("Patterns follow the rules of .gitignore.")
}
