//! Deleting: to the trash, with consent for what is lost.

use std::collections::HashMap;

use rusqlite::Connection;

use super::effects::{Effect, Effects};
use crate::catalog::{Locks, Selection, describe_versions, home_of_versions};
use crate::db::version::{self, VersionRow, VersionState};
use crate::db::{alias, impact};
use crate::history::{Edit, Outcome};
use crate::model::{CollectionId, VersionId};
use crate::progress::Monitor;
use crate::store::Store;
use crate::{Code, Error, Result};

/// Why what lies in the trash can't be deleted.
const IN_TRASH: &str = "in trash";

/// Every committed version of the selection goes. What lies in the trash already is listed as such.
///
/// With `now` all of them leave the trash, too, for good.
pub(super) fn effects(
    store: &Store,
    connection: &Connection,
    selection: &Selection,
    now: bool,
) -> Result<Effects> {
    let locks = Locks::new(connection)?;
    let versions = store.selected(connection, selection)?;
    refuse_purged(connection, &versions)?;
    let (mut list, mut warnings) = (Vec::new(), Vec::new());
    let mut unnamed = HashMap::new();
    for version in versions {
        let mut found = effect(connection, &locks, version)?;
        if found.trash.is_some() && is_latest_unnamed(connection, &found.version, &mut unnamed)? {
            found.aliases.insert(0, "latest".into());
        }
        if now && found.links.is_empty() {
            super::purge::leave(connection, &mut found, &mut warnings)?;
        }
        list.push(found);
    }
    Ok(Effects { list, warnings, ..Effects::default() })
}

fn effect(connection: &Connection, locks: &Locks, version: VersionRow) -> Result<Effect> {
    if version.state != VersionState::Committed {
        return Ok(Effect { locked: Some(IN_TRASH.into()), ..Effect::none(version) });
    }
    let links = if locks.any_linked() { impact::links(connection, version.id)? } else { Vec::new() };
    if let Some(link) = links.first() {
        let protected = impact::protected(connection, version.id)?;
        let locked = match protected.first() {
            Some(name) => format!("protected by the alias {name} of {link}"),
            None => format!("linked as {link}"),
        };
        return Ok(Effect { locked: Some(locked), links, ..Effect::none(version) });
    }
    let aliases = alias::of(connection, version.membership)?;
    Ok(Effect { trash: Some("deleted"), aliases, ..Effect::none(version) })
}

/// Whether `latest` means the version without being set: nobody bears it, and it is the newest. It is lost all the same.
fn is_latest_unnamed(
    connection: &Connection,
    version: &VersionRow,
    known: &mut HashMap<CollectionId, Option<VersionId>>,
) -> Result<bool> {
    let home = version.collection;
    if let Some(newest) = known.get(&home) {
        return Ok(*newest == Some(version.id));
    }
    let newest = match alias::holder(connection, home, "latest")? {
        Some(_) => None,
        None => version::newest(connection, home)?.map(|newest| newest.id),
    };
    known.insert(home, newest);
    Ok(newest == Some(version.id))
}

/// Of what was removed for good nothing can be deleted or restored.
pub(super) fn refuse_purged(connection: &Connection, versions: &[VersionRow]) -> Result<()> {
    if versions.is_empty() || versions.iter().any(|version| version.state != VersionState::Purged) {
        return Ok(());
    }
    let all: Vec<&VersionRow> = versions.iter().collect();
    let what = describe_versions(connection, &all)?;
    Err(Error::new(Code::Purged, format!("{what} was removed for good"))
        .hint("Its history and lineage are kept; its bytes are gone."))
}

/// Refuses what nobody consented to, then moves the versions to the trash.
pub(super) fn carry_out(
    mut edit: Edit<'_>,
    effects: &Effects,
    delete_aliases: bool,
    monitor: &Monitor<'_>,
) -> Result<Outcome> {
    for effect in &effects.list {
        refuse_held(effect)?;
        if !delete_aliases {
            refuse_aliased(effect)?;
        }
    }
    let going: Vec<&VersionRow> =
        effects.list.iter().filter(|effect| effect.trash.is_some()).map(|effect| &effect.version).collect();
    if going.is_empty() && !effects.list.is_empty() {
        if effects.list.iter().all(|effect| effect.locked.as_deref() == Some(IN_TRASH)) {
            return Err(Error::new(Code::Deleted, "The selected versions lie in the trash already")
                .hint("Restore them, or select others."));
        }
        return super::purge::refuse_empty(effects);
    }
    effects.apply(&mut edit, monitor)?;
    let summary = format!("Deleted {}{}", describe_versions(edit.tx, &going)?, effects.left_words());
    let home = home_of_versions(edit.tx, &going)?;
    edit.finish("delete", &summary, home.as_deref())
}

fn refuse_aliased(effect: &Effect) -> Result<()> {
    if effect.aliases.is_empty() {
        return Ok(());
    }
    let (index, names) = (effect.version.index, effect.aliases.join(", "));
    Err(Error::new(Code::HasAliases, format!("v{index} has the aliases {names}"))
        .hint("Allow their loss (--delete-aliases, or the tick in the dialog), or move them first."))
}

fn refuse_held(effect: &Effect) -> Result<()> {
    let (Some(locked), false) = (&effect.locked, effect.links.is_empty()) else { return Ok(()) };
    let code = if locked.starts_with("protected") { Code::AliasProtected } else { Code::Linked };
    Err(Error::new(code, format!("v{} is {locked}", effect.version.index)).hint("Unlink it there first."))
}
