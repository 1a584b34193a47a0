//! The history as people read it.

use rusqlite::Connection;

use super::{Cell, CellKind, Change};
use crate::Result;
use crate::db::edge::EdgeKey;
use crate::db::operation::{self, OperationRow};
use crate::db::{alias, version};
use crate::model::{
    CollectionId, KeyId, MembershipId, OperationId, ProjectId, RunId, Ttl, VersionId, humanize,
};
use crate::retention::rules::Rule;
use crate::store::Store;

/// Whose history is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// A project.
    Project(ProjectId),
    /// A collection.
    Collection(CollectionId),
    /// A version.
    Version(VersionId),
    /// A run.
    Run(RunId),
}

impl Subject {
    fn stored(self) -> (i64, i64) {
        match self {
            Self::Project(id) => (1, id.get()),
            Self::Collection(id) => (2, id.get()),
            Self::Version(id) => (3, id.get()),
            Self::Run(id) => (4, id.get()),
        }
    }
}

/// A page of operations, newest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryPage {
    /// The operations.
    pub rows: Vec<OperationText>,
    /// More follow.
    pub more: bool,
}

/// An operation with its first changes in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationText {
    /// The operation.
    pub row: OperationRow,
    /// The first changes.
    pub details: Vec<ChangeText>,
}

/// A change in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeText {
    /// What changed: `alias best`, `ttl`.
    pub what: String,
    /// Of which thing: `mnist:v3`.
    pub subject: String,
    /// Before.
    pub before: Option<String>,
    /// After.
    pub after: Option<String>,
}

/// What undo and redo would do now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct UndoState {
    /// Summary of what undo would take back.
    pub undo: Option<String>,
    /// Summary of what redo would do again.
    pub redo: Option<String>,
}

/// How many changes of an operation are shown.
const DETAILS: u32 = 20;
/// Longest text of a value that is shown, in characters.
const LONGEST: usize = 2000;

impl Store {
    /// Operations, newest first, before `before`, at most `count`.
    pub fn history(
        &self,
        subject: Option<Subject>,
        before: Option<OperationId>,
        count: u32,
    ) -> Result<HistoryPage> {
        self.database().snapshot(|connection| {
            let mut rows = operation::list(connection, subject.map(Subject::stored), before, count + 1)?;
            let more = rows.len() > count as usize;
            rows.truncate(count as usize);
            let rows = rows.into_iter().map(|row| describe(connection, row)).collect::<Result<_>>()?;
            Ok(HistoryPage { rows, more })
        })
    }

    /// What undo and redo would do now.
    pub fn undo_state(&self) -> Result<UndoState> {
        self.database().snapshot(|connection| {
            let undo = operation::next_undo(connection)?.map(|row| row.summary);
            let redo = match operation::next_redo(connection)?.and_then(|row| row.reverts) {
                Some(original) => operation::get(connection, original)?.map(|row| row.summary),
                None => None,
            };
            Ok(UndoState { undo, redo })
        })
    }

    /// Number of the newest operation; grows with each mutation.
    pub fn revision(&self) -> Result<i64> {
        self.database().read(operation::revision)
    }

    /// Kinds of the operations after `revision`, for the change feed.
    pub fn kinds_since(&self, revision: i64) -> Result<Vec<String>> {
        self.database().read(|connection| operation::kinds_since(connection, revision))
    }
}

fn describe(connection: &Connection, row: OperationRow) -> Result<OperationText> {
    let changes = operation::changes(connection, row.id, DETAILS)?;
    let details = changes.iter().map(|change| words(connection, change)).collect::<Result<_>>()?;
    Ok(OperationText { row, details })
}

fn words(connection: &Connection, change: &Change) -> Result<ChangeText> {
    let cell = &change.cell;
    let what = match cell.kind {
        CellKind::ProjectLife
        | CellKind::CollectionLife
        | CellKind::VersionState
        | CellKind::RunLife
        | CellKind::RunState
        | CellKind::ApiKeyLife => "state".to_owned(),
        CellKind::CollectionRule | CellKind::ProjectRule => "retention rule".into(),
        CellKind::ProjectName | CellKind::CollectionName | CellKind::RunName => "name".into(),
        CellKind::RunJobType => "job type".into(),
        CellKind::RunGroup => "group".into(),
        CellKind::RunConfig => "config".into(),
        CellKind::RunSummary => "summary".into(),
        CellKind::Edge => edge_words(connection, cell)?,
        CellKind::ProjectDescription | CellKind::CollectionDescription | CellKind::VersionDescription => {
            "description".into()
        }
        CellKind::VersionTtl => "TTL".into(),
        CellKind::VersionMetadata => "metadata".into(),
        CellKind::CollectionTag | CellKind::VersionTag => format!("tag {}", cell.key),
        CellKind::Alias => format!("alias {}", cell.key),
        CellKind::Setting => cell.key.clone(),
    };
    Ok(ChangeText {
        what,
        subject: subject(connection, change)?,
        before: value(connection, change, change.before.as_deref())?,
        after: value(connection, change, change.after.as_deref())?,
    })
}

fn edge_words(connection: &Connection, cell: &Cell) -> Result<String> {
    let Some(edge) = EdgeKey::from_cell_key(cell.subject, &cell.key) else { return Ok("edge".into()) };
    Ok(format!("{} {}", edge.kind.as_str(), version::short_address(connection, edge.version)?))
}

fn subject(connection: &Connection, change: &Change) -> Result<String> {
    let id = change.cell.subject;
    match change.cell.kind {
        CellKind::Setting => Ok("store".into()),
        CellKind::ApiKeyLife => {
            let row = crate::db::api_key::get(connection, KeyId::new(id))?;
            Ok(row.map(|row| format!("key {}", row.name)).unwrap_or_default())
        }
        CellKind::RunLife
        | CellKind::RunState
        | CellKind::RunName
        | CellKind::RunJobType
        | CellKind::RunGroup
        | CellKind::RunConfig
        | CellKind::RunSummary
        | CellKind::Edge => {
            let row = crate::db::run::get(connection, RunId::new(id))?;
            Ok(row.map(|row| format!("run {}", row.display_name)).unwrap_or_default())
        }
        CellKind::ProjectLife
        | CellKind::ProjectName
        | CellKind::ProjectDescription
        | CellKind::ProjectRule => Ok(crate::db::project::get(connection, ProjectId::new(id))?.name),
        CellKind::CollectionLife
        | CellKind::CollectionName
        | CellKind::CollectionDescription
        | CellKind::CollectionTag
        | CellKind::CollectionRule
        | CellKind::Alias => {
            let row = crate::db::collection::get(connection, CollectionId::new(id))?;
            Ok(row.map(|row| row.name).unwrap_or_default())
        }
        _ => version::short_address(connection, VersionId::new(id)),
    }
}

fn value(connection: &Connection, change: &Change, value: Option<&str>) -> Result<Option<String>> {
    let Some(text) = value else { return Ok(None) };
    Ok(Some(match change.cell.kind {
        CellKind::Alias => {
            let membership = MembershipId::new(text.parse().unwrap_or_default());
            format!("v{}", alias::membership(connection, membership)?.2)
        }
        CellKind::VersionTtl => ttl_words(text),
        CellKind::ApiKeyLife if text == "deleted" => "revoked".into(),
        CellKind::CollectionRule | CellKind::ProjectRule => {
            Rule::parse(text).map_or_else(|_| text.to_owned(), |rule| rule.words())
        }
        CellKind::Edge if text.is_empty() => "recorded".into(),
        CellKind::Edge => format!("recorded as {text}"),
        CellKind::VersionState => match text.split_once(':') {
            Some((_, because)) => format!("in trash ({because})"),
            None => text.to_owned(),
        },
        _ => text.chars().take(LONGEST).collect(),
    }))
}

fn ttl_words(stored: &str) -> String {
    match stored.parse().ok().and_then(|wire| Ttl::from_wire(wire).ok()) {
        Some(Ttl::Own(seconds)) => humanize(seconds),
        Some(Ttl::None) => "none".into(),
        _ => "inherits".into(),
    }
}
