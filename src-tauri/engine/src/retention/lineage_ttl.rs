//! TTL of versions and of what lies upstream or downstream of them.

use std::collections::{HashMap, HashSet};

use rusqlite::Connection;

use super::effects::{Effect, Effects};
use super::plan::Plan;
use crate::Result;
use crate::catalog::{Locks, Selection, describe_versions};
use crate::clock::Millis;
use crate::db::version::{VersionRow, VersionState};
use crate::db::{alias, impact, setting, version};
use crate::history::{Edit, Outcome};
use crate::model::{Ttl, TtlSpec, VersionId, expires_at};
use crate::progress::Monitor;
use crate::store::Store;
use crate::{Code, Error};

/// Most warnings in a plan.
const NAMED: usize = 50;

/// How far along the lineage.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Along {
    /// What the versions were made from.
    pub up: bool,
    /// What was made from them.
    pub down: bool,
    /// Steps from version to version over a run; all when absent.
    pub depth: Option<u32>,
}

/// A TTL for versions, perhaps along the lineage.
#[derive(Debug, Clone, PartialEq)]
pub struct TtlAct {
    /// Which versions.
    pub selection: Selection,
    /// As people write it: `30d`, `2026-12-31`, `none`, `inherit`.
    pub ttl: String,
    /// How far along the lineage.
    pub along: Along,
    /// Versions that were unticked.
    pub except: Vec<VersionId>,
}

impl Default for TtlAct {
    fn default() -> Self {
        let (selection, along) = (Selection::Versions(Vec::new()), Along::default());
        Self { selection, ttl: "inherit".into(), along, except: Vec::new() }
    }
}

/// What the TTL does to each version that is meant.
pub(super) fn effects(store: &Store, connection: &Connection, act: &TtlAct, now: Millis) -> Result<Effects> {
    let spec = TtlSpec::parse(&act.ttl, now)?;
    let default = setting::default_ttl(connection)?;
    let mut locks = Locks::new(connection)?;
    let except: HashSet<VersionId> = act.except.iter().copied().collect();
    let mut list = Vec::new();
    let mut untouched = 0;
    for (version, distance) in meant(store, connection, act)? {
        if except.contains(&version.id) {
            untouched += 1;
            continue;
        }
        let locked = locks.reason(connection, &version)?;
        let mut effect = Effect { locked, distance, ..Effect::none(version) };
        if effect.locked.is_none() {
            expire(connection, &mut effect, spec, default, now)?;
        }
        list.push(effect);
    }
    Ok(Effects { list, untouched, ..Effects::default() })
}

/// Sets the TTL of a version; one that expires by it goes to the trash at once.
fn expire(
    connection: &Connection,
    effect: &mut Effect,
    spec: TtlSpec,
    default: Option<i64>,
    now: Millis,
) -> Result<()> {
    let (created_at, membership) = (effect.version.created_at, effect.version.membership);
    effect.ttl = Some(spec.resolve(created_at));
    if spec.expires_now(created_at, default, now) {
        effect.trash = Some("expired");
        effect.aliases = alias::of(connection, membership)?;
    }
    Ok(())
}

/// The versions that are meant, with their distance from what was selected: the selection first.
fn meant(store: &Store, connection: &Connection, act: &TtlAct) -> Result<Vec<(VersionRow, i32)>> {
    let selected = store.selected(connection, &act.selection)?;
    if !act.along.up && !act.along.down {
        return Ok(selected.into_iter().map(|version| (version, 0)).collect());
    }
    let roots: Vec<VersionId> = selected.iter().map(|version| version.id).collect();
    let graph = store.lineage_in(connection)?;
    let reached = graph.versions_around(&roots, act.along.up, act.along.down, act.along.depth);
    let ids: Vec<VersionId> = reached.iter().map(|(id, _)| *id).collect();
    let others = version::each(connection, &ids)?
        .map_err(|id| Error::internal(format!("Version {id} of the lineage vanished")))?;
    let distances = reached.into_iter().map(|(_, distance)| distance);
    let mut all: Vec<(VersionRow, i32)> = selected.into_iter().map(|version| (version, 0)).collect();
    // Tombstones have no TTL any more, and nobody expects them in the list.
    all.extend(others.into_iter().zip(distances).filter(|(row, _)| row.state != VersionState::Purged));
    Ok(all)
}

/// Sets the TTLs. Errors: `ttl-not-allowed` or `deleted` when no version can change.
pub(super) fn carry_out(
    mut edit: Edit<'_>,
    effects: &Effects,
    act: &TtlAct,
    monitor: &Monitor<'_>,
) -> Result<Outcome> {
    edit.permit_ttl()?;
    let meant: Vec<&VersionRow> =
        effects.list.iter().filter(|effect| effect.locked.is_none()).map(|effect| &effect.version).collect();
    if let (true, Some(locked)) = (meant.is_empty(), effects.list.first()) {
        return Err(refused(locked));
    }
    effects.apply(&mut edit, monitor)?;
    let words = describe_versions(edit.tx, &meant)?;
    let expired = effects.going().count();
    let along = match (act.along.up, act.along.down) {
        (false, false) => "",
        (true, false) => " and what is upstream",
        (false, true) => " and what is downstream",
        (true, true) => " and what is around",
    };
    let mut summary = format!("Set the TTL of {words}{along} to {}", act.ttl.trim());
    if meant.len() > 1 && !along.is_empty() {
        summary = format!("Set the TTL of {words} along the lineage to {}", act.ttl.trim());
    }
    if expired > 0 {
        summary = format!("{summary}; {expired} expired");
    }
    summary.push_str(&effects.left_words());
    edit.finish("ttl", &summary, None)
}

fn refused(effect: &Effect) -> Error {
    let (version, reason) = (&effect.version, effect.locked.as_deref().unwrap_or_default());
    let code = if version.state == VersionState::Committed { Code::TtlNotAllowed } else { Code::Deleted };
    Error::new(code, format!("The TTL of v{} can't change: {reason}", version.index))
        .hint("Restore a version in the trash first; linked and auto-made versions have no TTL.")
}

/// Warns where an input of something that is kept would expire before it: that couldn't be made again then.
pub(super) fn warn(connection: &Connection, effects: &Effects, plan: &mut Plan) -> Result<()> {
    let default = setting::default_ttl(connection)?;
    let given: HashMap<VersionId, Ttl> =
        effects.list.iter().filter_map(|effect| Some((effect.version.id, effect.ttl?))).collect();
    for effect in effects.list.iter().filter(|effect| effect.changes()) {
        let version = &effect.version;
        let Some(ends) = effect.ttl.and_then(|ttl| expires_at(version.created_at, ttl, default)) else {
            continue;
        };
        let mut told = HashSet::new();
        for run in impact::users(connection, version.id)? {
            for output in impact::outputs(connection, run)?.into_iter().filter(|id| *id != version.id) {
                let Some(found) = impact::lifetime(connection, output)?.filter(|found| found.is_live) else {
                    continue;
                };
                let ttl = given.get(&output).copied().unwrap_or(found.ttl);
                let kept_until = expires_at(found.created_at, ttl, default);
                if kept_until.is_none_or(|until| until > ends) && told.insert(output) {
                    note(connection, plan, version.id, output, kept_until.is_none())?;
                }
            }
        }
    }
    Ok(())
}

fn note(
    connection: &Connection,
    plan: &mut Plan,
    input: VersionId,
    kept: VersionId,
    for_ever: bool,
) -> Result<()> {
    plan.warning_count += 1;
    if plan.warnings.len() < NAMED {
        let input = version::short_address(connection, input)?;
        let kept = version::short_address(connection, kept)?;
        let how = if for_ever { "for ever" } else { "longer" };
        plan.warnings.push(format!("{input} is an input of {kept}, which is kept {how}"));
    }
    Ok(())
}
