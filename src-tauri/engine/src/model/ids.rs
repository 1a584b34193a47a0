//! Integer identities of rows: never used again once given away, distinct types so that none is mistaken.

use std::fmt;

use rusqlite::types::{FromSql, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(i64);

        impl $name {
            /// Wraps a row id.
            pub const fn new(id: i64) -> Self {
                Self(id)
            }

            /// The row id.
            pub const fn get(self) -> i64 {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::from(self.0))
            }
        }

        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_i64().map(Self)
            }
        }
    )*};
}

ids! {
    /// Namespace of a person or team.
    EntityId,
    /// Namespace inside an entity; a registry is one too.
    ProjectId,
    /// An artifact type.
    TypeId,
    /// All versions of one name, or a registry's set of links.
    CollectionId,
    /// Immutable content with an index.
    VersionId,
    /// A version's place in a collection: its own, or through a link.
    MembershipId,
    /// The stored list of a manifest's chunks.
    ManifestId,
    /// A piece of a manifest.
    ChunkId,
    /// The bytes of a file.
    BlobId,
    /// A file that holds many small blobs.
    PackId,
    /// An entry of the history.
    OperationId,
    /// One execution of a job.
    RunId,
    /// A label.
    TagId,
    /// A key of the server.
    KeyId,
    /// A rule of retention.
    RuleId,
}
