//! Where an export goes, and what names are legal there.

use std::path::{Path, PathBuf};

use super::ExportRequest;
use crate::fs::{self, ExportRoot, TargetTraits, show};
use crate::model::{RelPath, TargetRules, collision_key, escape_component_for_export};
use crate::store::Store;
use crate::{Code, Error, Result};

/// The folder of an export.
pub(super) struct Place {
    /// The folder, absolute.
    pub(super) root: PathBuf,
    /// The folder itself, when it is there.
    pub(super) open: Option<ExportRoot>,
    traits: TargetTraits,
    pub(super) free: u64,
}

impl Store {
    pub(super) fn place_export(&self, name: &str, index: u64, request: &ExportRequest) -> Result<Place> {
        let wanted = match &request.root {
            Some(root) => root.clone(),
            None => PathBuf::from("artifacts"),
        };
        let mut root = std::path::absolute(&wanted).map_err(|error| Error::io(show(&wanted), error))?;
        let traits = ExportRoot::open(fs::nearest(&root), false)?.traits()?;
        if request.root.is_none() {
            root.push(folder_name(name, index, traits));
        }
        self.refuse_own_folder(&root, request.exact)?;
        let nearest = fs::nearest(&root);
        let free = fs::free_space(nearest)?;
        let open = if nearest == root { Some(ExportRoot::open(&root, false)?) } else { None };
        Ok(Place { root, open, traits, free })
    }

    /// The store's own folder is no place for an export, nor a folder around it for one that removes.
    fn refuse_own_folder(&self, root: &Path, exact: bool) -> Result<()> {
        let real = fs::real_path(fs::nearest(root))?;
        let is_store = |folder: &Path| fs::identity(folder).is_ok_and(|id| id == self.identity());
        if real.ancestors().any(is_store) {
            return Err(Error::new(Code::TargetInvalid, format!("The store itself: {}", show(root)))
                .hint("Choose a folder outside of the store."));
        }
        let around = real == root && fs::real_path(self.root())?.starts_with(&real);
        if exact && (around || real.parent().is_none()) {
            return Err(Error::new(Code::TargetInvalid, format!("{} holds much else", show(root)))
                .hint("An exact export removes what doesn't belong; choose a folder for it alone."));
        }
        Ok(())
    }
}

/// `<name>:v3`, or `<name>-v3` where a name can't hold a colon.
fn folder_name(name: &str, index: u64, traits: TargetTraits) -> String {
    let rules = rules(traits);
    let escaped = escape_component_for_export(name, rules);
    let separator = if traits.windows { '-' } else { ':' };
    format!(
        "{}{separator}v{index}",
        if matches!(name, "." | "..") { "%2E".repeat(name.len()) } else { escaped.into() }
    )
}

fn rules(traits: TargetTraits) -> TargetRules {
    if traits.windows { TargetRules::Windows } else { TargetRules::Unix }
}

impl Place {
    /// The path of an entry at the target, when that isn't its own.
    pub(super) fn renamed(&self, path: &RelPath) -> Option<Box<str>> {
        if !self.traits.windows {
            return None;
        }
        let names: Vec<_> =
            path.components().map(|name| escape_component_for_export(name, TargetRules::Windows)).collect();
        let target = names.join("/");
        (target != path.as_str()).then(|| target.into())
    }

    /// What two paths have in common when they are one at the target.
    pub(super) fn key(&self, path: &str) -> String {
        if self.traits.folds { collision_key(path) } else { path.to_owned() }
    }

    /// Whether different paths can be one at the target.
    pub(super) fn folds(&self) -> bool {
        self.traits.folds
    }

    /// A place whose file system is believed to be another.
    #[cfg(test)]
    pub(super) fn pretend(traits: TargetTraits) -> Self {
        Self { root: PathBuf::from("/"), open: None, traits, free: u64::MAX }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folder_names() {
        let windows = TargetTraits { folds: true, windows: true };
        assert_eq!(folder_name("mnist", 3, TargetTraits::default()), "mnist:v3");
        assert_eq!(folder_name("mnist", 3, windows), "mnist-v3");
        assert_eq!(folder_name("..", 0, TargetTraits::default()), "%2E%2E:v0");
        assert_eq!(folder_name("CON", 0, windows), "%43ON-v0");
    }
}
