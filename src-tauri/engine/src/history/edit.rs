//! Edits: cells set in one transaction, recorded as one operation.

use std::collections::HashSet;

use rusqlite::{Connection, Transaction};

use super::{Cell, CellKind, Change};
use crate::clock::Millis;
use crate::db::{alias, operation};
use crate::model::{MembershipId, OperationId, VersionId, quote};
use crate::retention::ttl_setters;
use crate::{Code, Error, Result};

/// What a person or a key may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Sees.
    Viewer,
    /// Logs and edits.
    Member,
    /// Changes settings too.
    Admin,
}

impl Role {
    /// Reads `admin`, `member` or `viewer`. Errors: `request-invalid`.
    pub fn parse(text: &str) -> Result<Self> {
        match text {
            "viewer" => Ok(Self::Viewer),
            "member" => Ok(Self::Member),
            "admin" => Ok(Self::Admin),
            other => Err(Error::new(Code::RequestInvalid, format!("{} is no role", quote(other)))
                .hint("A role is admin, member or viewer.")),
        }
    }

    /// The word for people and scripts, also as it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Viewer => "viewer",
            Self::Member => "member",
            Self::Admin => "admin",
        }
    }
}

/// Who does something, and with what program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Name for the history.
    pub name: String,
    /// `desktop`, `browser`, `cli`, `sdk`, `cairn`.
    pub origin: String,
    /// Role.
    pub role: Role,
}

impl Actor {
    /// The owner of the store, who may do everything.
    pub fn owner(name: impl Into<String>, origin: impl Into<String>) -> Self {
        Self { name: name.into(), origin: origin.into(), role: Role::Admin }
    }

    /// The one gate of every mutation, and of every command. Errors: `forbidden`.
    pub fn permit(&self, needed: Role) -> Result<()> {
        if self.role >= needed {
            return Ok(());
        }
        let who = if needed == Role::Admin { "an administrator" } else { "an administrator or a member" };
        Err(self.refusal(&format!("this needs {who}")))
    }

    fn refusal(&self, why: &str) -> Error {
        Error::new(Code::Forbidden, format!("{} is a {}; {why}", self.name, self.role.as_str()))
            .hint("Ask an administrator of this store for a key with another role.")
    }
}

/// What a mutation did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The operation; `None` when nothing had to change.
    pub operation: Option<OperationId>,
    /// What was done, in words.
    pub summary: String,
    /// Number of versions or other things that changed.
    pub changed: u64,
}

impl Outcome {
    /// Nothing had to change.
    pub(crate) fn nothing(summary: impl Into<String>) -> Self {
        Self { operation: None, summary: summary.into(), changed: 0 }
    }
}

/// A mutation in the making.
pub(crate) struct Edit<'t> {
    pub(crate) tx: &'t Transaction<'t>,
    pub(crate) now: Millis,
    actor: &'t Actor,
    changes: Vec<Change>,
    /// Whether the actor was found to be one who may set TTLs.
    may_set_ttl: bool,
}

impl<'t> Edit<'t> {
    /// Begins a mutation for which `needed` is the least role.
    pub(crate) fn begin(
        tx: &'t Transaction<'t>,
        actor: &'t Actor,
        needed: Role,
        now: Millis,
    ) -> Result<Self> {
        actor.permit(needed)?;
        Ok(Self { tx, now, actor, changes: Vec::new(), may_set_ttl: false })
    }

    /// Who does it.
    pub(crate) fn actor_name(&self) -> &str {
        &self.actor.name
    }

    /// Refuses whoever the team's settings don't let set a TTL. Errors: `forbidden`.
    pub(crate) fn permit_ttl(&mut self) -> Result<()> {
        if !self.may_set_ttl {
            permit_ttl(self.tx, self.actor)?;
            self.may_set_ttl = true;
        }
        Ok(())
    }

    /// What can change has a least role of its own, so that no way to change it leads past the gate, undo included.
    fn permit_cell(&mut self, kind: CellKind) -> Result<()> {
        match kind {
            CellKind::VersionTtl => self.permit_ttl(),
            kind => self.actor.permit(kind.role()),
        }
    }

    /// Sets a cell; answers whether its value changed.
    pub(crate) fn set(&mut self, cell: Cell, after: Option<String>) -> Result<bool> {
        let before = cell.read(self.tx)?;
        self.set_from(cell, before, after)
    }

    /// Sets a cell whose value in this transaction is known; answers whether it changed.
    pub(crate) fn set_from(
        &mut self,
        cell: Cell,
        before: Option<String>,
        after: Option<String>,
    ) -> Result<bool> {
        if before == after {
            return Ok(false);
        }
        self.permit_cell(cell.kind)?;
        cell.write(self.tx, after.as_deref(), self.now)?;
        self.changes.push(Change { cell, before, after });
        Ok(true)
    }

    /// Records something that was made by an insert.
    pub(crate) fn created(&mut self, kind: CellKind, subject: i64, value: &str) {
        self.changes.push(Change {
            cell: Cell::new(kind, subject),
            before: None,
            after: Some(value.to_owned()),
        });
    }

    /// Number of distinct subjects changed so far.
    pub(crate) fn changed(&self) -> u64 {
        self.changes
            .iter()
            .map(|change| (change.cell.kind, change.cell.subject))
            .collect::<HashSet<_>>()
            .len() as u64
    }

    /// What was changed so far.
    pub(super) fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// Nothing changed so far.
    pub(crate) fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// Appends the operation to the history.
    pub(crate) fn finish(self, kind: &str, summary: &str, address: Option<&str>) -> Result<Outcome> {
        self.finish_reverting(kind, summary, address, None)
    }

    /// Appends an operation that takes back another.
    pub(crate) fn finish_reverting(
        self,
        kind: &str,
        summary: &str,
        address: Option<&str>,
        reverts: Option<OperationId>,
    ) -> Result<Outcome> {
        if self.changes.is_empty() {
            return Ok(Outcome::nothing(summary));
        }
        self.remember_aliases(reverts.is_some())?;
        let changed = self.changed();
        let new = operation::NewOperation {
            at: self.now,
            actor: &self.actor.name,
            origin: &self.actor.origin,
            kind,
            summary,
            address,
            reverts,
        };
        let operation = operation::append(self.tx, &new, &self.changes)?;
        Ok(Outcome { operation: Some(operation), summary: summary.to_owned(), changed })
    }

    /// Aliases that went to the trash with their version come back with it, also without undo. A version that goes back
    /// there by an undo keeps what is remembered from the time before.
    fn remember_aliases(&self, is_revert: bool) -> Result<()> {
        let trashed: HashSet<i64> =
            self.changes.iter().filter(|change| is_deletion(change)).map(|c| c.cell.subject).collect();
        if trashed.is_empty() {
            return Ok(());
        }
        if !is_revert {
            alias::forget(self.tx, &mut trashed.iter().copied().map(VersionId::new))?;
        }
        for change in self.changes.iter().filter(|change| change.cell.kind == CellKind::Alias) {
            let Some(holder) =
                change.before.as_ref().and_then(|text| text.parse().ok()).map(MembershipId::new)
            else {
                continue;
            };
            let (version, ..): (VersionId, _, _) = alias::membership(self.tx, holder)?;
            if trashed.contains(&version.get()) {
                alias::remember(self.tx, holder, &change.cell.key)?;
            }
        }
        Ok(())
    }
}

/// Refuses whoever the team's settings don't let set a TTL.
pub(crate) fn permit_ttl(connection: &Connection, actor: &Actor) -> Result<()> {
    let setters = ttl_setters(connection)?;
    if actor.role >= setters.role() {
        return Ok(());
    }
    Err(actor.refusal("in this store only administrators set a time to live"))
}

fn is_deletion(change: &Change) -> bool {
    change.cell.kind == CellKind::VersionState
        && change.after.as_ref().is_some_and(|after| after.starts_with("deleted:"))
}
