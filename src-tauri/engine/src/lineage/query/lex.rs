//! From text to tokens.

use super::{MAX_QUERY, QueryError};

/// Characters from `start` on, `end` not among them, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
}

/// A piece of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// `+`.
    Plus,
    /// `,`.
    Comma,
    /// `!`.
    Not,
    /// White space, which unites.
    Space,
    /// A bare word.
    Word(String),
    /// A word in quotes, perhaps behind a field: `alias:"best model"`.
    Quoted { field: Option<String>, text: String },
}

/// Cuts a query into tokens with their places.
pub(super) fn tokens(text: &str) -> Result<Vec<(Token, Span)>, QueryError> {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() > MAX_QUERY {
        return Err(QueryError::new(format!("The query is longer than {MAX_QUERY} characters"), MAX_QUERY));
    }
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(c) = chars.get(at) {
        let start = at;
        let token = match c {
            '+' => single(Token::Plus, &mut at),
            ',' => single(Token::Comma, &mut at),
            '!' => single(Token::Not, &mut at),
            c if c.is_whitespace() => {
                at += chars[at..].iter().take_while(|c| c.is_whitespace()).count();
                Token::Space
            }
            '"' => quoted(&chars, &mut at, None)?,
            _ => word(&chars, &mut at)?,
        };
        found.push((token, Span { start, end: at }));
    }
    Ok(found)
}

fn single(token: Token, at: &mut usize) -> Token {
    *at += 1;
    token
}

fn word(chars: &[char], at: &mut usize) -> Result<Token, QueryError> {
    let mut text = String::new();
    while let Some(c) = chars.get(*at).filter(|c| !c.is_whitespace() && !matches!(c, '+' | ',' | '!')) {
        if *c == '"' {
            // Quotes may begin behind a field, nowhere else inside a word.
            return match text.strip_suffix(':') {
                Some(field) => quoted(chars, at, Some(field.to_owned())),
                None => Err(QueryError::new("Quotes go around a whole word, or follow a colon", *at)),
            };
        }
        text.push(*c);
        *at += 1;
    }
    Ok(Token::Word(text))
}

fn quoted(chars: &[char], at: &mut usize, field: Option<String>) -> Result<Token, QueryError> {
    let opened = *at;
    *at += 1;
    let mut text = String::new();
    loop {
        match chars.get(*at) {
            None => return Err(QueryError::new("These quotes are never closed", opened)),
            Some('"') => break,
            Some('\\') if matches!(chars.get(*at + 1), Some('"' | '\\')) => {
                text.push(chars[*at + 1]);
                *at += 2;
            }
            Some(c) => {
                text.push(*c);
                *at += 1;
            }
        }
    }
    *at += 1;
    Ok(Token::Quoted { field, text })
}
