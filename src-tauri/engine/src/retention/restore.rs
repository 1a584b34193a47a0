//! Out of the trash: versions come back with what they had, as far as nobody else has it by now.

use rusqlite::Connection;

use crate::catalog::{Selection, describe_versions, home_of_versions};
use crate::db::collection::{self, CollectionRow};
use crate::db::version::{VersionRow, VersionState};
use crate::db::{alias, impact, make_room, project};
use crate::history::{Actor, Cell, CellKind, Edit, Outcome, Role};
use crate::model::CollectionId;
use crate::progress::{Monitor, Progress, Step};
use crate::retention::{is_overdue, keep_overdue};
use crate::store::Store;
use crate::{Code, Error, Result};

/// Most aliases named that others have by now.
const NAMED: usize = 50;

/// How versions come back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Restore {
    /// Take aliases back from the versions that have them by now. `latest` is never taken: it follows what was logged
    /// last.
    pub take_aliases: bool,
}

/// An alias that somebody else has by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenAlias {
    /// Its name.
    pub name: String,
    /// Address of the version that had it when it went to the trash.
    pub version: String,
    /// Address of the version that has it now.
    pub holder: String,
}

/// What restoring would do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RestorePlan {
    /// Versions that would come back.
    pub versions: u64,
    /// Versions that are meant and don't lie in the trash.
    pub unchanged: u64,
    /// Addresses of deleted collections that would come back with them.
    pub collections: Vec<String>,
    /// Aliases that others have by now, at most 50.
    pub taken: Vec<TakenAlias>,
    /// Number of those.
    pub taken_count: u64,
    /// Versions whose TTL is over: they come back without one, else the next sweep would take them again.
    pub overdue: u64,
}

impl Store {
    /// What restoring the versions of a selection would do. Errors: as [`Self::restore`].
    pub fn plan_restore(&self, selection: &Selection) -> Result<RestorePlan> {
        self.database().snapshot(|connection| {
            let asked = self.selected(connection, selection)?;
            let mut plan = RestorePlan::default();
            let mut homes = Vec::new();
            for version in asked.iter().filter(|version| version.state == VersionState::Deleted) {
                plan.versions += 1;
                plan.overdue += u64::from(is_overdue(connection, version, self.now())?);
                if !homes.contains(&version.collection) {
                    homes.push(version.collection);
                }
                for (name, holder) in taken(connection, version)? {
                    plan.taken_count += 1;
                    if plan.taken.len() < NAMED {
                        let (holder, ..) = alias::membership(connection, holder)?;
                        plan.taken.push(TakenAlias {
                            name,
                            version: impact::version_address(connection, version.id)?,
                            holder: impact::version_address(connection, holder)?,
                        });
                    }
                }
            }
            plan.unchanged = asked.len() as u64 - plan.versions;
            for home in homes {
                if let Some(row) = buried(connection, home)? {
                    plan.collections.push(row.address());
                }
            }
            Ok(plan)
        })
    }

    /// Takes versions out of the trash with the aliases that nobody else has by now, as one operation.
    pub fn restore_versions(&self, actor: &Actor, selection: &Selection) -> Result<Outcome> {
        self.restore(actor, selection, Restore::default(), &Monitor::silent())
    }

    /// Takes versions out of the trash, as one operation: all of them, or none when it is cancelled.
    ///
    /// Errors: `not-found` when none lies there, `exists` when the name of a deleted collection is taken, `cancelled`.
    pub fn restore(
        &self,
        actor: &Actor,
        selection: &Selection,
        how: Restore,
        monitor: &Monitor<'_>,
    ) -> Result<Outcome> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let mut versions = self.selected(tx, selection)?;
            super::delete::refuse_purged(tx, &versions)?;
            versions.retain(|version| version.state == VersionState::Deleted);
            if versions.is_empty() {
                return Err(Error::new(Code::NotFound, "None of these versions lies in the trash")
                    .hint("`cairnctl trash ls` lists what can be restored."));
            }
            make_room(tx, versions.len())?;
            let (mut left, mut home) = (Vec::new(), None);
            let total_items = versions.len() as u64;
            for (at, version) in versions.iter().enumerate() {
                if at % 1024 == 0 {
                    let (step, items) = (Step::Committing, at as u64);
                    monitor.step(Progress { step, items, total_items, ..Progress::default() })?;
                }
                if home != Some(version.collection) {
                    revive_collection(&mut edit, version.collection)?;
                    home = Some(version.collection);
                }
                left.extend(bring_back(&mut edit, version, how)?);
            }
            let back: Vec<_> = versions.iter().map(|version| version.id).collect();
            let kept = keep_overdue(&mut edit, &back)?;
            let mut summary = format!("Restored {}", describe_versions(tx, &versions)?);
            if kept > 0 {
                summary = format!("{summary}; {} over, it is none now", ttls(kept, versions.len()));
            }
            if !left.is_empty() {
                left.truncate(NAMED);
                summary = format!("{summary}; {} moved on meanwhile", left.join(", "));
            }
            edit.finish("restore", &summary, home_of_versions(tx, &versions)?.as_deref())
        })
    }
}

fn ttls(over: u64, all: usize) -> String {
    match (over, all) {
        (1, 1) => "its TTL was".into(),
        (1, _) => "the TTL of 1 was".into(),
        (over, _) => format!("the TTL of {over} was"),
    }
}

/// Aliases of a version in the trash that others have, with who has them; `latest` left out.
fn taken(connection: &Connection, version: &VersionRow) -> Result<Vec<(String, crate::model::MembershipId)>> {
    let mut found = Vec::new();
    for name in alias::trashed(connection, version.membership)?.into_iter().filter(|name| name != "latest") {
        if let Some(holder) = alias::holder(connection, version.collection, &name)? {
            found.push((name, holder));
        }
    }
    Ok(found)
}

/// Brings a version back; answers the aliases that it left to others.
fn bring_back(edit: &mut Edit<'_>, version: &VersionRow, how: Restore) -> Result<Vec<String>> {
    let mut left = Vec::new();
    for name in alias::trashed(edit.tx, version.membership)? {
        let is_taken = alias::holder(edit.tx, version.collection, &name)?.is_some();
        if is_taken && (!how.take_aliases || name == "latest") {
            left.push(name);
            continue;
        }
        let cell = Cell::keyed(CellKind::Alias, version.collection.get(), &name);
        edit.set(cell, Some(version.membership.to_string()))?;
    }
    edit.set(Cell::new(CellKind::VersionState, version.id.get()), Some("committed".into()))?;
    left.retain(|name| name != "latest");
    Ok(left)
}

/// The collection, when it is deleted and would come back with a version. Errors: `exists` when its name is taken.
fn buried(connection: &Connection, id: CollectionId) -> Result<Option<CollectionRow>> {
    let Some(row) = collection::get(connection, id)?.filter(|row| row.deleted) else { return Ok(None) };
    if collection::find(connection, row.project, &row.name)?.is_some_and(|other| other.id != id) {
        return Err(Error::new(Code::Exists, format!("Another collection is called {} by now", row.name))
            .hint("Rename that collection, then restore again."));
    }
    let is_gone = project::get(connection, row.project)?.deleted;
    if is_gone && project::find(connection, &row.entity, &row.project_name)?.is_some() {
        let message = format!("Another project is called {} by now", row.project_name);
        return Err(Error::new(Code::Exists, message).hint("Rename that project, then restore again."));
    }
    Ok(Some(row))
}

/// A version comes back into its collection, also when that was deleted with it, and under the name that it has now.
fn revive_collection(edit: &mut Edit<'_>, id: CollectionId) -> Result<()> {
    let Some(row) = buried(edit.tx, id)? else { return Ok(()) };
    let life = Cell::new(CellKind::ProjectLife, row.project.get());
    if life.read(edit.tx)?.as_deref() == Some("deleted") {
        edit.set(life, Some("live".into()))?;
    }
    edit.set(Cell::new(CellKind::CollectionLife, id.get()), Some("live".into()))?;
    Ok(())
}
