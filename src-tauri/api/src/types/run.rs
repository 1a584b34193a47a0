//! Runs: executions of a job, with what they used and logged.

use super::{Rows, transport};

transport! {
    /// Lists runs, newest first.
    pub struct RunListRequest {
        /// Address of the project; every project when null.
        pub project: Option<String>,
        /// Only runs that used this version: address or `#id`.
        pub used: Option<String>,
        /// Only runs that logged this version: address or `#id`.
        pub logged: Option<String>,
        /// Only runs whose name, id or job type holds this text.
        pub text: Option<String>,
        /// Only runs in this state.
        pub state: Option<String>,
        /// Which rows.
        pub rows: Rows,
    }

    /// A page of runs.
    pub struct RunPage {
        /// Number of runs that match.
        pub total: u64,
        /// Position of the first row.
        pub start: u64,
        /// The rows.
        pub rows: Vec<RunRow>,
    }

    /// A run in a list.
    pub struct RunRow {
        /// Identifier inside the store; `run:KEY` and `#KEY` name it in requests.
        pub key: i64,
        /// Identifier for people and scripts, unique in its project.
        pub id: String,
        /// Address of the project.
        pub project: String,
        /// Name.
        pub name: String,
        /// What kind of work: `train`, `preprocess`; `manual` and `auto` for runs that nobody started.
        pub job_type: String,
        /// Group of runs that belong together.
        pub group: String,
        /// `running`, `finished`, `failed`, `crashed`, `killed`.
        pub state: String,
        /// Who started it.
        pub created_by: String,
        /// When it started.
        pub started_at: i64,
        /// When it ended.
        pub finished_at: Option<i64>,
        /// When it was deleted; its edges stay in the lineage.
        pub deleted_at: Option<i64>,
        /// Number of versions it used.
        pub inputs: u64,
        /// Number of versions it logged.
        pub outputs: u64,
    }

    /// Names a run: its id, `run:ID`, or `run:#KEY`.
    pub struct RunRequest {
        /// The run.
        pub run: String,
        /// Project in which the id is looked for first; the default one when null.
        pub project: Option<String>,
    }

    /// A run by itself.
    pub struct RunDetail {
        /// As in a list.
        pub run: RunRow,
        /// A JSON object as text.
        pub config: String,
        /// A JSON object as text.
        pub summary: String,
        /// Name of the machine.
        pub host: String,
        /// The command line.
        pub command: String,
        /// What it used, in order; at most 1,000.
        pub inputs: Vec<RunEdge>,
        /// What it logged, in order; at most 1,000.
        pub outputs: Vec<RunEdge>,
    }

    /// A version that a run used or logged.
    pub struct RunEdge {
        /// Identifier of the version.
        pub version: i64,
        /// Its address, ending in `:vN`.
        pub address: String,
        /// Type of its collection.
        #[serde(rename = "type")]
        pub artifact_type: String,
        /// `committed`, `deleted` or `purged`.
        pub state: String,
        /// Aliases, `latest` first.
        pub aliases: Vec<String>,
        /// Logical size in bytes.
        pub size: u64,
        /// What it was to the run, for an input.
        pub role: Option<String>,
        /// Who recorded it.
        pub actor: String,
        /// When it was recorded.
        pub at: i64,
    }

    /// Starts a run, or records one that is over.
    pub struct RunStartRequest {
        /// Address of the project, made when missing; the default one when null.
        pub project: Option<String>,
        /// Name.
        pub name: String,
        /// What kind of work; `manual` when null.
        pub job_type: Option<String>,
        /// Group.
        pub group: Option<String>,
        /// A JSON object as text.
        pub config: Option<String>,
        /// A JSON object as text.
        pub summary: Option<String>,
        /// The state in which it is recorded; `running` when null.
        pub state: Option<String>,
        /// The command line.
        pub command: Option<String>,
        /// When it started, for one that is over; now when null.
        pub started_at: Option<i64>,
        /// Versions it used: addresses or `#id`.
        pub inputs: Vec<String>,
        /// Versions it logged: addresses or `#id`.
        pub outputs: Vec<String>,
    }

    /// A run that was started.
    pub struct RunStarted {
        /// Identifier inside the store.
        pub key: i64,
        /// Identifier for people and scripts.
        pub id: String,
        /// Address of the project.
        pub project: String,
        /// Name.
        pub name: String,
        /// What was done.
        pub outcome: super::Outcome,
    }

    /// Ends a run.
    pub struct RunFinishRequest {
        /// The run.
        pub run: String,
        /// Project in which the id is looked for first.
        pub project: Option<String>,
        /// `finished` (when null), `failed`, `crashed`, `killed`.
        pub state: Option<String>,
        /// A JSON object as text, merged into the summary.
        pub summary: Option<String>,
    }

    /// Changes what a run is called; null leaves a value.
    pub struct RunEditRequest {
        /// The run.
        pub run: String,
        /// Project in which the id is looked for first.
        pub project: Option<String>,
        /// Name.
        pub name: Option<String>,
        /// What kind of work.
        pub job_type: Option<String>,
        /// Group.
        pub group: Option<String>,
        /// A JSON object as text.
        pub config: Option<String>,
        /// A JSON object as text.
        pub summary: Option<String>,
    }

    /// Adds or removes an edge between a run and versions.
    pub struct RunEdgeRequest {
        /// The run.
        pub run: String,
        /// Project in which the id is looked for first.
        pub project: Option<String>,
        /// The versions: addresses or `#id`.
        pub versions: Vec<String>,
        /// `used` or `logged`.
        pub kind: String,
        /// What the versions were to the run, for inputs.
        pub role: Option<String>,
        /// Takes the edge away instead.
        pub remove: bool,
    }

    /// Writes the exact inputs of a run into a folder.
    pub struct RunReproduceRequest {
        /// The run.
        pub run: String,
        /// Project in which the id is looked for first.
        pub project: Option<String>,
        /// The folder; each input gets a folder `NAME-vN` in it.
        pub root: String,
    }

    /// What was written to reproduce a run.
    pub struct Reproduced {
        /// The run's id.
        pub id: String,
        /// The inputs that were written.
        pub inputs: Vec<ReproducedInput>,
        /// Inputs that can't be had any more, and why.
        pub missing: Vec<MissingInput>,
        /// The run's configuration, a JSON object as text.
        pub config: String,
        /// The run's command line.
        pub command: String,
    }

    /// An input that was written.
    pub struct ReproducedInput {
        /// Address of the version.
        pub address: String,
        /// What it was to the run.
        pub role: Option<String>,
        /// The folder.
        pub path: String,
        /// Number of files.
        pub files: u64,
        /// Their bytes.
        pub bytes: u64,
    }

    /// An input that can't be had any more.
    pub struct MissingInput {
        /// Address of the version.
        pub address: String,
        /// Why.
        pub why: String,
    }
}
