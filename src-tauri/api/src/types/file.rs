//! Files of a version, and taking them out.

use super::{Rows, transport};

transport! {
    /// Lists what lies directly in a folder of a version.
    pub struct FolderRequest {
        /// Address or `#id`.
        pub version: String,
        /// Folder, `""` for the root.
        pub folder: String,
        /// Name of the last child already known; null for the first page.
        pub after: Option<String>,
        /// At most this many children (1,000).
        pub count: u32,
    }

    /// Children of a folder.
    pub struct FolderPage {
        /// The children, by name.
        pub children: Vec<FolderChild>,
        /// More follow.
        pub more: bool,
    }

    /// A file or a folder.
    pub struct FolderChild {
        /// Last component of the path.
        pub name: String,
        /// Whole path.
        pub path: String,
        /// It is a folder.
        pub folder: bool,
        /// Files below it; 1 for a file.
        pub files: u64,
        /// Bytes of it.
        pub size: u64,
        /// Entry digest as W&B writes it; null for a folder.
        pub digest: Option<String>,
        /// URI of a reference.
        pub reference: Option<String>,
        /// Against the version before: `added`, `changed`; null when equal, or when a folder.
        pub change: Option<String>,
    }

    /// Lists files by position or by pattern.
    pub struct FileListRequest {
        /// Address or `#id`.
        pub version: String,
        /// Only paths that contain this text, or match it as a glob when it has `*` or `?`.
        pub pattern: Option<String>,
        /// Only below this folder.
        pub folder: Option<String>,
        /// Which rows.
        pub rows: Rows,
    }

    /// A page of files.
    pub struct FilePage {
        /// Number of files that match.
        pub total: u64,
        /// Position of the first row.
        pub start: u64,
        /// The rows, by path.
        pub rows: Vec<FileRow>,
    }

    /// A file of a version.
    pub struct FileRow {
        /// Path.
        pub path: String,
        /// Size in bytes; null when unknown.
        pub size: Option<u64>,
        /// Entry digest as W&B writes it (base64 MD5 for stored files).
        pub digest: String,
        /// SHA-256 in hex; null for a reference.
        pub sha256: Option<String>,
        /// URI of a reference.
        pub reference: Option<String>,
    }

    /// Names a file of a version.
    pub struct FileRequest {
        /// Address or `#id`.
        pub version: String,
        /// Path.
        pub path: String,
    }

    /// Takes files out.
    pub struct ExportRequest {
        /// Address or `#id`.
        pub version: String,
        /// Folder to write into; `artifacts/<name>:<version>` below the current one when null.
        pub root: Option<String>,
        /// Only these paths; all when empty.
        pub paths: Vec<String>,
        /// Only below this prefix.
        pub prefix: Option<String>,
        /// Remove from the folder what doesn't belong to the version.
        pub exact: bool,
        /// What to do with files that are there: `ask` (fail and name them), `overwrite`, `keep`.
        pub existing: String,
    }

    /// What an export would do.
    pub struct ExportPlan {
        /// Folder it would write into.
        pub root: String,
        /// Files to write.
        pub files: u64,
        /// Bytes to write.
        pub bytes: u64,
        /// Files already there with the same content.
        pub unchanged: u64,
        /// Files already there with other content, at most 100 paths.
        pub conflicts: Vec<String>,
        /// Number of those.
        pub conflict_count: u64,
        /// With `exact`: files that would be removed, at most 100 paths.
        pub removals: Vec<String>,
        /// Number of those.
        pub removal_count: u64,
        /// Paths whose names had to be escaped for the target, with the new name.
        pub renamed: Vec<(String, String)>,
        /// Free bytes at the target.
        pub free_bytes: u64,
    }

    /// What an export did.
    pub struct ExportResult {
        /// Folder.
        pub root: String,
        /// Files written.
        pub files: u64,
        /// Bytes written.
        pub bytes: u64,
        /// Files left alone because they were there.
        pub kept: u64,
        /// Files removed.
        pub removed: u64,
    }

    /// Makes real files for dragging out or opening with another program.
    pub struct MaterialiseRequest {
        /// Address or `#id`.
        pub version: String,
        /// Paths of files or folders.
        pub paths: Vec<String>,
    }

    /// Files made for a drag.
    pub struct Materialised {
        /// Absolute paths, one for each path asked for.
        pub paths: Vec<String>,
    }
}
