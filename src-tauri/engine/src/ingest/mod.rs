//! The way in: plan, execute, commit.
//!
//! * [`Listing`] walks what is to be logged, applies the ignore rules and asks the cache of unchanged files.
//! * [`LogPlan`] reads what the cache doesn't know and says what a log would do; nothing is written.
//! * [`Store::log`](crate::store::Store::log) reads every unknown file once into the store, makes it durable, and only then commits
//!   version, aliases and history in one short transaction. Cancelled or killed anywhere before, it leaves no
//!   version, no alias and nothing that counts.

mod commit;
mod execute;
mod ignore_rules;
mod listing;
mod plan;
mod suggest;
mod twin;

pub use listing::{Item, Listing, Skipped};
pub use plan::{LogPlan, PlanCounts, SinceNewest};
pub use suggest::suggest_type;

use std::path::PathBuf;

use crate::fs::Links;
use crate::model::OperationId;

/// A path on disk and the name it shall have inside the version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogSource {
    /// Path on disk.
    pub path: PathBuf,
    /// Name inside the version; by the rules when absent.
    pub name: Option<String>,
}

/// How files are taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogOptions {
    /// Patterns of what is left out, with the rules of `.gitignore`.
    pub exclude: Vec<String>,
    /// What happens at symbolic links.
    pub links: Links,
    /// Files that can't be read are left out and listed, instead of failing the log.
    pub skip_unreadable: bool,
    /// Every file is read, whatever the cache says.
    pub rehash: bool,
}

/// What a log makes of the files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LogSpec {
    /// `project` or `entity/project`, made when missing; the default one when absent.
    pub project: Option<String>,
    /// Name of the collection.
    pub name: String,
    /// Type of the collection.
    pub artifact_type: String,
    /// Aliases besides `latest`.
    pub aliases: Vec<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Description; absent leaves it.
    pub description: Option<String>,
    /// Metadata, a JSON object; absent leaves it.
    pub metadata: Option<String>,
    /// TTL as people write it; absent leaves it.
    pub ttl: Option<String>,
    /// The run that logs it; without one, a new version gets a run of its own, of job type `auto`.
    pub run: Option<String>,
}

/// What a log did.
#[derive(Debug)]
pub struct LogReport {
    /// `entity/project/name:v3`.
    pub address: String,
    /// Identifier of the version.
    pub version: crate::model::VersionId,
    /// Index of the version.
    pub index: u64,
    /// A version was made; false when the content was identical to one.
    pub new: bool,
    /// Hex MD5 of the manifest.
    pub digest: String,
    /// Number of files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Bytes of blobs that the store didn't have.
    pub bytes_added: u64,
    /// What was left out.
    pub skipped: Vec<Skipped>,
    /// The operation; none when nothing changed.
    pub operation: Option<OperationId>,
    /// What was done, in words.
    pub summary: String,
}
