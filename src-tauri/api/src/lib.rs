//! What every host offers: the commands, their types, jobs, plans, and the change feed.
//!
//! **API boundary.** Hosts (`cairn`, `cairn-server`, `cairn-cli`) know this crate, never the engine's tables. A
//! command body knows only [`host::Host`]; it blocks, and hosts run it off their event loop.

pub mod bindings;
pub mod commands;
pub mod content;
mod convert;
pub mod feed;
mod handlers;
pub mod host;
pub mod jobs;
pub mod local;
mod picture;
pub mod plans;
mod preview;
mod scratch;
pub mod session;
pub mod types;
pub mod upkeep;

pub use commands::{COMMANDS, call, dispatch, spec};
