//! Gives each term its meaning.

use super::lex::Token;
use super::value::{self, Scale};
use super::{Condition, Pattern, Span, Test, refuse};
use crate::Result;
use crate::clock::Millis;
use crate::db::state;
use crate::model::{Ttl, quote};

/// What a term asks for.
pub(super) fn condition(token: &Token, now: Millis) -> Result<Condition> {
    let Some(key) = token.key.as_deref() else { return Ok(word(token)) };
    if let Some(path) = key.strip_prefix("meta.") {
        return metadata(token, path);
    }
    match key {
        "alias" => Ok(Condition::Alias(pattern(token))),
        "tag" => Ok(Condition::Tag(pattern(token))),
        "size" => value::span(token, &Scale::Bytes).map(Condition::Size),
        "files" => value::span(token, &Scale::Count).map(Condition::Files),
        "created" => value::span(token, &Scale::Age(now)).map(Condition::Created),
        "ttl" => ttl(token, now),
        "digest" => digest(token),
        "state" => state_of(token),
        _ => Err(refuse(token.at, format!("{} is no field", quote(key)))),
    }
}

/// `v12`, `v10..v20`, or text to look for.
fn word(token: &Token) -> Condition {
    if token.quoted {
        return Condition::Word(token.value.clone());
    }
    let index = |text: &str| text.strip_prefix('v').and_then(value::integer);
    if let Some(index) = index(&token.value) {
        return Condition::Index(Span { min: Some(index), max: Some(index) });
    }
    if let Some((first, last)) = token.value.split_once("..")
        && let (Some(min), Some(max)) = (index(first), index(last))
    {
        return Condition::Index(Span { min: Some(min), max: Some(max) });
    }
    Condition::Word(token.value.clone())
}

fn pattern(token: &Token) -> Pattern {
    if token.quoted || !token.value.contains('*') {
        return Pattern::Exact(token.value.clone());
    }
    Pattern::Glob(token.value.split('*').map(str::to_owned).collect())
}

fn ttl(token: &Token, now: Millis) -> Result<Condition> {
    match token.value.as_str() {
        "none" => Ok(Condition::Ttl(Ttl::None.to_wire())),
        "inherit" => Ok(Condition::Ttl(Ttl::Inherit.to_wire())),
        _ => value::span(token, &Scale::Ahead(now)).map(Condition::Expires),
    }
}

fn digest(token: &Token) -> Result<Condition> {
    let hex = token.value.to_ascii_lowercase();
    if hex.len() > 32 || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        let message =
            format!("{} isn't the beginning of a digest (up to 32 hexadecimal digits)", quote(&token.value));
        return Err(refuse(token.value_at, message));
    }
    Ok(Condition::Digest(hex))
}

fn state_of(token: &Token) -> Result<Condition> {
    match token.value.as_str() {
        "live" | "committed" => Ok(Condition::State(state::COMMITTED)),
        "deleted" => Ok(Condition::State(state::DELETED)),
        other => {
            Err(refuse(token.value_at, format!("{} is no state; give `live` or `deleted`", quote(other))))
        }
    }
}

fn metadata(token: &Token, path: &str) -> Result<Condition> {
    if path.is_empty() {
        return Err(refuse(token.at, "`meta.` lacks the key"));
    }
    let (compare, operand) = value::operator(&token.value);
    let test = match (token.quoted, compare) {
        (false, Some(compare)) if compare != "=" => {
            let (min, max) = value::number(token, operand)?.bounds(compare);
            Test::Number(min, max)
        }
        (false, _) if value::numbers(operand).is_some() => {
            let (min, max) = value::numbers(operand).unwrap_or_default();
            Test::Number(min, max)
        }
        (quoted, compare) => {
            let text = if compare.is_some() { operand } else { &token.value };
            Test::Text(pattern(&Token { value: text.to_owned(), quoted, ..token.clone() }))
        }
    };
    Ok(Condition::Metadata(path.to_owned(), test))
}
