//! Who is signed in, and keys.

use cairn_engine::history::Role;

use super::{Answer, answer};
use crate::commands::{COMMANDS, permit};
use crate::convert::outcome;
use crate::host::Host;
use crate::types::{ApiKey, Empty, KeyAddRequest, KeyAdded, KeyRequest, Outcome, Refused, Session};

/// Commands that set a TTL and nothing else.
const TTL: [&str; 1] = ["ttl.set"];

/// Who acts, and what they may not do.
pub fn session_show(host: &dyn Host, _: Empty) -> Answer<Session> {
    let actor = host.actor();
    let setters = host.store().and_then(|store| store.settings()).map(|settings| settings.ttl_setters);
    let may_set_ttl = setters.is_ok_and(|setters| actor.role >= setters.role());
    let mut refused = Vec::new();
    for spec in COMMANDS {
        let reason = match permit(host, spec.needs) {
            Err(error) => error.message,
            Ok(()) if TTL.contains(&spec.name) && !may_set_ttl => {
                "In this store only administrators set a time to live".to_owned()
            }
            Ok(()) => continue,
        };
        refused.push(Refused { command: spec.name.to_owned(), reason });
    }
    Ok(Session {
        name: actor.name,
        role: actor.role.as_str().to_owned(),
        origin: actor.origin,
        here: host.is_here(),
        refused,
    })
}

/// Every key there ever was.
pub fn key_list(host: &dyn Host, _: Empty) -> Answer<Vec<ApiKey>> {
    answer(|| {
        let keys = host.store()?.keys(&host.actor())?.into_iter().map(|row| ApiKey {
            id: row.id.get(),
            name: row.name,
            role: row.role.as_str().to_owned(),
            created_at: row.created_at,
            revoked_at: row.revoked_at,
        });
        Ok(keys.collect())
    })
}

/// Makes a key.
pub fn key_add(host: &dyn Host, request: KeyAddRequest) -> Answer<KeyAdded> {
    answer(|| {
        let made = host.store()?.add_key(&host.actor(), &request.name, Role::parse(&request.role)?)?;
        Ok(KeyAdded {
            id: made.row.id.get(),
            name: made.row.name,
            role: made.row.role.as_str().to_owned(),
            key: made.key,
            operation: outcome(made.outcome).operation,
        })
    })
}

/// Ends a key.
pub fn key_revoke(host: &dyn Host, request: KeyRequest) -> Answer<Outcome> {
    answer(|| host.store()?.revoke_key(&host.actor(), &request.key).map(outcome))
}
