//! Keys of other people, other machines and scripts.

use cairn_api::call::{key_add, key_list, key_revoke};
use cairn_api::types::{ApiKey, Empty, KeyAddRequest, KeyRequest};
use clap::Subcommand;
use serde::Serialize;

use crate::context::Context;
use crate::out::note;
use crate::stop::Done;
use crate::table::List;
use crate::text::{plain, relative, rfc3339};

#[derive(Debug, Subcommand)]
pub(crate) enum KeyAction {
    /// Make a key; it is shown this once
    Add {
        /// Name, which the history shows
        #[arg(long)]
        name: String,
        /// admin, member or viewer
        #[arg(long)]
        role: String,
    },
    /// List the keys
    #[command(alias = "list")]
    Ls,
    /// End a key, and every session that began with it
    Revoke {
        /// Its name or its number
        key: String,
    },
}

impl KeyAction {
    /// Whether it makes the store when there is none.
    pub(crate) fn writes(&self) -> bool {
        matches!(self, Self::Add { .. })
    }
}

/// The document of a new key.
#[derive(Serialize)]
struct Added<'a> {
    id: i64,
    name: &'a str,
    role: &'a str,
    key: &'a str,
}

/// The document of a key in a list.
#[derive(Serialize)]
struct Listed<'a> {
    id: i64,
    name: &'a str,
    role: &'a str,
    created_at: String,
    revoked_at: Option<String>,
}

/// Makes, lists and ends keys.
pub(crate) fn run(cx: &mut Context, action: KeyAction) -> Done {
    match action {
        KeyAction::Add { name, role } => add(cx, name, role),
        KeyAction::Ls => list(cx),
        KeyAction::Revoke { key } => {
            let outcome = key_revoke(cx.host.as_ref(), KeyRequest { key })?;
            cx.out.outcome(None, outcome)
        }
    }
}

fn add(cx: &mut Context, name: String, role: String) -> Done {
    let made = key_add(cx.host.as_ref(), KeyAddRequest { name, role })?;
    if cx.out.json {
        let added = Added { id: made.id, name: &made.name, role: &made.role, key: &made.key };
        return cx.out.document(&added);
    }
    cx.out.line(&made.key)?;
    note(&format!("The key {} with the role {}. It isn't shown again.", made.name, made.role));
    Ok(())
}

fn list(cx: &mut Context) -> Done {
    let (keys, now) = (key_list(cx.host.as_ref(), Empty {})?, cx.store()?.now());
    let mut list = List::new(&mut cx.out, &[">KEY", "NAME", "ROLE", "MADE", ""]);
    for key in &keys {
        let object = Listed {
            id: key.id,
            name: &key.name,
            role: &key.role,
            created_at: rfc3339(key.created_at),
            revoked_at: key.revoked_at.map(rfc3339),
        };
        list.row(&object, || cells(key, now))?;
    }
    list.end("There are no keys. The owner of this store needs none.")
}

fn cells(key: &ApiKey, now: i64) -> Vec<String> {
    let state = key.revoked_at.map_or_else(String::new, |at| format!("revoked {}", relative(at, now)));
    vec![key.id.to_string(), plain(&key.name), key.role.clone(), relative(key.created_at, now), state]
}
