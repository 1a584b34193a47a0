//! What later operations in force stand on: an undo mustn't pull it away from below them.
//!
//! It isn't enough that no later one changed the same cell. An alias needs its version to live, a version its collection,
//! a name that nobody else has it. Were an operation taken back that touches what a later one relies on in that way, the
//! later one couldn't be taken back any more, as that would lead to where the store never was. Refused here, operations
//! end where they began in whatever order they are taken back.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;

use super::{Cell, CellKind, Change};
use crate::Result;
use crate::db::standing::{self, Later};
use crate::db::{alias, collection, version};
use crate::model::{CollectionId, MembershipId, OperationId, ProjectId, VersionId};

/// The operations in force after one.
pub(super) struct Standing<'c> {
    connection: &'c Connection,
    after: OperationId,
    is_any: bool,
    /// Answers for what many changes need: that a collection or a project lives.
    asked: HashMap<Cell, Option<OperationId>>,
}

impl<'c> Standing<'c> {
    /// Those after `after`.
    pub(super) fn new(connection: &'c Connection, after: OperationId) -> Result<Self> {
        let is_any = standing::any(connection, after)?;
        Ok(Self { connection, after, is_any, asked: HashMap::new() })
    }

    /// The newest that changed a cell.
    pub(super) fn on(&self, cell: &Cell) -> Result<Option<OperationId>> {
        if self.is_any { standing::on(self.connection, cell, self.after) } else { Ok(None) }
    }

    /// The newest that changed whether something lives in a project or a collection.
    pub(super) fn within(&self, home: &Cell) -> Result<Option<OperationId>> {
        match home.kind {
            _ if !self.is_any => Ok(None),
            CellKind::CollectionLife => {
                standing::in_collection(self.connection, CollectionId::new(home.subject), self.after)
            }
            CellKind::ProjectLife => {
                standing::in_project(self.connection, ProjectId::new(home.subject), self.after)
            }
            _ => Ok(None),
        }
    }

    /// The one that relies on what the changes of an undo touch, when one does.
    pub(super) fn relying(&mut self, changes: &[Change]) -> Result<Option<OperationId>> {
        if !self.is_any {
            return Ok(None);
        }
        for change in changes {
            for needed in needs(self.connection, change)? {
                if let Some(found) = self.on_home(needed)? {
                    return Ok(Some(found));
                }
            }
        }
        if let Some(found) = self.aliases_of(changes)? {
            return Ok(Some(found));
        }
        for level in LEVELS {
            if let Some(found) = self.names_of(level, changes)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    fn on_home(&mut self, cell: Cell) -> Result<Option<OperationId>> {
        if let Some(answer) = self.asked.get(&cell) {
            return Ok(*answer);
        }
        let answer = self.on(&cell)?;
        self.asked.insert(cell, answer);
        Ok(answer)
    }

    /// One that set an alias to a version whose life changes, or took one from it.
    fn aliases_of(&self, changes: &[Change]) -> Result<Option<OperationId>> {
        let mut homes: HashMap<CollectionId, HashSet<String>> = HashMap::new();
        for change in changes.iter().filter(|change| change.cell.kind == CellKind::VersionState) {
            let id = VersionId::new(change.cell.subject);
            if let Some(row) = version::get(self.connection, id)? {
                homes.entry(row.collection).or_default().insert(row.membership.to_string());
            }
        }
        for (home, holders) in homes {
            let is_held =
                |holder: &Option<String>| holder.as_ref().is_some_and(|text| holders.contains(text));
            let found = standing::aliases(self.connection, home, self.after)?
                .into_iter()
                .find(|later| is_held(&later.before) || is_held(&later.after));
            if let Some(later) = found {
                return Ok(Some(later.operation));
            }
        }
        Ok(None)
    }

    /// One by which something else got or gave up a name that is set, left or claimed again.
    fn names_of(&self, level: Level, changes: &[Change]) -> Result<Option<OperationId>> {
        let mut claimed: HashSet<(i64, String)> = HashSet::new();
        let mut own: HashSet<i64> = HashSet::new();
        for change in changes {
            let subject = change.cell.subject;
            let names = match change.cell.kind {
                kind if kind == level.name => [change.before.clone(), change.after.clone()],
                kind if kind == level.life => [level.named(self.connection, subject)?, None],
                _ => continue,
            };
            let home = level.home(self.connection, subject)?;
            own.insert(subject);
            claimed.extend(names.into_iter().flatten().map(|name| (home, name)));
        }
        if claimed.is_empty() {
            return Ok(None);
        }
        let is_claimed = |subject: i64, names: Vec<String>| -> Result<bool> {
            if own.contains(&subject) {
                return Ok(false);
            }
            let home = level.home(self.connection, subject)?;
            Ok(names.into_iter().any(|name| claimed.contains(&(home, name))))
        };
        for Later { operation, subject, before, after } in
            standing::of_kind(self.connection, level.name, self.after)?
        {
            if is_claimed(subject, before.into_iter().chain(after).collect())? {
                return Ok(Some(operation));
            }
        }
        for Later { operation, subject, .. } in standing::of_kind(self.connection, level.life, self.after)? {
            let mut names = standing::names(self.connection, level.name, subject)?;
            names.extend(level.named(self.connection, subject)?);
            if is_claimed(subject, names)? {
                return Ok(Some(operation));
            }
        }
        Ok(None)
    }
}

/// What must live for a change to be possible, besides the cell itself.
fn needs(connection: &Connection, change: &Change) -> Result<Vec<Cell>> {
    match change.cell.kind {
        CellKind::VersionState => {
            let row = version::get(connection, VersionId::new(change.cell.subject))?;
            Ok(row.map(|row| Cell::new(CellKind::CollectionLife, row.collection.get())).into_iter().collect())
        }
        CellKind::Alias => {
            let holders = [&change.before, &change.after].into_iter().flatten();
            let holders = holders.filter_map(|text| text.parse().ok()).map(MembershipId::new);
            let version = |holder| -> Result<Cell> {
                Ok(Cell::new(CellKind::VersionState, alias::membership(connection, holder)?.0.get()))
            };
            holders.map(version).collect()
        }
        CellKind::CollectionLife => {
            let row = collection::get(connection, CollectionId::new(change.cell.subject))?;
            Ok(row.map(|row| Cell::new(CellKind::ProjectLife, row.project.get())).into_iter().collect())
        }
        _ => Ok(Vec::new()),
    }
}

/// What has a name that nothing else beside it may have.
#[derive(Clone, Copy)]
struct Level {
    name: CellKind,
    life: CellKind,
}

const LEVELS: [Level; 2] = [
    Level { name: CellKind::CollectionName, life: CellKind::CollectionLife },
    Level { name: CellKind::ProjectName, life: CellKind::ProjectLife },
];

impl Level {
    /// The name that something has now.
    fn named(self, connection: &Connection, subject: i64) -> Result<Option<String>> {
        Cell::new(self.name, subject).read(connection)
    }

    /// Where its name has to be the only one: its project; the names of all projects are taken together.
    fn home(self, connection: &Connection, subject: i64) -> Result<i64> {
        if self.life == CellKind::ProjectLife {
            return Ok(0);
        }
        let row = collection::get(connection, CollectionId::new(subject))?;
        Ok(row.map_or(0, |row| row.project.get()))
    }
}
