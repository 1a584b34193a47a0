//! The query language: names, fields, and how far around them.
//!
//! ```text
//! +mnist:v3           a version and everything upstream
//! 2+model:best+1      two steps upstream, one downstream
//! type:model alias:best            a space unites
//! type:model,alias:best            a comma intersects
//! +mnist:v3,!job:auto              an exclamation mark excludes
//! +"mnist:best model"              quotes around what has spaces or operators
//! mnist:v1* run:train*             * stands for anything, ? for one character
//! ```
//!
//! A word is an address (a collection alone means all its versions), or `type:`, `alias:`, `tag:`, `state:`, `run:`,
//! `job:`, `group:`, `project:` with a value. The form is that of dbt's selectors.

mod complete;
mod eval;
mod lex;
mod parse;

pub use complete::{Completion, complete};
pub(super) use eval::find;
pub(super) use parse::{Atom, Expr, Reach, parse};

use crate::{Code, Error};

/// Longest query, in characters.
const MAX_QUERY: usize = 10_000;

/// A query that can't be read: what is wrong, and at which character, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// What is wrong.
    pub message: String,
    /// Where.
    pub at: usize,
}

impl QueryError {
    fn new(message: impl Into<String>, at: usize) -> Self {
        Self { message: message.into(), at }
    }
}

impl From<QueryError> for Error {
    fn from(error: QueryError) -> Self {
        Self::new(Code::QueryInvalid, format!("{} (at character {})", error.message, error.at + 1)).hint(
            "Such as +mnist:v3, 2+model:best+1, type:model,alias:best, !job:auto; quotes around spaces.",
        )
    }
}
