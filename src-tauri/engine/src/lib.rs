//! The artifact store of Cairn: files in, versions out, nothing lost.
//!
//! The engine knows files, `SQLite`, hashes, the graph, and time through a [`clock::Clock`]. It never knows
//! HTTP, Tauri, tokio or TypeScript; every call blocks, every type is `Send`. [`store::Store`] is the only
//! public entry to a store on disk; the other modules give it its parts:
//!
//! * [`model`]: identifiers, digests, names, paths, addresses, durations, parsed once and legal from then on
//! * [`fs`]: the only place that touches files
//! * [`blob`]: bytes by their SHA-256, in packs and in plain files
//! * [`manifest`]: the list of a version's entries, in chunks; pure
//! * [`db`]: the only place with SQL
//! * [`ingest`], [`export`]: the way in and the way out
//! * [`catalog`]: collections, versions, aliases, tags, TTL
//! * [`lineage`]: the graph of runs and versions
//! * [`history`]: operations, undo and redo
//! * [`retention`]: what goes and when, planned before it is done; expiry, trash, collection, receipts
//! * [`check`]: finding and healing damage

#![cfg_attr(test, allow(clippy::disallowed_methods))] // tests prepare what the engine then meets

pub mod blob;
pub mod catalog;
pub mod check;
pub mod clock;
pub mod db;
pub mod error;
pub mod export;
pub mod fs;
pub mod history;
pub mod ingest;
pub mod lineage;
pub mod manifest;
pub mod model;
pub mod progress;
pub mod retention;
pub mod sample;
#[cfg(feature = "scale")]
pub mod scale;
pub mod store;
#[cfg(test)]
mod testing;
pub mod workers;

pub use error::{Code, Error, Result};
pub use fs::CancelToken;
