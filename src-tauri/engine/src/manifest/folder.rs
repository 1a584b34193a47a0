//! One level of a manifest as a folder.

use super::reader::behind_folder;
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
        let end = self.range_of_prefix(folder)?.end;
        let mut row = match start_after {
            None => self.range_of_prefix(folder)?.start,
            Some(name) => self.row_behind_child(&format!("{prefix}{name}"))?,
        };
        let mut children = Vec::new();
        while row < end && children.len() < limit {
            let entry = self.entry(row)?;
            let rest = entry.path.as_str().get(prefix.len()..).unwrap_or_default();
            let Some((name, _)) = rest.split_once('/') else {
                children.push(Child::File(entry));
                row += 1;
                continue;
            };
            let (child, next) = self.child_folder(&prefix, name)?;
            children.push(child);
            row = next.max(row + 1);
        }
        Ok(children)
    }

    fn child_folder(&self, prefix: &str, name: &str) -> Result<(Child, u64)> {
        let path = format!("{prefix}{name}");
        let start = self.position(&format!("{path}/"))?;
        let end = self.position(&behind_folder(&path))?;
        let files = end.row.saturating_sub(start.row);
        let bytes = end.bytes.saturating_sub(start.bytes);
        Ok((Child::Folder { name: name.to_owned(), files, bytes }, end.row))
    }

    /// The first row behind a child, be it file, folder, or gone.
    fn row_behind_child(&self, path: &str) -> Result<u64> {
        let rows = self.range_of_prefix(path)?;
        if !rows.is_empty() {
            return Ok(rows.end);
        }
        Ok(self.position(&format!("{path}\0"))?.row)
    }
}
