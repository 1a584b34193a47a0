//! The command line as people write it.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::commands::{
    AliasAction, DeleteArgs, DiffArgs, GcArgs, GetArgs, KeyAction, LineageArgs, LogArgs, MetaAction,
    ProjectAction, ReceiptAction, RetentionAction, RunAction, ServeArgs, SettingsAction, Shell, StorageArgs,
    StoreAction, TagAction, TrashAction, TtlArgs, UseArgs,
};

/// Versioned artifacts for people who train models, on their own machine.
#[derive(Debug, Parser)]
#[command(name = "cairnctl", version, max_term_width = 100, after_help = AFTER)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

const AFTER: &str = "\
An ADDRESS is [[ENTITY/]PROJECT/]NAME[:ALIAS or :vN]; without a suffix, latest is meant.
CAIRN_API_KEY makes it act with the role of that key of the store, not as its owner.
Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 130 cancelled.";

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct Global {
    /// Folder of the store [default: `CAIRN_STORE`, else the data folder of the system]
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) store: Option<PathBuf>,
    /// Project of addresses that name none: PROJECT or ENTITY/PROJECT
    #[arg(long, global = true, value_name = "E/P")]
    pub(crate) project: Option<String>,
    /// Write one JSON document on one line; errors as JSON on stderr
    #[arg(long, global = true)]
    pub(crate) json: bool,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Log files and folders as a version
    Log(LogArgs),
    /// List the artifact types of the project
    Types,
    /// List collections
    Collections {
        /// Only of this type
        #[arg(value_name = "TYPE")]
        artifact_type: Option<String>,
    },
    /// List the versions of a collection
    Versions {
        /// Name or address of the collection
        name: String,
        /// Such as 'alias:best size:>1GB meta.acc:>0.9 tag:x state:live'
        #[arg(long)]
        filter: Option<String>,
    },
    /// Show a version
    Show {
        /// Address of the version
        address: String,
    },
    /// List the files of a version
    Files {
        /// Address of the version
        address: String,
        /// Only below this folder
        folder: Option<String>,
    },
    /// Write a file of a version to standard output
    Cat {
        /// Address of the version
        address: String,
        /// Path of the file
        path: String,
    },
    /// Write the manifest of a version as JSON
    Manifest {
        /// Address of the version
        address: String,
    },
    /// Take files out of a version
    Get(GetArgs),
    /// Compare two versions
    Diff(DiffArgs),
    /// Add, remove and move aliases
    #[command(subcommand)]
    Alias(AliasAction),
    /// Add and remove tags
    #[command(subcommand)]
    Tag(TagAction),
    /// Describe a version
    Describe {
        /// Address of the version
        address: String,
        /// Description, Markdown; empty removes it
        #[arg(allow_hyphen_values = true)]
        text: String,
    },
    /// Set and remove metadata keys
    #[command(subcommand)]
    Meta(MetaAction),
    /// Set how long versions are kept, perhaps along the lineage
    Ttl(TtlArgs),
    /// Rules of what of a collection is kept
    #[command(subcommand)]
    Retention(RetentionAction),
    /// Show and change the settings of the store; for administrators
    #[command(subcommand)]
    Settings(SettingsAction),
    /// Keys of other people, other machines and scripts; for administrators
    #[command(subcommand)]
    Key(KeyAction),
    /// Rename a collection
    Mv {
        /// Name or address of the collection
        collection: String,
        /// New name
        name: String,
    },
    /// Move versions, or a collection, to the trash
    Rm(DeleteArgs),
    /// List, create, rename and delete projects
    Projects {
        #[command(subcommand)]
        action: Option<ProjectAction>,
    },
    /// List the trash, restore from it, empty it
    #[command(subcommand)]
    Trash(TrashAction),
    /// Runs: start, finish, list, run a program as one
    #[command(subcommand)]
    Run(RunAction),
    /// Record that a run used versions
    Use(UseArgs),
    /// Show what a version came from and what came from it
    Lineage(LineageArgs),
    /// List what was done, newest first
    History {
        /// Only what touched this version, collection, project or run (run:ID)
        address: Option<String>,
        /// At most this many operations; 0 for all
        #[arg(long, default_value_t = 100, value_name = "N")]
        limit: u64,
    },
    /// Take back an operation
    Undo {
        /// Its number [default: the newest one that isn't taken back, whoever did it]
        operation: Option<i64>,
    },
    /// Do again what was taken back
    Redo {
        /// Number of the operation [default: what was taken back last]
        operation: Option<i64>,
    },
    /// Check the store; exit 1 when it is damaged
    Check {
        /// Read every byte, not only the structure
        #[arg(long)]
        read_data: bool,
        /// Read a part of the bytes, such as 10%: those not read for the longest time
        #[arg(long, value_name = "N%", value_parser = percent, conflicts_with = "read_data")]
        read_data_subset: Option<f64>,
    },
    /// Put right what the store itself can mend; exit 1 when something stays damaged
    Repair {
        /// Say only what would be done
        #[arg(long)]
        dry_run: bool,
    },
    /// Show what a collection would remove for good, or collect
    Gc(GcArgs),
    /// Show what was removed for good
    #[command(subcommand)]
    Receipts(ReceiptAction),
    /// Show where the bytes are
    Storage(StorageArgs),
    /// Fill the store with sample data
    Sample,
    /// Show the store
    #[command(subcommand)]
    Store(StoreAction),
    /// Show the store in a browser on this machine
    Serve(ServeArgs),
    /// Print completions for a shell
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// Print the manual page
    Man {
        /// The page of this command
        command: Option<String>,
    },
}

/// A part of a hundred: `10%` or `10`.
fn percent(text: &str) -> Result<f64, String> {
    let number: f64 = text.trim_end_matches('%').trim().parse().map_err(|_| "not a number".to_owned())?;
    if number > 0.0 && number <= 100.0 { Ok(number) } else { Err("not above 0 and up to 100".into()) }
}

impl Command {
    /// Whether it makes the store when there is none.
    pub(crate) fn writes(&self) -> bool {
        match self {
            Self::Log(log) => !log.dry_run,
            Self::Projects { action } => action.as_ref().is_some_and(ProjectAction::writes),
            Self::Rm(rm) => !rm.dry_run,
            Self::Ttl(ttl) => !ttl.dry_run,
            Self::Run(action) => action.writes(),
            Self::Settings(action) => matches!(action, SettingsAction::Set(_)),
            Self::Key(action) => action.writes(),
            Self::Retention(action) => matches!(action, RetentionAction::Set { dry_run: false, .. }),
            Self::Alias(_)
            | Self::Tag(_)
            | Self::Describe { .. }
            | Self::Meta(_)
            | Self::Mv { .. }
            | Self::Undo { .. }
            | Self::Redo { .. }
            | Self::Sample
            | Self::Serve(_) => true,
            _ => false,
        }
    }

    /// Whether it asks anything of the store.
    pub(crate) fn needs_store(&self) -> bool {
        !matches!(self, Self::Completions { .. } | Self::Man { .. })
    }
}
