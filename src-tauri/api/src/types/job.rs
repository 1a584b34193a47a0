//! Work that takes time.

use super::{ApiError, transport};

transport! {
    /// A job in the background.
    pub struct Job {
        /// Identifier.
        pub id: u64,
        /// `log`, `export`, `check`, `collect`, `repair`, `sample`, `edit`.
        pub kind: String,
        /// What it does: "Logging mnist".
        pub title: String,
        /// `running`, `paused`, `done`, `failed`, `cancelled`.
        pub state: String,
        /// How far it is.
        pub progress: Progress,
        /// When it started.
        pub started_at: i64,
        /// When it ended.
        pub ended_at: Option<i64>,
        /// Why it failed.
        pub error: Option<ApiError>,
        /// What it answers, as JSON text.
        pub result: Option<String>,
        /// Address to go to.
        pub address: Option<String>,
    }

    /// How far a job is.
    #[derive(Default)]
    pub struct Progress {
        /// What it is doing: "Looking at files", "Copying", "Committing".
        pub step: String,
        /// Bytes done.
        pub bytes: u64,
        /// Bytes in all; 0 when unknown.
        pub total_bytes: u64,
        /// Items done.
        pub items: u64,
        /// Items in all; 0 when unknown.
        pub total_items: u64,
        /// Bytes per second, over the last seconds.
        pub rate: u64,
        /// Seconds left; null when unknown.
        pub seconds_left: Option<u64>,
        /// The item in work.
        pub current: Option<String>,
    }

    /// Names a job.
    pub struct JobRequest {
        /// Identifier.
        pub job: u64,
    }

    /// A job that was started.
    pub struct JobStarted {
        /// Identifier.
        pub job: u64,
    }
}
