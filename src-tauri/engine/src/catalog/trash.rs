//! Deleting versions.

use super::bytes::{self, Bytes};
use super::selection::Selection;
use crate::Result;
use crate::clock::Millis;
use crate::db::version::VersionState;
use crate::db::{alias, setting};
use crate::history::{Actor, Outcome};
use crate::progress::Monitor;
use crate::retention::Act;
use crate::store::Store;

/// What deleting versions would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeletePlan {
    /// Number of versions.
    pub versions: u64,
    /// Aliases that would go, at most 50, each with the index of its version.
    pub aliases: Vec<(String, u64)>,
    /// Number of aliases.
    pub alias_count: u64,
    /// Their bytes taken together.
    pub bytes: Bytes,
    /// When they would leave the trash for good.
    pub purge_at: Millis,
}

/// Most aliases named in a plan.
const NAMED: usize = 50;

impl Store {
    /// What deleting the versions of a selection would do.
    pub fn plan_delete(&self, selection: &Selection) -> Result<DeletePlan> {
        self.database().snapshot(|connection| {
            let mut versions = self.selected(connection, selection)?;
            versions.retain(|version| version.state == VersionState::Committed);
            let mut aliases = Vec::new();
            for version in &versions {
                aliases.extend(
                    alias::of(connection, version.membership)?.into_iter().map(|name| (name, version.index)),
                );
            }
            let alias_count = aliases.len() as u64;
            aliases.truncate(NAMED);
            Ok(DeletePlan {
                versions: versions.len() as u64,
                aliases,
                alias_count,
                bytes: bytes::together(connection, &versions)?,
                purge_at: self.now() + setting::trash_millis(connection)?,
            })
        })
    }

    /// Moves versions to the trash, as one operation. Errors: `has-aliases` unless `delete_aliases`; `deleted` when
    /// all of them lie there already; `linked` and `alias-protected` for what a registry holds.
    pub fn delete_versions(
        &self,
        actor: &Actor,
        selection: &Selection,
        delete_aliases: bool,
    ) -> Result<Outcome> {
        let act = Act::Delete { selection: selection.clone(), delete_aliases, now: false };
        self.carry_out(actor, &act, None, &Monitor::silent())
    }
}
