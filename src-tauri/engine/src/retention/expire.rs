//! Expiry: due versions go to the trash.

use std::collections::HashMap;

use rusqlite::Connection;

use super::{Distrust, MAX_SESSION_IDLE, Sweeper};
use crate::catalog::{is_auto_made_collection, trash_version};
use crate::clock::Millis;
use crate::db::version::{self, VersionRow};
use crate::db::{expiry, lease, make_room, purge, setting, upkeep};
use crate::history::{Actor, Cell, CellKind, Edit, Role};
use crate::model::{CollectionId, Ttl, VersionId, grouped, humanize};
use crate::store::Store;
use crate::{Error, Result};

/// Versions to an operation. No reader waits for one; another writer waits well below a second.
const BATCH: usize = 20_000;

/// What a sweep did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expired {
    /// Versions that went to the trash.
    pub versions: u64,
    /// Operations that say so, each of which undo takes back.
    pub operations: u64,
    /// Why nothing expires at the moment.
    pub paused: Option<Pause>,
}

/// Why and since when the clock isn't believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pause {
    /// Why.
    pub why: Distrust,
    /// Since when, by the wall clock, it has run steadily; after a day of that it is believed again.
    pub steady_since: Millis,
}

/// The versions of a batch, by the rule that they fall under.
struct Due {
    own: Vec<VersionId>,
    inherited: Vec<VersionId>,
    default: Option<i64>,
}

impl Store {
    /// Moves every version to the trash whose TTL is over: its own, or the team's default where it inherits. Protected
    /// aliases, links and readers keep a version. Days in the trash begin now, when the expiry is seen.
    ///
    /// While the clock can't be believed nothing expires, and the answer says why.
    pub fn expire_due(&self, sweeper: &Sweeper<'_>, actor: &Actor) -> Result<Expired> {
        let mut all = Expired::default();
        loop {
            sweeper.cancel.check()?;
            let done = self.expire_batch(actor)?;
            all.paused = done.paused;
            all.versions += done.versions;
            all.operations += done.operations;
            if done.versions == 0 {
                return Ok(all);
            }
        }
    }

    fn expire_batch(&self, actor: &Actor) -> Result<Expired> {
        self.write(|tx| {
            let observed = self.observe(tx)?;
            if let Some((why, steady_since)) = observed.pause {
                return Ok(Expired { paused: Some(Pause { why, steady_since }), ..Expired::default() });
            }
            lease::expire(tx, &observed.now.at, MAX_SESSION_IDLE)?;
            let due = find(tx, observed.now.at.wall)?;
            if due.own.is_empty() && due.inherited.is_empty() {
                return Ok(Expired::default());
            }
            make_room(tx, due.count())?;
            let mut edit = Edit::begin(tx, actor, Role::Member, observed.now.at.wall)?;
            let ids: Vec<VersionId> = due.own.iter().chain(&due.inherited).copied().collect();
            let rows =
                version::each(tx, &ids)?.map_err(|id| Error::internal(format!("Version {id} vanished")))?;
            for row in &rows {
                trash_version(&mut edit, row, "expired")?;
            }
            edit.finish("expire", &due.summary(tx)?, None)?;
            purge::observe_trash(tx, upkeep::observed(tx, &observed.now)?)?;
            Ok(Expired { versions: due.count() as u64, operations: 1, paused: None })
        })
    }

    /// When the next version expires.
    pub(super) fn next_expiry(&self) -> Result<Option<Millis>> {
        self.database().read(|connection| {
            let default = setting::default_ttl(connection)?.map(|seconds| seconds.saturating_mul(1000));
            expiry::next_due(connection, self.reading().wall, default)
        })
    }
}

impl Due {
    fn count(&self) -> usize {
        self.own.len() + self.inherited.len()
    }

    /// What expired and by which rule.
    fn summary(&self, connection: &Connection) -> Result<String> {
        let what = match (self.own.as_slice(), self.inherited.as_slice()) {
            ([one], []) | ([], [one]) => version::short_address(connection, *one)?,
            _ => format!("{} versions", grouped(self.count() as u64)),
        };
        let default = self.default.map_or_else(String::new, humanize);
        Ok(match (self.own.len(), self.inherited.len()) {
            (_, 0) => format!("Expired {what} by their own TTL"),
            (0, _) => format!("Expired {what} by the default TTL of {default}"),
            (own, inherited) => {
                let [own, inherited] = [own, inherited].map(|count| grouped(count as u64));
                format!("Expired {what}: {own} by their own TTL, {inherited} by the default of {default}")
            }
        })
    }
}

fn find(connection: &Connection, now: Millis) -> Result<Due> {
    let default = setting::default_ttl(connection)?;
    let own = expiry::due_by_own(connection, now, BATCH)?;
    let mut inherited = Vec::new();
    if let (Some(seconds), true) = (default, own.len() < BATCH) {
        let made_until = now.saturating_sub(seconds.saturating_mul(1000));
        inherited = expiry::due_by_default(connection, made_until, BATCH - own.len())?;
        drop_auto_made(connection, &mut inherited)?;
    }
    Ok(Due { own, inherited, default })
}

/// Whether the TTL of a version is over, so that the next sweep takes it while it lives.
pub(crate) fn is_overdue(connection: &Connection, version: &VersionRow, now: Millis) -> Result<bool> {
    let is_auto_made = is_auto_made_collection(connection, version.collection)?;
    let default = if is_auto_made { None } else { setting::default_ttl(connection)? };
    let made_until = default.map(|seconds| now.saturating_sub(seconds.saturating_mul(1000)));
    expiry::is_overdue(connection, version.id, now, made_until)
}

/// Versions that somebody brings back although their TTL is over have none from now on: else the next sweep would take
/// them again. Answers how many those are. Errors: `forbidden` where the team doesn't let the actor set a TTL.
pub(crate) fn keep_overdue(edit: &mut Edit<'_>, versions: &[VersionId]) -> Result<u64> {
    let mut kept = 0;
    for id in versions {
        let Some(row) = version::get(edit.tx, *id)? else { continue };
        if is_overdue(edit.tx, &row, edit.now)? {
            edit.set(Cell::new(CellKind::VersionTtl, id.get()), Some(Ttl::None.to_wire().to_string()))?;
            kept += 1;
        }
    }
    Ok(kept)
}

/// What the SDK makes by itself has no TTL, whatever its row says.
fn drop_auto_made(connection: &Connection, ids: &mut Vec<VersionId>) -> Result<()> {
    let mut known: HashMap<CollectionId, bool> = HashMap::new();
    let mut kept = Vec::with_capacity(ids.len());
    for id in ids.drain(..) {
        let Some(row) = version::get(connection, id)? else { continue };
        let auto = match known.get(&row.collection) {
            Some(auto) => *auto,
            None => {
                *known.entry(row.collection).or_insert(is_auto_made_collection(connection, row.collection)?)
            }
        };
        if !auto {
            kept.push(id);
        }
    }
    *ids = kept;
    Ok(())
}
