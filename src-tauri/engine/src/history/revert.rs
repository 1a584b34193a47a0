//! Undo and redo: setting cells back to what they were before an operation.

use std::collections::BTreeSet;

use rusqlite::Transaction;

use super::standing::Standing;
use super::{Actor, Cell, CellKind, Change, Edit, Outcome, Role, obstacle};
use crate::db::operation::{self, OperationRow};
use crate::db::{cell, collection, make_room, version};
use crate::model::{OperationId, VersionId};
use crate::retention::keep_overdue;
use crate::store::Store;
use crate::{Code, Error, Result};

impl Store {
    /// Takes back an operation: the newest that isn't taken back when none is named.
    ///
    /// Fails with `undo-blocked`, naming the later operation in the way, and changes nothing then.
    pub fn undo(&self, actor: &Actor, id: Option<OperationId>) -> Result<Outcome> {
        self.write(|tx| {
            let target = match id {
                Some(id) => done_first(tx, require(tx, id)?)?,
                None => operation::next_undo(tx)?.ok_or_else(|| nothing("undo"))?,
            };
            self.revert(tx, actor, &target)
        })
    }

    /// Does again what the newest undo took back, or what a named operation was.
    pub fn redo(&self, actor: &Actor, id: Option<OperationId>) -> Result<Outcome> {
        self.write(|tx| {
            let target = match id {
                None => operation::next_redo(tx)?.ok_or_else(|| nothing("redo"))?,
                Some(id) => {
                    let undone = require(tx, id)?.reverted_by.ok_or_else(|| {
                        Error::new(Code::NothingToUndo, format!("Operation {id} was not undone"))
                            .hint("Only what was undone can be done again.")
                    })?;
                    require(tx, undone)?
                }
            };
            self.revert(tx, actor, &target)
        })
    }

    fn revert(&self, tx: &Transaction<'_>, actor: &Actor, target: &OperationRow) -> Result<Outcome> {
        if let Some(by) = target.reverted_by {
            return Err(Error::new(
                Code::NothingToUndo,
                format!("Operation {} was undone by operation {by}", target.id),
            )
            .hint("Use redo to do it again."));
        }
        if target.kind == "purge" {
            return Err(gone(target, target));
        }
        let redo = target.kind == "undo";
        let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
        make_room(tx, target.changes as usize)?;
        set_back(&mut edit, target, redo)?;
        if edit.is_empty() {
            return Err(Error::new(
                Code::UndoBlocked,
                format!("\"{}\" can't be undone: it is in use", target.summary),
            )
            .hint("Delete what lies in it first."));
        }
        let (kind, summary) = if redo {
            ("redo", format!("Redid: {}", original(tx, target)?.summary))
        } else {
            ("undo", format!("Undid: {}{}", target.summary, keep_expired(&mut edit, target)?))
        };
        let outcome = edit.finish_reverting(kind, &summary, target.address.as_deref(), Some(target.id))?;
        operation::set_reverted(tx, target.id, outcome.operation)?;
        if let (true, Some(original)) = (redo, target.reverts) {
            operation::set_reverted(tx, original, None)?;
        }
        Ok(outcome)
    }
}

/// Sets every cell back that the operation changed. Errors: `undo-blocked`.
fn set_back(edit: &mut Edit<'_>, target: &OperationRow, redo: bool) -> Result<()> {
    let mut later = Standing::new(edit.tx, target.id)?;
    // Projects and collections are made, or brought back, only because something is put into them.
    let by_the_way = matches!(original(edit.tx, target)?.kind.as_str(), "log" | "restore" | "run");
    for change in operation::changes(edit.tx, target.id, u32::MAX)?.iter().rev() {
        revert_change(edit, target, change, &later, by_the_way)?;
    }
    if by_the_way && !redo {
        leave_none_empty(edit)?;
    }
    if !redo && let Some(relying) = later.relying(edit.changes())? {
        return Err(came_after(target, &require(edit.tx, relying)?));
    }
    for change in edit.changes() {
        if let Some(cell) = obstacle::find(edit.tx, &change.cell)? {
            return Err(blocked(edit, target, &cell));
        }
    }
    Ok(())
}

/// Whoever leaves a collection or a project last takes it along when what made it was taken back before.
fn leave_none_empty(edit: &mut Edit<'_>) -> Result<()> {
    let mut homes = BTreeSet::new();
    for change in edit.changes().iter().filter(|change| change.cell.kind == CellKind::VersionState) {
        homes.extend(version::get(edit.tx, VersionId::new(change.cell.subject))?.map(|row| row.collection));
    }
    for id in homes {
        let Some(home) = collection::get(edit.tx, id)? else { continue };
        for cell in [
            Cell::new(CellKind::CollectionLife, home.id.get()),
            Cell::new(CellKind::ProjectLife, home.project.get()),
        ] {
            let is_left = cell.read(edit.tx)?.as_deref() == Some("live")
                && !cell::in_use(edit.tx, &cell)?
                && operation::lives_by_what_was_undone(edit.tx, &cell)?;
            if is_left {
                edit.set(cell, Some("deleted".into()))?;
            }
        }
    }
    Ok(())
}

/// Undone, an expiry would happen again at once: what came back is kept. Answers words for the summary.
fn keep_expired(edit: &mut Edit<'_>, target: &OperationRow) -> Result<&'static str> {
    if target.kind != "expire" {
        return Ok("");
    }
    let back: Vec<VersionId> = edit
        .changes()
        .iter()
        .filter(|change| change.after.as_deref() == Some("committed"))
        .map(|change| VersionId::new(change.cell.subject))
        .collect();
    Ok(if keep_overdue(edit, &back)? > 0 { "; their TTL is none now" } else { "" })
}

/// The operation that an undo took back.
fn original(tx: &Transaction<'_>, undo: &OperationRow) -> Result<OperationRow> {
    undo.reverts.map_or_else(|| Ok(undo.clone()), |id| require(tx, id))
}

/// Doing again what an operation did isn't an operation to take back by itself: the first one is.
fn done_first(tx: &Transaction<'_>, target: OperationRow) -> Result<OperationRow> {
    match target.reverts {
        Some(undo) if target.kind == "redo" => original(tx, &require(tx, undo)?),
        _ => Ok(target),
    }
}

/// `by_the_way`: projects and collections stay as long as others live in them, or did something there that is in force.
fn revert_change(
    edit: &mut Edit<'_>,
    target: &OperationRow,
    change: &Change,
    later: &Standing<'_>,
    by_the_way: bool,
) -> Result<()> {
    let current = change.cell.read(edit.tx)?;
    // The same value isn't enough: what was set, changed and set again is the later operation's, and to take the first
    // back before that would leave the others in each other's way.
    if let Some(later) = later.on(&change.cell)? {
        return Err(came_after(target, &require(edit.tx, later)?));
    }
    if !same(&change.cell, current.as_deref(), change.after.as_deref()) {
        return Err(blocked(edit, target, &change.cell));
    }
    let value = match (change.before.is_none() && change.cell.is_life(), change.cell.kind) {
        (true, CellKind::VersionState) => Some("deleted:undone".to_owned()),
        (true, _) => Some("deleted".to_owned()),
        (false, _) => change.before.clone(),
    };
    let is_home = matches!(change.cell.kind, CellKind::ProjectLife | CellKind::CollectionLife);
    if by_the_way && is_home && value.as_deref() == Some("deleted") {
        let is_in_use = match change.before {
            None => cell::in_use(edit.tx, &change.cell)?,
            Some(_) => cell::in_use_since(edit.tx, &change.cell, target.id)?,
        };
        if is_in_use || later.within(&change.cell)?.is_some() {
            return Ok(());
        }
    }
    edit.set(change.cell.clone(), value).map(|_| ()).map_err(|error| name_taken(error, target))
}

/// Why a version lies in the trash doesn't matter to what comes after.
fn same(cell: &Cell, current: Option<&str>, expected: Option<&str>) -> bool {
    let word = |text: Option<&str>| text.map(|text| text.split(':').next().unwrap_or(text).to_owned());
    if cell.kind == CellKind::VersionState { word(current) == word(expected) } else { current == expected }
}

/// Says which operation stands in the way: the newest that changed the cell.
fn blocked(edit: &Edit<'_>, target: &OperationRow, cell: &Cell) -> Error {
    match operation::later_change(edit.tx, cell, target.id) {
        Ok(Some(later)) => came_after(target, &later),
        Ok(None) => Error::new(
            Code::UndoBlocked,
            format!("\"{}\" can't be undone: what it changed is gone for good", target.summary),
        )
        .hint("Only what isn't removed for good can be brought back."),
        Err(error) => error,
    }
}

fn came_after(target: &OperationRow, later: &OperationRow) -> Error {
    if later.kind == "purge" {
        return gone(target, later);
    }
    let message = format!(
        "\"{}\" can't be undone: operation {} came after it (\"{}\")",
        target.summary, later.id, later.summary
    );
    Error::new(Code::UndoBlocked, message).hint(format!("Undo operation {} first.", later.id))
}

/// Bytes that were given up don't come back.
fn gone(target: &OperationRow, purge: &OperationRow) -> Error {
    let message = format!(
        "\"{}\" can't be undone: operation {} removed what it needs for good (\"{}\")",
        target.summary, purge.id, purge.summary
    );
    Error::new(Code::UndoBlocked, message)
        .hint("History and lineage are kept; the bytes are gone. Log the content again to have it back.")
}

fn name_taken(error: Error, target: &OperationRow) -> Error {
    let constraint = std::error::Error::source(&error)
        .and_then(|source| source.downcast_ref::<rusqlite::Error>())
        .and_then(rusqlite::Error::sqlite_error_code)
        == Some(rusqlite::ErrorCode::ConstraintViolation);
    if !constraint {
        return error;
    }
    Error::new(Code::UndoBlocked, format!("\"{}\" can't be undone: its name is taken by now", target.summary))
        .hint("Rename what has the name now, then undo again.")
}

fn require(tx: &Transaction<'_>, id: OperationId) -> Result<OperationRow> {
    operation::get(tx, id)?.ok_or_else(|| {
        Error::new(Code::NotFound, format!("There is no operation {id}"))
            .hint("`cairnctl history` lists them.")
    })
}

fn nothing(what: &str) -> Error {
    Error::new(Code::NothingToUndo, format!("There is nothing to {what}"))
        .hint("`cairnctl history` lists what was done.")
}
