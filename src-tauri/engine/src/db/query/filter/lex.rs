//! Cuts a filter into terms.

use std::iter::Peekable;
use std::str::Chars;

use super::refuse;
use crate::Result;

/// Most terms of a filter.
const MAX_TERMS: usize = 50;

/// A term as written. Positions are characters from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// `!` or `-` stood before it.
    pub(super) negated: bool,
    /// Where it begins.
    pub(super) at: usize,
    /// What stands before the colon.
    pub(super) key: Option<String>,
    /// Where the value begins.
    pub(super) value_at: usize,
    /// The value, or the whole word.
    pub(super) value: String,
    /// A part of the value was quoted, so nothing in it is special.
    pub(super) quoted: bool,
}

impl Token {
    /// Whether its meaning depends on the time.
    pub(super) fn is_relative(&self) -> bool {
        matches!(self.key.as_deref(), Some("ttl" | "created"))
    }
}

/// The terms of a filter.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>> {
    let mut lexer = Lexer { chars: text.chars().peekable(), at: 1 };
    let mut tokens = Vec::new();
    while lexer.skip_spaces() {
        if tokens.len() == MAX_TERMS {
            return Err(refuse(lexer.at, format!("it has more than {MAX_TERMS} terms")));
        }
        tokens.push(lexer.token()?);
    }
    Ok(tokens)
}

struct Lexer<'a> {
    chars: Peekable<Chars<'a>>,
    at: usize,
}

impl Lexer<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.chars.next()?;
        self.at += 1;
        Some(c)
    }

    /// Whether something follows.
    fn skip_spaces(&mut self) -> bool {
        while self.chars.next_if(|c| c.is_whitespace()).is_some() {
            self.at += 1;
        }
        self.chars.peek().is_some()
    }

    fn token(&mut self) -> Result<Token> {
        let at = self.at;
        let negated = self.chars.next_if(|c| matches!(c, '!' | '-')).is_some();
        self.at += usize::from(negated);
        let word_at = self.at;
        let (word, quoted) = self.piece(true)?;
        let may_be_key = !quoted || word.starts_with("meta.");
        if may_be_key && self.chars.peek() == Some(&':') {
            self.next();
            let value_at = self.at;
            let (value, quoted) = self.piece(false)?;
            if value.is_empty() && !quoted {
                return Err(refuse(value_at, format!("nothing follows `{word}:`")));
            }
            return Ok(Token { negated, at: word_at, key: Some(word), value_at, value, quoted });
        }
        match (word.is_empty(), quoted) {
            (true, true) => Err(refuse(word_at, "the quotes are empty")),
            (true, false) => Err(refuse(at, "nothing follows `!` or `-`, or nothing stands before `:`")),
            _ => Ok(Token { negated, at: word_at, key: None, value_at: word_at, value: word, quoted }),
        }
    }

    /// Reads up to a space, or up to a colon where a key may stand; says whether any of it was quoted.
    fn piece(&mut self, key: bool) -> Result<(String, bool)> {
        let (mut text, mut quoted) = (String::new(), false);
        while let Some(&c) = self.chars.peek() {
            if c.is_whitespace() || (key && c == ':') {
                break;
            }
            if c == '"' {
                quoted = true;
                let in_key = key && text.starts_with("meta.");
                self.quotes(&mut text, in_key)?;
            } else {
                text.push(c);
                self.next();
            }
        }
        Ok((text, quoted))
    }

    /// Reads a quoted part; in a key of the metadata its dots are part of the key.
    fn quotes(&mut self, text: &mut String, in_key: bool) -> Result<()> {
        let opened = self.at;
        self.next();
        while let Some(c) = self.next() {
            let c = match c {
                '"' => return Ok(()),
                '\\' => self.next().unwrap_or('\\'),
                c => c,
            };
            if in_key && matches!(c, '.' | '\\') {
                text.push('\\');
            }
            text.push(c);
        }
        Err(refuse(opened, "the quotes are never closed"))
    }
}
