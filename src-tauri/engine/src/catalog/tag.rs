//! Tags of versions.

use super::alias::address;
use super::resolve::version_by_id;
use super::selection::{Selection, describe};
use crate::db::alias;
use crate::history::{Actor, Cell, CellKind, Edit, Outcome, Role};
use crate::model::TagName;
use crate::store::Store;
use crate::{Code, Error, Result};

/// Most tags listed for completion.
const LISTED: u32 = 500;

impl Store {
    /// Tags in use with how many versions bear them, most used first.
    pub fn tag_counts(&self) -> Result<Vec<(String, u64)>> {
        self.database().read(|connection| alias::tag_counts(connection, LISTED))
    }

    /// Adds and removes tags of versions, as one operation. Errors: `tag-invalid`, `request-invalid`.
    pub fn edit_tags(
        &self,
        actor: &Actor,
        selection: &Selection,
        add: &[String],
        remove: &[String],
    ) -> Result<Outcome> {
        let parse =
            |names: &[String]| names.iter().map(|name| TagName::parse(name)).collect::<Result<Vec<_>>>();
        let (add, remove) = (parse(add)?, parse(remove)?);
        if let Some(both) = add.iter().find(|tag| remove.contains(tag)) {
            return Err(Error::new(
                Code::RequestInvalid,
                format!("The tag {both} is to be added and removed at once"),
            )
            .hint("Name it once."));
        }
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let versions = self.selected(tx, selection)?;
            for version in &versions {
                for (tags, on) in [(&add, true), (&remove, false)] {
                    for tag in tags {
                        let cell = Cell::keyed(CellKind::VersionTag, version.id.get(), tag.as_str());
                        edit.set(cell, on.then(|| "on".to_owned()))?;
                    }
                }
            }
            let summary = summary(&add, &remove, &describe(tx, &versions)?);
            let home = match versions.as_slice() {
                [one] => Some(
                    version_by_id(tx, one.id).map(|(collection, version)| address(&collection, &version))?,
                ),
                _ => None,
            };
            edit.finish("tag", &summary, home.as_deref())
        })
    }
}

fn summary(add: &[TagName], remove: &[TagName], target: &str) -> String {
    let join = |tags: &[TagName]| tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(", ");
    match (add.is_empty(), remove.is_empty()) {
        (false, true) => format!("Added {} to {target}", join(add)),
        (true, false) => format!("Removed {} from {target}", join(remove)),
        _ => format!("Changed the tags of {target}"),
    }
}
