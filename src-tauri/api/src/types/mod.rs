//! What travels between the hosts and the engine: requests and responses as JSON.
//!
//! These types live here only; the engine never learns of them. Sizes and identifiers are numbers below
//! 2^53, times are milliseconds since 1970-01-01 UTC, absent values are `null` and never left out.

mod catalog;
mod collect;
mod edit;
mod file;
mod host;
mod job;
mod key;
mod lineage;
mod log;
mod operation;
mod preview;
mod retention;
mod run;
mod store;
mod version;

pub use catalog::*;
pub use collect::*;
pub use edit::*;
pub use file::*;
pub use host::*;
pub use job::*;
pub use key::*;
pub use lineage::*;
pub use log::*;
pub use operation::*;
pub use preview::*;
pub use retention::*;
pub use run::*;
pub use store::*;
pub use version::*;

/// Gives a transport type what all of them need.
macro_rules! transport {
    ($($(#[$meta:meta])* $vis:vis $kind:ident $name:ident $body:tt)*) => {
        $(#[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, ts_rs::TS)]
        #[serde(rename_all = "snake_case")] $(#[$meta])* $vis $kind $name $body)*
    };
}
pub(crate) use transport;

transport! {
    /// A request or a response without content.
    #[derive(Default)]
    pub struct Empty {}

    /// Which rows of a list: a position and a number of rows (at most 200 are answered).
    pub struct Rows {
        /// Position of the first row, from 0.
        pub start: u64,
        /// How many rows.
        pub count: u32,
    }

    /// The order of a list.
    pub struct Sort {
        /// Key of a column, as each command documents it.
        pub key: String,
        /// Largest first.
        pub descending: bool,
    }
}
