//! Who is signed in.
//!
//! The owner has one session for each start of the server: its secret has 256 bits and dies with the process. A browser
//! gets it as a cookie through a link that works once; programs give it as a bearer token. Others sign in with a key of
//! the store, which gives them a session of their own with the key's name and role, or give the key itself as a bearer
//! token. The key is asked for at each request, so that revoking it ends everything at once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::{HeaderMap, header};
use cairn_api::host::{Digest, Error, Host, Result, key_hash};
use cairn_api::session::{SessionHost, SessionSettings, no_settings};
use subtle::ConstantTimeEq as _;

/// Sessions of keys; the oldest ends when one more begins.
const SESSIONS: usize = 256;
/// Characters of a key: longer tokens aren't looked at.
const LONGEST_KEY: usize = 128;

/// The owner's session with the login that is still open, and those of keys.
pub(crate) struct Sessions {
    token: String,
    login: Mutex<Option<String>>,
    cookie: String,
    keys: Mutex<KeySessions>,
}

/// Sessions by the hash of their secret, so that looking one up tells nothing of the secret by its time.
#[derive(Default)]
struct KeySessions {
    made: u64,
    by_secret: BTreeMap<Digest, KeySession>,
}

/// A session that a key began.
#[derive(Clone)]
struct KeySession {
    number: u64,
    key: Digest,
    settings: SessionSettings,
}

/// Who a request comes from.
#[derive(Clone)]
pub(crate) enum Who {
    /// Who started the server.
    Owner,
    /// Who has the key with this hash.
    Key(Digest, SessionSettings),
}

impl Who {
    /// The host as they see it. Errors: `unauthorized` when the key is unknown in the open store, or was revoked.
    pub(crate) fn host(&self, host: &Arc<dyn Host>) -> Result<Arc<dyn Host>> {
        match self {
            Self::Owner => Ok(Arc::clone(host)),
            Self::Key(key, settings) => {
                let actor = host.store()?.key_with_hash(key)?.actor("browser");
                Ok(Arc::new(SessionHost::new(Arc::clone(host), actor, Arc::clone(settings))))
            }
        }
    }
}

impl Sessions {
    /// A session for the server at `port`. The cookie's name holds the port, because browsers share cookies between
    /// all ports of a host.
    pub(crate) fn new(port: u16) -> Result<Self> {
        Ok(Self {
            token: secret()?,
            login: Mutex::new(Some(secret()?)),
            cookie: format!("cairn_session_{port}"),
            keys: Mutex::default(),
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
        Some(self.set_cookie(&self.token))
    }

    /// Begins a session for a key of the store; answers the `Set-Cookie`. Errors: `unauthorized`.
    pub(crate) fn login_with_key(&self, host: &dyn Host, key: &str) -> Result<String> {
        let hash = key_hash(key);
        host.store()?.key_with_hash(&hash)?;
        let secret = secret()?;
        let mut sessions = self.keys();
        sessions.made += 1;
        let session = KeySession { number: sessions.made, key: hash, settings: no_settings() };
        sessions.by_secret.insert(key_hash(&secret), session);
        if sessions.by_secret.len() > SESSIONS {
            let oldest = sessions.by_secret.iter().min_by_key(|(_, session)| session.number);
            if let Some(oldest) = oldest.map(|(secret, _)| *secret) {
                sessions.by_secret.remove(&oldest);
            }
        }
        Ok(self.set_cookie(&secret))
    }

    /// Who a request says it comes from. An `Authorization` that is wrong isn't made good by a cookie. Whether a key
    /// is still good is for [`Who::host`] to say.
    pub(crate) fn who(&self, headers: &HeaderMap) -> Option<Who> {
        let mut given = headers.get_all(header::AUTHORIZATION).iter();
        match (given.next(), given.next()) {
            (None, _) => self.of_cookie(headers),
            (Some(one), None) => self.of_token(one.to_str().ok()?.strip_prefix("Bearer ")?),
            (Some(_), Some(_)) => None,
        }
    }

    fn of_token(&self, token: &str) -> Option<Who> {
        if same(&self.token, token) {
            return Some(Who::Owner);
        }
        (token.len() <= LONGEST_KEY).then(|| Who::Key(key_hash(token), no_settings()))
    }

    fn of_cookie(&self, headers: &HeaderMap) -> Option<Who> {
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.filter(|(name, _)| *name == self.cookie).find_map(|(_, value)| self.of_secret(value))
    }

    fn of_secret(&self, secret: &str) -> Option<Who> {
        if same(&self.token, secret) {
            return Some(Who::Owner);
        }
        let found = self.keys().by_secret.get(&key_hash(secret)).cloned();
        found.map(|session| Who::Key(session.key, session.settings))
    }

    fn set_cookie(&self, secret: &str) -> String {
        format!("{}={secret}; Path=/; HttpOnly; SameSite=Strict", self.cookie)
    }

    fn keys(&self) -> MutexGuard<'_, KeySessions> {
        self.keys.lock().unwrap_or_else(PoisonError::into_inner)
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
