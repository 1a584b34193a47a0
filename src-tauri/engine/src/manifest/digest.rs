//! The digest of a version, as the `wandb` SDK computes it.

use md5::Digest as _;

use super::Entry;
use crate::model::ManifestDigest;

/// MD5 over the line `wandb-artifact-manifest-v1` and `path:digest` for each entry in path order, each line
/// ended by a newline.
#[derive(Debug, Clone)]
pub struct ManifestDigester(md5::Md5);

impl Default for ManifestDigester {
    fn default() -> Self {
        Self(md5::Md5::new_with_prefix("wandb-artifact-manifest-v1\n"))
    }
}

impl ManifestDigester {
    /// Adds an entry; the caller keeps the order.
    pub fn push(&mut self, entry: &Entry) {
        self.push_line(entry.path.as_str(), &entry.entry_digest());
    }

    /// Adds the line of an entry given by its texts.
    pub fn push_line(&mut self, path: &str, entry_digest: &str) {
        for part in [path, ":", entry_digest, "\n"] {
            self.0.update(part);
        }
    }

    /// The digest of what was added.
    pub fn finish(self) -> ManifestDigest {
        ManifestDigest(self.0.finalize().into())
    }
}
