//! The bodies of the commands, by subject. Only [`commands::call`](crate::commands::call) calls them. Each takes a [`Host`](crate::host::Host) and blocks.

#![allow(unreachable_pub)] // nobody outside reaches them but through `commands::call`, where each has its gate
#![allow(clippy::unnecessary_wraps)] // the list calls all alike
#![allow(clippy::needless_pass_by_value)] // a command owns its request, whether it needs to or not: the list calls all alike

mod catalog;
mod collect;
mod edit;
mod file;
mod history;
mod host;
mod key;
mod lineage;
mod log;
mod retention;
mod run;
mod version;

pub use catalog::*;
pub use collect::*;
pub use edit::*;
pub use file::*;
pub use history::*;
pub use host::*;
pub use key::*;
pub use lineage::*;
pub use log::*;
pub use retention::*;
pub use run::*;
pub use version::*;

use cairn_engine::Error;

use crate::types::ApiError;

/// What every command answers.
pub type Answer<T> = Result<T, ApiError>;

/// Runs `work`, turning the engine's error into that of the wire.
fn answer<T>(work: impl FnOnce() -> Result<T, Error>) -> Answer<T> {
    work().map_err(ApiError::from)
}
