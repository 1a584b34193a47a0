//! What can follow at a place in a query.

use super::QueryError;
use super::lex::{Span, Token, tokens};
use super::parse::{field, parse};
use crate::Result;
use crate::db::query::lineage::{self, Field};
use crate::model::ProjectId;
use crate::store::Store;

/// Most words that are proposed.
const MOST: u32 = 20;
const FIELDS: [&str; 8] = ["alias:", "group:", "job:", "project:", "run:", "state:", "tag:", "type:"];

/// What can follow, in characters counted from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completion {
    /// Where the word that is replaced begins.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// Words, with quotes where they need them.
    pub words: Vec<String>,
    /// What is wrong with the query as it stands.
    pub error: Option<QueryError>,
}

/// What can follow in `text` with the cursor before the character `at`.
pub fn complete(store: &Store, text: &str, at: usize, project: ProjectId) -> Result<Completion> {
    let error = if text.trim().is_empty() { None } else { parse(text).err() };
    let (span, word) = word_at(text, at);
    let (prefix, found) = match word.split_once(':') {
        Some((name, value)) if field(name).is_some() => {
            (format!("{name}:"), values(store, field(name), project, value)?)
        }
        Some((name, value)) => (format!("{name}:"), suffixes(store, project, name, value)?),
        None => (String::new(), values(store, None, project, &word)?),
    };
    let mut words: Vec<String> = found.iter().map(|value| quoted(&prefix, value)).collect();
    if prefix.is_empty() {
        words.extend(FIELDS.iter().filter(|name| name.starts_with(&word)).map(|name| (*name).to_owned()));
    }
    Ok(Completion { start: span.start, end: span.end, words, error })
}

/// The word that the cursor stands in or behind; an empty one where it stands in none.
fn word_at(text: &str, at: usize) -> (Span, String) {
    let here = Span { start: at, end: at };
    // Quotes that aren't closed yet: the word is everything behind them.
    let Ok(tokens) = tokens(text) else { return open_quotes(text, at).unwrap_or((here, String::new())) };
    let found = tokens.into_iter().find(|(token, span)| {
        matches!(token, Token::Word(_) | Token::Quoted { .. }) && span.start <= at && at <= span.end
    });
    match found {
        Some((Token::Word(_), span)) => {
            let typed = text.chars().skip(span.start).take(at - span.start).collect();
            (span, typed)
        }
        Some((Token::Quoted { field, text }, span)) => {
            let typed = field.map_or_else(|| text.clone(), |field| format!("{field}:{text}"));
            (span, typed)
        }
        _ => (here, String::new()),
    }
}

fn open_quotes(text: &str, at: usize) -> Option<(Span, String)> {
    let chars: Vec<char> = text.chars().take(at).collect();
    let quote = chars.iter().rposition(|c| *c == '"')?;
    let start = chars[..quote]
        .iter()
        .rposition(|c| c.is_whitespace() || matches!(c, '+' | ',' | '!'))
        .map_or(0, |p| p + 1);
    let typed = chars[start..].iter().filter(|c| **c != '"').collect();
    Some((Span { start, end: text.chars().count() }, typed))
}

fn values(store: &Store, field: Option<Field>, project: ProjectId, prefix: &str) -> Result<Vec<String>> {
    store.database().read(|connection| lineage::words(connection, field, project, prefix, MOST))
}

/// Aliases of a collection, behind its colon.
fn suffixes(store: &Store, project: ProjectId, name: &str, prefix: &str) -> Result<Vec<String>> {
    store.database().read(|connection| {
        let Some(row) = crate::db::collection::find(connection, project, name)? else {
            return Ok(Vec::new());
        };
        let aliases = crate::db::alias::list(connection, row.id)?;
        let mut words: Vec<String> = aliases.iter().map(|(name, ..)| name.clone()).collect();
        words.extend(aliases.iter().map(|(.., index)| format!("v{index}")));
        words.dedup();
        words.retain(|word| word.starts_with(prefix));
        words.truncate(MOST as usize);
        Ok(words)
    })
}

fn quoted(prefix: &str, value: &str) -> String {
    let is_plain =
        !value.contains(|c: char| c.is_whitespace() || matches!(c, '+' | ',' | '!' | '"' | '*' | '?'));
    if is_plain {
        return format!("{prefix}{value}");
    }
    format!("{prefix}\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}
