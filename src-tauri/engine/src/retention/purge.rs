//! Out of the trash: what was there long enough, or what a person empties out.

use rusqlite::{Connection, Transaction};

use super::effects::{Effect, Effects};
use super::{Act, DAY, Observed, Sweeper};
use crate::catalog::{Selection, describe_versions, home_of_versions};
use crate::clock::Millis;
use crate::db::purge::{self, Mark};
use crate::db::version::{self, VersionRow, VersionState};
use crate::db::{lease, setting, upkeep};
use crate::history::{Actor, Cell, CellKind, Edit, Outcome, Role};
use crate::model::{VersionId, grouped};
use crate::progress::{Monitor, Progress, Step};
use crate::store::Store;
use crate::{Code, Error, Result};

/// Versions to a transaction; each is an operation of its own in the history.
const BATCH: usize = 1_000;
/// Why what somebody reads stays.
const READ_OUT: &str = "somebody is reading it out";

/// What was removed from the trash.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Purged {
    /// Number of versions.
    pub versions: u64,
    /// Blobs that nothing needs any more; they go at the first collection after the grace.
    pub blobs: u64,
    /// Versions that stay, each with the reason: damaged manifests, readers.
    pub kept: Vec<(VersionId, String)>,
}

impl Store {
    /// Removes the versions for good whose days in the trash are over. They were seen there twice, with so much between
    /// as [`Observation::is_far_from`](super::Observation::is_far_from) wants, by a clock that is believed.
    pub fn purge_due(&self, sweeper: &Sweeper<'_>, actor: &Actor) -> Result<Purged> {
        let due = self.write(|tx| {
            let observed = self.observe(tx)?;
            if purge::has_unobserved_trash(tx)? {
                purge::observe_trash(tx, upkeep::observed(tx, &observed.now)?)?;
            }
            due_in_trash(tx, &observed)
        })?;
        let mut all = Purged::default();
        for batch in due.chunks(BATCH) {
            sweeper.cancel.check()?;
            let (done, _) = self.purge(actor, batch, "Removed {} after their days in the trash")?;
            all.versions += done.versions;
            all.blobs += done.blobs;
            all.kept.extend(done.kept);
        }
        Ok(all)
    }

    /// Removes versions of the trash for good, at once. Bytes that nothing else needs go at the first collection after
    /// the grace. Errors: as [`Self::carry_out`].
    pub fn empty_trash(&self, actor: &Actor, selection: &Selection) -> Result<Outcome> {
        let act = Act::Empty { selection: Some(selection.clone()) };
        self.carry_out(actor, &act, None, &Monitor::silent())
    }

    /// Versions leave the trash, a batch at a time. Cancelled, those that are left stay in the trash.
    pub(super) fn leave_trash(
        &self,
        actor: &Actor,
        ids: &[VersionId],
        monitor: &Monitor<'_>,
    ) -> Result<Outcome> {
        let (mut removed, mut kept, mut last) = (0, Vec::new(), Outcome::nothing("Nothing was removed"));
        for batch in ids.chunks(BATCH) {
            let (items, total_items) = (removed + kept.len() as u64, ids.len() as u64);
            monitor.step(Progress { step: Step::Committing, items, total_items, ..Progress::default() })?;
            let (done, outcome) = self.purge(actor, batch, "Removed {} from the trash for good")?;
            removed += done.versions;
            kept.extend(done.kept);
            last = outcome;
        }
        if ids.len() > BATCH {
            last.summary = format!("Removed {} versions from the trash for good", grouped(removed));
        }
        if let Some((_, reason)) = kept.first() {
            last.summary = format!("{}; {} stay in the trash: {reason}", last.summary, kept.len());
        }
        last.changed = removed;
        Ok(last)
    }

    fn purge(&self, actor: &Actor, ids: &[VersionId], summary: &str) -> Result<(Purged, Outcome)> {
        self.write(|tx| {
            let mut edit = Edit::begin(tx, actor, Role::Member, self.now())?;
            let observed = self.observe(tx)?;
            lease::expire(tx, &observed.now.at, super::MAX_SESSION_IDLE)?;
            let observation = upkeep::observed(tx, &observed.now)?;
            let (mut done, mut rows) = (Purged::default(), Vec::new());
            for id in ids {
                let Some(row) = version::get(tx, *id)?.filter(|row| row.state == VersionState::Deleted)
                else {
                    continue; // restored or purged meanwhile
                };
                let mark = Mark { at: observed.now.at.wall, observation, version: Some(*id) };
                match purge_one(&mut edit, &row, &mark)? {
                    Ok(blobs) => {
                        done.blobs += blobs;
                        rows.push(row);
                    }
                    Err(reason) => done.kept.push((*id, reason)),
                }
            }
            done.versions = rows.len() as u64;
            let summary = summary.replace("{}", &describe_versions(tx, &rows)?);
            let address = home_of_versions(tx, &rows).unwrap_or_default();
            Ok((done, edit.finish("purge", &summary, address.as_deref())?))
        })
    }

    /// When the first version leaves the trash.
    pub(super) fn next_purge(&self) -> Result<Option<Millis>> {
        self.database().read(|connection| {
            let days = setting::trash_millis(connection)?;
            Ok(purge::oldest_trash(connection)?.map(|at| at.saturating_add(days)))
        })
    }
}

/// Makes a tombstone of a version; or says why it stays.
fn purge_one(edit: &mut Edit<'_>, row: &VersionRow, mark: &Mark) -> Result<Result<u64, String>> {
    if let Some(reason) = held(edit.tx, row)? {
        return Ok(Err(reason));
    }
    edit.set(Cell::new(CellKind::VersionState, row.id.get()), Some("purged".into()))?;
    row.manifest.map_or(Ok(0), |manifest| purge::release(edit.tx, manifest, mark)).map(Ok)
}

/// What lies in the trash leaves it; of a selection, the rest is listed as not lying there.
pub(super) fn effects(
    store: &Store,
    connection: &Connection,
    selection: Option<&Selection>,
) -> Result<Effects> {
    let versions = match selection {
        Some(selection) => store.selected(connection, selection)?,
        None => whole_trash(connection)?,
    };
    super::delete::refuse_purged(connection, &versions)?;
    let (mut list, mut warnings) = (Vec::new(), Vec::new());
    for version in versions {
        let mut effect = Effect::none(version);
        if effect.version.state == VersionState::Deleted {
            leave(connection, &mut effect, &mut warnings)?;
        } else {
            effect.locked = Some("not in the trash".into());
        }
        list.push(effect);
    }
    Ok(Effects { list, warnings, ..Effects::default() })
}

fn whole_trash(connection: &Connection) -> Result<Vec<VersionRow>> {
    let mut rows = Vec::new();
    for id in purge::all_trash(connection)? {
        rows.extend(version::get(connection, id)?);
    }
    Ok(rows)
}

/// Lets a version leave the trash, unless something holds it there: that locks it, or is told when it still goes there.
pub(super) fn leave(connection: &Connection, effect: &mut Effect, warnings: &mut Vec<String>) -> Result<()> {
    match (held(connection, &effect.version)?, effect.trash) {
        (None, _) => (effect.leaves, effect.locked) = (true, None),
        (Some(reason), None) => effect.locked = Some(reason),
        (Some(reason), Some(_)) => {
            warnings.push(format!("v{} stays in the trash: {reason}", effect.version.index));
        }
    }
    Ok(())
}

/// Why a version can't leave the trash at the moment.
fn held(connection: &Connection, row: &VersionRow) -> Result<Option<String>> {
    if lease::is_read(connection, row.id)? {
        return Ok(Some(READ_OUT.into()));
    }
    match row.manifest.map_or(Ok(()), |manifest| purge::check(connection, manifest)) {
        Err(error) if error.code() == Code::StoreDamaged => Ok(Some(error.message().to_owned())),
        checked => checked.map(|()| None),
    }
}

/// Refuses when nothing can leave, with the reason; otherwise nothing is done yet.
pub(super) fn refuse_empty(effects: &Effects) -> Result<Outcome> {
    if effects.going().next().is_some() {
        return Ok(Outcome::nothing("Nothing was removed"));
    }
    let mut reasons = effects.list.iter().filter(|effect| effect.version.state == VersionState::Deleted);
    match reasons.find_map(|effect| Some((effect.version.index, effect.locked.as_deref()?))) {
        None => Err(Error::new(Code::NotFound, "None of these versions lies in the trash")
            .hint("`cairnctl trash ls` lists what lies there; delete a version first.")),
        Some((index, READ_OUT)) => Err(Error::new(Code::StoreLocked, format!("v{index}: {READ_OUT}"))
            .hint("Try again when that is done.")),
        Some((index, reason)) => Err(Error::new(Code::StoreDamaged, format!("v{index}: {reason}"))
            .hint("Run `cairnctl check`, then `cairnctl repair`.")),
    }
}

/// Versions whose days are over by every clock.
fn due_in_trash(tx: &Transaction<'_>, observed: &Observed) -> Result<Vec<VersionId>> {
    if observed.pause.is_some() {
        return Ok(Vec::new());
    }
    let days = setting::trash_millis(tx)?;
    let seen = super::collect_plan::Observations::load(tx)?;
    let old = purge::observed_trash(tx, observed.now.at.wall.saturating_sub(days))?;
    let is_due = |observation: i64| seen.is_far(observation, &observed.now, days.max(DAY));
    Ok(old.into_iter().filter(|(_, observation)| is_due(*observation)).map(|(id, _)| id).collect())
}
