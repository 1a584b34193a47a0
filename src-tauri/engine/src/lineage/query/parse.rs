//! From tokens to an expression.

use super::QueryError;
use super::lex::{Span, Token, tokens};
use crate::db::query::lineage::Field;

/// What a query means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expr {
    /// Everything in any of them.
    Union(Vec<Expr>),
    /// Everything in all of them.
    Intersection(Vec<Expr>),
    /// Everything else.
    Not(Box<Expr>),
    /// What an atom names, and what lies around it.
    Around { atom: Atom, up: Reach, down: Reach },
}

/// How far around something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Not at all.
    None,
    /// So many steps.
    Steps(u32),
    /// Everything.
    All,
}

/// A word that names things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Atom {
    /// What the value is compared with; an address without one.
    pub(crate) field: Option<Field>,
    /// The value; in quotes `*` and `?` stand for themselves.
    pub(crate) value: String,
    /// It stood in quotes.
    pub(crate) is_literal: bool,
    /// Where it stands.
    pub(crate) span: Span,
}

/// Reads a query.
pub(crate) fn parse(text: &str) -> Result<Expr, QueryError> {
    let tokens = tokens(text)?;
    let end = text.chars().count();
    let mut parser = Parser { tokens: &tokens, at: 0, end };
    parser.union()
}

/// The field of that name.
pub(super) fn field(name: &str) -> Option<Field> {
    Some(match name {
        "type" => Field::Type,
        "alias" => Field::Alias,
        "tag" => Field::Tag,
        "state" => Field::State,
        "run" => Field::Run,
        "job" => Field::Job,
        "group" => Field::Group,
        "project" => Field::Project,
        _ => return None,
    })
}

struct Parser<'t> {
    tokens: &'t [(Token, Span)],
    at: usize,
    end: usize,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(token, _)| token)
    }

    /// Character at which the next token begins.
    fn place(&self) -> usize {
        self.tokens.get(self.at).map_or(self.end, |(_, span)| span.start)
    }

    fn skip_space(&mut self) {
        if self.peek() == Some(&Token::Space) {
            self.at += 1;
        }
    }

    fn union(&mut self) -> Result<Expr, QueryError> {
        let mut parts = Vec::new();
        loop {
            self.skip_space();
            if self.peek().is_none() {
                break;
            }
            parts.push(self.intersection()?);
        }
        match parts.len() {
            0 => Err(QueryError::new("The query is empty", self.end)),
            1 => Ok(parts.remove(0)),
            _ => Ok(Expr::Union(parts)),
        }
    }

    fn intersection(&mut self) -> Result<Expr, QueryError> {
        let mut parts = vec![self.factor()?];
        loop {
            let before = self.at;
            self.skip_space();
            if self.peek() != Some(&Token::Comma) {
                self.at = before;
                break;
            }
            self.at += 1;
            self.skip_space();
            parts.push(self.factor()?);
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::Intersection(parts) })
    }

    fn factor(&mut self) -> Result<Expr, QueryError> {
        if self.peek() == Some(&Token::Not) {
            self.at += 1;
            if self.peek() == Some(&Token::Not) {
                return Err(QueryError::new("Two exclamation marks say nothing", self.place()));
            }
            return Ok(Expr::Not(Box::new(self.around()?)));
        }
        self.around()
    }

    fn around(&mut self) -> Result<Expr, QueryError> {
        let up = self.up()?;
        let atom = self.atom()?;
        Ok(Expr::Around { atom, up, down: self.down() })
    }

    /// `+`, or a number and `+`.
    fn up(&mut self) -> Result<Reach, QueryError> {
        if self.peek() == Some(&Token::Plus) {
            self.at += 1;
            return Ok(Reach::All);
        }
        let Some((Token::Word(text), span)) = self.tokens.get(self.at) else { return Ok(Reach::None) };
        let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
        if !is_number || self.tokens.get(self.at + 1).map(|(token, _)| token) != Some(&Token::Plus) {
            return Ok(Reach::None);
        }
        // `2+` with nothing behind: a collection named 2 and all downstream.
        if !matches!(self.tokens.get(self.at + 2), Some((Token::Word(_) | Token::Quoted { .. }, _))) {
            return Ok(Reach::None);
        }
        let steps = text.parse().map_err(|_| QueryError::new("That are too many steps", span.start))?;
        self.at += 2;
        Ok(Reach::Steps(steps))
    }

    /// `+`, or `+` and a number.
    fn down(&mut self) -> Reach {
        if self.peek() != Some(&Token::Plus) {
            return Reach::None;
        }
        self.at += 1;
        let Some(Token::Word(text)) = self.peek() else { return Reach::All };
        match text.parse() {
            Ok(steps) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
                self.at += 1;
                Reach::Steps(steps)
            }
            _ => Reach::All,
        }
    }

    fn atom(&mut self) -> Result<Atom, QueryError> {
        let place = self.place();
        let Some((token, span)) = self.tokens.get(self.at) else {
            return Err(QueryError::new("A name is missing here", place));
        };
        let atom = match token {
            Token::Word(text) => word(text, *span)?,
            Token::Quoted { field: None, text } => {
                Atom { field: None, value: text.clone(), is_literal: true, span: *span }
            }
            Token::Quoted { field: Some(name), text } => match field(name) {
                Some(field) => {
                    Atom { field: Some(field), value: text.clone(), is_literal: true, span: *span }
                }
                None => Atom { field: None, value: format!("{name}:{text}"), is_literal: true, span: *span },
            },
            _ => return Err(QueryError::new("A name is missing here", place)),
        };
        if atom.value.is_empty() {
            return Err(QueryError::new("A value is missing here", span.end));
        }
        self.at += 1;
        Ok(atom)
    }
}

fn word(text: &str, span: Span) -> Result<Atom, QueryError> {
    let known = text.split_once(':').and_then(|(name, value)| Some((field(name)?, value)));
    match known {
        Some((_, "")) => Err(QueryError::new("A value is missing here", span.end)),
        Some((field, value)) => {
            Ok(Atom { field: Some(field), value: value.to_owned(), is_literal: false, span })
        }
        None => Ok(Atom { field: None, value: text.to_owned(), is_literal: false, span }),
    }
}
