//! What a target's file system can hold, found out by trying.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use super::beneath::ExportRoot;
use crate::Result;

static NEXT: AtomicU64 = AtomicU64::new(0);

/// What a file system makes of names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TargetTraits {
    /// Names that differ only by case, or only by Unicode form, are one file.
    pub folds: bool,
    /// A colon in a name is refused, as on FAT, exFAT and NTFS.
    pub windows: bool,
}

impl ExportRoot {
    /// Tries what names the folder's file system can hold, with temporary files that are removed at once.
    ///
    /// Errors: `target-invalid` when the folder can't be written.
    pub fn traits(&self) -> Result<TargetTraits> {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let stem = format!(".cairn-{}-{number}", std::process::id());
        let folds = self.is_same(&format!("{stem}-a"), &format!("{stem}-A"))?
            || self.is_same(&format!("{stem}-\u{e9}"), &format!("{stem}-e\u{301}"))?;
        let colon = PathBuf::from(format!("{stem}:x"));
        let windows = self.create_file(&colon).and_then(|file| file.finish(false)).is_err();
        if !windows {
            self.remove_file(&colon)?;
        }
        Ok(TargetTraits { folds, windows })
    }

    /// Whether a file made under one name is found under another.
    fn is_same(&self, made: &str, asked: &str) -> Result<bool> {
        self.create_file(Path::new(made))?.finish(false)?;
        let found = self.kind(Path::new(asked));
        self.remove_file(Path::new(made))?;
        Ok(found?.is_some())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_probe_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let root = ExportRoot::open(folder.path(), false).unwrap();
        assert_eq!(root.traits().unwrap(), TargetTraits::default());
        assert!(root.list().unwrap().is_empty());
    }
}
