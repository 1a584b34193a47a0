//! The history.

use super::{Rows, transport};

transport! {
    /// Lists operations, newest first.
    pub struct HistoryRequest {
        /// Only those that touched this version, collection, project or run: an address, `#id` of a version, `run:ID`, `run:#KEY`.
        pub subject: Option<String>,
        /// Only those before this operation.
        pub before: Option<i64>,
        /// At most this many (200).
        pub count: u32,
    }

    /// Operations, newest first.
    pub struct HistoryPage {
        /// The operations.
        pub rows: Vec<Operation>,
        /// More follow.
        pub more: bool,
    }

    /// One mutation.
    pub struct Operation {
        /// Number.
        pub id: i64,
        /// When.
        pub at: i64,
        /// Who.
        pub actor: String,
        /// Stable word: `log`, `alias`, `tag`, `describe`, `metadata`, `ttl`, `delete`, `restore`, `undo`, …
        pub kind: String,
        /// What was done, in words.
        pub summary: String,
        /// Address to go to.
        pub address: Option<String>,
        /// Number of changes.
        pub changes: u64,
        /// The first changes, at most 20.
        pub details: Vec<Change>,
        /// The operation that this one took back or did again.
        pub reverts: Option<i64>,
        /// It was taken back, by this operation.
        pub reverted_by: Option<i64>,
        /// It can be taken back now.
        pub can_undo: bool,
    }

    /// One change of one thing.
    pub struct Change {
        /// What: `alias best`, `description`, `tag x`, `ttl`, `state`.
        pub what: String,
        /// Which thing, such as `mnist:v3`.
        pub subject: String,
        /// Value before, as text.
        pub before: Option<String>,
        /// Value after, as text.
        pub after: Option<String>,
    }

    /// Takes back an operation.
    pub struct UndoRequest {
        /// Which; the newest of the caller that isn't taken back when null.
        pub operation: Option<i64>,
    }

    /// What undo and redo would do now.
    pub struct UndoState {
        /// Summary of the operation that undo would take back.
        pub undo: Option<String>,
        /// Summary of the operation that redo would do again.
        pub redo: Option<String>,
    }

    /// Lists the trash.
    pub struct TrashRequest {
        /// Address of a project; all when null.
        pub project: Option<String>,
        /// Only names that contain this text.
        pub filter: Option<String>,
        /// Which rows.
        pub rows: Rows,
    }

    /// A page of the trash, newest deletion first.
    pub struct TrashPage {
        /// Number of versions.
        pub total: u64,
        /// Position of the first row.
        pub start: u64,
        /// The rows.
        pub rows: Vec<TrashRow>,
    }

    /// A version in the trash.
    pub struct TrashRow {
        /// Identifier.
        pub id: i64,
        /// `entity/project/name:v12`.
        pub address: String,
        /// Type.
        #[serde(rename = "type")]
        pub artifact_type: String,
        /// Always `deleted`.
        pub state: String,
        /// When it was deleted.
        pub deleted_at: i64,
        /// Why: `deleted`, `expired`, `undone`.
        pub because: String,
        /// When it leaves the trash for good.
        pub purge_at: i64,
        /// Logical bytes.
        pub size: u64,
        /// Number of entries.
        pub files: u64,
    }
}
