//! Deleting and restoring versions.

use rusqlite::Connection;

use super::alias::address;
use super::bytes::{self, Bytes};
use super::resolve::version_by_id;
use super::selection::{Selection, describe};
use super::ttl;
use crate::clock::Millis;
use crate::db::version::{VersionRow, VersionState};
use crate::db::{alias, collection, project, setting};
use crate::history::{Actor, Cell, CellKind, Edit, Outcome, Role};
use crate::model::CollectionId;
use crate::store::Store;
use crate::{Code, Error, Result};

/// What deleting versions would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletePlan {
    /// Number of versions.
    pub versions: u64,
    /// Aliases that would go, at most 50, each with the index of its version.
    pub aliases: Vec<(String, u64)>,
    /// Number of aliases.
    pub alias_count: u64,
    /// Their bytes taken together.
    pub bytes: Bytes,
    /// When they would leave the trash for good.
    pub purge_at: Millis,
}

/// Most aliases named in a plan.
const NAMED: usize = 50;

impl Store {
    /// What deleting the versions of a selection would do.
    pub fn plan_delete(&self, selection: &Selection) -> Result<DeletePlan> {
        self.database().snapshot(|connection| {
            let mut versions = self.selected(connection, selection)?;
            versions.retain(|version| version.state == VersionState::Committed);
            let mut aliases = Vec::new();
            for version in &versions {
                aliases.extend(
                    alias::of(connection, version.membership)?.into_iter().map(|name| (name, version.index)),
                );
            }
            let alias_count = aliases.len() as u64;
            aliases.truncate(NAMED);
            Ok(DeletePlan {
                versions: versions.len() as u64,
                aliases,
                alias_count,
                bytes: bytes::together(connection, &versions)?,
                purge_at: self.now() + setting::trash_millis(connection)?,
            })
        })
    }

    /// Moves versions to the trash, as one operation. Errors: `has-aliases` unless `delete_aliases`; `deleted` when
    /// all of them lie there already.
    pub fn delete_versions(
        &self,
        actor: &Actor,
        selection: &Selection,
        delete_aliases: bool,
    ) -> Result<Outcome> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let mut versions = self.selected(tx, selection)?;
            let asked = versions.len();
            refuse_purged(tx, &versions)?;
            versions.retain(|version| version.state == VersionState::Committed);
            if versions.is_empty() && asked > 0 {
                return Err(Error::new(Code::Deleted, "The selected versions lie in the trash already")
                    .hint("Restore them, or select others."));
            }
            for version in &versions {
                if !delete_aliases {
                    refuse_aliased(tx, version)?;
                }
                ttl::trash(&mut edit, version, "deleted")?;
            }
            let summary = format!("Deleted {}", describe(tx, &versions)?);
            edit.finish("delete", &summary, home(tx, &versions)?.as_deref())
        })
    }

    /// Takes versions out of the trash with the aliases that nobody else has by now, as one operation.
    ///
    /// Errors: `not-found` when none lies there, `exists` when the name of a deleted collection is taken.
    pub fn restore_versions(&self, actor: &Actor, selection: &Selection) -> Result<Outcome> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let mut versions = self.selected(tx, selection)?;
            refuse_purged(tx, &versions)?;
            versions.retain(|version| version.state == VersionState::Deleted);
            if versions.is_empty() {
                return Err(Error::new(Code::NotFound, "None of these versions lies in the trash")
                    .hint("`cairnctl trash ls` lists what can be restored."));
            }
            let mut taken = Vec::new();
            for version in &versions {
                revive_collection(&mut edit, version.collection)?;
                taken.extend(restore(&mut edit, version)?);
            }
            let mut summary = format!("Restored {}", describe(tx, &versions)?);
            if !taken.is_empty() {
                summary = format!("{summary}; {} moved on meanwhile", taken.join(", "));
            }
            edit.finish("restore", &summary, home(tx, &versions)?.as_deref())
        })
    }
}

/// Of what was removed for good nothing can be deleted or restored.
fn refuse_purged(connection: &Connection, versions: &[VersionRow]) -> Result<()> {
    if versions.is_empty() || versions.iter().any(|version| version.state != VersionState::Purged) {
        return Ok(());
    }
    let what = describe(connection, versions)?;
    Err(Error::new(Code::Purged, format!("{what} was removed for good"))
        .hint("Its history and lineage are kept; its bytes are gone."))
}

/// Address of a single version, for the history.
pub(crate) fn home(connection: &Connection, versions: &[VersionRow]) -> Result<Option<String>> {
    match versions {
        [one] => version_by_id(connection, one.id)
            .map(|(collection, version)| Some(address(&collection, &version))),
        _ => Ok(None),
    }
}

fn refuse_aliased(connection: &Connection, version: &VersionRow) -> Result<()> {
    let aliases = alias::of(connection, version.membership)?;
    if aliases.is_empty() {
        return Ok(());
    }
    Err(Error::new(Code::HasAliases, format!("v{} has the aliases {}", version.index, aliases.join(", ")))
        .hint("Allow their loss (--delete-aliases, or the tick in the dialog), or move them first."))
}

/// Brings a version back; answers the aliases that others have by now.
fn restore(edit: &mut Edit<'_>, version: &VersionRow) -> Result<Vec<String>> {
    let mut taken = Vec::new();
    for name in alias::trashed(edit.tx, version.membership)? {
        if alias::holder(edit.tx, version.collection, &name)?.is_some() {
            taken.push(name);
            continue;
        }
        let cell = Cell::keyed(CellKind::Alias, version.collection.get(), &name);
        edit.set(cell, Some(version.membership.to_string()))?;
    }
    edit.set(Cell::new(CellKind::VersionState, version.id.get()), Some("committed".into()))?;
    taken.retain(|name| name != "latest");
    Ok(taken)
}

/// A version comes back into its collection, also when that was deleted with it.
fn revive_collection(edit: &mut Edit<'_>, id: CollectionId) -> Result<()> {
    let Some(row) = collection::get(edit.tx, id)? else { return Ok(()) };
    if !row.deleted {
        return Ok(());
    }
    if collection::find(edit.tx, row.project, &row.name)?.is_some_and(|other| other.id != id) {
        return Err(Error::new(Code::Exists, format!("Another collection is called {} by now", row.name))
            .hint("Rename that collection, then restore again."));
    }
    let life = Cell::new(CellKind::ProjectLife, row.project.get());
    if life.read(edit.tx)?.as_deref() == Some("deleted") {
        if project::find(edit.tx, &row.entity, &row.project_name)?.is_some() {
            return Err(Error::new(
                Code::Exists,
                format!("Another project is called {} by now", row.project_name),
            )
            .hint("Rename that project, then restore again."));
        }
        edit.set(life, Some("live".into()))?;
    }
    edit.set(Cell::new(CellKind::CollectionLife, id.get()), Some("live".into()))?;
    Ok(())
}
