//! Keys: how other people, other machines and scripts come in, each with a role.

use rusqlite::Connection;
use subtle::ConstantTimeEq as _;

pub use crate::db::api_key::KeyRow;
use crate::db::{api_key, setting};
use crate::history::{Actor, Cell, CellKind, Edit, Outcome, Role};
use crate::model::{Digest, KeyId, quote};
use crate::retention::sweeping_actor;
use crate::store::Store;
use crate::{Code, Error, Result};

/// Longest name of a key, in characters.
const LONGEST: usize = 128;
/// Most keys of a store: each that comes in is compared with all of them.
const MOST: usize = 1000;
/// Random bytes of a key; as hexadecimal digits they are 40 characters, which is what the SDK takes for a key.
const RANDOM: usize = 20;

/// A key that was just made.
#[derive(Debug)]
pub struct NewKey {
    /// What is known of it.
    pub row: KeyRow,
    /// The key itself, told this once: the store keeps a hash alone.
    pub key: String,
    /// The operation.
    pub outcome: Outcome,
}

impl Store {
    /// Makes a key; only administrators may. Errors: `forbidden`, `name-invalid`, `exists`, `request-invalid`.
    pub fn add_key(&self, actor: &Actor, name: &str, role: Role) -> Result<NewKey> {
        let key = random_key()?;
        let made = self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Admin, self.now())?;
            let name = legal_name(name)?;
            refuse_known(tx, name)?;
            if let Some(row) = api_key::find(tx, name)? {
                return Err(taken(&row));
            }
            if api_key::list(tx)?.iter().filter(|row| row.revoked_at.is_none()).count() >= MOST {
                return Err(Error::new(Code::RequestInvalid, format!("The store has {MOST} keys"))
                    .hint("Revoke those that nobody needs."));
            }
            let id = api_key::insert(tx, name, &Digest::of(key.as_bytes()), role, edit.now)?;
            edit.created(CellKind::ApiKeyLife, id.get(), "live");
            let summary = format!("Made the key {name} with the role {}", role.as_str());
            Ok((id, edit.finish("key", &summary, None)?))
        })?;
        let (id, outcome) = made;
        let row = self.database().read(|connection| api_key::get(connection, id))?;
        let row = row.ok_or_else(|| Error::internal("The key vanished"))?;
        Ok(NewKey { row, key, outcome })
    }

    /// Every key there ever was, oldest first; only administrators see them. Errors: `forbidden`.
    pub fn keys(&self, actor: &Actor) -> Result<Vec<KeyRow>> {
        actor.permit(Role::Admin)?;
        self.database().read(api_key::list)
    }

    /// Ends a key, named by its name or its number; only administrators may. Errors: `forbidden`, `not-found`.
    pub fn revoke_key(&self, actor: &Actor, key: &str) -> Result<Outcome> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Admin, self.now())?;
            let row = meant(tx, key)?;
            edit.set(Cell::new(CellKind::ApiKeyLife, row.id.get()), Some("deleted".into()))?;
            edit.finish("key", &format!("Revoked the key {}", row.name), None)
        })
    }

    /// The key that this text is, unless it is revoked. Errors: `unauthorized`.
    pub fn authenticate(&self, key: &str) -> Result<KeyRow> {
        self.key_with_hash(&key_hash(key))
    }

    /// The key with that hash, unless it is revoked: for sessions, which keep no key. Errors: `unauthorized`.
    pub fn key_with_hash(&self, hash: &Digest) -> Result<KeyRow> {
        let live = self.database().read(api_key::hashes)?;
        // All of them are compared, each in constant time, so that time tells nothing of any.
        let found =
            live.into_iter().fold(
                None,
                |found, (id, known)| {
                    if bool::from(known.0.ct_eq(&hash.0)) { Some(id) } else { found }
                },
            );
        let row = match found {
            Some(id) => self.database().read(|connection| api_key::get(connection, id))?,
            None => None,
        };
        row.filter(|row| row.revoked_at.is_none()).ok_or_else(|| {
            Error::new(Code::Unauthorized, "This key is unknown here, or was revoked")
                .hint("Ask an administrator of this store for a key.")
        })
    }
}

/// What is kept of a key.
pub fn key_hash(key: &str) -> Digest {
    Digest::of(key.as_bytes())
}

impl KeyRow {
    /// Who acts with this key, by what program.
    pub fn actor(&self, origin: &str) -> Actor {
        Actor { name: self.name.clone(), origin: origin.to_owned(), role: self.role }
    }
}

fn random_key() -> Result<String> {
    let mut bytes = [0_u8; RANDOM];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::internal(format!("The system has no random numbers: {error}")))?;
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    Ok(digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect())
}

/// Names of keys stand in the history, in one line.
fn legal_name(name: &str) -> Result<&str> {
    let trimmed = name.trim();
    let is_legal = !trimmed.is_empty()
        && trimmed.chars().count() <= LONGEST
        && !trimmed.chars().any(char::is_control)
        && trimmed.parse::<i64>().is_err();
    if is_legal {
        return Ok(trimmed);
    }
    Err(Error::new(Code::NameInvalid, format!("{} can't be the name of a key", quote(name)))
        .hint("Use 1 to 128 characters on one line, not a number alone."))
}

/// The history names who did what: a key mustn't go by the owner's name, nor by that of what is done by itself.
fn refuse_known(connection: &Connection, name: &str) -> Result<()> {
    let owner = setting::get(connection, setting::DEFAULT_ENTITY)?;
    if name != sweeping_actor().name && owner.as_deref() != Some(name) {
        return Ok(());
    }
    Err(Error::new(Code::NameInvalid, format!("{} is somebody else in the history", quote(name)))
        .hint("Choose a name that is neither the owner's nor \"cairn\"."))
}

fn taken(row: &KeyRow) -> Error {
    let words = if row.revoked_at.is_some() {
        "a revoked key has it; names aren't used again, so that the history says who did what"
    } else {
        "another key has it"
    };
    Error::new(Code::Exists, format!("The name {} is taken: {words}", row.name)).hint("Choose another name.")
}

fn meant(connection: &Connection, key: &str) -> Result<KeyRow> {
    let number = key.strip_prefix('#').unwrap_or(key).parse().ok().map(KeyId::new);
    let row = match number {
        Some(id) => api_key::get(connection, id)?,
        None => api_key::find(connection, key.trim())?,
    };
    row.ok_or_else(|| {
        Error::new(Code::NotFound, format!("There is no key {}", quote(key)))
            .hint("`cairnctl key ls` lists them.")
    })
}
