//! Cells: what can change, read and written as text.

use rusqlite::Connection;
use rusqlite::types::FromSqlError;

use super::Role;
use crate::Result;
use crate::clock::Millis;
use crate::db::edge::EdgeKey;
use crate::db::{alias, cell};
use crate::model::MembershipId;

macro_rules! cell_kinds {
    ($($(#[$doc:meta])* $name:ident = $stored:literal,)*) => {
        /// Kind of a cell. The numbers are stored.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum CellKind { $($(#[$doc])* $name = $stored,)* }

        impl CellKind {
            /// Reads the stored number.
            pub(crate) fn from_stored(stored: i64) -> Result<Self, FromSqlError> {
                match stored { $($stored => Ok(Self::$name),)* other => Err(FromSqlError::OutOfRange(other)) }
            }
        }
    };
}

cell_kinds! {
    /// `live` or `deleted`; subject: a project.
    ProjectLife = 1,
    /// Name of a project.
    ProjectName = 2,
    /// Description of a project.
    ProjectDescription = 3,
    /// `live` or `deleted`; subject: a collection.
    CollectionLife = 10,
    /// Name of a collection.
    CollectionName = 11,
    /// Description of a collection.
    CollectionDescription = 12,
    /// Presence of the tag `key`; subject: a collection.
    CollectionTag = 13,
    /// `committed`, `deleted:because` or `purged`; subject: a version.
    VersionState = 20,
    /// TTL as on the wire; subject: a version.
    VersionTtl = 21,
    /// Description of a version.
    VersionDescription = 22,
    /// Metadata of a version.
    VersionMetadata = 23,
    /// Presence of the tag `key`; subject: a version.
    VersionTag = 24,
    /// Membership that bears the alias `key`; subject: a collection.
    Alias = 30,
    /// Value of the setting `key`; subject 0.
    Setting = 40,
    /// `live` or `deleted`; subject: a run.
    RunLife = 50,
    /// State of a run.
    RunState = 51,
    /// What people call a run.
    RunName = 52,
    /// What kind of work a run is.
    RunJobType = 53,
    /// Group of a run.
    RunGroup = 54,
    /// Configuration of a run.
    RunConfig = 55,
    /// Summary of a run.
    RunSummary = 56,
    /// Edge `key` (kind and version) with its role; subject: a run.
    Edge = 60,
    /// `live` or `deleted`, which means revoked; subject: a key.
    ApiKeyLife = 70,
    /// Rule of retention as JSON; subject: a collection.
    CollectionRule = 71,
    /// The same; subject: a project.
    ProjectRule = 72,
}

impl CellKind {
    /// The least role that may change it.
    pub(crate) fn role(self) -> Role {
        match self {
            Self::Setting | Self::ApiKeyLife | Self::CollectionRule | Self::ProjectRule => Role::Admin,
            _ => Role::Member,
        }
    }
}

/// One thing that can change.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Cell {
    /// Its kind.
    pub kind: CellKind,
    /// Identifier of the project, collection, version, run or key it belongs to; 0 for the store.
    pub subject: i64,
    /// Alias, tag, setting or edge; empty for other kinds.
    pub key: String,
}

/// A cell with its value before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What changed.
    pub cell: Cell,
    /// Value before; `None` when it wasn't there.
    pub before: Option<String>,
    /// Value after.
    pub after: Option<String>,
}

impl Cell {
    /// A cell without a key.
    pub(crate) fn new(kind: CellKind, subject: i64) -> Self {
        Self { kind, subject, key: String::new() }
    }

    /// A cell with a key.
    pub(crate) fn keyed(kind: CellKind, subject: i64, key: &str) -> Self {
        Self { kind, subject, key: key.to_owned() }
    }

    /// The value now.
    pub(crate) fn read(&self, connection: &Connection) -> Result<Option<String>> {
        cell::read(connection, self)
    }

    /// Sets the value.
    pub(crate) fn write(&self, connection: &Connection, value: Option<&str>, now: Millis) -> Result<()> {
        cell::write(connection, self, value, now)
    }

    /// Whether the cell says that something exists, so that its creation is undone by deleting it.
    pub(crate) fn is_life(&self) -> bool {
        matches!(
            self.kind,
            CellKind::ProjectLife
                | CellKind::CollectionLife
                | CellKind::VersionState
                | CellKind::RunLife
                | CellKind::ApiKeyLife
        )
    }
}

impl Change {
    /// What the change touched, as (kind, identifier) of the history's index.
    pub(crate) fn subjects(&self, connection: &Connection) -> Result<Vec<(i64, i64)>> {
        let subject = self.cell.subject;
        Ok(match self.cell.kind {
            CellKind::ProjectLife
            | CellKind::ProjectName
            | CellKind::ProjectDescription
            | CellKind::ProjectRule => vec![(1, subject)],
            CellKind::Setting | CellKind::ApiKeyLife => vec![],
            CellKind::RunLife
            | CellKind::RunState
            | CellKind::RunName
            | CellKind::RunJobType
            | CellKind::RunGroup
            | CellKind::RunConfig
            | CellKind::RunSummary => vec![(4, subject)],
            CellKind::Edge => {
                let edge = EdgeKey::from_cell_key(subject, &self.cell.key);
                std::iter::once((4, subject)).chain(edge.map(|edge| (3, edge.version.get()))).collect()
            }
            CellKind::VersionState
            | CellKind::VersionTtl
            | CellKind::VersionDescription
            | CellKind::VersionMetadata
            | CellKind::VersionTag => vec![(3, subject)],
            CellKind::Alias => {
                let mut touched = vec![(2, subject)];
                for holder in [&self.before, &self.after].into_iter().flatten() {
                    let membership = MembershipId::new(holder.parse().unwrap_or_default());
                    touched.push((3, alias::membership(connection, membership)?.0.get()));
                }
                touched
            }
            _ => vec![(2, subject)],
        })
    }
}
