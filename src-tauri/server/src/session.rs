//! Who is signed in.
//!
//! One session for each start of the server: its secret has 256 bits and dies with the process. A browser gets it as
//! a cookie through a link that works once; programs give it as a bearer token.

use std::sync::{Mutex, PoisonError};

use axum::http::{HeaderMap, header};
use cairn_api::host::{Error, Result};
use subtle::ConstantTimeEq as _;

/// The session and the login that is still open.
pub(crate) struct Sessions {
    token: String,
    login: Mutex<Option<String>>,
    cookie: String,
}

impl Sessions {
    /// A session for the server at `port`. The cookie's name holds the port, because browsers share cookies between
    /// all ports of a host.
    pub(crate) fn new(port: u16) -> Result<Self> {
        Ok(Self {
            token: secret()?,
            login: Mutex::new(Some(secret()?)),
            cookie: format!("cairn_session_{port}"),
        })
    }

    /// The session's secret.
    pub(crate) fn token(&self) -> &str {
        &self.token
    }

    /// The secret of the login link; empty when it was used.
    pub(crate) fn login_token(&self) -> String {
        self.login.lock().unwrap_or_else(PoisonError::into_inner).clone().unwrap_or_default()
    }

    /// Takes a login: answers the `Set-Cookie` the first time that the right secret comes.
    pub(crate) fn login(&self, given: &str) -> Option<String> {
        let mut open = self.login.lock().unwrap_or_else(PoisonError::into_inner);
        if !open.as_deref().is_some_and(|login| same(login, given)) {
            return None;
        }
        *open = None;
        Some(format!("{}={}; Path=/; HttpOnly; SameSite=Strict", self.cookie, self.token))
    }

    /// Whether a request belongs to the session. An `Authorization` that is wrong isn't made good by a cookie.
    pub(crate) fn admits(&self, headers: &HeaderMap) -> bool {
        let mut given = headers.get_all(header::AUTHORIZATION).iter();
        match (given.next(), given.next()) {
            (None, _) => self.has_cookie(headers),
            (Some(one), None) => one
                .to_str()
                .ok()
                .and_then(|value| value.strip_prefix("Bearer "))
                .is_some_and(|token| same(&self.token, token)),
            (Some(_), Some(_)) => false,
        }
    }

    fn has_cookie(&self, headers: &HeaderMap) -> bool {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.any(|(name, value)| name == self.cookie && same(&self.token, value))
    }
}

/// Compares without telling by its time where two secrets differ.
fn same(secret: &str, given: &str) -> bool {
    secret.as_bytes().ct_eq(given.as_bytes()).into()
}

/// 256 random bits as hex.
fn secret() -> Result<String> {
    let mut bytes = [0_u8; 32];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::internal(format!("The system has no random numbers: {error}")))?;
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    Ok(digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect())
}
