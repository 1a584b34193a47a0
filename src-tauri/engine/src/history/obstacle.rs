//! What stands in the way of an undo although each cell still has its value: things that came to depend on it.

use rusqlite::Connection;

use super::{Cell, CellKind};
use crate::Result;
use crate::db::{alias, cell, collection, version};
use crate::model::{CollectionId, MembershipId, ProjectId, VersionId};

/// The cell that contradicts `changed` as it is now, when one does.
///
/// No alias may point at a version in the trash, nothing may live in what is deleted.
pub(super) fn find(connection: &Connection, changed: &Cell) -> Result<Option<Cell>> {
    let value = changed.read(connection)?;
    let lives = matches!(value.as_deref(), Some("live" | "committed"));
    match (changed.kind, lives) {
        (CellKind::VersionState, true) => home_of_version(connection, VersionId::new(changed.subject)),
        (CellKind::VersionState, false) => alias_of(connection, VersionId::new(changed.subject)),
        (CellKind::CollectionLife, true) => {
            home_of_collection(connection, CollectionId::new(changed.subject))
        }
        (CellKind::CollectionLife, false) => live_version(connection, CollectionId::new(changed.subject)),
        (CellKind::ProjectLife, false) => live_collection(connection, changed),
        (CellKind::Alias, _) => trashed_holder(connection, value.as_deref()),
        _ => Ok(None),
    }
}

fn home_of_version(connection: &Connection, id: VersionId) -> Result<Option<Cell>> {
    let Some(row) = version::get(connection, id)? else { return Ok(None) };
    let home = Cell::new(CellKind::CollectionLife, row.collection.get());
    deleted(connection, home)
}

fn home_of_collection(connection: &Connection, id: CollectionId) -> Result<Option<Cell>> {
    let Some(row) = collection::get(connection, id)? else { return Ok(None) };
    deleted(connection, Cell::new(CellKind::ProjectLife, row.project.get()))
}

fn deleted(connection: &Connection, home: Cell) -> Result<Option<Cell>> {
    Ok((home.read(connection)?.as_deref() == Some("deleted")).then_some(home))
}

fn alias_of(connection: &Connection, id: VersionId) -> Result<Option<Cell>> {
    let Some(row) = version::get(connection, id)? else { return Ok(None) };
    let names = alias::of(connection, row.membership)?;
    Ok(names.first().map(|name| Cell::keyed(CellKind::Alias, row.collection.get(), name)))
}

fn live_version(connection: &Connection, id: CollectionId) -> Result<Option<Cell>> {
    let newest = version::newest(connection, id)?;
    Ok(newest.map(|row| Cell::new(CellKind::VersionState, row.id.get())))
}

fn live_collection(connection: &Connection, project: &Cell) -> Result<Option<Cell>> {
    if !cell::in_use(connection, project)? {
        return Ok(None);
    }
    let ids = crate::db::project::collection_ids(connection, ProjectId::new(project.subject))?;
    Ok(ids.last().map(|id| Cell::new(CellKind::CollectionLife, id.get())))
}

fn trashed_holder(connection: &Connection, holder: Option<&str>) -> Result<Option<Cell>> {
    let Some(holder) = holder.and_then(|text| text.parse().ok()).map(MembershipId::new) else {
        return Ok(None);
    };
    let state = Cell::new(CellKind::VersionState, alias::membership(connection, holder)?.0.get());
    Ok((state.read(connection)?.as_deref() != Some("committed")).then_some(state))
}
