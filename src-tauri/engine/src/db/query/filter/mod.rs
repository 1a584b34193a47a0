//! The filter language of the version table: terms joined by spaces, all of which must hold.
//!
//! ```text
//! alias:best alias:"best model" alias:v*  tag:x   size:>1GB size:10MiB..2GiB   files:>100
//! ttl:<7d ttl:none ttl:inherit            created:>2026-01-01 created:<7d      digest:6eec
//! meta.acc:>0.9 meta."a key":text         state:live state:deleted             v12 v10..v20
//! words "in quotes" match aliases, tags and descriptions; ! or - before a term turns it around
//! ```
//!
//! `ttl:` compares the time that is left, `created:` with a duration the age; dates are days in UTC.

mod lex;
mod sql;
mod terms;
mod value;

pub(crate) use sql::{Context, EXPIRES, Needs, compile, digest_bounds, extract, json_paths};

use crate::clock::Millis;
use crate::{Code, Error, Result};

/// What a reader of an error can do.
const HINT: &str = "Fields are alias, tag, size, files, ttl, created, meta.KEY, digest, state and v12. \
                    Put text in quotes to search for it as it is.";

/// A filter, read.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Filter {
    /// What must hold.
    pub(crate) terms: Vec<Term>,
    /// It depends on the time at which it was read.
    pub(crate) relative: bool,
}

/// A condition, perhaps turned around.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Term {
    /// The condition must not hold.
    pub(crate) negated: bool,
    /// The condition.
    pub(crate) condition: Condition,
}

/// What a term asks of a version.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Condition {
    /// Has an alias.
    Alias(Pattern),
    /// Has a tag.
    Tag(Pattern),
    /// An alias, a tag or the description contains this.
    Word(String),
    /// Size in bytes.
    Size(Span),
    /// Number of entries.
    Files(Span),
    /// Time of creation in milliseconds.
    Created(Span),
    /// Index.
    Index(Span),
    /// Time of expiry in milliseconds, of a version that isn't deleted.
    Expires(Span),
    /// TTL exactly as stored.
    Ttl(i64),
    /// A value of the metadata, by the path of its key.
    Metadata(String, Test),
    /// The hex digest begins with this.
    Digest(String),
    /// State as stored.
    State(i64),
}

/// Text to compare with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Pattern {
    /// The same text.
    Exact(String),
    /// The parts in this order with anything between them.
    Glob(Vec<String>),
}

/// Integers from `min` to `max`, both included.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Span {
    /// Smallest.
    pub(crate) min: Option<i64>,
    /// Largest.
    pub(crate) max: Option<i64>,
}

/// What is asked of a value of the metadata.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Test {
    /// A number between two, both included.
    Number(f64, f64),
    /// A text, or a number or a truth value spelled so.
    Text(Pattern),
}

impl Filter {
    /// Reads a filter at the time `now`. Refusals are `filter-invalid` and say at which character.
    pub(crate) fn parse(text: &str, now: Millis) -> Result<Self> {
        if text.chars().count() > super::MAX_FILTER {
            return Err(super::too_long());
        }
        let mut filter = Self::default();
        for token in lex::tokens(text)? {
            filter.relative |= token.is_relative();
            filter.terms.push(Term { negated: token.negated, condition: terms::condition(&token, now)? });
        }
        Ok(filter)
    }
}

impl Pattern {
    /// Whether a text is what is meant.
    pub(crate) fn matches(&self, text: &str) -> bool {
        let parts = match self {
            Self::Exact(exact) => return exact == text,
            Self::Glob(parts) => parts,
        };
        let [first, middle @ .., last] = parts.as_slice() else { return false };
        let Some(mut rest) =
            text.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str()))
        else {
            return false;
        };
        middle.iter().all(|part| match rest.find(part.as_str()) {
            Some(at) => {
                rest = &rest[at + part.len()..];
                true
            }
            None => false,
        })
    }

    /// The pattern for `GLOB`, in which only `*` is special.
    fn glob(&self) -> String {
        let escape = |part: &String| part.replace('[', "[[]").replace('?', "[?]").replace('*', "[*]");
        match self {
            Self::Exact(exact) => escape(exact),
            Self::Glob(parts) => parts.iter().map(escape).collect::<Vec<_>>().join("*"),
        }
    }
}

/// A refusal that names a character, counted from 1.
fn refuse(at: usize, message: impl std::fmt::Display) -> Error {
    Error::new(Code::FilterInvalid, format!("The filter has an error at character {at}: {message}"))
        .hint(HINT)
}

#[cfg(test)]
mod tests;
