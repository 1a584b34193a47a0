//! Logging: from paths on disk to a version.

use super::transport;

transport! {
    /// What is to be logged.
    pub struct LogSource {
        /// Path on disk.
        pub path: String,
        /// Name inside the version; by the rules when null.
        pub name: Option<String>,
    }

    /// How files are taken in.
    #[derive(Default)]
    pub struct LogOptions {
        /// Globs of what is left out.
        pub exclude: Vec<String>,
        /// Symbolic links: `follow` (default), `skip`, `fail`.
        pub links: Option<String>,
        /// Files that can't be read: `fail` (default), `skip`.
        pub unreadable: Option<String>,
        /// Read every file, whatever the cache says.
        pub rehash: bool,
    }

    /// Starts to look at what would be logged.
    pub struct LogPlanRequest {
        /// What.
        pub sources: Vec<LogSource>,
        /// How.
        pub options: LogOptions,
        /// Address of the project; the default one when null.
        pub project: Option<String>,
        /// Name of the collection; proposed when null.
        pub name: Option<String>,
    }

    /// A plan in the making or made; asked for again until `done`.
    pub struct LogPlan {
        /// Identifier of the plan.
        pub plan: u64,
        /// Every file was looked at.
        pub done: bool,
        /// Why it failed.
        pub error: Option<super::ApiError>,
        /// Legal name proposed from the paths.
        pub suggested_name: String,
        /// Type guessed from the content.
        pub suggested_type: String,
        /// Files seen so far.
        pub files: u64,
        /// Their bytes.
        pub bytes: u64,
        /// Files whose content was looked at so far.
        pub checked: u64,
        /// Bytes already stored.
        pub stored_bytes: u64,
        /// Bytes that would be added.
        pub new_bytes: u64,
        /// Index of the newest version of the collection; null when there is none.
        pub newest_index: Option<u64>,
        /// Files that differ from it; null when there is none.
        pub changed_files: Option<u64>,
        /// Files that are not in the newest version.
        pub added_files: Option<u64>,
        /// Files of the newest version that are gone.
        pub removed_files: Option<u64>,
        /// Index of the version with the same content.
        pub identical: Option<u64>,
        /// Index that the new version would get.
        pub next_index: u64,
        /// Type of the collection when it exists.
        pub existing_type: Option<String>,
        /// What is left out and why, at most 200.
        pub skipped: Vec<Skipped>,
        /// Number of things left out.
        pub skipped_count: u64,
        /// Symbolic links that leave the folder.
        pub outside_links: u64,
        /// Bytes behind those.
        pub outside_bytes: u64,
        /// Paths that differ only by case, at most 20.
        pub case_clashes: Vec<String>,
        /// Something to say: large data, little space.
        pub notices: Vec<String>,
    }

    /// A thing left out.
    pub struct Skipped {
        /// Path, with bytes that aren't UTF-8 shown as `\xFF`.
        pub path: String,
        /// `ignored`, `fifo`, `socket`, `device`, `dangling-link`, `link-loop`, `link`, `unreadable`, `not-utf8`.
        pub reason: String,
        /// More words.
        pub detail: String,
    }

    /// Names a plan.
    pub struct PlanRequest {
        /// Identifier of the plan.
        pub plan: u64,
        /// The collection to compare with, when it changed in the sheet.
        pub name: Option<String>,
    }

    /// Logs a version.
    pub struct LogRequest {
        /// What; from the plan when `plan` is given.
        pub sources: Vec<LogSource>,
        /// How.
        pub options: LogOptions,
        /// A plan whose work can be used again.
        pub plan: Option<u64>,
        /// Address of the project; the default one when null.
        pub project: Option<String>,
        /// Name of the collection.
        pub name: String,
        /// Type of the collection.
        #[serde(rename = "type")]
        pub artifact_type: String,
        /// Aliases besides `latest`.
        pub aliases: Vec<String>,
        /// Tags.
        pub tags: Vec<String>,
        /// Description; null leaves it.
        pub description: Option<String>,
        /// Metadata, a JSON object as text; null leaves it.
        pub metadata: Option<String>,
        /// `30d`, `none`, `inherit`, …; null leaves it.
        pub ttl: Option<String>,
        /// The run that logs it: its id, `run:ID` or `run:#KEY`; without one a new version gets a run of its own.
        pub run: Option<String>,
    }

    /// What a log did.
    pub struct LogResult {
        /// Address of the version, ending in `:vN`.
        pub address: String,
        /// Identifier of the version.
        pub id: i64,
        /// Index of the version.
        pub index: u64,
        /// A new version was made; false when the content was identical.
        pub new: bool,
        /// Hex MD5 of the manifest.
        pub digest: String,
        /// Number of files.
        pub files: u64,
        /// Their bytes.
        pub bytes: u64,
        /// Bytes added to the store.
        pub bytes_added: u64,
        /// What was left out.
        pub skipped: Vec<Skipped>,
        /// The operation in the history; null when nothing changed.
        pub operation: Option<i64>,
        /// What was done, for a toast.
        pub summary: String,
    }
}
