//! Versions in lists and by themselves.

use super::{Rows, Sort, transport};

transport! {
    /// Lists versions of a collection.
    pub struct VersionPageRequest {
        /// Address or `#id`.
        pub collection: String,
        /// Filter, such as `alias:best size:>1GB ttl:<7d meta.acc:>0.9 tag:x state:live`.
        pub filter: Option<String>,
        /// By `index` (default, newest first), `created`, `size`, `files`, `ttl`, `change`, or `meta.KEY`.
        pub sort: Option<Sort>,
        /// Metadata keys to answer, at most 8.
        pub metadata: Vec<String>,
        /// Which rows.
        pub rows: Rows,
    }

    /// A page of versions.
    pub struct VersionPage {
        /// Number of versions that match.
        pub total: u64,
        /// Number of versions without the filter.
        pub unfiltered: u64,
        /// Position of the first row.
        pub start: u64,
        /// The rows.
        pub rows: Vec<VersionRow>,
    }

    /// A version in a list.
    pub struct VersionRow {
        /// Identifier.
        pub id: i64,
        /// `entity/project/name:v12`.
        pub address: String,
        /// Index, such as 12.
        pub index: u64,
        /// `committed` or `deleted`.
        pub state: String,
        /// Hex MD5 of the manifest, as W&B computes it.
        pub digest: String,
        /// Aliases, `latest` first.
        pub aliases: Vec<Alias>,
        /// Tags.
        pub tags: Vec<String>,
        /// When it was committed.
        pub created_at: i64,
        /// Logical size in bytes.
        pub size: u64,
        /// Size less the size of the version with the next smaller index.
        pub change: Option<i64>,
        /// Number of entries.
        pub files: u64,
        /// Own duration in seconds; null when it inherits or has none.
        pub ttl_seconds: Option<i64>,
        /// Follows the team's default.
        pub ttl_inherited: bool,
        /// When it expires.
        pub expires_at: Option<i64>,
        /// When it leaves the trash for good, for a deleted version.
        pub purge_at: Option<i64>,
        /// Values of the metadata keys asked for, as JSON text.
        pub metadata: Vec<Option<String>>,
    }

    /// An alias of a version.
    pub struct Alias {
        /// Name.
        pub name: String,
        /// A registry protects it.
        pub protected: bool,
    }

    /// Finds the row of a version in a list.
    pub struct VersionLocateRequest {
        /// Address or `#id`.
        pub collection: String,
        /// The list's filter.
        pub filter: Option<String>,
        /// The list's order.
        pub sort: Option<Sort>,
        /// Index of the version.
        pub index: u64,
    }

    /// A position in a list.
    pub struct Located {
        /// Position, or null when the list doesn't hold it.
        pub row: Option<u64>,
    }

    /// Names a version by address or identifier.
    pub struct VersionRequest {
        /// Address, or `#id`.
        pub version: String,
    }

    /// A version by itself.
    pub struct VersionDetail {
        /// Identifier.
        pub id: i64,
        /// `entity/project/name:v12`.
        pub address: String,
        /// Index.
        pub index: u64,
        /// Name of the collection.
        pub name: String,
        /// Address of the collection.
        pub collection: String,
        /// Type.
        #[serde(rename = "type")]
        pub artifact_type: String,
        /// Hex MD5 of the manifest, as W&B computes it.
        pub digest: String,
        /// `committed` or `deleted`.
        pub state: String,
        /// Aliases, `latest` first.
        pub aliases: Vec<Alias>,
        /// Tags.
        pub tags: Vec<String>,
        /// Description, Markdown.
        pub description: String,
        /// Metadata: a JSON object as text.
        pub metadata: String,
        /// Own duration in seconds.
        pub ttl_seconds: Option<i64>,
        /// Follows the team's default.
        pub ttl_inherited: bool,
        /// When it expires.
        pub expires_at: Option<i64>,
        /// Why its TTL can't be changed.
        pub ttl_locked: Option<String>,
        /// When it was committed.
        pub created_at: i64,
        /// Who logged it.
        pub created_by: String,
        /// When it was deleted.
        pub deleted_at: Option<i64>,
        /// Why it was deleted: `deleted`, `expired`, `undone`.
        pub deleted_because: Option<String>,
        /// When it leaves the trash for good.
        pub purge_at: Option<i64>,
        /// Number of entries.
        pub files: u64,
        /// Its bytes; null when counting them takes long: then ask for `version.bytes`.
        pub bytes: Option<VersionBytes>,
        /// Logical size in bytes.
        pub size: u64,
        /// Index of the version before it that isn't deleted.
        pub previous: Option<u64>,
        /// Index of the version after it that isn't deleted.
        pub next: Option<u64>,
        /// Blobs that are damaged, at most 20 digests.
        pub damaged: Vec<String>,
    }

    /// The three words for bytes.
    pub struct VersionBytes {
        /// What the files add up to.
        pub logical: u64,
        /// What would be freed if this version alone went.
        pub exclusive: u64,
        /// Stored once, needed by others too.
        pub shared: u64,
    }

    /// Compares two versions.
    pub struct CompareRequest {
        /// Address or `#id` of the first.
        pub before: String,
        /// Address or `#id` of the second.
        pub after: String,
    }

    /// Two versions side by side.
    pub struct Comparison {
        /// The first.
        pub before: VersionDetail,
        /// The second.
        pub after: VersionDetail,
        /// Metadata that differs, by key path.
        pub metadata: Vec<MetadataChange>,
        /// Number of metadata keys that are equal.
        pub metadata_equal: u64,
        /// Files that differ.
        pub files: FileChanges,
    }

    /// A metadata key that differs.
    pub struct MetadataChange {
        /// Keys joined by dots.
        pub path: String,
        /// JSON text in the first version.
        pub before: Option<String>,
        /// JSON text in the second version.
        pub after: Option<String>,
    }

    /// How many files differ and by how much.
    pub struct FileChanges {
        /// Files only in the second.
        pub added: u64,
        /// Files only in the first.
        pub removed: u64,
        /// Files in both with other content.
        pub changed: u64,
        /// Files whose content moved to another path; not counted as added or removed.
        pub renamed: u64,
        /// Files in both with the same content.
        pub equal: u64,
        /// Bytes of added and changed files in the second.
        pub added_bytes: u64,
        /// Bytes of removed and changed files in the first.
        pub removed_bytes: u64,
    }

    /// Asks for files that differ.
    pub struct CompareFilesRequest {
        /// Address or `#id` of the first.
        pub before: String,
        /// Address or `#id` of the second.
        pub after: String,
        /// Only these: `added`, `removed`, `changed`, `renamed`; all when empty.
        pub kinds: Vec<String>,
        /// Which rows.
        pub rows: Rows,
    }

    /// Files that differ.
    pub struct FileChangePage {
        /// Number of files that match.
        pub total: u64,
        /// Position of the first row.
        pub start: u64,
        /// The rows, by path.
        pub rows: Vec<FileChange>,
    }

    /// A file that differs.
    pub struct FileChange {
        /// `added`, `removed`, `changed`, `renamed`.
        pub kind: String,
        /// Path in the second, or in the first for a removed one.
        pub path: String,
        /// Path in the first, for a renamed one.
        pub from: Option<String>,
        /// Size in the first.
        pub before_size: Option<u64>,
        /// Size in the second.
        pub after_size: Option<u64>,
    }
}
