//! Aliases: names that point at one version of a collection and can move.

use std::collections::BTreeSet;

use rusqlite::Connection;

use super::resolve::{find_collection, find_version};
use crate::db::collection::CollectionRow;
use crate::db::version::{VersionRow, VersionState};
use crate::db::{alias, version};
use crate::history::{Actor, Cell, CellKind, Edit, Outcome, Role};
use crate::model::{AliasName, VersionId};
use crate::store::Store;
use crate::{Code, Error, Result};

/// An alias of a collection and the version that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AliasHolder {
    /// Name.
    pub name: String,
    /// The version.
    pub version: VersionId,
    /// Its index.
    pub index: u64,
}

impl Store {
    /// Aliases of a membership, `latest` first.
    pub fn aliases_of(&self, membership: crate::model::MembershipId) -> Result<Vec<String>> {
        self.database().read(|connection| alias::of(connection, membership))
    }

    /// Every alias of a collection, `latest` first. Without a holder, `latest` means the newest version.
    pub fn aliases(&self, collection: &str) -> Result<Vec<AliasHolder>> {
        self.database().read(|connection| {
            let row = find_collection(connection, collection)?;
            let mut found: Vec<AliasHolder> = alias::list(connection, row.id)?
                .into_iter()
                .map(|(name, version, index)| AliasHolder { name, version, index })
                .collect();
            if found.first().is_none_or(|first| first.name != "latest")
                && let Some(newest) = version::newest(connection, row.id)?
            {
                found.insert(
                    0,
                    AliasHolder { name: "latest".into(), version: newest.id, index: newest.index },
                );
            }
            Ok(found)
        })
    }

    /// Gives a version an alias, moving it from the version that has it.
    ///
    /// Errors: `alias-invalid`, `deleted`, `not-found`.
    pub fn add_alias(&self, actor: &Actor, version: &str, name: &str) -> Result<Outcome> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let (collection, version) = live(find_version(tx, version)?)?;
            let name = AliasName::user(name)?;
            let summary = place(&mut edit, &collection, &version, &name)?;
            edit.finish("alias", &summary, Some(&address(&collection, &version)))
        })
    }

    /// Takes an alias from a version. Errors: `alias-invalid` for `latest`, `not-found` when it isn't there.
    pub fn remove_alias(&self, actor: &Actor, version: &str, name: &str) -> Result<Outcome> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let (collection, version) = find_version(tx, version)?;
            let name = AliasName::user(name)?;
            if alias::holder(tx, collection.id, name.as_str())? != Some(version.membership) {
                return Err(Error::new(
                    Code::NotFound,
                    format!("{} doesn't have the alias {name}", address(&collection, &version)),
                )
                .hint("`cairnctl versions` shows which version has it."));
            }
            edit.set(Cell::keyed(CellKind::Alias, collection.id.get(), name.as_str()), None)?;
            let summary = format!("Removed {name} from {}:v{}", collection.name, version.index);
            edit.finish("alias", &summary, Some(&address(&collection, &version)))
        })
    }

    /// Makes `names` the aliases of a version, in one operation; `latest` is left alone.
    pub fn set_aliases(&self, actor: &Actor, version: &str, names: &[String]) -> Result<Outcome> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let (collection, version) = live(find_version(tx, version)?)?;
            let wanted = names.iter().map(|name| AliasName::user(name)).collect::<Result<Vec<_>>>()?;
            let keep: BTreeSet<&str> = wanted.iter().map(AliasName::as_str).collect();
            let mut done = Vec::new();
            for old in alias::of(tx, version.membership)? {
                if old != "latest" && !keep.contains(old.as_str()) {
                    edit.set(Cell::keyed(CellKind::Alias, collection.id.get(), &old), None)?;
                    done.push(format!("Removed {old} from {}:v{}", collection.name, version.index));
                }
            }
            for name in &wanted {
                let before = edit.changed();
                let words = place(&mut edit, &collection, &version, name)?;
                if edit.changed() != before {
                    done.push(words);
                }
            }
            let summary = match done.as_slice() {
                [one] => one.clone(),
                _ => format!("Set the aliases of {}:v{}", collection.name, version.index),
            };
            edit.finish("alias", &summary, Some(&address(&collection, &version)))
        })
    }
}

/// Gives `version` the alias `name`; answers what that did, in words.
pub(crate) fn place(
    edit: &mut Edit<'_>,
    collection: &CollectionRow,
    version: &VersionRow,
    name: &AliasName,
) -> Result<String> {
    let target = format!("{}:v{}", collection.name, version.index);
    let summary = match alias::holder(edit.tx, collection.id, name.as_str())? {
        Some(holder) if holder == version.membership => format!("{target} has {name} already"),
        Some(holder) => {
            let (.., index) = alias::membership(edit.tx, holder)?;
            format!("Moved {name} from v{index} to v{}", version.index)
        }
        None => format!("Added {name} to {target}"),
    };
    let cell = Cell::keyed(CellKind::Alias, collection.id.get(), name.as_str());
    edit.set(cell, Some(version.membership.to_string()))?;
    Ok(summary)
}

/// Refuses a version that lies in the trash.
pub(crate) fn live(
    (collection, version): (CollectionRow, VersionRow),
) -> Result<(CollectionRow, VersionRow)> {
    if version.state == VersionState::Committed {
        return Ok((collection, version));
    }
    Err(Error::new(Code::Deleted, format!("{} lies in the trash", address(&collection, &version)))
        .hint("Restore it first."))
}

/// `entity/project/name:v3`.
pub(crate) fn address(collection: &CollectionRow, version: &VersionRow) -> String {
    format!("{}:v{}", collection.address(), version.index)
}

/// Aliases of a version for people: `latest` is shown on the newest version when nobody bears it.
pub(crate) fn shown(
    connection: &Connection,
    collection: &CollectionRow,
    version: &VersionRow,
) -> Result<Vec<String>> {
    let mut names = alias::of(connection, version.membership)?;
    let bearer = alias::holder(connection, collection.id, "latest")?;
    if bearer.is_none()
        && version::newest(connection, collection.id)?.is_some_and(|newest| newest.id == version.id)
    {
        names.insert(0, "latest".into());
    }
    Ok(names)
}
