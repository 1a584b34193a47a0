//! One level of a manifest as a folder.

use super::reader::{Position, behind_folder};
use super::{Entry, ManifestReader};
use crate::Result;

/// What lies directly in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Child {
    /// An entry.
    File(Entry),
    /// A folder with everything below it, at any depth.
    Folder {
        /// Its name, without a slash.
        name: String,
        /// Number of entries below it.
        files: u64,
        /// Sum of their known sizes in bytes.
        bytes: u64,
    },
}

impl Child {
    /// The name inside its folder.
    pub fn name(&self) -> &str {
        match self {
            Self::File(entry) => entry.path.file_name(),
            Self::Folder { name, .. } => name,
        }
    }
}

impl ManifestReader<'_> {
    /// Up to `limit` children of a folder (`""` is the top), in path order, so `a-b` comes before folder `a`.
    ///
    /// `start_after` is the name of the last child seen. Nothing is read below a subfolder: its end is found by
    /// a search over the list, its sums from the list and the chunks at both ends.
    pub fn list_folder(&self, folder: &str, start_after: Option<&str>, limit: usize) -> Result<Vec<Child>> {
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let (start, end) = self.folder_bounds(folder)?;
        let mut here = match start_after {
            None => start,
            Some(name) => self.behind_child(&format!("{prefix}{name}"))?,
        };
        let mut children = Vec::new();
        while here.row < end.row && children.len() < limit {
            let entry = self.entry(here.row)?;
            let rest = entry.path.as_str().get(prefix.len()..).unwrap_or_default();
            let Some((name, _)) = rest.split_once('/') else {
                here = Position { row: here.row + 1, bytes: here.bytes.saturating_add(entry.logical()) };
                children.push(Child::File(entry));
                continue;
            };
            let next = self.position(&behind_folder(&format!("{prefix}{name}")))?;
            let files = next.row.saturating_sub(here.row);
            let bytes = next.bytes.saturating_sub(here.bytes);
            children.push(Child::Folder { name: name.to_owned(), files, bytes });
            // Always forward, whatever a damaged list says.
            here = Position { row: next.row.max(here.row + 1), bytes: next.bytes };
        }
        Ok(children)
    }

    /// The place behind a child, be it file, folder, or gone.
    fn behind_child(&self, path: &str) -> Result<Position> {
        let (start, end) = self.folder_bounds(path)?;
        if start.row < end.row {
            return Ok(end);
        }
        self.position(&format!("{path}\0"))
    }
}
